//! The sources of a draft, made of what a map says of them.

use serde_json::Value;

use super::{Making, Placer, line};
use crate::diagnostic::Code;
use crate::import::draft::{SourceDraft, source_id};
use crate::import::map::SourceSpec;
use crate::import::record::scalar_text;
use crate::import::terms::Found;
use crate::import::values::{self, Scope};
use crate::model::{SourceId, fold, is_web_address};
use crate::schema::{SOURCE, Shape};
use crate::write::Yaml;

impl Placer<'_> {
    pub(super) fn sources(&mut self, spec: &SourceSpec, making: &mut Making<'_>) {
        let record = making.record;
        if let Some(when) = &spec.when {
            let is_there = match record.get(when) {
                None | Some(Value::Null) => false,
                Some(value) => scalar_text(value).is_none_or(|text| !self.map.is_blank(&text)),
            };
            if !is_there {
                return;
            }
        }
        match &spec.each {
            None => self.source(spec, Scope::of(record), making),
            Some(path) => match record.get(path) {
                Some(Value::Array(items)) => {
                    for item in items.iter().filter(|item| !item.is_null()) {
                        self.source(spec, Scope { record, item: Some(item) }, making);
                    }
                }
                None | Some(Value::Null) => {}
                Some(one) => self.source(spec, Scope { record, item: Some(one) }, making),
            },
        }
    }

    fn source(&mut self, spec: &SourceSpec, scope: Scope<'_>, making: &mut Making<'_>) {
        let mut source = SourceDraft::default();
        let (mut says_something, mut year) = (false, None);
        for (key, field) in &spec.fields {
            let value = match values::text(self.map, field, scope, ", ") {
                Ok(Some(value)) => line(&value),
                Ok(None) => continue,
                Err(message) => {
                    self.bad_template(&message, making);
                    continue;
                }
            };
            says_something |= field.value.is_empty();
            match (key.as_str(), SOURCE.key(key).map(|key| key.shape)) {
                ("id", _) => source.id = value,
                (_, Some(Shape::Date)) => {
                    if let Some(date) = self.date(&format!("source {key}"), &value, field, scope, making) {
                        if key == "date" {
                            year = Some(date.year());
                        }
                        source.set(key, date.as_str());
                    }
                }
                (_, Some(Shape::Url)) => {
                    if let Some(url) = self.url(key, &value, making) {
                        source.set(key, url);
                    }
                }
                (_, Some(Shape::Choice(words))) if !words().contains(&fold(&value).as_str()) => {
                    source.set("note", format!("{key}: {value}"));
                }
                (_, Some(Shape::Choice(_))) => source.set(key, fold(&value)),
                (_, Some(Shape::Flag)) => match fold(&value).as_str() {
                    "true" | "yes" | "1" | "y" => source.set(key, "true"),
                    "false" | "no" | "0" | "n" => source.set(key, "false"),
                    _ => source.set("note", format!("{key}: {value}")),
                },
                _ => source.set(key, value),
            }
        }
        let all_constant = spec.fields.iter().all(|(_, field)| !field.value.is_empty());
        if !says_something && !all_constant || source.fields.is_empty() {
            return;
        }
        let publisher = source.get("publisher").map(ToOwned::to_owned);
        if let Some(publisher) = &publisher
            && let Found::Term(label) = self.site.publishers.resolve(publisher)
        {
            source.fields.retain(|(key, _)| key != "publisher");
            source.set("publisher", label);
        }
        if publisher.is_none() {
            self.miss("publisher of a source", making);
        }
        let publisher = source.get("publisher").unwrap_or("source").to_owned();
        let has_id = SourceId::parse(&source.id).is_some_and(|id| id.is_bare());
        let wanted = if has_id {
            source.id.clone()
        } else {
            source_id(&publisher, self.site.publishers.other_names(&publisher), year)
        };
        let shared = &self.site.shared_sources;
        source.id = making.draft.unique_source_id(&wanted, |id| shared.contains(id));
        making.draft.add_source(source);
    }

    /// A web address, with a scheme added where it lacks one; other values are kept under `extra`.
    fn url(&mut self, key: &str, text: &str, making: &mut Making<'_>) -> Option<String> {
        let mut words = text.split_whitespace();
        let first = words.next().unwrap_or_default().trim_end_matches([',', ';']).to_owned();
        let rest: Vec<&str> = words.collect();
        let with_scheme = format!("https://{first}");
        let found = if is_web_address(&first) {
            Some(first)
        } else if !first.contains(':') && first.contains('.') && !first.starts_with('.') && is_web_address(&with_scheme)
        {
            Some(with_scheme)
        } else {
            None
        };
        if found.is_none() || !rest.is_empty() {
            let left = if found.is_some() { rest.join(" ") } else { text.to_owned() };
            making.draft.keep(&format!("source {key}"), Yaml::text(&left));
            let message = match found {
                Some(_) => format!("more than one address in one field; `{left}` is kept in `extra`"),
                None => format!("`{left}` is not a web address; kept in `extra`"),
            };
            self.tell(making, Code::UnplacedValue, text, message, "write one address, starting with https://");
        }
        found
    }
}
