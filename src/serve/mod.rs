//! Serve: the site in a browser while it is being written.

mod answer;
mod connections;
mod editor;
mod events;
mod findings;
mod guard;
mod overlay;
mod server;
mod snapshot;
mod watch;

use std::net::SocketAddr;
use std::sync::{Arc, RwLock};

use axum::Router;
use axum::routing::get;
use tokio::sync::{Semaphore, watch as channel};

use crate::pipeline::{Checked, Workspace};

pub use editor::Editor;
pub use snapshot::{Snapshot, Version};

use server::Server;

/// Why the site is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}; choose another --port")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// The files cannot be watched.
    #[error("cannot watch the site for changes: {0}")]
    Watch(#[from] notify_debouncer_full::notify::Error),
    /// The runtime failed.
    #[error("cannot serve: {0}")]
    Io(#[from] std::io::Error),
}

/// Serve a workspace until the process is interrupted. `ready` is told the address once it can be asked, and
/// `report` what every check came to, the first one included.
///
/// 1. A [`Workspace`] is checked, and the result becomes a [`Snapshot`].
/// 2. Requests are answered from the newest snapshot; a page is rendered when it is asked for ([`answer`]): the bytes
///    that [`crate::publish`] would write, and the reload script.
/// 3. Whoever asks is bounded in number and time ([`connections`]), asks under a name of this machine, and is answered with
///    the headers of a hardened host ([`guard`]).
/// 4. A change of the site's files ([`watch`]) makes the next snapshot, and browsers are told by server-sent events
///    ([`events`]).
///
/// A site with errors keeps its last good pages, with what is wrong shown over them ([`overlay`]).
///
/// # Errors
/// Where the address cannot be listened on or the files not be watched.
pub fn serve(
    mut workspace: Workspace,
    address: SocketAddr,
    editor: Editor,
    ready: &dyn Fn(SocketAddr),
    report: impl Fn(&Checked) + Send + 'static,
) -> Result<(), ServeError> {
    let checked = workspace.check();
    report(&checked);
    let first = Arc::new(Snapshot::first(checked));
    let (sender, version) = channel::channel(first.version());
    let snapshot = Arc::new(RwLock::new(first));
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let server = Server {
        snapshot: snapshot.clone(),
        version,
        rendering: Arc::new(Semaphore::new(processors)),
        streams: Arc::new(Semaphore::new(connections::STREAMS)),
        is_loopback: address.ip().is_loopback(),
        root: Arc::new(std::path::absolute(workspace.root())?),
        editor: Arc::new(if address.ip().is_loopback() { editor } else { Editor::NONE }),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.map_err(|error| ServeError::Listen { address, error })?;
        watch::watch(workspace, snapshot, sender, report)?;
        ready(listener.local_addr()?);
        let app = Router::new()
            .route("/__casebook/", get(overlay::page))
            .route("/__casebook/events", get(events::stream))
            .route("/__casebook/overlay", get(overlay::fragment))
            .route("/__casebook/reload.js", get(overlay::script))
            .route("/__casebook/overlay.css", get(overlay::stylesheet))
            .fallback(answer::answer)
            .layer(axum::middleware::from_fn_with_state(server.clone(), guard::guard))
            .with_state(server);
        // Open event streams never end by themselves, so that there is no waiting for them.
        tokio::select! {
            never = connections::accept(listener, app) => match never {},
            () = interrupted() => Ok(()),
        }
    })
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
