//! `casebook export`: writes the data of some or all cases.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::common::{Color, Failure, Outcome, SiteArgs};
use super::report::{self, Amount, Stream};
use crate::export::{self, DataFile, Rdf, References, SchemaOf, Selection};
use crate::files::neutral_path;
use crate::query;
use crate::render::{RenderError, Renderer};

/// Write the cases, their sources or the vocabularies as data
///
/// The same files as in data/ of a built site; docs/data.md describes them. With --where, of some cases only.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    site: SiteArgs,
    /// What to write, and how
    #[arg(long, short, value_enum)]
    format: Format,
    /// Which cases: 'sector=finance and year>=2024' (docs/data.md)
    #[arg(long = "where", value_name = "EXPRESSION")]
    query: Option<String>,
    /// File to write to, in place of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Address at which the site is published, in place of the configuration's
    #[arg(long, value_name = "URL", value_parser = super::common::parse_base_url)]
    base_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Every case in full
    #[value(name = "cases.json", alias = "json")]
    CasesJson,
    /// A row a case
    #[value(name = "cases.csv", alias = "csv")]
    CasesCsv,
    /// A row a source
    #[value(name = "sources.csv")]
    SourcesCsv,
    /// A row a statement and a source that it cites
    #[value(name = "citations.csv")]
    CitationsCsv,
    /// A row for each value of the site's own fields
    #[value(name = "values.csv")]
    ValuesCsv,
    /// A row a term
    #[value(name = "terms.csv")]
    TermsCsv,
    /// A row a passage: words quoted from a source
    #[value(name = "passages.csv")]
    PassagesCsv,
    /// Every source as BibLaTeX
    #[value(alias = "bibtex")]
    Bib,
    /// Every source as RIS
    Ris,
    /// Every source as CSL-JSON
    CslJson,
    /// All vocabularies as SKOS in JSON-LD
    SkosJsonld,
    /// All vocabularies as SKOS in Turtle
    SkosTtl,
    /// The description of the files of data/ (Data Package)
    Datapackage,
    /// The JSON Schema of cases.json
    Schema,
}

impl Format {
    /// Is it about cases, so that some can be chosen?
    fn is_of_cases(self) -> bool {
        !matches!(self, Format::SkosJsonld | Format::SkosTtl | Format::Datapackage | Format::Schema)
    }
}

impl Export {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        if self.query.is_some() && !self.format.is_of_cases() {
            return Err("--where chooses cases, and this format is about the whole site; leave it out".into());
        }
        let checked = self.site.check(self.base_url.clone())?;
        let Some(renderer) = checked.renderer.as_ref().filter(|_| checked.counts.errors == 0) else {
            report::findings(&checked, color, Stream::Error, Amount::Some)?;
            eprintln!("nothing was written: {}", report::counts(checked.counts));
            return Ok(Outcome::Findings);
        };
        let site = renderer.site();
        let selection = match &self.query {
            Some(text) => Selection::of(query::select(site, Some(text))?),
            None => Selection::whole(site),
        };
        match &self.output {
            None => match self.write(renderer, &selection, &mut BufWriter::new(io::stdout().lock())) {
                // A reader that stops early (`casebook export | head`) is no failure.
                Err(error) if is_broken_pipe(&error) => {}
                done => done?,
            },
            Some(path) => {
                let done = self.write_file(renderer, &selection, path);
                done.map_err(|error| format!("cannot write {}: {error}", neutral_path(path)))?;
            }
        }
        Ok(Outcome::Clean)
    }

    /// The file stands there whole or not at all.
    fn write_file(&self, r: &Renderer, selection: &Selection, path: &Path) -> Result<(), Failure> {
        if path.exists() && !path.is_file() {
            // A device or a pipe.
            let mut file = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path)?);
            return Ok(self.write(r, selection, &mut file)?);
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = BufWriter::new(temporary().tempfile_in(folder)?);
        self.write(r, selection, &mut file)?;
        file.into_inner()?.persist(path)?;
        Ok(())
    }

    fn write(&self, r: &Renderer, selection: &Selection, out: &mut dyn Write) -> Result<(), RenderError> {
        let mut file = |file: DataFile| export::write(r.publication(), r.digests(), file, selection, &mut *out);
        match self.format {
            Format::CasesJson => file(DataFile::CasesJson)?,
            Format::CasesCsv => file(DataFile::CasesCsv)?,
            Format::SourcesCsv => file(DataFile::SourcesCsv)?,
            Format::CitationsCsv => file(DataFile::CitationsCsv)?,
            Format::ValuesCsv => file(DataFile::ValuesCsv)?,
            Format::TermsCsv => file(DataFile::TermsCsv)?,
            Format::PassagesCsv => file(DataFile::PassagesCsv)?,
            Format::Bib => file(DataFile::Bibliography(References::Bib))?,
            Format::Ris => file(DataFile::Bibliography(References::Ris))?,
            Format::CslJson => file(DataFile::Bibliography(References::CslJson))?,
            Format::Datapackage => file(DataFile::Package)?,
            Format::Schema => file(DataFile::Schema(SchemaOf::Cases))?,
            Format::SkosJsonld => export::write_vocabularies(r.publication(), Rdf::JsonLd, out)?,
            Format::SkosTtl => export::write_vocabularies(r.publication(), Rdf::Turtle, out)?,
        }
        Ok(out.flush()?)
    }
}

/// A temporary file is its owner's alone; this one becomes an ordinary file.
fn temporary() -> tempfile::Builder<'static, 'static> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "nothing to change"))]
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

fn is_broken_pipe(error: &RenderError) -> bool {
    let kind = match error {
        RenderError::Io(error) => Some(error.kind()),
        RenderError::Json(error) => error.io_error_kind(),
        RenderError::Template(_) | RenderError::Subject(_) => None,
    };
    kind == Some(io::ErrorKind::BrokenPipe)
}
