//! The marks that version control leaves where two sides changed the same lines.

use std::borrow::Cow;
use std::ops::Range;

/// The line that opens a conflict, the one that closes it, and what both sides had before.
const MARKS: [&str; 3] = ["<<<<<<<", ">>>>>>>", "|||||||"];

/// Where the lines stand that open and close conflicts: seven signs at the start of a line, and a name behind a space.
/// One that has lost its other half counts too.
pub fn conflict_marks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> =
        MARKS[..2].iter().flat_map(|mark| text.match_indices(*mark)).filter_map(|(at, _)| mark_at(text, at)).collect();
    found.sort_by_key(|span| span.start);
    found
}

/// The line of a mark that stands at a byte.
fn mark_at(text: &str, at: usize) -> Option<Range<usize>> {
    let is_first = at == 0 || text[..at].ends_with(['\n', '\u{feff}']);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let line = text[at..end].trim_end();
    let is_whole = line.len() == 7 || line.get(7..).is_some_and(|name| name.starts_with(' '));
    (is_first && is_whole).then(|| at..at + line.len())
}

/// A text in which only the first side of each conflict stands: the marks and the other side are blank, so that every
/// byte keeps its place.
pub fn first_side<'t>(text: &'t str, marks: &[Range<usize>]) -> Cow<'t, str> {
    if marks.is_empty() {
        return text.into();
    }
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut is_other = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let is_mark = marks.iter().any(|mark| (at..at + line.len()).contains(&mark.start));
        let mut blank = is_mark || is_other;
        if is_mark {
            let opens = bare.trim_start_matches('\u{feff}').starts_with('<');
            depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
            is_other = is_other && depth > 0;
        } else if depth > 0 && (bare == "=======" || (bare.starts_with(MARKS[2]) && mark_at(bare, 0).is_some())) {
            (blank, is_other) = (true, true);
        }
        if blank {
            kept.extend(line.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
        } else {
            kept.push_str(line);
        }
        at += line.len();
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: &str = "a\n<<<<<<< HEAD\nours é\n||||||| base\nold\n=======\ntheirs é\n>>>>>>> branch\nz\n=======\n";

    #[test]
    fn both_ends_are_found() {
        let marks: Vec<&str> = conflict_marks(BOTH).into_iter().map(|span| &BOTH[span]).collect();
        assert_eq!(marks, ["<<<<<<< HEAD", ">>>>>>> branch"]);
        for text in ["<<<<<<<< x\n", " <<<<<<< x\n", "a <<<<<<< x", "<<<<<<<x", ">>>>>>>>>\n", "=======\n"] {
            assert!(conflict_marks(text).is_empty(), "{text}");
        }
        assert_eq!(conflict_marks(">>>>>>> b\r\n"), std::iter::once(0..9usize).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_side_keeps_its_places() {
        let kept = first_side(BOTH, &conflict_marks(BOTH));
        assert_eq!(kept.len(), BOTH.len());
        assert_eq!(kept.split_whitespace().collect::<Vec<_>>(), ["a", "ours", "é", "z", "======="]);
        assert_eq!(kept.find("ours"), BOTH.find("ours"));
    }
}
