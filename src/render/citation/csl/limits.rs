//! What a style, or the engine behind it, cannot do for a case: told, and never left to a reader to find.

use std::collections::HashSet;

use rayon::prelude::*;

use super::cited::Limit;
use super::faults::Faults;
use super::page::cite;
use super::style::{CitationStyle, CslStyle};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Case, PartialDate, Site, fold};
use crate::render::citation::numbering::Numbering;
use crate::theme::Words;

/// The limits that a site meets. Cases whose citations cannot clash, and whose sources have what every style shows,
/// are not written for this.
pub fn report(site: &Site, style: &CitationStyle, words: &Words) -> Vec<Diagnostic> {
    let CitationStyle::Csl(style) = style else { return Vec::new() };
    let faults = Faults::default();
    let of_case = |case: &Case| faults.guard(case.file, || of_case(site, case, style, words)).unwrap_or_default();
    let cases = site.cases.all().par_iter().filter(|case| may_meet_limits(site, case));
    let mut found: Vec<Diagnostic> = cases.flat_map_iter(|case| of_case(case)).collect();
    found.extend(faults.report());
    found
}

fn may_meet_limits(site: &Site, case: &Case) -> bool {
    let mut seen = HashSet::new();
    case.sources.iter().any(|source| {
        let of_source = &source.source;
        let by = of_source.author.as_deref().and_then(|author| author.split([',', ' ']).next());
        let by = by.unwrap_or_else(|| site.publisher(site.work(source.work).publisher).label.as_str());
        let lacks = of_source.date.is_none() || (of_source.title.is_none() && of_source.author.is_none());
        lacks || !seen.insert((fold(by), of_source.date.as_ref().map(PartialDate::year)))
    })
}

fn of_case(site: &Site, case: &Case, style: &CslStyle, words: &Words) -> Vec<Diagnostic> {
    let id = |source: usize| &case.sources[source].id;
    let numbering = Numbering::of_case(case, style.is_note());
    let mut limits = cite(site, case, &case.text.get(), &numbering, style, words).limits;
    limits.dedup();
    let diagnostic = |limit: Limit| match limit {
        Limit::Empty(group) => {
            let message = "the citation style says nothing of a source here, so it is cited as in `publisher-date`";
            let found = Diagnostic::new(Code::StyleLimit, case.file, case.body.groups[group].span.clone(), message);
            found.help("give the source an author, a title and a date, or choose another style in `citations`")
        }
        Limit::Alike(one, other, label) => {
            let cites = |source: usize| case.citations.iter().find(|citation| citation.sources.contains(&source));
            let citation = cites(other).or_else(|| cites(one));
            let span = citation.map_or(0..0, |citation| case.body.groups[citation.group()].span.clone());
            let message = format!("the sources `{}` and `{}` are both cited as `{label}`", id(one), id(other));
            let found = Diagnostic::new(Code::StyleLimit, case.file, span, message);
            found.help("choose a style in `citations` that tells them apart, such as `apa`, `ieee` or `publisher-date`")
        }
    };
    limits.into_iter().map(diagnostic).collect()
}
