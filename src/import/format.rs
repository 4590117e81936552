//! The formats that are imported.

use std::path::Path;

use clap::ValueEnum;

/// What an input is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A plain document: headings, bullets, a numbered list of sources
    Text,
    /// Comma-separated values, or any other separator
    Csv,
    /// Tab-separated values
    Tsv,
    /// A list of objects
    Json,
    /// One object a line
    Jsonl,
    /// A list of mappings, or one mapping a document
    Yaml,
    /// Markdown with YAML front matter
    Markdown,
}

impl Format {
    /// The format that a file's name shows.
    pub fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        Some(match extension.as_str() {
            "txt" | "text" => Format::Text,
            "csv" => Format::Csv,
            "tsv" | "tab" => Format::Tsv,
            "json" => Format::Json,
            "jsonl" | "ndjson" => Format::Jsonl,
            "yaml" | "yml" => Format::Yaml,
            "md" | "markdown" => Format::Markdown,
            _ => return None,
        })
    }

    /// Does a file of it hold many records?
    pub fn is_table(self) -> bool {
        matches!(self, Format::Csv | Format::Tsv | Format::Json | Format::Jsonl)
    }
}
