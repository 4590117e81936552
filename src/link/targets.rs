//! What links can lead to, and where each link of a text leads.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::destinations::{Anchors, Destination, Destinations};
use super::no_links;
use super::old_names::{OldNames, Renamed};
use super::parts::Parts;
use super::shown::Shown;
use crate::addresses::route;
use crate::diagnostic::{Code, Diagnostic, HELPED, did_you_mean, nearest};
use crate::files::{FileId, OtherFile, Span, Text};
use crate::model::config::{Config, HtmlPolicy};
use crate::model::{
    Address, Asset, Body, BodyLink, CASE_ANCHORS, CaseId, LinkSyntax, Picture, SlipKind, Slug, Target, Taxonomy,
    TermRef,
};
use crate::parse::{ParsedCase, ParsedPage, markdown};
use crate::schema::ParsedPicture;

/// What links can lead to.
pub struct Targets {
    pub(super) cases: Destinations,
    pub(super) pages: Destinations,
    /// Terms with a file of their own, by the names of those files.
    pub(super) terms: Destinations,
    /// Which term each of them is.
    pub(super) terms_of_files: Vec<TermRef>,
    pub(super) taxonomies: Arc<[Taxonomy]>,
    /// By path.
    attachments: Vec<OtherFile>,
    /// Indices of those whose names are not plain ASCII, by their path in normal form C: two names may look alike and be
    /// written with other code points (Unicode Standard Annex 15), as by macOS.
    by_form: FxHashMap<String, usize>,
    /// Paths of the files of `static/`, in order.
    statics: Vec<String>,
    pub(super) old_names: OldNames,
    /// Slugs and paths of the cases that are left out as drafts.
    pub(super) left_out: Vec<(Slug, String)>,
    config: Arc<Config>,
}

/// Parts of a page that are no headings, each by its name in links and its `id`.
type Places = &'static [(&'static str, &'static str)];

/// A file or page whose links are resolved.
pub(super) struct Origin<'a> {
    file: FileId,
    pub(super) path: &'a str,
    text: &'a Text,
    read: OnceCell<Cow<'a, str>>,
    pub(super) body: &'a Body,
    parts: Places,
    /// The route of its page, without `.html`: `cases/klarna`.
    stem: String,
    anchors: OnceCell<Anchors>,
    /// How many of its links have been told what was probably meant.
    helped: Cell<usize>,
}

impl<'a> Origin<'a> {
    fn new(file: FileId, path: &'a str, text: &'a Text, body: &'a Body, parts: Places, stem: String) -> Self {
        let (anchors, read) = (OnceCell::new(), OnceCell::new());
        Origin { file, path, text, read, body, parts, stem, anchors, helped: Cell::new(0) }
    }

    /// The text of the file, which is read once it is needed.
    fn text(&self) -> &str {
        self.read.get_or_init(|| self.text.get())
    }

    /// May one more link be told what was probably meant?
    pub(super) fn is_helped(&self) -> bool {
        self.helped.replace(self.helped.get() + 1) < HELPED
    }
}

/// The resolved links of one body.
#[derive(Debug, Default)]
pub struct Resolved {
    /// Per link, where it leads.
    pub targets: Vec<Target>,
    /// Files to copy.
    pub assets: Vec<Asset>,
}

impl Targets {
    /// Gather what there is.
    pub fn new(
        parts: &Parts,
        taxonomies: Arc<[Taxonomy]>,
        mut attachments: Vec<OtherFile>,
        statics: &[OtherFile],
        config: Arc<Config>,
    ) -> Self {
        let mut statics: Vec<String> = statics.iter().map(|file| file.path.clone()).collect();
        statics.sort_unstable();
        let to = |name: &str, path: &str, body: &Arc<Body>| Destination::new(name, path, body.clone());
        attachments.sort_by(|a, b| a.path.cmp(&b.path));
        let unusual = attachments.iter().enumerate().filter(|(_, file)| !file.path.is_ascii());
        let by_form = unusual.map(|(index, file)| (file.path.nfc().collect(), index)).collect();
        let of_files = || parts.cases.all().iter().filter(|case| case.term.is_some() && case.path.ends_with(".md"));
        Targets {
            cases: Destinations::new(
                // What is said of a term is found under the names of terms.
                parts
                    .cases
                    .all()
                    .iter()
                    .map(|case| match case.term {
                        None => to(case.slug.as_str(), &case.path, &case.body),
                        Some(_) => to("", "", &case.body),
                    })
                    .collect(),
            ),
            terms: Destinations::new(of_files().map(|term| to(term.slug.as_str(), &term.path, &term.body)).collect()),
            terms_of_files: of_files().filter_map(|term| term.term).collect(),
            taxonomies,
            pages: Destinations::new(parts.pages.iter().map(|page| to(&page.route, &page.path, &page.body)).collect()),
            attachments,
            by_form,
            statics,
            old_names: OldNames::of(parts),
            left_out: parts.left_out.clone(),
            config,
        }
    }

    /// The text of a case has changed, and its headings are as they were.
    pub fn renew(&mut self, case: &ParsedCase) {
        self.cases.renew(&case.path, &case.body);
    }

    /// Resolve the links of a case, and its picture.
    pub fn of_case(&self, case: &ParsedCase, diagnostics: &mut Vec<Diagnostic>) -> (Resolved, Option<Picture>) {
        let stem = match case.term {
            None => format!("cases/{}", case.slug),
            Some(term) => format!("{}/{}", self.taxonomies[term.taxonomy.index()].route, case.slug),
        };
        let origin = Origin::new(case.file, &case.path, &case.text, &case.body, &CASE_ANCHORS, stem);
        let mut resolved = self.resolve_all(&origin, diagnostics);
        let image = case.front.image.as_ref().and_then(|image| {
            let found = self.file(&origin, &image.src.value, &mut resolved.assets);
            if found.is_none() {
                let message = format!("there is no file `{}` beside this case", image.src.value);
                let found = Diagnostic::new(Code::BrokenLink, case.file, image.src.span.clone(), message);
                let help = self.in_static(&image.src.value);
                diagnostics.push(found.help("put the picture beside the case, or correct its name").help_if(help));
            }
            let ParsedPicture { alt, caption, credit, .. } = image.clone();
            found.map(|route| Picture { route, alt, caption, credit })
        });
        (resolved, image)
    }

    /// Resolve the links of a page.
    pub fn of_page(&self, page: &ParsedPage, diagnostics: &mut Vec<Diagnostic>) -> Resolved {
        let origin = Origin::new(page.file, &page.path, &page.text, &page.body, &[], page.route.clone());
        self.resolve_all(&origin, diagnostics)
    }

    fn resolve_all(&self, origin: &Origin<'_>, diagnostics: &mut Vec<Diagnostic>) -> Resolved {
        let mut resolved = Resolved::default();
        let mut shown = Shown::default();
        for link in &origin.body.links {
            // Raw HTML is escaped and shown as text, so this is no link.
            if link.syntax == LinkSyntax::Html && self.config.html == HtmlPolicy::Escape {
                resolved.targets.push(Target::Nowhere);
                continue;
            }
            let target = match self.resolve(origin, link, &mut resolved.assets) {
                Ok((target, None)) => target,
                Ok((target, Some(old))) => {
                    diagnostics.push(self.by_old_name(origin, link, &old));
                    target
                }
                Err(broken) => {
                    let BrokenLink { code, message, help } = *broken;
                    diagnostics.push(Diagnostic::new(code, origin.file, link.span.clone(), message).help(help));
                    Target::Nowhere
                }
            };
            let target = match target {
                Target::Statement(case, anchor) if !shown.add(self.length_of(case, &anchor)) => {
                    diagnostics.extend(shown.report(origin.file, link));
                    Target::Nowhere
                }
                target => target,
            };
            resolved.targets.push(target);
        }
        for slip in origin.body.slips.iter().filter(|slip| matches!(slip.kind, SlipKind::NoLink(..))) {
            let leads = |meant: &str| self.leads(origin, meant);
            diagnostics.extend(no_links::found(origin.file, origin.text(), slip, leads));
        }
        resolved
    }

    /// Would the links of a text lead somewhere if it stood here?
    fn leads(&self, origin: &Origin<'_>, text: &str) -> bool {
        let (facts, _) = markdown::parse(text, 0..text.len(), markdown::Anchors::default(), |_| None);
        facts.links.iter().all(|link| self.resolve(origin, link, &mut Vec::new()).is_ok())
    }

    fn resolve(&self, origin: &Origin<'_>, link: &BodyLink, assets: &mut Vec<Asset>) -> Result<Followed, Broken> {
        match link.syntax {
            LinkSyntax::Wiki | LinkSyntax::WikiWithText => self.wiki(origin, &link.destination),
            LinkSyntax::Markdown | LinkSyntax::Image | LinkSyntax::Html => {
                self.address(origin, &link.destination, assets)
            }
            LinkSyntax::Embed { .. } => self.embed(origin, link, assets),
        }
    }

    fn wiki(&self, origin: &Origin<'_>, destination: &str) -> Result<Followed, Broken> {
        let (name, section) = match destination.split_once('#') {
            Some((name, section)) => (name.trim(), Some(section.trim())),
            None => (destination.trim(), None),
        };
        if name.is_empty() {
            let section = section.unwrap_or_default();
            return self.own_anchor(origin, section).map(Target::Anchor).map(directly);
        }
        if let Some(case) = self.cases.named(name) {
            return self.case(origin, case, section).map(directly);
        }
        if let Some(page) = self.pages.named(name) {
            return self.page(origin, page, section).map(directly);
        }
        if let Some(term) = self.term_named(name) {
            return self.term(origin, term, section).map(directly);
        }
        if let Some(renamed) = self.old_names.named(name) {
            return Ok((self.renamed(origin, renamed, section)?, Some(OldName { renamed, written: name.to_owned() })));
        }
        if self.left_out.iter().any(|(slug, _)| slug.as_str() == name) {
            return Err(draft(name));
        }
        if let Address::Refused(scheme) = Address::of(name) {
            return Err(unsafe_link(&scheme));
        }
        if let Some(help) = self.near_term(origin, name) {
            return Err(broken(format!("there is no term `{name}`"), help));
        }
        Err(broken(format!("there is no case `{name}`"), self.near_name(origin, name)))
    }

    /// What was probably meant by the name of a case that there is not.
    pub(super) fn near_name(&self, origin: &Origin<'_>, name: &str) -> String {
        let near = || {
            let mut names: Vec<&str> = self.cases.all.iter().chain(&self.pages.all).map(|one| &*one.name).collect();
            names.sort_unstable();
            did_you_mean(name, names)
        };
        let near = origin.is_helped().then(near).flatten();
        near.unwrap_or_else(|| "write the slug of a case: the name of its file without `.md`".to_owned())
    }

    /// What is called otherwise now.
    fn renamed(&self, origin: &Origin<'_>, renamed: Renamed, section: Option<&str>) -> Result<Target, Broken> {
        match renamed {
            Renamed::Case(index) => self.case(origin, index, section),
            Renamed::Page(index) => self.page(origin, index, section),
        }
    }

    /// A link that leads on from a name that its case or page had.
    fn by_old_name(&self, origin: &Origin<'_>, link: &BodyLink, old: &OldName) -> Diagnostic {
        let (what, now) = match old.renamed {
            Renamed::Case(index) => ("case", &self.cases.all[index]),
            Renamed::Page(index) => ("page", &self.pages.all[index]),
        };
        let new = match link.syntax {
            LinkSyntax::Wiki | LinkSyntax::WikiWithText | LinkSyntax::Embed { .. } => now.name.to_string(),
            _ => relative(origin.path, &now.path),
        };
        let message = format!("the {what} `{}` is now `{}`", old.written, now.name);
        let found = Diagnostic::new(Code::OldName, origin.file, link.span.clone(), message);
        let found = found.help(format!("write `{new}`"));
        match span_in(origin.text(), link, &old.written) {
            Some(span) => found.fix(format!("link to `{new}`"), span, new),
            None => found,
        }
    }

    fn case(&self, origin: &Origin<'_>, index: usize, section: Option<&str>) -> Result<Target, Broken> {
        let anchor = self.anchor_in(origin, &self.cases.all[index], &CASE_ANCHORS, section)?;
        Ok(Target::Case(CaseId::from_index(index), anchor))
    }

    fn page(&self, origin: &Origin<'_>, index: usize, section: Option<&str>) -> Result<Target, Broken> {
        Ok(Target::Page(index, self.anchor_in(origin, &self.pages.all[index], &[], section)?))
    }

    fn own_anchor(&self, origin: &Origin<'_>, name: &str) -> Result<String, Broken> {
        let anchors = origin.anchors.get_or_init(|| Anchors::new(origin.body));
        self.anchor(origin, origin.body, anchors, origin.parts, name, "this page")
    }

    pub(super) fn anchor_in(
        &self,
        origin: &Origin<'_>,
        place: &Destination,
        parts: Places,
        section: Option<&str>,
    ) -> Result<Option<String>, Broken> {
        let found = |name| self.anchor(origin, &place.body, place.anchors(), parts, name, &format!("`{}`", place.name));
        section.map(found).transpose()
    }

    /// The anchor of a section, by its anchor, its heading, or a name that the configuration gives it; or of a block, by
    /// its block id.
    fn anchor(
        &self,
        origin: &Origin<'_>,
        body: &Body,
        anchors: &Anchors,
        parts: Places,
        name: &str,
        place: &str,
    ) -> Result<String, Broken> {
        let block = |id: &str| anchors.block(body, id).map(|(anchor, _)| anchor.clone());
        if let Some(id) = name.strip_prefix('^') {
            let missing =
                || broken(format!("nothing in {place} has the block id `{name}`"), near_block(origin, body, id));
            return block(id).ok_or_else(missing);
        }
        if let Some(heading) = anchors.heading(name) {
            return Ok(body.headings[heading].anchor.clone());
        }
        if let Some((_, id)) = parts.iter().find(|(part, id)| *part == name || *id == name) {
            return Ok((*id).to_owned());
        }
        if let Some(heading) = self.config.sections.named(name).and_then(|section| anchors.section(section)) {
            return Ok(body.headings[heading].anchor.clone());
        }
        if let Some(anchor) = block(name) {
            return Ok(anchor);
        }
        let anchors = body.headings.iter().map(|heading| heading.anchor.as_str());
        let anchors = anchors.chain(body.block_ids.iter().map(|named| &*named.id));
        let near = if origin.is_helped() { did_you_mean(name, anchors) } else { None };
        let help = near.unwrap_or_else(|| "write the id of one of its headings".to_owned());
        Err(broken(format!("there is no section `{name}` in {place}"), help))
    }

    fn address(&self, origin: &Origin<'_>, destination: &str, assets: &mut Vec<Asset>) -> Result<Followed, Broken> {
        match Address::of(destination) {
            Address::Outside => return Ok(directly(Target::AsWritten)),
            Address::Refused(scheme) => return Err(unsafe_link(&scheme)),
            Address::Relative => {}
        }
        let (path, fragment) = match destination.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (destination, None),
        };
        let fragment = fragment.map(|fragment| percent_decode_str(fragment).decode_utf8_lossy());
        let fragment = fragment.as_deref().filter(|fragment| !fragment.is_empty());
        if path.is_empty() {
            let Some(fragment) = fragment else { return Err(broken("a link without an address", "write an address")) };
            return self.own_anchor(origin, fragment).map(Target::Anchor).map(directly);
        }
        if let Some(route) = self.file(origin, path, assets) {
            return Ok(directly(Target::File(route)));
        }
        let Some(full) = join(origin.path, path) else {
            return Err(broken(
                format!("there is no file `{path}`"),
                "write a path relative to this file, or put the file into static/",
            ));
        };
        if let Some(case) = self.cases.at(&full) {
            return self.case(origin, case, fragment).map(directly);
        }
        if let Some(page) = self.pages.at(&full) {
            return self.page(origin, page, fragment).map(directly);
        }
        if let Some(term) = self.terms.at(&full) {
            return self.term(origin, self.term_of_file(term), fragment).map(directly);
        }
        if let Some(renamed) = self.old_names.at(&full) {
            return Ok((self.renamed(origin, renamed, fragment)?, Some(OldName { renamed, written: path.to_owned() })));
        }
        if self.left_out.iter().any(|(_, path)| *path == full) {
            return Err(draft(path));
        }
        let near = || origin.is_helped().then(|| self.near_file(&full)).flatten();
        let help = match self.in_static(path) {
            Some(help) => help,
            None => match near() {
                Some(near) => format!("did you mean `{}`?", relative(origin.path, near)),
                None => "write a path relative to this file, or put the file there".to_owned(),
            },
        };
        Err(broken(format!("there is no file `{path}`"), help))
    }

    /// The case or page whose file has the nearest name, wherever it lies.
    fn near_file(&self, full: &str) -> Option<&str> {
        fn name(path: &str) -> &str {
            path.rsplit('/').next().unwrap_or(path)
        }
        let wanted = full.rsplit('/').next().unwrap_or(full);
        let mut paths: Vec<&str> = self.cases.all.iter().chain(&self.pages.all).map(|one| &*one.path).collect();
        paths.sort_unstable();
        let near = nearest(wanted, paths.iter().map(|path| name(path)))?;
        paths.into_iter().find(|path| name(path) == near)
    }

    /// The route of a file that is copied: of one beside the case or page, or of `static/`.
    pub(super) fn file(&self, origin: &Origin<'_>, path: &str, assets: &mut Vec<Asset>) -> Option<String> {
        if let Some(asset) = self.attachment(origin, path) {
            let route = asset.route.clone();
            assets.push(asset);
            return Some(route);
        }
        // `/report.pdf` and `/static/report.pdf`, as other generators and editors name it; `../../static/report.pdf`.
        let candidates = match path.strip_prefix('/') {
            Some(inner) => {
                let inner = join("", inner)?;
                [format!("static/{inner}"), inner]
            }
            None => [join(origin.path, path)?, String::new()],
        };
        let is_there = |path: &String| path.starts_with("static/") && self.statics.binary_search(path).is_ok();
        let found = candidates.into_iter().find(is_there)?;
        found.strip_prefix("static/").map(ToOwned::to_owned)
    }

    /// How to name a file of `static/` that is written as if it lay beside the text.
    fn in_static(&self, path: &str) -> Option<String> {
        let inner = join("", path.trim_start_matches("../"))?;
        let inner = inner.strip_prefix("static/").unwrap_or(&inner);
        self.statics.binary_search(&format!("static/{inner}")).ok()?;
        Some(format!("the file lies in static/: write `/{inner}`"))
    }

    /// A file beside a case or page, and where it goes.
    fn attachment<'a>(&'a self, origin: &Origin<'_>, path: &str) -> Option<Asset> {
        let full = join(origin.path, path)?;
        let found = self.attachments.binary_search_by(|file| file.path.as_str().cmp(&full)).ok();
        let in_other_form = || self.by_form.get(&full.nfc().collect::<String>()).copied().filter(|_| !full.is_ascii());
        let found = found.or_else(in_other_form)?;
        let file = &self.attachments[found];
        // Its address is made of the name that it has, however a link writes it.
        let full = file.path.as_str();
        let folder = origin.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let inner = full.strip_prefix(folder).map(|inner| inner.trim_start_matches('/'));
        // The files of a case may be in a folder named after it, or in one like that of the output.
        let own = origin.stem.rsplit('/').next().unwrap_or_default();
        let in_own = |inner: &'a str| {
            let rest = inner.strip_prefix(own)?;
            rest.strip_prefix(route::BESIDE).unwrap_or(rest).strip_prefix('/')
        };
        let inner = inner.map(|inner| in_own(inner).unwrap_or(inner));
        let name = inner.unwrap_or_else(|| full.rsplit('/').next().unwrap_or(full));
        let route = route::beside(&origin.stem, name);
        Some(Asset { route, path: file.location.clone(), source: file.path.clone(), size: file.size })
    }
}

/// Where a link leads, and the name in it where that is an old one.
pub(super) type Followed = (Target, Option<OldName>);

/// A name that a link has, and what is called otherwise now.
pub(super) struct OldName {
    pub(super) renamed: Renamed,
    pub(super) written: String,
}

fn directly(target: Target) -> Followed {
    (target, None)
}

/// What was probably meant by a block id that there is not.
pub(super) fn near_block(origin: &Origin<'_>, body: &Body, id: &str) -> String {
    let ids: Vec<String> = body.block_ids.iter().map(|named| format!("^{}", named.id)).collect();
    let near = || did_you_mean(&format!("^{id}"), ids.iter().map(String::as_str));
    let near = origin.is_helped().then(near).flatten();
    near.unwrap_or_else(|| {
        "write a block id that stands there, or the anchor of a statement, as its page has it".into()
    })
}

/// Where a name or path stands in a link; `None` where it is written elsewhere, or otherwise.
pub fn span_in(text: &str, link: &BodyLink, written: &str) -> Option<Span> {
    let inner = text.get(link.span.clone())?;
    let opening = match link.syntax {
        LinkSyntax::Wiki | LinkSyntax::WikiWithText => 2,
        LinkSyntax::Embed { .. } => 3,
        LinkSyntax::Markdown | LinkSyntax::Image => inner.rfind("](")? + 2,
        LinkSyntax::Html => return None,
    };
    let start = link.span.start + opening + inner.get(opening..)?.find(written)?;
    Some(start..start + written.len())
}

/// Why a link cannot be followed; boxed, because most links can be.
pub(super) type Broken = Box<BrokenLink>;

/// A link that leads nowhere, or where nobody should be sent.
pub(super) struct BrokenLink {
    pub(super) code: Code,
    message: String,
    help: String,
}

pub(super) fn broken(message: impl Into<String>, help: impl Into<String>) -> Broken {
    Box::new(BrokenLink { code: Code::BrokenLink, message: message.into(), help: help.into() })
}

fn unsafe_link(scheme: &str) -> Broken {
    Box::new(BrokenLink {
        code: Code::UnsafeLink,
        message: format!("a link to a `{scheme}:` address"),
        help: "link to a web address, or to a file beside this one".to_owned(),
    })
}

pub(super) fn draft(name: &str) -> Broken {
    broken(format!("`{name}` is a draft"), "publish it, or remove the link; `--drafts` builds drafts too")
}

/// A path relative to a file, from the site's folder; `None` where it leads out of it.
pub fn join(file: &str, path: &str) -> Option<String> {
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
pub fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}
