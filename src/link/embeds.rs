//! Statements that a text shows from another case: `![[klarna#^hiring-halt]]`.

use std::sync::Arc;

use super::old_names::Renamed;
use super::targets::{Broken, Followed, OldName, Origin, Targets, broken, draft, near_block};
use crate::diagnostic::Code;
use crate::model::{Asset, Body, BodyLink, CaseId, LinkSyntax, Named, Target};

impl Targets {
    /// What `![[…]]` shows: a file, or a statement of a case.
    pub(super) fn embed(
        &self,
        origin: &Origin<'_>,
        link: &BodyLink,
        assets: &mut Vec<Asset>,
    ) -> Result<Followed, Broken> {
        let (path, part) = match link.destination.split_once('#') {
            Some((path, part)) => (path.trim(), Some(part.trim())),
            None => (link.destination.trim(), None),
        };
        if let Some(route) = self.file(origin, path, assets) {
            return Ok((Target::File(route), None));
        }
        let name = path.strip_suffix(".md").unwrap_or(path);
        if let Some(case) = self.cases.named(name) {
            return Ok((self.statement(origin, link, case, part)?, None));
        }
        if let Some(record) = self.record_named(name) {
            return Ok((self.statement(origin, link, record.index(), part)?, None));
        }
        if let Some(renamed @ Renamed::Case(case)) = self.old_names.named(name) {
            let shown = self.statement(origin, link, case, part)?;
            return Ok((shown, Some(OldName { renamed, written: path.to_owned() })));
        }
        Err(self.no_case(origin, link, name, part))
    }

    /// Why `![[…]]` shows no statement, where what it names is no case.
    fn no_case(&self, origin: &Origin<'_>, link: &BodyLink, name: &str, part: Option<&str>) -> Broken {
        let written = &link.destination;
        if name.is_empty() {
            let part = part.unwrap_or_default();
            return embed(
                "a statement is not shown a second time in its own text",
                format!("link to it: `[[#{part}]]`"),
            );
        }
        if self.pages.named(name).is_some() {
            return embed(format!("`{name}` is a page"), format!("link to it: `[[{written}]]`"));
        }
        if self.left_out.iter().any(|(slug, _)| slug.as_str() == name) {
            return of_embed(draft(name));
        }
        if part.is_none() {
            // Most often a picture.
            return broken(
                format!("there is no file `{name}`"),
                "put it beside this file, or name a statement of a case: `![[slug#^id]]`",
            );
        }
        if self.term_named(name).is_some() {
            return embed(format!("the term `{name}` has no text"), format!("link to it: `[[{name}]]`"));
        }
        if let Some(help) = self.near_term(origin, name) {
            return embed(format!("there is no term `{name}`"), help);
        }
        embed(format!("there is no case `{name}`"), self.near_name(origin, name))
    }

    /// The bytes of a statement.
    pub(super) fn length_of(&self, case: CaseId, anchor: &str) -> usize {
        let case = &self.cases.all[case.index()];
        match case.anchors().block(&case.body, anchor) {
            Some((_, Named::Statement(index))) => {
                case.body.statements.get(*index as usize).map_or(0, |one| one.span.len())
            }
            _ => 0,
        }
    }

    fn statement(
        &self,
        origin: &Origin<'_>,
        link: &BodyLink,
        index: usize,
        part: Option<&str>,
    ) -> Result<Target, Broken> {
        let case = &self.cases.all[index];
        let written = &link.destination;
        let (name, what) = match &*case.name {
            "" => (written.split('#').next().unwrap_or_default().trim(), "text"),
            name => (name, "case"),
        };
        if std::ptr::eq(Arc::as_ptr(&case.body), origin.body) {
            let part = part.unwrap_or_default();
            let cure = format!("link to it: `[[#{part}]]`");
            return Err(embed("a statement is not shown a second time in its own text", cure));
        }
        let Some(part) = part.filter(|part| !part.is_empty()) else {
            let cure = format!("link to it: `[[{name}]]`; or name one of its statements: `![[{name}#^id]]`");
            return Err(embed(format!("`{name}` is a whole {what}, and only a statement can be shown"), cure));
        };
        let id = part.strip_prefix('^').unwrap_or(part);
        let Some((anchor, named)) = case.anchors().block(&case.body, id) else {
            if case.anchors().heading(part).is_some() {
                let cure = format!("link to it: `[[{written}]]`");
                return Err(embed(format!("`{part}` is a section, and only a statement can be shown"), cure));
            }
            let help = near_block(origin, &case.body, id);
            return Err(embed(format!("there is no statement `^{id}` in `{name}`"), help));
        };
        if let Some(shown) = shown_by(&case.body, anchor) {
            let message = format!("`^{id}` only shows a statement of another case");
            return Err(embed(message, format!("show that one itself: `![[{shown}]]`")));
        }
        if !matches!(named, Named::Statement(_)) {
            let cure = format!("link to it: `[[{written}]]`");
            return Err(embed(format!("`^{id}` is no paragraph or list item of a section"), cure));
        }
        if !matches!(link.syntax, LinkSyntax::Embed { is_alone: true }) {
            let cure = format!("put it into a paragraph of its own, or link to it: `[[{written}]]`");
            return Err(embed("a statement is shown among other text", cure));
        }
        Ok(Target::Statement(CaseId::from_index(index), anchor.clone()))
    }
}

/// What the block of an id shows instead of a text of its own.
fn shown_by<'b>(body: &'b Body, id: &str) -> Option<&'b str> {
    let named = body.block_ids.iter().find(|named| *named.id == *id)?;
    let is_before = |link: &&BodyLink| link.span.end == named.span.start;
    let link = body.links.iter().filter(is_before).find(|link| link.syntax == LinkSyntax::Embed { is_alone: true })?;
    link.destination.contains('#').then_some(&link.destination)
}

fn embed(message: impl Into<String>, help: impl Into<String>) -> Broken {
    of_embed(broken(message, help))
}

fn of_embed(mut broken: Broken) -> Broken {
    broken.code = Code::BrokenEmbed;
    broken
}
