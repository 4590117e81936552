//! Which names a template uses, so that what no template prints is not made.
//!
//! Comes in: the text of a theme's templates. Goes out: per template the words in it, in the templates that it
//! extends or includes and in the files whose components it calls. More words than names are found, and that is safe:
//! what is left out has a name that stands nowhere. So words are not even kept: each sets one bit of a few thousand, and a
//! name whose bit another word has set passes for one that is used. A template that walks over an object's members, or prints whole
//! objects, uses all names.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// How many integers of 64 bits words are told apart by; a template has a few hundred words.
const INTEGERS: u8 = 128;

/// The names that a template may print.
#[derive(Debug, Clone)]
pub struct Names {
    /// Every field of every value is asked for: looking at a bit takes a third of looking for a word.
    bits: Box<[u64; INTEGERS as usize]>,
    /// It may print anything.
    all: bool,
}

impl Default for Names {
    fn default() -> Self {
        Names { bits: Box::new([0; INTEGERS as usize]), all: false }
    }
}

impl Names {
    /// Every name.
    pub fn all() -> Self {
        Names { all: true, ..Names::default() }
    }

    /// May it print anything?
    pub fn has_all(&self) -> bool {
        self.all
    }

    /// May it print this?
    pub fn has(&self, name: &str) -> bool {
        let (index, bit) = place(name);
        self.all || self.bits[index] & bit != 0
    }

    /// A value that is made only where it may be printed.
    pub fn fill<T: Default>(&self, name: &str, make: impl FnOnce() -> T) -> T {
        if self.has(name) { make() } else { T::default() }
    }

    fn of(text: &str) -> Self {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let prints_objects = ["__tera_context", "json_encode", "items", "keys", "values", "get"];
        let all = walks_members(text) || prints_objects.iter().any(|name| uses(text, name));
        let mut names = Names { all, ..Names::default() };
        for (index, bit) in words.map(place) {
            names.bits[index] |= bit;
        }
        names
    }

    fn take_in(&mut self, other: &Names) {
        for (bits, other) in self.bits.iter_mut().zip(other.bits.iter()) {
            *bits |= other;
        }
        self.all |= other.all;
    }
}

/// Where the bit of a word is: the index of its integer, and the bit in it.
fn place(word: &str) -> (usize, u64) {
    let hash = FxBuildHasher.hash_one(word);
    let [bit, index, ..] = hash.to_le_bytes();
    (usize::from(index % INTEGERS), 1 << (bit % 64))
}

/// Does a name stand inside of a tag, where it is not mere text?
fn uses(text: &str, name: &str) -> bool {
    tags(text).any(|tag| tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == name))
}

/// `{% for key, value in case %}`
fn walks_members(text: &str) -> bool {
    tags(text).any(|tag| {
        let tag = tag.trim_start_matches('-').trim_start();
        tag.strip_prefix("for ").and_then(|rest| rest.split_once(" in ")).is_some_and(|(names, _)| names.contains(','))
    })
}

/// What stands between `{{ }}` and `{% %}`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").flat_map(|part| part.split("{{")).skip(1).map(|part| {
        let end = part.find("%}").into_iter().chain(part.find("}}")).min().unwrap_or(part.len());
        &part[..end]
    })
}

/// The names of each template, by its name.
pub fn of_templates(templates: &[(&str, &str)]) -> FxHashMap<String, Names> {
    let own: Vec<Names> = templates.iter().map(|(_, text)| Names::of(text)).collect();
    let components: Vec<Vec<&str>> = templates.iter().map(|(_, text)| components(text)).collect();
    // A template refers to another by its name in quotes, to a component as an element of that name.
    let refers = |from: usize, to: usize| {
        let (text, name) = (templates[from].1, templates[to].0);
        let quoted = ['"', '\''].iter().any(|quote| text.contains(&format!("{quote}{name}{quote}")));
        from != to && (quoted || components[to].iter().any(|component| calls(text, component)))
    };
    let mut names = FxHashMap::default();
    for start in 0..templates.len() {
        let mut reached = vec![false; templates.len()];
        let mut open = vec![start];
        let mut all = Names::default();
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut reached[at], true) {
                continue;
            }
            all.take_in(&own[at]);
            open.extend((0..templates.len()).filter(|to| !reached[*to] && refers(at, *to)));
        }
        names.insert(templates[start].0.to_owned(), all);
    }
    names
}

/// `<rows rows={…} />`
fn calls(text: &str, component: &str) -> bool {
    let opening = format!("<{component}");
    let mut ends = text.match_indices(&opening).map(|(at, _)| at + opening.len());
    ends.any(|end| !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-'))
}

/// The components that a template defines.
fn components(text: &str) -> Vec<&str> {
    let definitions = tags(text).filter_map(|tag| tag.trim_start_matches('-').trim_start().strip_prefix("component "));
    definitions.map(|rest| rest.trim_start().split(['(', ' ']).next().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_all_that_a_template_reaches() {
        let templates = [
            ("base.html", "<title>{{ page.title }}</title>{% block main %}{% endblock main %}"),
            (
                "case.html",
                "{% extends \"base.html\" %}{% block main %}{{ <rows rows={case.related} /> }}{% endblock %}",
            ),
            (
                "parts.html",
                "{%- component rows(rows) -%}{% for row in rows %}{{ row.summary }}{% endfor %}{% endcomponent %}",
            ),
            ("term.html", "{% for row in term.cases %}{{ row.href }}{% endfor %}"),
            ("dump.html", "{% for key, value in case %}{{ key }}{% endfor %}"),
        ];
        let names = of_templates(&templates);
        for (template, name, has) in [
            ("case.html", "title", true),
            ("case.html", "related", true),
            ("case.html", "summary", true),
            ("case.html", "href", false),
            ("term.html", "href", true),
            ("term.html", "title", false),
            ("dump.html", "anything", true),
        ] {
            assert_eq!(names[template].has(name), has, "{name} in {template}");
        }
        assert_eq!(names["term.html"].fill("evidence", || 3), 0);
    }
}
