//! Paths of a site, walked component by component: no symbolic link is followed below the site's folder.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::error::{WriteError, io_error};

/// Whether folders that are missing on the way are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folders {
    /// They are.
    Make,
    /// They are not: the file is missing too.
    Leave,
}

/// Where a file of a site lies, with its metadata where it exists.
pub fn locate(root: &Path, path: &str, folders: Folders) -> Result<(PathBuf, Option<fs::Metadata>), WriteError> {
    let parts: Vec<Component<'_>> = Path::new(path).components().collect();
    let is_plain = |part: &Component<'_>| matches!(part, Component::Normal(_));
    if parts.is_empty() || !parts.iter().all(is_plain) {
        return Err(WriteError::Outside { path: path.to_owned(), folder: root.to_owned() });
    }
    let mut at = root.to_owned();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        at.push(part);
        match fs::symlink_metadata(&at) {
            Ok(data) if data.is_symlink() => return Err(WriteError::Link(at)),
            Ok(data) if is_last && data.is_file() => return Ok((at, Some(data))),
            Ok(_) if is_last => return Err(WriteError::NotAFile(at)),
            Ok(data) if data.is_dir() => {}
            Ok(_) => return Err(WriteError::NotAFolder(at)),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(io_error(&at)(error)),
            Err(_) if is_last => {}
            Err(_) if folders == Folders::Leave => return Ok((root.join(path), None)),
            Err(_) => match fs::create_dir(&at) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(io_error(&at)(error)),
                _ => {}
            },
        }
    }
    Ok((at, None))
}

/// The text of a file of a site, where it exists and is UTF-8.
///
/// # Errors
/// Where a link stands on the way, or the system refuses.
pub fn read_text(root: &Path, path: &str) -> Result<Option<String>, WriteError> {
    let (at, data) = locate(root, path, Folders::Leave)?;
    match data.map(|_| fs::read(&at)) {
        Some(Ok(bytes)) => Ok(String::from_utf8(bytes).ok()),
        Some(Err(error)) if error.kind() != ErrorKind::NotFound => Err(io_error(&at)(error)),
        _ => Ok(None),
    }
}

/// Is there a file of a site at a path?
///
/// # Errors
/// As [`read_text`].
pub fn is_file(root: &Path, path: &str) -> Result<bool, WriteError> {
    Ok(locate(root, path, Folders::Leave)?.1.is_some())
}

/// Remove a file of a site, where it exists.
///
/// # Errors
/// Where a link stands on the way, or the system refuses.
pub fn remove(root: &Path, path: &str) -> Result<(), WriteError> {
    match locate(root, path, Folders::Leave)? {
        (at, Some(_)) => fs::remove_file(&at).map_err(io_error(&at)),
        (_, None) => Ok(()),
    }
}

/// Give a file of a site another path, where there is none. What it holds is not looked at.
///
/// # Errors
/// Where there is one, a link stands on the way, or the system refuses.
pub fn move_file(root: &Path, from: &str, to: &str) -> Result<(), WriteError> {
    let (old, _) = locate(root, from, Folders::Leave)?;
    match locate(root, to, Folders::Make)? {
        (new, None) => fs::rename(&old, &new).map_err(io_error(&old)),
        (new, Some(_)) => Err(io_error(&new)(ErrorKind::AlreadyExists.into())),
    }
}

/// Remove the folders that a file has left empty. One that cannot be removed stays.
pub fn remove_empty_folders(root: &Path, path: &str) {
    let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    for folder in folders {
        if fs::remove_dir(root.join(folder)).is_err() {
            return;
        }
    }
}
