//! Findings as HTML for whoever writes: the sentence, the place marked in its line, the cure, the way to the editor.

use std::cmp::Reverse;
use std::path::Path;

use super::editor::Editor;
use super::snapshot::Snapshot;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{Locator, Place, neutral_source};
use crate::render::escape;

/// How many findings are listed; `casebook check` has all.
const LISTED: usize = 500;
/// Characters of a line that are shown before a mark, of the mark, and behind it.
const BEFORE: usize = 60;
const MARKED: usize = 60;
const BEHIND: usize = 80;

/// Where files lie and what opens them; absent where readers sit at other machines.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The folder of the site.
    pub root: &'a Path,
    /// The writer's editor.
    pub editor: &'a Editor,
}

/// Some findings as a list, in their order.
pub fn list(snapshot: &Snapshot, desk: Desk<'_>, diagnostics: &[&Diagnostic]) -> String {
    let mut locator = Locator::new(snapshot.findings().1);
    let items: String = diagnostics.iter().map(|diagnostic| item(snapshot, desk, diagnostic, &mut locator)).collect();
    format!("<ul>{items}</ul>")
}

/// All findings, by file: those with errors first, and in each the errors before all else.
pub fn by_file(snapshot: &Snapshot, desk: Desk<'_>) -> String {
    let (diagnostics, files) = snapshot.findings();
    let path_of = |diagnostic: &Diagnostic| {
        diagnostic.place.as_ref().map(|place| files.get(place.file).path.as_str()).unwrap_or_default()
    };
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| {
        let start = diagnostic.place.as_ref().map(|place| place.span.start);
        (path_of(diagnostic), diagnostic.severity, start)
    });
    let mut groups: Vec<&[&Diagnostic]> = sorted.chunk_by(|one, other| path_of(one) == path_of(other)).collect();
    groups.sort_by_key(|group| {
        let errors = group.iter().filter(|one| one.severity == Severity::Error).count();
        (group.iter().map(|one| one.severity).min(), Reverse(errors))
    });
    let mut html = String::new();
    let mut left = LISTED;
    for group in groups {
        let shown = &group[..group.len().min(left)];
        left -= shown.len();
        if let Some(first) = shown.first() {
            let name = match path_of(first) {
                "" => "The site as a whole",
                path => path,
            };
            html.push_str(&format!(
                "<section><h2>{}</h2><p class=\"counts\">{}</p>{}</section>",
                escape(name),
                counted(&group.iter().copied()),
                list(snapshot, desk, shown)
            ));
        }
    }
    if diagnostics.len() > LISTED {
        html.push_str(&format!(
            "<p>and {} more: <code>casebook check</code> lists all of them</p>",
            diagnostics.len() - LISTED
        ));
    }
    html
}

/// `2 errors, 1 warning`: what there is of each severity.
pub fn counted<'d>(diagnostics: &(impl Iterator<Item = &'d Diagnostic> + Clone)) -> String {
    let part = |severity: Severity| {
        let count = diagnostics.clone().filter(|one| one.severity == severity).count();
        let word = severity.as_str();
        match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{count} {word}s")),
        }
    };
    let parts = [Severity::Error, Severity::Warning, Severity::Notice].into_iter().filter_map(part);
    parts.collect::<Vec<_>>().join(", ")
}

fn item(snapshot: &Snapshot, desk: Desk<'_>, diagnostic: &Diagnostic, locator: &mut Locator<'_>) -> String {
    let (_, files) = snapshot.findings();
    let mut excerpt_html = String::new();
    let mut place_html = String::new();
    if let Some(place) = &diagnostic.place {
        let at = locator.locate(place);
        let name = escape(&format!("{}:{}:{}", at.file, at.start.line, at.start.column));
        let address = desk.editor.address(desk.root, &files.get(place.file).path, at.start.line, at.start.column);
        place_html = match address {
            Some(address) => format!("<a href=\"{}\">{name}</a> ", escape(&address)),
            None => format!("{name} "),
        };
        excerpt_html = excerpt(place, locator);
    }
    let help = diagnostic.help.as_ref().map(|help| format!("<p class=\"help\">{}</p>", sentence(help)));
    format!(
        "<li data-severity=\"{0}\"><p class=\"what\"><span class=\"severity\">{0}</span> {1}</p>{excerpt_html}{2}\
         <p class=\"where\">{place_html}<code>{3}</code></p></li>",
        diagnostic.severity.as_str(),
        sentence(&diagnostic.message),
        help.unwrap_or_default(),
        diagnostic.code,
    )
}

/// A message as a sentence: it begins with a capital letter and ends in a stop, and what is quoted is set as code.
fn sentence(message: &str) -> String {
    let mut html = String::new();
    for (place, part) in message.split('`').enumerate() {
        let part = escape(part);
        if place % 2 == 1 {
            html.push_str(&format!("<code>{part}</code>"));
        } else if place == 0 {
            let mut letters = part.chars();
            html.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            html.push_str(letters.as_str());
        } else {
            html.push_str(&part);
        }
    }
    if message.ends_with(['.', '?', '!', ':']) { html } else { html + "." }
}

/// The line of a place, or as much of it as stands around the mark, with carets below.
fn excerpt(place: &Place, locator: &mut Locator<'_>) -> String {
    let index = locator.index(place.file);
    let (line, number) = index.lines(&(place.span.start..place.span.start));
    let text = index.text();
    let whole = text.get(line.clone()).unwrap_or_default().trim_end_matches(['\n', '\r']);
    let line_end = line.start + whole.len();
    let start = place.span.start.clamp(line.start, line_end);
    let end = place.span.end.clamp(start, line_end);
    let (Some(before), Some(marked), Some(behind)) =
        (text.get(line.start..start), text.get(start..end), text.get(end..line_end))
    else {
        return String::new();
    };
    let (before, marked, behind) = (neutral_source(before), neutral_source(marked), neutral_source(behind));
    let cut = before.chars().count().saturating_sub(BEFORE);
    let before: String = before.chars().skip(cut).collect();
    let before = if cut > 0 { format!("…{before}") } else { before };
    // Of a long mark only the beginning is shown, and then nothing of what stands behind it.
    let is_long = marked.chars().count() > MARKED;
    let marked: String = marked.chars().take(MARKED).collect();
    let behind = if is_long { "…".to_owned() } else { behind.chars().take(BEHIND).collect() };
    let blank = |c: char| if c == '\t' { '\t' } else { ' ' };
    let margin = number.to_string();
    let padding: String = margin.chars().map(blank).collect();
    let carets = "^".repeat(marked.chars().count().max(1));
    format!(
        "<pre><span class=\"number\">{margin}</span> {}<mark>{}</mark>{}\n{padding} {}<span class=\"carets\">{carets}</span></pre>",
        escape(&before),
        escape(&marked),
        escape(&behind),
        before.chars().map(blank).collect::<String>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("unknown sector `Fintek`"), "Unknown sector <code>Fintek</code>.");
        assert_eq!(sentence("did you mean `<b>`?"), "Did you mean <code>&lt;b&gt;</code>?");
        assert_eq!(sentence("`a` and `b` differ"), "<code>a</code> and <code>b</code> differ.");
        assert_eq!(sentence(""), ".");
    }
}
