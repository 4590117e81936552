//! Link: links between cases, pages and files.
//!
//! Comes in: the links of every body, as written. Goes out: where each leads, the backlinks of each case, the
//! files that must be copied beside a case, and a finding for each link that leads nowhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::files::{FileId, OtherFile};
use crate::model::config::Config;
use crate::model::{Asset, Backlink, Body, BodyLink, CASE_ANCHORS, CaseId, LinkSyntax, Slug, Target, fold};
use crate::parse::{ParsedCase, ParsedPage};

/// What links can lead to.
pub struct Targets<'a> {
    cases: &'a [Arc<ParsedCase>],
    pages: &'a [&'a ParsedPage],
    case_by_slug: FxHashMap<&'a str, CaseId>,
    case_by_path: FxHashMap<&'a str, CaseId>,
    page_by_route: FxHashMap<&'a str, usize>,
    page_by_path: FxHashMap<&'a str, usize>,
    attachments: FxHashMap<&'a str, &'a OtherFile>,
    drafts: &'a [(Slug, String)],
    config: &'a Config,
}

/// Parts of a page that are no headings, each by its name in links and its `id`.
type Parts = &'static [(&'static str, &'static str)];

/// A file or page whose links are resolved.
struct Origin<'a> {
    file: FileId,
    path: &'a str,
    body: &'a Body,
    parts: Parts,
    /// Folder of the files beside it in the output: `cases/klarna`.
    folder: String,
}

/// What the links of one body come to.
#[derive(Debug, Default)]
pub struct Resolved {
    /// Per link, where it leads.
    pub targets: Vec<Target>,
    /// Files to copy.
    pub assets: Vec<Asset>,
}

impl<'a> Targets<'a> {
    /// Gather what there is. `drafts` are the slugs and paths of cases that are left out.
    pub fn new(
        cases: &'a [Arc<ParsedCase>],
        pages: &'a [&'a ParsedPage],
        attachments: &'a [OtherFile],
        drafts: &'a [(Slug, String)],
        config: &'a Config,
    ) -> Self {
        let ids = || (0..cases.len()).map(CaseId::from_index);
        Targets {
            case_by_slug: cases.iter().map(|case| case.slug.as_str()).zip(ids()).collect(),
            case_by_path: cases.iter().map(|case| case.path.as_str()).zip(ids()).collect(),
            page_by_route: pages.iter().map(|page| page.route.as_str()).zip(0..).collect(),
            page_by_path: pages.iter().map(|page| page.path.as_str()).zip(0..).collect(),
            attachments: attachments.iter().map(|file| (file.path.as_str(), file)).collect(),
            cases,
            pages,
            drafts,
            config,
        }
    }

    /// Resolve the links of a case, and its picture.
    pub fn of_case(&self, case: &ParsedCase, diagnostics: &mut Vec<Diagnostic>) -> (Resolved, Option<String>) {
        let folder = format!("cases/{}", case.slug);
        let origin = Origin { file: case.file, path: &case.path, body: &case.body, parts: &CASE_ANCHORS, folder };
        let mut resolved = self.resolve_all(&origin, diagnostics);
        let image = case.front.image.as_ref().and_then(|image| {
            let found = self.attachment(&origin, &image.value);
            if found.is_none() {
                let message = format!("there is no file `{}` beside this case", image.value);
                let found = Diagnostic::new(Code::BrokenLink, case.file, image.span.clone(), message);
                diagnostics.push(found.help("put the picture beside the case, or correct its name"));
            }
            found
        });
        let route = image.as_ref().map(|asset| asset.route.clone());
        resolved.assets.extend(image);
        (resolved, route)
    }

    /// Resolve the links of a page.
    pub fn of_page(&self, page: &ParsedPage, diagnostics: &mut Vec<Diagnostic>) -> Resolved {
        let origin =
            Origin { file: page.file, path: &page.path, body: &page.body, parts: &[], folder: page.route.clone() };
        self.resolve_all(&origin, diagnostics)
    }

    fn resolve_all(&self, origin: &Origin<'_>, diagnostics: &mut Vec<Diagnostic>) -> Resolved {
        let mut resolved = Resolved::default();
        for link in &origin.body.links {
            let target = match self.resolve(origin, link, &mut resolved.assets) {
                Ok(target) => target,
                Err(broken) => {
                    let BrokenLink { code, message, help } = *broken;
                    diagnostics.push(Diagnostic::new(code, origin.file, link.span.clone(), message).help(help));
                    if code == Code::UnsafeLink { Target::Unsafe } else { Target::AsWritten }
                }
            };
            resolved.targets.push(target);
        }
        resolved
    }

    fn resolve(&self, origin: &Origin<'_>, link: &BodyLink, assets: &mut Vec<Asset>) -> Result<Target, Broken> {
        match link.syntax {
            LinkSyntax::Wiki | LinkSyntax::WikiWithText => self.wiki(origin, &link.destination),
            LinkSyntax::Markdown | LinkSyntax::Image => self.address(origin, &link.destination, assets),
        }
    }

    fn wiki(&self, origin: &Origin<'_>, destination: &str) -> Result<Target, Broken> {
        let (name, section) = match destination.split_once('#') {
            Some((name, section)) => (name.trim(), Some(section.trim())),
            None => (destination.trim(), None),
        };
        if name.is_empty() {
            let section = section.unwrap_or_default();
            return self.anchor(origin.body, origin.parts, section, "this page").map(Target::Anchor);
        }
        if let Some(case) = self.case_by_slug.get(name) {
            return self.case(*case, section);
        }
        if let Some(page) = self.page_by_route.get(name) {
            return self.page(*page, section);
        }
        if self.drafts.iter().any(|(slug, _)| slug.as_str() == name) {
            return Err(draft(name));
        }
        let names = self.case_by_slug.keys().chain(self.page_by_route.keys()).copied();
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        let help = did_you_mean(name, names)
            .unwrap_or_else(|| "write the slug of a case: the name of its file without `.md`".to_owned());
        Err(broken(format!("there is no case `{name}`"), help))
    }

    fn case(&self, id: CaseId, section: Option<&str>) -> Result<Target, Broken> {
        let case = &self.cases[id.index()];
        let anchor = section
            .map(|name| self.anchor(&case.body, &CASE_ANCHORS, name, &format!("`{}`", case.slug)))
            .transpose()?;
        Ok(Target::Case(id, anchor))
    }

    fn page(&self, index: usize, section: Option<&str>) -> Result<Target, Broken> {
        let page = &self.pages[index];
        let anchor =
            section.map(|name| self.anchor(&page.body, &[], name, &format!("`{}`", page.route))).transpose()?;
        Ok(Target::Page(index, anchor))
    }

    /// The anchor of a section, by its anchor, its heading, or a name that the configuration gives it.
    fn anchor(&self, body: &Body, parts: Parts, name: &str, place: &str) -> Result<String, Broken> {
        let folded = fold(name);
        let by_heading = body.headings.iter().find(|heading| heading.anchor == name || fold(&heading.text) == folded);
        if let Some(heading) = by_heading {
            return Ok(heading.anchor.clone());
        }
        if let Some((_, id)) = parts.iter().find(|(part, id)| *part == name || *id == name) {
            return Ok((*id).to_owned());
        }
        let configured = self.config.sections.iter().position(|section| section.matches(name));
        let section = body.sections.iter().find(|section| configured.is_some() && section.configured == configured);
        if let Some(section) = section {
            return Ok(body.headings[section.heading].anchor.clone());
        }
        let anchors = body.headings.iter().map(|heading| heading.anchor.as_str());
        let help = did_you_mean(name, anchors).unwrap_or_else(|| "write the id of one of its headings".to_owned());
        Err(broken(format!("there is no section `{name}` in {place}"), help))
    }

    fn address(&self, origin: &Origin<'_>, destination: &str, assets: &mut Vec<Asset>) -> Result<Target, Broken> {
        if let Some(scheme) = scheme_of(destination) {
            return match scheme.as_str() {
                "http" | "https" | "mailto" | "tel" | "ftp" | "sftp" | "doi" => Ok(Target::AsWritten),
                _ => Err(Box::new(BrokenLink {
                    code: Code::UnsafeLink,
                    message: format!("a link to a `{scheme}:` address"),
                    help: "link to a web address, or to a file beside this one".to_owned(),
                })),
            };
        }
        if destination.starts_with("//") {
            return Ok(Target::AsWritten);
        }
        let (path, fragment) = match destination.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (destination, None),
        };
        let fragment = fragment.map(|fragment| percent_decode_str(fragment).decode_utf8_lossy());
        let fragment = fragment.as_deref().filter(|fragment| !fragment.is_empty());
        if path.is_empty() {
            let Some(fragment) = fragment else { return Err(broken("a link without an address", "write an address")) };
            return self.anchor(origin.body, origin.parts, fragment, "this page").map(Target::Anchor);
        }
        let Some(full) = join(origin.path, path) else {
            return Err(broken(format!("there is no file `{path}`"), "write a path relative to this file"));
        };
        if let Some(case) = self.case_by_path.get(full.as_str()) {
            return self.case(*case, fragment);
        }
        if let Some(page) = self.page_by_path.get(full.as_str()) {
            return self.page(*page, fragment);
        }
        if self.drafts.iter().any(|(_, path)| *path == full) {
            return Err(draft(path));
        }
        if let Some(asset) = self.attachment(origin, path) {
            let route = asset.route.clone();
            assets.push(asset);
            return Ok(Target::File(route));
        }
        let help = match self.near_file(&full) {
            Some(near) => format!("did you mean `{}`?", relative(origin.path, near)),
            None => "write a path relative to this file, or put the file there".to_owned(),
        };
        Err(broken(format!("there is no file `{path}`"), help))
    }

    /// The case or page whose file has the nearest name, wherever it lies.
    fn near_file(&self, full: &str) -> Option<&str> {
        let name = |path: &'a str| path.rsplit('/').next().unwrap_or(path);
        let wanted = full.rsplit('/').next().unwrap_or(full);
        let mut paths: Vec<&str> = self.case_by_path.keys().chain(self.page_by_path.keys()).copied().collect();
        paths.sort_unstable();
        let near = nearest(wanted, paths.iter().map(|path| name(path)))?;
        paths.into_iter().find(|path| name(path) == near)
    }

    /// A file beside a case or page, and where it goes.
    fn attachment(&self, origin: &Origin<'_>, path: &str) -> Option<Asset> {
        let full = join(origin.path, path)?;
        let file = self.attachments.get(full.as_str())?;
        let folder = origin.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let inner = full.strip_prefix(folder).map(|inner| inner.trim_start_matches('/'));
        // The files of a case may lie in a folder of its name, as they do in the output.
        let own = origin.folder.rsplit('/').next().unwrap_or_default();
        let inner = inner.map(|inner| inner.strip_prefix(own).and_then(|rest| rest.strip_prefix('/')).unwrap_or(inner));
        let name = inner.unwrap_or_else(|| full.rsplit('/').next().unwrap_or(&full));
        let route = format!("{}/{name}", origin.folder);
        Some(Asset { route, path: file.location.clone(), source: file.path.clone() })
    }
}

/// Why a link cannot be followed: boxed, for most can.
type Broken = Box<BrokenLink>;

/// A link that leads nowhere, or where nobody should be sent.
struct BrokenLink {
    code: Code,
    message: String,
    help: String,
}

fn broken(message: impl Into<String>, help: impl Into<String>) -> Broken {
    Box::new(BrokenLink { code: Code::BrokenLink, message: message.into(), help: help.into() })
}

fn draft(name: &str) -> Broken {
    broken(format!("`{name}` is a draft"), "publish it, or remove the link; `--drafts` builds drafts too")
}

/// The scheme of an absolute address (RFC 3986, section 3.1), in lower case. Browsers drop control characters
/// and white space before reading it, so they are dropped here too.
fn scheme_of(address: &str) -> Option<String> {
    let clean: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = clean.split_once(':')?;
    let mut chars = scheme.chars();
    let fits = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then(|| scheme.to_ascii_lowercase())
}

/// A path relative to a file, from the site's folder; `None` where it leads out of it.
fn join(file: &str, path: &str) -> Option<String> {
    let path = percent_decode_str(path.split('?').next().unwrap_or(path)).decode_utf8().ok()?;
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path by which one file of the site links to another.
fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The backlinks of each case, by the case that links; one for each case, its first link.
pub fn backlinks(cases: &[Arc<ParsedCase>], targets: &[Vec<Target>]) -> Vec<Vec<Backlink>> {
    let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); cases.len()];
    for (index, (case, targets)) in cases.iter().zip(targets).enumerate() {
        let from = CaseId::from_index(index);
        for (to, backlink) in backlinks_from(from, &case.body, targets) {
            if backlinks[to.index()].last().is_none_or(|last: &Backlink| last.from != from) {
                backlinks[to.index()].push(backlink);
            }
        }
    }
    backlinks
}

/// The cases that a case links to, each with the backlink that it gets, in the order of the links.
pub fn backlinks_from(from: CaseId, body: &Body, targets: &[Target]) -> impl Iterator<Item = (CaseId, Backlink)> {
    body.links.iter().zip(targets).filter_map(move |(link, target)| match target {
        Target::Case(to, _) if *to != from => {
            Some((*to, Backlink { from, link: link.span.clone(), block: link.block.clone() }))
        }
        _ => None,
    })
}

/// All files to copy, each route once.
pub fn collect_assets(statics: &[OtherFile], assets: impl Iterator<Item = Asset>) -> Vec<Asset> {
    let mut by_route: BTreeMap<String, Asset> = BTreeMap::new();
    for file in statics {
        let route = file.path.strip_prefix("static/").unwrap_or(&file.path).to_owned();
        by_route.insert(route.clone(), Asset { route, path: file.location.clone(), source: file.path.clone() });
    }
    let mut all: Vec<Asset> = assets.filter(|asset| by_route.get(&asset.route) != Some(asset)).collect();
    all.sort_by(|a, b| a.route.cmp(&b.route).then_with(|| a.path.cmp(&b.path)));
    all.dedup();
    by_route.into_values().chain(all).collect()
}
