//! The files that are imported, decoded and without characters that no page can hold.

#![expect(clippy::disallowed_methods, reason = "the only reader of what is imported")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::encode::{Decoded, NotText, decode};
use super::format::Format;
use super::job::ImportError;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::FileId;
use crate::schema::fields::is_forbidden;

/// A file to be imported.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its number among the files of this import.
    pub file: FileId,
    /// Where it lies.
    pub path: PathBuf,
    /// Its name without the extension.
    pub stem: String,
    /// What it is written in.
    pub format: Format,
    /// Its text.
    pub text: Arc<str>,
    /// Where it lies among the files of the import.
    pub place: Place,
}

/// Where a file lies among those of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Its folder below the one that was named; the name of that one where the file lies directly in it.
    pub folder: String,
    /// Its path below the folder that was named.
    pub path: String,
}

impl Place {
    /// The place of a file. `paths` are the files and folders that were named.
    pub fn of(path: &Path, paths: &[PathBuf]) -> Place {
        let base = paths.iter().filter(|base| path.starts_with(base)).max_by_key(|base| base.as_os_str().len());
        let inner = base.and_then(|base| path.strip_prefix(base).ok()).filter(|inner| !inner.as_os_str().is_empty());
        let inner = inner.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
        let written = |path: &Path| {
            path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        let folder = inner.parent().map(written).filter(|folder| !folder.is_empty()).unwrap_or_else(|| {
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            let name = absolute.parent().and_then(Path::file_name);
            name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        });
        Place { folder, path: written(inner) }
    }
}

/// Files with their format, and those of folders whose names show none.
pub type Found = (Vec<(PathBuf, Format)>, Vec<PathBuf>);

/// The files at some paths; a folder gives all files below it, in the order of their names.
///
/// # Errors
/// Where a path does not exist, or the format of a file that was named cannot be told.
pub fn find(paths: &[PathBuf], format: Option<Format>) -> Result<Found, ImportError> {
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            let visible = |entry: &walkdir::DirEntry| {
                entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
            };
            for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(visible) {
                let entry = entry.map_err(|error| ImportError::read(path, error.into()))?;
                if !entry.file_type().is_file() {
                    continue;
                }
                match format.or_else(|| Format::of(entry.path())) {
                    Some(format) => found.push((entry.into_path(), format)),
                    None => others.push(entry.into_path()),
                }
            }
        } else {
            let format = format.or_else(|| Format::of(path)).ok_or_else(|| ImportError::UnknownFormat(path.clone()))?;
            found.push((path.clone(), format));
        }
    }
    Ok((found, others))
}

/// Read a file, with findings about its bytes.
///
/// # Errors
/// Where it cannot be read. Where it is not text, the reason is given as the inner `Err`.
pub fn read(
    path: &Path,
    format: Format,
    file: FileId,
    encoding: Option<&str>,
) -> Result<Result<(Input, Vec<Diagnostic>), NotText>, ImportError> {
    let bytes = bytes(path)?;
    let decoded = match decode(bytes, encoding) {
        Ok(decoded) => decoded,
        Err(reason) => return Ok(Err(reason)),
    };
    let (text, found) = clean(decoded, file, matches!(format, Format::Text | Format::Markdown));
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Ok(Ok((Input { file, path: path.to_owned(), stem, format, text: text.into(), place: Place::default() }, found)))
}

/// Leave out what no page can hold, and tell of it, and of characters that were lost before.
fn clean(decoded: Decoded, file: FileId, has_lines: bool) -> (String, Vec<Diagnostic>) {
    let Decoded { text, encoding, strays } = decoded;
    let mut found = Vec::new();
    if encoding != "UTF-8" {
        let message = format!("this file is not UTF-8; it is read as {encoding}");
        found.push(Diagnostic::new(Code::OtherEncoding, file, 0..0, message));
    }
    if strays > 0 {
        let what = if encoding == "UTF-8" { "are read as windows-1252" } else { "cannot be read" };
        let message = format!("bytes that are not {encoding} {what}: {strays}");
        found.push(
            Diagnostic::new(Code::DamagedText, file, 0..0, message)
                .help("compare the cases with the original, or name the encoding in the map: `encoding: …`"),
        );
    }
    // Most bytes are of no such character.
    let may_be_forbidden = |byte: u8| !matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let has_forbidden = text.bytes().any(may_be_forbidden) && text.chars().any(is_forbidden);
    let text = if has_forbidden { without_forbidden(&text, file, has_lines, &mut found) } else { text };
    for (at, c) in text.match_indices('\u{fffd}') {
        let message = "a character was lost here before the import (U+FFFD)";
        let lost = Diagnostic::new(Code::DamagedText, file, at..at + c.len(), message);
        found.push(lost.help("write the character that belongs here, in the input or in the case"));
    }
    (text, found)
}

/// Vertical tabs, form feeds and next-line controls are line breaks of other programs, and in a table, where a line
/// break would end a row, spaces; the rest goes.
fn without_forbidden(text: &str, file: FileId, has_lines: bool, found: &mut Vec<Diagnostic>) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{b}' | '\u{c}' | '\u{85}' => clean.push(if has_lines { '\n' } else { ' ' }),
            c if is_forbidden(c) => {
                let message = format!("control character U+{:04X} left out", u32::from(c));
                let mut gone = Diagnostic::new(Code::ControlCharacter, file, clean.len()..clean.len(), message);
                gone.severity = Severity::Warning;
                found.push(gone.help("compare the case with the original"));
            }
            c => clean.push(c),
        }
    }
    clean
}

/// A file in one of the folders that were named, or beside a file that was: nothing else of the machine is taken over,
/// and no text that could be imported.
pub fn beside(roots: &[PathBuf], path: &Path) -> Option<PathBuf> {
    let found = path.canonicalize().ok().filter(|found| found.is_file())?;
    let is_hidden = found.file_name()?.as_encoded_bytes().starts_with(b".");
    if is_hidden || matches!(Format::of(&found), Some(Format::Markdown)) {
        return None;
    }
    let folder = |root: &PathBuf| {
        let root = root.canonicalize().ok()?;
        if root.is_dir() { Some(root) } else { root.parent().map(Path::to_owned) }
    };
    roots.iter().filter_map(folder).any(|folder| found.starts_with(folder)).then_some(found)
}

/// The bytes of a file that is taken over as it is.
///
/// # Errors
/// Where it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    std::fs::read(path).map_err(|error| ImportError::read(path, error))
}

/// The text of a case or page of the site.
pub fn read_case(root: &Path, path: &str) -> Option<String> {
    std::fs::read_to_string(root.join(path)).ok()
}

/// Does a folder or file exist?
pub fn exists(path: &Path) -> bool {
    path.exists()
}
