//! Requests over HTTP: the only place where a connection is opened.

#![expect(clippy::disallowed_methods, reason = "the only code that opens connections")]

use std::io::{self, Read};
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::{HeaderMap, Response};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};
use url::Url;

use super::guard::Guard;

/// Bytes of a page that are read, unpacked; the text beyond is not looked at.
pub const LARGEST_PAGE: u64 = 4 << 20;

/// How long an answer may take, from the first word to the last.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a host may take to be found, to take a connection, and to begin to answer.
const STEP: Duration = Duration::from_secs(20);

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Is it there?
    Head,
    /// What does it say?
    Get,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// The status (RFC 9110, section 15).
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// What came, as far as it was read.
    pub body: Vec<u8>,
    /// More of it was left unread.
    pub is_cut: bool,
}

impl Answer {
    /// A header field as text; none where it is not plain ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where a redirect leads (RFC 9110, section 15.4).
    pub fn redirect(&self, from: &Url) -> Option<Url> {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        // Fields are bytes; browsers take them for UTF-8.
        let location = String::from_utf8_lossy(self.headers.get("location")?.as_bytes()).into_owned();
        let mut to = from.join(&location).ok()?;
        let _ = to.set_username("").and_then(|()| to.set_password(None));
        if to.fragment().is_none() {
            to.set_fragment(from.fragment());
        }
        Some(to)
    }

    /// Is it, or may it be, a page?
    pub fn may_be_page(&self) -> bool {
        self.header("content-type").is_none_or(|media_type| {
            let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            matches!(media_type.as_str(), "" | "text/html" | "application/xhtml+xml" | "text/plain")
        })
    }

    /// How long it asks to be left alone (RFC 9110, section 10.2.3): in seconds, or until a date by its own clock.
    pub fn retry_after(&self) -> Option<Duration> {
        let after = self.header("retry-after")?.trim();
        if let Ok(seconds) = after.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = |text: &str| -> Option<Timestamp> {
            let zoned = jiff::fmt::rfc2822::parse(&text.replace("GMT", "+0000")).ok()?;
            Some(zoned.timestamp())
        };
        let left = date(after)?.duration_since(date(self.header("date")?)?);
        Some(left.try_into().unwrap_or(Duration::ZERO))
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No machine has this name.
    NoSuchHost,
    /// No machine takes the connection.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// The connection ended, or what came is not HTTP.
    Broken,
    /// The certificate does not hold.
    Certificate,
    /// The machine is in a private network.
    Private,
    /// Names cannot be looked up now.
    NoNetwork,
}

impl Failure {
    /// In words, for the file and for messages.
    pub fn as_str(&self) -> &'static str {
        match self {
            Failure::NoSuchHost => "no such host",
            Failure::Unreachable => "no connection",
            Failure::TimedOut => "no answer in time",
            Failure::Broken => "no whole answer",
            Failure::Certificate => "a certificate that does not hold",
            Failure::Private => "an address of a private network",
            Failure::NoNetwork => "no network",
        }
    }
}

/// Asks servers.
#[derive(Debug, Clone)]
pub struct Client(Agent);

impl Client {
    /// A client that says who asks, and follows nothing by itself.
    pub fn new(user_agent: &str, connections: usize, allow_private: bool) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(user_agent)
            .accept("text/html, application/xhtml+xml, */*;q=0.5")
            .proxy(None)
            .max_idle_connections(connections)
            .max_idle_connections_per_host(1)
            .max_response_header_size(64 << 10)
            .timeout_resolve(Some(STEP))
            .timeout_connect(Some(STEP))
            .timeout_recv_response(Some(STEP))
            .timeout_global(Some(PATIENCE))
            .build();
        let guard = Guard { allow_private, inner: DefaultResolver::default() };
        Client(Agent::with_parts(config, DefaultConnector::default(), guard))
    }

    /// Ask for a page.
    pub fn ask(&self, method: Method, url: &Url) -> Result<Answer, Failure> {
        match self.once(method, url) {
            // A connection that was kept open may have been closed by the other side meanwhile.
            Err(Failure::Broken) => self.once(method, url),
            done => done,
        }
    }

    fn once(&self, method: Method, url: &Url) -> Result<Answer, Failure> {
        let asked = match method {
            Method::Head => self.0.head(sent(url)).call(),
            Method::Get => self.0.get(sent(url)).call(),
        };
        read(asked.map_err(|error| failure(&error))?)
    }
}

/// The address that is sent: without fragment, user and password.
fn sent(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    // Only addresses without a host refuse, and those are never asked.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url.into()
}

fn read(response: Response<Body>) -> Result<Answer, Failure> {
    let (parts, body) = response.into_parts();
    let mut bytes = Vec::new();
    let read = body.into_with_config().limit(u64::MAX).reader().take(LARGEST_PAGE + 1).read_to_end(&mut bytes);
    if let Err(error) = read {
        return Err(error.downcast::<Error>().map_or(Failure::Broken, |error| failure(&error)));
    }
    let most = usize::try_from(LARGEST_PAGE).unwrap_or(usize::MAX);
    let is_cut = bytes.len() > most;
    bytes.truncate(most);
    Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: bytes, is_cut })
}

fn failure(error: &Error) -> Failure {
    match error {
        Error::HostNotFound => Failure::NoSuchHost,
        Error::Timeout(_) => Failure::TimedOut,
        Error::ConnectionFailed => Failure::Unreachable,
        Error::Tls(_) | Error::Rustls(_) => Failure::Certificate,
        Error::Io(error) => of_system(error),
        _ => Failure::Broken,
    }
}

fn of_system(error: &io::Error) -> Failure {
    let said = error.to_string();
    match error.kind() {
        io::ErrorKind::PermissionDenied => Failure::Private,
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::AddrNotAvailable => Failure::Unreachable,
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Failure::TimedOut,
        io::ErrorKind::InvalidData => Failure::Certificate,
        // What the system says where a name cannot be looked up has no kind of its own.
        _ if said.contains("Temporary failure in name resolution") || said.contains("try again") => Failure::NoNetwork,
        _ if said.contains("failed to lookup address") => Failure::NoSuchHost,
        _ => Failure::Broken,
    }
}
