//! Reading a mapping file, key by key.

use std::collections::{BTreeMap, HashSet};

use super::{Extra, Incomplete, Map, Others, SourceSpec, Spec, case_keys};
use crate::diagnostic::Code;
use crate::import::format::Format;
use crate::import::site::Site;
use crate::model::{Slug, fold, is_web_address};
use crate::schema::SOURCE;
use crate::schema::fields::{Fields, Findings, text_of};
use crate::yaml::{Node, Value};

impl Map {
    /// Read a mapping file for a site.
    pub fn read(node: &Node, site: &Site, findings: &mut Findings<'_>) -> Map {
        let mut map = Map::empty();
        let Some(mut fields) = Fields::new(node, "map", findings) else { return map };
        map.name = fields.line("name").map(|name| name.value);
        map.format = fields.choice(
            "format",
            &[
                ("text", Format::Text),
                ("csv", Format::Csv),
                ("tsv", Format::Tsv),
                ("json", Format::Json),
                ("jsonl", Format::Jsonl),
                ("yaml", Format::Yaml),
                ("markdown", Format::Markdown),
            ],
        );
        map.encoding = fields.line("encoding").map(|text| text.value);
        map.records = fields.line("records").map(|text| text.value);
        map.read_delimiter(&mut fields);
        map.skip_lines = fields.count("skip_lines").unwrap_or(0);
        if let Some((_, node)) = fields.take("blank") {
            map.blank = read_blanks(node);
        }
        map.key = fields.take("key").and_then(|(_, node)| map.spec(node, true, fields.findings));
        map.slug = fields.take("slug").and_then(|(_, node)| map.spec(node, false, fields.findings));
        map.read_folder(&mut fields);
        map.read_base(&mut fields);
        map.merge = fields.boolean("merge").unwrap_or(false);
        let choices = [("write", Incomplete::Write), ("draft", Incomplete::Draft), ("skip", Incomplete::Skip)];
        map.incomplete = fields.choice("incomplete", &choices).unwrap_or(Incomplete::Draft);
        map.dates = fields.lines("dates").into_iter().map(|text| text.value).collect();
        let keys: Vec<&str> = case_keys(site).collect();
        map.fields = map.specs("fields", &keys, &mut fields);
        map.read_sections(&mut fields);
        for item in fields.items("sources") {
            map.read_source(item, fields.findings);
        }
        map.read_extra(&mut fields);
        map.ignore = fields.lines("ignore").into_iter().map(|text| text.value).collect();
        map.read_body(&mut fields);
        fields.finish(|| "docs/import.md lists the keys of a map".to_owned());
        map
    }

    fn read_delimiter(&mut self, fields: &mut Fields<'_, '_, '_>) {
        // Not `line`, which would trim a tab away.
        let Some((_, node)) = fields.take("delimiter") else { return };
        match node.as_str().map(|text| if text == "tab" { "\t" } else { text }).map(str::as_bytes) {
            Some([byte]) if byte.is_ascii() => self.delimiter = Some(*byte),
            _ => fields.findings.push(
                fields
                    .findings
                    .at(Code::BadValue, &node.span, "`delimiter` is one character")
                    .help("write `\",\"`, `\";\"`, `\"|\"` or `tab`"),
            ),
        }
    }

    fn read_folder(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some(folder) = fields.line("folder") else { return };
        let trimmed = folder.value.trim_matches('/');
        if trimmed.split('/').all(|part| Slug::parse(part).is_ok()) {
            trimmed.clone_into(&mut self.folder);
        } else {
            let message = format!("`{}` is not a folder below content/cases", folder.value);
            let found = fields.findings.at(Code::BadValue, &folder.span, message);
            fields.findings.push(found.help("use lower-case letters, digits and hyphens, with `/` between folders"));
        }
    }

    fn read_base(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some(base) = fields.line("base") else { return };
        if is_web_address(&base.value) {
            self.base = Some(base.value);
        } else {
            let message = format!("`{}` is not the address of a site", base.value);
            let found = fields.findings.at(Code::BadValue, &base.span, message);
            fields.findings.push(found.help("write where the old site stands, such as `base: https://example.org`"));
        }
    }

    fn read_sections(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some((_, node)) = fields.take("sections") else { return };
        let Value::Mapping(entries) = &node.value else {
            let found =
                fields.findings.at(Code::WrongType, &node.span, "`sections` is a mapping of sections to columns");
            fields.findings.push(found.help("write `what-they-did: Description`"));
            return;
        };
        for (key, value) in entries {
            if let (Some(key), Some(spec)) = (key.as_str(), self.spec(value, false, fields.findings)) {
                self.sections.push((key.to_owned(), spec));
            }
        }
    }

    fn read_extra(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let items = fields.lines("extra");
        self.extra = match items.as_slice() {
            [] => Extra::All,
            [one] if one.value == "all" => Extra::All,
            [one] if one.value == "none" => Extra::None,
            _ => Extra::Only(items.into_iter().map(|text| text.value).collect()),
        };
    }

    fn read_body(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some((_, node)) = fields.take("body") else { return };
        let Some(mut body) = Fields::new(node, "body", fields.findings) else { return };
        self.body.before = body.line("before").map(|text| text.value);
        self.body.others =
            body.choice("others", &[("keep", Others::Keep), ("demote", Others::Demote)]).unwrap_or_default();
        if let Some((_, node)) = body.take("headings")
            && let Value::Mapping(entries) = &node.value
        {
            for (key, value) in entries {
                if let (Some(key), Some(section)) = (key.as_str(), value.as_str()) {
                    self.body.headings.insert(fold(key), section.to_owned());
                }
            }
        }
        body.finish(|| "a body has `headings`, `before` and `others`".to_owned());
    }

    fn read_source(&mut self, node: &Node, findings: &mut Findings<'_>) {
        let Some(mut fields) = Fields::new(node, "source", findings) else { return };
        let mut source = SourceSpec {
            each: fields.line("each").map(|text| text.value),
            when: fields.line("when").map(|text| text.value),
            fields: Vec::new(),
        };
        for key in SOURCE.keys().map(|key| key.name) {
            if let Some((_, node)) = fields.take(key)
                && let Some(spec) = self.spec(node, false, fields.findings)
            {
                source.fields.push((key.to_owned(), spec));
            }
        }
        fields.finish(|| "a source of a map has the keys of a source, `each` and `when`".to_owned());
        self.sources.push(source);
    }

    /// A mapping of known keys to specs.
    fn specs<'n>(&mut self, key: &'n str, known: &[&str], fields: &mut Fields<'n, '_, '_>) -> Vec<(String, Spec)> {
        let Some((_, node)) = fields.take(key) else { return Vec::new() };
        let Some(mut inner) = Fields::new(node, "map", fields.findings) else { return Vec::new() };
        let mut specs = Vec::new();
        for key in known {
            if let Some((_, node)) = inner.take(key)
                && let Some(spec) = self.spec(node, false, inner.findings)
            {
                specs.push(((*key).to_owned(), spec));
            }
        }
        inner.finish(|| "a map fills the keys of a case and the site's taxonomies".to_owned());
        specs
    }

    /// A spec: a column, or a mapping. A list is several columns; `all` of them where the field is a key.
    fn spec(&mut self, node: &Node, all: bool, findings: &mut Findings<'_>) -> Option<Spec> {
        match &node.value {
            Value::Null | Value::Unread => None,
            Value::Scalar(scalar) => Some(Spec { from: vec![scalar.text.clone()], all, ..Spec::default() }),
            Value::Sequence(items) => {
                let from = items.iter().filter_map(|item| text_of(item, "from", findings)).map(|t| t.value).collect();
                Some(Spec { from, all, ..Spec::default() })
            }
            Value::Mapping(_) => {
                let mut fields = Fields::new(node, "field of a map", findings)?;
                let texts = |fields: &mut Fields<'_, '_, '_>, key: &'static str| -> Vec<String> {
                    fields.lines(key).into_iter().map(|text| text.value).collect()
                };
                let mut spec = Spec {
                    from: texts(&mut fields, "from"),
                    all: fields.boolean("all").unwrap_or(all),
                    value: texts(&mut fields, "value"),
                    host: fields.line("host").map(|text| text.value),
                    default: texts(&mut fields, "default"),
                    // Separators may be spaces and line breaks: they are not trimmed.
                    split: fields.items("split").iter().filter_map(|n| n.as_str()).map(ToOwned::to_owned).collect(),
                    join: fields.take("join").and_then(|(_, node)| node.as_str()).map(ToOwned::to_owned),
                    dates: texts(&mut fields, "dates"),
                    precision: fields.line("precision").map(|text| text.value),
                    markdown: fields.boolean("markdown").unwrap_or(false),
                    sentences: fields.count("sentences"),
                    cite: fields.boolean("cite").unwrap_or(false),
                    ..Spec::default()
                };
                spec.blank = fields.take("blank").map(|(_, node)| read_blanks(node));
                if let Some((_, node)) = fields.take("template") {
                    spec.template = self.add_template(node, fields.findings);
                }
                if let Some((_, node)) = fields.take("values") {
                    spec.values = read_values(node, fields.findings);
                }
                fields.finish(|| "docs/import.md lists what a field of a map may say".to_owned());
                Some(spec)
            }
        }
    }

    fn add_template(&mut self, node: &Node, findings: &mut Findings<'_>) -> Option<String> {
        let text = node.as_str()?;
        let name = format!("template {}", self.template_count);
        self.template_count += 1;
        let refused = self.templates.add_raw_template(&name, &super::steps::counted(text)).err();
        let refused = refused.map(|error| error.to_string());
        // A component that calls itself with twice of what it is given fills all memory.
        let defines = self.templates.get_component_names().next().map(|_| "error: it defines a component".to_owned());
        match refused.or(defines) {
            None => {
                if let Ok(names) = self.templates.get_template_variables(&name) {
                    self.template_columns.insert(name.clone(), names.into_iter().map(ToOwned::to_owned).collect());
                }
                Some(name)
            }
            Some(message) => {
                let message = message.lines().find(|line| line.contains("error")).unwrap_or("it does not parse");
                let found = findings.at(Code::BadValue, &node.span, format!("this is not a template: {message}"));
                findings.push(found.help("write it in Tera’s language, such as `{{ title }} ({{ year }})`"));
                None
            }
        }
    }
}

/// Spellings of nothing: one, a list, or none.
fn read_blanks(node: &Node) -> HashSet<String> {
    match &node.value {
        Value::Sequence(items) => items.iter().filter_map(Node::as_str).map(fold).collect(),
        _ => node.as_str().map(fold).into_iter().collect(),
    }
}

/// Replacements: a value, a list, or nothing, which drops the value.
fn read_values(node: &Node, findings: &mut Findings<'_>) -> BTreeMap<String, Vec<String>> {
    let Value::Mapping(entries) = &node.value else {
        let found = findings.at(Code::WrongType, &node.span, "`values` is a mapping of values to terms");
        findings.push(found.help("write `values: {\"in use\": In production}`"));
        return BTreeMap::new();
    };
    let mut values = BTreeMap::new();
    for (key, value) in entries {
        let Some(key) = key.as_str() else { continue };
        let new = match &value.value {
            Value::Sequence(items) => items.iter().filter_map(Node::as_str).map(ToOwned::to_owned).collect(),
            _ => value.as_str().map(ToOwned::to_owned).into_iter().collect(),
        };
        values.insert(fold(key), new);
    }
    values
}
