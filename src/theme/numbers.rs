//! Numbers in the digits and groups of a language (Unicode CLDR).

use std::sync::Arc;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal as Digits;
use icu_locale_core::Locale;
use rust_decimal::Decimal;

use super::plurals::Plurals;

/// How a language writes numbers.
#[derive(Clone)]
pub struct Numbers(Arc<(Option<DecimalFormatter>, Plurals)>);

impl std::fmt::Debug for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Numbers")
    }
}

impl Numbers {
    /// Of a language (BCP 47).
    pub fn of(language: &str) -> Self {
        let locale = Locale::try_from_str(&language.replace('_', "-")).unwrap_or(Locale::UNKNOWN);
        let formatter =
            DecimalFormatter::try_new(locale.into(), icu_decimal::options::DecimalFormatterOptions::default());
        Numbers(Arc::new((formatter.ok(), Plurals::of(language))))
    }

    /// A number: `40,000,000`, `40 000 000`.
    pub fn text(&self, number: Decimal) -> String {
        let plain = number.normalize().to_string();
        match (&self.0.0, plain.parse::<Digits>()) {
            (Some(formatter), Ok(digits)) => formatter.format(&digits).to_string(),
            _ => plain,
        }
    }

    /// The plural form that a number takes.
    pub fn form(&self, number: Decimal) -> &'static str {
        let whole = number.is_integer().then(|| u64::try_from(number.abs()).ok()).flatten();
        whole.map_or("other", |whole| self.0.1.form(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_their_language_groups_them() {
        let text = |language: &str, number: &str| Numbers::of(language).text(number.parse().expect("a number"));
        assert_eq!(text("en", "40000000"), "40,000,000");
        assert_eq!(text("de", "1234.5"), "1.234,5");
        assert_eq!(text("fr", "1234567"), "1\u{202f}234\u{202f}567");
        assert_eq!(text("no tag", "-0.50"), "-0.5");
    }
}
