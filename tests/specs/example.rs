//! One example: its files become a real site in a temporary folder, and its expectations are compared.

use std::fs;
use std::path::Path;

use casebook::diagnostic::human;
use casebook::link::Drafts;
use casebook::pipeline::{self, Checked, Options};
use casebook::publish::{self, Target};
use tempfile::TempDir;

use crate::document::{Block, Document};
use crate::expect;

/// What has become of a site.
pub struct Outcome {
    folder: TempDir,
    /// All findings as people read them.
    pub diagnostics: String,
    published: Result<(), String>,
}

impl Outcome {
    /// A file of the output.
    pub fn read(&self, path: &str) -> Result<String, String> {
        self.published.clone()?;
        let text = fs::read_to_string(self.folder.path().join(path));
        text.map(|text| unprinted(&text)).map_err(|error| format!("cannot read {path}: {error}"))
    }

    /// Every file of the output that starts with a prefix, by path.
    pub fn routes(&self, prefix: &str) -> Result<String, String> {
        self.published.clone()?;
        let public = self.folder.path().join("public");
        let mut routes: Vec<String> = walkdir::WalkDir::new(&public)
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| Some(entry.path().strip_prefix(&public).ok()?.to_string_lossy().replace('\\', "/")))
            .filter(|route| route.starts_with(prefix) && route != ".casebook")
            .collect();
        routes.sort();
        Ok(routes.into_iter().map(|route| unprinted(&route) + "\n").collect())
    }
}

/// The names of assets without their fingerprints, which change with every change of the theme.
fn unprinted(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("assets/") {
        plain.push_str(before);
        plain.push_str("assets/");
        rest = after;
        let Some((name, after)) =
            after.split_once('-').filter(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase()))
        else {
            continue;
        };
        let print = after.len() - after.trim_start_matches(|c: char| c.is_ascii_hexdigit()).len();
        if print == 8 && after[8..].starts_with('.') {
            plain.push_str(name);
            rest = &after[8..];
        }
    }
    plain.push_str(rest);
    plain
}

/// Run an example; with `updates`, rewrite its expectations instead of failing where that is possible.
pub fn run(document: &mut Document, example: usize, updates: bool) -> Result<(), String> {
    let indices = document.examples[example].blocks.clone();
    let all = document.blocks()?;
    let blocks: Vec<(usize, &Block)> = indices.iter().map(|index| (*index, &all[*index])).collect();
    if !blocks.iter().any(|(_, block)| expect::is_expectation(block)) {
        return Err("this example expects nothing: add a block `diagnostics`, `html PATH`, …".to_owned());
    }
    let outcome = build(blocks.iter().map(|(_, block)| *block).filter(|block| !expect::is_expectation(block)))?;

    let mut failures = Vec::new();
    if !blocks.iter().any(|(_, block)| block.kind() == "diagnostics") && !outcome.diagnostics.is_empty() {
        failures.push(format!("diagnostics that nobody expects:\n{}", outcome.diagnostics));
    }
    for (index, _) in blocks.iter().filter(|(_, block)| expect::is_expectation(block)) {
        // Lines move when a block is rewritten.
        let block = document.blocks()?[*index].clone();
        let Err(mismatch) = expect::compare(&block, &outcome) else { continue };
        match mismatch.actual {
            Some(actual) if updates => document.replace(&block, &actual),
            _ => failures.push(format!("{}:\n{}", block.info.join(" "), mismatch.message)),
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn build<'a>(blocks: impl Iterator<Item = &'a Block>) -> Result<Outcome, String> {
    let folder = TempDir::new().map_err(|error| error.to_string())?;
    let root = folder.path();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/base");
    copy(&base.join("site"), root)?;
    let mut options = Options::default();
    for block in blocks {
        match block.kind() {
            "options" => read_options(&block.text, &mut options)?,
            "remove" => remove(root, &block.text)?,
            "body" => {
                let front = fs::read_to_string(base.join("front-matter.yaml")).map_err(|error| error.to_string())?;
                write(root, "content/cases/example.md", format!("---\n{front}---\n\n{}", block.text).as_bytes())?;
            }
            "symlink" => symlink(root, block)?,
            _ if block.path().is_empty() => {}
            _ => write(root, &block.path(), &bytes(block)?)?,
        }
    }
    let checked = pipeline::check(root, &options).map_err(|error| error.to_string())?;
    let diagnostics = human::render(&checked.diagnostics, &checked.files, human::Style::Plain);
    let diagnostics = diagnostics.replace(&format!("{}/", root.display()), "");
    let published = publish(&checked, root);
    Ok(Outcome { folder, diagnostics, published })
}

fn publish(checked: &Checked, root: &Path) -> Result<(), String> {
    let renderer = checked.renderer.as_ref().filter(|_| checked.counts.errors == 0);
    let Some(renderer) = renderer else { return Err("nothing was written, for there are errors".to_owned()) };
    let target = Target { files: &checked.files, output: &root.join("public"), force: false };
    publish::publish(renderer, &target, &|_| ()).map(drop).map_err(|error| error.to_string())
}

fn read_options(text: &str, options: &mut Options) -> Result<(), String> {
    for line in text.lines() {
        match line.split_once(": ") {
            Some(("drafts", "true")) => options.drafts = Drafts::Include,
            Some(("base_url", url)) => options.base_url = Some(url.to_owned()),
            _ => return Err(format!("unknown option `{line}`")),
        }
    }
    Ok(())
}

/// The bytes of a file: `crlf`, `bom`, `no-final-newline` and `escapes` (`\xFF`, `\u{7}`) say what Markdown cannot hold.
fn bytes(block: &Block) -> Result<Vec<u8>, String> {
    let mut bytes = block.text.clone().into_bytes();
    for word in block.info.iter().skip(2) {
        match word.as_str() {
            "crlf" => bytes = String::from_utf8_lossy(&bytes).replace('\n', "\r\n").into_bytes(),
            "bom" => bytes.splice(0..0, *b"\xef\xbb\xbf").for_each(drop),
            "no-final-newline" => bytes.truncate(bytes.trim_ascii_end().len()),
            "escapes" => bytes = unescape(&block.text)?,
            word => return Err(format!("unknown word `{word}` behind a path")),
        }
    }
    Ok(bytes)
}

fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let digits = rest.get(at + 2..at + 4).ok_or("`\\x` without two digits")?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|error| error.to_string())?);
        rest = &rest[at + 4..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<(), String> {
    let path = root.join(path);
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes)).map_err(|error| error.to_string())
}

#[cfg(unix)]
fn symlink(root: &Path, block: &Block) -> Result<(), String> {
    write(root, &block.path(), b"")?;
    let path = root.join(block.path());
    fs::remove_file(&path).map_err(|error| error.to_string())?;
    std::os::unix::fs::symlink(block.text.trim(), path).map_err(|error| error.to_string())
}

#[cfg(not(unix))]
fn symlink(_: &Path, _: &Block) -> Result<(), String> {
    Err("this system makes no symbolic links for tests".to_owned())
}

fn remove(root: &Path, text: &str) -> Result<(), String> {
    text.lines().try_for_each(|line| fs::remove_file(root.join(line)).map_err(|error| format!("{line}: {error}")))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    for entry in walkdir::WalkDir::new(from).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let relative = entry.path().strip_prefix(from).map_err(|error| error.to_string())?;
        let bytes = fs::read(entry.path()).map_err(|error| error.to_string())?;
        write(to, &relative.to_string_lossy(), &bytes)?;
    }
    Ok(())
}
