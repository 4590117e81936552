//! Variables of CSL that stand as lines of a note, as Zotero's field "Extra" has them: `original-title: Words`.

/// Texts and numbers that a line may give (CSL 1.0.2, "Standard Variables" and "Number Variables"), but for what every
/// item has a field for.
const TEXTS: [&str; 33] = [
    "archive",
    "archive-place",
    "archive_location",
    "authority",
    "chapter-number",
    "collection-number",
    "collection-title",
    "container-title",
    "container-title-short",
    "dimensions",
    "division",
    "edition",
    "event-place",
    "event-title",
    "genre",
    "issue",
    "medium",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "part-title",
    "publisher",
    "publisher-place",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "section",
    "status",
    "version",
    "volume",
];

/// Names, each `Family || Given`.
const NAMES: [&str; 20] = [
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "original-author",
    "performer",
    "recipient",
    "reviewed-author",
    "translator",
];

/// What a line of a note gives.
#[derive(Debug, PartialEq, Eq)]
pub enum Given {
    Text(&'static str, String),
    /// A family name or the whole of it, and a given name.
    Name(&'static str, String, Option<String>),
    Date(&'static str, String),
}

/// What the lines of a note give, and the note without them.
pub fn read(note: &str, dates: &[&'static str]) -> (Vec<Given>, String) {
    let mut found = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    for line in note.lines() {
        match given(line, dates) {
            Some(given) => found.push(given),
            None => rest.push(line),
        }
    }
    (found, rest.join("\n"))
}

/// Of one line; the older `{:name: value}` is read too.
fn given(line: &str, dates: &[&'static str]) -> Option<Given> {
    let line = line.trim();
    let line = line.strip_prefix("{:").and_then(|line| line.strip_suffix('}')).unwrap_or(line);
    let (name, value) = line.split_once(':')?;
    let (written, value) = (name.trim(), value.trim());
    let name = written.to_lowercase().replace(' ', "-");
    // `Status: still open` is a sentence, and `status: open` is none.
    let is_variable = name == written || name.contains('-');
    if value.is_empty() || !is_variable {
        return None;
    }
    let among = |list: &[&'static str]| list.iter().find(|known| **known == name).copied();
    if let Some(name) = among(&NAMES) {
        let (family, given) = value.split_once("||").map_or((value, None), |(family, given)| (family, Some(given)));
        return Some(Given::Name(name, family.trim().to_owned(), given.map(|given| given.trim().to_owned())));
    }
    let text = || value.to_owned();
    among(dates).map(|name| Given::Date(name, text())).or_else(|| among(&TEXTS).map(|name| Given::Text(name, text())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_name_a_variable_are_no_part_of_the_note() {
        let note = "Read in the archive.\nreviewed-title: Decrease\nReviewed Author: Hall || W.C.\n{:genre: Review}\n\
                    PMID: 123\nStatus: still open\noriginal-date: 1975\neditor: The board\nSee: https://example.org/";
        let (found, rest) = read(note, &["original-date"]);
        assert_eq!(rest, "Read in the archive.\nPMID: 123\nStatus: still open\nSee: https://example.org/");
        let text = |name, value: &str| Given::Text(name, value.to_owned());
        assert_eq!(
            found,
            [
                text("reviewed-title", "Decrease"),
                Given::Name("reviewed-author", "Hall".to_owned(), Some("W.C.".to_owned())),
                text("genre", "Review"),
                Given::Date("original-date", "1975".to_owned()),
                Given::Name("editor", "The board".to_owned(), None),
            ]
        );
    }
}
