//! Answers to requests for pages and files of the site.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http_range_header::parse_range_header;
use percent_encoding::percent_decode_str;

use super::overlay;
use super::server::Server;
use super::snapshot::Snapshot;
use crate::addresses::route;
use crate::render::{Form, Made, Page, Renderer};

/// The page or file of a path.
pub async fn answer(State(server): State<Server>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let snapshot = server.newest();
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let headers = request.headers().clone();
    // Rendering blocks its thread, so it must not run on those that answer requests.
    let answered = tokio::task::spawn_blocking(move || answer_now(&snapshot, &path, &headers)).await;
    answered.unwrap_or_else(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response())
}

fn answer_now(snapshot: &Snapshot, path: &str, headers: &HeaderMap) -> Response {
    let Some(renderer) = snapshot.renderer() else {
        return overlay::error_page(snapshot, "the site cannot be shown yet").into_response();
    };
    let plan = renderer.plan();
    let path = path.trim_start_matches('/');
    let page = if path.is_empty() || path.ends_with('/') {
        plan.find(&format!("{path}index.html"))
    } else {
        // Hosts map `/about` to `about.html`.
        plan.find(path).or_else(|| plan.find(&format!("{path}.html")))
    };
    if let Some(page) = page {
        return respond(snapshot, renderer, page, StatusCode::OK, headers);
    }
    if plan.find(&format!("{path}/index.html")).is_some() {
        return Redirect::permanent(&format!("/{path}/")).into_response();
    }
    match plan.find(route::NOT_FOUND) {
        Some(page) => respond(snapshot, renderer, page, StatusCode::NOT_FOUND, &HeaderMap::new()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(snapshot: &Snapshot, renderer: &Renderer, page: &Page, status: StatusCode, headers: &HeaderMap) -> Response {
    let mut bytes = Vec::new();
    if let Err(error) = renderer.render(page, &mut bytes) {
        return overlay::error_page(snapshot, &format!("cannot render {}: {error}", page.route)).into_response();
    }
    let is_html = page.route.ends_with(".html");
    if is_html && !matches!(page.kind.form, Form::File(Made::ByCopy, _)) {
        bytes = overlay::with_script(&bytes, snapshot.version().content);
    }
    let mut response = match partial(&bytes, headers) {
        Some(partial) => partial,
        None => (status, Body::from(bytes)).into_response(),
    };
    let to = response.headers_mut();
    to.insert(header::CONTENT_TYPE, media_type(&page.route));
    // A changed file of the theme gets a new name, so browsers may keep the old one forever.
    let caching = if is_fingerprinted(page) { "max-age=31536000, immutable" } else { "no-store" };
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    to.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response
}

/// Does the name of a file change with what is in it? `assets/style-0123abcd.css`
fn is_fingerprinted(page: &Page) -> bool {
    let stem = page.route.strip_suffix(".css").or_else(|| page.route.strip_suffix(".js"));
    let print = stem.and_then(|stem| stem.rsplit_once('-')).map(|(_, print)| print);
    matches!(page.kind.form, Form::File(Made::ByTheTheme, _))
        && print.is_some_and(|print| print.len() == 8 && print.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// One range of the bytes, where one is asked for (RFC 9110, section 14); several are answered with the whole.
fn partial(bytes: &[u8], headers: &HeaderMap) -> Option<Response> {
    let range = headers.get(header::RANGE)?.to_str().ok()?;
    let length = u64::try_from(bytes.len()).ok()?;
    let Ok(Ok(ranges)) = parse_range_header(range).map(|parsed| parsed.validate(length)) else {
        let size = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
        return Some((StatusCode::RANGE_NOT_SATISFIABLE, size).into_response());
    };
    let [range] = ranges.as_slice() else { return None };
    let (start, end) = (usize::try_from(*range.start()).ok()?, usize::try_from(*range.end()).ok()?);
    let part = bytes.get(start..=end)?.to_vec();
    let place = [(header::CONTENT_RANGE, format!("bytes {start}-{end}/{length}"))];
    Some((StatusCode::PARTIAL_CONTENT, place, Body::from(part)).into_response())
}

/// The media type of a route, by its extension; text is UTF-8.
fn media_type(route: &str) -> HeaderValue {
    let guess = mime_guess::from_path(route).first_or_octet_stream();
    let is_text = guess.type_() == mime_guess::mime::TEXT && guess.get_param("charset").is_none();
    let text = if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// A page elsewhere could make its own name lead to this machine and read drafts through the reader's browser
/// (DNS rebinding): on loopback only names of this machine are answered.
pub async fn refuse_other_hosts(State(server): State<Server>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map_or(host, |(name, _)| name);
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let is_own = name.is_empty()
        || name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    if server.is_loopback && !is_own {
        return (StatusCode::FORBIDDEN, "this address is for this machine only; see --host").into_response();
    }
    next.run(request).await
}
