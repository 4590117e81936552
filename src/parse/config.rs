//! `casebook.yaml` becomes a [`Config`] in which every key has a value.

use super::read_yaml;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, SourceFile};
use crate::model::Transliteration;
use crate::model::config::Config;
use crate::schema::fields::Findings;
use crate::schema::{CONFIG, read};

/// Read the configuration.
pub fn parse(file: FileId, source: &SourceFile) -> (Config, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, transliteration: Transliteration::PLAIN, list: &mut diagnostics };
    match read_yaml(source, &mut findings) {
        Some(node) => {
            let read = read::record_with(&CONFIG, &node, &mut findings, Config::new(file), |_, _| {});
            (read.map_or_else(|| Config::new(file), |read| read.value), diagnostics)
        }
        None => {
            if diagnostics.is_empty() && source.readable {
                let found = Diagnostic::new(Code::MissingKey, file, 0..0, "this configuration has no `title`");
                diagnostics.push(found.help("add `title: …`"));
            }
            (Config::new(file), diagnostics)
        }
    }
}
