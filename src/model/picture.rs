//! The picture of a case.

/// A picture, with what is said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its route.
    pub route: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// What stands below it.
    pub caption: Option<String>,
    /// Whose it is.
    pub credit: Option<String>,
}

impl Picture {
    /// Is no more said than which it is?
    pub fn is_plain(&self) -> bool {
        self.alt.is_none() && self.caption.is_none() && self.credit.is_none()
    }
}
