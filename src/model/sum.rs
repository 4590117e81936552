//! What values of several cases come to together: added up where they are of one unit, and never converted.

use rust_decimal::Decimal;

use super::{FieldShape, FieldValue, OwnField};

/// What values come to together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sum {
    /// There are none.
    Nothing,
    /// They are of one unit, and this is what they come to: known as exactly as they are.
    Of(FieldValue),
    /// So many, which cannot be added up.
    NotAdded(usize),
}

impl Sum {
    /// The sum of what some cases say under a field.
    ///
    /// Not added up are values of different units; shares, which are of different wholes; several values of one case,
    /// which may be what different sources say of one thing; bounds on different sides; and bounds beside what is only about
    /// so much.
    pub fn of<'a>(field: &OwnField, cases: impl Iterator<Item = &'a [FieldValue]>) -> Sum {
        let mut count = 0;
        let mut total: Option<Total> = Some(Total::default());
        for values in cases.filter(|values| !values.is_empty()) {
            count += values.len();
            total = total.filter(|_| values.len() == 1).and_then(|total| total.and(&values[0], field));
        }
        let adds_up = field.shape.is_number() && field.shape != FieldShape::Percentage;
        match total.filter(|_| adds_up).and_then(|total| total.value(field)) {
            _ if count == 0 => Sum::Nothing,
            Some(value) => Sum::Of(value),
            None => Sum::NotAdded(count),
        }
    }
}

/// What was added up so far: between these bounds.
#[derive(Default)]
struct Total {
    is_begun: bool,
    /// That of all values so far.
    unit: Option<Box<str>>,
    is_about: bool,
    is_exact: bool,
    least: Bound,
    most: Bound,
}

/// A side of a sum, which is open once one of its values is.
struct Bound(Option<Decimal>);

impl Default for Bound {
    fn default() -> Self {
        Bound(Some(Decimal::ZERO))
    }
}

impl Bound {
    fn and(self, number: Option<Decimal>) -> Bound {
        Bound(self.0.and_then(|own| own.checked_add(number?)))
    }
}

impl Total {
    /// With another value, where it is of the same unit.
    fn and(self, value: &FieldValue, field: &OwnField) -> Option<Total> {
        let unit: Option<Box<str>> = value.unit_of(field).map(Into::into);
        if self.is_begun && self.unit != unit {
            return None;
        }
        let number = value.datum.as_ref().and_then(|_| value.number());
        let is_exact = number.is_some() && (!self.is_begun || self.is_exact);
        Some(Total {
            is_begun: true,
            unit,
            is_about: self.is_about || value.is_about,
            is_exact,
            least: self.least.and(number.or(value.min)),
            most: self.most.and(number.or(value.max)),
        })
    }

    fn value(self, field: &OwnField) -> Option<FieldValue> {
        let unit = self.unit.filter(|unit| field.unit.as_deref() != Some(unit));
        let value = FieldValue { unit, is_about: self.is_about, ..FieldValue::default() };
        match (self.least.0, self.most.0) {
            (None, None) => None,
            (Some(number), _) if self.is_exact => {
                Some(FieldValue { datum: Some(super::Datum::Number(number.normalize())), ..value })
            }
            // What is about 700 has no least.
            _ if self.is_about => None,
            (least, most) => {
                let normal = |bound: Option<Decimal>| bound.map(|number| number.normalize());
                Some(FieldValue { min: normal(least), max: normal(most), ..value })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Datum, FieldRange, Spanned};

    fn field(shape: FieldShape) -> OwnField {
        OwnField {
            id: Spanned::new("loss".to_owned(), 0..0),
            label: "Loss".to_owned(),
            shape,
            unit: Some("USD".to_owned()),
            is_required: false,
            is_many: true,
            range: FieldRange::Any,
            definition: None,
            is_facet: false,
            declared_in: "casebook.yaml",
        }
    }

    fn number(number: i64) -> FieldValue {
        FieldValue { datum: Some(Datum::Number(number.into())), ..FieldValue::default() }
    }

    fn sum(shape: FieldShape, cases: &[&[FieldValue]]) -> Sum {
        Sum::of(&field(shape), cases.iter().copied())
    }

    #[test]
    fn values_of_one_unit_are_added_up_as_exactly_as_they_are_known() {
        let money = FieldShape::Money;
        let named = FieldValue { unit: Some("USD".into()), ..number(5) };
        assert_eq!(sum(money, &[&[number(1)], &[], &[named]]), Sum::Of(number(6)));
        let about = FieldValue { is_about: true, ..number(2) };
        assert_eq!(sum(money, &[&[number(1)], &[about]]), Sum::Of(FieldValue { is_about: true, ..number(3) }));
        let least = FieldValue { min: Some(10.into()), ..FieldValue::default() };
        let most = FieldValue { max: Some(4.into()), ..FieldValue::default() };
        let at_least = FieldValue { min: Some(11.into()), ..FieldValue::default() };
        assert_eq!(sum(money, &[&[number(1)], std::slice::from_ref(&least)]), Sum::Of(at_least));
        let between = FieldValue { min: Some(2.into()), max: Some(3.into()), ..FieldValue::default() };
        let range = FieldValue { min: Some(3.into()), max: Some(4.into()), ..FieldValue::default() };
        assert_eq!(sum(money, &[&[number(1)], &[between]]), Sum::Of(range));
        assert_eq!(sum(money, &[std::slice::from_ref(&least), &[most]]), Sum::NotAdded(2));
        let about = FieldValue { is_about: true, ..number(2) };
        assert_eq!(sum(money, &[&[least], &[about]]), Sum::NotAdded(2));
        assert_eq!(sum(money, &[&[], &[]]), Sum::Nothing);
    }

    #[test]
    fn what_does_not_add_up_is_counted() {
        let euros = FieldValue { unit: Some("EUR".into()), ..number(5) };
        assert_eq!(sum(FieldShape::Money, &[&[number(1)], &[euros]]), Sum::NotAdded(2));
        assert_eq!(sum(FieldShape::Money, &[&[number(1), number(2)], &[number(3)]]), Sum::NotAdded(3));
        assert_eq!(sum(FieldShape::Percentage, &[&[number(1)], &[number(3)]]), Sum::NotAdded(2));
        assert_eq!(sum(FieldShape::Text, &[&[number(1)]]), Sum::NotAdded(1));
        let greatest = FieldValue { datum: Some(Datum::Number(Decimal::MAX)), ..FieldValue::default() };
        assert_eq!(
            sum(FieldShape::Money, &[std::slice::from_ref(&greatest), std::slice::from_ref(&greatest)]),
            Sum::NotAdded(2)
        );
    }
}
