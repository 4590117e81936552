//! Names of people and bodies in one text: `Family, Given and Family, Given`.
//!
//! The form is BibTeX's, because it fits a line of front matter and loses nothing: `and` between names, a comma
//! between the parts of one (`von Last, First`, `Last, Jr., First`), braces around what is to be taken as it
//! stands. A text in which no name has a comma is one name, as written: `Example Ltd`, `Jane Doe`.

/// A name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A body, or a person's name as it stands.
    Literal(String),
    /// A person.
    Person {
        /// Family name, without its particle.
        family: String,
        /// Given names.
        given: Option<String>,
        /// `van der`, `de`: lower-case words before the family name.
        particle: Option<String>,
        /// `Jr.`
        suffix: Option<String>,
    },
}

/// What marks a body rather than a person behind a comma: `Example, Inc.`
const BODIES: [&str; 12] =
    ["inc", "ltd", "llc", "llp", "plc", "gmbh", "ag", "corp", "co", "limited", "incorporated", "s.a"];

/// A word as [`BODIES`] has it.
fn folded(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

/// Read names.
pub fn parse(text: &str) -> Vec<Name> {
    let parts = split(text, " and ");
    let has_comma = parts.iter().any(|part| split(part, ",").len() > 1);
    let in_braces = |part: &str| part.starts_with('{') && part.ends_with('}');
    if !has_comma && !parts.iter().all(|part| in_braces(part.trim())) {
        return vec![Name::Literal(unbraced(text))];
    }
    parts.into_iter().filter(|part| !part.trim().is_empty()).map(|part| name(part.trim())).collect()
}

fn name(text: &str) -> Name {
    let parts: Vec<&str> = split(text, ",").into_iter().map(str::trim).collect();
    let body = |word: &str| BODIES.contains(&&*folded(word));
    let (family, suffix, given) = match parts[..] {
        [family, given] if !body(given) => (family, None, given),
        [family, suffix, given] => (family, Some(suffix), given),
        _ => return Name::Literal(unbraced(text)),
    };
    let words: Vec<&str> = family.split(' ').collect();
    let lower = |word: &&&str| word.chars().next().is_some_and(char::is_lowercase);
    let particles = words[..words.len() - 1].iter().take_while(lower).count();
    let some = |text: String| (!text.is_empty()).then_some(text);
    Name::Person {
        family: unbraced(&words[particles..].join(" ")),
        given: some(unbraced(given)),
        particle: some(words[..particles].join(" ")),
        suffix: suffix.map(unbraced).and_then(some),
    }
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
    vec![Name::Person {
        family: name.join(" "),
        given: Some(words[..family].join(" ")),
        particle: (!particle.is_empty()).then(|| particle.join(" ")),
        suffix: None,
    }]
}

/// Names in the form that [`parse`] reads.
pub fn write(names: &[Name]) -> String {
    let one = |name: &Name| match name {
        Name::Literal(text) if names.len() > 1 || text.contains(',') || text.contains(" and ") => {
            format!("{{{text}}}")
        }
        Name::Literal(text) => text.clone(),
        Name::Person { family, given, particle, suffix } => {
            let particle = particle.as_ref().map(|particle| format!("{particle} ")).unwrap_or_default();
            // A family name that starts in lower case, or holds a comma, must not be taken apart.
            let lower = family.contains(' ') && family.chars().next().is_some_and(char::is_lowercase);
            let family = if lower || family.contains([',']) { format!("{{{family}}}") } else { family.clone() };
            let suffix = suffix.as_ref().map(|suffix| format!(", {suffix}")).unwrap_or_default();
            format!("{particle}{family}{suffix}, {}", given.as_deref().unwrap_or_default())
        }
    };
    names.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Names as people read them: `Jane Doe, John van Dyk`.
pub fn display(text: &str) -> String {
    let one = |name: Name| match name {
        Name::Literal(text) => text,
        Name::Person { family, given, particle, suffix } => {
            let parts = [given, particle, Some(family), suffix];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    };
    parse(text).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The parts of a text between separators that stand outside of braces.
fn split<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
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
}
