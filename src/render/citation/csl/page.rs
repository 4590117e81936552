//! The citations and entries of a page in a CSL style, with what hayagriva has no notion of: affixes, authors in the
//! sentence.

use hayagriva::citationberg::Collapse;
use hayagriva::{ElemChild, ElemChildren, RenderedBibliography};

use super::cited::{Cited, Limit};
use super::collapse::Neighbours;
use super::engine::{Engine, Written};
use super::html::Links;
use super::letters::Letters;
use super::locator::Located;
use super::style::CslStyle;
use super::tree::Parts;
use super::{entry, html, item, tree};
use crate::export;
use crate::model::{Case, CitationGroup, CitationKind, LinkedCitation, Site, UrlStatus, names};
use crate::render::citation::house;
use crate::render::citation::numbering::Numbering;
use crate::render::citation::written::{self, CitationHtml, CitationNote, Inline};
use crate::render::escape::escape;
use crate::theme::Words;

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

/// What a citation is written beside.
struct Around<'a> {
    bibliography: Option<&'a RenderedBibliography>,
    letters: &'a Letters,
}

/// Everything about one case that its citations need.
struct Page<'a> {
    site: &'a Site,
    case: &'a Case,
    style: &'a CslStyle,
    words: &'a Words,
    /// Of the case's file.
    text: &'a str,
    numbering: &'a Numbering,
    engine: Engine<'a>,
}

/// Write the citations of a case, whose file has a text.
pub fn cite(site: &Site, case: &Case, text: &str, numbering: &Numbering, style: &CslStyle, words: &Words) -> Cited {
    let items =
        case.sources.iter().enumerate().map(|(index, source)| item::item(index, &export::of_source(site, source)));
    let engine = Engine::new(case, style, numbering, items.collect());
    let page = Page { site, case, style, words, text, numbering, engine };
    let located: Vec<Vec<Located>> = case.citations.iter().map(|citation| page.located(citation)).collect();
    let in_events: Vec<usize> = case.events.iter().flat_map(|event| event.sources.iter().copied()).collect();
    let rendered = page.engine.render(&located, &in_events);
    let mut cited = Cited { limits: page.engine.alike(&rendered), ..Cited::default() };
    let Written { citations, bibliography, letters, .. } = rendered;
    let mut groups = citations.into_iter();
    for (citation, located) in case.citations.iter().zip(&located) {
        let tree = groups.next().unwrap_or_default();
        let written = page.group(
            citation,
            located,
            tree,
            &Around { bibliography: bibliography.as_ref(), letters: &letters },
            &mut cited,
        );
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
    if let Some(bibliography) = bibliography {
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
        self.group_of(citation).items.iter().map(|item| self.style.labels.read(item.affixes.as_deref())).collect()
    }

    /// A group of the text; in a style of notes a mark, and its note.
    fn group(
        &self,
        citation: &LinkedCitation,
        located: &[Located],
        tree: ElemChildren,
        around: &Around<'_>,
        cited: &mut Cited,
    ) -> CitationHtml {
        let group = self.group_of(citation);
        let mut parts = tree::parts(tree);
        for (_, index, item) in &mut parts.items {
            if let Some(place) = located.get(*index).and_then(|located| located.locator.as_ref()) {
                tree::each_text(item, &|text| place.put(text));
            }
        }
        let neighbours =
            Neighbours { engine: &self.engine, group, sources: &citation.sources, letters: around.letters };
        neighbours.refill(&mut parts);
        neighbours.name_once(&mut parts, located);
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
        let author = is_prose.then(|| self.author(citation, author, around.bibliography));
        neighbours.letters_once(&mut parts);
        if parts.items.iter().all(|(_, _, item)| tree::is_empty(item)) && author.is_none() {
            cited.limits.push(Limit::Empty(citation.group()));
            let (site, case) = (self.site, self.case);
            return CitationHtml::of(house::group_html(site, case, self.text, citation, None, self.words));
        }
        if self.style.is_note {
            return self.note(citation, located, &parts, author.as_deref(), cited);
        }
        let mut out = Inline { html: "<span class=\"citation\">".to_owned(), words: Vec::new() };
        if let Some(author) = author {
            self.open_link(&mut out.html, citation, 0, true);
            out.html.push_str(&author);
            out.html.push_str("</a>");
            if parts.items.iter().any(|(_, _, item)| !tree::is_empty(item)) {
                out.html.push(' ');
            }
        }
        let anchors = if is_prose { Anchors::AllButFirst } else { Anchors::All };
        self.items(&mut out, citation, located, &parts, anchors, cited);
        out.html.push_str("</span>");
        CitationHtml::of(out)
    }

    /// The items of a group, with what the style and the author of the text put around them.
    fn items(
        &self,
        out: &mut Inline,
        citation: &LinkedCitation,
        located: &[Located],
        parts: &Parts,
        anchors: Anchors,
        cited: &mut Cited,
    ) {
        let group = self.group_of(citation);
        let write = |out: &mut String, children: &[ElemChild]| {
            for child in children {
                html::write_child(out, child, Links::Text);
            }
        };
        let affixes_of = |index: usize| group.items.get(index).and_then(|item| item.affixes.as_deref());
        let shown: Vec<_> = parts.items.iter().filter(|(_, _, item)| !tree::is_empty(item)).collect();
        if !shown.is_empty() {
            write(&mut out.html, &parts.opening);
        }
        for (number, (before, index, item)) in shown.iter().enumerate() {
            let previous = number.checked_sub(1).map(|previous| affixes_of(shown[previous].1));
            match previous.map(|previous| written::comma_between(previous, affixes_of(*index))) {
                Some(Some(space)) => out.html.push_str(space),
                Some(None) => write(&mut out.html, before),
                None => {}
            }
            let affixes = affixes_of(*index);
            if let Some(affixes) = affixes {
                out.prefix(self.text, &affixes.prefix);
            }
            self.open_link(&mut out.html, citation, *index, anchors.holds(*index));
            html::write(&mut out.html, item, Links::Text);
            out.html.push_str("</a>");
            if let (Some(affixes), Some(located)) = (affixes, located.get(*index)) {
                let is_prose = group.kind == CitationKind::InText && *index == 0;
                out.suffix(self.text, &affixes.suffix, located.suffix.clone(), if is_prose { ", " } else { " " });
            }
        }
        // A range such as [1]–[4] or 2020a–d may leave items out; whatever else is lost is said in the house style.
        let may_range = self.style.style.citation.collapse == Some(Collapse::CitationNumber)
            || self.style.year_letters.as_ref().is_some_and(|letters| letters.is_ranged);
        let named = usize::from(group.kind == CitationKind::InText && !self.style.is_note);
        let lost: Vec<usize> = (named..group.items.len())
            .filter(|index| !may_range && !shown.iter().any(|(_, shown, _)| shown == index))
            .collect();
        for (number, index) in lost.iter().enumerate() {
            if number + shown.len() > 0 {
                out.html.push_str("; ");
            }
            self.open_link(&mut out.html, citation, *index, anchors.holds(*index));
            let source = &self.case.sources[citation.sources[*index]];
            let has_publisher = !group.items[*index].suppress_author;
            house::source_text(&mut out.html, self.site, source, has_publisher, self.words);
            out.html.push_str("</a>");
        }
        if !lost.is_empty() {
            cited.limits.push(Limit::Empty(citation.group()));
        }
        // Words that end in a full stop bring the style's own.
        let is_stop = || parts.closing.iter().map(html::plain_child).collect::<String>().trim() == ".";
        let brings_stop = out.html.ends_with('.') && is_stop();
        if !shown.is_empty() && !brings_stop {
            write(&mut out.html, &parts.closing);
        }
        // What a range such as [1]–[4] swallows, and what shows nothing, can still be led back to.
        for index in (0..group.items.len()).filter(|index| anchors.holds(*index)) {
            if !shown.iter().any(|(_, shown, _)| *shown == index) && !lost.contains(&index) {
                out.html.push_str(&format!("<span id=\"cite_{}\"></span>", citation.first() + index));
            }
        }
    }

    fn open_link(&self, out: &mut String, citation: &LinkedCitation, index: usize, anchored: bool) {
        let anchor = self.case.cited_anchor(citation, index).unwrap_or("sources".into());
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
        let of_entry = || {
            let entry = bibliography?.items.iter().find(|entry| entry.key == source.to_string())?;
            entry.content.find_names().map(|names| names.children.clone())
        };
        let some = |names: &ElemChildren| !tree::is_empty(names);
        let names = of_item.filter(some).or_else(|| self.engine.author(source).filter(some)).or_else(of_entry);
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

    /// A mark in the text, and the note that it leads to; in a footnote, which is a note already, words in parentheses.
    fn note(
        &self,
        citation: &LinkedCitation,
        located: &[Located],
        parts: &Parts,
        author: Option<&str>,
        cited: &mut Cited,
    ) -> CitationHtml {
        let Some(number) = self.numbering.notes.get(&citation.group()).copied() else {
            return CitationHtml::of(self.note_in_footnote(citation, located, parts, cited));
        };
        let mut note = Inline::default();
        // The places that entries lead back to are in the text, not in the note.
        self.items(&mut note, citation, located, parts, Anchors::None, cited);
        // A note begins as a sentence does, with whatever words stand before its first source.
        if let Some(first) = note.html.chars().next().filter(|first| first.is_lowercase()) {
            note.html.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        let mut html = String::from("<span class=\"citation\">");
        html.push_str(author.unwrap_or_default());
        for index in 1..self.group_of(citation).items.len() {
            html.push_str(&format!("<span id=\"cite_{}\"></span>", citation.first() + index));
        }
        let first = citation.first();
        html.push_str(&format!(
            "<sup><a class=\"cite\" id=\"cite_{first}\" href=\"#fn_{number}\">{number}</a></sup></span>"
        ));
        CitationHtml {
            text: Inline { html, words: Vec::new() },
            is_mark: author.is_none(),
            note: Some(CitationNote { number, back: format!("cite_{first}"), text: note }),
        }
    }

    /// A citation inside a footnote, in a style of notes: without the full stop that ends a note.
    fn note_in_footnote(
        &self,
        citation: &LinkedCitation,
        located: &[Located],
        parts: &Parts,
        cited: &mut Cited,
    ) -> Inline {
        let is_prose = self.group_of(citation).kind == CitationKind::InText;
        let closing: String = parts.closing.iter().map(html::plain_child).collect();
        let closing = if closing.trim() == "." { Vec::new() } else { parts.closing.clone() };
        let parts = Parts { opening: parts.opening.clone(), items: parts.items.clone(), closing };
        let mut out = Inline { html: "<span class=\"citation\">".to_owned(), words: Vec::new() };
        if !is_prose {
            out.html.push('(');
        }
        self.items(&mut out, citation, located, &parts, Anchors::All, cited);
        out.html.push_str(if is_prose { "</span>" } else { ")</span>" });
        out
    }

    /// An entry of the bibliography.
    fn entry(&self, source: usize, first: Option<&ElemChild>, content: ElemChildren) -> String {
        let source = &self.case.sources[source].source;
        let is_live = source.url_status == UrlStatus::Live;
        let links = if is_live || source.archive_url.is_some() { Links::Follow } else { Links::Text };
        entry::write(source, first, content, links)
    }
}
