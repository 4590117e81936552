//! The schemas of a site's files: what an editor is told while somebody writes.

use serde_json::{Value, json};

use super::json::{Terms, document};
use super::vocabulary::term_keys;
use super::{CASE, CONFIG, PUBLISHERS, TERM_FILE, VOCABULARY, case, own};
use crate::model::{OwnField, Site};

/// Which file a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The front matter of `content/cases/**.md`.
    Case,
    /// `casebook.yaml`.
    Config,
    /// `content/taxonomies/*.yaml`.
    Vocabulary,
    /// The front matter of `content/taxonomies/ID/*.md`.
    Term,
    /// `content/publishers.yaml`.
    Publishers,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] = [Kind::Case, Kind::Config, Kind::Vocabulary, Kind::Term, Kind::Publishers];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Case => "case",
            Kind::Config => "config",
            Kind::Vocabulary => "vocabulary",
            Kind::Term => "term",
            Kind::Publishers => "publishers",
        }
    }
}

/// The schema of a kind of file of a site.
pub fn schema(kind: Kind, site: &Site) -> Value {
    let publishers: Vec<&str> = site.publishers.iter().map(|publisher| publisher.label.as_str()).collect();
    let of_case = Terms { taxonomies: &site.taxonomies, fields: &site.config.fields, publishers: &publishers };
    let ids = site.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str());
    let (title, mut schema) = match kind {
        Kind::Case => (
            format!("Case of {}", site.config.title),
            document(&of_cases(site), case::keys(ids, &site.config), of_case),
        ),
        Kind::Config => ("casebook.yaml".to_owned(), document(CONFIG.meaning, CONFIG.keys().copied(), of_case)),
        Kind::Vocabulary => {
            let mut whole = document(VOCABULARY.meaning, VOCABULARY.keys().copied(), of_case);
            let fields = of_terms(site);
            let own = document("", own::keys(&fields), Terms { fields: &fields, ..of_case });
            for (name, of_field) in own["properties"].as_object().into_iter().flatten() {
                whole["definitions"]["term"]["properties"][name] = of_field.clone();
            }
            ("Vocabulary".to_owned(), whole)
        }
        Kind::Term => {
            let fields = of_terms(site);
            ("Term".to_owned(), document(TERM_FILE.meaning, term_keys(&fields), Terms { fields: &fields, ..of_case }))
        }
        Kind::Publishers => {
            ("Vocabulary".to_owned(), document(PUBLISHERS.meaning, PUBLISHERS.keys().copied(), of_case))
        }
    };
    schema["title"] = json!(title);
    schema
}

/// The fields that terms of the site's vocabularies may have: those of one name once, and none of them required, for the
/// schema does not know in which folder a file lies.
fn of_terms(site: &Site) -> Vec<OwnField> {
    let mut fields: Vec<OwnField> = Vec::new();
    for field in site.fields_of_terms() {
        if fields.iter().all(|known| known.id.value != field.id.value) {
            fields.push(OwnField { is_required: false, ..field.clone() });
        }
    }
    fields
}

/// What a case of the site is, and the sections that its text has.
fn of_cases(site: &Site) -> String {
    let sections = site.config.sections.iter().filter(|section| section.required);
    let sections: Vec<String> = sections.map(|section| format!("`## {}`", section.title)).collect();
    if sections.is_empty() {
        return CASE.meaning.to_owned();
    }
    format!("{} The text below it has the sections {}.", CASE.meaning, sections.join(", "))
}

/// As a file: indented, with a line break at its end.
pub fn to_text(value: &Value) -> String {
    format!("{value:#}\n")
}
