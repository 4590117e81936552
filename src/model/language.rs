//! Tags of languages (BCP 47), and what people write for them.

use icu_locale_core::Locale;
use isolang::Language;

use super::works::language_code;

/// The codes that libraries have used (ISO 639-2/B), where those of BCP 47 are others.
const OF_LIBRARIES: [(&str, &str); 20] = [
    ("alb", "sq"),
    ("arm", "hy"),
    ("baq", "eu"),
    ("bur", "my"),
    ("chi", "zh"),
    ("cze", "cs"),
    ("dut", "nl"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gre", "el"),
    ("ice", "is"),
    ("mac", "mk"),
    ("mao", "mi"),
    ("may", "ms"),
    ("per", "fa"),
    ("rum", "ro"),
    ("slo", "sk"),
    ("tib", "bo"),
    ("wel", "cy"),
];

/// Is this a tag of BCP 47 that begins with the shortest code of a language? Codes of three letters are taken as they
/// are where none of two letters says the same: those of groups of languages are in no list here.
pub fn is_language_tag(text: &str) -> bool {
    let primary = primary(text);
    let is_known = match primary.len() {
        2 => Language::from_639_1(&primary).is_some(),
        3 => shorter(&primary).is_none(),
        _ => false,
    };
    is_known && !text.contains('_') && Locale::try_from_str(text).is_ok()
}

/// The tag that is meant by a name of a language, in English or its own, or by a tag that is not quite one.
pub fn language_tag_of(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    if is_language_tag(&tag) {
        return Some(tag);
    }
    let (code, rest) = tag.split_once('-').map_or((tag.as_str(), ""), |(code, rest)| (code, rest));
    if let Some(shorter) = shorter(&code.to_lowercase()) {
        let whole = if rest.is_empty() { shorter.to_owned() } else { format!("{shorter}-{rest}") };
        return is_language_tag(&whole).then_some(whole);
    }
    let name = text.split(['(', ',']).next().unwrap_or_default().trim().to_lowercase();
    let code = language_code(&name);
    if is_language_tag(&code) {
        return Some(code);
    }
    let is_named = |language: &Language| {
        let own = language.to_autonym().is_some_and(|own| own.split(['(', ';', ',']).any(|one| is_name(one, &name)));
        own || is_name(language.to_name(), &name)
    };
    // A code of two letters has those that are most likely meant.
    let mut named: Vec<&str> =
        isolang::languages().filter(is_named).map(|it| it.to_639_1().unwrap_or_else(|| it.to_639_3())).collect();
    named.sort_by_key(|code| code.len());
    named.first().map(|code| (*code).to_owned())
}

/// The English name of the language of a tag.
pub fn name_of_language(tag: &str) -> Option<&'static str> {
    let primary = primary(tag);
    Language::from_639_1(&primary).or_else(|| Language::from_639_3(&primary)).map(|language| language.to_name())
}

fn is_name(name: &str, folded: &str) -> bool {
    name.trim().to_lowercase() == folded
}

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// The code of two letters for one of three.
fn shorter(code: &str) -> Option<&'static str> {
    let of_libraries = OF_LIBRARIES.iter().find(|(known, _)| *known == code).map(|(_, shorter)| *shorter);
    of_libraries.or_else(|| Language::from_639_3(code)?.to_639_1())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_begin_with_a_language_that_there_is() {
        for tag in ["de", "en-GB", "DE", "zh-Hant-TW", "sr-Latn", "gsw", "mul", "es-419", "de-CH-1996", "pt-br"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["", "deutsch", "jp", "de_DE", "deu", "ger", "en GB", "English", "e", "en-", "xx", "日本語"] {
            assert!(!is_language_tag(text), "{text}");
        }
    }

    #[test]
    fn what_people_write_leads_to_a_tag() {
        for (text, tag) in [
            ("deutsch", "de"),
            ("Deutsch", "de"),
            ("German", "de"),
            ("ngerman", "de-DE"),
            ("français", "fr"),
            ("French", "fr"),
            ("Español", "es"),
            ("svenska", "sv"),
            ("日本語", "ja"),
            ("English (UK)", "en"),
            ("de_DE", "de-DE"),
            ("deu", "de"),
            ("ger-AT", "de-AT"),
        ] {
            assert_eq!(language_tag_of(text).as_deref(), Some(tag), "{text}");
        }
        for text in ["jp", "xx", "", "-", "the usual one"] {
            assert_eq!(language_tag_of(text), None, "{text}");
        }
    }
}
