//! Bounds of a citation style, which are looked at before the engine sees it: it calls itself for whatever stands in
//! something else, and writes a macro anew wherever it is called.

use std::collections::HashMap;

use hayagriva::citationberg::{CslMacro, IndependentStyle, LayoutRenderingElement};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::elements::{called, children};

/// How deep elements of a style may lie in each other, its macros put in. Of the styles that come with the engine none
/// reaches half of it.
pub const DEEPEST: usize = 100;

/// Why a style is not used.
#[derive(Debug, PartialEq, Eq)]
pub enum Unbounded {
    /// This macro calls itself, at once or through others.
    CallsItself(String),
    /// Elements lie too deep in each other.
    Deep,
    /// It comes to more elements than this.
    Large(usize),
}

/// Do the elements of a file lie too deep in each other? What is no XML is left to its reader.
pub fn is_deep(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
}

/// Is what a style writes bounded? `most` elements may come of each of its parts.
pub fn check(style: &IndependentStyle, most: usize) -> Result<(), Unbounded> {
    let mut weigher = Weigher { macros: HashMap::new(), known: HashMap::new(), open: Vec::new(), most };
    for one in &style.macros {
        weigher.macros.entry(one.name.as_str()).or_insert(one);
    }
    let bibliography = style.bibliography.iter().map(|bibliography| &bibliography.layout);
    for layout in std::iter::once(&style.citation.layout).chain(bibliography) {
        weigher.weigh(&layout.elements, 0)?;
    }
    // Macros may be called to sort by as well.
    for one in &style.macros {
        weigher.call(&one.name, 0)?;
    }
    Ok(())
}

/// What some elements come to, with their macros put in.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    elements: usize,
    depth: usize,
}

struct Weigher<'s> {
    macros: HashMap<&'s str, &'s CslMacro>,
    known: HashMap<String, Weight>,
    /// Macros whose weight is being found.
    open: Vec<String>,
    most: usize,
}

impl Weigher<'_> {
    /// The weight of elements that lie so deep.
    fn weigh(&mut self, elements: &[LayoutRenderingElement], level: usize) -> Result<Weight, Unbounded> {
        if level > DEEPEST {
            return Err(Unbounded::Deep);
        }
        let mut weight = Weight::default();
        for element in elements {
            let mut inner = Weight::default();
            for children in children(element) {
                let of_children = self.weigh(children, level + 1)?;
                inner.elements = inner.elements.saturating_add(of_children.elements);
                inner.depth = inner.depth.max(of_children.depth);
            }
            if let Some(name) = called(element) {
                let of_macro = self.call(name, level + 1)?;
                inner.elements = inner.elements.saturating_add(of_macro.elements);
                inner.depth = inner.depth.max(of_macro.depth);
            }
            weight.elements = weight.elements.saturating_add(inner.elements).saturating_add(1);
            weight.depth = weight.depth.max(inner.depth + 1);
        }
        if weight.elements > self.most {
            return Err(Unbounded::Large(self.most));
        }
        Ok(weight)
    }

    /// The weight of a macro, found once.
    fn call(&mut self, name: &str, level: usize) -> Result<Weight, Unbounded> {
        if self.open.iter().any(|open| open == name) {
            return Err(Unbounded::CallsItself(name.to_owned()));
        }
        if let Some(known) = self.known.get(name) {
            return if level + known.depth > DEEPEST { Err(Unbounded::Deep) } else { Ok(*known) };
        }
        let Some(one) = self.macros.get(name).copied() else { return Ok(Weight::default()) };
        self.open.push(name.to_owned());
        let weight = self.weigh(&one.children, level)?;
        self.open.pop();
        self.known.insert(name.to_owned(), weight);
        Ok(weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::archive::ArchivedStyle;
    use hayagriva::citationberg::Style;

    #[test]
    fn every_style_of_the_archive_is_far_from_the_bounds() {
        for archived in ArchivedStyle::all() {
            let Style::Independent(style) = archived.get() else { continue };
            assert_eq!(check(&style, 5_000_000), Ok(()), "{:?}", archived.names());
        }
    }
}
