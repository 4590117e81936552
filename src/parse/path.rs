//! What follows from the path of a file: the slug of a case, the route of a page.

use crate::diagnostic::Code;
use crate::model::Slug;
use crate::schema::fields::Findings;

/// The slug of a file: its name without extension.
pub fn slug_of(path: &str, findings: &mut Findings<'_>) -> Option<Slug> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match Slug::parse(stem) {
        Ok(slug) => Some(slug),
        Err(error) => {
            let found = findings
                .at(Code::BadId, &(0..0), format!("the file name `{name}` is not an address: {error}"))
                .help(format!("rename it to `{}.md`", findings.transliteration.slug(stem)));
            findings.push(found);
            None
        }
    }
}

/// The route of a file in `content/pages/`: its path without the folder and the extension.
pub fn page_route(path: &str, findings: &mut Findings<'_>) -> Option<String> {
    let inner = path.strip_prefix("content/pages/").unwrap_or(path);
    let mut parts: Vec<&str> = inner.split('/').collect();
    parts.pop();
    let slug = slug_of(path, findings)?;
    for part in &parts {
        if let Err(error) = Slug::parse(part) {
            let message = format!("the folder name `{part}` is not an address: {error}");
            let help = format!("rename it to `{}`", findings.transliteration.slug(part));
            findings.push(findings.at(Code::BadId, &(0..0), message).help(help));
            return None;
        }
    }
    parts.push(slug.as_str());
    Some(parts.join("/"))
}
