//! What a style makes of the place where a citation stands, and of what stands beside it.

use std::collections::HashMap;

use hayagriva::citationberg::taxonomy::{NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    CslMacro, IndependentStyle, InheritableNameOptions, LayoutRenderingElement, Name, StyleClass, TextTarget,
};

use super::{bounds, elements};

/// When a page changes nothing of how its sources are cited: each is cited, and has its entry, as if alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// Sources are cited by numbers, which tell them apart.
    Always,
    /// Where no two of its sources are cited alike.
    IfToldApart,
    /// Where a citation stands has a say.
    Never,
}

impl Settled {
    /// Of a style.
    pub fn of(style: &IndependentStyle, asks_for_position: bool) -> Settled {
        let is_label = |variable: Variable| variable == Variable::Standard(StandardVariable::CitationLabel);
        let has_label = any_in_citations(style, &|element| match element {
            LayoutRenderingElement::Text(text) => {
                matches!(text.target, TextTarget::Variable { var, .. } if is_label(var))
            }
            _ => false,
        });
        // Later citations of a source may have fewer of its names.
        let shortens_later = |options: &InheritableNameOptions| {
            options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
        };
        let none = InheritableNameOptions::default();
        let name_shortens_later = |name: &Name| {
            let options = name.options(&none);
            options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
        };
        let shortens = shortens_later(&style.settings.options)
            || shortens_later(&style.citation.name_options)
            || any_in_citations(style, &|element| match element {
                LayoutRenderingElement::Names(names) => {
                    shortens_later(&names.options()) || names.name().is_some_and(name_shortens_later)
                }
                _ => false,
            });
        if style.settings.class == StyleClass::Note || asks_for_position || has_label || shortens {
            Settled::Never
        } else if shows_number(&style.citation.layout.elements, &style.macros, 0) {
            Settled::Always
        } else if cites_by_number(style) {
            Settled::Never
        } else {
            Settled::IfToldApart
        }
    }
}

/// Do elements show the number of an entry, whatever is said of it?
fn shows_number(elements: &[LayoutRenderingElement], macros: &[CslMacro], depth: usize) -> bool {
    depth < bounds::DEEPEST
        && elements.iter().any(|element| match element {
            LayoutRenderingElement::Group(group) => shows_number(&group.children, macros, depth + 1),
            _ if is_citation_number(element) => true,
            _ => elements::called(element)
                .and_then(|name| macros.iter().find(|one| one.name == name))
                .is_some_and(|called| shows_number(&called.children, macros, depth + 1)),
        })
}

/// Does a style tell the first citation of a source from later ones, or one that follows another to the same?
pub fn asks_for_position(style: &IndependentStyle) -> bool {
    any_in_citations(style, &|element| match element {
        LayoutRenderingElement::Choose(choose) => choose.branches().any(|branch| branch.position.is_some()),
        _ => false,
    })
}

/// Does a style cite by the number of an entry?
pub fn cites_by_number(style: &IndependentStyle) -> bool {
    any_in_citations(style, &is_citation_number)
}

fn is_citation_number(element: &LayoutRenderingElement) -> bool {
    let is_number = |variable: Variable| variable == Variable::Number(NumberVariable::CitationNumber);
    match element {
        LayoutRenderingElement::Text(text) => matches!(text.target, TextTarget::Variable { var, .. } if is_number(var)),
        LayoutRenderingElement::Number(number) => is_number(Variable::from(number.variable)),
        _ => false,
    }
}

/// Is there an element of some kind in what a style makes citations of?
fn any_in_citations(style: &IndependentStyle, wanted: &dyn Fn(&LayoutRenderingElement) -> bool) -> bool {
    /// Each macro is looked into once: `macros` are those that nobody has looked into.
    fn among<'s>(
        elements: &'s [LayoutRenderingElement],
        macros: &mut HashMap<&str, &'s CslMacro>,
        wanted: &dyn Fn(&LayoutRenderingElement) -> bool,
    ) -> bool {
        elements.iter().any(|element| {
            let called = elements::called(element).and_then(|name| macros.remove(name));
            wanted(element)
                || called.is_some_and(|called| among(&called.children, macros, wanted))
                || elements::children(element).into_iter().any(|children| among(children, macros, wanted))
        })
    }
    let mut macros = style.macros.iter().map(|one| (one.name.as_str(), one)).collect();
    among(&style.citation.layout.elements, &mut macros, wanted)
}
