//! RIS (Reference Manager): `TY  - JOUR`, one field a line, `ER  - ` at the end.

use super::{Draft, NO_KEY, page_range};
use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::{PartialDate, Spanned, names};
use crate::schema::fields::Findings;

/// Read records. A record without an `ID` gets none here: whoever asked for it proposes one.
pub fn parse(text: &str, findings: &mut Findings<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut open: Option<Draft> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let line = line.trim_start_matches('\u{feff}').trim_end();
        let Some((tag, value)) = line.split_once("  -") else {
            if !line.trim().is_empty() {
                let found = findings.at(Code::BibliographySyntax, &(start..start + line.len()), "this line is not RIS");
                findings.push(found.help("start each line with a tag, such as `TI  - `"));
            }
            continue;
        };
        let value = value.trim();
        let span = start..start + line.len();
        match (tag, &mut open) {
            ("TY", _) => {
                drafts.extend(open.take());
                let id = Spanned::new(String::new(), span.clone());
                open = Some(Draft { entry: span, id, work_type: type_of(value).to_owned(), ..Draft::default() });
            }
            ("ER", _) => drafts.extend(open.take()),
            (tag, Some(draft)) => field(draft, tag, value, span),
            (_, None) => {}
        }
    }
    drafts.extend(open);
    for draft in &mut drafts {
        let pages = [draft.variables.remove("page-first"), draft.variables.remove("page-last")];
        let pages = pages.into_iter().flatten().collect::<Vec<_>>().join("-");
        draft.set("page", Some(page_range(&pages)));
        if draft.id.value.is_empty() {
            NO_KEY.clone_into(&mut draft.id.value);
        }
    }
    drafts
}

fn field(draft: &mut Draft, tag: &str, value: &str, span: Span) {
    draft.entry.end = span.end;
    let text = || Some(value.to_owned());
    let spanned = || Some(Spanned::new(value.to_owned(), span.clone()));
    match tag {
        "ID" => draft.id = Spanned::new(value.to_owned(), span),
        "TI" | "T1" if draft.title.is_none() => draft.title = text(),
        "AU" | "A1" => draft.authors.extend(people(value)),
        "A2" | "ED" => draft.names.entry("editor".to_owned()).or_default().extend(people(value)),
        "A4" => draft.names.entry("translator".to_owned()).or_default().extend(people(value)),
        "T2" | "JO" | "JF" | "JA" | "BT" => draft.set("container-title", text()),
        "T3" => draft.set("collection-title", text()),
        "PB" if draft.work_type == "legal_case" => draft.set("authority", text()),
        "PB" => draft.set("publisher", text()),
        "CY" => draft.set("publisher-place", text()),
        "VL" => draft.set("volume", text()),
        "IS" => draft.set("issue", text()),
        "SP" => draft.set("page-first", text()),
        "EP" => draft.set("page-last", text()),
        "ET" => draft.set("edition", text()),
        "LA" => draft.set("language", text()),
        "M1" => draft.set("number", text()),
        "M3" => draft.set("genre", text()),
        "NV" => draft.set("number-of-volumes", text()),
        "ST" => draft.set("title-short", text()),
        "DO" => draft.doi = spanned(),
        "UR" | "L1" if draft.url.is_none() => draft.url = spanned(),
        "SN" if value.len() < 10 || value.contains('-') && value.len() == 9 => draft.set("ISSN", text()),
        "SN" => draft.isbn = spanned(),
        "N1" => draft.note = text(),
        "DA" | "PY" | "Y1" if draft.date.is_none() || tag == "DA" => {
            if let Some(date) = date(value) {
                draft.date = Some(Ok(date));
            } else if draft.date.is_none() {
                draft.date = Some(Err(Spanned::new(value.to_owned(), span)));
            }
        }
        "Y2" => draft.accessed = date(value),
        _ => {}
    }
}

/// `Doe, Jane, Jr.`: the suffix is last.
fn people(value: &str) -> Vec<names::Name> {
    match value.split(", ").collect::<Vec<_>>()[..] {
        [family, given, suffix] => names::parse(&format!("{family}, {suffix}, {given}")),
        _ => names::parse(value),
    }
}

/// `2025/05/13/`, `2025///`, `2025`.
fn date(value: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = value.split(['/', '-']).take(3).take_while(|part| !part.trim().is_empty()).collect();
    let padded =
        parts.iter().enumerate().map(|(i, part)| if i == 0 { (*part).to_owned() } else { format!("{part:0>2}") });
    PartialDate::parse(&padded.collect::<Vec<_>>().join("-")).ok()
}

fn type_of(tag: &str) -> &'static str {
    match tag {
        "JOUR" | "EJOUR" | "ABST" | "INPR" => "article-journal",
        "NEWS" => "article-newspaper",
        "MGZN" => "article-magazine",
        "BOOK" | "EBOOK" | "EDBOOK" | "SER" => "book",
        "CHAP" | "ECHAP" => "chapter",
        "CONF" | "CPAPER" => "paper-conference",
        "THES" => "thesis",
        "RPRT" | "GOVDOC" => "report",
        "CASE" => "legal_case",
        "STAT" | "LEGAL" => "legislation",
        "BILL" => "bill",
        "HEAR" => "hearing",
        "PAT" => "patent",
        "ELEC" | "WEB" | "ICOMM" => "webpage",
        "BLOG" => "post-weblog",
        "COMP" => "software",
        "DATA" => "dataset",
        "VIDEO" | "MPCT" => "motion_picture",
        "UNPB" | "MANSCPT" => "manuscript",
        _ => "document",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::names::Name;

    #[test]
    fn a_record_is_read() {
        let text = "TY  - JOUR\nID  - doe2025\nAU  - Doe, Jane\nAU  - Roe, Richard\nTI  - On examples\n\
                    T2  - Journal of Examples\nPY  - 2025/05/13/\nSP  - 3\nEP  - 9\nDO  - 10.1000/x\nER  - \n";
        let mut list = Vec::new();
        let mut findings = Findings { file: crate::files::FileId(0), list: &mut list };
        let drafts = parse(text, &mut findings);
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].authors.len(), 2);
        assert!(matches!(drafts[0].authors[0], Name::Person { .. }));
        assert_eq!(drafts[0].variables["page"], "3-9");
        assert!(list.is_empty());
    }
}
