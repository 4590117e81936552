//! Which passages of sources are cited.

/// Per cited source the index of its passage that is cited, where one is: a few citations name any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitedPassages(Box<[Option<u32>]>);

impl FromIterator<Option<usize>> for CitedPassages {
    fn from_iter<I: IntoIterator<Item = Option<usize>>>(passages: I) -> Self {
        let passages = passages.into_iter().map(|passage| passage.and_then(|index| u32::try_from(index).ok()));
        let passages: Box<[Option<u32>]> = passages.collect();
        if passages.iter().any(Option::is_some) { CitedPassages(passages) } else { CitedPassages::default() }
    }
}

impl CitedPassages {
    /// The passage of a cited source, by its place among them.
    pub fn get(&self, index: usize) -> Option<usize> {
        Some((*self.0.get(index)?)? as usize)
    }

    /// Is any passage cited?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
