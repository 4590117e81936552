//! The numbers of citations and notes, in the order in which a reader meets them.

use rustc_hash::FxHashMap;

use crate::model::{Body, Case};

/// Numbers of a body.
///
/// A footnote is met where it is first referred to, with everything it says. Footnotes and the notes of a note style
/// share one sequence of numbers; a citation inside a footnote is no note of its own.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Per footnote of the body its number.
    pub footnotes: Vec<usize>,
    /// Numbers of the citations that are notes, by the index of their group.
    pub notes: FxHashMap<usize, usize>,
    /// Citations by the index of their group, in the order in which they are met.
    pub order: Vec<usize>,
    /// Citations in footnotes, with the footnote.
    pub in_footnote: FxHashMap<usize, usize>,
}

#[derive(Debug, Clone, Copy)]
enum Mark {
    Citation(usize),
    Footnote(usize),
}

impl Numbering {
    /// Of a case, in a style whose citations are notes or not.
    pub fn of_case(case: &Case, are_notes: bool) -> Numbering {
        let groups: Vec<usize> = case.citations.iter().map(|citation| citation.group()).collect();
        Numbering::new(&case.body, &groups, are_notes)
    }

    /// Number the footnotes of a body, and the notes of its citations (indices of groups, rising) if they are notes.
    pub fn new(body: &Body, citations: &[usize], are_notes: bool) -> Numbering {
        if body.footnotes.is_empty() && !are_notes {
            return Numbering { order: citations.to_vec(), ..Numbering::default() };
        }
        let of_citations = citations.iter().map(|group| (body.groups[*group].span.start, Mark::Citation(*group)));
        let of_footnotes =
            body.footnotes.iter().enumerate().flat_map(|(index, footnote)| {
                footnote.marks.iter().map(move |span| (span.start, Mark::Footnote(index)))
            });
        let mut marks: Vec<(usize, Mark)> = of_citations.chain(of_footnotes).collect();
        marks.sort_by_key(|(place, _)| *place);
        // The marks of the text, and those of each footnote.
        let mut in_text = Vec::new();
        let mut inside: Vec<Vec<Mark>> = vec![Vec::new(); body.footnotes.len()];
        let mut numbering = Numbering { footnotes: vec![0; body.footnotes.len()], ..Numbering::default() };
        for (place, mark) in marks {
            let holder = body.footnotes.iter().position(|one| one.texts.iter().any(|text| text.contains(&place)));
            if let (Some(holder), Mark::Citation(group)) = (holder, mark) {
                numbering.in_footnote.insert(group, holder);
            }
            holder.map_or(&mut in_text, |holder| &mut inside[holder]).push(mark);
        }
        numbering.number(&in_text, &inside, are_notes);
        numbering.put_in_order(in_text, inside);
        numbering
    }

    /// The number of the note that a citation is, or stands in.
    pub fn note_of(&self, group: usize) -> Option<usize> {
        let of_footnote = || self.in_footnote.get(&group).map(|footnote| self.footnotes[*footnote]);
        self.notes.get(&group).copied().or_else(of_footnote)
    }

    /// Those of the text first, then those that footnotes refer to, and at last those that nothing refers to.
    fn number(&mut self, in_text: &[Mark], inside: &[Vec<Mark>], are_notes: bool) {
        let mut next = 1;
        let mut queue = Vec::new();
        for mark in in_text {
            match mark {
                Mark::Citation(group) if are_notes => {
                    self.notes.insert(*group, next);
                    next += 1;
                }
                Mark::Citation(_) => {}
                Mark::Footnote(index) => self.number_footnote(*index, &mut next, &mut queue),
            }
        }
        let mut done = 0;
        for index in 0..=inside.len() {
            while let Some(footnote) = queue.get(done).copied() {
                done += 1;
                for mark in &inside[footnote] {
                    if let Mark::Footnote(index) = mark {
                        self.number_footnote(*index, &mut next, &mut queue);
                    }
                }
            }
            if index < inside.len() {
                self.number_footnote(index, &mut next, &mut queue);
            }
        }
    }

    fn number_footnote(&mut self, index: usize, next: &mut usize, queue: &mut Vec<usize>) {
        if self.footnotes[index] == 0 {
            self.footnotes[index] = *next;
            *next += 1;
            queue.push(index);
        }
    }

    /// Citations as they are met, each footnote where it is first referred to.
    fn put_in_order(&mut self, in_text: Vec<Mark>, mut inside: Vec<Vec<Mark>>) {
        let all = (0..inside.len()).map(Mark::Footnote);
        let mut open: Vec<Mark> = in_text.into_iter().chain(all).rev().collect();
        while let Some(mark) = open.pop() {
            match mark {
                Mark::Citation(group) => self.order.push(group),
                Mark::Footnote(index) => open.extend(std::mem::take(&mut inside[index]).into_iter().rev()),
            }
        }
    }
}
