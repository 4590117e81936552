//! When two sources are the same work: same DOI, same canonical address, or same ISBN and title.

use url::Url;

use super::{Source, anchor_of, fold};

impl Source {
    /// What makes two sources the same work, the surest first.
    ///
    /// A chapter carries the ISBN of its book, so an ISBN counts with the title only.
    pub fn identities(&self) -> impl Iterator<Item = String> {
        let url = self.url.as_deref().map(canonical_url);
        let resolved = url.as_deref().and_then(|url| url.strip_prefix("doi.org/"));
        let doi = self.doi.as_deref().or(resolved).map(|doi| format!("doi:{}", doi.to_lowercase()));
        let isbn = self.isbn.as_deref().and_then(isbn_13);
        let book = isbn.map(|isbn| format!("isbn:{isbn} {}", fold(self.title.as_deref().unwrap_or_default())));
        doi.into_iter().chain(url).chain(book)
    }
}

impl Source {
    /// What says that a source is another work than one of the same address: two chapters of one book have a page in
    /// common. An equal DOI, or ISBN and title, leaves no doubt.
    pub fn contradicts(&self, other: &Source) -> Vec<&'static str> {
        fn differ<T>(pair: &(Option<T>, Option<T>), same: impl Fn(&T, &T) -> bool) -> bool {
            matches!(pair, (Some(one), Some(other)) if !same(one, other))
        }
        let title = |source: &Source| source.title.as_deref().map(fold).filter(|title| !title.is_empty());
        // A subtitle may be left out.
        let goes_on = |long: &str, short: &str| {
            let rest = long.strip_prefix(short).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with([':', '.', '–', '—', '-', '(', '|', '?', '!']))
        };
        let same_title = |one: &String, other: &String| {
            anchor_of(one) == anchor_of(other) || goes_on(one, other) || goes_on(other, one)
        };
        let work_type = |source: &Source| source.bibliographic.as_ref().map(|of_file| of_file.work_type.clone());
        // Programs use `webpage` and `document` when they do not know the type.
        let is_vague =
            |name: &String| matches!(name.as_str(), "webpage" | "document" | "post" | "post-weblog" | "article");
        let same_type = |one: &String, other: &String| one == other || is_vague(one) || is_vague(other);
        let year = |source: &Source| source.date.as_ref().map(super::PartialDate::year);
        let doi = |source: &Source| source.doi.as_deref().map(str::to_lowercase);
        let checks = [
            ("doi", differ(&(doi(self), doi(other)), |one, other| one == other)),
            ("title", differ(&(title(self), title(other)), same_title)),
            ("type", differ(&(work_type(self), work_type(other)), same_type)),
            ("year", differ(&(year(self), year(other)), |one, other| one == other)),
        ];
        checks.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }

    /// Does an identity that two sources share make them one work?
    pub fn is_one_with(&self, other: &Source, identity: &str) -> bool {
        identity.starts_with("doi:") || identity.starts_with("isbn:") || self.contradicts(other).is_empty()
    }
}

/// `10.1038/x`, with or without a resolver before it (ISO 26324: prefix `10.`, a slash, a suffix); or a short DOI,
/// `10/abc12` (shortdoi.org).
pub fn doi_of(text: &str) -> Option<String> {
    let resolvers =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "doi:"];
    let is_start =
        |resolver: &&&str| text.get(..resolver.len()).is_some_and(|start| start.eq_ignore_ascii_case(resolver));
    let start = resolvers.iter().find(is_start);
    let bare = text[start.map_or(0, |resolver| resolver.len())..].trim_start();
    let (prefix, suffix) = bare.split_once('/')?;
    let is_prefix = match prefix.strip_prefix("10.") {
        Some(registrant) => !registrant.is_empty() && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.'),
        None => prefix == "10" && suffix.bytes().all(|b| b.is_ascii_alphanumeric()),
    };
    (is_prefix && !suffix.is_empty() && !suffix.contains(char::is_whitespace)).then(|| unescaped(bare))
}

/// A DOI without the backslashes that reference managers write before what LaTeX must not see: `10.1000/a\_b`.
fn unescaped(doi: &str) -> String {
    ['_', '&', '%', '#', '~']
        .iter()
        .fold(doi.to_owned(), |doi, mark| doi.replace(&format!("\\{mark}"), &mark.to_string()))
}

/// Ten or thirteen digits, hyphens and spaces aside, with a check digit that fits (ISO 2108).
pub fn is_isbn(text: &str) -> bool {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| if matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) })
        .collect::<Option<_>>()
        .unwrap_or_default();
    let sum = |weight: fn(u32) -> u32| (0u32..).zip(&digits).map(|(i, d)| weight(i) * d).sum::<u32>();
    match digits.len() {
        10 => !digits[..9].contains(&10) && sum(|i| 10 - i) % 11 == 0,
        13 => !digits.contains(&10) && sum(|i| if i % 2 == 0 { 1 } else { 3 }) % 10 == 0,
        _ => false,
    }
}

/// An ISBN in its form of thirteen digits (ISO 2108), without hyphens.
fn isbn_13(isbn: &str) -> Option<String> {
    let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
    match digits.len() {
        13 => Some(digits),
        10 => {
            let body = format!("978{}", &digits[..9]);
            let sum: u32 = (0u32..).zip(body.chars()).map(|(i, c)| c.to_digit(10).unwrap_or(0) * (1 + i % 2 * 2)).sum();
            Some(format!("{body}{}", (10 - sum % 10) % 10))
        }
        _ => None,
    }
}

/// Query parameters that say how a reader came, not what is read.
const TRACKING: [&str; 29] = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_hsenc",
    "_hsmi",
    "trk",
    "cmpid",
    "guccounter",
    "ref_src",
    "ref_url",
    "s_cid",
    "gbraid",
    "wbraid",
    "gad_source",
    "ttclid",
    "twclid",
    "li_fat_id",
    "mkt_tok",
    "vero_id",
    "at_medium",
    "at_campaign",
    "smid",
    "ocid",
    "__twitter_impression",
];

/// Does a parameter of a query say how a reader came?
fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_") || TRACKING.contains(&name)
}

/// An address without the parameters that say how a reader came; none where there are none.
pub fn without_tracking(address: &str) -> Option<String> {
    let (whole, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let (page, query) = whole.split_once('?')?;
    let pairs = || query.split('&').filter(|pair| !pair.is_empty());
    let is_kept = |pair: &&str| !is_tracking(&pair.split('=').next().unwrap_or_default().to_ascii_lowercase());
    let kept: Vec<&str> = pairs().filter(is_kept).collect();
    if kept.len() == pairs().count() {
        return None;
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Some(format!("{page}{query}{fragment}"))
}

/// Hosts of archive.today: `https://archive.ph/20250513120000/https://example.org/a`.
pub(super) const ARCHIVE_TODAY: [&str; 7] =
    ["archive.today", "archive.ph", "archive.is", "archive.md", "archive.li", "archive.vn", "archive.fo"];

/// The address of the page that a web archive shows a copy of, where its own address says so.
///
/// Known are the Wayback Machine (`/web/TIMESTAMP/URL`), archive.today (`/TIMESTAMP/URL`, `/newest/URL`) and the
/// archives that Memento's pywb serves under the same form (`/web/…`, `/wayback/…`).
pub fn archived_address(address: &str) -> Option<&str> {
    let rest = address.trim().split_once("://")?.1;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    let known_path = match host.as_str() {
        "web.archive.org" | "wayback.archive.org" => path.strip_prefix("web/")?,
        "webarchive.org.uk" | "webarchive.nationalarchives.gov.uk" | "arquivo.pt" | "wayback.archive-it.org" => {
            let start = path.find("://")?;
            return Some(&path[path[..start].rfind('/')? + 1..]);
        }
        host if ARCHIVE_TODAY.contains(&host) => path.strip_prefix("o/").unwrap_or(path),
        _ => return None,
    };
    let (when, page) = known_path.split_once('/').unwrap_or(("", known_path));
    if page.starts_with("http://") || page.starts_with("https://") {
        return Some(page);
    }
    // `/web/https://…`: no timestamp at all.
    let bare = known_path.starts_with("http://") || known_path.starts_with("https://");
    (bare && when.ends_with(':')).then_some(known_path)
}

/// Is a text an absolute `http` or `https` address?
pub fn is_web_address(text: &str) -> bool {
    let names_host = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    !text.contains(char::is_whitespace) && Url::parse(text).is_ok_and(names_host)
}

/// An address by which the same work is recognised: `https`, host in lower case and without `www.`, no
/// tracking parameters, no trailing slash, no fragment, and the original of an archived copy.
///
/// It is for comparing only and is never shown or linked.
pub fn canonical_url(address: &str) -> String {
    let mut address = address.trim();
    // A copy of a copy; the depth is bounded by the length.
    while let Some(original) = archived_address(address) {
        address = original;
    }
    let Ok(mut url) = Url::parse(address) else {
        return address.to_owned();
    };
    url.set_fragment(None);
    if url.query_pairs().any(|(name, _)| is_tracking(&name)) {
        let kept: Vec<(String, String)> =
            url.query_pairs().filter(|(name, _)| !is_tracking(name)).map(|(n, v)| (n.into(), v.into())).collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    let text = url.as_str();
    let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let text = text.strip_prefix("www.").unwrap_or(text);
    let text = text.strip_prefix("dx.doi.org/").map_or_else(|| text.to_owned(), |doi| format!("doi.org/{doi}"));
    match text.split_once('?') {
        Some((path, query)) => format!("{}?{query}", path.trim_end_matches('/')),
        None => text.trim_end_matches('/').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_whole() {
        for (text, is_address) in [
            ("https://example.org", true),
            ("http://user@example.org:8080/a?b#c", true),
            ("example.org", false),
            ("ftp://example.org", false),
            ("mailto:a@example.org", false),
            ("https://", false),
            ("https://example.org/a b", false),
            (" https://example.org", false),
        ] {
            assert_eq!(is_web_address(text), is_address, "{text}");
        }
    }

    #[test]
    fn a_doi_is_read_however_it_is_written() {
        for (text, doi) in [
            ("https://doi.org/10.1000/abc", Some("10.1000/abc")),
            ("doi: 10.1000/a\\_b\\&c", Some("10.1000/a_b&c")),
            ("10/abc12", Some("10/abc12")),
            ("10.1000/a b", None),
            ("10.x/a", None),
        ] {
            assert_eq!(doi_of(text).as_deref(), doi, "{text}");
        }
    }

    #[test]
    fn an_address_loses_what_tracks_readers_and_nothing_else() {
        for (address, tidy) in [
            ("https://example.org/a?utm_source=x&id=1&fbclid=2#top", "https://example.org/a?id=1#top"),
            ("https://example.org/a?UTM_Source=x", "https://example.org/a"),
            ("https://example.org/?q=a+b%20c&gclid=1", "https://example.org/?q=a+b%20c"),
        ] {
            assert_eq!(without_tracking(address).as_deref(), Some(tidy));
        }
        for address in [
            "https://example.org/a?id=1",
            "https://example.org/a",
            "https://example.org/a#?utm_x=1",
            "https://example.org/?a=&&b",
        ] {
            assert_eq!(without_tracking(address), None, "{address}");
        }
    }

    #[test]
    fn one_work_has_one_canonical_url() {
        let canonical = "example.org/a?id=3";
        for url in [
            "https://www.example.org/a?id=3",
            "http://EXAMPLE.org/a/?id=3&utm_source=x#top",
            "https://example.org/a?fbclid=1&id=3",
            "https://web.archive.org/web/20250513120000/https://example.org/a?id=3",
            "https://web.archive.org/web/20250513120000id_/http://www.example.org/a?id=3",
            "https://web.archive.org/web/https://example.org/a?id=3",
            "https://archive.ph/20250513120000/https://example.org/a?id=3",
            "https://archive.is/newest/https://example.org/a?id=3",
            "https://archive.today/o/Ab1cD/https://example.org/a?id=3",
            "https://www.webarchive.org.uk/wayback/archive/20250513/https://example.org/a?id=3",
        ] {
            assert_eq!(canonical_url(url), canonical, "{url}");
        }
        assert_eq!(canonical_url("https://example.org/"), "example.org");
        assert_eq!(canonical_url("https://archive.ph/Ab1cD"), "archive.ph/Ab1cD");
    }

    #[test]
    fn one_address_makes_one_work_where_nothing_contradicts() {
        let source = |title: &str, year: &str| Source {
            title: Some(title.into()),
            date: crate::model::PartialDate::parse(year).ok(),
            ..Source::of("Example Press")
        };
        let one = source("A report", "2025-05");
        for (title, year, contradicts) in [
            ("A Report", "2025", vec![]),
            ("A report: what it found", "2025-06", vec![]),
            ("Another chapter", "2025", vec!["title"]),
            ("A report 2", "2025", vec!["title"]),
            ("A report", "2024", vec!["year"]),
        ] {
            assert_eq!(one.contradicts(&source(title, year)), contradicts, "{title}");
        }
        assert!(one.is_one_with(&source("Another chapter", "2024"), "doi:10.1000/x"));
        assert!(!one.is_one_with(&source("Another chapter", "2024"), "example.org/book"));
        assert!(one.is_one_with(&Source::of("Example Press"), "example.org/book"));
    }

    #[test]
    fn identifiers_are_compared_in_one_form() {
        let by_url = Source { url: Some("https://dx.doi.org/10.1000/X".into()), ..Source::of("Example Ltd") };
        let by_doi = Source { doi: Some("10.1000/x".into()), ..Source::of("Example Ltd") };
        assert_eq!(by_url.identities().next(), by_doi.identities().next());
        let isbn = |isbn: &str| Source {
            isbn: Some(isbn.into()),
            title: Some("A book".into()),
            ..Source::of("Example Press")
        };
        let ten: Vec<String> = isbn("0-306-40615-2").identities().collect();
        assert_eq!(ten, isbn("978-0-306-40615-7").identities().collect::<Vec<_>>());
        assert_eq!(ten, ["isbn:9780306406157 a book"]);
    }
}
