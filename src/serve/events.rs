//! Server-sent events (HTML Standard, section 9.2) that tell browsers when the pages have changed.

use std::convert::Infallible;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::connections::IsStream;
use super::server::Server;

/// The version of the pages, now and whenever it changes: `{"content": 3, "stylesheets": ["assets/…"]}`.
///
/// # Errors
/// Where as many pages listen as can.
pub async fn stream(
    State(server): State<Server>,
    Extension(is_stream): Extension<IsStream>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, (StatusCode, &'static str)> {
    let Ok(room) = server.streams.try_acquire_owned() else {
        return Err((StatusCode::SERVICE_UNAVAILABLE, "too many pages listen for changes: close some"));
    };
    is_stream.set();
    let events = WatchStream::new(server.version).map(move |version| {
        // Kept for as long as the stream is.
        let _room = &room;
        let data = serde_json::json!({ "content": version.content, "stylesheets": version.stylesheets });
        Ok(Event::default().event("version").data(data.to_string()))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}
