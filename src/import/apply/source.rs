//! The sources of a draft, made of what a map says of them.

use serde_json::Value;

use super::field::{fits, says};
use super::{Making, Placer};
use crate::diagnostic::Code;
use crate::import::account::{Fate, Mark};
use crate::import::draft::{SourceDraft, source_id};
use crate::import::map::{SourceSpec, Spec};
use crate::import::record::{Record, scalar_text};
use crate::import::terms::Found;
use crate::import::values::{self, Group, Scope, Taken};
use crate::model::{SourceId, fold, is_web_address, language_tag_of};
use crate::schema::{Key, SOURCE, Shape};
use crate::write::Yaml;
use crate::write::markdown::one_line;

/// A list of records with these keys, in the first column that has one: its values, and itself as JSON.
fn records<'r>(keys: &[Key<'_>], spec: &Spec, scope: Scope<'r>) -> Option<(Group<'r>, String)> {
    let list = spec.from.iter().flat_map(|path| scope.get_all(path)).find(|list| fits(keys, list))?;
    let taken = |value: &'r Value| {
        let text = scalar_text(value)?;
        Some(Taken { text, origin: Some(value), part: None, is_whole: true })
    };
    let records = list.as_array().into_iter().flatten().filter_map(Value::as_object);
    let values = records.flat_map(|record| record.values()).filter_map(taken).collect();
    Some((Group { values, ..Group::default() }, list.to_string()))
}

/// Where the values of one source are looked up: in the record, or in each item of one of its lists.
pub fn scopes<'r>(spec: &SourceSpec, record: &'r Record) -> Vec<Scope<'r>> {
    let item = |item| Scope { record, item: Some(item) };
    match spec.each.as_ref().map(|path| record.get(path)) {
        None => vec![Scope::of(record)],
        Some(Some(Value::Array(items))) => items.iter().filter(|item| !item.is_null()).map(item).collect(),
        Some(None | Some(Value::Null)) => Vec::new(),
        Some(Some(one)) => vec![item(one)],
    }
}

/// A source while it is made.
#[derive(Default)]
struct Source<'r> {
    draft: SourceDraft,
    year: Option<u16>,
    /// What it took, for which key, and as what text.
    took: Vec<(Group<'r>, &'static str, String)>,
}

impl Placer<'_> {
    pub(super) fn sources(&mut self, spec: &SourceSpec, making: &mut Making<'_>) {
        let record = making.record;
        if let Some(value) = spec.when.as_ref().map(|when| record.get(when)) {
            let Some(value) = value.filter(|value| !value.is_null()) else { return };
            if scalar_text(value).is_some_and(|text| self.map.is_blank(&text)) {
                return;
            }
            making.marks.add(value, Mark::new(Fate::Decides, "sources"));
        }
        for scope in scopes(spec, record) {
            self.source(spec, scope, making);
        }
    }

    fn source<'r>(&mut self, spec: &SourceSpec, scope: Scope<'r>, making: &mut Making<'r>) {
        let mut source = Source::default();
        let mut says_something = false;
        for key in SOURCE.keys() {
            let Some((_, field)) = spec.fields.iter().find(|(name, _)| name == key.name) else { continue };
            if let Shape::Records(outline) = key.shape
                && let Some((group, records)) = records(&outline().keys, field, scope)
            {
                says_something = true;
                source.draft.set(key.name, &records);
                source.took.push((group, key.name, records));
                continue;
            }
            let groups = match values::groups(self.map, field, scope, &|_| false) {
                Ok(groups) => groups,
                Err(message) => self.bad_template(&message, making),
            };
            for group in groups {
                making.passed(&Group { dropped: group.dropped.clone(), ..Group::default() }, key.name);
                if group.values.is_empty() {
                    continue;
                }
                says_something |= field.value.is_empty();
                if self.source_value(key.name, key.shape, field, group, scope, &mut source, making) {
                    break;
                }
            }
        }
        let all_constant = spec.fields.iter().all(|(_, field)| !field.value.is_empty());
        if !says_something && !all_constant || source.draft.fields.is_empty() {
            return;
        }
        self.add_source(source, making);
    }

    /// Give a source a value for a key. Says whether it took one; else the next column may speak.
    #[expect(clippy::too_many_arguments, reason = "what a field is, what the record has for it, and where both go")]
    fn source_value<'r>(
        &mut self,
        key: &'static str,
        shape: Shape,
        field: &Spec,
        group: Group<'r>,
        scope: Scope<'r>,
        source: &mut Source<'r>,
        making: &mut Making<'r>,
    ) -> bool {
        let value = one_line(&group.joined(field, ", "));
        let aside = format!("source {key}");
        let written = match shape {
            _ if key == "id" => {
                if SourceId::parse(&value).is_none_or(|id| !id.is_bare()) {
                    group.values.iter().for_each(|taken| making.keep(&aside, taken));
                    return false;
                }
                source.draft.id.clone_from(&value);
                value
            }
            Shape::Date => {
                let Some(taken) = group.values.first() else { return false };
                let taken = Taken { text: value, ..taken.clone() };
                let Some(date) = self.date(&aside, &taken, field, scope, making) else { return false };
                if key == "date" {
                    source.year = Some(date.year());
                }
                date.to_string()
            }
            Shape::Url => {
                let Some(taken) = group.values.first() else { return false };
                let Some(url) = self.url(key, &Taken { text: value, ..taken.clone() }, making) else { return false };
                url
            }
            Shape::Choice(words) if words().contains(&fold(&value).as_str()) => fold(&value),
            Shape::Flag if says(&value).is_some() => says(&value).unwrap_or_default().to_string(),
            Shape::Language if language_tag_of(&value).is_some() => language_tag_of(&value).unwrap_or_default(),
            Shape::Choice(_) | Shape::Flag | Shape::Language => {
                let note = format!("{key}: {value}");
                source.draft.add_note(&note);
                source.took.push((group, "note", note));
                return true;
            }
            _ => value,
        };
        match key {
            "id" => {}
            "passages" => {
                let texts = group.values.iter().map(|taken| serde_json::json!({ "text": one_line(&taken.text) }));
                source.draft.set(key, Value::Array(texts.collect()).to_string());
            }
            "note" => source.draft.add_note(&written),
            _ => source.draft.set(key, &written),
        }
        source.took.push((group, key, written));
        true
    }

    /// Give a draft a source, under an id of its own.
    fn add_source(&mut self, source: Source<'_>, making: &mut Making<'_>) {
        let Source { mut draft, year, took } = source;
        let publisher = draft.get("publisher").map(ToOwned::to_owned);
        if let Some(publisher) = &publisher
            && let Found::Term(label) = self.site.publishers.resolve(publisher)
        {
            if label != *publisher {
                *self.counts.respelt.entry((publisher.clone(), label.clone())).or_default() += 1;
            }
            draft.fields.retain(|(key, _)| key != "publisher");
            draft.set("publisher", label);
        }
        let publisher = draft.get("publisher").unwrap_or("source").to_owned();
        let stated = draft.id.clone();
        let wanted = if stated.is_empty() {
            source_id(
                &publisher,
                self.site.publishers.other_names(&publisher),
                year,
                self.site.config.transliteration(),
            )
        } else {
            stated.clone()
        };
        let shared = &self.site.shared_sources;
        draft.id = making.draft.unique_source_id(&wanted, |id| shared.contains(id));
        let id = draft.id.clone();
        let added = making.draft.add_source(draft);
        let is_other_id = added.id != id && added.id != stated;
        for (group, key, written) in took {
            let at = format!("sources.{}.{key}", added.id);
            let is_kept = added.kept.iter().any(|kept| kept == key) || key == "id" && is_other_id;
            let aside = format!("source {key}");
            if key == "id" && is_other_id {
                making.draft.keep(&aside, Yaml::text(&written));
            }
            let written = if key == "publisher" { &publisher } else { &written };
            let (fate, at) = match () {
                () if is_kept => (Fate::Kept, format!("extra.{aside}")),
                () if added.merged.iter().any(|merged| merged == key) => (Fate::Merged, at),
                () => (Fate::Written, at),
            };
            for taken in &group.values {
                making.took(taken, fate, &at, written);
            }
            making.passed(&group, &at);
        }
    }

    /// A web address, with a scheme added where it lacks one; other values are kept under `extra`.
    fn url(&mut self, key: &str, taken: &Taken<'_>, making: &mut Making<'_>) -> Option<String> {
        let text = &taken.text;
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
            let left = if found.is_some() { rest.join(" ") } else { text.clone() };
            making.keep(&format!("source {key}"), &Taken { text: left.clone(), ..taken.clone() });
            let message = match found {
                Some(_) => format!("more than one address in one field; `{left}` is kept in `extra`"),
                None => format!("`{left}` is not a web address; kept in `extra`"),
            };
            self.tell(making, Code::UnplacedValue, text, message, "write one address, starting with https://");
        }
        found
    }
}
