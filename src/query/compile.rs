//! A query of a page held against its site: what its names and its expression mean, and what is wrong with them.

use std::ops::Range;

use super::error::Query;
use super::named::{Field, Named, named};
use super::order::{Order, is_sortable};
use super::select::query;
use crate::explore::facets::About;
use crate::files::Span;
use crate::model::{FieldShape, Question, Site, Spanned, fold};
use crate::yaml;

/// What is wrong with a query.
pub struct Fault {
    /// Bytes of the file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// The cure.
    pub help: String,
}

/// A query that a site understands.
pub struct Asked<'s> {
    /// Which cases; all without one.
    pub query: Option<Query<'s>>,
    /// What is said of each.
    pub columns: Vec<Named>,
    /// By which they are counted.
    pub group: Option<About>,
    /// Their order, the most important first.
    pub orders: Vec<Order>,
    /// The order of groups, the most important first: by how many cases they have or by their names, and whether it
    /// goes down.
    pub group_orders: Vec<(GroupKey, bool)>,
}

/// What groups are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKey {
    /// How many cases they have.
    Cases,
    /// Their names.
    Label,
}

/// Hold a query against its site; `text` is that of its file.
pub fn compile<'s>(site: &'s Site, text: &str, question: &Question) -> (Asked<'s>, Vec<Fault>) {
    let mut compiler = Compiler { site, faults: Vec::new() };
    let query = question.filter.as_ref().and_then(|filter| compiler.filter(text, filter));
    let group = question.group.as_ref().and_then(|group| compiler.group(group));
    let has_groups = question.group.is_some();
    let columns = question.columns.iter().filter_map(|column| compiler.column(column, has_groups)).collect();
    let (mut orders, mut group_orders) = (Vec::new(), Vec::new());
    for sort in &question.sort {
        match &question.group {
            Some(group) => group_orders.extend(compiler.group_order(sort, group)),
            None => orders.extend(compiler.order(sort)),
        }
    }
    (Asked { query, columns, group, orders, group_orders }, compiler.faults)
}

struct Compiler<'s> {
    site: &'s Site,
    faults: Vec<Fault>,
}

impl<'s> Compiler<'s> {
    fn fault<T>(&mut self, span: &Span, message: String, help: impl Into<String>) -> Option<T> {
        self.faults.push(Fault { span: span.clone(), message, help: help.into() });
        None
    }

    fn filter(&mut self, text: &str, filter: &Spanned<String>) -> Option<Query<'s>> {
        let error = match query(self.site, &filter.value) {
            Ok(query) => return Some(query),
            Err(error) => error,
        };
        let written = text.get(filter.span.clone()).unwrap_or_default();
        let places = yaml::places(written, &filter.value);
        self.fault(&within(&filter.span, &places, &error.span), error.message, error.help)
    }

    fn named(&mut self, name: &str, span: &Span) -> Option<Named> {
        match named(self.site, name) {
            Ok(named) => Some(named),
            Err((message, help)) => self.fault(span, message, help),
        }
    }

    fn column(&mut self, column: &Spanned<String>, has_groups: bool) -> Option<Named> {
        let known = self.named(&column.value, &column.span)?;
        let is_whole = matches!(known, Named::BuiltIn(known) if matches!(known.field, Field::Whole));
        if is_whole {
            let message = format!("`{}` is all that is written in a case", column.value);
            return self.fault(&column.span, message, "remove it, or name `summary`");
        }
        let adds_up = match known {
            Named::Own(index) => self.site.config.fields[index].shape.is_number(),
            Named::BuiltIn(known) => matches!(known.field, Field::Number(_)),
            Named::Taxonomy(_) => false,
        };
        if has_groups && !adds_up {
            let message = format!("`{}` is no number that cases of a group add up to", column.value);
            return self.fault(&column.span, message, "remove it, or remove `group`");
        }
        Some(known)
    }

    fn group(&mut self, group: &Spanned<String>) -> Option<About> {
        let known = self.named(&group.value, &group.span)?;
        let about = match known {
            Named::Taxonomy(id) => Some(About::Taxonomy(id)),
            Named::Own(index) if self.site.config.fields[index].shape != FieldShape::Url => Some(About::Field(index)),
            Named::Own(_) => None,
            Named::BuiltIn(known) => match known.field {
                Field::Year => Some(About::Year),
                Field::Evidence => Some(About::Evidence),
                Field::Cited => Some(About::Cited),
                Field::Kind => Some(About::Kind),
                Field::Publisher => Some(About::Publisher),
                _ => None,
            },
        };
        if about.is_none() {
            let message = format!("cases are not counted by `{}`", group.value);
            let help =
                "use a taxonomy, a field of the site's own, `year`, `evidence`, `cited`, `source_kind` or `publisher`";
            return self.fault(&group.span, message, help);
        }
        about
    }

    fn order(&mut self, sort: &Spanned<String>) -> Option<Order> {
        let (name, descends) = direction(&sort.value);
        let by = self.named(name, &sort.span)?;
        if !is_sortable(by) {
            let message = format!("cases have no order by `{name}`");
            return self.fault(&sort.span, message, "use a date, a number, a taxonomy or a text such as `title`");
        }
        Some(Order { by, descends })
    }

    fn group_order(&mut self, sort: &Spanned<String>, group: &Spanned<String>) -> Option<(GroupKey, bool)> {
        let (name, descends) = direction(&sort.value);
        if fold(name) == "cases" {
            return Some((GroupKey::Cases, descends));
        }
        if fold(name) == fold(&group.value) {
            return Some((GroupKey::Label, descends));
        }
        let message = format!("groups have no order by `{name}`");
        self.fault(&sort.span, message, format!("use `-cases`, `cases` or `{}`", group.value))
    }
}

/// `-jobs`: a name, and whether its order goes down.
fn direction(written: &str) -> (&str, bool) {
    written.strip_prefix('-').map_or((written, false), |name| (name.trim_start(), true))
}

/// Where a part of an expression stands in its file, by the places of its bytes.
fn within(whole: &Span, places: &[usize], part: &Range<usize>) -> Span {
    let place = |at: usize| places.get(at).map(|place| whole.start + place);
    match (place(part.start), place(part.end)) {
        (Some(start), Some(end)) if start <= end => start..end,
        _ => whole.clone(),
    }
}
