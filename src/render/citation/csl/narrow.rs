//! A style narrowed to works of one kind, so that what it would do with others is asked once.
//!
//! hayagriva asks each group, macro and condition what it will show before it shows it, once for everything that it
//! stands in. What it is left with here shows the same, and is a small part of most styles.

use std::collections::HashSet;

use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, CslMacro, IndependentStyle, LayoutRenderingElement, Names, NamesChild, SortKey,
    TextTarget,
};

use super::bounds;
use super::works::{Has, Works};

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
    let keeps_substitutes = style.macros.iter().any(|called| asks_to_disambiguate(&called.children))
        || asks_to_disambiguate(&style.citation.layout.elements)
        || style.bibliography.as_ref().is_some_and(|one| asks_to_disambiguate(&one.layout.elements));
    let mut narrowing =
        Narrowing { works, keeps_substitutes, hidden: HashSet::new(), void: HashSet::new(), silent: HashSet::new() };
    prune(style);
    let mut before = None;
    loop {
        narrowing.hidden = hidden(style);
        // A macro that has come to nothing may leave others with nothing, and what no longer stands for names is no
        // longer hidden behind them.
        let known = Some((narrowing.hidden.len(), narrowing.void.len(), narrowing.silent.len()));
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
    let mut lists: Vec<&[LayoutRenderingElement]> = style.macros.iter().map(|one| one.children.as_slice()).collect();
    lists.push(&style.citation.layout.elements);
    lists.extend(style.bibliography.as_ref().map(|one| one.layout.elements.as_slice()));
    let mut substitutes = Vec::new();
    while let Some(list) = lists.pop() {
        for element in list {
            if let LayoutRenderingElement::Names(names) = element {
                substitutes.extend(names.substitute().map(|one| one.children.as_slice()));
            } else {
                lists.extend(bounds::children(element));
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
            substitutes.extend(bounds::children(element));
        }
    }
    found
}

/// Drop the macros that nothing calls.
fn prune(style: &mut IndependentStyle) {
    let mut open: Vec<String> = Vec::new();
    calls(&style.citation.layout.elements, &mut open);
    let mut sorts = vec![&style.citation.sort];
    if let Some(bibliography) = &style.bibliography {
        calls(&bibliography.layout.elements, &mut open);
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
            calls(&called.children, &mut open);
        }
    }
    style.macros.retain(|one| needed.contains(&one.name));
}

/// What elements stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Layout,
    Macro,
    Group,
    Condition,
}

/// What an element shows of the works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// A variable that they have, or may have.
    Variable,
    /// Words of the style alone.
    Words,
    /// Nothing, for want of a variable; words beside it are not shown either.
    Silence,
    /// Nothing, and nothing else depends on it.
    Nothing,
    /// That is not looked into.
    Unknown,
}

struct Narrowing<'w> {
    works: &'w Works,
    /// A condition of the style asks whether works are told apart, which hayagriva notes wherever it looks.
    keeps_substitutes: bool,
    /// Variables that the style may take for absent though they are there.
    hidden: HashSet<Variable>,
    /// Macros that say nothing.
    void: HashSet<String>,
    /// Macros that say nothing for want of a variable.
    silent: HashSet<String>,
}

impl Narrowing<'_> {
    /// Narrow elements that stand together, and those within them.
    fn elements(&self, list: &mut Vec<LayoutRenderingElement>, place: Place) {
        for mut element in std::mem::take(list) {
            match &mut element {
                LayoutRenderingElement::Group(group) => self.elements(&mut group.children, Place::Group),
                LayoutRenderingElement::Names(names) => self.names(names),
                LayoutRenderingElement::Choose(choose) => {
                    if !self.branches(choose) {
                        continue;
                    }
                    for branch in std::iter::once(&mut choose.if_).chain(&mut choose.else_if) {
                        self.elements(&mut branch.children, Place::Condition);
                    }
                    if let Some(otherwise) = &mut choose.otherwise {
                        self.elements(&mut otherwise.children, Place::Condition);
                    }
                    if asks_nothing(&choose.if_) && self.may_stand_alone(&choose.if_.children, place) {
                        list.append(&mut choose.if_.children);
                        continue;
                    }
                }
                _ => {}
            }
            list.push(element);
        }
        list.retain(|element| self.says(element) != Says::Nothing);
        // One is enough to say that a variable is wanting, and none is needed where another is asked for.
        let mut is_said = list.iter().any(|element| self.says(element) == Says::Variable);
        list.retain(|element| self.says(element) != Says::Silence || !std::mem::replace(&mut is_said, true));
    }

    /// Does the style find a variable, wherever it asks?
    fn have(&self, variable: Variable) -> Has {
        match self.works.have(variable) {
            Has::Yes if self.hidden.contains(&variable) => Has::Open,
            has => has,
        }
    }

    /// May the elements of a condition that always holds stand in its place?
    fn may_stand_alone(&self, list: &[LayoutRenderingElement], place: Place) -> bool {
        let is_number = |element: &LayoutRenderingElement| {
            matches!(element, LayoutRenderingElement::Number(_) | LayoutRenderingElement::Label(_))
        };
        let is_group = |element: &&LayoutRenderingElement| matches!(element, LayoutRenderingElement::Group(_));
        match place {
            Place::Condition => true,
            // A group of words makes the group that it stands in be shown.
            Place::Group => list.iter().filter(is_group).all(|group| self.says(group) == Says::Variable),
            // A number that is not there leaves an empty element where it is not asked for first.
            Place::Macro => !list.iter().any(is_number),
            // The delimiter of a layout goes between the elements of a condition, and not between its own.
            Place::Layout => list.len() == 1 && !list.iter().any(is_number),
        }
    }

    /// What stands for names is not asked for where there are names.
    fn names(&self, names: &mut Names) {
        let are_there = names.variable.iter().any(|role| self.have(Variable::Name(*role)) == Has::Yes);
        let options = names.options();
        let are_shown = names.children.iter().any(|child| match child {
            NamesChild::Name(name) => {
                let options = name.options(&options);
                options.et_al_min.is_none() || options.et_al_use_first != Some(0)
            }
            _ => false,
        });
        if are_there && are_shown && !self.keeps_substitutes {
            names.children.retain(|child| !matches!(child, NamesChild::Substitute(_)));
        }
    }

    /// Note a macro that says nothing.
    fn look_at(&mut self, called: &CslMacro) {
        if called.children.is_empty() {
            self.void.insert(called.name.clone());
        } else if self.is_silent(&called.children) {
            self.silent.insert(called.name.clone());
        }
    }

    /// Do elements together say nothing, for want of a variable?
    fn is_silent(&self, list: &[LayoutRenderingElement]) -> bool {
        let is_word = |element: &LayoutRenderingElement| matches!(element, LayoutRenderingElement::Text(text) if !matches!(text.target, TextTarget::Macro { .. }));
        list.iter().any(|element| self.says(element) == Says::Silence)
            && list.iter().all(|element| match self.says(element) {
                Says::Silence => true,
                Says::Words => is_word(element),
                _ => false,
            })
    }

    fn says(&self, element: &LayoutRenderingElement) -> Says {
        let of = |variable: Variable| if self.works.lack(variable) { Says::Silence } else { Says::Variable };
        match element {
            LayoutRenderingElement::Text(text) => match &text.target {
                // Not counted among the variables.
                TextTarget::Variable { var: Variable::Standard(StandardVariable::YearSuffix), .. } => Says::Unknown,
                TextTarget::Variable { var, .. } => of(*var),
                // Quotation marks and places of their own are written around nothing too.
                TextTarget::Macro { .. } if text.quotes || text.display.is_some() => Says::Unknown,
                TextTarget::Macro { name } if self.void.contains(name) => Says::Nothing,
                TextTarget::Macro { name } if self.silent.contains(name) => Says::Silence,
                TextTarget::Macro { .. } => Says::Unknown,
                _ => Says::Words,
            },
            LayoutRenderingElement::Date(date) => {
                date.variable.map_or(Says::Unknown, |variable| of(Variable::Date(variable)))
            }
            // See above.
            LayoutRenderingElement::Number(number) => match of(Variable::from(number.variable)) {
                Says::Silence => Says::Unknown,
                says => says,
            },
            LayoutRenderingElement::Names(names) => {
                let roles = || names.variable.iter().map(|role| self.works.have(Variable::Name(*role)));
                if names.substitute().is_some() {
                    Says::Unknown
                } else if roles().all(|has| has == Has::No) {
                    Says::Nothing
                } else {
                    Says::Unknown
                }
            }
            LayoutRenderingElement::Label(label) => {
                if self.works.lack(Variable::from(label.variable)) {
                    Says::Nothing
                } else {
                    Says::Unknown
                }
            }
            LayoutRenderingElement::Choose(_) => Says::Unknown,
            LayoutRenderingElement::Group(group) => {
                if group.children.is_empty() {
                    if group.display.is_none() { Says::Nothing } else { Says::Unknown }
                } else if self.is_silent(&group.children) {
                    Says::Silence
                } else if group.children.iter().any(|child| self.says(child) == Says::Variable) {
                    Says::Variable
                } else if group.children.iter().all(|child| self.says(child) == Says::Words) {
                    Says::Words
                } else {
                    Says::Unknown
                }
            }
        }
    }

    /// Keep the branches that may be taken. Says whether there is one.
    fn branches(&self, choose: &mut Choose) -> bool {
        let all = std::iter::once(choose.if_.clone()).chain(std::mem::take(&mut choose.else_if));
        let mut kept: Vec<ChooseBranch> = Vec::new();
        for mut branch in all {
            match self.taken(&mut branch) {
                Has::No => {}
                Has::Open => kept.push(branch),
                Has::Yes => {
                    kept.push(asking_nothing(branch.children));
                    choose.otherwise = None;
                    break;
                }
            }
        }
        if kept.is_empty() {
            let Some(otherwise) = choose.otherwise.take() else { return false };
            kept.push(asking_nothing(otherwise.children));
        }
        choose.if_ = kept.remove(0);
        choose.else_if = kept;
        true
    }

    /// Is a branch taken? What is known is taken out of its questions.
    fn taken(&self, branch: &mut ChooseBranch) -> Has {
        let mut answers = Vec::new();
        keep_open(&mut branch.type_, &mut answers, |kind| self.works.are(*kind));
        keep_open(&mut branch.variable, &mut answers, |variable| self.have(*variable));
        // Whether what is there is a number, or uncertain, is asked of each work.
        let found = |variable: Variable| if self.works.have(variable) == Has::No { Has::No } else { Has::Open };
        keep_open(&mut branch.is_numeric, &mut answers, |variable| found(*variable));
        keep_open(&mut branch.is_uncertain_date, &mut answers, |variable| found(Variable::Date(*variable)));
        let decided = match branch.match_ {
            ChooseMatch::All if answers.contains(&Has::No) => Some(Has::No),
            ChooseMatch::Any if answers.contains(&Has::Yes) => Some(Has::Yes),
            ChooseMatch::None if answers.contains(&Has::Yes) => Some(Has::No),
            _ => None,
        };
        decided.unwrap_or(match branch.match_ {
            _ if asks(branch) => Has::Open,
            ChooseMatch::All | ChooseMatch::None => Has::Yes,
            ChooseMatch::Any => Has::No,
        })
    }
}

/// Note the answers to questions, and keep those that are open.
fn keep_open<T>(questions: &mut Option<Vec<T>>, answers: &mut Vec<Has>, answer: impl Fn(&T) -> Has) {
    let Some(list) = questions else { return };
    answers.extend(list.iter().map(&answer));
    list.retain(|question| answer(question) == Has::Open);
    if list.is_empty() {
        *questions = None;
    }
}

fn asking_nothing(children: Vec<LayoutRenderingElement>) -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_: ChooseMatch::All,
        children,
    }
}

fn asks_nothing(branch: &ChooseBranch) -> bool {
    branch.match_ == ChooseMatch::All && !asks(branch)
}

fn asks(branch: &ChooseBranch) -> bool {
    branch.disambiguate.is_some()
        || branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || branch.position.is_some()
        || branch.type_.is_some()
        || branch.variable.is_some()
}

/// Is there a condition among elements that asks whether works are told apart?
fn asks_to_disambiguate(list: &[LayoutRenderingElement]) -> bool {
    list.iter().any(|element| {
        let asks = match element {
            LayoutRenderingElement::Choose(choose) => choose.branches().any(|branch| branch.disambiguate.is_some()),
            _ => false,
        };
        asks || bounds::children(element).into_iter().any(asks_to_disambiguate)
    })
}

/// The macros that elements call.
fn calls(list: &[LayoutRenderingElement], found: &mut Vec<String>) {
    for element in list {
        found.extend(bounds::called(element).map(str::to_owned));
        for children in bounds::children(element) {
            calls(children, found);
        }
    }
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
