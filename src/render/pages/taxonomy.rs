//! The page of a taxonomy, with its terms.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::addresses::route;
use crate::model::{Openness, TermId, TermRef};
use crate::plan::{Addressed, Subject};
use crate::render::link::Link;
use crate::render::parts::json_ld::{Place, object};
use crate::render::parts::links::{from_home, term_link};
use crate::render::parts::pager::{Pager, pager};
use crate::render::parts::text::in_sentence;
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};
use crate::render::vocabulary::{is_long, letter};

/// A taxonomy.
pub static TAXONOMY: Kind = Kind {
    name: "taxonomy",
    pages: |pages| {
        for id in pages.site.taxonomy_ids() {
            let count = pages.site.taxonomy(id).order.len();
            pages.list_of(&route::taxonomy(pages.site, id), Subject::Taxonomy(id), count, PAGE);
        }
    },
    is_indexed: true,
    addressed: Addressed::ByAName,
    described: |site, subject| Some(format!("the taxonomy `{}`", site.taxonomy(subject.taxonomy()?).id)),
    form: Form::Page(Framed {
        template: "taxonomy.html",
        value: Some(value!("taxonomy", TaxonomyView, view)),
        title: |renderer, page| Some(renderer.site.taxonomy(page.subject.taxonomy()?).plural.clone()),
        description: |renderer, page| renderer.site.taxonomy(page.subject.taxonomy()?).definition.clone(),
        breadcrumbs: |renderer, _| from_home(renderer),
        linked_data: LinkedData::As(linked_data),
        ..Framed::BARE
    }),
    ..KIND
};

/// `taxonomy`
#[derive(Debug, Serialize, JsonSchema)]
pub struct TaxonomyView {
    /// The front-matter key.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// What it classifies.
    pub definition: Option<String>,
    /// Is its list of terms fixed?
    pub closed: bool,
    /// `863 organisations`
    pub counted: String,
    /// Are its terms so many that they are listed by their first letter, to be searched?
    pub is_long: bool,
    /// The terms of this page: those of a long list by their first letter, those of a short one in one group, narrower
    /// ones below their broader one. The last group may be that of the terms that no case has.
    pub groups: Vec<TermGroup>,
    /// Terms on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// Terms that stand together in their taxonomy's list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermGroup {
    /// The letter that they begin with, in a long list.
    pub letter: Option<String>,
    /// Has no case any of them?
    pub is_unused: bool,
    /// Its terms.
    pub terms: Vec<TermRow>,
}

/// A term in its taxonomy's list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermRow {
    /// Label.
    pub label: String,
    /// Address.
    pub href: String,
    /// Definition.
    pub definition: Option<String>,
    /// Cases, those of narrower terms included.
    pub count: usize,
    /// 0 for a term with nothing broader, 1 below it, …
    pub depth: usize,
}

fn view(renderer: &Renderer, page: &Page) -> Option<TaxonomyView> {
    let (id, range) = (page.subject.taxonomy()?, page.range?);
    let taxonomy = renderer.site.taxonomy(id);
    let is_long = is_long(taxonomy);
    let row = |term: &TermId| {
        let of_site = taxonomy.term(*term);
        let Link { label, href } = term_link(renderer, TermRef { taxonomy: id, term: *term });
        TermRow {
            label,
            href,
            definition: of_site.definition.clone(),
            count: of_site.cases.len(),
            depth: if is_long { 0 } else { of_site.broader.len() },
        }
    };
    let is_unused = |term: &TermId| taxonomy.term(*term).cases.is_empty();
    // Its letter, in the part of a long list that is by letters.
    // A long list is by letters, but for the terms that no case has.
    let letter = |term: &TermId| (is_long && !is_unused(term)).then(|| letter(&taxonomy.term(*term).label));
    let group_of = |term: &TermId| (is_unused(term), letter(term));
    let groups = range.of(renderer.shown_order(id)).chunk_by(|one, other| group_of(one) == group_of(other));
    let group = |terms: &[TermId]| {
        let (is_unused, letter) = terms.first().map(group_of).unwrap_or_default();
        TermGroup { letter, is_unused, terms: terms.iter().map(row).collect() }
    };
    let what = if range.count() == 1 { &taxonomy.label } else { &taxonomy.plural };
    Some(TaxonomyView {
        id: taxonomy.id.clone(),
        label: taxonomy.label.clone(),
        plural: taxonomy.plural.clone(),
        definition: taxonomy.definition.clone(),
        closed: taxonomy.openness == Openness::Closed,
        counted: format!("{} {}", range.count(), in_sentence(renderer, what)),
        is_long,
        groups: groups.map(group).collect(),
        count: range.count(),
        pager: pager(renderer, page),
    })
}

/// How many terms stand on a page.
const PAGE: usize = 2_000;

/// The vocabulary with the terms of the page.
fn linked_data(renderer: &Renderer, page: &Page) -> Option<Value> {
    let id = page.subject.taxonomy()?;
    let at = Place::of(renderer, page);
    let taxonomy = renderer.site.taxonomy(id);
    let address = at.address(&route::taxonomy(&renderer.site, id));
    let shown = page.range?.of(renderer.shown_order(id));
    let term = |term: &TermId| {
        let of = taxonomy.term(*term);
        object([
            ("@type", json!("DefinedTerm")),
            ("name", json!(of.label)),
            ("termCode", json!(of.id.as_str())),
            ("description", json!(of.definition)),
            ("url", json!(at.address(&route::term(&renderer.site, TermRef { taxonomy: id, term: *term })))),
        ])
    };
    Some(object([
        ("@type", json!("DefinedTermSet")),
        ("@id", json!(address)),
        ("url", json!(address)),
        ("name", json!(taxonomy.plural)),
        ("description", json!(taxonomy.definition)),
        ("inLanguage", json!(renderer.site.config.language.value)),
        ("creativeWorkStatus", if taxonomy.openness == Openness::Open { json!("Incomplete") } else { Value::Null }),
        ("isPartOf", at.site(false)),
        ("hasDefinedTerm", shown.iter().map(term).collect()),
    ]))
}
