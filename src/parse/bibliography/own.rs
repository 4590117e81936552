//! What Casebook writes into a bibliography beside the fields of the format.

use std::collections::BTreeMap;

use crate::model::{Passage, Source, Spanned, language_tag_of};
use crate::schema::fields::{clean, is_forbidden, without_bidi};
use crate::schema::{SOURCE, Shape, read};

/// What a bibliography says under the names of our own keys.
///
/// In BibLaTeX these are further fields of the entry, which other programs ignore; in CSL-JSON they are under `custom`,
/// which the schema reserves for this.
#[derive(Debug, Default)]
pub struct Own {
    texts: BTreeMap<&'static str, String>,
    /// Where an archived copy is, which is reported where it is no address.
    pub archive_url: Option<Spanned<String>>,
}

impl Own {
    /// Ask for each key.
    pub fn read(get: &dyn Fn(&str) -> Option<Spanned<String>>) -> Own {
        let text = |key: &'static str| Some((key, lines(&get(key)?.value))).filter(|(_, text)| !text.is_empty());
        let texts = SOURCE.keys().filter_map(|key| text(key.name)).collect();
        Own { texts, archive_url: get("archive_url") }
    }

    /// The source that says this, and of the variables of CSL those that a source has a key for: they are taken out. A
    /// value that cannot be one is passed over without a word: the name may be another program's.
    pub fn source(self, variables: &mut BTreeMap<String, String>) -> Source {
        let mut texts = self.texts;
        let mut of_variables = Vec::new();
        for key in SOURCE.keys().filter(|key| key.shape.is_text() && !texts.contains_key(key.name)) {
            // BibLaTeX and RIS have names of languages, such as `french`, and other codes, where a tag is needed.
            let tag = |value: &String| match key.shape {
                Shape::Language => language_tag_of(value),
                _ => Some(value.clone()),
            };
            if let Some((variable, value)) = key.csl.and_then(|variable| variables.get_key_value(variable))
                && let Some(value) = tag(value)
            {
                of_variables.push((key.name, variable.clone(), value));
            }
        }
        texts.extend(of_variables.iter().map(|(key, _, value)| (*key, value.clone())));
        let source = read::of_texts(&SOURCE, &|key| texts.get(key).cloned()).source;
        let said = SOURCE.pairs(crate::schema::Listed { id: "", publisher: "", source: &source });
        for (key, variable, _) in of_variables {
            if said.iter().any(|(known, _)| *known == key) {
                variables.remove(&variable);
            }
        }
        source
    }
}

/// A passage that a page can hold.
pub fn passage(passage: Passage) -> Option<Passage> {
    let text = lines(&passage.text);
    let at = passage.at.map(|at| clean(&at).into());
    (!text.is_empty()).then(|| Passage { text: text.into(), at, ..passage })
}

/// A text that a page can hold, with its lines.
fn lines(text: &str) -> String {
    let kept: String = without_bidi(text).chars().filter(|c| !is_forbidden(*c)).collect();
    kept.trim().to_owned()
}
