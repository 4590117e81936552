//! A file in `content/pages/` becomes a [`ParsedPage`].

use std::sync::Arc;

use super::path::page_route;
use super::{front_matter, markdown, query};
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, SourceFile, Text};
use crate::model::{Body, Spanned, Transliteration};
use crate::schema::fields::Findings;
use crate::schema::page::PageFields;
use crate::schema::{PAGE, read};

/// A free page, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedPage {
    /// Its file.
    pub file: FileId,
    /// Path of the file.
    pub path: String,
    /// Text of the file.
    pub text: Text,
    /// Its route without `.html`.
    pub route: String,
    /// Title.
    pub title: Spanned<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Language, where it differs from the site's.
    pub lang: Option<String>,
    /// Old addresses, as routes.
    pub aliases: Vec<Spanned<String>>,
    /// Is it a draft?
    pub draft: bool,
    /// Its text.
    pub body: Arc<Body>,
}

/// Read a page.
pub fn parse(
    file: FileId,
    source: &SourceFile,
    transliteration: Transliteration,
) -> (Option<ParsedPage>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, transliteration, list: &mut diagnostics };
    let route = page_route(&source.path, &mut findings);
    if !source.readable {
        return (None, diagnostics);
    }
    let text = source.settled();
    let split = front_matter::split(&text, &mut findings);
    let read = split.node.as_ref().and_then(|node| read::record(&PAGE, node, &mut findings));
    let PageFields { title, summary, lang, aliases, draft } = read.map(|read| read.value).unwrap_or_default();
    let (mut body, _) = markdown::parse(&text, split.body, markdown::Anchors::of_page(transliteration), |_| None);
    query::read_all(&text, &mut body, &mut findings);
    let page = route.map(|route| ParsedPage {
        file,
        path: source.path.clone(),
        text: source.text.clone(),
        title: title.unwrap_or_else(|| Spanned::new(route.clone(), 0..0)),
        route,
        summary,
        lang,
        aliases,
        draft,
        body: Arc::new(body),
    });
    (page, diagnostics)
}
