//! What is exported and imported again gives the same site, byte for byte; and a bibliography the same sources.

mod harmless;
mod references;
mod site;
mod terms;
mod thousands;

use std::path::Path;

use casebook::diagnostic::Severity;
use casebook::import::{Job, Mode, import};
use casebook::link::Drafts;
use casebook::pipeline::{Options, check};

use crate::support::site::Files;

/// Every file of a site's output by route, and its errors.
pub fn build(root: &Path) -> (Files, Vec<String>) {
    let checked = check(root, &Options { drafts: Drafts::Include, ..Options::default() }).unwrap();
    let errors = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let errors: Vec<String> = errors.map(|found| format!("{}: {}", found.code, found.message)).collect();
    let Some(renderer) = checked.renderer else { return (Files::new(), errors) };
    let pages = renderer.plan().pages.iter().map(|page| {
        let mut out = Vec::new();
        renderer.render(page, &mut out).unwrap();
        (page.route.clone(), out)
    });
    (pages.collect(), errors)
}

/// Import a file into a site; what was said of it.
pub fn import_into(root: &Path, file: &Path) -> Vec<String> {
    let job = Job {
        root,
        paths: &[file.to_owned()],
        map: None,
        name: None,
        format: None,
        constants: Vec::new(),
        slug: None,
        mode: Mode::Import,
        is_dry: false,
        repair: false,
        report: None,
    };
    let report = import(&job, &|_, _| {}).unwrap();
    assert!(!report.has_errors(), "{:?}", report.diagnostics);
    report.lines(false)
}
