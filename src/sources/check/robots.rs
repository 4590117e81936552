//! `robots.txt` (RFC 9309): which paths of a host a program may ask for.

use std::time::Duration;

/// The product token of Casebook (RFC 9309, section 2.2.1).
const TOKEN: &str = "casebook";

/// Bytes that are read of a file; the standard asks for as much.
pub const LARGEST: usize = 500 << 10;

/// The longest pause between two requests that a file can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What a host asks of Casebook.
#[derive(Debug, Default)]
pub struct Robots {
    rules: Vec<Rule>,
    /// How long it wants to be left alone between two requests: `Crawl-delay`, which the standard does not know and many
    /// files hold.
    pub pause: Option<Duration>,
}

#[derive(Debug, Clone)]
struct Rule {
    allows: bool,
    pattern: String,
}

/// The rules of a group while the file is read.
#[derive(Default)]
struct Groups {
    /// Groups that name Casebook.
    own: Robots,
    has_own: bool,
    /// Groups for everybody.
    all: Robots,
}

impl Robots {
    /// Read a file.
    pub fn parse(text: &str) -> Robots {
        let mut groups = Groups::default();
        // Whom the group that is read is for, and whether its rules have begun.
        let (mut is_own, mut is_all, mut has_rules) = (false, false, true);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if std::mem::take(&mut has_rules) {
                    (is_own, is_all) = (false, false);
                }
                let name = value.split(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).next();
                is_own |= name.is_some_and(|name| name.eq_ignore_ascii_case(TOKEN));
                is_all |= value == "*";
                groups.has_own |= is_own;
                continue;
            }
            has_rules |= matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            if is_own {
                groups.own.take(&key, value);
            }
            if is_all {
                groups.all.take(&key, value);
            }
        }
        if groups.has_own { groups.own } else { groups.all }
    }

    fn take(&mut self, key: &str, value: &str) {
        match key {
            // An empty path matches nothing.
            "allow" | "disallow" if !value.is_empty() => {
                self.rules.push(Rule { allows: key == "allow", pattern: encoded(value) });
            }
            "crawl-delay" => {
                let seconds = value.parse().ok().filter(|seconds| (0.0..=1e6).contains(seconds));
                self.pause = seconds.map(|seconds| Duration::from_secs_f64(seconds).min(LONGEST_PAUSE));
            }
            _ => {}
        }
    }

    /// May this path, with its query, be asked for? The longest rule that matches counts; of two, the one that allows.
    pub fn allows(&self, path: &str) -> bool {
        let path = encoded(path);
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// Percent-encoded where it must be, with digits in capitals: the form in which paths are compared (section 2.2.2).
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_digit = |back: usize| at >= back && bytes[at - back] == b'%' && byte.is_ascii_hexdigit();
        match byte {
            _ if is_digit(1) || is_digit(2) => text.push(char::from(byte.to_ascii_uppercase())),
            b'!'..=b'~' => text.push(char::from(*byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// Does a path begin as a pattern says? `*` stands for anything, `$` for the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && to_end {
            return rest.ends_with(part);
        }
        // The first place leaves the most for what follows.
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_group_and_the_longest_rule_count() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /\n\nUser-Agent: Other\nUser-agent: CaseBook/2.0\nDisallow: /private/\n\
             Allow: /private/press\ndisallow: /*.pdf$\nCrawl-delay: 0.5 # half\n\nuser-agent: casebook\nDisallow: /x*y/z\n",
        );
        for path in ["/", "/public", "/private/press/1", "/a.pdf?x", "/x/z", "/private"] {
            assert!(robots.allows(path), "{path}");
        }
        for path in ["/private/", "/private/a", "/a/b.pdf", "/x1y/z", "/xy/z/more"] {
            assert!(!robots.allows(path), "{path}");
        }
        assert_eq!(robots.pause, Some(Duration::from_millis(500)));
    }

    #[test]
    fn what_says_nothing_allows_all() {
        for text in ["", "User-agent: *\nDisallow:\n", "User-agent: x\nDisallow: /\n", "<html>", "Disallow: /\n"] {
            assert!(Robots::parse(text).allows("/a"), "{text:?}");
        }
        let tie = Robots::parse("User-agent: *\nDisallow: /a\nAllow: /a\nDisallow: /%e4\nDisallow: /ö\n");
        assert!(tie.allows("/a"));
        assert!(!tie.allows("/%E4") && !tie.allows("/%C3%B6"));
        assert!(!Robots::parse("\u{feff}User-agent: *\nDisallow: /").allows("/"), "a byte order mark");
    }

    #[test]
    fn stars_end() {
        let pattern = format!("User-agent: *\nDisallow: /{}", "*a".repeat(100_000));
        assert!(Robots::parse(&pattern).allows(&format!("/{}", "a".repeat(2_000))));
    }
}
