//! Write: what is known of a case becomes the text of its file.
//!
//! Comes in: front matter as a list of keys and [`Yaml`] values, and a body of sections. Goes out: text in the
//! documented form: keys in their settled order, values quoted only where YAML asks for it, a section per
//! second-level heading. Nothing touches files here. Whoever makes case files (`import`, scaffolding, round
//! trips of an export) writes them with this module, so that they all look alike.

pub mod markdown;
pub mod yaml;

pub use yaml::Yaml;

/// Keys in the order of the documentation. Taxonomies that are not among them stand after these of the first
/// part, by id.
const BEFORE_TAXONOMIES: [&str; 3] = ["title", "date", "added"];
const TAXONOMIES: [&str; 8] =
    ["organisation", "sector", "region", "adoption_type", "department", "department_scope", "outcome", "tag"];
const AFTER_TAXONOMIES: [&str; 13] = [
    "summary",
    "reviewed",
    "draft",
    "authors",
    "image",
    "lang",
    "aliases",
    "sources",
    "events",
    "corrections",
    "allow",
    "extra",
    "",
];

/// Keys of a source in the order of the documentation.
pub const SOURCE_KEYS: [&str; 16] = [
    "id",
    "publisher",
    "title",
    "author",
    "date",
    "url",
    "url_status",
    "archive_url",
    "archive_date",
    "accessed",
    "doi",
    "isbn",
    "kind",
    "independent",
    "quote",
    "note",
];

/// A section with its heading, given in Markdown, an empty line before both.
pub fn section(heading: &str, markdown: &str) -> String {
    match markdown.trim_matches('\n') {
        "" => format!("\n## {heading}\n"),
        text => format!("\n## {heading}\n\n{text}\n"),
    }
}

/// The text of a case file: its front matter, sorted, and its sections.
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

/// Where a key of the front matter stands among the others.
pub fn key_rank(key: &str) -> (usize, &str) {
    let after = BEFORE_TAXONOMIES.len() + TAXONOMIES.len() + 1;
    if let Some(at) = BEFORE_TAXONOMIES.iter().chain(&TAXONOMIES).position(|known| *known == key) {
        return (at, "");
    }
    match AFTER_TAXONOMIES.iter().position(|known| *known == key) {
        Some(at) => (after + at, ""),
        None => (after - 1, key),
    }
}

/// One key with its value, as the lines that stand in front matter.
pub fn front_matter_entry(key: &str, value: &Yaml) -> String {
    let mut text = String::new();
    yaml::entry(&mut text, 0, key, value);
    text
}

impl CaseText {
    /// The whole file.
    pub fn to_text(&self) -> String {
        let mut front: Vec<&(String, Yaml)> = self.front.iter().collect();
        front.sort_by(|a, b| key_rank(&a.0).cmp(&key_rank(&b.0)));
        let mut text = String::from("---\n");
        for (key, value) in front {
            yaml::entry(&mut text, 0, key, value);
        }
        text.push_str("---\n");
        let lead = self.lead.trim_matches('\n');
        if !lead.is_empty() {
            text.push_str(&format!("\n{lead}\n"));
        }
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
    fn keys_stand_in_their_order() {
        let front = ["extra", "sources", "zeal", "tag", "date", "title", "summary", "outcome"];
        let mut sorted = front.to_vec();
        sorted.sort_by(|a, b| key_rank(a).cmp(&key_rank(b)));
        assert_eq!(sorted, ["title", "date", "outcome", "tag", "zeal", "summary", "sources", "extra"]);
    }

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
