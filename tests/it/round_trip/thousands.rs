//! A bibliography of 5,000 entries with every difficulty of its format: no entry, name or title is lost on the way from
//! the file to the site, to each export and back.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use casebook::export::{self, Entry, bibtex, csl_json, ris};
use casebook::files::FileId;
use casebook::model::{Site, Source, names};
use casebook::sources;

const COUNT: usize = 5_000;
const IN_A_CASE: usize = 100;

/// Authors as BibTeX writes them, and as people read them.
const AUTHORS: [(&str, &str); 16] = [
    ("Doe, Jane", "Jane Doe"),
    ("{Garc{\\'\\i}a lorca}, Federico", "Federico García lorca"),
    ("García lorca, Federico", "Federico García lorca"),
    ("Lamb, L. and others", "L. Lamb et al."),
    ("{Example, Inc.} and {Roe and Sons}", "Example, Inc., Roe and Sons"),
    ("van der Berg, Jan and de la Cruz, Ana", "Jan van der Berg, Ana de la Cruz"),
    ("La Fontaine, Jean de", "Jean de La Fontaine"),
    ("Doe, Jr., John", "John Doe Jr."),
    ("J{\\\"o}rg {\\O}rsted and {\\relax Yu}, Li", "Jörg Ørsted, Li Yu"),
    ("hooks, bell", "bell hooks"),
    ("family=Rossi, given=Anna, prefix=ni, useprefix=false", "Anna ni Rossi"),
    ("{World Example Organization}", "World Example Organization"),
    ("Dvo\\v{r}{\\'a}k, Anton{\\'\\i}n AND \\'Swi{\\k{a}}tek, O.", "Antonín Dvořák, O. Świątek"),
    ("O'Neil, Mary~Ann and Smith-Jones, A.-B.", "Mary Ann O'Neil, A.-B. Smith-Jones"),
    ("Madonna", "Madonna"),
    ("{R\\&D Group of Example}", "R&D Group of Example"),
];

/// Titles in the same two forms.
const TITLES: [(&str, &str); 12] = [
    ("On {NASA} and Other Things", "On NASA and Other Things"),
    ("{\\'E}tudes na{\\\"\\i}ves", "Études naïves"),
    ("Of \\emph{E. coli} in H\\textsubscript{2}O", "Of E. coli in H₂O"),
    ("10\\textsuperscript{3} or $10^{-3}$: $\\beta$-Carotene", "10³ or 10⁻³: β-Carotene"),
    ("``Quotes'' -- and Dashes --- again", "“Quotes” – and Dashes — again"),
    ("{Everything in Braces}", "Everything in Braces"),
    ("50\\% of \\$5 \\& \\#1 under\\_score", "50% of $5 & #1 under_score"),
    ("A{\\relax n} \\textbf{Ex}ample~of \\textsc{iso}", "An Example of ISO"),
    ("pyGarden: A Semi-Automatic Garden", "pyGarden: A Semi-Automatic Garden"),
    ("What? Where! \\ldots{} and \\LaTeX{}", "What? Where! … and LaTeX"),
    ("R\\&amp;D at {Example} Ltd", "R&D at Example Ltd"),
    ("La d{\\'e}couverte du \\oe{}uvre", "La découverte du œuvre"),
];

const TYPES: [&str; 12] = [
    "article",
    "book",
    "incollection",
    "inproceedings",
    "online",
    "techreport",
    "phdthesis",
    "thesis",
    "misc",
    "patent",
    "dataset",
    "unpublished",
];

const MONTHS: [&str; 5] = ["month = may", "month = {May}", "month = 5", "month = {13~May}", "day = {3}, month = oct"];

/// What is to be found again of an entry: who wrote it, and its title.
type Wanted = BTreeMap<String, (String, String)>;

fn bibliography() -> (String, Wanted) {
    let mut text = String::from("Kept by hand.\n@string{pub = {Example } # \"Press\"}\n@comment{x{y}z}\n");
    let mut wanted = Wanted::new();
    for number in 0..COUNT {
        let (author, shown) = AUTHORS[number % AUTHORS.len()];
        let (title, plain) = TITLES[number / 3 % TITLES.len()];
        let kind = TYPES[number / 7 % TYPES.len()];
        let key = match number % 5 {
            0 => format!("doi:10.5555/s0({number})1"),
            1 => format!("Doe_{number}."),
            2 => format!("http://example.org/users/{number}"),
            _ => format!("doe{number}"),
        };
        let (open, close) = if number % 11 == 0 { ('(', ')') } else { ('{', '}') };
        // The same author, publisher and year again and again; now and then an address in common.
        let publisher = ["pub", "{Wiley-VCH}", "{Wiley VCH}", "{Example \\& Sons, Ltd}"][number % 4];
        let year = 2000 + number / 16 % 5;
        let _ = write!(
            text,
            "@{kind}{open}{key},\n  author = {{{author}}}, title = {{{title} {number}}}, publisher = {publisher},\n"
        );
        let _ = writeln!(text, "  year = {year}, {},", MONTHS[number % MONTHS.len()]);
        match number % 6 {
            0 => text.push_str("  crossref = {whole}, pages = {1--9},\n"),
            1 => text.push_str("  url = {https://example.org/a\\_page},\n"),
            2 => {
                let _ = writeln!(text, "  doi = {{10.5555/x\\_{number}}},");
            }
            _ => {}
        }
        let _ = writeln!(text, "{close}");
        wanted.insert(key, (shown.to_owned(), format!("{plain} {number}")));
    }
    text.push_str(
        "@book{whole, title = {The Whole}, editor = {Editor, Edith}, year = 1900, publisher = {Whole Press}}\n",
    );
    (text, wanted)
}

fn site(text: &str, keys: &[&String]) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let file = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    file("casebook.yaml", "title: T\n");
    file("content/sources/library.bib", text);
    for (number, keys) in keys.chunks(IN_A_CASE).enumerate() {
        let cited: Vec<String> = keys.iter().map(|key| format!("[@{{{key}}}]")).collect();
        let front = "title: A\ndate: 2025\nsummary: S.\nsources: []";
        file(
            &format!("content/cases/c{number}.md"),
            &format!("---\n{front}\n---\n\n## One\n\nText {}.\n", cited.join(" ")),
        );
    }
    casebook::pipeline::site(folder.path()).unwrap()
}

fn said_by(source: &Source) -> (String, String) {
    let author = source.author.as_deref().map(names::display).unwrap_or_default();
    (author, source.title.as_deref().unwrap_or_default().to_owned())
}

/// How a format is written.
type Write = dyn Fn(&mut dyn Iterator<Item = Entry<'_>>, &mut Vec<u8>);

/// Write entries in a format and read them again, by their keys.
fn again<'a>(entries: impl Iterator<Item = Entry<'a>>, write: &Write) -> BTreeMap<String, Source> {
    let mut written = Vec::new();
    write(&mut { entries }, &mut written);
    let (read, found) = sources::read(std::str::from_utf8(&written).unwrap(), FileId(0));
    assert_eq!(found.iter().map(|one| one.message.clone()).collect::<Vec<_>>(), Vec::<String>::new());
    let count = read.len();
    let by_key: BTreeMap<String, Source> =
        read.into_iter().map(|one| (one.id.value.to_string(), Source::clone(&one.source))).collect();
    assert_eq!(by_key.len(), count, "no key twice");
    by_key
}

#[test]
fn no_entry_name_or_title_is_lost() {
    let (text, wanted) = bibliography();
    let keys: Vec<&String> = wanted.keys().collect();
    let site = site(&text, &keys);

    // To the site: each entry is a work of its own, and says what the file says.
    let cited: Vec<_> = site.cases.iter().flat_map(|case| &case.sources).collect();
    assert_eq!(cited.len(), COUNT);
    for source in &cited {
        assert_eq!(said_by(&source.source), wanted[source.id.as_str()], "{}", source.id);
    }
    assert_eq!(cited.iter().map(|source| source.work).collect::<HashSet<_>>().len(), COUNT);
    assert_eq!(site.works.len(), COUNT);

    // To each export and back.
    let by_slug: BTreeMap<&str, &(String, String)> =
        cited.iter().map(|source| (site.work(source.work).slug.as_str(), &wanted[source.id.as_str()])).collect();
    let formats: [(&str, &Write); 3] = [
        ("BibLaTeX", &|entries, out| bibtex::write(entries, out).unwrap()),
        ("CSL-JSON", &|entries, out| csl_json::write(entries, out).unwrap()),
        ("RIS", &|entries, out| ris::write(entries, out).unwrap()),
    ];
    for (format, write) in formats {
        let read = again(export::of_site(&site), write);
        assert_eq!(read.len(), COUNT, "{format}");
        for (slug, (author, title)) in &by_slug {
            let (read_author, read_title) = said_by(&read[*slug]);
            assert_eq!(&read_title, title, "{format} {slug}");
            // RIS has no word for a list that goes on, nor for a body with a comma.
            let is_held = format != "RIS" || !(author.ends_with("et al.") || author.contains(", Inc."));
            if is_held {
                assert_eq!(&read_author, author, "{format} {slug}");
            } else {
                assert!(read_author.contains(author.split([',', ' ']).next().unwrap()), "{format} {slug}");
            }
        }
        let of_cases: usize = site.cases.iter().map(|case| again(export::of_case(&site, case), write).len()).sum();
        assert_eq!(of_cases, COUNT, "{format}");
    }
}
