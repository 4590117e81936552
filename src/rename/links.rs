//! The links of a text, as they read after something was renamed.

use rustc_hash::FxHashSet;

use super::subject::{Moves, Subject, folder_of, name_of};
use crate::export::case_file::{encoded, link_edit};
use crate::files::{Files, Span};
use crate::link::{join, relative, span_in};
use crate::markdown;
use crate::model::config::HtmlPolicy;
use crate::model::{Body, BodyLink, LinkSyntax, Spanned};
use crate::yaml::scalar_like;

/// New text for spans of a file.
pub type Edits = Vec<(Span, String)>;

/// What links of a site are looked at by.
pub struct Links<'a> {
    subject: &'a Subject,
    moves: &'a Moves,
    html: HtmlPolicy,
    /// Paths of all files that links can lead to.
    paths: FxHashSet<&'a str>,
}

impl<'a> Links<'a> {
    pub fn new(files: &'a Files, subject: &'a Subject, moves: &'a Moves, html: HtmlPolicy) -> Self {
        let sources = files.sources.iter().map(|file| file.path.as_str());
        let others = files.attachments.iter().chain(&files.statics).map(|file| file.path.as_str());
        Links { subject, moves, html, paths: sources.chain(others).collect() }
    }

    /// The edits of the body of the file at a path.
    pub fn of_body(&self, path: &str, text: &str, body: &Body) -> Edits {
        let mut edits: Edits = body.links.iter().filter_map(|link| self.of_link(path, text, link)).collect();
        edits.extend(self.of_definitions(path, text, body));
        edits
    }

    /// The edit of a path in front matter.
    pub fn of_value(&self, path: &str, text: &str, value: &Spanned<String>) -> Option<(Span, String)> {
        let new = self.destination(path, &value.value)?;
        Some((value.span.clone(), scalar_like(&new, text.get(value.span.clone())?)))
    }

    fn of_link(&self, path: &str, text: &str, link: &BodyLink) -> Option<(Span, String)> {
        match link.syntax {
            LinkSyntax::Wiki | LinkSyntax::WikiWithText | LinkSyntax::Embed { .. } => {
                let name = link.destination.split('#').next().unwrap_or_default().trim();
                let name = name.strip_suffix(".md").unwrap_or(name);
                let (old, new) = self.subject.links.iter().find(|(old, _)| name == old)?;
                Some((span_in(text, link, old)?, new.clone()))
            }
            // It is shown as text.
            LinkSyntax::Html if self.html == HtmlPolicy::Escape => None,
            _ => link_edit(text, link, &self.destination(path, &link.destination)?),
        }
    }

    /// Addresses that stand in a line of their own: `[name]: old.md`.
    fn of_definitions(&self, path: &str, text: &str, body: &Body) -> Edits {
        let is_reference = |link: &BodyLink| {
            link.syntax != LinkSyntax::Html && !text.get(link.span.clone()).unwrap_or_default().contains("](")
        };
        if !body.links.iter().any(is_reference) {
            return Vec::new();
        }
        let Some(inner) = text.get(body.span.clone()) else { return Vec::new() };
        let edit = |(span, written): (Span, String)| {
            let new = self.destination(path, &written)?;
            let whole = &inner[span.clone()];
            let label = whole.find("]:")? + 2;
            let at = body.span.start + span.start + label + whole[label..].find(&written)?;
            Some((at..at + written.len(), new))
        };
        markdown::definitions(inner).into_iter().filter_map(edit).collect()
    }

    /// A relative link as it reads afterwards, where it reads otherwise.
    fn destination(&self, from: &str, written: &str) -> Option<String> {
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let (path, rest) = written.split_at(end);
        let full = join(from, path).filter(|full| self.paths.contains(full.as_str()) && !path.is_empty())?;
        let (new_from, new_full) = (self.moves.to(from), self.moves.to(&full));
        let is_near = folder_of(from) == folder_of(&new_from) && folder_of(&full) == folder_of(&new_full);
        let new = if is_near {
            let kept = path.len() - name_of(path).len();
            format!("{}{}", &path[..kept], encoded(name_of(&new_full)))
        } else if join(&new_from, path).is_some_and(|there| there == new_full) {
            return None;
        } else {
            encoded(&relative(&new_from, &new_full))
        };
        (full != new_full || new_from != from).then(|| format!("{new}{rest}")).filter(|new| new != written)
    }
}
