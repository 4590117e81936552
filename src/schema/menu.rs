//! What `menu` and `footer` of `casebook.yaml` may hold: names, and addresses with a label.

use super::fields::{Findings, text_of};
use super::key::Shape;
use super::read;
use super::table::{Record, Table, field};
use crate::model::config::{Config, MenuLine, OutsideLink};
use crate::yaml::{Node, Value};

impl Record for OutsideLink {
    type View<'a> = &'a Config;
}

/// An address outside of the site.
pub const OUTSIDE_LINK: Table<OutsideLink> = Table {
    name: "link",
    meaning: "An address outside of the site, in `menu` or `footer`.",
    hint: "",
    parts: &[&[
        field!(OutsideLink, "label", Shape::Line, "What readers see.", set | into, given | into.label = given.into())
            .required(),
        field!(OutsideLink, "url", Shape::Url, "Where it leads.", set | into, given | into.url = given.into())
            .required(),
    ]],
    one_of: &[],
};

/// The lines of a menu, in their order.
pub fn lines(key: &'static str, nodes: &[&Node], findings: &mut Findings<'_>) -> Vec<MenuLine> {
    let line = |node: &&Node| match node.value {
        Value::Mapping(_) => {
            let read = read::record(&OUTSIDE_LINK, node, findings).filter(|read| read.is_complete);
            read.map(|read| MenuLine::Link(read.value))
        }
        _ => text_of(node, key, findings).map(MenuLine::Name),
    };
    nodes.iter().filter_map(line).collect()
}
