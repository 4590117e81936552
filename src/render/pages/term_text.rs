//! What is said of a term on its page: its text, its facts, its sources.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::case::entries::EntryView;
use super::case::evidence::EvidenceView;
use super::case::fields::{FieldView, fields};
use super::case::linked_data::{citations, properties};
use super::case::told::told;
use crate::model::{Case, Identifier, TermRef, Visibility};
use crate::render::parts::json_ld::object;
use crate::render::parts::text::direction;
use crate::render::renderer::{Page, Renderer};

/// An identifier of a term.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IdentifierView {
    /// `wikidata`, `ror`, `lei` or `url`.
    pub key: &'static str,
    /// What people call the register: `Wikidata`; absent for a website.
    pub register: Option<&'static str>,
    /// The identifier; of a website its address without `https://`.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// The text of a term.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermTextView<'a> {
    /// Its language, where it differs from the site's.
    pub lang: Option<&'a str>,
    /// `ltr` or `rtl`, where the text has a language of its own.
    pub direction: Option<&'static str>,
    /// Is it a draft?
    pub draft: bool,
    /// HTML before the first section.
    pub preamble: String,
    /// Its sections, in the order of the file.
    pub sections: Vec<TermSectionView<'a>>,
    /// HTML of its notes (an ordered list): footnotes, and citations where the style writes notes; or empty.
    pub footnotes: String,
    /// What is known under the vocabulary's fields, in their order.
    pub fields: Vec<FieldView<'a>>,
    /// How well it is supported.
    pub evidence: EvidenceView,
    /// The citation list, as that of a case.
    pub citations: Vec<EntryView<'a>>,
    /// Are its entries written in a CSL style?
    pub formatted: bool,
}

/// A section of the text of a term.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermSectionView<'a> {
    /// Anchor.
    pub id: &'a str,
    /// Heading, as HTML.
    pub title: String,
    /// The text, as HTML.
    pub html: String,
}

/// The identifiers of a term.
pub fn identifiers(renderer: &Renderer, id: TermRef) -> Vec<IdentifierView> {
    let view = |identifier: &Identifier| IdentifierView {
        key: identifier.key,
        register: identifier.register(),
        text: identifier
            .value
            .split_once("://")
            .map_or(&*identifier.value, |(_, rest)| rest)
            .trim_end_matches('/')
            .to_owned(),
        href: identifier.href(),
    };
    renderer.site.term(id).identifiers.iter().map(view).collect()
}

/// What is said of a term, where something is.
pub fn term_text<'a>(renderer: &'a Renderer, page: &Page, id: TermRef) -> Option<TermTextView<'a>> {
    let record = renderer.site.term(id).record?;
    let case = renderer.site.case(record);
    let told = told(renderer, page, record);
    let sections = case.body.sections.iter().zip(told.html.sections);
    Some(TermTextView {
        lang: case.lang.as_deref(),
        direction: case.lang.as_deref().map(direction),
        draft: case.visibility == Visibility::Draft,
        preamble: told.html.preamble,
        sections: sections
            .map(|(section, html)| TermSectionView {
                id: &case.body.headings[section.heading].anchor,
                title: html.title,
                html: html.html,
            })
            .collect(),
        footnotes: told.html.footnotes,
        fields: fields(renderer, case, &told.labels),
        evidence: told.evidence,
        citations: told.entries,
        formatted: told.is_formatted,
    })
}

/// The text of a term as an article about it (schema.org).
pub fn article(renderer: &Renderer, case: &Case, address: &str) -> Value {
    object([
        ("@type", json!("Article")),
        ("headline", json!(case.title)),
        ("url", json!(address)),
        ("inLanguage", json!(case.lang.as_ref().unwrap_or(&renderer.site.config.language.value))),
        ("mentions", properties(renderer, case)),
        ("citation", citations(renderer, case)),
    ])
}
