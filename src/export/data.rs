//! The list of files in `data/`, and the selection of cases and sources that they are about.

use std::collections::HashSet;

use crate::model::{CaseId, Site, TaxonomyId, TermRef, WorkId};

/// What a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SchemaOf {
    /// `data/cases.json`.
    Cases,
    /// A case in it.
    Case,
    /// What editors write: the front matter of a case.
    FrontMatter,
}

impl SchemaOf {
    /// Every schema.
    pub const ALL: [SchemaOf; 3] = [SchemaOf::Cases, SchemaOf::Case, SchemaOf::FrontMatter];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            SchemaOf::Cases => "cases",
            SchemaOf::Case => "case",
            SchemaOf::FrontMatter => "front-matter",
        }
    }
}

/// A file of `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataFile {
    /// Every case, with all that is known of it.
    CasesJson,
    /// A row a case.
    CasesCsv,
    /// A row a work that cases cite.
    SourcesCsv,
    /// A row a pair of a statement and a source.
    CitationsCsv,
    /// A row a passage: words quoted from a source.
    PassagesCsv,
    /// A row a value of one of the site's own fields.
    ValuesCsv,
    /// A row a term.
    TermsCsv,
    /// Every source, for reference managers.
    Bibliography(References),
    /// A vocabulary as SKOS.
    Vocabulary(TaxonomyId, Rdf),
    /// What the tables mean, for programs (Data Package).
    Package,
    /// What a file must look like (JSON Schema).
    Schema(SchemaOf),
    /// The checksums of all others, as `sha256sum --check` reads them.
    Sums,
}

/// A form that reference managers read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum References {
    /// `BibLaTeX`.
    Bib,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
}

/// A way of writing RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rdf {
    /// JSON-LD 1.1.
    JsonLd,
    /// RDF 1.1 Turtle.
    Turtle,
}

impl DataFile {
    /// Every file of a site, in the order in which the data page lists them.
    pub fn all(site: &Site) -> Vec<DataFile> {
        let mut files = vec![
            DataFile::CasesJson,
            DataFile::CasesCsv,
            DataFile::SourcesCsv,
            DataFile::CitationsCsv,
            DataFile::PassagesCsv,
        ];
        if !site.config.fields.is_empty() {
            files.push(DataFile::ValuesCsv);
        }
        files.push(DataFile::TermsCsv);
        files.extend([References::Bib, References::Ris, References::CslJson].map(DataFile::Bibliography));
        let forms = [Rdf::Turtle, Rdf::JsonLd];
        files.extend(site.owners().flat_map(|id| forms.map(|form| DataFile::Vocabulary(id, form))));
        files.push(DataFile::Package);
        files.extend(SchemaOf::ALL.map(DataFile::Schema));
        files.push(DataFile::Sums);
        files
    }

    /// Its path below `data/`.
    pub fn path(self, site: &Site) -> String {
        match self {
            DataFile::CasesJson => "cases.json".to_owned(),
            DataFile::CasesCsv => "cases.csv".to_owned(),
            DataFile::SourcesCsv => "sources.csv".to_owned(),
            DataFile::CitationsCsv => "citations.csv".to_owned(),
            DataFile::PassagesCsv => "passages.csv".to_owned(),
            DataFile::ValuesCsv => "values.csv".to_owned(),
            DataFile::TermsCsv => "terms.csv".to_owned(),
            DataFile::Bibliography(References::Bib) => "bibliography.bib".to_owned(),
            DataFile::Bibliography(References::Ris) => "bibliography.ris".to_owned(),
            DataFile::Bibliography(References::CslJson) => "bibliography.json".to_owned(),
            DataFile::Vocabulary(id, Rdf::JsonLd) => format!("vocabularies/{}.jsonld", site.taxonomy(id).id),
            DataFile::Vocabulary(id, Rdf::Turtle) => format!("vocabularies/{}.ttl", site.taxonomy(id).id),
            DataFile::Package => "datapackage.json".to_owned(),
            DataFile::Schema(of) => format!("schema/{}.json", of.as_str()),
            DataFile::Sums => "SHA256SUMS".to_owned(),
        }
    }

    /// Its route.
    pub fn route(self, site: &Site) -> String {
        format!("data/{}", self.path(site))
    }

    /// The word of the theme that says what it is.
    pub fn described(self) -> &'static str {
        match self {
            DataFile::CasesJson => "data.about.cases_json",
            DataFile::CasesCsv => "data.about.cases_csv",
            DataFile::SourcesCsv => "data.about.sources_csv",
            DataFile::CitationsCsv => "data.about.citations_csv",
            DataFile::PassagesCsv => "data.about.passages_csv",
            DataFile::ValuesCsv => "data.about.values_csv",
            DataFile::TermsCsv => "data.about.terms_csv",
            DataFile::Bibliography(References::Bib) => "data.about.bib",
            DataFile::Bibliography(References::Ris) => "data.about.ris",
            DataFile::Bibliography(References::CslJson) => "data.about.csl_json",
            DataFile::Vocabulary(_, Rdf::JsonLd) => "data.about.json_ld",
            DataFile::Vocabulary(_, Rdf::Turtle) => "data.about.turtle",
            DataFile::Package => "data.about.package",
            DataFile::Schema(SchemaOf::Cases) => "data.about.schema_cases",
            DataFile::Schema(SchemaOf::Case) => "data.about.schema_case",
            DataFile::Schema(SchemaOf::FrontMatter) => "data.about.schema_front_matter",
            DataFile::Sums => "data.about.sums",
        }
    }

    /// Its media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            DataFile::CasesJson => "application/json",
            DataFile::CasesCsv
            | DataFile::SourcesCsv
            | DataFile::CitationsCsv
            | DataFile::PassagesCsv
            | DataFile::ValuesCsv
            | DataFile::TermsCsv => "text/csv",
            DataFile::Bibliography(References::Bib) => "application/x-bibtex",
            DataFile::Bibliography(References::Ris) => "application/x-research-info-systems",
            DataFile::Bibliography(References::CslJson) => "application/vnd.citationstyles.csl+json",
            DataFile::Vocabulary(_, Rdf::JsonLd) => "application/ld+json",
            DataFile::Vocabulary(_, Rdf::Turtle) => "text/turtle",
            DataFile::Package => "application/json",
            DataFile::Schema(_) => "application/schema+json",
            DataFile::Sums => "text/plain",
        }
    }
}

/// The cases that an export is about.
#[derive(Debug, Clone)]
pub struct Selection {
    /// By slug.
    pub cases: Vec<CaseId>,
    /// Are they all?
    is_whole: bool,
}

impl Selection {
    /// All cases.
    pub fn whole(site: &Site) -> Selection {
        Selection { cases: (0..site.cases.len()).map(CaseId::from_index).collect(), is_whole: true }
    }

    /// Some cases.
    pub fn of(cases: Vec<CaseId>) -> Selection {
        Selection { cases, is_whole: false }
    }

    /// The terms of which more is said than their vocabularies have room for, in their order; of some cases, those that
    /// they carry, and broader ones.
    pub fn terms(&self, site: &Site) -> Vec<TermRef> {
        let mut terms: Vec<TermRef> = site.terms().filter(|id| site.term(*id).is_told()).collect();
        if !self.is_whole {
            let carried: HashSet<TermRef> =
                self.cases.iter().flat_map(|id| site.all_terms_of(site.case(*id))).collect();
            terms.retain(|id| carried.contains(id));
        }
        terms
    }

    /// The works that its cases list, by slug.
    pub fn works(&self, site: &Site) -> Vec<WorkId> {
        let mut works: Vec<WorkId> = if self.is_whole {
            (0..site.works.len()).map(WorkId::from_index).collect()
        } else {
            self.cases.iter().flat_map(|id| site.case(*id).sources.iter().map(|source| source.work)).collect()
        };
        works.sort_unstable_by(|a, b| site.work(*a).slug.cmp(&site.work(*b).slug));
        works.dedup();
        works
    }
}
