//! How serious a finding is: error, warning or notice.

/// How serious a finding is. Errors stop a build before it writes.
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
