//! What is renamed, whether its new name is free, and which files move.

use std::borrow::Cow;

use crate::diagnostic::did_you_mean;
use crate::disk::WriteError;
use crate::files::{FileId, Files};
use crate::load::LoadError;
use crate::model::{Slug, SlugError, Spanned, fold};
use crate::parse::{Parsed, ParsedCase};
use crate::schema::ParsedTerm;

/// Why something cannot be renamed.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// There is no such case or page.
    #[error("there is no case, page or file of a term `{0}`; name it by its slug or the path of its file{1}")]
    NotThere(String, String),
    /// The new name is none.
    #[error("`{text}` is not a slug: {error}; for example `{example}`")]
    BadSlug {
        /// As written.
        text: String,
        /// Why.
        error: SlugError,
        /// One that is near to it.
        example: Slug,
    },
    /// It is called so already.
    #[error("{0} is called so already; nothing is to be done")]
    Same(String),
    /// Something else is called so.
    #[error("`{name}` is taken by {path}; choose another name")]
    Taken {
        /// The name.
        name: String,
        /// Whose it is.
        path: String,
    },
    /// A term cannot go to another vocabulary.
    #[error("a term stays in its vocabulary; write a new id, or `{0}/ID`")]
    OtherVocabulary(String),
    /// Something else was called so.
    #[error("`{name}` is an old address of {path}; choose another name, or remove it from the aliases there")]
    OldAddress {
        /// The name.
        name: String,
        /// Whose it was.
        path: String,
    },
    /// A file that has to be changed holds a merge conflict.
    #[error("{0} holds a merge conflict; settle it first")]
    Conflict(String),
    /// The front matter cannot be added to.
    #[error("no old address can be added to {0}; mend its front matter first")]
    Unreadable(String),
    /// Somebody saved a file since it was read.
    #[error("{0} was changed meanwhile, and nothing is renamed; run this again")]
    Meanwhile(String),
    /// Somebody saved files while others were written.
    #[error(
        "renamed, but {} changed meanwhile and left alone; `casebook check --fix` brings its links up to date",
        .0.join(", ") + if .0.len() == 1 { " was" } else { " were" }
    )]
    LeftAlone(Vec<String>),
    /// The site cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// What is renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Case,
    Page,
    /// With a file of its own.
    Term,
}

/// A case, page or term with its old and its new name.
#[derive(Debug, Clone)]
pub struct Subject {
    pub kind: Kind,
    pub file: FileId,
    /// Slug of the case, route of the page; of a term the ids of its taxonomy and itself: `organisation/klarna`.
    pub old: String,
    pub new: String,
    /// The names by which wiki links lead to it, and what each becomes. None where `[[old]]` leads to another case of the same
    /// name.
    pub links: Vec<(String, String)>,
    /// The taxonomies, by index, under whose keys cases name the term.
    pub keys: Vec<usize>,
    /// Its aliases, as routes; of a term its other names.
    pub aliases: Vec<Spanned<String>>,
}

impl Subject {
    /// The case, else the page, of a name or path. The new name must be free.
    pub fn find(files: &Files, parsed: &Parsed, old: &str, new: &str) -> Result<Subject, RenameError> {
        let everything = || all(parsed);
        let fits = |path: &str, name: &str| {
            name == old || (old.ends_with(".md") && (path == old || path.ends_with(&format!("/{old}"))))
        };
        let Some(Named { kind, file, name, aliases }) =
            everything().find(|one| fits(&files.get(one.file).path, &one.name))
        else {
            let names: Vec<Cow<'_, str>> = everything().map(|one| one.name).collect();
            let near = did_you_mean(old, names.iter().map(AsRef::as_ref));
            return Err(RenameError::NotThere(
                old.to_owned(),
                near.map(|near| format!(" ({near})")).unwrap_or_default(),
            ));
        };
        let namesake = |case: &std::sync::Arc<ParsedCase>| case.slug.as_str() == name && case.file != file;
        // The new name of a term may be its id alone: it stays in its vocabulary.
        let new = match (kind, new.contains('/')) {
            (Kind::Term, false) => format!("{}/{new}", folder_of(&name)),
            _ => new.to_owned(),
        };
        let (keys, links) = match kind {
            Kind::Term => (keys_of(parsed, &name), links_of_term(parsed, &name, &new)),
            _ if parsed.cases.iter().any(namesake) => (Vec::new(), Vec::new()),
            _ => (Vec::new(), vec![(name.to_string(), new.clone())]),
        };
        let subject = Subject { kind, file, old: name.into_owned(), new, links, keys, aliases: aliases.to_vec() };
        subject.refuse_name(files, parsed)?;
        Ok(subject)
    }

    /// Neither the name nor the address may be another's: `[[name]]` leads to both cases and pages.
    fn refuse_name(&self, files: &Files, parsed: &Parsed) -> Result<(), RenameError> {
        let new = &self.new;
        let parts: Vec<&str> = match self.kind {
            Kind::Page => new.split('/').collect(),
            Kind::Term => vec![name_of(new)],
            Kind::Case => vec![new],
        };
        for part in parts {
            Slug::parse(part).map_err(|error| {
                let example = parsed.config.transliteration().slug(part);
                RenameError::BadSlug { text: part.to_owned(), error, example }
            })?;
        }
        if *new == self.old {
            return Err(RenameError::Same(files.get(self.file).path.clone()));
        }
        let path = |file: FileId| files.get(file).path.clone();
        if self.kind == Kind::Term {
            return self.refuse_name_of_term(parsed, path);
        }
        if let Some(other) = all(parsed).find(|other| other.name == *new) {
            return Err(RenameError::Taken { name: new.clone(), path: path(other.file) });
        }
        let others = all(parsed).filter(|other| other.file != self.file && other.kind != Kind::Term);
        let was = |kind: Kind, alias: &Spanned<String>| alias.value == route(kind, new);
        for Named { kind, file, aliases, .. } in others {
            if aliases.iter().any(|alias| was(kind, alias)) {
                return Err(RenameError::OldAddress { name: new.clone(), path: path(file) });
            }
        }
        Ok(())
    }

    /// Its old name as its front matter has it among the aliases.
    pub fn old_alias(&self) -> &str {
        if self.kind == Kind::Term { name_of(&self.old) } else { &self.old }
    }

    /// The term stays in its vocabulary, and no other term there has the name.
    fn refuse_name_of_term(&self, parsed: &Parsed, path: impl Fn(FileId) -> String) -> Result<(), RenameError> {
        let (taxonomy, id) = (folder_of(&self.new), name_of(&self.new));
        let vocabulary = parsed.vocabularies.iter().find(|one| one.id == taxonomy);
        let Some(vocabulary) = vocabulary.filter(|_| taxonomy == folder_of(&self.old)) else {
            return Err(RenameError::OtherVocabulary(folder_of(&self.old).to_owned()));
        };
        let is_named = |term: &&ParsedTerm| term.names().any(|(name, _)| fold(name) == id);
        match vocabulary.terms.iter().filter(|term| term.file != self.file).find(is_named) {
            Some(term) => Err(RenameError::Taken { name: id.to_owned(), path: path(term.file) }),
            None => Ok(()),
        }
    }

    /// The routes of its old and its new name; of a term the ids, which are names of it like its aliases.
    pub fn routes(&self) -> [String; 2] {
        [route(self.kind, &self.old), route(self.kind, &self.new)]
    }
}

/// What can be renamed.
struct Named<'p> {
    kind: Kind,
    file: FileId,
    name: Cow<'p, str>,
    aliases: &'p [Spanned<String>],
}

/// Every case, page, and term with a file of its own.
fn all(parsed: &Parsed) -> impl Iterator<Item = Named<'_>> {
    let cases = parsed.cases.iter().map(|case| Named {
        kind: Kind::Case,
        file: case.file,
        name: case.slug.as_str().into(),
        aliases: &case.front.aliases,
    });
    let pages = parsed.pages.iter().map(|page| Named {
        kind: Kind::Page,
        file: page.file,
        name: page.route.as_str().into(),
        aliases: &page.aliases,
    });
    cases.chain(pages).chain(terms(parsed))
}

fn terms(parsed: &Parsed) -> impl Iterator<Item = Named<'_>> {
    parsed.said_of_terms.iter().filter(|said| said.path.ends_with(".md")).filter_map(|said| {
        let id = said.term?;
        let vocabulary = parsed.vocabularies.get(id.taxonomy.index())?;
        let term = vocabulary.terms.get(id.term.index())?;
        let name = format!("{}/{}", vocabulary.id, term.id.value).into();
        Some(Named { kind: Kind::Term, file: said.file, name, aliases: &term.aliases })
    })
}

/// The taxonomies under whose keys cases name a term: its own, and those that share its terms.
fn keys_of(parsed: &Parsed, name: &str) -> Vec<usize> {
    let owner = folder_of(name);
    let vocabularies = parsed.vocabularies.iter().enumerate();
    let names = vocabularies
        .filter(|(_, one)| one.id == owner || one.terms_of.as_ref().is_some_and(|shared| shared.value == owner));
    names.map(|(index, _)| index).collect()
}

/// The names by which wiki links lead to a term: with its taxonomy or a role before it; alone, where nothing else is called
/// so.
fn links_of_term(parsed: &Parsed, old: &str, new: &str) -> Vec<(String, String)> {
    let (old_id, new_id) = (name_of(old), name_of(new));
    let of_key = |key: usize| {
        let taxonomy = &parsed.vocabularies[key].id;
        (format!("{taxonomy}/{old_id}"), format!("{taxonomy}/{new_id}"))
    };
    let mut links: Vec<(String, String)> = keys_of(parsed, old).into_iter().map(of_key).collect();
    let is_alone = |id: &str| all(parsed).all(|other| other.name == old || name_of(&other.name) != id);
    if is_alone(old_id) {
        let new_name = if is_alone(new_id) { new_id } else { new };
        links.push((old_id.to_owned(), new_name.to_owned()));
    }
    links
}

fn route(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Case => format!("cases/{name}.html"),
        Kind::Page => format!("{name}.html"),
        Kind::Term => name_of(name).to_owned(),
    }
}

/// Which paths become which.
#[derive(Debug, Clone)]
pub struct Moves {
    file: (String, String),
    /// The folder of its own that holds the files beside it.
    folder: (String, String),
}

impl Moves {
    /// What moves with a case or page: its file, and the folder that is named after it, unless other cases or pages lie
    /// there too. A case that lies in such a folder stays in it.
    pub fn of(files: &Files, subject: &Subject) -> Result<Moves, RenameError> {
        let path = &files.get(subject.file).path;
        let parent = folder_of(path);
        let holds_others = |folder: &str| {
            let inside = format!("{folder}/");
            files.iter().any(|(id, file)| id != subject.file && file.path.starts_with(&inside))
        };
        let is_own = subject.kind == Kind::Case && name_of(parent) == subject.old && !holds_others(parent);
        let folder = if is_own { parent.to_owned() } else { path.trim_end_matches(".md").to_owned() };
        let to = match subject.kind {
            Kind::Case => format!("{}/{}", folder_of(&folder), subject.new),
            Kind::Page => format!("content/pages/{}", subject.new),
            Kind::Term => format!("content/taxonomies/{}", subject.new),
        };
        let file = if is_own { format!("{to}/{}.md", subject.new) } else { format!("{to}.md") };
        let moves_folder = is_own || !holds_others(&folder);
        let moved = Moves {
            file: (path.clone(), file),
            folder: if moves_folder { (format!("{folder}/"), format!("{to}/")) } else { Default::default() },
        };
        moved.refuse_taken(files)?;
        Ok(moved)
    }

    /// No file may be where one is to go, whatever the capitals of its name.
    fn refuse_taken(&self, files: &Files) -> Result<(), RenameError> {
        let sources = files.sources.iter().map(|file| &file.path);
        for path in sources.chain(files.attachments.iter().map(|file| &file.path)) {
            let in_folder = !self.folder.1.is_empty() && self.moves_files(files) && path.starts_with(&self.folder.1);
            if in_folder || path.eq_ignore_ascii_case(&self.file.1) {
                let name = if in_folder { self.folder.1.trim_end_matches('/') } else { self.file.1.as_str() };
                return Err(RenameError::Taken { name: name.to_owned(), path: path.clone() });
            }
        }
        Ok(())
    }

    fn moves_files(&self, files: &Files) -> bool {
        files.attachments.iter().any(|file| *self.to(&file.path) != file.path)
    }

    /// Where a file of the site is afterwards.
    pub fn to<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let (from, to) = &self.folder;
        if path == self.file.0 {
            return self.file.1.clone().into();
        }
        match path.strip_prefix(from.as_str()).filter(|_| !from.is_empty()) {
            Some(inner) => format!("{to}{inner}").into(),
            None => path.into(),
        }
    }
}

/// The folder of a path.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
