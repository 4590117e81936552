//! Bibliographies: BibLaTeX, CSL-JSON and RIS become [`ParsedSource`]s, cited like any other source.

mod biblatex;
mod csl_json;
mod dates;
mod draft;
mod entry_types;
mod extra;
mod inherit;
mod latex;
mod own;
mod people;
mod ris;
mod sentence;
mod symbols;
mod syntax;

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::files::Span;
use crate::schema::ParsedSource;
use crate::schema::fields::Findings;

pub use draft::NO_KEY;

/// A format of bibliographies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    Biblatex,
    /// CSL-JSON, as Zotero and Better BibTeX export it.
    CslJson,
    /// RIS.
    Ris,
}

impl Format {
    /// By the extension of a file's name.
    pub fn of_path(path: &str) -> Option<Format> {
        match path.rsplit_once('.')?.1 {
            "bib" => Some(Format::Biblatex),
            "json" => Some(Format::CslJson),
            "ris" => Some(Format::Ris),
            _ => None,
        }
    }

    /// By how a text begins: `[` or `{` is JSON, a line of `TY  - ` makes RIS, anything else BibLaTeX.
    pub fn of_text(text: &str) -> Format {
        let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        match start.as_bytes().first() {
            Some(b'[' | b'{') => Format::CslJson,
            _ if ris::is_ris(start) => Format::Ris,
            _ => Format::Biblatex,
        }
    }
}

/// Read a bibliography; of two entries with one key the first counts.
pub fn parse(text: &str, format: Format, findings: &mut Findings<'_>) -> Vec<ParsedSource> {
    let drafts = match format {
        Format::Biblatex => biblatex::parse(text, findings),
        Format::CslJson => csl_json::parse(text, findings),
        Format::Ris => ris::parse(text),
    };
    if drafts.is_empty() && findings.list.is_empty() && holds_text(text, format) {
        let end = text.trim_end().find('\n').unwrap_or(text.trim_end().len());
        let found = findings.at(Code::BibliographySyntax, &(0..end), "there is no entry in this bibliography");
        findings.push(found.help("export it again as BibTeX, RIS or CSL-JSON"));
    }
    let mut sources: Vec<ParsedSource> = Vec::new();
    let mut seen: HashMap<String, (usize, Span)> = HashMap::new();
    for draft in drafts {
        let entry = draft.entry.clone();
        let Some(parsed) = draft.finish(findings) else { continue };
        let key = parsed.id.value.to_string();
        if let Some((first, first_entry)) = seen.get(&key).filter(|_| key != NO_KEY) {
            let first = &sources[*first];
            let same = text[entry.clone()].split_whitespace().eq(text[first_entry.clone()].split_whitespace());
            let (message, help) = if same {
                (format!("the entry `{key}` is given twice"), "remove one of the two")
            } else {
                (
                    format!("the key `{key}` is given to another entry too; the first one counts"),
                    "give each entry a key of its own",
                )
            };
            let found = findings.at(Code::BibliographyEntry, &parsed.id.span, message).help(help);
            findings.push(found.related(findings.file, first.id.span.clone(), "first given here"));
            continue;
        }
        seen.insert(key, (sources.len(), entry));
        sources.push(parsed);
    }
    sources
}

/// Is there anything in a file that could have been meant as an entry? An empty list and comments are not.
fn holds_text(text: &str, format: Format) -> bool {
    match format {
        Format::CslJson => false,
        Format::Ris => !text.trim_start_matches('\u{feff}').trim().is_empty(),
        Format::Biblatex => {
            let mut lines = text.lines().map(|line| line.trim_start_matches('\u{feff}').trim());
            !text.contains('@') && lines.any(|line| !line.is_empty() && !line.starts_with('%'))
        }
    }
}
