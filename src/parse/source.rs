//! A file of shared sources, parsed.

use super::{bibliography, read_yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, SourceFile};
use crate::model::Transliteration;
use crate::schema::fields::Findings;
use crate::schema::{ParsedSource, source};
use crate::yaml::{Node, Value};

/// Read a file of shared sources: a list of sources, or a bibliography.
pub fn parse_file(file: FileId, text: &SourceFile) -> (Vec<ParsedSource>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, transliteration: Transliteration::PLAIN, list: &mut diagnostics };
    if let Some(format) = bibliography::Format::of_path(&text.path) {
        let sources =
            if text.readable { bibliography::parse(&text.settled(), format, &mut findings) } else { Vec::new() };
        source::report_same_works(&sources, &mut findings);
        return (sources, diagnostics);
    }
    let sources = match read_yaml(text, &mut findings) {
        None => Vec::new(),
        Some(Node { value: Value::Sequence(items), .. }) => {
            source::list(&items.iter().collect::<Vec<_>>(), &mut findings)
        }
        Some(node) => {
            let message = format!("shared sources are a list, and here is {}", node.kind());
            findings.push(findings.at(Code::WrongType, &node.span, message).help("start each source with `- id: …`"));
            Vec::new()
        }
    };
    (sources, diagnostics)
}
