//! `llms.txt`: what the site is and where its data lies, for language models (llmstxt.org).
//!
//! A title, a summary, and lists of links, in Markdown. Of bounded length, however large the site is.

use std::io::{self, Write};

use super::DataFile;
use crate::model::config::Output;
use crate::parse::fields::clean;
use crate::plan::route;
use crate::render::Renderer;

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
pub fn llms_txt(r: &Renderer, out: &mut dyn Write) -> io::Result<()> {
    let site = r.site();
    writeln!(out, "# {}\n", literal(&site.config.title))?;
    if !site.config.description.is_empty() {
        writeln!(out, "> {}\n", literal(&site.config.description))?;
    }
    let link = |label: &str, route: &str, about: &str| {
        let address = r.absolute(route).unwrap_or_else(|| r.href(route));
        let about = if about.is_empty() { String::new() } else { format!(": {}", literal(about)) };
        format!("- [{}]({address}){about}\n", literal(label))
    };
    let mut list = |heading: &str, links: Vec<String>| -> io::Result<()> {
        if links.is_empty() {
            return Ok(());
        }
        write!(out, "## {}\n\n{}\n", literal(heading), links.concat())
    };

    let mut data = vec![link(r.word("data.title"), "data/index.html", r.word("data.lead"))];
    let tables = DataFile::all(site).into_iter().filter(|file| !matches!(file, DataFile::Vocabulary(..)));
    data.extend(tables.map(|file| link(&file.path(site), &file.route(site), r.word(file.described()))));
    list(r.word("data.title"), data)?;

    let taxonomies = site.taxonomy_ids().take(LISTED).map(|id| {
        let taxonomy = site.taxonomy(id);
        link(&taxonomy.plural, &route::taxonomy(site, id), taxonomy.definition.as_deref().unwrap_or_default())
    });
    list(r.word("footer.browse"), taxonomies.collect())?;

    let newest = site.newest.iter().take(NEWEST).map(|id| {
        let case = site.case(*id);
        link(&case.title, &route::case(site, *id), &case.summary)
    });
    list(r.word("home.newest"), newest.collect())?;

    let pages = site.pages.iter().take(LISTED).map(|page| {
        link(&page.title.value, &format!("{}.html", page.route), page.summary.as_deref().unwrap_or_default())
    });
    let mut own = vec![
        link(r.word("cases.title"), "cases/index.html", ""),
        link(r.word("publishers.title"), "sources/index.html", ""),
    ];
    if site.config.writes(Output::Timeline) {
        own.push(link(r.word("timeline.title"), "timeline.html", ""));
    }
    list(r.word("footer.site"), pages.chain(own).collect())
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
            assert_eq!(plain_text(&literal(text), &[]), clean(text), "{text}");
        }
    }
}
