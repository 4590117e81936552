//! Answers to requests for pages and files of the site.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use http_range_header::parse_range_header;
use percent_encoding::percent_decode_str;

use super::overlay;
use super::server::Server;
use super::snapshot::Snapshot;
use crate::addresses::route;
use crate::render::{Form, Made, Page, RenderError, Renderer, policy_of_answers};

/// The page or file of a path.
pub async fn answer(State(server): State<Server>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    // What is rendered at once stands in memory; the processor is the bound of how much of it is of use.
    let turn = server.rendering.clone().acquire_owned().await;
    let snapshot = server.newest();
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let headers = request.headers().clone();
    // Rendering blocks its thread, so it must not run on those that answer requests.
    let answered = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        answer_now(&server, &snapshot, &path, &headers)
    })
    .await;
    answered.unwrap_or_else(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response())
}

fn answer_now(server: &Server, snapshot: &Snapshot, path: &str, headers: &HeaderMap) -> Response {
    let Some(renderer) = snapshot.renderer() else {
        return overlay::error_page(snapshot, server.desk(), "the site cannot be shown yet").into_response();
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
        return respond(server, snapshot, (renderer, page), StatusCode::OK, headers);
    }
    if plan.find(&format!("{path}/index.html")).is_some() {
        return Redirect::permanent(&format!("/{path}/")).into_response();
    }
    match plan.find(route::NOT_FOUND) {
        Some(page) => respond(server, snapshot, (renderer, page), StatusCode::NOT_FOUND, &HeaderMap::new()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(
    server: &Server,
    snapshot: &Snapshot,
    (renderer, page): (&Renderer, &Page),
    status: StatusCode,
    headers: &HeaderMap,
) -> Response {
    let is_html = page.route.ends_with(".html");
    let is_copied = matches!(page.kind.form, Form::File(Made::ByCopy, _));
    let made = snapshot.body(&page.route, || {
        let mut bytes = Vec::new();
        renderer.render(page, &mut bytes)?;
        Ok(if is_html && !is_copied { overlay::with_script(&bytes, snapshot.version().content) } else { bytes })
    });
    let bytes = match made {
        Ok(bytes) => bytes,
        Err::<_, RenderError>(error) => {
            let message = format!("cannot render {}: {error}", page.route);
            return overlay::error_page(snapshot, server.desk(), &message).into_response();
        }
    };
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
    if let Ok(policy) = HeaderValue::from_str(&policy_of(renderer, page)) {
        to.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The policy of the site's pages, and that no other site may frame them. A file beside a case comes from whoever
/// wrote the case: it runs nothing, and has no part in the site's origin.
fn policy_of(renderer: &Renderer, page: &Page) -> String {
    let site = renderer.site();
    let is_attached = page.subject.asset().is_some_and(|id| site.asset(id).source.starts_with("content/"));
    // A PDF in a sandbox is not shown.
    let is_sandboxed = is_attached && !page.route.to_ascii_lowercase().ends_with(".pdf");
    let sandbox = if is_sandboxed { "; sandbox" } else { "" };
    policy_of_answers(&site.config.csp) + sandbox
}

/// Does the name of a file change with what is in it? `assets/style-0123abcd.css`
fn is_fingerprinted(page: &Page) -> bool {
    let stem = page.route.strip_suffix(".css").or_else(|| page.route.strip_suffix(".js"));
    let print = stem.and_then(|stem| stem.rsplit_once('-')).map(|(_, print)| print);
    matches!(page.kind.form, Form::File(Made::ByTheTheme, _))
        && print.is_some_and(|print| print.len() == 8 && print.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// One range of the bytes, where one is asked for (RFC 9110, section 14); several are answered with the whole.
fn partial(bytes: &Bytes, headers: &HeaderMap) -> Option<Response> {
    let range = headers.get(header::RANGE)?.to_str().ok()?;
    let length = u64::try_from(bytes.len()).ok()?;
    let Ok(Ok(ranges)) = parse_range_header(range).map(|parsed| parsed.validate(length)) else {
        let size = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
        return Some((StatusCode::RANGE_NOT_SATISFIABLE, size).into_response());
    };
    let [range] = ranges.as_slice() else { return None };
    let (start, end) = (usize::try_from(*range.start()).ok()?, usize::try_from(*range.end()).ok()?);
    let part = (end < bytes.len()).then(|| bytes.slice(start..=end))?;
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
