//! What a case may hold: its front matter, and the records in it.

use super::fields::Findings;
use super::key::{Key, Shape};
use super::own::{self, ParsedFieldValue};
use super::picture::{self, PICTURE, ParsedPicture};
use super::source::{Listed, ParsedSource, SOURCE};
use super::table::{Field, Record, Table, field};
use super::value::{Pairs, Shown, Value};
use super::{read, source};
use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::{Allowed, Case, Config, Correction, Event, PartialDate, Site, Slug, Spanned, Visibility};
use crate::yaml::Node;

/// The front matter of a case. A required field that is absent was reported and is empty here.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the keys of the front matter, which the table below explains")]
pub struct CaseFields {
    /// Where a message about the whole front matter points.
    pub opening: Span,
    pub title: String,
    pub summary: String,
    pub date: Option<PartialDate>,
    pub added: Option<PartialDate>,
    pub reviewed: Option<PartialDate>,
    pub visibility: Visibility,
    pub authors: Vec<String>,
    pub image: Option<ParsedPicture>,
    pub lang: Option<String>,
    /// Old addresses, as routes.
    pub aliases: Vec<Spanned<String>>,
    pub sources: Vec<ParsedSource>,
    pub events: Vec<ParsedEvent>,
    pub corrections: Vec<Correction>,
    pub extra: Option<Node>,
    pub allow: Vec<Allowed>,
    /// By taxonomy, in the order of the ids that were given.
    pub terms: Vec<ParsedTerms>,
    /// By field of the site's own.
    pub own: Vec<Vec<ParsedFieldValue>>,
}

impl CaseFields {
    /// The ids of sources that events and values name.
    pub fn source_ids(&self) -> impl Iterator<Item = &Spanned<String>> {
        let of_events = self.events.iter().flat_map(|event| &event.sources);
        of_events.chain(self.own.iter().flatten().flat_map(|value| &value.sources))
    }
}

/// What a case says of one taxonomy.
#[derive(Debug, Clone, Default)]
pub struct ParsedTerms {
    /// The key, where it is given, even where nothing stands behind it.
    pub key: Option<Span>,
    /// Its values.
    pub values: Vec<Spanned<String>>,
}

/// An event, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedEvent {
    /// When.
    pub date: PartialDate,
    /// What.
    pub text: String,
    /// Ids of its sources.
    pub sources: Vec<Spanned<String>>,
}

/// A case of a linked site.
#[derive(Debug, Clone, Copy)]
pub struct LinkedCase<'a> {
    /// The site.
    pub site: &'a Site,
    /// The case.
    pub case: &'a Case,
}

impl Record for CaseFields {
    type View<'a> = LinkedCase<'a>;
}

/// The front matter of a case, but for the site's taxonomies: see [`keys`].
pub const CASE: Table<CaseFields> = Table {
    name: "case",
    meaning: "The front matter of a case.",
    hint: "put data of your own under `extra`, or add a vocabulary in `content/taxonomies/`",
    parts: &[FIRST, THEN],
    one_of: &[],
};

/// What stands before the site's taxonomies.
const FIRST: &[Field<CaseFields>] = &[
    field!(
        CaseFields,
        "title",
        Shape::Line,
        "Title of the case, and of its page.",
        get | view | Some(Value::text(view.case.title.as_str())),
        set | into,
        given | into.title = given.into()
    )
    .required(),
    field!(
        CaseFields,
        "date",
        Shape::Date,
        "When it happened. As exactly as it is known and no more; orders lists, timelines and years.",
        get | view | view.case.date.as_ref().map(Value::Date),
        set | into,
        given | into.date = given.into()
    )
    .required(),
    field!(
        CaseFields,
        "added",
        Shape::Date,
        "When it joined this site. Orders the newest cases and feeds.",
        get | view | view.case.added.as_ref().map(Value::Date),
        set | into,
        given | into.added = given.into()
    )
    .offered(),
];

/// What stands behind them.
const THEN: &[Field<CaseFields>] = &[
    field!(
        CaseFields,
        "summary",
        Shape::Line,
        "One or two sentences, for lists, feeds and search results.",
        get | view | Some(Value::text(view.case.summary.as_str())),
        set | into,
        given | into.summary = given.into()
    )
    .required(),
    field!(
        CaseFields,
        "reviewed",
        Shape::Date,
        "When an editor last checked it against its sources.",
        get | view | view.case.reviewed.as_ref().map(Value::Date),
        set | into,
        given | into.reviewed = given.into()
    ),
    field!(
        CaseFields,
        "draft",
        Shape::FlagOr(Visibility::UNLISTED),
        "Left out of the site, unless `--drafts` is given. With `unlisted` it has its page, and stands in no list.",
        get | view | view.case.visibility.shown(),
        set | into,
        given | into.visibility = given.into()
    )
    .offered(),
    field!(
        CaseFields,
        "authors",
        Shape::Lines,
        "Who wrote the case.",
        get | view | Value::texts(view.case.authors.iter().map(String::as_str)),
        set | into,
        given | into.authors = given.into()
    ),
    field!(
        CaseFields,
        "image",
        Shape::LineOr(|| PICTURE.outline()),
        "A picture. The name of a file beside the case, or a record.",
        get | view | view.case.image.as_ref().map(picture::shown),
        read | into,
        given,
        findings | into.image = picture::picture(&given.nodes(), findings)
    ),
    field!(
        CaseFields,
        "lang",
        Shape::Language,
        "Language of the case, where it differs from the site's.",
        get | view | view.case.lang.as_deref().map(Value::text),
        set | into,
        given | into.lang = given.into()
    ),
    field!(
        CaseFields,
        "aliases",
        Shape::OldAddresses("cases/"),
        "Old addresses, which lead to this case. Slugs, or routes.",
        get | view | Value::texts(view.case.aliases.iter().map(|alias| alias_text(&alias.value))),
        set | into,
        given | into.aliases = given.into()
    ),
    field!(
        CaseFields,
        "sources",
        Shape::Records(|| SOURCE.outline()),
        "The works that the case cites.",
        get | view
            | Some(Value::Records(
                view.case.sources.iter().map(|of_case| SOURCE.pairs(listed(view, of_case))).collect()
            )),
        read | into,
        given,
        findings | into.sources = source::list(&given.nodes(), findings)
    )
    .required(),
    field!(
        CaseFields,
        "events",
        Shape::Records(|| EVENT.outline()),
        "What happened when, for the timeline.",
        get | view | Value::records(view.case.events.iter().map(|event| EVENT.pairs((view.case, event)))),
        read | into,
        given,
        findings | {
            into.events = read::list(&EVENT, &given.nodes(), findings, |event: EventFields| {
                Some(ParsedEvent { date: event.date?, text: event.text, sources: event.sources })
            });
            into.events.sort_by(|a, b| a.date.cmp(&b.date));
        }
    ),
    field!(
        CaseFields,
        "corrections",
        Shape::Records(|| CORRECTION.outline()),
        "What was corrected after publication. Shown on the page, newest first.",
        get | view | Value::records(view.case.corrections.iter().map(|correction| CORRECTION.pairs(correction))),
        read | into,
        given,
        findings | {
            into.corrections = read::list(&CORRECTION, &given.nodes(), findings, |correction: CorrectionFields| {
                Some(Correction { date: correction.date?, note: correction.note })
            });
            into.corrections.sort_by(|a, b| b.date.cmp(&a.date));
        }
    ),
    field!(
        CaseFields,
        "allow",
        Shape::Records(|| ALLOWANCE.outline()),
        "Findings that are meant to be so in this case.",
        get | view | Value::records(view.case.allow.iter().map(|allowed| ALLOWANCE.pairs(allowed))),
        read | into,
        given,
        findings | into.allow = allowances(&given.nodes(), findings)
    ),
    field!(
        CaseFields,
        "extra",
        Shape::Anything,
        "Data of your own, which Casebook carries and does not read.",
        get | view | view.case.extra.as_ref().map(Value::Data),
        set | into,
        given | into.extra = given.nodes().first().map(|node| (*node).clone())
    ),
];

fn listed<'a>(view: LinkedCase<'a>, of_case: &'a crate::model::CaseSource) -> Listed<'a> {
    let publisher = &view.site.publisher(view.site.work(of_case.work).publisher).label;
    Listed { id: of_case.id.as_str(), publisher, source: &of_case.source }
}

/// An old address as front matter has it: the slug of a case that was renamed, else the route.
pub fn alias_text(route: &str) -> String {
    let slug = route.strip_prefix("cases/").and_then(|rest| rest.strip_suffix(".html"));
    slug.filter(|slug| Slug::parse(slug).is_ok()).unwrap_or(route).to_owned()
}

/// What the key of a taxonomy means, where its vocabulary does not say it.
pub const TERMS: &str = "A term, or a list of terms, by id, label or alias. Capitals do not matter.";

/// The keys of a case of a site, in their order: the site's taxonomies, by id, and its own fields are keys like the others.
pub fn keys<'a>(taxonomies: impl IntoIterator<Item = &'a str>, config: &'a Config) -> impl Iterator<Item = Key<'a>> {
    let of_taxonomy = |id| Key::new(id, Shape::Terms, TERMS);
    let (first, then) = (FIRST.iter().map(|field| field.key), THEN.iter().map(|field| field.key));
    first.chain(taxonomies.into_iter().map(of_taxonomy)).chain(own::keys(&config.fields)).chain(then)
}

/// Where a key of a case stands among the others: a key that the table does not have is the site's.
pub fn key_rank(name: &str) -> (usize, &str) {
    let place = |fields: &[Field<CaseFields>]| fields.iter().position(|field| field.key.name == name);
    match (place(FIRST), place(THEN)) {
        (Some(at), _) => (at, ""),
        (_, Some(at)) => (FIRST.len() + 1 + at, ""),
        _ => (FIRST.len(), name),
    }
}

/// What the front matter of a case says, keys in their order; terms go by their labels.
pub fn pairs<'a>(site: &'a Site, case: &'a Case) -> Pairs<'a> {
    let terms = site.taxonomy_ids().zip(case.terms.iter()).filter_map(|(taxonomy, terms)| {
        let taxonomy = site.taxonomy(taxonomy);
        let labels: Vec<&str> = terms.iter().map(|term| taxonomy.term(*term).label.as_str()).collect();
        let value = match labels[..] {
            [one] => Some(Value::text(one)),
            _ => Value::texts(labels),
        };
        Some((taxonomy.id.as_str(), value?))
    });
    let of = |fields: &'static [Field<CaseFields>]| {
        fields.iter().filter_map(|field| Some((field.key.name, field.value(LinkedCase { site, case })?)))
    };
    of(FIRST).chain(terms).chain(own::pairs(&site.config.fields, case)).chain(of(THEN)).collect()
}

/// An event while it is read.
#[derive(Debug, Default)]
pub struct EventFields {
    date: Option<PartialDate>,
    text: String,
    sources: Vec<Spanned<String>>,
}

impl Record for EventFields {
    type View<'a> = (&'a Case, &'a Event);
}

/// An event.
pub const EVENT: Table<EventFields> = Table {
    name: "event",
    meaning: "Something that happened.",
    hint: "",
    parts: &[&[
        field!(
            EventFields,
            "date",
            Shape::Date,
            "When.",
            get | view | Some(Value::Date(&view.1.date)),
            set | into,
            given | into.date = given.into()
        )
        .required(),
        field!(
            EventFields,
            "text",
            Shape::Line,
            "What.",
            get | view | Some(Value::text(view.1.text.as_str())),
            set | into,
            given | into.text = given.into()
        )
        .required(),
        field!(
            EventFields,
            "sources",
            Shape::SourceIds,
            "Ids of the sources that say so.",
            get | view | Value::texts(view.0.cited_by(&view.1.sources, &view.1.passages)),
            set | into,
            given | into.sources = given.into()
        ),
    ]],
    one_of: &[],
};

/// A correction while it is read.
#[derive(Debug, Default)]
pub struct CorrectionFields {
    date: Option<PartialDate>,
    note: String,
}

impl Record for CorrectionFields {
    type View<'a> = &'a Correction;
}

/// A correction.
pub const CORRECTION: Table<CorrectionFields> = Table {
    name: "correction",
    meaning: "A correction.",
    hint: "",
    parts: &[&[
        field!(CorrectionFields, "date", Shape::Date, "When it was made.", date).required(),
        field!(CorrectionFields, "note", Shape::Line, "What was wrong, and what is right.", note).required(),
    ]],
    one_of: &[],
};

/// A line of `allow` while it is read.
#[derive(Debug, Default)]
pub struct AllowanceFields {
    code: Option<Code>,
    reason: String,
}

impl Record for AllowanceFields {
    type View<'a> = &'a Allowed;
}

/// A line of `allow`.
pub const ALLOWANCE: Table<AllowanceFields> = Table {
    name: "line of `allow`",
    meaning: "A finding that is meant to be so.",
    hint: "",
    parts: &[&[
        field!(
            AllowanceFields,
            "code",
            Shape::Code,
            "Code of the finding.",
            get | view | Some(Value::text(view.code.name())),
            set | into,
            given | into.code = Code::from_name(&String::from(given))
        )
        .required(),
        field!(AllowanceFields, "reason", Shape::Line, "Why, for the next editor.", reason).required(),
    ]],
    one_of: &[],
};

/// Read lines of `allow`.
pub fn allowances(nodes: &[&Node], findings: &mut Findings<'_>) -> Vec<Allowed> {
    read::list(&ALLOWANCE, nodes, findings, |allowed: AllowanceFields| {
        Some(Allowed { code: allowed.code?, reason: allowed.reason })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_their_order() {
        let mut names = ["extra", "sources", "zeal", "tag", "date", "title", "summary"];
        names.sort_by(|a, b| key_rank(a).cmp(&key_rank(b)));
        assert_eq!(names, ["title", "date", "tag", "zeal", "summary", "sources", "extra"]);
        let config = Config::new(crate::files::FileId(0));
        let keys: Vec<&str> = keys(["tag", "zeal"], &config).map(|key| key.name).collect();
        assert!(keys.is_sorted_by(|a, b| key_rank(a) < key_rank(b)), "{keys:?}");
    }

    #[test]
    fn an_old_address_is_a_slug_where_it_was_one() {
        assert_eq!(alias_text("cases/old.html"), "old");
        assert_eq!(alias_text("2019/old.html"), "2019/old.html");
    }
}
