//! The house style of citations: "(Publisher, date; Publisher, date)", each part a link to its entry.
//!
//! `@a` gives "Publisher (date)", `[-@a]` "(date)"; prefixes and locators are kept; undated is "n.d."; sources
//! of one publisher and date gain a letter.

use rustc_hash::FxHashMap;

use crate::model::{Case, CaseSource, CitationGroup, CitationItem, CitationKind, LinkedCitation, Site};
use crate::render::escape::escape_into;
use crate::theme::Words;

/// HTML of every citation of a case, by the index of its group.
pub fn house_style(site: &Site, case: &Case, words: &Words) -> FxHashMap<usize, String> {
    let html = |citation: &LinkedCitation| {
        let group = &case.body.groups[citation.group()];
        (citation.group(), group_html(site, case, citation, group, words))
    };
    case.citations.iter().map(html).collect()
}

/// Room for what most citations of one source become.
const GROUP_LENGTH: usize = 160;

/// HTML of one citation.
pub fn group_html(site: &Site, case: &Case, citation: &LinkedCitation, group: &CitationGroup, words: &Words) -> String {
    let in_text = group.kind == CitationKind::InText;
    let mut html = String::with_capacity(GROUP_LENGTH * group.items.len());
    html.push_str("<span class=\"citation\">");
    if !in_text {
        html.push('(');
    }
    for (index, (item, source)) in group.items.iter().zip(&citation.sources).enumerate() {
        let source = &case.sources[*source];
        let is_prose = in_text && index == 0;
        if index > 0 && !(in_text && index == 1) {
            html.push_str("; ");
        }
        if in_text && index == 1 {
            html.push_str(" (");
        }
        escape_into(&mut html, item.prefix());
        open_link(&mut html, citation.first() + index, source);
        item_text(&mut html, site, item, source, is_prose, words);
        html.push_str("</a>");
        if !is_prose {
            push_suffix(&mut html, item.suffix());
        }
    }
    if !in_text || group.items.len() > 1 {
        html.push(')');
    }
    html.push_str("</span>");
    html
}

fn open_link(html: &mut String, number: usize, source: &CaseSource) {
    html.push_str("<a class=\"cite\" id=\"cite_");
    html.push_str(&number.to_string());
    html.push_str("\" href=\"#");
    html.push_str(&source.anchor);
    html.push_str("\">");
}

/// What an item is named by: `Publisher, date`, or `Publisher (date, p. 3)` where a sentence names it.
pub fn item_text(
    html: &mut String,
    site: &Site,
    item: &CitationItem,
    source: &CaseSource,
    is_prose: bool,
    words: &Words,
) {
    let publisher = &site.publisher(site.work(source.work).publisher).label;
    let date = words.source_date(source);
    if is_prose {
        escape_into(html, publisher);
        html.push_str(" (");
        escape_into(html, &date);
        if !item.suffix().is_empty() {
            html.push_str(", ");
            escape_into(html, item.suffix().trim_start_matches(',').trim_start());
        }
        html.push(')');
        return;
    }
    if !item.suppress_author {
        escape_into(html, publisher);
        html.push_str(", ");
    }
    escape_into(html, &date);
}

/// `, p. 3` as written; words that follow the id without a comma keep their space.
fn push_suffix(html: &mut String, suffix: &str) {
    let suffix = suffix.trim_end();
    if !suffix.is_empty() && !suffix.starts_with([',', ' ', ':', '.']) {
        html.push(' ');
    }
    escape_into(html, suffix);
}
