//! One edit after the other, each built over what the last one left.

use casebook::link::Drafts;

use super::site::Site;

/// What is done to a site, and its name.
type Edit = (&'static str, fn(&mut Site));

fn all_are_seen(mut site: Site, edits: &[Edit]) {
    site.rebuild("the first build");
    for (what, edit) in edits {
        edit(&mut site);
        site.rebuild(what);
    }
    let again = site.rebuild("nothing");
    assert_eq!(again.unchanged, again.files);
}

const ALPHA: &str = "content/cases/alpha.md";
const BRAVO: &str = "content/cases/bravo.md";
const CHARLIE: &str = "content/cases/charlie.md";
const CONFIG: &str = "casebook.yaml";

#[test]
fn edits_of_text() {
    all_are_seen(
        Site::new(),
        &[
            ("a typo", |site| site.edit(ALPHA, "It did one thing", "It did won thing")),
            ("the same length", |site| site.edit(ALPHA, "won thing", "one thing")),
            ("a citation more", |site| site.edit(ALPHA, "Nobody knows why.", "Nobody knows why [@other].")),
            ("a citation less", |site| site.edit(ALPHA, " [@own].", ".")),
            ("a link more", |site| site.append(ALPHA, "\nAs did [[echo]], and [[golf#Terms & conditions]].\n")),
            ("a link less", |site| site.edit(ALPHA, "As did [[echo]], and", "And")),
            ("the sentence of a backlink", |site| site.edit(ALPHA, "It went on as [[bravo]]", "Later, like [[bravo]]")),
            ("the text around it", |site| site.edit(ALPHA, "did. Then it ended.", "did, more or less. It ended.")),
            ("a link to where there is one already", |site| {
                site.edit(ALPHA, "They apply.", "They apply to [[bravo]].");
            }),
            ("the first of two links gone", |site| site.edit(ALPHA, "like [[bravo]]", "like bravo")),
            ("a link to itself", |site| site.append(ALPHA, "\nSee [[alpha]] and [below](#did).\n")),
            ("two cases at once", |site| {
                site.edit(BRAVO, "Nobody knows why.", "It is known why, says [[alpha]].");
                site.edit(CHARLIE, "Nobody knows why.", "It is known why, says [[bravo]].");
            }),
            ("a shared source that is cited first", |site| site.append(ALPHA, "\nStudied [@study].\n")),
            ("a shared source that is cited no more", |site| site.edit(ALPHA, "\nStudied [@study].\n", "")),
            ("a shared source that another cites first", |site| {
                site.edit(BRAVO, "It is known", "It is known [@study]");
            }),
            ("shared sources that many cite", |site| {
                site.append("content/cases/golf.md", "\nSurveyed [@survey], studied [@study].\n");
                site.append("content/cases/hotel.md", "\nSurveyed [@survey].\n");
            }),
            ("one of them in place of another", |site| {
                site.edit("content/cases/foxtrot.md", "A shared thing [@survey]", "A shared thing [@study]");
            }),
            ("statements that give a work its page", |site| {
                site.append(CHARLIE, "\nOne [@other].\n\nTwo [@other].\n\nThree [@other].\n\nFour [@other].\n");
            }),
            ("one that takes it away", |site| site.edit(CHARLIE, "\nOne [@other].\n\nTwo [@other].\n", "")),
            ("HTML, code, a table and a note", |site| {
                site.append(
                    BRAVO,
                    "\n<em>Raw</em>[^1]\n\n```rust\nfn main() {}\n```\n\n| a |\n|---|\n| b |\n\n[^1]: A note.\n",
                );
            }),
            ("the text before the first section", |site| site.edit(BRAVO, "was small", "was little")),
            ("line ends", |site| {
                let text = site.read(BRAVO).replace('\n', "\r\n");
                site.write(BRAVO, &text);
            }),
        ],
    );
}

#[test]
fn edits_of_headings() {
    all_are_seen(
        Site::new(),
        &[
            ("a heading more", |site| site.append(ALPHA, "\n### One more\n\nText.\n")),
            ("another heading", |site| site.edit(ALPHA, "### One more", "### One less")),
            ("a section by its other name", |site| site.edit(ALPHA, "## What they did", "## Actions")),
            ("a section that the site does not know", |site| site.append(BRAVO, "\n## Afterwards\n\nText [@own].\n")),
            ("its heading", |site| site.edit(BRAVO, "## Afterwards", "## After *all*")),
            // The page of the method, and alpha by now, lead to a section whose anchor is another from now on.
            ("a link to a section", |site| site.append(ALPHA, "\nSee [[bravo#Terms & conditions|the terms]].\n")),
            ("an anchor that goes to an earlier heading", |site| {
                site.edit(BRAVO, "Before the first", "### Terms conditions\n\nBefore the first");
            }),
            ("and comes back", |site| site.edit(BRAVO, "### Terms conditions\n\n", "")),
            ("no page that leads there", |site| {
                site.edit("content/pages/method.md", " and [[bravo#Terms & conditions]]", "");
            }),
            ("an anchor that only cases lead to", |site| {
                site.edit(BRAVO, "Before the first", "### Terms conditions\n\nBefore the first");
            }),
            ("an empty section", |site| site.append(CHARLIE, "\n## Empty\n")),
        ],
    );
}

#[test]
fn edits_of_front_matter() {
    all_are_seen(
        Site::new(),
        &[
            ("a title", |site| site.edit(ALPHA, "title: The case of alpha", "title: A case, alpha")),
            ("a summary", |site| site.edit(ALPHA, "What alpha did", "What it did")),
            ("a date", |site| site.edit(ALPHA, "date: 2021-01", "date: 2019~")),
            ("the day on which it was added", |site| site.edit(ALPHA, "added: 2025-01-01", "added: 2025-09-09")),
            ("a review", |site| site.edit(BRAVO, "reviewed: 2025-02-20", "reviewed: 2025-03-20")),
            ("a term", |site| site.edit(ALPHA, "department: [Legal]", "department: [Sales, Catering]")),
            ("a term of a closed vocabulary", |site| {
                site.edit(ALPHA, "adoption_type: Whole", "adoption_type: In part");
            }),
            ("a source's title", |site| site.edit(ALPHA, "A report on alpha", "The report on alpha")),
            ("a source's publisher", |site| site.edit(ALPHA, "publisher: Example Post", "publisher: Example Mail")),
            ("a work of several cases", |site| site.edit(ALPHA, "title: A ruling", "title: The ruling in full")),
            ("a source more", |site| {
                site.edit(ALPHA, "events:", "  - { id: third, publisher: Third, kind: social, date: 2022 }\nevents:");
            }),
            ("cited", |site| site.append(ALPHA, "\nMore [@third].\n")),
            ("a source that does not depend on anyone", |site| site.edit(ALPHA, "kind: social", "independent: true")),
            ("an event", |site| site.edit(ALPHA, "Something happened", "Nothing happened")),
            ("a correction", |site| {
                site.edit(ALPHA, "events:", "corrections:\n  - { date: 2025-05-05, note: The date }\nevents:");
            }),
            ("an author, a language and an old address", |site| {
                site.edit(ALPHA, "summary:", "authors: [A. Writer]\nlang: de\naliases: [old-alpha]\nsummary:");
            }),
            ("data of its own", |site| site.edit(ALPHA, "summary:", "extra: { a: 1 }\nsummary:")),
            ("a draft", |site| {
                let text = site.read(BRAVO).replace("bravo", "india").replacen("title:", "draft: true\ntitle:", 1);
                site.write("content/cases/india.md", &text);
            }),
            ("drafts taken in", |site| site.drafts(Drafts::Include)),
            ("drafts left out", |site| site.drafts(Drafts::Exclude)),
            ("its text", |site| site.edit("content/cases/india.md", "It did one", "It did two")),
            ("unlisted", |site| site.edit("content/cases/india.md", "draft: true\n", "draft: unlisted\n")),
            ("its text again", |site| site.edit("content/cases/india.md", "It did two", "It did three")),
            ("no draft", |site| site.edit("content/cases/india.md", "draft: unlisted\n", "")),
        ],
    );
}

#[test]
fn files_that_come_and_go() {
    all_are_seen(
        Site::new(),
        &[
            ("a new case", |site| {
                let text = site.read(ALPHA).replace("alpha", "bravo-two");
                site.write("content/cases/bravo-two.md", &text);
            }),
            ("a case in another folder", |site| {
                let text = site.read("content/cases/bravo-two.md").replace("(bravo.md", "(../bravo.md");
                site.write("content/cases/later/bravo-two.md", &text);
                site.remove("content/cases/bravo-two.md");
            }),
            ("a case that is gone", |site| site.remove("content/cases/later/bravo-two.md")),
            ("a file beside a case", |site| {
                site.write("content/cases/alpha/plan.pdf", "A plan.");
                site.append(ALPHA, "\nThe [plan](alpha/plan.pdf).\n");
            }),
            ("another file in its place", |site| site.write("content/cases/alpha/plan.pdf", "A PLAN.")),
            ("a file that nobody links to", |site| site.write("content/cases/alpha/other.pdf", "No plan.")),
            ("a picture", |site| {
                site.write("content/cases/bravo/seal.png", "a seal");
                site.edit(BRAVO, "summary:", "image: bravo/seal.png\nsummary:");
            }),
            ("a static file", |site| site.write("static/more.txt", "More.\n")),
            ("another text in it", |site| site.write("static/more.txt", "Less.\n")),
            ("a static file that is gone", |site| site.remove("static/more.txt")),
            ("the text of a page", |site| site.append("content/pages/method.md", "\n## Publishers\n\nWho.\n")),
            ("the title of a page", |site| site.edit("content/pages/method.md", "title: Method", "title: Methods")),
            ("a new page", |site| site.write("content/pages/about/us.md", "---\ntitle: Us\n---\n\nSee [[alpha]].\n")),
            ("a link to it", |site| site.append(ALPHA, "\nSee [[about/us]].\n")),
            ("a page that is a draft", |site| {
                site.append("content/pages/method.md", "\nText.\n");
                site.edit(ALPHA, "\nSee [[about/us]].\n", "");
                site.edit("content/pages/about/us.md", "title:", "draft: true\ntitle:");
            }),
            ("drafts taken in", |site| site.drafts(Drafts::Include)),
        ],
    );
}

#[test]
fn edits_of_vocabularies_and_sources() {
    const DEPARTMENT: &str = "content/taxonomies/department.yaml";
    const TYPE: &str = "content/taxonomies/adoption_type.yaml";
    const SHARED: &str = "content/sources/shared.yaml";
    all_are_seen(
        Site::new(),
        &[
            ("a label", |site| site.edit(DEPARTMENT, "label: Legal", "label: Legal affairs, aliases: [Legal]")),
            ("a definition", |site| site.edit(TYPE, "All of it.", "The whole of it.")),
            ("a broader term", |site| site.edit(TYPE, ", broader: partial", "")),
            ("the label of a taxonomy", |site| site.edit(TYPE, "plural: Adoption types", "plural: Kinds")),
            ("its address", |site| site.edit(TYPE, "route: adoption-types", "route: kinds")),
            ("a new taxonomy", |site| {
                site.write("content/taxonomies/tag.yaml", "label: Tag\nplural: Tags\nroute: tags\nvocabulary: open\n");
            }),
            ("in use", |site| site.edit(ALPHA, "summary:", "tag: [Early, Late]\nsummary:")),
            ("a publisher's kind", |site| site.edit("content/publishers.yaml", "kind: news", "kind: vendor")),
            ("a publisher's name", |site| {
                site.edit(
                    "content/publishers.yaml",
                    "label: Example Herald, aliases: [",
                    "label: Herald, aliases: [Example Herald, ",
                );
            }),
            ("no publishers", |site| site.remove("content/publishers.yaml")),
            ("a shared source's title", |site| site.edit(SHARED, "title: A survey", "title: The survey")),
            ("a shared source more", |site| {
                site.append(SHARED, "- { id: poll, publisher: Example Office, title: A poll }\n");
            }),
            ("a file of shared sources", |site| {
                site.write(
                    "content/sources/more.bib",
                    "@article{paper, title = {A paper}, journal = {Journal}, year = 2020}\n",
                );
                site.append(ALPHA, "\nAs printed [@paper].\n");
            }),
        ],
    );
}

#[test]
fn edits_of_the_configuration_and_the_theme() {
    all_are_seen(
        Site::new(),
        &[
            ("the title", |site| site.edit(CONFIG, "title: Example base", "title: Examples")),
            ("the length of lists", |site| site.edit(CONFIG, "page_size: 3", "page_size: 4")),
            ("a section's name", |site| site.edit(CONFIG, "aliases: [Actions]", "aliases: [Actions, Deeds]")),
            ("links without endings", |site| site.append(CONFIG, "clean_urls: true\n")),
            ("what happens to HTML", |site| site.append(CONFIG, "html: escape\n")),
            ("when reviews are due", |site| site.append(CONFIG, "review_after: 6\n")),
            ("a day", |site| site.today("2025-08-25")),
            ("a later day", |site| site.today("2026-08-25")),
            ("forms of cases", |site| site.append(CONFIG, "case_files: [md, bib]\n")),
            ("less output", |site| site.append(CONFIG, "without: [timeline, charts]\n")),
            ("yet less", |site| {
                site.edit(
                    CONFIG,
                    "without: [timeline, charts]",
                    "without: [explore, data, works, references, metadata]",
                );
            }),
            ("all of it", |site| site.edit(CONFIG, "without: [explore, data, works, references, metadata]\n", "")),
            ("another language", |site| site.append(CONFIG, "language: de\n")),
            ("a citation style", |site| site.append(CONFIG, "citations: { style: ieee }\n")),
            ("another", |site| site.edit(CONFIG, "style: ieee", "style: apa")),
            ("another address", |site| site.options.base_url = Some("https://example.com/x".to_owned())),
            ("no address but its own", |site| site.options.base_url = None),
            ("none at all", |site| site.edit(CONFIG, "base_url: https://example.org/base\n", "")),
            ("a template", |site| {
                let text = "{% extends \"base.html\" %}{% block main %}<h1>Gone</h1>{% endblock main %}";
                site.write("themes/default/templates/404.html", text);
            }),
            ("a template that all pages share", |site| {
                let built_in = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates/base.html");
                let text = std::fs::read_to_string(built_in).unwrap().replacen("</body>", "<p>End</p></body>", 1);
                site.write("themes/default/templates/base.html", &text);
            }),
            ("figures of all text on every page", |site| {
                site.edit(
                    "themes/default/templates/base.html",
                    "<p>End",
                    "<p>{{ site.totals.support.statements }}, the end",
                );
            }),
            ("a statement more", |site| site.append(ALPHA, "\nA new paragraph.\n")),
            ("a word", |site| site.write("themes/default/i18n/de.yaml", "nav: { cases: Beispiele }\n")),
            ("a style", |site| site.write("themes/default/static/style.css", "p { margin: 0 }\n")),
            ("a picture of the theme", |site| site.write("themes/default/static/seal.png", "a seal")),
            ("another picture in its place", |site| site.write("themes/default/static/seal.png", "A SEAL")),
            ("no such template", |site| site.remove("themes/default/templates/base.html")),
            ("another theme", |site| {
                site.write("themes/own/templates/404.html", "Nothing.");
                site.append(CONFIG, "theme: own\n");
            }),
        ],
    );
}

#[test]
fn history() {
    all_are_seen(
        Site::new(),
        &[
            ("a repository", |site| site.git(&["init", "--quiet"])),
            ("a commit", |site| {
                site.git(&["add", "."]);
                site.git(&["commit", "--quiet", "--message", "Begin"]);
            }),
            ("an edit that is not committed", |site| site.edit(ALPHA, "one thing", "some thing")),
            ("and is", |site| site.git(&["commit", "--quiet", "--all", "--message", "Correct alpha"])),
            ("a page", |site| {
                site.append("content/pages/method.md", "\nMore.\n");
                site.git(&["commit", "--quiet", "--all", "--message", "Say more"]);
            }),
            ("another message", |site| site.git(&["commit", "--quiet", "--amend", "--message", "Say more of it"])),
        ],
    );
}

/// An edit of text changes the pages that show it, and the files that hold all text, and no others.
#[test]
fn few_files_change() {
    for site in [Site::new(), Site::demonstration()] {
        let first = site.build();
        assert_eq!(first.unchanged, 0);
        let nothing = site.build();
        assert_eq!((nothing.files, nothing.unchanged), (first.files, first.files));
    }
    let few: &[Edit] = &[
        ("a typo", |site| site.edit(ALPHA, "It did one thing", "It did won thing")),
        ("a paragraph", |site| site.append(ALPHA, "\nA new paragraph.\n")),
        ("a citation", |site| site.edit(ALPHA, "A new paragraph", "A new paragraph [@own]")),
        ("a heading", |site| site.append(ALPHA, "\n### A heading\n\nText.\n")),
        ("a link", |site| site.edit(ALPHA, "A new paragraph", "A paragraph like that of [[golf]]")),
        ("a file beside it", |site| {
            site.write("content/cases/alpha/plan.pdf", "A plan.");
            site.append(ALPHA, "\nThe [plan](alpha/plan.pdf).\n");
        }),
        ("a day on which no review is overdue", |site| site.today("2025-03-01")),
        ("a repository", |site| {
            site.git(&["init", "--quiet"]);
            site.git(&["add", ALPHA]);
            site.git(&["commit", "--quiet", "--message", "Begin with alpha"]);
        }),
        ("a cure", |site| site.edit(ALPHA, "won thing", "one thing")),
        ("its commit", |site| site.git(&["commit", "--quiet", "--all", "--message", "Cure alpha"])),
    ];
    let mut site = Site::new();
    site.build();
    for (what, edit) in few {
        edit(&mut site);
        let summary = site.rebuild(what);
        assert!(summary.unchanged > summary.files / 2, "{what}: {summary:?}");
    }
}
