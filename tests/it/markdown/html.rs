//! HTML in a form in which two ways of writing the same are equal.

use scraper::{ElementRef, Html, Node};

/// Attributes that our theme wants and no standard asks for.
const OURS: [&str; 4] = ["id", "class", "tabindex", "scope"];

/// HTML with folded white space, sorted attributes, and without what a page of ours has on top: ids, classes, a box
/// around tables. A first-level heading is one of the second, for a page's title is its only one of the first.
pub fn normal(html: &str) -> String {
    let document = Html::parse_fragment(html);
    let mut out = String::new();
    write_children(&mut out, document.root_element(), false);
    out.trim().to_owned()
}

fn write_children(out: &mut String, element: ElementRef<'_>, in_pre: bool) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) if in_pre => out.push_str(text),
            Node::Text(text) => {
                for (index, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
                    if index > 0 && !out.ends_with([' ', '\n']) {
                        out.push(' ');
                    }
                    out.push_str(&word.replace('<', "&lt;"));
                }
            }
            Node::Comment(comment) => out.push_str(&format!("<!--{}-->", comment.comment)),
            _ => {
                if let Some(element) = ElementRef::wrap(child) {
                    write_element(out, element, in_pre);
                }
            }
        }
    }
}

fn write_element(out: &mut String, element: ElementRef<'_>, in_pre: bool) {
    let name = match element.value().name() {
        "h1" => "h2",
        "s" => "del",
        name => name,
    };
    let is_colour = in_pre && name == "span";
    if is_colour || (name == "div" && element.value().attr("class") == Some("table")) {
        write_children(out, element, in_pre);
        return;
    }
    let block =
        !matches!(name, "a" | "em" | "strong" | "code" | "img" | "del" | "sup" | "span" | "br" | "input" | "b" | "i");
    if block && !in_pre {
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    let mut attributes: Vec<_> = element.value().attrs().filter(|(name, _)| !OURS.contains(name)).collect();
    attributes.sort_unstable();
    out.push_str(&format!("<{name}"));
    for (name, value) in attributes {
        out.push_str(&format!(" {name}=\"{value}\""));
    }
    out.push('>');
    if matches!(name, "img" | "br" | "hr" | "input") {
        return;
    }
    write_children(out, element, in_pre || name == "pre");
    if block && !in_pre && name != "pre" {
        out.truncate(out.trim_end().len());
    }
    out.push_str(&format!("</{name}>"));
    if block && !in_pre {
        out.push('\n');
    }
}
