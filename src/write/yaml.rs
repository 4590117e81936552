//! A small writer of YAML: block style, short lists on one line, quotes only where they are needed.

use std::fmt::Write as _;

use crate::yaml::{Place, needs_escape, plain_to_json, scalar};

/// A line longer than this is folded, and a list longer than this gets a line per item.
const WIDTH: usize = 110;

/// A value to be written.
///
/// Every YAML 1.1 and 1.2 reader gets the same values from what is written: texts that one could take for something
/// else (`no`, `2025`, `1e3`) are quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yaml {
    /// Written as it is: a number, `true`, a date.
    Plain(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Yaml>),
    /// A mapping in its order.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// A text.
    pub fn text(text: impl Into<String>) -> Yaml {
        Yaml::Text(text.into())
    }

    /// A number, boolean or date, whose text is known to be one.
    pub fn plain(text: impl Into<String>) -> Yaml {
        Yaml::Plain(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Yaml {
        Yaml::List(texts.into_iter().map(Yaml::text).collect())
    }

    /// As whoever reads what is written has it in JSON: see [`crate::yaml::to_json`].
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Yaml::Plain(text) => plain_to_json(text),
            Yaml::Text(text) => text.as_str().into(),
            Yaml::List(items) => items.iter().map(Yaml::to_json).collect(),
            Yaml::Map(entries) => {
                serde_json::Value::Object(entries.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
            }
        }
    }

    /// JSON as YAML; a number keeps the form in which JSON has it.
    pub fn from_json(value: &serde_json::Value) -> Yaml {
        match value {
            serde_json::Value::Null => Yaml::plain("null"),
            serde_json::Value::Bool(value) => Yaml::plain(value.to_string()),
            serde_json::Value::Number(number) => Yaml::plain(number.to_string()),
            serde_json::Value::String(text) => Yaml::text(text),
            serde_json::Value::Array(items) => Yaml::List(items.iter().map(Yaml::from_json).collect()),
            serde_json::Value::Object(map) => {
                Yaml::Map(map.iter().map(|(key, value)| (key.clone(), Yaml::from_json(value))).collect())
            }
        }
    }
}

/// Write `key: value` at a depth of so many spaces.
pub fn entry(out: &mut String, indent: usize, key: &str, value: &Yaml) {
    pad(out, indent);
    out.push_str(&scalar(key, Place::Key));
    out.push(':');
    after_mark(out, indent, value);
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// What follows `key:`.
fn after_mark(out: &mut String, indent: usize, value: &Yaml) {
    match value {
        Yaml::Plain(_) | Yaml::Text(_) => {
            out.push(' ');
            scalar_lines(out, indent, value);
        }
        Yaml::List(items) => match flow(items, WIDTH.saturating_sub(indent + 12)) {
            Some(line) => {
                let _ = writeln!(out, " {line}");
            }
            None => {
                out.push('\n');
                for item in items {
                    list_item(out, indent + 2, item);
                }
            }
        },
        Yaml::Map(entries) if entries.is_empty() => out.push_str(" {}\n"),
        Yaml::Map(entries) => {
            out.push('\n');
            for (key, value) in entries {
                entry(out, indent + 2, key, value);
            }
        }
    }
}

/// `- value`, the dash at a depth of so many spaces.
pub fn list_item(out: &mut String, indent: usize, item: &Yaml) {
    pad(out, indent);
    match item {
        Yaml::Map(entries) if !entries.is_empty() => {
            let mut block = String::new();
            for (key, value) in entries {
                entry(&mut block, indent + 2, key, value);
            }
            out.push_str("- ");
            out.push_str(&block[indent + 2..]);
        }
        item => {
            out.push('-');
            after_mark(out, indent, item);
        }
    }
}

/// `[a, b]`, where all are short scalars.
fn flow(items: &[Yaml], width: usize) -> Option<String> {
    let mut parts = Vec::with_capacity(items.len());
    for item in items {
        parts.push(match item {
            Yaml::Plain(text) => text.clone(),
            Yaml::Text(text) if text.len() <= width => scalar(text, Place::Flow),
            _ => return None,
        });
    }
    let line = format!("[{}]", parts.join(", "));
    (line.chars().count() <= width).then_some(line)
}

/// A scalar with its line break: folded where it is long, as a block where it has lines.
fn scalar_lines(out: &mut String, indent: usize, value: &Yaml) {
    let text = match value {
        Yaml::Text(text) => text,
        Yaml::Plain(text) => {
            let _ = writeln!(out, "{text}");
            return;
        }
        _ => return,
    };
    let printable = !text.chars().any(|c| needs_escape(c) && c != '\n');
    let edges = !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace);
    if printable && edges && text.contains('\n') {
        out.push_str("|-\n");
        for line in text.split('\n') {
            if !line.is_empty() {
                pad(out, indent + 2);
                out.push_str(line);
            }
            out.push('\n');
        }
    } else if printable && edges && text.chars().count() + indent > WIDTH && !text.contains('\t') {
        out.push_str(">-\n");
        fold(out, indent + 2, text);
    } else {
        let _ = writeln!(out, "{}", scalar(text, Place::Block));
    }
}

/// Break a text at single spaces.
fn fold(out: &mut String, indent: usize, text: &str) {
    let (mut line, mut width) = (String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        // A folded line break stands for one space, so a line cannot break next to another space.
        let may_break = !word.is_empty() && !line.ends_with(' ') && !line.is_empty();
        if may_break && indent + width + 1 + length > WIDTH {
            pad(out, indent);
            out.push_str(&line);
            out.push('\n');
            line.clear();
            width = 0;
        } else if !line.is_empty() {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
    }
    pad(out, indent);
    out.push_str(&line);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::yaml::{parse, to_json};

    fn tree() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            any::<String>().prop_map(serde_json::Value::from),
            "[ -~\n]{0,300}".prop_map(serde_json::Value::from),
            "[a-z ,:#'\"-]{0,30}".prop_map(serde_json::Value::from),
            prop::sample::select(vec!["no", "~", "1e3", "2025", "0x1f", "- a", "a: b", "", "|", "#", "1:30", "null"])
                .prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<bool>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
                prop::collection::btree_map("[ -~é]{1,12}", inner, 0..5)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn what_is_written_is_read_back(value in tree()) {
            let mut text = String::new();
            entry(&mut text, 0, "key", &Yaml::from_json(&value));
            let read = parse(&text, 0).map(|node| to_json(&node));
            let expected = serde_json::json!({ "key": value });
            prop_assert_eq!(read.map_err(|error| format!("{error:?}\n{text}")), Ok(expected));
            prop_assert_eq!(Yaml::from_json(&value).to_json(), value);
        }
    }

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        let mut text = String::new();
        let map = [("a", "Example Ltd’s plan"), ("b", "2025"), ("c", "a: b"), ("d", "No"), ("e", "x, y"), ("f", "“q”")];
        for (key, value) in map {
            entry(&mut text, 0, key, &Yaml::text(value));
        }
        assert_eq!(text, "a: Example Ltd’s plan\nb: \"2025\"\nc: \"a: b\"\nd: \"No\"\ne: x, y\nf: \"“q”\"\n");
    }
}
