//! The whole knowledge base after linking: immutable, ordered, every reference resolved.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::config::{Config, Output, Question};
use super::menu::Place;
use super::{
    AssetId, Backlink, Case, CaseId, Cell, CellRef, Checks, Event, FieldValue, FreePage, FreePageId, Front, InCommon,
    Listing, Matrix, MatrixId, Moment, OwnField, PartialDate, PublisherId, QuestionId, Related, Slug, Source,
    SourceKind, SupportCounts, Taxonomy, TaxonomyId, Term, TermId, TermRef, WorkId, term_path,
};

/// What `link` makes. Nothing changes it. Its parts are shared, so that the site after an edit costs what the edit
/// changed.
#[derive(Debug, Clone)]
pub struct Site {
    /// The configuration.
    pub config: Arc<Config>,
    /// Cases by slug; what lists show are the listed ones. Behind them stands what is said of terms, then the unlisted cases.
    pub cases: Listing<Arc<Case>>,
    /// Cases, the one that joined last first.
    pub newest: Arc<[CaseId]>,
    /// Cases, in the order of the site's lists.
    pub in_order: Arc<[CaseId]>,
    /// What the site puts first.
    pub front: Arc<Front>,
    /// Free pages by route.
    pub pages: Vec<Arc<FreePage>>,
    /// Taxonomies in the order of the site: `adoption_type` before `tag`, as their files say, else by id.
    pub taxonomies: Arc<[Taxonomy]>,
    /// What a check of sources saw.
    pub checks: Arc<Checks>,
    /// Works: what several cases cite is one work.
    pub works: Arc<Listing<Work>>,
    /// Those that are shown, the newest first.
    pub newest_works: Arc<[WorkId]>,
    /// The statements of listed cases that rest on each work, by all that supports them.
    pub statements_by_work: Vec<SupportCounts>,
    /// The same for each publisher.
    pub statements_by_publisher: Vec<SupportCounts>,
    /// Per case, the links to it from other listed cases.
    pub backlinks: Vec<Vec<Backlink>>,
    /// Publishers by label.
    pub publishers: Arc<Listing<Publisher>>,
    /// Taxonomies against each other, in the order of the configuration.
    pub matrices: Arc<[Matrix]>,
    /// The ways of the header, where they are configured.
    pub menu: Option<Arc<[Place]>>,
    /// The ways of the footer, where they are configured.
    pub footer: Option<Arc<[Place]>>,
    /// Everything that happened, the latest first.
    pub timeline: Arc<[Moment]>,
    /// What cases have in common.
    pub in_common: Arc<InCommon>,
    /// Files that are copied as they are.
    pub assets: Arc<[Asset]>,
    /// The day of the build; nothing is overdue where it is not known.
    pub today: Option<jiff::civil::Date>,
    /// Where the site lies in its repository: empty, or with a slash at its end.
    pub repository_folder: String,
}

impl Site {
    /// A case.
    pub fn case(&self, id: CaseId) -> &Case {
        self.cases.get(id.index())
    }

    /// A taxonomy.
    pub fn taxonomy(&self, id: TaxonomyId) -> &Taxonomy {
        &self.taxonomies[id.index()]
    }

    /// A term.
    pub fn term(&self, term: TermRef) -> &Term {
        self.taxonomy(term.taxonomy).term(term.term)
    }

    /// A work.
    pub fn work(&self, id: WorkId) -> &Work {
        self.works.get(id.index())
    }

    /// The statements that rest on a work, by all that supports them.
    pub fn statements_on(&self, id: WorkId) -> SupportCounts {
        self.statements_by_work[id.index()]
    }

    /// The statements that rest on the works of a publisher, by all that supports them.
    pub fn statements_on_publisher(&self, id: PublisherId) -> SupportCounts {
        self.statements_by_publisher[id.index()]
    }

    /// The links to a case from other cases.
    pub fn backlinks_of(&self, id: CaseId) -> &[Backlink] {
        &self.backlinks[id.index()]
    }

    /// The listed cases most like a case: [`InCommon::related`]; none where the site leaves them out.
    pub fn related(&self, id: CaseId) -> Vec<Related> {
        if self.config.writes(Output::Related) { self.in_common.related(id) } else { Vec::new() }
    }

    /// Terms that occur on the cases of a term: [`InCommon::occurs_with`]; none where the site leaves them out.
    pub fn occurs_with(&self, term: TermRef) -> Vec<(TaxonomyId, Vec<(TermId, u32)>)> {
        if self.config.writes(Output::Related) { self.in_common.occurs_with(term) } else { Vec::new() }
    }

    /// Has a work a page of its own, beside its place on the page of its publisher? Where several cases cite it,
    /// unless the site is without such pages: what rests on the source of one case stands on the page of that case.
    pub fn has_page(&self, id: WorkId) -> bool {
        self.work(id).uses.len() > 1 && self.config.writes(Output::Works)
    }

    /// Has a term a page? Not one that only unlisted cases brought in.
    pub fn has_term_page(&self, term: TermRef) -> bool {
        self.taxonomy(term.taxonomy).terms.shows(term.term.index())
    }

    /// A publisher.
    pub fn publisher(&self, id: PublisherId) -> &Publisher {
        self.publishers.get(id.index())
    }

    /// A page of its own.
    pub fn free_page(&self, id: FreePageId) -> &FreePage {
        &self.pages[id.index()]
    }

    /// The page of its own that explains how it works: the one named `method`.
    pub fn method(&self) -> Option<&FreePage> {
        self.pages.iter().find(|page| page.route == "method").map(AsRef::as_ref)
    }

    /// A matrix.
    pub fn matrix(&self, id: MatrixId) -> &Matrix {
        &self.matrices[id.index()]
    }

    /// A cell of a matrix.
    pub fn cell(&self, id: CellRef) -> &Cell {
        &self.matrix(id.matrix).cells[id.cell.index()]
    }

    /// A question of the home page.
    pub fn question(&self, id: QuestionId) -> &Question {
        &self.config.questions[id.index()]
    }

    /// A file that is copied.
    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[id.index()]
    }

    /// When something happened.
    pub fn date_of(&self, moment: &Moment) -> Option<&PartialDate> {
        match self.event_of(moment) {
            Some(event) => Some(&event.date),
            None => self.case(moment.case).date.as_ref(),
        }
    }

    /// The event that happened; none where it is a case as a whole.
    pub fn event_of(&self, moment: &Moment) -> Option<&Event> {
        self.case(moment.case).events.get(moment.event?)
    }

    /// Ids of all listed cases, by slug.
    pub fn case_ids(&self) -> impl Iterator<Item = CaseId> + use<> {
        (0..self.cases.len()).map(CaseId::from_index)
    }

    /// Ids of all cases that have a page, the unlisted ones behind the others.
    pub fn case_ids_with_unlisted(&self) -> impl Iterator<Item = CaseId> + '_ {
        let all = self.cases.all().iter().enumerate();
        all.filter(|(_, case)| case.term.is_none()).map(|(index, _)| CaseId::from_index(index))
    }

    /// What is said of a term beyond its name, where something is.
    pub fn record(&self, term: TermRef) -> Option<&Case> {
        self.term(term).record.map(|id| self.case(id))
    }

    /// The fields that a case may have, or the term that it is said of.
    pub fn fields_of(&self, case: &Case) -> &[OwnField] {
        case.term.map_or(&self.config.fields, |term| &self.taxonomy(term.taxonomy).fields)
    }

    /// The publishers of the sources of a case, in the site's order.
    pub fn publishers_of(&self, case: &Case) -> BTreeSet<PublisherId> {
        case.sources.iter().map(|source| self.work(source.work).publisher).collect()
    }

    /// The values of a case, or of a term, under the site's own fields, in the order of their declaration.
    pub fn values_of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = (&'a OwnField, &'a FieldValue)> {
        let fields = self.fields_of(case).iter().zip(&case.fields);
        fields.flat_map(|(field, values)| values.iter().map(move |value| (field, value)))
    }

    /// Ids of all matrices, in the order of the configuration.
    pub fn matrix_ids(&self) -> impl Iterator<Item = MatrixId> + use<> {
        (0..self.matrices.len()).map(MatrixId::from_index)
    }

    /// Are there Atom feeds? They need absolute addresses.
    pub fn has_feeds(&self) -> bool {
        self.config.base_url.is_some() && self.config.writes(Output::Feeds)
    }

    /// The taxonomies that share the terms of one.
    pub fn roles_of(&self, owner: TaxonomyId) -> impl Iterator<Item = TaxonomyId> + '_ {
        self.taxonomy_ids().filter(move |id| self.taxonomy(*id).terms_of == Some(owner))
    }

    /// The term itself, where another is one in a role.
    pub fn owned(&self, term: TermRef) -> TermRef {
        TermRef { taxonomy: self.taxonomy(term.taxonomy).terms_of.unwrap_or(term.taxonomy), ..term }
    }

    /// The cases of a term by the role in which they have it: for each, which and how many. One group where its taxonomy
    /// has no roles.
    pub fn roles_of_term(&self, owned: TermRef) -> impl Iterator<Item = (TaxonomyId, usize)> + '_ {
        let first = (owned.taxonomy, self.term(owned).direct);
        let in_roles = self.roles_of(owned.taxonomy).map(move |role| {
            let cases = &self.term(TermRef { taxonomy: role, ..owned }).cases;
            (role, cases.len())
        });
        std::iter::once(first).chain(in_roles).filter(|(_, count)| *count > 0)
    }

    /// Where the cases of a term in a role begin in the list on its page; nothing where there are none, or it is in no role.
    pub fn place_of_role(&self, term: TermRef) -> Option<usize> {
        self.taxonomy(term.taxonomy).terms_of?;
        let mut place = 0;
        for (role, count) in self.roles_of_term(self.owned(term)) {
            if role == term.taxonomy {
                return Some(place);
            }
            place += count;
        }
        None
    }

    /// The cases of a term in the order of its page: by role, the newest first.
    pub fn cases_by_role(&self, owned: TermRef) -> Vec<(TaxonomyId, CaseId)> {
        let mut all = Vec::new();
        for (role, _) in self.roles_of_term(owned) {
            let in_role = TermRef { taxonomy: role, ..owned };
            let is_direct = |case: &&CaseId| {
                let given = self.case(**case).terms_of(role);
                let taxonomy = self.taxonomy(role);
                given.iter().any(|term| *term == owned.term || taxonomy.term(*term).broader.contains(&owned.term))
            };
            all.extend(self.term(in_role).cases.iter().filter(is_direct).map(|case| (role, *case)));
        }
        all
    }

    /// The terms that a case gives for a taxonomy; where others share its terms, also those that it gives there.
    pub fn terms_of_case<'a>(&'a self, case: &'a Case, taxonomy: TaxonomyId) -> impl Iterator<Item = TermId> + 'a {
        let in_roles = self.roles_of(taxonomy).enumerate().flat_map(move |(index, role)| {
            let is_new = move |term: &&TermId| {
                let mut before = self.roles_of(taxonomy).take(index);
                !case.terms_of(taxonomy).contains(term) && !before.any(|role| case.terms_of(role).contains(term))
            };
            case.terms_of(role).iter().filter(is_new)
        });
        case.terms_of(taxonomy).iter().chain(in_roles).copied()
    }

    /// The taxonomies that own their terms: all but roles.
    pub fn owners(&self) -> impl Iterator<Item = TaxonomyId> + '_ {
        self.taxonomy_ids().filter(|id| self.taxonomy(*id).terms_of.is_none())
    }

    /// The terms of the site, in the order of their vocabularies. What occurs in a role is a term of the taxonomy that owns
    /// it.
    pub fn terms(&self) -> impl Iterator<Item = TermRef> + '_ {
        let of = |taxonomy| self.taxonomy(taxonomy).order.iter().map(move |term| TermRef { taxonomy, term: *term });
        self.owners().flat_map(of)
    }

    /// The terms that a case carries, in whatever role, and the broader ones.
    pub fn all_terms_of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = TermRef> + 'a {
        self.taxonomy_ids().zip(case.terms.iter()).flat_map(move |(taxonomy, terms)| {
            let broader = move |term: &TermId| self.taxonomy(taxonomy).term(*term).broader.iter().copied();
            let all = terms.iter().flat_map(move |term| std::iter::once(*term).chain(broader(term)));
            all.map(move |term| self.owned(TermRef { taxonomy, term }))
        })
    }

    /// The path of the file that a term has of its own.
    pub fn file_of(&self, term: TermRef) -> Option<String> {
        let of_term = self.term(term);
        of_term.has_file.then(|| term_path(&self.taxonomy(term.taxonomy).vocabulary, of_term.id.as_str()))
    }

    /// The fields that vocabularies declare for their terms; those of one name in several of them again and again.
    pub fn fields_of_terms(&self) -> impl Iterator<Item = &OwnField> {
        self.owners().flat_map(|id| &self.taxonomy(id).fields)
    }

    /// Ids of all taxonomies, in the site's order.
    pub fn taxonomy_ids(&self) -> impl Iterator<Item = TaxonomyId> + use<> {
        (0..self.taxonomies.len()).map(TaxonomyId::from_index)
    }
}

/// A work that at least one case lists as a source. One that only unlisted cases list has no uses.
#[derive(Debug)]
pub struct Work {
    /// Its name in addresses and anchors.
    pub slug: Slug,
    /// As the first case in order describes it.
    pub source: Arc<Source>,
    /// Its publisher.
    pub publisher: PublisherId,
    /// Its place among the works of its publisher, where a listed case lists it.
    pub position: usize,
    /// Its own kind, else its publisher's.
    pub kind: SourceKind,
    /// Is it independent in the judgement of every case that lists it?
    pub independent: bool,
    /// The listed cases that list it, by slug.
    pub uses: Vec<WorkUse>,
    /// What is said of terms that lists it: by the ids of [`Case`]s that are none.
    pub of_terms: Vec<WorkUse>,
}

/// A case that lists a work.
#[derive(Debug, Clone, Copy)]
pub struct WorkUse {
    /// Which case.
    pub case: CaseId,
    /// Index into its sources.
    pub source: usize,
}

/// Who published works.
#[derive(Debug)]
pub struct Publisher {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name for people.
    pub label: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it mostly brings out.
    pub kind: Option<SourceKind>,
    /// Where it publishes, as [`super::host_name`] gives them; the hosts below them count too.
    pub hosts: Vec<String>,
    /// Its works, newest first.
    pub works: Vec<WorkId>,
    /// How many cases cite one of them.
    pub cases: usize,
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Where it goes.
    pub route: String,
    /// Where it lies.
    pub path: std::path::PathBuf,
    /// Where it lies in the site's folder, with `/`: for messages.
    pub source: String,
    /// Width and height of a picture in pixels, where they are known.
    pub size: Option<(u32, u32)>,
}
