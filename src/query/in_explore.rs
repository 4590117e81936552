//! Expressions as choices of Explore, where Explore can say the same.

use super::choice::Choice;
use super::fields::publisher_named;
use super::named::{Field, Named, named};
use super::test::{Operator, Test};
use crate::addresses::route;
use crate::explore::facets::{self, About};
use crate::model::{FieldShape, PartialDate, Site, SourceKind, fold};
use crate::publication::Publication;

/// What a test chooses, where a facet has it as a value.
pub fn of_test(site: &Site, test: &Test) -> Option<Choice> {
    let value = test.value.text.as_str();
    if test.operator.0 != Operator::Is || value == "*" {
        return None;
    }
    let of = |about: About, value: &str| Some(Choice { about, value: value.to_owned() });
    let word = fold(value);
    match named(site, &test.field.text).ok()? {
        Named::Taxonomy(id) => {
            let taxonomy = site.taxonomy(id);
            of(About::Taxonomy(id), taxonomy.term(taxonomy.find(value)?).id.as_str())
        }
        Named::Own(index) => {
            let field = site.config.fields.get(index).filter(|field| field.is_facet)?;
            match field.shape {
                FieldShape::Text | FieldShape::Choice | FieldShape::Flag => of(About::Field(index), &word),
                FieldShape::Date => of(About::Field(index), &year(value)?),
                _ => None,
            }
        }
        Named::BuiltIn(known) => match known.field {
            Field::Year => of(About::Year, &year(value)?),
            Field::Date(_) if known.name == "date" => of(About::Year, &year(value)?),
            Field::Evidence => of(About::Evidence, facets::EVIDENCE.into_iter().find(|level| *level == word)?),
            Field::Cited => of(About::Cited, facets::CITED.into_iter().find(|level| *level == word)?),
            Field::Kind => of(About::Kind, SourceKind::from_name(&word)?.as_str()),
            Field::Publisher => {
                let publisher = publisher_named(site, &word)?;
                of(About::Publisher, site.publisher(publisher).slug.as_str())
            }
            _ => None,
        },
    }
}

/// A value that is no more than a year, as facets name it.
fn year(value: &str) -> Option<String> {
    let date = PartialDate::parse(value).ok().filter(|date| date.end().is_none() && date.start().month.is_none())?;
    Some(format!("{:04}", date.year()))
}

/// What Explore is asked for.
#[derive(Debug, Clone)]
pub struct Filters {
    /// The facets that it has.
    facets: Vec<About>,
    /// The values that are chosen.
    chosen: Vec<(About, String)>,
}

impl Filters {
    /// Choices as Explore names them. None where it cannot say them: it joins values of one facet by "or".
    pub fn of(publication: Publication<'_>, choices: &[Choice]) -> Option<Filters> {
        let none = Filters { facets: facets::all(publication.site), chosen: Vec::new() };
        choices.iter().try_fold(none, |filters, choice| filters.and(choice.about, &settled(publication, choice)?))
    }

    /// With a value of another facet of Explore, or the same again.
    fn and(mut self, about: About, value: &str) -> Option<Filters> {
        match self.chosen.iter().find(|(other, _)| *other == about) {
            Some((_, other)) => (other == value).then_some(self),
            None => self.facets.contains(&about).then(|| {
                self.chosen.push((about, value.to_owned()));
                self
            }),
        }
    }

    /// The address of Explore, or of the list of all cases, that shows the same cases.
    pub fn href(&self, publication: Publication<'_>) -> Option<String> {
        if self.chosen.is_empty() {
            return Some(publication.href(route::CASES));
        }
        let filters: Vec<(About, &str)> = self.chosen.iter().map(|(about, value)| (*about, value.as_str())).collect();
        facets::href(publication, &filters)
    }

    /// The same for those that have a value of another facet too.
    pub fn href_with(&self, publication: Publication<'_>, about: About, value: &str) -> Option<String> {
        self.clone().and(about, value)?.href(publication)
    }
}

/// The name of a value in addresses.
fn settled(publication: Publication<'_>, choice: &Choice) -> Option<String> {
    let About::Field(index) = choice.about else { return Some(choice.value.clone()) };
    let field = publication.site.config.fields.get(index)?;
    if matches!(field.shape, FieldShape::Date | FieldShape::Flag) {
        return Some(choice.value.clone());
    }
    // Texts that differ in capitals are values of their own there.
    let values = facets::facet(publication, choice.about).values.into_iter();
    let mut values = values.filter(|value| fold(&value.label) == choice.value);
    let value = values.next()?;
    values.next().is_none().then_some(value.id)
}
