//! Text of a title with the little markup that titles have: italics, bold, sub- and superscripts, protected capitals.
//!
//! The written form is that of CSL-JSON: `<i>`, `<b>`, `<sub>`, `<sup>`, `<span class="nocase">`.

/// How a piece of a text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Markup {
    /// `<i>`
    pub is_italic: bool,
    /// `<b>`
    pub is_bold: bool,
    /// `<sub>` or `<sup>`
    pub script: Option<Script>,
}

/// Off the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Below it.
    Sub,
    /// Above it.
    Sup,
}

impl Markup {
    /// The same in italics.
    #[must_use]
    pub fn italic(self) -> Markup {
        Markup { is_italic: true, ..self }
    }

    /// The same in bold.
    #[must_use]
    pub fn bold(self) -> Markup {
        Markup { is_bold: true, ..self }
    }

    /// The same as a subscript.
    #[must_use]
    pub fn subscript(self) -> Markup {
        Markup { script: Some(Script::Sub), ..self }
    }

    /// The same as a superscript.
    #[must_use]
    pub fn superscript(self) -> Markup {
        Markup { script: Some(Script::Sup), ..self }
    }

    /// The names of its elements, the outermost first.
    pub fn tags(self) -> impl DoubleEndedIterator<Item = &'static str> {
        let script = self.script.map(|script| if script == Script::Sub { "sub" } else { "sup" });
        [self.is_italic.then_some("i"), self.is_bold.then_some("b"), script].into_iter().flatten()
    }
}

/// A piece of a text, all of one markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// How it looks.
    pub markup: Markup,
    /// Its capitals stay, whatever a style does to the title's.
    pub is_kept: bool,
}

impl Piece {
    /// Add text to pieces, to the last one where it is alike.
    pub fn push(pieces: &mut Vec<Piece>, text: &str, markup: Markup, is_kept: bool) {
        match pieces.last_mut().filter(|last| last.markup == markup && last.is_kept == is_kept) {
            Some(last) => last.text.push_str(text),
            None => pieces.push(Piece { text: text.to_owned(), markup, is_kept }),
        }
    }
}

/// The text of pieces without markup: digits and signs off the line have characters of their own, so that 10³ does
/// not become 103.
pub fn plain_of(pieces: &[Piece]) -> String {
    let mut plain = String::new();
    for piece in pieces {
        match piece.markup.script {
            None => plain.push_str(&piece.text),
            Some(script) => plain.push_str(&off_the_line(&piece.text, script)),
        }
    }
    // Other white space would keep a search from finding the words.
    plain.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

const DIGITS: [(&str, Script); 2] = [("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", Script::Sub), ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", Script::Sup)];

fn off_the_line(text: &str, script: Script) -> String {
    let row = DIGITS.iter().find(|(_, of)| *of == script).map_or("", |(row, _)| row);
    let character = |c: char| match c {
        'n' if script == Script::Sup => Some('ⁿ'),
        // A degree is above the line already.
        '°' | '′' | '*' | '∘' if script == Script::Sup => Some(c),
        '−' => row.chars().nth(11),
        c => "0123456789+-=()".find(c).and_then(|at| row.chars().nth(at)),
    };
    let raised: Option<String> = text.chars().map(character).collect();
    let is_said_by_place = text.contains(|c: char| c.is_ascii_digit());
    raised.unwrap_or_else(|| match script {
        _ if !is_said_by_place => text.to_owned(),
        Script::Sub => format!("_{text}"),
        Script::Sup => format!("^{text}"),
    })
}

/// Bytes of a tag: what is longer is text.
const LONGEST_TAG: usize = 200;

/// The text of CSL-JSON in pieces; a tag that is not one of its few is text.
pub fn read(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Vec<(&str, Markup, bool)> = Vec::new();
    let mut rest = text;
    let last_close = ["i", "b", "sub", "sup", "sc", "span"].map(|name| (name, text.rfind(&format!("</{name}>"))));
    while let Some(start) = rest.find('<') {
        let (markup, is_kept) =
            open.last().map_or((Markup::default(), false), |(_, markup, is_kept)| (*markup, *is_kept));
        Piece::push(&mut pieces, &rest[..start], markup, is_kept);
        let end = rest.as_bytes()[start..].iter().take(LONGEST_TAG).position(|byte| *byte == b'>');
        let tag = end.map(|end| &rest[start..=start + end]).unwrap_or_default();
        let name = tag.trim_start_matches('<').trim_end_matches('>');
        let inner = match name {
            "i" => Some(("i", markup.italic(), is_kept)),
            "b" => Some(("b", markup.bold(), is_kept)),
            "sub" => Some(("sub", markup.subscript(), is_kept)),
            "sup" => Some(("sup", markup.superscript(), is_kept)),
            "sc" => Some(("sc", markup, is_kept)),
            _ if name.starts_with("span ") && name.contains("nocase") => Some(("span", markup, true)),
            _ if name == "span" || name.starts_with("span ") => Some(("span", markup, is_kept)),
            _ => None,
        };
        let closes = name.strip_prefix('/').is_some_and(|name| open.last().is_some_and(|(last, ..)| *last == name));
        // A tag that is never closed is text.
        let here = text.len() - rest.len() + start;
        let inner = inner.filter(|(name, ..)| {
            last_close.iter().any(|(closed, at)| closed == name && at.is_some_and(|at| at > here))
        });
        let length = match inner {
            Some(inner) => {
                open.push(inner);
                tag.len()
            }
            None if closes => {
                open.pop();
                tag.len()
            }
            None => {
                Piece::push(&mut pieces, "<", markup, is_kept);
                1
            }
        };
        rest = &rest[start + length..];
    }
    let (markup, is_kept) = open.last().map_or((Markup::default(), false), |(_, markup, is_kept)| (*markup, *is_kept));
    Piece::push(&mut pieces, rest, markup, is_kept);
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The text of CSL-JSON without its tags.
pub fn plain(text: &str) -> String {
    if text.contains('<') { plain_of(&read(text)) } else { text.to_owned() }
}

/// Pieces as CSL-JSON writes them; `keeps` says whether kept capitals are marked.
pub fn write(pieces: &[Piece], keeps: bool) -> String {
    let mut written = String::new();
    for piece in pieces {
        let is_kept = keeps && piece.is_kept && piece.text.contains(char::is_uppercase);
        if is_kept {
            written.push_str("<span class=\"nocase\">");
        }
        for tag in piece.markup.tags() {
            written.push_str(&format!("<{tag}>"));
        }
        written.push_str(&piece.text);
        for tag in piece.markup.tags().rev() {
            written.push_str(&format!("</{tag}>"));
        }
        if is_kept {
            written.push_str("</span>");
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_markup_and_other_brackets_text() {
        for (text, shown) in [
            ("On <i>E. coli</i> at 10<sup>3</sup> in H<sub>2</sub>O", "On E. coli at 10³ in H₂O"),
            ("<span class=\"nocase\">NASA</span> and <b>more</b>", "NASA and more"),
            ("a < b and c > d, <script>x</script>", "a < b and c > d, <script>x</script>"),
            ("<i>never closed", "<i>never closed"),
            ("19<sup>th</sup> and x<sup>n</sup>, 2<sup>2k</sup>", "19th and xⁿ, 2^2k"),
        ] {
            assert_eq!(plain(text), shown, "{text}");
            assert_eq!(read(&write(&read(text), true)), read(text), "{text}");
        }
    }
}
