//! The text of a page, as far as passages are looked for in it.

use std::cell::RefCell;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::model::{folded, sha256};
use crate::schema::fields::clean;

/// Characters of a title that are kept.
const LONGEST_TITLE: usize = 200;

/// A page as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageText {
    /// Its title, on one line and harmless.
    pub title: Option<String>,
    /// Its words, without scripts, styles, forms and navigation.
    pub text: String,
    /// The part of the text that is the page's own, where it says which.
    main: Option<Range<usize>>,
}

impl PageText {
    /// Read HTML.
    pub fn of_html(html: &str) -> PageText {
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(html));
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        let state = tokenizer.sink.0.into_inner();
        let title: String = clean(&state.title).chars().take(LONGEST_TITLE).collect();
        let main = state.main.filter(|main| !state.text[main.clone()].trim().is_empty());
        PageText { title: (!title.is_empty()).then_some(title), text: state.text, main }
    }

    /// A text without markup.
    pub fn of_plain(text: String) -> PageText {
        PageText { title: None, text, main: None }
    }

    /// SHA-256 of the page's own words. Menus and lists of other articles change from visit to visit.
    pub fn digest(&self) -> String {
        sha256(&folded(self.main.clone().map_or(&*self.text, |main| &self.text[main])))
    }
}

/// The text of bytes. Their encoding is that of a byte order mark, of the header field, of the page itself, else UTF-8 or
/// what it looks like (HTML, section 13.2.3).
pub fn decoded(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let named = content_type.and_then(charset).or_else(|| charset(&head));
    let encoding = named.unwrap_or_else(|| {
        if std::str::from_utf8(bytes).is_ok() {
            return UTF_8;
        }
        let mut guess = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        guess.feed(bytes, true);
        guess.guess(None, chardetng::Utf8Detection::Allow)
    });
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// What `charset=` names.
fn charset(text: &str) -> Option<&'static Encoding> {
    let (_, rest) = text.split_once("charset=")?;
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
    Encoding::for_label(&rest.as_bytes()[..end])
}

/// Elements whose content nobody reads, or that lead elsewhere.
const SKIPPED: [&str; 13] = [
    "script", "style", "template", "noscript", "nav", "svg", "iframe", "object", "select", "textarea", "button",
    "dialog", "noframes",
];

/// Elements within which words go on. All others stand apart from what is before and behind them.
const IN_LINE: [&str; 31] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that no navigation holds: one that was never closed ends here.
const BEYOND_NAVIGATION: [&str; 4] = ["main", "article", "h1", "body"];

#[derive(Default)]
struct Reader(RefCell<State>);

#[derive(Default)]
struct State {
    text: String,
    title: String,
    in_title: bool,
    /// The element that is left out, and how often it is open.
    skipped: Option<(String, usize)>,
    main: Option<Range<usize>>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(words) if state.in_title => state.title.push_str(&words),
            Token::CharacterTokens(words) if state.skipped.is_none() => state.text.push_str(&words),
            Token::TagToken(tag) => return state.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let opens = tag.kind == TagKind::StartTag;
        self.skip(name, opens && !tag.self_closing, tag.kind == TagKind::EndTag);
        if self.skipped.is_none() && !IN_LINE.contains(&name) {
            self.text.push('\n');
        }
        match name {
            // Pictures in SVG have titles too.
            "title" => self.in_title = opens && self.skipped.is_none() && self.title.is_empty(),
            "main" if opens && self.main.is_none() => self.main = Some(self.text.len()..self.text.len()),
            "main" => {
                let end = self.text.len();
                if let Some(main) = self.main.as_mut().filter(|main| main.start == main.end) {
                    main.end = end;
                }
            }
            _ => {}
        }
        match name {
            _ if !opens => TokenSinkResult::Continue,
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            _ => TokenSinkResult::Continue,
        }
    }

    fn skip(&mut self, name: &str, opens: bool, closes: bool) {
        match &mut self.skipped {
            None if opens && SKIPPED.contains(&name) => self.skipped = Some((name.to_owned(), 1)),
            None => {}
            Some((skipped, _)) if skipped == "nav" && BEYOND_NAVIGATION.contains(&name) => self.skipped = None,
            Some((skipped, depth)) if *skipped == name => {
                *depth = if opens { *depth + 1 } else { depth.saturating_sub(usize::from(closes)) };
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_its_words() {
        let page = PageText::of_html(
            "<!doctype html><html><head><title>A &amp; b\u{1b}\n c</title><style>p { x: '</p>' }</style>\
             <script>if (a < b) document.write('<p>no</p>')</script></head><body><nav><ul><li>Home</ul></nav>\
             <main><h1>Head<em>line</em></h1><p>One&nbsp;two<br>three<svg><title>Icon</title></svg></p></main>\
             <button>Share</button><footer>Foot</footer>",
        );
        assert_eq!(page.title.as_deref(), Some("A & b c"));
        assert_eq!(folded(&page.text), "headline one two three foot");
        let other = PageText::of_html("<p>Other</p><main><h1>Headline</h1><p>One two three</p></main><p>News</p>");
        assert_eq!(page.digest(), other.digest(), "what stands around it is not its own");
    }

    #[test]
    fn what_is_never_closed_ends_somewhere() {
        let page = PageText::of_html("<nav><a href=x>Menu</a><article><p>Words</p>");
        assert_eq!(folded(&page.text), "words");
        assert_eq!(PageText::of_html("<p>a<script>b").text.trim(), "a");
        assert_eq!(folded(&PageText::of_html("<main>a<p>b").text), "a b");
    }

    #[test]
    fn bytes_are_read_in_their_encoding() {
        let latin = b"<meta http-equiv=content-type content='text/html; charset=iso-8859-1'>caf\xe9";
        assert!(decoded(latin, None).ends_with("café"));
        assert_eq!(decoded("café".as_bytes(), None), "café");
        assert_eq!(decoded(b"\xff\xfea\0b\0", Some("text/html; charset=utf-8")), "ab");
        assert_eq!(decoded(b"\x93a\x94", Some("text/html; charset=\"windows-1252\"")), "“a”");
    }
}
