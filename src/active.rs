//! Files that can run code on the pages of a site, or load what nobody sees: HTML, and SVG with more than shapes in it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::model::Address;

/// Names that hosts serve as pages, or as what a browser reads as one.
const PAGES: [&str; 12] =
    ["html", "htm", "xhtml", "xht", "shtml", "shtm", "phtml", "mht", "mhtml", "svgz", "xsl", "xslt"];

/// Elements of SVG (and of HTML in it) that run code, bring in other documents, or change addresses later.
const ELEMENTS: [&str; 12] = [
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "handler",
    "listener",
    "html",
    "body",
    "meta",
    "link",
    "base",
];

/// Must a file with such a name be looked through by [`in_xml`]?
pub fn may_be_active(path: &str) -> bool {
    matches!(extension(path).as_str(), "svg" | "xml")
}

/// Is a file with such a name a page of its own?
pub fn is_page(path: &str) -> bool {
    PAGES.contains(&extension(path).as_str())
}

fn extension(path: &str) -> String {
    path.rsplit_once('.').map(|(_, extension)| extension.trim().to_ascii_lowercase()).unwrap_or_default()
}

/// What in an SVG picture, or another XML file, a browser would run or load; nothing in one that only shows.
pub fn in_xml(bytes: &[u8]) -> Option<String> {
    // A browser reads what is not UTF-8 as well, and what is not well-formed up to the fault.
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("text that is not UTF-8".to_owned()) };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut in_style = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                in_style = local(element.name().as_ref()) == "style";
                if let Some(what) = in_element(&element) {
                    return Some(what);
                }
            }
            Ok(Event::Empty(element)) => {
                if let Some(what) = in_element(&element) {
                    return Some(what);
                }
            }
            Ok(Event::Text(text)) if in_style && loads(&String::from_utf8_lossy(&text)) => {
                return Some("a style that loads something".to_owned());
            }
            Ok(Event::CData(text)) if in_style && loads(&String::from_utf8_lossy(&text)) => {
                return Some("a style that loads something".to_owned());
            }
            Ok(Event::GeneralRef(reference)) if in_style => {
                return Some(format!("`&{};` in a style", lossy(&reference)));
            }
            Ok(Event::PI(instruction)) if lossy(&instruction).starts_with("xml-stylesheet") => {
                return Some("a stylesheet".to_owned());
            }
            // Entities of its own may spell anything.
            Ok(Event::DocType(kind)) if lossy(&kind).contains('[') => return Some("definitions of its own".to_owned()),
            Ok(Event::End(_)) => in_style = false,
            Ok(Event::Eof) => return None,
            Err(_) => return Some("text that is not XML".to_owned()),
            Ok(_) => {}
        }
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A name without its prefix, in lower case: what reads it as HTML does not tell letters' case.
fn local(name: &[u8]) -> String {
    let name = lossy(name).to_ascii_lowercase();
    name.rsplit_once(':').map_or(name.clone(), |(_, local)| local.to_owned())
}

fn in_element(element: &BytesStart<'_>) -> Option<String> {
    let name = local(element.name().as_ref());
    if ELEMENTS.contains(&name.as_str()) {
        return Some(format!("`<{name}>`"));
    }
    for attribute in element.html_attributes().with_checks(false) {
        let Ok(attribute) = attribute else { return Some("attributes that cannot be read".to_owned()) };
        let key = local(attribute.key.as_ref());
        let raw = lossy(&attribute.value);
        let value = html_escape::decode_html_entities(&raw).into_owned();
        let changes_address = matches!(name.as_str(), "set" | "animate") && key == "attributename";
        if key.starts_with("on") || (changes_address && local(value.trim().as_bytes()) == "href") {
            return Some(format!("`{key}`"));
        }
        let is_address = matches!(key.as_str(), "href" | "src" | "data" | "action" | "formaction" | "base");
        if is_address && !is_harmless(&name, value.trim()) {
            return Some(format!("the address `{}`", value.trim()));
        }
        if loads(&value) {
            return Some(format!("something to load in `{key}`"));
        }
    }
    None
}

/// May an element lead or refer to this address? Only links lead elsewhere; pictures within may be written out.
fn is_harmless(element: &str, address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let is_picture = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];
    address.starts_with('#')
        || (element == "image" && is_picture.iter().any(|kind| lower.starts_with(kind)))
        || (element == "a" && !matches!(Address::of(address), Address::Refused(_)))
}

/// Does a style load something? `url(#…)` names a part of the same file; a backslash may spell any of it.
fn loads(style: &str) -> bool {
    let lower = style.to_ascii_lowercase();
    let outside = |rest: &str| !rest.trim_start().trim_start_matches(['"', '\'']).starts_with('#');
    lower.contains("@import")
        || lower.contains("image-set(")
        || lower.match_indices("url(").any(|(at, found)| outside(&lower[at + found.len()..]))
        || (lower.contains('\\') && (lower.contains('(') || lower.contains('@')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_only_shows_is_none() {
        for svg in [
            r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><style>a{fill:url(#g)}</style><use xlink:href="#a"/></svg>"##,
            r#"<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg><path d="M0 0"/></svg>"#,
            r#"<svg><image href="data:image/png;base64,iVBORw0="/><a href="https://example.org">x</a></svg>"#,
            "<rss><channel><title>x</title></channel></rss>",
        ] {
            assert_eq!(in_xml(svg.as_bytes()), None, "{svg}");
        }
    }

    #[test]
    fn whatever_runs_or_loads_is_seen() {
        for svg in [
            "<svg><script>x</script></svg>",
            "<svg><SCRIPT/></svg>",
            "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script/></s:svg>",
            "<svg onload='x'/>",
            "<svg OnLoad='x'/>",
            "<svg><foreignObject><p/></foreignObject></svg>",
            "<svg><a href='javascript:x'/></svg>",
            "<svg><a xlink:href='java&#115;cript&#x3a;x'/></svg>",
            "<svg><a xlink:href=' java\tscript:x'/></svg>",
            "<svg><use href='https://example.org/x.svg#a'/></svg>",
            "<svg><image href='//example.org/x.png'/></svg>",
            "<svg><image href='data:image/svg+xml,x'/></svg>",
            "<svg><set attributeName='href' to='javascript:x'/></svg>",
            "<svg><animate attributeName='xlink:href' values='javascript:x'/></svg>",
            "<svg><style>@import 'https://example.org/x.css';</style></svg>",
            "<svg><style><![CDATA[a{fill:url(https://example.org/x)}]]></style></svg>",
            "<svg><rect style='fill:u\\72l(https://example.org/x)'/></svg>",
            "<svg><rect fill='url(&quot;https://example.org/x&quot;)'/></svg>",
            "<?xml-stylesheet href='x.css'?><svg/>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
            "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        ] {
            assert!(in_xml(svg.as_bytes()).is_some(), "{svg}");
        }
        assert!(in_xml(b"\xff\xfe<\0s\0v\0g\0").is_some());
    }

    #[test]
    fn pages_are_known_by_their_names() {
        for path in ["a.html", "b/c.HTM", "d.XHTML", "e.svgz", "f.html "] {
            assert!(is_page(path), "{path}");
        }
        for path in ["a.pdf", "html", "a.html.txt", "b.htmls"] {
            assert!(!is_page(path), "{path}");
        }
    }
}
