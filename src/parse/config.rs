//! `casebook.yaml` becomes a [`Config`] in which every key has a value.

use super::fields::{Fields, Findings, text_of};
use super::read_yaml;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, parse_severity};
use crate::files::{FileId, SourceFile};
use crate::model::config::{CaseFile, Config, HtmlPolicy, Output, SectionConfig, SectionRole};
use crate::model::{Slug, Spanned};
use crate::yaml::Value;

/// Read the configuration.
pub fn parse(file: FileId, source: &SourceFile) -> (Config, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, list: &mut diagnostics };
    let mut config = Config::new(file);
    match read_yaml(source, &mut findings) {
        Some(node) => {
            if let Some(fields) = Fields::new(&node, "configuration", &mut findings) {
                read(&mut config, fields);
            }
        }
        None if diagnostics.is_empty() && source.readable => {
            let found = Diagnostic::new(Code::MissingKey, file, 0..0, "this configuration has no `title`");
            diagnostics.push(found.help("add `title: …`"));
        }
        None => {}
    }
    (config, diagnostics)
}

fn read(config: &mut Config, mut fields: Fields<'_, '_, '_>) {
    let without_slash = |url: Spanned<String>| url.value.trim_end_matches('/').to_owned();
    if let Some(title) = fields.required_line("title") {
        config.title = title.value;
    }
    config.description = fields.line("description").map(|t| t.value).unwrap_or_default();
    config.base_url = fields.url("base_url").map(without_slash);
    if let Some(language) = fields.line("language") {
        config.language = language.value;
    }
    config.licence = fields.line("licence").map(|t| t.value);
    config.repository_url = fields.url("repository_url").map(without_slash);
    if let Some(branch) = fields.line("repository_branch") {
        config.repository_branch = branch.value;
    }
    config.image = fields.line("image");
    if let Some(theme) = fields.line("theme") {
        config.theme = theme;
    }
    read_sections(config, &mut fields);
    config.matrix = read_pairs(&mut fields, "matrix");
    config.charts = read_pairs(&mut fields, "charts");
    if let Some(size) = fields.count("page_size") {
        config.page_size = size;
    }
    let policies = [("sanitize", HtmlPolicy::Sanitize), ("escape", HtmlPolicy::Escape), ("allow", HtmlPolicy::Allow)];
    if let Some(policy) = fields.choice("html", &policies) {
        config.html = policy;
    }
    if let Some(clean) = fields.boolean("clean_urls") {
        config.clean_urls = clean;
    }
    if let Some(months) = fields.count("review_after") {
        config.review_after = months;
    }
    read_case_files(config, &mut fields);
    read_severities(config, &mut fields);
    if let Some((_, node)) = fields.take("citations")
        && let Some(mut citations) = Fields::new(node, "citation setting", fields.findings)
    {
        if let Some(style) = citations.line("style") {
            config.citation_style = style;
        }
        citations.finish("the only setting of citations is `style`");
    }
    config.without = fields.choices("without", &Output::NAMES).into_iter().collect();
    fields.finish("see the README for the keys of casebook.yaml");
}

fn read_sections(config: &mut Config, fields: &mut Fields<'_, '_, '_>) {
    for item in fields.items("sections") {
        let Some(mut section) = Fields::new(item, "section", fields.findings) else { continue };
        let title = section.required_line("title");
        let id = section.line("id");
        let required = section.boolean("required").unwrap_or(false);
        let aliases = section.lines("aliases").into_iter().map(|alias| alias.value).collect();
        let taxonomy = section.line("taxonomy");
        let role = section.choice("role", &[(SectionRole::Differences.as_str(), SectionRole::Differences)]);
        let id = match (id, &title) {
            (Some(id), _) => match Slug::parse(&id.value) {
                Ok(slug) => Some(slug),
                Err(error) => {
                    let message = format!("`{}` is not a section id", id.value);
                    section.findings.push(section.findings.at(Code::BadId, &id.span, message).help(error.to_string()));
                    None
                }
            },
            (None, Some(title)) => Some(Slug::from_text(&title.value)),
            (None, None) => None,
        };
        let opening = section.opening();
        section.finish("a section has `id`, `title`, `required`, `aliases`, `taxonomy` and `role`");
        let (Some(id), Some(title)) = (id, title) else { continue };
        let section = SectionConfig { id: id.to_string(), title: title.value, required, aliases, taxonomy, role };
        let taken = |name: &&String| config.sections.iter().any(|other| other.matches(name));
        let clash = [&section.id, &section.title].into_iter().chain(&section.aliases).find(taken);
        if let Some(name) = clash {
            let message = format!("two sections answer to `{name}`");
            let found = fields.findings.at(Code::DuplicateTerm, &opening, message);
            fields.findings.push(found.help("give each section names of its own"));
            continue;
        }
        config.sections.push(section);
    }
}

fn read_case_files(config: &mut Config, fields: &mut Fields<'_, '_, '_>) {
    // An empty list says that there are none.
    if fields.take("case_files").is_some() {
        config.case_files = fields.choices("case_files", &CaseFile::ALL.map(|file| (file.extension(), file)));
        config.case_files.sort_unstable();
        config.case_files.dedup();
    }
}

fn read_severities(config: &mut Config, fields: &mut Fields<'_, '_, '_>) {
    let Some((_, node)) = fields.take("severities") else { return };
    let Some(mut severities) = Fields::new(node, "list of severities", fields.findings) else { return };
    for code in Code::ALL {
        let Some(word) = severities.line(code.name()) else { continue };
        match parse_severity(&word.value) {
            Some(_) if !code.is_adjustable() => {
                let message = format!("the severity of `{code}` cannot be changed");
                severities
                    .findings
                    .push(severities.findings.at(Code::BadValue, &word.span, message).help("remove this line"));
            }
            Some(severity) => {
                config.severities.insert(code, severity);
            }
            None => {
                let message = format!("`{}` is not a severity", word.value);
                let help = did_you_mean(&word.value, ["error", "warning", "off"])
                    .unwrap_or_else(|| "use `error`, `warning` or `off`".to_owned());
                severities.findings.push(severities.findings.at(Code::BadValue, &word.span, message).help(help));
            }
        }
    }
    severities.finish("`casebook explain --list` names all codes");
}

/// Pairs of taxonomies.
fn read_pairs(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Vec<[Spanned<String>; 2]> {
    let mut pairs = Vec::new();
    for item in fields.items(key) {
        let pair: Option<Vec<Spanned<String>>> = match &item.value {
            Value::Sequence(items) if items.len() == 2 => {
                items.iter().map(|node| text_of(node, key, fields.findings)).collect()
            }
            _ => None,
        };
        match pair.map(<[Spanned<String>; 2]>::try_from) {
            Some(Ok(pair)) => pairs.push(pair),
            _ => {
                let what = if key == "matrix" { "a matrix" } else { "a chart" };
                let found = fields.findings.at(Code::WrongType, &item.span, format!("{what} is a pair of taxonomies"));
                fields.findings.push(found.help(format!("write `{key}: [[adoption_type, department]]`")));
            }
        }
    }
    pairs
}
