//! A citation as HTML, with places left open for the author's own words around it.

use std::ops::Range;

use crate::files::Span;
use crate::model::{Affix, Affixes};
use crate::render::escape::escape_into;

/// HTML, and where words of the text belong into it.
#[derive(Debug, Default, Clone)]
pub struct Inline {
    /// HTML.
    pub html: String,
    /// Bytes of the HTML, and the part of the file that belongs there; both in rising order of the first.
    pub words: Vec<(usize, Span)>,
}

/// A citation of a text.
///
/// Words with markup (emphasis, links, code) are not written here: the writer of the body renders them where they are
/// in the text and puts them into the citation.
#[derive(Debug, Default, Clone)]
pub struct CitationHtml {
    /// What stands in the text.
    pub text: Inline,
    /// It ends in a mark, which stands behind the punctuation that follows it.
    pub is_mark: bool,
    /// The note that the mark leads to.
    pub note: Option<CitationNote>,
}

/// A citation that is written as a note.
#[derive(Debug, Clone)]
pub struct CitationNote {
    /// Its number.
    pub number: usize,
    /// Id of its mark.
    pub back: String,
    /// What it says.
    pub text: Inline,
}

impl Inline {
    /// Words of the author, as HTML where they are plain. `file` is the text of the whole file.
    pub fn words(&mut self, file: &str, affix: &Affix, part: Range<usize>) {
        let shown = &affix.text()[part.clone()];
        if shown.is_empty() {
            return;
        }
        let span = affix.span(part);
        if file.get(span.clone()) == Some(shown) {
            escape_into(&mut self.html, shown);
        } else {
            self.words.push((self.html.len(), span));
        }
    }

    /// Words before a citation, with the space that follows them.
    pub fn prefix(&mut self, file: &str, affix: &Affix) {
        let words = affix.text().trim_end().len();
        if words > 0 {
            self.words(file, affix, 0..words);
            self.html.push(' ');
        }
    }

    /// Words behind a citation; before those that begin without punctuation or space goes a joint: a space, or a comma.
    pub fn suffix(&mut self, file: &str, affix: &Affix, part: Range<usize>, joint: &str) {
        let shown = affix.text()[part.clone()].trim_end();
        let part = part.start..part.start + shown.len();
        if !shown.is_empty() && !shown.starts_with([',', ' ', ':', '.', ';', ')']) {
            self.html.push_str(joint);
        }
        self.words(file, affix, part);
    }
}

/// The space between two items where a comma of the author's stands, `[@a; , cited in @b]`: it takes the place of what
/// would stand between them.
pub fn comma_between(before: Option<&Affixes>, behind: Option<&Affixes>) -> Option<&'static str> {
    let begins = behind.is_some_and(|affixes| affixes.prefix.text().trim_start().starts_with(','));
    let ends = before.is_some_and(|affixes| affixes.suffix.text().trim_end().ends_with(','));
    begins.then_some("").or(ends.then_some(" "))
}

impl CitationHtml {
    /// HTML that stands in the text.
    pub fn of(text: Inline) -> Self {
        CitationHtml { text, ..CitationHtml::default() }
    }
}
