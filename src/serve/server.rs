//! The state that requests are answered from.

use std::sync::{Arc, RwLock};

use tokio::sync::{Semaphore, watch as channel};

use super::snapshot::{Snapshot, Version};

/// What requests are answered from: one for all of them.
#[derive(Clone)]
pub struct Server {
    /// The newest snapshot.
    pub snapshot: Arc<RwLock<Arc<Snapshot>>>,
    /// Tells open pages of newer ones.
    pub version: channel::Receiver<Version>,
    /// Turns to render a page.
    pub rendering: Arc<Semaphore>,
    /// Room for event streams.
    pub streams: Arc<Semaphore>,
    /// Only this machine is served: requests under other names of it are refused.
    pub is_loopback: bool,
}

impl Server {
    /// The newest snapshot.
    pub fn newest(&self) -> Arc<Snapshot> {
        // A thread that panicked while it held the lock left a whole snapshot behind.
        self.snapshot.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
