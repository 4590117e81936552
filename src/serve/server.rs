//! The state that requests are answered from.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use tokio::sync::{Semaphore, watch as channel};

use super::editor::Editor;
use super::findings::Desk;
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
    /// The folder of the site.
    pub root: Arc<PathBuf>,
    /// The writer's editor; none where others may look, at whose machines it is not.
    pub editor: Arc<Editor>,
}

impl Server {
    /// Where files lie and what opens them.
    pub fn desk(&self) -> Desk<'_> {
        Desk { root: &self.root, editor: &self.editor }
    }

    /// The newest snapshot.
    pub fn newest(&self) -> Arc<Snapshot> {
        // A thread that panicked while it held the lock left a whole snapshot behind.
        self.snapshot.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
