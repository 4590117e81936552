//! What is known of a Markdown body: facts with their places, never the rendered text.

use std::borrow::Cow;

use super::question::QueryBlock;
use super::statement::{BlockId, Statement};
use super::{CaseId, SourceId, TermRef};
use crate::files::Span;
use crate::markdown::Hidden;

/// The facts of a body. All offsets but those of `hidden` are bytes of the file, in rising order within each list.
///
/// `parse` finds them, `link` resolves what they refer to, and `render` meets them again at the same offsets.
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
    /// What gives blocks a name.
    pub block_ids: Vec<BlockId>,
    /// Places that may cite.
    pub groups: Vec<CitationGroup>,
    /// Parentheses that may be a citation written out in words.
    pub parentheticals: Vec<Span>,
    /// Links and images.
    pub links: Vec<BodyLink>,
    /// Footnotes, in the order in which their names first occur.
    pub footnotes: Vec<Footnote>,
    /// What was meant to be a citation, a footnote, a link or a statement, and is none.
    pub slips: Vec<Slip>,
    /// Fenced blocks `casebook`, which ask the site something.
    pub queries: Vec<QueryBlock>,
    /// What plain text does not show as it is written, by bytes of the body.
    pub hidden: Hidden,
}

impl Body {
    /// The heading under which a statement stands; none before the first section.
    pub fn heading_of(&self, statement: usize) -> Option<&Heading> {
        self.headings.get(self.sections.get(self.statements.get(statement)?.section()?)?.heading)
    }

    /// May there be something to report of what is no citation, footnote, link or statement?
    pub fn needs_slips(&self) -> bool {
        !self.slips.is_empty() || !self.footnotes.is_empty()
    }

    /// The groups in a part of the file.
    pub fn groups_in(&self, part: &Span) -> impl Iterator<Item = &CitationGroup> {
        let first = self.groups.partition_point(|group| group.span.start < part.start);
        self.groups[first..].iter().take_while(|group| group.span.end <= part.end)
    }

    /// The block ids in a part of the file.
    pub fn block_ids_in(&self, part: &Span) -> impl Iterator<Item = &BlockId> {
        let first = self.block_ids.partition_point(|named| named.span.start < part.start);
        self.block_ids[first..].iter().take_while(|named| named.span.end <= part.end)
    }

    /// What leads to a statement, by its index: unique in the page.
    pub fn anchor(&self, statement: usize) -> Cow<'_, str> {
        self.statements.get(statement).map_or_else(Cow::default, |statement| statement.anchor(&self.block_ids))
    }
}

/// A footnote: one name, whatever its letters' case.
#[derive(Debug, Clone)]
pub struct Footnote {
    /// The references to it: `[^1]`.
    pub marks: Vec<Span>,
    /// What it says: one definition, if the author made no mistake.
    pub texts: Vec<Span>,
}

/// Something that was meant to be more than text. Whether it is worth a finding can depend on which ids are known.
#[derive(Debug, Clone)]
pub struct Slip {
    /// Where it stands.
    pub span: Span,
    /// What it was meant to be.
    pub kind: SlipKind,
}

/// What a slip was meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipKind {
    /// `[@a, @b]`: a second id among the words behind the first. The span is what stands between the
    /// two, where that is no more than a comma or an "and".
    NoSemicolon(SourceId, Option<Span>),
    /// `[@a; b]`: a part of a group without an id.
    NoId(SourceId, Span),
    /// `[@a.`: brackets that never close. The span is where the closing one belongs, over what stands
    /// there instead.
    Unclosed(SourceId, Option<Span>),
    /// `@a]`: brackets that never opened.
    Unopened(SourceId),
    /// `[see@a]`: a letter right before the `@` at a byte.
    Joined(SourceId, usize),
    /// `[[a|text]]` in a table, which the bar at a byte cuts in two.
    CutLink(usize),
    /// `[^1]` without a definition.
    UndefinedFootnote,
    /// `##Title`: a heading but for the space, which belongs at a byte.
    NoHeading(usize),
    /// `**Title**`: a paragraph that is nothing but the name of a configured section.
    SectionTitle(usize),
    /// `(text)[https://…]`, `[text](my file.pdf)`: what nearly is a link, and how it was meant, where that is clear.
    NoLink(NoLink, Option<String>),
    /// HTML that a word processor left behind, as Markdown.
    PastedHtml(String),
    /// Blocks of HTML with a text, which is no statement.
    HtmlText,
    /// `^name`: a block id that names nothing.
    BlockId(NoBlockId),
    /// A table whose rows lack more cells than are filled in.
    LackingCells,
}

/// Why a block id names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoBlockId {
    /// Another block has it, here.
    Taken(Span),
    /// A heading has it as its anchor, here.
    OfHeading(Span),
    /// A part of the page has it.
    OfPage,
    /// It stands at a heading, which has this anchor.
    AtHeading(String),
    /// Its block has another, here.
    Second(Span),
    /// Nothing stands before it.
    Alone,
    /// It does not stand at the end, or is no name: how it is written, and the name that was probably meant.
    Mistyped(String, String),
}

/// Why something is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLink {
    /// `(text)[address]`
    Reversed,
    /// `[text](my file.pdf)`
    Spaces,
    /// `[text] (address)`
    Apart,
    /// `[text](address`
    Unclosed,
    /// `[[slug]`, `[slug]]`
    HalfWiki,
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
    /// The id with its `@`, and the hyphen of `-@a`.
    pub span: Span,
    /// What stands around it; most items have nothing.
    pub affixes: Option<Box<Affixes>>,
    /// `-@a`: the publisher is named in the sentence already.
    pub suppress_author: bool,
}

/// The words around a citation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affixes {
    /// `see `: before the id.
    pub prefix: Affix,
    /// `, p. 3`: behind it, with its leading comma or space.
    pub suffix: Affix,
    /// What braces right behind the id hold: a locator of any form, or none at all.
    pub braces: Option<Affix>,
}

/// Words of the author on one side of a citation: their plain text, and where each of its bytes stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affix {
    text: String,
    /// Per byte of the text its place in the file, the markup before it included; and where the last one ends.
    places: Box<[u32]>,
}

impl Affix {
    /// A text, with as many places as it has bytes, and one more for its end.
    pub fn new(text: String, places: Vec<u32>) -> Self {
        Affix { text, places: places.into() }
    }

    /// Plain text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the file where a part of the text stands, with its markup.
    pub fn span(&self, part: std::ops::Range<usize>) -> Span {
        let place = |at: usize| self.places.get(at).map_or(0, |place| *place as usize);
        place(part.start)..place(part.end)
    }
}

impl CitationItem {
    /// `see `: plain text before the id.
    pub fn prefix(&self) -> &str {
        self.affixes.as_ref().map_or("", |affixes| affixes.prefix.text())
    }

    /// `, p. 3`: plain text behind it, with its leading comma or space, and without the braces of a locator.
    pub fn suffix(&self) -> Cow<'_, str> {
        let Some(affixes) = &self.affixes else { return "".into() };
        match &affixes.braces {
            None => affixes.suffix.text().into(),
            Some(braces) if braces.text().trim().is_empty() => affixes.suffix.text().into(),
            Some(braces) => format!(", {}{}", braces.text().trim(), affixes.suffix.text()).into(),
        }
    }
}

impl Affixes {
    /// What there is of them.
    pub fn of(prefix: Affix, suffix: Affix, braces: Option<Affix>) -> Option<Box<Affixes>> {
        let is_any = !prefix.text.is_empty() || !suffix.text.is_empty() || braces.is_some();
        is_any.then(|| Box::new(Affixes { prefix, suffix, braces }))
    }
}

/// A link, an image, or an address in raw HTML.
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
    /// `![[destination]]`: a picture, or a statement of another case
    Embed {
        /// It is all that its paragraph or list item holds.
        is_alone: bool,
    },
    /// An attribute of raw HTML: `<img src="destination">`
    Html,
}

/// Where a link leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Target {
    /// Out of the site: the destination stays as it is written.
    #[default]
    AsWritten,
    /// To nothing that there is, or where no reader should be sent: it gets no address.
    Nowhere,
    /// A case, at an anchor.
    Case(CaseId, Option<String>),
    /// A term, at an anchor.
    Term(TermRef, Option<String>),
    /// A statement of a case, or of the text of a term, by its anchor, which is shown where the link stands.
    Statement(CaseId, String),
    /// A free page (index), at an anchor.
    Page(usize, Option<String>),
    /// A file of the site, by its route.
    File(String),
    /// An anchor of the same page.
    Anchor(String),
}
