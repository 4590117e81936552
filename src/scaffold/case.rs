//! A new case: a draft with every key and section that the site requires.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::form::{self, own_hint, slug_of, source, title_of};
use super::{ScaffoldError, new_file};
use crate::files::{Files, Role};
use crate::model::{Openness, Slug};
use crate::parse::Parsed;
use crate::schema::case::keys;
use crate::schema::{ParsedVocabulary, Shape};
use crate::yaml::{Place, scalar};

/// What a new case is to be.
#[derive(Debug, Clone)]
pub struct NewCase<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its slug, else one made from the title.
    pub slug: Option<&'a str>,
    /// Folder below `content/cases/`.
    pub folder: Option<&'a str>,
    /// When it joins the site.
    pub added: Date,
}

/// A case that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// Its slug.
    pub slug: Slug,
    /// Its file.
    pub path: PathBuf,
}

/// Write a new case into a site.
///
/// # Errors
/// Where the title or the slug cannot be a case's, the slug is taken, or the file cannot be written.
pub fn new_case(files: &Files, parsed: &Parsed, wanted: &NewCase<'_>) -> Result<Created, ScaffoldError> {
    let title = title_of(wanted.title)?;
    let slug = slug_of(wanted.slug, &title, parsed.config.transliteration())?;
    refuse_taken(&slug, files, parsed)?;
    let folder = match wanted.folder.map(case_folder).transpose()? {
        Some(folder) if !folder.is_empty() => format!("content/cases/{folder}"),
        _ => "content/cases".to_owned(),
    };
    match new_file(&files.root, &format!("{folder}/{slug}.md"), &text(&title, wanted.added, parsed)) {
        Ok(path) => Ok(Created { slug, path }),
        Err(ScaffoldError::IsThere(path)) => Err(ScaffoldError::SlugTaken { slug, path: path.display().to_string() }),
        Err(error) => Err(error),
    }
}

/// No other file, readable or not, may claim the slug, nor an old address of a case.
fn refuse_taken(slug: &Slug, files: &Files, parsed: &Parsed) -> Result<(), ScaffoldError> {
    let name = format!("{slug}.md");
    let taken = files.iter().find(|(_, file)| {
        file.role == Role::Case && file.path.rsplit('/').next().is_some_and(|other| other.eq_ignore_ascii_case(&name))
    });
    if let Some((_, file)) = taken {
        return Err(ScaffoldError::SlugTaken { slug: slug.clone(), path: file.path.clone() });
    }
    let route = format!("cases/{slug}.html");
    match parsed.cases.iter().find(|case| case.front.aliases.iter().any(|alias| alias.value == route)) {
        Some(case) => Err(ScaffoldError::OldAddress { slug: slug.clone(), path: case.path.clone() }),
        None => Ok(()),
    }
}

/// A folder below `content/cases/`, written with or without that.
fn case_folder(folder: &str) -> Result<&str, ScaffoldError> {
    let inner = folder.strip_prefix("content/cases").map_or(folder, |rest| rest.trim_start_matches('/'));
    // Names that start with a dot are not read.
    let is_name = |part: std::path::Component<'_>| match part {
        std::path::Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
        _ => false,
    };
    if Path::new(inner).components().all(is_name) {
        return Ok(inner.trim_end_matches('/'));
    }
    Err(ScaffoldError::BadFolder(folder.to_owned()))
}

/// The file of a new case.
fn text(title: &str, added: Date, parsed: &Parsed) -> String {
    let mut text = "---\n".to_owned();
    let mut optional = Vec::new();
    for key in keys(parsed.vocabularies.iter().map(|vocabulary| vocabulary.id.as_str()), &parsed.config) {
        let vocabulary = parsed.vocabularies.iter().find(|vocabulary| vocabulary.id == key.name);
        if !key.required && !key.offered && vocabulary.is_none_or(|vocabulary| !vocabulary.required) {
            optional.push(key.name);
            continue;
        }
        let line = match (key.name, vocabulary) {
            ("title", _) => scalar(title, Place::Block),
            ("added", _) => format!("{added} # {}", key.note()),
            ("draft", _) => {
                "true # left out of the site until you remove this line; to see it: casebook serve --drafts".to_owned()
            }
            (_, Some(vocabulary)) => format!("# {}", hint(vocabulary)),
            (id, None) if matches!(key.shape, Shape::Value) => format!("# {}", own_hint(id, &parsed.config.fields)),
            ("sources", _) => format!("\n{}", source().trim_end()),
            _ => format!("# {}", key.hint()),
        };
        text.push_str(&form::line(key.name, &line));
    }
    text.push_str(&format!("# optional keys: {}\n", optional.join(", ")));
    let sections = |required: bool| parsed.config.sections.iter().filter(move |section| section.required == required);
    let optional: Vec<&str> = sections(false).map(|section| section.title.as_str()).collect();
    if !optional.is_empty() {
        text.push_str(&format!("# optional sections: {}\n", optional.join(", ")));
    }
    text.push_str("---\n");
    for section in sections(true) {
        text.push_str(&format!("\n## {}\n", section.title));
    }
    text
}

/// Terms named in a hint.
const SHOWN_TERMS: usize = 8;

/// What may stand behind a taxonomy's key.
fn hint(vocabulary: &ParsedVocabulary) -> String {
    let labels: Vec<&str> = vocabulary.terms.iter().take(SHOWN_TERMS).map(|term| term.label.value.as_str()).collect();
    let more = if vocabulary.terms.len() > SHOWN_TERMS { ", …" } else { "" };
    match (vocabulary.openness, labels.is_empty()) {
        (Openness::Closed, _) => format!("{}{more}", labels.join(", ")),
        (Openness::Open, true) => "any name".to_owned(),
        (Openness::Open, false) => format!("any name, such as {}{more}", labels.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_stay_below_the_cases() {
        assert_eq!(case_folder("content/cases/2026").expect("a folder"), "2026");
        assert_eq!(case_folder("2026/spring").expect("a folder"), "2026/spring");
        for bad in ["../pages", "/tmp", ".hidden", "a/../../b"] {
            assert!(case_folder(bad).is_err(), "{bad}");
        }
    }
}
