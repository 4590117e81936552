//! Identifiers of what a term stands for: Wikidata, ROR, LEI, and a website of its own.

/// By which a term is known elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The key that gives it.
    pub key: &'static str,
    /// Without the address of the register before it: `Q95`, `03yrm5c26`.
    pub value: Box<str>,
}

impl Identifier {
    /// What people call the register; a website is in none.
    pub fn register(&self) -> Option<&'static str> {
        match self.key {
            "wikidata" => Some("Wikidata"),
            "ror" => Some("ROR"),
            "lei" => Some("LEI"),
            _ => None,
        }
    }

    /// Where people read of it.
    pub fn href(&self) -> String {
        match self.key {
            "wikidata" => format!("https://www.wikidata.org/wiki/{}", self.value),
            "lei" => format!("https://search.gleif.org/#/record/{}", self.value),
            "ror" => format!("https://ror.org/{}", self.value),
            _ => self.value.to_string(),
        }
    }

    /// What names the same thing in data. A website is about it, and is not it.
    pub fn iri(&self) -> Option<String> {
        match self.key {
            "wikidata" => Some(format!("http://www.wikidata.org/entity/{}", self.value)),
            "ror" | "lei" => Some(self.href()),
            _ => None,
        }
    }
}

/// Without the start of an address, where it has one of these.
fn without<'a>(text: &'a str, starts: &[&str]) -> &'a str {
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    starts.iter().find_map(|start| bare.strip_prefix(start)).unwrap_or(text).trim_end_matches('/')
}

/// `Q95`, with or without the address of its page before it.
pub fn wikidata_of(text: &str) -> Option<String> {
    let item = without(text, &["wikidata.org/wiki/", "wikidata.org/entity/"]).to_ascii_uppercase();
    let number = item.strip_prefix('Q')?;
    (number.bytes().all(|byte| byte.is_ascii_digit()) && number.starts_with(|c| c != '0')).then_some(item)
}

/// `03yrm5c26`, with or without `https://ror.org/` before it: a zero, six digits of base 32 (Crockford's), and two check
/// digits (ISO/IEC 7064, MOD 97-10).
pub fn ror_of(text: &str) -> Option<String> {
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let id = without(text, &["ror.org/"]).to_ascii_lowercase();
    let (name, check) = id.split_at_checked(7).filter(|(name, check)| name.starts_with('0') && check.len() == 2)?;
    let number = name.chars().try_fold(0, |sum: u64, c| Some(sum * 32 + u64::try_from(DIGITS.find(c)?).ok()?))?;
    let is_digits = check.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits && check.parse() == Ok(98 - number * 100 % 97)).then_some(id)
}

/// Eighteen capitals and digits, and two check digits (ISO 17442, by ISO/IEC 7064, MOD 97-10).
pub fn lei_of(text: &str) -> Option<String> {
    let lei: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_ascii_uppercase();
    let is_form = lei.len() == 20
        && lei.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && lei.bytes().skip(18).all(|byte| byte.is_ascii_digit());
    let remainder = lei.chars().filter_map(|c| c.to_digit(36)).fold(0, |sum, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        (sum * shift + digit) % 97
    });
    (is_form && remainder == 1).then_some(lei)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_of_wikidata_is_read_however_it_is_written() {
        for (text, item) in [
            ("Q95", Some("Q95")),
            ("q95", Some("Q95")),
            ("https://www.wikidata.org/wiki/Q95", Some("Q95")),
            ("http://www.wikidata.org/entity/Q95", Some("Q95")),
            ("95", None),
            ("Q", None),
            ("Q095", None),
            ("P31", None),
            ("Q95 ", None),
            ("Q9é", None),
        ] {
            assert_eq!(wikidata_of(text).as_deref(), item, "{text}");
        }
    }

    #[test]
    fn ids_of_ror_have_check_digits() {
        for id in ["03yrm5c26", "00f54p054", "042nb2s44", "05dxps055", "02mhbdp94"] {
            assert_eq!(ror_of(id).as_deref(), Some(id));
            assert_eq!(ror_of(&format!("https://ror.org/{id}")).as_deref(), Some(id));
            assert_eq!(ror_of(&id.to_uppercase()).as_deref(), Some(id));
        }
        for text in ["03yrm5c27", "13yrm5c26", "03yrm5u26", "03yrm5c2", "03yrm5c266", "03yrm5cé6", "", "ror.org/"] {
            assert_eq!(ror_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_legal_entity_has_check_digits() {
        for lei in ["5493001KJTIIGC8Y1R12", "HWUPKR0MPOU8FGXBT394", "7LTWFZYICNSX8D621K86", "INR2EJN1ERAN0W5ZP974"] {
            assert_eq!(lei_of(lei).as_deref(), Some(lei));
            assert_eq!(lei_of(&lei.to_lowercase()).as_deref(), Some(lei));
        }
        for text in ["5493001KJTIIGC8Y1R13", "5493001KJTIIGC8Y1R1", "5493001KJTIIGC8Y1RAB", "549300é1KJTIIGC8Y1R12"] {
            assert_eq!(lei_of(text), None, "{text}");
        }
    }

    #[test]
    fn what_names_the_same_thing_is_no_website() {
        let all = [("wikidata", "Q95"), ("ror", "03yrm5c26"), ("url", "https://example.org")];
        let iris = all.map(|(key, value)| Identifier { key, value: value.into() }.iri());
        let expected = [Some("http://www.wikidata.org/entity/Q95"), Some("https://ror.org/03yrm5c26"), None];
        assert_eq!(iris, expected.map(|iri| iri.map(ToOwned::to_owned)));
    }
}
