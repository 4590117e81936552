//! A finding about the content: its code, its place, its help and its fix.

use std::collections::BTreeMap;

use super::codes::Code;
use super::severity::Severity;
use crate::files::{FileId, Place, Span, neutral};

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

/// A fix that `check --fix` can apply to the file of the diagnostic's own place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Edits of exact spans, in order, not overlapping.
    pub edits: Vec<Edit>,
}

/// A finding about the content. Its words hold nothing that would steer a terminal or forge a line of a log
/// ([`neutral`]), wherever they come from.
///
/// Messages are lower case, without a full stop, and name the thing; `help` is the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its row in the table of codes.
    pub code: Code,
    /// Its severity, after the site's own settings.
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
            message: words(message),
            place: None,
            help: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// With a cure in words.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(words(help));
        self
    }

    /// With a cure in words, where there is one.
    #[must_use]
    pub fn help_if(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(words).or(self.help);
        self
    }

    /// With another place that explains it.
    #[must_use]
    pub fn related(mut self, file: FileId, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { place: Place { file, span }, message: words(message) });
        self
    }

    /// With a fix of one span.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: words(title), edits: vec![Edit { span, text: text.into() }] });
        self
    }
}

fn words(text: impl Into<String>) -> String {
    let text = text.into();
    match neutral(&text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(shown) => shown,
    }
}

/// Sort findings as they are shown: by file, place and code, those without a place first.
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
