//! A source as CSL variables, whatever format it came from: every exporter of sources writes from this.

use std::collections::BTreeMap;

use super::Entry;
use crate::model::names::{self, Name};
use crate::model::{Source, SourceKind, publisher_variables};
use crate::schema::source::csl_texts;

/// A source in the words of CSL 1.0.2.
#[derive(Debug)]
pub struct Record<'a> {
    /// Its key.
    pub key: &'a str,
    /// CSL type.
    pub work_type: &'a str,
    /// The source itself.
    pub source: &'a Source,
    /// Standard and number variables.
    pub variables: BTreeMap<&'a str, &'a str>,
    /// Authors.
    pub authors: Vec<Name>,
    /// Other names, by role.
    pub names: BTreeMap<&'a str, Vec<Name>>,
    /// Its kind, where its type does not say it.
    pub kind: Option<SourceKind>,
    /// Its publisher, where no variable says it.
    pub publisher: Option<&'a str>,
}

impl<'a> Record<'a> {
    /// From an entry. Of what only front matter describes, the kind says the type.
    pub fn new(entry: &Entry<'a>) -> Self {
        let source = entry.source;
        let mut variables: BTreeMap<&'a str, &'a str> = BTreeMap::new();
        let mut names = BTreeMap::new();
        let work_type = match &source.bibliographic {
            Some(of_file) => {
                variables.extend(of_file.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
                names.extend(of_file.names.iter().map(|(role, people)| (role.as_str(), names::parse(people))));
                of_file.work_type.as_str()
            }
            None => {
                let (work_type, variable) = entry.kind.work_type();
                variables.insert(variable, entry.publisher);
                work_type
            }
        };
        variables.extend(csl_texts(source).map(|(variable, text)| -> (&str, &str) { (variable, text) }));
        let order = publisher_variables(work_type);
        let said = order.iter().find_map(|variable| variables.get(variable).copied());
        let by_type = SourceKind::of_work_type(work_type);
        // The kind `other` need not be written.
        let is_said = source.kind.is_some() || entry.kind != SourceKind::Other;
        Record {
            key: entry.key,
            work_type,
            source,
            authors: source.author.as_deref().map(names::parse).unwrap_or_default(),
            kind: Some(entry.kind).filter(|kind| is_said && by_type != Some(*kind)),
            publisher: Some(entry.publisher).filter(|publisher| said != Some(publisher)),
            variables,
            names,
        }
    }

    /// A variable.
    pub fn get(&self, variable: &str) -> Option<&'a str> {
        self.variables.get(variable).copied()
    }
}
