//! Text from outside, made harmless for terminals and logs.

use std::borrow::Cow;
use std::path::Path;

/// A text on one line, without what would steer a terminal or a log: control characters, line breaks, marks that turn
/// the direction of writing (UAX 9, section 2) and marks of commands to CI stand as `\u{1b}`.
pub fn neutral(text: &str) -> Cow<'_, str> {
    let commands = commands(text);
    if commands.is_empty() && !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if steers(c) || commands.binary_search(&at).is_ok() { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// The same for a text of several lines, whose ends stay, as do tabs.
pub fn neutral_lines(text: &str) -> String {
    let of_line = |line: &str| {
        let end = line.len() - line.trim_end_matches('\n').trim_end_matches('\r').len();
        let (line, end) = line.split_at(line.len() - end);
        line.split('\t').map(neutral).collect::<Vec<_>>().join("\t") + end
    };
    text.split_inclusive('\n').map(of_line).collect()
}

/// The same for lines of a file that stand behind a margin: byte for byte as long, so that spans of them stay. Control
/// characters of ASCII are left to whoever draws the lines.
pub fn neutral_source(text: &str) -> String {
    let commands = commands(text);
    let shown = |(at, c): (usize, char)| match c {
        _ if commands.binary_search(&at).is_ok() => '?',
        c if !steers(c) || c.is_ascii() => c,
        c if c.len_utf8() == 2 => '\u{b7}',
        _ => '\u{fffd}',
    };
    text.char_indices().map(shown).collect()
}

/// A path as it may be shown.
pub fn neutral_path(path: &Path) -> String {
    neutral(&path.to_string_lossy()).into_owned()
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Where a text holds a mark by which CI takes a line of a log for a command: `::error` at its start (GitHub), and
/// `##[error]` or `##vso[` anywhere (GitHub, Azure, `TeamCity`). In rising order.
fn commands(text: &str) -> Vec<usize> {
    let start = text.len() - text.trim_start().len();
    let mut found: Vec<usize> = text[start..].starts_with("::").then_some(start).into_iter().collect();
    let mut rest = text;
    while let Some(marks) = rest.find("##") {
        let behind = rest[marks..].trim_start_matches('#');
        let inside = behind.trim_start_matches(|c: char| c.is_ascii_lowercase()).strip_prefix('[');
        if inside.is_some_and(|inside| inside.starts_with(|c: char| c.is_ascii_lowercase())) {
            found.push(text.len() - behind.len() - 1);
        }
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal_or_a_log() {
        assert_eq!(neutral("Müller’s \u{1f600} – a\u{a0}b"), "Müller’s \u{1f600} – a\u{a0}b");
        for (text, shown) in [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\n::error::b\r\tc", "a\\u{a}::error::b\\u{d}\\u{9}c"),
            ("a\u{202e}b\u{2066}c\u{200f}", "a\\u{202e}b\\u{2066}c\\u{200f}"),
            ("\u{9b}31m\u{7f}\0\u{2028}", "\\u{9b}31m\\u{7f}\\u{0}\\u{2028}"),
            (" ::error file=a::b", " \\u{3a}:error file=a::b"),
            ("a ##[error]b", "a #\\u{23}[error]b"),
            ("####vso[task.x]b ##teamcity[c", "###\\u{23}vso[task.x]b #\\u{23}teamcity[c"),
            ("####[error] ##[debug]b", "###\\u{23}[error] #\\u{23}[debug]b"),
            ("a::b ##[Results](x) ## [a] #[a]", "a::b ##[Results](x) ## [a] #[a]"),
        ] {
            assert_eq!(neutral(text), shown);
        }
        assert_eq!(neutral_lines("a\n\u{1b}b\r\n\tc\rd"), "a\n\\u{1b}b\r\n\tc\\u{d}d");
        assert_eq!(neutral_lines(" a\n ::error::b\n"), " a\n \\u{3a}:error::b\n");
        let source = "a\u{9b}\u{202e}b ##[error]\u{1b}";
        assert_eq!(neutral_source(source), "a\u{b7}\u{fffd}b #?[error]\u{1b}");
        assert_eq!(neutral_source(source).len(), source.len());
    }
}
