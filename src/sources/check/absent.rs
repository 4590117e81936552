//! Pages that answer "200" and say that there is nothing: known by comparison with the answer for an address that cannot
//! exist.

use rustc_hash::FxHashSet;
use url::Url;

use super::page::PageText;
use crate::model::folded;

/// What a host answers for an address that cannot exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absent {
    /// That there is nothing, or nothing that can be compared.
    Said,
    /// A page.
    Page(Likeness),
}

/// What a page is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// Where it was found in the end.
    pub at: Url,
    words: FxHashSet<String>,
    title: Option<String>,
}

/// What a page is, next to the one of an address that cannot exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A page of its own.
    Own,
    /// It says that there is nothing.
    Absent,
    /// It is the same page, which does not say so: one that scripts fill, say.
    Unclear,
}

/// Words by which pages say that there is nothing, folded.
const NOTHING: [&str; 32] = [
    "404",
    "not found",
    "not be found",
    "cannot be found",
    "couldnt be found",
    "doesnt exist",
    "does not exist",
    "no longer exists",
    "no longer available",
    "cant find",
    "cannot find",
    "couldnt find",
    "could not find",
    "page unavailable",
    "nicht gefunden",
    "existiert nicht",
    "nicht mehr verfügbar",
    "nicht verfügbar",
    "introuvable",
    "nexiste pas",
    "nexiste plus",
    "nest plus disponible",
    "no encontrada",
    "no encontrado",
    "no existe",
    "ya no está disponible",
    "non trovata",
    "non esiste",
    "não encontrada",
    "niet gevonden",
    "bestaat niet",
    "hittades inte",
];

/// Of a hundred words, how many two pages have in common that are the same.
const ALIKE: usize = 90;

impl Likeness {
    /// Of a page.
    pub fn of(at: Url, page: &PageText) -> Likeness {
        let words = page.text.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
        Likeness { at, words, title: page.title.clone() }
    }

    /// Is a page the same as this one?
    fn is(&self, other: &Likeness) -> bool {
        let common = self.words.intersection(&other.words).count();
        let all = self.words.len().max(other.words.len());
        common * 100 >= all * ALIKE && (all > 0 || self.title == other.title)
    }

    fn says_nothing(&self, text: &str) -> bool {
        let title = self.title.as_deref().map(folded).unwrap_or_default();
        let text = folded(text);
        NOTHING.iter().any(|words| title.contains(words) || text.contains(words))
    }
}

impl Absent {
    /// Judge a page that was asked for at an address.
    pub fn judge(&self, asked: &Url, at: &Url, page: &PageText) -> Verdict {
        let likeness = Likeness::of(at.clone(), page);
        let led_home = |at: &Url| at != asked && asked.path() != "/" && at.path() == "/" && at.query().is_none();
        match self {
            Absent::Page(nothing) if nothing.at == *at && led_home(at) => Verdict::Absent,
            Absent::Page(nothing) if nothing.at == *at || nothing.is(&likeness) => {
                if likeness.says_nothing(&page.text) { Verdict::Absent } else { Verdict::Unclear }
            }
            _ => Verdict::Own,
        }
    }
}

/// An address that cannot exist: a neighbour of another.
pub fn impossible(url: &Url) -> Url {
    let mut impossible = url.clone();
    impossible.set_query(None);
    impossible.set_fragment(None);
    if let Ok(mut parts) = impossible.path_segments_mut() {
        parts.pop_if_empty().pop().push("casebook-looks-for-a-page-that-is-not-there");
    }
    impossible
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn judge(nothing: &str, page: &str, at: &str) -> Verdict {
        let nothing = Likeness::of(url("https://example.org/a/none"), &PageText::of_html(nothing));
        Absent::Page(nothing).judge(&url("https://example.org/a/story"), &url(at), &PageText::of_html(page))
    }

    #[test]
    fn a_page_that_says_nothing_is_told_from_one_that_scripts_fill() {
        let at = "https://example.org/a/story";
        let gone = "<title>Oops</title><p>We can’t find what you asked for. Read today’s news instead.</p>";
        let shell = "<title>App</title><p>Please enable JavaScript</p>";
        assert_eq!(judge(gone, gone, at), Verdict::Absent);
        assert_eq!(judge(shell, shell, at), Verdict::Unclear);
        assert_eq!(
            judge(gone, "<title>Story</title><p>Klarna hires again, after a year without.</p>", at),
            Verdict::Own
        );
        assert_eq!(judge("", "", at), Verdict::Unclear);
    }

    #[test]
    fn where_everything_leads_home_nothing_is_there() {
        let home = PageText::of_html("<p>Welcome</p>");
        let nothing = Absent::Page(Likeness::of(url("https://example.org/"), &home));
        let asked = url("https://example.org/a/story");
        assert_eq!(nothing.judge(&asked, &url("https://example.org/"), &home), Verdict::Absent);
        let at_home = url("https://example.org/");
        assert_ne!(nothing.judge(&at_home, &at_home, &home), Verdict::Absent, "the home page itself was asked for");
        assert_eq!(Absent::Said.judge(&asked, &asked, &home), Verdict::Own);
    }

    #[test]
    fn an_impossible_address_is_a_neighbour() {
        for (of, wanted) in [
            (
                "https://example.org/news/2025/story?x=1#y",
                "https://example.org/news/2025/casebook-looks-for-a-page-that-is-not-there",
            ),
            ("https://example.org/news/story/", "https://example.org/news/casebook-looks-for-a-page-that-is-not-there"),
            ("https://example.org", "https://example.org/casebook-looks-for-a-page-that-is-not-there"),
        ] {
            assert_eq!(impossible(&url(of)).as_str(), wanted);
        }
    }
}
