//! The fields of expressions: what each is compared with, and how.

use std::cmp::Ordering;

use super::error::{Holds, QueryError};
use super::named::{Field, Named, named, whole_text};
use super::test::{Operator, Part, Test};
use crate::diagnostic::did_you_mean;
use crate::explore::facets;
use crate::model::{
    Case, DatePoint, Datum, Evidence, FieldShape, FieldValue, OwnField, PartialDate, PublisherId, Site, SourceKind,
    SupportCounts, Taxonomy, TaxonomyId, TermId, fold,
};
use crate::schema::own::amount_of;

type Made<'s> = Result<Holds<'s>, QueryError>;

/// What a test says of a case.
pub fn predicate<'s>(site: &'s Site, test: &Test) -> Made<'s> {
    let field = match named(site, &test.field.text) {
        Ok(Named::Taxonomy(id)) => return of_taxonomy(site, id, test),
        Ok(Named::Own(index)) => return of_own(&site.config.fields[index], index, test),
        Ok(Named::BuiltIn(known)) => known.field,
        Err((message, help)) => return error(message, help, &test.field),
    };
    if test.value.text == "*" && matches!(field, Field::Date(_) | Field::Year | Field::Text(_) | Field::Whole) {
        return any(field, test);
    }
    match field {
        Field::Date(date) => of_date(date, test),
        Field::Year => of_date(|case| case.date.as_ref(), test),
        Field::Number(number) | Field::Count(number) => {
            let Ok(value) = test.value.text.parse::<usize>() else {
                return error(format!("`{}` is not a number", test.value.text), "write digits".to_owned(), &test.value);
            };
            ordered(test, move |case| Some(number(case).cmp(&value)))
        }
        Field::Cited => of_share(test, &facets::CITED, facets::cited_level, |support| support.cited()),
        Field::Evidence => of_share(test, &facets::EVIDENCE, facets::evidence_level, |support| support.independent),
        Field::Kind => {
            let kind = level(test, &SourceKind::ALL.map(|kind| kind.as_str()))?;
            let kind = SourceKind::ALL[kind];
            equal(test, move |case| case.sources.iter().any(|source| source.kind == kind))
        }
        Field::Publisher => of_publisher(site, test),
        Field::Source => {
            let value = fold(&test.value.text);
            equal(test, move |case| {
                case.sources.iter().any(|source| {
                    let work = site.work(source.work);
                    let doi = source.source.doi.as_deref().unwrap_or_default();
                    fold(source.id.as_str()) == value || work.slug.as_str() == value || fold(doi) == value
                })
            })
        }
        Field::Text(text) => of_text(text, test),
        Field::Whole => of_text(whole_text, test),
    }
}

fn of_text<'s>(text: fn(&Case) -> String, test: &Test) -> Made<'s> {
    let value = fold(&test.value.text);
    match test.operator.0 {
        Operator::Contains => Ok(Box::new(move |case| fold(&text(case)).contains(&value))),
        _ => equal(test, move |case| fold(&text(case)).lines().any(|line| line == value)),
    }
}

fn error<T>(message: String, help: String, at: &Part) -> Result<T, QueryError> {
    Err(QueryError { message, help, span: at.span.clone(), text: String::new() })
}

/// `=` and `!=`.
fn equal<'s>(test: &Test, is: impl Fn(&Case) -> bool + 's) -> Made<'s> {
    match &test.operator {
        (Operator::Is, _) => Ok(Box::new(is)),
        (Operator::IsNot, _) => Ok(Box::new(move |case| !is(case))),
        (operator, span) => {
            let field = &test.field.text;
            let message = match operator {
                Operator::Contains => format!("`{field}` is no text"),
                _ => format!("the values of `{field}` have no order"),
            };
            let help = "use `=` or `!=`".to_owned();
            Err(QueryError { message, help, span: span.clone(), text: String::new() })
        }
    }
}

/// All operators but `~`. What is not known is neither above nor below.
fn ordered<'s>(test: &Test, compare: impl Fn(&Case) -> Option<Ordering> + 's) -> Made<'s> {
    any_ordered(test, move |case, holds| compare(case).is_some_and(holds))
}

/// `reviewed=*`: has it one?
fn any<'s>(field: Field, test: &Test) -> Made<'s> {
    equal(test, move |case| match field {
        Field::Date(date) => date(case).is_some(),
        Field::Year => case.date.is_some(),
        Field::Text(text) => !text(case).is_empty(),
        _ => true,
    })
}

/// At the precision of the value: 2025-05-13 is 2025-05, and not after it. Of an interval, the start counts.
fn of_date<'s>(date: fn(&Case) -> Option<&PartialDate>, test: &Test) -> Made<'s> {
    let value = wanted_date(test)?;
    ordered(test, move |case| Some(compared(date(case)?, value)))
}

fn wanted_date(test: &Test) -> Result<DatePoint, QueryError> {
    match PartialDate::parse(&test.value.text) {
        Ok(value) if value.end().is_none() => Ok(value.start()),
        Ok(_) => {
            let help = "compare with its start and its end".to_owned();
            error("an interval is no value".to_owned(), help, &test.value)
        }
        Err(reason) => error(format!("`{}` is not a date", test.value.text), reason.to_string(), &test.value),
    }
}

/// How a date stands to another, at the precision of that.
fn compared(date: &PartialDate, value: DatePoint) -> Ordering {
    let own = date.start();
    let month = value.month.map(|month| own.month.unwrap_or(0).cmp(&month));
    let day = value.day.map(|day| own.day.unwrap_or(0).cmp(&day));
    let below = [month, day].into_iter().flatten().fold(Ordering::Equal, Ordering::then);
    own.year.cmp(&value.year).then(below)
}

/// A field of the site's own. A case with several values passes where one of them does.
fn of_own<'s>(field: &'s OwnField, index: usize, test: &Test) -> Made<'s> {
    if test.value.text == "*" {
        return equal(test, move |case| !case.values_of(index).is_empty());
    }
    match field.shape {
        shape if shape.is_number() => {
            let Some((wanted, unit)) = amount_of(&test.value.text) else {
                let help = "write digits, and a unit behind a space: `500`, `\"500 USD\"`".to_owned();
                return error(format!("`{}` is not a number", test.value.text), help, &test.value);
            };
            let unit = unit.map(ToOwned::to_owned).or_else(|| field.unit.clone());
            if let Some(example) = shape.needed_unit().filter(|_| unit.is_none()) {
                let help = format!("write one behind the number: `\"{wanted} {example}\"`");
                return error(
                    format!("the values of `{}` have units of their own", test.field.text),
                    help,
                    &test.value,
                );
            }
            any_ordered(test, move |case, holds| {
                let same_unit = |value: &FieldValue| unit.is_none() || value.unit_of(field) == unit.as_deref();
                let values = case.values_of(index);
                values
                    .iter()
                    .filter(|value| same_unit(value))
                    .any(|value| value.number().is_some_and(|own| holds(own.cmp(&wanted))))
            })
        }
        FieldShape::Date => {
            let wanted = wanted_date(test)?;
            any_ordered(test, move |case, holds| {
                case.values_of(index).iter().any(|value| match &value.datum {
                    Some(Datum::Date(date)) => holds(compared(date, wanted)),
                    _ => false,
                })
            })
        }
        _ => {
            let wanted = fold(&test.value.text);
            let text =
                |value: &FieldValue| value.datum.as_ref().map(|datum| fold(&datum.to_text())).unwrap_or_default();
            if field.shape == FieldShape::Text && test.operator.0 == Operator::Contains {
                return Ok(Box::new(move |case| {
                    case.values_of(index).iter().any(|value| text(value).contains(&wanted))
                }));
            }
            let words: Vec<&str> = match field.shape {
                FieldShape::Choice => field.range.words().iter().map(String::as_str).collect(),
                FieldShape::Flag => vec!["true", "false"],
                _ => Vec::new(),
            };
            if !words.is_empty() && !words.iter().any(|word| fold(word) == wanted) {
                let message = format!("`{}` is no value of `{}`", test.value.text, test.field.text);
                return error(message, format!("values are {}", words.join(", ")), &test.value);
            }
            equal(test, move |case| case.values_of(index).iter().any(|value| text(value) == wanted))
        }
    }
}

/// All operators but `~`, of what may have several values: `passes` says whether one of them does.
fn any_ordered<'s>(test: &Test, passes: impl Fn(&Case, fn(Ordering) -> bool) -> bool + 's) -> Made<'s> {
    let holds: fn(Ordering) -> bool = match test.operator.0 {
        Operator::Is => Ordering::is_eq,
        Operator::IsNot => return Ok(Box::new(move |case| !passes(case, Ordering::is_eq))),
        Operator::Below => Ordering::is_lt,
        Operator::AtMost => Ordering::is_le,
        Operator::Above => Ordering::is_gt,
        Operator::AtLeast => Ordering::is_ge,
        Operator::Contains => return equal(test, |_| false),
    };
    Ok(Box::new(move |case| passes(case, holds)))
}

/// A level (`all`, `most`, …), or a share of the statements: `0.8`, `80%`.
fn of_share<'s>(
    test: &Test,
    levels: &[&'static str],
    level_of: fn(&Evidence) -> usize,
    some: fn(SupportCounts) -> usize,
) -> Made<'s> {
    let text = test.value.text.as_str();
    let percent = text.strip_suffix('%').and_then(|number| number.parse::<f64>().ok()).map(|number| number / 100.0);
    let Some(share) = percent.or_else(|| text.parse::<f64>().ok()).filter(|share| (0.0..=1.0).contains(share)) else {
        let level = level(test, levels)?;
        return equal(test, move |case| level_of(&case.evidence) == level);
    };
    ordered(test, move |case| {
        let support = case.evidence.support;
        #[expect(clippy::cast_precision_loss, reason = "counts of statements are far below 2^52")]
        let own = some(support) as f64 / support.statements() as f64;
        // A case without statements has no share.
        own.partial_cmp(&share)
    })
}

/// Which of a few words a value is.
fn level(test: &Test, words: &[&'static str]) -> Result<usize, QueryError> {
    let value = fold(&test.value.text);
    if let Some(index) = words.iter().position(|word| *word == value) {
        return Ok(index);
    }
    let message = format!("`{}` is no value of `{}`", test.value.text, test.field.text);
    error(message, format!("values are {}", words.join(", ")), &test.value)
}

fn of_taxonomy<'s>(site: &'s Site, id: TaxonomyId, test: &Test) -> Made<'s> {
    let taxonomy = site.taxonomy(id);
    let of_case = move |case: &'_ Case, is: &dyn Fn(TermId) -> bool| site.terms_of_case(case, id).any(is);
    if test.value.text == "*" {
        return equal(test, move |case| of_case(case, &|_| true));
    }
    if test.operator.0 == Operator::Contains {
        let value = fold(&test.value.text);
        let named = move |term: TermId| {
            let lineage = std::iter::once(term).chain(taxonomy.term(term).broader.iter().copied());
            lineage.map(|term| &taxonomy.term(term).label).any(|label| fold(label).contains(&value))
        };
        return Ok(Box::new(move |case| of_case(case, &named)));
    }
    let Some(wanted) = taxonomy.find(&test.value.text) else {
        return unknown_term(taxonomy, &test.value);
    };
    // A narrower term is one, as on the pages of terms.
    let is = move |term: TermId| term == wanted || taxonomy.term(term).broader.contains(&wanted);
    equal(test, move |case| of_case(case, &is))
}

fn unknown_term<T>(taxonomy: &Taxonomy, value: &Part) -> Result<T, QueryError> {
    let names = taxonomy.terms.iter().flat_map(|term| [term.id.as_str(), term.label.as_str()]);
    let help = did_you_mean(&value.text, names).unwrap_or_else(|| {
        let first: Vec<&str> = taxonomy.order.iter().take(5).map(|term| taxonomy.term(*term).id.as_str()).collect();
        let more = if taxonomy.terms.len() > first.len() { ", …" } else { "" };
        format!("terms are {}{more}", first.join(", "))
    });
    error(format!("unknown {} `{}`", taxonomy.label.to_lowercase(), value.text), help, value)
}

fn of_publisher<'s>(site: &'s Site, test: &Test) -> Made<'s> {
    let value = fold(&test.value.text);
    let has = move |case: &Case, is: &dyn Fn(PublisherId) -> bool| {
        case.sources.iter().any(|source| is(site.work(source.work).publisher))
    };
    if test.operator.0 == Operator::Contains {
        return Ok(Box::new(move |case| has(case, &|id| fold(&site.publisher(id).label).contains(&value))));
    }
    let Some(wanted) = publisher_named(site, &value) else {
        let names = site.publishers.iter().flat_map(|one| [one.label.as_str(), one.slug.as_str()]);
        let help = did_you_mean(&test.value.text, names).unwrap_or_else(|| "use `~` for a part of its name".to_owned());
        return error(format!("unknown publisher `{}`", test.value.text), help, &test.value);
    };
    equal(test, move |case| has(case, &|id| id == wanted))
}

/// The publisher of a name, alias or slug, which is folded.
pub fn publisher_named(site: &Site, value: &str) -> Option<PublisherId> {
    let is_named = |publisher: &crate::model::Publisher| {
        let mut names = [publisher.slug.as_str(), publisher.label.as_str()].into_iter();
        names.any(|name| fold(name) == value) || publisher.aliases.iter().any(|alias| fold(alias) == value)
    };
    site.publishers.iter().position(is_named).map(PublisherId::from_index)
}
