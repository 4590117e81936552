//! What is known of a Markdown body: facts with their places, never the rendered text.
//!
//! `parse` finds them, `link` resolves what they point to, `render` meets them again at the same offsets.

use super::{CaseId, SourceId};
use crate::files::Span;

/// The facts of a body. All offsets are bytes of the file, in rising order within each list.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The text after the front matter.
    pub span: Span,
    /// It holds raw HTML.
    pub has_html: bool,
    /// Headings of all levels.
    pub headings: Vec<Heading>,
    /// Second-level headings and what is below them.
    pub sections: Vec<Section>,
    /// Units of evidence.
    pub statements: Vec<Statement>,
    /// Places that may cite.
    pub groups: Vec<CitationGroup>,
    /// Parentheses that may be a citation written out in words.
    pub parentheticals: Vec<Span>,
    /// Links and images.
    pub links: Vec<BodyLink>,
}

/// A heading.
#[derive(Debug, Clone)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The heading with its markup.
    pub span: Span,
    /// Its plain text.
    pub text: String,
    /// `id` attribute, unique in the page.
    pub anchor: String,
}

/// A second-level heading and what is below it.
#[derive(Debug, Clone)]
pub struct Section {
    /// Index into [`Body::headings`].
    pub heading: usize,
    /// Index into the configured sections; `None` where the configuration has no such section.
    pub configured: Option<usize>,
    /// From the heading to the next section or the end.
    pub span: Span,
}

/// A paragraph, or a list item's own text, in a section.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its text, without nested lists.
    pub span: Span,
    opens: u32,
    section: u32,
}

impl Statement {
    /// A statement of a section, whose paragraph or list item opens at a byte.
    pub fn new(span: Span, opens: usize, section: usize) -> Self {
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Statement { span, opens: narrow(opens), section: narrow(section) }
    }

    /// Byte at which its paragraph or list item opens, its marker included.
    pub fn opens(&self) -> usize {
        self.opens as usize
    }

    /// Index into [`Body::sections`].
    pub fn section(&self) -> usize {
        self.section as usize
    }
}

/// Brackets, or a bare `@id`, that may cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationGroup {
    /// With its brackets.
    pub span: Span,
    /// How it stands in the text.
    pub kind: CitationKind,
    /// What it cites; at least one.
    pub items: Box<[CitationItem]>,
}

/// How a citation stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationKind {
    /// `[@a; @b]`
    Bracketed,
    /// `@a` or `@a [p. 3]`: the first item is part of the sentence. A citation only if its id is known.
    InText,
}

/// One source in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationItem {
    /// The id, without `@`.
    pub id: SourceId,
    /// The id with its `@`.
    pub span: Span,
    /// What stands around it; most items have nothing.
    pub affixes: Option<Box<Affixes>>,
    /// `-@a`: the publisher is named in the sentence already.
    pub suppress_author: bool,
}

/// The words around a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affixes {
    /// `see `: plain text before the id.
    pub prefix: String,
    /// `, p. 3`: plain text behind it, with its leading comma or space.
    pub suffix: String,
}

impl CitationItem {
    /// `see `: plain text before the id.
    pub fn prefix(&self) -> &str {
        self.affixes.as_ref().map_or("", |affixes| &affixes.prefix)
    }

    /// `, p. 3`: plain text behind it, with its leading comma or space.
    pub fn suffix(&self) -> &str {
        self.affixes.as_ref().map_or("", |affixes| &affixes.suffix)
    }
}

impl Affixes {
    /// Both, where there is any.
    pub fn of(prefix: &str, suffix: &str) -> Option<Box<Affixes>> {
        let is_any = !prefix.is_empty() || !suffix.is_empty();
        is_any.then(|| Box::new(Affixes { prefix: prefix.to_owned(), suffix: suffix.to_owned() }))
    }
}

/// A link or an image.
#[derive(Debug, Clone)]
pub struct BodyLink {
    /// With its markup.
    pub span: Span,
    /// How it is written.
    pub syntax: LinkSyntax,
    /// Where it leads, as written.
    pub destination: String,
    /// The block that it stands in.
    pub block: Span,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkSyntax {
    /// `[[slug#section]]`
    Wiki,
    /// `[[slug|text]]`
    WikiWithText,
    /// `[text](destination)`, a reference or an autolink
    Markdown,
    /// `![text](destination)`
    Image,
}

/// Where a link leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Target {
    /// Out of the site, or nowhere: the destination stays as it is written.
    #[default]
    AsWritten,
    /// Nowhere that a reader should be sent.
    Unsafe,
    /// A case, at an anchor.
    Case(CaseId, Option<String>),
    /// A free page (index), at an anchor.
    Page(usize, Option<String>),
    /// A file of the site, by its route.
    File(String),
    /// An anchor of the same page.
    Anchor(String),
}
