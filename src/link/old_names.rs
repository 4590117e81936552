//! The names that cases and pages had (`aliases`), and which of them each is.

use rustc_hash::FxHashMap;

use super::parts::Parts;

/// What has a name now that is not the one in the link: its index among all cases, or among all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renamed {
    Case(usize),
    Page(usize),
}

/// Cases and pages by the names that they had.
pub struct OldNames(FxHashMap<String, Renamed>);

impl OldNames {
    /// Gather them. Of two that had one name the first stays: the addresses are reported.
    pub fn of(parts: &Parts) -> Self {
        let mut names = FxHashMap::default();
        for (index, case) in parts.cases.all().iter().enumerate() {
            let of_cases = case.front.aliases.iter().filter_map(|alias| alias.value.strip_prefix("cases/"));
            for name in of_cases.filter_map(|name| name.strip_suffix(".html")) {
                names.entry(name.to_owned()).or_insert(Renamed::Case(index));
            }
        }
        for (index, page) in parts.pages.iter().enumerate() {
            for name in page.aliases.iter().filter_map(|alias| alias.value.strip_suffix(".html")) {
                names.entry(name.to_owned()).or_insert(Renamed::Page(index));
            }
        }
        OldNames(names)
    }

    /// What had a name.
    pub fn named(&self, name: &str) -> Option<Renamed> {
        self.0.get(name).copied()
    }

    /// What had a file of this path: the folders of cases are not part of their names.
    pub fn at(&self, path: &str) -> Option<Renamed> {
        let path = path.strip_suffix(".md")?;
        if let Some(name) = path.strip_prefix("content/pages/") {
            return self.named(name).filter(|renamed| matches!(renamed, Renamed::Page(_)));
        }
        let name = path.strip_prefix("content/cases/")?.rsplit('/').next()?;
        self.named(name).filter(|renamed| matches!(renamed, Renamed::Case(_)))
    }
}
