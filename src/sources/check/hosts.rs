//! Hosts, asked one request at a time, as often and as soon as each lets itself be asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use super::absent::Absent;
use super::client::{Answer, Client, Failure, Method};
use super::robots::{self, Robots};

/// How often a host that says "too many requests" is asked again.
const ATTEMPTS: u32 = 3;

/// The longest that a host may have itself waited for; one that wants more is left alone for this run.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Answers in a row that did not come in time, after which a host is taken to be down.
const TIMEOUTS: usize = 2;

/// Redirects of `robots.txt` that are followed (RFC 9309, section 2.3.1.2).
const REDIRECTS: usize = 5;

/// Why an address got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The host could not be asked.
    Failed(Failure),
    /// The host's `robots.txt` forbids it.
    Forbidden,
    /// The host's `robots.txt` cannot be had, for this reason, and then nothing may be asked for.
    NoRobots(String),
    /// The host wants to be left alone for now, or the run ends.
    NotNow,
}

/// All hosts that were met.
pub struct Hosts {
    client: Client,
    by_name: Mutex<HashMap<String, Arc<Mutex<Host>>>>,
    stop: Arc<AtomicBool>,
    has_answered: AtomicBool,
    reading: Mutex<()>,
}

/// What is known of one host. Who holds it asks.
#[derive(Default)]
struct Host {
    robots: Option<Result<Arc<Robots>, Trouble>>,
    down: Option<Failure>,
    timeouts: usize,
    is_left_alone: bool,
    /// It wants no request before.
    next: Option<Instant>,
    absent: HashMap<String, Arc<Absent>>,
}

impl Hosts {
    /// None is known yet.
    pub fn new(client: Client, stop: Arc<AtomicBool>) -> Self {
        Hosts {
            client,
            by_name: Mutex::default(),
            stop,
            has_answered: AtomicBool::new(false),
            reading: Mutex::default(),
        }
    }

    /// Did any host answer? Where none does, the network may be down.
    pub fn has_answered(&self) -> bool {
        self.has_answered.load(Ordering::Relaxed)
    }

    /// The right to read a page: one at a time, for a large one takes many times its size while it is read.
    pub fn reading(&self) -> MutexGuard<'_, ()> {
        lock(&self.reading)
    }

    /// Ask for a page, where the host's `robots.txt` allows it.
    pub fn ask(&self, method: Method, url: &Url) -> Result<Answer, Trouble> {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        if !self.robots(url)?.allows(path) {
            return Err(Trouble::Forbidden);
        }
        self.request(method, url)
    }

    /// What the host of an address answers for pages that are not there, in the folder of the site that it lies in.
    pub fn absent(&self, url: &Url, find: impl FnOnce() -> Absent) -> Arc<Absent> {
        let folder = url.path().trim_start_matches('/').split_once('/').map_or("", |(folder, _)| folder).to_owned();
        let host = self.host(url);
        if let Some(known) = lock(&host).absent.get(&folder) {
            return known.clone();
        }
        let found = Arc::new(find());
        lock(&host).absent.insert(folder, found.clone());
        found
    }

    fn host(&self, url: &Url) -> Arc<Mutex<Host>> {
        let name = url[url::Position::BeforeHost..url::Position::BeforePath].to_owned();
        lock(&self.by_name).entry(name).or_default().clone()
    }

    fn robots(&self, url: &Url) -> Result<Arc<Robots>, Trouble> {
        let host = self.host(url);
        if let Some(known) = &lock(&host).robots {
            return known.clone();
        }
        let found = self.find_robots(url);
        if !matches!(found, Err(Trouble::NotNow)) {
            lock(&host).robots = Some(found.clone());
        }
        found
    }

    fn find_robots(&self, url: &Url) -> Result<Arc<Robots>, Trouble> {
        let Ok(mut at) = url.join("/robots.txt") else { return Ok(Arc::default()) };
        for _ in 0..=REDIRECTS {
            let answer = self.request(Method::Get, &at)?;
            match answer.redirect(&at) {
                Some(to) if matches!(to.scheme(), "http" | "https") => at = to,
                _ if (200..300).contains(&answer.status) => {
                    let text = &answer.body[..answer.body.len().min(robots::LARGEST)];
                    return Ok(Arc::new(Robots::parse(&String::from_utf8_lossy(text))));
                }
                _ if answer.status >= 500 => return Err(Trouble::NoRobots(answer.status.to_string())),
                // A file that is not there, or not for us, forbids nothing.
                _ => break,
            }
        }
        Ok(Arc::default())
    }

    /// Ask when it is this thread's turn.
    fn request(&self, method: Method, url: &Url) -> Result<Answer, Trouble> {
        let host = self.host(url);
        let mut host = lock(&host);
        for attempt in 0.. {
            if host.is_left_alone || self.stop.load(Ordering::Relaxed) {
                return Err(Trouble::NotNow);
            }
            if let Some(failure) = &host.down {
                return Err(Trouble::Failed(failure.clone()));
            }
            self.wait_until(host.next.take())?;
            let answer = self.client.ask(method, url).map_err(|failure| host.failed(failure))?;
            host.timeouts = 0;
            self.has_answered.store(true, Ordering::Relaxed);
            let pause = match &host.robots {
                Some(Ok(robots)) => robots.pause,
                _ => None,
            };
            host.next = pause.map(|pause| Instant::now() + pause);
            let after = answer.retry_after();
            if answer.status != 429 && !(answer.status == 503 && after.is_some()) {
                return Ok(answer);
            }
            let wait = after.unwrap_or(Duration::from_secs(1 << attempt));
            if wait > LONGEST_WAIT || attempt + 1 == ATTEMPTS {
                host.is_left_alone = true;
                return Ok(answer);
            }
            host.next = Some(Instant::now() + wait);
        }
        Err(Trouble::NotNow)
    }

    fn wait_until(&self, next: Option<Instant>) -> Result<(), Trouble> {
        while let Some(left) = next.and_then(|next| next.checked_duration_since(Instant::now())) {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Trouble::NotNow);
            }
            std::thread::sleep(left.min(Duration::from_millis(50)));
        }
        Ok(())
    }
}

impl Host {
    /// A request failed. Where that says something of the host, no other is made.
    fn failed(&mut self, failure: Failure) -> Trouble {
        self.timeouts = if failure == Failure::TimedOut { self.timeouts + 1 } else { 0 };
        if self.timeouts >= TIMEOUTS || !matches!(failure, Failure::TimedOut | Failure::Broken) {
            self.down = Some(failure.clone());
        }
        Trouble::Failed(failure)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
