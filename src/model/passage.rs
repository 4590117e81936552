//! Passages: words of a source, quoted verbatim.

use super::Slug;

/// The id of a source and that of its passage in `bi-2025#q1`, unless the whole is the id of a source.
pub fn passage_of(id: &str) -> Option<(&str, &str)> {
    id.rsplit_once('#').filter(|(source, passage)| !source.is_empty() && !passage.is_empty())
}

/// Words of a source, as it has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// By which a case cites it: `q1` in `[@bi-2025#q1]`. What has none supports no statement by name.
    pub id: Option<Slug>,
    /// The words.
    pub text: Box<str>,
    /// Where in the source they stand, as a locator says it: `p. 3`.
    pub at: Option<Box<str>>,
    /// The words are a translation, so that the source does not hold them.
    pub translated: bool,
}

impl Passage {
    /// Words of which no more is said: what `quote` is short for.
    pub fn plain(text: impl Into<Box<str>>) -> Passage {
        Passage { text: text.into(), ..Passage::default() }
    }

    /// Is no more said than the words?
    pub fn is_plain(&self) -> bool {
        self.id.is_none() && self.at.is_none() && !self.translated
    }
}

/// What opens the note of a passage.
const OPENING: &str = "Passage";
const TRANSLATED: &str = " (translated)";

/// A passage as a note in a bibliography, which people read and Casebook reads back:
/// `Passage q1, p. 3 (translated): “We stopped hiring.”`
pub fn to_note(passage: &Passage) -> String {
    let id = passage.id.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
    // What ends the head must not stand in it.
    let at = passage.at.as_ref().map(|at| format!(", {}", at.replace('“', "\""))).unwrap_or_default();
    let translated = if passage.translated { TRANSLATED } else { "" };
    format!("{OPENING}{id}{at}{translated}: “{}”", passage.text)
}

/// The passages that a note holds, and the rest of it. Each begins the note or a line, or stands behind another.
pub fn passages_in(note: &str) -> (Vec<Passage>, String) {
    let begins = |at: &usize| {
        let before = note[..*at].trim_end();
        let gap = &note[before.len()..*at];
        before.is_empty() || gap.contains('\n') || (before.ends_with('”') && !gap.is_empty())
    };
    let mut starts: Vec<usize> = note.match_indices(OPENING).map(|(at, _)| at).filter(begins).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([note.len()]);
    let (mut passages, mut rest) = (Vec::new(), String::new());
    for piece in starts.iter().zip(ends).map(|(start, end)| &note[*start..end]) {
        match read_note(piece.trim()) {
            Some(passage) => passages.push(passage),
            None => rest.push_str(piece),
        }
    }
    (passages, rest.trim().to_owned())
}

fn read_note(note: &str) -> Option<Passage> {
    let (head, text) = note.strip_prefix(OPENING)?.strip_suffix('”')?.split_once(": “")?;
    let (head, translated) = head.strip_suffix(TRANSLATED).map_or((head, false), |head| (head, true));
    let (id, at) = head.split_once(", ").map_or((head, None), |(id, at)| (id, Some(at)));
    let id = match id.strip_prefix(' ') {
        Some(id) => Some(Slug::parse(id.trim()).ok()?),
        None if id.is_empty() => None,
        None => return None,
    };
    Some(Passage { id, text: text.into(), at: at.map(Into::into), translated })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(id: &str, text: &str, at: &str, translated: bool) -> Passage {
        let at = Some(at).filter(|at| !at.is_empty());
        Passage { id: Slug::parse(id).ok(), text: text.into(), at: at.map(Into::into), translated }
    }

    #[test]
    fn passages_come_back_from_a_note() {
        let passages = [
            passage("q1", "We said “stop”: now.", "p. 3, above", false),
            passage("", "Two\nlines.", "", true),
            passage("q-2", "Passage by passage", "", false),
        ];
        let notes: Vec<String> = passages.iter().map(to_note).collect();
        assert_eq!(notes[0], "Passage q1, p. 3, above: “We said “stop”: now.”");
        for between in ["\n", " "] {
            assert_eq!(passages_in(&notes.join(between)), (passages.to_vec(), String::new()));
        }
        let among = format!("Read in part.\n{}\nMore.", notes[2]);
        assert_eq!(passages_in(&among), (Vec::new(), among.clone()));
        let behind = format!("Read in part.\n{}", notes[2]);
        assert_eq!(passages_in(&behind), (vec![passages[2].clone()], "Read in part.".to_owned()));
    }

    #[test]
    fn other_notes_are_none() {
        for note in
            ["", "A Passage q1: “words”", "Passage", "Passage Q 1: “words”", "Passage q1: words", "Passages: “a”"]
        {
            assert_eq!(passages_in(note), (Vec::new(), note.to_owned()), "{note}");
        }
    }
}
