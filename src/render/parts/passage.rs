//! Passages: the words of a source, and the way to where they stand in it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::CaseSource;

/// Words quoted from a source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PassageView<'a> {
    /// `id` attribute; absent where the text cannot cite it.
    pub anchor: Option<String>,
    /// The words.
    pub text: &'a str,
    /// BCP 47 tag of the language of the source, whose quotation marks they get. Absent for a translation.
    pub lang: Option<&'a str>,
    /// Where they stand in the source: `p. 3`.
    pub at: Option<&'a str>,
    /// Are they a translation?
    pub translated: bool,
    /// Address at which a browser shows them: in the original, or in the archived copy where the original is not to be
    /// followed.
    pub href: Option<String>,
    /// Does the address lead to the archived copy?
    pub is_archived: bool,
}

/// A passage of a source, by its index.
pub fn passage_view(of_case: &CaseSource, index: usize) -> Option<PassageView<'_>> {
    let source = &of_case.source;
    let passage = source.passages.get(index)?;
    let (href, is_archived) = source.address_of(passage).map_or((None, false), |(href, of_copy)| (Some(href), of_copy));
    Some(PassageView {
        anchor: passage.id.is_some().then(|| of_case.anchor_of(Some(index)).into_owned()),
        text: &passage.text,
        lang: source.lang.as_deref().filter(|_| !passage.translated),
        at: passage.at.as_deref(),
        translated: passage.translated,
        href,
        is_archived,
    })
}
