//! What has an anchor in a body: statements, and blocks with a block id.

use rustc_hash::FxHashMap;

use crate::model::{Body, Named, Support};

/// A statement as it is marked.
#[derive(Debug, Clone, Copy)]
pub struct Marked {
    /// Index into [`Body::statements`].
    pub statement: usize,
    /// How it is supported.
    pub support: Support,
}

/// Block ids of what is not marked as a statement, by the byte at which it opens.
pub struct Places<'a> {
    /// Paragraphs and list items.
    pub texts: FxHashMap<usize, &'a str>,
    /// Lists, quotations, tables and blocks of code.
    pub blocks: FxHashMap<usize, &'a str>,
}

impl<'a> Places<'a> {
    /// Of a body; `has_statements`: its statements are marked.
    pub fn new(body: &'a Body, has_statements: bool) -> Self {
        let mut places = Places { texts: FxHashMap::default(), blocks: FxHashMap::default() };
        for named in &body.block_ids {
            match named.names {
                Named::Statement(index) if !has_statements => {
                    places.texts.insert(body.statements[index as usize].opens(), &named.id);
                }
                Named::Text(opens) => drop(places.texts.insert(opens as usize, &named.id)),
                Named::Block(opens) => drop(places.blocks.insert(opens as usize, &named.id)),
                Named::Statement(_) | Named::Nothing => {}
            }
        }
        places
    }
}
