//! What strangers write into a site runs nothing, ends nothing, and forges nothing.

use casebook::diagnostic::Code;
use casebook::link::Drafts;
use casebook::model::SCHEMES;
use casebook::pipeline::Options;
use scraper::{Html, Selector};
use url::Url;

use crate::support::site::Site;

const CONFIG: &str = "title: Examples\nseverities: { broken-link: \"off\" }\nsections: [{title: What they did}]\n";

fn case(body: &str) -> String {
    let front = "title: A case\ndate: 2025\nsummary: What happened.\nsources: [{id: times, publisher: Example Times}]";
    format!("---\n{front}\n---\n\n## What they did\n\nA thing [@times].\n\n{body}\n")
}

/// A page of a site with whatever is wrong with it, as `serve` shows it.
fn page(policy: &str, body: &str) -> String {
    let site = Site::of(&[("casebook.yaml", format!("{CONFIG}html: {policy}\n"))]);
    site.write("content/cases/a.md", case(body));
    let checked = site.check(&Options { drafts: Drafts::Include, ..Options::default() });
    let renderer = checked.renderer.expect("a theme");
    let page = renderer.plan().pages.iter().find(|page| page.route == "cases/a.html").expect("its page");
    let mut bytes = Vec::new();
    renderer.render(page, &mut bytes).expect("a page");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The addresses of a page that a browser would take for something else than a way to the web or into the site.
fn dangerous(page: &str) -> Vec<String> {
    let base = Url::parse("https://site.example.org/cases/a.html").expect("an address");
    let html = Html::parse_document(page);
    let addresses = ["href", "src", "cite", "action", "formaction", "poster", "data", "background", "xlink:href"];
    let elements: Vec<_> = html.select(&Selector::parse("*").expect("a selector")).collect();
    let values = elements.iter().flat_map(|element| element.value().attrs());
    let values = values.filter(|(name, _)| addresses.contains(name));
    let runs = |value: &&str| base.join(value).is_ok_and(|url| !SCHEMES.contains(&url.scheme()));
    // The theme's icon is a picture that is written out.
    values
        .map(|(_, value)| value)
        .filter(runs)
        .filter(|value| !value.starts_with("data:image/"))
        .map(str::to_owned)
        .collect()
}

const SPELLINGS: [&str; 22] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java&#115;cript:alert(1)",
    "java&#x73;cript:alert(1)",
    "&#106;avascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#0058alert(1)",
    "&#0000106avascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "java&#9;script:alert(1)",
    "&#1;javascript:alert(1)",
    "&#x1f;javascript:alert(1)",
    "java\tscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "javascript\t:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "file:///etc/passwd",
    "blob:https://example.org/x",
];

#[test]
fn no_spelling_of_an_address_runs_anything() {
    for policy in ["sanitize", "escape", "allow"] {
        for spelling in SPELLINGS {
            let quoted = spelling.replace('"', "&quot;");
            let body = format!(
                "[a]({spelling}) [b](<{spelling}>) ![c](<{spelling}>) <{spelling}> [d][x] [[{spelling}|e]] [[{spelling}]]\n\n\
                 [x]: <{spelling}>\n\n<a href=\"{quoted}\">f</a> <A HREF='{quoted}'>g</A> <a href={quoted}>h</a> <q cite=\"{quoted}\">i</q>\n\n\
                 <div><form action=\"{quoted}\"><button formaction=\"{quoted}\">j</button></form><video poster=\"{quoted}\" src=\"{quoted}\">\
                 </video><object data=\"{quoted}\"></object><svg><a xlink:href=\"{quoted}\">k</a></svg></div>\n"
            );
            assert_eq!(dangerous(&page(policy, &body)), Vec::<String>::new(), "{policy} {spelling:?}");
        }
    }
}

#[test]
fn what_leads_to_the_web_stays() {
    let page =
        page("sanitize", "[a](//example.org/x) [b](mailto:a@example.org) <a href=\"https&#58;//example.org/y\">c</a>");
    for address in ["//example.org/x", "mailto:a@example.org", "https"] {
        assert!(page.contains(&format!("href=\"{address}")), "{address}: {page}");
    }
}

#[test]
fn no_spelling_of_an_id_takes_one_of_ours() {
    let ids =
        ["own0-source_times", "&#111;wn0-source_times", "o&#x77;n0-source_times", "source_times", "&#115;ource_times"];
    for id in ids {
        let page = page("sanitize", &format!("<b id=\"{id}\">x</b>\n\n<p id='{id}'>y</p>"));
        let html = Html::parse_document(&page);
        let taken = html.select(&Selector::parse("b#source_times, p#source_times").expect("a selector")).count();
        assert_eq!(taken, 0, "{id}");
        assert_eq!(html.select(&Selector::parse("#source_times").expect("a selector")).count(), 1, "{id}");
    }
}

const FORGED: &str = "x\u{1b}[31m\u{1b}]0;pwned\u{7}\nfake.md:1:1: error[x]: injected\n::error file=x::injected\u{202e}\u{2066}\u{9b}31m\u{2028}\
                      ##[error]x ##vso[task.x]y";

/// Does some output hold what steers a terminal, a command to CI, or a line that begins as a finding of ours would?
fn forges(output: &str) -> bool {
    let steers =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let begins = |line: &str| line.starts_with("fake.md") || line.trim_start().starts_with("::error file=x");
    output.chars().any(steers)
        || output.contains("##[error]")
        || output.contains("##vso[")
        || output.lines().any(begins)
}

#[test]
fn nothing_forges_a_line_of_output() {
    let site = Site::of(&[("casebook.yaml", CONFIG)]);
    let quoted = serde_json::to_string(FORGED).expect("a text");
    let front = format!("? {quoted}\n: 1\ntitle: {quoted}\nauthors: [{quoted}]\n");
    let lines = FORGED.replace('\u{2028}', " ");
    site.write("content/cases/a.md", case(&format!("[a](nowhere.md)\n{lines}")).replacen("title: A case\n", &front, 1));
    // A name cannot hold a slash, and a finding about the file names it.
    let name = FORGED.replace('/', "_");
    site.write(&format!("content/cases/{name}.md"), case("[a](nowhere.md) @times]"));
    site.write(&format!("content/cases/{name}.html"), "<p>x</p>");
    site.write(&format!("{name}.csv"), format!("title,date,{quoted}\nRow,2024,x\n"));
    site.write("content/cases/good.md", case("").replace("A case", "Good"));
    for format in ["human", "short", "json", "github", "sarif", "gitlab", "markdown"] {
        let run = site.run(&["check", "--all", "--format", format]);
        assert_eq!(run.code, 1, "{format}: {}", run.err);
        assert!(!forges(&run.out) && !forges(&run.err), "{format}: {:?} {:?}", run.out, run.err);
        assert!(run.out.contains("u{1b}"), "{format}: {:?}", run.out);
    }
    let fixed = site.run(&["check", "--fix", "--dry-run"]);
    assert!(fixed.out.contains("+++ b/content/cases/a.md\n") && fixed.out.contains("u{202e}"), "{}", fixed.out);
    let (input, unknown, style) = (format!("{name}.csv"), format!("{name}.unknown"), format!("{name}.bib"));
    let chosen = format!("title = \"{FORGED}");
    for arguments in [
        &["check", "--fix", "--dry-run"][..],
        &["list"],
        &["list", "--format", "paths"],
        &["list", "--where", FORGED],
        &["list", "--where", &chosen],
        &["build"],
        &["build", "--output", &name],
        &["build", "--base-url", FORGED],
        &["import", &input, "--dry-run"],
        &["import", &input, "--dry-run", "--set", FORGED],
        &["import", &input, "--name", FORGED],
        &["import", &input, "--map", &name],
        &["import", &input, "--terms", FORGED],
        &["import", &unknown, "--dry-run"],
        &["source", "import", &style],
        &["check", "--root", &name],
        &["check", "--since", FORGED],
        &["check", "--today", FORGED],
        &["new", "A case", "--slug", FORGED],
        &["rename", "good", FORGED],
        &["rename", FORGED, "better"],
        &["theme", "copy", FORGED],
        &["explain", FORGED],
        &["serve", "--port", FORGED],
        &[FORGED],
    ] {
        let run = site.run(arguments);
        assert!(!forges(&run.out) && !forges(&run.err), "{arguments:?}: {:?} {:?}", run.out, run.err);
    }
}

#[test]
fn what_refers_to_itself_ends_in_a_page_or_a_finding() {
    for bibliography in [
        "@article{a, crossref={a}, title={T}, publisher={P}}",
        "@article{a, xdata={a}, title={T}, publisher={P}}",
        "@article{a, crossref={b}, title={T}, publisher={P}} @book{b, crossref={a}, title={B}, publisher={P}}",
        "@string{a=a} @article{k, title=a, publisher={P}}",
        "@string{a=b} @string{b=a} @article{k, title=a # b, publisher={P}}",
        "@incollection{a, crossref={bk}, title={T}, publisher={P}} @book{bk, title={B}, publisher={P}, date={2021/2020}}",
    ] {
        let site = Site::of(&[("casebook.yaml", CONFIG.to_owned()), ("content/cases/a.md", case(""))]);
        site.write("content/sources/more.bib", bibliography);
        let run = site.run(&["check"]);
        assert!(run.code == 0 || run.code == 1, "{bibliography}: {}", run.err);
    }
}

/// pulldown-cmark fills in the cells that rows lack, up to a limit, and takes what follows for text.
#[test]
fn rows_that_lack_too_many_cells_are_a_finding() {
    let found = |count: usize| {
        let (head, line) = ("|a".repeat(count), "|-".repeat(count));
        let site = Site::of(&[("casebook.yaml", CONFIG)]);
        site.write("content/cases/a.md", case(&format!("{head}|\n{line}|\n{}", "|b|\n".repeat(count))));
        let checked = site.check(&Options { drafts: Drafts::Include, ..Options::default() });
        let found = checked.diagnostics.iter().filter(|found| found.code == Code::TooLarge);
        found.map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(500), [""; 0]);
    assert_eq!(found(530), ["the rows of this table lack too many cells: of so many, not all are filled in"]);
}

/// A line of a dozen bytes shows a statement of any length, as often as it is written.
#[test]
fn what_a_text_shows_of_others_is_limited() {
    let long = "word ".repeat(20_000);
    for (statement, shown, most) in [("A word", 1048, 1048), ("A word", 1100, 1048), (long.as_str(), 20, 10)] {
        let site = Site::of(&[("casebook.yaml", CONFIG)]);
        site.write("content/cases/a.md", case(&format!("{statement} [@times]. ^said")));
        let page = format!("---\ntitle: P\n---\n\n{}", "![[a#^said]]\n\n".repeat(shown));
        site.write("content/pages/p.md", &page);
        let checked = site.check(&Options::default());
        let found = checked.diagnostics.iter().filter(|found| found.code == Code::TooLarge);
        let lines: Vec<usize> = found
            .map(|found| page[..found.place.as_ref().expect("a place").span.start].matches("![[").count() + 1)
            .collect();
        let first = (shown > most).then_some(most + 1);
        assert_eq!(lines, Vec::from_iter(first), "{shown} times {} bytes", statement.len());
    }
}

/// The findings `too-large` of a check, with their places.
fn too_large(site: &Site) -> Vec<String> {
    let run = site.run(&["check", "--format", "short"]);
    let found = run.out.lines().filter_map(|line| line.split_once(": error[too-large]: "));
    found.map(|(place, message)| format!("{place}: {}", message.split("; ").next().unwrap_or_default())).collect()
}

#[test]
fn what_is_declared_is_limited() {
    let fields =
        |count: usize| -> String { (0..count).map(|n| format!("  - {{id: f{n}, shape: number}}\n")).collect() };
    let words = |count: usize| (0..count).map(|n| format!("w{n}")).collect::<Vec<_>>().join(", ");
    for (config, terms, vocabularies, expected) in [
        (200, 200, 200, vec![]),
        (201, 1, 1, vec!["casebook.yaml:205:5: there are more than 200 fields of cases"]),
        (1, 202, 1, vec!["content/taxonomies/v000.yaml:202:5: there are more than 200 fields of terms"]),
        (1, 1, 202, vec!["content/taxonomies/v200.yaml:1:1: this site has more than 200 vocabularies"]),
    ] {
        let site = Site::of(&[("casebook.yaml", format!("{CONFIG}fields:\n{}", fields(config)))]);
        site.write("content/cases/a.md", case(""));
        for number in 1..vocabularies {
            site.write(&format!("content/taxonomies/v{number:03}.yaml"), "terms: [{id: one}]\n");
        }
        site.write("content/taxonomies/v000.yaml", format!("fields:\n{}terms: [{{id: one}}]\n", fields(terms)));
        assert_eq!(too_large(&site), expected, "{config} {terms} {vocabularies}");
    }
    for (count, expected) in
        [(500, None), (501, Some("casebook.yaml:5:2926: there are more than 500 words of a choice"))]
    {
        let field = format!("fields:\n  - {{id: f, shape: choice, range: [{}]}}\n", words(count));
        let site = Site::of(&[("casebook.yaml", format!("{CONFIG}{field}"))]);
        site.write("content/cases/a.md", case("").replace("summary:", "f: y\nsummary:"));
        assert_eq!(too_large(&site), Vec::from_iter(expected), "{count}");
        let run = site.run(&["check"]);
        assert!(run.out.contains("help: use one of `w0`, `w1`") && run.out.contains("`w39`, …\n"), "{}", run.out);
    }
}

#[test]
fn sources_of_a_statement_are_limited() {
    let sources: String = (0..201).map(|n| format!("  - {{id: a{n}, publisher: P{n}}}\n")).collect();
    let front = format!("title: A case\ndate: 2025\nsummary: What happened.\nsources:\n{sources}");
    for (parts, expected) in [
        ([0..200, 1..201], vec![]),
        ([0..201, 0..1], vec!["content/cases/a.md:211:2093: this statement cites more than 200 sources"]),
    ] {
        let statements = parts.into_iter().map(|ids| ids.map(|n| format!("A [@a{n}]. ")).collect::<String>() + "\n\n");
        let site = Site::of(&[("casebook.yaml", CONFIG.to_owned())]);
        let body = format!("## What they did\n\n{}", statements.collect::<String>());
        site.write("content/cases/a.md", format!("---\n{front}---\n\n{body}"));
        assert_eq!(too_large(&site), expected);
    }
}

/// To seek it for each of many thousand names among as many others would take for ever.
#[test]
fn what_was_meant_is_sought_for_a_hundred_names() {
    let many = |line: &dyn Fn(usize) -> String| (0..150).map(line).collect::<String>();
    let sections = |n: usize| format!("  - {{title: Answers of {n} companies}}\n");
    let sections = format!("sections:\n  - {{title: What they did}}\n{}", many(&sections));
    let passages = many(&|n| format!("    - {{id: saying-{n}, text: Word {n}}}\n"));
    let front = "title: A case\ndate: 2025\nsummary: What happened.";
    let sources = format!("sources:\n  - id: times-of-london\n    publisher: Times\n    passages:\n{passages}");
    let nothing = String::new;
    let key = "fields: [{id: people_concerned, shape: number}]\n".to_owned();
    let event = |n: usize| format!("  - {{date: 2024, text: It, sources: [times-of-lonon-{n}]}}\n");
    let section = |n: usize| format!("## Answer of {n} companies\n\nThey [@times-of-london].\n\n");
    for (code, front, body, config) in [
        ("unknown-key", many(&|n| format!("people_concernd{n}: 1\n")), nothing(), key),
        ("unknown-citation", format!("events:\n{}", many(&event)), nothing(), nothing()),
        ("unknown-citation", nothing(), many(&|n| format!("It was [@times-of-lonon-{n}]. ")), nothing()),
        ("unknown-passage", nothing(), many(&|n| format!("It was [@times-of-london#saving-{n}]. ")), nothing()),
        ("unknown-section", nothing(), many(&section), sections),
        ("broken-link", nothing(), nothing(), format!("menu: [{}]\n", many(&|n| format!("abuot-this-site-{n}, ")))),
    ]
    .map(|(code, more, body, config)| (code, format!("{front}\n{more}{sources}"), body, config))
    {
        let site = Site::of(&[("casebook.yaml", format!("title: Examples\n{config}"))]);
        site.write(
            "content/cases/a.md",
            format!("---\n{front}---\n\n## What they did\n\nA thing [@times-of-london].\n\n{body}\n"),
        );
        site.write("content/pages/about-this-site.md", "---\ntitle: About\n---\n\nText.\n");
        let run = site.run(&["check", "--format", "short"]);
        let found: Vec<&str> = run.out.lines().filter(|line| line.contains(&format!("[{code}]"))).collect();
        let helped = found.iter().filter(|line| line.contains("did you mean") || line.contains("is here too")).count();
        assert_eq!((found.len(), helped), (150, 100), "{code}: {}", run.out);
    }
}

#[test]
fn no_citation_style_overflows_the_stack() {
    let info = "<info><title>x</title><id>x</id><updated>2020-01-01T00:00:00Z</updated></info>";
    let style = |macros: &str, layout: &str| {
        let head = "<?xml version=\"1.0\"?><style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">";
        format!("{head}{info}{macros}<citation><layout>{layout}</layout></citation></style>")
    };
    let called = |name: &str| format!("<text macro=\"{name}\"/>");
    let one = |name: &str, inner: &str| format!("<macro name=\"{name}\">{inner}</macro>");
    let chain: String = (0..5000).map(|n| one(&format!("m{n}"), &called(&format!("m{}", n + 1)))).collect();
    let tens: String = (0..10).map(|n| one(&format!("m{n}"), &called(&format!("m{}", n + 1)).repeat(10))).collect();
    let last = one("m10", "<text value=\"x\"/>");
    let deep = format!("{}<text value=\"x\"/>{}", "<group>".repeat(5000), "</group>".repeat(5000));
    for (code, macros, layout) in [
        ("bad-style", one("a", &called("a")), called("a")),
        ("bad-style", one("a", &called("b")) + &one("b", &format!("<group>{}</group>", called("a"))), called("a")),
        ("bad-style", one("a", &called("a")), "<text value=\"x\"/>".to_owned()),
        ("too-large", String::new(), deep),
        ("too-large", chain, called("m0")),
        ("too-large", tens + &last, called("m0")),
    ] {
        let site = Site::of(&[("casebook.yaml", format!("{CONFIG}citations: {{style: e.csl}}\n"))]);
        site.write("content/cases/a.md", case(""));
        site.write("e.csl", style(&macros, &layout));
        let run = site.run(&["check"]);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.out.contains(&format!("error[{code}]")), "{code}: {}", run.out);
    }
}
