//! Findings and figures on the terminal.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::common::{Color, Failure};
use crate::diagnostic::human::{self, Style};
use crate::diagnostic::{Counts, Diagnostic, Severity, grouped};
use crate::files::Files;
use crate::pipeline::{Checked, Timings};

/// Where findings go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Output,
    Error,
}

/// How many of the findings are shown in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// The first few of each code.
    Some,
    All,
}

/// Print the findings of a run.
pub fn findings(checked: &Checked, color: Color, stream: Stream, amount: Amount) -> Result<(), Failure> {
    let is_terminal = match stream {
        Stream::Output => std::io::stdout().is_terminal(),
        Stream::Error => std::io::stderr().is_terminal(),
    };
    let style = style(color, is_terminal);
    let text = match amount {
        Amount::Some => grouped::render(&checked.diagnostics, &checked.files, style),
        Amount::All => human::render(&checked.diagnostics, &checked.files, style),
    };
    match stream {
        Stream::Output => print(&text),
        Stream::Error => Ok(std::io::stderr().write_all(text.as_bytes())?),
    }
}

/// Print findings about files that are not a site's, to standard error.
pub fn of_files(files: &Files, diagnostics: &[Diagnostic], color: Color) -> Result<(), Failure> {
    let text = human::render(diagnostics, files, style(color, std::io::stderr().is_terminal()));
    Ok(std::io::stderr().write_all(text.as_bytes())?)
}

/// Print the errors and warnings of a run that is one of many: what is worth knowing once is left out.
pub fn problems(checked: &Checked, color: Color) -> Result<(), Failure> {
    let problems: Vec<Diagnostic> =
        checked.diagnostics.iter().filter(|found| found.severity != Severity::Notice).cloned().collect();
    let text = grouped::render(&problems, &checked.files, style(color, std::io::stderr().is_terminal()));
    Ok(std::io::stderr().write_all(text.as_bytes())?)
}

/// May output hold colours?
pub fn style(color: Color, is_terminal: bool) -> Style {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => Style::Coloured,
        Color::Auto if is_terminal && !no_color => Style::Coloured,
        _ => Style::Plain,
    }
}

/// Print to standard output; a reader that went away (`casebook check | head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// How far a run is, on a terminal only.
pub fn progress_bar(all: usize, what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::hidden());
    if std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
    }
    match ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {what}")) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// `1 case`, `2 cases`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `17 cases`, `17 cases and 1 unlisted case (2 drafts left out; --drafts takes them in)`.
pub fn cases(checked: &Checked) -> String {
    let mut cases = count(checked.cases, "case", "cases");
    if checked.unlisted > 0 {
        cases.push_str(&format!(" and {}", count(checked.unlisted, "unlisted case", "unlisted cases")));
    }
    match checked.drafts {
        0 => cases,
        1 => format!("{cases} (1 draft left out; --drafts takes it in)"),
        drafts => format!("{cases} ({drafts} drafts left out; --drafts takes them in)"),
    }
}

/// `2 errors, 1 warning`.
pub fn counts(counts: Counts) -> String {
    let errors = count(counts.errors, "error", "errors");
    format!("{errors}, {}", count(counts.warnings, "warning", "warnings"))
}

/// A table of the stages, for people to report.
pub fn timings(timings: &Timings, cases: usize) -> Result<(), Failure> {
    let mut text = format!("{:16}{:>10}{:>14}\n", "stage", "ms", "µs per case");
    let total = timings.0.iter().map(|(_, time)| *time).sum();
    for (stage, time) in timings.0.iter().copied().chain([("total", total)]) {
        let seconds = time.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^52")]
        let per_case = seconds * 1e6 / cases.max(1) as f64;
        text.push_str(&format!("{stage:16}{:>10.1}{per_case:>14.1}\n", seconds * 1e3));
    }
    print(&text)
}
