//! `llms.txt` (llmstxt.org): what the site is and where its data lies, at a length that does not grow with the site.

use std::io::{self, Write};

use super::DataFile;
use crate::addresses::route;
use crate::model::config::Output;
use crate::publication::Publication;
use crate::schema::fields::clean;

/// How many links a list has at most.
const LISTED: usize = 50;
/// How many of the newest cases are named.
const NEWEST: usize = 25;
/// How much of a description is kept, in characters.
const DESCRIBED: usize = 300;

/// Write it.
///
/// # Errors
/// Where writing fails.
pub fn llms_txt(publication: Publication<'_>, out: &mut dyn Write) -> io::Result<()> {
    let site = publication.site;
    writeln!(out, "# {}\n", literal(&site.config.title))?;
    if !site.config.description.is_empty() {
        writeln!(out, "> {}\n", literal(&site.config.description))?;
    }
    let link = |label: &str, route: &str, about: &str| {
        let address = publication.absolute(route).unwrap_or_else(|| publication.href(route));
        let about = if about.is_empty() { String::new() } else { format!(": {}", literal(about)) };
        format!("- [{}]({address}){about}\n", literal(label))
    };
    let mut list = |heading: &str, links: Vec<String>| -> io::Result<()> {
        if links.is_empty() {
            return Ok(());
        }
        write!(out, "## {}\n\n{}\n", literal(heading), links.concat())
    };

    let mut data = vec![link(publication.word("data.title"), route::DATA, publication.word("data.lead"))];
    let tables =
        DataFile::all(site).into_iter().filter(|file| !matches!(file, DataFile::Vocabulary(..) | DataFile::Sums));
    data.extend(tables.map(|file| link(&file.path(site), &file.route(site), publication.word(file.described()))));
    list(publication.word("data.title"), data)?;

    let taxonomies = site.taxonomy_ids().take(LISTED).map(|id| {
        let taxonomy = site.taxonomy(id);
        link(&taxonomy.plural, &route::taxonomy(site, id), taxonomy.definition.as_deref().unwrap_or_default())
    });
    list(publication.word("footer.browse"), taxonomies.collect())?;

    let newest = site.newest.iter().take(NEWEST).map(|id| {
        let case = site.case(*id);
        link(&case.title, &route::case(site, *id), &case.summary)
    });
    list(publication.word("home.newest"), newest.collect())?;

    let pages = site
        .pages
        .iter()
        .take(LISTED)
        .map(|page| link(&page.title.value, &route::free_page(page), page.summary.as_deref().unwrap_or_default()));
    let mut own = vec![
        link(publication.word("cases.title"), route::CASES, ""),
        link(publication.word("publishers.title"), route::PUBLISHERS, ""),
    ];
    if site.config.writes(Output::Timeline) {
        own.push(link(publication.word("timeline.title"), route::TIMELINE, ""));
    }
    list(publication.word("footer.site"), pages.chain(own).collect())
}

/// A text in one line that Markdown takes as it is, cut where it is long.
fn literal(text: &str) -> String {
    let plain = clean(text);
    let mut shown: String = plain.chars().take(DESCRIBED).collect();
    if shown.len() < plain.len() {
        shown.push('…');
    }
    let mut escaped = String::with_capacity(shown.len());
    for c in shown.chars() {
        if "\\`*_[]<>&#".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::plain_text;

    #[test]
    fn texts_are_no_markup() {
        for text in ["a](javascript:x) [b", "<script>alert(1)</script>", "# *a* `b` & c", "a\\[b\\]"] {
            assert_eq!(plain_text(&literal(text)), clean(text), "{text}");
        }
    }
}
