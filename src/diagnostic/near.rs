//! The known name that someone probably meant by an unknown one.

/// The longest name that is compared with others, in bytes: what a comparison takes grows with both.
const LONGEST: usize = 1000;

/// Of how many names of one kind in a file it is sought what was meant: each is compared with all names that there are.
pub const HELPED: usize = 100;

/// The nearest of some names to one that is not among them, if any is near enough to be meant.
///
/// Distance is Damerau–Levenshtein over case-folded characters, at most a third of the longer name; a name
/// that starts with the other counts as near too. Ties go to the first.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in names.into_iter().filter(|candidate| candidate.len() <= LONGEST) {
        let folded = candidate.to_lowercase();
        let others = folded.chars().count();
        let longest = length.max(others);
        let prefix = length >= 4 && folded.starts_with(&wanted);
        // It is at least as far as the two differ in length.
        if length.abs_diff(others) * 3 > longest && !prefix {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &folded);
        if (distance * 3 <= longest || prefix) && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// Is one name the other but for a slip of the fingers? One that only begins as the other does may be meant as it is.
pub fn is_typing_error(name: &str, near: &str) -> bool {
    if name.len().max(near.len()) > LONGEST {
        return false;
    }
    let (name, near) = (name.to_lowercase(), near.to_lowercase());
    let goes_on = near.strip_prefix(&name).or(name.strip_prefix(&near)).is_some_and(|rest| rest.chars().count() > 2);
    !goes_on && strsim::damerau_levenshtein(&name, &near) * 3 <= name.chars().count().max(near.chars().count())
}

/// `did you mean …?`, for a help text.
pub fn did_you_mean<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, names).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_by_their_letters() {
        let names = ["summary", "sources", "sector", "Customer service"];
        for (name, near) in [
            ("sumary", Some("summary")),
            ("SOURCE", Some("sources")),
            ("cust", Some("Customer service")),
            ("sctro", Some("sector")),
            ("entirely another", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, names), near, "{name}");
        }
    }

    /// A comparison of two names of a million letters would take a terabyte.
    #[test]
    fn long_names_cost_nothing() {
        let (one, other) = ("x".repeat(1_000_000), "y".repeat(1_000_000) + "x");
        assert_eq!(nearest(&one, [&*other, "x"]), None);
        assert_eq!(nearest("x", [&*other]), None);
        assert!(!is_typing_error(&one, &other));
    }
}
