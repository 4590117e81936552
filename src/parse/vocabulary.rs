//! A vocabulary's file becomes a [`ParsedVocabulary`].

use super::read_yaml;
use crate::addresses::route::OWN_FOLDERS;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::files::{FileId, SourceFile};
use crate::model::{Spanned, Transliteration, is_key};
use crate::schema::fields::Findings;
use crate::schema::vocabulary::VocabularyFields;
use crate::schema::{CASE, ParsedVocabulary, Table, read};

/// The taxonomy id that a vocabulary's path gives.
pub fn id_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// How many vocabularies a site has at most: each of its cases, roles and matrices is held against all of them.
const MOST: usize = 200;

/// Leave out the files of vocabularies beyond a limit.
pub fn within_limit<'f>(
    mut files: Vec<(FileId, &'f SourceFile)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(FileId, &'f SourceFile)> {
    if let Some((file, _)) = files.get(MOST) {
        let message = format!("this site has more than {MOST} vocabularies");
        let help = "make one of those that belong together; no setting raises this limit";
        diagnostics.push(Diagnostic::new(Code::TooLarge, *file, 0..0, message).help(help));
        files.truncate(MOST);
    }
    files
}

/// The vocabulary of a taxonomy that a file names, as an index. One that there is none of is reported.
pub fn named(
    all: &[ParsedVocabulary],
    name: &Spanned<String>,
    file: FileId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let found = all.iter().position(|vocabulary| vocabulary.id == name.value);
    if found.is_none() {
        let message = format!("there is no taxonomy `{}`", name.value);
        let near = did_you_mean(&name.value, all.iter().map(|vocabulary| vocabulary.id.as_str()));
        let found = Diagnostic::new(Code::BadValue, file, name.span.clone(), message);
        diagnostics.push(found.help("name a file of content/taxonomies/").help_if(near));
    }
    found
}

/// Read a vocabulary by one of the two tables of vocabularies. A file that cannot be read gives an open one without
/// terms.
pub fn parse(
    file: FileId,
    source: &SourceFile,
    table: &Table<VocabularyFields>,
    transliteration: Transliteration,
) -> (Option<ParsedVocabulary>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, transliteration, list: &mut diagnostics };
    let id = id_of(&source.path).to_owned();
    if !is_key(&id) || CASE.key(&id).is_some() {
        let message = format!("`{id}` cannot be the id of a taxonomy");
        let help =
            "name the file with lower-case letters, digits and single underscores, and not after another key of a case";
        findings.push(findings.at(Code::BadId, &(0..0), message).help(help));
    }
    let read = read_yaml(source, &mut findings).and_then(|node| read::record(table, &node, &mut findings));
    let (mut fields, opening) = read.map_or((VocabularyFields::default(), 0..0), |read| (read.value, read.opening));
    fields.leave_to_owner(&mut findings);
    let vocabulary = ParsedVocabulary::new(file, id, fields, opening, transliteration);
    if OWN_FOLDERS.contains(&vocabulary.route.value.as_str()) {
        let message = format!("the route `{}` is taken by the site itself", vocabulary.route.value);
        let found = findings.at(Code::RouteCollision, &vocabulary.route.span, message);
        findings.push(found.help("give the vocabulary another `route`"));
    }
    (Some(vocabulary), diagnostics)
}
