//! Fields of a mapping, read one by one, with a finding for each thing that is wrong with them.

use rustc_hash::FxHashMap;

use super::value::Given;
use crate::diagnostic::{Code, Diagnostic, HELPED, did_you_mean, is_typing_error, nearest};
use crate::files::{FileId, Span};
use crate::model::{PartialDate, Spanned, Transliteration, archived_address, is_web_address, without_tracking};
use crate::yaml::{Node, Value, is_odd_space, joined_key};

/// What a file is read with: where its findings go, and how its site writes names in addresses.
pub struct Findings<'d> {
    /// The file.
    pub file: FileId,
    /// How names are written in addresses.
    pub transliteration: Transliteration,
    /// Its findings.
    pub list: &'d mut Vec<Diagnostic>,
}

impl Findings<'_> {
    /// Add one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Make one in this file and return it for its help to be added; see [`Findings::push`].
    pub fn at(&self, code: Code, span: &Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, span.clone(), message)
    }
}

/// The fields of one mapping.
pub struct Fields<'n, 'a, 'd> {
    /// Where findings go.
    pub findings: &'a mut Findings<'d>,
    /// The whole mapping.
    pub span: Span,
    what: &'static str,
    entries: Vec<Entry<'n>>,
    /// The keys that were asked for, some twice.
    asked: Vec<&'n str>,
}

/// Where each key was first given: a list while it is short, which it nearly always is.
#[derive(Default)]
struct FirstSpans<'n> {
    few: Vec<(&'n str, &'n Span)>,
    many: FxHashMap<&'n str, &'n Span>,
}

impl<'n> FirstSpans<'n> {
    /// Take a key in; the place where it was given before.
    fn insert(&mut self, key: &'n str, span: &'n Span) -> Option<&'n Span> {
        const FEW: usize = 32;
        if let Some((_, first)) = self.few.iter().find(|(known, _)| *known == key) {
            return Some(first);
        }
        if self.few.len() < FEW {
            self.few.push((key, span));
            return None;
        }
        let first = *self.many.entry(key).or_insert(span);
        (!std::ptr::eq(first, span)).then_some(first)
    }
}

struct Entry<'n> {
    key: &'n str,
    key_span: &'n Span,
    value: &'n Node,
    taken: bool,
}

impl<'n, 'a, 'd> Fields<'n, 'a, 'd> {
    /// Begin to read a mapping; `what` it describes is a word for messages: `case`, `source`.
    ///
    /// Nothing is a mapping without keys. Reports what is not a mapping, keys that are not texts, and duplicates, of which the first counts.
    pub fn new(node: &'n Node, what: &'static str, findings: &'a mut Findings<'d>) -> Option<Self> {
        let pairs = match &node.value {
            Value::Mapping(pairs) => pairs.as_slice(),
            Value::Null => &[],
            Value::Unread => return None,
            _ => {
                let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                let message = format!("{article} {what} is written as `key: value` lines, and here is {}", node.kind());
                let found = findings.at(Code::WrongType, &node.span, message);
                findings.push(match node.as_str().and_then(joined_key) {
                    Some(length) => with_space(found, node.as_str().unwrap_or_default(), &node.span, length),
                    None => found.help("give each value a key"),
                });
                return None;
            }
        };
        let mut entries: Vec<Entry<'n>> = Vec::with_capacity(pairs.len());
        let mut keys = FirstSpans::default();
        for (key, value) in pairs {
            let Some(name) = key.as_str() else {
                let message = format!("a key must be a text, and here is {}", key.kind());
                findings.push(findings.at(Code::WrongType, &key.span, message).help("quote the key, or remove it"));
                continue;
            };
            let name = name.trim_matches(is_odd_space);
            if let Some(first) = keys.insert(name, &key.span) {
                let duplicate = findings
                    .at(Code::DuplicateKey, &key.span, format!("duplicate key `{name}` in this {what}"))
                    .help("keep one of the two")
                    .related(findings.file, first.clone(), "first given here");
                findings.push(duplicate);
                continue;
            }
            entries.push(Entry { key: name, key_span: &key.span, value, taken: false });
        }
        Some(Fields { span: node.span.clone(), what, entries, asked: Vec::new(), findings })
    }

    /// The value of a key, with the span of the key; an empty value counts as absent.
    pub fn take(&mut self, key: &'n str) -> Option<(&'n Span, &'n Node)> {
        self.asked.push(key);
        let entry = self.entries.iter_mut().find(|entry| entry.key == key)?;
        entry.taken = true;
        match entry.value.value {
            Value::Null | Value::Unread => None,
            _ => Some((entry.key_span, entry.value)),
        }
    }

    /// Where a key stands, even where its value is empty.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span.clone())
    }

    /// Name a key that is known without reading it, so that it can be suggested.
    pub fn know(&mut self, key: &'n str) {
        self.asked.push(key);
    }

    /// A text, trimmed; an empty one counts as absent.
    pub fn text(&mut self, key: &'n str) -> Option<Spanned<String>> {
        let (_, node) = self.take(key)?;
        text_of(node, key, self.findings)
    }

    /// A text of one line: white space within it is folded.
    pub fn line(&mut self, key: &'n str) -> Option<Spanned<String>> {
        let mut line = self.text(key)?;
        if is_to_be_folded(&line.value) {
            line.value = line.value.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        Some(line)
    }

    /// Report that a required key is absent or empty, unless its value was reported already.
    pub fn report_missing(&mut self, key: &str) {
        // `{id:a}` is reported as a key that nobody knows.
        if self.entries.iter().any(|entry| joined_key(entry.key) == Some(key.len()) && entry.key.starts_with(key)) {
            return;
        }
        let entry = self.entries.iter().find(|entry| entry.key == key);
        let mut unknown = self.entries.iter().filter(|entry| !entry.taken).take(HELPED);
        let near = unknown.find(|entry| is_typing_error(entry.key, key));
        let (message, span) = match (entry, near) {
            (None, Some(near)) => (format!("this {} has no `{key}`", self.what), near.key_span.clone()),
            (None, None) => (format!("this {} has no `{key}`", self.what), self.opening()),
            (Some(entry), _) if is_empty(entry.value) => (format!("`{key}` is empty"), entry.key_span.clone()),
            (Some(_), _) => return,
        };
        let help = match near.filter(|_| entry.is_none()) {
            Some(near) => format!("rename `{}` to `{key}`", near.key),
            None => format!("add `{key}: …`"),
        };
        let missing = self.findings.at(Code::MissingKey, &span, message).help(help);
        self.findings.push(missing);
    }

    /// Where a message about the whole mapping points: its first key.
    pub fn opening(&self) -> Span {
        self.entries.first().map_or_else(|| self.span.clone(), |entry| entry.key_span.clone())
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'n str) -> Option<bool> {
        let (_, node) = self.take(key)?;
        let flag = truth(node);
        if flag.is_none() {
            let message = format!("`{key}` is true or false, and here is {}", written(node));
            self.findings.push(self.findings.at(Code::WrongType, &node.span, message).help("write `true` or `false`"));
        }
        flag
    }

    /// `true`, `false`, or one word.
    pub fn boolean_or(&mut self, key: &'n str, word: &str) -> Option<Given<'n>> {
        let (_, node) = self.take(key)?;
        if let Some(flag) = truth(node) {
            return Some(Given::Flag(flag));
        }
        if node.as_str() == Some(word) {
            return Some(Given::Text(Spanned::new(word.to_owned(), node.span.clone())));
        }
        let message = format!("`{key}` is true, false or {word}, and here is {}", written(node));
        let near = node.as_str().and_then(|text| did_you_mean(text, [word]));
        let help = near.unwrap_or_else(|| format!("write `true`, `false` or `{word}`"));
        self.findings.push(self.findings.at(Code::WrongType, &node.span, message).help(help));
        None
    }

    /// A whole number from 1.
    pub fn count(&mut self, key: &'n str) -> Option<usize> {
        let (_, node) = self.take(key)?;
        let number = node.as_str().and_then(|text| text.parse().ok()).filter(|number| *number > 0);
        if number.is_none() {
            let message = format!("`{key}` is a whole number from 1");
            self.findings
                .push(self.findings.at(Code::WrongType, &node.span, message).help("write a number such as `12`"));
        }
        number
    }

    /// A date.
    pub fn date(&mut self, key: &'n str) -> Option<Spanned<PartialDate>> {
        let text = self.text(key)?;
        date_of(text, self.findings)
    }

    /// An absolute `http` or `https` address.
    pub fn url(&mut self, key: &'n str) -> Option<Spanned<String>> {
        let text = self.text(key)?;
        let address = web_address(text, self.findings)?;
        report_tracking(&address, self.findings);
        Some(address)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, key: &'n str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let chosen = chosen(key, text, &words, self.findings)?;
        choices.iter().find(|(word, _)| *word == chosen.value).map(|(_, value)| *value)
    }

    /// The items of a list; a single value counts as a list of one.
    pub fn items(&mut self, key: &'n str) -> Vec<&'n Node> {
        match self.take(key) {
            None => Vec::new(),
            Some((_, Node { value: Value::Sequence(items), .. })) => items.iter().collect(),
            Some((_, node)) => vec![node],
        }
    }

    /// A text or a list of texts, each of one line.
    pub fn lines(&mut self, key: &'n str) -> Vec<Spanned<String>> {
        let items = self.items(key);
        let mut lines: Vec<_> = items.into_iter().filter_map(|item| text_of(item, key, self.findings)).collect();
        lines.shrink_to_fit();
        lines
    }

    /// End: report the keys that nobody asked for.
    ///
    /// A key is never to be renamed to one that is there, nor two of them to one.
    pub fn finish(self, hint: impl Fn() -> String) {
        let mut taken: Vec<&str> = self.entries.iter().map(|entry| entry.key).collect();
        for (number, entry) in self.entries.iter().filter(|entry| !entry.taken).enumerate() {
            let message = format!("unknown key `{}` in this {}", entry.key, self.what);
            let unknown = self.findings.at(Code::UnknownKey, entry.key_span, message);
            let joined = joined_key(entry.key).filter(|_| matches!(entry.value.value, Value::Null));
            if let Some(length) = joined {
                self.findings.push(with_space(unknown, entry.key, entry.key_span, length));
                continue;
            }
            let near = nearest(entry.key, self.asked.iter().copied().filter(|_| number < HELPED));
            self.findings.push(match near {
                Some(near) if taken.contains(&near) => unknown.help(format!(
                    "`{near}` is here too: move the value of `{}` there, or remove this line",
                    entry.key
                )),
                Some(near) if is_typing_error(entry.key, near) => {
                    taken.push(near);
                    unknown.help(format!("did you mean `{near}`?")).fix(
                        format!("rename to `{near}`"),
                        entry.key_span.clone(),
                        near,
                    )
                }
                // `department` begins as `department_scope` does, and is none.
                Some(near) => unknown.help(format!("did you mean `{near}`? If not, {}", hint())),
                None => unknown.help(hint()),
            });
        }
    }
}

/// `id:a`: with the cure that makes it a key and its value.
fn with_space(found: Diagnostic, written: &str, span: &Span, length: usize) -> Diagnostic {
    let behind = span.start + length + 1;
    let (key, value) = (&written[..length], &written[length + 1..]);
    let found = found.help(format!("write a space behind the colon: `{key}: {value}`"));
    // `id:> a` with a space is no text any more.
    let is_text = value.starts_with(|c: char| c.is_alphanumeric() || c == '"' || c == '\'');
    if is_text && span.len() == written.len() {
        found.fix("write a space behind the colon", behind..behind, " ")
    } else {
        found
    }
}

/// Report what an address says of how somebody came to it. An archived copy is found under the whole address only.
fn report_tracking(address: &Spanned<String>, findings: &mut Findings<'_>) {
    let tidy = without_tracking(&address.value).filter(|_| archived_address(&address.value).is_none());
    if let Some(tidy) = tidy {
        let message = "this address says how somebody came to the page, and not only which page it is";
        let found = findings.at(Code::TrackingAddress, &address.span, message).help(format!("write `{tidy}`"));
        findings.push(if address.span.len() == address.value.len() {
            found.fix("remove what tracks readers", address.span.clone(), tidy)
        } else {
            let quoted = crate::yaml::double_quoted(&tidy);
            found.fix("remove what tracks readers", address.span.clone(), quoted)
        });
    }
}

/// Does it hold white space other than single spaces?
fn is_to_be_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().any(|byte| byte.is_ascii_control())
        || bytes.windows(2).any(|pair| pair == b"  ")
        || (!text.is_ascii() && text.contains(|c: char| c.is_whitespace() && c != ' '))
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(scalar) => scalar.text.trim().is_empty(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(_) | Value::Unread => false,
    }
}

/// What YAML takes for true or false.
fn truth(node: &Node) -> Option<bool> {
    match &node.value {
        Value::Scalar(scalar) if scalar.plain => match scalar.text.as_str() {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// What is written, for a message.
fn written(node: &Node) -> String {
    node.as_str().map_or_else(|| node.kind().to_owned(), |text| format!("`{text}`"))
}

/// The address on the web that a text is; else it is reported.
pub fn web_address(text: Spanned<String>, findings: &mut Findings<'_>) -> Option<Spanned<String>> {
    if is_web_address(&text.value) {
        return Some(text);
    }
    let message = format!("`{}` is not a web address", text.value);
    let help = "write the whole address, starting with https://";
    findings.push(findings.at(Code::BadUrl, &text.span, message).help(help));
    None
}

/// How many words a help text lists.
const LISTED: usize = 40;

/// A text that is one of a few words; else it is reported.
pub fn chosen(
    key: &str,
    text: Spanned<String>,
    words: &[&str],
    findings: &mut Findings<'_>,
) -> Option<Spanned<String>> {
    if words.contains(&text.value.as_str()) {
        return Some(text);
    }
    let message = format!("`{}` is not a value of `{key}`", text.value);
    let help = did_you_mean(&text.value, words.iter().copied()).unwrap_or_else(|| {
        let listed: Vec<String> = words.iter().take(LISTED).map(|word| format!("`{word}`")).collect();
        let more = if words.len() > LISTED { ", …" } else { "" };
        format!("use one of {}{more}", listed.join(", "))
    });
    findings.push(findings.at(Code::BadValue, &text.span, message).help(help));
    None
}

/// The date that a text is; else it is reported, with the date that was meant where one reading is clear.
pub fn date_of(text: Spanned<String>, findings: &mut Findings<'_>) -> Option<Spanned<PartialDate>> {
    let error = match PartialDate::parse(&text.value) {
        Ok(date) => return Some(Spanned::new(date, text.span)),
        Err(error) => error,
    };
    let found = findings.at(Code::BadDate, &text.span, format!("`{}` is not a date", text.value));
    let readings = PartialDate::readings(&text.value);
    findings.push(match readings.as_slice() {
        [date] => found.help(format!("write `{date}`")).fix("write the date", text.span, date.edtf()),
        [one, other] => found.help(format!("write `{one}` or `{other}`: the year first, then month and day")),
        _ => found.help(error.to_string()),
    });
    None
}

/// The text of a scalar, trimmed; reports other types, and characters that no page can hold.
pub fn text_of(node: &Node, key: &str, findings: &mut Findings<'_>) -> Option<Spanned<String>> {
    let Some(text) = node.as_str() else {
        if !matches!(node.value, Value::Null | Value::Unread) {
            let message = format!("`{key}` is a text, and here is {}", node.kind());
            let help = "write one value; quote it where it holds `: ` or starts with `[` or `{`";
            findings.push(findings.at(Code::WrongType, &node.span, message).help(help));
        }
        return None;
    };
    if is_printable_ascii(text) {
        let text = text.trim();
        return (!text.is_empty()).then(|| Spanned::new(text.to_owned(), node.span.clone()));
    }
    if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
        let message = format!("`{key}` holds the control character U+{:04X}", u32::from(c));
        findings.push(findings.at(Code::ControlCharacter, &node.span, message).help("remove it"));
    }
    let text = without_bidi(text);
    let text = text.trim();
    (!text.is_empty()).then(|| Spanned::new(text.to_owned(), node.span.clone()))
}

/// A text without the characters that reorder what follows them (Unicode Standard Annex 9: embeddings, overrides,
/// isolates): one that is not closed would reorder the page around the field. Marks (U+200E, U+200F) stay.
pub fn without_bidi(text: &str) -> std::borrow::Cow<'_, str> {
    if has_bidi(text) { text.replace(is_bidi, "").into() } else { text.into() }
}

/// Does a text hold characters that reorder what follows them?
pub fn has_bidi(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_bidi)
}

/// Does a character reorder what follows it (Unicode Standard Annex 9)?
pub fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text of another program's as one line that a page can hold: white space folded, controls gone.
pub fn clean(text: &str) -> String {
    let text = without_bidi(text);
    let words = text.split(|c: char| c.is_whitespace() || is_forbidden(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Most texts: nothing in them can be forbidden, or reorder what follows.
fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

/// Characters that HTML and XML forbid or that no text needs: C0 and C1 controls other than tab and line
/// breaks, and noncharacters.
pub fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}')
        || (u32::from(c) & 0xfffe) == 0xfffe
}
