//! Tables as CSV (RFC 4180) that opens as meant in a spreadsheet, with no formula in any field.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::model::PartialDate;
use crate::schema::fields::clean;

/// Joins the items of a list in a field. Ids never hold a semicolon, so columns of ids can be cut again.
pub const SEPARATOR: &str = "; ";

/// What the values of a column are, in the words of Table Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A year.
    Year,
}

/// What stands in a column, for a row.
type Cell<'a, R> = Box<dyn Fn(&R) -> Cow<'a, str> + 'a>;

/// A column of a table whose rows are `R`.
pub struct Column<'a, R> {
    /// Its name in the first line.
    pub name: String,
    /// What its values are.
    pub of: FieldType,
    /// Has every row a value?
    pub required: bool,
    /// What it says.
    pub description: String,
    cell: Cell<'a, R>,
}

impl<'a, R> Column<'a, R> {
    /// A column that may be empty.
    pub fn new<C: Into<Cow<'a, str>>>(
        name: impl Into<String>,
        of: FieldType,
        description: impl Into<String>,
        cell: impl Fn(&R) -> C + 'a,
    ) -> Self {
        let cell = Box::new(move |row: &R| cell(row).into());
        Column { name: name.into(), of, required: false, description: description.into(), cell }
    }

    /// One that never is.
    #[must_use]
    pub fn required(self) -> Self {
        Column { required: true, ..self }
    }
}

/// A table.
pub struct Table<'a, R> {
    /// Its columns, in their order.
    pub columns: Vec<Column<'a, R>>,
    /// The columns that name a row.
    pub key: &'static [&'static str],
    /// Column → table and column that it refers to.
    pub refers: &'static [(&'static str, &'static str, &'static str)],
}

impl<R> Table<'_, R> {
    /// Write rows that are at hand.
    pub fn write(&self, rows: &[R], out: &mut dyn Write) -> io::Result<()>
    where
        R: Copy,
    {
        self.write_all(rows.iter().copied(), out)
    }

    /// Write rows as they come.
    pub fn write_all(&self, rows: impl Iterator<Item = R>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        csv.write_record(self.columns.iter().map(|column| &column.name))?;
        for row in rows {
            for column in &self.columns {
                let cell = (column.cell)(&row);
                // The minus of a number starts no formula.
                let is_number = column.of == FieldType::Number && cell.parse::<rust_decimal::Decimal>().is_ok();
                let safe = if is_number { Cow::Borrowed(&*cell) } else { harmless(&cell) };
                csv.write_field(safe.as_bytes())?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        csv.flush()
    }
}

/// A date in a cell (EDTF).
pub fn date(date: Option<&PartialDate>) -> Cow<'_, str> {
    date.map(PartialDate::edtf).unwrap_or_default()
}

/// The items of a list in a cell.
pub fn join<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    items.into_iter().collect::<Vec<_>>().join(SEPARATOR)
}

/// The name of a column of the site's own, which those beside it begin with.
pub fn free_name(id: &str, prefix: &str, taken: &BTreeSet<String>) -> String {
    let mut name = id.to_owned();
    while ["", "_ids", "_unit", "_sources"].iter().any(|end| taken.contains(&format!("{name}{end}"))) {
        name.insert_str(0, prefix);
    }
    name
}

/// Does a cell that starts with it count as a formula? (OWASP, "CSV injection"; the full-width forms are those that
/// a spreadsheet folds.)
fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// A field that no spreadsheet takes for a formula: an apostrophe stands before what would start one. A semicolon may
/// start a cell too, where that is what a spreadsheet separates by. A tab or a line break would, and becomes a space;
/// controls, and characters that reorder what follows, are left out.
pub fn harmless(field: &str) -> Cow<'_, str> {
    let is_plain = |c: char| {
        matches!(c, ' ' | '.' | ',' | ':' | '/' | '_' | '(' | ')' | '\'' | '"' | '?' | '!' | '&')
            || c.is_ascii_alphanumeric()
    };
    let is_inner = |c: char| is_plain(c) || matches!(c, '=' | '+' | '-' | '@');
    if field.starts_with(is_plain) && !field.starts_with(' ') && field.chars().all(is_inner) {
        return Cow::Borrowed(field);
    }
    let mut safe = String::with_capacity(field.len() + 1);
    let mut at_start = true;
    for c in clean(field).chars() {
        if at_start && starts_formula(c) {
            safe.push('\'');
        }
        at_start = c == ';' || (at_start && c.is_whitespace());
        safe.push(c);
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_field_is_a_formula() {
        for (field, safe) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("＝1", "'＝1"),
            ("  =1", "'=1"),
            ("\t=1", "'=1"),
            ("\r\n=1", "'=1"),
            ("a;=1", "a;'=1"),
            ("Legal; =1; +2", "Legal; '=1; '+2"),
            ("a\r\n=1", "a =1"),
            ("a \u{202e}b\u{2066}", "a b"),
            ("2025-05-13", "2025-05-13"),
            ("12", "12"),
            ("a = b", "a = b"),
            ("Profit – “more”", "Profit – “more”"),
            ("\u{202e}=1", "'=1"),
            ("", ""),
        ] {
            assert_eq!(harmless(field), safe, "{field:?}");
        }
    }
}
