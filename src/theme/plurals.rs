//! Which plural form a number takes in a language (Unicode CLDR, cardinal rules).

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// The plural rules of a language.
pub struct Plurals(Option<PluralRules>);

impl Plurals {
    /// Of a language (BCP 47). One that CLDR does not know has a single form.
    pub fn of(language: &str) -> Self {
        let locale = Locale::try_from_str(&language.replace('_', "-")).unwrap_or(Locale::UNKNOWN);
        Plurals(PluralRules::try_new_cardinal(locale.into()).ok())
    }

    /// The name of a number's form: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub fn form(&self, number: u64) -> &'static str {
        match self.0.as_ref().map(|rules| rules.category_for(number)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            Some(PluralCategory::Other) | None => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Plurals;

    #[test]
    fn numbers_take_the_form_of_their_language() {
        for (language, forms) in [
            ("en", ["other", "one", "other", "other", "other", "other", "other"]),
            ("en_GB", ["other", "one", "other", "other", "other", "other", "other"]),
            ("fr", ["one", "one", "other", "other", "other", "other", "other"]),
            ("pl", ["many", "one", "few", "many", "many", "few", "many"]),
            ("ar", ["zero", "one", "two", "few", "many", "few", "other"]),
            ("ja", ["other"; 7]),
            ("no tag", ["other"; 7]),
        ] {
            let plurals = Plurals::of(language);
            let found = [0, 1, 2, 5, 12, 103, 100].map(|number| plurals.form(number));
            assert_eq!((language, found), (language, forms));
        }
    }
}
