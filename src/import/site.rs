//! What an import needs to know of the site: sections, vocabularies, publishers, and slugs that are taken.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::terms::Vocabulary;
use crate::load::{LoadError, load};
use crate::model::config::Config;
use crate::model::{Slug, Visibility, fold, term_path};
use crate::parse::parse;
use crate::schema::ParsedTerm;

/// The site.
#[derive(Debug)]
pub struct Site {
    /// Its folder.
    pub root: PathBuf,
    /// Its configuration.
    pub config: Config,
    /// Its taxonomies, in the order of their ids.
    pub taxonomies: Vec<Vocabulary>,
    /// Its publishers.
    pub publishers: Vocabulary,
    /// Slugs that are taken, and the paths of their files.
    pub slugs: HashMap<String, String>,
    /// Paths of its cases by folded title.
    pub titles: HashMap<String, String>,
    /// Paths of its cases that are drafts.
    pub drafts: HashSet<String>,
    /// Paths of its pages by route.
    pub pages: HashMap<String, String>,
    /// Paths of the files that declare terms, by `TAXONOMY/TERM`.
    terms: HashMap<String, String>,
    /// Ids of shared sources, which no case may give to another.
    pub shared_sources: HashSet<String>,
}

impl Site {
    /// Read the site of a folder.
    ///
    /// # Errors
    /// Where the folder is not that of a site, or a file cannot be read.
    pub fn read(root: &Path) -> Result<Site, LoadError> {
        let (files, _) = load(root)?;
        // `check` reports what is wrong with the site.
        let (parsed, _) = parse(&files);
        let transliteration = parsed.config.transliteration();
        let used = |index: usize| {
            let terms = parsed.cases.iter().filter_map(|case| case.front.terms.get(index));
            terms.flat_map(|terms| &terms.values).map(|value| value.value.clone()).collect::<Vec<String>>()
        };
        let taxonomies = parsed
            .vocabularies
            .iter()
            .enumerate()
            .map(|(index, vocabulary)| {
                Vocabulary::new(vocabulary, used(index).iter().map(String::as_str), transliteration)
            })
            .collect();
        let cited: Vec<&str> = parsed
            .cited()
            .flat_map(|case| &case.front.sources)
            .chain(parsed.shared_sources.iter().flat_map(|(_, sources)| sources))
            .map(|source| &*source.source.publisher)
            .collect();
        let mut publishers = match &parsed.publishers {
            Some(vocabulary) => Vocabulary::new(vocabulary, std::iter::empty(), transliteration),
            None => Vocabulary::open("publisher", transliteration),
        };
        for name in cited {
            publishers.learn_new(name);
        }
        let shared = parsed.shared_sources.iter().flat_map(|(_, sources)| sources);
        let owners = parsed.vocabularies.iter().filter(|vocabulary| vocabulary.terms_of.is_none());
        let terms = owners.flat_map(|owner| owner.terms.iter().map(move |term| (owner, term)));
        let path = |term: &ParsedTerm| files.get(term.file).path.clone();
        let terms = terms.map(|(owner, term)| (format!("{}/{}", owner.id, term.id.value), path(term)));
        let of_drafts = parsed.cases.iter().filter(|case| case.front.visibility == Visibility::Draft);
        Ok(Site {
            root: root.to_owned(),
            titles: parsed.cases.iter().map(|case| (fold(&case.front.title), case.path.clone())).collect(),
            drafts: of_drafts.map(|case| case.path.clone()).collect(),
            pages: parsed.pages.iter().map(|page| (page.route.clone(), page.path.clone())).collect(),
            terms: terms.collect(),
            taxonomies,
            publishers,
            slugs: parsed.cases.iter().map(|case| (case.slug.to_string(), case.path.clone())).collect(),
            shared_sources: shared.map(|source| source.id.value.as_str().to_owned()).collect(),
            config: parsed.config,
        })
    }

    /// A taxonomy.
    pub fn taxonomy(&self, id: &str) -> Option<&Vocabulary> {
        self.taxonomies.iter().find(|taxonomy| taxonomy.id == id)
    }

    /// Why a term cannot have a file of its own in this site.
    ///
    /// # Errors
    /// The reason, as the end of “skipped: …”.
    pub fn refuses_term(&self, taxonomy: &str, id: &str, label: &str) -> Result<(), String> {
        let Some(vocabulary) = self.taxonomy(taxonomy) else {
            return Err(format!("write content/taxonomies/{taxonomy}.yaml first, whose term it is"));
        };
        if let Some(owner) = &vocabulary.terms_of {
            return Err(format!("`{taxonomy}` shares the terms of `{owner}`"));
        }
        if Slug::parse(id).is_err() {
            return Err(format!("`{id}` cannot be the id of a term"));
        }
        let declared_in = self.terms.get(&format!("{taxonomy}/{id}"));
        if let Some(path) = declared_in.filter(|path| **path != term_path(taxonomy, id)) {
            return Err(format!("{path} has the term"));
        }
        match vocabulary.declared_id(label).filter(|other| *other != id) {
            Some(other) => Err(format!("`{label}` is a name of the term `{other}`")),
            None => Ok(()),
        }
    }

    /// The id and title of the configured section that a name or heading means.
    pub fn section(&self, name: &str) -> Option<(&str, &str)> {
        let section = &self.config.sections[self.config.sections.named(name)?];
        Some((&section.id, &section.title))
    }
}
