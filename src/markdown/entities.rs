//! Character references of HTML in text that is not HTML, such as `AT&amp;T` in titles that come from the web.

use std::borrow::Cow;

/// The text that is meant (HTML Standard, section 13.5). What is no reference stays.
pub fn decode_references(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let decoded = html_escape::decode_html_entities(text);
    if !decoded.contains(char::is_control) {
        return decoded;
    }
    decoded.chars().filter_map(meant).collect::<String>().into()
}

/// Numbers of the C1 controls mean the characters of windows-1252 (section 13.2.5.80); other controls mean nothing.
fn meant(c: char) -> Option<char> {
    match c {
        '\u{80}'..='\u{9f}' => {
            let byte = u8::try_from(u32::from(c)).ok()?;
            let (decoded, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
            decoded.chars().next().filter(|c| !c.is_control())
        }
        '\n' | '\t' | '\r' => Some(c),
        c => (!c.is_control()).then_some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::decode_references;

    #[test]
    fn references_are_read_and_nothing_else() {
        for (text, expected) in [
            ("Letters &amp; shifts: a caf&eacute;&#8217;s year", "Letters & shifts: a café’s year"),
            ("&#x2019;&#146;&rarr;&nbsp;&zwj;", "’’→\u{a0}\u{200d}"),
            ("A&B; Q&A &; &#; &#x; &unknown; &amp", "A&B; Q&A &; &#; &#x; &unknown; &amp"),
            ("&amp;amp; &#0;&#8;&#129;x", "&amp; &#0;&#8;x"),
            ("AT&amp;T", "AT&T"),
        ] {
            assert_eq!(decode_references(text), expected, "{text}");
        }
    }
}
