//! The severity of each finding after the site's `severities` and the case's `allow` list.

use super::{Code, Diagnostic, Severities, Severity};
use crate::files::FileId;

/// A line of a file's `allow` list: this code is meant to be so here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// In which file.
    pub file: FileId,
    /// Which code.
    pub code: Code,
}

impl Diagnostic {
    /// Does the site not want to hear of it?
    pub fn is_turned_off(&self, severities: &Severities) -> bool {
        self.code.is_adjustable() && matches!(severities.get(&self.code), Some(None))
    }
}

/// Apply a site's severities and its files' allowances, in place.
pub fn apply(diagnostics: &mut Vec<Diagnostic>, severities: &Severities, allowances: &[Allowance]) {
    let allowed: std::collections::HashSet<(FileId, Code)> = allowances.iter().map(|a| (a.file, a.code)).collect();
    diagnostics.retain_mut(|diagnostic| {
        if !diagnostic.code.is_adjustable() {
            return true;
        }
        if let Some(place) = &diagnostic.place
            && allowed.contains(&(place.file, diagnostic.code))
        {
            return false;
        }
        match severities.get(&diagnostic.code) {
            Some(None) => false,
            Some(Some(severity)) => {
                diagnostic.severity = *severity;
                true
            }
            None => true,
        }
    });
}

/// Take out what drafts do not have yet: keys, sections, text in them. A draft that is left out of the site may
/// be unfinished; what it does hold is judged as in any file.
pub fn forgive_unfinished(diagnostics: &mut Vec<Diagnostic>, drafts: &[FileId]) {
    let drafts: std::collections::HashSet<FileId> = drafts.iter().copied().collect();
    diagnostics.retain(|diagnostic| {
        let is_absence = matches!(diagnostic.code, Code::MissingKey | Code::MissingSection | Code::EmptySection);
        !(is_absence && diagnostic.place.as_ref().is_some_and(|place| drafts.contains(&place.file)))
    });
}

/// Read a severity as it is written in `casebook.yaml`: `error`, `warning` or `off`.
pub fn parse_severity(word: &str) -> Option<Option<Severity>> {
    match word {
        "error" => Some(Some(Severity::Error)),
        "warning" => Some(Some(Severity::Warning)),
        "off" => Some(None),
        _ => None,
    }
}
