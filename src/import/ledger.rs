//! The report of an import as data: every record on a line, with what became of each of its values.

#![expect(clippy::disallowed_methods, reason = "writes the file that `--report` names")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::account::{Mark, RecordAccount};
use super::job::ImportError;
use super::store::Kept;
use crate::disk::io_error;

/// A report while it is written. It is written record by record, so that it takes no memory.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    out: BufWriter<File>,
    records: usize,
    values: usize,
    totals: BTreeMap<&'static str, usize>,
}

impl Ledger {
    /// Begin a report.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn create(path: &Path) -> Result<Ledger, ImportError> {
        let file = File::create(path).map_err(io_error(path))?;
        let mut ledger =
            Ledger { path: path.to_owned(), out: BufWriter::new(file), records: 0, values: 0, totals: BTreeMap::new() };
        ledger.write("{\"records\": [")?;
        Ok(ledger)
    }

    /// Add a record. `case` is the path of its file, `why` the reason where it has none.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn record(
        &mut self,
        record: &RecordAccount,
        outcome: &str,
        case: Option<&str>,
        why: Option<&str>,
    ) -> Result<(), ImportError> {
        let mut values = Vec::with_capacity(record.values.len());
        for account in &record.values {
            let main = account.main().map_or("left", Mark::name);
            *self.totals.entry(if why.is_some() { "left" } else { main }).or_default() += 1;
            let marks: Vec<Value> = account.marks.iter().map(mark).collect();
            values.push(json!({ "path": account.path, "value": account.value, "fate": main, "marks": marks }));
        }
        self.values += values.len();
        let mut entry = json!({
            "file": record.file, "line": record.line, "key": record.key, "outcome": outcome, "values": values,
        });
        for (key, value) in [("case", case), ("why", why)] {
            if let Some(value) = value {
                entry[key] = json!(value);
            }
        }
        let comma = if self.records == 0 { "" } else { "," };
        self.records += 1;
        self.write(&format!("{comma}\n{entry}"))
    }

    /// Add what editors have changed too, and the sums.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn close(mut self, conflicts: &[Kept]) -> Result<(), ImportError> {
        let conflict = |kept: &Kept| {
            let here = kept.text.get(kept.span.clone()).unwrap_or_default();
            json!({ "case": kept.path, "field": kept.field, "case_says": here.trim_end(), "input_says": kept.theirs })
        };
        let conflicts: Vec<Value> = conflicts.iter().map(conflict).collect();
        let totals = json!({ "records": self.records, "values": self.values, "fates": self.totals });
        self.write(&format!("\n],\n\"conflicts\": {},\n\"totals\": {totals}}}\n", Value::from(conflicts)))?;
        Ok(self.out.flush().map_err(io_error(&self.path))?)
    }

    fn write(&mut self, text: &str) -> Result<(), ImportError> {
        Ok(self.out.write_all(text.as_bytes()).map_err(io_error(&self.path))?)
    }
}

fn mark(mark: &Mark) -> Value {
    let mut entry = json!({ "fate": mark.name() });
    let place = if mark.fate == super::account::Fate::Left { "why" } else { "at" };
    let told = [(place, Some(&mark.at)), ("part", mark.part.as_ref()), ("as", mark.text.as_ref())];
    for (key, value) in told {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            entry[key] = json!(value);
        }
    }
    entry
}
