//! What `csp` of `casebook.yaml` may hold: sources that are added to the Content-Security-Policy of every page.

use super::fields::{Fields, Findings};
use crate::diagnostic::Code;
use crate::model::Spanned;
use crate::model::config::Addition;
use crate::yaml::Node;

/// The directives that can be added to. A policy in a page has no others (`frame-ancestors`, `report-uri` and `sandbox`
/// are for servers), or they give away what the rest holds (`default-src`, `object-src`, `base-uri`).
pub const DIRECTIVES: [&str; 10] = [
    "connect-src",
    "font-src",
    "form-action",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "script-src",
    "style-src",
    "worker-src",
];

/// What is added to the policy, in the order of [`DIRECTIVES`].
pub fn additions(node: &Node, findings: &mut Findings<'_>) -> Vec<Addition> {
    let mut additions = Vec::new();
    let Some(mut fields) = Fields::new(node, "policy", findings) else { return additions };
    for directive in DIRECTIVES {
        let written = fields.lines(directive);
        let is_sound = |source: &Spanned<String>| match refusal(directive, &source.value) {
            Some((message, help)) => {
                fields.findings.push(fields.findings.at(Code::BadValue, &source.span, message).help(help));
                false
            }
            None => true,
        };
        let sources: Vec<String> = written.into_iter().filter(is_sound).map(|source| source.value).collect();
        if !sources.is_empty() {
            additions.push(Addition { directive, sources });
        }
    }
    fields.finish(|| format!("a policy can be added to at `{}`", DIRECTIVES.join("`, `")));
    additions
}

/// Why a source cannot be added, and what can be done instead.
fn refusal(directive: &str, source: &str) -> Option<(String, String)> {
    let lower = source.to_ascii_lowercase();
    let unsafe_form = |form: &str| {
        let message = format!("`{form}` in `{directive}` would let anything that gets into a page run");
        let help = "name the hosts that you trust, such as `https://stats.example.org`".to_owned();
        Some((message, help))
    };
    let runs = matches!(directive, "script-src" | "style-src" | "worker-src");
    match lower.as_str() {
        "'unsafe-inline'" | "'unsafe-eval'" | "'unsafe-hashes'" | "'strict-dynamic'" => return unsafe_form(source),
        "*" | "https:" | "http:" | "data:" | "blob:" | "https://*" | "http://*" if runs => return unsafe_form(source),
        "'self'" | "'wasm-unsafe-eval'" | "data:" | "blob:" | "https:" => return None,
        _ => {}
    }
    if is_hash(source) || is_host(&lower) {
        return None;
    }
    let message = format!("`{source}` is no source of a policy");
    Some((message, "write the address of a host, such as `https://stats.example.org`".to_owned()))
}

/// `'sha256-…'`: the very script or style that has this digest.
fn is_hash(source: &str) -> bool {
    let inner = source.strip_prefix('\'').and_then(|source| source.strip_suffix('\''));
    let digest =
        inner.and_then(|inner| ["sha256-", "sha384-", "sha512-"].iter().find_map(|kind| inner.strip_prefix(kind)));
    digest.is_some_and(|digest| {
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_=".contains(c);
        digest.len() > 40 && digest.chars().all(is_base64)
    })
}

/// `https://example.org`, `https://*.example.org:8443/path/`: encrypted, and with nothing that could end the policy.
fn is_host(source: &str) -> bool {
    let Some(rest) = source.strip_prefix("https://").or_else(|| source.strip_prefix("wss://")) else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let labels = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    labels.contains('.')
        && labels.split('.').all(is_label)
        && !port.is_empty()
        && port.chars().all(|c| c.is_ascii_digit())
        && path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_trusted_is_added() {
        for (directive, source) in [
            ("script-src", "https://stats.example.org"),
            ("script-src", "https://*.example.org:8443/js/"),
            ("script-src", "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"),
            ("connect-src", "wss://live.example.org"),
            ("img-src", "https:"),
            ("frame-src", "'self'"),
        ] {
            assert_eq!(refusal(directive, source), None, "{directive} {source}");
        }
        for (directive, source) in [
            ("script-src", "'unsafe-inline'"),
            ("style-src", "'Unsafe-Inline'"),
            ("script-src", "*"),
            ("script-src", "data:"),
            ("script-src", "https:"),
            ("img-src", "http://example.org"),
            ("img-src", "https://example.org; script-src *"),
            ("img-src", "https://example.org\"><script>"),
            ("img-src", "example.org"),
            ("img-src", "https://"),
            ("script-src", "https://*.org"),
            ("script-src", "https://org"),
            ("script-src", "'nonce-abc'"),
        ] {
            assert!(refusal(directive, source).is_some(), "{directive} {source}");
        }
    }
}
