//! A style narrowed to works of one type of which little is said, so that what it would do with others is asked once.

use std::collections::HashSet;

use hayagriva::citationberg::taxonomy::{Kind, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, LayoutRenderingElement, TextTarget,
};

/// What is known of the works that a style will write.
pub struct Known<'a> {
    /// Their type.
    pub kind: Kind,
    /// The only variables that they may have.
    pub variables: &'a [Variable],
}

/// Whether a branch is taken.
enum Taken {
    Always,
    Never,
    /// The work itself says.
    Asks,
}

/// Narrow the citations of a style, and drop the macros that they do not call.
pub fn narrow(style: &mut IndependentStyle, known: &Known<'_>) {
    elements(&mut style.citation.layout.elements, known);
    for called in &mut style.macros {
        elements(&mut called.children, known);
    }
    let mut needed = HashSet::new();
    let mut open: Vec<String> = Vec::new();
    calls(&style.citation.layout.elements, &mut open);
    while let Some(name) = open.pop() {
        if let Some(called) = style.macros.iter().find(|one| one.name == name)
            && needed.insert(name)
        {
            calls(&called.children, &mut open);
        }
    }
    style.macros.retain(|one| needed.contains(&one.name));
}

/// Narrow elements that stand together, and those within them.
fn elements(list: &mut Vec<LayoutRenderingElement>, known: &Known<'_>) {
    for mut element in std::mem::take(list) {
        match &mut element {
            LayoutRenderingElement::Group(group) => elements(&mut group.children, known),
            LayoutRenderingElement::Choose(choose) => {
                if !branches(choose, known) {
                    continue;
                }
                for branch in std::iter::once(&mut choose.if_).chain(&mut choose.else_if) {
                    elements(&mut branch.children, known);
                }
                if let Some(otherwise) = &mut choose.otherwise {
                    elements(&mut otherwise.children, known);
                }
                if asks_nothing(&choose.if_) {
                    list.append(&mut choose.if_.children);
                    continue;
                }
            }
            _ => {}
        }
        list.push(element);
    }
    // What is never there says, too, that a group of words alone is not to be shown.
    if list.iter().any(|element| matches!(says(element, known), Says::Something)) {
        list.retain(|element| !matches!(says(element, known), Says::Nothing));
    }
}

/// What an element may show of a work.
enum Says {
    /// What a work has, or may have.
    Something,
    /// What is not looked into.
    Unknown,
    /// Words of the style.
    Words,
    /// Only what no work has.
    Nothing,
}

fn says(element: &LayoutRenderingElement, known: &Known<'_>) -> Says {
    let of = |is_there: bool| if is_there { Says::Something } else { Says::Nothing };
    let has = |variable: Variable| known.variables.contains(&variable);
    match element {
        LayoutRenderingElement::Text(text) => match &text.target {
            TextTarget::Variable { var, .. } => of(has(*var)),
            TextTarget::Macro { .. } => Says::Unknown,
            _ => Says::Words,
        },
        LayoutRenderingElement::Date(date) => of(date.variable.is_none_or(|variable| has(Variable::Date(variable)))),
        LayoutRenderingElement::Number(_) => Says::Nothing,
        LayoutRenderingElement::Names(names) => {
            of(names.substitute().is_some() || names.variable.iter().any(|role| has(Variable::Name(*role))))
        }
        LayoutRenderingElement::Label(_) | LayoutRenderingElement::Choose(_) => Says::Unknown,
        LayoutRenderingElement::Group(group) => {
            let all = || group.children.iter().map(|child| says(child, known));
            if all().any(|one| matches!(one, Says::Something)) {
                Says::Something
            } else if all().any(|one| matches!(one, Says::Unknown)) {
                Says::Unknown
            } else if all().any(|one| matches!(one, Says::Nothing)) {
                Says::Nothing
            } else {
                Says::Words
            }
        }
    }
}

fn asks_nothing(branch: &ChooseBranch) -> bool {
    branch.type_.is_none() && branch.variable.is_none() && !asks_otherwise(branch)
}

/// Does a branch ask for anything but types and variables?
fn asks_otherwise(branch: &ChooseBranch) -> bool {
    branch.disambiguate.is_some()
        || branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || branch.position.is_some()
}

/// Keep the branches that may be taken. Says whether there is one.
fn branches(choose: &mut Choose, known: &Known<'_>) -> bool {
    let all = std::iter::once(choose.if_.clone()).chain(std::mem::take(&mut choose.else_if));
    let mut kept: Vec<ChooseBranch> = Vec::new();
    for mut branch in all {
        match taken(&mut branch, known) {
            Taken::Never => {}
            Taken::Asks => kept.push(branch),
            Taken::Always => {
                kept.push(branch);
                choose.otherwise = None;
                break;
            }
        }
    }
    if kept.is_empty() {
        // A branch that asks nothing is taken.
        let Some(otherwise) = choose.otherwise.take() else { return false };
        let asks_nothing = ChooseBranch {
            disambiguate: None,
            is_numeric: None,
            is_uncertain_date: None,
            locator: None,
            position: None,
            type_: None,
            variable: None,
            match_: ChooseMatch::All,
            children: otherwise.children,
        };
        kept.push(asks_nothing);
    }
    choose.if_ = kept.remove(0);
    choose.else_if = kept;
    true
}

/// Decide what is known of a branch, and leave the rest of its questions.
fn taken(branch: &mut ChooseBranch, known: &Known<'_>) -> Taken {
    let is_kind: Vec<bool> = branch.type_.take().into_iter().flatten().map(|kind| kind == known.kind).collect();
    let asked = branch.variable.take().unwrap_or_default();
    let (open, absent): (Vec<_>, Vec<_>) = asked.into_iter().partition(|variable| known.variables.contains(variable));
    let holds = is_kind.contains(&true);
    let fails = is_kind.contains(&false) || !absent.is_empty();
    branch.variable = (!open.is_empty()).then_some(open);
    let asks = branch.variable.is_some() || asks_otherwise(branch);
    match branch.match_ {
        ChooseMatch::All if fails => Taken::Never,
        ChooseMatch::None if holds => Taken::Never,
        ChooseMatch::Any if !holds && !asks && fails => Taken::Never,
        ChooseMatch::Any if !holds => Taken::Asks,
        _ if asks && !(holds && branch.match_ == ChooseMatch::Any) => Taken::Asks,
        _ => {
            *branch = ChooseBranch {
                disambiguate: None,
                is_numeric: None,
                is_uncertain_date: None,
                locator: None,
                position: None,
                variable: None,
                match_: ChooseMatch::All,
                ..branch.clone()
            };
            Taken::Always
        }
    }
}

/// The macros that elements call.
fn calls(list: &[LayoutRenderingElement], found: &mut Vec<String>) {
    for element in list {
        match element {
            LayoutRenderingElement::Text(text) => {
                if let TextTarget::Macro { name } = &text.target {
                    found.push(name.clone());
                }
            }
            LayoutRenderingElement::Group(group) => calls(&group.children, found),
            LayoutRenderingElement::Names(names) => {
                if let Some(substitute) = names.substitute() {
                    calls(&substitute.children, found);
                }
            }
            LayoutRenderingElement::Choose(choose) => {
                choose.branches().for_each(|branch| calls(&branch.children, found));
                if let Some(otherwise) = &choose.otherwise {
                    calls(&otherwise.children, found);
                }
            }
            _ => {}
        }
    }
}
