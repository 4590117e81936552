//! The licence of the content in the forms that programs expect: its SPDX name and its address.

use crate::model::is_web_address;

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// As configured: `CC BY 4.0`.
    pub title: String,
    /// Its name in the SPDX list: `CC-BY-4.0`.
    pub name: Option<String>,
    /// Where it stands.
    pub url: Option<String>,
}

/// Others than Creative Commons that data is published under: as compared, SPDX name, address.
const OTHERS: [(&str, &str, &str); 5] = [
    ("cc0-1.0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("cc0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("odbl-1.0", "ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    ("odc-by-1.0", "ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    ("pddl-1.0", "PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
];

/// What a configured licence is; only what is certain is said of it.
pub fn licence(configured: &str) -> Licence {
    let title = configured.to_owned();
    if is_web_address(configured) {
        return Licence { title, name: None, url: Some(configured.to_owned()) };
    }
    let folded = configured.to_lowercase().replace([' ', '_'], "-");
    if let Some((_, name, url)) = OTHERS.iter().find(|(known, ..)| *known == folded) {
        return Licence { title, name: Some((*name).to_owned()), url: Some((*url).to_owned()) };
    }
    match creative_commons(&folded) {
        Some((kind, version)) => Licence {
            title,
            name: Some(format!("CC-{}-{version}", kind.to_uppercase())),
            url: Some(format!("https://creativecommons.org/licenses/{kind}/{version}/")),
        },
        None => Licence { title, name: None, url: None },
    }
}

/// Kind and version: `cc-by-sa-4.0`.
fn creative_commons(folded: &str) -> Option<(&str, &str)> {
    let (kind, version) = folded.strip_prefix("cc-")?.rsplit_once('-')?;
    let is_kind = ["by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd"].contains(&kind);
    (is_kind && ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version)).then_some((kind, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_licences_have_an_address() {
        for (configured, name, url) in [
            ("CC BY 4.0", Some("CC-BY-4.0"), Some("https://creativecommons.org/licenses/by/4.0/")),
            ("CC-BY-NC-SA-3.0", Some("CC-BY-NC-SA-3.0"), Some("https://creativecommons.org/licenses/by-nc-sa/3.0/")),
            ("CC0 1.0", Some("CC0-1.0"), Some("https://creativecommons.org/publicdomain/zero/1.0/")),
            ("https://example.org/terms", None, Some("https://example.org/terms")),
            ("CC BY 7.0", None, None),
            ("All rights reserved", None, None),
            ("javascript:alert(1)", None, None),
        ] {
            let found = licence(configured);
            assert_eq!((found.name.as_deref(), found.url.as_deref()), (name, url), "{configured}");
        }
    }
}
