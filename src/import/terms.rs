//! Values of an import matched to terms and publishers; new ones are added to open vocabularies.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Openness, Slug, fold};
use crate::schema::{ParsedTerm, ParsedVocabulary};

/// A vocabulary and what the import adds to it.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The front-matter key.
    pub id: String,
    /// Singular, for messages.
    pub label: String,
    /// Must every case have a term?
    pub required: bool,
    /// May terms appear by use?
    pub openness: Openness,
    /// Declared terms: label first, then id and aliases.
    pub declared: Vec<Vec<String>>,
    /// Folded name → label.
    names: HashMap<String, String>,
    /// Address → label.
    slugs: HashMap<String, String>,
    /// New terms of this import.
    pub new: usize,
    /// Values that a closed vocabulary does not have, with how many cases use each.
    pub unknown: BTreeMap<String, Unknown>,
}

/// A value that a closed vocabulary does not have.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// As first written.
    pub value: String,
    /// How many cases use it.
    pub cases: usize,
}

/// What a value stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A term, by its label.
    Term(String),
    /// Nothing that the closed vocabulary has.
    Unknown,
}

impl Vocabulary {
    /// A vocabulary of the site. `used` are the names that its cases use.
    pub fn new<'a>(parsed: &ParsedVocabulary, used: impl Iterator<Item = &'a str>) -> Vocabulary {
        let mut vocabulary = Vocabulary {
            id: parsed.id.clone(),
            label: parsed.label.to_lowercase(),
            required: parsed.required,
            openness: parsed.openness,
            declared: parsed.terms.iter().map(names_of).collect(),
            names: HashMap::new(),
            slugs: HashMap::new(),
            new: 0,
            unknown: BTreeMap::new(),
        };
        for names in vocabulary.declared.clone() {
            for name in &names {
                vocabulary.learn(name, &names[0]);
            }
        }
        if parsed.openness == Openness::Open {
            for name in used {
                vocabulary.learn(name, name);
            }
        }
        vocabulary
    }

    /// An open vocabulary without terms.
    pub fn open(id: &str) -> Vocabulary {
        Vocabulary {
            id: id.to_owned(),
            label: id.replace('_', " "),
            required: false,
            openness: Openness::Open,
            declared: Vec::new(),
            names: HashMap::new(),
            slugs: HashMap::new(),
            new: 0,
            unknown: BTreeMap::new(),
        }
    }

    fn learn(&mut self, name: &str, label: &str) {
        self.names.entry(fold(name)).or_insert_with(|| label.to_owned());
        self.slugs.entry(Slug::from_text(name).to_string()).or_insert_with(|| label.to_owned());
    }

    /// The label of a name that is known.
    pub fn label_of(&self, name: &str) -> Option<&str> {
        self.names.get(&fold(name)).map(String::as_str)
    }

    /// The aliases and the id of a declared term.
    pub fn other_names(&self, label: &str) -> &[String] {
        self.declared.iter().find(|names| names[0] == label).map_or(&[], |names| &names[1..])
    }

    /// Is it the name of a declared term?
    pub fn declares(&self, name: &str) -> bool {
        let name = fold(name);
        self.declared.iter().flatten().any(|declared| fold(declared) == name)
    }

    /// The term of a value; an open vocabulary gains new ones.
    pub fn resolve(&mut self, value: &str) -> Found {
        if let Some(label) = self.label_of(value) {
            return Found::Term(label.to_owned());
        }
        if self.openness == Openness::Closed {
            let unknown = Unknown { value: value.to_owned(), cases: 0 };
            self.unknown.entry(fold(value)).or_insert(unknown).cases += 1;
            return Found::Unknown;
        }
        // In a site two names with one address are an error; in an import they are two spellings of one term.
        if let Some(label) = self.slugs.get(Slug::from_text(value).as_str()) {
            let label = label.clone();
            self.names.insert(fold(value), label.clone());
            return Found::Term(label);
        }
        self.learn(value, value);
        self.new += 1;
        Found::Term(value.to_owned())
    }

    /// The terms nearest to a value, nearest first, at most three: near in spelling, or sharing a word.
    pub fn near(&self, value: &str) -> Vec<&str> {
        let wanted = fold(value);
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(ToOwned::to_owned).collect()
        };
        let wanted_words = words(&wanted);
        let mut near: Vec<(f64, usize)> = Vec::new();
        for (index, names) in self.declared.iter().enumerate() {
            let score = names.iter().map(|name| {
                let name = fold(name);
                let shared = words(&name).iter().filter(|word| wanted_words.contains(word)).count();
                #[expect(clippy::cast_precision_loss, reason = "a few words")]
                let by_words = shared as f64 / wanted_words.len().max(1) as f64;
                strsim::normalized_damerau_levenshtein(&wanted, &name).max(by_words * 0.9)
            });
            let best = score.fold(0.0, f64::max);
            if best >= 0.45 {
                near.push((best, index));
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.into_iter().take(3).map(|(_, index)| self.declared[index][0].as_str()).collect()
    }
}

fn names_of(term: &ParsedTerm) -> Vec<String> {
    let aliases = term.aliases.iter().map(|alias| alias.value.clone());
    [term.label.value.clone(), term.id.value.to_string()].into_iter().chain(aliases).collect()
}
