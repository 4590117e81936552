//! What is YAML and means something else than it looks like: each with the cure.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::scalar::in_curly_quotes;
use super::slip::Slip;
use super::slips::{bullet_of, is_odd_space};
use super::{Node, Value, double_quoted};
use crate::diagnostic::{Edit, Fix};
use crate::files::Span;

/// What a tree holds that nobody meant.
pub(super) fn lookalikes(node: &Node, text: &str, offset: usize) -> Vec<Slip> {
    let mut looker = Looker { text, offset, referred: OnceCell::new(), found: Vec::new() };
    looker.look(node, false);
    looker.found
}

struct Looker<'t> {
    text: &'t str,
    offset: usize,
    /// The names that something may refer to, looked for once one is given.
    referred: OnceCell<FxHashSet<&'t str>>,
    found: Vec<Slip>,
}

impl Looker<'_> {
    fn look(&mut self, node: &Node, in_flow: bool) {
        let in_flow = in_flow || self.written(&node.span).starts_with(['[', '{']);
        match &node.value {
            Value::Sequence(items) => items.iter().for_each(|item| self.look(item, in_flow)),
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    self.odd_key(key);
                    self.anchor(key, value);
                    match value.value {
                        Value::Null if value.span.start >= key.span.end => self.cut(key.span.end, None, in_flow),
                        _ => self.look(value, in_flow),
                    }
                }
            }
            Value::Scalar(scalar) if !self.bullets(node) && scalar.plain && !self.curly(node) => {
                self.cut(node.span.end, Some(node.span.start), in_flow);
            }
            _ => {}
        }
    }

    fn written(&self, span: &Span) -> &str {
        let local = |at: usize| at.saturating_sub(self.offset);
        self.text.get(local(span.start)..local(span.end)).unwrap_or_default()
    }

    fn push(&mut self, span: Span, message: String, help: String, edits: Option<(&str, Vec<Edit>)>) {
        let fix = edits.map(|(title, edits)| Fix { title: title.to_owned(), edits });
        self.found.push(Slip { span, message, help, fix, is_silent: true });
    }

    /// A text between curly quotation marks: they are shown.
    fn curly(&mut self, node: &Node) -> bool {
        let written = self.written(&node.span);
        let Some(inner) = in_curly_quotes(written) else { return false };
        let quoted = double_quoted(inner);
        let message = "curly quotation marks are part of a text, for YAML knows only straight ones".to_owned();
        let help = format!("write `{quoted}`; if they belong to the text, `{}`", single_quoted(written));
        let edit = Edit { span: node.span.clone(), text: quoted };
        self.push(node.span.clone(), message, help, Some(("write straight quotation marks", vec![edit])));
        true
    }

    /// Lines that were meant to be a list, and are one text.
    fn bullets(&mut self, node: &Node) -> bool {
        let written = self.written(&node.span);
        if !written.starts_with(['-', '–', '—', '•', '·', '◦', '‣', '+']) {
            return false;
        }
        let before = &self.text[..node.span.start - self.offset];
        let is_blank = |c: char| c.is_whitespace() && c != '\n';
        let is_first_of_line = before.trim_end_matches(is_blank).ends_with('\n');
        // Behind `|` and `>` every sign stands for itself.
        let is_plain = before.trim_end().ends_with(':');
        if !is_first_of_line || !is_plain {
            return false;
        }
        let mut at = node.span.start;
        let mut edits = Vec::new();
        for line in written.split_inclusive('\n') {
            let content = line.trim();
            let Some((_, rest)) = bullet_of(content) else { return false };
            let start = at + (line.len() - line.trim_start().len());
            edits.push(Edit { span: start..start + content.len() - rest.len(), text: "- ".to_owned() });
            at += line.len();
        }
        let message = "these lines are one text, and no list".to_owned();
        let help = "begin each item with `- `: a dash and a space".to_owned();
        self.push(node.span.clone(), message, help, Some(("begin each item with `- `", edits)));
        true
    }

    /// `Ranked #1`: what stands behind the sign is a remark, which nobody reads.
    fn cut(&mut self, end: usize, start: Option<usize>, in_flow: bool) {
        let rest = self.text.get(end.saturating_sub(self.offset)..).unwrap_or_default();
        let behind = if start.is_none() { rest.strip_prefix(':').unwrap_or(rest) } else { rest };
        let remark = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
        // Most values have none: only where one begins is the rest of the line looked at.
        let Some(word) = remark.strip_prefix('#').filter(|_| remark.len() < behind.len()) else { return };
        if word.starts_with(|c: char| c.is_whitespace() || matches!(c, '#' | '-' | '=' | '!' | '*')) {
            return;
        }
        let Some(first) = word.chars().next() else { return };
        let sign = end + rest.len() - remark.len();
        let remark = remark.lines().next().unwrap_or_default().trim_end();
        let from = start.unwrap_or(sign);
        let until = sign + remark.len();
        let all = self.written(&(from..until)).to_owned();
        let quoted = double_quoted(&all);
        let message = format!("`#` begins a remark here, so `{remark}` is not read");
        let help =
            format!("put all of it in quotation marks: `{quoted}`; if it is a remark, write a space behind the `#`");
        // A word such as `#todo` may be a remark: a number, a name and a colour are none.
        let is_meant = first.is_numeric() || first.is_uppercase() || start.is_none();
        let is_one_line = !all.contains('\n');
        let edit = Edit { span: from..until, text: quoted };
        let fix = (is_meant && is_one_line && !in_flow).then(|| ("put the value in quotation marks", vec![edit]));
        self.push(sign..until, message, help, fix);
    }

    /// A key that holds a space of another kind.
    fn odd_key(&mut self, key: &Node) {
        let written = self.written(&key.span);
        if written.is_ascii() || !written.starts_with(is_odd_space) && !written.ends_with(is_odd_space) {
            return;
        }
        let tidy = written.trim_matches(is_odd_space).to_owned();
        let message = format!("a non-breaking space belongs to the key `{tidy}`");
        let help = format!("write `{tidy}` without it");
        let edit = Edit { span: key.span.clone(), text: tidy };
        self.push(key.span.clone(), message, help, Some(("remove the non-breaking space", vec![edit])));
    }

    /// `&Co makes it`: a name for other places, which nothing refers to.
    fn anchor(&mut self, key: &Node, value: &Node) {
        let (from, until) = (key.span.end, value.span.end);
        let between = self.written(&(from..value.span.start.max(from)));
        let Some(sign) = between.find('&').filter(|sign| between[..*sign].trim() == ":") else { return };
        let name = between[sign + 1..].split_whitespace().next().unwrap_or_default();
        let referred = self.referred.get_or_init(|| self.text.split('*').skip(1).map(name_at_start).collect());
        if referred.contains(name_at_start(name)) || !matches!(value.value, Value::Scalar(_)) {
            return;
        }
        let start = from + sign;
        let quoted = double_quoted(self.written(&(start..until)));
        let message = format!("`&{name}` is not read, for a value that begins with `&` is a name to YAML");
        let help = format!("put all of it in quotation marks: `{quoted}`");
        let edit = Edit { span: start..until, text: quoted };
        self.push(start..until, message, help, Some(("put the value in quotation marks", vec![edit])));
    }
}

/// The name that a text begins with, of those that YAML gives with `&` and refers to with `*`.
fn name_at_start(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}' | '*');
    text.split(ends).next().unwrap_or_default()
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
