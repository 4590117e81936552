//! Where the lines of `menu` and `footer` lead.

use super::parts::Parts;
use crate::diagnostic::{Code, Diagnostic, HELPED, did_you_mean};
use crate::model::config::{Config, MenuLine};
use crate::model::menu::{Landmark, Place};
use crate::model::{FreePageId, Spanned, Taxonomy, named, taxonomy_named};

/// What lines can name.
pub struct Named<'a> {
    pub config: &'a Config,
    pub taxonomies: &'a [Taxonomy],
    pub parts: &'a Parts,
}

impl Named<'_> {
    /// The places of a menu, and what is wrong with its lines.
    pub fn places(&self, lines: Option<&[MenuLine]>, found: &mut Vec<Diagnostic>) -> Option<Vec<Place>> {
        let place = |(number, line): (usize, &MenuLine)| match line {
            MenuLine::Link(link) => Some(Place::Outside(link.clone())),
            MenuLine::Name(name) => self.place(name, number < HELPED, found),
        };
        Some(lines?.iter().enumerate().filter_map(place).collect())
    }

    /// What a name stands for: names that the site gives come before those that every site has.
    fn place(&self, name: &Spanned<String>, is_helped: bool, found: &mut Vec<Diagnostic>) -> Option<Place> {
        let wanted = name.value.as_str();
        if let Ok(page) = self.parts.pages.binary_search_by(|page| page.route.as_str().cmp(wanted)) {
            return Some(Place::Page(FreePageId::from_index(page)));
        }
        if let Some(taxonomy) = taxonomy_named(self.taxonomies, wanted) {
            return Some(Place::Taxonomy(taxonomy));
        }
        let mut report = |message: String, help: String| {
            found.push(Diagnostic::new(Code::BrokenLink, self.config.file, name.span.clone(), message).help(help));
        };
        let Some(landmark) = named(&Landmark::NAMES, wanted) else {
            report(format!("`{wanted}` is no page or taxonomy of this site"), self.help(wanted, is_helped));
            return None;
        };
        if landmark.output().is_some_and(|output| !self.config.writes(output)) {
            report(
                format!("this site is without `{wanted}`"),
                "remove this line, or its name from `without`".to_owned(),
            );
            return None;
        }
        if landmark == Landmark::Repository && self.config.repository_url.is_none() {
            report(
                "this site names no repository".to_owned(),
                "add `repository_url: https://…`, or remove this line".to_owned(),
            );
            return None;
        }
        Some(Place::Landmark(landmark))
    }

    fn help(&self, wanted: &str, is_helped: bool) -> String {
        let pages = self.parts.pages.iter().map(|page| page.route.as_str());
        let taxonomies = self.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str());
        let landmarks = Landmark::NAMES.map(|(name, _)| name);
        let written = wanted.trim_matches('/').trim_end_matches(".html").trim_end_matches(".md");
        if wanted.contains("://") {
            return format!("write `{{label: …, url: \"{wanted}\"}}`");
        }
        let names = pages.chain(taxonomies).chain(landmarks).filter(|_| is_helped);
        did_you_mean(written, names).unwrap_or_else(|| {
            format!("name a page of content/pages/, a taxonomy, or one of `{}`", landmarks.join("`, `"))
        })
    }
}
