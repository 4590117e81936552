//! The syntax of a `.bib` file: entries with their fields, each with its place.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::Spanned;
use crate::schema::fields::Findings;

/// An entry as written.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `article`, in lower case.
    pub kind: String,
    /// By which it is cited.
    pub key: Spanned<String>,
    /// All of it.
    pub span: Span,
    /// Its fields by name, in lower case; the first of a name counts.
    pub fields: Vec<(String, Value)>,
}

/// What a field holds: LaTeX, with the macros in it replaced.
#[derive(Debug, Clone, Default)]
pub struct Value {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Its text is that of the file at its place.
    pub is_verbatim: bool,
}

impl Entry {
    /// A field that holds something.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value).filter(|value| !value.text.trim().is_empty())
    }
}

/// Months, which every file may use without defining them.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Bytes that one value comes to at most, its macros replaced: a macro may name another twice, and so on.
const LONGEST_VALUE: usize = 100_000;

/// Bytes that all macros of a file come to at most.
const MOST_REPLACED: usize = 16 << 20;

/// Read the entries of a file.
///
/// An entry that cannot be read is reported, and reading goes on after it.
pub fn parse(text: &str, findings: &mut Findings<'_>) -> Vec<Entry> {
    let macros = MONTHS.iter().map(|month| ((*month).to_owned(), (*month).to_owned())).collect();
    let mut scanner = Scanner { text, at: 0, macros, replaced: 0, was_open: false, findings };
    let mut entries = Vec::new();
    while let Some(start) = scanner.next_entry() {
        match scanner.entry(start) {
            Ok(entry) => entries.extend(entry),
            Err(fault) => scanner.recover(start, &fault),
        }
    }
    entries
}

/// Why an entry cannot be read.
enum Fault {
    /// Something else was expected.
    Expected(&'static str),
    /// The file ends in it.
    Open,
}

struct Scanner<'t, 'f, 'd> {
    text: &'t str,
    at: usize,
    macros: HashMap<String, String>,
    /// Bytes that macros have come to.
    replaced: usize,
    /// An entry was never closed: what follows may stand in one of its fields.
    was_open: bool,
    findings: &'f mut Findings<'d>,
}

fn is_name(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"@{}\"#'(),=%\\~".contains(c)
}

impl<'t> Scanner<'t, '_, '_> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// White space and comments.
    fn skip(&mut self) {
        loop {
            self.at += self.rest().len()
                - self.rest().trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            if !self.rest().starts_with('%') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        let is_there = self.rest().starts_with(wanted);
        self.at += if is_there { wanted.len_utf8() } else { 0 };
        is_there
    }

    fn name(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// The next `@type{` or `@type(`: everything else between entries is a comment.
    fn next_entry(&mut self) -> Option<usize> {
        while let Some(found) = self.rest().find('@') {
            let start = self.at + found;
            let line = &self.text[self.text[..start].rfind('\n').map_or(0, |newline| newline + 1)..start];
            self.at = start + 1;
            if is_opening(&self.text[start..]) && !line.trim_start().starts_with('%') {
                return Some(start);
            }
        }
        None
    }

    /// An entry whose `@` was read; what is none is kept in mind or passed over.
    fn entry(&mut self, start: usize) -> Result<Option<Entry>, Fault> {
        let kind = self.name().to_lowercase();
        self.skip();
        let close = if self.eat('(') { ')' } else { '}' };
        if close == '}' {
            self.eat('{');
        }
        match kind.as_str() {
            "comment" | "preamble" => {
                self.balanced(close)?;
                return Ok(None);
            }
            "string" => {
                for (name, value) in self.fields(close)? {
                    self.macros.insert(name, value.text);
                }
                return Ok(None);
            }
            _ => {}
        }
        self.skip();
        let key = self.key(close)?;
        self.skip();
        let fields = if self.eat(close) {
            Vec::new()
        } else if self.eat(',') {
            self.fields(close)?
        } else {
            return Err(Fault::Expected("a comma behind the key of an entry"));
        };
        Ok(Some(Entry { kind, key, span: start..self.at, fields }))
    }

    fn key(&mut self, close: char) -> Result<Spanned<String>, Fault> {
        let rest = self.rest();
        // A key may hold parentheses, even where they close the entry.
        let ends = |c: char| c == ',' || c.is_whitespace() || c.is_control() || c == '}';
        let mut length = rest.find(ends).ok_or(Fault::Open)?;
        if close == ')' && rest[..length].ends_with(')') && !rest[length..].starts_with(',') {
            length -= 1;
        }
        let span = self.at..self.at + length;
        self.at = span.end;
        Ok(Spanned::new(rest[..length].to_owned(), span))
    }

    fn fields(&mut self, close: char) -> Result<Vec<(String, Value)>, Fault> {
        let mut fields: Vec<(String, Value)> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        loop {
            self.skip();
            while self.eat(',') {
                self.skip();
            }
            if self.eat(close) {
                return Ok(fields);
            }
            let start = self.at;
            let name = self.name().to_lowercase();
            if name.is_empty() {
                return Err(if self.rest().is_empty() { Fault::Open } else { Fault::Expected("the name of a field") });
            }
            self.skip();
            if !self.eat('=') {
                return Err(Fault::Expected("`=` behind the name of a field"));
            }
            let value = self.value()?;
            if known.insert(name.clone()) {
                fields.push((name, value));
            } else {
                self.warn(
                    start..start + name.len(),
                    format!("`{name}` is given twice, and the first one counts"),
                    "keep one of the two",
                );
            }
            self.skip();
            if !self.rest().starts_with([',', close]) {
                return Err(if self.rest().is_empty() {
                    Fault::Open
                } else {
                    Fault::Expected("a comma behind a field")
                });
            }
        }
    }

    /// `{…}`, `"…"`, a number or a macro, joined by `#`.
    fn value(&mut self) -> Result<Value, Fault> {
        self.skip();
        let mut value = Value::default();
        loop {
            let from = self.at;
            let part = if self.eat('{') {
                let inside = self.balanced('}')?;
                (inside, true)
            } else if self.eat('"') {
                let inside = self.balanced('"')?;
                (inside, true)
            } else {
                let name = self.name();
                if name.is_empty() {
                    return Err(if self.rest().is_empty() {
                        Fault::Open
                    } else {
                        Fault::Expected("a value in braces")
                    });
                }
                (from..self.at, name.starts_with(|c: char| c.is_ascii_digit()))
            };
            let (span, is_text) = part;
            let written = &self.text[span.clone()];
            let known = if is_text { None } else { self.macros.get(&written.to_lowercase()).cloned() };
            if let Some(known) = &known {
                self.replaced += known.len();
                let is_long = value.text.len() + known.len() > LONGEST_VALUE;
                if is_long || self.replaced > MOST_REPLACED {
                    self.refuse(&span, is_long);
                    self.replaced -= known.len();
                    continue_value(&mut value, &span);
                    self.skip();
                    if !self.eat('#') {
                        return Ok(value);
                    }
                    self.skip();
                    continue;
                }
            }
            if !is_text && known.is_none() {
                let message = format!("`{written}` is not defined by any `@string`, and stands as it is");
                self.warn(span.clone(), message, "define it, or write the value in braces");
            }
            if value.text.is_empty() {
                value = Value {
                    text: known.clone().unwrap_or_else(|| written.to_owned()),
                    span,
                    is_verbatim: known.is_none(),
                };
            } else {
                value.text.push_str(known.as_deref().unwrap_or(written));
                value.span.end = span.end;
                value.is_verbatim = false;
            }
            self.skip();
            if !self.eat('#') {
                return Ok(value);
            }
            self.skip();
        }
    }

    /// What stands before the mark that closes it, braces within it in pairs.
    fn balanced(&mut self, close: char) -> Result<Span, Fault> {
        let start = self.at;
        let mut depth = 0usize;
        let mut chars = self.rest().char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                _ if depth == 0 && c == close => {
                    self.at = start + at + c.len_utf8();
                    return Ok(start..start + at);
                }
                '\\' => {
                    chars.next();
                }
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '\n' if self.was_open && is_opening(self.text[start + at..].trim_start()) => return Err(Fault::Open),
                _ => {}
            }
        }
        Err(Fault::Open)
    }

    /// Report what is wrong, and go on with the next entry that begins a line.
    fn recover(&mut self, start: usize, fault: &Fault) {
        let line_end = |at: usize| self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        let (span, message) = match fault {
            Fault::Open => {
                self.was_open = true;
                self.at = start + 1;
                (start..line_end(start), "this entry is never closed".to_owned())
            }
            Fault::Expected(what) => {
                let at = self.at;
                let length = self.rest().chars().next().map_or(0, char::len_utf8);
                // A brace that is missing shows where the next entry begins.
                let is_next = self.rest().starts_with('@') && is_opening(self.rest());
                if is_next {
                    (start..line_end(start), "this entry is never closed".to_owned())
                } else {
                    (at..at + length, format!("here should be {what}"))
                }
            }
        };
        let found = self.findings.at(Code::BibliographySyntax, &span, message);
        self.findings.push(found.help("correct this entry; the others are read without it"));
        let mut at = self.at;
        while let Some(found) = self.text[at..].find('@') {
            let entry = at + found;
            let begins_line = self.text[..entry].chars().rev().take_while(|c| *c != '\n').all(char::is_whitespace);
            if begins_line && is_opening(&self.text[entry..]) {
                self.at = entry;
                return;
            }
            at = entry + 1;
        }
        self.at = self.text.len();
    }

    /// Say that a macro is left out; once for a file, because what follows is no better.
    fn refuse(&mut self, span: &Span, is_long: bool) {
        let message = if is_long {
            format!("this value comes to more than {LONGEST_VALUE} bytes, its `@string`s put in")
        } else {
            format!("the `@string`s of this file come to more than {MOST_REPLACED} bytes where they are put in")
        };
        if !self.findings.list.iter().any(|found| found.code == Code::TooLarge) {
            let found = self.findings.at(Code::TooLarge, span, message);
            self.findings.push(found.help("write shorter `@string`s; no setting raises this limit"));
        }
    }

    fn warn(&mut self, span: Span, message: String, help: &str) {
        let found = self.findings.at(Code::BibliographyEntry, &span, message);
        self.findings.push(found.help(help));
    }
}

/// A value goes on over a macro that is left out.
fn continue_value(value: &mut Value, span: &Span) {
    if value.text.is_empty() {
        value.span = span.clone();
    }
    value.span.end = span.end;
    value.is_verbatim = false;
}

/// Does a text start with `@type{` or `@type(`?
fn is_opening(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('@') else { return false };
    let behind = rest.trim_start_matches(is_name);
    behind.len() < rest.len() && behind.trim_start_matches([' ', '\t']).starts_with(['{', '('])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileId;
    use crate::model::Transliteration;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let mut list = Vec::new();
        let entries =
            parse(text, &mut Findings { file: FileId(0), transliteration: Transliteration::PLAIN, list: &mut list });
        let show = |entry: &Entry| {
            let fields: Vec<String> =
                entry.fields.iter().map(|(name, value)| format!("{name}={}", value.text)).collect();
            format!("{} {} {}", entry.kind, entry.key.value, fields.join("|"))
        };
        (entries.iter().map(show).collect(), list.iter().map(|found| found.message.clone()).collect())
    }

    #[test]
    fn every_form_is_read() {
        let text = "me@example.org says:\n% @book{no, title={x}}\n@comment{jabref-meta: {x}}\n@STRING{jx = \"Journal \" # {X}}\n\
                    @preamble{\"\\newcommand\"}\n@Book(a, Title = {A (b)}, year=2020)\n@misc{s}\n@misc{t,}\n\
                    @article{u(13)1, journal = jx # {, B}, month = may, title = \"A {\"}b{\"} c\", note = undefined,\n title={again},}";
        let (entries, found) = read(text);
        assert_eq!(
            entries,
            [
                "book a title=A (b)|year=2020",
                "misc s ",
                "misc t ",
                "article u(13)1 journal=Journal X, B|month=may|title=A {\"}b{\"} c|note=undefined"
            ]
        );
        assert_eq!(
            found,
            [
                "`undefined` is not defined by any `@string`, and stands as it is",
                "`title` is given twice, and the first one counts"
            ]
        );
    }

    #[test]
    fn one_bad_entry_never_refuses_the_others() {
        let pair = |number: usize| format!("@book{{bad key, title = {{x}}}}\n@book{{k{number}, title = {{T}}}}\n");
        let many = (0..80).map(pair).collect::<Vec<_>>().concat();
        let (entries, found) = read(&many);
        assert_eq!((entries.len(), found.len()), (80, 80));
        let (entries, found) = read(
            "@book{a, title = {Open,\n year = 2020\n\n@book{b, title = {B}}\n@book{c, title = {C}\n@book{d, title = {D}}\n",
        );
        assert_eq!(entries, ["book b title=B", "book d title=D"]);
        assert_eq!(found, ["this entry is never closed", "this entry is never closed"]);
    }
}
