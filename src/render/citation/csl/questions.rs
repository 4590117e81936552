//! What elements of a style ask of works, answered where the answer is known: the elements that are left show the same.

use std::collections::HashSet;

use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, CslMacro, LayoutRenderingElement, Names, NamesChild, TextTarget,
};

use super::works::{Has, Works};

/// What elements stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
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

/// What is known while a style is narrowed.
pub struct Narrowing<'w> {
    works: &'w Works,
    /// A condition of the style asks whether works are told apart, which hayagriva notes wherever it looks.
    keeps_substitutes: bool,
    /// Variables that the style may take for absent though they are there.
    pub hidden: HashSet<Variable>,
    /// Macros that say nothing.
    void: HashSet<String>,
    /// Macros that say nothing for want of a variable.
    silent: HashSet<String>,
}

impl<'w> Narrowing<'w> {
    /// For works, of which nothing has been asked.
    pub fn new(works: &'w Works, keeps_substitutes: bool) -> Self {
        let (void, silent) = (HashSet::new(), HashSet::new());
        Narrowing { works, keeps_substitutes, hidden: HashSet::new(), void, silent }
    }

    /// How much is known: no style is narrowed further by what was known before.
    pub fn known(&self) -> (usize, usize, usize) {
        (self.hidden.len(), self.void.len(), self.silent.len())
    }

    /// Narrow elements that stand together, and those within them.
    pub fn elements(&self, list: &mut Vec<LayoutRenderingElement>, place: Place) {
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
    pub fn look_at(&mut self, called: &CslMacro) {
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
