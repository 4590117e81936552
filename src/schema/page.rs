//! What a page of the site's own may hold.

use super::key::Shape;
use super::table::{Record, Table, field};
use crate::model::Spanned;

/// The front matter of a page.
#[derive(Debug, Default)]
pub struct PageFields {
    /// Title.
    pub title: Option<Spanned<String>>,
    /// Summary.
    pub summary: Option<String>,
    /// Language, where it differs from the site's.
    pub lang: Option<String>,
    /// Old addresses, as routes.
    pub aliases: Vec<Spanned<String>>,
    /// Is it a draft?
    pub draft: bool,
}

impl Record for PageFields {
    type View<'a> = &'a PageFields;
}

/// A page.
pub const PAGE: Table<PageFields> = Table {
    name: "page",
    meaning: "The front matter of a page of the site's own.",
    hint: "",
    parts: &[&[
        field!(PageFields, "title", Shape::Line, "Title of the page.", set | into, given | into.title = given.into())
            .required(),
        field!(
            PageFields,
            "summary",
            Shape::Line,
            "One or two sentences, for search results.",
            set | into,
            given | into.summary = given.into()
        ),
        field!(
            PageFields,
            "lang",
            Shape::Language,
            "Language of the page, where it differs from the site's.",
            set | into,
            given | into.lang = given.into()
        ),
        field!(
            PageFields,
            "aliases",
            Shape::OldAddresses(""),
            "Old addresses, which lead to this page. Names, or routes.",
            set | into,
            given | into.aliases = given.into()
        ),
        field!(
            PageFields,
            "draft",
            Shape::Flag,
            "Left out of the site, unless `--drafts` is given.",
            set | into,
            given | into.draft = given.into()
        ),
    ]],
    one_of: &[],
};
