//! The grammar of expressions, read by recursive descent.
//!
//! ```text
//! expression  = conjunction { "or" conjunction }
//! conjunction = negation { "and" negation }
//! negation    = "not" negation | "(" expression ")" | test
//! test        = word operator ( word | quoted )
//! operator    = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"
//! ```

use std::ops::Range;

use super::error::{Query, QueryError};
use super::test::{Operator, Part, Test};
use super::{fields, in_explore};
use crate::model::Site;

/// How deep parentheses may stand in each other: an expression is a line, and the stack is finite.
const DEEPEST: usize = 100;

/// The operators, those that begin with another one before it.
const OPERATORS: [(&str, Operator); 7] = [
    ("!=", Operator::IsNot),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("=", Operator::Is),
    ("<", Operator::Below),
    (">", Operator::Above),
    ("~", Operator::Contains),
];

/// Read an expression.
pub fn parse<'s>(site: &'s Site, text: &str) -> Result<Query<'s>, QueryError> {
    let mut parser = Parser { site, text, at: 0, depth: 0 };
    let query = parser.expression()?;
    let rest = parser.rest();
    if rest.is_empty() {
        return Ok(query);
    }
    let help = if rest.starts_with(')') {
        "no parenthesis is open here"
    } else {
        "join tests by `and` or `or`, and quote a value that holds spaces: sector=\"real estate\""
    };
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let span = parser.at..parser.at + end;
    Err(parser.error(&format!("`{}` does not belong here", &rest[..end]), help, span))
}

struct Parser<'s, 't> {
    site: &'s Site,
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'s, 't> Parser<'s, 't> {
    fn expression(&mut self) -> Result<Query<'s>, QueryError> {
        let mut any = vec![self.conjunction()?];
        while self.keyword("or") {
            any.push(self.conjunction()?);
        }
        Ok(if any.len() == 1 {
            any.remove(0)
        } else {
            Query { holds: Box::new(move |case| any.iter().any(|one| (one.holds)(case))), choices: None }
        })
    }

    fn conjunction(&mut self) -> Result<Query<'s>, QueryError> {
        let mut all = vec![self.negation()?];
        while self.keyword("and") {
            all.push(self.negation()?);
        }
        let choices: Option<Vec<_>> = all.iter().map(|one| one.choices.clone()).collect();
        Ok(if all.len() == 1 {
            all.remove(0)
        } else {
            Query {
                holds: Box::new(move |case| all.iter().all(|one| (one.holds)(case))),
                choices: choices.map(|all| all.concat()),
            }
        })
    }

    fn negation(&mut self) -> Result<Query<'s>, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let at = self.at;
            return Err(self.error("this expression is too deep", "write it with fewer parentheses", at..at));
        }
        let query = if self.keyword("not") {
            let query = self.negation()?;
            Query { holds: Box::new(move |case| !(query.holds)(case)), choices: None }
        } else if self.rest().starts_with('(') {
            let open = self.at;
            self.at += 1;
            let query = self.expression()?;
            if !self.rest().starts_with(')') {
                return Err(self.error("this parenthesis is not closed", "add `)`", open..open + 1));
            }
            self.at += 1;
            query
        } else {
            let test = self.test()?;
            let holds = fields::predicate(self.site, &test);
            let holds = holds.map_err(|error| QueryError { text: self.text.to_owned(), ..error })?;
            Query { holds, choices: in_explore::of_test(self.site, &test).map(|choice| vec![choice]) }
        };
        self.depth -= 1;
        Ok(query)
    }

    fn test(&mut self) -> Result<Test, QueryError> {
        let example = "write FIELD=VALUE, such as year=2024";
        let Some(field) = self.word("()\"=!<>~") else {
            let at = self.at;
            let end = self.rest().chars().next().map_or(at, |c| at + c.len_utf8());
            return Err(self.error("a field is missing here", example, at..end));
        };
        let rest = self.rest();
        let Some((sign, operator)) = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign)) else {
            return Err(self.error(&format!("`{}` is compared with nothing", field.text), example, field.span));
        };
        let place = self.at..self.at + sign.len();
        self.at = place.end;
        let value = if self.rest().starts_with(['"', '\'']) { Some(self.quoted()?) } else { self.word("()\"=!<>") };
        let Some(value) = value else {
            return Err(self.error("a value is missing here", "write \"\" around one that is no plain word", place));
        };
        Ok(Test { field, operator: (*operator, place), value })
    }

    /// What is left, without white space at its start.
    fn rest(&mut self) -> &'t str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    /// Characters up to white space, a parenthesis, a quote or an operator; a value may end in `~`, as a date does.
    fn word(&mut self, ends: &str) -> Option<Part> {
        let rest = self.rest();
        let length = rest.find(|c: char| c.is_whitespace() || ends.contains(c)).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        let span = self.at..self.at + length;
        self.at = span.end;
        Some(Part { text: rest[..length].to_owned(), span })
    }

    fn quoted(&mut self) -> Result<Part, QueryError> {
        let start = self.at;
        let quote = &self.text[start..=start];
        let Some(length) = self.text[start + 1..].find(quote) else {
            return Err(self.error("this quote is not closed", &format!("add {quote}"), start..start + 1));
        };
        self.at = start + length + 2;
        Ok(Part { text: self.text[start + 1..start + 1 + length].to_owned(), span: start..self.at })
    }

    /// Take a word of the grammar, in any case, where it stands next.
    fn keyword(&mut self, keyword: &str) -> bool {
        let rest = self.rest();
        let follows = rest.get(..keyword.len()).is_some_and(|start| start.eq_ignore_ascii_case(keyword));
        let next = rest.get(keyword.len()..).and_then(|rest| rest.chars().next());
        let is_word = follows && next.is_none_or(|c| c.is_whitespace() || c == '(');
        // `not = x` would be a field of that name.
        let is_field = is_word && rest[keyword.len()..].trim_start().starts_with(['=', '!', '<', '>', '~']);
        if is_word && !is_field {
            self.at += keyword.len();
        }
        is_word && !is_field
    }

    fn error(&self, message: &str, help: &str, span: Range<usize>) -> QueryError {
        QueryError { message: message.to_owned(), help: help.to_owned(), span, text: self.text.to_owned() }
    }
}
