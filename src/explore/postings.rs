//! The cases that hold a word and how often, in a few bytes each: of a large site no other list is as long.

use crate::model::CaseId;

/// Cases in the order of their ids, each with a count, as bytes: how far it is from the case before, and the count, both
/// in groups of seven bits of which the last has no eighth (LEB128).
#[derive(Debug, Clone, Default)]
pub struct Postings {
    bytes: Vec<u8>,
    last: u32,
    many: usize,
}

impl Postings {
    /// Add a case behind those that there are.
    pub fn push(&mut self, case: CaseId, count: u32) {
        write(&mut self.bytes, case.0 - self.last);
        write(&mut self.bytes, count);
        self.last = case.0;
        self.many += 1;
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.many
    }

    /// The cases with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (CaseId, u32)> {
        let mut rest = self.bytes.iter();
        let mut case = 0;
        std::iter::from_fn(move || {
            case += read(&mut rest)?;
            Some((CaseId(case), read(&mut rest)?))
        })
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u32) {
    loop {
        let [low, ..] = (number & 0x7f).to_le_bytes();
        number >>= 7;
        if number == 0 {
            return bytes.push(low);
        }
        bytes.push(low | 0x80);
    }
}

fn read<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> Option<u32> {
    let mut number = 0;
    for (byte, place) in bytes.zip((0..).step_by(7)) {
        number |= u32::from(byte & 0x7f) << place;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_added_comes_back(mut cases in prop::collection::btree_map(any::<u32>(), any::<u32>(), 0..50)) {
            cases.insert(u32::MAX, u32::MAX);
            let mut postings = Postings::default();
            for (case, count) in &cases {
                postings.push(CaseId(*case), *count);
            }
            let all: Vec<(u32, u32)> = postings.iter().map(|(case, count)| (case.0, count)).collect();
            prop_assert_eq!(postings.len(), cases.len());
            prop_assert_eq!(all, cases.into_iter().collect::<Vec<_>>());
        }
    }
}
