//! `docs/reference.md` lists the keys of every file: the part between its markers is written from the tables of the code.

use std::fmt::Write as _;

use casebook::export::{Entry, bibtex, csl_json, ris};
use casebook::model::{PartialDate, Passage, Source, SourceKind};
use casebook::schema::{
    ALLOWANCE, ARCHIVES, CASE, CHECKED, CHECKED_PASSAGE, CITATIONS, CONFIG, CORRECTION, DECLARATION, EVENT, Key,
    LIMITS, OUTSIDE_LINK, Outline, PAGE, PASSAGE, PICTURE, PUBLISHER, QUERY, QUESTION, SECTION, SOURCE, Shape, TERM,
    TERM_FILE, VALUE, VOCABULARY, case,
};

use crate::support::accept::assert_accepted;
use crate::support::site::repository;

const BEGIN: &str = "<!-- keys: written by `ACCEPT=1 cargo test reference` -->\n";
const END: &str = "<!-- end of keys -->\n";

#[test]
fn the_reference_of_keys_is_current() {
    let text = std::fs::read_to_string(repository().join("docs/reference.md")).expect("docs/reference.md");
    let (before, rest) = text.split_once(BEGIN).expect("the marker where the keys begin");
    let (_, after) = rest.split_once(END).expect("the marker where the keys end");
    assert_accepted("docs/reference.md", &format!("{before}{BEGIN}{}{END}{after}", written()));
}

/// Headings and the records below them.
fn records() -> Vec<(&'static str, Outline)> {
    let (before, after): (Vec<_>, Vec<_>) =
        CASE.keys().copied().partition(|key| case::key_rank(key.name) < case::key_rank("a taxonomy’s id"));
    let own = [
        Key::new("a taxonomy’s id", Shape::Terms, case::TERMS),
        Key::new("a field’s id", Shape::Value, "A value of one of the [fields of your own](#fields-of-your-own)."),
    ];
    let of_case = Outline { keys: before.into_iter().chain(own).chain(after).collect(), ..CASE.outline() };
    vec![
        ("casebook.yaml", CONFIG.outline()),
        ("A section", SECTION.outline()),
        ("A field", DECLARATION.outline()),
        ("A link", OUTSIDE_LINK.outline()),
        ("Limits", LIMITS.outline()),
        ("Citations", CITATIONS.outline()),
        ("A question", QUESTION.outline()),
        ("Archives", ARCHIVES.outline()),
        ("A case", of_case),
        ("A value", VALUE.outline()),
        ("A picture", PICTURE.outline()),
        ("An event", EVENT.outline()),
        ("A correction", CORRECTION.outline()),
        ("A line of allow", ALLOWANCE.outline()),
        ("A source", SOURCE.outline()),
        ("A passage", PASSAGE.outline()),
        ("A vocabulary", VOCABULARY.outline()),
        ("A term", TERM.outline()),
        ("A file of a term", TERM_FILE.outline()),
        ("A publisher", PUBLISHER.outline()),
        ("A page", PAGE.outline()),
        ("A query", QUERY.outline()),
        ("A checked address", CHECKED.outline()),
        ("Checked words", CHECKED_PASSAGE.outline()),
    ]
}

fn written() -> String {
    let mut text = String::new();
    for (heading, outline) in records() {
        let _ = writeln!(
            text,
            "\n## {heading}\n\n{}\n\n| key | value | default | what |\n|---|---|---|---|",
            outline.meaning
        );
        for key in &outline.keys {
            let default = if key.required { "required" } else { key.default };
            let meaning = key.meaning.replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {} | {default} | {meaning} |", key.name, shape(key.shape));
        }
        if !outline.one_of.is_empty() {
            let _ = writeln!(text, "\nOne of `{}` must be there.", outline.one_of.join("`, `"));
        }
    }
    let named = |name: Option<&str>| name.map_or_else(|| "–".to_owned(), |name| format!("`{name}`"));
    text.push_str("\n## A source in other formats\n\n");
    text.push_str("| key | CSL | BibLaTeX | RIS | schema.org |\n|---|---|---|---|---|\n");
    for key in SOURCE.keys().filter(|key| [key.csl, key.biblatex, key.ris, key.schema_org].iter().any(Option::is_some))
    {
        let [csl, biblatex, ris, schema_org] = [key.csl, key.biblatex, key.ris, key.schema_org].map(named);
        let _ = writeln!(text, "| `{}` | {csl} | {biblatex} | {ris} | {schema_org} |", key.name);
    }
    text.push('\n');
    text
}

fn shape(shape: Shape) -> String {
    let link = |outline: &Outline| {
        let name = outline.name.replace('`', "");
        let (heading, _) = records()
            .into_iter()
            .find(|(_, other)| other.keys.len() == outline.keys.len() && other.name == outline.name)
            .expect("a heading");
        format!("[{name}](#{})", heading.to_lowercase().replace(' ', "-").replace('.', ""))
    };
    let words = |words: Vec<&str>| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match shape {
        Shape::Line | Shape::Text => "text".to_owned(),
        Shape::Names => "names: `Doe, Jane and Roe, Richard`".to_owned(),
        Shape::Language => "BCP 47 tag: `en-GB`".to_owned(),
        Shape::Date => "date: `2025`, `2025-05`, `2025-05-13`, `2025-05~`".to_owned(),
        Shape::Url => "web address".to_owned(),
        Shape::Colours => "CSS colour, or two: `\"#0a604b\"`, `[darkgreen, \"#79d2b2\"]`".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::FlagOr(word) => format!("`true`, `false` or `{word}`"),
        Shape::Count => "number from 1".to_owned(),
        Shape::Choice(of) => format!("one of {}", words(of())),
        Shape::Choices(of) => format!("some of {}", words(of())),
        Shape::Slug(_) => "slug: `[a-z0-9]+(-[a-z0-9]+)*`".to_owned(),
        Shape::SourceId => "Pandoc citation key: `herald`, `Smith_2020`, `doi:10.1038/x`".to_owned(),
        Shape::Doi => "DOI".to_owned(),
        Shape::Isbn => "ISBN".to_owned(),
        Shape::Wikidata => "item of Wikidata: `Q95`".to_owned(),
        Shape::Ror => "id of ROR: `03yrm5c26`".to_owned(),
        Shape::Lei => "LEI".to_owned(),
        Shape::Code => "[code of a diagnostic](diagnostics/README.md)".to_owned(),
        Shape::Lines => "text or list of texts".to_owned(),
        Shape::Hosts => "host name or list of them: `example.org`".to_owned(),
        Shape::SourceIds => "id or list of ids".to_owned(),
        Shape::OldAddresses(_) => "slug or route, or list of them".to_owned(),
        Shape::Terms => "term or list of terms".to_owned(),
        Shape::Value => "a value, or a [record](#a-value); a list of them where the field has `many`".to_owned(),
        Shape::Taxonomy => "id of a taxonomy".to_owned(),
        Shape::Pairs => "list of pairs of ids of taxonomies".to_owned(),
        Shape::Menu(of) => format!("list of names and {}s", link(&of())),
        Shape::Policy => "for each directive, an address or a list of them".to_owned(),
        Shape::Severities => "for each [code](diagnostics/README.md) `error`, `warning` or `off`".to_owned(),
        Shape::LineOr(of) => format!("text, or a {}", link(&of())),
        Shape::Record(of) => link(&of()),
        Shape::Records(of) => format!("list: {}", link(&of())),
        Shape::Anything => "anything".to_owned(),
    }
}

#[test]
fn every_key_says_what_it_means() {
    for (heading, outline) in records() {
        for key in outline.keys {
            assert!(key.meaning.ends_with(['.', '?']), "{heading}: {} means {:?}", key.name, key.meaning);
            assert!(!key.gist().is_empty(), "{heading}: {}", key.name);
        }
    }
}

/// A source that says everything.
fn whole() -> Source {
    let date = |text: &str| PartialDate::parse(text).ok();
    let text = |text: &str| Some(Box::from(text));
    let mut source = Source::of("Example Press");
    source.title = text("A title");
    source.author = text("Doe, Jane");
    source.date = date("2025-05-13");
    source.url = text("https://example.org/a");
    source.accessed = date("2025-06-01");
    source.doi = text("10.1000/x");
    source.isbn = text("9780306406157");
    source.note = text("A note");
    source.lang = text("en-GB");
    source.passages = [Passage::plain("Words")].into();
    source
}

#[test]
fn other_formats_call_the_keys_of_a_source_what_the_table_says() {
    let source = whole();
    let entry = || {
        std::iter::once(Entry {
            key: "a",
            source: &source,
            publisher: "Example Press",
            kind: SourceKind::Paper,
            reposted_at: None,
        })
    };
    let written = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    };
    let bib = written(&|out| bibtex::write(entry(), out).expect("a text"));
    let tagged = written(&|out| ris::write(entry(), out).expect("a text"));
    let csl = written(&|out| csl_json::write(entry(), out).expect("a text"));
    let said: Vec<&Key<'_>> = SOURCE.keys().filter(|key| key.csl.is_some()).collect();
    assert!(said.len() > 7, "{said:?}");
    for key in said {
        let variable = key.csl.unwrap_or_default();
        assert!(csl.contains(&format!("\"{variable}\":")), "{variable} in {csl}");
        let field = key.biblatex.expect("BibLaTeX has a field for what CSL has a variable for");
        assert!(bib.contains(&format!("  {field} = ")), "{field} in {bib}");
        let tag = key.ris.expect("RIS has a tag for what CSL has a variable for");
        assert!(tagged.contains(&format!("{tag}  - ")), "{tag} in {tagged}");
    }
}
