//! Serve: pages of the plan, rendered when they are asked for.
//!
//! Comes in: a site ready to be rendered, and an address. Goes out: answers to HTTP requests, the same bytes
//! that [`crate::publish`] would write.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use crate::plan::Page;
use crate::render::Renderer;

/// Answer requests until the process ends. `ready` is told the address, once it can be asked.
///
/// # Errors
/// Where the address cannot be listened on.
pub fn serve(renderer: Renderer, address: SocketAddr, ready: &dyn Fn(SocketAddr)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await?;
        ready(listener.local_addr()?);
        let app = Router::new().fallback(answer).with_state(Arc::new(renderer));
        axum::serve(listener, app).with_graceful_shutdown(interrupted()).await
    })
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn answer(State(renderer): State<Arc<Renderer>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    match find(&renderer, path.trim_start_matches('/')) {
        Some(page) => respond(&renderer, page, StatusCode::OK),
        None => match renderer.plan().find("404.html") {
            Some(page) => respond(&renderer, page, StatusCode::NOT_FOUND),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

/// The page of a path, as hosts map it: a folder is its index, and `.html` may be left out.
fn find<'a>(renderer: &'a Renderer, path: &str) -> Option<&'a Page> {
    let plan = renderer.plan();
    if path.is_empty() || path.ends_with('/') {
        return plan.find(&format!("{path}index.html"));
    }
    plan.find(path).or_else(|| plan.find(&format!("{path}.html")))
}

fn respond(renderer: &Renderer, page: &Page, status: StatusCode) -> Response {
    let mut bytes = Vec::new();
    match renderer.render(page, &mut bytes) {
        Ok(()) => {
            let headers = [(header::CONTENT_TYPE, media_type(&page.route)), (header::CACHE_CONTROL, "no-store")];
            (status, headers, Body::from(bytes)).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// The media type of a route, by its extension (IANA registry).
fn media_type(route: &str) -> &'static str {
    match route.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}
