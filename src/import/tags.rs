//! Template tags in texts: shortcodes of Hugo, and tags and outputs of Liquid, the language of Jekyll.

use std::collections::BTreeMap;

/// What a template tag becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// This Markdown.
    Markdown(String),
    /// All up to the tag that closes it is left out: `{% comment %}`.
    Skip(&'static str),
    /// A block of code up to the tag that closes it, of this language.
    Code(String, &'static str),
    /// The opening or the end of a note: its title.
    Note(String),
    /// It has no form in Markdown; its name, for the report.
    Unknown(String),
}

/// Shortcodes and directives that set words apart as a note.
pub const NOTES: [&str; 21] = [
    "note",
    "notes",
    "notice",
    "tip",
    "hint",
    "info",
    "warning",
    "caution",
    "danger",
    "important",
    "attention",
    "alert",
    "callout",
    "admonition",
    "example",
    "quote",
    "abstract",
    "question",
    "success",
    "failure",
    "todo",
];

/// A shortcode of Hugo, by what stands between its marks.
pub fn shortcode(inner: &str) -> Tag {
    let inner = inner.trim().trim_end_matches('/').trim_end();
    let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let (named, plain) = arguments_of(arguments);
    let first = plain.first().map_or("", String::as_str);
    let get = |keys: &[&str]| keys.iter().find_map(|key| named.get(*key)).map(String::as_str);
    let link = |address: String| Tag::Markdown(format!("<{address}>"));
    match name {
        "ref" | "relref" => destination(get(&["path"]).unwrap_or(first)),
        "figure" | "img" | "image" => picture(get(&["src", "link", "url"]).unwrap_or(first), &get),
        "highlight" => Tag::Code(first.to_owned(), "/highlight"),
        "youtube" => link(format!("https://www.youtube.com/watch?v={}", get(&["id"]).unwrap_or(first))),
        "vimeo" => link(format!("https://vimeo.com/{}", get(&["id"]).unwrap_or(first))),
        "instagram" => link(format!("https://www.instagram.com/p/{}/", get(&["id"]).unwrap_or(first))),
        "gist" if plain.len() > 1 => link(format!("https://gist.github.com/{first}/{}", plain[1])),
        "tweet" | "x" if named.contains_key("user") && named.contains_key("id") => {
            link(format!("https://x.com/{}/status/{}", named["user"], named["id"]))
        }
        name if NOTES.contains(&name) => note(name, get(&["title", "type"]).unwrap_or(first)),
        name if name.strip_prefix('/').is_some_and(|name| NOTES.contains(&name)) => Tag::Markdown(String::new()),
        _ => Tag::Unknown(format!("{{{{< {name}")),
    }
}

/// A tag of Liquid, by what stands between its marks.
pub fn liquid(inner: &str) -> Tag {
    let inner = inner.trim().trim_matches('-').trim();
    let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    match name {
        "link" | "post_url" => destination(arguments),
        "raw" | "endraw" => Tag::Markdown(String::new()),
        "comment" => Tag::Skip("endcomment"),
        "highlight" => Tag::Code(arguments.split_whitespace().next().unwrap_or_default().to_owned(), "endhighlight"),
        "include" | "include_relative" => {
            let (file, rest) = arguments.trim().split_once(char::is_whitespace).unwrap_or((arguments.trim(), ""));
            let (named, _) = arguments_of(rest);
            let get = |keys: &[&str]| keys.iter().find_map(|key| named.get(*key)).map(String::as_str);
            match get(&["src", "image", "image_path", "file", "url"]) {
                Some(source) if is_picture(source) => picture(source, &get),
                _ => Tag::Unknown(format!("{{% include {file}")),
            }
        }
        _ => Tag::Unknown(format!("{{% {name}")),
    }
}

/// An output of Liquid: addresses of the site itself stand for nothing, those that a filter completes for themselves.
pub fn output(inner: &str) -> Tag {
    let inner = inner.trim().trim_matches('-').trim();
    if matches!(inner, "site.baseurl" | "site.url" | "site.BaseURL" | ".Site.BaseURL") {
        return Tag::Markdown(String::new());
    }
    let (value, filters) = inner.split_once('|').unwrap_or((inner, ""));
    let is_address = ["relative_url", "absolute_url", "prepend: site.baseurl", "prepend: site.url"];
    match unquoted(value.trim()) {
        Some(text) if is_address.iter().any(|filter| filters.contains(filter)) => Tag::Markdown(text.to_owned()),
        _ => Tag::Unknown(format!("{{{{ {}", value.split_whitespace().next().unwrap_or_default())),
    }
}

fn destination(path: &str) -> Tag {
    let path = unquoted(path.trim()).unwrap_or(path.trim());
    let is_plain = !path.contains(|c: char| c.is_whitespace() || "()<>".contains(c));
    Tag::Markdown(if is_plain { path.to_owned() } else { format!("<{path}>") })
}

fn picture<'v>(source: &str, get: &dyn Fn(&[&str]) -> Option<&'v str>) -> Tag {
    if source.is_empty() {
        return Tag::Unknown("{{< figure".to_owned());
    }
    let words = get(&["alt", "caption", "title"]).unwrap_or_default().replace(['[', ']'], "");
    let caption = get(&["caption", "title"]).filter(|caption| *caption != words);
    let title = caption.map_or_else(String::new, |caption| format!(" \"{}\"", caption.replace('"', "&quot;")));
    let source = if source.contains(|c: char| c.is_whitespace() || "()<>".contains(c)) {
        format!("<{source}>")
    } else {
        source.to_owned()
    };
    Tag::Markdown(format!("![{words}]({source}{title})"))
}

/// The title of a note: what it is given, else what it is.
pub fn note(name: &str, given: &str) -> Tag {
    let given = given.trim();
    let title = if given.is_empty() { name } else { given };
    let mut chars = title.chars();
    Tag::Note(chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect()))
}

fn is_picture(path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"].contains(&extension.as_str())
}

fn unquoted(text: &str) -> Option<&str> {
    ['"', '\'', '`'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
}

/// Arguments: those with a name, and the others in order.
fn arguments_of(text: &str) -> (BTreeMap<String, String>, Vec<String>) {
    let (mut named, mut plain) = (BTreeMap::new(), Vec::new());
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| !(c.is_alphanumeric() || "-_".contains(c))).unwrap_or(rest.len());
        let key = rest[..name_end].to_owned();
        let is_named = name_end > 0 && rest[name_end..].starts_with('=');
        let value = if is_named { &rest[name_end + 1..] } else { rest };
        let quote = value.chars().next().filter(|c| "\"'`".contains(*c));
        let (value, after) = match quote {
            Some(quote) => {
                let inner = &value[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or_default())
            }
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if is_named {
            named.insert(key, value.to_owned());
        } else {
            plain.push(value.to_owned());
        }
        rest = after.trim_start();
    }
    (named, plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_a_form_in_markdown_have_it() {
        let markdown = |text: &str| Tag::Markdown(text.to_owned());
        for (tag, expected) in [
            (shortcode("ref \"b.md#c\""), markdown("b.md#c")),
            (shortcode("relref path=\"a b.md\""), markdown("<a b.md>")),
            (shortcode("figure src=\"x.png\" alt='A plan'"), markdown("![A plan](x.png)")),
            (shortcode("figure src=x.png alt=A caption=\"B \" /"), markdown("![A](x.png \"B \")")),
            (shortcode("youtube abc"), markdown("<https://www.youtube.com/watch?v=abc>")),
            (shortcode("highlight go \"linenos=table\""), Tag::Code("go".to_owned(), "/highlight")),
            (shortcode("notice warning"), Tag::Note("Warning".to_owned())),
            (shortcode("/notice"), markdown("")),
            (shortcode("tabs"), Tag::Unknown("{{< tabs".to_owned())),
            (shortcode("figure"), Tag::Unknown("{{< figure".to_owned())),
            (liquid("- post_url 2020-01-02-b -"), markdown("2020-01-02-b")),
            (liquid("include figure.html src=\"x.png\" alt=\"A\""), markdown("![A](x.png)")),
            (liquid("include note.html"), Tag::Unknown("{% include note.html".to_owned())),
            (liquid("if page.x"), Tag::Unknown("{% if".to_owned())),
            (output("site.baseurl"), markdown("")),
            (output("'/a/b' | relative_url"), markdown("/a/b")),
            (output("page.title"), Tag::Unknown("{{ page.title".to_owned())),
        ] {
            assert_eq!(tag, expected);
        }
    }
}
