//! Long lists, cut into pages.

use std::ops::Range;

/// A page of a list: which one it is, and which items stand on it. A site may have a million: it is kept narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRange {
    number: u32,
    count: u32,
    size: u32,
}

impl PageRange {
    /// Its number, from 1.
    pub fn number(self) -> usize {
        self.number as usize
    }

    /// How many pages the list has: one even when it is empty.
    pub fn pages(self) -> usize {
        self.count().div_ceil(self.size as usize).max(1)
    }

    /// How many items the list has.
    pub fn count(self) -> usize {
        self.count as usize
    }

    /// The places of its items in the list.
    pub fn items(self) -> Range<usize> {
        let size = self.size as usize;
        (self.number() - 1) * size..(self.number() * size).min(self.count())
    }

    /// Its items.
    pub fn of<T>(self, list: &[T]) -> &[T] {
        list.get(self.items()).unwrap_or_default()
    }

    /// Is it the first page, the one that speaks for the list?
    pub fn is_first(self) -> bool {
        self.number == 1
    }

    /// Is it the last page?
    pub fn is_last(self) -> bool {
        self.number() == self.pages()
    }
}

/// The pages of a list of `count` items, `size` on each; one page even when it is empty.
pub fn ranges(count: usize, size: usize) -> impl Iterator<Item = PageRange> {
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let first = PageRange { number: 1, count: narrow(count), size: narrow(size.max(1)) };
    (1..=narrow(first.pages())).map(move |number| PageRange { number, ..first })
}

/// The number of the page on which an item stands, by its place in the list.
pub fn page_of(place: usize, size: usize) -> usize {
    place / size.max(1) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_stands_on_one_page() {
        for (count, size, expected) in [(0, 2, &[0, 0][..]), (2, 2, &[0, 2]), (5, 2, &[0, 2, 2, 4, 4, 5])] {
            let ranges: Vec<PageRange> = ranges(count, size).collect();
            let ends = |range: &PageRange| [range.items().start, range.items().end];
            assert_eq!(ranges.iter().flat_map(ends).collect::<Vec<_>>(), expected);
            assert!(ranges.iter().all(|range| range.pages() == expected.len() / 2 && range.count() == count));
            assert!(ranges.iter().all(|range| range.items().all(|place| page_of(place, size) == range.number())));
            assert_eq!(ranges.iter().filter(|range| range.is_last()).count(), 1);
        }
    }
}
