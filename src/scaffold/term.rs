//! A new term with a text of its own: a draft with the keys that its vocabulary asks for.

use super::case::Created;
use super::form::{self, own_hint, slug_of, source, title_of};
use super::{ScaffoldError, new_file};
use crate::diagnostic::did_you_mean;
use crate::files::Files;
use crate::model::{fold, term_path};
use crate::parse::Parsed;
use crate::schema::vocabulary::term_keys;
use crate::schema::{ParsedVocabulary, Shape};
use crate::yaml::{Place, scalar};

/// What a new term is to be.
#[derive(Debug, Clone)]
pub struct NewTerm<'a> {
    /// Id of its taxonomy.
    pub taxonomy: &'a str,
    /// Its name for people.
    pub label: &'a str,
    /// Its id, else one made from the label.
    pub id: Option<&'a str>,
}

/// Write a new term into a site.
///
/// # Errors
/// Where there is no such taxonomy, or it has no terms of its own, the name or the id cannot be a term's or is taken, or the
/// file cannot be written.
pub fn new_term(files: &Files, parsed: &Parsed, wanted: &NewTerm<'_>) -> Result<Created, ScaffoldError> {
    let vocabulary = vocabulary_of(parsed, wanted.taxonomy)?;
    let label = title_of(wanted.label)?;
    let slug = slug_of(wanted.id, &label, parsed.config.transliteration())?;
    let names = [fold(&label), slug.to_string()];
    let taken = vocabulary.terms.iter().find(|term| term.names().any(|(name, _)| names.contains(&fold(name))));
    if let Some(term) = taken {
        let path = files.get(term.file).path.clone();
        return Err(ScaffoldError::TermTaken { id: term.id.value.clone(), path });
    }
    let path = term_path(&vocabulary.id, slug.as_str());
    new_file(&files.root, &path, &text(&label, vocabulary)).map(|path| Created { slug, path })
}

fn vocabulary_of<'p>(parsed: &'p Parsed, id: &str) -> Result<&'p ParsedVocabulary, ScaffoldError> {
    let Some(found) = parsed.vocabularies.iter().find(|vocabulary| vocabulary.id == id) else {
        let near = did_you_mean(id, parsed.vocabularies.iter().map(|vocabulary| vocabulary.id.as_str()));
        let help = near.unwrap_or_else(|| format!("write content/taxonomies/{id}.yaml first"));
        return Err(ScaffoldError::NoTaxonomy(id.to_owned(), help));
    };
    match &found.terms_of {
        Some(owner) => {
            let help = format!("it shares those of `{0}`: write `--term {0}`", owner.value);
            Err(ScaffoldError::NoTerms(id.to_owned(), help))
        }
        None => Ok(found),
    }
}

/// The file of a new term.
fn text(label: &str, vocabulary: &ParsedVocabulary) -> String {
    let mut text = "---\n".to_owned();
    let mut optional = Vec::new();
    for key in term_keys(&vocabulary.fields) {
        let value = match key.name {
            "label" => scalar(label, Place::Block),
            "draft" => "true # the text is left out of the site until you remove this line; to see it: casebook serve \
                        --drafts"
                .to_owned(),
            "sources" => format!("\n{}", source().trim_end()),
            id if matches!(key.shape, Shape::Value) => format!("# {}", own_hint(id, &vocabulary.fields)),
            _ if key.required || key.offered => format!("# {}", key.hint()),
            name => {
                optional.push(name);
                continue;
            }
        };
        text.push_str(&form::line(key.name, &value));
    }
    text.push_str(&format!("# optional keys: {}\n---\n\n", optional.join(", ")));
    text
}
