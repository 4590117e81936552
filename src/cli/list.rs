//! `casebook list`: lists the cases that an expression chooses.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::common::{Failure, Outcome, SiteArgs};
use super::report;
use crate::files::neutral_path;
use crate::model::{Case, CaseId};
use crate::query;
use crate::schema::fields::clean;

/// List cases on the terminal
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    site: SiteArgs,
    /// Which cases: 'sector=finance and not reviewed=*' (docs/data.md)
    #[arg(long = "where", value_name = "EXPRESSION")]
    query: Option<String>,
    /// How to show them
    #[arg(long, short, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Slug, title, date and evidence; on a terminal as wide as it is
    Table,
    /// One slug a line
    Slugs,
    /// The path of each case's file, one a line
    Paths,
    /// One JSON object a line
    Json,
}

impl List {
    pub fn run(self) -> Result<Outcome, Failure> {
        let checked = self.site.check(None)?;
        let Some(renderer) = &checked.renderer else {
            return Err("the site's theme cannot be used; `casebook check` says why".into());
        };
        let site = renderer.site();
        let cases = query::select(site, self.query.as_deref())?;
        let each =
            |line: &dyn Fn(&Case) -> String| cases.iter().map(|id| line(site.case(*id)) + "\n").collect::<String>();
        match self.format {
            Format::Slugs => report::print(&each(&|case| case.slug.to_string()))?,
            Format::Paths => report::print(&each(&|case| neutral_path(&checked.files.root.join(&case.path))))?,
            Format::Json => report::print(&each(&|case| as_json(case).to_string()))?,
            Format::Table => {
                let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
                let width = width.filter(|_| std::io::stdout().is_terminal());
                let of_case = |id: &CaseId| row(site.case(*id));
                report::print(&table(cases.iter().map(of_case).collect(), width))?;
                eprintln!("{}", report::count(cases.len(), "case", "cases"));
            }
        }
        if checked.counts.errors > 0 {
            eprintln!("{}: what they concern is left out; `casebook check` shows them", report::counts(checked.counts));
        }
        Ok(Outcome::Clean)
    }
}

fn as_json(case: &Case) -> serde_json::Value {
    json!({
        "slug": case.slug.as_str(),
        "title": case.title,
        "date": case.date.as_ref().map(|date| date.edtf()),
        "path": case.path,
        "statements": case.evidence.support.statements(),
        "independent_statements": case.evidence.support.independent,
        "other_statements": case.evidence.support.other,
        "uncited_statements": case.evidence.support.none,
        "cited_statements": case.evidence.support.cited(),
        "quoting_statements": case.evidence.quoting,
        "sources": case.sources.len(),
        "independent_sources": case.evidence.independent_sources,
    })
}

type Row = [String; 4];

fn row(case: &Case) -> Row {
    let support = case.evidence.support;
    [
        case.slug.to_string(),
        clean(&case.title),
        case.date.as_ref().map(ToString::to_string).unwrap_or_default(),
        format!("{}/{} independent, {} cited", support.independent, support.statements(), support.cited()),
    ]
}

/// Columns beside each other; where they do not fit, titles are cut, then slugs.
fn table(rows: Vec<Row>, width: Option<usize>) -> String {
    let head = ["slug", "title", "date", "evidence"].map(ToOwned::to_owned);
    let rows: Vec<Row> = std::iter::once(head).chain(rows).collect();
    let mut widths = [0, 1, 2, 3].map(|column| rows.iter().map(|row: &Row| row[column].width()).max().unwrap_or(0));
    let gaps = 2 * (widths.len() - 1);
    for (column, least) in [(1, 24), (0, 16)] {
        let over = width.map_or(0, |width| (widths.iter().sum::<usize>() + gaps).saturating_sub(width));
        widths[column] = widths[column].saturating_sub(over).max(least.min(widths[column]));
    }
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let cell = cut(cell, width);
            let padding = width.saturating_sub(cell.width());
            cell + &" ".repeat(padding)
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// As much of a text as fits a number of columns, with `…` where it is cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for grapheme in text.graphemes(true) {
        if cut.width() + grapheme.width() + 1 > width {
            break;
        }
        cut.push_str(grapheme);
    }
    cut.truncate(cut.trim_end().len());
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Vec<Row> {
        vec![
            ["a-case", "A title that is long enough to be cut", "2025-05", "3/10 independent, 8 cited"].map(Into::into),
        ]
    }

    #[test]
    fn a_table_fits_its_terminal() {
        let wide = "slug    title                                  date     evidence\n\
                    a-case  A title that is long enough to be cut  2025-05  3/10 independent, 8 cited\n";
        assert_eq!(table(example(), None), wide);
        let narrow = "slug    title                       date     evidence\n\
                      a-case  A title that is long enou…  2025-05  3/10 independent, 8 cited\n";
        assert_eq!(table(example(), Some(70)), narrow);
        assert_eq!(cut("日本語の題", 5), "日本…");
    }
}
