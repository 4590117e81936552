//! A style narrowed to works of one kind, so that what it would do with others is asked once.
//!
//! hayagriva asks each group, macro and condition what it will show before it shows it, once for everything that it
//! stands in. What it is left with here shows the same, and is a small part of most styles.

use std::collections::HashSet;

use hayagriva::citationberg::taxonomy::Variable;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, SortKey, TextTarget};

use super::elements;
use super::questions::{Narrowing, Place};
use super::works::Works;

/// A style for works of one kind, which writes them as the whole style does.
#[derive(Debug)]
pub struct Narrowed {
    /// For a citation of one of them.
    pub citation: IndependentStyle,
    /// The same without what the style puts around citations.
    pub item: IndependentStyle,
    /// For the entry of one of them, which stands by itself.
    pub entry: IndependentStyle,
}

impl Narrowed {
    /// Of a style.
    pub fn new(style: &IndependentStyle, works: &Works) -> Narrowed {
        let (mut citation, mut entry) = (style.clone(), style.clone());
        // hayagriva's own letters stand where the bibliography says.
        if !citation.citation.disambiguate_add_year_suffix {
            citation.bibliography = None;
        }
        // What a lone entry is cited by is not asked for, but by those letters.
        if !entry.citation.disambiguate_add_year_suffix {
            entry.citation.layout.elements.clear();
        }
        for style in [&mut citation, &mut entry] {
            // There is nothing to sort.
            style.citation.sort = None;
            if let Some(bibliography) = &mut style.bibliography {
                bibliography.sort = None;
            }
            narrow(style, works);
        }
        let mut item = citation.clone();
        (item.citation.layout.prefix, item.citation.layout.suffix) = (None, None);
        Narrowed { citation, item, entry }
    }
}

/// The bibliography of a style for works of some kinds.
pub fn bibliography(style: &IndependentStyle, works: &Works) -> IndependentStyle {
    let mut style = style.clone();
    style.citation.sort = None;
    // Where hayagriva's own letters stand depends on both.
    if !style.citation.disambiguate_add_year_suffix {
        style.citation.layout.elements.clear();
    }
    narrow(&mut style, works);
    style
}

/// The same without its entries: it puts works in order.
pub fn order(style: &IndependentStyle, works: &Works) -> IndependentStyle {
    let mut style = style.clone();
    if let Some(bibliography) = &mut style.bibliography {
        bibliography.layout.elements.clear();
    }
    self::bibliography(&style, works)
}

/// Narrow the citations and the bibliography of a style, and drop the macros that they do not call. It writes what it
/// wrote, where nothing but whole items is asked for: no authors alone, no years alone.
pub fn narrow(style: &mut IndependentStyle, works: &Works) {
    let mut narrowing = Narrowing::new(works, asks_to_disambiguate(style));
    prune(style);
    let mut before = None;
    loop {
        narrowing.hidden = hidden(style);
        // A macro that has come to nothing may leave others with nothing, and what no longer stands for names is no
        // longer hidden behind them.
        let known = Some(narrowing.known());
        if known == before {
            return;
        }
        before = known;
        for called in &mut style.macros {
            narrowing.elements(&mut called.children, Place::Macro);
        }
        narrowing.elements(&mut style.citation.layout.elements, Place::Layout);
        if let Some(bibliography) = &mut style.bibliography {
            narrowing.elements(&mut bibliography.layout.elements, Place::Layout);
        }
        prune(style);
        for called in &style.macros {
            narrowing.look_at(called);
        }
    }
}

/// Variables that a style may put in the place of names, and then takes for absent.
fn hidden(style: &IndependentStyle) -> HashSet<Variable> {
    let mut lists: Vec<&[LayoutRenderingElement]> = elements::lists(style).collect();
    let mut substitutes = Vec::new();
    while let Some(list) = lists.pop() {
        for element in list {
            if let LayoutRenderingElement::Names(names) = element {
                substitutes.extend(names.substitute().map(|one| one.children.as_slice()));
            } else {
                lists.extend(elements::children(element));
            }
        }
    }
    let (mut found, mut known) = (HashSet::new(), HashSet::new());
    while let Some(list) = substitutes.pop() {
        for element in list {
            match element {
                LayoutRenderingElement::Text(text) => match &text.target {
                    TextTarget::Variable { var, .. } => found.extend([*var]),
                    TextTarget::Macro { name } if known.insert(name) => {
                        substitutes.extend(
                            style.macros.iter().filter(|one| one.name == *name).map(|one| one.children.as_slice()),
                        );
                    }
                    _ => {}
                },
                LayoutRenderingElement::Date(date) => found.extend(date.variable.map(Variable::Date)),
                LayoutRenderingElement::Number(number) => found.extend([Variable::from(number.variable)]),
                LayoutRenderingElement::Label(label) => found.extend([Variable::from(label.variable)]),
                LayoutRenderingElement::Names(names) => {
                    found.extend(names.variable.iter().map(|role| Variable::Name(*role)));
                }
                LayoutRenderingElement::Group(_) | LayoutRenderingElement::Choose(_) => {}
            }
            substitutes.extend(elements::children(element));
        }
    }
    found
}

/// Drop the macros that nothing calls.
fn prune(style: &mut IndependentStyle) {
    let mut open: Vec<String> = Vec::new();
    elements::calls(&style.citation.layout.elements, &mut open);
    let mut sorts = vec![&style.citation.sort];
    if let Some(bibliography) = &style.bibliography {
        elements::calls(&bibliography.layout.elements, &mut open);
        sorts.push(&bibliography.sort);
    }
    for key in sorts.into_iter().flatten().flat_map(|sort| &sort.keys) {
        if let SortKey::MacroName { name, .. } = key {
            open.push(name.clone());
        }
    }
    let mut needed = HashSet::new();
    while let Some(name) = open.pop() {
        if let Some(called) = style.macros.iter().find(|one| one.name == name)
            && needed.insert(name)
        {
            elements::calls(&called.children, &mut open);
        }
    }
    style.macros.retain(|one| needed.contains(&one.name));
}

/// Is there a condition in a style that asks whether works are told apart?
fn asks_to_disambiguate(style: &IndependentStyle) -> bool {
    let asks = |element: &LayoutRenderingElement| match element {
        LayoutRenderingElement::Choose(choose) => choose.branches().any(|branch| branch.disambiguate.is_some()),
        _ => false,
    };
    elements::lists(style).any(|list| elements::any(list, &asks))
}

#[cfg(test)]
mod tests {
    use hayagriva::archive::ArchivedStyle;
    use hayagriva::citationberg::json::Item;
    use hayagriva::citationberg::taxonomy::Locator;
    use hayagriva::citationberg::{LocaleCode, Style};
    use hayagriva::{
        BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, LocatorPayload, SpecificLocator,
        standalone_citation,
    };

    use super::*;
    use crate::render::citation::csl::html::{self, Links};
    use crate::render::citation::csl::style;

    /// Works of every kind, whole and with one field less.
    fn works() -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for text in
            [include_str!("../../../../tests/csl/kinds.json"), include_str!("../../../../tests/csl/equal-names.json")]
        {
            let file: serde_json::Value = serde_json::from_str(text).expect("JSON");
            let whole: Vec<Item> = serde_json::from_value(file["items"].clone()).expect("items");
            for item in whole {
                let less = item.0.keys().filter(|name| *name != "id").map(|name| {
                    let mut less = item.clone();
                    less.0.remove(name);
                    less
                });
                items.extend(less.collect::<Vec<_>>());
                items.push(item);
            }
        }
        items
    }

    #[test]
    fn a_narrowed_style_writes_the_same() {
        let items = works();
        let locales = style::locales(&LocaleCode("en-US".to_owned()));
        for name in ["apa", "chicago-author-date", "chicago-notes", "ieee", "mla"] {
            let Some(Style::Independent(whole)) = ArchivedStyle::by_name(name).map(|style| style.get()) else {
                panic!("{name}")
            };
            let html = |children: &hayagriva::ElemChildren| {
                let mut out = String::new();
                html::write(&mut out, children, Links::Follow);
                out
            };
            let citation = |csl: &IndependentStyle, item: &Item, locator: Option<&'static str>| {
                let place = locator.map(|value| SpecificLocator(Locator::Page, LocatorPayload::Str(value)));
                let items = vec![CitationItem::with_locator(item, place)];
                html(&standalone_citation(CitationRequest::new(items, csl, None, &locales, None)))
            };
            let entry = |csl: &IndependentStyle, item: &Item| {
                let mut driver = BibliographyDriver::new().with_citation_number_offset(6);
                driver.citation(CitationRequest::new(vec![CitationItem::with_entry(item)], csl, None, &locales, None));
                let bibliography = driver.finish(BibliographyRequest::new(csl, None, &locales)).bibliography;
                let entry = bibliography.and_then(|mut one| one.items.pop());
                entry.map(|entry| (entry.first_field.map(|first| html::plain_child(&first)), html(&entry.content)))
            };
            let list = |csl: &IndependentStyle, items: [&Item; 2]| {
                let mut driver = BibliographyDriver::new();
                let cited = items.map(CitationItem::with_entry).to_vec();
                driver.citation(CitationRequest::new(cited, &whole, None, &locales, None));
                let bibliography = driver.finish(BibliographyRequest::new(csl, None, &locales)).bibliography;
                let items = bibliography.into_iter().flat_map(|one| one.items);
                items.map(|item| (item.key, html(&item.content))).collect::<Vec<_>>()
            };
            let keys = |list: Vec<(String, String)>| list.into_iter().map(|(key, _)| key).collect::<Vec<_>>();
            for (index, item) in items.iter().enumerate() {
                let works = Works::of(item);
                let narrowed = Narrowed::new(&whole, &works);
                for place in [None, Some("3"), Some("3-5")] {
                    assert_eq!(
                        citation(&narrowed.citation, item, place),
                        citation(&whole, item, place),
                        "{name}: {item:?}"
                    );
                }
                assert_eq!(entry(&narrowed.entry, item), entry(&whole, item), "{name}: {item:?}");
                let other = &items[(index * 7 + 3) % items.len()];
                // Not all pairs: it takes long.
                if item.0.len() + 1 < other.0.len() {
                    let (both, items) = (works.and(&Works::of(other)), [item, other]);
                    let of_whole = list(&whole, items);
                    assert_eq!(list(&bibliography(&whole, &both), items), of_whole, "{name}: {items:?}");
                    assert_eq!(keys(list(&order(&whole, &both), items)), keys(of_whole), "{name}: {items:?}");
                }
            }
        }
    }
}
