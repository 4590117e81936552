//! Connections: how many are open, and for how long, whatever those at the other end do.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio_io_timeout::TimeoutStream;

/// How many connections are open beside the event streams. The oldest gives way to a new one, so that those that are
/// kept open for nothing never keep others out.
const OPEN: usize = 200;
/// How many event streams are open: one for each page that somebody looks at.
pub const STREAMS: usize = 100;
/// How long a request's head may take; also how long a connection may wait for its next request.
const HEAD: Duration = Duration::from_secs(10);
/// How long a request's head may be, in bytes.
const HEAD_LENGTH: usize = 32 << 10;
/// How long a reader may take nothing of an answer.
const STALL: Duration = Duration::from_secs(20);
/// How long a connection lasts. Browsers open an event stream that ends again.
const LIFE: Duration = Duration::from_secs(600);
/// How long to wait where the system has no more connections to give.
const PAUSE: Duration = Duration::from_millis(50);

/// Is a connection an event stream? Set when one is asked for.
#[derive(Debug, Clone, Default)]
pub struct IsStream(Arc<AtomicBool>);

impl IsStream {
    /// It is.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Answer every connection, until the process ends.
pub async fn accept(listener: TcpListener, app: Router) -> Infallible {
    let mut open: VecDeque<(AbortHandle, IsStream)> = VecDeque::new();
    loop {
        let accepted = listener.accept().await;
        open.retain(|(task, _)| !task.is_finished());
        let others = open.iter().filter(|(_, is_stream)| !is_stream.0.load(Ordering::Relaxed)).count();
        if (others >= OPEN || accepted.is_err())
            && let Some(oldest) = open.iter().position(|(_, is_stream)| !is_stream.0.load(Ordering::Relaxed))
            && let Some((task, _)) = open.remove(oldest)
        {
            task.abort();
        }
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let is_stream = IsStream::default();
        let task =
            tokio::spawn(tokio::time::timeout(LIFE, answer(stream, app.clone().layer(Extension(is_stream.clone())))));
        open.push_back((task.abort_handle(), is_stream));
    }
}

/// Answer the requests of a connection. That it broke or took too long is nobody's loss here.
async fn answer(stream: TcpStream, app: Router) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALL));
    let io = TokioIo::new(Box::pin(stream));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_LENGTH);
    let _ = server.serve_connection(io, TowerToHyperService::new(app)).await;
}
