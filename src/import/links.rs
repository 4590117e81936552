//! Links of imported texts, rewritten to what they lead to here; those that lead nowhere become text.

use std::collections::HashSet;
use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::draft::Draft;
use super::job::ImportError;
use super::site::Site;
use super::store::Store;
use super::targets::{Goal, Targets, anchor_among};
use super::written::{is_embed, openings, rewritten};
use super::{body, input};
use crate::files::Span;
use crate::link::relative;
use crate::model::{Address, BodyLink, LinkSyntax};
use crate::parse::markdown::{Anchors, parse};

/// How often a text is looked at again: an escaped `[a][b]` leaves a `[b]`.
const ROUNDS: usize = 5;

/// What a path in a link may not hold as it is.
const IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'(')
    .add(b')')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'#')
    .add(b'?');

/// One text on its way to its file.
pub struct Rewriting<'a, 's> {
    /// What links can lead to.
    pub targets: &'a Targets,
    /// The site.
    pub site: &'a Site,
    /// Takes the files that the text shows.
    pub store: &'a mut Store<'s>,
    /// The file of the input.
    pub from: &'a Path,
    /// The file of the case.
    pub case: &'a str,
    /// Markup that became text.
    pub told: Vec<body::Told>,
    /// Destinations that are right already.
    settled: HashSet<String>,
}

impl<'a, 's> Rewriting<'a, 's> {
    /// A text of a file, to become a case.
    pub fn new(targets: &'a Targets, site: &'a Site, store: &'a mut Store<'s>, from: &'a Path, case: &'a str) -> Self {
        Rewriting { targets, site, store, from, case, told: Vec::new(), settled: HashSet::new() }
    }

    /// Rewrite the links of a draft.
    ///
    /// # Errors
    /// Where a file beside the input cannot be read.
    pub fn draft(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let is_draft = draft.is_draft();
        let anchors = std::mem::take(&mut draft.anchors);
        for text in draft.texts_mut() {
            self.text(text, &anchors, is_draft)?;
        }
        draft.anchors = anchors;
        Ok(())
    }

    fn text(&mut self, text: &mut String, anchors: &[(String, String)], is_draft: bool) -> Result<(), ImportError> {
        for _ in 0..ROUNDS {
            let (facts, _) = parse(text, 0..text.len(), Anchors::default(), |_| None);
            let mut edits: Vec<(Span, String)> = Vec::new();
            for link in &facts.links {
                if self.settled.contains(&link.destination) {
                    continue;
                }
                match self.destination(link, anchors, is_draft)? {
                    Led::Stays => {}
                    Led::To(destination) => {
                        edits.extend(rewritten(text, link, &destination));
                        self.settled.insert(destination);
                    }
                    Led::Nowhere(message) => {
                        self.told.push((link.destination.clone(), message));
                        edits.extend(openings(text, &link.span, link.syntax).map(|at| (at..at, "\\".to_owned())));
                    }
                }
            }
            if edits.is_empty() {
                break;
            }
            edits.sort_by_key(|(span, _)| (span.start, span.end));
            edits.dedup_by(|next, before| next.0.start < before.0.end || next == before);
            for (span, new) in edits.into_iter().rev() {
                text.replace_range(span, &new);
            }
        }
        Ok(())
    }

    /// The destination that a link is to have.
    fn destination(
        &mut self,
        link: &BodyLink,
        anchors: &[(String, String)],
        is_draft: bool,
    ) -> Result<Led, ImportError> {
        let is_wiki = matches!(link.syntax, LinkSyntax::Wiki | LinkSyntax::WikiWithText);
        let is_embed = is_embed(link);
        let (path, fragment) = match link.destination.split_once('#') {
            Some((path, fragment)) => (path.trim(), Some(fragment.trim()).filter(|fragment| !fragment.is_empty())),
            None => (link.destination.trim(), None),
        };
        if path.is_empty() && !is_embed {
            let anchor = fragment.and_then(|fragment| anchor_among(anchors, fragment));
            return Ok(anchor.map_or_else(|| nowhere(link), |anchor| Led::To(format!("#{anchor}"))));
        }
        let goal = match Address::of(&link.destination) {
            Address::Outside if !is_wiki => match self.targets.at_address(&link.destination, self.from) {
                Some(goal) => goal,
                None => return Ok(Led::Stays),
            },
            _ => {
                let named = is_wiki || is_embed;
                let found = if named {
                    self.targets.named(path, self.from, self.site)
                } else {
                    self.targets.at(path, self.from, self.site)
                };
                match found {
                    Some(goal) => goal,
                    None if is_embed => {
                        let message = format!("the embed `![[{}]]` is kept as it is", link.destination);
                        self.told.push((link.destination.clone(), message));
                        self.settled.insert(link.destination.clone());
                        return Ok(Led::Stays);
                    }
                    None => return Ok(nowhere(link)),
                }
            }
        };
        if !is_draft && !is_embed && self.targets.is_draft(&goal, self.site) {
            let message =
                format!("`{}` is a draft, and what is published cannot link to it; kept as text", link.destination);
            return Ok(Led::Nowhere(message));
        }
        self.lead(&goal, link, fragment, is_wiki || is_embed, is_embed)
    }

    fn lead(
        &mut self,
        goal: &Goal,
        link: &BodyLink,
        fragment: Option<&str>,
        is_wiki: bool,
        is_embed: bool,
    ) -> Result<Led, ImportError> {
        let anchor = fragment.and_then(|fragment| self.anchor(goal, fragment));
        if let (Some(fragment), None, Goal::Case(..) | Goal::Page(..), false) = (fragment, &anchor, goal, is_embed) {
            let message = format!("there is no heading `{fragment}` where the link leads; it leads to the whole page");
            self.told.push((link.destination.clone(), message));
        }
        // What an embed shows of a case is named as it was.
        let anchor = if is_embed { fragment.map(ToOwned::to_owned) } else { anchor };
        let part = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
        Ok(Led::To(match goal {
            Goal::Case(path, _) if is_wiki => format!("{}{part}", slug_of(path)),
            Goal::Page(route, _) if is_wiki => format!("{route}{part}"),
            Goal::Case(path, _) | Goal::Page(_, path) => format!("{}{part}", encoded(&relative(self.case, path))),
            Goal::File(path) => {
                let part = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
                format!("{}{part}", encoded(&self.store.attach(path, self.case)?))
            }
            Goal::Address(address) => fragment.map_or_else(|| address.clone(), |part| format!("{address}#{part}")),
        }))
    }

    fn anchor(&self, goal: &Goal, name: &str) -> Option<String> {
        match goal {
            Goal::Case(_, Some(index)) => self.targets.anchor(*index, name).map(ToOwned::to_owned),
            Goal::Case(path, None) | Goal::Page(_, path) => {
                let text = input::read_case(&self.site.root, path)?;
                anchor_among(&body::anchors(&text, self.site), name).map(ToOwned::to_owned)
            }
            _ => None,
        }
    }
}

/// Where a link leads here.
enum Led {
    /// It is right as it is.
    Stays,
    /// To this destination.
    To(String),
    /// Nowhere; what is said of it.
    Nowhere(String),
}

fn nowhere(link: &BodyLink) -> Led {
    Led::Nowhere(format!("the link to `{}` leads to nothing here; it is kept as text", link.destination))
}

/// The slug of a case, by its file.
fn slug_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, IN_PATHS).to_string()
}
