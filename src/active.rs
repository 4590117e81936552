//! Files that can run code on the pages of a site, or load what nobody sees: HTML, and SVG with more than shapes in it.

use mime_guess::mime::{self, Mime};
use quick_xml::Reader;
use quick_xml::events::{BytesDecl, BytesStart, Event};

use crate::model::Address;

/// Names that hosts serve as pages, or as what a browser reads as one, where `mime_guess` does not know it.
const PAGES: [&str; 7] = ["shtml", "shtm", "mht", "mhtml", "svgz", "xsl", "xslt"];

/// How names end of programs that some hosts run, wherever in a name the ending stands.
const PROGRAMS: [&str; 18] = [
    "php", "php3", "php4", "php5", "php7", "php8", "phps", "phtml", "pht", "phar", "asp", "aspx", "ashx", "asmx",
    "jsp", "jspx", "cgi", "fcgi",
];

/// Endings that say how a file is packed, which hosts undo on the way.
const PACKED: [&str; 6] = ["gz", "br", "zst", "bz2", "xz", "z"];

/// Bytes at its start by which a browser tells what a file is that nobody knows by its name (WHATWG, MIME Sniffing).
const SNIFFED: u64 = 1445;

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

/// Attributes that hold addresses, of which some are loaded.
const ADDRESSES: [&str; 10] =
    ["href", "src", "srcset", "data", "action", "formaction", "base", "poster", "background", "ping"];

/// What a file is, as hosts and browsers go by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A page of its own.
    Page,
    /// What a server runs, or takes its settings from.
    Program,
    /// A browser shows it as whatever its elements are.
    Xml,
    /// Nobody knows: a browser may go by how it starts.
    Unknown,
    /// It is shown or saved.
    Harmless,
}

fn kind_of(path: &str) -> Kind {
    let name = path.rsplit('/').next().unwrap_or(path).trim().to_ascii_lowercase();
    let endings = name.split_once('.').map(|(_, endings)| endings.split('.').map(str::trim)).into_iter().flatten();
    if name == "web.config" || endings.clone().any(|ending| PROGRAMS.contains(&ending)) {
        return Kind::Program;
    }
    // Some hosts pass over endings that they do not know: `report.html.old` is a page to them.
    endings.rev().filter(|ending| !PACKED.contains(ending)).find_map(kind_of_ending).unwrap_or(Kind::Unknown)
}

fn kind_of_ending(ending: &str) -> Option<Kind> {
    if PAGES.contains(&ending) {
        return Some(Kind::Page);
    }
    let known = mime_guess::from_ext(ending);
    let is = |wanted: &dyn Fn(&Mime) -> bool| known.iter().any(|kind| wanted(&kind));
    if is(&|kind| kind.subtype() == mime::HTML || kind.essence_str() == "application/xhtml+xml") {
        Some(Kind::Page)
    } else if is(&|kind| kind.subtype() == mime::XML || kind.suffix() == Some(mime::XML)) {
        Some(Kind::Xml)
    } else {
        known.first().map(|_| Kind::Harmless)
    }
}

/// What a browser, or a server, would run of a file that is copied as it is; nothing where it only shows. `read` gives
/// so many bytes from its start.
pub fn what_runs(path: &str, read: impl FnOnce(u64) -> Option<Vec<u8>>) -> Option<String> {
    match kind_of(path) {
        Kind::Page => Some("a page of its own".to_owned()),
        Kind::Program => Some("a program, or settings, for some hosts".to_owned()),
        Kind::Xml => in_xml(&read(u64::MAX)?),
        Kind::Unknown => {
            let bytes = read(SNIFFED)?;
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
            let is_taken = text.trim_ascii_start().first() == Some(&b'<');
            is_taken.then(|| {
                "some browsers take it for a page, for its name says nothing and it begins with `<`".to_owned()
            })
        }
        Kind::Harmless => None,
    }
}

/// What in an SVG picture, or another XML file, a browser would run or load; nothing in one that only shows.
fn in_xml(bytes: &[u8]) -> Option<String> {
    // A browser reads what is not UTF-8 as well, and what is not well-formed up to the fault.
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("text that is not UTF-8".to_owned()) };
    // No XML holds these; in other encodings they say how the next bytes are read.
    if text.contains(|c: char| c.is_ascii_control() && !"\t\r\n".contains(c)) {
        return Some("text that is not XML".to_owned());
    }
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    // The text of a style, which comments may part.
    let mut style: Option<String> = None;
    loop {
        let Ok(event) = reader.read_event() else { return Some("text that is not XML".to_owned()) };
        let found = match &event {
            Event::Start(_) | Event::Empty(_) if style.is_some() => Some("an element in a style".to_owned()),
            Event::Start(element) => in_element(element),
            Event::Empty(element) => in_element(element),
            Event::GeneralRef(reference) if style.is_some() => Some(format!("`&{};` in a style", lossy(reference))),
            Event::PI(instruction) if lossy(instruction).starts_with("xml-stylesheet") => {
                Some("a stylesheet".to_owned())
            }
            Event::Decl(declaration) => in_declaration(declaration),
            Event::DocType(kind) => in_document_type(&lossy(kind)),
            Event::End(_) => {
                style.take().filter(|style| loads(style)).map(|_| "a style that loads something".to_owned())
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        match (event, &mut style) {
            (Event::Eof, _) => return None,
            (Event::Start(element), _) if local(element.name().as_ref()) == "style" => style = Some(String::new()),
            (Event::Text(text), Some(style)) => style.push_str(&lossy(&text)),
            (Event::CData(text), Some(style)) => style.push_str(&lossy(&text)),
            _ => {}
        }
    }
}

/// An encoding may make other bytes of markup than it seems.
fn in_declaration(declaration: &BytesDecl<'_>) -> Option<String> {
    let encoding = declaration.encoding()?.map(|name| lossy(&name).to_ascii_lowercase()).unwrap_or_default();
    (!["utf-8", "utf8", "us-ascii"].contains(&encoding.as_str())).then(|| format!("text in the encoding `{encoding}`"))
}

/// Entities of its own may spell anything, and where quotation marks hold marks of XML, readers differ on its end.
fn in_document_type(kind: &str) -> Option<String> {
    let mut quote = None;
    for c in kind.chars() {
        match (quote, c) {
            (_, '[' | '<' | '>') => return Some("definitions of its own".to_owned()),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    quote.map(|_| "definitions of its own".to_owned())
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
        let is_address = ADDRESSES.contains(&key.as_str());
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
            "<svg><style>@im<!-- -->port 'https://example.org/x.css';</style></svg>",
            "<svg><style><x></x>@import 'https://example.org/x.css';</style></svg>",
            "<svg><style>@im<x>y</x>port 'https://example.org/x.css';</style></svg>",
            "<x xmlns:h='http://www.w3.org/1999/xhtml'><h:img srcset='//example.org/x.png'/></x>",
            "<x xmlns:h='http://www.w3.org/1999/xhtml'><h:video poster='//example.org/x.png'/></x>",
            // Readers differ on where a document type ends.
            "<!DOCTYPE svg SYSTEM '<'><svg><script>x</script></svg>>",
            "<!DOCTYPE svg SYSTEM \"<\"><svg><script>x</script></svg>>",
            "<!DOCTYPE svg SYSTEM '><![CDATA['><svg><script>x</script></svg>]]>",
            "<!DOCTYPE svg PUBLIC '\"' '><!--'><svg><script>x</script></svg>-->",
            // In this encoding the first two quotation marks are parts of letters.
            "<?xml version='1.0' encoding='iso-2022-jp'?><svg><g a=\"\u{1b}$B\" b='\u{1b}(B\"><script>x</script><g c=\"'/></svg>",
            "<?xml version='1.0' encoding='utf-7'?><svg><g a='+ADwAcwBjAHIAaQBwAHQAPg-'/></svg>",
            "<svg a=\"\u{1b}$B\"/>",
        ] {
            assert!(in_xml(svg.as_bytes()).is_some(), "{svg}");
        }
        assert!(in_xml(b"\xff\xfe<\0s\0v\0g\0").is_some());
    }

    #[test]
    fn kinds_are_known_by_names() {
        for (kind, paths) in [
            (
                Kind::Page,
                &["a.html", "b/c.HTM", "d.XHTML", "e.svgz", "f.html ", "g.html.old", "h.html.de.gz", "i.shtml"][..],
            ),
            (Kind::Program, &["a.php", "b.PHP.jpg", "c.phtml", "d.aspx", "e/web.config", "f.cgi"]),
            (Kind::Xml, &["a.svg", "b.xml", "c.RSS", "d.rdf", "e.svg.1", "f.atom", "g.mathml"]),
            (Kind::Unknown, &["html", "README", "a.2024", "b.gz", "c.d/e"]),
            (Kind::Harmless, &["a.pdf", "a.html.txt", "b.png", "c.csv.gz", "d.docx", "e.js"]),
        ] {
            for path in paths {
                assert_eq!(kind_of(path), kind, "{path}");
            }
        }
    }

    #[test]
    fn what_has_no_kind_is_told_by_its_start() {
        for text in ["<script>x</script>", " \r\n<!-- x -->", "\u{feff}<p>"] {
            assert!(what_runs("README", |_| Some(text.into())).is_some(), "{text}");
        }
        for text in ["", "Read me <b>", "1 < 2"] {
            assert_eq!(what_runs("README", |_| Some(text.into())), None, "{text}");
        }
        assert_eq!(what_runs("a.txt", |_| Some("<p>".into())), None);
    }
}
