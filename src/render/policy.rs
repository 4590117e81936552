//! The Content-Security-Policy of every page.

use crate::model::config::Addition;

/// What pages may load without a word of the site: what lies beside them.
const OWN: [(&str, &str); 8] = [
    ("default-src", "'none'"),
    ("style-src", "'self'"),
    ("script-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
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
