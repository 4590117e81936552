//! What a source may hold.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::fields::Findings;
use super::key::{Key, Shape};
use super::passage::{self, PASSAGE};
use super::read;
use super::table::{Field, Record, Table, field};
use super::value::{Given, Value};
use crate::diagnostic::Code;
use crate::files::{FileId, Span};
use crate::model::{Passage, Source, SourceId, SourceKind, Spanned, Transliteration, UrlStatus};
use crate::yaml::Node;

/// A source as it is listed: under an id, its publisher by a name.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// By which it is cited.
    pub id: &'a str,
    /// Who published it.
    pub publisher: &'a str,
    /// All else.
    pub source: &'a Source,
}

/// An entry of `sources` while it is read.
#[derive(Debug)]
pub struct SourceFields {
    /// By which it is cited.
    pub id: Spanned<String>,
    /// Where its publisher is named.
    pub publisher: Span,
    /// Where its DOI stands.
    pub doi: Option<Span>,
    /// Where its address stands.
    pub url: Option<Span>,
    /// Where the short form of a passage stands.
    pub quote: Option<Span>,
    /// What is said of it.
    pub source: Source,
}

impl Default for SourceFields {
    fn default() -> Self {
        SourceFields {
            id: Spanned::default(),
            publisher: 0..0,
            doi: None,
            url: None,
            quote: None,
            source: Source::of(""),
        }
    }
}

/// What a source says under a key, whatever its id and publisher.
pub fn says<'a>(field: &Field<SourceFields>, source: &'a Source) -> Option<Value<'a>> {
    field.value(Listed { id: "", publisher: "", source })
}

/// Take in a value that another source says.
pub fn take(field: &Field<SourceFields>, source: &mut Source, value: &Value<'_>) {
    let given = match value {
        Value::Date(date) => Given::Date(Spanned::new((*date).clone(), 0..0)),
        Value::Flag(flag) => Given::Flag(*flag),
        value => Given::Text(Spanned::new(value.as_text().into_owned(), 0..0)),
    };
    let mut unheard = Vec::new();
    let mut findings = Findings { file: FileId(0), transliteration: Transliteration::PLAIN, list: &mut unheard };
    let mut fields = SourceFields { source: std::mem::replace(source, Source::of("")), ..SourceFields::default() };
    (field.set)(&mut fields, given, &mut findings);
    *source = fields.source;
}

impl Record for SourceFields {
    type View<'a> = Listed<'a>;
}

/// A source.
pub const SOURCE: Table<SourceFields> = Table {
    name: "source",
    meaning: "A work that the case cites.",
    hint: "docs/reference.md lists the keys of a source",
    parts: &[FIELDS],
    one_of: &[],
};

const FIELDS: &[Field<SourceFields>] = &[
    field!(SourceFields, "id", Shape::SourceId, "By which the text cites it: `[@id]`.",
        get |view| Some(Value::text(view.id)), set |into, given| into.id = given.into())
    .required(),
    field!(SourceFields, "publisher", Shape::Line,
        "Who published it. By label or alias of content/publishers.yaml, or a new name.",
        get |view| Some(Value::text(view.publisher)),
        set |into, given| {
            into.publisher = given.span().unwrap_or_default();
            into.source.publisher = given.into();
        })
    .required()
    .biblatex("publisher")
    .schema_org("publisher"),
    field!(SourceFields, "title", Shape::Line, "Title. A headline or the like, where it was seen.", source.title)
    .of_work()
    .offered()
    .column()
    .csl("title")
    .biblatex("title")
    .ris("TI")
    .schema_org("headline"),
    field!(SourceFields, "author", Shape::Names, "Who wrote it.", source.author)
    .of_work()
    .column()
    .csl("author")
    .biblatex("author")
    .ris("AU")
    .schema_org("author"),
    field!(SourceFields, "date", Shape::Date,
        "When it was published. As exactly as it is known and no more; without one it is \"n.d.\".", source.date)
    .of_work()
    .offered()
    .column()
    .csl("issued")
    .biblatex("date")
    .ris("DA")
    .schema_org("datePublished"),
    field!(SourceFields, "url", Shape::Url, "The original.",
        get |view| view.source.url.as_deref().map(Value::text),
        set |into, given| {
            into.url = given.span();
            into.source.url = given.into();
        })
    .of_work()
    .offered()
    .column()
    .csl("URL")
    .biblatex("url")
    .ris("UR")
    .schema_org("url"),
    field!(SourceFields, "url_status", Shape::Choice(|| UrlStatus::ALL.map(UrlStatus::as_str).to_vec()),
        "Can the original still be followed? A `dead` or `unfit` one is named, not linked; its archived copy is offered \
         instead.",
        source.url_status)
    .default("live")
    .column(),
    field!(SourceFields, "archive_url", Shape::Url, "An archived copy.", source.archive_url)
    .of_work()
    .column(),
    field!(SourceFields, "archive_date", Shape::Date, "When the copy was made.", source.archive_date)
    .of_work()
    .column(),
    field!(SourceFields, "accessed", Shape::Date, "When the original was last read.", source.accessed)
    .column()
    .csl("accessed")
    .biblatex("urldate")
    .ris("Y2"),
    field!(SourceFields, "doi", Shape::Doi, "Digital object identifier. Such as `10.1038/x`.",
        get |view| view.source.doi.as_deref().map(Value::text),
        set |into, given| {
            into.doi = given.span();
            into.source.doi = given.into();
        })
    .of_work()
    .column()
    .csl("DOI")
    .biblatex("doi")
    .ris("DO"),
    field!(SourceFields, "isbn", Shape::Isbn, "ISBN. Of ten or thirteen digits.", source.isbn)
    .of_work()
    .column()
    .csl("ISBN")
    .biblatex("isbn")
    .ris("SN"),
    field!(SourceFields, "lang", Shape::Language, "Language of the source.", source.lang)
    .of_work()
    .column()
    .csl("language")
    .biblatex("langid")
    .ris("LA")
    .schema_org("inLanguage"),
    field!(SourceFields, "kind", Shape::Choice(|| SourceKind::ALL.map(SourceKind::as_str).to_vec()),
        "What kind of work it is.", source.kind)
    .of_work()
    .offered()
    .default("the publisher's"),
    field!(SourceFields, "independent", Shape::Flag, "Is it independent of the organisation?", source.independent)
    .default("by kind: news, court, paper and official are"),
    field!(SourceFields, "quote", Shape::Text, "Words quoted from it. Short for one passage of which no more is said.",
        get |view| view.source.quote().map(Value::text),
        set |into, given| {
            into.quote = given.span();
            into.source.passages = [Passage::plain(String::from(given))].into();
        }),
    field!(SourceFields, "passages", Shape::Records(|| PASSAGE.outline()), "Words quoted from it.",
        get |view| match view.source.quote() {
            None => Value::records(view.source.passages.iter().map(|passage| PASSAGE.pairs(passage))),
            Some(_) => None,
        },
        read |into, given, findings| passages(into, &given.nodes(), findings))
    .csl("annote")
    .biblatex("annotation")
    .ris("N1"),
    field!(SourceFields, "note", Shape::Text, "An editor's note on it.", source.note)
    .csl("note")
    .biblatex("note")
    .ris("N1"),
];

/// Take in `passages`, unless `quote` has said one already.
fn passages(into: &mut SourceFields, nodes: &[&Node], findings: &mut Findings<'_>) {
    let read = passage::list(nodes, findings);
    match (&into.quote, nodes.first()) {
        (None, _) => into.source.passages = read,
        (_, None) => {}
        (Some(quote), Some(first)) => {
            let message = "`quote` is short for one passage, and this source has `passages` too";
            let found = findings
                .at(Code::DuplicateKey, quote, message)
                .help("make the words of `quote` one more of the `passages`: `- text: …`; or remove `quote`")
                .related(findings.file, first.span.clone(), "the passages are here");
            findings.push(found);
        }
    }
}

/// What a source says that is one text, by the variable of CSL for it.
pub fn csl_texts(source: &Source) -> impl Iterator<Item = (&'static str, &str)> {
    texts(source, |key| key.csl)
}

/// What a source says that is one text, by what another format calls its key.
pub fn texts(
    source: &Source,
    name: impl Fn(&Key<'static>) -> Option<&'static str>,
) -> impl Iterator<Item = (&'static str, &str)> {
    let fields = FIELDS.iter().filter(|field| field.key.shape.is_text());
    fields.filter_map(move |field| match says(field, source)? {
        Value::Text(Cow::Borrowed(text)) => Some((name(&field.key)?, text)),
        _ => None,
    })
}

/// What it says that a format has no field for, under the names of its keys: `name` gives what the format calls a key.
/// Kind and independence are left to whoever knows what can be worked out.
pub fn own_texts(
    source: &Source,
    name: impl Fn(&Key<'static>) -> Option<&'static str>,
) -> impl Iterator<Item = (&'static str, String)> {
    // What `quote` says, `passages` has a field for.
    let judged = ["id", "publisher", "kind", "independent", "quote"];
    let pairs = SOURCE.pairs(Listed { id: "", publisher: "", source }).into_iter();
    pairs.filter_map(move |(key, value)| {
        let is_own = SOURCE.key(key).is_some_and(|key| name(key).is_none()) && !judged.contains(&key);
        let key = SOURCE.key(key)?.name;
        is_own.then(|| (key, value.as_text().into_owned()))
    })
}

/// A source as it is written in one file.
#[derive(Debug, Clone)]
pub struct ParsedSource {
    /// By which it is cited.
    pub id: Spanned<SourceId>,
    /// Where its publisher is named.
    pub publisher: Span,
    /// Where what identifies it stands: its DOI, else its URL, else its id.
    pub identity: Span,
    /// Where its address stands, in YAML.
    pub url: Option<Span>,
    /// What is said of it.
    pub source: Arc<Source>,
    /// What makes it the same work as another: [`Source::identities`].
    pub identities: Vec<String>,
}

impl ParsedSource {
    /// A source with its places.
    pub fn new(id: Spanned<SourceId>, publisher: Span, identity: Span, source: Source) -> Self {
        let identities = source.identities().collect();
        ParsedSource { id, publisher, identity, url: None, source: Arc::new(source), identities }
    }

    /// From its fields; none where its id cannot be one.
    pub fn of_fields(fields: SourceFields) -> Option<Self> {
        let id = Spanned::new(SourceId::parse(&fields.id.value)?, fields.id.span);
        let identity = fields.doi.or_else(|| fields.url.clone()).unwrap_or_else(|| id.span.clone());
        let parsed = ParsedSource::new(id, fields.publisher, identity, fields.source);
        Some(ParsedSource { url: fields.url, ..parsed })
    }
}

/// Read the entries of `sources`; duplicates of an id or a work are reported, and the first counts.
pub fn list(nodes: &[&Node], findings: &mut Findings<'_>) -> Vec<ParsedSource> {
    let mut sources: Vec<ParsedSource> = read::list(&SOURCE, nodes, findings, ParsedSource::of_fields);
    let mut ids: FxHashMap<&SourceId, &ParsedSource> = FxHashMap::default();
    let mut is_first = Vec::with_capacity(sources.len());
    for parsed in &sources {
        if let Some(first) = ids.get(&parsed.id.value) {
            let found = findings
                .at(Code::DuplicateSourceId, &parsed.id.span, format!("duplicate source id `{}`", parsed.id.value))
                .help("give each source an id of its own")
                .related(findings.file, first.id.span.clone(), "first given here");
            findings.push(found);
            is_first.push(false);
            continue;
        }
        ids.insert(&parsed.id.value, parsed);
        is_first.push(true);
    }
    let mut is_first = is_first.into_iter();
    sources.retain(|_| is_first.next().unwrap_or(true));
    sources.shrink_to_fit();
    report_same_works(&sources, findings);
    sources
}

/// Report the sources of a list that are one work.
pub fn report_same_works(sources: &[ParsedSource], findings: &mut Findings<'_>) {
    let mut works: FxHashMap<&str, &ParsedSource> = FxHashMap::default();
    for parsed in sources {
        let same = |identity: &String| {
            let first = works.get(identity.as_str())?;
            parsed.source.is_one_with(&first.source, identity).then_some(first)
        };
        if let Some(first) = parsed.identities.iter().find_map(same) {
            let message = format!("`{}` is the same work as `{}`", parsed.id.value, first.id.value);
            let found = findings
                .at(Code::DuplicateSourceUrl, &parsed.identity, message)
                .help(format!("remove this source and cite `{}`", first.id.value))
                .related(findings.file, first.identity.clone(), "first given here");
            findings.push(found);
        }
        for identity in &parsed.identities {
            works.entry(identity).or_insert(parsed);
        }
    }
}
