//! Who may ask, and what answers forbid: the headers of a hardened static host.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::server::Server;
use crate::render::HEADERS;

/// The policy of what is no page of the site: findings, and the script and styles that show them.
const OWN_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                          connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What answers carry beside what every host should send: other sites can neither embed an answer nor read one, for it
/// may be a draft.
const PRIVATE: [(&str, &str); 3] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-permitted-cross-domain-policies", "none"),
];

/// Refuse requests under other names, and harden the answers to the others.
pub async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&request, server.is_loopback) {
        Some((status, why)) => (status, why).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS.into_iter().chain(PRIVATE) {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(OWN_POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Why a request is refused.
///
/// A page elsewhere could make its own name lead to this machine and read drafts through the reader's browser (DNS
/// rebinding): on loopback only names of this machine are answered. A request names its host once (RFC 9112, section
/// 3.2).
fn refusal(request: &Request, is_loopback: bool) -> Option<(StatusCode, &'static str)> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Some((StatusCode::BAD_REQUEST, "a request names its host, and one only"));
    };
    // `GET http://other.example/ HTTP/1.1` names one before its headers do.
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let mut names = authority.into_iter().chain([host.to_str().unwrap_or_default()]);
    let is_foreign = is_loopback && !names.all(is_own);
    is_foreign.then_some((StatusCode::FORBIDDEN, "this address is for this machine only; see --host"))
}

/// Is a host, with a port or without, this machine?
fn is_own(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, "80"),
    };
    if port.parse::<u16>().is_err() || port.starts_with('+') {
        return false;
    }
    if let Some(address) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    }
    if let Ok(address) = name.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback();
    }
    // Names have no case, and may end in the dot of the root.
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix('.').unwrap_or(&name);
    let labels = name
        .strip_suffix("localhost")
        .and_then(|labels| labels.strip_suffix('.').or_else(|| labels.is_empty().then_some("")));
    labels.is_some_and(|labels| labels.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_pass() {
        for host in [
            "localhost",
            "localhost:4000",
            "LocalHost",
            "localhost.",
            "localhost.:4000",
            "drafts.localhost:80",
            "127.0.0.1",
            "127.0.0.1:4000",
            "127.8.9.1",
            "[::1]",
            "[::1]:4000",
        ] {
            assert!(is_own(host), "{host}");
        }
        for host in [
            "",
            ":4000",
            "example.org",
            "example.org:4000",
            "localhost.example.org",
            "evillocalhost",
            "localhost..",
            "localhost@example.org",
            "example.org#.localhost",
            "10.0.0.1",
            "127.1",
            "0.0.0.0",
            "[::]",
            "::1",
            "[::1",
            "[::1].example.org",
            "localhost:x",
            "localhost:+80",
            "localhost:4000:1",
            "localhost:99999",
            "localhost, example.org",
        ] {
            assert!(!is_own(host), "{host}");
        }
    }
}
