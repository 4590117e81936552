//! Roles in figures: a case counts for the taxonomy that owns a term in whichever role it has it.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

use crate::finding::{Built, build, read};
use crate::support::site::Site;

/// Eight cases: five audits, of which one vendor supplied four and is itself the firm of the fifth; three of others.
fn site() -> Site {
    let site = Site::of(&[
        ("casebook.yaml", "title: Example\nsections: [{ title: What }]\ncharts: [[method, firm], [firm, method]]\n"),
        ("content/taxonomies/method.yaml", "label: Method\nplural: Methods\nvocabulary: open\n"),
        (
            "content/taxonomies/firm.yaml",
            "label: Firm\nplural: Firms\nvocabulary: closed\nterms:\n  - id: group\n    label: Group\n  \
             - id: maker\n    label: Maker\n    broader: group\n  - id: buyer\n    label: Buyer\n",
        ),
        ("content/taxonomies/vendor.yaml", "label: Vendor\nplural: Vendors\nterms_of: firm\n"),
    ]);
    for case in 0..8 {
        let terms = match case {
            0..4 => "method: Audit\nfirm: Buyer\nvendor: Maker",
            4 => "method: Audit\nfirm: Maker",
            _ => "method: Survey\nfirm: Buyer",
        };
        let text = format!(
            "---\ntitle: Case {case}\ndate: {}\nsummary: Summary.\n{terms}\n\
             events: [{{ date: 2024, text: It went on. }}]\nsources: [{{ id: a, publisher: Paper, kind: news }}]\n---\n\n\
             ## What\n\nIt happened [@a].\n",
            2010 + case,
        );
        site.write(&format!("content/cases/case-{case}.md"), text);
    }
    site
}

/// Per term of a taxonomy, the cases that the list of the timeline has for its filter.
fn listed(built: &Built, key: &str) -> BTreeMap<String, BTreeSet<String>> {
    let page = Html::parse_document(&read(&built.output.join("timeline.html")));
    let (items, links) = (Selector::parse("li[data-terms]"), Selector::parse("a"));
    let (items, links) = (items.expect("a selector"), links.expect("a selector"));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in page.select(&items) {
        let case = item.select(&links).next().expect("a link").text().collect::<String>();
        let terms = item.attr("data-terms").expect("terms").split(' ');
        for term in terms.filter_map(|term| term.strip_prefix(key)?.strip_prefix(':')) {
            found.entry(term.to_owned()).or_default().insert(case.clone());
        }
    }
    found
}

#[test]
fn the_list_of_the_timeline_holds_what_its_chart_counts() {
    let site = site();
    let built = build(site.root());
    for key in ["firm", "vendor", "method"] {
        let facet = built.facets().into_iter().find(|facet| facet["key"] == key).expect("a facet");
        let listed = listed(&built, key).into_iter().map(|(term, cases)| (term, cases.len()));
        assert_eq!(listed.collect::<BTreeMap<_, _>>(), built.facet_counts(&facet), "{key}");
    }
}

#[test]
fn the_sentence_above_a_chart_speaks_of_what_its_bars_count() {
    let site = site();
    let built = build(site.root());
    let page = read(&built.output.join("charts.html"));
    assert!(page.contains("Audit: 5 of 5 group"), "{page}");
    assert!(page.contains("Group: 5 of 5 audit"), "{page}");
}
