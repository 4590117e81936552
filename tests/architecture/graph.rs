//! Which files need which: circles, and folders that use what stands above them.

use std::collections::{BTreeMap, BTreeSet};

/// The files that each file needs.
pub type Needs = BTreeMap<String, BTreeSet<String>>;

/// Files that need each other, each circle by its shortest way around.
pub fn circles(needs: &Needs) -> Vec<String> {
    let mut found = BTreeSet::new();
    for start in needs.keys() {
        if let Some(way) = way_around(needs, start) {
            // The same circle starts at each of its files: the first by name speaks for it.
            if way.iter().min() == Some(start) {
                found.insert(format!("files need each other: {}", way.join(" → ")));
            }
        }
    }
    found.into_iter().collect()
}

/// The shortest way from a file to itself.
fn way_around(needs: &Needs, start: &str) -> Option<Vec<String>> {
    let mut from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = std::collections::VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for next in needs.get(at).into_iter().flatten() {
            if next == start {
                let mut way = vec![start.to_owned()];
                let mut step = at;
                while step != start {
                    way.push(step.to_owned());
                    step = from[step];
                }
                way.push(start.to_owned());
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(next.as_str()) {
                from.insert(next, at);
                open.push_back(next);
            }
        }
    }
    None
}

/// The part of a path that stands directly in a folder: a file, or a folder with a slash.
fn part_of(path: &str, folder: &str) -> Option<String> {
    let rest = path.strip_prefix(folder)?;
    Some(rest.split_once('/').map_or_else(|| rest.to_owned(), |(part, _)| format!("{part}/")))
}

/// What the parts of a folder need of each other, with a pair of files that shows it.
fn among(needs: &Needs, folder: &str) -> BTreeMap<(String, String), (String, String)> {
    let mut pairs = BTreeMap::new();
    for (file, needed) in needs {
        for other in needed {
            let parts = part_of(file, folder).zip(part_of(other, folder));
            if let Some((part, of)) = parts.filter(|(part, of)| part != of) {
                pairs.entry((part, of)).or_insert_with(|| (file.clone(), other.clone()));
            }
        }
    }
    pairs
}

/// Folders, at every level, that need each other through files of theirs.
pub fn folders_in_circles(needs: &Needs) -> Vec<String> {
    let folders: BTreeSet<&str> =
        needs.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..=at])).collect();
    let mut found = Vec::new();
    for folder in folders.into_iter().chain([""]) {
        let pairs = among(needs, folder);
        let mut parts: Needs = BTreeMap::new();
        for (part, of) in pairs.keys() {
            parts.entry(part.clone()).or_default().insert(of.clone());
        }
        for part in parts.keys() {
            let Some(way) = way_around(&parts, part).filter(|way| way.iter().min() == Some(part)) else { continue };
            let steps = way.windows(2).map(|step| {
                let (file, other) = &pairs[&(step[0].clone(), step[1].clone())];
                format!("{file} needs {other}")
            });
            found.push(format!("in src/{folder}: {} ({})", way.join(" → "), steps.collect::<Vec<_>>().join(", ")));
        }
    }
    found
}

/// Uses of a higher floor; `floors` names them from the lowest.
pub fn uses_of_higher_floors(needs: &Needs, floors: &[String]) -> Vec<String> {
    let floor = |part: &str| floors.iter().position(|known| known == part);
    let higher = among(needs, "").into_iter().filter(|((part, of), _)| floor(part) < floor(of));
    higher.map(|((part, of), (file, other))| format!("{part} stands below {of}, and {file} needs {other}")).collect()
}
