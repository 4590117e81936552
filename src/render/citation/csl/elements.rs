//! The elements of a style: what stands in them, and what they call.

use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, TextTarget};

/// The elements of a style, each list that stands by itself: of its macros, its citations and its bibliography.
pub fn lists(style: &IndependentStyle) -> impl Iterator<Item = &[LayoutRenderingElement]> {
    let macros = style.macros.iter().map(|one| one.children.as_slice());
    let bibliography = style.bibliography.iter().map(|one| one.layout.elements.as_slice());
    macros.chain([style.citation.layout.elements.as_slice()]).chain(bibliography)
}

/// What stands in an element.
pub fn children(element: &LayoutRenderingElement) -> Vec<&[LayoutRenderingElement]> {
    match element {
        LayoutRenderingElement::Group(group) => vec![&group.children],
        LayoutRenderingElement::Names(names) => {
            names.substitute().map(|substitute| substitute.children.as_slice()).into_iter().collect()
        }
        LayoutRenderingElement::Choose(choose) => {
            let branches = choose.branches().map(|branch| branch.children.as_slice());
            branches.chain(choose.otherwise.as_ref().map(|rest| rest.children.as_slice())).collect()
        }
        _ => Vec::new(),
    }
}

/// The macro that an element calls.
pub fn called(element: &LayoutRenderingElement) -> Option<&str> {
    match element {
        LayoutRenderingElement::Text(text) => match &text.target {
            TextTarget::Macro { name } => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Is there one of some kind among elements, or in them?
pub fn any(list: &[LayoutRenderingElement], wanted: &dyn Fn(&LayoutRenderingElement) -> bool) -> bool {
    list.iter().any(|element| wanted(element) || children(element).into_iter().any(|inner| any(inner, wanted)))
}

/// The macros that elements call.
pub fn calls(list: &[LayoutRenderingElement], found: &mut Vec<String>) {
    for element in list {
        found.extend(called(element).map(str::to_owned));
        for inner in children(element) {
            calls(inner, found);
        }
    }
}
