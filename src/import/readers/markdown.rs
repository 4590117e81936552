//! Other people's Markdown as a record: the values of its front matter, and the body beside them.

use serde_json::{Map as Object, Value as Json};

use super::yaml::report_duplicates;
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::files::Span;
use crate::import::input::Input;
use crate::import::record::{Item, Record, about};
use crate::model::Transliteration;
use crate::parse::front_matter::{Parts, find, report_syntax};
use crate::parse::markdown::{Anchors, parse};
use crate::schema::fields::Findings;
use crate::yaml;

/// Read a file; `mend` uses the repair of front matter that is not YAML.
pub fn read(input: &Input, mend: bool, visit: &mut dyn FnMut(Item)) {
    let text = &*input.text;
    let (front, body) = match find(text) {
        Parts::Whole(front, body) => (front, body),
        // A note without front matter may still have a title of its own: the account says what it lacks.
        Parts::NoFront(start) => return visit(record(input, Object::new(), &(start..text.len()))),
        Parts::Toml(span) => {
            let reason = "its front matter is TOML: write it as YAML between two lines `---`".to_owned();
            return visit(Item::Skipped { span, reason });
        }
        Parts::Open(span) => {
            let message = "the front matter that starts here does not end";
            let found = Diagnostic::new(Code::MissingFrontMatter, input.file, span.clone(), message);
            visit(Item::Finding(Box::new(found.help("end it with a line `---`"))));
            return visit(Item::Skipped { span, reason: "its front matter does not end".to_owned() });
        }
    };
    match yaml::parse(&text[front.clone()], front.start) {
        Ok(node) => {
            report_duplicates(&node, input, visit);
            visit(match yaml::to_json(&node) {
                Json::Null => record(input, Object::new(), &body),
                Json::Object(values) => record(input, values, &body),
                // Text between two rules.
                _ => record(input, Object::new(), &(0..text.len())),
            });
        }
        Err(error) => {
            let mended = yaml::read(&text[front.clone()], front.start).mended;
            visit(Item::Finding(Box::new(broken(input, &front, &error, mended.as_ref(), mend))));
            let mended = mended.filter(|_| mend).and_then(|mended| yaml::parse(&mended.text, front.start).ok());
            match mended.map(|node| yaml::to_json(&node)) {
                Some(Json::Object(values)) => visit(record(input, values, &body)),
                _ => visit(Item::Skipped { span: error.span, reason: "its front matter is not YAML".to_owned() }),
            }
        }
    }
}

fn record(input: &Input, values: Object<String, Json>, body: &Span) -> Item {
    let body = &input.text[body.clone()];
    Item::Record(Box::new(Record {
        values,
        span: 0..input.text.len(),
        about: about(input, title_of(body)),
        body: Some(body.to_owned()),
        is_file: true,
    }))
}

/// The title that a body gives itself: its first heading, where that is of the first level or where no other is of
/// its level or above.
fn title_of(body: &str) -> Option<String> {
    let (facts, _) = parse(body, 0..body.len(), Anchors::default(), |_| None);
    let first = facts.headings.iter().find(|heading| heading.level == 1).or_else(|| {
        let first = facts.headings.first()?;
        let is_alone = facts.headings.iter().skip(1).all(|other| other.level > first.level);
        (is_alone && body[..first.span.start].trim().is_empty()).then_some(first)
    })?;
    Some(first.text.clone()).filter(|text| !text.is_empty())
}

/// What is wrong, and one repair for all of it.
fn broken(
    input: &Input,
    front: &Span,
    error: &yaml::SyntaxError,
    mended: Option<&yaml::Mended>,
    is_used: bool,
) -> Diagnostic {
    let mut list = Vec::new();
    report_syntax(
        &input.text,
        front.clone(),
        &mut Findings { file: input.file, transliteration: Transliteration::PLAIN, list: &mut list },
    );
    let mut found = list
        .into_iter()
        .next()
        .unwrap_or_else(|| Diagnostic::new(Code::YamlSyntax, input.file, error.span.clone(), "this is not YAML"));
    let Some(mended) = mended else { return found };
    let written = mended.lines.iter().map(|line| format!("`{line}`")).collect::<Vec<_>>().join(", ");
    if is_used {
        found.severity = Severity::Warning;
        found.help = Some(format!("imported as if it said {written}"));
    } else {
        found.help = Some(format!("write {written}; `--repair` imports it so, and leaves the file as it is"));
    }
    found.fix = Some(Fix { title: "quote what YAML takes for markup".to_owned(), edits: mended.edits.clone() });
    found
}
