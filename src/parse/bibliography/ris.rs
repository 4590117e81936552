//! RIS (Reference Manager): `TY  - JOUR`, one field a line, `ER  - ` at the end.

use super::draft::{Draft, NO_KEY, page_range};
use crate::files::Span;
use crate::model::names::Name;
use crate::model::passage::passages_in;
use crate::model::{PartialDate, Spanned, names};

/// Read records, whatever stands before, between and behind them. A record without an `ID` gets none here: whoever
/// asked for it proposes one.
pub fn parse(text: &str) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut open: Option<(Draft, Vec<Field>)> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let span = offset..offset + line.trim_end().len();
        offset += line.len();
        match (tagged(line), &mut open) {
            (Some(("TY", value)), _) => {
                drafts.extend(open.take().map(finish));
                let id = Spanned::new(String::new(), span.clone());
                open = Some((
                    Draft { entry: span, id, work_type: type_of(value).to_owned(), ..Draft::default() },
                    Vec::new(),
                ));
            }
            (Some(("ER", _)), _) => drafts.extend(open.take().map(finish)),
            (Some((tag, value)), Some((_, fields))) => {
                fields.push(Field { tag: tag.to_owned(), value: value.to_owned(), span });
            }
            // A line without a tag goes on with the field before it.
            (None, Some((_, fields))) if !line.trim().is_empty() => {
                if let Some(last) = fields.last_mut() {
                    last.value = format!("{} {}", last.value, line.trim());
                    last.span.end = span.end;
                }
            }
            _ => {}
        }
    }
    drafts.extend(open.map(finish));
    drafts
}

/// Is there a record in a text?
pub fn is_ris(text: &str) -> bool {
    text.lines().any(|line| matches!(tagged(line), Some(("TY", value)) if value.len() <= 8))
}

/// A field as written.
struct Field {
    tag: String,
    value: String,
    span: Span,
}

/// Tag and value of `TI  - On examples`, also where a program wrote other spaces.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = rest.trim_start().strip_prefix('-')?;
    let is_set_off = rest.starts_with(' ') && (value.is_empty() || value.starts_with(char::is_whitespace));
    (is_tag && is_set_off).then(|| (tag, value.trim()))
}

fn finish((mut draft, fields): (Draft, Vec<Field>)) -> Draft {
    for Field { tag, value, span } in fields {
        field(&mut draft, &tag, &value, span);
    }
    let pages = [draft.variables.remove("page-first"), draft.variables.remove("page-last")];
    let mut pages: Vec<String> = pages.into_iter().flatten().collect();
    pages.dedup();
    draft.set("page", Some(page_range(&pages.join("-"))));
    if draft.id.value.is_empty() {
        NO_KEY.clone_into(&mut draft.id.value);
    }
    let goes_on = |names: &mut Vec<Name>| {
        if names.len() > 1
            && let Some(last) = names.last_mut()
            && matches!(last, Name::Literal(text) if names::is_others(text))
        {
            *last = Name::Others;
        }
    };
    goes_on(&mut draft.authors);
    draft.names.values_mut().for_each(goes_on);
    draft
}

fn field(draft: &mut Draft, tag: &str, value: &str, span: Span) {
    draft.entry.end = span.end;
    let text = || Some(value.to_owned());
    let spanned = || Some(Spanned::new(value.to_owned(), span.clone()));
    match tag {
        "ID" if !value.is_empty() => draft.id = Spanned::new(value.to_owned(), span),
        "TI" | "T1" | "CT" if draft.title.is_none() => draft.title = text(),
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
        "N1" => match passages_in(value) {
            (passages, rest) if passages.is_empty() => draft.note = Some(rest),
            (passages, _) => draft.passages.extend(passages),
        },
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

/// `Doe, Jane, Jr.`: the suffix is last. Some programs put all authors on one line: `Doe, Jane; Roe, Richard`,
/// `Doe, J., Roe, R.`
fn people(value: &str) -> Vec<Name> {
    if value.contains(';') {
        return value.split(';').filter(|name| !name.trim().is_empty()).flat_map(|name| people(name.trim())).collect();
    }
    let parts: Vec<&str> = value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_initials = |part: &&str| {
        part.len() <= 8 && part.contains('.') && part.chars().all(|c| c.is_uppercase() || ".- ".contains(c))
    };
    if parts.len() >= 4 && parts.len().is_multiple_of(2) && parts.iter().skip(1).step_by(2).all(is_initials) {
        return parts.chunks(2).flat_map(|pair| names::parse(&pair.join(", "))).collect();
    }
    match parts[..] {
        [family, given, suffix] => names::parse(&format!("{family}, {suffix}, {given}")),
        _ => names::parse(value),
    }
}

/// `2025/05/13/`, `2025///`, `2025`.
fn date(value: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = value.split(['/', '-']).map(str::trim).take(3).take_while(|part| !part.is_empty()).collect();
    let padded =
        parts.iter().enumerate().map(|(i, part)| if i == 0 { (*part).to_owned() } else { format!("{part:0>2}") });
    PartialDate::parse(&padded.collect::<Vec<_>>().join("-")).ok().or_else(|| PartialDate::from_words(value))
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

    #[test]
    fn a_record_is_read() {
        let text = "TY  - JOUR\nID  - doe2025\nAU  - Doe, Jane\nAU  - Roe, Richard\nTI  - On examples\n\
                    T2  - Journal of Examples\nPY  - 2025/05/13/\nSP  - 3\nEP  - 9\nDO  - 10.1000/x\nER  - \n";
        let drafts = parse(text);
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].authors.len(), 2);
        assert!(matches!(drafts[0].authors[0], Name::Person { .. }));
        assert_eq!(drafts[0].variables["page"], "3-9");
    }

    #[test]
    fn what_other_programs_write_is_read_too() {
        let text = "\u{feff}Provider: Example\nContent: text/plain\n\nRecord #1 of 2\n1.\nTY - JOUR\n  AU - Doe, Jane; Roe, R.\n\
                    TI  - On examples\n      and their uses\nPY - 2015/10/\nER  -\n\n2.\r\nTY  - BOOK\r\nA1  - Doe, J., Roe, R.\r\n\
                    AU  - et al.\r\nT1  - Second\r\nSP  - 3\r\nEP  - 3\r\nEnd of file\n";
        let drafts = parse(text);
        let shown: Vec<String> = drafts
            .iter()
            .map(|draft| {
                let date = draft.date.as_ref().and_then(|date| date.as_ref().ok()).map(ToString::to_string);
                format!(
                    "{}|{}|{date:?}",
                    names::display(&names::write(&draft.authors)),
                    draft.title.clone().unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(
            shown,
            ["Jane Doe, R. Roe|On examples and their uses|Some(\"2015-10\")", "J. Doe, R. Roe et al.|Second|None"]
        );
        assert!(is_ris(text) && !is_ris("@book{a, title = {TY}}"));
    }
}
