//! Load: the folder of a site becomes [`Files`], and no other stage reads it.

#![expect(clippy::disallowed_methods, reason = "the only reader of a site")]

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::active;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::disk::is_file;
use crate::files::{
    CHECKED_FILE, CONFIG_FILE, FileId, Files, OtherFile, Role, Skipped, SourceFile, Span, Spool, Text, conflict_marks,
    neutral_path,
};

/// Bytes of text that are kept in memory; more is spooled. Sites of ten thousand cases never get there.
const IN_MEMORY: usize = 64 << 20;

/// Files that one thread reads, and spools, at once.
const AT_ONCE: usize = 64;

/// Why a folder could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no configuration, so it is not the folder of a site.
    #[error("no {CONFIG_FILE} in {}; run casebook in the folder of a site, or name one with --root", neutral_path(.0))]
    NoConfig(PathBuf),
    /// The configuration is a symbolic link.
    #[error("{} is a symbolic link, which casebook does not follow; put the file itself there", neutral_path(.0))]
    Link(PathBuf),
    /// Reading failed.
    #[error("cannot read {}: {source}", neutral_path(path))]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
}

/// Read again the files that changed. What is new, gone or renamed makes the folder be walked again; files
/// whose text is the same keep the allocation that holds it, so that a cache may know them by it.
///
/// # Errors
/// As [`load`].
pub fn reload(files: &mut Files, changed: &[PathBuf]) -> Result<Vec<Diagnostic>, LoadError> {
    let indices: Option<Vec<usize>> = changed.iter().map(|path| known(files, path)).collect();
    // A file that has become a link, or lies behind one, is read no more.
    let is_file = |index: &usize| is_file(&files.root, &files.sources[*index].path).unwrap_or(false);
    if let Some(indices) = indices.filter(|indices| indices.iter().all(is_file)) {
        for index in indices {
            let SourceFile { path, role, .. } = files.sources[index].clone();
            let read = Reader::new(IN_MEMORY).read(&files.root, vec![(path, role)])?;
            files.sources.splice(index..=index, read);
        }
        return Ok(findings(files));
    }
    let (mut loaded, diagnostics) = load(&files.root)?;
    let old: HashMap<&str, &SourceFile> = files.sources.iter().map(|file| (file.path.as_str(), file)).collect();
    for file in &mut loaded.sources {
        if let Some(same) = old.get(file.path.as_str()).filter(|old| old.text == file.text) {
            file.text = same.text.clone();
        }
    }
    *files = loaded;
    Ok(diagnostics)
}

/// The index of a file of a site whose text is known.
pub fn known(files: &Files, path: &Path) -> Option<usize> {
    files.index_of(&relative_path(&files.root, path)?)
}

/// What is wrong with the files themselves.
pub fn findings(files: &Files) -> Vec<Diagnostic> {
    let skipped =
        files.skipped.iter().map(|skipped| Diagnostic::of_site(Code::SkippedFile, &skipped.message).help(skipped.help));
    let unreadable = files
        .iter()
        .filter(|(_, file)| !file.readable)
        .map(|(id, _)| Diagnostic::new(Code::NotUtf8, id, 0..0, "this file is not UTF-8").help("save it as UTF-8"));
    let active = |files: &[OtherFile], severity: Severity, help: &str| -> Vec<Diagnostic> {
        let files = files.iter().filter_map(|file| Some((file, file.runs.as_ref()?)));
        files
            .map(|(file, runs)| {
                let message = format!("`{}` can run code on the site’s address: {runs}", file.path);
                Diagnostic { severity, ..Diagnostic::of_site(Code::ActiveContent, message).help(help) }
            })
            .collect()
    };
    let beside = "keep it as PDF, or as a picture without scripts and references; static/ is for what you trust";
    let trusted = "nothing is to be done if you trust it; else take it out of static/";
    let beside = active(&files.attachments, Severity::Error, beside);
    let trusted = active(&files.statics, Severity::Notice, trusted);
    skipped.chain(unreadable).chain(beside).chain(trusted).chain(files.iter().flat_map(conflicts_of)).collect()
}

/// Merge conflicts that nobody has settled, at both ends.
fn conflicts_of((id, file): (FileId, &SourceFile)) -> Vec<Diagnostic> {
    let mark = |span: &Span| {
        let text = file.text.get();
        let what = if text[span.clone()].starts_with('<') { "begins" } else { "ends" };
        let name = text[span.start + 7..span.end].trim();
        let of = if name.is_empty() { String::new() } else { format!(", with `{name}`") };
        Diagnostic::new(Code::MergeConflict, id, span.clone(), format!("a merge conflict {what} here{of}")).help(
            "choose between the lines above and below `=======`, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
        )
    };
    file.conflicts.iter().map(mark).collect()
}

/// Read all files of the site in a folder, in parallel.
///
/// # Errors
/// Where the folder holds no configuration, or a file cannot be read.
pub fn load(root: &Path) -> Result<(Files, Vec<Diagnostic>), LoadError> {
    let config = root.join(CONFIG_FILE);
    match config.symlink_metadata() {
        Ok(data) if data.is_symlink() => return Err(LoadError::Link(config)),
        Ok(data) if data.is_file() => {}
        _ => return Err(LoadError::NoConfig(root.to_owned())),
    }
    let mut files = Files { root: root.to_owned(), ..Files::default() };
    let mut found = vec![(CONFIG_FILE.to_owned(), Role::Config)];
    let mut skipped = Vec::new();
    found.extend(styles(root, &mut skipped)?);
    for folder in ["content", "static", "themes"] {
        let mut dotted = Vec::new();
        let mut others = Vec::new();
        // Files of the site's own under such a name are meant for readers or for the host; elsewhere they are an editor's.
        let is_kept = |entry: &DirEntry| folder == "static" && is_published(root, entry, &mut dotted);
        for entry in walk(&root.join(folder), usize::MAX, false, is_kept) {
            let entry = entry.map_err(|error| walk_error(root, error))?;
            let Some(path) = relative_path(root, entry.path()) else {
                let why = "its name is not UTF-8";
                skipped.push(skip(&neutral_path(entry.path()), why, ITSELF));
                continue;
            };
            if entry.path_is_symlink() {
                skipped.push(is_a_link(&path));
                continue;
            }
            if !entry.file_type().is_file() {
                continue;
            }
            match role_of(&path) {
                Some(role) => found.push((path, role)),
                None => others.push((path, entry.into_path())),
            }
        }
        *files_of(&mut files, folder) =
            others.into_par_iter().map(|(path, location)| other_file(path, location)).collect();
        skipped.extend(dotted);
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    files.sources = read_all(root, found)?;
    files.skipped = skipped;
    let diagnostics = findings(&files);
    Ok((files, diagnostics))
}

/// The text of a file that a command names, beside a site or out of it.
///
/// # Errors
/// Where it cannot be read, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, LoadError> {
    std::fs::read_to_string(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })
}

/// The files of a folder of the site that are copied as they are.
fn files_of<'f>(files: &'f mut Files, folder: &str) -> &'f mut Vec<OtherFile> {
    match folder {
        "content" => &mut files.attachments,
        "static" => &mut files.statics,
        _ => &mut files.theme_assets,
    }
}

fn other_file(path: String, location: PathBuf) -> OtherFile {
    OtherFile { runs: what_runs(&path, &location), size: size_of(&path, &location), path, location }
}

/// What a browser would run of a file that is copied as it is. What cannot be read now is missed when it is copied.
fn what_runs(path: &str, location: &Path) -> Option<String> {
    active::what_runs(path, |length| {
        let mut bytes = Vec::new();
        File::open(location).and_then(|file| file.take(length).read_to_end(&mut bytes)).ok().map(|_| bytes)
    })
}

/// Width and height of a picture in pixels; what cannot be told is left to the browser.
fn size_of(path: &str, location: &Path) -> Option<(u32, u32)> {
    const PICTURES: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];
    let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
    PICTURES.contains(&extension.as_str()).then_some(())?;
    let size = imagesize::size(location).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// Citation styles: beside the configuration, and in `styles/`.
fn styles(root: &Path, skipped: &mut Vec<Skipped>) -> Result<Vec<(String, Role)>, LoadError> {
    let mut found = Vec::new();
    for folder in [root.to_owned(), root.join("styles")] {
        for entry in walk(&folder, 1, folder == root, |_| false) {
            let entry = entry.map_err(|error| walk_error(root, error))?;
            let path = relative_path(root, entry.path());
            let path = path.filter(|path| path.ends_with(".csl") || (entry.depth() == 0 && path == "styles"));
            if let Some(path) = path.as_ref().filter(|path| entry.path_is_symlink() && !path.is_empty()) {
                skipped.push(is_a_link(path));
            } else if let Some(path) = path.filter(|_| entry.file_type().is_file()) {
                found.push((path, Role::CitationStyle));
            }
        }
    }
    Ok(found)
}

/// A link may lead out of the site, and to something else on every machine.
fn is_a_link(path: &str) -> Skipped {
    skip(path, "it is a symbolic link", ITSELF)
}

/// What to do about a link, or a name that no address can hold.
const ITSELF: &str = "put the file itself there, under a name in UTF-8";

fn skip(path: &str, why: &str, help: &'static str) -> Skipped {
    Skipped { message: format!("`{path}` is skipped: {why}"), help }
}

/// Names with a dot that readers, registries and web hosts ask for.
const PUBLISHED: [&str; 5] = [".well-known", ".nojekyll", ".htaccess", ".domains", ".assetsignore"];

/// How names begin that editors, systems and version control leave behind, and no reader misses.
const LITTER: [&str; 30] = [
    "._",
    ".#",
    ".~",
    ".AppleDouble",
    ".DS_Store",
    ".LSOverride",
    ".Spotlight-V100",
    ".TemporaryItems",
    ".Trash",
    ".casebook",
    ".directory",
    ".dropbox",
    ".editorconfig",
    ".fseventsd",
    ".fuse_hidden",
    ".git",
    ".goutputstream-",
    ".hg",
    ".idea",
    ".jj",
    ".keep",
    ".localized",
    ".nfs",
    ".obsidian",
    ".stfolder",
    ".stignore",
    ".stversions",
    ".svn",
    ".sync",
    ".vscode",
];

/// How names end of what editors keep while a file is open.
const OPEN: [&str; 6] = ["~", ".swp", ".swo", ".swx", ".kate-swp", ".tmp"];

/// Does a name that starts with a dot belong to an editor or a system?
pub fn is_litter(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    LITTER.iter().any(|start| name.starts_with(start)) || OPEN.iter().any(|end| name.ends_with(end))
}

/// Is a file or folder of `static/` published though its name starts with a dot? What is dropped in its place is told.
fn is_published(root: &Path, entry: &DirEntry, dropped: &mut Vec<Skipped>) -> bool {
    let is_published = entry.file_name().to_str().is_some_and(|name| PUBLISHED.contains(&name));
    if !is_published && !is_litter(entry.file_name()) {
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let help = "give it a name without the dot if readers should have it, else move it out of `static/`";
        dropped.push(skip(&neutral_path(path), "its name starts with a dot", help));
    }
    is_published
}

/// Everything below a folder in the order of names; what starts with a dot belongs to editors and systems, unless it is
/// kept. Links are found and not followed, the folder itself among them, unless it is the root, which was named by whoever
/// runs this.
fn walk(
    folder: &Path,
    depth: usize,
    is_root: bool,
    mut is_kept: impl FnMut(&DirEntry) -> bool,
) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let is_dotted = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let exists = folder.symlink_metadata().is_ok_and(|data| data.is_dir() || data.is_symlink());
    WalkDir::new(folder)
        .follow_root_links(is_root)
        .max_depth(depth)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| !is_dotted(entry) || is_kept(entry))
        .filter(move |_| exists)
}

fn walk_error(root: &Path, error: walkdir::Error) -> LoadError {
    let path = error.path().unwrap_or(root).to_owned();
    LoadError::Io { path, source: error.into() }
}

/// Relative to the root, with `/`; `None` where a name is not UTF-8.
fn relative_path(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn role_of(path: &str) -> Option<Role> {
    let has = |extensions: &[&str]| path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension));
    if path == "content/publishers.yaml" {
        return Some(Role::Publishers);
    }
    if path == CHECKED_FILE {
        return Some(Role::Checked);
    }
    if path.starts_with("content/cases/") && has(&["md"]) {
        return Some(Role::Case);
    }
    if path.starts_with("content/pages/") && has(&["md"]) {
        return Some(Role::Page);
    }
    if path.starts_with("content/taxonomies/") && has(&["yaml", "yml"]) {
        return Some(Role::Vocabulary);
    }
    if path.starts_with("content/taxonomies/") && has(&["md"]) {
        return Some(Role::Term);
    }
    if path.starts_with("content/sources/") && has(&["yaml", "yml", "bib", "json"]) {
        return Some(Role::SharedSources);
    }
    let (name, path) = path.strip_prefix("themes/")?.split_once('/')?;
    has(&["html", "xml", "txt", "yaml", "css", "js", "svg"])
        .then(|| Role::Theme { name: name.to_owned(), path: path.to_owned() })
}

/// Read text files in parallel, in their order.
fn read_all(root: &Path, files: Vec<(String, Role)>) -> Result<Vec<SourceFile>, LoadError> {
    let reader = Reader::new(IN_MEMORY);
    let read: Result<Vec<_>, _> = files.into_par_iter().chunks(AT_ONCE).map(|some| reader.read(root, some)).collect();
    let mut read = read?;
    if reader.spool.get().is_some() {
        read.par_iter_mut().for_each(|files| reader.spool_too(files));
    }
    Ok(read.into_iter().flatten().collect())
}

/// Reads text files; where they are many, they go to a spool.
struct Reader {
    /// Bytes of text that may stay in memory.
    in_memory: usize,
    length: AtomicUsize,
    spool: OnceLock<Option<Arc<Spool>>>,
}

impl Reader {
    fn new(in_memory: usize) -> Self {
        Reader { in_memory, length: AtomicUsize::new(0), spool: OnceLock::new() }
    }

    fn read(&self, root: &Path, files: Vec<(String, Role)>) -> Result<Vec<SourceFile>, LoadError> {
        let mut texts = Vec::with_capacity(files.len());
        let mut readable = Vec::with_capacity(files.len());
        let mut conflicts = Vec::with_capacity(files.len());
        for (path, _) in &files {
            let location = root.join(path);
            let bytes = std::fs::read(&location).map_err(|source| LoadError::Io { path: location, source })?;
            let text = String::from_utf8(bytes);
            readable.push(text.is_ok());
            let text = text.unwrap_or_default();
            conflicts.push(conflict_marks(&text));
            texts.push(text);
        }
        let length = texts.iter().map(String::len).sum();
        let is_much = self.length.fetch_add(length, Ordering::Relaxed) + length > self.in_memory;
        let spool = if is_much { self.spool.get_or_init(|| Spool::new().ok()).as_ref() } else { None };
        let texts = match spool {
            Some(spool) => spool.add(&texts),
            None => texts.into_iter().map(Text::from).collect(),
        };
        let read = files.into_iter().zip(texts).zip(readable).zip(conflicts);
        let file = |((((path, role), text), readable), conflicts)| SourceFile { path, role, text, readable, conflicts };
        Ok(read.map(file).collect())
    }

    /// Move texts that were kept in memory to the temporary file too, if later reads turned out to need one.
    fn spool_too(&self, files: &mut [SourceFile]) {
        let Some(spool) = self.spool.get().and_then(Option::as_ref) else { return };
        if files.iter().any(|file| file.text.is_spooled()) {
            return;
        }
        let texts: Vec<_> = files.iter().map(|file| file.text.get()).collect();
        let texts = spool.add(&texts);
        for (file, text) in files.iter_mut().zip(texts) {
            file.text = text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spooled_reads_as_what_is_not() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("a.md", "Ä".as_bytes()), ("b.md", b"\xff"), ("c.md", b""), ("d.md", b"last")] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let read = |in_memory| {
            let files = ["a.md", "b.md", "c.md", "d.md"].map(|name| (name.to_owned(), Role::Case)).to_vec();
            let read = Reader::new(in_memory).read(folder.path(), files).unwrap();
            read.iter().map(|file| (file.path.clone(), file.text.get().into_owned(), file.readable)).collect::<Vec<_>>()
        };
        let texts: Vec<_> = read(0).into_iter().map(|(_, text, readable)| (text, readable)).collect();
        let expected = [("Ä", true), ("", false), ("", true), ("last", true)];
        assert_eq!(texts, expected.map(|(text, readable)| (text.to_owned(), readable)));
        assert_eq!(read(0), read(usize::MAX));
    }
}
