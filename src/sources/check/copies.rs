//! Private copies of pages, kept outside of what is published.

use std::path::{Component, Path, PathBuf};

use url::Url;

use crate::disk::{self, WriteError};
use crate::model::sha256;

/// Name of the file of an address: its host, and what tells it from others of that host.
fn name_of(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or("page");
    let host: String = host.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    format!("{}_{}.html", host.trim_start_matches('.'), &sha256(address)[..16])
}

/// Keep a page, as UTF-8.
pub fn keep(folder: &Path, address: &str, html: &str) -> Result<(), WriteError> {
    disk::put(folder, &name_of(address), html.as_bytes())
}

/// The copy of a page that is kept in a folder.
pub fn read(folder: &Path, address: &str) -> Result<Option<String>, WriteError> {
    disk::read_text(folder, &name_of(address))
}

/// Does a folder lie where a site is read or published? Copies there would be published, and they are other people's.
pub fn is_in_site(root: &Path, folder: &Path) -> bool {
    let (root, folder) = (resolved(root), resolved(folder));
    let inside = folder.strip_prefix(&root).ok().and_then(|inside| inside.components().next());
    match inside {
        Some(Component::Normal(top)) => ["content", "static", "themes", "public"].iter().any(|own| top == *own),
        _ => folder == root,
    }
}

/// The path with links resolved, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let mut absolute = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => _ = absolute.pop(),
            part => absolute.push(part),
        }
    }
    let known = absolute.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    match known {
        Some((part, known)) => known.join(absolute.strip_prefix(part).unwrap_or(Path::new(""))),
        None => absolute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_told_apart() {
        let one = name_of("https://example.org/a");
        assert!(one.starts_with("example.org_") && one.ends_with(".html"), "{one}");
        assert_ne!(one, name_of("https://example.org/b"));
        let odd = name_of("https://[::1]:8000/../../etc");
        assert!(!odd.contains(['/', ':', '[']), "{odd}");
    }

    #[test]
    fn copies_lie_outside_of_what_is_published() {
        let site = tempfile::tempdir().unwrap();
        let is = |path: &str| is_in_site(site.path(), &site.path().join(path));
        assert!(is("content") && is("static/copies") && is("public/x") && is("kept/../content/x") && is("."));
        assert!(!is("kept") && !is("../kept") && !is("content-kept"));
    }
}
