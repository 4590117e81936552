//! What a record says without being asked: its title, and that its authors hold it back.

use serde_json::Value;

use super::field::says;
use super::{Making, Placer};
use crate::import::account::{Fate, Mark};
use crate::import::map::Spec;
use crate::import::record::{Record, scalar_text};
use crate::model::{Slug, Visibility, fold};
use crate::write::Yaml;

impl Placer<'_> {
    /// A text without a title has that of its first heading, unless that is a section's, else that of its file.
    pub(super) fn own_title(&self, making: &mut Making<'_>) {
        if making.draft.title.is_some() || making.record.body.is_none() {
            return;
        }
        let is_section =
            |title: &str| self.site.section(title).is_some() || self.map.body.headings.contains_key(&fold(title));
        let heading = making.record.get("body.title").and_then(Value::as_str).filter(|title| !is_section(title));
        let folder = making.record.get("file.folder").and_then(Value::as_str).unwrap_or_default();
        let of_file = || making.record.file_name().map(|name| title_of_file(name, folder));
        making.draft.title = heading.map(ToOwned::to_owned).or_else(of_file).filter(|title| !title.is_empty());
    }

    /// What the source holds back is a draft, unless the map or a flag says otherwise.
    pub(super) fn own_draft(&self, making: &mut Making<'_>) {
        let is_filled = |spec: &Spec| {
            let is_given = !spec.value.is_empty() || !spec.default.is_empty() || spec.template.is_some();
            is_given || spec.from.iter().any(|path| making.record.get(path).is_some())
        };
        let is_said = self.constants.iter().any(|(key, _)| key == "draft")
            || self.map.fields.iter().any(|(key, spec)| key == "draft" && is_filled(spec));
        let is_draft = making.draft.fields.iter().any(|(key, _)| key == "draft");
        let Some(visibility) = self.held_back(making.record).filter(|_| !is_said && !is_draft) else { return };
        making.draft.fields.push(("draft".to_owned(), Yaml::plain(visibility.as_str())));
        for (_, value) in making.record.values.iter().filter(|(column, value)| self.hold(column, value).is_some()) {
            making.marks.add(value, Mark::new(Fate::Decides, "draft"));
        }
    }

    /// How far a record is published, where that is not in full.
    fn held_back(&self, record: &Record) -> Option<Visibility> {
        let path = record.get("file.path").and_then(Value::as_str).unwrap_or_default();
        let in_drafts = record.is_file && path.split('/').any(|part| part == "_drafts");
        let holds = || record.values.iter().filter_map(|(column, value)| self.hold(column, value));
        if in_drafts || holds().any(|hold| hold == Visibility::Draft) {
            return Some(Visibility::Draft);
        }
        holds().next()
    }

    /// Does a column say that its record is not to be published, or not to be listed? One that the map gives a meaning of
    /// its own does not.
    fn hold(&self, column: &str, value: &Value) -> Option<Visibility> {
        let text = fold(&scalar_text(value)?);
        let is_draft = match fold(column).as_str() {
            "draft" => says(&text) == Some(true),
            "published" | "publish" => says(&text) == Some(false),
            "status" | "post_status" => matches!(text.as_str(), "draft" | "private" | "unpublished"),
            _ => false,
        };
        let is_unlisted = match fold(column).as_str() {
            "draft" => text == Visibility::UNLISTED,
            "unlisted" => says(&text) == Some(true),
            _ => false,
        };
        let said = if is_draft { Some(Visibility::Draft) } else { is_unlisted.then_some(Visibility::Unlisted) };
        said.filter(|_| !self.map.paths().contains(&column))
    }
}

/// The title that a file's name gives: `2020-05-12-night-shifts` is “Night shifts”.
fn title_of_file(name: &str, folder: &str) -> String {
    let is_index = matches!(name.to_lowercase().as_str(), "index" | "_index" | "readme");
    let name = if is_index { folder.rsplit('/').next().unwrap_or(name) } else { name };
    let name = without_date(without_notion_id(name));
    if name.contains(char::is_whitespace) || Slug::parse(&name.replace('_', "-")).is_err() {
        return name.to_owned();
    }
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Notion ends the names of its exported files with the id of the page.
fn without_notion_id(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((title, id)) if id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => title,
        _ => name,
    }
}

/// Jekyll begins the names of its posts with their date.
fn without_date(name: &str) -> &str {
    let date = name.get(..10).filter(|date| {
        date.bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
    });
    let rest = date.and_then(|_| name[10..].strip_prefix(['-', '_', ' ']));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::title_of_file;

    #[test]
    fn titles_come_from_names_of_files() {
        for (name, folder, title) in [
            ("Night shifts", "vault", "Night shifts"),
            ("Rota", "vault", "Rota"),
            ("night-shifts", "vault", "Night shifts"),
            ("2020-05-12-night_shifts", "_posts", "Night shifts"),
            ("2020-05-12 Night shifts", "notes", "Night shifts"),
            ("2020-05-12", "journal", "2020 05 12"),
            ("Night shifts 0123456789abcdef0123456789abcdef", "Export", "Night shifts"),
            ("index", "posts/night-shifts", "Night shifts"),
            ("README", "Rota", "Rota"),
            ("iPhone-rota", "x", "iPhone-rota"),
            ("Größe", "x", "Größe"),
        ] {
            assert_eq!(title_of_file(name, folder), title, "{name}");
        }
    }
}
