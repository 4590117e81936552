//! What is asked of hayagriva for a page: each citation once.

use std::collections::HashMap;

use super::locator::Place;

/// Sources with their locators, and whether they may collapse: what a citation comes out by, where its position does
/// not count.
pub type Key = (Vec<(usize, Option<Place>)>, bool);

/// The requests of a page. Writing a citation costs more than everything else on a page, so the same one is written
/// once.
#[derive(Debug, Default)]
pub struct Requests {
    repeats_alike: bool,
    known: HashMap<Key, usize>,
    /// Per citation its request.
    pub order: Vec<usize>,
    count: usize,
}

impl Requests {
    /// None yet. `repeats_alike`: the same citation comes out the same wherever it stands.
    pub fn new(repeats_alike: bool) -> Self {
        Requests { repeats_alike, ..Requests::default() }
    }

    /// Is it to be written, or is it written already?
    pub fn is_new(&mut self, key: Key) -> bool {
        let known = if self.repeats_alike { self.known.get(&key).copied() } else { None };
        self.order.push(known.unwrap_or(self.count));
        if known.is_none() {
            self.known.insert(key, self.count);
            self.count += 1;
        }
        known.is_none()
    }
}

impl Requests {
    /// A request that no citation is read from.
    pub fn pass(&mut self) {
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use hayagriva::citationberg::taxonomy::Locator;

    use super::*;

    #[test]
    fn the_same_citation_is_written_once() {
        let keys: [Key; 4] = [
            (vec![(0, None)], true),
            (vec![(1, None)], true),
            (vec![(0, None)], true),
            (vec![(0, Some(Place { kind: Locator::Page, value: "3".to_owned() }))], true),
        ];
        for (repeats_alike, order) in [(true, [0, 1, 0, 2]), (false, [0, 1, 2, 3])] {
            let mut requests = Requests::new(repeats_alike);
            let new: Vec<bool> = keys.iter().map(|key| requests.is_new(key.clone())).collect();
            assert_eq!(requests.order, order);
            assert_eq!(new, [true, true, !repeats_alike, true]);
        }
    }
}
