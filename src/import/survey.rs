//! A first look at all records of an import: which keys are not unique, and how most of them spell each term.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::apply::{Placer, scopes};
use super::map::Spec;
use super::record::Record;
use super::values::{self, Scope};
use crate::write::markdown::one_line;

/// Spellings, with the order in which they were met and how often.
type Spellings = HashMap<String, (usize, usize)>;

/// What is known of the records so far.
#[derive(Debug, Default)]
pub struct Survey {
    /// What the record of a key says, as a hash.
    keys: HashMap<String, u64>,
    shared: HashSet<String>,
    spellings: HashMap<String, Spellings>,
    publishers: Spellings,
}

impl Survey {
    /// Look at a record.
    pub fn look(&mut self, record: &Record, placer: &Placer<'_>) {
        self.key(record, placer);
        for (id, spec) in &placer.map.fields {
            if placer.site.taxonomy(id).is_some() {
                count(self.spellings.entry(id.clone()).or_default(), placer, spec, Scope::of(record));
            }
        }
        for source in &placer.map.sources {
            let publisher = source.fields.iter().find(|(key, _)| key == "publisher");
            for scope in publisher.iter().flat_map(|_| scopes(source, record)) {
                if let Some((_, spec)) = publisher {
                    count(&mut self.publishers, placer, spec, scope);
                }
            }
        }
    }

    fn key(&mut self, record: &Record, placer: &Placer<'_>) {
        // Records that are merged share their key on purpose.
        if placer.map.merge {
            return;
        }
        let constant = placer.constants.iter().find(|(key, _)| key == "title").map(|(_, values)| values.join(", "));
        let title = || {
            let (_, spec) = placer.map.fields.iter().find(|(key, _)| key == "title")?;
            let group = values::first(placer.map, spec, Scope::of(record)).ok()??;
            Some(one_line(&group.joined(spec, ", ")))
        };
        let Some(key) = placer.key_of(record, constant.or_else(title).as_deref()) else { return };
        let mut hasher = FxHasher::default();
        for (column, value) in record.values.iter().filter(|(column, _)| !placer.map.ignore.contains(column)) {
            column.hash(&mut hasher);
            value.hash(&mut hasher);
        }
        record.body.hash(&mut hasher);
        let digest = hasher.finish();
        // A record that is there twice is one.
        if *self.keys.entry(key.clone()).or_insert(digest) != digest {
            self.shared.insert(key);
        }
    }

    /// Tell the site's vocabularies how names are spelt. Gives the keys that several records share.
    pub fn finish(mut self, placer: &mut Placer<'_>) -> HashSet<String> {
        for taxonomy in &mut placer.site.taxonomies {
            taxonomy.expect(in_order(self.spellings.remove(&taxonomy.id).unwrap_or_default()));
        }
        placer.site.publishers.expect(in_order(self.publishers));
        self.shared
    }
}

fn count(spellings: &mut Spellings, placer: &Placer<'_>, spec: &Spec, scope: Scope<'_>) {
    let Ok(Some(group)) = values::first(placer.map, spec, scope) else { return };
    for taken in group.values {
        let next = spellings.len();
        spellings.entry(one_line(&taken.text)).or_insert((next, 0)).1 += 1;
    }
}

fn in_order(spellings: Spellings) -> Vec<(String, usize)> {
    let mut met: Vec<(String, (usize, usize))> = spellings.into_iter().collect();
    met.sort_by_key(|(_, (order, _))| *order);
    met.into_iter().map(|(name, (_, count))| (name, count)).collect()
}
