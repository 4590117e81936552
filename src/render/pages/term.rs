//! The page of a term, with its cases.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::term_text::{IdentifierView, TermTextView, article, identifiers, term_text};
use crate::addresses::{PageRange, route};
use crate::model::{CaseId, Identifier, TaxonomyId, TermId, TermRef};
use crate::plan::{Addressed, Subject};
use crate::render::link::{CountLink, Link};
use crate::render::parts::card::{CaseRow, case_rows};
use crate::render::parts::json_ld::{Place, object};
use crate::render::parts::links::{count_link, home, in_explore, taxonomy_link, term_link};
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};

/// A term.
pub static TERM: Kind = Kind {
    name: "term",
    behind: Some("taxonomy"),
    pages: |pages| {
        let Some(taxonomy) = pages.owner.taxonomy() else { return };
        // What occurs in a role has its page where its taxonomy owns it.
        if pages.site.taxonomy(taxonomy).terms_of.is_some() {
            return;
        }
        for index in 0..pages.site.taxonomy(taxonomy).terms.len() {
            let id = TermRef { taxonomy, term: TermId::from_index(index) };
            let listed = pages.site.roles_of_term(id).map(|(_, count)| count).sum();
            pages.list(&route::term(pages.site, id), Subject::Term(id), listed);
        }
    },
    is_indexed: true,
    addressed: Addressed::ByAName,
    described: |site, subject| {
        let id = subject.term()?;
        Some(format!("the {} `{}`", site.taxonomy(id.taxonomy).label.to_lowercase(), site.term(id).label))
    },
    form: Form::Page(Framed {
        template: "term.html",
        value: Some(value!("term", TermView, view)),
        title: |renderer, page| Some(renderer.site.term(page.subject.term()?).label.clone()),
        description: |renderer, page| renderer.site.term(page.subject.term()?).definition.clone(),
        breadcrumbs: |renderer, page| {
            Some(vec![home(renderer), taxonomy_link(renderer, page.subject.term()?.taxonomy)])
        },
        feed,
        linked_data: LinkedData::As(linked_data),
        changed: |site, subject| site.record(subject.term()?)?.last_changed(),
        ..Framed::BARE
    }),
    ..KIND
};

/// `term`
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermView<'a> {
    /// Its id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Its taxonomy.
    pub taxonomy: Link,
    /// Singular label of its taxonomy.
    pub kind: String,
    /// Definition.
    pub definition: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Broader terms, the nearest first.
    pub broader: Vec<Link>,
    /// Narrower terms.
    pub narrower: Vec<CountLink>,
    /// By which it is known elsewhere.
    pub identifiers: Vec<IdentifierView>,
    /// What is said of it: on the first page, where something is.
    pub text: Option<TermTextView<'a>>,
    /// The cases of this page; empty where they are listed by role.
    pub cases: Vec<CaseRow<'a>>,
    /// The cases of this page by the role in which they have it, where its taxonomy has roles.
    pub roles: Vec<RoleView<'a>>,
    /// Cases on all pages, each once.
    pub count: usize,
    /// Address of those cases in Explore, where there is one.
    pub explore: Option<String>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
    /// Terms of other taxonomies that its cases carry most often; on the first page of its list.
    pub occurs_with: Vec<OccursWith>,
}

/// The cases that have a term in one role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleView<'a> {
    /// Id of the taxonomy that is the role: the anchor.
    pub id: &'a str,
    /// Its singular.
    pub label: &'a str,
    /// Cases in this role on all pages.
    pub count: usize,
    /// Address of those cases in Explore, where there is one.
    pub explore: Option<String>,
    /// The cases of this page, the newest first.
    pub cases: Vec<CaseRow<'a>>,
}

/// Terms of one taxonomy that occur with a term.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OccursWith {
    /// Singular label of the other taxonomy.
    pub label: String,
    /// Address of the other taxonomy.
    pub href: String,
    /// Its terms, the most frequent first.
    pub terms: Vec<CountLink>,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<TermView<'a>> {
    let (id, range) = (page.subject.term()?, page.range?);
    let taxonomy = renderer.site.taxonomy(id.taxonomy);
    let term = renderer.site.term(id);
    let sibling = |other: &TermId| TermRef { taxonomy: id.taxonomy, term: *other };
    let has_roles = renderer.site.roles_of(id.taxonomy).next().is_some();
    let together = if range.is_first() { renderer.site.occurs_with(id) } else { Vec::new() };
    let narrower = |other: &TermId| count_link(renderer, sibling(other), taxonomy.term(*other).cases.len());
    Some(TermView {
        id: term.id.to_string(),
        label: term.label.clone(),
        taxonomy: taxonomy_link(renderer, id.taxonomy),
        kind: taxonomy.label.clone(),
        definition: term.definition.clone(),
        aliases: term.aliases.clone(),
        broader: term.broader.iter().map(|other| term_link(renderer, sibling(other))).collect(),
        narrower: term.narrower.iter().map(narrower).collect(),
        identifiers: identifiers(renderer, id),
        text: if range.is_first() { term_text(renderer, page, id) } else { None },
        cases: if has_roles { Vec::new() } else { case_rows(renderer, range.of(&term.cases)) },
        roles: if has_roles { roles(renderer, id, range) } else { Vec::new() },
        count: term.cases.len(),
        explore: in_explore(renderer, &[id]),
        pager: pager(renderer, page),
        occurs_with: together.iter().map(|(other, terms)| occurs_with(renderer, id, *other, terms)).collect(),
    })
}

/// The cases of a page by role.
fn roles(renderer: &Renderer, id: TermRef, range: PageRange) -> Vec<RoleView<'_>> {
    let all = renderer.site.cases_by_role(id);
    let counts: Vec<(TaxonomyId, usize)> = renderer.site.roles_of_term(id).collect();
    let view = |group: &[(TaxonomyId, CaseId)]| {
        let role = group.first()?.0;
        let taxonomy = renderer.site.taxonomy(role);
        let cases: Vec<CaseId> = group.iter().map(|(_, case)| *case).collect();
        // Explore counts what owns the terms in whatever role.
        let is_role = taxonomy.terms_of.is_some();
        Some(RoleView {
            id: &taxonomy.id,
            label: &taxonomy.label,
            count: counts.iter().find(|(known, _)| *known == role).map_or(0, |(_, count)| *count),
            explore: if is_role { in_explore(renderer, &[TermRef { taxonomy: role, ..id }]) } else { None },
            cases: case_rows(renderer, &cases),
        })
    };
    range.of(&all).chunk_by(|(one, _), (other, _)| one == other).filter_map(view).collect()
}

/// The terms of another taxonomy with the number of cases that they share with a term.
fn occurs_with(renderer: &Renderer, id: TermRef, other: TaxonomyId, terms: &[(TermId, u32)]) -> OccursWith {
    let together = |(term, count): &(TermId, u32)| {
        let term = TermRef { taxonomy: other, term: *term };
        CountLink { explore: in_explore(renderer, &[id, term]), ..count_link(renderer, term, *count as usize) }
    };
    OccursWith {
        label: renderer.site.taxonomy(other).label.clone(),
        href: renderer.href(route::taxonomy(&renderer.site, other)),
        terms: terms.iter().map(together).collect(),
    }
}

fn feed(renderer: &Renderer, page: &Page) -> Option<Link> {
    let id = page.subject.term()?;
    let term = renderer.site.term(id);
    let has_feed = renderer.site.has_feeds() && !term.cases.is_empty();
    has_feed.then(|| Link {
        label: format!("{} – {}", term.label, renderer.site.config.title),
        href: route::term_feed(&renderer.site, id),
    })
}

fn linked_data(renderer: &Renderer, page: &Page) -> Option<Value> {
    let id = page.subject.term()?;
    let at = Place::of(renderer, page);
    let term = renderer.site.term(id);
    let taxonomy = renderer.site.taxonomy(id.taxonomy);
    let address = at.address(&route::term(&renderer.site, id));
    let text = renderer.site.record(id).filter(|_| page.range.is_none_or(PageRange::is_first));
    let identifier =
        |one: &Identifier| Some(json!({ "@type": "PropertyValue", "propertyID": one.register()?, "value": one.value }));
    Some(object([
        ("@type", json!("DefinedTerm")),
        ("@id", json!(address)),
        ("url", json!(address)),
        ("name", json!(term.label)),
        ("alternateName", json!(term.aliases)),
        ("termCode", json!(term.id.as_str())),
        ("description", json!(term.definition)),
        ("sameAs", term.identifiers.iter().map(|one| one.iri().unwrap_or_else(|| one.href())).collect()),
        ("identifier", term.identifiers.iter().filter_map(identifier).collect()),
        ("subjectOf", text.map(|text| article(renderer, text, &address)).unwrap_or_default()),
        (
            "inDefinedTermSet",
            json!({
                "@type": "DefinedTermSet",
                "name": taxonomy.plural,
                "url": at.address(&route::taxonomy(&renderer.site, id.taxonomy)),
            }),
        ),
    ]))
}
