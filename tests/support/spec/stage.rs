//! The site of an example, as its blocks make it, and what has become of it when something is asked.

use std::fs;

use casebook::diagnostic::human;
use casebook::link::Drafts;
use casebook::pipeline::{Checked, Options};
use casebook::publish::{self, Claim, Shard, Target};

use super::bytes;
use super::console;
use super::document::Block;
use crate::support::site::{Site, repository};
use crate::support::web::{Host, Reply};

/// Where the common files of specs lie.
const BASE: &str = "tests/specs/base";

/// A site, and what it was built into.
pub struct Stage {
    site: Site,
    options: Options,
    built: Option<Built>,
    web: Option<Host>,
}

/// What stands in a spec for the host that answers as its `web` blocks say.
const WEB: &str = "web.test";

struct Built {
    /// All findings as people read them.
    diagnostics: String,
    /// Were they asked for?
    is_told: bool,
    published: Result<(), String>,
}

impl Stage {
    /// The site that a spec starts from: the common one, `init`, or a folder of the repository.
    pub fn new(site: Option<&str>) -> Stage {
        let site = match site {
            None => Site::copy_of(&format!("{BASE}/site")),
            Some("init") => Site::init("My cases"),
            Some(folder) => Site::copy_of(folder),
        };
        Stage { site, options: Options::default(), built: None, web: None }
    }

    /// Does a block say something of the site? Others are prose.
    pub fn is_given(block: &Block) -> bool {
        ["options", "body", "symlink", "web"].contains(&block.kind()) || !block.path().is_empty()
    }

    /// Take a block over into the site.
    pub fn give(&mut self, block: &Block) -> Result<(), String> {
        if !Stage::is_given(block) {
            return Ok(());
        }
        self.settle()?;
        match block.kind() {
            "options" => self.set_options(&block.text)?,
            "body" => {
                let front = fs::read_to_string(repository().join(BASE).join("front-matter.yaml"));
                let front = front.map_err(|error| error.to_string())?;
                self.site.write("content/cases/example.md", format!("---\n{front}---\n\n{}", block.text));
            }
            "symlink" => self.symlink(block)?,
            "web" => {
                let replies: Vec<Reply> = self.as_hosted(&block.text).split("\n---\n").map(Reply::parse).collect();
                self.web.get_or_insert_with(Host::start).answers(&block.path(), &replies);
            }
            _ => {
                let bytes = bytes::of(block)?;
                let bytes = match String::from_utf8(bytes) {
                    Ok(text) => self.as_hosted(&text).into_bytes(),
                    Err(other) => other.into_bytes(),
                };
                self.site.write(&block.path(), bytes);
            }
        }
        Ok(())
    }

    fn set_options(&mut self, text: &str) -> Result<(), String> {
        for line in text.lines() {
            match line.split_once(": ") {
                Some(("drafts", "true")) => self.options.drafts = Drafts::Include,
                Some(("base_url", url)) => self.options.base_url = Some(url.to_owned()),
                _ => return Err(format!("unknown option `{line}`")),
            }
        }
        Ok(())
    }

    #[cfg(unix)]
    fn symlink(&self, block: &Block) -> Result<(), String> {
        self.site.write(&block.path(), b"");
        self.site.remove(&block.path());
        let made = std::os::unix::fs::symlink(block.text.trim(), self.site.path(&block.path()));
        made.map_err(|error| error.to_string())
    }

    #[cfg(not(unix))]
    fn symlink(&self, _: &Block) -> Result<(), String> {
        Err("this system makes no symbolic links for tests".to_owned())
    }

    /// What a spec says, with the host as it is.
    fn as_hosted(&mut self, text: &str) -> String {
        if !text.contains(WEB) {
            return text.to_owned();
        }
        text.replace(WEB, &self.web.get_or_insert_with(Host::start).name)
    }

    /// What comes of it, with the host as the spec calls it.
    fn as_specified(&self, text: &str) -> String {
        self.web.as_ref().map_or_else(|| text.to_owned(), |web| text.replace(&web.name, WEB))
    }

    /// Run the commands of a block, which may change the site.
    pub fn run(&mut self, block: &Block) -> Result<String, String> {
        self.settle()?;
        Ok(self.as_specified(&console::session(&self.site, &block.text)?))
    }

    /// Leave what was built behind: findings that it had and that nobody asked for are a failure.
    pub fn settle(&mut self) -> Result<(), String> {
        match self.built.take() {
            Some(built) if !built.is_told && !built.diagnostics.is_empty() => {
                Err(format!("diagnostics that nobody expects:\n{}", built.diagnostics))
            }
            _ => Ok(()),
        }
    }

    fn built(&mut self) -> &mut Built {
        let (site, options, web) = (&self.site, &self.options, &self.web);
        self.built.get_or_insert_with(|| {
            let checked = site.check(options);
            let diagnostics = human::render(&checked.diagnostics, &checked.files, human::Style::Plain);
            let diagnostics = diagnostics.replace(&format!("{}/", site.root().display()), "");
            let diagnostics = web.as_ref().map_or(diagnostics.clone(), |web| diagnostics.replace(&web.name, WEB));
            Built { diagnostics, is_told: false, published: publish(&checked, site) }
        })
    }

    /// All findings.
    pub fn diagnostics(&mut self) -> &str {
        let built = self.built();
        built.is_told = true;
        &built.diagnostics
    }

    /// A file of the site as it is. One of the output is built first.
    pub fn read(&mut self, path: &str) -> Result<String, String> {
        let is_built = path.starts_with("public/");
        if is_built {
            self.built().published.clone()?;
        }
        let text = fs::read_to_string(self.site.path(path)).map_err(|error| format!("cannot read {path}: {error}"))?;
        let text = self.as_specified(&text);
        Ok(if is_built { unprinted(&text) } else { text })
    }

    /// Every file of the output that starts with a prefix, by path.
    pub fn routes(&mut self, prefix: &str) -> Result<String, String> {
        self.built().published.clone()?;
        let routes = self.site.files("public").into_keys();
        let routes = routes.filter(|route| route.starts_with(prefix) && route != ".casebook");
        // In an order that no fingerprint changes.
        let mut routes: Vec<String> = routes.map(|route| unprinted(&route) + "\n").collect();
        routes.sort();
        Ok(routes.concat())
    }
}

fn publish(checked: &Checked, site: &Site) -> Result<(), String> {
    let renderer = checked.renderer.as_ref().filter(|_| checked.counts.errors == 0);
    let Some(renderer) = renderer else { return Err("nothing was written, for there are errors".to_owned()) };
    let output = Claim::of(&site.path("public")).expect("an output folder");
    let target = Target { files: &checked.files, output: &output, shard: Shard::WHOLE, force: 0, home: None };
    publish::publish(renderer, &target, &|_| ()).map(drop).map_err(|error| error.to_string())
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
