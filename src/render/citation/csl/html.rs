//! The element tree of hayagriva as HTML: escaped, with elements and classes, never with a style attribute.

use hayagriva::citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, Formatted, Formatting};

use super::marks;
use crate::model::is_web_address;
use crate::render::escape::{escape, escape_into};

/// What becomes of the addresses in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They are links.
    Follow,
    /// They are text: inside another link, or where the original is not to be followed.
    Text,
}

/// Write children.
pub fn write(html: &mut String, children: &ElemChildren, links: Links) {
    for child in &children.0 {
        write_child(html, child, links);
    }
}

/// Write one child.
pub fn write_child(html: &mut String, child: &ElemChild, links: Links) {
    match child {
        ElemChild::Text(text) => write_text(html, text),
        ElemChild::Elem(elem) => {
            let class = elem.display.map(|display| match display {
                Display::Block => "csl-block",
                Display::Indent => "csl-indent",
                Display::LeftMargin => "csl-left",
                Display::RightInline => "csl-right",
            });
            if let Some(class) = class {
                html.push_str(&format!("<span class=\"{class}\">"));
            }
            write(html, &elem.children, links);
            if class.is_some() {
                html.push_str("</span>");
            }
        }
        ElemChild::Link { text, url } => {
            if links == Links::Follow && is_web_address(url) {
                html.push_str("<a href=\"");
                escape_into(html, url);
                html.push_str("\">");
                write_text(html, text);
                html.push_str("</a>");
            } else {
                write_text(html, text);
            }
        }
        ElemChild::Markup(text) => escape_into(html, text),
        ElemChild::Transparent { .. } => {}
    }
}

/// Write a text with its formatting.
pub fn write_text(html: &mut String, text: &Formatted) {
    let tags = tags(&text.formatting);
    let ends_in_mark = ends_in_mark(html);
    for (open, _) in &tags {
        html.push_str(open);
    }
    let text = tidy(&text.text);
    // A group whose last part came out empty leaves its comma behind.
    if text.starts_with([')', ']']) && html.ends_with(',') {
        html.pop();
    }
    // Delimiters of neighbouring groups may both bring a space, a title its own mark at the end.
    let shown = if html.ends_with(' ') { text.trim_start_matches(' ') } else { &text };
    let shown = if ends_in_mark { shown.strip_prefix('.').unwrap_or(shown) } else { shown };
    if marks::are_in(shown) {
        html.push_str(&marks::to_html(&escape(shown)));
    } else {
        escape_into(html, shown);
    }
    for (_, close) in tags.iter().rev() {
        html.push_str(close);
    }
}

/// Does what is written end with a mark that no full stop follows, whatever elements close behind it?
fn ends_in_mark(html: &str) -> bool {
    let mut text = html;
    while let Some((before, tag)) = text.strip_suffix('>').and_then(|open| open.rsplit_once('<'))
        && tag.starts_with('/')
    {
        text = before;
    }
    text.ends_with(['!', '?'])
}

/// Punctuation that collides within a run: `(2025,)`, `Use R!.`
fn tidy(text: &str) -> std::borrow::Cow<'_, str> {
    const COLLISIONS: [(&str, &str); 3] = [(",)", ")"), ("!.", "!"), ("?.", "?")];
    let mut tidied = std::borrow::Cow::Borrowed(text);
    for (collision, kept) in COLLISIONS {
        if tidied.contains(collision) {
            tidied = tidied.replace(collision, kept).into();
        }
    }
    tidied
}

fn tags(formatting: &Formatting) -> Vec<(&'static str, &'static str)> {
    let mut tags = Vec::new();
    let mut add = |applies: bool, open, close| {
        if applies {
            tags.push((open, close));
        }
    };
    add(formatting.font_style == FontStyle::Italic, "<i>", "</i>");
    add(formatting.font_weight == FontWeight::Bold, "<b>", "</b>");
    add(formatting.font_weight == FontWeight::Light, "<span class=\"csl-light\">", "</span>");
    add(formatting.font_variant == FontVariant::SmallCaps, "<span class=\"csl-small-caps\">", "</span>");
    add(formatting.text_decoration == TextDecoration::Underline, "<span class=\"csl-underline\">", "</span>");
    add(formatting.vertical_align == VerticalAlign::Sup, "<sup>", "</sup>");
    add(formatting.vertical_align == VerticalAlign::Sub, "<sub>", "</sub>");
    tags
}

/// The text of one child, without markup.
pub fn plain_child(child: &ElemChild) -> String {
    plain(&ElemChildren(vec![child.clone()]))
}

/// The text of children, without markup.
pub fn plain(children: &ElemChildren) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = children.write_buf(&mut text, hayagriva::BufWriteFormat::Plain);
    if marks::are_in(&text) { marks::without(&text) } else { text }
}
