//! How much a site takes of what would otherwise grow without bounds.

/// Limits that a site may raise: `limits` in `casebook.yaml`. What goes beyond one is reported as `too-large`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Terms above a term: its `broader`, and so on. Every page and row of a term names them all.
    pub broader: usize,
    /// Terms of a case. Each two of them occur together.
    pub terms: usize,
    /// Elements that a citation style comes to with its macros put in, for each citation anew.
    pub style_elements: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { broader: 30, terms: 500, style_elements: 10_000_000 }
    }
}
