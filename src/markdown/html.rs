//! Raw HTML in Markdown, read for its addresses and its text (HTML Standard, section 13.2.5, tokenization).

use std::ops::Range;

/// Attributes that hold the address of one thing.
const ADDRESSES: [&str; 9] =
    ["href", "src", "poster", "cite", "action", "formaction", "background", "longdesc", "xlink:href"];

/// Attributes that hold several, each with a description: `a.png 1x, b.png 2x`.
const LISTS: [&str; 2] = ["srcset", "imagesrcset"];

/// Elements whose content is no markup.
const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// What raw HTML holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RawHtml {
    /// Its addresses, in the order in which they stand.
    pub addresses: Vec<HtmlAddress>,
    /// It holds words, and not only tags and comments.
    pub has_text: bool,
}

/// An address in an attribute.
#[derive(Debug, PartialEq, Eq)]
pub struct HtmlAddress {
    /// The whole attribute, with its name; in an attribute that holds several, the address alone.
    pub place: Range<usize>,
    /// The name of the attribute, as written, where it holds nothing else.
    pub attribute: Option<String>,
    /// The address, with its character references read.
    pub value: String,
}

/// Read raw HTML.
pub fn raw_html(html: &str) -> RawHtml {
    let mut raw = RawHtml::default();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        raw.has_text |= !html[at..open].trim().is_empty();
        let rest = &html[open + 1..];
        let letter = rest.strip_prefix('/').unwrap_or(rest).starts_with(|c: char| c.is_ascii_alphabetic());
        at = if rest.starts_with("!--") {
            past(html, open + 4, "-->")
        } else if letter {
            tag(html, open, &mut raw)
        } else if rest.starts_with(['!', '?', '/']) {
            past(html, open + 1, ">")
        } else {
            raw.has_text = true;
            open + 1
        };
    }
    raw.has_text |= !html[at..].trim().is_empty();
    raw
}

/// The byte behind the next occurrence of a mark; the end, where there is none.
fn past(html: &str, from: usize, mark: &str) -> usize {
    let rest = html.get(from..).unwrap_or_default();
    rest.find(mark).map_or(html.len(), |at| from + at + mark.len())
}

/// Read the tag that opens at a byte; the byte behind it, and behind the text of an element that holds no markup.
fn tag(html: &str, open: usize, raw: &mut RawHtml) -> usize {
    let is_space = |c: char| c.is_ascii_whitespace();
    let until = |from: usize, stops: &dyn Fn(char) -> bool| html[from..].find(stops).map_or(html.len(), |at| from + at);
    let closes = html[open + 1..].starts_with('/');
    let start = open + 1 + usize::from(closes);
    let mut at = until(start, &|c| is_space(c) || c == '/' || c == '>');
    let name = html[start..at].to_ascii_lowercase();
    loop {
        at = until(at, &|c| !is_space(c) && c != '/');
        if at == html.len() {
            return at;
        }
        if html[at..].starts_with('>') {
            at += 1;
            break;
        }
        let attribute = at;
        // An equals sign in the first place belongs to the name.
        at = until(at + html[at..].chars().next().map_or(1, char::len_utf8), &|c| is_space(c) || "/>=".contains(c));
        let attribute_name = &html[attribute..at];
        let equals = until(at, &|c| !is_space(c));
        let mut value = at..at;
        if html[equals..].starts_with('=') {
            let first = until(equals + 1, &|c| !is_space(c));
            (value, at) = match html[first..].chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let end = until(first + 1, &|c| c == quote);
                    (first + 1..end, (end + 1).min(html.len()))
                }
                _ => {
                    let end = until(first, &|c| is_space(c) || c == '>');
                    (first..end, end)
                }
            };
        }
        let lower = attribute_name.to_ascii_lowercase();
        let is_data = lower == "data" && name == "object";
        let decoded = |place: &Range<usize>| attribute_value(&html[place.clone()]);
        if !closes && (is_data || ADDRESSES.contains(&lower.as_str())) {
            let (place, name) = (attribute..at, Some(attribute_name.to_owned()));
            raw.addresses.push(HtmlAddress { place, attribute: name, value: decoded(&value) });
        } else if !closes && LISTS.contains(&lower.as_str()) {
            let listed = listed(html, value);
            raw.addresses.extend(listed.map(|place| HtmlAddress { value: decoded(&place), attribute: None, place }));
        }
    }
    if closes || !RAW_TEXT.contains(&name.as_str()) {
        return at;
    }
    let closing = |open: usize| {
        let behind = html.as_bytes().get(open + 2..open + 2 + name.len());
        behind.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut tags = html[at..].match_indices("</").map(|(open, _)| at + open);
    let end = tags.find(|open| closing(*open)).unwrap_or(html.len());
    raw.has_text |= !matches!(name.as_str(), "script" | "style") && !html[at..end].trim().is_empty();
    end
}

/// The value of an attribute, its character references read. A number needs no semicolon behind it (HTML Standard,
/// section 13.2.5.80).
fn attribute_value(value: &str) -> String {
    let mut complete = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find("&#") {
        let digits = at + 2 + usize::from(rest[at + 2..].starts_with(['x', 'X']));
        let is_hex = digits > at + 2;
        let length = rest[digits..].find(|c: char| !(c.is_ascii_digit() || is_hex && c.is_ascii_hexdigit()));
        let end = length.map_or(rest.len(), |length| digits + length);
        complete.push_str(&rest[..end]);
        rest = &rest[end..];
        if end > digits && !rest.starts_with(';') {
            complete.push(';');
        }
    }
    complete.push_str(rest);
    html_escape::decode_html_entities(&complete).trim().to_owned()
}

/// The addresses of a list, each before its description (HTML Standard, "Parsing a srcset attribute").
fn listed(html: &str, list: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = list.start;
    std::iter::from_fn(move || {
        let rest = &html[at..list.end];
        let start = at + rest.find(|c: char| !c.is_ascii_whitespace() && c != ',')?;
        let rest = &html[start..list.end];
        let word = &rest[..rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())];
        let address = word.trim_end_matches(',');
        // A comma ends the address here, or else its description.
        let described = if address.len() < word.len() { "" } else { &rest[word.len()..] };
        at = start + word.len() + described.find(',').unwrap_or(described.len());
        Some(start..start + address.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(html: &str) -> Vec<String> {
        let written = |address: HtmlAddress| format!("{}|{}", &html[address.place.clone()], address.value);
        raw_html(html).addresses.into_iter().map(written).collect()
    }

    #[test]
    fn addresses_are_found_however_they_are_written() {
        assert_eq!(addresses("<a href=\"x&amp;y\">"), ["href=\"x&amp;y\"|x&y"]);
        assert_eq!(addresses("<img\n SRC = 'a b' alt=x>"), ["SRC = 'a b'|a b"]);
        assert_eq!(addresses("<video poster=p.png src=v.mp4>"), ["poster=p.png|p.png", "src=v.mp4|v.mp4"]);
        assert_eq!(addresses("<a/href=x>"), ["href=x|x"]);
        assert_eq!(addresses("<a href=java&#115;cript:1>"), ["href=java&#115;cript:1|javascript:1"]);
        assert_eq!(addresses("<a href=java&#115cript&#x3A;1>"), ["href=java&#115cript&#x3A;1|javascript:1"]);
        assert_eq!(addresses("<object data=x></object>"), ["data=x|x"]);
        assert_eq!(addresses("<q cite='c'>x</q><a href>"), ["cite='c'|c", "href|"]);
        assert_eq!(
            addresses("<source SRCSET=' a.png 1x,\n b&amp;c.png  2x,' src=d>"),
            ["a.png|a.png", "b&amp;c.png|b&c.png", "src=d|d"]
        );
        assert_eq!(addresses("<img srcset=a.png,b.png>"), ["a.png,b.png|a.png,b.png"]);
        assert_eq!(addresses("<img srcset='a.png, b.png 640w'><img srcset>"), ["a.png|a.png", "b.png|b.png"]);
    }

    #[test]
    fn what_is_no_tag_holds_no_address() {
        for html in
            ["<!-- <a href=x> -->", "<script>'<a href=x>'</script>", "a < b href=x", "<p data=x>", "</a href=x>"]
        {
            assert!(addresses(html).is_empty(), "{html}");
        }
        // Incomplete tags must not panic.
        for html in ["<", "<a", "<a href", "<a href=", "<a href='x", "<!--", "<!", "</", "<é", "<a é=é href=é"] {
            raw_html(html);
        }
    }

    #[test]
    fn text_is_told_from_tags() {
        for (html, has_text) in [
            ("<p class=x>Words</p>", true),
            ("<div>\n<!-- words -->\n</div>", false),
            ("<script>words</script>", false),
            ("<textarea>words</textarea>", true),
            ("a < b", true),
        ] {
            assert_eq!(raw_html(html).has_text, has_text, "{html}");
        }
    }
}
