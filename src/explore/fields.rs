//! The site's own fields on Explore: as facets, whose numbers are put into ranges, and as orders.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::values::FacetValue;
use crate::model::{Case, Datum, FieldShape, FieldValue, OwnField, PartialDate, Site, UniqueNames};
use crate::publication::Publication;
use crate::theme::fill;

/// The fields that are facets, as indices into the configuration's.
pub fn facets(site: &Site) -> impl Iterator<Item = usize> + use<'_> {
    site.config.fields.iter().enumerate().filter(|(_, field)| field.is_facet).map(|(index, _)| index)
}

/// The fields by which results can be ordered.
pub fn orders(site: &Site) -> impl Iterator<Item = (usize, &OwnField)> {
    site.config.fields.iter().enumerate().filter(|(_, field)| field.shape.is_ordered())
}

/// The name of an order in addresses.
pub fn order_key(field: &OwnField) -> String {
    format!("field_{}", field.id.value)
}

/// Per case its place in the order of a field, the greatest last; 0 where it says nothing that can be ordered. Numbers
/// of another unit than the field's cannot.
pub fn ranks(site: &Site, index: usize) -> Vec<usize> {
    let field = &site.config.fields[index];
    let key = |case: &Case| case.values_of(index).iter().filter_map(|value| Key::of(field, value)).max();
    let keys: Vec<Option<Key>> = site.cases.iter().map(|case| key(case)).collect();
    let known: BTreeSet<&Key> = keys.iter().flatten().collect();
    let known: Vec<&Key> = known.into_iter().collect();
    keys.iter().map(|key| key.as_ref().map_or(0, |key| known.binary_search(&key).map_or(0, |at| at + 1))).collect()
}

/// What values are ordered by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(Decimal),
    Date(u64),
}

impl Key {
    fn of(field: &OwnField, value: &FieldValue) -> Option<Key> {
        match &value.datum {
            Some(Datum::Date(date)) => Some(Key::Date(date.sort_key())),
            _ if value.unit.is_none() => value.number().map(Key::Number),
            _ => None,
        }
        .filter(|_| field.shape.is_ordered())
    }
}

/// The values of a field as a facet, and per case its own.
pub fn facet(publication: Publication<'_>, index: usize) -> (Vec<FacetValue>, Vec<Vec<usize>>) {
    let field = &publication.site.config.fields[index];
    let slugify = |text: &str| publication.site.config.transliteration().slugify(text);
    let cases = || publication.site.cases.iter().map(|case| case.values_of(index));
    match field.shape {
        shape if shape.is_number() => ranges(publication, field, cases),
        FieldShape::Date => {
            let year = |value: &FieldValue| match &value.datum {
                Some(Datum::Date(date)) => Some(std::cmp::Reverse(PartialDate::year(date))),
                _ => None,
            };
            distinct(cases, year, |year| (format!("{:04}", year.0), year.0.to_string()))
        }
        FieldShape::Choice => {
            let words = field.range.words();
            let place = |value: &FieldValue| {
                let text = value.datum.as_ref().map(Datum::to_text)?;
                words.iter().position(|word| *word == text)
            };
            distinct(cases, place, |place| (slugify(&words[*place]), words[*place].clone()))
        }
        FieldShape::Flag => {
            let flag = |value: &FieldValue| match &value.datum {
                Some(Datum::Flag(flag)) => Some(std::cmp::Reverse(*flag)),
                _ => None,
            };
            let word = |flag: bool| publication.word(if flag { "value.yes" } else { "value.no" }).to_owned();
            distinct(cases, flag, |flag| (flag.0.to_string(), word(flag.0)))
        }
        _ => distinct(cases, |value| value.datum.as_ref().map(Datum::to_text), |text| (slugify(text), text.clone())),
    }
}

/// Every value that there is, in order; what it is named in addresses is unique.
fn distinct<'s, K: Ord, I: Iterator<Item = &'s [FieldValue]>>(
    cases: impl Fn() -> I,
    key: impl Fn(&FieldValue) -> Option<K>,
    named: impl Fn(&K) -> (String, String),
) -> (Vec<FacetValue>, Vec<Vec<usize>>) {
    let all: BTreeSet<K> = cases().flatten().filter_map(&key).collect();
    let all: Vec<K> = all.into_iter().collect();
    let mut ids = UniqueNames::default();
    let values = all.iter().map(|one| {
        let (wanted, label) = named(one);
        let wanted = if wanted.is_empty() { "value".to_owned() } else { wanted };
        let id = ids.unique(&wanted, |number| format!("{wanted}-{number}"));
        FacetValue { id, label, broader: None, mark: None }
    });
    let values = values.collect();
    let row = |values: &[FieldValue]| -> Vec<usize> {
        let places = values.iter().filter_map(|value| all.binary_search(&key(value)?).ok());
        places.collect::<BTreeSet<usize>>().into_iter().collect()
    };
    (values, cases().map(row).collect())
}

/// A range of numbers of one unit: from the lower bound up to the upper one, without that.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Range {
    unit: Option<String>,
    from: Option<Decimal>,
    to: Option<Decimal>,
}

/// Numbers in ranges: between powers of ten, and between 1, 2, 5, 10, … of them where they lie close together.
fn ranges<'s, I: Iterator<Item = &'s [FieldValue]>>(
    publication: Publication<'_>,
    field: &OwnField,
    cases: impl Fn() -> I,
) -> (Vec<FacetValue>, Vec<Vec<usize>>) {
    let mut numbers: BTreeMap<Option<&str>, Vec<Decimal>> = BTreeMap::new();
    for value in cases().flatten() {
        if let Some(number) = value.number() {
            numbers.entry(value.unit_of(field)).or_default().push(number);
        }
    }
    let edges: BTreeMap<_, _> = numbers.into_iter().map(|(unit, numbers)| (unit, edges(numbers.into_iter()))).collect();
    let range = |value: &FieldValue| {
        let number = value.number()?;
        let unit = value.unit_of(field);
        let edges = edges.get(&unit)?;
        let above = edges.partition_point(|edge| *edge <= number);
        Some(Range {
            unit: unit.map(ToOwned::to_owned),
            from: above.checked_sub(1).map(|at| edges[at]),
            to: edges.get(above).copied(),
        })
    };
    let amount = |range: &Range, number: Decimal| publication.words.amount(field.shape, number, range.unit.as_deref());
    let label = |range: &Range| {
        let word = match (range.from, range.to) {
            (None, _) => "value.below",
            (_, None) => "value.from",
            _ => "value.between",
        };
        fill(publication.word(word), |name| match name {
            "from" => range.from.map(|number| match range.to {
                Some(_) => publication.words.number(number),
                None => amount(range, number),
            }),
            "to" => range.to.map(|number| amount(range, number)),
            _ => None,
        })
    };
    let transliteration = publication.site.config.transliteration();
    let id = |range: &Range| {
        let bound = |number: Option<Decimal>| number.map(|number| number.to_string()).unwrap_or_default();
        let unit = range
            .unit
            .as_deref()
            .map(|unit| transliteration.slugify(unit))
            .filter(|unit| !unit.is_empty() && field.unit != range.unit);
        let unit = unit.map(|unit| format!("{unit}.")).unwrap_or_default();
        format!("{unit}{}..{}", bound(range.from), bound(range.to))
    };
    distinct(cases, range, |range| (id(range), label(range)))
}

/// The bounds between which some numbers are put.
fn edges(numbers: impl Iterator<Item = Decimal>) -> Vec<Decimal> {
    let (mut least, mut greatest): (Option<Decimal>, Option<Decimal>) = (None, None);
    for number in numbers {
        if number > Decimal::ZERO {
            least = Some(least.map_or(number, |least| least.min(number)));
            greatest = Some(greatest.map_or(number, |greatest| greatest.max(number)));
        }
    }
    let (Some(least), Some(greatest)) = (least, greatest) else { return vec![Decimal::ZERO] };
    // The number of digits before the point, less one.
    let power = |number: Decimal| {
        let (digits, scale) = (number.mantissa().unsigned_abs().to_string().len(), number.scale());
        i32::try_from(digits).unwrap_or(0) - 1 - i32::try_from(scale).unwrap_or(0)
    };
    let (first, last) = (power(least).max(-6), power(greatest).min(26));
    let steps: &[i64] = if last - first <= 2 { &[1, 2, 5] } else { &[1] };
    let ten = |power: i32| Decimal::from_scientific(&format!("1e{power}")).ok();
    let mut edges = vec![Decimal::ZERO];
    for power in first..=last {
        let powers = steps.iter().filter_map(|step| ten(power)?.checked_mul(Decimal::from(*step)));
        edges.extend(powers.map(|edge| edge.normalize()));
    }
    // Bounds that part nothing are left out.
    let below = edges.iter().filter(|edge| **edge <= least).count();
    edges.drain(..below.saturating_sub(1));
    edges.retain(|edge| *edge <= greatest || *edge == Decimal::ZERO);
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[&str]) -> Vec<String> {
        edges(numbers.iter().map(|number| number.parse().expect("a number"))).iter().map(Decimal::to_string).collect()
    }

    #[test]
    fn numbers_are_put_between_powers_of_ten() {
        assert_eq!(of(&["3", "40", "700"]), ["2", "5", "10", "20", "50", "100", "200", "500"]);
        assert_eq!(of(&["3", "40000"]), ["1", "10", "100", "1000", "10000"]);
        assert_eq!(of(&["0", "-4"]), ["0"]);
        assert_eq!(of(&["0.25"]), ["0.2"]);
    }
}
