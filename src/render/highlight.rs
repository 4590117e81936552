//! Code blocks in colour: syntect's grammars, as classes that the theme's stylesheet colours.

use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Prefix of all classes.
const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Loads the grammars when the first code block asks for them.
#[derive(Debug, Default)]
pub struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
}

impl Highlighter {
    /// The HTML inside `<code>`, in the language that the block names; plain where it names none that is known.
    pub fn highlight(&self, code: &str, language: &str) -> String {
        let token = language.split([' ', ',', '{']).next().unwrap_or_default();
        if token.is_empty() {
            return escape(code);
        }
        let syntaxes = self.syntaxes.get_or_init(SyntaxSet::load_defaults_newlines);
        let Some(syntax) = syntaxes.find_syntax_by_token(token) else { return escape(code) };
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, CLASSES);
        for line in LinesWithEndings::from(code) {
            if generator.parse_html_for_line_which_includes_newline(line).is_err() {
                return escape(code);
            }
        }
        generator.finalize()
    }
}

/// Text as HTML, in elements and attributes.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    escape_into(&mut html, text);
    html
}

/// Write text as HTML.
pub fn escape_into(html: &mut String, text: &str) {
    let mut rest = text;
    // All of these are bytes of their own in UTF-8.
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'')) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}
