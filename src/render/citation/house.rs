//! The house style of citations: "(Publisher, date; Publisher, date)", each part a link to its entry.
//!
//! `@a` gives "Publisher (date)", `[-@a]` gives "(date)"; prefixes and locators are kept; a source without a date gets
//! "n.d."; sources of one publisher and date get a letter. Or as numerals, raised behind the punctuation.

use rustc_hash::FxHashMap;

use super::written::{CitationHtml, Inline, comma_between};
use crate::model::config::CitationDisplay;
use crate::model::{Affixes, Case, CaseSource, CitationItem, CitationKind, LinkedCitation, Site};
use crate::render::escape::escape_into;
use crate::theme::Words;

/// HTML of every citation of a case, by the index of its group. `text` is that of its file.
pub fn house_style(site: &Site, case: &Case, text: &str, words: &Words) -> FxHashMap<usize, CitationHtml> {
    let numbers = match site.config.citation_display {
        CitationDisplay::Names => Vec::new(),
        CitationDisplay::Numerals => numbers(case),
    };
    let html = |citation: &LinkedCitation| {
        let numeral = || numeral_html(site, case, text, (citation, &numbers), words);
        let numeral = if numbers.is_empty() { None } else { numeral() };
        let names = || CitationHtml::of(group_html(site, case, text, citation, None, words));
        (citation.group(), numeral.unwrap_or_else(names))
    };
    case.citations.iter().map(html).collect()
}

/// Per source of a case, its number in the citation list.
fn numbers(case: &Case) -> Vec<usize> {
    let mut numbers = vec![0; case.sources.len()];
    for (index, source) in case.entries.iter().enumerate() {
        numbers[*source] = index + 1;
    }
    numbers
}

/// A citation as numerals, with publisher and date for the preview, for print and for those who listen. One that holds
/// words of the author's, other than plain locators, stays in parentheses.
fn numeral_html(
    site: &Site,
    case: &Case,
    text: &str,
    (citation, numbers): (&LinkedCitation, &[usize]),
    words: &Words,
) -> Option<CitationHtml> {
    let group = &case.body.groups[citation.group()];
    let in_text = group.kind == CitationKind::InText;
    let mut out = Inline::default();
    out.html.push_str("<sup class=\"citation\">");
    for (index, (item, source)) in group.items.iter().zip(&citation.sources).enumerate() {
        if !item.prefix().is_empty() {
            return None;
        }
        let source_index = *source;
        let source = &case.sources[source_index];
        if index > 0 {
            out.html.push_str(", ");
        }
        open_link(&mut out.html, citation.first() + index, None, &source.anchor_of(citation.passages.get(index)));
        out.html.push_str(&format!("{}<span class=\"named\"> ", numbers[source_index]));
        source_text(&mut out.html, site, source, true, words);
        out.html.push_str("</span></a>");
        push_locator(&mut out, text, item, false);
    }
    out.html.push_str("</sup>");
    if !out.words.is_empty() {
        return None;
    }
    if in_text {
        // The publisher stays a part of the sentence, and the numeral stands right behind it.
        let publisher = &site.publisher(site.work(case.sources[*citation.sources.first()?].work).publisher).label;
        let mut html = String::new();
        escape_into(&mut html, publisher);
        out.html.insert_str(0, &html);
    }
    Some(CitationHtml { is_mark: !in_text, ..CitationHtml::of(out) })
}

/// HTML of the citations of one statement as another page shows it, by the index of their groups; `page` is the address of
/// the page of the case, where the entries are.
pub fn shown_elsewhere(
    site: &Site,
    case: &Case,
    text: &str,
    statement: usize,
    page: &str,
    words: &Words,
) -> FxHashMap<usize, CitationHtml> {
    let html = |citation: &LinkedCitation| {
        (citation.group(), CitationHtml::of(group_html(site, case, text, citation, Some(page), words)))
    };
    case.citations.iter().filter(|citation| citation.statement() == Some(statement)).map(html).collect()
}

/// Room for what most citations of one source become.
const GROUP_LENGTH: usize = 160;

/// HTML of one citation; `page` is the address of the page of the case, where the text stands on another.
pub fn group_html(
    site: &Site,
    case: &Case,
    text: &str,
    citation: &LinkedCitation,
    page: Option<&str>,
    words: &Words,
) -> Inline {
    let group = &case.body.groups[citation.group()];
    let in_text = group.kind == CitationKind::InText;
    let mut out = Inline { html: String::with_capacity(GROUP_LENGTH * group.items.len()), words: Vec::new() };
    out.html.push_str("<span class=\"citation\">");
    if !in_text {
        out.html.push('(');
    }
    for (index, (item, source)) in group.items.iter().zip(&citation.sources).enumerate() {
        let source = &case.sources[*source];
        let is_prose = in_text && index == 0;
        let previous = index.checked_sub(1).map(|previous| group.items[previous].affixes.as_deref());
        if let Some(previous) = previous {
            out.html.push_str(comma_between(previous, item.affixes.as_deref()).unwrap_or("; "));
        }
        if let Some(affixes) = &item.affixes {
            out.prefix(text, &affixes.prefix);
        }
        let anchor = source.anchor_of(citation.passages.get(index));
        open_link(&mut out.html, citation.first() + index, page, &anchor);
        if is_prose {
            escape_into(&mut out.html, &site.publisher(site.work(source.work).publisher).label);
            out.html.push_str(" (");
            escape_into(&mut out.html, &words.source_date(source));
            push_locator(&mut out, text, item, true);
            // Further citations go into the same parentheses.
            out.html.push_str(if group.items.len() > 1 { "</a>" } else { ")</a>" });
            continue;
        }
        source_text(&mut out.html, site, source, !item.suppress_author, words);
        out.html.push_str("</a>");
        push_locator(&mut out, text, item, false);
    }
    if !in_text || group.items.len() > 1 {
        out.html.push(')');
    }
    out.html.push_str("</span>");
    out
}

/// What a source is named by: `Publisher, date`, or its date alone.
pub fn source_text(html: &mut String, site: &Site, source: &CaseSource, has_publisher: bool, words: &Words) {
    if has_publisher {
        escape_into(html, &site.publisher(site.work(source.work).publisher).label);
        html.push_str(", ");
    }
    escape_into(html, &words.source_date(source));
}

/// `, p. 3` as written, without the braces of a locator. In the sentence a comma goes before words without one.
fn push_locator(out: &mut Inline, text: &str, item: &CitationItem, in_sentence: bool) {
    let Some(Affixes { suffix, braces, .. }) = item.affixes.as_deref() else { return };
    let braces = braces.as_ref().filter(|braces| !braces.text().is_empty());
    if let Some(braces) = braces {
        out.html.push_str(", ");
        out.words(text, braces, 0..braces.text().len());
    }
    out.suffix(text, suffix, 0..suffix.text().len(), if in_sentence { ", " } else { " " });
}

fn open_link(html: &mut String, number: usize, page: Option<&str>, anchor: &str) {
    match page {
        // No preview can show an entry that stands on another page.
        Some(page) => {
            html.push_str("<a href=\"");
            escape_into(html, page);
            html.push('#');
        }
        None => {
            html.push_str("<a class=\"cite\" id=\"cite_");
            html.push_str(&number.to_string());
            html.push_str("\" href=\"#");
        }
    }
    html.push_str(anchor);
    html.push_str("\">");
}
