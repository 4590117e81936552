//! A case as an article with its citations (schema.org).

use std::borrow::Cow;

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use crate::addresses::route;
use crate::model::{
    Case, CaseSource, Datum, FieldShape, FieldValue, OwnField, PartialDate, SourceKind, TermRef, UrlStatus,
};
use crate::render::parts::json_ld::{Place, day, image, object};
use crate::render::renderer::{Page, Renderer};
use crate::schema::source::texts;

/// The case as an article.
pub fn article(renderer: &Renderer, page: &Page) -> Option<Value> {
    let id = page.subject.case()?;
    let at = Place::of(renderer, page);
    let case = renderer.site.case(id);
    let address = at.address(&route::case(&renderer.site, id));
    let author = |name: &String| json!({ "@type": "Person", "name": name });
    let authors: Vec<Value> = case.authors.iter().map(author).collect();
    let terms = renderer.site.taxonomy_ids().zip(case.terms.iter());
    let terms = terms.flat_map(|(taxonomy, terms)| terms.iter().map(move |term| TermRef { taxonomy, term: *term }));
    Some(object([
        ("@type", json!("Article")),
        ("@id", json!(address)),
        ("url", json!(address)),
        ("mainEntityOfPage", json!(address)),
        ("headline", json!(case.title)),
        ("description", json!(case.summary)),
        ("inLanguage", json!(case.lang.as_ref().unwrap_or(&renderer.site.config.language.value))),
        ("author", if authors.is_empty() { at.organisation() } else { Value::Array(authors) }),
        ("publisher", at.organisation()),
        ("datePublished", day(case.added.as_ref())),
        ("dateModified", day(case.last_changed())),
        ("temporalCoverage", json!(case.date.as_ref().map(temporal_coverage))),
        ("image", json!(image(renderer, case.image.as_ref().map(|picture| picture.route.as_str())))),
        ("license", at.licence()),
        ("isPartOf", at.site(false)),
        ("about", terms.map(|term| term_named(renderer, &at, term)).collect()),
        ("mentions", properties(renderer, case)),
        ("citation", citations(renderer, case)),
    ]))
}

/// The works that a text cites.
pub fn citations(renderer: &Renderer, case: &Case) -> Value {
    case.entries.iter().map(|index| source(renderer, &case.sources[*index])).collect()
}

/// What a case, or a term, says under the site's own fields (`PropertyValue`).
pub fn properties(renderer: &Renderer, case: &Case) -> Value {
    let property = |(field, value): (&OwnField, &FieldValue)| {
        let plain = match &value.datum {
            Some(Datum::Number(number)) => json!(number.to_f64()),
            Some(Datum::Flag(flag)) => json!(flag),
            Some(datum) => json!(datum.to_text()),
            None => Value::Null,
        };
        let unit = match field.shape {
            FieldShape::Percentage => Some("%"),
            _ => value.unit_of(field),
        };
        object([
            ("@type", json!("PropertyValue")),
            ("propertyID", json!(field.id.value)),
            ("name", json!(field.label)),
            ("value", plain),
            ("minValue", json!(value.min.and_then(|number| number.to_f64()))),
            ("maxValue", json!(value.max.and_then(|number| number.to_f64()))),
            ("unitText", json!(unit)),
        ])
    };
    renderer.site.values_of(case).map(property).collect()
}

fn source(renderer: &Renderer, source: &CaseSource) -> Value {
    let work = renderer.site.work(source.work);
    let publisher = renderer.site.publisher(work.publisher);
    let of = &source.source;
    let kind = match source.kind {
        SourceKind::News => "NewsArticle",
        SourceKind::Paper => "ScholarlyArticle",
        SourceKind::Filing | SourceKind::Official => "Report",
        SourceKind::Social => "SocialMediaPosting",
        _ => "CreativeWork",
    };
    let published = day(of.date.as_ref());
    let name = match (&of.title, published.as_str()) {
        (Some(title), _) => Cow::Borrowed(&**title),
        (None, Some(date)) => Cow::Owned(format!("{}, {date}", publisher.label)),
        (None, None) => Cow::Borrowed(&*publisher.label),
    };
    let is_gone = of.url_status != UrlStatus::Live;
    let identifier = |name: &str, value: &Option<Box<str>>| {
        let value = value.as_ref()?;
        Some(json!({ "@type": "PropertyValue", "propertyID": name, "value": value }))
    };
    let author = of.author.as_ref().map(|author| json!({ "@type": "Person", "name": author }));
    let identifiers = [identifier("doi", &of.doi), identifier("isbn", &of.isbn)];
    let judged = [
        ("@type", json!(kind)),
        ("name", json!(name)),
        ("headline", if kind == "CreativeWork" { Value::Null } else { json!(of.title) }),
        ("author", author.unwrap_or_default()),
        ("publisher", json!({ "@type": "Organization", "name": publisher.label })),
        ("datePublished", published),
        ("url", json!(if is_gone { of.archive_url.as_ref().or(of.url.as_ref()) } else { of.url.as_ref() })),
        ("archivedAt", json!(of.archive_url)),
        ("identifier", identifiers.into_iter().flatten().collect()),
    ];
    // Properties that are just texts in schema.org.
    let texts = texts(of, |key| key.schema_org).map(|(name, text)| (name, json!(text)));
    let plain = texts.filter(|(name, _)| judged.iter().all(|(known, _)| known != name));
    object(plain.chain(judged.clone()))
}

/// A term where it is named: its name, its address and its vocabulary.
fn term_named(renderer: &Renderer, at: &Place<'_>, id: TermRef) -> Value {
    let term = renderer.site.term(id);
    let has_page = renderer.site.has_term_page(id);
    object([
        ("@type", json!("DefinedTerm")),
        ("name", json!(term.label)),
        ("url", json!(has_page.then(|| at.address(&route::term(&renderer.site, id))))),
        ("inDefinedTermSet", json!(at.address(&route::taxonomy(&renderer.site, id.taxonomy)))),
    ])
}

/// ISO 8601, an interval with its end.
fn temporal_coverage(date: &PartialDate) -> String {
    let start = date.start().datetime();
    date.end().map_or_else(|| start.clone(), |end| format!("{start}/{}", end.datetime()))
}
