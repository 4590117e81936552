//! The page that lists the site's data files with their sizes and checksums.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::addresses::route;
use crate::export::{DataFile, Rdf, References, licence};
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::parts::json_ld::{Place, day, object};
use crate::render::parts::links::from_home;
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};

/// What data the site offers.
pub static DATA_INDEX: Kind = Kind {
    name: "data",
    pages: |pages| {
        if pages.site.config.writes(Output::Data) {
            pages.page(route::DATA, Subject::AllData);
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "data.html",
        value: Some(value!("data", DataView, view)),
        title: |renderer, _| Some(renderer.word("data.title").to_owned()),
        description: |renderer, _| Some(renderer.word("data.lead").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        linked_data: LinkedData::As(linked_data),
        ..Framed::BARE
    }),
    ..KIND
};

/// `data`
#[derive(Debug, Serialize, JsonSchema)]
pub struct DataView {
    /// What the licence is, as configured.
    pub licence: Option<String>,
    /// Where the licence stands, where that is known.
    pub licence_url: Option<String>,
    /// The forms in which each case stands beside its page: `cases/SLUG.json`, …
    pub case_files: Vec<String>,
    /// The files, by what they are.
    pub groups: Vec<DataGroup>,
}

/// Files of one kind.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DataGroup {
    /// `cases`, `vocabularies` or `descriptions`: for an anchor.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What they are.
    pub about: String,
    /// The files.
    pub files: Vec<DataFileView>,
}

/// A file of data.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DataFileView {
    /// Its path below `data/`.
    pub name: String,
    /// Address.
    pub href: String,
    /// What it holds.
    pub about: String,
    /// `CSV`, `JSON`, …
    pub format: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Its size for people: `12 kB`.
    pub size: String,
    /// Its size in bytes.
    pub bytes: u64,
}

fn view(renderer: &Renderer, _: &Page) -> DataView {
    let configured = renderer.site.config.licence.as_deref();
    let groups = GROUPS.iter().map(|(group, id, title, about)| DataGroup {
        id,
        title: renderer.word(title).to_owned(),
        about: renderer.word(about).to_owned(),
        files: DataFile::all(&renderer.site)
            .into_iter()
            .filter(|file| group_of(*file) == *group)
            .filter_map(|file| file_view(renderer, file))
            .collect(),
    });
    DataView {
        licence: configured.map(ToOwned::to_owned),
        licence_url: configured.and_then(|configured| licence(configured).url),
        case_files: renderer
            .site
            .config
            .case_files
            .iter()
            .map(|file| format!("cases/SLUG.{}", file.extension()))
            .collect(),
        groups: groups.filter(|group| !group.files.is_empty()).collect(),
    }
}

/// What files are about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Cases,
    Bibliography,
    Vocabularies,
    Descriptions,
}

/// Each with its anchor, and the words for its heading and for what it is.
const GROUPS: [(Group, &str, &str, &str); 4] = [
    (Group::Cases, "cases", "data.groups.cases", "data.group_about.cases"),
    (Group::Bibliography, "bibliography", "data.groups.bibliography", "data.group_about.bibliography"),
    (Group::Vocabularies, "vocabularies", "data.groups.vocabularies", "data.group_about.vocabularies"),
    (Group::Descriptions, "descriptions", "data.groups.descriptions", "data.group_about.descriptions"),
];

fn group_of(file: DataFile) -> Group {
    match file {
        DataFile::CasesJson
        | DataFile::CasesCsv
        | DataFile::SourcesCsv
        | DataFile::CitationsCsv
        | DataFile::PassagesCsv
        | DataFile::ValuesCsv => Group::Cases,
        DataFile::Bibliography(_) => Group::Bibliography,
        DataFile::TermsCsv | DataFile::Vocabulary(..) => Group::Vocabularies,
        DataFile::Package | DataFile::Schema(_) | DataFile::Sums => Group::Descriptions,
    }
}

fn file_view(renderer: &Renderer, file: DataFile) -> Option<DataFileView> {
    let digest = renderer.digests().get(renderer.publication(), file)?;
    let about = renderer.word(file.described());
    Some(DataFileView {
        name: file.path(&renderer.site),
        href: file.route(&renderer.site),
        about: match file {
            DataFile::Vocabulary(id, _) => format!("{} – {about}", renderer.site.taxonomy(id).plural),
            _ => about.to_owned(),
        },
        format: format_of(file),
        media_type: file.media_type(),
        size: size(digest.bytes),
        bytes: digest.bytes,
    })
}

fn format_of(file: DataFile) -> &'static str {
    match file {
        DataFile::CasesJson => "JSON",
        DataFile::CasesCsv
        | DataFile::SourcesCsv
        | DataFile::CitationsCsv
        | DataFile::PassagesCsv
        | DataFile::ValuesCsv
        | DataFile::TermsCsv => "CSV",
        DataFile::Bibliography(References::Bib) => "BibLaTeX",
        DataFile::Bibliography(References::Ris) => "RIS",
        DataFile::Bibliography(References::CslJson) => "CSL-JSON",
        DataFile::Vocabulary(_, Rdf::JsonLd) => "JSON-LD",
        DataFile::Vocabulary(_, Rdf::Turtle) => "Turtle",
        DataFile::Package => "Data Package",
        DataFile::Schema(_) => "JSON Schema",
        DataFile::Sums => "SHA-256",
    }
}

/// A size in whole numbers, which every language writes alike: `740 B`, `12 kB`.
fn size(bytes: u64) -> String {
    let units = [("B", 1), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];
    let (unit, of) = units.into_iter().rev().find(|(_, of)| bytes >= *of).unwrap_or(units[0]);
    format!("{} {unit}", (bytes + of / 2) / of)
}

/// The site as a data set, with every file that it can be taken away in.
#[expect(clippy::unnecessary_wraps, reason = "it is what a kind of page is asked for")]
fn linked_data(renderer: &Renderer, page: &Page) -> Option<Value> {
    let at = Place::of(renderer, page);
    let site = &renderer.site;
    let address = at.address(&page.route);
    let own = site.config.description.as_str();
    let description = if own.is_empty() { renderer.word("data.lead") } else { own };
    let configured = site.config.licence.as_deref().map(licence);
    let dates = site.cases.iter().filter_map(|case| case.date.as_ref());
    let years = dates
        .clone()
        .map(|date| date.year())
        .min()
        .zip(dates.map(|date| date.end().map_or(date.year(), |end| end.year)).max());
    let changed = site.cases.iter().filter_map(|case| case.last_changed()).max();
    Some(object([
        ("@type", json!("Dataset")),
        ("@id", json!(address)),
        ("url", json!(address)),
        ("name", json!(site.config.title)),
        ("description", json!(description)),
        ("inLanguage", json!(site.config.language.value)),
        ("license", configured.and_then(|known| known.url).map_or_else(|| at.licence(), |url| json!(url))),
        ("isAccessibleForFree", json!(true)),
        ("creator", at.organisation()),
        ("publisher", at.organisation()),
        ("dateModified", day(changed)),
        ("temporalCoverage", json!(years.map(|(first, last)| format!("{first:04}/{last:04}")))),
        ("keywords", site.taxonomies.iter().map(|taxonomy| json!(taxonomy.plural)).collect()),
        ("isPartOf", at.site(false)),
        ("distribution", distribution(renderer, &at)),
    ]))
}

/// Every file but the list of checksums, which each file has here.
fn distribution(renderer: &Renderer, at: &Place<'_>) -> Value {
    let files = DataFile::all(&renderer.site).into_iter().filter(|file| *file != DataFile::Sums);
    files.filter_map(|file| download(renderer, at, file)).collect()
}

fn download(renderer: &Renderer, at: &Place<'_>, file: DataFile) -> Option<Value> {
    let digest = renderer.digests().get(renderer.publication(), file)?;
    Some(json!({
        "@type": "DataDownload",
        "name": file.path(&renderer.site),
        "description": renderer.word(file.described()),
        "contentUrl": at.address(&file.route(&renderer.site)),
        "encodingFormat": file.media_type(),
        "contentSize": format!("{} B", digest.bytes),
        "sha256": digest.sha256,
    }))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_rounded() {
        for (bytes, text) in [(0, "0 B"), (999, "999 B"), (1_499, "1 kB"), (1_500, "2 kB"), (12_300_000, "12 MB")] {
            assert_eq!(size(bytes), text);
        }
    }
}
