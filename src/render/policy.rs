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
    let added = |directive: &str| {
        let of_directive = additions.iter().filter(move |addition| addition.directive == directive);
        of_directive.flat_map(|addition| &addition.sources).map(|source| format!(" {source}")).collect::<String>()
    };
    let own = OWN.iter().map(|(directive, sources)| format!("{directive} {sources}{}", added(directive)));
    let is_own = |addition: &&Addition| OWN.iter().any(|(directive, _)| *directive == addition.directive);
    let new = additions.iter().filter(|addition| !is_own(addition));
    let new = new.map(|addition| format!("{}{}", addition.directive, added(addition.directive)));
    own.chain(new).collect::<Vec<_>>().join("; ")
}
