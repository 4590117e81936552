//! Colours, as CSS writes them.

use cssparser::{Parser, ToCss};
use cssparser_color::Color;

/// A colour of its own (`#0a604b`, `rgb(…)`, `oklch(…)`, `rebeccapurple`), as CSS would print it: what is made of it can
/// stand in a stylesheet and close nothing there. None where it is no colour, or one that depends on where it stands.
pub fn colour_of(text: &str) -> Option<String> {
    // CSS would take a function that nobody closes for closed.
    if text.contains("/*") || text.matches('(').count() != text.matches(')').count() {
        return None;
    }
    let colour = Parser::new(text).parse_entirely(Color::parse).ok()?;
    let is_unseen = text.eq_ignore_ascii_case("transparent");
    (colour != Color::CurrentColor && !is_unseen).then(|| colour.to_css_string())
}

/// The names of colours.
pub fn colour_names() -> impl Iterator<Item = &'static str> {
    cssparser::color::all_named_colors().map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_colour_is_one() {
        for (written, printed) in [
            ("#0a604b", "rgb(10, 96, 75)"),
            ("#ABC", "rgb(170, 187, 204)"),
            ("RebeccaPurple", "rgb(102, 51, 153)"),
            ("rgb(10 96 75)", "rgb(10, 96, 75)"),
            ("hsl(120, 100%, 50%)", "rgb(0, 255, 0)"),
            ("oklch(0.4 0.1 160)", "oklch(0.4 0.1 160)"),
        ] {
            assert_eq!(colour_of(written).as_deref(), Some(printed), "{written}");
        }
        for text in [
            "",
            "0a604b",
            "#0a604",
            "#zzz",
            "purpel",
            "rgb(10 96",
            "rgb(10 96 75); }",
            "hsv(1 2 3)",
            "red /* */",
            "red blue",
            "var(--ink)",
            "url(https://example.org)",
            "currentColor",
            "transparent",
            "inherit",
        ] {
            assert_eq!(colour_of(text), None, "{text}");
        }
    }
}
