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

/// `did you mean …?`, for a help text.
pub fn did_you_mean<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, names).map(|near| format!("did you mean `{near}`?"))
}
