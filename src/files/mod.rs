//! The files of a site, and the places in them that everything points into.

mod conflict;
mod neutral;
mod position;
mod text;

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub use conflict::conflict_marks;
pub use neutral::{neutral, neutral_lines, neutral_path, neutral_source};
pub use position::{LineIndex, Location, Locator, Position, byte_of};
pub use text::{Spool, Text};

/// Byte offsets into a file's text, end exclusive. A reporter turns them into lines and columns.
pub type Span = Range<usize>;

/// Index of a file in [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A span in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

/// Name of the configuration file.
pub const CONFIG_FILE: &str = "casebook.yaml";

/// Path of the file that holds what a check of sources saw.
pub const CHECKED_FILE: &str = "content/sources.checked.yaml";

/// What a file is for, by where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// `casebook.yaml`
    Config,
    /// `content/cases/**.md`
    Case,
    /// `content/pages/**.md`
    Page,
    /// `content/taxonomies/ID.yaml`
    Vocabulary,
    /// `content/taxonomies/ID/TERM.md`
    Term,
    /// `content/publishers.yaml`
    Publishers,
    /// `content/sources/*`: `.yaml`, `.bib`, CSL-JSON
    SharedSources,
    /// `content/sources.checked.yaml`
    Checked,
    /// `*.csl`, `styles/*.csl`: a citation style
    CitationStyle,
    /// A file that is imported, which no site holds.
    Input,
    /// A file of a theme: `themes/NAME/PATH`.
    Theme {
        /// The theme.
        name: String,
        /// Path in the theme's folder, with `/`.
        path: String,
    },
}

/// A text file of the site.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the site's folder, with `/`.
    pub path: String,
    /// What it is for.
    pub role: Role,
    /// Its text; empty where it is not UTF-8.
    pub text: Text,
    /// Its text could be read.
    pub readable: bool,
    /// Where merge conflicts open and close in it: [`conflict_marks`].
    pub conflicts: Vec<Span>,
}

impl SourceFile {
    /// The text to be read: of a conflict that nobody has settled, the first side. Every byte has its place in the file.
    pub fn settled(&self) -> Cow<'_, str> {
        match self.text.get() {
            text if self.conflicts.is_empty() => text,
            text => conflict::first_side(&text, &self.conflicts).into_owned().into(),
        }
    }
}

/// A file that is copied, never parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// Relative to the site's folder, with `/`.
    pub path: String,
    /// Where it lies.
    pub location: PathBuf,
    /// What a browser would run of it on the site's address.
    pub runs: Option<String>,
    /// Width and height of a picture in pixels, where they can be told.
    pub size: Option<(u32, u32)>,
}

/// A file or folder that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Which, and why.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
}

/// All files of a site.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The site's folder.
    pub root: PathBuf,
    /// Text files by path; a [`FileId`] is an index.
    pub sources: Vec<SourceFile>,
    /// Files below `content/` that are not parsed: pictures and documents beside cases.
    pub attachments: Vec<OtherFile>,
    /// Files below `static/`; their path starts with `static/`.
    pub statics: Vec<OtherFile>,
    /// Files of themes that are not text.
    pub theme_assets: Vec<OtherFile>,
    /// What is left out.
    pub skipped: Vec<Skipped>,
}

impl Files {
    /// A file.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.sources[id.0 as usize]
    }

    /// Every file with its id, in the order of paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.sources)
    }

    /// Path of a file as it is shown: relative to the current folder, as the root was given, and [`neutral`].
    pub fn display_path(&self, id: FileId) -> String {
        self.display(&self.get(id).path)
    }

    /// A path relative to the site's folder, as it is shown.
    pub fn display(&self, path: &str) -> String {
        if self.root == Path::new(".") { neutral(path).into_owned() } else { neutral_path(&self.root.join(path)) }
    }

    /// The index of the file at a path.
    pub fn index_of(&self, path: &str) -> Option<usize> {
        self.sources.binary_search_by(|file| file.path.as_str().cmp(path)).ok()
    }

    /// The first file of a role.
    pub fn find(&self, role: &Role) -> Option<(FileId, &SourceFile)> {
        self.iter().find(|(_, file)| file.role == *role)
    }
}
