//! What an import remembers in `imports/NAME.json`: for each record the file that it became and a hash of each field.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// Everything that an import has written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Of this form: 1.
    pub version: u32,
    /// Cases by key; terms as `TAXONOMY:TERM`.
    pub cases: BTreeMap<String, CaseState>,
}

/// A case, or a term of Casebook's own export, that an import has written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseState {
    /// Its file, relative to the site.
    pub path: String,
    /// Hash of each field as it was last imported.
    #[serde(serialize_with = "write_fields", deserialize_with = "read_fields")]
    pub fields: Hashes,
}

fn write_fields<S: Serializer>(fields: &Hashes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().map(|(name, hash)| (&**name, hash)))
}

fn read_fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hashes, D::Error> {
    let fields = BTreeMap::<String, Hash>::deserialize(deserializer)?;
    Ok(fields.into_iter().map(|(name, hash)| (name.into(), hash)).collect())
}

/// Hashes of fields by their names, which [`Names`] shares between cases.
pub type Hashes = BTreeMap<Arc<str>, Hash>;

/// A short hash of a text, the same on every machine: the first 16 digits of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(u64);

impl Hash {
    /// Of a text.
    pub fn of(text: &str) -> Hash {
        Hash(Sha256::digest(text).iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map(Hash).map_err(serde::de::Error::custom)
    }
}

/// Names of fields, each of them once: thousands of cases have the same.
#[derive(Debug, Default)]
pub struct Names(HashSet<Arc<str>>);

impl Names {
    /// The same hashes under shared names.
    pub fn shared(&mut self, fields: Hashes) -> Hashes {
        let mut name = |name: Arc<str>| match self.0.get(&name) {
            Some(known) => known.clone(),
            None => {
                self.0.insert(name.clone());
                name
            }
        };
        fields.into_iter().map(|(of, hash)| (name(of), hash)).collect()
    }
}

/// The form that this version writes.
const VERSION: u32 = 1;

impl State {
    /// Nothing imported yet.
    pub fn new() -> State {
        State { version: VERSION, cases: BTreeMap::new() }
    }

    /// Read a state.
    ///
    /// # Errors
    /// Where it is not one of this version: the reason.
    pub fn parse(text: &str) -> Result<State, String> {
        let state: State = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if state.version != VERSION {
            return Err(format!("it is of version {}", state.version));
        }
        match state.cases.values().find(|case| !is_ours(&case.path)) {
            Some(case) => Err(format!("it names `{}`, which is no file of a case or a term", case.path)),
            None => Ok(state),
        }
    }

    /// As text.
    pub fn to_text(&self) -> String {
        let mut text = format!("{{\n\"version\": {VERSION},\n\"cases\": {{\n");
        for (index, (key, case)) in self.cases.iter().enumerate() {
            let comma = if index + 1 < self.cases.len() { "," } else { "" };
            let key = serde_json::Value::from(key.as_str());
            let case = serde_json::to_string(case).unwrap_or_default();
            text.push_str(&format!("{key}: {case}{comma}\n"));
        }
        text.push_str("}\n}\n");
        text
    }
}

/// Is it the path of a file that may hold a case, or a term? A state is a file as any other: what it names is written to.
fn is_ours(path: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
    let is_file = |rest: &str| rest.ends_with(".md") && rest.split('/').all(is_name);
    let of_term = || path.strip_prefix("content/taxonomies/").filter(|rest| rest.split('/').count() == 2);
    path.strip_prefix("content/cases/").or_else(of_term).is_some_and(is_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let mut state = State::new();
        assert_eq!(State::parse(&state.to_text()), Ok(state.clone()));
        let fields = BTreeMap::from([("title".into(), Hash::of("x"))]);
        for key in ["b", "a \"quoted\"", "é"] {
            state.cases.insert(key.to_owned(), CaseState { path: "content/cases/a.md".into(), fields: fields.clone() });
        }
        assert_eq!(State::parse(&state.to_text()), Ok(state));
        assert!(State::parse("{\"version\": 2, \"cases\": {}}").is_err());
    }

    #[test]
    fn a_state_names_files_of_cases_and_terms_only() {
        let parse = |path: &str| {
            let case = CaseState { path: path.to_owned(), fields: BTreeMap::new() };
            State::parse(&State { version: VERSION, cases: BTreeMap::from([("key".to_owned(), case)]) }.to_text())
        };
        assert!(parse("content/cases/2026/a.md").is_ok() && parse("content/taxonomies/owner/a.md").is_ok());
        for path in [
            "/etc/passwd",
            "../a.md",
            "casebook.yaml",
            "content/pages/a.md",
            "content/cases/../../a.md",
            "content/cases//a.md",
            "content/cases/.git/a.md",
            "content/cases/a",
            "content/taxonomies/owner.yaml",
            "content/taxonomies/a.md",
            "content/taxonomies/../a.md",
            "content/taxonomies/owner/old/a.md",
            "content/cases/C:a.md",
            "content/cases/..\\a.md",
        ] {
            assert!(parse(path).unwrap_err().contains("no file of a case or a term"), "{path}");
        }
    }
}
