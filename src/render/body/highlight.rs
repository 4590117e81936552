//! Code blocks in colour: syntect's grammars, as classes that the theme's stylesheet colours.

use std::sync::LazyLock;

use crate::render::escape::escape;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Prefix of all classes.
const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// The grammars, loaded when the first code block asks for them.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The HTML inside `<code>`, in the language that the block names; plain where it names none that is known.
pub fn highlight(code: &str, language: &str) -> String {
    let token = language.split([' ', ',', '{']).next().unwrap_or_default();
    if token.is_empty() {
        return escape(code);
    }
    let Some(syntax) = SYNTAXES.find_syntax_by_token(token) else { return escape(code) };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, CLASSES);
    for line in LinesWithEndings::from(code) {
        if generator.parse_html_for_line_which_includes_newline(line).is_err() {
            return escape(code);
        }
    }
    generator.finalize()
}
