//! Citations and entries in a CSL style, through hayagriva.
//!
//! Comes in: a case and a [`CslStyle`]. Goes out: [`Cited`]: the HTML of every citation of the case's text, of its
//! entries in the style's order, and of its notes where the style writes notes. One driver per case: it sees all
//! citations of the page in order, so that "ibid.", "2025a" and numbers come out as the style has them. What
//! hayagriva has no notion of (prefixes, suffixes, authors left to the sentence) is done on its element tree
//! ([`tree`]); the tree is written by [`html`]. The built-in style is not here ([`super::citation`]).

mod entry;
mod html;
mod item;
mod locator;
mod narrow;
mod reference;
mod requests;
mod style;
mod tree;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChild, ElemChildren,
    LocatorPayload, RenderedBibliography, SpecificLocator, standalone_citation,
};
use rustc_hash::FxHashMap;

pub use reference::ReferenceStyle;
pub use style::{CitationStyle, CslStyle};

use super::house;
use crate::export;
use crate::model::{Case, CitationGroup, CitationKind, LinkedCitation, Site, UrlStatus, names};
use crate::render::escape::{escape, escape_into};
use crate::theme::Words;
use html::Links;
use locator::Located;
use requests::Requests;
use tree::Parts;

/// The citations of a case, written.
#[derive(Debug, Default)]
pub struct Cited {
    /// HTML by the index of the group.
    pub groups: FxHashMap<usize, String>,
    /// Sources in the order of the style's bibliography, with their HTML; empty where the style has none.
    pub entries: Vec<(usize, String)>,
    /// Notes, the first one first; empty unless the style writes notes.
    pub notes: Vec<String>,
    /// What stands for a source beside an event, as plain text.
    pub labels: FxHashMap<usize, String>,
}

/// Which items of a group carry the place that their entry leads back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchors {
    All,
    /// The first stands with the author's name.
    AllButFirst,
    /// They stand elsewhere.
    None,
}

impl Anchors {
    fn holds(self, index: usize) -> bool {
        self == Anchors::All || (self == Anchors::AllButFirst && index > 0)
    }
}

/// What hayagriva made of a page.
struct Written {
    /// Of each citation of the text, then of each event.
    citations: Vec<ElemChildren>,
    bibliography: Option<RenderedBibliography>,
}

/// Everything about one case that its citations need.
struct Page<'a> {
    site: &'a Site,
    case: &'a Case,
    style: &'a CslStyle,
    words: &'a Words,
    items: Vec<Item>,
}

/// Write the citations of a case.
pub fn cite(site: &Site, case: &Case, style: &CslStyle, words: &Words) -> Cited {
    let items =
        case.sources.iter().enumerate().map(|(index, source)| item::item(index, &export::of_source(site, source)));
    let page = Page { site, case, style, words, items: items.collect() };
    let located: Vec<Vec<Located>> = case.citations.iter().map(|citation| page.located(citation)).collect();
    let in_events: Vec<usize> = case.events.iter().flat_map(|event| event.sources.iter().copied()).collect();
    let rendered = page.render(&located, &in_events);
    let mut cited = Cited::default();
    let mut groups = rendered.citations.into_iter();
    for (citation, located) in case.citations.iter().zip(&located) {
        let tree = groups.next().unwrap_or_default();
        let written = page.group(citation, located, tree, rendered.bibliography.as_ref(), &mut cited.notes);
        cited.groups.insert(citation.group(), written);
    }
    for (source, group) in in_events.iter().zip(groups) {
        let parts = tree::parts(group);
        let text: String = parts.items.iter().map(|(_, _, item)| html::plain(item)).collect();
        let text = text.trim_matches(['(', ')', '[', ']', ' ']);
        if !text.is_empty() && !style.is_note {
            cited.labels.insert(*source, text.to_owned());
        }
    }
    if let Some(bibliography) = rendered.bibliography {
        for entry in bibliography.items {
            let Some(index) = entry.key.parse::<usize>().ok().filter(|index| *index < case.sources.len()) else {
                continue;
            };
            cited.entries.push((index, page.entry(index, entry.first_field.as_ref(), entry.content)));
        }
    }
    cited
}

impl<'a> Page<'a> {
    fn group_of(&self, citation: &LinkedCitation) -> &'a CitationGroup {
        &self.case.body.groups[citation.group()]
    }

    /// The locators of a group's items.
    fn located(&self, citation: &LinkedCitation) -> Vec<Located> {
        self.group_of(citation).items.iter().map(|item| self.style.labels.read(item.suffix())).collect()
    }

    /// All citations of the page in order: those of the text, then of events, then unseen the sources that nothing
    /// cites, so that they are entries too.
    fn render(&self, located: &[Vec<Located>], in_events: &[usize]) -> Written {
        let style = self.style;
        let mut driver = BibliographyDriver::new();
        let mut requests = Requests::new(style.repeats_alike);
        let request = |items, collapses: bool, note: Option<usize>| {
            let csl = if collapses { &style.style } else { &style.uncollapsed };
            CitationRequest::new(items, csl, Some(style.language.clone()), &style.locales, note)
        };
        for (number, (citation, located)) in self.case.citations.iter().zip(located).enumerate() {
            let group = self.group_of(citation);
            let plain = group.items.iter().all(|item| item.affixes.is_none());
            let items = citation.sources.iter().zip(located).map(|(source, located)| {
                let locator = located.locator.as_ref().map(|(kind, value)| specific(*kind, value));
                CitationItem::with_locator(&self.items[*source], locator)
            });
            let collapses = plain && group.kind == CitationKind::Bracketed;
            let locators = located.iter().map(|located| located.locator.clone());
            let key = (citation.sources.iter().copied().zip(locators).collect(), collapses);
            if requests.is_new(key) {
                driver.citation(request(items.collect(), collapses, Some(number + 1)));
            }
        }
        for source in in_events {
            if requests.is_new((vec![(*source, None)], true)) {
                driver.citation(request(vec![CitationItem::with_entry(&self.items[*source])], true, None));
            }
        }
        let cited = self.case.citations.iter().flat_map(|citation| &citation.sources).chain(in_events);
        let mut is_cited = vec![false; self.items.len()];
        for source in cited {
            is_cited[*source] = true;
        }
        for source in self.case.entries.iter().filter(|source| !is_cited[**source]) {
            let hidden = CitationItem::new(&self.items[*source], None, None, true, None);
            driver.citation(request(vec![hidden], true, None));
        }
        let language = Some(style.language.clone());
        let mut rendered = driver.finish(BibliographyRequest::new(&style.style, language, &style.locales));
        for entry in rendered.bibliography.iter_mut().flat_map(|bibliography| &mut bibliography.items) {
            if let Some(whole) = entry.key.parse().ok().and_then(|source| self.whole_entry(source, &entry.content)) {
                entry.content = whole;
            }
        }
        let of_request = |request: &usize| rendered.citations.get(*request).map(|one| one.citation.clone());
        let citations = requests.order.iter().map(|request| of_request(request).unwrap_or_default()).collect();
        Written { citations, bibliography: rendered.bibliography }
    }

    /// The entry of a source as it is when no other is there, where its names are not those of a given one.
    ///
    /// Where citations are told apart by more or fuller names, hayagriva writes the entries with the names of the
    /// citations, shortened as those are.
    fn whole_entry(&self, source: usize, given: &ElemChildren) -> Option<ElemChildren> {
        let citation = &self.style.style.citation;
        let bibliography = self.style.style.bibliography.as_ref()?;
        let tells_by_names = citation.disambiguate_add_names || citation.disambiguate_add_givenname;
        let repeats = bibliography.subsequent_author_substitute.is_some();
        if !tells_by_names || repeats || !self.shares_author(source) {
            return None;
        }
        let language = Some(self.style.language.clone());
        let (csl, locales) = (&self.style.style, &self.style.locales);
        let mut driver = BibliographyDriver::new();
        let item = CitationItem::with_entry(self.items.get(source)?);
        driver.citation(CitationRequest::new(vec![item], csl, language.clone(), locales, None));
        let alone = driver.finish(BibliographyRequest::new(csl, language, locales)).bibliography?.items.pop()?.content;
        (alone.find_names().map(|names| &names.children) != given.find_names().map(|names| &names.children))
            .then_some(alone)
    }

    /// Is the first author of a source that of another one, by family name?
    fn shares_author(&self, source: usize) -> bool {
        let first = |source: usize| {
            let author = self.case.sources.get(source)?.source.author.as_deref()?;
            Some(author.split([',', ' ']).next().unwrap_or_default())
        };
        let Some(author) = first(source) else { return false };
        (0..self.items.len()).any(|other| other != source && first(other) == Some(author))
    }

    /// A group of the text; in a style of notes a mark, and its note.
    fn group(
        &self,
        citation: &LinkedCitation,
        located: &[Located],
        tree: ElemChildren,
        bibliography: Option<&RenderedBibliography>,
        notes: &mut Vec<String>,
    ) -> String {
        let group = self.group_of(citation);
        let mut parts = tree::parts(tree);
        let is_prose = group.kind == CitationKind::InText;
        let mut author = None;
        for (_, index, item) in &mut parts.items {
            let of_prose = is_prose && *index == 0 && !self.style.is_note;
            let suppressed = group.items.get(*index).is_some_and(|item| item.suppress_author);
            if of_prose || suppressed {
                let names = tree::take_names(item);
                if of_prose {
                    author = names.map(|names| names.children);
                }
            }
        }
        if is_prose && !self.style.is_note {
            // The item that the sentence names stands first, whatever the style sorts by.
            if let Some(at) = parts.items.iter().position(|(_, index, _)| *index == 0) {
                parts.items[..=at].rotate_right(1);
                if at > 0 {
                    let before = std::mem::take(&mut parts.items[0].0);
                    parts.items[1].0 = before;
                }
            }
        }
        let author = is_prose.then(|| self.author(citation, author, bibliography));
        if parts.items.iter().all(|(_, _, item)| tree::is_empty(item)) && author.is_none() {
            return house::group_html(self.site, self.case, citation, group, self.words);
        }
        if self.style.is_note {
            return self.note(citation, located, &parts, author.as_deref(), notes);
        }
        let mut out = String::from("<span class=\"citation\">");
        if let Some(author) = author {
            self.open_link(&mut out, citation, 0, true);
            out.push_str(&author);
            out.push_str("</a>");
            if parts.items.iter().any(|(_, _, item)| !tree::is_empty(item)) {
                out.push(' ');
            }
        }
        self.items(&mut out, citation, located, &parts, if is_prose { Anchors::AllButFirst } else { Anchors::All });
        out.push_str("</span>");
        out
    }

    /// The items of a group, with what the style and the author of the text put around them.
    fn items(&self, out: &mut String, citation: &LinkedCitation, located: &[Located], parts: &Parts, anchors: Anchors) {
        let group = self.group_of(citation);
        let write = |out: &mut String, children: &[ElemChild]| {
            for child in children {
                html::write_child(out, child, Links::Text);
            }
        };
        let shown: Vec<_> = parts.items.iter().filter(|(_, _, item)| !tree::is_empty(item)).collect();
        if !shown.is_empty() {
            write(out, &parts.opening);
        }
        for (number, (before, index, item)) in shown.iter().enumerate() {
            if number > 0 {
                write(out, before);
            }
            let of_text = group.items.get(*index);
            if let Some(prefix) = of_text.map(|item| item.prefix().trim_end()).filter(|prefix| !prefix.is_empty()) {
                escape_into(out, prefix);
                out.push(' ');
            }
            self.open_link(out, citation, *index, anchors.holds(*index));
            html::write(out, item, Links::Text);
            out.push_str("</a>");
            if let Some(located) = located.get(*index) {
                push_suffix(out, &located.suffix);
            }
        }
        if !shown.is_empty() {
            write(out, &parts.closing);
        }
        // What a range such as [1]–[4] swallows, and what shows nothing, can still be led back to.
        for index in (0..group.items.len()).filter(|index| anchors.holds(*index)) {
            if !shown.iter().any(|(_, shown, _)| *shown == index) {
                out.push_str(&format!("<span id=\"cite_{}\"></span>", citation.first() + index));
            }
        }
    }

    fn open_link(&self, out: &mut String, citation: &LinkedCitation, index: usize, anchored: bool) {
        let source = citation.sources.get(index).map(|source| &self.case.sources[*source]);
        let anchor = source.map_or("sources", |source| &source.anchor);
        if anchored {
            out.push_str(&format!("<a class=\"cite\" id=\"cite_{}\" href=\"#{anchor}\">", citation.first() + index));
        } else {
            out.push_str(&format!("<a class=\"cite\" href=\"#{anchor}\">"));
        }
    }

    /// The author that a sentence names: as the item has it, else as the style writes it alone or in the
    /// bibliography, else the publisher.
    fn author(
        &self,
        citation: &LinkedCitation,
        of_item: Option<ElemChildren>,
        bibliography: Option<&RenderedBibliography>,
    ) -> String {
        let source = citation.sources[0];
        let alone = || {
            let style = self.style;
            let item = CitationItem::with_entry(&self.items[source]).kind(CitePurpose::Author);
            let language = Some(style.language.clone());
            let request = CitationRequest::new(vec![item], &style.style, language, &style.locales, None);
            // Beside the names a layout may leave other words standing.
            standalone_citation(request).find_names().map(|names| names.children.clone())
        };
        let of_entry = || {
            let entry = bibliography?.items.iter().find(|entry| entry.key == source.to_string())?;
            entry.content.find_names().map(|names| names.children.clone())
        };
        let some = |names: &ElemChildren| !tree::is_empty(names);
        let names = of_item.filter(some).or_else(|| alone().filter(some)).or_else(of_entry);
        let Some(names) = names.filter(some) else {
            // Some styles leave names without a mark in their tree.
            let of_case = &self.case.sources[source];
            let publisher = &self.site.publisher(self.site.work(of_case.work).publisher).label;
            return escape(&of_case.source.author.as_deref().map_or_else(|| publisher.clone(), names::display));
        };
        let mut out = String::new();
        html::write(&mut out, &names, Links::Text);
        out
    }

    /// A mark in the text, and a note in the list of notes.
    fn note(
        &self,
        citation: &LinkedCitation,
        located: &[Located],
        parts: &Parts,
        author: Option<&str>,
        notes: &mut Vec<String>,
    ) -> String {
        let number = notes.len() + 1;
        let mut note = String::new();
        // The places that entries lead back to are in the text, not in the note.
        self.items(&mut note, citation, located, parts, Anchors::None);
        notes.push(note);
        let mut out = String::from("<span class=\"citation\">");
        out.push_str(author.unwrap_or_default());
        for index in 1..self.group_of(citation).items.len() {
            out.push_str(&format!("<span id=\"cite_{}\"></span>", citation.first() + index));
        }
        let first = citation.first();
        out.push_str(&format!(
            "<sup><a class=\"cite\" id=\"cite_{first}\" href=\"#note_{number}\">{number}</a></sup></span>"
        ));
        out
    }

    /// An entry of the bibliography.
    fn entry(&self, source: usize, first: Option<&ElemChild>, content: ElemChildren) -> String {
        let source = &self.case.sources[source].source;
        let is_followed = source.url_status == UrlStatus::Live || source.archive_url.is_some();
        entry::write(source, first, content, if is_followed { Links::Follow } else { Links::Text })
    }
}

fn specific(kind: Locator, value: &str) -> SpecificLocator<'_> {
    SpecificLocator(kind, LocatorPayload::Str(value))
}

/// `, emphasis mine` as written; words that follow without a comma keep their space.
fn push_suffix(out: &mut String, suffix: &str) {
    let suffix = suffix.trim_end();
    if !suffix.is_empty() && !suffix.starts_with([',', ' ', ':', '.', ';']) {
        out.push(' ');
    }
    escape_into(out, suffix);
}
