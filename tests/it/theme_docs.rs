//! `docs/theme.md` says what templates are given: the part between its markers is written from the contract.

use std::fmt::Write as _;

use casebook::render::contract;
use serde_json::Value;

use crate::support::accept::assert_accepted;
use crate::support::site::repository;

const BEGIN: &str = "<!-- contract: written by `ACCEPT=1 cargo test theme_docs` -->\n";
const END: &str = "<!-- end of contract -->\n";

#[test]
fn the_documentation_of_the_contract_is_current() {
    let text = std::fs::read_to_string(repository().join("docs/theme.md")).expect("docs/theme.md");
    let (before, rest) = text.split_once(BEGIN).expect("the marker where the contract begins");
    let (_, after) = rest.split_once(END).expect("the marker where the contract ends");
    assert_accepted("docs/theme.md", &format!("{before}{BEGIN}{}{END}{after}", written()));
}

fn written() -> String {
    let contract = contract();
    let mut text = String::from("\n| template | `page.kind` | its value | of type |\n|---|---|---|---|\n");
    for given in &contract.templates {
        let (name, kind) = match &given.value {
            Some((name, schema)) => (format!("`{name}`"), type_of(schema.as_value())),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let page = given.kind.map_or_else(|| "–".to_owned(), |kind| format!("`{kind}`"));
        let _ = writeln!(text, "| `{}` | {page} | {name} | {kind} |", given.template);
    }
    let pages = contract.templates.iter().filter(|given| given.kind.is_some()).count();
    let _ = writeln!(
        text,
        "\nEvery template is given `site` ({}) and `t` (the words). The first {pages}, which are pages, are given \
         `page` ({}) too.",
        type_of(contract.site.as_value()),
        type_of(contract.page.as_value()),
    );
    for (name, schema) in &contract.definitions {
        let _ = writeln!(text, "\n### {name}\n\n{}\n\n| field | type | meaning |\n|---|---|---|", meaning(schema));
        for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
            let _ = writeln!(text, "| `{field}` | {} | {} |", type_of(schema), meaning(schema));
        }
    }
    text.push('\n');
    text
}

/// What the comment in the code says, on one line, safe in a cell.
fn meaning(schema: &Value) -> String {
    schema["description"]
        .as_str()
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let present: Vec<String> = any.iter().filter(|schema| schema["type"] != "null").map(type_of).collect();
        return format!("{} or none", present.join(" or "));
    }
    let word = |name: &str| match name {
        "string" => "text".to_owned(),
        "integer" | "number" => "number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => format!("list of {}", type_of(&schema["items"])),
        "null" => "none".to_owned(),
        other => other.to_owned(),
    };
    match &schema["type"] {
        Value::String(name) => word(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(word).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}
