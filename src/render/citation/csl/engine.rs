//! What hayagriva makes of a page: one driver per case sees its citations in the order in which they are met.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::json::Item;
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, Elem,
    ElemChild, ElemChildren, ElemMeta, LocatorPayload, RenderedBibliography, SpecificLocator, standalone_citation,
};

use super::cited::Limit;
use super::letters::Letters;
use super::locator::{Located, Place};
use super::narrow::Narrowed;
use super::place::Settled;
use super::requests::Requests;
use super::style::CslStyle;
use super::works::Works;
use super::{html, tree};
use crate::model::{Case, CitationKind, LinkedCitation, PartialDate};
use crate::render::citation::numbering::Numbering;

/// What hayagriva made of a page.
pub struct Written {
    /// Of each citation of the text, then of each event.
    pub citations: Vec<ElemChildren>,
    pub bibliography: Option<RenderedBibliography>,
    /// By which each source is cited, as plain text; empty where the style does not cite in words.
    pub labels: Vec<String>,
    /// What tells sources of one label apart.
    pub letters: Letters,
}

/// A case as the engine sees it.
pub struct Engine<'a> {
    pub case: &'a Case,
    pub style: &'a CslStyle,
    pub numbering: &'a Numbering,
    items: Vec<Item>,
    /// What is known of each item, and the style narrowed to it.
    narrowed: Vec<(Works, Arc<Narrowed>)>,
}

/// What is asked of the engine beside the citations of a page.
struct Asked<'p> {
    /// Sources that are cited once more where nobody sees it.
    unlabelled: &'p [usize],
    /// Per source how it is cited wherever it is cited alone, where that is known.
    alone: &'p [ElemChildren],
    /// The style of the bibliography.
    bibliography: &'p IndependentStyle,
}

impl<'a> Engine<'a> {
    /// For a case, whose sources are these items.
    pub fn new(case: &'a Case, style: &'a CslStyle, numbering: &'a Numbering, items: Vec<Item>) -> Self {
        let narrowed = |item: &Item| {
            let works = Works::of(item);
            let style = style.narrowed(&works);
            (works, style)
        };
        Engine { case, style, numbering, narrowed: items.iter().map(narrowed).collect(), items }
    }
}

impl Engine<'_> {
    /// All that the page needs of the engine, with the letters that tell works of one author and year apart.
    pub fn render(&self, located: &[Vec<Located>], in_events: &[usize]) -> Written {
        let works = self.works();
        if let Some(alone) = self.alone_if_settled() {
            return self.settled(located, in_events, &works, &alone);
        }
        let ask = |unlabelled: &[usize], bibliography: &IndependentStyle| {
            self.pass(located, in_events, &Asked { unlabelled, alone: &[], bibliography })
        };
        let labels = ask(&[], &self.style.order(&works)).labels;
        // Each is cited once more where nobody sees it. Not all are, for hayagriva tells no two works apart by their
        // names where one of them is cited twice.
        let unlabelled: Vec<usize> =
            labels.iter().enumerate().filter(|(_, label)| label.is_empty()).map(|(source, _)| source).collect();
        let mut written = ask(&unlabelled, &self.style.listed(&works));
        self.mend_entries(&mut written);
        if self.style.year_letters.is_none() {
            return written;
        }
        let order = self.order(&mut written);
        let letters = Letters::new(&written.labels, &order);
        if !letters.is_empty() {
            self.add_letters(&mut written, &letters, in_events);
        }
        written.letters = letters;
        written
    }

    /// Where each source is cited, and has its entry, as if alone: how it is cited, unless that is by a number.
    fn alone_if_settled(&self) -> Option<Vec<ElemChildren>> {
        match self.style.settled {
            Settled::Always => Some(Vec::new()),
            Settled::Never => None,
            Settled::IfToldApart => {
                let mut known = HashSet::new();
                let alone: Vec<ElemChildren> = (0..self.items.len()).map(|source| self.item(source, None)).collect();
                alone.iter().all(|item| known.insert(html::plain(item))).then_some(alone)
            }
        }
    }

    /// A source as a citation of it alone has it, without what the style puts around citations.
    fn item(&self, source: usize, place: Option<&Place>) -> ElemChildren {
        let item = CitationItem::with_locator(&self.items[source], place.map(specific));
        let (csl, language) = (&self.narrowed[source].1.item, Some(self.style.language.clone()));
        standalone_citation(CitationRequest::new(vec![item], csl, language, &self.style.locales, None))
    }

    /// What is known of all sources together.
    fn works(&self) -> Works {
        self.narrowed.iter().fold(Works::default(), |all, (works, _)| all.and(works))
    }

    /// What the page needs where sources are cited as if alone: one pass, and of the bibliography its order, where each
    /// entry is as if alone, too.
    fn settled(&self, located: &[Vec<Located>], in_events: &[usize], works: &Works, alone: &[ElemChildren]) -> Written {
        let ask = |bibliography: &IndependentStyle| {
            self.pass(located, in_events, &Asked { unlabelled: &[], alone, bibliography })
        };
        if !self.style.has_lone_entries() {
            let mut written = ask(&self.style.listed(works));
            self.mend_entries(&mut written);
            return written;
        }
        let mut written = ask(&self.style.order(works));
        for (number, entry) in written.bibliography.iter_mut().flat_map(|one| &mut one.items).enumerate() {
            if let Some(alone) = entry.key.parse().ok().and_then(|source| self.entry(source, number)) {
                *entry = alone;
            }
            self.end_lists(&mut entry.content);
        }
        written
    }

    /// A source in a citation of its own.
    fn request<'s>(&'s self, source: usize, csl: &'s IndependentStyle) -> CitationRequest<'s, Item> {
        let item = CitationItem::with_entry(&self.items[source]);
        CitationRequest::new(vec![item], csl, Some(self.style.language.clone()), &self.style.locales, None)
    }

    /// The entry of a source as it is when no other is there, but for its number, which counts from 0.
    fn entry(&self, source: usize, number: usize) -> Option<BibliographyItem> {
        let csl = &self.narrowed.get(source)?.1.entry;
        let mut driver = BibliographyDriver::new().with_citation_number_offset(number);
        driver.citation(self.request(source, csl));
        let language = Some(self.style.language.clone());
        driver.finish(BibliographyRequest::new(csl, language, &self.style.locales)).bibliography?.items.pop()
    }

    /// The sources in the order of the bibliography. A year without a month comes before its months, which hayagriva
    /// has the other way round.
    fn order(&self, written: &mut Written) -> Vec<usize> {
        let source_of = |key: &str| key.parse::<usize>().ok().filter(|source| *source < self.items.len());
        let Some(bibliography) = &mut written.bibliography else { return self.case.entries.clone() };
        let of_style = self.style.style.bibliography.as_ref();
        let repeat = of_style.and_then(|of_style| of_style.subsequent_author_substitute.as_deref());
        if self.style.year_letters.as_ref().is_some_and(|letters| letters.sorts_by_date) {
            let label = |key: &str| source_of(key).and_then(|source| written.labels.get(source));
            let has_month = |key: &str| {
                let date = source_of(key).and_then(|source| self.case.sources[source].source.date.as_ref());
                date.is_some_and(|date| date.start().month.is_some())
            };
            let items = &mut bibliography.items;
            for group in items.chunk_by_mut(|a, b| label(&a.key).is_some() && label(&a.key) == label(&b.key)) {
                let names: Vec<ElemChildren> =
                    group.iter().filter_map(|item| Some(item.content.find_names()?.children.clone())).collect();
                let is_repeated = |names: &ElemChildren| repeat.is_some_and(|repeat| html::plain(names) == repeat);
                // "———" stands for the names above it, wherever the entry goes.
                let stay = repeat.is_some();
                if stay && !(names.len() == group.len() && names.iter().skip(1).all(is_repeated)) {
                    continue;
                }
                group.sort_by_key(|item| has_month(&item.key));
                for (item, names) in group.iter_mut().zip(names).filter(|_| stay) {
                    if let Some(of_item) = item.content.find_names_mut() {
                        of_item.children = names;
                    }
                }
            }
        }
        bibliography.items.iter().filter_map(|item| source_of(&item.key)).collect()
    }

    /// Letters behind the years of what is written.
    fn add_letters(&self, written: &mut Written, letters: &Letters, in_events: &[usize]) {
        let of_text = self.case.citations.iter().map(|citation| citation.sources.to_vec());
        let sources: Vec<Vec<usize>> = of_text.chain(in_events.iter().map(|source| vec![*source])).collect();
        for (tree, sources) in written.citations.iter_mut().zip(sources) {
            for child in &mut tree.0 {
                if let ElemChild::Elem(Elem { children, meta: Some(ElemMeta::Entry(index)), .. }) = child
                    && let Some(source) = sources.get(*index)
                {
                    self.add_letter(children, *source, letters);
                }
            }
        }
        for item in written.bibliography.iter_mut().flat_map(|bibliography| &mut bibliography.items) {
            if let Ok(source) = item.key.parse() {
                self.add_letter(&mut item.content, source, letters);
            }
        }
        for (source, label) in written.labels.iter_mut().enumerate() {
            label.push_str(letters.get(source).unwrap_or_default());
        }
    }

    /// All citations of the page in order: those of the text, then of events, then each source alone.
    fn pass<'i>(&'i self, located: &'i [Vec<Located>], in_events: &[usize], asked: &'i Asked<'_>) -> Written {
        let (style, items) = (self.style, &self.items);
        let Asked { unlabelled, alone, bibliography } = *asked;
        let mut driver = BibliographyDriver::new();
        let mut requests = Requests::new(style.repeats_alike());
        let request = |items: Vec<CitationItem<'i, Item>>, sources: &[usize], collapses: bool, note: Option<usize>| {
            let csl = match sources {
                // Filled behind the engine.
                [_] if !alone.is_empty() => bibliography,
                // One has nothing to collapse with.
                [source] => &self.narrowed[*source].1.citation,
                _ if collapses => &style.style,
                _ => &style.uncollapsed,
            };
            CitationRequest::new(items, csl, Some(style.language.clone()), &style.locales, note)
        };
        // Citations of one source, by their requests.
        let mut of_one: Vec<(usize, usize, Option<&Place>)> = Vec::new();
        let hidden = |source: usize| CitationItem::new(&items[source], None, None, true, None);
        let mut before: &[usize] = &[];
        let citations = &self.case.citations;
        // Per citation of the case its turn.
        let mut turns = vec![0; citations.len()];
        let met = self.numbering.order.iter();
        let met = met.filter_map(|group| citations.binary_search_by_key(group, LinkedCitation::group).ok());
        for (turn, index) in met.enumerate() {
            turns[index] = turn;
            let (citation, located) = (&citations[index], &located[index]);
            let group = &self.case.body.groups[citation.group()];
            // "Ibid." needs a citation of one source before it (CSL 1.0.2, "Locators"); hayagriva looks at the last
            // source of any. Another one, unseen, comes between; only there, for what is cited twice is told apart
            // from nothing by its names.
            let first = citation.sources.first();
            let other = before.iter().find(|source| Some(*source) != first);
            let may_be_ibid = style.asks_for_position && first.is_some_and(|first| before.contains(first));
            if let (Some(other), true) = (other, may_be_ibid) {
                driver.citation(request(vec![hidden(*other)], &[*other], true, None));
                requests.pass();
            }
            before = &citation.sources;
            let plain = group.items.iter().all(|item| item.affixes.is_none());
            let cited = citation.sources.iter().zip(located).map(|(source, located)| {
                let locator = located.locator.as_ref().map(specific);
                CitationItem::with_locator(&items[*source], locator)
            });
            let collapses = plain && group.kind == CitationKind::Bracketed;
            let locators = located.iter().map(|located| located.locator.clone());
            let key = (citation.sources.iter().copied().zip(locators).collect(), collapses);
            if requests.is_new(key) {
                let note = self.numbering.note_of(citation.group()).unwrap_or(turn + 1);
                driver.citation(request(cited.collect(), &citation.sources, collapses, Some(note)));
                if let ([source], [located], Some(request)) = (&*citation.sources, &**located, requests.order.last()) {
                    of_one.push((*request, *source, located.locator.as_ref()));
                }
            }
        }
        for source in in_events.iter().chain(unlabelled) {
            if requests.is_new((vec![(*source, None)], true)) {
                driver.citation(request(vec![CitationItem::with_entry(&items[*source])], &[*source], true, None));
                of_one.extend(requests.order.last().map(|request| (*request, *source, None)));
            }
        }
        let of_text = self.case.citations.iter().flat_map(|citation| &citation.sources);
        let cited: HashSet<usize> = of_text.chain(in_events).chain(unlabelled).copied().collect();
        for source in self.case.entries.iter().filter(|source| !cited.contains(source)) {
            // Unseen, so that what nothing cites is an entry too.
            driver.citation(request(vec![hidden(*source)], &[*source], true, None));
        }
        let language = Some(style.language.clone());
        let mut rendered = driver.finish(BibliographyRequest::new(bibliography, language, &style.locales));
        for (request, source, place) in of_one {
            if let (Some(alone), Some(citation)) = (alone.get(source), rendered.citations.get_mut(request)) {
                let item = if place.is_some() { self.item(source, place) } else { alone.clone() };
                tree::fill(&mut citation.citation, item, bibliography.citation.layout.suffix.as_deref());
            }
        }
        for citation in &mut rendered.citations {
            self.end_lists(&mut citation.citation);
        }
        let of_request = |request: &usize| rendered.citations.get(*request).map(|one| one.citation.clone());
        let (of_text, others) = requests.order.split_at(turns.len().min(requests.order.len()));
        let of_text = turns.iter().filter_map(|turn| of_text.get(*turn));
        let mut citations: Vec<ElemChildren> =
            of_text.chain(others).map(|request| of_request(request).unwrap_or_default()).collect();
        let unseen = citations.split_off(citations.len().min(self.case.citations.len() + in_events.len()));
        let mut labels = if alone.is_empty() { self.labels(&citations, located) } else { Vec::new() };
        for (source, tree) in unlabelled.iter().zip(unseen) {
            labels[*source] = html::plain(&ElemChildren(
                tree::parts(tree).items.into_iter().flat_map(|(_, _, item)| item.0).collect(),
            ));
        }
        Written { citations, bibliography: rendered.bibliography, labels, letters: Letters::default() }
    }

    /// By which each source is cited, as far as the citations of the text show it whole: without a locator, and not
    /// cut for standing behind another one.
    fn labels(&self, citations: &[ElemChildren], located: &[Vec<Located>]) -> Vec<String> {
        if !self.style.cites_in_words {
            return Vec::new();
        }
        let mut labels = vec![String::new(); self.items.len()];
        for ((citation, located), tree) in self.case.citations.iter().zip(located).zip(citations) {
            for (number, (_, index, item)) in tree::parts(tree.clone()).items.into_iter().enumerate() {
                let Some(source) = citation.sources.get(index) else { continue };
                let is_whole = number == 0 || tree::take_names(&mut item.clone()).is_some();
                let has_locator = located.get(index).is_some_and(|located| located.locator.is_some());
                if is_whole && !has_locator && labels[*source].is_empty() {
                    labels[*source] = html::plain(&item);
                }
            }
        }
        labels
    }

    /// A source as it is cited alone.
    pub fn alone(&self, source: usize, letters: &Letters) -> ElemChildren {
        let mut item = self.item(source, None);
        self.end_lists(&mut item);
        self.add_letter(&mut item, source, letters);
        item
    }

    /// Put the letter of a source behind its year, or behind the words that say that there is none.
    fn add_letter(&self, tree: &mut ElemChildren, source: usize, letters: &Letters) {
        let (Some(letter), Some(of_style)) = (letters.get(source), &self.style.year_letters) else { return };
        match self.case.sources[source].source.date.as_ref().map(PartialDate::year) {
            Some(year) => {
                tree::add_letter(tree, &format!("{year:04}"), &of_style.dated.around(letter));
            }
            None => {
                let letter = of_style.undated.around(letter);
                self.style.no_date.iter().any(|words| tree::add_letter(tree, words, &letter));
            }
        }
    }

    pub fn end_lists(&self, children: &mut ElemChildren) {
        tree::end_lists(children, &self.style.et_al, &self.style.and_words);
    }

    /// Entries as they are to be, of those that hayagriva made of the whole page.
    fn mend_entries(&self, written: &mut Written) {
        for entry in written.bibliography.iter_mut().flat_map(|bibliography| &mut bibliography.items) {
            if let Some(whole) = entry.key.parse().ok().and_then(|source| self.whole_entry(source, &entry.content)) {
                entry.content = whole;
            }
            self.end_lists(&mut entry.content);
        }
    }

    /// The entry of a source as it is when no other is there, where its names are not those of a given one.
    ///
    /// Where citations are told apart by more or fuller names, hayagriva writes the entries with the names of the
    /// citations, shortened as those are.
    fn whole_entry(&self, source: usize, given: &ElemChildren) -> Option<ElemChildren> {
        let citation = &self.style.style.citation;
        let tells_by_names = citation.disambiguate_add_names || citation.disambiguate_add_givenname;
        if !tells_by_names || !self.style.has_lone_entries() || !self.shares_author(source) {
            return None;
        }
        let alone = self.entry(source, 0)?.content;
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

    /// The author of a source as the style writes it alone.
    pub fn author(&self, source: usize) -> Option<ElemChildren> {
        let style = self.style;
        let item = CitationItem::with_entry(&self.items[source]).kind(CitePurpose::Author);
        let language = Some(style.language.clone());
        let request = CitationRequest::new(vec![item], &style.style, language, &style.locales, None);
        let mut citation = standalone_citation(request);
        self.end_lists(&mut citation);
        // Beside the names a layout may leave other words standing.
        citation.find_names().map(|names| names.children.clone())
    }

    /// Sources that keep one label.
    pub fn alike(&self, written: &Written) -> Vec<Limit> {
        let mut limits = Vec::new();
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (source, label) in written.labels.iter().enumerate().filter(|(_, label)| !label.trim().is_empty()) {
            let one = *first.entry(label).or_insert(source);
            if one != source && self.case.sources[one].work != self.case.sources[source].work {
                limits.push(Limit::Alike(one, source, label.trim().to_owned()));
            }
        }
        limits
    }
}

fn specific(place: &Place) -> SpecificLocator<'_> {
    SpecificLocator(place.kind, LocatorPayload::Str(place.given()))
}
