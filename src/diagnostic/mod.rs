//! Findings about the content.
//!
//! Comes in: what the stages saw, as a [`Code`], a message and a place in a file. Goes out: [`Diagnostic`]s in
//! a settled order, at the severity that the site asks for. Not done here: finding anything (each stage does
//! that where it sees it). One file per format: [`human`], [`short`], [`json`], [`github`], [`sarif`].

mod codes;
mod fix;
pub mod github;
pub mod human;
pub mod json;
mod policy;
pub mod position;
pub mod sarif;
pub mod short;

use std::collections::BTreeMap;
use std::ops::Range;

pub use codes::Code;
pub use fix::apply_fixes;
pub use policy::{Allowance, apply, forgive_unfinished, parse_severity};
pub use position::{LineIndex, Location, Locator, Position, byte_of};

/// Byte offsets into a file's text, end exclusive. A reporter turns them into lines and columns.
pub type Span = Range<usize>;

/// Index of a file in [`crate::load::Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A span in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

/// How grave a finding is. Errors stop a build before it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site cannot be built faithfully.
    Error,
    /// The site can be built, and a reader would be worse off for it.
    Warning,
    /// Worth knowing once; never counts against a run.
    Notice,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        }
    }
}

/// Severities that a site sets for codes; `None` switches a code off.
pub type Severities = BTreeMap<Code, Option<Severity>>;

/// Another place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub place: Place,
    /// What is there.
    pub message: String,
}

/// Replace the bytes of a span by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A cure that a machine can apply, to the file of the diagnostic's own place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Edits of exact spans, in order, not overlapping.
    pub edits: Vec<Edit>,
}

/// A finding about the content.
///
/// Messages are lower case, without a full stop, and name the thing; `help` is the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its row in the table of codes.
    pub code: Code,
    /// How grave it is, after the site's own severities.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where, unless it concerns the site as a whole.
    pub place: Option<Place>,
    /// The cure.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// A cure that a machine can apply.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding at a place, at its code's default severity.
    pub fn new(code: Code, file: FileId, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { place: Some(Place { file, span }), ..Diagnostic::of_site(code, message) }
    }

    /// A finding about the site as a whole.
    pub fn of_site(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.default_severity(),
            message: message.into(),
            place: None,
            help: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// With a cure in words.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a cure in words, where there is one.
    #[must_use]
    pub fn help_if(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }

    /// With another place that explains it.
    #[must_use]
    pub fn related(mut self, file: FileId, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { place: Place { file, span }, message: message.into() });
        self
    }

    /// With a cure that a machine can apply at one span.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }] });
        self
    }
}

/// Put findings into the order in which they are shown: by file, place, code; those without a place first.
///
/// `FileId`s follow the order of paths, so the result does not depend on the order of work.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)).then_with(|| a.message.cmp(&b.message)));
    diagnostics.dedup();
}

fn sort_key(diagnostic: &Diagnostic) -> (Option<(FileId, usize, usize)>, Code) {
    let place = diagnostic.place.as_ref().map(|p| (p.file, p.span.start, p.span.end));
    (place, diagnostic.code)
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Counts {
    /// Count.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Counts { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}

/// The nearest of some names to one that is not among them, if any is near enough to be meant.
///
/// Distance is Damerau–Levenshtein over case-folded characters, at most a third of the longer name; a name
/// that starts with the other counts as near too. Ties go to the first.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in names {
        let folded = candidate.to_lowercase();
        let longest = wanted.chars().count().max(folded.chars().count());
        let distance = strsim::damerau_levenshtein(&wanted, &folded);
        let prefix = wanted.chars().count() >= 4 && folded.starts_with(&wanted);
        if (distance * 3 <= longest || prefix) && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// `did you mean …?`, for a help text.
pub fn did_you_mean<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, names).map(|near| format!("did you mean `{near}`?"))
}
