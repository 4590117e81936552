//! The facets that Explore filters by: every taxonomy, the year, evidence, kinds of source, publishers.

use std::collections::{BTreeSet, HashMap};

use super::fields;
use super::values::FacetValue;
use crate::addresses::route;
use crate::model::config::{OWN_FACETS, Output, own_facet};
use crate::model::{Case, Evidence, FieldShape, PublisherId, Site, SourceKind, Spanned, TaxonomyId, TermId};
use crate::publication::Publication;

/// A taxonomy of more terms than this is a large facet.
const LARGE: usize = 150;

/// What a facet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The terms of a taxonomy.
    Taxonomy(TaxonomyId),
    /// A field of the site's own: index into the configuration's.
    Field(usize),
    /// The year in which it happened.
    Year,
    /// How many of its statements are independently sourced, and what the others rest on?
    Evidence,
    /// How many of its statements cite a source?
    Cited,
    /// Kinds of its sources.
    Kind,
    /// Publishers of its sources.
    Publisher,
}

impl About {
    /// Has it so many values that it has a file of its own, which is loaded when it is opened?
    pub fn is_large(self, site: &Site) -> bool {
        match self {
            About::Taxonomy(id) => site.taxonomy(id).terms.iter().filter(|term| !term.cases.is_empty()).count() > LARGE,
            about => about == About::Publisher,
        }
    }

    /// Is the order of its values a scale, rather than one by how many cases have them?
    pub fn is_scale(self, site: &Site) -> bool {
        match self {
            About::Field(index) => !matches!(site.config.fields[index].shape, FieldShape::Text | FieldShape::Url),
            About::Year | About::Evidence | About::Cited => true,
            About::Taxonomy(_) | About::Kind | About::Publisher => false,
        }
    }
}

/// What the cases say under a facet.
pub struct Facet {
    /// The values that at least one case has.
    pub values: Vec<FacetValue>,
    /// Per case, the indices of its own values.
    pub rows: Vec<Vec<usize>>,
}

impl Facet {
    /// How many cases have each value. One counts once under a broader value, however many narrower ones it has.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.values.len()];
        for row in &self.rows {
            let mut seen: BTreeSet<usize> = BTreeSet::new();
            for own in row {
                let mut next = Some(*own);
                while let Some(value) = next.filter(|value| seen.insert(*value)) {
                    next = self.values[value].broader;
                }
            }
            for value in seen {
                counts[value] += 1;
            }
        }
        counts
    }
}

/// What else the address of Explore holds.
const PARAMETERS: [&str; 2] = ["q", "sort"];

/// The name of a facet in addresses. A taxonomy keeps its id; where one is named `year`, the year is `case_year`.
pub fn key(site: &Site, about: About) -> String {
    let of_site = |own: &str| own_facet(own, PARAMETERS.contains(&own));
    let own = match about {
        About::Taxonomy(id) => return of_site(&site.taxonomy(id).id),
        About::Field(index) => return of_site(&site.config.fields[index].id.value),
        _ => OWN.iter().position(|own| *own == about).map_or("", |place| OWN_FACETS[place]),
    };
    let is_taken = site.taxonomies.iter().any(|taxonomy| taxonomy.id == own)
        || site.config.fields.iter().any(|field| field.id.value == own);
    own_facet(own, is_taken)
}

/// The address of Explore with filters: `explore.html?department=customer-service`. None where the site has no
/// Explore.
pub fn href(publication: Publication<'_>, filters: &[(About, &str)]) -> Option<String> {
    if !publication.site.config.writes(Output::Explore) {
        return None;
    }
    let base = publication.href(route::EXPLORE);
    let filter = |(about, value): &(About, &str)| format!("{}={value}", key(publication.site, *about));
    Some(format!("{base}?{}", filters.iter().map(filter).collect::<Vec<_>>().join("&")))
}

/// The facets of every site, in the order of [`OWN_FACETS`].
const OWN: [About; 5] = [About::Evidence, About::Cited, About::Kind, About::Year, About::Publisher];

/// The facets that have a file of their own, as indices into [`all`].
pub fn large(site: &Site) -> Vec<usize> {
    all(site).iter().enumerate().filter(|(_, about)| about.is_large(site)).map(|(index, _)| index).collect()
}

/// How many facets stand open: the first ones.
pub const OPEN: usize = 3;

/// All facets, in the order of the page: those that the site puts first, then the others.
pub fn all(site: &Site) -> Vec<About> {
    let mut all: Vec<About> =
        site.taxonomy_ids().map(About::Taxonomy).chain(fields::facets(site).map(About::Field)).chain(OWN).collect();
    let first = first(site, &all);
    all.sort_by_key(|about| first.iter().position(|one| one == about).unwrap_or(usize::MAX));
    all
}

/// What the site puts first: what it names, else what its charts and matrices are about, and its evidence.
fn first(site: &Site, all: &[About]) -> Vec<About> {
    let config = &site.config;
    let find = |name: &Spanned<String>| all.iter().copied().find(|about| key(site, *about) == name.value);
    if !config.facets.is_empty() {
        return config.facets.iter().filter_map(find).collect();
    }
    let mut first: Vec<About> = Vec::new();
    let of_charts = config.charts.iter().chain(&config.matrix).flatten().filter_map(find);
    for about in of_charts.chain(site.taxonomy_ids().map(About::Taxonomy)) {
        if first.len() < OPEN - 1 && !first.contains(&about) {
            first.push(about);
        }
    }
    first.push(About::Evidence);
    first
}

/// The taxonomies that one can choose from on a page: name in addresses and label, in the order of the page.
pub fn choices(site: &Site) -> Vec<(String, String)> {
    let used = |id: TaxonomyId| site.taxonomy(id).in_use().take(LARGE + 1).count();
    let choice = |about: About| match about {
        About::Taxonomy(id) if (2..=LARGE).contains(&used(id)) => {
            Some((key(site, about), site.taxonomy(id).label.clone()))
        }
        _ => None,
    };
    all(site).into_iter().filter_map(choice).collect()
}

/// The name of a facet for people.
pub fn label(publication: Publication<'_>, about: About) -> String {
    match about {
        About::Taxonomy(id) => publication.site.taxonomy(id).label.clone(),
        About::Field(index) => publication.site.config.fields[index].label.clone(),
        About::Year => publication.word("explore.year").to_owned(),
        About::Evidence => publication.word("explore.evidence").to_owned(),
        About::Cited => publication.word("explore.cited").to_owned(),
        About::Kind => publication.word("explore.kind").to_owned(),
        About::Publisher => publication.word("explore.publisher").to_owned(),
    }
}

/// The values of a facet, and who has them.
pub fn facet(publication: Publication<'_>, about: About) -> Facet {
    let (values, rows) = match about {
        About::Taxonomy(id) => of_taxonomy(publication, id),
        About::Field(index) => fields::facet(publication, index),
        About::Year => of_years(publication),
        About::Evidence => of_levels(publication, "explore.support", &EVIDENCE, |case| evidence_level(&case.evidence)),
        About::Cited => of_levels(publication, "explore.levels", &CITED, |case| cited_level(&case.evidence)),
        About::Kind => of_kinds(publication),
        About::Publisher => of_publishers(publication),
    };
    Facet { values, rows }
}

/// Levels of evidence: how many statements are independently sourced; of the cases with none, those that cite other
/// sources, and those that cite nothing.
pub const EVIDENCE: [&str; 5] = ["all", "most", "some", "other", "none"];

/// Levels of cited statements.
pub const CITED: [&str; 4] = ["all", "most", "some", "none"];

/// All statements independently sourced, at least half, fewer, or none: index into [`EVIDENCE`].
pub fn evidence_level(evidence: &Evidence) -> usize {
    let support = evidence.support;
    match share_level(support.independent, support.statements()) {
        3 if support.cited() == 0 => 4,
        level => level,
    }
}

/// All statements cited, at least half, fewer, or none: index into [`CITED`].
pub fn cited_level(evidence: &Evidence) -> usize {
    share_level(evidence.support.cited(), evidence.support.statements())
}

/// All of them, at least half, fewer, none.
fn share_level(some: usize, all: usize) -> usize {
    match some {
        0 => 3,
        _ if some == all => 0,
        _ if some * 2 >= all => 1,
        _ => 2,
    }
}

type Filled = (Vec<FacetValue>, Vec<Vec<usize>>);

fn of_taxonomy(publication: Publication<'_>, id: TaxonomyId) -> Filled {
    let taxonomy = publication.site.taxonomy(id);
    let used: Vec<TermId> =
        taxonomy.order.iter().copied().filter(|term| !taxonomy.term(*term).cases.is_empty()).collect();
    let place: HashMap<TermId, usize> = used.iter().enumerate().map(|(index, term)| (*term, index)).collect();
    let value = |term: &TermId| {
        let term = taxonomy.term(*term);
        let broader = term.broader.first().and_then(|broader| place.get(broader).copied());
        FacetValue { id: term.id.to_string(), label: term.label.clone(), broader, mark: term.mark }
    };
    let site = publication.site;
    let row = |case: &Case| site.terms_of_case(case, id).filter_map(|term| place.get(&term).copied()).collect();
    (used.iter().map(value).collect(), cases(publication).map(row).collect())
}

fn cases(publication: Publication<'_>) -> impl Iterator<Item = &Case> {
    publication.site.cases.iter().map(AsRef::as_ref)
}

/// The year of a case, or `undated`.
pub fn year_of(case: &Case) -> Option<u16> {
    case.date.as_ref().map(|date| date.year())
}

fn of_years(publication: Publication<'_>) -> Filled {
    let years: BTreeSet<Option<u16>> = cases(publication).map(year_of).collect();
    let years: Vec<Option<u16>> = years.into_iter().rev().collect();
    let value = |year: &Option<u16>| match year {
        Some(year) => FacetValue { id: format!("{year:04}"), label: year.to_string(), broader: None, mark: None },
        None => {
            let label = publication.word("explore.undated").to_owned();
            FacetValue { id: "undated".to_owned(), label, broader: None, mark: None }
        }
    };
    let place = |case: &Case| years.iter().position(|year| *year == year_of(case)).into_iter().collect();
    (years.iter().map(value).collect(), cases(publication).map(place).collect())
}

/// Values that are fixed: those that no case has stay, so that the scale is whole.
fn of_levels(publication: Publication<'_>, words: &str, levels: &[&str], level: impl Fn(&Case) -> usize) -> Filled {
    let value = |id: &&str| {
        let label = publication.words.get(&format!("{words}.{id}")).to_owned();
        FacetValue { id: (*id).to_owned(), label, broader: None, mark: None }
    };
    (levels.iter().map(value).collect(), cases(publication).map(|case| vec![level(case)]).collect())
}

fn of_kinds(publication: Publication<'_>) -> Filled {
    let used: BTreeSet<SourceKind> = cases(publication).flat_map(Case::kinds).collect();
    let value = |kind: &SourceKind| FacetValue {
        id: kind.as_str().to_owned(),
        label: publication.words.kind(*kind).to_owned(),
        broader: None,
        mark: None,
    };
    let used: Vec<SourceKind> = used.into_iter().collect();
    let row = |case: &Case| case.kinds().iter().filter_map(|kind| used.iter().position(|one| one == kind)).collect();
    (used.iter().map(value).collect(), cases(publication).map(row).collect())
}

fn of_publishers(publication: Publication<'_>) -> Filled {
    // What only texts of terms cite is in no case.
    let used =
        || (0..).map(PublisherId).zip(publication.site.publishers.iter()).filter(|(_, publisher)| publisher.cases > 0);
    let place: HashMap<PublisherId, usize> = used().enumerate().map(|(index, (id, _))| (id, index)).collect();
    let value = |publisher: &crate::model::Publisher| FacetValue {
        id: publisher.slug.to_string(),
        label: publisher.label.clone(),
        broader: None,
        mark: None,
    };
    let row =
        |case: &Case| publication.site.publishers_of(case).iter().filter_map(|id| place.get(id).copied()).collect();
    (used().map(|(_, publisher)| value(publisher)).collect(), cases(publication).map(row).collect())
}
