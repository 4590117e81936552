//! `content/sources.checked.yaml` as it is written: one entry per address, each key on a line of its own, so that what
//! changed is what differs.

use crate::model::{CheckedAddress, PartialDate};
use crate::schema::{CHECKED, Pairs, Value};
use crate::yaml::{Place, scalar};

/// How the file opens.
const OPENING: &str = "# Written by `casebook sources check`. What is said here is shown beside the sources.\n";

/// The text of the file.
pub fn text<'a>(all: impl Iterator<Item = &'a CheckedAddress>) -> String {
    let mut text = OPENING.to_owned();
    for entry in all {
        item(&mut text, "", &CHECKED.pairs(entry));
    }
    text
}

/// `- key: value`, at a depth.
fn item(text: &mut String, indent: &str, pairs: &Pairs<'_>) {
    for (index, (key, value)) in pairs.iter().enumerate() {
        let mark = if index == 0 { "- " } else { "  " };
        text.push_str(&format!("{indent}{mark}{key}:"));
        match value {
            Value::Records(records) => {
                text.push('\n');
                for record in records {
                    item(text, &format!("{indent}    "), record);
                }
            }
            Value::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| plain(text, Place::Flow)).collect();
                text.push_str(&format!(" [{}]\n", texts.join(", ")));
            }
            value => text.push_str(&format!(" {}\n", plain(&value.as_text(), Place::Block))),
        }
    }
}

/// A text as a scalar; a date without quotes.
fn plain(text: &str, place: Place) -> String {
    let is_day = text.len() == 10 && PartialDate::parse(text).is_ok();
    if is_day { text.to_owned() } else { scalar(text, place) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{FileId, Role, SourceFile};
    use crate::model::{AddressState, ArchivedCopy, CheckedPassage, Checks, PassageState};
    use crate::parse::read_checks;

    #[test]
    fn what_is_written_is_read_back() {
        let day = |text: &str| text.parse().unwrap();
        let plain = CheckedAddress {
            address: "https://example.org/a?b=1,2".into(),
            state: AddressState::Ok,
            why: None,
            since: day("2026-11-01"),
            failed: Vec::new(),
            checked: day("2026-11-26"),
            leads_to: None,
            moved_to: None,
            title: Some("- “A”: b # c".into()),
            text: None,
            copy: None,
            passages: Vec::new(),
        };
        let full = CheckedAddress {
            address: "https://example.org/b".into(),
            state: AddressState::Moved,
            why: Some("404".into()),
            failed: vec![day("2026-11-02"), day("2026-11-03")],
            leads_to: Some("https://example.org/c".into()),
            moved_to: Some("https://example.org/c".into()),
            text: Some("1234".into()),
            copy: Some(ArchivedCopy { url: "https://archive.example/1".into(), date: day("2025-05-13") }),
            passages: vec![
                CheckedPassage { words: "1234567890123456".into(), state: PassageState::Found, seen: None },
                CheckedPassage { words: "ab".into(), state: PassageState::Near, seen: Some("\"so\"\n- x".into()) },
            ],
            ..plain.clone()
        };
        let all = Checks::of(vec![full, plain]);
        let written = text(all.iter());
        let file = SourceFile {
            path: String::new(),
            role: Role::Checked,
            text: written.clone().into(),
            readable: true,
            conflicts: Vec::new(),
        };
        let (read, found) = read_checks(FileId(0), &file);
        assert!(found.is_empty(), "{found:?}\n{written}");
        assert_eq!(read, Some(all), "{written}");
    }
}
