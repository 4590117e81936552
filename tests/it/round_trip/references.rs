//! A bibliography written and read again holds the same sources: every field that the format has a place for.

use std::collections::BTreeMap;

use casebook::export::{Entry, bibtex, csl_json, ris};
use casebook::files::FileId;
use casebook::model::{
    Bibliographic, PartialDate, Passage, Slug, Source, SourceKind, UrlStatus, names, publisher_variables, rich,
};
use casebook::sources;
use proptest::prelude::*;

/// Text on one line, with what the formats take for markup.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zé][a-zA-Z ]{0,20}",
        "[-A-Za-z0-9{}\\\\%$#_&~^\"'`@=,.:;<>/|()\\[\\] é–—“”]{1,30}",
        "\\PC{1,20}",
        prop::sample::select(vec![
            "\\input{/etc/passwd}",
            "}, url = {x",
            "a--b---c",
            "TY  - JOUR",
            "and others",
            "=1+1",
            "<b>x</b> & <script>",
        ])
        .prop_map(str::to_owned),
    ]
    .prop_map(|text| casebook::schema::fields::clean(&text))
    .prop_filter("no text", |text| !text.is_empty())
}

fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(text(), 1..3).prop_map(|lines| lines.join("\n"))
}

fn date() -> impl Strategy<Value = PartialDate> {
    let written = vec![
        "2025",
        "2025-05",
        "2025-05-13",
        "2025~",
        "2025-05?",
        "2025%",
        "2021/2024-06",
        "2021~/2024~",
        "2021/2024?",
        "0999",
        "2025-05-13T10:00:00Z",
    ];
    prop::sample::select(written).prop_map(|written| PartialDate::parse(written).unwrap())
}

fn author() -> impl Strategy<Value = String> {
    let word = || prop_oneof!["[A-Z][a-zé]{1,8}", "[A-Z][a-z&%_$#-]{1,6}"];
    let given = "[A-Z][a-z]{5,8}( [A-Z]\\.)?";
    let person = (word(), given, prop::option::of(Just("van der")), prop::option::of(Just("Jr.")));
    let person = person.prop_map(|(family, given, particle, suffix)| {
        names::Name::Person(names::Person {
            family,
            given: Some(given),
            particle: particle.map(str::to_owned),
            suffix: suffix.map(str::to_owned),
            ..names::Person::default()
        })
    });
    let bodies = vec!["Example Ltd", "Research and Development", "Jane Doe", "Example Office"];
    let literal = prop::sample::select(bodies).prop_map(|name| names::Name::Literal(name.to_owned()));
    prop::collection::vec(prop_oneof![person, literal], 1..4).prop_map(|people| names::write(&people))
}

/// A name with any of its parts, as people have them.
fn any_name() -> impl Strategy<Value = names::Name> {
    let family = prop::sample::select(vec![
        "Doe",
        "García lorca",
        "La Fontaine",
        "lower",
        "d’Or",
        "Doe, X",
        "Roe and Soe",
        "A=b",
        "李",
    ]);
    let given =
        prop::option::of(prop::sample::select(vec!["Jane", "J. M.", "Xiao ming", "bell", "Éa & Co_1", "Ana, B"]));
    let particle = || prop::option::of(prop::sample::select(vec!["van der", "De", "al", "d’", "ni"]));
    let suffix = prop::option::of(prop::sample::select(vec!["Jr.", "III", "PhD, MD"]));
    let person = (family, given, particle(), particle(), suffix, any::<bool>());
    let person = person.prop_filter_map("a family name alone", |(family, given, particle, dropping, suffix, comma)| {
        let own = |part: Option<&str>| part.map(str::to_owned);
        given?;
        Some(names::Name::Person(names::Person {
            family: family.to_owned(),
            given: own(given),
            particle: own(particle),
            dropping: own(dropping),
            suffix: own(suffix),
            comma_suffix: comma && suffix.is_some(),
        }))
    });
    let bodies =
        vec!["Example, Inc.", "Research and Development", "others united", "a body in lower case", "100% & more_"];
    prop_oneof![person, prop::sample::select(bodies).prop_map(|name| names::Name::Literal(name.to_owned()))]
}

fn bibliographic() -> impl Strategy<Value = Bibliographic> {
    let work_type = prop::sample::select(vec![
        "article-journal",
        "article-newspaper",
        "article-magazine",
        "book",
        "chapter",
        "paper-conference",
        "thesis",
        "report",
        "webpage",
        "post",
        "post-weblog",
        "legal_case",
        "legislation",
        "dataset",
        "software",
        "patent",
        "manuscript",
        "motion_picture",
        "speech",
        "hearing",
        "bill",
        "entry-encyclopedia",
        "pamphlet",
        "standard",
        "document",
    ]);
    let names = prop::collection::btree_map(
        prop::sample::select(vec!["editor", "translator", "container-author"]).prop_map(str::to_owned),
        author(),
        0..3,
    );
    let variables =
        prop::collection::btree_map(prop::sample::select(VARIABLES.to_vec()).prop_map(str::to_owned), text(), 0..6);
    (work_type, variables, names, any::<bool>()).prop_map(|(work_type, mut variables, names, has_pages)| {
        // A ruling has an authority where others have a publisher.
        if work_type == "legal_case"
            && let Some(publisher) = variables.remove("publisher")
        {
            variables.insert("authority".to_owned(), publisher);
        }
        if let Some(issn) = variables.get_mut("ISSN") {
            "1234-5678".clone_into(issn);
        }
        if has_pages {
            variables.insert("page".to_owned(), "3-14".to_owned());
        }
        Bibliographic { work_type: work_type.to_owned(), sentence_title: None, variables, names }
    })
}

/// CSL variables that BibLaTeX has fields for, whatever the type.
const VARIABLES: [&str; 17] = [
    "container-title",
    "container-title-short",
    "publisher",
    "publisher-place",
    "collection-title",
    "volume",
    "edition",
    "chapter-number",
    "number-of-pages",
    "number-of-volumes",
    "event-title",
    "event-place",
    "version",
    "title-short",
    "ISSN",
    "annote",
    "status",
];

prop_compose! {
    fn passage()(id in prop::option::of("[a-z]{1,3}(-[0-9])?"), text in lines(), at in prop::option::of("[a-z]\\. [0-9]{1,3}(, [a-z:(]{1,9})?"), translated in any::<bool>()) -> Passage {
        Passage { id: id.and_then(|id| Slug::parse(&id).ok()), text: text.into(), at: at.map(Into::into), translated }
    }
}

prop_compose! {
    fn source()(
        publisher in text(), kind in prop::option::of(prop::sample::select(SourceKind::ALL.to_vec())),
        title in prop::option::of(text()), date_ in prop::option::of(date()), has_url in any::<bool>(),
        url_status in prop::sample::select(UrlStatus::ALL.to_vec()), archive in prop::option::of(date()),
        accessed in prop::option::of(date()), author in prop::option::of(author()), has_doi in any::<bool>(),
        has_isbn in any::<bool>(), has_lang in any::<bool>(), passages in prop::collection::vec(passage(), 0..3), note in prop::option::of(lines()),
        independent in prop::option::of(any::<bool>()), bibliographic in prop::option::of(bibliographic()),
    ) -> Source {
        Source {
            kind, date: date_, url_status, accessed, independent,
            title: title.map(Into::into),
            author: author.map(Into::into),
            passages: passages.into(),
            note: note.map(Into::into),
            url: has_url.then(|| "https://example.org/a--b_c/%20?q=1&r=~x#~y".into()),
            archive_url: archive.as_ref().map(|_| "https://web.archive.org/web/2025/https://example.org/a--b_c".into()),
            archive_date: archive,
            doi: has_doi.then(|| "10.1000/a--b_(c)<1::aid>3.0;2-#".into()),
            isbn: has_isbn.then(|| "978-0-306-40615-7".into()),
            lang: has_lang.then(|| "en-GB".into()),
            bibliographic: bibliographic.map(Box::new),
            ..Source::of(publisher)
        }
    }
}

/// The kind that a source is written with.
fn kind_of(source: &Source) -> SourceKind {
    let by_type = source.bibliographic.as_ref().and_then(|of_file| SourceKind::of_work_type(&of_file.work_type));
    source.kind.or(by_type).unwrap_or(SourceKind::Other)
}

type Write = fn(Vec<Entry<'_>>) -> Vec<u8>;

fn through(source: &Source, write: Write) -> Source {
    let entry =
        Entry { key: "a-source", source, publisher: &source.publisher, kind: kind_of(source), reposted_at: None };
    let written = String::from_utf8(write(vec![entry])).unwrap();
    let (read, findings) = sources::read(&written, FileId(0));
    assert!(findings.is_empty(), "{findings:?}\n{written}");
    assert_eq!(read.len(), 1, "{written}");
    assert_eq!(read[0].id.value.as_str(), "a-source");
    Source::clone(&read[0].source)
}

fn as_csl(entries: Vec<Entry<'_>>) -> Vec<u8> {
    let mut out = Vec::new();
    csl_json::write(entries.into_iter(), &mut out).unwrap();
    out
}

fn as_bib(entries: Vec<Entry<'_>>) -> Vec<u8> {
    let mut out = Vec::new();
    bibtex::write(entries.into_iter(), &mut out).unwrap();
    out
}

fn as_ris(entries: Vec<Entry<'_>>) -> Vec<u8> {
    let mut out = Vec::new();
    ris::write(entries.into_iter(), &mut out).unwrap();
    out
}

/// What is compared: a source of front matter comes back with the CSL type of its kind.
fn expected(source: &Source) -> Source {
    let kind = kind_of(source);
    let (work_type, variable) = kind.work_type();
    let of_kind = Bibliographic {
        work_type: work_type.to_owned(),
        variables: BTreeMap::from([(variable.to_owned(), source.publisher.to_string())]),
        ..Bibliographic::default()
    };
    let mut expected = source.clone();
    let is_said = source.kind.is_some() || kind != SourceKind::Other;
    expected.kind = is_said.then_some(kind);
    expected.bibliographic.get_or_insert_with(|| Box::new(of_kind));
    expected
}

fn on_one_line(passage: &Passage) -> Passage {
    Passage { text: casebook::schema::fields::clean(&passage.text).into(), ..passage.clone() }
}

/// As [`expected`], on one line.
fn expected_of_bib(source: &Source) -> Source {
    let mut expected = expected(source);
    let one_line = |text: &str| casebook::schema::fields::clean(text).into();
    expected.note = expected.note.as_deref().map(one_line);
    expected.passages = expected.passages.iter().map(on_one_line).collect();
    if let Some(of_file) = &mut expected.bibliographic {
        // The publisher of a page of the web is read as its publisher, not as the site.
        let is_site = source.bibliographic.is_none() && matches!(of_file.work_type.as_str(), "webpage" | "post");
        if is_site {
            let site = of_file.variables.remove("container-title");
            of_file.variables.extend(site.map(|site| ("publisher".to_owned(), site)));
        }
        // BibLaTeX has no place for a publisher that no variable says.
        let order = publisher_variables(&of_file.work_type);
        if let Some(said) = order.iter().find_map(|variable| of_file.variables.get(*variable)) {
            expected.publisher = said.as_str().into();
        }
    }
    expected
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn csl_json_holds_every_field(source in source()) {
        let mut expected = expected(&source);
        // Tags are markup to CSL. In titles what was written is kept beside it.
        for value in expected.bibliographic.iter_mut().flat_map(|of_file| of_file.variables.values_mut()) {
            *value = rich::plain(value);
        }
        prop_assert_eq!(through(&source, as_csl), expected, "{}", String::from_utf8_lossy(&as_csl(vec![Entry { key: "a", source: &source, publisher: &source.publisher, kind: kind_of(&source), reposted_at: None }])));
    }

    #[test]
    fn biblatex_holds_every_field(source in source()) {
        let mut read = through(&source, as_bib);
        let mut expected = expected_of_bib(&source);
        let order = publisher_variables(&expected.bibliographic.as_ref().unwrap().work_type);
        if !order.iter().any(|variable| expected.bibliographic.as_ref().unwrap().variables.contains_key(*variable)) {
            read.publisher.clone_from(&source.publisher);
            expected.publisher.clone_from(&source.publisher);
        }
        prop_assert_eq!(read, expected, "{}", String::from_utf8_lossy(&as_bib(vec![Entry { key: "a", source: &source, publisher: &source.publisher, kind: kind_of(&source), reposted_at: None }])));
    }

    #[test]
    fn sentence_case_survives(words in prop::collection::vec("[A-Z]?[a-z]{1,6}|[A-Z]{2,4}|a|[Vv]-[Tt]o|\\{[A-Z][a-z]+\\}|[a-z]+:", 1..8)) {
        let read = |text: &str| sources::read(text, FileId(0)).0.remove(0).source;
        let first = read(&format!("@article{{a, title = {{{}}}, journaltitle = {{J}}}}", words.join(" ")));
        let entry = || Entry { key: "a", source: &first, publisher: "J", kind: SourceKind::Paper, reposted_at: None };
        for again in [as_bib(vec![entry()]), as_csl(vec![entry()])] {
            let again = read(std::str::from_utf8(&again).unwrap());
            let sentence = |source: &Source| {
                let of_file = source.bibliographic.as_ref().unwrap();
                of_file.sentence_title.clone().map(Into::into).or(source.title.clone())
            };
            prop_assert_eq!(sentence(&again), sentence(&first));
            prop_assert_eq!(&again.title, &first.title);
        }
    }

    #[test]
    fn every_name_survives(list in prop::collection::vec(any_name(), 1..4), goes_on in any::<bool>()) {
        let mut list = list;
        if goes_on {
            list.push(names::Name::Others);
        }
        let source = Source { author: Some(names::write(&list).into()), ..Source::of("Example Press") };
        for write in [as_csl as Write, as_bib] {
            let read = through(&source, write);
            prop_assert_eq!(names::parse(read.author.as_deref().unwrap_or_default()), list.clone());
        }
    }

    #[test]
    fn ris_holds_what_it_can(source in source()) {
        let read = through(&source, as_ris);
        prop_assert_eq!(&read.title, &source.title);
        prop_assert_eq!(&read.url, &source.url);
        prop_assert_eq!(&read.doi, &source.doi);
        prop_assert_eq!(&read.isbn, &source.isbn);
        prop_assert_eq!(&read.author, &source.author);
        prop_assert_eq!(&read.lang, &source.lang);
        let note = source.note.as_deref().map(casebook::schema::fields::clean);
        prop_assert_eq!(read.note.as_deref(), note.as_deref());
        let passages: Vec<Passage> = source.passages.iter().map(on_one_line).collect();
        prop_assert_eq!(&*read.passages, passages);
        let start = |date: &PartialDate| date.start().datetime();
        prop_assert_eq!(read.date.as_ref().map(start), source.date.as_ref().map(start));
        prop_assert_eq!(read.accessed.as_ref().map(start), source.accessed.as_ref().map(start));
    }
}
