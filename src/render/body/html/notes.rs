//! The notes of a body as they are gathered: footnotes, and those of a note style.

use rustc_hash::FxHashMap;

use crate::model::Body;

/// A note of the list.
pub struct Note {
    /// Its number.
    pub number: usize,
    /// Blocks.
    pub html: String,
    /// Id of the place that it belongs to; those of a footnote follow from its marks.
    pub back: Option<String>,
}

/// The notes of a body.
#[derive(Default)]
pub struct Notes {
    /// Footnotes by the byte at which a mark or a text of theirs begins.
    pub by_place: FxHashMap<usize, usize>,
    /// Per number, how many marks were written.
    pub marks: FxHashMap<usize, usize>,
    /// In the order in which they were written.
    pub list: Vec<Note>,
}

impl Notes {
    /// None written yet.
    pub fn new(body: &Body) -> Self {
        let footnotes = body.footnotes.iter().enumerate();
        let places =
            footnotes.flat_map(|(index, one)| one.marks.iter().chain(&one.texts).map(move |span| (span.start, index)));
        Notes { by_place: places.collect(), ..Notes::default() }
    }

    /// Add one to the list.
    pub fn add(&mut self, note: Note) {
        self.list.push(note);
    }
}
