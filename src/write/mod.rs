//! Write: what is known of a case becomes the text of its file, in the one form that import, scaffolding and export
//! share.

pub mod markdown;
pub mod yaml;

pub use self::yaml::Yaml;
use crate::model::PartialDate;
use crate::schema::case::key_rank;
use crate::schema::{Key, Pairs, Shape, Value};
use crate::yaml as reading;

/// A value of a record as YAML.
pub fn value(value: &Value<'_>) -> Yaml {
    match value {
        Value::Text(text) => Yaml::text(text.as_ref()),
        Value::Date(date) => Yaml::plain(date.edtf()),
        Value::Flag(flag) => Yaml::plain(flag.to_string()),
        Value::Plain(text) => Yaml::plain(text.as_ref()),
        Value::Record(pairs) => Yaml::Map(entries(pairs)),
        Value::List(values) => Yaml::List(values.iter().map(self::value).collect()),
        Value::Texts(texts) => Yaml::texts(texts.iter().map(AsRef::as_ref)),
        Value::Records(records) => Yaml::List(records.iter().map(|pairs| Yaml::Map(entries(pairs))).collect()),
        Value::Data(node) => Yaml::from_json(&reading::to_json(node)),
    }
}

/// Keys and values of a record as YAML.
pub fn entries(pairs: &Pairs<'_>) -> Vec<(String, Yaml)> {
    pairs.iter().map(|(key, of_key)| ((*key).to_owned(), value(of_key))).collect()
}

/// A text that stands for a value of a shape, as YAML.
pub fn of_text(shape: Shape, text: &str) -> Yaml {
    let is_plain = match shape {
        Shape::Date => PartialDate::parse(text).is_ok(),
        Shape::Flag | Shape::FlagOr(_) => matches!(text, "true" | "false"),
        _ => false,
    };
    if is_plain { Yaml::plain(text) } else { Yaml::text(text) }
}

/// JSON that stands for a value of a key, as YAML: whatever [`value`] writes of the same; nothing where it says nothing.
pub fn of_json(key: &Key<'_>, json: &serde_json::Value) -> Option<Yaml> {
    match (key.shape, json) {
        (_, serde_json::Value::Null) => None,
        (Shape::Anything, data) => Some(Yaml::from_json(data)),
        // `false` is left out, unless the key has a default that differs.
        (Shape::Flag | Shape::FlagOr(_), serde_json::Value::Bool(false)) if key.default.is_empty() => None,
        (Shape::Flag | Shape::FlagOr(_), serde_json::Value::Bool(flag)) => Some(Yaml::plain(flag.to_string())),
        (_, serde_json::Value::Number(number)) => Some(Yaml::plain(number.to_string())),
        (shape, serde_json::Value::String(text)) => Some(of_text(shape, text)),
        (Shape::Records(outline), serde_json::Value::Array(items)) => {
            let records: Vec<Yaml> =
                items.iter().filter_map(|item| Some(record_of_json(&outline().keys, item.as_object()?))).collect();
            (!records.is_empty()).then_some(Yaml::List(records))
        }
        (shape, serde_json::Value::Array(items)) if shape.is_list() => {
            let texts: Vec<&str> = items.iter().filter_map(serde_json::Value::as_str).collect();
            (!texts.is_empty()).then(|| Yaml::texts(texts))
        }
        _ => None,
    }
}

/// A record of these keys that JSON holds, as YAML.
pub fn record_of_json(keys: &[Key<'_>], json: &serde_json::Map<String, serde_json::Value>) -> Yaml {
    let entry = |key: &Key<'_>| Some((key.name.to_owned(), of_json(key, json.get(key.name)?)?));
    Yaml::Map(keys.iter().filter_map(entry).collect())
}

/// A file up to its first section: front matter, keys in this order, and the text that stands before sections.
pub fn opening<'y>(front: impl IntoIterator<Item = &'y (String, Yaml)>, lead: &str) -> String {
    let mut text = String::from("---\n");
    for (key, value) in front {
        yaml::entry(&mut text, 0, key, value);
    }
    text.push_str("---\n");
    let lead = lead.trim_matches('\n');
    if !lead.is_empty() {
        text.push_str(&format!("\n{lead}\n"));
    }
    text
}

/// A section with its heading, given in Markdown, an empty line before both. A heading of several lines stands over a
/// line of hyphens.
pub fn section(heading: &str, markdown: &str) -> String {
    let heading = if heading.contains('\n') { format!("{heading}\n---") } else { format!("## {heading}") };
    match markdown.trim_matches('\n') {
        "" => format!("\n{heading}\n"),
        text => format!("\n{heading}\n\n{text}\n"),
    }
}

/// The text of a case file: its front matter, sorted, and its sections.
///
/// Keys are in their settled order, values are quoted only where YAML needs it, and each section is a second-level
/// heading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseText {
    /// Keys and values, in any order.
    pub front: Vec<(String, Yaml)>,
    /// Markdown before the first section.
    pub lead: String,
    /// Sections in order.
    pub sections: Vec<SectionText>,
}

/// A section: a heading and the Markdown below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionText {
    /// The heading, as plain text.
    pub title: String,
    /// Markdown.
    pub text: String,
}

impl CaseText {
    /// The whole file.
    pub fn to_text(&self) -> String {
        let mut front: Vec<&(String, Yaml)> = self.front.iter().collect();
        front.sort_by(|a, b| key_rank(&a.0).cmp(&key_rank(&b.0)));
        let mut text = opening(front, &self.lead);
        for section in &self.sections {
            text.push_str(&section.to_text());
        }
        text
    }
}

impl SectionText {
    /// The section with its heading, an empty line before both.
    pub fn to_text(&self) -> String {
        section(&markdown::heading(&self.title), &self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_written_whole() {
        let case = CaseText {
            front: vec![
                ("summary".into(), Yaml::text("It stopped.")),
                ("date".into(), Yaml::plain("2025-05")),
                ("title".into(), Yaml::text("Example Ltd: a test")),
                ("tag".into(), Yaml::texts(["Chat", "no"])),
            ],
            lead: String::new(),
            sections: vec![SectionText { title: "What they did".into(), text: "A *text*.".into() }],
        };
        assert_eq!(
            case.to_text(),
            "---\ntitle: \"Example Ltd: a test\"\ndate: 2025-05\ntag: [Chat, \"no\"]\nsummary: It stopped.\n---\n\n\
             ## What they did\n\nA *text*.\n"
        );
    }
}
