//! `casebook import`: makes cases of documents, tables and other data.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::common::{Color, Failure, Outcome, RootArg};
use super::{report, source};
use crate::diagnostic::human;
use crate::files::{FileId, neutral, neutral_path};
use crate::import::format::Format;
use crate::import::input;
use crate::import::report::Report;
use crate::import::site::Site;
use crate::import::{ImportError, Job, Mode, import, suggest, vocabulary};

/// How long an import may take before it shows how far it is.
const PATIENCE: Duration = Duration::from_millis(500);
/// As many paths a dry run names.
const PATHS: usize = 20;

/// Make cases of documents, tables and other people's Markdown
///
/// A document (.txt) is read by its headings, bullets and numbered list of sources. A table (.csv, .tsv, .json,
/// .jsonl, .yaml) and Markdown with front matter (.md) are read through a map, which says what each column
/// becomes; without one, columns go by the names of a case's keys. What was imported is remembered in
/// imports/NAME.json, so that the same input twice changes nothing, and --update never overwrites what was
/// changed by hand. Casebook's own export (data/cases.json, cases/SLUG.json) needs no map: each case becomes the
/// file that it was.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "one field per flag")]
pub struct Import {
    /// Files to import, or folders of them
    #[arg(required_unless_present = "sources", value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Make a bibliography (BibTeX, CSL-JSON, RIS) a file of shared sources first, as `casebook sources import` does
    #[arg(long, value_name = "FILE", conflicts_with_all = ["suggest_map", "dry_run"])]
    sources: Option<PathBuf>,
    /// Make the files the terms of a taxonomy: a table with `id`, `label`, `definition`, `aliases`, or keys with labels
    #[arg(long, value_name = "TAXONOMY", conflicts_with_all = ["map", "suggest_map", "update", "report"])]
    terms: Option<String>,
    #[command(flatten)]
    root: RootArg,
    /// Mapping file that says what each column becomes
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Print a map for a file, from its columns, and import nothing
    #[arg(long, conflicts_with_all = ["map", "update", "dry_run"])]
    suggest_map: bool,
    /// Name of the import: imports/NAME.json remembers it
    #[arg(long)]
    name: Option<String>,
    /// What the files are written in, in place of what their names show
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Title of the case, for a document that does not say
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Name of the case's file, in place of the title's
    #[arg(long, value_name = "SLUG", value_parser = parse_slug)]
    slug: Option<String>,
    /// Give every case a value: --set organisation=Klarna; repeat it for a list
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_constant)]
    constants: Vec<(String, String)>,
    /// Take over what has changed in the input since the last import
    #[arg(long)]
    update: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Import files whose front matter is not YAML as if it were mended; the files themselves stay
    #[arg(long)]
    repair: bool,
    /// Write what became of every value of every record to a file, as JSON
    #[arg(long, value_name = "FILE", conflicts_with = "suggest_map")]
    report: Option<PathBuf>,
    /// Show every finding, not the first few of each kind
    #[arg(long)]
    all: bool,
}

impl Import {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        let root = self.root.folder()?;
        if let Some(file) = &self.sources {
            let outcome = source::take_over(&root, file, color)?;
            if self.paths.is_empty() {
                return Ok(outcome);
            }
        }
        if self.suggest_map {
            return self.suggest(&root);
        }
        if let Some(taxonomy) = &self.terms {
            return self.take_terms(&root, taxonomy);
        }
        let started = Instant::now();
        let job = Job {
            root: &root,
            paths: &self.paths,
            map: self.map.as_deref(),
            name: self.name.as_deref(),
            format: self.format,
            constants: self.constants(),
            slug: self.slug.as_deref(),
            mode: if self.update { Mode::Update } else { Mode::Import },
            is_dry: self.dry_run,
            repair: self.repair,
            report: self.report.as_deref(),
        };
        let bar = progress_bar();
        let tell = |done: u64, total: u64| {
            if started.elapsed() > PATIENCE {
                bar.set_length(total);
                bar.set_position(done);
            }
        };
        let done = import(&job, &tell);
        bar.finish_and_clear();
        let told = done?;
        self.print(&told, color)
    }

    /// What flags say, by key.
    fn constants(&self) -> Vec<(String, Vec<String>)> {
        let mut constants: Vec<(String, Vec<String>)> = Vec::new();
        let title = self.title.iter().map(|title| ("title".to_owned(), title.clone()));
        for (key, value) in title.chain(self.constants.iter().cloned()) {
            match constants.iter_mut().find(|(known, _)| *known == key) {
                Some((_, values)) => values.push(value),
                None => constants.push((key, vec![value])),
            }
        }
        constants
    }

    fn print(&self, told: &Report, color: Color) -> Result<Outcome, Failure> {
        let (shown, left) = told.shown(self.all);
        let style = report::style(color, std::io::stderr().is_terminal());
        eprint!("{}", human::render(&shown, &told.files, style));
        for (code, count) in left {
            eprintln!("… and {count} more `{code}`; --all shows them");
        }
        if told.records() == 0 && told.has_errors() {
            eprintln!("nothing was imported: the map has errors");
            return Ok(Outcome::Findings);
        }
        let mut text = String::new();
        if self.dry_run {
            let paths: Vec<&str> = told.written().collect();
            for path in paths.iter().take(PATHS) {
                text.push_str(&format!("would write {}\n", neutral(path)));
            }
            if paths.len() > PATHS {
                text.push_str(&format!("… and {} more\n", paths.len() - PATHS));
            }
            if let Some((path, case)) = &told.sample {
                text.push_str(&format!("\n{} would be:\n\n", neutral(path)));
                text.extend(
                    case.lines()
                        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {}\n", neutral(line)) }),
                );
                text.push('\n');
            }
        }
        text.push_str(&format!("{}:\n", report::count(told.records(), "record", "records")));
        for line in told.lines(self.dry_run) {
            text.push_str(&neutral(&line));
            text.push('\n');
        }
        report::print(&text)?;
        Ok(if told.has_errors() { Outcome::Findings } else { Outcome::Clean })
    }

    fn take_terms(&self, root: &Path, taxonomy: &str) -> Result<Outcome, Failure> {
        let terms = vocabulary::import(root, &self.paths, taxonomy, self.dry_run)?;
        let path = neutral_path(terms.path.strip_prefix(".").unwrap_or(&terms.path));
        let would = if self.dry_run { "would be " } else { "" };
        let mut text = format!("{}: {} {would}new, {} there already\n", path, terms.new, terms.known);
        if terms.nameless > 0 {
            let records = report::count(terms.nameless, "record names", "records name");
            text.push_str(&format!("{records} no term: a term has a column `label`, `name`, `title` or `term`\n"));
        }
        for name in &terms.unknown {
            text.push_str(&format!("`{name}` is no term here, and is left out as a broader one\n"));
        }
        report::print(&text)?;
        Ok(Outcome::Clean)
    }

    fn suggest(&self, root: &Path) -> Result<Outcome, Failure> {
        let site = Site::read(root)?;
        let (found, _) = input::find(&self.paths, self.format)?;
        if found.is_empty() {
            return Err(ImportError::NoInput.into());
        }
        let files: Vec<_> = found.into_iter().filter(|(_, format)| !suggest::is_document(*format)).collect();
        if files.is_empty() {
            return Err("a document needs no map; import it as it is".into());
        }
        let mut inputs = Vec::new();
        for (path, format) in suggest::sample(files) {
            let (input, _) = input::read(&path, format, FileId(0), None)?.map_err(|reason| reason.to_string())?;
            inputs.push(input);
        }
        let paths: Vec<String> = self.paths.iter().map(|path| path.display().to_string()).collect();
        report::print(&suggest::suggest(&paths.join(" "), &inputs, &site))?;
        Ok(Outcome::Clean)
    }
}

fn parse_slug(text: &str) -> Result<String, String> {
    crate::model::Slug::parse(text).map(|slug| slug.to_string()).map_err(|error| error.to_string())
}

fn parse_constant(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() && !value.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write KEY=VALUE, such as organisation=Klarna".to_owned()),
    }
}

/// Shown on a terminal only.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
    if std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
    }
    match ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
