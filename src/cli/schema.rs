//! `casebook schema`: prints or writes the JSON Schemas for editors.

use clap::{Args, ValueEnum};

use super::common::{Failure, Outcome, RootArg};
use super::report;
use crate::schema::{self, Kind};
use crate::{pipeline, scaffold};

/// Print a JSON Schema, by which editors complete and check what you write
///
/// It is made from the site's own vocabularies and sections. docs/editors.md says how editors use it.
#[derive(Debug, Args)]
pub struct Schema {
    /// Of what
    #[arg(value_enum, required_unless_present = "write")]
    of: Option<Of>,
    /// Write all schemas to .vscode/schemas/, where `casebook init` puts them, in place of the old ones
    #[arg(long, conflicts_with = "of")]
    write: bool,
    #[command(flatten)]
    root: RootArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// The front matter of a case: content/cases/**.md
    Case,
    /// The configuration: casebook.yaml
    Config,
    /// A vocabulary: content/taxonomies/*.yaml
    Vocabulary,
    /// The front matter of a term with a text of its own: content/taxonomies/ID/*.md
    Term,
    /// The vocabulary of publishers: content/publishers.yaml
    Publishers,
    /// No schema, but the settings of Front Matter CMS: frontmatter.json
    FrontMatterCms,
}

impl Schema {
    pub fn run(self) -> Result<Outcome, Failure> {
        let root = self.root.folder()?;
        let site = pipeline::site(&root)?;
        let value = match self.of {
            Some(Of::Case) => schema::schema(Kind::Case, &site),
            Some(Of::Config) => schema::schema(Kind::Config, &site),
            Some(Of::Vocabulary) => schema::schema(Kind::Vocabulary, &site),
            Some(Of::Term) => schema::schema(Kind::Term, &site),
            Some(Of::Publishers) => schema::schema(Kind::Publishers, &site),
            Some(Of::FrontMatterCms) => schema::front_matter_cms(&site),
            None => {
                let changed = scaffold::refresh_schemas(&root, &site)?;
                let lines = changed.iter().map(|path| format!("wrote {path}\n"));
                let unchanged = "the schemas are as they were\n".to_owned();
                report::print(&if changed.is_empty() { unchanged } else { lines.collect() })?;
                return Ok(Outcome::Clean);
            }
        };
        report::print(&schema::to_text(&value))?;
        Ok(Outcome::Clean)
    }
}
