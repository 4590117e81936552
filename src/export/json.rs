//! `data/cases.json`, with everything the model knows of every case, and the other forms of a case beside its page.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::checked::CheckData;
use crate::addresses::route;
use crate::export::{self, Selection, case_file};
use crate::model::config::CaseFile;
use crate::model::{Bibliographic, Case, CaseId, CaseSource, Picture, Site, Source, SourceKind, Visibility};
use crate::publication::Publication;
use crate::schema::case::alias_text;
use crate::schema::{Key, Listed, Pairs, SOURCE, Shape, own};
use crate::yaml;

/// The picture of a case.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum ImageData<'a> {
    /// Its route.
    Route(&'a str),
    /// With what is said of it.
    Picture {
        /// Its route.
        src: &'a str,
        /// What it shows.
        #[serde(skip_serializing_if = "Option::is_none")]
        alt: Option<&'a str>,
        /// What stands below it.
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<&'a str>,
        /// Whose it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        credit: Option<&'a str>,
    },
}

impl<'a> ImageData<'a> {
    fn of(picture: &'a Picture) -> Self {
        if picture.is_plain() {
            return ImageData::Route(&picture.route);
        }
        ImageData::Picture {
            src: &picture.route,
            alt: picture.alt.as_deref(),
            caption: picture.caption.as_deref(),
            credit: picture.credit.as_deref(),
        }
    }
}

/// A case as data.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Case")]
struct CaseData<'a> {
    slug: &'a str,
    title: &'a str,
    /// Address of its page, relative to the site's root.
    page: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    summary: &'a str,
    date: Option<&'a str>,
    added: Option<&'a str>,
    reviewed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "is_listed")]
    draft: Visibility,
    /// Old addresses: slugs, or routes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    authors: &'a [String],
    /// A route; or, where more is said of it, a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageData<'a>>,
    /// By taxonomy.
    #[schemars(with = "BTreeMap<String, Vec<TermData>>")]
    terms: serde_json::Map<String, serde_json::Value>,
    /// Values of the site's own fields, by field.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    #[schemars(with = "BTreeMap<String, Vec<serde_json::Map<String, serde_json::Value>>>")]
    fields: serde_json::Map<String, serde_json::Value>,
    evidence: EvidenceData<'a>,
    /// Markdown before the first section.
    #[serde(skip_serializing_if = "String::is_empty")]
    lead: String,
    sections: Vec<SectionData<'a>>,
    /// In the order of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statements: Vec<StatementData<'a>>,
    sources: Vec<SourceData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<EventData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<CorrectionData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allow: Vec<AllowData<'a>>,
    related: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<serde_json::Value>,
}

/// A term.
#[derive(Serialize, JsonSchema)]
struct TermData<'a> {
    id: &'a str,
    label: &'a str,
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
    newest: Option<&'a str>,
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

/// What a source says under the keys of its table: those that the struct does not have itself.
struct SaidData<'a>(Pairs<'a>);

/// Keys of a source whose values are worked out where it says nothing.
const JUDGED: [&str; 4] = ["id", "publisher", "kind", "independent"];

impl<'a> SaidData<'a> {
    fn of(source: &'a Source) -> Self {
        let pairs = SOURCE.pairs(Listed { id: "", publisher: "", source });
        SaidData(pairs.into_iter().filter(|(key, _)| !JUDGED.contains(key)).collect())
    }
}

impl Serialize for SaidData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value.to_json())))
    }
}

fn said_schema(_: &mut SchemaGenerator) -> Schema {
    let keys = SOURCE.keys().filter(|key| !JUDGED.contains(&key.name));
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
            _ => serde_json::json!({ "type": "string" }),
        };
        schema["description"] = key.meaning.into();
        (key.name.to_owned(), schema)
    };
    keys.into_iter().map(property).collect()
}

#[derive(Serialize, JsonSchema)]
struct EventData<'a> {
    date: &'a str,
    text: &'a str,
    /// By id; a passage as `id#passage`.
    sources: Vec<Cow<'a, str>>,
}

#[derive(Serialize, JsonSchema)]
struct AllowData<'a> {
    code: &'a str,
    reason: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct CorrectionData<'a> {
    date: &'a str,
    note: &'a str,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_listed(visibility: &Visibility) -> bool {
    *visibility == Visibility::Listed
}

/// The schema of a case as data.
pub fn case_schema(generator: &mut SchemaGenerator) -> Schema {
    generator.root_schema_for::<CaseData<'static>>()
}

/// Write cases, by slug.
///
/// They are written one by one, so that they are never all in memory. Dates are EDTF, terms `{id, label}`, texts
/// Markdown whose links read from where the case's own file would lie. Everything that `casebook import` needs to make
/// the same case again is there; what can be derived (evidence, relations) is there for others.
pub fn cases_json(
    publication: Publication<'_>,
    selection: &Selection,
    out: &mut dyn Write,
) -> Result<(), serde_json::Error> {
    let config = &publication.site.config;
    let head = serde_json::json!({
        "title": config.title,
        "description": config.description,
        "licence": config.licence,
        "url": config.base_url,
    });
    let text = serde_json::to_string_pretty(&head)?;
    let open = text.trim_end_matches(['}', '\n']);
    write!(out, "{open},\n  \"cases\": [").map_err(serde_json::Error::io)?;
    for (index, id) in selection.cases.iter().enumerate() {
        let separator = if index == 0 { "\n" } else { ",\n" };
        out.write_all(separator.as_bytes()).map_err(serde_json::Error::io)?;
        let case = case_json(publication, *id)?;
        out.write_all(case.as_bytes()).map_err(serde_json::Error::io)?;
    }
    out.write_all(b"\n  ]\n}\n").map_err(serde_json::Error::io)
}

/// A case as one line of JSON. Characters that reorder the text around them are escaped, for whoever looks at the
/// file itself.
fn case_json(publication: Publication<'_>, id: CaseId) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string(&case_data(publication, id))?;
    let reorders = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(reorders) {
        return Ok(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if reorders(c) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    Ok(escaped)
}

/// A case in another form.
pub fn case_file(publication: Publication<'_>, id: CaseId, file: CaseFile, out: &mut dyn Write) -> io::Result<()> {
    let case = publication.site.case(id);
    match file {
        CaseFile::Json => {
            out.write_all(case_json(publication, id)?.as_bytes())?;
            out.write_all(b"\n")?;
        }
        CaseFile::Md => out.write_all(case_file::write(publication.site, case).as_bytes())?,
        CaseFile::Bib => export::bibtex::write(export::of_case(publication.site, case), out)?,
        CaseFile::Ris => export::ris::write(export::of_case(publication.site, case), out)?,
        CaseFile::CslJson => export::csl_json::write(export::of_case(publication.site, case), out)?,
    }
    Ok(())
}

fn case_data(publication: Publication<'_>, id: CaseId) -> CaseData<'_> {
    let site = publication.site;
    let case = site.case(id);
    let terms =
        site.taxonomy_ids().zip(case.terms.iter()).filter(|(_, terms)| !terms.is_empty()).map(|(taxonomy, terms)| {
            let taxonomy = site.taxonomy(taxonomy);
            let one = |id: &crate::model::TermId| {
                let term = taxonomy.term(*id);
                serde_json::json!(TermData { id: term.id.as_str(), label: &term.label })
            };
            (taxonomy.id.clone(), terms.iter().map(one).collect())
        });
    let body = case_file::Body::of(site, case);
    CaseData {
        slug: case.slug.as_str(),
        title: &case.title,
        page: publication.href(route::case(site, id)),
        url: publication.absolute(&route::case(site, id)),
        summary: &case.summary,
        date: case.date.as_ref().map(|date| date.as_str()),
        added: case.added.as_ref().map(|date| date.as_str()),
        reviewed: case.reviewed.as_ref().map(|date| date.as_str()),
        lang: case.lang.as_deref(),
        draft: case.visibility,
        aliases: case.aliases.iter().map(|alias| alias_text(&alias.value)).collect(),
        authors: &case.authors,
        image: case.image.as_ref().map(ImageData::of),
        terms: terms.collect(),
        fields: own::records(&site.config.fields, case).map(|(id, value)| (id.to_owned(), value.to_json())).collect(),
        evidence: EvidenceData {
            statements: case.evidence.support.statements(),
            independent_statements: case.evidence.support.independent,
            other_statements: case.evidence.support.other,
            uncited_statements: case.evidence.support.none,
            cited: case.evidence.support.cited(),
            quoting_statements: case.evidence.quoting,
            publishers: case.evidence.publishers,
            independent_sources: case.evidence.independent_sources,
            newest: case.evidence.newest.as_ref().map(|date| date.as_str()),
        },
        lead: body.lead,
        sections: sections(case, body.sections),
        statements: statements(site, case),
        sources: sources(publication, id),
        events: case
            .events
            .iter()
            .map(|event| EventData {
                date: event.date.as_str(),
                text: &event.text,
                sources: case.cited_by(&event.sources, &event.passages),
            })
            .collect(),
        corrections: case
            .corrections
            .iter()
            .map(|correction| CorrectionData { date: correction.date.as_str(), note: &correction.note })
            .collect(),
        allow: case
            .allow
            .iter()
            .map(|allowed| AllowData { code: allowed.code.name(), reason: &allowed.reason })
            .collect(),
        related: case.related.iter().map(|related| site.case(related.case).slug.as_str()).collect(),
        extra: case.extra.as_ref().map(yaml::to_json),
    }
}

fn sections(case: &Case, parts: Vec<case_file::Section>) -> Vec<SectionData<'_>> {
    let section = |(section, part): (&crate::model::Section, case_file::Section)| {
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
    for citation in &case.citations {
        let Some(of_statement) = citation.statement().and_then(|index| statements.get_mut(index)) else { continue };
        for source in &citation.sources {
            let id = case.sources[*source].id.as_str();
            if !of_statement.sources.contains(&id) {
                of_statement.sources.push(id);
            }
        }
    }
    statements
}

/// The sources in the order of the citation list.
fn sources(publication: Publication<'_>, id: CaseId) -> Vec<SourceData<'_>> {
    let case = publication.site.case(id);
    let mut statements: Vec<Vec<usize>> = vec![Vec::new(); case.sources.len()];
    for citation in &case.citations {
        for source in &citation.sources {
            statements[*source].extend(citation.statement());
        }
    }
    for of_source in &mut statements {
        of_source.dedup();
    }
    case.entries.iter().map(|index| source_data(publication, case, *index, statements[*index].len())).collect()
}

fn source_data<'a>(publication: Publication<'a>, case: &'a Case, index: usize, statements: usize) -> SourceData<'a> {
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
        said: SaidData::of(&source.source),
        statements,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::CASE;

    #[test]
    fn every_key_of_a_case_and_a_source_is_written() {
        let mut generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
        let schema = case_schema(&mut generator).to_value();
        for key in CASE.keys() {
            assert!(schema["properties"].get(key.name).is_some(), "{}", key.name);
        }
        for key in SOURCE.keys() {
            assert!(schema["$defs"]["SourceData"]["properties"].get(key.name).is_some(), "{}", key.name);
        }
    }
}
