//! Statements, and the names by which links lead to them.

use std::borrow::Cow;

use crate::files::Span;

/// A paragraph, or a list item's own text, in a section.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its text, without nested lists.
    pub span: Span,
    opens: u32,
    section: Option<u32>,
    name: Name,
}

/// What a statement is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// By an editor: an index into the block ids of its body.
    Given(u32),
    /// By its text, and which of those with the same text it is.
    OfText(TextHash, u32),
}

/// What tells the texts of statements apart: the first 40 bits of a SHA-256.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TextHash(pub [u8; 5]);

impl TextHash {
    /// Eight digits of base 32 (RFC 4648, section 6) in lower case.
    fn digits(self) -> [char; 8] {
        let bits = self.0.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        std::array::from_fn(|place| match u8::try_from(bits >> (35 - 5 * place) & 31).unwrap_or(0) {
            letter @ 0..26 => char::from(b'a' + letter),
            number => char::from(b'2' + number - 26),
        })
    }
}

impl Statement {
    /// A statement of a section, or before the first one, whose paragraph or list item opens at a byte.
    pub fn new(span: Span, opens: usize, section: Option<usize>) -> Self {
        let name = Name::OfText(TextHash::default(), 1);
        Statement { span, opens: narrow(opens), section: section.map(narrow), name }
    }

    /// Byte at which its paragraph or list item opens, its marker included.
    pub fn opens(&self) -> usize {
        self.opens as usize
    }

    /// Index into [`Body::sections`](super::Body::sections); none before the first one, in the text of a term.
    pub fn section(&self) -> Option<usize> {
        self.section.map(|index| index as usize)
    }

    /// Call it by its text, as the first, second, … that has it.
    pub fn name_by_text(&mut self, hash: TextHash, number: u32) {
        self.name = Name::OfText(hash, number);
    }

    /// Call it by a block id: an index into those of its body.
    pub fn name_by_id(&mut self, block_id: usize) {
        self.name = Name::Given(narrow(block_id));
    }

    /// What leads to it: its block id, else `s-` and the hash of its text, and a number where others before it have the
    /// same text.
    pub fn anchor<'b>(&self, block_ids: &'b [BlockId]) -> Cow<'b, str> {
        match self.name {
            Name::Given(index) => block_ids.get(index as usize).map_or("", |named| &named.id).into(),
            Name::OfText(hash, number) => {
                let mut anchor = String::with_capacity("s-00000000".len());
                anchor.push_str("s-");
                anchor.extend(hash.digits());
                if number > 1 {
                    anchor.push_str(&format!("-{number}"));
                }
                anchor.into()
            }
        }
    }

    /// The block id that it is called by: an index into those of its body.
    pub fn block_id(&self) -> Option<usize> {
        match self.name {
            Name::Given(index) => Some(index as usize),
            Name::OfText(..) => None,
        }
    }
}

/// A block id, as Obsidian has them: `… headcount [@ft-2025]. ^hiring-halt`. It is never shown.
#[derive(Debug, Clone)]
pub struct BlockId {
    /// Without its `^`.
    pub id: Box<str>,
    /// What is not shown: it, with the space before it; the whole paragraph where nothing else stands in it.
    pub span: Span,
    /// Byte at which it ends.
    pub ends: usize,
    /// What it names.
    pub names: Named,
}

impl BlockId {
    /// Does it name a statement? `None` where it names nothing.
    pub fn names_statement(&self) -> Option<bool> {
        (self.names != Named::Nothing).then_some(matches!(self.names, Named::Statement(_)))
    }

    /// Where it stands, with its `^`.
    pub fn place(&self) -> Span {
        self.ends - self.id.len() - 1..self.ends
    }
}

/// What a block id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    /// Nothing: it is wrong.
    Nothing,
    /// A statement: an index into those of its body.
    Statement(u32),
    /// A paragraph or list item that is no statement, by the byte at which it opens.
    Text(u32),
    /// A list, quotation, table or block of code, by the byte at which it opens.
    Block(u32),
}

impl Named {
    /// A statement.
    pub fn statement(index: usize) -> Named {
        Named::Statement(narrow(index))
    }

    /// A paragraph or list item: its statement, or what opens at a byte.
    pub fn text(statement: Option<usize>, opens: usize) -> Named {
        statement.map_or_else(|| Named::Text(narrow(opens)), Named::statement)
    }

    /// A list, quotation, table or block of code.
    pub fn block(opens: usize) -> Named {
        Named::Block(narrow(opens))
    }
}

/// Bodies are far shorter than 4 GB.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard() {
        // RFC 4648, section 10: BASE32("fooba") = "MZXW6YTB".
        let digits = |bytes: [u8; 5]| String::from_iter(TextHash(bytes).digits());
        assert_eq!(digits(*b"fooba"), "mzxw6ytb");
        assert_eq!(digits([0; 5]), "aaaaaaaa");
        assert_eq!(digits([255; 5]), "77777777");
    }
}
