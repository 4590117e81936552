//! Cases and pages as links find them, by name and by path, and what each holds that a link can lead to.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{Body, Named, fold};

/// A case or page that links can lead to.
pub struct Destination {
    /// Slug of the case, route of the page.
    pub name: Box<str>,
    /// Path of its file.
    pub path: Box<str>,
    /// Its text.
    pub body: Arc<Body>,
    anchors: OnceLock<Anchors>,
}

impl Destination {
    /// A case or page.
    pub fn new(name: &str, path: &str, body: Arc<Body>) -> Self {
        Destination { name: name.into(), path: path.into(), body, anchors: OnceLock::new() }
    }

    /// What links can lead to in it.
    pub fn anchors(&self) -> &Anchors {
        self.anchors.get_or_init(|| Anchors::new(&self.body))
    }
}

/// What links can lead to in a body: its headings by anchor, by folded text and by section, of two the first, and what
/// has a block id or is a statement.
#[derive(Debug, Default)]
pub struct Anchors {
    by_anchor: FxHashMap<String, usize>,
    by_text: FxHashMap<String, usize>,
    /// The headings of sections that the configuration has.
    by_section: FxHashMap<usize, usize>,
    /// By their ids in lower case; made once a link asks for one.
    blocks: OnceLock<FxHashMap<String, (String, Named)>>,
}

impl Anchors {
    /// Of a body.
    pub fn new(body: &Body) -> Self {
        let mut anchors = Anchors::default();
        for (index, heading) in body.headings.iter().enumerate() {
            anchors.by_anchor.entry(heading.anchor.clone()).or_insert(index);
            anchors.by_text.entry(fold(&heading.text)).or_insert(index);
        }
        for section in &body.sections {
            if let Some(configured) = section.configured {
                anchors.by_section.entry(configured).or_insert(section.heading);
            }
        }
        anchors
    }

    /// The heading of a section of the configuration.
    pub fn section(&self, configured: usize) -> Option<usize> {
        self.by_section.get(&configured).copied()
    }

    /// The heading that a name means.
    pub fn heading(&self, name: &str) -> Option<usize> {
        let found = self.by_anchor.get(name).into_iter().chain(self.by_text.get(&fold(name)));
        found.min().copied()
    }

    /// The anchor of the block of an id, in any case, and what it is; `body` is that of the anchors.
    pub fn block(&self, body: &Body, id: &str) -> Option<&(String, Named)> {
        let blocks = self.blocks.get_or_init(|| {
            let given = body.block_ids.iter().filter(|named| named.names != Named::Nothing);
            let given = given.map(|named| (named.id.to_string(), named.names));
            let all =
                (0..body.statements.len()).map(|index| (body.anchor(index).into_owned(), Named::statement(index)));
            given.chain(all).map(|(anchor, named)| (anchor.to_ascii_lowercase(), (anchor, named))).collect()
        });
        blocks.get(&id.to_ascii_lowercase())
    }
}

/// All cases or all pages, to be found by name and by path.
pub struct Destinations {
    /// By id, as in the site.
    pub all: Vec<Destination>,
    /// Indices of the same, by name.
    by_name: Vec<usize>,
    /// Indices of the same, by path.
    by_path: Vec<usize>,
}

impl Destinations {
    /// By id.
    pub fn new(all: Vec<Destination>) -> Self {
        let mut by_name: Vec<usize> = (0..all.len()).collect();
        by_name.par_sort_unstable_by(|a, b| all[*a].name.cmp(&all[*b].name));
        let mut by_path: Vec<usize> = (0..all.len()).collect();
        by_path.par_sort_unstable_by(|a, b| all[*a].path.cmp(&all[*b].path));
        Destinations { all, by_name, by_path }
    }

    /// The one of a name. What is found by no name has an empty one.
    pub fn named(&self, name: &str) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        let found = self.by_name.binary_search_by(|index| (*self.all[*index].name).cmp(name)).ok()?;
        Some(self.by_name[found])
    }

    /// The one of a name, where no other has it.
    pub fn only_named(&self, name: &str) -> Option<usize> {
        let first = self.by_name.partition_point(|index| *self.all[*index].name < *name);
        let mut of_name = self.by_name[first..].iter().take_while(|index| *self.all[**index].name == *name);
        of_name.next().copied().filter(|_| of_name.next().is_none())
    }

    /// The one whose file has a path.
    pub fn at(&self, path: &str) -> Option<usize> {
        let found = self.by_path.binary_search_by(|index| (*self.all[*index].path).cmp(path)).ok()?;
        Some(self.by_path[found])
    }

    /// A text has changed.
    pub fn renew(&mut self, path: &str, body: &Arc<Body>) {
        if let Some(index) = self.at(path) {
            let one = &mut self.all[index];
            *one = Destination::new(&one.name, &one.path, body.clone());
        }
    }
}
