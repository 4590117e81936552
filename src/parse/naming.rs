//! What the block ids of a body name, and what its statements are called.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::files::Span;
use crate::model::{Body, Named, NoBlockId, Slip, SlipKind, TextHash};

/// Blocks as they open and close, for the block id that stands in a paragraph of its own below one.
#[derive(Debug, Default)]
pub struct Blocks {
    /// Per block that is open, where it opens, and how many statements came before it.
    open: Vec<(usize, usize)>,
    /// What the last block that closed beside the next one is to be named by.
    previous: Option<Named>,
}

impl Blocks {
    /// A block that holds others, or code, opens at a byte.
    pub fn open(&mut self, opens: usize, statements: usize) {
        self.open.push((opens, statements));
        self.previous = None;
    }

    /// It closes, and no block id below it names it.
    pub fn close(&mut self) {
        self.open.pop();
        self.previous = None;
    }

    /// A list, a table or a block of code closes.
    pub fn close_named(&mut self) {
        self.previous = self.open.pop().map(|(opens, _)| Named::block(opens));
    }

    /// A quotation closes: where all of it is one statement, that is what is named.
    pub fn close_quotation(&mut self, statements: usize) {
        self.previous = self.open.pop().map(|(opens, before)| match statements - before {
            1 => Named::statement(before),
            _ => Named::block(opens),
        });
    }

    /// A paragraph closes, or something that no block id names.
    pub fn pass(&mut self, named: Option<Named>) {
        self.previous = named;
    }

    /// What a block id here, in a paragraph of its own, names.
    pub fn previous(&self) -> Named {
        self.previous.unwrap_or(Named::Nothing)
    }
}

/// What tells a text without white space from others, in whatever form its letters are written (Unicode Standard
/// Annex 15). The text is UTF-8.
pub fn hash(text: &[u8]) -> TextHash {
    let composed = || String::from_utf8_lossy(text).nfc().collect::<String>();
    let digest = if text.is_ascii() { Sha256::digest(text) } else { Sha256::digest(composed()) };
    let mut hash = TextHash::default();
    hash.0.iter_mut().zip(digest).for_each(|(place, byte)| *place = byte);
    hash
}

/// Call every statement of a body by its block id or its text, whose hashes are given. `taken` are `id`s of its page.
pub fn settle(body: &mut Body, hashes: &[TextHash], taken: &[&str]) {
    settle_ids(body, taken);
    let is_taken = |body: &Body, anchor: &str| {
        let mut ids = body.block_ids.iter().filter(|named| named.names != Named::Nothing);
        ids.any(|named| *named.id == *anchor) || body.headings.iter().any(|heading| heading.anchor == anchor)
    };
    // Those with a block id keep their number, so that giving one moves no other.
    let mut numbers: HashMap<TextHash, u32> = HashMap::new();
    let may_be_taken = body.block_ids.iter().any(|named| named.id.starts_with("s-"))
        || body.headings.iter().any(|heading| heading.anchor.starts_with("s-"));
    for (index, hash) in hashes.iter().enumerate() {
        let number = numbers.entry(*hash).or_insert(0);
        loop {
            *number += 1;
            body.statements[index].name_by_text(*hash, *number);
            if !may_be_taken || !is_taken(body, &body.anchor(index)) {
                break;
            }
        }
    }
    for (index, named) in body.block_ids.iter().enumerate() {
        if let Named::Statement(statement) = named.names {
            body.statements[statement as usize].name_by_id(index);
        }
    }
}

/// Find block ids that cannot be what their blocks are called.
fn settle_ids(body: &mut Body, taken: &[&str]) {
    // Obsidian takes `^A` and `^a` for one.
    let mut by_id: HashMap<String, Span> = HashMap::new();
    let mut by_block: HashMap<Named, Span> = HashMap::new();
    for named in &mut body.block_ids {
        if named.names == Named::Nothing {
            continue;
        }
        let id = named.id.to_ascii_lowercase();
        let heading = body.headings.iter().find(|heading| heading.anchor == id);
        let wrong = if let Some(first) = by_id.get(&id) {
            Some(NoBlockId::Taken(first.clone()))
        } else if let Some(heading) = heading {
            Some(NoBlockId::OfHeading(heading.span.clone()))
        } else if taken.contains(&id.as_str()) {
            Some(NoBlockId::OfPage)
        } else {
            by_block.get(&named.names).map(|first| NoBlockId::Second(first.clone()))
        };
        let place = named.place();
        match wrong {
            Some(why) => {
                named.names = Named::Nothing;
                body.slips.push(Slip { span: place, kind: SlipKind::BlockId(why) });
            }
            None => {
                by_id.insert(id, place.clone());
                by_block.insert(named.names, place);
            }
        }
    }
}
