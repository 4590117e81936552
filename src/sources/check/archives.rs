//! Copies of pages in web archives: time maps of Memento (RFC 7089, section 5) and the availability API of the Wayback
//! Machine.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

use super::client::Method;
use super::hosts::{Hosts, Trouble};
use super::sighting::days_between;
use crate::model::config::Archives;
use crate::model::{ArchivedCopy, PartialDate};

/// Redirects that are followed on the way to a list.
const REDIRECTS: usize = 3;

/// Look for the copy that is nearest to a date; without one, for the oldest. Nothing where an archive is not to be asked
/// now: it is looked for again.
pub fn find(
    hosts: &Hosts,
    archives: &Archives,
    address: &str,
    date: Option<&PartialDate>,
) -> Result<Option<ArchivedCopy>, Trouble> {
    let wanted = date.and_then(day_of);
    let mut copies = Vec::new();
    for endpoint in &archives.timemaps {
        if let Ok(url) = Url::parse(&format!("{endpoint}{address}")) {
            copies.extend(get(hosts, url)?.as_deref().map(of_timemap).unwrap_or_default());
        }
    }
    if let Some(mut url) = archives.availability.as_deref().and_then(|endpoint| Url::parse(endpoint).ok()) {
        url.query_pairs_mut().append_pair("url", address);
        if let Some(day) = wanted {
            url.query_pairs_mut().append_pair("timestamp", &day.strftime("%Y%m%d").to_string());
        }
        copies.extend(get(hosts, url)?.as_deref().and_then(of_availability));
    }
    let distance = |copy: &ArchivedCopy| wanted.map_or(0, |wanted| days_between(wanted, copy.date).abs());
    Ok(copies.into_iter().min_by_key(|copy| (distance(copy), copy.date, copy.url.clone())))
}

/// The first day that a date may mean.
fn day_of(date: &PartialDate) -> Option<Date> {
    let start = date.start();
    let narrow = |number: u8| i8::try_from(number).ok();
    let year = i16::try_from(start.year).ok()?;
    Date::new(year, narrow(start.month.unwrap_or(1))?, narrow(start.day.unwrap_or(1))?).ok()
}

fn get(hosts: &Hosts, mut url: Url) -> Result<Option<String>, Trouble> {
    for _ in 0..=REDIRECTS {
        let answer = match hosts.ask(Method::Get, &url) {
            Err(Trouble::NotNow) => return Err(Trouble::NotNow),
            Err(_) => return Ok(None),
            Ok(answer) => answer,
        };
        match answer.redirect(&url) {
            Some(to) if matches!(to.scheme(), "http" | "https") => url = to,
            _ if answer.status == 200 => return Ok(Some(String::from_utf8_lossy(&answer.body).into_owned())),
            // A host that asked for patience has not said that it has no copy.
            _ if matches!(answer.status, 429 | 503) => return Err(Trouble::NotNow),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// The mementos of a time map in the link format (RFC 6690): `<url>; rel="first memento"; datetime="…",`.
fn of_timemap(text: &str) -> Vec<ArchivedCopy> {
    let mut copies = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('<') {
        let Some((url, parameters)) = behind.split_once('>') else { break };
        let end = end_of_link(parameters);
        rest = &parameters[end..];
        copies.extend(memento(url, &parameters[..end]));
    }
    copies
}

/// Where the parameters of a link end: at the first comma outside of quotes.
fn end_of_link(parameters: &str) -> usize {
    let mut is_quoted = false;
    let end = parameters.char_indices().find(|(_, c)| {
        is_quoted ^= *c == '"';
        *c == ',' && !is_quoted
    });
    end.map_or(parameters.len(), |(at, _)| at)
}

fn memento(url: &str, parameters: &str) -> Option<ArchivedCopy> {
    let value = |name: &str| {
        let pairs = parameters.split(';').filter_map(|pair| pair.split_once('='));
        let mut named = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.trim().trim_matches('"'))
    };
    let is_memento = value("rel")?.split_whitespace().any(|relation| relation.eq_ignore_ascii_case("memento"));
    let written = value("datetime")?.replace("GMT", "+0000");
    let date = jiff::fmt::rfc2822::parse(&written).ok()?.timestamp().to_zoned(TimeZone::UTC).date();
    is_memento.then(|| copy(url.trim(), date)).flatten()
}

/// What the availability API says: the nearest copy that answered 200.
fn of_availability(text: &str) -> Option<ArchivedCopy> {
    let said: serde_json::Value = serde_json::from_str(text).ok()?;
    let closest = said.pointer("/archived_snapshots/closest")?;
    if closest.get("available")? != true || closest.get("status").is_some_and(|status| status != "200") {
        return None;
    }
    let stamp = closest.get("timestamp")?.as_str()?;
    copy(closest.get("url")?.as_str()?, Date::strptime("%Y%m%d", stamp.get(..8)?).ok()?)
}

/// A copy at an address of the web, in the one form that the address has.
fn copy(url: &str, date: Date) -> Option<ArchivedCopy> {
    let mut url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    if url.host_str() == Some("web.archive.org") {
        let _ = url.set_scheme("https");
    }
    Some(ArchivedCopy { url: url.as_str().into(), date })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timemap_lists_mementos() {
        let text = "<http://a.example.org>;rel=\"original\",\n\
            <http://arxiv.example.net/timemap/http://a.example.org>; rel=\"self\";type=\"application/link-format\"\
            ;from=\"Tue, 20 Jun 2000 18:02:59 GMT\",\n\
            <http://arxiv.example.net/web/20000620180259/http://a.example.org/?a,b>; rel=\"first memento\"\
            ;datetime=\"Tue, 20 Jun 2000 18:02:59 GMT\" , <javascript:alert(1)>; rel=memento\
            ;datetime=\"Tue, 20 Jun 2000 18:02:59 GMT\",\n\
            <http://web.archive.org/web/2009/http://a.example.org/>; rel=\"last memento\"\
            ;datetime=\"Tue, 27 Oct 2009 20:49:54 GMT\",<http://x.example>; rel=\"memento\"; datetime=\"now\"";
        let found: Vec<(String, String)> =
            of_timemap(text).into_iter().map(|copy| (copy.url.into(), copy.date.to_string())).collect();
        assert_eq!(
            found,
            [
                ("http://arxiv.example.net/web/20000620180259/http://a.example.org/?a,b".into(), "2000-06-20".into()),
                ("https://web.archive.org/web/2009/http://a.example.org/".into(), "2009-10-27".to_owned()),
            ]
        );
    }

    #[test]
    fn the_availability_api_names_the_nearest() {
        let text = r#"{"url": "example.com", "archived_snapshots": {"closest": {"available": true, "status": "200",
            "url": "http://web.archive.org/web/20130919044612/http://example.com/", "timestamp": "20130919044612"}}}"#;
        let copy = of_availability(text).unwrap();
        assert_eq!(&*copy.url, "https://web.archive.org/web/20130919044612/http://example.com/");
        assert_eq!(copy.date.to_string(), "2013-09-19");
        for none in ["{}", "[]", "", r#"{"archived_snapshots": {}}"#, &text.replace("true", "false")] {
            assert_eq!(of_availability(none), None);
        }
    }
}
