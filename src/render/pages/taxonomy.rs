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
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};

/// A taxonomy.
pub static TAXONOMY: Kind = Kind {
    name: "taxonomy",
    pages: |pages| {
        for id in pages.site.taxonomy_ids() {
            let count = pages.site.taxonomy(id).terms.len();
            pages.list(&route::taxonomy(pages.site, id), Subject::Taxonomy(id), count);
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
    /// The terms of this page, narrower ones below their broader one.
    pub terms: Vec<TermRow>,
    /// Terms on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
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
    let row = |term: &TermId| {
        let of_site = taxonomy.term(*term);
        let Link { label, href } = term_link(renderer, TermRef { taxonomy: id, term: *term });
        TermRow {
            label,
            href,
            definition: of_site.definition.clone(),
            count: of_site.cases.len(),
            depth: of_site.broader.len(),
        }
    };
    Some(TaxonomyView {
        id: taxonomy.id.clone(),
        label: taxonomy.label.clone(),
        plural: taxonomy.plural.clone(),
        definition: taxonomy.definition.clone(),
        closed: taxonomy.openness == Openness::Closed,
        terms: range.of(&taxonomy.order).iter().map(row).collect(),
        count: range.count(),
        pager: pager(renderer, page),
    })
}

/// The vocabulary with the terms of the page.
fn linked_data(renderer: &Renderer, page: &Page) -> Option<Value> {
    let id = page.subject.taxonomy()?;
    let at = Place::of(renderer, page);
    let taxonomy = renderer.site.taxonomy(id);
    let address = at.address(&route::taxonomy(&renderer.site, id));
    let shown = page.range?.of(&taxonomy.order);
    let term = |term: &crate::model::TermId| {
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
