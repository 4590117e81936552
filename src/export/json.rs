//! `data/cases.json`, with everything the model knows of every case and of terms with a text, and the other forms of a
//! case beside its page.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::said::TextData;
use super::term_file::TermFileData;
use crate::addresses::route;
use crate::export::{self, Selection, case_file};
use crate::model::config::CaseFile;
use crate::model::{CaseId, PartialDate, Picture, TermId, Visibility};
use crate::publication::Publication;
use crate::schema::case::alias_text;
use crate::schema::fields::{has_bidi, is_bidi};
use crate::schema::own;
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
    date: Option<Cow<'a, str>>,
    added: Option<Cow<'a, str>>,
    reviewed: Option<Cow<'a, str>>,
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
    #[serde(flatten)]
    text: TextData<'a>,
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
struct EventData<'a> {
    date: Cow<'a, str>,
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
    date: Cow<'a, str>,
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

/// Write cases, by slug, and the terms of which more is said than their vocabularies have room for.
///
/// They are written one by one, so that they are never all in memory. Dates are EDTF, the terms of a case `{id, label}`,
/// texts Markdown whose links read from where the file of the case or term would lie. Everything that `casebook import`
/// needs to make the same file again is there; what can be derived (evidence, relations) is there for others.
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
    lines(selection.cases.iter().map(|id| case_data(publication, *id)), out)?;
    write!(out, ",\n  \"terms\": [").map_err(serde_json::Error::io)?;
    lines(selection.terms(publication.site).into_iter().map(|id| TermFileData::of(publication, id)), out)?;
    out.write_all(b"\n}\n").map_err(serde_json::Error::io)
}

/// The items of a list and its end, each item on a line.
fn lines<T: Serialize>(items: impl Iterator<Item = T>, out: &mut dyn Write) -> Result<(), serde_json::Error> {
    for (index, item) in items.enumerate() {
        let separator = if index == 0 { "\n" } else { ",\n" };
        let line = line_of(&item)?;
        out.write_all(separator.as_bytes())
            .and_then(|()| out.write_all(line.as_bytes()))
            .map_err(serde_json::Error::io)?;
    }
    out.write_all(b"\n  ]").map_err(serde_json::Error::io)
}

/// One line of JSON. Characters that reorder the text around them are escaped, for whoever looks at the file itself.
fn line_of(data: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string(data)?;
    if !has_bidi(&text) {
        return Ok(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_bidi(c) {
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
            out.write_all(line_of(&case_data(publication, id))?.as_bytes())?;
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
            let one = |id: &TermId| {
                let term = taxonomy.term(*id);
                serde_json::json!(TermData { id: term.id.as_str(), label: &term.label })
            };
            (taxonomy.id.clone(), terms.iter().map(one).collect())
        });
    CaseData {
        slug: case.slug.as_str(),
        title: &case.title,
        page: publication.href(route::case(site, id)),
        url: publication.absolute(&route::case(site, id)),
        summary: &case.summary,
        date: case.date.as_ref().map(PartialDate::edtf),
        added: case.added.as_ref().map(PartialDate::edtf),
        reviewed: case.reviewed.as_ref().map(PartialDate::edtf),
        lang: case.lang.as_deref(),
        draft: case.visibility,
        aliases: case.aliases.iter().map(|alias| alias_text(&alias.value)).collect(),
        authors: &case.authors,
        image: case.image.as_ref().map(ImageData::of),
        terms: terms.collect(),
        fields: own::records(&site.config.fields, case).map(|(id, value)| (id.to_owned(), value.to_json())).collect(),
        text: TextData::of(publication, case),
        events: case
            .events
            .iter()
            .map(|event| EventData {
                date: event.date.edtf(),
                text: &event.text,
                sources: case.cited_by(&event.sources, &event.passages),
            })
            .collect(),
        corrections: case
            .corrections
            .iter()
            .map(|correction| CorrectionData { date: correction.date.edtf(), note: &correction.note })
            .collect(),
        allow: case
            .allow
            .iter()
            .map(|allowed| AllowData { code: allowed.code.name(), reason: &allowed.reason })
            .collect(),
        related: site.related(id).iter().map(|related| site.case(related.case).slug.as_str()).collect(),
        extra: case.extra.as_ref().map(yaml::to_json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::term_file::term_schema;
    use crate::schema::{CASE, SOURCE, TERM_FILE};

    #[test]
    fn every_key_of_a_case_a_source_and_a_term_is_written() {
        let generator = || schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
        let case = case_schema(&mut generator()).to_value();
        let term = term_schema(&mut generator()).to_value();
        for key in CASE.keys() {
            assert!(case["properties"].get(key.name).is_some(), "{}", key.name);
        }
        for key in TERM_FILE.keys() {
            assert!(term["properties"].get(key.name).is_some(), "{}", key.name);
        }
        for (schema, key) in [&case, &term].into_iter().flat_map(|schema| SOURCE.keys().map(move |key| (schema, key))) {
            assert!(schema["$defs"]["SourceData"]["properties"].get(key.name).is_some(), "{}", key.name);
        }
    }
}
