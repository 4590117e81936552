//! The front matter of a draft, made of what a map says of its keys.

use serde_json::Value;

use super::{Making, Placer};
use crate::diagnostic::Code;
use crate::import::account::{Fate, Mark};
use crate::import::dates;
use crate::import::draft::OwnValues;
use crate::import::map::{SourceSpec, Spec};
use crate::import::record::scalar_text;
use crate::import::terms::Found;
use crate::import::values::{self, Group, Scope, Taken};
use crate::model::{Datum, FieldShape, OwnField, PartialDate, Slug, fold, language_tag_of};
use crate::schema::{CASE, Key, SOURCE, Shape, own};
use crate::write::markdown::one_line;
use crate::write::{self, Yaml};

/// A longer value is a sentence, not a term.
const LONGEST_TERM: usize = 100;

impl Placer<'_> {
    pub(super) fn field(&mut self, key: &str, spec: &Spec, making: &mut Making<'_>) {
        if let Some(taxonomy) = self.site.taxonomies.iter().position(|taxonomy| taxonomy.id == key) {
            self.terms(taxonomy, spec, making);
            return;
        }
        if let Some(field) = self.site.config.fields.iter().find(|field| field.id.value == key) {
            let field = field.clone();
            self.own_field(&field, spec, making);
            return;
        }
        let Some(key) = CASE.key(key) else { return };
        match key.shape {
            Shape::Date => self.date_field(key.name, spec, making),
            Shape::Records(_) if key.name == "sources" => {
                let each = spec.from.iter().find(|path| making.record.get(path).is_some()).cloned();
                let own = |key: &str| (key.to_owned(), Spec { from: vec![key.to_owned()], ..Spec::default() });
                let fields = SOURCE.keys().map(|key| own(key.name)).collect();
                if each.is_some() {
                    self.sources(&SourceSpec { each, when: None, fields }, making);
                }
            }
            // Lists of records are taken as they are, where they are what a case can hold.
            Shape::Records(outline) => {
                let keys = outline().keys;
                let raw = spec.from.iter().filter_map(|path| making.record.get(path));
                let Some(raw) = raw.into_iter().find(|raw| fits(&keys, raw)) else { return };
                let items = raw.as_array().into_iter().flatten().map(|item| raw_yaml(&keys, item)).collect();
                making.marks.add_all(raw, &Mark::new(Fate::Written, key.name));
                making.draft.fields.push((key.name.to_owned(), Yaml::List(items)));
            }
            _ => self.plain_field(key, spec, making),
        }
    }

    /// Values of a field of the site's own: of the first column that has one. What is none is kept under `extra`.
    fn own_field(&mut self, field: &OwnField, spec: &Spec, making: &mut Making<'_>) {
        let id = field.id.value.as_str();
        for group in self.groups(spec, making) {
            making.passed(&group, id);
            let mut values = Vec::new();
            for taken in &group.values {
                let taken = Taken { text: one_line(&taken.text), ..taken.clone() };
                let text = taken.text.as_str();
                let read = match field.shape {
                    FieldShape::Date => {
                        let date = self.date(id, &taken, spec, Scope::of(making.record), making);
                        let Some(date) = date else { continue };
                        own::of_text(field, &date.edtf())
                    }
                    FieldShape::Flag => says(text).and_then(|flag| own::of_text(field, &flag.to_string())),
                    _ => own::of_text(field, text),
                };
                match read {
                    Some(value) if values.is_empty() || field.is_many => {
                        let written = value.datum.as_ref().map_or_else(|| text.to_owned(), Datum::to_text);
                        making.took(&taken, Fate::Written, id, &written);
                        // The same again says no more.
                        if !values.contains(&value) {
                            values.push(value);
                        }
                    }
                    Some(_) => making.keep(id, &taken),
                    None => {
                        making.keep(id, &taken);
                        let message = format!("`{text}` is no value of `{id}`; kept in `extra`");
                        let help = "name what it means in the map with `values`, or write it in the case";
                        self.tell(making, Code::UnplacedValue, text, message, help);
                    }
                }
            }
            if !values.is_empty() {
                making.draft.own.push(OwnValues { id: id.to_owned(), values, are_cited: spec.cite });
                return;
            }
        }
    }

    /// A date: of the first column that has one that can be read.
    fn date_field(&mut self, key: &str, spec: &Spec, making: &mut Making<'_>) {
        for group in self.groups(spec, making) {
            making.passed(&group, key);
            let Some(taken) = group.values.first() else { continue };
            let taken = &Taken { text: one_line(&taken.text), ..taken.clone() };
            if let Some(date) = self.date(key, taken, spec, Scope::of(making.record), making) {
                making.took(taken, Fate::Written, key, &date.edtf());
                making.draft.fields.push((key.to_owned(), Yaml::plain(date.edtf())));
                return;
            }
        }
    }

    /// A text, a list of texts, or a flag: of the first column that has one.
    fn plain_field(&mut self, key: &Key<'_>, spec: &Spec, making: &mut Making<'_>) {
        for mut group in self.groups(spec, making) {
            for taken in &mut group.values {
                taken.text = one_line(&taken.text);
            }
            if group.values.is_empty() {
                making.passed(&group, key.name);
                continue;
            }
            let one = group.joined(spec, ", ");
            let value = match key.shape {
                Shape::Flag => {
                    if self.flag(key.name, None, &group, making) {
                        return;
                    }
                    continue;
                }
                Shape::FlagOr(word) => {
                    if self.flag(key.name, Some(word), &group, making) {
                        return;
                    }
                    continue;
                }
                Shape::OldAddresses(_) => {
                    making.passed(&group, key.name);
                    return Self::aliases(&group, making);
                }
                Shape::Language => {
                    let Some(tag) = language_tag_of(&one) else {
                        group.values.iter().for_each(|taken| making.keep(key.name, taken));
                        continue;
                    };
                    making.took_all(&group, key.name, Some(&tag));
                    Yaml::text(&tag)
                }
                shape if shape.is_list() => {
                    making.took_all(&group, key.name, None);
                    Yaml::texts(group.values.into_iter().map(|taken| taken.text))
                }
                _ => {
                    making.took_all(&group, key.name, Some(&one));
                    Yaml::text(&one)
                }
            };
            if key.name == "title" {
                making.draft.title = Some(one);
            } else {
                making.draft.fields.push((key.name.to_owned(), value));
            }
            return;
        }
    }

    /// A flag, which one more word may stand for; what says none of them is kept under `extra`. Says whether it is set.
    fn flag(&mut self, key: &str, word: Option<&str>, group: &Group<'_>, making: &mut Making<'_>) -> bool {
        making.passed(group, key);
        let Some(taken) = group.values.first() else { return false };
        let word = word.filter(|word| fold(&taken.text) == *word);
        let written = match (word, says(&taken.text)) {
            (Some(word), _) => word,
            (None, Some(true)) => "true",
            (None, Some(false)) => "false",
            (None, None) => {
                making.keep(key, taken);
                let message = format!("`{}` is neither yes nor no; kept in `extra`", taken.text);
                let help = format!("name what it means in the map, such as `values: {{\"{}\": yes}}`", taken.text);
                self.tell(making, Code::UnplacedValue, &taken.text, message, &help);
                return false;
            }
        };
        if written == "false" {
            // A case says no by not saying yes.
            making.took(taken, Fate::Decides, key, &taken.text);
        } else {
            making.draft.fields.push((key.to_owned(), Yaml::plain(written)));
            making.took(taken, Fate::Written, key, written);
        }
        true
    }

    /// Old addresses; values that cannot be one are kept under `extra`.
    fn aliases(group: &Group<'_>, making: &mut Making<'_>) {
        let mut good = Vec::new();
        for taken in &group.values {
            if Slug::parse(&taken.text).is_ok() || taken.text.ends_with(".html") {
                making.took(taken, Fate::Written, "aliases", &taken.text);
                good.push(taken.text.clone());
            } else {
                making.keep("aliases", taken);
            }
        }
        if !good.is_empty() {
            making.draft.fields.push(("aliases".to_owned(), Yaml::texts(good)));
        }
    }

    /// Terms: of the first column that has one.
    fn terms(&mut self, taxonomy: usize, spec: &Spec, making: &mut Making<'_>) {
        let vocabulary = &self.site.taxonomies[taxonomy];
        let id = vocabulary.id.clone();
        let keep = |value: &str| vocabulary.declares(value);
        let groups = values::groups(self.map, spec, Scope::of(making.record), &keep);
        let groups = groups.unwrap_or_else(|message| self.bad_template(&message, making));
        for group in groups {
            making.passed(&group, &id);
            let mut is_placed = false;
            for taken in &group.values {
                is_placed |= self.term(taxonomy, &id, taken, making);
            }
            if is_placed {
                return;
            }
        }
    }

    /// A value as a term, or kept under `extra`. Says whether it is one.
    fn term(&mut self, taxonomy: usize, id: &str, taken: &Taken<'_>, making: &mut Making<'_>) -> bool {
        let taken = Taken { text: one_line(&taken.text), ..taken.clone() };
        let value = &taken.text;
        let vocabulary = &mut self.site.taxonomies[taxonomy];
        if value.chars().count() > LONGEST_TERM && vocabulary.label_of(value).is_none() {
            let message = format!("too long for the name of a {}; kept in `extra`", vocabulary.label);
            making.keep(id, &taken);
            let help = "name the terms in the case, or part the value with `split`";
            self.tell(making, Code::UnplacedValue, value, message, help);
            return false;
        }
        match vocabulary.resolve(value) {
            Found::Term(label) => {
                let is_new = making.draft.add_terms(id, vec![label.clone()]);
                if label != *value && taken.origin.is_some() {
                    *self.counts.respelt.entry((value.clone(), label.clone())).or_default() += 1;
                }
                making.took(&taken, if is_new { Fate::Written } else { Fate::Merged }, id, &label);
                return true;
            }
            Found::Unknown => {
                let near: Vec<String> = vocabulary.near(value).iter().map(|near| format!("`{near}`")).collect();
                let help = match near.as_slice() {
                    [] => format!("map it to a term with `values`, or add it to content/taxonomies/{id}.yaml"),
                    near => format!("near it: {}; map it with `values`, or make it an alias", near.join(", ")),
                };
                let message = format!("unknown {} `{value}`; kept in `extra`", vocabulary.label);
                self.tell(making, Code::UnknownTerm, value, message, &help);
            }
            Found::Clash(other) => {
                let slug = self.site.config.transliteration().slug(value);
                let message = format!("`{value}` and `{other}` make the same address `{slug}`; kept in `extra`");
                let help =
                    format!("declare it in content/taxonomies/{id}.yaml with an id of its own, and import again");
                self.tell(making, Code::DuplicateTerm, value, message, &help);
            }
        }
        making.keep(id, &taken);
        false
    }

    /// A date, cut to the precision that the map says; one that cannot be read is kept aside.
    pub(super) fn date(
        &mut self,
        key: &str,
        taken: &Taken<'_>,
        spec: &Spec,
        scope: Scope<'_>,
        making: &mut Making<'_>,
    ) -> Option<PartialDate> {
        let text = &taken.text;
        let formats: Vec<String> = spec.dates.iter().chain(&self.map.dates).cloned().collect();
        let Some(date) = dates::read(text, &formats) else {
            making.keep(key, taken);
            let message = format!("`{text}` is not read as a date; kept in `extra`");
            let help = "name its format in the map, such as `dates: [\"%d/%m/%Y\"]`, or write the date in the case";
            self.tell(making, Code::UnreadDate, text, message, help);
            return None;
        };
        let precision = spec.precision.as_ref().and_then(|path| scope.get(path));
        if let Some(value) = precision {
            making.marks.add(value, Mark::new(Fate::Decides, key));
        }
        Some(precision.and_then(scalar_text).map_or_else(|| date.clone(), |how| dates::cut(&date, &how)))
    }
}

/// What a text says as a flag.
pub(super) fn says(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "true" | "yes" | "1" | "y" => Some(true),
        "false" | "no" | "0" | "n" => Some(false),
        _ => None,
    }
}

/// Is a value a list of records with these keys, and with those among them that each must have?
pub(super) fn fits(keys: &[Key<'_>], value: &Value) -> bool {
    let is_one = |item: &Value| {
        item.as_object().is_some_and(|item| {
            let has = |key: &Key<'_>| item.get(key.name).is_some_and(|value| !value.is_null());
            item.keys().all(|name| keys.iter().any(|key| key.name == name.as_str()))
                && keys.iter().all(|key| !key.required || has(key))
        })
    };
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_one))
}

/// A record of ours that JSON holds: keys in their order and dates without quotes.
fn raw_yaml(keys: &[Key<'_>], item: &Value) -> Yaml {
    let Value::Object(record) = item else { return Yaml::from_json(item) };
    let place = |name: &str| keys.iter().position(|key| key.name == name);
    let mut entries: Vec<(&String, &Value)> = record.iter().collect();
    entries.sort_by_key(|(name, _)| place(name).unwrap_or(keys.len()));
    let yaml = |(name, value): (&String, &Value)| {
        let known = place(name).and_then(|at| write::of_json(&keys[at], value));
        (name.clone(), known.unwrap_or_else(|| Yaml::from_json(value)))
    };
    Yaml::Map(entries.into_iter().map(yaml).collect())
}
