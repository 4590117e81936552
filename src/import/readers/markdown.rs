//! Other people's Markdown as a record: the values of its front matter, and the body beside them.

use serde_json::Value as Json;

use super::repair::repair;
use super::yaml::report_duplicates;
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::files::Span;
use crate::import::input::Input;
use crate::import::record::{Item, Record};
use crate::parse::front_matter::report_syntax;
use crate::schema::fields::Findings;
use crate::yaml;

/// Read a file; `mend` uses the repair of front matter that is not YAML.
pub fn read(input: &Input, mend: bool, visit: &mut dyn FnMut(Item)) {
    let text = &*input.text;
    let (front, body) = match cut(text) {
        Cut::Whole(front, body) => (front, body),
        Cut::None => {
            let reason = "this file does not start with front matter";
            let mut found = Diagnostic::new(Code::MissingFrontMatter, input.file, 0..0, reason)
                .help("what it would say can be given with `--set` and `--title`");
            found.severity = Severity::Warning;
            visit(Item::Finding(Box::new(found)));
            visit(record(input, Json::Object(serde_json::Map::new()), &(0..text.len())));
            return;
        }
        Cut::Toml => {
            let reason = "its front matter is TOML: write it as YAML between two lines `---`".to_owned();
            visit(Item::Skipped { span: 0..3, reason });
            return;
        }
        Cut::Open => {
            let found = Diagnostic::new(
                Code::MissingFrontMatter,
                input.file,
                0..3,
                "the front matter that starts here does not end",
            );
            visit(Item::Finding(Box::new(found.help("end it with a line `---`"))));
            visit(Item::Skipped { span: 0..3, reason: "its front matter does not end".to_owned() });
            return;
        }
    };
    match yaml::parse(&text[front.clone()], front.start) {
        Ok(node) => {
            report_duplicates(&node, input, visit);
            let values = match yaml::to_json(&node) {
                Json::Null => Json::Object(serde_json::Map::new()),
                values => values,
            };
            visit(record(input, values, &body));
        }
        Err(error) => {
            let mended = repair(&text[front.clone()]);
            visit(Item::Finding(Box::new(broken(input, &front, &error, mended.as_ref(), mend))));
            match mended.filter(|_| mend).and_then(|mended| yaml::parse(&mended.text, front.start).ok()) {
                Some(node) => visit(record(input, yaml::to_json(&node), &body)),
                None => visit(Item::Skipped { span: error.span, reason: "its front matter is not YAML".to_owned() }),
            }
        }
    }
}

fn record(input: &Input, values: Json, body: &Span) -> Item {
    match values {
        Json::Object(values) => Item::Record(Box::new(Record {
            values,
            span: 0..input.text.len(),
            body: Some(input.text[body.clone()].to_owned()),
            file_stem: Some(input.stem.clone()),
        })),
        _ => Item::Skipped { span: 0..0, reason: "its front matter has no keys".to_owned() },
    }
}

/// What is wrong, and one repair for all of it.
fn broken(
    input: &Input,
    front: &Span,
    error: &yaml::SyntaxError,
    mended: Option<&super::repair::Repair>,
    is_used: bool,
) -> Diagnostic {
    let mut list = Vec::new();
    report_syntax(&input.text, error, &mut Findings { file: input.file, list: &mut list });
    let mut found = list
        .pop()
        .unwrap_or_else(|| Diagnostic::new(Code::YamlSyntax, input.file, error.span.clone(), "this is not YAML"));
    let Some(mended) = mended else { return found };
    let mut edits = mended.edits.clone();
    for edit in &mut edits {
        edit.span = front.start + edit.span.start..front.start + edit.span.end;
    }
    let written = mended.lines.iter().map(|line| format!("`{line}`")).collect::<Vec<_>>().join(", ");
    if is_used {
        found.severity = Severity::Warning;
        found.help = Some(format!("imported as if it said {written}"));
    } else {
        found.help = Some(format!("write {written}; `--repair` imports it so, and leaves the file as it is"));
    }
    found.fix = Some(Fix { title: "quote what YAML takes for markup".to_owned(), edits });
    found
}

/// Where the front matter and the body of a file lie; nothing where it has none.
pub fn front_and_body(text: &str) -> Option<(Span, Span)> {
    match cut(text) {
        Cut::Whole(front, body) => Some((front, body)),
        _ => None,
    }
}

/// A file cut in two.
enum Cut {
    /// Where its front matter and its body lie.
    Whole(Span, Span),
    /// It starts with something else.
    None,
    /// It starts with `+++`.
    Toml,
    /// Its front matter does not end.
    Open,
}

fn cut(text: &str) -> Cut {
    let opening = text.split_inclusive('\n').next().unwrap_or_default();
    match opening.trim_end() {
        "---" => {}
        "+++" => return Cut::Toml,
        _ => return Cut::None,
    }
    let mut at = opening.len();
    for line in text[opening.len()..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Cut::Whole(opening.len()..at, at + line.len()..text.len());
        }
        at += line.len();
    }
    Cut::Open
}
