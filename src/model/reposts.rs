//! Where a publisher publishes, and which of its sources were read elsewhere.

use url::{Host, Url};

use super::identity::ARCHIVE_TODAY;
use super::{Publisher, Source, archived_address};

/// Hosts that show what others published as it is: resolvers of identifiers, and archives. A host below one of them is
/// one too.
const NEUTRAL: [&str; 13] = [
    "doi.org",
    "hdl.handle.net",
    "n2t.net",
    "archive.org",
    "archive-it.org",
    "webarchive.org.uk",
    "webarchive.nationalarchives.gov.uk",
    "arquivo.pt",
    "perma.cc",
    "ghostarchive.org",
    "megalodon.jp",
    "webcitation.org",
    "mementoweb.org",
];

/// A host name in its form for comparing, from a text that is no more than that: lower case, in ASCII (RFC 5891), of at
/// least two labels, and without `www.`, since the hosts below it count too.
pub fn host_name(text: &str) -> Option<String> {
    let name = text.trim_end_matches('.');
    let Ok(Host::Domain(host)) = Host::parse(name) else { return None };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.') && host.split('.').all(is_label)).then(|| host.to_owned())
}

/// The host of an address, as [`host_name`] gives it.
pub fn host_of(address: &str) -> Option<String> {
    host_name(Url::parse(address).ok()?.host_str()?)
}

/// Is a host another one or below it?
fn is_below(host: &str, other: &str) -> bool {
    host.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

impl Publisher {
    /// The host where a source of this publisher was read, where that is none of its own. Of a copy in an archive the
    /// address of the original counts, where the copy's own address says it.
    pub fn reposted_at(&self, source: &Source) -> Option<String> {
        if self.hosts.is_empty() {
            return None;
        }
        let mut address = source.url.as_deref()?;
        while let Some(original) = archived_address(address) {
            address = original;
        }
        let host = host_of(address)?;
        let own = self.hosts.iter().map(String::as_str);
        let known = own.chain(NEUTRAL).chain(ARCHIVE_TODAY);
        (!known.into_iter().any(|known| is_below(&host, known))).then_some(host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_is_a_name_and_no_more() {
        for (text, name) in [
            ("businessinsider.com", Some("businessinsider.com")),
            ("www.BusinessInsider.com.", Some("businessinsider.com")),
            ("markets.businessinsider.com", Some("markets.businessinsider.com")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("https://example.org", None),
            ("example.org/a", None),
            ("example.org:80", None),
            ("*.example.org", None),
            ("under_score.example", None),
            ("example..org", None),
            ("localhost", None),
            ("192.0.2.1", None),
            ("[2001:db8::1]", None),
            ("a b.org", None),
            ("", None),
        ] {
            assert_eq!(host_name(text).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn a_source_at_another_host_is_a_repost() {
        let hosts = ["example.org", "bücher.example"].into_iter().filter_map(host_name).collect();
        let publisher = Publisher { hosts, ..named("Example") };
        for (url, host) in [
            ("https://example.org/a", None),
            ("http://www.example.org:8080/a", None),
            ("https://Markets.Example.org/a", None),
            ("https://bücher.example/a", None),
            ("https://notexample.org/a", Some("notexample.org")),
            ("https://example.org.mirror.example/a", Some("example.org.mirror.example")),
            ("https://www.mirror.example/a", Some("mirror.example")),
            ("https://doi.org/10.1000/x", None),
            ("https://dx.doi.org/10.1000/x", None),
            ("https://hdl.handle.net/1/2", None),
            ("https://web.archive.org/web/2025/https://example.org/a", None),
            ("https://archive.ph/Ab1cD", None),
            ("https://archive.today/2025/https://mirror.example/a", Some("mirror.example")),
        ] {
            let source = Source { url: Some(url.into()), ..Source::of("Example") };
            assert_eq!(publisher.reposted_at(&source).as_deref(), host, "{url}");
        }
        let elsewhere = Source { url: Some("https://mirror.example/a".into()), ..Source::of("Example") };
        assert_eq!(named("Example").reposted_at(&elsewhere), None, "where nothing is said of its hosts");
        assert_eq!(publisher.reposted_at(&Source::of("Example")), None, "where there is no address");
    }

    fn named(label: &str) -> Publisher {
        Publisher {
            slug: crate::model::Slug::parse("example").expect("a slug"),
            label: label.to_owned(),
            aliases: Vec::new(),
            kind: None,
            hosts: Vec::new(),
            works: Vec::new(),
            cases: 0,
        }
    }
}
