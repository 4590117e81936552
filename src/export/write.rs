//! Writes the files of `data/`, one case or source at a time, and computes their sizes and checksums.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::OnceLock;

use super::data::{DataFile, Rdf, References, Selection};
use super::digest::{Digest, Digester};
use super::passages::{self, Quoted};
use super::{bibtex, csl_json, json, of_work, package, ris, schema, skos, tables, terms, values};
use crate::model::{Site, TaxonomyId};
use crate::publication::Publication;

/// What each file of `data/` weighs and sums up to, once that is known.
#[derive(Debug)]
pub struct Digests(HashMap<DataFile, OnceLock<Option<Digest>>>);

impl Digests {
    /// Nothing is known yet.
    pub fn new(site: &Site) -> Digests {
        Digests(DataFile::all(site).into_iter().map(|file| (file, OnceLock::new())).collect())
    }

    /// Every file is empty: for pages that nobody will see.
    pub fn of_nothing(site: &Site) -> Digests {
        let nothing = || OnceLock::from(Some(Digester::new(io::sink()).finish()));
        Digests(DataFile::all(site).into_iter().map(|file| (file, nothing())).collect())
    }

    /// Size and checksum of a file. Where it is not written yet it is now, to nowhere.
    pub fn get(&self, publication: Publication<'_>, file: DataFile) -> Option<&Digest> {
        let digest = self.0.get(&file)?.get_or_init(|| {
            let mut digester = Digester::new(io::sink());
            write(publication, self, file, &Selection::whole(publication.site), &mut digester).ok()?;
            Some(digester.finish())
        });
        digest.as_ref()
    }
}

/// Write a file about the whole site, and note what it weighs and sums up to where that is not known yet.
///
/// # Errors
/// Where writing fails.
pub fn write_whole(
    publication: Publication<'_>,
    digests: &Digests,
    file: DataFile,
    out: &mut dyn Write,
) -> io::Result<()> {
    let selection = Selection::whole(publication.site);
    let Some(digest) = digests.0.get(&file).filter(|digest| digest.get().is_none()) else {
        return write(publication, digests, file, &selection, out);
    };
    let mut digester = Digester::new(out);
    write(publication, digests, file, &selection, &mut digester)?;
    // If another thread was faster, it has set the same value.
    let _ = digest.set(Some(digester.finish()));
    Ok(())
}

/// Write a file.
///
/// # Errors
/// Where writing fails.
pub fn write(
    publication: Publication<'_>,
    digests: &Digests,
    file: DataFile,
    selection: &Selection,
    out: &mut dyn Write,
) -> io::Result<()> {
    match file {
        DataFile::CasesJson => Ok(json::cases_json(publication, selection, out)?),
        DataFile::CasesCsv => tables::cases(publication).write(&selection.cases, out),
        DataFile::SourcesCsv => tables::sources(publication).write(&selection.works(publication.site), out),
        DataFile::CitationsCsv => {
            let pairs = selection.cases.iter().flat_map(|id| tables::pairs(publication.site, *id));
            tables::citations(publication).write_all(pairs, out)
        }
        DataFile::PassagesCsv => {
            let rows = selection.cases.iter().flat_map(|id| Quoted::all(publication.site, *id));
            passages::passages(publication).write_all(rows, out)
        }
        DataFile::ValuesCsv => {
            let rows = selection.cases.iter().flat_map(|id| values::value_rows(publication.site, *id));
            values::values(publication).write_all(rows, out)
        }
        DataFile::TermsCsv => terms::terms(publication).write_all(publication.site.terms(), out),
        DataFile::Bibliography(form) => {
            let works = selection.works(publication.site);
            let entries = works.iter().map(|id| of_work(publication.site, *id));
            match form {
                References::Bib => bibtex::write(entries, out),
                References::Ris => ris::write(entries, out),
                References::CslJson => csl_json::write(entries, out),
            }
        }
        DataFile::Vocabulary(id, form) => skos::write(publication, &[id], form, out),
        DataFile::Package => package::write(publication, &|file| digests.get(publication, file), out),
        DataFile::Schema(of) => schema::write(publication, of, out),
        DataFile::Sums => write_sums(publication, digests, out),
    }
}

/// A line for each other file, in the order of the data page.
fn write_sums(publication: Publication<'_>, digests: &Digests, out: &mut dyn Write) -> io::Result<()> {
    let others = DataFile::all(publication.site).into_iter().filter(|file| *file != DataFile::Sums);
    for (file, digest) in others.filter_map(|file| Some((file, digests.get(publication, file)?))) {
        writeln!(out, "{}  {}", digest.sha256, file.path(publication.site))?;
    }
    Ok(())
}

/// Write all vocabularies as one document.
///
/// # Errors
/// Where writing fails.
pub fn write_vocabularies(publication: Publication<'_>, form: Rdf, out: &mut dyn Write) -> io::Result<()> {
    let site = publication.site;
    let all: Vec<TaxonomyId> = site.owners().collect();
    skos::write(publication, &all, form, out)
}
