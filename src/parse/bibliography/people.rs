//! Names in BibTeX fields: `First von Last`, `von Last, First`, `von Last, Jr., First`, and BibLaTeX's extended form.

use super::latex::Latex;
use super::syntax::Value;
use crate::model::names::{self, Name, Person};

/// The names of a field.
///
/// The case of a word's first letter outside of braces tells the parts apart (Patashnik, `BibTeXing`, section 4): a
/// particle is in lower case, and the last word always belongs to the family name.
pub fn read(value: &Value) -> Vec<Name> {
    let text =
        value.text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" AND ", " and ").replace(" And ", " and ");
    let parts: Vec<&str> =
        names::split(&text, " and ").into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    let count = parts.len();
    let one = |(index, part): (usize, &str)| {
        if index + 1 == count && count > 1 && names::is_others(&part.replace('\\', "")) {
            return Some(Name::Others);
        }
        name(part)
    };
    parts.into_iter().enumerate().filter_map(one).collect()
}

/// LaTeX as text.
fn plain(text: &str) -> String {
    Latex::read(text).plain()
}

fn some(text: &str) -> Option<String> {
    Some(plain(text)).filter(|text| !text.is_empty())
}

fn name(text: &str) -> Option<Name> {
    if is_one_group(text) {
        return some(text).map(|text| if names::is_others(&text) { Name::Others } else { Name::Literal(text) });
    }
    let parts: Vec<&str> = names::split(text, ",").into_iter().map(str::trim).collect();
    if parts.len() > 1
        && parts.iter().all(|part| part.split_once('=').is_some_and(|(key, _)| is_key(key.trim())))
        && let Some(person) = extended(&parts)
    {
        return Some(person);
    }
    let (family, suffix, given) = match parts[..] {
        [whole] => return first_last(whole),
        [family, given] => (family, "", given),
        [family, suffix, given] => (family, suffix, given),
        [family, suffix, ..] => (family, suffix, text.splitn(3, ',').nth(2).unwrap_or_default()),
        [] => return None,
    };
    let words = words(family);
    let last = words.len().saturating_sub(1);
    let particles = words[..last].iter().take_while(|word| is_lower(word)).count();
    let joined = |words: &[&str]| some(&words.join(" "));
    let (given, dropping) = names::given_and_dropping(given);
    let person = Person {
        family: joined(&words[particles..]).unwrap_or_default(),
        given: some(given),
        particle: joined(&words[..particles]),
        dropping: some(dropping),
        suffix: some(suffix),
        comma_suffix: false,
    };
    Some(whole(person))
}

/// A person of whom only one name is known is that name.
fn whole(person: Person) -> Name {
    let Person { family, given, particle, dropping, suffix, .. } = &person;
    match (family.is_empty(), given) {
        (true, Some(given)) => Name::Literal(given.clone()),
        (false, None) if particle.is_none() && dropping.is_none() && suffix.is_none() => Name::Literal(family.clone()),
        _ => Name::Person(person),
    }
}

/// `First von Last`.
fn first_last(text: &str) -> Option<Name> {
    let words = words(text);
    let last = words.len().checked_sub(1)?;
    let first_lower = words[..last].iter().position(|word| is_lower(word));
    let (given, particle, family) = match first_lower {
        None => (&words[..last], &words[..0], &words[last..]),
        Some(start) => {
            let end = words[..last].iter().rposition(|word| is_lower(word)).map_or(start, |end| end + 1);
            (&words[..start], &words[start..end], &words[end..])
        }
    };
    let joined = |words: &[&str]| some(&words.join(" "));
    Some(whole(Person {
        family: joined(family).unwrap_or_default(),
        given: joined(given),
        particle: joined(particle),
        ..Person::default()
    }))
    .filter(|name| !matches!(name, Name::Literal(text) if text.is_empty()))
}

fn is_key(key: &str) -> bool {
    matches!(
        key.trim_end_matches("-i"),
        "family" | "given" | "prefix" | "suffix" | "useprefix" | "dropping" | "commasuffix" | "hash" | "id"
    )
}

/// BibLaTeX's extended form, each part as text.
fn extended(parts: &[&str]) -> Option<Name> {
    let parts = parts.iter().filter_map(|part| part.split_once('='));
    let plain: Vec<String> =
        parts.map(|(key, value)| format!("{}={{{}}}", key.trim(), plain(value.trim().trim_matches('"')))).collect();
    match names::parse(&plain.join(", ")).pop()? {
        Name::Person(person) => Some(whole(person)),
        _ => None,
    }
}

/// Words, told apart by spaces and ties outside of braces.
fn words(text: &str) -> Vec<&str> {
    let spaces = names::split(text, " ");
    spaces.into_iter().flat_map(|word| names::split(word, "~")).filter(|word| !word.is_empty()).collect()
}

/// Is a name as a whole in braces?
fn is_one_group(text: &str) -> bool {
    let mut depth = 0usize;
    let closes_at = text.char_indices().find_map(|(at, c)| {
        depth += usize::from(c == '{');
        depth = depth.saturating_sub(usize::from(c == '}'));
        (depth == 0).then_some(at + c.len_utf8())
    });
    // `{\'A}` is a letter, and `{van} Doe` a word.
    text.starts_with('{') && closes_at == Some(text.len()) && !text.starts_with("{\\")
}

/// Does a word start in lower case? Text in braces has no case, except an accented letter.
fn is_lower(word: &str) -> bool {
    if word.starts_with('{') && !word.starts_with("{\\") {
        return false;
    }
    plain(word).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `particle|family|given|dropping|suffix`, or the name as it stands.
    fn names_of(text: &str) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let names = read(&Value { text: text.to_owned(), ..Value::default() });
        let show = |name: &Name| match name {
            Name::Literal(text) => text.clone(),
            Name::Others => "et al.".to_owned(),
            Name::Person(p) => {
                format!(
                    "{}|{}|{}|{}|{}",
                    part(&p.particle),
                    p.family,
                    part(&p.given),
                    part(&p.dropping),
                    part(&p.suffix)
                )
            }
        };
        names.iter().map(show).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn every_form_is_read() {
        for (text, wanted) in [
            ("Jane Doe", "|Doe|Jane||"),
            ("Doe, Jane", "|Doe|Jane||"),
            ("García lorca, Federico", "|García lorca|Federico||"),
            ("Jane van der Doe", "van der|Doe|Jane||"),
            ("van der Doe, Jane", "van der|Doe|Jane||"),
            ("de la {Cruz y Vega}, Ana", "de la|Cruz y Vega|Ana||"),
            ("Ludwig van beethoven", "van|beethoven|Ludwig||"),
            ("jane doe", "jane|doe|||"),
            ("Doe, Jr., John", "|Doe|John||Jr."),
            ("{Example, Inc.} and {Roe and Sons}", "Example, Inc.; Roe and Sons"),
            ("Madonna", "Madonna"),
            ("{\\'E}douard {\\relax Yu}", "|Yu|Édouard||"),
            ("{\\'e}douard Doe", "édouard|Doe|||"),
            ("La Fontaine, Jean de", "|La Fontaine|Jean|de|"),
            ("Doe,Jane  and\n others", "|Doe|Jane||; et al."),
            ("Doe, Jane AND Roe, R.", "|Doe|Jane||; |Roe|R.||"),
            ("given=Hans, family=Harman, prefix=de, useprefix=false", "|Harman|Hans|de|"),
            (
                "Charles~Louis Xavier Joseph de~la Vall{\\'e}e~Poussin",
                "de la|Vallée Poussin|Charles Louis Xavier Joseph||",
            ),
            (", Jane", "Jane"),
            ("Doe, Sr., Jane, PhD", "|Doe|Jane, PhD||Sr."),
        ] {
            assert_eq!(names_of(text), wanted, "{text}");
        }
    }
}
