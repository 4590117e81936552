//! HTML that word processors leave behind where their text is pasted, and what it says as Markdown.

/// What only Word, Outlook and Google Docs write.
const MARKS: [&str; 10] = [
    "mso-",
    "class=mso",
    "class=\"mso",
    "class='mso",
    "<o:p",
    "</o:p",
    "<w:",
    "<!--[if",
    "docs-internal-guid",
    "<?xml:namespace",
];

/// Was some HTML left by a word processor? A text without a tag was not.
pub fn is_pasted(html: &str) -> bool {
    if !html.contains('<') {
        return false;
    }
    let lower = html.to_ascii_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}

/// What word processors write within a line, none of which is shown.
const WITHIN_LINES: [&str; 9] = ["<span", "</span", "<o:p", "</o:p", "<w:", "</w:", "<font", "</font", "<!--["];

/// A paragraph of Markdown without the tags that a word processor left in it.
pub fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        kept.push_str(&rest[..open]);
        rest = &rest[open..];
        let lower = rest.to_ascii_lowercase();
        let is_left = WITHIN_LINES.iter().any(|tag| lower.starts_with(tag)) || lower.starts_with("<![endif]");
        let end = if is_left { rest.find('>') } else { None };
        if end.is_none() {
            kept.push('<');
        }
        rest = &rest[end.unwrap_or(0) + 1..];
    }
    kept.push_str(rest);
    kept
}

/// Elements of which nothing is shown.
const UNSEEN: [&str; 5] = ["style", "script", "xml", "head", "title"];

/// The text of pasted HTML as Markdown: paragraphs, lists, emphasis, and nothing else of its form.
pub fn from_pasted(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&spaced(&rest[..open]));
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(close) = rest.find('>') else { break };
        let tag = rest[1..close].to_ascii_lowercase();
        rest = &rest[close + 1..];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag.as_str()), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !is_end && UNSEEN.contains(&name) {
            let end = rest.to_ascii_lowercase().find(&format!("</{name}"));
            rest = end.map_or("", |end| &rest[end..]);
            continue;
        }
        match name {
            "b" | "strong" => text.push_str("**"),
            "i" | "em" => text.push('*'),
            "br" => text.push('\n'),
            "p" | "div" | "ul" | "ol" | "table" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                text.push_str("\n\n");
            }
            "li" if !is_end => text.push_str("\n- "),
            _ => {}
        }
    }
    text.push_str(&spaced(if rest.starts_with('<') { "" } else { rest }));
    tidy(&text)
}

/// Text of HTML: its line breaks are spaces, and so are the spaces that word processors do not let break.
fn spaced(text: &str) -> String {
    html_escape::decode_html_entities(text).replace(['\n', '\r', '\t', '\u{a0}'], " ")
}

/// One blank line between paragraphs, none around them, and no emphasis of nothing.
fn tidy(text: &str) -> String {
    let text = text.replace("****", "");
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = if line == "-" { String::new() } else { line };
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_word_leaves_becomes_markdown() {
        let html = "<p class=MsoNormal style='mso-x:y'><b>The pilot</b>&nbsp;ended\nafter <i>six</i> weeks [@a].<o:p></o:p></p>\n\
                    <!--[if !supportLists]-->1.<![endif]-->\n<p class=MsoNormal><o:p>&nbsp;</o:p></p><ul><li>One</li><li>Two</li></ul>\n";
        assert!(is_pasted(html));
        assert_eq!(from_pasted(html), "**The pilot** ended after *six* weeks [@a].\n\n1.\n\n- One\n- Two");
        assert_eq!(from_pasted("<style>p{mso-x:y}</style><p>A</p>"), "A");
        assert_eq!(from_pasted("<p class=MsoNormal"), "");
        let line = "a < b <span style='mso-x'>*c*<o:p></o:p></span> <https://example.org>";
        assert_eq!(without_tags(line), "a < b *c* <https://example.org>");
        for html in ["<p>Text</p>", "<span lang=\"de\">Wort</span>", "<details>"] {
            assert!(!is_pasted(html), "{html}");
        }
    }
}
