//! Names of people and bodies in one line of text: `Family, Given and Family, Given`.
//!
//! The form is BibTeX's, as it fits a line of front matter and loses nothing: `and` between names, a comma between the
//! parts of one (`von Last, First`, `Last, Jr., First`), braces around what must not be split, `and others` at the end
//! of a list that goes on. What that form cannot say is written in BibLaTeX's extended form, `family=Rossi, given=Anna,
//! prefix=di, useprefix=false`. A text in which no name has a comma is one name, as written: `Example Ltd`, `Jane Doe`.

/// A name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A body, or a person's name as it stands.
    Literal(String),
    /// A person.
    Person(Person),
    /// The list goes on: `and others`, `et al.`
    Others,
}

/// The parts of a person's name (CSL 1.0.2, "Name-part order").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Family name, without its particle.
    pub family: String,
    /// Given names.
    pub given: Option<String>,
    /// A particle that stays with the family name: `van der` in `van der Berg`.
    pub particle: Option<String>,
    /// A particle that goes where only the family name is shown: `de` in `Jean de La Fontaine`.
    pub dropping: Option<String>,
    /// `Jr.`
    pub suffix: Option<String>,
    /// The suffix stands behind a comma even where the given name comes first: `John Doe, Jr.`
    pub comma_suffix: bool,
}

/// What marks a body rather than a person behind a comma: `Example, Inc.`
const BODIES: [&str; 12] =
    ["inc", "ltd", "llc", "llp", "plc", "gmbh", "ag", "corp", "co", "limited", "incorporated", "s.a"];

/// A word as [`BODIES`] has it.
fn folded(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

/// Words behind given names that are a particle of the family name: `La Fontaine, Jean de`.
const DROPPING: [&str; 30] = [
    "af", "av", "d'", "d’", "da", "das", "de", "dei", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
    "e", "la", "las", "le", "los", "ten", "ter", "van", "vom", "von", "y", "zu", "zur",
];

/// Read names.
pub fn parse(text: &str) -> Vec<Name> {
    let mut parts: Vec<&str> =
        split(text, " and ").into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    let goes_on = parts.len() > 1 && parts.last().is_some_and(|last| is_others(last));
    if goes_on {
        parts.pop();
    }
    let has_comma = parts.iter().any(|part| split(part, ",").len() > 1);
    let in_braces = |part: &&str| part.starts_with('{') && part.ends_with('}');
    let mut names: Vec<Name> = if has_comma || parts.iter().all(in_braces) {
        parts.into_iter().map(name).collect()
    } else {
        vec![Name::Literal(unbraced(&parts.join(" and ")))]
    };
    names.extend(goes_on.then_some(Name::Others));
    names
}

/// Do these words say that a list of names goes on?
pub fn is_others(text: &str) -> bool {
    matches!(text.trim().trim_end_matches('.').to_lowercase().as_str(), "others" | "et al" | "et alii" | "et. al")
}

fn name(text: &str) -> Name {
    let parts: Vec<&str> = split(text, ",").into_iter().map(str::trim).collect();
    if let Some(person) = extended(&parts) {
        return Name::Person(person);
    }
    let body = |word: &str| BODIES.contains(&&*folded(word));
    let (family, suffix, given) = match parts[..] {
        [family, given] if !body(given) => (family, None, given),
        [family, suffix, given] => (family, Some(suffix), given),
        _ => return Name::Literal(unbraced(text)),
    };
    let words: Vec<&str> = family.split(' ').collect();
    // The last word always belongs to the family name.
    let particles = words[..words.len() - 1].iter().take_while(|word| word.starts_with(char::is_lowercase)).count();
    let (given, dropping) = given_and_dropping(given);
    Name::Person(Person {
        family: unbraced(&words[particles..].join(" ")),
        given: some(unbraced(given)),
        particle: some(words[..particles].join(" ")),
        dropping: some(unbraced(dropping)),
        suffix: suffix.map(unbraced).and_then(some),
        comma_suffix: false,
    })
}

/// Given names, and a particle of the family name that stands behind them.
pub fn given_and_dropping(given: &str) -> (&str, &str) {
    let mut start = given.len();
    for (at, word) in
        given.match_indices(' ').map(|(at, _)| (at, &given[at + 1..])).collect::<Vec<_>>().into_iter().rev()
    {
        if !DROPPING.contains(&word.split(' ').next().unwrap_or_default()) {
            break;
        }
        start = at;
    }
    (&given[..start], given[start..].trim())
}

/// BibLaTeX's extended form of a name: every part is `key=value`.
fn extended(parts: &[&str]) -> Option<Person> {
    let mut person = Person::default();
    let mut keeps_particle = true;
    for part in parts {
        let (key, value) = part.split_once('=')?;
        let value = unbraced(value.trim().trim_matches('"'));
        match key.trim() {
            "family" => person.family = value,
            "given" => person.given = some(value),
            "prefix" => person.particle = some(value),
            "dropping" => person.dropping = some(value),
            "suffix" => person.suffix = some(value),
            "useprefix" => keeps_particle = value != "false",
            "commasuffix" => person.comma_suffix = value == "true",
            // Initials and hashes follow from the rest.
            _ => {}
        }
    }
    if !keeps_particle && person.dropping.is_none() {
        person.dropping = person.particle.take();
    }
    (!person.family.is_empty()).then_some(person)
}

/// Lower-case words that stand in the names of bodies, and in nobody's family name.
const WORDS_OF_BODIES: [&str; 5] = ["and", "for", "in", "of", "the"];

/// Read the name of one author: as [`parse`] reads it, or as people write it, `Ludwig van Roe`.
pub fn of_person(text: &str) -> Vec<Name> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_body = |word: &&str| WORDS_OF_BODIES.contains(word) || BODIES.contains(&&*folded(word));
    if words.len() < 2 || text.contains([',', '{']) || words.iter().any(is_body) {
        return parse(text);
    }
    let last = words.len() - 1;
    let is_lower = |word: &&str| word.starts_with(char::is_lowercase);
    let family = words[1..last].iter().position(is_lower).map_or(last, |at| at + 1);
    let particles = words[family..last].iter().take_while(|word| is_lower(word)).count();
    let (particle, name) = words[family..].split_at(particles);
    vec![Name::Person(Person {
        family: name.join(" "),
        given: Some(words[..family].join(" ")),
        particle: (!particle.is_empty()).then(|| particle.join(" ")),
        ..Person::default()
    })]
}

/// Names in the form that [`parse`] reads.
pub fn write(names: &[Name]) -> String {
    let one = |name: &Name| match name {
        Name::Others => "others".to_owned(),
        Name::Literal(text) if names.len() > 1 || text.contains(',') || text.contains(" and ") => {
            format!("{{{}}}", unbraced(text))
        }
        Name::Literal(text) => unbraced(text),
        Name::Person(person) => person.write(),
    };
    names.iter().map(one).collect::<Vec<_>>().join(" and ")
}

impl Person {
    /// In the form that [`parse`] reads: the plain one where it says the same.
    pub fn write(&self) -> String {
        let plain = self.plain();
        if parse(&plain) == [Name::Person(self.clone())] { plain } else { self.extended() }
    }

    /// `von Last, Jr., First de`.
    fn plain(&self) -> String {
        let part = |text: &str| {
            if text.contains(',') || text.contains(" and ") { format!("{{{text}}}") } else { text.to_owned() }
        };
        let particle = self.particle.as_ref().map(|particle| format!("{particle} ")).unwrap_or_default();
        // A family name that starts in lower case must not be taken apart.
        let lower = self.family.contains(' ') && self.family.starts_with(char::is_lowercase);
        let family = if lower { format!("{{{}}}", self.family) } else { part(&self.family) };
        let suffix = self.suffix.as_ref().map(|suffix| format!(", {}", part(suffix))).unwrap_or_default();
        let given: Vec<String> = [&self.given, &self.dropping].into_iter().flatten().map(|text| part(text)).collect();
        format!("{particle}{family}{suffix}, {}", given.join(" "))
    }

    /// `family=Last, given=First, prefix=von, useprefix=false`.
    fn extended(&self) -> String {
        let (prefix, dropping) = match (&self.particle, &self.dropping) {
            (None, Some(dropping)) => (Some(dropping), None),
            (particle, dropping) => (particle.as_ref(), dropping.as_ref()),
        };
        let of_prefix = (self.particle.is_none() && prefix.is_some()).then(|| "false".to_owned());
        let of_suffix = self.comma_suffix.then(|| "true".to_owned());
        let parts = [
            ("family", Some(&self.family)),
            ("given", self.given.as_ref()),
            ("prefix", prefix),
            ("dropping", dropping),
            ("useprefix", of_prefix.as_ref()),
            ("suffix", self.suffix.as_ref()),
            ("commasuffix", of_suffix.as_ref()),
        ];
        let said = parts.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let part = |(key, value): (&str, &String)| {
            let value = unbraced(value);
            let is_plain = !value.contains([',', '=', '"']) && !value.contains(" and ");
            if is_plain { format!("{key}={value}") } else { format!("{key}={{{value}}}") }
        };
        said.map(part).collect::<Vec<_>>().join(", ")
    }

    /// As people read it: `Jean de La Fontaine`, `John Doe, Jr.`
    pub fn display(&self) -> String {
        let mut text = String::new();
        for part in [self.given.as_ref(), self.dropping.as_ref(), self.particle.as_ref(), Some(&self.family)] {
            let Some(part) = part else { continue };
            if !text.is_empty() && !text.ends_with("d’") && !text.ends_with("d'") {
                text.push(' ');
            }
            text.push_str(part);
        }
        if let Some(suffix) = &self.suffix {
            text.push_str(if self.comma_suffix { ", " } else { " " });
            text.push_str(suffix);
        }
        text
    }
}

/// Each name as people read it: `Jane Doe`, `John van Dyk`; what says that a list goes on is none.
pub fn each(text: &str) -> impl Iterator<Item = String> {
    parse(text).into_iter().filter_map(|name| match name {
        Name::Literal(text) => Some(text),
        Name::Person(person) => Some(person.display()),
        Name::Others => None,
    })
}

/// Names as people read them: `Jane Doe, John van Dyk et al.`
pub fn display(text: &str) -> String {
    let mut shown = each(text).collect::<Vec<_>>().join(", ");
    if parse(text).last() == Some(&Name::Others) {
        shown.push_str(" et al.");
    }
    shown
}

/// The parts of a text between separators that stand outside of braces.
pub fn split<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= start && text[at..].starts_with(separator) => {
                parts.push(&text[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn unbraced(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '{' | '}')).collect()
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_parts() {
        for (text, shown) in [
            ("Doe, Jane", "Jane Doe"),
            ("Doe, Jane and van der Berg, Jan", "Jane Doe, Jan van der Berg"),
            ("Doe, Jr., John", "John Doe Jr."),
            ("{Example, Inc.} and Doe, Jane", "Example, Inc., Jane Doe"),
            ("Example, Inc.", "Example, Inc."),
            ("Research and Development Team", "Research and Development Team"),
            ("Jane Doe", "Jane Doe"),
            ("García lorca, Federico", "Federico García lorca"),
            ("La Fontaine, Jean de", "Jean de La Fontaine"),
            ("Doe, Jane and others", "Jane Doe et al."),
            ("Example Ltd and others", "Example Ltd et al."),
            ("family=Rossi, given=Anna, prefix=ni, useprefix=false", "Anna ni Rossi"),
            ("family=Doe, given=John, suffix=Jr., commasuffix=true", "John Doe, Jr."),
            ("hooks, bell", "bell hooks"),
            ("Zhang, Xiao ming", "Xiao ming Zhang"),
        ] {
            assert_eq!(display(text), shown, "{text}");
            assert_eq!(parse(&write(&parse(text))), parse(text), "{text}");
        }
    }

    #[test]
    fn an_author_is_a_person_or_a_body() {
        for (text, written) in [
            ("Jane Mary Doe", "Doe, Jane Mary"),
            ("Doe, Jane", "Doe, Jane"),
            ("Ludwig van Roe", "van Roe, Ludwig"),
            ("Jan van der Berg Roe", "van der Berg Roe, Jan"),
            ("Example", "Example"),
            ("Example Ltd", "Example Ltd"),
            ("Centre for Law and Policy", "{Centre for Law and Policy}"),
            ("{Example Research Group}", "Example Research Group"),
        ] {
            let names = of_person(text);
            assert_eq!(write(&names), written, "{text}");
            assert_eq!(parse(written), names, "{text}");
        }
    }

    #[test]
    fn every_person_comes_back() {
        let words = [None, Some("de"), Some("Van"), Some("O’Neil, X"), Some("x and y"), Some("d’")];
        let own = |word: Option<&str>| word.map(str::to_owned);
        for family in ["Doe", "de Souza", "García lorca", "lower", "A=b", "Doe, X"] {
            for given in [None, Some("Jane"), Some("Jean de"), Some("bell de"), Some("A, B")] {
                for (particle, dropping) in words.into_iter().flat_map(|one| words.map(|two| (one, two))) {
                    for (suffix, comma_suffix) in [(None, false), (Some("Jr."), false), (Some("Jr."), true)] {
                        let person = Person {
                            family: family.to_owned(),
                            given: own(given),
                            particle: own(particle),
                            dropping: own(dropping),
                            suffix: own(suffix),
                            comma_suffix,
                        };
                        let list = [Name::Person(person), Name::Literal("Example, Inc.".to_owned()), Name::Others];
                        assert_eq!(parse(&write(&list)), list);
                    }
                }
            }
        }
    }
}
