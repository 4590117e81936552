//! Findings about text that was meant to be a citation, a footnote or a statement and is not one.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, HELPED, nearest};
use crate::files::{FileId, Span};
use crate::model::{Body, CASE_ANCHORS, NoBlockId, Slip, SlipKind, passage_of};

/// Report the slips of a body; `ids` are those of the sources that it may cite, sorted.
///
/// Where only one reading makes sense, the finding has a fix.
pub fn report(file: FileId, text: &str, body: &Body, ids: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    let undefined = Undefined::of(text, body);
    let helped = Cell::new(0);
    let found = |slip| slip_found((file, text, body), slip, ids, &undefined, &helped);
    diagnostics.extend(body.slips.iter().filter_map(found));
    for footnote in &body.footnotes {
        let found = |span: &Span, message: &str| {
            let name = name_of(text, span);
            Diagnostic::new(Code::BrokenFootnote, file, first_line(text, span), format!("{message} `{name}`"))
        };
        for text_span in footnote.texts.iter().skip(1) {
            let twice = found(text_span, "a second text for the footnote");
            diagnostics.push(twice.help("give it a name of its own, or join the two").related(
                file,
                first_line(text, &footnote.texts[0]),
                "first written here",
            ));
        }
        if let (true, Some(first)) = (footnote.marks.is_empty(), footnote.texts.first()) {
            let name = name_of(text, first);
            let unused = found(first, "nothing refers to the footnote");
            diagnostics.push(unused.help(format!("write `{name}` where it belongs, or remove it")));
        }
    }
}

fn slip_found(
    (file, text, body): (FileId, &str, &Body),
    slip: &Slip,
    ids: &[&str],
    undefined: &Undefined<'_>,
    helped: &Cell<usize>,
) -> Option<Diagnostic> {
    let is_source = |id: &str| ids.binary_search(&id).is_ok();
    let is_known = |id: &str| is_source(id) || passage_of(id).is_some_and(|(source, _)| is_source(source));
    let written = &text[slip.span.clone()];
    let found = |code, message: String| Diagnostic::new(code, file, slip.span.clone(), message);
    let mistyped = |message: String| found(Code::MistypedCitation, message);
    match &slip.kind {
        SlipKind::NoSemicolon(id, between) => is_known(id.as_str()).then(|| {
            let found = mistyped(format!("`{written}` stands among the words behind another id, and cites nothing"))
                .help(format!("write a semicolon before it: `; {written}`"));
            match between {
                Some(between) => found.fix("write a semicolon", between.clone(), "; "),
                None => found,
            }
        }),
        SlipKind::NoId(id, part) => is_known(id.as_str()).then(|| {
            let words = &text[part.clone()];
            let found = mistyped(format!("`{words}` names no source, so `{written}` is no citation"));
            if is_known(words) {
                return found.help(format!("write `@{words}`")).fix("cite it", part.start..part.start, "@");
            }
            found.help("put words before an id or behind a comma, and a semicolon only between two ids")
        }),
        SlipKind::Unclosed(id, close) => is_known(id.as_str()).then(|| {
            let found = mistyped(format!("the bracket before `@{id}` is never closed")).help("close it with `]`");
            match close {
                Some(close) => found.fix("close the bracket", close.clone(), "]"),
                None => found,
            }
        }),
        SlipKind::Unopened(id) => is_known(id.as_str()).then(|| {
            let start = slip.span.start;
            mistyped(format!("the bracket behind `@{id}` was never opened")).help(format!("write `[@{id}`")).fix(
                "open the bracket",
                start..start,
                "[",
            )
        }),
        SlipKind::Joined(id, mark) => {
            let is_helped = || helped.replace(helped.get() + 1) < HELPED;
            let sought = || is_helped().then(|| nearest(id.as_str(), ids.iter().copied())).flatten();
            let near = if is_source(id.as_str()) { id.as_str() } else { sought()? };
            let found = mistyped(format!("`{written}` is no citation, for a letter stands right before the `@`"));
            let help = format!("write a space before it: `@{near}`");
            let found = found.help(help);
            Some(if near == id.as_str() { found.fix("write a space", *mark..*mark, " ") } else { found })
        }
        SlipKind::CutLink(bar) => {
            let message = format!("the `|` of `{written}` ends the cell of the table");
            let cure = written.replacen('|', "\\|", 1);
            Some(found(Code::BrokenLink, message).help(format!("write `{cure}`")).fix(
                "write a backslash before the bar",
                *bar..*bar,
                "\\",
            ))
        }
        SlipKind::UndefinedFootnote => Some(undefined_footnote(
            text,
            slip,
            undefined,
            found(Code::BrokenFootnote, format!("there is no text for the footnote `{written}`")),
        )),
        SlipKind::NoHeading(space) => Some(
            found(Code::MistypedHeading, format!("`{written}` is no heading, for a space is missing behind `#`"))
                .help(format!("write `{} {}`", &text[slip.span.start..*space], &text[*space..slip.span.end]))
                .fix("write a space", *space..*space, " "),
        ),
        // Which sections are missing is known where the case is read; where links lead, where they are resolved.
        SlipKind::SectionTitle(_) | SlipKind::NoLink(..) => None,
        SlipKind::PastedHtml(meant) => {
            let span = first_line(text, &slip.span);
            let message = "a word processor left this HTML behind";
            let help = if meant.is_empty() {
                "remove it".to_owned()
            } else {
                "write it as Markdown, without the tags".to_owned()
            };
            let needs_end = text[slip.span.clone()].ends_with('\n') && !meant.is_empty() && !meant.ends_with('\n');
            let line_end = if needs_end { "\n" } else { "" };
            let found = Diagnostic::new(Code::PastedHtml, file, span, message).help(help);
            Some(found.fix("remove the HTML", slip.span.clone(), format!("{meant}{line_end}")))
        }
        SlipKind::HtmlText => {
            let span = first_line(text, &slip.span);
            let message = "text in HTML is no statement: it is not counted, and no citation is read in it";
            let cure = "write it as Markdown, without the tags around it";
            Some(Diagnostic::new(Code::HtmlText, file, span, message).help(cure))
        }
        SlipKind::BlockId(why) => Some(no_block_id(file, text, body, slip, why)),
        SlipKind::LackingCells => Some(
            found(
                Code::TooLarge,
                "the rows of this table lack too many cells: of so many, not all are filled in".to_owned(),
            )
            .help("take out columns that no row fills, or part the table".to_owned()),
        ),
    }
}

/// A block id that names nothing.
fn no_block_id(file: FileId, text: &str, body: &Body, slip: &Slip, why: &NoBlockId) -> Diagnostic {
    // A line break, and the mark of a quotation, may stand before it.
    let start = slip.span.start + text[slip.span.clone()].find('^').unwrap_or_default();
    let length = if let NoBlockId::Mistyped(name, _) = why { 1 + name.len() } else { slip.span.end - start };
    let written = text[start..start + length].trim_end();
    let found = |code, message: String| Diagnostic::new(code, file, start..start + written.len(), message);
    let taken = |message: String| {
        found(Code::DuplicateBlockId, message).help("give this one another name, and change the links that mean it")
    };
    let mistyped = |message: String| found(Code::MistypedBlockId, message);
    match why {
        NoBlockId::Taken(first) => {
            taken(format!("the block id `{written}` is given twice")).related(file, first.clone(), "first given here")
        }
        NoBlockId::OfHeading(heading) => taken(format!("`{written}` is the id of a heading")).related(
            file,
            first_line(text, heading),
            "this heading",
        ),
        NoBlockId::OfPage => taken(format!("`{written}` is the id of a part of every case’s page")),
        NoBlockId::Second(first) => mistyped(format!("`{written}` is a second block id of one text"))
            .help("remove one of the two")
            .related(file, first.clone(), "the first"),
        NoBlockId::AtHeading(anchor) => mistyped("a heading has an id of its own".to_owned())
            .help(format!("remove `{written}`, and link to `#{anchor}`"))
            .fix("remove it", slip.span.clone(), ""),
        NoBlockId::Alone => mistyped(format!("there is no text that `{written}` could name"))
            .help("write it behind the last word of a paragraph or list item, or remove it"),
        NoBlockId::Mistyped(name, meant) => mistyped_block_id(text, body, slip, (name, meant), mistyped),
    }
}

/// A block id that does not stand at the end, or that is no name.
fn mistyped_block_id(
    text: &str,
    body: &Body,
    slip: &Slip,
    (name, meant): (&str, &str),
    found: impl Fn(String) -> Diagnostic,
) -> Diagnostic {
    let (_, rest) = text[slip.span.clone()].split_once(name).unwrap_or_default();
    let found = if name == meant {
        found(format!("`^{name}` is no block id, for it does not stand at the very end"))
    } else {
        found(format!("`^{name}` is no block id, for one has only letters from a to z, digits and hyphens"))
    };
    let wants_it = |other: &&Slip| matches!(&other.kind, SlipKind::BlockId(NoBlockId::Mistyped(_, other)) if other.eq_ignore_ascii_case(meant));
    let is_free = body.slips.iter().filter(wants_it).count() == 1
        && body.block_ids.iter().all(|other| !other.id.eq_ignore_ascii_case(meant))
        && body.headings.iter().all(|heading| !heading.anchor.eq_ignore_ascii_case(meant))
        && CASE_ANCHORS.iter().all(|(_, id)| *id != meant);
    let has_letter = meant.contains(|c: char| c.is_ascii_alphabetic());
    let help = if has_letter {
        format!("write ` ^{meant}` at the end of the paragraph or list item; or `\\^{name}`, if it is none")
    } else {
        format!("write `\\^{name}`, if it is none")
    };
    let found = found.help(help);
    if !is_free || !has_letter {
        return found;
    }
    let space = if rest.starts_with(char::is_whitespace) { " " } else { "" };
    found.fix("write it at the end", slip.span.clone(), format!("{space}{} ^{meant}", rest.trim_start()))
}

/// The marks of a text that lead to no footnote, and what they may mean.
struct Undefined<'t> {
    /// By what is written: how often it stands, and where a text seems to begin that lacks its colon.
    marks: FxHashMap<&'t str, (usize, Option<&'t Span>)>,
    /// The names of footnotes that nothing refers to.
    unused: Vec<&'t str>,
    /// The first mark that is not helped any more starts here.
    helped_until: usize,
}

impl<'t> Undefined<'t> {
    fn of(text: &'t str, body: &'t Body) -> Self {
        let mut undefined = Undefined { marks: FxHashMap::default(), unused: Vec::new(), helped_until: usize::MAX };
        let marks = body.slips.iter().filter(|slip| slip.kind == SlipKind::UndefinedFootnote);
        for (number, span) in marks.map(|slip| &slip.span).enumerate() {
            let begins = text[..span.start].ends_with(['\n', '\r']) && text[span.end..].starts_with([' ', '\t']);
            let (count, definition) = undefined.marks.entry(&text[span.clone()]).or_default();
            *count += 1;
            *definition = definition.or(begins.then_some(span));
            if number == HELPED {
                undefined.helped_until = span.start;
            }
        }
        if !undefined.marks.is_empty() {
            let unused = body.footnotes.iter().filter(|footnote| footnote.marks.is_empty());
            let names = unused.filter_map(|footnote| Some(bare(name_of(text, footnote.texts.first()?))));
            undefined.unused = names.collect();
        }
        undefined
    }

    /// What was meant by a mark.
    fn near(&self, slip: &Slip, written: &str) -> Option<&'t str> {
        let is_helped = slip.span.start < self.helped_until;
        nearest(bare(written), self.unused.iter().copied().filter(|_| is_helped))
    }
}

/// The name of a footnote without its brackets.
fn bare(name: &str) -> &str {
    name.trim_matches(['[', ']', '^'])
}

/// A mark without a text: the text may lack its colon, or the name a letter.
fn undefined_footnote(text: &str, slip: &Slip, undefined: &Undefined<'_>, found: Diagnostic) -> Diagnostic {
    let written = &text[slip.span.clone()];
    if let Some((2.., Some(definition))) = undefined.marks.get(written) {
        let found = found.help(format!("write a colon behind it where its text begins: `{written}: …`"));
        return if **definition == slip.span {
            found.fix("write a colon", slip.span.end..slip.span.end, ":")
        } else {
            found
        };
    }
    match undefined.near(slip, written) {
        Some(near) => {
            let near = format!("[^{near}]");
            found.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), slip.span.clone(), near)
        }
        None => {
            found.help(format!("write it in a paragraph of its own: `{written}: …`; or `\\{written}`, if it is none"))
        }
    }
}

/// `[^1]`, of a definition.
fn name_of<'t>(text: &'t str, span: &Span) -> &'t str {
    let written = &text[span.clone()];
    written.find("]:").map_or(written, |end| &written[..=end])
}

/// The part of a span on its first line, which is enough to point at.
pub fn first_line(text: &str, span: &Span) -> Span {
    let line = text[span.clone()].find('\n').map_or(span.end, |newline| span.start + newline);
    span.start..span.start + text[span.start..line].trim_end().len()
}
