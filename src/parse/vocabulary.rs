//! Parse: a vocabulary's file becomes a [`ParsedVocabulary`].
//!
//! Comes in: `content/taxonomies/ID.yaml`, or `content/publishers.yaml`, which has a `kind` per term. Goes out:
//! its settings and terms with their places. Names that clash and broader terms are `link`'s.

use super::case::slug_of;
use super::fields::{Fields, Findings};
use super::front_matter::report_syntax;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, SourceFile, Span};
use crate::model::{Openness, Slug, SourceKind, Spanned};
use crate::yaml::{self, Node, Value};

/// A vocabulary, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedVocabulary {
    /// Its file.
    pub file: FileId,
    /// The front-matter key.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// What it classifies.
    pub definition: Option<String>,
    /// First part of the addresses of its pages.
    pub route: Spanned<Slug>,
    /// May terms appear by use?
    pub openness: Openness,
    /// Must every case have a term?
    pub required: bool,
    /// Id of the taxonomy whose number of terms this one describes.
    pub scope_of: Option<Spanned<String>>,
    /// Its terms.
    pub terms: Vec<ParsedTerm>,
}

/// A term of a vocabulary's file.
#[derive(Debug, Clone)]
pub struct ParsedTerm {
    /// Its name in addresses.
    pub id: Spanned<Slug>,
    /// Its name for people.
    pub label: Spanned<String>,
    /// What it means.
    pub definition: Option<String>,
    /// Other names.
    pub aliases: Vec<Spanned<String>>,
    /// A broader term.
    pub broader: Option<Spanned<String>>,
    /// What a publisher mostly brings out.
    pub kind: Option<SourceKind>,
}

/// What the terms of a vocabulary are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terms {
    /// Terms of a taxonomy.
    OfTaxonomy,
    /// Publishers, which have a kind.
    Publishers,
}

/// The taxonomy id that a vocabulary's path gives.
pub fn id_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Front-matter keys that a taxonomy cannot have.
const CASE_KEYS: [&str; 14] = [
    "title",
    "date",
    "added",
    "reviewed",
    "draft",
    "summary",
    "authors",
    "image",
    "lang",
    "aliases",
    "sources",
    "events",
    "corrections",
    "extra",
];

/// First parts of addresses that the site itself uses.
const OWN_ROUTES: [&str; 7] = ["cases", "sources", "works", "data", "assets", "matrix", "explore"];

/// Read a vocabulary. A file that cannot be read gives an open vocabulary without terms, so that no term of any
/// case is reported for the file's sake.
pub fn parse(file: FileId, source: &SourceFile, terms: Terms) -> (Option<ParsedVocabulary>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, list: &mut diagnostics };
    let id = id_of(&source.path).to_owned();
    let words = id
        .split('_')
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if !words || CASE_KEYS.contains(&id.as_str()) || id == "allow" {
        let message = format!("`{id}` cannot be the id of a taxonomy");
        let help =
            "name the file with lower-case letters, digits and single underscores, and not after another key of a case";
        findings.push(findings.at(Code::BadId, &(0..0), message).help(help));
    }
    let mut vocabulary = ParsedVocabulary {
        file,
        label: label_of(&id),
        plural: label_of(&id),
        definition: None,
        route: Spanned::new(Slug::from_text(&id), 0..0),
        openness: Openness::Open,
        required: false,
        scope_of: None,
        terms: Vec::new(),
        id,
    };
    if let Some(node) = read_yaml(source, &mut findings)
        && let Some(fields) = Fields::new(&node, "vocabulary", &mut findings)
    {
        vocabulary.read(fields, terms);
    }
    (Some(vocabulary), diagnostics)
}

/// The document of a YAML file; `None` where it is empty or was reported.
pub fn read_yaml(source: &SourceFile, findings: &mut Findings<'_>) -> Option<Node> {
    if !source.readable {
        return None;
    }
    let text = source.text.get();
    match yaml::parse(&text, 0) {
        Ok(Node { value: Value::Null, .. }) => None,
        Ok(node) => Some(node),
        Err(error) => {
            report_syntax(&text, &error, findings);
            None
        }
    }
}

/// `adoption_type` → `Adoption type`
fn label_of(id: &str) -> String {
    let words = id.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl ParsedVocabulary {
    fn read(&mut self, mut fields: Fields<'_, '_, '_>, terms: Terms) {
        if let Some(label) = fields.line("label") {
            self.plural.clone_from(&label.value);
            self.label = label.value;
        }
        if let Some(plural) = fields.line("plural") {
            self.plural = plural.value;
        }
        self.route = Spanned::new(Slug::from_text(&self.plural), fields.opening());
        self.definition = fields.text("definition").map(|text| text.value);
        if let Some(route) = fields.line("route") {
            match Slug::parse(&route.value) {
                Ok(slug) => self.route = Spanned::new(slug, route.span),
                Err(error) => {
                    let message = format!("`{}` is not a route", route.value);
                    fields.findings.push(fields.findings.at(Code::BadId, &route.span, message).help(error.to_string()));
                }
            }
        }
        if OWN_ROUTES.contains(&self.route.value.as_str()) {
            let message = format!("the route `{}` is taken by the site itself", self.route.value);
            let found = fields.findings.at(Code::RouteCollision, &self.route.span, message);
            fields.findings.push(found.help("give the vocabulary another `route`"));
        }
        let openness = [("closed", Openness::Closed), ("open", Openness::Open)];
        self.openness = fields.choice("vocabulary", &openness).unwrap_or(Openness::Open);
        self.required = fields.boolean("required").unwrap_or(false);
        self.scope_of = fields.line("scope_of");
        for item in fields.items("terms") {
            self.terms.extend(read_term(item, terms, fields.findings));
        }
        fields.finish("see the README for the keys of a vocabulary");
    }
}

fn read_term(node: &Node, terms: Terms, findings: &mut Findings<'_>) -> Option<ParsedTerm> {
    let mut fields = Fields::new(node, "term", findings)?;
    let label = fields.line("label");
    let id = fields.line("id");
    let definition = fields.text("definition").map(|text| text.value);
    let aliases = fields.lines("aliases");
    let broader = fields.line("broader");
    let kinds = SourceKind::ALL.map(|kind| (kind.as_str(), kind));
    let kind = if terms == Terms::Publishers { fields.choice("kind", &kinds) } else { None };
    let opening: Span = fields.opening();
    if id.is_none() && label.is_none() {
        fields.report_missing("id");
    }
    fields.finish(match terms {
        Terms::OfTaxonomy => "a term has `id`, `label`, `definition`, `aliases` and `broader`",
        Terms::Publishers => "a publisher has `id`, `label`, `aliases`, `kind` and `definition`",
    });
    let (id, label) = match (id, label) {
        (Some(id), label) => match Slug::parse(&id.value) {
            Ok(slug) => {
                let label =
                    label.unwrap_or_else(|| Spanned::new(label_of(&id.value.replace('-', "_")), id.span.clone()));
                (Spanned::new(slug, id.span), label)
            }
            Err(error) => {
                let message = format!("`{}` is not a term id", id.value);
                let help = format!("{error}: `{}`", Slug::from_text(&id.value));
                findings.push(findings.at(Code::BadId, &id.span, message).help(help));
                return None;
            }
        },
        (None, Some(label)) => (Spanned::new(Slug::from_text(&label.value), opening), label),
        (None, None) => return None,
    };
    Some(ParsedTerm { id, label, definition, aliases, broader, kind })
}

/// The route of a file in `content/pages/`: its path without the folder and the extension.
pub fn page_route(path: &str, findings: &mut Findings<'_>) -> Option<String> {
    let inner = path.strip_prefix("content/pages/").unwrap_or(path);
    let mut parts: Vec<&str> = inner.split('/').collect();
    parts.pop();
    let slug = slug_of(path, findings)?;
    for part in &parts {
        if let Err(error) = Slug::parse(part) {
            let message = format!("the folder name `{part}` is not an address: {error}");
            let help = format!("rename it to `{}`", Slug::from_text(part));
            findings.push(findings.at(Code::BadId, &(0..0), message).help(help));
            return None;
        }
    }
    parts.push(slug.as_str());
    Some(parts.join("/"))
}
