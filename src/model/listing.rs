//! A list that a site shows, and behind it what belongs to unlisted cases alone.

use std::ops::{Deref, DerefMut};

/// A list whose last items are in no list that readers see: unlisted cases, and works, publishers and terms that only
/// those use. It reads as a slice of what is shown; the others are found by their ids, with [`Listing::get`].
#[derive(Debug, Clone)]
pub struct Listing<T> {
    all: Vec<T>,
    shown: usize,
}

impl<T> Listing<T> {
    /// Of these, so many are shown: the first.
    pub fn new(all: Vec<T>, shown: usize) -> Self {
        let shown = shown.min(all.len());
        Listing { all, shown }
    }

    /// The item of an id, shown or not.
    ///
    /// # Panics
    /// Where there is none: ids are made by whoever makes the list.
    pub fn get(&self, index: usize) -> &T {
        &self.all[index]
    }

    /// Is the item of an id shown?
    pub fn shows(&self, index: usize) -> bool {
        index < self.shown
    }

    /// All items: those that are shown, then the others.
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// All items, to be changed.
    pub fn all_mut(&mut self) -> &mut [T] {
        &mut self.all
    }

    /// All items without the list.
    pub fn into_all(self) -> Vec<T> {
        self.all
    }

    /// Add an item behind all others. It is not shown, unless [`Listing::show_all`] says so.
    pub fn push(&mut self, item: T) {
        self.all.push(item);
    }

    /// Show all items that there are by now.
    pub fn show_all(&mut self) {
        self.shown = self.all.len();
    }
}

/// All are shown.
impl<T> From<Vec<T>> for Listing<T> {
    fn from(all: Vec<T>) -> Self {
        Listing { shown: all.len(), all }
    }
}

impl<T> Deref for Listing<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.all[..self.shown]
    }
}

impl<T> DerefMut for Listing<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.all[..self.shown]
    }
}

impl<'a, T> IntoIterator for &'a Listing<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_walks_a_list_meets_what_it_shows() {
        let mut list = Listing::new(vec!["a", "b", "hidden"], 2);
        list.push("more");
        assert_eq!(list.len(), 2);
        assert_eq!(list.iter().copied().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((&list).into_iter().count(), 2);
        assert_eq!((list.shows(1), list.shows(2)), (true, false));
        assert_eq!((*list.get(1), *list.get(3)), ("b", "more"));
        assert_eq!(list.all(), ["a", "b", "hidden", "more"]);
        list.show_all();
        list.push("last");
        assert_eq!((list.len(), list.all().len()), (4, 5));
        assert_eq!(Listing::from(vec![1, 2]).len(), 2);
    }
}
