//! The known name that someone probably meant by an unknown one.

/// The nearest of some names to one that is not among them, if any is near enough to be meant.
///
/// Distance is Damerau–Levenshtein over case-folded characters, at most a third of the longer name; a name
/// that starts with the other counts as near too. Ties go to the first.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in names {
        let folded = candidate.to_lowercase();
        let longest = wanted.chars().count().max(folded.chars().count());
        let distance = strsim::damerau_levenshtein(&wanted, &folded);
        let prefix = wanted.chars().count() >= 4 && folded.starts_with(&wanted);
        if (distance * 3 <= longest || prefix) && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// Is one name the other but for a slip of the fingers? One that only begins as the other does may be meant as it is.
pub fn is_typing_error(name: &str, near: &str) -> bool {
    let (name, near) = (name.to_lowercase(), near.to_lowercase());
    let goes_on = near.strip_prefix(&name).or(name.strip_prefix(&near)).is_some_and(|rest| rest.chars().count() > 2);
    !goes_on && strsim::damerau_levenshtein(&name, &near) * 3 <= name.chars().count().max(near.chars().count())
}

/// `did you mean …?`, for a help text.
pub fn did_you_mean<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, names).map(|near| format!("did you mean `{near}`?"))
}
