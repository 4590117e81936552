//! What a case says, or a term in its text, as data: its text in parts, its statements, its sources.

use std::borrow::Cow;

use rustc_hash::FxHashSet;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::case_file;
use super::checked::CheckData;
use crate::model::{Bibliographic, Case, CaseSource, PartialDate, Resting, Section, Site, Source, SourceKind};
use crate::publication::Publication;
use crate::schema::{Key, Listed, Pairs, SOURCE, Shape};

/// A text with its sources.
#[derive(Serialize, JsonSchema)]
pub struct TextData<'a> {
    evidence: EvidenceData<'a>,
    /// Markdown before the first section.
    #[serde(skip_serializing_if = "String::is_empty")]
    lead: String,
    sections: Vec<SectionData<'a>>,
    /// In the order of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statements: Vec<StatementData<'a>>,
    sources: Vec<SourceData<'a>>,
}

impl<'a> TextData<'a> {
    /// Of a case, or of what is said of a term.
    pub fn of(publication: Publication<'a>, case: &'a Case) -> Self {
        let body = case_file::Body::of(publication.site, case);
        TextData {
            evidence: EvidenceData {
                statements: case.evidence.support.statements(),
                independent_statements: case.evidence.support.independent,
                other_statements: case.evidence.support.other,
                uncited_statements: case.evidence.support.none,
                cited: case.evidence.support.cited(),
                quoting_statements: case.evidence.quoting,
                publishers: case.evidence.publishers,
                independent_sources: case.evidence.independent_sources,
                newest: case.evidence.newest.as_ref().map(PartialDate::edtf),
            },
            lead: body.lead,
            sections: sections(case, body.sections),
            statements: statements(publication.site, case),
            sources: sources(publication, case),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct EvidenceData<'a> {
    /// Paragraphs and list items of its sections.
    statements: usize,
    /// Those that at least one independent source supports.
    independent_statements: usize,
    /// Those that only other sources support.
    other_statements: usize,
    /// Those that cite no source.
    uncited_statements: usize,
    /// Those that cite a source: `independent_statements` and `other_statements`.
    cited: usize,
    /// Those that cite a passage: words of a source.
    quoting_statements: usize,
    /// Publishers of the cited sources.
    publishers: usize,
    /// Cited sources that are independent of the organisation.
    independent_sources: usize,
    /// Date of the newest cited source.
    newest: Option<Cow<'a, str>>,
}

#[derive(Serialize, JsonSchema)]
struct SectionData<'a> {
    id: &'a str,
    title: &'a str,
    /// The heading in Markdown, where it has markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    markdown: String,
}

/// A paragraph or list item of a section: what sources support.
#[derive(Serialize, JsonSchema)]
struct StatementData<'a> {
    /// Its anchor in the page.
    id: Cow<'a, str>,
    /// Id of its section.
    section: &'a str,
    /// Plain text, without its citations.
    text: String,
    /// Ids of the sources that it cites.
    sources: Vec<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct SourceData<'a> {
    id: &'a str,
    work: &'a str,
    publisher: &'a str,
    kind: SourceKind,
    independent: bool,
    /// The host where it was read, where that is none of its publisher's.
    #[serde(skip_serializing_if = "Option::is_none")]
    reposted_at: Option<String>,
    #[serde(flatten)]
    #[schemars(schema_with = "said_schema")]
    said: SaidData<'a>,
    /// How many statements cite it.
    statements: usize,
    /// Its place in the front matter of the case, from 1; absent where it stands in `content/sources/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    /// What a check of sources saw of it, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<CheckData>,
    /// What the case itself says of kind and independence, where it does.
    #[serde(skip_serializing_if = "Stated::is_empty")]
    stated: Stated,
    #[serde(skip_serializing_if = "Option::is_none")]
    csl: Option<CslData<'a>>,
}

/// What is said of a source and not worked out from its publisher.
#[derive(Serialize, JsonSchema)]
struct Stated {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<SourceKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    independent: Option<bool>,
}

impl Stated {
    fn is_empty(&self) -> bool {
        self.kind.is_none() && self.independent.is_none()
    }
}

/// What a bibliography says beyond that, in the words of CSL.
#[derive(Serialize, JsonSchema)]
struct CslData<'a> {
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence_title: Option<&'a str>,
    variables: &'a std::collections::BTreeMap<String, String>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    names: &'a std::collections::BTreeMap<String, String>,
}

/// What a record says under the keys of its table: those that the struct does not have itself.
pub struct SaidData<'a>(pub Pairs<'a>);

/// Keys of a source whose values are worked out where it says nothing.
const JUDGED: [&str; 4] = ["id", "publisher", "kind", "independent"];

fn said_of(source: &Source) -> SaidData<'_> {
    let pairs = SOURCE.pairs(Listed { id: "", publisher: "", source });
    SaidData(pairs.into_iter().filter(|(key, _)| !JUDGED.contains(key)).collect())
}

impl Serialize for SaidData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value.to_json())))
    }
}

fn said_schema(_: &mut SchemaGenerator) -> Schema {
    keys_schema(SOURCE.keys().filter(|key| !JUDGED.contains(&key.name)))
}

/// The schema of what a record says under some keys of its table.
pub fn keys_schema<'a>(keys: impl IntoIterator<Item = &'a Key<'a>>) -> Schema {
    json_schema!({ "type": "object", "properties": said_properties(keys) })
}

fn said_properties<'a>(keys: impl IntoIterator<Item = &'a Key<'a>>) -> serde_json::Map<String, serde_json::Value> {
    let property = |key: &Key<'_>| {
        let mut schema = match key.shape {
            Shape::Choice(words) => serde_json::json!({ "type": "string", "enum": words() }),
            Shape::Flag => serde_json::json!({ "type": "boolean" }),
            Shape::Records(outline) => {
                let properties = said_properties(&outline().keys);
                serde_json::json!({ "type": "array", "items": { "type": "object", "properties": properties } })
            }
            shape if shape.is_list() => serde_json::json!({ "type": "array", "items": { "type": "string" } }),
            _ => serde_json::json!({ "type": "string" }),
        };
        schema["description"] = key.meaning.into();
        (key.name.to_owned(), schema)
    };
    keys.into_iter().map(property).collect()
}

fn sections(case: &Case, parts: Vec<case_file::Section>) -> Vec<SectionData<'_>> {
    let section = |(section, part): (&Section, case_file::Section)| {
        let heading = &case.body.headings[section.heading];
        SectionData {
            id: &heading.anchor,
            title: &heading.text,
            heading: Some(part.heading).filter(|written| *written != heading.text),
            markdown: part.markdown,
        }
    };
    case.body.sections.iter().zip(parts).map(section).collect()
}

fn statements<'a>(site: &'a Site, case: &'a Case) -> Vec<StatementData<'a>> {
    let text = case.text.get();
    let body = &case.body;
    let statement = |index: usize| StatementData {
        id: body.anchor(index),
        section: body.heading_of(index).map_or("", |heading| &heading.anchor),
        text: site.statement_text(case, &text, index),
        sources: Vec::new(),
    };
    let mut statements: Vec<StatementData<'_>> = (0..body.statements.len()).map(statement).collect();
    let mut known = FxHashSet::default();
    for Resting { source, statement, .. } in case.resting() {
        if known.insert((source, statement)) {
            statements[statement].sources.push(case.sources[source].id.as_str());
        }
    }
    statements
}

/// The sources in the order of the citation list.
fn sources<'a>(publication: Publication<'a>, case: &'a Case) -> Vec<SourceData<'a>> {
    case.entries.iter().map(|index| source_data(publication, case, *index)).collect()
}

fn source_data<'a>(publication: Publication<'a>, case: &'a Case, index: usize) -> SourceData<'a> {
    let source: &CaseSource = &case.sources[index];
    let work = publication.site.work(source.work);
    let publisher = publication.site.publisher(work.publisher);
    SourceData {
        id: source.id.as_str(),
        work: work.slug.as_str(),
        publisher: &publisher.label,
        kind: source.kind,
        independent: source.independent,
        reposted_at: publisher.reposted_at(&source.source),
        said: said_of(&source.source),
        statements: source.statements,
        position: (!source.is_shared).then_some(index + 1),
        check: CheckData::of(publication.site, &source.source),
        stated: Stated { kind: source.source.kind, independent: source.source.independent },
        csl: source.source.bibliographic.as_deref().map(|of_file| csl(of_file, source.source.title.as_deref())),
    }
}

fn csl<'a>(of_file: &'a Bibliographic, title: Option<&str>) -> CslData<'a> {
    CslData {
        r#type: &of_file.work_type,
        sentence_title: of_file.sentence_title.as_deref().filter(|sentence| Some(*sentence) != title),
        variables: &of_file.variables,
        names: &of_file.names,
    }
}
