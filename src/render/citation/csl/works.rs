//! What is known of works before a style writes them: their type, and what is said of them at all.

use std::collections::BTreeMap;
use std::str::FromStr;

use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};

/// Works of one kind, in the widest sense: all that a style can ask them about is known, or known to be open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Works {
    /// Their types; a work without one has none that a style asks for.
    kinds: Vec<Option<Kind>>,
    /// What some of them say, as CSL-JSON has it.
    fields: BTreeMap<String, Field>,
}

/// What a field of works holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Field {
    Text,
    Date,
    Names,
    /// Some works have it, or it is nothing that a style would show as it stands.
    Open,
}

/// Does a style find a variable?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    Yes,
    No,
    /// One work may have it and another not, or it is not the work that says.
    Open,
}

impl Works {
    /// Of one work.
    pub fn of(item: &Item) -> Works {
        let field = |value: &Value| match value {
            Value::String(text) if !text.trim().is_empty() => Field::Text,
            Value::Date(_) => Field::Date,
            Value::Names(names) if !names.is_empty() => Field::Names,
            _ => Field::Open,
        };
        let kind = match item.0.get("type") {
            Some(Value::String(kind)) => Kind::from_str(kind).ok(),
            _ => None,
        };
        let is_asked = |name: &str| !matches!(name, "type" | "id");
        let fields = item.0.iter().filter(|(name, _)| is_asked(name));
        Works { kinds: vec![kind], fields: fields.map(|(name, value)| (name.clone(), field(value))).collect() }
    }

    /// Of these works and those.
    pub fn and(mut self, others: &Works) -> Works {
        if self.kinds.is_empty() {
            return others.clone();
        }
        for kind in &others.kinds {
            if !self.kinds.contains(kind) {
                self.kinds.push(*kind);
            }
        }
        self.kinds.sort_by_key(|kind| kind.map(|kind| kind as u8));
        for (name, field) in &mut self.fields {
            if others.fields.get(name) != Some(field) {
                *field = Field::Open;
            }
        }
        for name in others.fields.keys() {
            if !self.fields.contains_key(name) {
                self.fields.insert(name.clone(), Field::Open);
            }
        }
        self
    }

    /// Are they of a type?
    pub fn are(&self, kind: Kind) -> Has {
        match (self.kinds.contains(&Some(kind)), self.kinds.len()) {
            (true, 1) => Has::Yes,
            (true, _) => Has::Open,
            (false, _) => Has::No,
        }
    }

    /// Have they a variable, in its long form?
    pub fn have(&self, variable: Variable) -> Has {
        match variable {
            // What the citation says, and not the work.
            Variable::Standard(StandardVariable::YearSuffix | StandardVariable::CitationLabel)
            | Variable::Number(
                NumberVariable::CitationNumber | NumberVariable::Locator | NumberVariable::FirstReferenceNoteNumber,
            ) => Has::Open,
            Variable::Number(NumberVariable::PageFirst) => {
                let is_open = self.fields.contains_key("page") || self.fields.contains_key("page-first");
                if is_open { Has::Open } else { Has::No }
            }
            _ => match (variable, self.fields.get(&variable.to_string())) {
                (_, None) => Has::No,
                (_, Some(Field::Open)) => Has::Open,
                (Variable::Date(_), Some(Field::Date)) | (Variable::Name(_), Some(Field::Names)) => Has::Yes,
                (Variable::Date(_) | Variable::Name(_), _) | (_, Some(Field::Date | Field::Names)) => Has::No,
                (_, Some(Field::Text)) => Has::Yes,
            },
        }
    }

    /// Have they nothing that a style would show for a variable, in whatever form?
    pub fn lack(&self, variable: Variable) -> bool {
        let is_title = variable == Variable::Standard(StandardVariable::Title);
        self.have(variable) == Has::No && !(is_title && self.fields.contains_key("title-short"))
    }
}
