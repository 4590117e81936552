//! How names are written in addresses: in the letters a to z, as readers of the site's language write them without marks.

use unicode_normalization::UnicodeNormalization;

use super::slug::Slug;

/// The letters of a language that its readers write otherwise than by leaving out their marks.
///
/// The rest is [`deunicode`]'s, which knows no languages: `ö` is `o`, as Swedes, Finns and Turks expect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Transliteration(Letters);

/// Letters, in lower case, and how each is written.
type Letters = &'static [(char, &'static str)];

/// A longer slug is cut at a word and told apart by a hash: a file name has at most 255 bytes, and the page of a
/// matrix is named after two terms.
const LONGEST: usize = 100;

/// By the first part of the tag of a language. German: DIN 5007-2; Danish and Norwegian: as in their passports; Bulgarian
/// and Ukrainian: the tables of their states of 2009 and 2010; Macedonian and Serbian: as their Latin letters without
/// marks.
const OF_LANGUAGES: [(&[&str], Letters); 10] = [
    (&["de", "bar", "gsw", "nds", "frr"], &[('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss")]),
    (&["da", "nb", "nn", "no", "kl"], &[('å', "aa"), ('ø', "oe"), ('æ', "ae")]),
    (&["hr", "bs"], &[('đ', "dj")]),
    (&["ca"], &[('·', "")]),
    (&["az"], &[('ə', "e")]),
    (
        &["sr", "sh", "cnr"],
        &[
            ('đ', "dj"),
            ('ђ', "dj"),
            ('ж', "z"),
            ('ј', "j"),
            ('љ', "lj"),
            ('њ', "nj"),
            ('ћ', "c"),
            ('х', "h"),
            ('ц', "c"),
            ('ч', "c"),
            ('џ', "dz"),
            ('ш', "s"),
        ],
    ),
    (
        &["mk"],
        &[
            ('ѓ', "gj"),
            ('ж', "zh"),
            ('ѕ', "dz"),
            ('ј', "j"),
            ('љ', "lj"),
            ('њ', "nj"),
            ('ќ', "kj"),
            ('х', "h"),
            ('ц', "c"),
            ('ч', "ch"),
            ('џ', "dj"),
            ('ш', "sh"),
        ],
    ),
    (
        &["bg"],
        &[
            ('ж', "zh"),
            ('й', "y"),
            ('х', "h"),
            ('ц', "ts"),
            ('щ', "sht"),
            ('ъ', "a"),
            ('ь', "y"),
            ('ю', "yu"),
            ('я', "ya"),
        ],
    ),
    (
        &["uk"],
        &[
            ('г', "h"),
            ('ґ', "g"),
            ('є', "ie"),
            ('и', "y"),
            ('і', "i"),
            ('ї', "i"),
            ('й', "i"),
            ('х', "kh"),
            ('ц', "ts"),
            ('щ', "shch"),
            ('ь', ""),
            ('ю', "iu"),
            ('я', "ia"),
            ('’', ""),
        ],
    ),
    (&["el"], &[('η', "i"), ('ή', "i"), ('υ', "y"), ('ύ', "y"), ('χ', "ch"), ('ω', "o"), ('ώ', "o")]),
];

impl Transliteration {
    /// Of no language: marks are left out.
    pub const PLAIN: Transliteration = Transliteration(&[]);

    /// Of the language of a tag.
    pub fn of_language(tag: &str) -> Transliteration {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let mut languages = OF_LANGUAGES.iter();
        let own = languages.find(|(codes, _)| codes.iter().any(|code| code.eq_ignore_ascii_case(primary)));
        own.map_or(Self::PLAIN, |(_, letters)| Transliteration(letters))
    }

    /// The slug that a title or label gets; where nothing of it can be written in ASCII, a stable hash of it.
    pub fn slug(self, text: &str) -> Slug {
        if text.len() <= LONGEST
            && let Ok(slug) = Slug::parse(text)
        {
            return slug;
        }
        let slug = self.slugify(text);
        match slug.as_str() {
            "" => Slug::made(format!("x-{:08x}", hash(text))),
            "index" => Slug::made("index-page".to_owned()),
            _ if slug.len() > LONGEST => {
                let cut = slug[..LONGEST].rfind('-').unwrap_or(LONGEST);
                Slug::made(format!("{}-{:08x}", &slug[..cut], hash(text)))
            }
            _ => Slug::made(slug),
        }
    }

    /// A text in lower-case ASCII words joined by hyphens; empty where it holds no letter or digit.
    pub fn slugify(self, text: &str) -> String {
        let ascii = match self.letters(text) {
            Some(text) => deunicode::deunicode_with_tofu(&text, "-"),
            None => deunicode::deunicode_with_tofu(text, "-"),
        };
        let mut slug = String::with_capacity(ascii.len());
        for c in ascii.chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(slug.trim_end_matches('-').len());
        slug
    }

    /// The text with the letters of the language replaced, where it may hold any.
    fn letters(self, text: &str) -> Option<String> {
        if self.0.is_empty() || text.is_ascii() {
            return None;
        }
        let mut replaced = String::with_capacity(text.len());
        // A letter and its mark may be two characters.
        for c in text.nfc() {
            let is_it = |(letter, _): &&(char, &str)| *letter == c || c.to_lowercase().eq([*letter]);
            match self.0.iter().find(is_it) {
                Some((_, latin)) => replaced.push_str(latin),
                None => replaced.push(c),
            }
        }
        Some(replaced)
    }
}

/// FNV-1a, 32 bits: stable over time and machines, which the standard library's hashers are not.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The anchor of an id that may hold any character: its slug, or its bytes where nothing of it is left. An id is no word of
/// a language.
pub fn anchor_of(id: &str) -> String {
    match Transliteration::PLAIN.slugify(id) {
        slug if slug.is_empty() => format!("x-{:08x}", hash(id)),
        slug => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_slugs() {
        let slug = |text: &str| Transliteration::PLAIN.slug(text).to_string();
        assert_eq!(slug("Levi’s plans “AI” models"), "levis-plans-ai-models");
        assert_eq!(slug("Crédit Agricole"), "credit-agricole");
        assert_eq!(slug("…"), slug("…"));
        assert!(Slug::parse(&slug("…")).is_ok());
        let (long, other) = (slug(&"a word ".repeat(40)), slug(&"a word ".repeat(41)));
        assert!(long.len() < 112 && Slug::parse(&long).is_ok(), "{long}");
        assert_ne!(long, other);
    }

    #[test]
    fn letters_are_those_of_the_language() {
        for (language, text, slug) in [
            ("de", "Größe", "groesse"),
            ("de-CH", "ÜBER ÄPFEL UND ÖL", "ueber-aepfel-und-oel"),
            ("de", "Mu\u{308}nchen", "muenchen"),
            ("de", "STRAẞE", "strasse"),
            ("de", "Crédit Agricole", "credit-agricole"),
            ("en", "Größe", "grosse"),
            ("tr", "Örnek Işık", "ornek-isik"),
            ("sv", "Räksmörgås på Öland", "raksmorgas-pa-oland"),
            ("fi", "Työvoima", "tyovoima"),
            ("da", "Rødgrød på Ærø", "roedgroed-paa-aeroe"),
            ("nb", "Ålesund", "aalesund"),
            ("is", "Þingvellir og Ísafjörður", "thingvellir-og-isafjordur"),
            ("hr", "Đakovo", "djakovo"),
            ("vi", "Đà Nẵng", "da-nang"),
            ("ca", "Col·lecció", "colleccio"),
            ("az", "Gəncə", "gence"),
            ("sr", "Љубав и ћуприја", "ljubav-i-cuprija"),
            ("mk", "Ѓорче Петров", "gjorche-petrov"),
            ("bg", "Търговище", "targovishte"),
            ("uk", "Київ, Гадяч", "kyiv-hadiach"),
            ("ru", "Щука и жизнь", "shchuka-i-zhizn"),
            ("el", "Χανιά, Ηράκλειο", "chania-irakleio"),
        ] {
            assert_eq!(Transliteration::of_language(language).slugify(text), slug, "{language}: {text}");
        }
    }
}
