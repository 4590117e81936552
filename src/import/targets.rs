//! What links of an import can lead to: files of the same import, cases and pages of the site, files beside them.

use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::Url;

use super::draft::Draft;
use super::input;
use super::record::{Record, scalar_text};
use super::site::Site;
use crate::model::{Slug, anchor_of, fold};

/// Columns that say at which addresses a record was published.
const ADDRESS_COLUMNS: [&str; 6] = ["aliases", "alias", "permalink", "url", "slug", "redirect_from"];

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// To a case: its file, and the headings that it had and their anchors, where it is of this import.
    Case(String, Option<usize>),
    /// To a page: its route and its file.
    Page(String, String),
    /// To a file beside the input.
    File(PathBuf),
    /// To an address of the old site.
    Address(String),
}

/// What links of an import can lead to.
#[derive(Debug, Default)]
pub struct Targets {
    /// Files and folders that were named.
    roots: Vec<PathBuf>,
    /// The address of the old site.
    base: Option<Url>,
    /// Cases of this import.
    cases: Vec<Imported>,
    /// By the path of the file, without its extension.
    by_path: HashMap<String, usize>,
    /// By name: of the file, with as much of its path as there is, title, old addresses.
    by_name: HashMap<String, Vec<usize>>,
    /// Files that are no records, by name.
    others: HashMap<String, PathBuf>,
}

/// A case of this import.
#[derive(Debug)]
struct Imported {
    /// The file that it becomes.
    path: String,
    /// Folder of the input.
    folder: PathBuf,
    is_draft: bool,
    anchors: Vec<(String, String)>,
}

impl Targets {
    /// Those of an import; `others` are files of its folders that are no records.
    pub fn new(roots: &[PathBuf], others: &[PathBuf], base: Option<&str>) -> Targets {
        let name = |path: &PathBuf| Some((fold(&path.file_name()?.to_string_lossy()), path.clone()));
        let mut targets = Targets { roots: roots.to_vec(), ..Targets::default() };
        targets.base = base.and_then(|base| Url::parse(&format!("{}/", base.trim_end_matches('/'))).ok());
        for (name, path) in others.iter().filter_map(name) {
            targets.others.entry(name).or_insert(path);
        }
        targets
    }

    /// Add the case that a file of the import becomes.
    pub fn add(&mut self, input: &Path, draft: &Draft, path: &str) {
        let index = self.cases.len();
        let input = absolute(input);
        self.by_path.entry(key_of(&input)).or_insert(index);
        let mut names: BTreeSet<String> = draft.names.iter().map(|name| name_of(name)).collect();
        names.extend(draft.title.as_deref().map(name_of));
        // `b`, `posts/b`, `content/posts/b`: as much of the path as a link gives.
        let full = key_of(&input);
        let parts: Vec<&str> = full.split('/').collect();
        names.extend((1..parts.len().min(6)).map(|count| parts[parts.len() - count..].join("/")));
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.by_name.entry(name).or_default().push(index);
        }
        self.cases.push(Imported {
            path: path.to_owned(),
            folder: input.parent().unwrap_or(&input).to_owned(),
            is_draft: draft.is_draft(),
            anchors: draft.anchors.clone(),
        });
    }

    /// Where a wiki link or a template's reference leads: a name, with or without a part of its path.
    pub fn named(&self, name: &str, from: &Path, site: &Site) -> Option<Goal> {
        let decoded = percent_decode_str(name).decode_utf8_lossy().into_owned();
        self.imported(&name_of(&decoded), from)
            .or_else(|| self.own_of_folder(&decoded, from))
            .or_else(|| of_site(decoded.trim(), site))
            .or_else(|| self.beside(&decoded, from))
            .or_else(|| Some(Goal::File(self.others.get(&fold(decoded.rsplit('/').next()?))?.clone())))
    }

    /// Where the path of a link leads.
    pub fn at(&self, path: &str, from: &Path, site: &Site) -> Option<Goal> {
        let path = path.split('?').next().unwrap_or(path);
        let path = &*percent_decode_str(path).decode_utf8_lossy();
        let is_of_site = path.starts_with('/');
        if !is_of_site {
            let full = normal(&absolute(from).parent()?.join(path));
            if let Some(index) = self.by_path.get(&key_of(&full)) {
                return Some(self.case(*index));
            }
        }
        self.imported(&name_of(path.trim_start_matches("./").trim_start_matches("../")), from)
            .or_else(|| self.beside(path, from))
            .or_else(|| of_path(path, site))
            .or_else(|| Some(Goal::Address(self.base.as_ref().filter(|_| is_of_site)?.join(path).ok()?.into())))
    }

    /// Where a web address leads that is one of the old site: only to what is imported.
    pub fn at_address(&self, address: &str, from: &Path) -> Option<Goal> {
        let url = Url::parse(address).ok()?;
        let base = self.base.as_ref()?;
        let path = (url.host_str() == base.host_str()).then(|| url.path().strip_prefix(base.path()))??;
        let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
        self.imported(&name_of(&path), from)
    }

    /// The anchor of a heading of a case of this import, by its text or by any of the ids that programs make of it.
    pub fn anchor(&self, imported: usize, name: &str) -> Option<&str> {
        anchor_among(&self.cases.get(imported)?.anchors, name)
    }

    /// Is it a draft? Nothing that is published may link to one.
    pub fn is_draft(&self, goal: &Goal, site: &Site) -> bool {
        match goal {
            Goal::Case(_, Some(index)) => self.cases[*index].is_draft,
            Goal::Case(path, None) => site.drafts.contains(path),
            _ => false,
        }
    }

    /// The file that stands for the folder of another one: `index`.
    fn own_of_folder(&self, name: &str, from: &Path) -> Option<Goal> {
        let own = name_of(&format!("x/{name}")) == "x";
        Some(self.case(*self.by_path.get(&key_of(absolute(from).parent()?)).filter(|_| own)?))
    }

    fn case(&self, index: usize) -> Goal {
        Goal::Case(self.cases[index].path.clone(), Some(index))
    }

    /// A case of this import; of several of one name the one of the same folder.
    fn imported(&self, name: &str, from: &Path) -> Option<Goal> {
        let found = self.by_name.get(name)?;
        if let [one] = found.as_slice() {
            return Some(self.case(*one));
        }
        let from = absolute(from);
        let mut near = found.iter().filter(|index| Some(&*self.cases[**index].folder) == from.parent());
        let one = *near.next()?;
        near.next().is_none().then(|| self.case(one))
    }

    /// A file of the folders that are imported, by a path from the file or from one of the folders.
    fn beside(&self, path: &str, from: &Path) -> Option<Goal> {
        let bare = path.trim_start_matches('/');
        let relative = (!path.starts_with('/')).then(|| absolute(from).parent().map(|folder| folder.join(path)));
        let of_roots = self
            .roots
            .iter()
            .filter(|root| root.is_dir())
            .flat_map(|root| ["", "static", "assets", "public"].map(|folder| root.join(folder).join(bare)));
        let mut candidates = relative.flatten().into_iter().chain(of_roots);
        candidates.find_map(|candidate| input::beside(&self.roots, &candidate)).map(Goal::File)
    }
}

/// The anchor of a heading, by its text or by an id that a program makes of it.
pub fn anchor_among<'a>(anchors: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let name = percent_decode_str(name).decode_utf8_lossy();
    // Obsidian names the headings above too: `A#B`.
    let last = name.rsplit('#').next().unwrap_or(&name);
    if last.starts_with('^') {
        return anchors.iter().find(|(old, _)| old.eq_ignore_ascii_case(last)).map(|(_, id)| id.as_str());
    }
    // An id that the text gives a heading stands for it.
    let given = anchors.iter().find(|(old, _)| old.strip_prefix('#') == Some(last));
    let last = given.map_or(last, |(_, heading)| heading.as_str());
    let wanted = anchor_of(last);
    anchors.iter().find(|(old, _)| *old == wanted || old == last).map(|(_, anchor)| anchor.as_str())
}

/// The names by which links of others mean a record, beside its title and its file.
pub fn names_of(record: &Record) -> Vec<String> {
    let of = |column: &str| match record.values.get(column) {
        Some(Value::Array(items)) => items.iter().filter_map(scalar_text).collect(),
        Some(value) => scalar_text(value).into_iter().collect::<Vec<_>>(),
        None => Vec::new(),
    };
    ADDRESS_COLUMNS.iter().flat_map(|column| of(column)).collect()
}

/// A case or page of the site, by its slug, its title or its route.
fn of_site(name: &str, site: &Site) -> Option<Goal> {
    let bare = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".md");
    let path = site.slugs.get(bare).or_else(|| site.titles.get(&fold(name)));
    let path = path.or_else(|| site.slugs.get(Slug::parse(&fold(bare).replace(' ', "-")).ok()?.as_str()));
    let page = || site.pages.get(name).map(|path| Goal::Page(name.to_owned(), path.clone()));
    path.map(|path| Goal::Case(path.clone(), None)).or_else(page)
}

/// A case or page of the site, by a path to its file: `../cases/old.md`.
fn of_path(path: &str, site: &Site) -> Option<Goal> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.strip_suffix(".md").or_else(|| name.strip_suffix(".html"))?;
    let folder = folder.rsplit('/').next().unwrap_or_default();
    match folder {
        "pages" => site.pages.get(name).map(|path| Goal::Page(name.to_owned(), path.clone())),
        _ => site.slugs.get(name).map(|path| Goal::Case(path.clone(), None)),
    }
}

/// A name as it is looked up: without extension, slashes around it, the name of a folder's own file, and case.
fn name_of(name: &str) -> String {
    let mut name = name.trim().trim_matches('/');
    for extension in [".md", ".markdown", ".html", ".htm"] {
        name = name.strip_suffix(extension).unwrap_or(name);
    }
    for own in ["/index", "/_index", "/README", "/readme"] {
        name = name.strip_suffix(own).unwrap_or(name);
    }
    fold(name)
}

fn key_of(path: &Path) -> String {
    name_of(&path.to_string_lossy().replace('\\', "/"))
}

fn absolute(path: &Path) -> PathBuf {
    normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}
