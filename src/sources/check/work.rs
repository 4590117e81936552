//! Threads that ask: each takes a host, and does one after the other what is to be done there.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use url::Url;

use super::client::Client;
use super::hosts::Hosts;
use super::look::{look, unknown};
use super::sighting::{Outcome, Sighting};
use super::wanted::Wanted;
use super::{archives, copies};
use crate::disk::WriteError;
use crate::model::CheckedAddress;
use crate::model::config::Archives;

/// Hosts that are asked at once. Each may hold a page in memory ([`super::LARGEST_PAGE`]), its text, and a connection.
pub const HOSTS_AT_ONCE: usize = 64;

/// An address, and what is to be done about it.
pub struct Task {
    /// The address.
    pub wanted: Wanted,
    /// What was known of it.
    pub before: Option<CheckedAddress>,
    /// It is asked.
    pub is_looked_at: bool,
    /// Archives are asked for a copy.
    pub seeks_copy: bool,
}

/// What came of a task.
pub enum Told {
    /// What was seen of an address.
    Saw(String, Sighting),
    /// It could not be asked now.
    Later,
    /// The page cannot be kept.
    NotKept(WriteError),
}

/// Threads at work.
pub struct Workers {
    /// What they tell; it ends when they do.
    pub told: Receiver<Told>,
    /// How many hosts are asked.
    pub hosts: usize,
}

/// Who asks, as servers see it: a program, its version, and where the site is.
pub fn client(base_url: Option<&str>, allow_private: bool) -> Client {
    let name = format!("Casebook/{}", env!("CARGO_PKG_VERSION"));
    // Parsed anew, an address is plain ASCII: nothing in it ends the field.
    let site = base_url.and_then(|url| Url::parse(url).ok());
    let user_agent = match site {
        Some(site) => format!("{name} (+{site}; checks the sources that this site cites)"),
        None => format!("{name} (checks the sources that a site cites)"),
    };
    Client::new(&user_agent, HOSTS_AT_ONCE, allow_private)
}

impl Workers {
    /// Set threads to work on some tasks. They end by themselves, or with the program.
    pub fn start(tasks: Vec<Task>, hosts: &Arc<Hosts>, archives: &Archives, keep: Option<&PathBuf>) -> Workers {
        let by_host = by_host(tasks);
        let count = by_host.len();
        let queue = Arc::new(Mutex::new(by_host));
        let (say, told) = channel();
        for _ in 0..count.min(HOSTS_AT_ONCE) {
            let worker = Worker {
                queue: queue.clone(),
                hosts: hosts.clone(),
                archives: archives.clone(),
                keep: keep.cloned(),
                say: say.clone(),
            };
            std::thread::spawn(move || worker.work());
        }
        Workers { told, hosts: count }
    }
}

/// Tasks by host, the host with the most first: it takes the longest.
fn by_host(tasks: Vec<Task>) -> VecDeque<Vec<Task>> {
    let mut by_host: BTreeMap<String, Vec<Task>> = BTreeMap::new();
    for task in tasks {
        let host = Url::parse(&task.wanted.address).ok();
        let host = host.map(|url| url[url::Position::BeforeHost..url::Position::BeforePath].to_owned());
        by_host.entry(host.unwrap_or_default()).or_default().push(task);
    }
    let mut by_host: Vec<Vec<Task>> = by_host.into_values().collect();
    by_host.sort_by_key(|tasks| std::cmp::Reverse(tasks.len()));
    by_host.into()
}

struct Worker {
    queue: Arc<Mutex<VecDeque<Vec<Task>>>>,
    hosts: Arc<Hosts>,
    archives: Archives,
    keep: Option<PathBuf>,
    say: Sender<Told>,
}

impl Worker {
    fn work(&self) {
        loop {
            let next = self.queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(tasks) = next else { return };
            for task in tasks {
                // Whoever listened has gone: the run is at its end.
                if self.say.send(self.told(&task)).is_err() {
                    return;
                }
            }
        }
    }

    fn told(&self, task: &Task) -> Told {
        let wanted = &task.wanted;
        // A page is whatever a stranger sends; one that a library fails on is no reason to end.
        let saw = catch_unwind(AssertUnwindSafe(|| self.see(task))).unwrap_or_else(|_| {
            let outcome = Outcome::Unknown("a page that cannot be read".to_owned());
            Ok(Some(Sighting { passages: unknown(&wanted.passages), ..Sighting::of(outcome) }))
        });
        match saw {
            Ok(Some(saw)) => Told::Saw(wanted.address.clone(), saw),
            Ok(None) => Told::Later,
            Err(error) => Told::NotKept(error),
        }
    }

    fn see(&self, task: &Task) -> Result<Option<Sighting>, WriteError> {
        let wanted = &task.wanted;
        let mut saw = Sighting { passages: unknown(&wanted.passages), ..Sighting::of(Outcome::NotAsked) };
        if task.is_looked_at {
            let Some((seen, html)) = look(&self.hosts, &wanted.address, &wanted.passages, task.before.as_ref()) else {
                return Ok(None);
            };
            if let (Some(folder), Some(html)) = (&self.keep, html) {
                copies::keep(folder, &wanted.address, &html)?;
            }
            saw = seen;
        }
        if task.seeks_copy {
            match archives::find(&self.hosts, &self.archives, &wanted.address, wanted.date.as_ref()) {
                Ok(copy) => saw.copy = copy,
                Err(_) if !task.is_looked_at => return Ok(None),
                Err(_) => {}
            }
        }
        Ok(Some(saw))
    }
}
