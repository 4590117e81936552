//! Reading a record by its table: every field by its shape, and every finding at its place.

use super::fields::{Fields, Findings, chosen};
use super::key::{Key, Shape};
use super::table::{Record, Table};
use super::value::Given;
use crate::diagnostic::{Code, did_you_mean};
use crate::files::{FileId, Span};
use crate::model::{
    Slug, SourceId, Spanned, Transliteration, colour_names, colour_of, doi_of, host_name, host_of, is_isbn,
    is_language_tag, language_tag_of, lei_of, ror_of, wikidata_of,
};
use crate::yaml::{Node, Scalar, Value};

/// What became of a record.
#[derive(Debug)]
pub struct Read<R> {
    /// What it says.
    pub value: R,
    /// It has everything that it must have.
    pub is_complete: bool,
    /// A name in addresses that it gives was refused.
    pub has_bad_id: bool,
    /// Where a message about the whole of it points.
    pub opening: Span,
}

/// Read a record into one that says nothing yet. None where it is no mapping.
pub fn record<R: Record + Default>(table: &Table<R>, node: &Node, findings: &mut Findings<'_>) -> Option<Read<R>> {
    record_with(table, node, findings, R::default(), |_, _| {})
}

/// Read the complete ones of some records.
pub fn list<R: Record + Default, T>(
    table: &Table<R>,
    nodes: &[&Node],
    findings: &mut Findings<'_>,
    make: impl Fn(R) -> Option<T>,
) -> Vec<T> {
    let mut made = Vec::with_capacity(nodes.len());
    for node in nodes {
        let read = record(table, node, findings).filter(|read| read.is_complete);
        made.extend(read.and_then(|read| make(read.value)));
    }
    made
}

/// Read a record into `value`, and with `more` the keys that it has beside those of the table.
pub fn record_with<'n, R: Record>(
    table: &Table<R>,
    node: &'n Node,
    findings: &mut Findings<'_>,
    mut value: R,
    more: impl FnOnce(&mut Fields<'n, '_, '_>, &mut R),
) -> Option<Read<R>> {
    let mut fields = Fields::new(node, table.name, findings)?;
    let (mut is_complete, mut has_bad_id, mut has_one) = (true, false, table.one_of.is_empty());
    for field in table.fields() {
        let key = &field.key;
        match given(key, &mut fields, &mut has_bad_id) {
            Some(given) => {
                (field.set)(&mut value, given, fields.findings);
                has_one |= table.one_of.contains(&key.name);
            }
            None if key.required => {
                fields.report_missing(key.name);
                is_complete = false;
            }
            None => {}
        }
    }
    if let (false, Some(first)) = (has_one, table.one_of.first()) {
        fields.report_missing(first);
        is_complete = false;
    }
    more(&mut fields, &mut value);
    let opening = fields.opening();
    fields.finish(|| table.hint());
    Some(Read { value, is_complete, has_bad_id, opening })
}

/// A record of texts that another format has under the names of the keys. What is not of its shape, and what is absent,
/// is passed over without a word.
pub fn of_texts<R: Record + Default>(table: &Table<R>, text: &dyn Fn(&str) -> Option<String>) -> R {
    let scalar = |text: String| Node { span: 0..0, value: Value::Scalar(Scalar { text, plain: true }) };
    let entries = table.keys().filter_map(|key| Some((scalar(key.name.to_owned()), scalar(text(key.name)?))));
    let node = Node { span: 0..0, value: Value::Mapping(entries.collect()) };
    let mut unheard = Vec::new();
    let mut findings = Findings { file: FileId(0), transliteration: Transliteration::PLAIN, list: &mut unheard };
    record(table, &node, &mut findings).map(|read| read.value).unwrap_or_default()
}

/// The value of a key, where it is there and of its shape.
fn given<'n>(key: &Key<'static>, fields: &mut Fields<'n, '_, '_>, has_bad_id: &mut bool) -> Option<Given<'n>> {
    let name = key.name;
    Some(match key.shape {
        Shape::Text => Given::Text(fields.text(name)?),
        Shape::Line | Shape::Names | Shape::Taxonomy => Given::Text(fields.line(name)?),
        Shape::Date => Given::Date(fields.date(name)?),
        Shape::Url => Given::Text(fields.url(name)?),
        Shape::Flag => Given::Flag(fields.boolean(name)?),
        Shape::FlagOr(word) => fields.boolean_or(name, word)?,
        Shape::Count => Given::Count(fields.count(name)?),
        Shape::Colours => Given::Texts(colours(name, fields)?),
        Shape::Choice(words) => {
            let text = fields.text(name)?;
            Given::Text(chosen(name, text, &words(), fields.findings)?)
        }
        Shape::Choices(words) => {
            let words = words();
            let texts = lines(name, fields)?;
            Given::Texts(texts.into_iter().filter_map(|text| chosen(name, text, &words, fields.findings)).collect())
        }
        Shape::Doi => checked(fields.line(name)?, fields.findings, doi)?,
        Shape::Isbn => checked(fields.line(name)?, fields.findings, isbn)?,
        Shape::Wikidata => checked(fields.line(name)?, fields.findings, wikidata)?,
        Shape::Ror => checked(fields.line(name)?, fields.findings, ror)?,
        Shape::Lei => checked(fields.line(name)?, fields.findings, lei)?,
        Shape::Language => checked(fields.line(name)?, fields.findings, language)?,
        Shape::SourceId => checked(fields.line(name)?, fields.findings, source_id)?,
        Shape::Code => checked(fields.line(name)?, fields.findings, code)?,
        Shape::Slug(what) => {
            let transliteration = fields.findings.transliteration;
            let slug = checked(fields.line(name)?, fields.findings, |text| slug(text, what, transliteration));
            *has_bad_id |= slug.is_none();
            slug?
        }
        Shape::Lines | Shape::SourceIds | Shape::Terms | Shape::Value => Given::Texts(lines(name, fields)?),
        Shape::Hosts => {
            let texts = lines(name, fields)?.into_iter();
            Given::Texts(texts.filter_map(|text| check(text, fields.findings, host)).collect())
        }
        Shape::OldAddresses(folder) => {
            let texts = lines(name, fields)?.into_iter();
            let read = |text: &str| old_address(text, folder);
            Given::Texts(texts.filter_map(|text| check(text, fields.findings, read)).collect())
        }
        Shape::Record(_) | Shape::LineOr(_) | Shape::Severities | Shape::Policy | Shape::Anything => {
            Given::Nodes(vec![fields.take(name)?.1])
        }
        Shape::Records(_) | Shape::Pairs | Shape::Menu(_) => {
            // An empty list is one: that all sources of a case are shared, say.
            fields.take(name)?;
            Given::Nodes(fields.items(name))
        }
    })
}

/// A list of texts, where the key is there.
fn lines(name: &'static str, fields: &mut Fields<'_, '_, '_>) -> Option<Vec<Spanned<String>>> {
    fields.take(name)?;
    Some(fields.lines(name))
}

/// A colour or two, where all that is written are colours.
fn colours(name: &'static str, fields: &mut Fields<'_, '_, '_>) -> Option<Vec<Spanned<String>>> {
    let (key, node) = fields.take(name)?;
    let written = fields.lines(name);
    let (span, count) = match &node.value {
        Value::Sequence(items) => (key.clone(), items.len()),
        _ => (node.span.clone(), 1),
    };
    if !(1..=2).contains(&count) {
        let found = fields.findings.at(Code::WrongType, &span, format!("`{name}` is a colour, or a pair of them"));
        fields
            .findings
            .push(found.help(format!("write `{name}: [\"#0a604b\", \"#79d2b2\"]`: on light paper, on dark")));
        return None;
    }
    let read: Vec<_> = written.into_iter().filter_map(|text| check(text, fields.findings, colour)).collect();
    (read.len() == count).then_some(read)
}

fn colour(text: &str) -> Result<String, Refusal> {
    colour_of(text).ok_or_else(|| {
        let help = match did_you_mean(text, colour_names()) {
            _ if colour_of(&format!("#{text}")).is_some() => format!("write `\"#{text}\"`"),
            Some(near) => near,
            None => "write it as `\"#0a604b\"`, `rgb(10 96 75)`, `hsl(165 81% 21%)`, `oklch(0.44 0.09 168)`, or a name of CSS"
                .to_owned(),
        };
        (Code::BadValue, format!("`{text}` is not a colour"), help)
    })
}

/// Why a text is not of its shape: a code, a message and a cure.
type Refusal = (Code, String, String);

fn check(
    text: Spanned<String>,
    findings: &mut Findings<'_>,
    read: impl Fn(&str) -> Result<String, Refusal>,
) -> Option<Spanned<String>> {
    match read(&text.value) {
        Ok(value) => Some(Spanned::new(value, text.span)),
        Err((code, message, help)) => {
            findings.push(findings.at(code, &text.span, message).help(help));
            None
        }
    }
}

fn checked<'n>(
    text: Spanned<String>,
    findings: &mut Findings<'_>,
    read: impl Fn(&str) -> Result<String, Refusal>,
) -> Option<Given<'n>> {
    check(text, findings, read).map(Given::Text)
}

fn doi(text: &str) -> Result<String, Refusal> {
    doi_of(text).ok_or_else(|| (Code::BadValue, format!("`{text}` is not a DOI"), "write it as `10.1038/…`".to_owned()))
}

fn isbn(text: &str) -> Result<String, Refusal> {
    if is_isbn(text) {
        return Ok(text.to_owned());
    }
    let help = "check its digits: ten or thirteen, the last one a check digit";
    Err((Code::BadValue, format!("`{text}` is not an ISBN"), help.to_owned()))
}

fn wikidata(text: &str) -> Result<String, Refusal> {
    let help = "write the number of its item as the address of its page has it, such as `Q95`";
    wikidata_of(text).ok_or_else(|| (Code::BadValue, format!("`{text}` is not an item of Wikidata"), help.to_owned()))
}

fn ror(text: &str) -> Result<String, Refusal> {
    let help = "check it on ror.org: a `0`, six letters and digits, and two check digits, such as `03yrm5c26`";
    ror_of(text).ok_or_else(|| (Code::BadValue, format!("`{text}` is not an id of ROR"), help.to_owned()))
}

fn lei(text: &str) -> Result<String, Refusal> {
    let help = "check it on search.gleif.org: eighteen letters and digits, and two check digits";
    lei_of(text).ok_or_else(|| (Code::BadValue, format!("`{text}` is not a LEI (ISO 17442)"), help.to_owned()))
}

fn language(text: &str) -> Result<String, Refusal> {
    if is_language_tag(text) {
        return Ok(text.to_owned());
    }
    let help = match language_tag_of(text) {
        Some(tag) => format!("write `{tag}`"),
        None => "write its code, such as `de`, `en-GB` or `pt-BR`".to_owned(),
    };
    Err((Code::BadValue, format!("`{text}` is not a language tag (BCP 47)"), help))
}

fn host(text: &str) -> Result<String, Refusal> {
    host_name(text).ok_or_else(|| {
        let found = host_of(text).or_else(|| host_of(&format!("https://{}", text.trim_start_matches("*."))));
        let help = match found {
            Some(host) => format!("write `{host}`"),
            None => "write a name such as `example.org`; the hosts below it count too".to_owned(),
        };
        (Code::BadValue, format!("`{text}` is not a host name"), help)
    })
}

/// What a source id is made of.
pub const SOURCE_ID_HELP: &str = "write it without spaces and braces";

fn source_id(text: &str) -> Result<String, Refusal> {
    let refusal = || (Code::BadId, format!("`{text}` is not a source id"), SOURCE_ID_HELP.to_owned());
    SourceId::parse(text).map(|id| id.to_string()).ok_or_else(refusal)
}

fn slug(text: &str, what: &str, transliteration: Transliteration) -> Result<String, Refusal> {
    let refusal = |error| {
        let message = format!("`{text}` is not {what}");
        // A term is named so in cases: what would do is worth saying.
        let help =
            if what == TERM_ID { format!("{error}: `{}`", transliteration.slug(text)) } else { format!("{error}") };
        (Code::BadId, message, help)
    };
    Slug::parse(text).map(|slug| slug.to_string()).map_err(refusal)
}

/// What a message calls the id of a term.
pub const TERM_ID: &str = "a term id";

fn code(name: &str) -> Result<String, Refusal> {
    let code = Code::from_name(name);
    let message = match code {
        None => format!("there is no diagnostic `{name}`"),
        Some(code) if !code.is_adjustable() => format!("`{code}` cannot be allowed"),
        Some(_) => return Ok(name.to_owned()),
    };
    let names = Code::ALL.iter().filter(|code| code.is_adjustable()).map(|code| code.name());
    let help = did_you_mean(name, names).filter(|_| code.is_none());
    Err((Code::BadValue, message, help.unwrap_or_else(|| "remove this line and mend what it silences".to_owned())))
}

/// An old address as a route: a slug that was had in a folder, or a route such as `2019/klarna.html`. Pages, whose folder
/// is that of the site, may have lain in one of their own.
fn old_address(text: &str, folder: &str) -> Result<String, Refusal> {
    let is_name = text.split('/').all(|part| Slug::parse(part).is_ok());
    if is_name && (folder.is_empty() || !text.contains('/')) {
        return Ok(format!("{folder}{text}.html"));
    }
    let route = text.trim_start_matches('/');
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    if route.ends_with(".html") && route.split('/').all(part) {
        return Ok(route.to_owned());
    }
    let help = "write the name that it had, or a route that ends in `.html`";
    Err((Code::BadId, format!("`{text}` is not an old address"), help.to_owned()))
}
