//! What a vocabulary may hold: that of a taxonomy, and that of the publishers.

use super::key::Shape;
use super::read::{self, Read, TERM_ID};
use super::table::{Field, Record, Table, field};
use crate::files::{FileId, Span};
use crate::model::{Openness, Slug, SourceKind, Spanned, Transliteration};

/// A vocabulary, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedVocabulary {
    /// Its file.
    pub file: FileId,
    /// The front-matter key.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// What it classifies.
    pub definition: Option<String>,
    /// Advice to those who choose its terms.
    pub editors: Option<String>,
    /// First part of the addresses of its pages.
    pub route: Spanned<Slug>,
    /// May terms appear by use?
    pub openness: Openness,
    /// Must every case have a term?
    pub required: bool,
    /// Id of the taxonomy whose number of terms this one describes.
    pub scope_of: Option<Spanned<String>>,
    /// Its terms.
    pub terms: Vec<ParsedTerm>,
}

/// A term of a vocabulary's file.
#[derive(Debug, Clone)]
pub struct ParsedTerm {
    /// Its name in addresses.
    pub id: Spanned<Slug>,
    /// Its name for people.
    pub label: Spanned<String>,
    /// What it means.
    pub definition: Option<String>,
    /// Advice to those who choose it.
    pub editors: Option<String>,
    /// Other names.
    pub aliases: Vec<Spanned<String>>,
    /// A broader term.
    pub broader: Option<Spanned<String>>,
    /// What a publisher mostly brings out.
    pub kind: Option<SourceKind>,
    /// Where a publisher publishes.
    pub hosts: Vec<String>,
}

/// A vocabulary's file while it is read.
#[derive(Debug, Default)]
pub struct VocabularyFields {
    label: Option<String>,
    plural: Option<String>,
    definition: Option<String>,
    editors: Option<String>,
    route: Option<Spanned<Slug>>,
    openness: Option<Openness>,
    required: bool,
    scope_of: Option<Spanned<String>>,
    terms: Vec<ParsedTerm>,
}

impl Record for VocabularyFields {
    type View<'a> = &'a ParsedVocabulary;
}

/// The vocabulary of a taxonomy.
pub const VOCABULARY: Table<VocabularyFields> = Table {
    name: "vocabulary",
    meaning: "A taxonomy: one way of classifying cases.",
    hint: "docs/reference.md lists the keys of a vocabulary",
    parts: &[
        SETTINGS,
        &[field!(
            VocabularyFields,
            "terms",
            Shape::Records(|| TERM.outline()),
            "Its terms, in order.",
            read | into,
            given,
            findings | into.terms = terms(&TERM, &given.nodes(), findings)
        )],
    ],
    one_of: &[],
};

/// The vocabulary of the publishers.
pub const PUBLISHERS: Table<VocabularyFields> = Table {
    meaning: "The publishers of sources. Others may appear by use.",
    parts: &[
        SETTINGS,
        &[field!(
            VocabularyFields,
            "terms",
            Shape::Records(|| PUBLISHER.outline()),
            "The publishers.",
            read | into,
            given,
            findings | into.terms = terms(&PUBLISHER, &given.nodes(), findings)
        )],
    ],
    ..VOCABULARY
};

const SETTINGS: &[Field<VocabularyFields>] = &[
    field!(
        VocabularyFields,
        "label",
        Shape::Line,
        "Its name for people, in the singular.",
        set | into,
        given | into.label = given.into()
    )
    .default("from the file's name"),
    field!(
        VocabularyFields,
        "plural",
        Shape::Line,
        "Its name for people, in the plural.",
        set | into,
        given | into.plural = given.into()
    )
    .default("`label`"),
    field!(
        VocabularyFields,
        "definition",
        Shape::Text,
        "What it classifies, for readers.",
        set | into,
        given | into.definition = given.into()
    ),
    field!(
        VocabularyFields,
        "editors",
        Shape::Text,
        "Advice to those who choose its terms. Shown where cases are written, by JSON Schemas and forms, and on no page.",
        set | into,
        given | into.editors = given.into()
    ),
    field!(
        VocabularyFields,
        "route",
        Shape::Slug("a route"),
        "First part of the addresses of its pages.",
        set | into,
        given | into.route = given.into()
    )
    .default("from `plural`"),
    field!(
        VocabularyFields,
        "vocabulary",
        Shape::Choice(|| vec!["closed", "open"]),
        "May terms appear by use? `closed`: an unknown term is an error; `open`: a new term appears by use.",
        set | into,
        given | into.openness = Some(given.into())
    )
    .default("`open`"),
    field!(
        VocabularyFields,
        "required",
        Shape::Flag,
        "Must every case have a term?",
        set | into,
        given | into.required = given.into()
    )
    .default("`false`"),
    field!(
        VocabularyFields,
        "scope_of",
        Shape::Taxonomy,
        "The taxonomy whose number of terms in a case this one describes. \
         Its terms `single`, `several` and `organisation-wide` must agree with that number.",
        set | into,
        given | into.scope_of = given.into()
    ),
];

/// A term while it is read.
#[derive(Debug, Default)]
pub struct TermFields {
    id: Option<Spanned<Slug>>,
    label: Option<Spanned<String>>,
    definition: Option<String>,
    editors: Option<String>,
    aliases: Vec<Spanned<String>>,
    broader: Option<Spanned<String>>,
    kind: Option<SourceKind>,
    hosts: Vec<Spanned<String>>,
}

impl Record for TermFields {
    type View<'a> = &'a ParsedTerm;
}

/// A term of a taxonomy.
pub const TERM: Table<TermFields> =
    Table { name: "term", meaning: "A term.", hint: "", parts: &[OF_TERM], one_of: &["id", "label"] };

/// A publisher.
pub const PUBLISHER: Table<TermFields> = Table {
    meaning: "A publisher.",
    parts: &[
        OF_TERM,
        &[
            field!(
                TermFields,
                "kind",
                Shape::Choice(|| SourceKind::ALL.map(SourceKind::as_str).to_vec()),
                "What it mostly brings out. A source may say otherwise.",
                set | into,
                given | into.kind = given.into()
            ),
            field!(
                TermFields,
                "hosts",
                Shape::Hosts,
                "Hosts where it publishes, and all below them. A source at another one is shown as reposted there; \
                 resolvers such as doi.org and web archives apart.",
                set | into,
                given | into.hosts = given.into()
            ),
        ],
    ],
    ..TERM
};

const OF_TERM: &[Field<TermFields>] = &[
    field!(
        TermFields,
        "id",
        Shape::Slug(TERM_ID),
        "Its name in addresses.",
        set | into,
        given | into.id = given.into()
    )
    .default("from `label`"),
    field!(TermFields, "label", Shape::Line, "Its name for people.", set | into, given | into.label = given.into())
        .default("from `id`"),
    field!(
        TermFields,
        "definition",
        Shape::Text,
        "What it means, and what it does not, for readers.",
        set | into,
        given | into.definition = given.into()
    ),
    field!(
        TermFields,
        "editors",
        Shape::Text,
        "Advice to those who choose it: what sets it apart from its neighbours. Shown where cases are written, by JSON \
         Schemas and forms, and on no page.",
        set | into,
        given | into.editors = given.into()
    ),
    field!(
        TermFields,
        "aliases",
        Shape::Lines,
        "Other names by which a case may give it.",
        set | into,
        given | into.aliases = given.into()
    ),
    field!(
        TermFields,
        "broader",
        Shape::Line,
        "Id of a broader term of this vocabulary. A case under a term counts under its broader ones.",
        set | into,
        given | into.broader = given.into()
    ),
];

fn terms(
    table: &Table<TermFields>,
    nodes: &[&crate::yaml::Node],
    findings: &mut super::fields::Findings<'_>,
) -> Vec<ParsedTerm> {
    nodes.iter().filter_map(|node| term(read::record(table, node, findings)?, findings.transliteration)).collect()
}

/// A term: the id gives the label, or the label the id.
fn term(read: Read<TermFields>, transliteration: Transliteration) -> Option<ParsedTerm> {
    let TermFields { id, label, definition, editors, aliases, broader, kind, hosts } = read.value;
    let hosts = hosts.into_iter().map(|host| host.value).collect();
    let (id, label) = match (id, label) {
        _ if read.has_bad_id => return None,
        (Some(id), Some(label)) => (id, label),
        (Some(id), None) => {
            let label = Spanned::new(label_of(&id.value.as_str().replace('-', "_")), id.span.clone());
            (id, label)
        }
        (None, Some(label)) => (Spanned::new(transliteration.slug(&label.value), read.opening), label),
        (None, None) => return None,
    };
    Some(ParsedTerm { id, label, definition, editors, aliases, broader, kind, hosts })
}

/// `adoption_type` → `Adoption type`
pub fn label_of(id: &str) -> String {
    let words = id.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl ParsedVocabulary {
    /// The vocabulary of a file that says these things at a place; one that says nothing is open and has no terms, so
    /// that no term of any case is reported for the file's sake.
    pub fn new(
        file: FileId,
        id: String,
        fields: VocabularyFields,
        opening: Span,
        transliteration: Transliteration,
    ) -> Self {
        let label = fields.label.unwrap_or_else(|| label_of(&id));
        let plural = fields.plural.unwrap_or_else(|| label.clone());
        ParsedVocabulary {
            file,
            route: fields.route.unwrap_or_else(|| Spanned::new(transliteration.slug(&plural), opening)),
            openness: fields.openness.unwrap_or(Openness::Open),
            definition: fields.definition,
            editors: fields.editors,
            required: fields.required,
            scope_of: fields.scope_of,
            terms: fields.terms,
            id,
            label,
            plural,
        }
    }
}
