//! What a vocabulary may hold: that of a taxonomy, and that of the publishers.

use std::sync::Arc;

use super::case::{ALLOWANCE, allowances};
use super::fields::Findings;
use super::key::{Key, Shape, label_of};
use super::own::{self, Owner, ParsedFieldValue};
use super::read::{self, Read, TERM_ID};
use super::source::{self, ParsedSource, SOURCE};
use super::table::{Field, Record, Table, field};
use super::value::{Shown, Value};
use crate::diagnostic::Code;
use crate::files::{FileId, Span};
use crate::model::{
    Allowed, Case, Identifier, Mark, Openness, OwnField, Site, Slug, SourceKind, Spanned, Term, TermRef,
    Transliteration, Visibility, words_of,
};
use crate::yaml::Node;

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
    /// Id of the taxonomy whose terms it shares.
    pub terms_of: Option<Spanned<String>>,
    /// Keys of its own that its terms may have.
    pub fields: Vec<OwnField>,
    /// Its terms: those of its file, then those with a file of their own. Roles have those of their owner.
    pub terms: Arc<Vec<ParsedTerm>>,
}

/// A term of a vocabulary's file, or of a file of its own.
#[derive(Debug, Clone)]
pub struct ParsedTerm {
    /// The file that declares it.
    pub file: FileId,
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
    /// The shape beside its label.
    pub mark: Option<Mark>,
    /// What a publisher mostly brings out.
    pub kind: Option<SourceKind>,
    /// Where a publisher publishes.
    pub hosts: Vec<String>,
    /// By which it is known elsewhere: key and value.
    pub identifiers: Vec<(&'static str, Spanned<String>)>,
    /// What is said of it beyond that.
    pub said: Said,
}

/// What is said of a term beyond its names: in its own file, or in that of its vocabulary.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Where a message about the whole of it points.
    pub opening: Span,
    /// The works that its text and its values cite.
    pub sources: Vec<ParsedSource>,
    /// Values of the vocabulary's fields, by field.
    pub own: Vec<Vec<ParsedFieldValue>>,
    /// Language of its text, where it differs from the site's.
    pub lang: Option<String>,
    /// Is its text published?
    pub visibility: Visibility,
    /// Findings that are meant to be so.
    pub allow: Vec<Allowed>,
}

impl Said {
    /// Is there anything of it that has to be linked?
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty() && self.own.iter().all(Vec::is_empty)
    }
}

impl ParsedTerm {
    /// Its names and where they stand: its id, its label, its aliases.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Span)> {
        let aliases = self.aliases.iter().map(|alias| (alias.value.as_str(), &alias.span));
        let own = [(self.id.value.as_str(), &self.id.span), (self.label.value.as_str(), &self.label.span)];
        own.into_iter().chain(aliases)
    }

    /// By which it is known elsewhere.
    pub fn known_as(&self) -> Vec<Identifier> {
        let known = self.identifiers.iter();
        known.map(|(key, given)| Identifier { key, value: given.value.as_str().into() }).collect()
    }
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
    terms_of: Option<Spanned<String>>,
    fields: Vec<OwnField>,
    terms: Vec<ParsedTerm>,
    /// What the file says that is for the taxonomy to say whose terms it shares: keys, and where their values stand.
    of_owner: Vec<(&'static str, Span)>,
}

impl Record for VocabularyFields {
    type View<'a> = &'a ParsedVocabulary;
}

impl VocabularyFields {
    /// A role says nothing that is for the taxonomy to say whose terms it shares.
    pub fn leave_to_owner(&mut self, findings: &mut Findings<'_>) {
        let Some(owner) = self.terms_of.as_ref().map(|owner| owner.value.clone()) else { return };
        for (key, span) in std::mem::take(&mut self.of_owner) {
            let message = format!("a taxonomy that shares the terms of `{owner}` has no `{key}` of its own");
            let help = format!("remove `{key}` here, or say it in content/taxonomies/{owner}.yaml");
            findings.push(findings.at(Code::BadValue, &span, message).help(help));
        }
        self.terms = Vec::new();
        self.fields = Vec::new();
    }
}

/// The vocabulary of a taxonomy.
pub const VOCABULARY: Table<VocabularyFields> = Table {
    name: "vocabulary",
    meaning: "A taxonomy: one way of classifying cases.",
    hint: "docs/reference.md lists the keys of a vocabulary",
    parts: &[
        SETTINGS,
        OF_TAXONOMY,
        &[field!(
            VocabularyFields,
            "terms",
            Shape::Records(|| TERM.outline()),
            "Its terms, in order.",
            read | into,
            given,
            findings | {
                let nodes = given.nodes();
                into.of_owner.extend(nodes.first().map(|node| ("terms", node.span.clone())));
                into.terms = terms(&TERM, &nodes, &into.fields, findings);
            }
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
            findings | into.terms = terms(&PUBLISHER, &given.nodes(), &[], findings)
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
        given | {
            into.of_owner.extend(given.span().map(|span| ("vocabulary", span)));
            into.openness = Some(given.into());
        }
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

/// What the vocabulary of publishers does not say.
const OF_TAXONOMY: &[Field<VocabularyFields>] = &[
    field!(
        VocabularyFields,
        "terms_of",
        Shape::Taxonomy,
        "The taxonomy whose terms this one shares. It has none of its own, and is a role in which they occur: \
         `terms_of: organisation` in `vendor.yaml`. See [Roles](#roles).",
        set | into,
        given | into.terms_of = given.into()
    ),
    field!(
        VocabularyFields,
        "fields",
        Shape::Records(|| own::DECLARATION.outline()),
        "Keys of its own that its terms may have, declared as those of cases are. \
         See [Fields of your own](#fields-of-your-own).",
        read | into,
        given,
        findings | {
            let nodes = given.nodes();
            into.of_owner.extend(nodes.first().map(|node| ("fields", node.span.clone())));
            let is_taken = |id: &str| TERM.key(id).or_else(|| TERM_FILE.key(id)).is_some();
            into.fields = own::declarations(&nodes, Owner::Terms, is_taken, findings);
        }
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
    mark: Option<Mark>,
    kind: Option<SourceKind>,
    hosts: Vec<Spanned<String>>,
    identifiers: Vec<(&'static str, Spanned<String>)>,
    said: Said,
}

/// A term of a linked site.
#[derive(Debug, Clone, Copy)]
pub struct LinkedTerm<'a> {
    /// The site.
    pub site: &'a Site,
    /// The term.
    pub id: TermRef,
}

impl<'a> LinkedTerm<'a> {
    fn term(self) -> &'a Term {
        self.site.term(self.id)
    }

    /// What is said of it.
    fn record(self) -> Option<&'a Case> {
        self.site.record(self.id)
    }

    /// The id of the nearest broader term.
    fn broader(self) -> Option<&'a str> {
        let broader = self.term().broader.first()?;
        Some(self.site.taxonomy(self.id.taxonomy).term(*broader).id.as_str())
    }

    fn identifier(self, key: &str) -> Option<Value<'a>> {
        self.term().identifier(key).map(Value::text)
    }
}

impl Record for TermFields {
    type View<'a> = LinkedTerm<'a>;
}

/// A term of a taxonomy.
pub const TERM: Table<TermFields> = Table {
    name: "term",
    meaning: "A term.",
    hint: "",
    parts: &[ID, OF_TERM, &[MARK], KNOWN],
    one_of: &["id", "label"],
};

/// The front matter of a term with a file of its own, which gives it its id.
pub const TERM_FILE: Table<TermFields> = Table {
    name: "term",
    meaning: "The front matter of a term with a text of its own.",
    hint: "",
    parts: &[OF_TERM, &[MARK], KNOWN, OF_FILE],
    one_of: &[],
};

const MARK: Field<TermFields> = field!(
    TermFields,
    "mark",
    Shape::Choice(|| words_of(&Mark::NAMES)),
    "The circle beside its label where cases are listed: `full`, `half`, `empty`, or of dashes for `none`. Of an \
     outcome, how much of the thing there still is.",
    get | view | view.term().mark.map(|mark| Value::text(mark.as_str())),
    set | into,
    given | into.mark = Mark::named(&String::from(given))
);

/// A publisher.
pub const PUBLISHER: Table<TermFields> = Table {
    meaning: "A publisher.",
    parts: &[
        ID,
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

const ID: &[Field<TermFields>] = &[field!(
    TermFields,
    "id",
    Shape::Slug(TERM_ID),
    "Its name in addresses.",
    set | into,
    given | into.id = given.into()
)
.default("from `label`")];

const OF_TERM: &[Field<TermFields>] = &[
    field!(
        TermFields,
        "label",
        Shape::Line,
        "Its name for people.",
        get | view | Some(Value::text(view.term().label.as_str())),
        set | into,
        given | into.label = given.into()
    )
    .default("from its id")
    .offered(),
    field!(
        TermFields,
        "definition",
        Shape::Text,
        "What it means, and what it does not, for readers.",
        get | view | view.term().definition.as_deref().map(Value::text),
        set | into,
        given | into.definition = given.into()
    )
    .offered(),
    field!(
        TermFields,
        "editors",
        Shape::Text,
        "Advice to those who choose it: what sets it apart from its neighbours. Shown where cases are written, by JSON \
         Schemas and forms, and on no page.",
        get | view | view.term().editors.as_deref().map(Value::text),
        set | into,
        given | into.editors = given.into()
    ),
    field!(
        TermFields,
        "aliases",
        Shape::Lines,
        "Other names by which a case may give it.",
        get | view | Value::texts(view.term().aliases.iter().map(String::as_str)),
        set | into,
        given | into.aliases = given.into()
    ),
    field!(
        TermFields,
        "broader",
        Shape::Line,
        "Id of a broader term of this vocabulary. A case under a term counts under its broader ones.",
        get | view | view.broader().map(Value::text),
        set | into,
        given | into.broader = given.into()
    ),
];

/// What a term of a taxonomy is known by elsewhere, and what says so.
const KNOWN: &[Field<TermFields>] = &[
    field!(
        TermFields,
        "wikidata",
        Shape::Wikidata,
        "Its item in Wikidata. Such as `Q95`.",
        get | view | view.identifier("wikidata"),
        set | into,
        given | into.identifiers.push(("wikidata", given.into()))
    ),
    field!(
        TermFields,
        "ror",
        Shape::Ror,
        "Its id in the Research Organization Registry. Such as `03yrm5c26`.",
        get | view | view.identifier("ror"),
        set | into,
        given | into.identifiers.push(("ror", given.into()))
    ),
    field!(
        TermFields,
        "lei",
        Shape::Lei,
        "Its Legal Entity Identifier (ISO 17442).",
        get | view | view.identifier("lei"),
        set | into,
        given | into.identifiers.push(("lei", given.into()))
    ),
    field!(
        TermFields,
        "url",
        Shape::Url,
        "Its own website.",
        get | view | view.identifier("url"),
        set | into,
        given | into.identifiers.push(("url", given.into()))
    ),
    field!(
        TermFields,
        "sources",
        Shape::Records(|| SOURCE.outline()),
        "The works that its text and its values cite.",
        read | into,
        given,
        findings | into.said.sources = source::list(&given.nodes(), findings)
    ),
];

/// What is said of the text of a term.
const OF_FILE: &[Field<TermFields>] = &[
    field!(
        TermFields,
        "lang",
        Shape::Language,
        "Language of the text, where it differs from the site's.",
        get | view | view.record().and_then(|record| record.lang.as_deref()).map(Value::text),
        set | into,
        given | into.said.lang = given.into()
    ),
    field!(
        TermFields,
        "draft",
        Shape::Flag,
        "The text is left out of the site, unless `--drafts` is given. The term stays.",
        get | view | view.record().and_then(|record| record.visibility.shown()),
        set | into,
        given | into.said.visibility = if bool::from(given) { Visibility::Draft } else { Visibility::Listed }
    )
    .offered(),
    field!(
        TermFields,
        "allow",
        Shape::Records(|| ALLOWANCE.outline()),
        "Findings that are meant to be so in this text.",
        get | view
            | view
                .record()
                .and_then(|record| Value::records(record.allow.iter().map(|allowed| ALLOWANCE.pairs(allowed)))),
        read | into,
        given,
        findings | into.said.allow = allowances(&given.nodes(), findings)
    ),
];

/// The keys of a term with a file of its own, in their order: the fields of its vocabulary are keys like the others.
pub fn term_keys(fields: &[OwnField]) -> impl Iterator<Item = Key<'_>> {
    let of = |parts: &'static [&'static [Field<TermFields>]]| parts.iter().copied().flatten().map(|field| field.key);
    of(&[OF_TERM, &[MARK], KNOWN]).chain(own::keys(fields)).chain(of(&[OF_FILE]))
}

fn terms(
    table: &Table<TermFields>,
    nodes: &[&Node],
    fields: &[OwnField],
    findings: &mut Findings<'_>,
) -> Vec<ParsedTerm> {
    let read = |node: &&Node| term(record(table, node, fields, findings)?, findings.file, findings.transliteration);
    nodes.iter().filter_map(read).collect()
}

/// A term as a record, with the fields of its vocabulary.
fn record(
    table: &Table<TermFields>,
    node: &Node,
    own_fields: &[OwnField],
    findings: &mut Findings<'_>,
) -> Option<Read<TermFields>> {
    read::record_with(table, node, findings, TermFields::default(), |fields, term| {
        term.said.own = own_fields.iter().map(|field| own::values(field, fields)).collect();
    })
}

/// The term that a file of its own declares, by the id that its name gives. Of one that cannot be read nothing else is
/// known.
pub fn term_of_file(node: Option<&Node>, id: Slug, fields: &[OwnField], findings: &mut Findings<'_>) -> ParsedTerm {
    let read = node.and_then(|node| record(&TERM_FILE, node, fields, findings));
    let (mut value, opening) = read.map_or((TermFields::default(), 0..0), |read| (read.value, read.opening));
    let id = Spanned::new(id, opening.clone());
    let label = value.label.take().unwrap_or_else(|| label_of_id(&id));
    named(value, opening, (id, label), findings.file)
}

/// A term: the id gives the label, or the label the id.
fn term(read: Read<TermFields>, file: FileId, transliteration: Transliteration) -> Option<ParsedTerm> {
    let mut value = read.value;
    let names = match (value.id.take(), value.label.take()) {
        _ if read.has_bad_id => return None,
        (Some(id), Some(label)) => (id, label),
        (Some(id), None) => {
            let label = label_of_id(&id);
            (id, label)
        }
        (None, Some(label)) => (Spanned::new(transliteration.slug(&label.value), read.opening.clone()), label),
        (None, None) => return None,
    };
    Some(named(value, read.opening, names, file))
}

fn named(read: TermFields, opening: Span, (id, label): (Spanned<Slug>, Spanned<String>), file: FileId) -> ParsedTerm {
    let TermFields { id: _, label: _, definition, editors, aliases, broader, mark, kind, hosts, identifiers, said } =
        read;
    let hosts = hosts.into_iter().map(|host| host.value).collect();
    let said = Said { opening, ..said };
    ParsedTerm { file, id, label, definition, editors, aliases, broader, mark, kind, hosts, identifiers, said }
}

fn label_of_id(id: &Spanned<Slug>) -> Spanned<String> {
    Spanned::new(label_of(&id.value.as_str().replace('-', "_")), id.span.clone())
}

/// What a vocabulary says to the files of its terms: its id, whose terms it shares, the fields of its terms.
pub type OfTerms = (String, Option<String>, Vec<OwnField>);

impl ParsedVocabulary {
    /// What the file of a term of it is read with.
    pub fn of_terms(&self) -> OfTerms {
        (self.id.clone(), self.terms_of.as_ref().map(|owner| owner.value.clone()), self.fields.clone())
    }

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
            terms_of: fields.terms_of,
            fields: fields.fields,
            terms: fields.terms.into(),
            id,
            label,
            plural,
        }
    }
}
