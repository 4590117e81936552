//! `content/sources.checked.yaml` becomes [`Checks`].

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, SourceFile, Span};
use crate::model::{CheckedAddress, Checks, Transliteration};
use crate::schema::checked::{REMOVE, checked_address};
use crate::schema::fields::Findings;
use crate::yaml::{self, Node, Value};

/// Read the file. Its entries stand by themselves, so they are read in parallel, however many there are, and one that
/// is broken takes no other with it.
pub fn parse(file: FileId, source: &SourceFile) -> (Option<Checks>, Vec<Diagnostic>) {
    let text = source.settled();
    let (start, entries) = entries(&text);
    let mut diagnostics = Vec::new();
    if let Some(line) = text[..start].lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let at = line.as_ptr() as usize - text.as_ptr() as usize;
        let message = "what was checked is a list, and this is no entry of it";
        let found = Diagnostic::new(Code::WrongType, file, at..at + line.len(), message);
        diagnostics.push(found.help("remove this line"));
    }
    let read: Vec<Entry> = entries.into_par_iter().map(|span| entry(file, &text, span)).collect();
    let mut first: FxHashMap<Box<str>, Span> = FxHashMap::default();
    let mut all = Vec::with_capacity(read.len());
    for (read, found) in read {
        diagnostics.extend(found);
        for (checked, span) in read {
            match first.get(&checked.address) {
                Some(there) => {
                    let message = format!("`{}` is listed twice", checked.address);
                    let found = Diagnostic::new(Code::DuplicateKey, file, span, message).help(REMOVE);
                    diagnostics.push(found.related(file, there.clone(), "first listed here"));
                }
                None => {
                    first.insert(checked.address.clone(), span);
                    all.push(checked);
                }
            }
        }
    }
    (Some(Checks::of(all)), diagnostics)
}

/// Where the first entry starts, and the span of each: from a dash at the start of a line to the next.
fn entries(text: &str) -> (usize, Vec<Span>) {
    let at_start = text.starts_with("- ").then_some(0);
    let starts: Vec<usize> = at_start.into_iter().chain(text.match_indices("\n- ").map(|(at, _)| at + 1)).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let spans = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    (starts.first().copied().unwrap_or(text.len()), spans)
}

/// What stands behind a dash, each with the place of its address, and what is wrong with it.
type Entry = (Vec<(CheckedAddress, Span)>, Vec<Diagnostic>);

fn entry(file: FileId, text: &str, span: Span) -> Entry {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, transliteration: Transliteration::PLAIN, list: &mut diagnostics };
    let read = match yaml::parse(&text[span.clone()], span.start) {
        Ok(Node { value: Value::Sequence(items), .. }) => {
            items.iter().filter_map(|item| checked_address(item, &mut findings)).collect()
        }
        Ok(_) => Vec::new(),
        Err(error) => {
            findings.push(findings.at(Code::YamlSyntax, &error.span, error.message).help(REMOVE));
            Vec::new()
        }
    };
    (read, diagnostics)
}
