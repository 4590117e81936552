//! Names of which no two are alike: what wants one that is taken gets a number.

use rustc_hash::{FxHashMap, FxHashSet};

/// Names that are taken.
#[derive(Debug, Default)]
pub struct UniqueNames {
    taken: FxHashSet<String>,
    /// By name, the number that the next one to want it gets: to count from 2 each time would take the square of them.
    next: FxHashMap<String, usize>,
}

impl UniqueNames {
    /// A name that is free, and is taken from now on: the wanted one, else the first that `numbered` makes, from 2 on.
    pub fn unique(&mut self, wanted: &str, numbered: impl Fn(usize) -> String) -> String {
        if self.taken.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let next = self.next.entry(wanted.to_owned()).or_insert(2);
        loop {
            let name = numbered(*next);
            *next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

impl FromIterator<String> for UniqueNames {
    fn from_iter<I: IntoIterator<Item = String>>(names: I) -> Self {
        UniqueNames { taken: names.into_iter().collect(), next: FxHashMap::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_alike() {
        let mut names: UniqueNames = ["a".to_owned(), "a-3".to_owned()].into_iter().collect();
        let mut unique = |wanted: &str| names.unique(wanted, |number| format!("{wanted}-{number}"));
        assert_eq!(["a", "b", "a", "a-2", "b", "a"].map(&mut unique), ["a-2", "b", "a-4", "a-2-2", "b-2", "a-5"]);
    }
}
