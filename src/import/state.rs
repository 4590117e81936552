//! What an import remembers in `imports/NAME.json`: for each record the file that it became and a hash of each field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::sha256;

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
    pub fields: BTreeMap<String, String>,
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

/// A short hash of a text, the same on every machine.
pub fn hash(text: &str) -> String {
    let mut digits = sha256(text);
    digits.truncate(16);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let mut state = State::new();
        assert_eq!(State::parse(&state.to_text()), Ok(state.clone()));
        let fields = BTreeMap::from([("title".to_owned(), hash("x"))]);
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
