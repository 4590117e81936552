//! The sections that cases may or must have, and which of them a heading names.

use std::collections::HashMap;
use std::ops::Deref;

use super::Spanned;
use super::slug::fold;

/// A section that cases may or must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionConfig {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Must every case have it?
    pub required: bool,
    /// Other headings that mean the same.
    pub aliases: Vec<String>,
    /// Taxonomy whose terms are shown under the heading.
    pub taxonomy: Option<Spanned<String>>,
    /// What it is for, where that changes how it is shown.
    pub role: Option<SectionRole>,
}

impl SectionConfig {
    /// The names that it answers to.
    fn names(&self) -> impl Iterator<Item = &String> {
        [&self.id, &self.title].into_iter().chain(&self.aliases)
    }
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionRole {
    /// The points on which sources differ: set apart from what they agree on.
    Differences,
}

impl SectionRole {
    /// As written in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            SectionRole::Differences => "differences",
        }
    }
}

/// The sections of cases, in order. No two of them answer to one name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sections {
    all: Vec<SectionConfig>,
    by_name: HashMap<String, usize>,
}

impl Sections {
    /// Add one. Where another section answers to one of its names, it is left out, and the error is that name.
    pub fn push(&mut self, section: SectionConfig) -> Result<(), String> {
        if let Some(taken) = section.names().find(|name| self.named(name).is_some()) {
            return Err(taken.clone());
        }
        self.by_name.extend(section.names().map(|name| (fold(name), self.all.len())));
        self.all.push(section);
        Ok(())
    }

    /// The section that a heading names, as an index.
    pub fn named(&self, heading: &str) -> Option<usize> {
        self.by_name.get(&fold(heading)).copied()
    }
}

impl Deref for Sections {
    type Target = [SectionConfig];

    fn deref(&self) -> &[SectionConfig] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: &str, title: &str, aliases: &[&str]) -> SectionConfig {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        SectionConfig {
            id: id.to_owned(),
            title: title.to_owned(),
            required: false,
            aliases,
            taxonomy: None,
            role: None,
        }
    }

    #[test]
    fn a_heading_names_one_section() {
        let mut sections = Sections::default();
        assert_eq!(sections.push(section("acts", "What they did", &["Actions", "actions"])), Ok(()));
        assert_eq!(sections.push(section("result", "Result", &["ACTS"])), Err("ACTS".to_owned()));
        assert_eq!(sections.push(section("result", "Result", &[])), Ok(()));
        let names = ["what they did ", "ACTIONS", "acts", "Result", "act", ""];
        assert_eq!(names.map(|name| sections.named(name)), [Some(0), Some(0), Some(0), Some(1), None, None]);
        assert_eq!(sections.iter().map(|section| &*section.id).collect::<Vec<_>>(), ["acts", "result"]);
    }
}
