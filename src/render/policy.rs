//! The Content-Security-Policy of every page, and what else a host should send with answers.

use crate::model::config::Addition;

/// What pages may load without a word of the site: what lies beside them.
const OWN: [(&str, &str); 8] = [
    ("default-src", "'none'"),
    ("style-src", "'self'"),
    ("script-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("base-uri", "'self'"),
    ("form-action", "'self'"),
];

/// The policy, with what a site adds to it.
pub fn policy(additions: &[Addition]) -> String {
    let with = |directive: &str, own: Option<&str>| {
        let added = additions.iter().filter(|addition| addition.directive == directive);
        let added = added.flat_map(|addition| addition.sources.iter().map(String::as_str));
        std::iter::once(directive).chain(own).chain(added).collect::<Vec<_>>().join(" ")
    };
    let own = OWN.iter().map(|(directive, sources)| with(directive, Some(sources)));
    let is_own = |addition: &&Addition| OWN.iter().any(|(directive, _)| *directive == addition.directive);
    let new = additions.iter().filter(|addition| !is_own(addition));
    let new = new.map(|addition| with(addition.directive, None));
    own.chain(new).collect::<Vec<_>>().join("; ")
}

/// What every answer should carry, be it a page or not, by names as HTTP/2 has them: a browser takes it for what it is
/// said to be, and tells other sites little.
pub const HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "SAMEORIGIN"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// The policy as a header: it holds for files that are no page too, and says who may embed them, which a page cannot.
pub fn policy_of_answers(additions: &[Addition]) -> String {
    format!("{}; frame-ancestors 'self'", policy(additions))
}

/// The headers of a hardened host.
pub fn headers(additions: &[Addition]) -> Vec<(&'static str, String)> {
    let policy = policy_of_answers(additions);
    let always = HEADERS.iter().map(|(name, value)| (*name, (*value).to_owned()));
    always.chain([("content-security-policy", policy)]).collect()
}
