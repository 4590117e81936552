//! Records of tables of separated values (RFC 4180, and everything else that calls itself CSV), keyed by the header.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::Span;
use crate::import::format::Format;
use crate::import::input::Input;
use crate::import::map::Map as Mapping;
use crate::import::record::{Item, Record};
use crate::model::UniqueNames;

/// Separators; in a tie the first one wins.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Under which key a record keeps the cells beyond its header.
pub const BEYOND: &str = "cells beyond the header";

/// Read a table row by row.
pub fn read(input: &Input, map: &Mapping, visit: &mut dyn FnMut(Item)) {
    let text = &*input.text;
    let (start, declared) = preamble(text, map.skip_lines);
    let delimiter = match (map.delimiter.or(declared), input.format) {
        (Some(delimiter), _) => delimiter,
        (None, Format::Tsv) => b'\t',
        (None, _) => sniff(&text[start..]),
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(&text.as_bytes()[start..]);
    let mut row = csv::StringRecord::new();
    let mut header: Option<Header> = None;
    loop {
        let from = start + position(&reader);
        // Cannot fail: the text is valid UTF-8 and ragged rows are allowed.
        if !reader.read_record(&mut row).unwrap_or(false) {
            break;
        }
        let span = trimmed(text, from..start + position(&reader));
        match &header {
            None => header = Some(Header::new(&row, input, &span, visit)),
            Some(header) => header.visit(&row, input, span, visit),
        }
    }
}

fn position<R: std::io::Read>(reader: &csv::Reader<R>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// Without the line breaks around it.
fn trimmed(text: &str, span: Span) -> Span {
    let row = &text[span.start..span.end.min(text.len())];
    let start = span.start + (row.len() - row.trim_start_matches(['\r', '\n']).len());
    start..start.max(span.start + row.trim_end_matches(['\r', '\n']).len())
}

/// Where the table starts: behind the lines to be skipped, and behind the line `sep=;` of some spreadsheets.
fn preamble(text: &str, skip_lines: usize) -> (usize, Option<u8>) {
    let start: usize = text.split_inclusive('\n').take(skip_lines).map(str::len).sum();
    let line = text[start..].split_inclusive('\n').next().unwrap_or_default();
    match line.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (start + line.len(), Some(*delimiter)),
        _ => (start, None),
    }
}

/// The separator that occurs most often in the first line outside of quoted cells.
fn sniff(text: &str) -> u8 {
    let mut counts = [0usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|count| *count > 0) => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = DELIMITERS.iter().position(|delimiter| *delimiter == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |at| DELIMITERS[at])
}

/// The header of a table.
struct Header {
    columns: Vec<String>,
    row: csv::StringRecord,
}

impl Header {
    /// Names for the columns: every one has its own.
    fn new(row: &csv::StringRecord, input: &Input, span: &Span, visit: &mut dyn FnMut(Item)) -> Header {
        let mut names = UniqueNames::default();
        let line = first_line(&input.text, span);
        let mut columns = Vec::with_capacity(row.len());
        for (index, cell) in row.iter().enumerate() {
            let name = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let wanted = if name.is_empty() { format!("column {}", index + 1) } else { name.clone() };
            let unique = names.unique(&wanted, |number| format!("{wanted} ({number})"));
            if unique != name {
                let message = match name.as_str() {
                    "" => format!("a column without a name is read as `{unique}`"),
                    _ => format!("a second column `{name}` is read as `{unique}`"),
                };
                let found = Diagnostic::new(Code::DuplicateColumn, input.file, line.clone(), message);
                visit(Item::Finding(Box::new(
                    found.help("give each column a name of its own, or name this one in the map"),
                )));
            }
            columns.push(unique);
        }
        Header { columns, row: row.clone() }
    }

    /// A row becomes a record.
    fn visit(&self, row: &csv::StringRecord, input: &Input, span: Span, visit: &mut dyn FnMut(Item)) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            visit(Item::Skipped { span, reason: "the row is blank".to_owned() });
            return;
        }
        if *row == self.row {
            visit(Item::Skipped { span, reason: "the row repeats the header".to_owned() });
            return;
        }
        let mut finding = |message: String, help: &str| {
            let found = Diagnostic::new(Code::RaggedRow, input.file, first_line(&input.text, &span), message);
            visit(Item::Finding(Box::new(found.help(help))));
        };
        let quotes = input.text[span.clone()].bytes().filter(|byte| *byte == b'"').count();
        if quotes % 2 == 1 && span.end >= input.text.trim_end().len() {
            let message = "a quote that opens in this row never closes: the rest of the file is in it".to_owned();
            finding(message, "close the quote, or double a quote that is part of the text");
        } else if row.len() < self.columns.len() {
            let message = format!("this row has {} of {} cells", row.len(), self.columns.len());
            finding(message, "the missing cells count as blank; check that none of the others slipped");
        }
        let mut record = Record { span: span.clone(), ..Record::default() };
        for (column, cell) in self.columns.iter().zip(row) {
            record.values.insert(column.clone(), cell_value(cell));
        }
        let beyond: Vec<&str> = row.iter().skip(self.columns.len()).collect();
        if beyond.iter().any(|cell| !cell.trim().is_empty()) {
            let message = format!("this row has {} cells, and the header {}", row.len(), self.columns.len());
            finding(message, "quote a cell that holds the separator; the cells beyond are kept in `extra`");
            record.values.insert(BEYOND.to_owned(), beyond.into());
        }
        visit(Item::Record(Box::new(record)));
    }
}

/// A cell; one that holds a list of texts or of objects, as databases export them, is that list.
fn cell_value(cell: &str) -> Value {
    let text = cell.trim();
    let Some(inner) = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) else {
        return Value::from(cell);
    };
    if let Ok(Value::Array(items)) = serde_json::from_str(text)
        && (items.iter().all(Value::is_string) || items.iter().all(Value::is_object))
    {
        return Value::Array(items);
    }
    // Python prints a list of texts so: ['Paris', 'Rome'].
    let texts = inner.strip_prefix('\'').and_then(|inner| inner.strip_suffix('\''));
    match texts.map(|texts| texts.split("', '").collect::<Vec<_>>()) {
        Some(texts) if texts.iter().all(|text| !text.contains(['\'', '"', '\\'])) => Value::from(texts),
        _ => Value::from(cell),
    }
}

/// Where the first line of some words stands in a span, as near as it can be told.
pub fn place_of(words: &str, text: &str, span: &Span) -> Span {
    let line = words.lines().next().unwrap_or_default();
    let at = if line.is_empty() { None } else { text.get(span.clone()).and_then(|record| record.find(line)) };
    at.map_or_else(|| first_line(text, span), |at| span.start + at..span.start + at + line.len())
}

/// The first line of a span: enough to show where it is.
pub fn first_line(text: &str, span: &Span) -> Span {
    let line = text[span.clone()].find(['\n', '\r']).unwrap_or(span.len());
    span.start..span.start + line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_a_cell_is_a_list() {
        for (cell, expected) in [
            (r#"["a", "b, c"]"#, serde_json::json!(["a", "b, c"])),
            (r#" [{"url": "x"}] "#, serde_json::json!([{"url": "x"}])),
            ("[]", serde_json::json!([])),
            ("['a', 'b, c']", serde_json::json!(["a", "b, c"])),
            ("['it's', 'b']", serde_json::json!("['it's', 'b']")),
            ("[1]", serde_json::json!("[1]")),
            ("[sic]", serde_json::json!("[sic]")),
            ("[\"a\", 1]", serde_json::json!("[\"a\", 1]")),
            ("a", serde_json::json!("a")),
        ] {
            assert_eq!(cell_value(cell), expected, "{cell}");
        }
    }

    #[test]
    fn separators_are_found() {
        assert_eq!(sniff("a;b;c\n1,5;2;3\n"), b';');
        assert_eq!(sniff("\"a;b\",c\n"), b',');
        assert_eq!(sniff("a\tb\n"), b'\t');
        assert_eq!(sniff("title\nx\n"), b',');
        assert_eq!(preamble("sep=;\na;b\n", 0), (6, Some(b';')));
        assert_eq!(preamble("note\na;b\n", 1), (5, None));
    }
}
