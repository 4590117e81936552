//! Plain text as Markdown that shows exactly that text.

/// Characters that open a list item in plain text, beside `-`, `*` and `+`.
const BULLETS: [char; 8] = ['•', '·', '▪', '◦', '‣', '●', '–', '—'];

/// A text on one line, as the text of a heading.
pub fn heading(text: &str) -> String {
    let line = one_line(text);
    let mut escaped = inline(&line);
    // A run of `#` at the end would close the heading.
    if escaped.ends_with('#') {
        escaped.insert(escaped.len() - 1, '\\');
    }
    escaped
}

/// White space folded to single spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A block of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines that belong together.
    Paragraph(Vec<String>),
    /// Items, each with its depth from 0.
    List(Vec<(usize, String)>),
}

/// Plain text, any number of paragraphs and bullets, as Markdown.
///
/// Characters that would be markup, a citation or a link are escaped, and no others, so that the file stays pleasant to
/// read. Paragraphs and bullets become paragraphs and lists.
pub fn blocks(text: &str) -> String {
    let written: Vec<String> = read_blocks(text).iter().map(|block| write_block(block, inline)).collect();
    written.join("\n\n")
}

/// Write a block; `inline` escapes the text of a line.
pub fn write_block(block: &Block, inline: impl Fn(&str) -> String) -> String {
    match block {
        Block::Paragraph(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| line_start(&inline(line))).collect();
            lines.join("\n")
        }
        Block::List(items) => {
            let items = items.iter().map(|(depth, item)| {
                let text = line_start(&inline(item));
                format!("{}- {text}", "  ".repeat(*depth))
            });
            items.collect::<Vec<_>>().join("\n")
        }
    }
}

/// Find the paragraphs and lists of plain text.
pub fn read_blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    // Indentations of the list's levels so far.
    let mut levels: Vec<usize> = Vec::new();
    for line in text.lines().flat_map(|line| line.split('\r')) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            open = false;
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        if let Some(item) = bullet(trimmed) {
            if !matches!(found.last(), Some(Block::List(_))) {
                levels.clear();
                found.push(Block::List(Vec::new()));
            }
            levels.retain(|level| *level < indent);
            let depth = levels.len();
            levels.push(indent);
            if let Some(Block::List(items)) = found.last_mut() {
                items.push((depth, item.to_owned()));
            }
        } else {
            match found.last_mut() {
                Some(Block::Paragraph(lines)) if open => lines.push(trimmed.to_owned()),
                Some(Block::List(items)) if open => {
                    if let Some((_, item)) = items.last_mut() {
                        item.push(' ');
                        item.push_str(trimmed);
                    }
                }
                _ => found.push(Block::Paragraph(vec![trimmed.to_owned()])),
            }
        }
        open = true;
    }
    found
}

/// The text of an item, where a line opens one.
fn bullet(line: &str) -> Option<&str> {
    let mark = line.chars().next()?;
    let rest = &line[mark.len_utf8()..];
    let is_mark = BULLETS.contains(&mark) || matches!(mark, '-' | '*' | '+');
    let text = rest.trim_start();
    (is_mark && (rest.starts_with(char::is_whitespace) || mark == '•') && !text.is_empty()).then_some(text)
}

/// Could what stands behind a `^` be the block id of the text that it ends?
fn may_be_block_id(rest: &str) -> bool {
    let name = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Escape what is markup inside a line.
pub fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].chars().next();
        let rest = &text[at + c.len_utf8()..];
        let is_markup = match c {
            '*' | '`' | '[' | '~' => true,
            '_' => !(before.is_alphanumeric() && after.is_some_and(char::is_alphanumeric)),
            '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
            '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            '&' => is_entity(rest),
            '^' => before.is_whitespace() && may_be_block_id(rest),
            '@' => !before.is_alphanumeric() && after.is_some_and(|c| c.is_alphanumeric() || "_{".contains(c)),
            '|' => true,
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// `amp;`, `#38;`, `#x26;`: what would make an entity of a `&` before it.
fn is_entity(rest: &str) -> bool {
    let Some((name, _)) = rest.split_once(';') else { return false };
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Escape what is markup at the start of a line only. The line has no leading space.
pub fn line_start(line: &str) -> String {
    let bytes = line.as_bytes();
    let first = bytes.first().copied().unwrap_or(b' ');
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let ordinal = (1..=9).contains(&digits) && matches!(bytes.get(digits), Some(b'.' | b')'));
    if ordinal && bytes.get(digits + 1).is_none_or(|b| b.is_ascii_whitespace()) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let is_markup = match first {
        b'#' | b'>' => true,
        b'=' => bytes.iter().all(|b| matches!(b, b'=' | b' ')),
        b'-' | b'+' => {
            bytes.get(1).is_none_or(|b| b.is_ascii_whitespace())
                || bytes.iter().all(|b| matches!(b, b'-' | b' ' | b':' | b'\\' | b'|'))
        }
        b':' => bytes.iter().all(|b| matches!(b, b'-' | b' ' | b':' | b'\\' | b'|')),
        _ => false,
    };
    if is_markup { format!("\\{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Tag, TagEnd};

    use super::*;

    /// The text that Markdown is shown as; a panic where it has any markup other than paragraphs and lists.
    fn shown(markdown: &str) -> String {
        let mut text = String::new();
        for (event, _) in crate::markdown::events(markdown) {
            match event {
                Event::Text(piece) => text.push_str(&piece),
                Event::SoftBreak => text.push(' '),
                Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item) => {}
                Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item) => text.push(' '),
                other => panic!("{other:?} in {markdown:?}"),
            }
        }
        one_line(&text)
    }

    fn plain(text: &str) -> String {
        let blocks = read_blocks(text);
        let lines = blocks.iter().flat_map(|block| match block {
            Block::Paragraph(lines) => lines.clone(),
            Block::List(items) => items.iter().map(|(_, item)| item.clone()).collect(),
        });
        one_line(&lines.collect::<Vec<_>>().join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn plain_text_is_shown_as_it_was(text in prop_oneof![
            "[ -~\n]{0,80}",
            "[-ab1.)(#>=+*_`~|:@<&;!\\[\\]\\\\ \n]{0,60}",
        ]) {
            prop_assert_eq!(shown(&blocks(&text)), plain(&text), "{}", blocks(&text));
        }

        #[test]
        fn a_heading_is_one_heading(text in "[-a1#>=*_ \\[\\]!|]{1,30}") {
            let markdown = format!("## {}\n", heading(&text));
            let mut read = String::new();
            for (event, _) in crate::markdown::events(&markdown) {
                if let Event::Text(piece) = event {
                    read.push_str(&piece);
                }
            }
            prop_assert_eq!(one_line(&read), one_line(&text), "{}", markdown);
        }
    }

    #[test]
    fn only_markup_is_escaped() {
        for (text, expected) in [
            ("a snake_case name, 5 * 3 < 20 & more", "a snake_case name, 5 \\* 3 < 20 & more"),
            ("# Not a heading", "\\# Not a heading"),
            ("see [@smith] and @lru_cache, me@example.org", "see \\[\\@smith] and \\@lru_cache, me@example.org"),
            ("1. first", "1\\. first"),
            ("&amp; <b>", "\\&amp; \\<b>"),
            ("• one\n• two *x*\n\nafter", "- one\n- two \\*x\\*\n\nafter"),
            ("- a\n  - b\n- c", "- a\n  - b\n- c"),
        ] {
            assert_eq!(blocks(text), expected);
        }
    }
}
