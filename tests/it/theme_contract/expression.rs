//! Expressions of a tag: what each part of them is, by the contract.

use std::collections::BTreeSet;

use super::kinds::{Kind, Kinds};
use super::lexer::Token;

/// The variables of a place, the innermost last.
pub type Scope = Vec<(String, Kind)>;

/// A call of a component: its name and what it is given.
pub type Call = (String, Vec<(String, Kind)>);

/// Reads the tokens of one tag.
pub struct Reader<'a> {
    kinds: &'a Kinds,
    tokens: &'a [Token],
    scope: &'a Scope,
    /// Words that were used.
    pub words: BTreeSet<String>,
    /// Components that were called.
    pub calls: Vec<Call>,
    /// What is wrong.
    pub found: Vec<String>,
}

/// Words that join two values.
const OPERATORS: [&str; 15] = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "//", "%", "**", "~", "&"];

impl<'a> Reader<'a> {
    /// Begin to read.
    pub fn new(kinds: &'a Kinds, tokens: &'a [Token], scope: &'a Scope) -> Self {
        Reader { kinds, tokens, scope, words: BTreeSet::new(), calls: Vec::new(), found: Vec::new() }
    }

    /// The next token, without taking it.
    pub fn peek(&self) -> Option<&'a Token> {
        self.tokens.first()
    }

    /// Take the next token.
    pub fn next(&mut self) -> Option<&'a Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Take a mark, if it is next.
    pub fn take(&mut self, mark: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Token::Mark(next)) if *next == mark);
        if is_next {
            self.next();
        }
        is_next
    }

    /// Take a name or keyword, if it is next.
    pub fn take_word(&mut self, word: &str) -> bool {
        let is_next = self.peek().is_some_and(|token| token.is(word));
        if is_next {
            self.next();
        }
        is_next
    }

    /// Take a name.
    pub fn name(&mut self) -> String {
        match self.next() {
            Some(Token::Ident(name)) => name.clone(),
            other => {
                self.found.push(format!("the scanner expects a name, and here is {other:?}"));
                String::new()
            }
        }
    }

    fn expect(&mut self, mark: &str) {
        if !self.take(mark) {
            let next = self.peek();
            self.found.push(format!("the scanner expects `{mark}`, and here is {next:?}"));
            self.tokens = &[];
        }
    }

    /// An expression; a word that it ends in counts as used.
    pub fn expression(&mut self) -> Kind {
        let mut kind = self.operand();
        loop {
            if self.take_word("or") || self.take_word("and") {
                let right = self.operand();
                kind = if kind == right { kind } else { Kind::Scalar };
            } else if self.take_word("is") {
                self.take_word("not");
                self.name();
                self.arguments();
                kind = Kind::Scalar;
            } else if self.take_word("in") || (self.take_word("not") && self.take_word("in")) {
                self.operand();
                kind = Kind::Scalar;
            } else if self.take_word("if") {
                self.expression();
                if self.take_word("else") {
                    self.expression();
                }
            } else if matches!(self.peek(), Some(Token::Mark(mark)) if OPERATORS.contains(mark)) {
                self.next();
                self.operand();
                kind = Kind::Scalar;
            } else {
                return kind;
            }
        }
    }

    fn operand(&mut self) -> Kind {
        if self.take_word("not") || self.take("-") {
            self.operand();
            return Kind::Scalar;
        }
        let mut kind = self.primary();
        loop {
            if self.take(".") || self.take("?.") {
                let name = self.name();
                kind = match self.kinds.field(&kind, &name) {
                    Ok(kind) => kind,
                    Err(error) => {
                        self.found.push(error);
                        Kind::Scalar
                    }
                };
            } else if self.take("[") || self.take("?[") {
                self.expression();
                self.expect("]");
                kind = match kind {
                    Kind::List(item) => *item,
                    // Any of the words below.
                    other => other,
                };
            } else if self.take("|") {
                let filter = self.name();
                let arguments = self.arguments();
                kind = self.filtered(kind, &filter, &arguments);
            } else {
                break;
            }
        }
        if let Kind::Word(path) = &kind
            && !path.is_empty()
        {
            self.words.insert(path.clone());
        }
        kind
    }

    fn primary(&mut self) -> Kind {
        match self.next() {
            Some(Token::Ident(name)) if matches!(name.as_str(), "true" | "false" | "none" | "None" | "null") => {
                Kind::Scalar
            }
            Some(Token::Ident(name)) => {
                let variable = self.scope.iter().rev().find(|(variable, _)| variable == name);
                if let Some((_, kind)) = variable {
                    return kind.clone();
                }
                self.found.push(format!("there is no `{name}` here"));
                Kind::Scalar
            }
            Some(Token::Mark("(")) => {
                let kind = self.expression();
                self.expect(")");
                kind
            }
            Some(Token::Mark("[")) => {
                let mut item = Kind::Scalar;
                while !self.take("]") && self.peek().is_some() {
                    item = self.expression();
                    self.take(",");
                }
                Kind::List(Box::new(item))
            }
            Some(Token::Mark("<")) => {
                self.call();
                Kind::Scalar
            }
            Some(Token::Text(_) | Token::Number) => Kind::Scalar,
            other => {
                self.found.push(format!("the scanner does not know {other:?} here"));
                self.tokens = &[];
                Kind::Scalar
            }
        }
    }

    /// `name a={x} b="text" c />`, after `<`.
    pub fn call(&mut self) {
        let mut name = self.name();
        while self.take(".") {
            name = format!("{name}.{}", self.name());
        }
        let mut given = Vec::new();
        while let Some(Token::Ident(_)) = self.peek() {
            let attribute = self.name();
            let kind = if !self.take("=") {
                let here = [Token::Ident(attribute.clone())];
                let mut inner = Reader::new(self.kinds, &here, self.scope);
                let kind = inner.expression();
                self.found.extend(inner.found);
                kind
            } else if self.take("{") {
                let kind = self.expression();
                self.expect("}");
                kind
            } else {
                self.next();
                Kind::Scalar
            };
            given.push((attribute, kind));
        }
        if !self.take("/>") {
            self.expect(">");
        }
        self.calls.push((name, given));
    }

    /// `(a=x, b=y)`, or nothing: the names and what they are.
    fn arguments(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        if self.take("(") {
            while !self.take(")") && self.peek().is_some() {
                let is_named = matches!(self.tokens, [Token::Ident(_), Token::Mark("="), ..]);
                if is_named {
                    names.push(self.name());
                    self.next();
                }
                self.expression();
                self.take(",");
            }
        }
        names
    }

    /// What a filter makes of a value. `fill` and `count` must name what stands in braces in the word.
    fn filtered(&mut self, kind: Kind, filter: &str, arguments: &[String]) -> Kind {
        if let (Kind::Word(path), "fill" | "count") = (&kind, filter) {
            self.words.insert(path.clone());
            let word = self.kinds.word(path).cloned().unwrap_or_default();
            let pattern = word.as_str().or_else(|| word["other"].as_str()).unwrap_or_default();
            if (filter == "count") != word.is_object() {
                self.found.push(format!("`{filter}` does not fit the word `t.{path}`"));
            }
            let wanted: BTreeSet<&str> =
                pattern.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
            let given: BTreeSet<&str> = arguments.iter().map(String::as_str).collect();
            if wanted != given {
                self.found.push(format!("`t.{path}` has {wanted:?} to fill in, and is given {given:?}"));
            }
            return Kind::Scalar;
        }
        match (filter, kind) {
            ("sort" | "reverse" | "unique" | "slice" | "filter" | "default", kind) => kind,
            ("first" | "last" | "nth", Kind::List(item)) => *item,
            (_, Kind::Word(path)) => {
                self.words.insert(path);
                Kind::Scalar
            }
            _ => Kind::Scalar,
        }
    }
}
