//! Walks the templates of a theme, and resolves everything they name against the contract.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Call, Reader, Scope};
use super::kinds::{Kind, Kinds};
use super::lexer::{Tag, Token, tags};

/// A component of the theme.
struct Component {
    file: String,
    /// Name, and what it is when it is left out, where it may be.
    parameters: Vec<(String, Option<Kind>)>,
    /// Variables taken from where the component is called: `@page`.
    implicit: Vec<String>,
    body: Vec<Tag>,
}

/// What was found in a theme.
#[derive(Debug, Default)]
pub struct Report {
    /// File, line and what is wrong there.
    pub findings: BTreeSet<String>,
    /// Paths of the words that templates use.
    pub words: BTreeSet<String>,
}

/// Check the templates of a theme: pairs of name and text.
pub fn check(kinds: &Kinds, templates: &[(String, String)]) -> Report {
    let mut checker = Checker::empty(kinds);
    for (name, text) in templates {
        match tags(text) {
            Ok(tags) => checker.sort(name, tags),
            Err(error) => checker.find(name, 0, &error),
        }
    }
    let mut roots: Vec<(&str, &BTreeMap<String, Kind>)> =
        kinds.templates.iter().map(|given| (given.template.as_str(), &given.variables)).collect();
    // What a page extends sees what every page is given.
    roots.push(("base.html", &kinds.frame));
    for (template, variables) in roots {
        let Some(body) = checker.bodies.get(template).cloned() else {
            checker.find(template, 0, "the contract names it, and the theme lacks it");
            continue;
        };
        checker.root = variables.iter().map(|(name, kind)| (name.clone(), kind.clone())).collect();
        checker.walk(template, &body, checker.root.clone());
    }
    checker.unreached();
    checker.report
}

struct Checker<'a> {
    kinds: &'a Kinds,
    bodies: BTreeMap<String, Vec<Tag>>,
    components: BTreeMap<String, Component>,
    /// The variables of the template that is rendered, for `@page`.
    root: Scope,
    /// Files that were reached, and components with what they were given.
    reached: BTreeSet<String>,
    called: BTreeSet<Call>,
    report: Report,
}

impl<'a> Checker<'a> {
    fn empty(kinds: &'a Kinds) -> Self {
        Checker {
            kinds,
            bodies: BTreeMap::new(),
            components: BTreeMap::new(),
            root: Scope::new(),
            reached: BTreeSet::new(),
            called: BTreeSet::new(),
            report: Report::default(),
        }
    }

    fn find(&mut self, file: &str, line: usize, message: &str) {
        self.report.findings.insert(format!("{file}:{line}: {message}"));
    }

    /// Keep a file's components apart from the rest of it.
    fn sort(&mut self, file: &str, tags: Vec<Tag>) {
        let mut body = Vec::new();
        let mut component: Option<(String, Component)> = None;
        for tag in tags {
            let keyword = if tag.prints { None } else { tag.tokens.first() };
            if keyword.is_some_and(|token| token.is("component")) {
                component = Some(definition(file, &tag.tokens[1..]));
            } else if keyword.is_some_and(|token| token.is("endcomponent")) {
                self.components.extend(component.take());
            } else if let Some((_, component)) = &mut component {
                component.body.push(tag);
            } else {
                body.push(tag);
            }
        }
        self.bodies.insert(file.to_owned(), body);
    }

    fn walk(&mut self, file: &str, body: &[Tag], mut scope: Scope) {
        self.reached.insert(file.to_owned());
        // The depth of the scope outside of each `for` that is open.
        let mut open: Vec<usize> = Vec::new();
        for tag in body {
            let before = scope.clone();
            let mut reader = Reader::new(self.kinds, &tag.tokens, &before);
            if tag.prints {
                let kind = reader.expression();
                self.prints(file, tag.line, &kind);
            } else {
                let keyword = reader.next().cloned();
                let keyword = match &keyword {
                    Some(Token::Ident(word)) => word.as_str(),
                    Some(Token::Mark(mark)) => mark,
                    _ => "",
                };
                match keyword {
                    "for" => {
                        open.push(scope.len());
                        scope.extend(for_loop(&mut reader));
                    }
                    "endfor" => scope.truncate(open.pop().unwrap_or(0)),
                    "if" | "elif" => {
                        reader.expression();
                    }
                    "set" | "set_global" => {
                        let name = reader.name();
                        let kind = if reader.take("=") { reader.expression() } else { Kind::Scalar };
                        scope.push((name, kind));
                    }
                    "include" => {
                        if let Some(Token::Text(name)) = reader.next()
                            && let Some(body) = self.bodies.get(name).cloned()
                        {
                            self.walk(name, &body, scope.clone());
                        }
                    }
                    "extends" => {
                        if let Some(Token::Text(name)) = reader.next() {
                            self.reached.insert(name.clone());
                        }
                    }
                    "<" => reader.call(),
                    "block" | "endblock" | "else" | "endif" | "endset" | "</" | "break" | "continue" => {}
                    other => self.find(file, tag.line, &format!("the scanner does not know the tag `{other}`")),
                }
            }
            let Reader { words, calls, found, .. } = reader;
            self.report.words.extend(words);
            for error in found {
                self.find(file, tag.line, &error);
            }
            for call in calls {
                self.call(file, tag.line, call);
            }
        }
    }

    /// A list, a struct or a map of words cannot be read by people.
    fn prints(&mut self, file: &str, line: usize, kind: &Kind) {
        match kind {
            Kind::Record(name) => self.find(file, line, &format!("prints a whole {name}")),
            Kind::List(_) => self.find(file, line, "prints a list"),
            Kind::Word(path) if self.kinds.word(path).is_some_and(|word| !word.is_string()) => {
                self.find(file, line, &format!("prints the map `t.{path}`; use `count`"));
            }
            _ => {}
        }
    }

    /// Check a component with what it is given here.
    fn call(&mut self, file: &str, line: usize, call: Call) {
        if !self.called.insert(call.clone()) {
            return;
        }
        let (name, given) = call;
        let Some(component) = self.components.get(&name) else {
            return self.find(file, line, &format!("there is no component `{name}`"));
        };
        let (body, of) = (component.body.clone(), component.file.clone());
        let mut scope = Scope::new();
        let mut errors = Vec::new();
        for (parameter, default) in &component.parameters {
            let found = given.iter().find(|(attribute, _)| attribute == parameter);
            match found.map(|(_, kind)| kind).or(default.as_ref()) {
                Some(kind) => scope.push((parameter.clone(), kind.clone())),
                None => errors.push(format!("`{name}` is not given its `{parameter}`")),
            }
        }
        let unknown = given.iter().filter(|(attribute, _)| !component.parameters.iter().any(|(p, _)| p == attribute));
        errors.extend(unknown.map(|(attribute, _)| format!("`{name}` does not take `{attribute}`")));
        for variable in &component.implicit {
            match self.root.iter().find(|(of_root, _)| of_root == variable) {
                Some(found) => scope.push(found.clone()),
                None => errors.push(format!("`{name}` takes `{variable}`, which this template is not given")),
            }
        }
        for error in errors {
            self.find(file, line, &error);
        }
        self.walk(&of, &body, scope);
    }

    /// What no page reaches is checked by nothing, and needed by nobody.
    fn unreached(&mut self) {
        let files: Vec<String> =
            self.bodies.iter().filter(|(_, body)| !body.is_empty()).map(|(f, _)| f.clone()).collect();
        for file in files.into_iter().filter(|file| !self.reached.contains(file)).collect::<Vec<_>>() {
            self.find(&file, 0, "the contract does not name it, and no template uses it");
        }
        let called: BTreeSet<&String> = self.called.iter().map(|(name, _)| name).collect();
        let unused = self.components.iter().filter(|(name, _)| !called.contains(name));
        let unused: Vec<_> = unused.map(|(name, component)| (component.file.clone(), name.clone())).collect();
        for (file, name) in unused {
            self.find(&file, 0, &format!("no template uses the component `{name}`"));
        }
    }
}

/// `name in list`, or `key, value in map`: the variables inside.
fn for_loop(reader: &mut Reader<'_>) -> Scope {
    let mut names = vec![reader.name()];
    if reader.take(",") {
        names.push(reader.name());
    }
    reader.take_word("in");
    let kind = reader.expression();
    let item = match kind {
        Kind::List(item) => *item,
        Kind::Word(path) => Kind::Word(path),
        other => {
            reader.found.push(format!("loops over what is no list: {other:?}"));
            Kind::Scalar
        }
    };
    let mut inside: Scope = names.into_iter().map(|name| (name, item.clone())).collect();
    inside.push(("loop".to_owned(), Kind::Loop));
    inside
}

/// `name(a, b: string = "x", @page)`, after `component`.
fn definition(file: &str, tokens: &[Token]) -> (String, Component) {
    let open = tokens.iter().position(|token| *token == Token::Mark("(")).unwrap_or(tokens.len());
    let close = tokens.iter().rposition(|token| *token == Token::Mark(")")).unwrap_or(tokens.len());
    let name: String =
        tokens[..open].iter().map(|token| if let Token::Ident(part) = token { part.as_str() } else { "." }).collect();
    let mut component =
        Component { file: file.to_owned(), parameters: Vec::new(), implicit: Vec::new(), body: Vec::new() };
    for parameter in tokens[(open + 1).min(close)..close].split(|token| *token == Token::Mark(",")) {
        match parameter {
            [Token::Mark("@"), Token::Ident(name), ..] => component.implicit.push(name.clone()),
            [Token::Ident(name), rest @ ..] => {
                let none = ["none", "None", "null"].iter().any(|none| rest.iter().any(|token| token.is(none)));
                let default = if none { Kind::Absent } else { Kind::Scalar };
                component.parameters.push((name.clone(), rest.contains(&Token::Mark("=")).then_some(default)));
            }
            _ => {}
        }
    }
    (name, component)
}
