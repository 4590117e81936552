//! What a case holds beside its keys, as nested lists: data of the editors' own, where the site shows it.

use crate::model::{Case, is_web_address};
use crate::render::escape::escape;
use crate::render::renderer::Renderer;
use crate::yaml::{Node, Value};

/// The data of a case as HTML, where there is any and the site shows it.
pub fn more(renderer: &Renderer, case: &Case) -> Option<String> {
    let node = case.extra.as_ref().filter(|_| renderer.site.config.shows_extra)?;
    let html = shown(node);
    (!html.is_empty()).then_some(html)
}

/// A value; nothing where it says nothing.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null | Value::Unread => String::new(),
        Value::Scalar(scalar) => scalar_html(&scalar.text),
        Value::Sequence(items) => wrapped(
            "ul",
            items.iter().map(shown).filter(|item| !item.is_empty()).map(|item| format!("<li>{item}</li>\n")),
        ),
        Value::Mapping(entries) => wrapped("dl", entries.iter().filter_map(|(key, value)| entry(key, value))),
    }
}

fn wrapped(tag: &str, parts: impl Iterator<Item = String>) -> String {
    let parts: String = parts.collect();
    if parts.is_empty() { parts } else { format!("<{tag}>\n{parts}</{tag}>\n") }
}

/// A key and its value, where it has one.
fn entry(key: &Node, value: &Node) -> Option<String> {
    let value = Some(shown(value)).filter(|value| !value.is_empty())?;
    Some(format!("<dt>{}</dt>\n<dd>{value}</dd>\n", escape(key.as_str()?)))
}

/// A text, its lines as they are; an address leads to its page.
fn scalar_html(text: &str) -> String {
    let text = text.trim();
    if is_web_address(text) {
        return format!("<a href=\"{0}\" rel=\"external nofollow\">{0}</a>", escape(text));
    }
    text.lines().map(escape).collect::<Vec<_>>().join("<br>\n")
}
