//! The result of one check, and the pages that are shown for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::body::Bytes;

use crate::diagnostic::{Diagnostic, Severity};
use crate::files::Files;
use crate::pipeline::Checked;
use crate::render::Renderer;

/// Which pages a browser has, or should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Rises with every change of what pages say or of what is found.
    pub content: u64,
    /// Routes of the stylesheets, which change with what is in them.
    pub stylesheets: Vec<String>,
}

/// What one check came to.
pub struct Snapshot {
    content: u64,
    /// The site of this check, or of the last one without errors; absent before there was any.
    renderer: Option<Arc<Renderer>>,
    files: Arc<Files>,
    diagnostics: Vec<Diagnostic>,
    /// Why the site could not even be read.
    failure: Option<String>,
    /// What is being sent, by route: held once, however many read it and however slowly.
    bodies: Mutex<HashMap<String, Weak<Vec<u8>>>>,
}

/// The bytes of a page that somebody still reads.
struct Body(Arc<Vec<u8>>);

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Snapshot {
    /// Of the first check.
    pub fn first(checked: Checked) -> Self {
        Snapshot {
            content: 1,
            renderer: checked.renderer,
            files: checked.files,
            diagnostics: checked.diagnostics,
            failure: None,
            bodies: Mutex::default(),
        }
    }

    /// After this one: with errors, the pages stay what they are. `is_style` says that nothing but stylesheets
    /// changed, so that pages need not be loaded again.
    #[must_use]
    pub fn next(&self, checked: Checked, is_style: bool) -> Self {
        let has_errors = checked.counts.errors > 0;
        let shown = checked.renderer.filter(|_| !has_errors || self.renderer.is_none());
        let same_findings = checked.diagnostics == self.diagnostics && self.failure.is_none();
        let mut next = Snapshot {
            content: self.content,
            renderer: shown.or_else(|| self.renderer.clone()),
            files: checked.files,
            diagnostics: checked.diagnostics,
            failure: None,
            bodies: Mutex::default(),
        };
        // A stylesheet that is new or gone changes what pages link.
        let same_links = next.version().stylesheets.len() == self.version().stylesheets.len();
        next.content += u64::from(!(is_style && same_findings && same_links));
        next
    }

    /// After this one, when the site could not be read.
    #[must_use]
    pub fn failed(&self, failure: String) -> Self {
        Snapshot {
            content: self.content + 1,
            renderer: self.renderer.clone(),
            files: self.files.clone(),
            diagnostics: Vec::new(),
            failure: Some(failure),
            bodies: Mutex::default(),
        }
    }

    /// Which pages these are.
    pub fn version(&self) -> Version {
        let stylesheets = self.renderer.as_ref().map(|renderer| renderer.theme().stylesheets());
        Version { content: self.content, stylesheets: stylesheets.unwrap_or_default() }
    }

    /// The site that is shown.
    pub fn renderer(&self) -> Option<&Arc<Renderer>> {
        self.renderer.as_ref()
    }

    /// The bytes of a page: those that are being sent already, or made now.
    pub fn body<E>(&self, route: &str, make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Bytes, E> {
        let bodies = || self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        let known = bodies().get(route).and_then(Weak::upgrade);
        let body = match known {
            Some(body) => body,
            None => {
                let mut bytes = make()?;
                bytes.shrink_to_fit();
                let body = Arc::new(bytes);
                bodies().insert(route.to_owned(), Arc::downgrade(&body));
                body
            }
        };
        Ok(Bytes::from_owner(Body(body)))
    }

    /// What was found, and the files that it points into.
    pub fn findings(&self) -> (&[Diagnostic], &Files) {
        (&self.diagnostics, &self.files)
    }

    /// Why the site could not be read.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// The errors, those of one file first.
    pub fn errors_for(&self, path: Option<&str>) -> Vec<&Diagnostic> {
        let errors = || self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let is_own = |diagnostic: &&Diagnostic| {
            let place = diagnostic.place.as_ref();
            path.is_some() && place.map(|place| self.files.get(place.file).path.as_str()) == path
        };
        errors().filter(is_own).chain(errors().filter(|diagnostic| !is_own(diagnostic))).collect()
    }
}
