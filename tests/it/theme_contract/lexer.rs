//! Tera's source as tags and tokens. Text outside of tags, comments and raw blocks are left out.

/// A tag of a template.
#[derive(Debug, Clone)]
pub struct Tag {
    /// `{{ … }}`, else `{% … %}`.
    pub prints: bool,
    /// From 1.
    pub line: usize,
    /// What stands in it.
    pub tokens: Vec<Token>,
}

/// A token inside a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name or keyword.
    Ident(String),
    /// A string's content.
    Text(String),
    /// A number.
    Number,
    /// An operator or bracket.
    Mark(&'static str),
}

impl Token {
    /// Is it this name?
    pub fn is(&self, name: &str) -> bool {
        matches!(self, Token::Ident(ident) if ident == name)
    }
}

/// Longer marks before their beginnings.
const MARKS: [&str; 38] = [
    "...", "?.", "?[", "**", "//", "==", "!=", "<=", ">=", "</", "/>", "<", ">", "|", ".", ",", ":", "(", ")", "[",
    "]", "{", "}", "+", "-", "*", "/", "%", "~", "=", "@", "!", "?", "&", "^", "#", ";", "$",
];

/// Cut a template.
pub fn tags(text: &str) -> Result<Vec<Tag>, String> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut at = 0;
    let mut is_raw = false;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        let line = text[..open].matches('\n').count() + 1;
        let (close, prints) = match text.as_bytes().get(open + 1) {
            Some(b'#') => {
                let end = text[open..].find("#}").ok_or(format!("line {line}: a comment that does not end"))?;
                at = open + end + 2;
                continue;
            }
            Some(b'{') => ("}}", true),
            Some(b'%') => ("%}", false),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let inner = text[open + 2..].strip_prefix('-').unwrap_or(&text[open + 2..]);
        let (tokens, rest) = tokens(inner, close).map_err(|error| format!("line {line}: {error}"))?;
        at = text.len() - rest.len();
        let ends_raw = !prints && tokens.first().is_some_and(|token| token.is("endraw"));
        if !prints && tokens.first().is_some_and(|token| token.is("raw")) {
            is_raw = true;
        } else if ends_raw {
            is_raw = false;
        } else if !is_raw {
            tags.push(Tag { prints, line, tokens });
        }
    }
    Ok(tags)
}

/// The tokens up to the end of a tag, and what follows it.
fn tokens<'a>(mut rest: &'a str, close: &str) -> Result<(Vec<Token>, &'a str), String> {
    let mut tokens = Vec::new();
    // `}` of a map before the `}}` of the tag.
    let mut braces = 0usize;
    loop {
        rest = rest.trim_start();
        let ends = rest.strip_prefix('-').filter(|rest| rest.starts_with(close)).unwrap_or(rest);
        if braces == 0
            && let Some(rest) = ends.strip_prefix(close)
        {
            return Ok((tokens, rest));
        }
        let Some(first) = rest.chars().next() else { return Err("a tag that does not end".to_owned()) };
        if matches!(first, '"' | '\'' | '`') {
            let end = rest[1..].find(first).ok_or("a text that does not end")?;
            tokens.push(Token::Text(rest[1..=end].to_owned()));
            rest = &rest[end + 2..];
        } else if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            tokens.push(Token::Number);
            rest = &rest[end..];
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token::Ident(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            let mark = MARKS.into_iter().find(|mark| rest.starts_with(mark));
            let mark = mark.ok_or_else(|| format!("`{first}` is not known to the scanner"))?;
            match mark {
                "{" => braces += 1,
                "}" => braces = braces.saturating_sub(1),
                _ => {}
            }
            tokens.push(Token::Mark(mark));
            rest = &rest[mark.len()..];
        }
    }
}
