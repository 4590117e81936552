//! Links to terms: `[[organisation/klarna]]`, `[[klarna]]` where a file of that name is the term's own.

use super::targets::{Broken, Origin, Targets, broken};
use crate::diagnostic::nearest;
use crate::model::{CASE_ANCHORS, CaseId, Slug, Target, Taxonomy, TermRef, taxonomy_named};

impl Targets {
    /// The term of a name: of its taxonomy and itself; or of its file alone, where that is the only one of the name.
    pub(super) fn term_named(&self, name: &str) -> Option<TermRef> {
        let Some((taxonomy, id)) = name.split_once('/') else {
            let file = self.terms.only_named(name)?;
            return Some(self.term_of_file(file));
        };
        let taxonomy = taxonomy_named(&self.taxonomies, taxonomy)?;
        let shown = &self.taxonomies[taxonomy.index()];
        let term = shown.find(id)?;
        let found = TermRef { taxonomy, term };
        (shown.term(term).id.as_str() == id && shown.terms.shows(term.index())).then_some(found)
    }

    /// The term of a file.
    pub(super) fn term_of_file(&self, file: usize) -> TermRef {
        self.terms_of_files[file]
    }

    /// A term, at a part of its page.
    pub(super) fn term(&self, origin: &Origin<'_>, id: TermRef, part: Option<&str>) -> Result<Target, Broken> {
        let Some(part) = part else { return Ok(Target::Term(id, None)) };
        let taxonomy = &self.taxonomies[id.taxonomy.index()];
        let owner = taxonomy.terms_of.unwrap_or(id.taxonomy);
        // Where its cases stand by role, each role is a part of the page.
        let shares = |other: &Taxonomy| other.terms_of == Some(owner);
        let role = taxonomy_named(&self.taxonomies, part);
        if let Some(role) = role.filter(|role| shares(&self.taxonomies[role.index()])) {
            return Ok(Target::Term(TermRef { taxonomy: role, ..id }, None));
        }
        if role == Some(owner) && self.taxonomies.iter().any(shares) {
            return Ok(Target::Term(id, Some(part.to_owned())));
        }
        let term = taxonomy.term(id.term);
        match term.record {
            Some(record) => {
                let body = &self.cases.all[record.index()];
                self.anchor_in(origin, body, &CASE_ANCHORS, Some(part)).map(|anchor| Target::Term(id, anchor))
            }
            None => {
                let help = format!("link to it: `[[{}/{}]]`", taxonomy.id, term.id);
                Err(broken(format!("the term `{}` has no text, and no part `{part}`", term.id), help))
            }
        }
    }

    /// What is said of the term of a name, where it has a text.
    pub(super) fn record_named(&self, name: &str) -> Option<CaseId> {
        let term = self.term_named(name)?;
        self.taxonomies[term.taxonomy.index()].term(term.term).record
    }

    /// What was probably meant by `organisation/klarna`, where the taxonomy is one.
    pub(super) fn near_term(&self, origin: &Origin<'_>, name: &str) -> Option<String> {
        let (taxonomy, id) = name.split_once('/')?;
        let taxonomy = &self.taxonomies[taxonomy_named(&self.taxonomies, taxonomy)?.index()];
        let meant = taxonomy.find(id).map(|term| taxonomy.term(term).id.clone());
        if let Some(meant) = meant.filter(|meant: &Slug| meant.as_str() != id) {
            return Some(format!("write `{}/{meant}`", taxonomy.id));
        }
        let near = || nearest(id, taxonomy.terms.iter().map(|term| term.id.as_str()));
        Some(match origin.is_helped().then(near).flatten() {
            Some(near) => format!("did you mean `{}/{near}`?", taxonomy.id),
            None => format!("write the id of a term of content/taxonomies/{}.yaml", taxonomy.vocabulary),
        })
    }
}
