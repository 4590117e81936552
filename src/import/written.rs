//! How links are written, and how they are written anew.

use crate::files::Span;
use crate::model::{Address, BodyLink, LinkSyntax};

/// Does a link lead to something that only the whole import knows?
pub fn is_local(link: &BodyLink) -> bool {
    matches!(link.syntax, LinkSyntax::Wiki | LinkSyntax::WikiWithText)
        || Address::of(&link.destination) != Address::Outside
}

/// Is it an embed of Obsidian: `![[…]]`?
pub fn is_embed(link: &BodyLink) -> bool {
    matches!(link.syntax, LinkSyntax::Embed { .. })
}

/// Where a backslash makes a link text: before its brackets.
pub fn openings(text: &str, span: &Span, syntax: LinkSyntax) -> impl Iterator<Item = usize> {
    let first = match syntax {
        LinkSyntax::Html => text[..span.start].rfind('<'),
        _ => text[span.clone()].find(['[', '<']).map(|at| span.start + at),
    };
    let second = first.filter(|_| matches!(syntax, LinkSyntax::Wiki | LinkSyntax::WikiWithText)).map(|at| at + 1);
    first.into_iter().chain(second)
}

/// The edit that gives a link another destination.
pub fn rewritten(text: &str, link: &BodyLink, destination: &str) -> Option<(Span, String)> {
    let written = &text[link.span.clone()];
    let start = link.span.start;
    match link.syntax {
        LinkSyntax::Html => {
            let (name, _) = written.split_once('=')?;
            let value = destination.replace('&', "&amp;").replace('"', "&quot;");
            Some((link.span.clone(), format!("{}=\"{value}\"", name.trim_end())))
        }
        LinkSyntax::Wiki | LinkSyntax::WikiWithText => {
            let inner = start + written.find("[[")? + 2;
            let end = wiki_end(&text[inner..link.span.end])?;
            Some((inner..inner + end, destination.to_owned()))
        }
        LinkSyntax::Embed { .. } => Some(embed(written, &link.span, destination)),
        LinkSyntax::Markdown | LinkSyntax::Image => {
            if written.ends_with(')')
                && let Some(open) = written.rfind("](")
            {
                let at = open + 2 + (written[open + 2..].len() - written[open + 2..].trim_start().len());
                let length = destination_length(&written[at..]);
                return Some((start + at..start + at + length, destination.to_owned()));
            }
            // `[text][name]`, `[text][]`, `[text]`: the definition stands elsewhere.
            let words = match written.rfind("][") {
                Some(cut) if written.ends_with(']') => cut + 1,
                _ => written.len(),
            };
            let end = link.span.end + if text[link.span.end..].starts_with("[]") { 2 } else { 0 };
            Some((start + words..end, format!("({destination})")))
        }
    }
}

/// A picture in Markdown, where an embed shows a file; else the embed, of what it is called here.
fn embed(written: &str, span: &Span, destination: &str) -> (Span, String) {
    let inner = written.trim_start_matches("![[").trim_end_matches("]]");
    let name = wiki_end(&format!("{inner}]]")).unwrap_or(inner.len());
    if destination.contains('/') {
        let words = inner[name..].trim_start_matches(['\\', '|']);
        let is_size = words.chars().all(|c| c.is_ascii_digit() || c == 'x');
        let words = if is_size { inner[..name].rsplit('/').next().unwrap_or_default() } else { words };
        return (span.clone(), format!("![{}]({destination})", words.replace(['[', ']'], "")));
    }
    (span.start + 3..span.start + 3 + name, destination.to_owned())
}

/// Where the name in a wiki link ends: at its text, behind a bar that a table escapes.
fn wiki_end(inner: &str) -> Option<usize> {
    let end = inner.find("]]")?;
    Some(inner[..end].find('|').map_or(end, |bar| if inner[..bar].ends_with('\\') { bar - 1 } else { bar }))
}

/// The length of a destination as it is written, angle brackets included.
fn destination_length(written: &str) -> usize {
    if written.starts_with('<') {
        return written.find('>').map_or(written.len(), |end| end + 1);
    }
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, c) in written.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            c if c.is_whitespace() => return at,
            _ => {}
        }
    }
    written.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::{Anchors, parse};

    fn to(text: &str, destination: &str) -> String {
        let (facts, _) = parse(text, 0..text.len(), Anchors::default(), |_| None);
        let (span, new) = rewritten(text, &facts.links[0], destination).expect("an edit");
        let mut changed = text.to_owned();
        changed.replace_range(span, &new);
        changed
    }

    #[test]
    fn links_keep_all_but_their_destination() {
        for (text, destination, expected) in [
            ("[a *b*](x.md \"t\") c", "y.md", "[a *b*](y.md \"t\") c"),
            ("[a](<x y.md>)", "y.md#z", "[a](y.md#z)"),
            ("[a](x(1).md)", "y.md", "[a](y.md)"),
            ("[a]( x.md )", "y.md", "[a]( y.md )"),
            ("[a][r]\n\n[r]: x.md", "y.md", "[a](y.md)\n\n[r]: x.md"),
            ("[r][]\n\n[r]: x.md", "y.md", "[r](y.md)\n\n[r]: x.md"),
            ("![r]\n\n[r]: x.png", "y.png", "![r](y.png)\n\n[r]: x.png"),
            ("[[x]]", "y", "[[y]]"),
            ("[[x#a|the *text*]]", "y#b", "[[y#b|the *text*]]"),
            ("![[x.png]]", "y/x.png", "![x.png](y/x.png)"),
            ("![[p/x.png|300]]", "y/x.png", "![x.png](y/x.png)"),
            ("![[x.png|a plan]]", "y/x.png", "![a plan](y/x.png)"),
            ("![[x#^id]]", "y#^id", "![[y#^id]]"),
            ("<a href='x.md'>a</a>", "y.md", "<a href=\"y.md\">a</a>"),
        ] {
            assert_eq!(to(text, destination), expected, "{text}");
        }
    }
}
