//! Values of an import matched to terms and publishers; new ones are added to open vocabularies.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Openness, Transliteration, fold};
use crate::schema::{ParsedTerm, ParsedVocabulary};

/// A vocabulary and what the import adds to it.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The front-matter key.
    pub id: String,
    /// Singular, for messages.
    pub label: String,
    /// Id of the taxonomy whose terms it shares.
    pub terms_of: Option<String>,
    /// Must every case have a term?
    pub required: bool,
    /// May terms appear by use?
    pub openness: Openness,
    /// Declared terms: label first, then id and aliases.
    pub declared: Vec<Vec<String>>,
    /// Folded name → label.
    names: HashMap<String, String>,
    /// Name in its plainest spelling → label, also of names that the input will bring.
    spellings: HashMap<String, String>,
    /// Address → label.
    slugs: HashMap<String, String>,
    /// How names are written in addresses.
    transliteration: Transliteration,
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
    /// Another term than this one, which has the address that it would have.
    Clash(String),
}

impl Vocabulary {
    /// A vocabulary of the site. `used` are the names that its cases use.
    pub fn new<'a>(
        parsed: &ParsedVocabulary,
        used: impl Iterator<Item = &'a str>,
        transliteration: Transliteration,
    ) -> Vocabulary {
        let mut vocabulary = Vocabulary {
            id: parsed.id.clone(),
            label: parsed.label.to_lowercase(),
            terms_of: parsed.terms_of.as_ref().map(|owner| owner.value.clone()),
            required: parsed.required,
            openness: parsed.openness,
            declared: parsed.terms.iter().map(names_of).collect(),
            names: HashMap::new(),
            spellings: HashMap::new(),
            slugs: HashMap::new(),
            transliteration,
            new: 0,
            unknown: BTreeMap::new(),
        };
        for (term, names) in parsed.terms.iter().zip(vocabulary.declared.clone()) {
            for name in &names {
                vocabulary.learn(name, &names[0]);
            }
            vocabulary.slugs.entry(term.id.value.to_string()).or_insert_with(|| names[0].clone());
        }
        if parsed.openness == Openness::Open {
            for name in used {
                vocabulary.learn_new(name);
            }
        }
        vocabulary
    }

    /// An open vocabulary without terms.
    pub fn open(id: &str, transliteration: Transliteration) -> Vocabulary {
        Vocabulary {
            id: id.to_owned(),
            label: id.replace('_', " "),
            terms_of: None,
            required: false,
            openness: Openness::Open,
            declared: Vec::new(),
            names: HashMap::new(),
            spellings: HashMap::new(),
            slugs: HashMap::new(),
            transliteration,
            new: 0,
            unknown: BTreeMap::new(),
        }
    }

    fn learn(&mut self, name: &str, label: &str) {
        self.names.entry(fold(name)).or_insert_with(|| label.to_owned());
        self.spellings.entry(self.plainest(name)).or_insert_with(|| label.to_owned());
    }

    /// Learn a name that is its own label, and that has an address unless another has taken it.
    pub fn learn_new(&mut self, name: &str) {
        self.learn(name, name);
        self.slugs.entry(self.transliteration.slug(name).to_string()).or_insert_with(|| name.to_owned());
    }

    /// Learn how most values of an input spell each name. `spellings` are counted, in the order in which they were met.
    pub fn expect(&mut self, mut spellings: Vec<(String, usize)>) {
        if self.openness == Openness::Closed {
            return;
        }
        // A stable sort: of two that are as common, the first one counts.
        spellings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        spellings.retain(|(name, _)| self.label_of(name).is_none());
        for (name, _) in spellings {
            self.spellings.entry(self.plainest(&name)).or_insert_with(|| name.clone());
            self.slugs.entry(self.transliteration.slug(&name).to_string()).or_insert(name);
        }
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
        self.declared_id(name).is_some()
    }

    /// The id of the declared term that a name stands for.
    pub fn declared_id(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        let names = self.declared.iter().find(|names| names.iter().any(|declared| fold(declared) == name))?;
        names.get(1).map(String::as_str)
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
        let label = self.spellings.get(&self.plainest(value)).map_or(value, String::as_str).to_owned();
        let is_new = self.label_of(&label).is_none();
        match self.slugs.get(self.transliteration.slug(&label).as_str()) {
            // In a site two names of one address are an error.
            Some(other) if is_new && *other != label => return Found::Clash(other.clone()),
            _ => {}
        }
        if is_new {
            self.learn_new(&label);
            self.new += 1;
        }
        self.names.insert(fold(value), label.clone());
        Found::Term(label)
    }

    /// The terms nearest to a value, nearest first, at most three: near in spelling, or sharing a word. What is longer than
    /// any name, a paragraph in the wrong column, is near to none.
    pub fn near(&self, value: &str) -> Vec<&str> {
        const LONGEST: usize = 1000;
        if value.len() > LONGEST {
            return Vec::new();
        }
        let wanted = fold(value);
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(ToOwned::to_owned).collect()
        };
        let wanted_words = words(&wanted);
        let mut near: Vec<(f64, usize)> = Vec::new();
        for (index, names) in self.declared.iter().enumerate() {
            let score = names.iter().filter(|name| name.len() <= LONGEST).map(|name| {
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

    /// A name without what people write in one way or another: capitals, hyphens, quotation marks, brackets. Two names that
    /// are alike then are one name, unlike `C`, `C#` and `C++`, which make one address.
    fn plainest(&self, name: &str) -> String {
        let folded = fold(name);
        let is_idle = |(at, c): (usize, char)| match c {
            '.' => at > 0,
            c => c.is_whitespace() || "-‐‑–—_'’‘“”\"(),:;!?".contains(c),
        };
        let plain: String = folded.char_indices().filter(|(at, c)| !is_idle((*at, *c))).map(|(_, c)| c).collect();
        format!("{} {plain}", self.transliteration.slug(name))
    }
}

fn names_of(term: &ParsedTerm) -> Vec<String> {
    let mut names: Vec<String> = term.names().map(|(name, _)| name.to_owned()).collect();
    names.swap(0, 1);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Found {
        Found::Term(text.to_owned())
    }

    #[test]
    fn spellings_of_one_name_are_one_term_and_other_names_are_none() {
        let mut tags = Vocabulary::open("tag", Transliteration::PLAIN);
        assert_eq!(tags.resolve("C++"), term("C++"));
        for other in ["C#", "C"] {
            assert_eq!(tags.resolve(other), Found::Clash("C++".to_owned()));
        }
        assert_eq!(tags.resolve("R&D"), term("R&D"));
        assert_eq!(tags.resolve("R/D"), Found::Clash("R&D".to_owned()));
        assert_eq!(tags.resolve("Customer service"), term("Customer service"));
        for same in ["customer service", "Customer-Service", "“Customer service”", "customer  service"] {
            assert_eq!(tags.resolve(same), term("Customer service"));
        }
        assert_eq!(tags.resolve("Co-op"), term("Co-op"));
        assert_eq!(tags.resolve("Coop"), term("Coop"));
        assert_eq!(tags.new, 5);
    }

    #[test]
    fn the_commonest_spelling_counts() {
        let mut tags = Vocabulary::open("tag", Transliteration::PLAIN);
        let spellings = [("chat bots", 1), ("Chat-bots", 3), ("Chat bots", 3), ("C", 1), ("C#", 2)];
        tags.expect(spellings.map(|(name, count)| (name.to_owned(), count)).to_vec());
        assert_eq!(tags.resolve("chat bots"), term("Chat-bots"));
        assert_eq!(tags.resolve("C"), Found::Clash("C#".to_owned()));
        assert_eq!(tags.resolve("C#"), term("C#"));
        assert_eq!(tags.new, 2);
    }
}
