//! Pages that keep programs out: they say nothing of what stands behind them.

use super::client::Answer;

/// Statuses by which servers turn programs away: asks for a login or a fee, forbids, refuses on demand of a law, and
/// "too many requests"; 999 is a network of careers'.
pub fn is_wall_status(status: u16) -> bool {
    matches!(status, 401 | 402 | 403 | 407 | 429 | 451 | 999)
}

/// Header fields by which services that guard sites say that what comes is a riddle.
pub fn is_challenge(answer: &Answer) -> bool {
    answer.header("cf-mitigated").is_some_and(|value| value.contains("challenge"))
        || answer.header("x-datadome").is_some() && is_wall_status(answer.status)
        || answer.header("x-amzn-waf-action").is_some()
}

/// Scripts and words of riddles.
const RIDDLES: [&str; 24] = [
    "_cf_chl_opt",
    "challenges.cloudflare.com/turnstile",
    "geo.captcha-delivery.com",
    "_incapsula_resource",
    "px-captcha",
    "awswafcookiedomainlist",
    "ddos-guard",
    "g-recaptcha",
    "h-captcha",
    "<title>just a moment...",
    "<title>attention required!",
    "<title>access denied",
    "<title>are you a robot",
    "<title>robot check",
    "<title>pardon our interruption",
    "<title>human verification",
    "<title>security check",
    "<title>client challenge",
    "checking your browser before accessing",
    "verify you are human",
    "verify that you are human",
    "confirm you are not a robot",
    "unusual traffic from your computer network",
    "please enable cookies to continue",
];

/// Characters of text up to which a page may be a riddle: an article that speaks of them is longer.
const SHORT: usize = 1_500;

/// Is a page a riddle for programs?
pub fn is_riddle(html: &str, text: &str) -> bool {
    if text.split_whitespace().map(str::len).sum::<usize>() > SHORT {
        return false;
    }
    let html = html.to_lowercase();
    RIDDLES.iter().any(|mark| html.contains(mark))
}

/// Parts of paths that ask who the reader is.
const DOORS: [&str; 16] = [
    "login",
    "log-in",
    "signin",
    "sign-in",
    "sign_in",
    "sso",
    "auth",
    "authorize",
    "oauth",
    "consent",
    "captcha",
    "challenge",
    "authwall",
    "paywall",
    "subscribe",
    "register",
];

/// Does an address ask who the reader is, before it shows what was asked for?
pub fn is_door(url: &url::Url) -> bool {
    let of_host = url.host_str().and_then(|host| host.split('.').next()).unwrap_or_default();
    let parts = url.path_segments().into_iter().flatten();
    parts.chain([of_host]).any(|part| {
        let part = part.to_ascii_lowercase();
        DOORS.contains(&part.split('.').next().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn riddles_are_told_from_articles_on_them() {
        let riddle = "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>";
        assert!(is_riddle(riddle, "Enable JavaScript and cookies to continue"));
        let article = "How sites verify you are human. ".repeat(100);
        assert!(!is_riddle(&article, &article));
        assert!(!is_riddle("<p>Klarna hires again</p>", "Klarna hires again"));
    }

    #[test]
    fn doors_are_known_by_their_names() {
        let is = |url: &str| is_door(&url::Url::parse(url).unwrap());
        for url in ["https://x.example/login?next=/a", "https://login.example.org/", "https://x.example/Sign-In.aspx"] {
            assert!(is(url), "{url}");
        }
        assert!(!is("https://example.org/news/logins-fall"));
    }
}
