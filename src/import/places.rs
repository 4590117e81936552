//! Where citations stand in the lines of a document, over which they may be broken.

use crate::files::Span;

/// How many citations are sought in vain, each to the end of its section.
const MISSES: usize = 100;

/// The lines of a section as one text, in which its citations are found in their order: each once, however many there are.
#[derive(Debug, Default)]
pub struct Places {
    text: String,
    /// Of each line, where it starts in the text, and in the document.
    lines: Vec<(usize, usize)>,
    /// Where the next citation may stand.
    from: usize,
    misses: usize,
}

impl Places {
    /// Of lines, each with its place in the document.
    pub fn of<'t>(lines: impl Iterator<Item = (&'t str, usize)>) -> Places {
        let mut places = Places::default();
        for (line, at) in lines.filter(|(line, _)| !line.trim().is_empty()) {
            if !places.text.is_empty() {
                places.text.push(' ');
            }
            places.lines.push((places.text.len(), at + line.len() - line.trim_start().len()));
            places.text.push_str(line.trim());
        }
        places
    }

    /// The place of the next citation in the document.
    pub fn next(&mut self, citation: &str) -> Option<Span> {
        let rest = self.text.get(self.from..).filter(|_| self.misses < MISSES)?;
        let Some(at) = rest.find(citation) else {
            self.misses += 1;
            return None;
        };
        let found = self.from + at..self.from + at + citation.len();
        self.from = found.end;
        let last = found.end.saturating_sub(1).max(found.start);
        Some(self.in_document(found.start)?..self.in_document(last)? + found.end - last)
    }

    fn in_document(&self, at: usize) -> Option<usize> {
        let line = self.lines.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, in_document) = self.lines.get(line)?;
        Some(in_document + at - start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_citations_have_places_of_their_own_and_may_be_broken() {
        let document = "One (A, 1).\n\n  Two (B,\n  2) and (A, 1).\n";
        let lines = document.split('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len() + 1;
            Some((line, start))
        });
        let mut places = Places::of(lines);
        let found = ["(A, 1)", "(B, 2)", "(C)", "(A, 1)", "(A, 1)"].map(|citation| places.next(citation));
        let texts = found.map(|span| span.map(|span| &document[span]));
        assert_eq!(texts, [Some("(A, 1)"), Some("(B,\n  2)"), None, Some("(A, 1)"), None]);
        let place = Places::of([("é (x)", 3)].into_iter()).next("(x)");
        assert_eq!(place, Some(6..9));
    }
}
