//! A long list, cut into pages.

use std::ops::Range;

/// A page of a list: which one it is, and which items stand on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRange {
    /// Its number, from 1.
    pub number: usize,
    /// How many pages the list has.
    pub pages: usize,
    /// How many items the list has.
    pub count: usize,
    /// The first item on this page.
    start: usize,
    /// Behind the last.
    end: usize,
}

impl PageRange {
    /// The places of its items in the list.
    pub fn items(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Its items.
    pub fn of<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        list.get(self.items()).unwrap_or_default()
    }

    /// Is it the first page, the one that speaks for the list?
    pub fn is_first(&self) -> bool {
        self.number == 1
    }
}

/// The pages of a list of `count` items, `size` on each; one page even when it is empty.
pub fn ranges(count: usize, size: usize) -> impl Iterator<Item = PageRange> {
    let pages = count.div_ceil(size).max(1);
    (1..=pages).map(move |number| PageRange {
        number,
        pages,
        count,
        start: (number - 1) * size,
        end: (number * size).min(count),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_stands_on_one_page() {
        for (count, size, expected) in [(0, 2, vec![0..0]), (2, 2, vec![0..2]), (5, 2, vec![0..2, 2..4, 4..5])] {
            let ranges: Vec<PageRange> = ranges(count, size).collect();
            assert_eq!(ranges.iter().map(PageRange::items).collect::<Vec<_>>(), expected);
            assert!(ranges.iter().all(|range| range.pages == expected.len() && range.count == count));
        }
    }
}
