//! Server-sent events (HTML Standard, section 9.2) that tell browsers when the pages have changed.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::server::Server;

/// The version of the pages, now and whenever it changes: `{"content": 3, "stylesheets": ["assets/…"]}`.
pub async fn stream(State(server): State<Server>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = WatchStream::new(server.version).map(|version| {
        let data = serde_json::json!({ "content": version.content, "stylesheets": version.stylesheets });
        Ok(Event::default().event("version").data(data.to_string()))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
