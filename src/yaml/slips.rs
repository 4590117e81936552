//! What people mistype in a line of YAML, each with its cause in an editor's words and the line as it was meant.

use std::ops::Range;

use super::parse;
use super::scalar::{double_quoted, in_curly_quotes, needs_escape};

/// A line as it may have been meant.
pub(super) struct Mend {
    /// The whole line.
    pub line: String,
    /// What is wrong, in bytes of the line as it stands.
    pub mark: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The cure.
    pub help: String,
    /// The cure, as a title.
    pub title: &'static str,
    /// It closes what reached over the lines below.
    pub closes: bool,
    /// How much speaks for it.
    pub ground: Ground,
}

/// What speaks for a mend, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    /// A sign of what went wrong.
    Cause,
    /// The columns of the lines around it, which may be right where a line above them is wrong.
    Columns,
    /// Nothing in particular.
    None,
}

/// The parts of a line, in its bytes.
struct Parts<'l> {
    line: &'l str,
    /// White space before all else.
    indent: usize,
    /// Where it goes on behind the dashes of lists.
    item: usize,
    /// The key.
    key: Option<Range<usize>>,
    /// What stands behind the colon, or behind the dash where there is no key.
    value: Range<usize>,
    /// Where white space ends it.
    end: usize,
}

impl<'l> Parts<'l> {
    fn of(line: &'l str) -> Self {
        let end = line.trim_end().len();
        let indent = end - line[..end].trim_start().len();
        let mut item = indent;
        while line[item..end].starts_with("- ") {
            let rest = &line[item + 1..end];
            item = end - rest.trim_start().len();
        }
        let rest = &line[item..end];
        let colon = rest.match_indices(':').map(|(at, _)| at).find(|at| {
            let behind = rest[at + 1..].chars().next();
            behind.is_none_or(char::is_whitespace)
        });
        let is_bare = !rest.starts_with(['"', '\'', '[', '{', '“', '”', '„', '«', '#']);
        let key = colon.filter(|colon| is_bare && *colon > 0).map(|colon| item..item + colon);
        let start = key.as_ref().map_or(item, |key| key.end + 1);
        let start = end - line[start..end].trim_start().len();
        Parts { line, indent, item, key, value: start..end, end }
    }

    /// The line with a part replaced.
    fn with(&self, part: Range<usize>, text: &str) -> String {
        format!("{}{text}{}", &self.line[..part.start], &self.line[part.end..])
    }

    fn mend(&self, part: Range<usize>, text: &str, message: impl Into<String>, help: impl Into<String>) -> Mend {
        let mark = part.start..part.end.max(part.start);
        Mend {
            line: self.with(part, text),
            mark,
            message: message.into(),
            help: help.into(),
            title: "mend the line",
            closes: false,
            ground: Ground::Cause,
        }
    }

    fn content(&self) -> &'l str {
        &self.line[self.indent..self.end]
    }

    fn text(&self, part: &Range<usize>) -> &'l str {
        &self.line[part.clone()]
    }

    /// The value between quotation marks, for a reason.
    fn quoted(&self, message: String) -> Mend {
        let quoted = quoted(self.text(&self.value));
        let help = format!("put it in quotation marks: `{quoted}`");
        Mend { title: "put the value in quotation marks", ..self.mend(self.value.clone(), &quoted, message, help) }
    }

    /// ``the value of `title` ``
    fn name(&self) -> String {
        self.key
            .as_ref()
            .map_or_else(|| "this value".to_owned(), |key| format!("the value of `{}`", self.text(key).trim()))
    }
}

/// How a line may have been meant, the likeliest first.
pub(super) fn mends(lines: &[&str], index: usize) -> Vec<Mend> {
    let line = lines[index];
    let parts = Parts::of(line);
    if parts.content().is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(conflict(&parts));
    found.extend(tabs(&parts));
    found.extend(odd_spaces(&parts));
    found.extend(bullet(&parts));
    found.extend(colon(&parts));
    values(&parts, &mut found);
    indentation(&parts, lines, index, &mut found);
    if !parts.value.is_empty() {
        let quoted = parts.quoted(format!("{} holds marks that mean something to YAML", parts.name()));
        found.push(Mend { ground: Ground::None, ..quoted });
    }
    found
}

/// A mark of a conflict whose ends are gone.
fn conflict(parts: &Parts<'_>) -> Option<Mend> {
    let line = &parts.line[..parts.end];
    let is_mark = line == "=======" || line == "|||||||" || line.starts_with("||||||| ");
    is_mark.then(|| parts.mend(0..parts.end, "", "a line of a merge conflict is left here", "remove the line"))
}

fn tabs(parts: &Parts<'_>) -> Vec<Mend> {
    let indent = &parts.line[..parts.indent];
    let Some(tab) = indent.find('\t') else { return Vec::new() };
    let mend = |width: usize| {
        let spaces = indent.replace('\t', &" ".repeat(width));
        let found = parts.mend(
            0..parts.indent,
            &spaces,
            "a tab indents this line, and YAML takes only spaces",
            "indent it with spaces",
        );
        Mend { mark: tab..tab + 1, title: "indent with spaces", ..found }
    };
    [2, 4, 0].map(mend).into()
}

/// White space that is none to YAML, as web pages and word processors have it.
pub fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}')
}

fn odd_spaces(parts: &Parts<'_>) -> Option<Mend> {
    let line = &parts.line[..parts.end];
    let colon = line.find(':').map_or(0, |colon| colon + 1);
    let until = colon + (line[colon..].len() - line[colon..].trim_start().len());
    let until = until.max(parts.item);
    let head = &line[..until];
    let first = head.find(is_odd_space)?;
    let mended: String = head
        .chars()
        .filter_map(|c| match c {
            '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
            c if is_odd_space(c) => Some(' '),
            c => Some(c),
        })
        .collect();
    let width = head[first..].chars().next().map_or(0, char::len_utf8);
    let message = "a non-breaking space stands here, and YAML does not take it for a space";
    let found = parts.mend(0..until, &mended, message, "type the space anew");
    Some(Mend { mark: first..first + width, title: "write a space", ..found })
}

/// Does a line begin with white space that indents nothing in YAML?
pub(super) fn is_oddly_indented(line: &str) -> bool {
    line.chars().take_while(|c| c.is_whitespace() && *c != '\n').any(|c| c == '\t' || is_odd_space(c))
}

/// A sign that begins an item in other programs, or a dash without its space.
fn bullet(parts: &Parts<'_>) -> Option<Mend> {
    let content = parts.content();
    let (sign, rest) = bullet_of(content)?;
    let width = content.len() - rest.len();
    let part = parts.indent..parts.indent + width;
    Some(if sign == '-' {
        let found = parts.mend(part, "- ", "a space is missing behind the dash", "write a space behind the `-`");
        Mend { title: "write a space behind the dash", ..found }
    } else {
        let message = format!("`{sign}` begins no item of a list in YAML");
        Mend { title: "begin the item with `- `", ..parts.mend(part, "- ", message, "begin the item with `- `") }
    })
}

/// A sign that was meant to begin an item, and what stands behind it.
pub(super) fn bullet_of(content: &str) -> Option<(char, &str)> {
    let sign = content.chars().next()?;
    let rest = &content[sign.len_utf8()..];
    match sign {
        '-' if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '“' | '{' | '[')) => {
            Some((sign, rest))
        }
        '*' | '+' | '•' | '·' | '–' | '—' | '◦' | '‣' if rest.starts_with([' ', '\t', '\u{a0}']) => {
            Some((sign, rest.trim_start()))
        }
        _ => None,
    }
}

/// A name as a key may be.
fn key_length(text: &str) -> usize {
    let is_start = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let length =
        text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-').len();
    if is_start { length } else { 0 }
}

/// `outcome:In use`: the length of the key, where a space is missing behind its colon.
pub fn joined_key(text: &str) -> Option<usize> {
    let length = key_length(text);
    let rest = text.get(length..)?.strip_prefix(':')?;
    (length > 0 && rest.starts_with(|c: char| !c.is_whitespace() && c != ':') && !rest.starts_with("//"))
        .then_some(length)
}

/// A key whose colon has no space, is another sign, or is `=`.
fn colon(parts: &Parts<'_>) -> Vec<Mend> {
    let rest = &parts.line[parts.item..parts.end];
    let length = key_length(rest);
    if length == 0 {
        return Vec::new();
    }
    let behind = &rest[length..];
    let sign = behind.trim_start();
    let (message, from, value) = if joined_key(rest).is_some() {
        (format!("a space is missing behind the colon of `{}`", &rest[..length]), length, &behind[1..])
    } else if let Some(value) = sign.strip_prefix('=').filter(|value| !value.starts_with('=')) {
        (format!("`=` stands behind `{}`, and YAML wants a colon", &rest[..length]), length, value)
    } else if let Some(value) = sign.strip_prefix(['：', '﹕', '∶', '꞉']) {
        (format!("the sign behind `{}` is not the colon that YAML knows", &rest[..length]), length, value)
    } else {
        return Vec::new();
    };
    let part = parts.item + from..parts.end;
    let mark = parts.item..parts.item + length + usize::from(from == length && behind.starts_with(':'));
    let make = |text: String| {
        let help = format!("write `{}{text}`", &rest[..length]);
        let found = parts.mend(part.clone(), &text, message.clone(), help);
        Mend { mark: mark.clone(), title: "write a colon and a space", ..found }
    };
    let value = value.trim();
    vec![make(format!(": {value}").trim_end().to_owned()), make(format!(": {}", quoted(value)))]
}

/// What a value may begin with or hold that needs quotation marks.
fn values(parts: &Parts<'_>, found: &mut Vec<Mend>) {
    let value = parts.text(&parts.value);
    let Some(first) = value.chars().next() else { return };
    let name = parts.name();
    match first {
        '"' | '\'' => quotes(parts, value, first, found),
        '[' | '{' => brackets(parts, value, found),
        _ if is_curly(first) => found
            .push(parts.quoted(format!("{name} stands in curly quotation marks, and YAML knows only straight ones"))),
        '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' | '?' | '-' | ',' | ']' | '}' => {
            found.push(parts.quoted(format!("{name} begins with `{first}`, which means something to YAML")));
        }
        _ => {}
    }
    if value.contains(": ") || value.ends_with(':') {
        found.push(parts.quoted(format!("{name} holds a colon")));
    }
}

fn quotes(parts: &Parts<'_>, value: &str, quote: char, found: &mut Vec<Mend>) {
    let start = parts.value.start;
    let Some(close) = closing_quote(value, quote) else {
        let closed = format!("{value}{quote}");
        let message = "the quotation mark that opens here is not closed";
        let help = format!("end the text with the quotation mark that it starts with: `{closed}`");
        let mend = parts.mend(parts.value.clone(), &closed, message, help);
        found.push(Mend { mark: start..start + 1, title: "close the quotation mark", closes: true, ..mend });
        found.push(Mend { closes: true, ..parts.quoted(message.to_owned()) });
        return;
    };
    let rest = value[close + 1..].trim();
    if !rest.is_empty() && rest.chars().all(|c| matches!(c, ',' | ';' | '.')) {
        let behind = start + close + 1..parts.end;
        found.push(parts.mend(behind, "", "a sign stands behind the closing quotation mark", "remove it"));
    }
    if rest.starts_with(',') && rest.len() > 1 {
        let list = format!("[{}]", value.trim_end_matches([',', ' ']));
        let help = format!("write a list: `{list}`");
        let mend = parts.mend(parts.value.clone(), &list, "several values stand beside each other", help);
        found.push(Mend { title: "write a list", ..mend });
    }
    if rest.is_empty() && quote == '"' && value.contains('\\') {
        found.push(parts.quoted("a backslash between double quotation marks means something to YAML".to_owned()));
    }
    found.push(parts.quoted("the text goes on behind its closing quotation mark".to_owned()));
}

/// Where a text in quotation marks ends.
fn closing_quote(value: &str, quote: char) -> Option<usize> {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return Some(at);
            }
        }
    }
    None
}

fn brackets(parts: &Parts<'_>, value: &str, found: &mut Vec<Mend>) {
    let start = parts.value.start;
    let (open, last) = balance(value);
    // Between quotation marks it would be one text.
    let is_record = value.starts_with('{') && value.contains(':');
    if open.is_empty() {
        let rest = value[last..].trim();
        if !rest.is_empty() && rest.chars().all(|c| matches!(c, ',' | ';' | '.' | ']' | '}')) {
            let behind = start + last..parts.end;
            found.push(parts.mend(behind, "", "a sign stands behind the closing bracket", "remove it"));
        }
        if !is_record {
            found.push(parts.quoted("the text goes on behind the closing bracket".to_owned()));
        }
        return;
    }
    let closed: String = open.iter().rev().collect();
    let tidy = value.trim_end_matches([',', ' ']);
    let all = format!("{tidy}{closed}");
    let message = "the bracket that opens here is not closed";
    let mend = parts.mend(parts.value.clone(), &all, message, format!("close it with `{closed}`"));
    found.push(Mend { mark: start..start + 1, title: "close the bracket", closes: true, ..mend });
    if !is_record {
        found.push(Mend { closes: true, ..parts.quoted(message.to_owned()) });
    }
}

/// The brackets that are to be closed, the last quotation mark that is with them, and where the outermost one is.
fn balance(value: &str) -> (Vec<char>, usize) {
    let mut open = Vec::new();
    let mut quote: Option<char> = None;
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(mark), c) if mark == c => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some(c),
            (None, '[') => open.push(']'),
            (None, '{') => open.push('}'),
            (None, ']' | '}') => {
                if open.last() == Some(&c) {
                    open.pop();
                }
                if open.is_empty() {
                    return (open, at + 1);
                }
            }
            _ => {}
        }
    }
    // Before a quotation mark that is open is closed, a bracket is of its text.
    open.extend(quote);
    (open, value.len())
}

/// Does a value open a bracket or a quotation mark that its line does not close?
pub(super) fn is_open(line: &str) -> bool {
    let parts = Parts::of(line);
    let value = parts.text(&parts.value);
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => closing_quote(value, quote).is_none(),
        Some('[' | '{') => !balance(value).0.is_empty(),
        _ => false,
    }
}

/// Other columns at which the line may begin: those of its neighbours.
fn indentation(parts: &Parts<'_>, lines: &[&str], index: usize, found: &mut Vec<Mend>) {
    if parts.key.is_none() && parts.item == parts.indent {
        return;
    }
    let mut columns = Vec::new();
    let is_text = |line: &&&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    for line in lines[..index].iter().rev().filter(is_text).take(3) {
        let other = Parts::of(line);
        columns.extend([other.item, other.indent, other.indent + 2]);
    }
    columns.extend(lines[index + 1..].iter().find(is_text).map(|line| Parts::of(line).indent));
    columns.push(0);
    let mut tried = vec![parts.indent];
    for column in columns {
        if tried.contains(&column) {
            continue;
        }
        tried.push(column);
        let help = match column {
            0 => "begin it at the start of the line".to_owned(),
            1 => "indent it by 1 space".to_owned(),
            spaces => format!("indent it by {spaces} spaces"),
        };
        let message = if parts.indent > column {
            "this line is indented further than the lines that it belongs to"
        } else {
            "this line is indented less than the lines that it belongs to"
        };
        let found_here = parts.mend(0..parts.indent, &" ".repeat(column), message, help);
        let key = parts.key.clone().unwrap_or(parts.indent..parts.end);
        found.push(Mend { mark: key, title: "mend the indentation", ground: Ground::Columns, ..found_here });
    }
}

/// How far a line is indented, and whether it begins an item of a list.
pub(super) fn indent_of(line: &str) -> (usize, bool) {
    let parts = Parts::of(line);
    (parts.indent, parts.content().starts_with('-'))
}

/// A line that is to be left out: its key stays where it has one, with what stands for its value.
pub(super) fn unreadable(line: &str, value: &str, reason: &str) -> Mend {
    let parts = Parts::of(line);
    let (message, help) = if parts.key.is_some() || parts.item > parts.indent {
        explained(reason)
    } else {
        (
            "this line has no key".to_owned(),
            "write it as `key: value`, or indent it below the key that it belongs to".to_owned(),
        )
    };
    let kept = match &parts.key {
        Some(key) => format!("{}: \"{value}\"", &parts.line[..key.end]),
        None => String::new(),
    };
    let mend = parts.mend(0..parts.end, &kept, message, help);
    Mend { mark: parts.indent..parts.end, ..mend }
}

/// What the parser says, and what to do about it.
pub(super) fn explained(reason: &str) -> (String, String) {
    let help = if reason.starts_with("lists and mappings") {
        "write it with fewer levels"
    } else if reason.contains("second document") {
        "remove the line `---` before it, or move what follows into a file of its own"
    } else {
        "put its value in quotation marks, and begin it in the column of the lines that it belongs to"
    };
    (format!("this is not YAML: {reason}"), help.to_owned())
}

fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '‚')
}

/// Is it a scalar in double quotes already, so that other marks and escapes would be another text?
fn is_double_quoted(value: &str) -> bool {
    let is_one = value.starts_with('"') && closing_quote(value, '"') == Some(value.len() - 1);
    // A character that has to be escaped is a slip of its own.
    is_one && parse(&value.replace(needs_escape, "?"), 0).is_ok()
}

/// A value between double quotes; quotes that were meant to be around it are not doubled.
fn quoted(value: &str) -> String {
    if is_double_quoted(value) {
        return value.to_owned();
    }
    let straight = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    let inner = straight.or_else(|| in_curly_quotes(value)).unwrap_or(value);
    // A single mark that was never closed is none of the text.
    let inner = match inner.chars().next() {
        Some(c) if is_curly(c) && !inner[c.len_utf8()..].contains(is_curly) => &inner[c.len_utf8()..],
        _ => inner,
    };
    double_quoted(&inner.replace("\\\"", "\""))
}
