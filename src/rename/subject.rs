//! What is renamed, whether its new name is free, and which files move.

use std::borrow::Cow;

use crate::diagnostic::did_you_mean;
use crate::disk::WriteError;
use crate::files::{FileId, Files};
use crate::load::LoadError;
use crate::model::{Slug, SlugError, Spanned};
use crate::parse::{Parsed, ParsedCase};

/// Why something cannot be renamed.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// There is no such case or page.
    #[error("there is no case or page `{0}`; name it by its slug or the path of its file{1}")]
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
}

/// A case or page with its old and its new name.
#[derive(Debug, Clone)]
pub struct Subject {
    pub kind: Kind,
    pub file: FileId,
    /// Slug of the case, route of the page.
    pub old: String,
    pub new: String,
    /// `[[old]]` leads to it, and not to another case of the same name.
    pub is_linked: bool,
    /// Its aliases, as routes.
    pub aliases: Vec<Spanned<String>>,
}

impl Subject {
    /// The case, else the page, of a name or path. The new name must be free.
    pub fn find(files: &Files, parsed: &Parsed, old: &str, new: &str) -> Result<Subject, RenameError> {
        let everything = || all(parsed);
        let fits = |path: &str, name: &str| {
            name == old || (old.ends_with(".md") && (path == old || path.ends_with(&format!("/{old}"))))
        };
        let Some((kind, file, name, aliases)) =
            everything().find(|(_, file, name, _)| fits(&files.get(*file).path, name))
        else {
            let near = did_you_mean(old, everything().map(|(_, _, name, _)| name));
            return Err(RenameError::NotThere(
                old.to_owned(),
                near.map(|near| format!(" ({near})")).unwrap_or_default(),
            ));
        };
        let namesake = |case: &std::sync::Arc<ParsedCase>| case.slug.as_str() == name && case.file != file;
        let is_linked = !parsed.cases.iter().any(namesake);
        let subject =
            Subject { kind, file, old: name.to_owned(), new: new.to_owned(), is_linked, aliases: aliases.to_vec() };
        subject.refuse_name(files, parsed)?;
        Ok(subject)
    }

    /// Neither the name nor the address may be another's: `[[name]]` leads to both cases and pages.
    fn refuse_name(&self, files: &Files, parsed: &Parsed) -> Result<(), RenameError> {
        let new = &self.new;
        let parts: Vec<&str> = if self.kind == Kind::Page { new.split('/').collect() } else { vec![new] };
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
        if let Some((_, file, ..)) = all(parsed).find(|(_, _, name, _)| name == new) {
            return Err(RenameError::Taken { name: new.clone(), path: path(file) });
        }
        let others = all(parsed).filter(|(_, file, ..)| *file != self.file);
        let was = |kind: Kind, alias: &Spanned<String>| alias.value == route(kind, new);
        for (kind, file, _, aliases) in others {
            if aliases.iter().any(|alias| was(kind, alias)) {
                return Err(RenameError::OldAddress { name: new.clone(), path: path(file) });
            }
        }
        Ok(())
    }

    /// The routes of its old and its new name.
    pub fn routes(&self) -> [String; 2] {
        [route(self.kind, &self.old), route(self.kind, &self.new)]
    }
}

/// Every case and page: its file, its name and its aliases.
fn all(parsed: &Parsed) -> impl Iterator<Item = (Kind, FileId, &str, &[Spanned<String>])> {
    let cases = parsed.cases.iter().map(|case| (Kind::Case, case.file, case.slug.as_str(), &*case.front.aliases));
    cases.chain(parsed.pages.iter().map(|page| (Kind::Page, page.file, &*page.route, &*page.aliases)))
}

fn route(kind: Kind, name: &str) -> String {
    if kind == Kind::Case { format!("cases/{name}.html") } else { format!("{name}.html") }
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
