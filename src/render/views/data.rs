//! `data`: every file of data with what it weighs and sums up to.

use super::super::Renderer;
use super::super::context::{DataFileView, DataGroup, DataView};
use crate::export::{DataFile, Rdf, References, licence};

/// `data`
pub fn data(r: &Renderer) -> DataView {
    let configured = r.site.config.licence.as_deref();
    let groups = GROUPS.iter().map(|(group, id, title, about)| DataGroup {
        id,
        title: r.word(title).to_owned(),
        about: r.word(about).to_owned(),
        files: DataFile::all(&r.site)
            .into_iter()
            .filter(|file| group_of(*file) == *group)
            .filter_map(|file| file_view(r, file))
            .collect(),
    });
    DataView {
        licence: configured.map(ToOwned::to_owned),
        licence_url: configured.and_then(|configured| licence(configured).url),
        case_files: r.site.config.case_files.iter().map(|file| format!("cases/SLUG.{}", file.extension())).collect(),
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
        DataFile::CasesJson | DataFile::CasesCsv | DataFile::SourcesCsv | DataFile::CitationsCsv => Group::Cases,
        DataFile::Bibliography(_) => Group::Bibliography,
        DataFile::Vocabulary(..) => Group::Vocabularies,
        DataFile::Package | DataFile::Schema(_) => Group::Descriptions,
    }
}

fn file_view(r: &Renderer, file: DataFile) -> Option<DataFileView> {
    let digest = r.digests().get(r.publication(), file)?;
    let about = r.word(file.described());
    Some(DataFileView {
        name: file.path(&r.site),
        href: file.route(&r.site),
        about: match file {
            DataFile::Vocabulary(id, _) => format!("{} – {about}", r.site.taxonomy(id).plural),
            _ => about.to_owned(),
        },
        format: format_of(file),
        media_type: file.media_type(),
        size: size(digest.bytes),
        bytes: digest.bytes,
        sha256: digest.sha256.clone(),
    })
}

fn format_of(file: DataFile) -> &'static str {
    match file {
        DataFile::CasesJson => "JSON",
        DataFile::CasesCsv | DataFile::SourcesCsv | DataFile::CitationsCsv => "CSV",
        DataFile::Bibliography(References::Bib) => "BibLaTeX",
        DataFile::Bibliography(References::Ris) => "RIS",
        DataFile::Bibliography(References::CslJson) => "CSL-JSON",
        DataFile::Vocabulary(_, Rdf::JsonLd) => "JSON-LD",
        DataFile::Vocabulary(_, Rdf::Turtle) => "Turtle",
        DataFile::Package => "Data Package",
        DataFile::Schema(_) => "JSON Schema",
    }
}

/// A size in whole numbers, which every language writes alike: `740 B`, `12 kB`.
fn size(bytes: u64) -> String {
    let units = [("B", 1), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];
    let (unit, of) = units.into_iter().rev().find(|(_, of)| bytes >= *of).unwrap_or(units[0]);
    format!("{} {unit}", (bytes + of / 2) / of)
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
