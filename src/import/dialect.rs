//! Markdown of other programs, written as what it is here: template tags, comments, callouts, attributes.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Tag as Markup};
use rustc_hash::FxHashMap;

use super::admonitions::quoted;
use super::tags::{NOTES, Tag, liquid, note, output, shortcode};
use crate::files::Span;
use crate::markdown::events;
use crate::model::anchor_of;
use crate::write::markdown::inline;

/// Markup that has no form here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Shortcodes of Hugo.
    Shortcode,
    /// Tags and outputs of Liquid.
    Liquid,
    /// Comments of Obsidian.
    Comment,
    /// Attributes of Pandoc and kramdown.
    Attribute,
}

impl Kind {
    /// What it is, and what becomes of it.
    pub fn told(self) -> (&'static str, &'static str) {
        match self {
            Kind::Shortcode => ("shortcodes of Hugo that have no form in Markdown", "they are kept as text"),
            Kind::Liquid => ("tags of Liquid (Jekyll) that have no form in Markdown", "they are kept as text"),
            Kind::Comment => ("comments of their editors (`%% … %%`)", "they are left out"),
            Kind::Attribute => ("attributes of Pandoc or kramdown", "they are left out"),
        }
    }
}

/// A template tag is not longer.
const LONGEST_TAG: usize = 4000;

/// What a text holds of each kind: how often each name.
pub type Seen = BTreeMap<(Kind, String), usize>;

/// A text in the Markdown that is read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// Ids that it gives headings, and the headings.
    pub ids: Vec<(String, String)>,
}

/// Write a text in the Markdown that is read here. What has no form is kept as text or left out, and counted.
pub fn convert(text: &str, seen: &mut Seen) -> Converted {
    let quoted = quoted(text);
    let text = quoted.as_deref().unwrap_or(text);
    if !text.contains(['{', '%', '[', ':', '=']) {
        return Converted { text: text.to_owned(), ids: Vec::new() };
    }
    let mut code = code_of(text).into_iter().peekable();
    let written = String::with_capacity(text.len());
    let mut reader = Reader { text, at: 0, written, ids: Vec::new(), notes: Vec::new(), names: None, seen };
    while reader.at < text.len() {
        while code.next_if(|(span, _)| span.end <= reader.at).is_some() {}
        match code.next_if(|(span, _)| span.start <= reader.at) {
            Some((span, is_fenced)) => reader.code(span.end, is_fenced),
            None => reader.step(),
        }
    }
    for (name, note) in std::mem::take(&mut reader.notes) {
        reader.written.truncate(reader.written.trim_end().len());
        reader.written.push_str(&format!("\n\n[^{name}]: {note}\n"));
    }
    Converted { text: reader.written, ids: reader.ids }
}

/// Where code stands, and whether a fence opens it.
fn code_of(text: &str) -> Vec<(Span, bool)> {
    let code = events(text).filter_map(|(event, span)| match event {
        Event::Code(_) => Some((span, false)),
        Event::Start(Markup::CodeBlock(CodeBlockKind::Fenced(_))) => Some((span, true)),
        Event::Start(Markup::CodeBlock(CodeBlockKind::Indented)) => Some((span, false)),
        _ => None,
    });
    code.collect()
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    written: String,
    ids: Vec<(String, String)>,
    /// Footnotes that were written where they are referred to: their names and texts.
    notes: Vec<(String, String)>,
    /// Names of footnotes, once one is needed, and the number that the next one of a name gets.
    names: Option<FxHashMap<String, usize>>,
    seen: &'t mut Seen,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn count(&mut self, kind: Kind, name: impl Into<String>) {
        *self.seen.entry((kind, name.into())).or_default() += 1;
    }

    fn take(&mut self, length: usize) {
        self.written.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
    }

    /// Code stays as it is, but for a language that Pandoc writes as an attribute.
    fn code(&mut self, end: usize, is_fenced: bool) {
        let line_end = self.rest().find('\n').map_or(end, |line| self.at + line).min(end);
        let line = &self.text[self.at..line_end];
        if is_fenced && let Some((fence, attributes)) = line.split_once('{') {
            let language = attributes.split([' ', '}']).find_map(|part| part.strip_prefix('.')).unwrap_or_default();
            self.count(Kind::Attribute, format!("{{{attributes}"));
            self.written.push_str(&format!("{}{language}", fence.trim_end()));
            self.at = line_end;
        }
        self.take(end - self.at);
    }

    /// What stands next, outside of code.
    fn step(&mut self) {
        let rest = self.rest();
        let is_done = match rest.as_bytes() {
            [b'{', b'{', b'/', b'*', ..] => self.skip_to("*/}}", 4),
            [b'{', b'{', b'<' | b'%', b'/', b'*', ..] => self.literal(),
            [b'{', b'{', b'<', ..] => self.tag(">}}", 3, Kind::Shortcode, shortcode),
            [b'{', b'{', b'%', ..] => self.tag("%}}", 3, Kind::Shortcode, shortcode),
            [b'{', b'%', ..] => self.tag("%}", 2, Kind::Liquid, liquid),
            [b'{', b'{', ..] => self.tag("}}", 2, Kind::Liquid, output),
            [b'{', b':' | b'#' | b'.' | b'-' | b'a'..=b'z', ..] => self.attributes(),
            [b'%', b'%', ..] => self.comment(),
            [b'=', b'=', ..] => self.mark(),
            [b':', b':', b':', ..] if self.opens_line() => self.fenced_div(),
            [b'[', b'!', ..] => self.callout(),
            [b'^', b'[', ..] => self.inline_note(),
            [b'[', b'c' | b'/', ..] => self.caption(),
            [b'[', ..] if self.opens_line() => self.contents(),
            _ => false,
        };
        if !is_done {
            self.take(rest.chars().next().map_or(1, char::len_utf8));
        }
    }

    fn opens_line(&self) -> bool {
        let line = self.written.rsplit('\n').next().unwrap_or_default();
        line.chars().all(|c| c.is_whitespace() || c == '>')
    }

    fn skip_to(&mut self, close: &str, from: usize) -> bool {
        let Some(end) = self.rest()[from..].find(close) else { return false };
        self.at += from + end + close.len();
        true
    }

    /// `{{</* name */>}}` shows a tag.
    fn literal(&mut self) -> bool {
        let rest = self.rest();
        let Some(end) = rest[5..].find("*/").map(|end| end + 5) else { return false };
        let close = &rest[end + 2..];
        if !close.starts_with(">}}") && !close.starts_with("%}}") {
            return false;
        }
        let shown = format!("{}{}{}", &rest[..3], &rest[5..end], &close[..3]);
        self.written.push_str(&inline(&shown));
        self.at += end + 5;
        true
    }

    fn tag(&mut self, close: &str, from: usize, kind: Kind, read: fn(&str) -> Tag) -> bool {
        let rest = self.rest();
        // A tag is short: to look for its end any further would take as long again for each that has none.
        let near = self.near().len();
        let Some(end) = rest[from..near.max(from)].find(close).map(|end| end + from) else { return false };
        let whole = end + close.len();
        match read(&rest[from..end]) {
            Tag::Markdown(markdown) => self.written.push_str(&markdown),
            Tag::Note(title) => self.written.push_str(&format!("**{}**\n\n", inline(&title))),
            Tag::Skip(closing) => return self.closed(whole, closing, None),
            Tag::Code(language, closing) => return self.closed(whole, closing, Some(&language)),
            Tag::Unknown(name) => {
                // Plain braces are no template: `{{` stands in mathematics too.
                let is_output = rest[2..].starts_with(' ') || rest[2..end].contains(['.', '|']);
                if kind == Kind::Liquid && rest.starts_with("{{") && !(is_output && is_name(&name)) {
                    return false;
                }
                self.written.push_str(&inline(&rest[..whole]));
                self.count(kind, name);
            }
        }
        self.at += whole;
        true
    }

    /// All up to the tag that closes this one: as code, or left out.
    fn closed(&mut self, from: usize, closing: &str, language: Option<&str>) -> bool {
        let rest = self.rest();
        let mut search = from;
        while let Some(found) = rest[search..].find(closing).map(|found| search + found) {
            let open = rest[..found].rfind('{').unwrap_or(found);
            let open = if rest[..open].ends_with('{') { open - 1 } else { open };
            let close = rest[found..].find('}').map(|close| found + close);
            if let Some(close) = close.filter(|_| open >= from && !rest[open..found].contains('\n')) {
                let inner = rest[from..open].trim_matches('\n');
                if let Some(language) = language {
                    let fence = if inner.contains("```") { "~~~~" } else { "```" };
                    self.written.push_str(&format!("{fence}{language}\n{inner}\n{fence}\n"));
                }
                self.at += close + rest[close..].bytes().take_while(|byte| *byte == b'}').count();
                return true;
            }
            search = found + closing.len();
        }
        false
    }

    /// `{#id .class key=value}`, `{: .class}`: where they belong to something.
    fn attributes(&mut self) -> bool {
        let rest = self.rest();
        let close = rest[1..].find(['}', '{', '\n']).map(|close| close + 1);
        let Some(end) = close.filter(|close| rest[*close..].starts_with('}')) else { return false };
        let inner = rest[1..end].trim_start_matches(':').trim();
        let line = self.written.rsplit('\n').next().unwrap_or_default().to_owned();
        let behind = rest[end + 1..].split('\n').next().unwrap_or_default();
        let (is_heading, is_kramdown) = (line.trim_start().starts_with('#'), rest.starts_with("{:"));
        let belongs = line.ends_with([']', ')', '`']) || (is_heading || is_kramdown) && behind.trim().is_empty();
        let is_one = |part: &str| {
            part.starts_with(['#', '.']) || part == "-" || part.contains('=') || is_kramdown && part == "toc"
        };
        if inner.is_empty() || !belongs || !(inner.contains("=\"") || inner.split_whitespace().all(is_one)) {
            return false;
        }
        self.count(Kind::Attribute, &rest[..=end]);
        self.at += end + 1;
        if is_heading {
            let heading = line.trim().trim_matches('#').trim().to_owned();
            let id = inner.split_whitespace().find_map(|part| part.strip_prefix('#'));
            self.ids.extend(id.map(|id| (id.to_owned(), heading)));
            let kept = self.written.trim_end_matches([' ', '\t']).len();
            self.written.truncate(kept);
        }
        self.unwrap_span();
        true
    }

    /// `[words]{.class}` is words, where no link goes by the name.
    fn unwrap_span(&mut self) {
        if !self.written.ends_with(']') {
            return;
        }
        if let Some(open) = self.written.rfind('[').filter(|open| !self.written[..*open].ends_with(['!', ']', '['])) {
            self.written.pop();
            self.written.remove(open);
        }
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        let is_number = self.written.ends_with(|c: char| c.is_ascii_digit());
        let Some(end) = rest[2..].find("%%").filter(|_| !is_number) else { return false };
        let inner = rest[2..2 + end].trim();
        let words: String = inner.chars().take(30).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        self.count(Kind::Comment, format!("%% {words}"));
        self.at += end + 4;
        true
    }

    /// `==words==` are set apart.
    fn mark(&mut self) -> bool {
        let rest = self.rest();
        let Some(end) = rest[2..].find("==") else { return false };
        let inner = &rest[2..2 + end];
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_joined = joins(self.written.chars().next_back()) || joins(rest[end + 4..].chars().next());
        let is_mark =
            !is_joined && !inner.is_empty() && !inner.contains('\n') && inner.trim() == inner && !inner.contains('=');
        if is_mark {
            self.written.push_str(&format!("**{inner}**"));
            self.at += end + 4;
        }
        is_mark
    }

    /// `::: {.note}` of Pandoc, `:::note` of Docusaurus: the words between them stay.
    fn fenced_div(&mut self) -> bool {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let name = line.trim_start_matches(':').trim();
        let bare = name.trim_matches(|c: char| "{}.# ".contains(c)).trim_start_matches("callout-");
        let (kind, title) = bare.split_once([' ', '[']).unwrap_or((bare, ""));
        if !name.is_empty() {
            if NOTES.contains(&kind)
                && let Tag::Note(title) =
                    note(kind, if name.starts_with('{') { "" } else { title.trim_end_matches(']') })
            {
                self.written.push_str(&format!("**{}**\n", inline(&title)));
            } else {
                self.count(Kind::Attribute, format!("::: {name}"));
            }
        }
        self.at += line.len();
        true
    }

    /// `> [!note] Title`: a quotation with a title.
    fn callout(&mut self) -> bool {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        let before = self.written.rsplit('\n').next().unwrap_or_default();
        let is_quoted = before.trim_start().starts_with('>') && before.chars().all(|c| c == '>' || c.is_whitespace());
        let Some((kind, title)) = line[2..].split_once(']').filter(|_| is_quoted) else { return false };
        let kind = kind.split('|').next().unwrap_or_default().trim().to_lowercase();
        let Tag::Note(title) = note(&kind, title.trim().trim_start_matches(['-', '+'])) else { return false };
        let quote = before.trim_end().to_owned();
        self.written.push_str(&format!("**{title}**\n{quote}"));
        self.at += line.trim_end_matches('\r').len();
        true
    }

    /// What stands next, no longer than a tag may be.
    fn near(&self) -> &'t str {
        let rest = self.rest();
        &rest[..(0..=LONGEST_TAG.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0)]
    }

    /// `^[words]` of Pandoc: a footnote, named after its first words, so that it keeps its name.
    fn inline_note(&mut self) -> bool {
        let paragraph = self.near().split("\n\n").next().unwrap_or_default();
        let mut depth = 0_usize;
        let end = paragraph.char_indices().skip(1).find(|(_, c)| {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let note = end.map(|(end, _)| paragraph[2..end].split_whitespace().collect::<Vec<_>>().join(" "));
        let (Some((end, _)), Some(note)) = (end, note.filter(|note| !note.is_empty())) else { return false };
        let words: Vec<&str> = note.split(' ').take(4).collect();
        let name = self.free_name(&anchor_of(&words.join(" ")));
        self.written.push_str(&format!("[^{name}]"));
        self.notes.push((name, note));
        self.at += end + 1;
        true
    }

    /// A name that no other footnote of the text has.
    fn free_name(&mut self, wanted: &str) -> String {
        let text = self.text;
        let names = self.names.get_or_insert_with(|| {
            let marks = text.split("[^").skip(1).filter_map(|rest| rest.split(']').next());
            marks.map(|name| (name.to_lowercase(), 2)).collect()
        });
        let mut name = wanted.to_owned();
        while let Some(number) = names.get(&name).copied() {
            name = format!("{wanted}-{number}");
            *names.entry(wanted.to_owned()).or_insert(2) += 1;
        }
        names.insert(name.clone(), 2);
        name
    }

    /// `[caption width="300"]![x](y.png) Words[/caption]` of `WordPress`: what stands between the tags.
    fn caption(&mut self) -> bool {
        let near = self.near();
        let is_open = near.strip_prefix("[caption").is_some_and(|rest| rest.starts_with([' ', ']']));
        let end = if is_open && near.contains("[/caption]") {
            near.find(']')
        } else {
            near.starts_with("[/caption]").then_some("[/caption".len())
        };
        let Some(end) = end else { return false };
        self.at += end + 1;
        true
    }

    /// `[TOC]`: a list of the headings, which the page has by itself.
    fn contents(&mut self) -> bool {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let is_list = matches!(line.trim().to_lowercase().as_str(), "[toc]" | "[[toc]]" | "[[_toc_]]");
        if is_list {
            self.at += line.len();
        }
        is_list
    }
}

/// `{{ page.title`
fn is_name(name: &str) -> bool {
    let name = name.trim_start_matches(['{', ' ', '$', '.']);
    name.starts_with(|c: char| c.is_alphabetic()) && name.chars().all(|c| c.is_alphanumeric() || "._-[]\"'".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_form_in_markdown_gets_it() {
        for (text, expected) in [
            ("[a]({{< ref \"b.md\" >}})", "[a](b.md)"),
            ("{{< figure src=\"x.png\" alt=\"A plan\" >}}", "![A plan](x.png)"),
            ("{{< highlight go >}}\na := {{ b }}\n{{< /highlight >}}", "```go\na := {{ b }}\n```\n"),
            ("{% comment %}x{% endcomment %}y", "y"),
            ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
            ("a %% b %% c", "a  c"),
            ("a ==b c== d == e", "a **b c** d == e"),
            ("> [!warning]- Take care\n> text", "> **Take care**\n>\n> text"),
            ("> [!NOTE]\n> text", "> **Note**\n>\n> text"),
            ("# A {#a .b}\n\n[w]{.small} ![x](y.png){width=50%}", "# A\n\nw ![x](y.png)"),
            ("```{.python .x}\n{{< a >}}\n```", "```python\n{{< a >}}\n```"),
            ("::: {.callout-note}\ntext\n:::", "**Note**\n\ntext\n"),
            ("`{{< a >}}` and `%% b %%`", "`{{< a >}}` and `%% b %%`"),
            ("[TOC]\n\n{{/* no */}}a", "\n\na"),
            ("$x_{{i}}$ {a} 100%% {b: c}", "$x_{{i}}$ {a} 100%% {b: c}"),
            ("{{</* ref */>}}", "{{< ref >}}"),
            (
                "a^[See [b](c) for *more*.] d\n\ne",
                "a[^see-b-c-for-more] d\n\ne\n\n[^see-b-c-for-more]: See [b](c) for *more*.\n",
            ),
            ("a^[x] b^[x]", "a[^x] b[^x-2]\n\n[^x]: x\n\n[^x-2]: x\n"),
            ("x^[2 a^2 [b", "x^[2 a^2 [b"),
            ("[caption id=\"a\" width=\"3\"]![x](y.png) Words[/caption]", "![x](y.png) Words"),
            ("[caption] [c](d) [/x]", "[caption] [c](d) [/x]"),
            ("!!! tip\n    a %% b %% c\n", "> **Tip**\n> a  c\n"),
        ] {
            assert_eq!(convert(text, &mut Seen::new()).text, expected, "{text}");
        }
    }

    #[test]
    fn what_has_none_is_counted() {
        let mut seen = Seen::new();
        let text = "{{<tabs>}} {{< tabs >}} {% include note.html %} %% a remark %% [x]{.y}";
        assert_eq!(convert(text, &mut seen).text, "{{\\<tabs>}} {{< tabs >}} {% include note.html %}  x");
        let seen: Vec<(Kind, &str, usize)> =
            seen.iter().map(|((kind, name), count)| (*kind, name.as_str(), *count)).collect();
        assert_eq!(
            seen,
            [
                (Kind::Shortcode, "{{< tabs", 2),
                (Kind::Liquid, "{% include note.html", 1),
                (Kind::Comment, "%% a remark", 1),
                (Kind::Attribute, "{.y}", 1),
            ]
        );
    }
}
