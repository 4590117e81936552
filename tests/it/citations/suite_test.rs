//! A test of the official CSL test suite, as its files have them: sections between `>>== NAME ==>>` and `<<== NAME ==<<`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// A test.
pub struct Test {
    pub is_bibliography: bool,
    pub result: String,
    pub csl: String,
    pub input: String,
    /// Those of the text in their last order, then one of all that they leave out, where there are such.
    pub citations: Vec<Vec<Cite>>,
    /// How many of them the result shows.
    pub shown: usize,
    /// It asks for what a call of citeproc-js can do, and a text or a style cannot.
    pub asks_the_program: bool,
}

/// An item of a citation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cite {
    pub id: Value,
    #[serde(default)]
    pub locator: Option<Value>,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(default)]
    pub prefix: Option<String>,
    #[serde(default)]
    pub suffix: Option<String>,
    #[serde(default)]
    pub suppress_author: Option<Value>,
    #[serde(default)]
    pub author_only: Option<Value>,
}

impl Cite {
    pub fn id(&self) -> String {
        plain(&self.id)
    }

    pub fn locator(&self) -> Option<String> {
        self.locator.as_ref().map(plain).filter(|locator| !locator.is_empty())
    }

    /// Is it a work and a place in it, and nothing else?
    pub fn is_plain(&self) -> bool {
        let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        !said(&self.prefix) && !said(&self.suffix) && self.suppress_author.is_none() && self.author_only.is_none()
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Test {
    /// Read one.
    pub fn read(text: &str) -> Result<Test, String> {
        let sections = sections(text);
        let section = |name: &str| sections.get(name).copied().ok_or(format!("no section {name}"));
        let input = section("INPUT")?.to_owned();
        let items: Vec<Value> = serde_json::from_str(&input).map_err(|error| error.to_string())?;
        let mut ids: Vec<String> = items.iter().filter_map(|item| item.get("id")).map(plain).collect();
        ids.dedup();
        let cite = |id: &String| Cite { id: Value::String(id.clone()), ..Cite::default() };
        let mut citations = match (sections.get("CITATIONS"), sections.get("CITATION-ITEMS")) {
            (Some(calls), _) => called(calls)?,
            (None, Some(given)) => serde_json::from_str(given).map_err(|error| error.to_string())?,
            (None, None) => vec![ids.iter().map(cite).collect::<Vec<_>>()],
        };
        let shown = citations.len();
        let is_cited = |id: &String| citations.iter().flatten().any(|cite| cite.id() == *id);
        let rest: Vec<Cite> = ids.iter().filter(|id| !is_cited(id)).map(cite).collect();
        if !rest.is_empty() {
            citations.push(rest);
        }
        let asking = ["BIBENTRIES", "BIBSECTION", "ABBREVIATIONS", "OPTIONS"];
        Ok(Test {
            is_bibliography: section("MODE")?.trim().starts_with("bibliography"),
            result: section("RESULT")?.trim().to_owned(),
            csl: section("CSL")?.trim().to_owned(),
            input,
            shown,
            citations,
            asks_the_program: asking.iter().any(|name| sections.contains_key(name)),
        })
    }
}

fn sections(text: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once(">>=") {
        let Some((head, behind)) = behind.split_once('\n') else { break };
        let name = head.trim_matches(|c: char| !c.is_ascii_uppercase());
        let Some((content, behind)) = behind.split_once("<<=") else { break };
        found.insert(name, content);
        rest = behind.split_once('\n').map_or("", |(_, rest)| rest);
    }
    found
}

/// What a document cites behind the last of some calls: `[{citationID, citationItems}, before, behind]`.
fn called(calls: &str) -> Result<Vec<Vec<Cite>>, String> {
    /// Other citations, by name, with the number of their note.
    type Others = Vec<(String, Value)>;
    let calls: Vec<(Value, Others, Others)> = serde_json::from_str(calls).map_err(|error| error.to_string())?;
    let mut known: BTreeMap<String, Vec<Cite>> = BTreeMap::new();
    let mut order = Vec::new();
    for (citation, before, behind) in calls {
        let id = plain(&citation["citationID"]);
        let items = serde_json::from_value(citation["citationItems"].clone()).map_err(|error| error.to_string())?;
        known.insert(id.clone(), items);
        let names = |list: Others| list.into_iter().map(|(id, _)| id);
        order = names(before).chain([id]).chain(names(behind)).collect();
    }
    Ok(order.iter().filter_map(|id| known.get(id).cloned()).collect())
}
