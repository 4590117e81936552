//! Which addresses may stand on a page, wherever they were written.

/// The schemes that an address may have. What else there is runs code (`javascript:`), brings a page of its own
/// (`data:`) or opens what only one machine has (`file:`).
pub const SCHEMES: [&str; 7] = ["http", "https", "mailto", "tel", "ftp", "sftp", "doi"];

/// What an address is.
///
/// Markdown, wiki links and raw HTML ask here. Front matter, bibliographies and vocabularies take less:
/// [`is_web_address`](super::is_web_address). `docs/reference.md` lists the schemes for editors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// It names no scheme and no host: a path, a fragment, nothing.
    Relative,
    /// It leads out of the site.
    Outside,
    /// It must not stand on a page; its scheme.
    Refused(String),
}

impl Address {
    /// What a text is as an address (RFC 3986, section 3.1). Browsers drop control characters and white space before
    /// they read it, so they are dropped here too.
    pub fn of(text: &str) -> Address {
        let clean: String = text.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        let scheme = clean.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
        match scheme.map(str::to_ascii_lowercase) {
            Some(scheme) if SCHEMES.contains(&scheme.as_str()) => Address::Outside,
            Some(scheme) => Address::Refused(scheme),
            // Browsers take a backslash for a slash.
            None if clean.replace('\\', "/").starts_with("//") => Address::Outside,
            None => Address::Relative,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_may_stand() {
        for text in ["https://example.org", "HTTP://x", "mailto:a@example.org", "doi:10.1000/x", "//example.org/x"] {
            assert_eq!(Address::of(text), Address::Outside, "{text}");
        }
        for text in ["", "a/b.md", "#x", "1:2", "?a:b", "./a:b", "é:x"] {
            assert_eq!(Address::of(text), Address::Relative, "{text}");
        }
        for (text, scheme) in [
            ("javascript:alert(1)", "javascript"),
            (" Java\tScript\n:x", "javascript"),
            ("\u{1}javascript:x", "javascript"),
            ("data:text/html,x", "data"),
            ("file:///etc/passwd", "file"),
            ("vbscript:x", "vbscript"),
        ] {
            assert_eq!(Address::of(text), Address::Refused(scheme.to_owned()), "{text}");
        }
    }
}
