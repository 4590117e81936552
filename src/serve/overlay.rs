//! Findings shown in the browser: over the page that they concern, and all of them at `/__casebook/`.

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse};
use serde::Deserialize;

use super::findings::{Desk, by_file, counted, list};
use super::server::Server;
use super::snapshot::Snapshot;
use crate::diagnostic::Severity;
use crate::plan::Subject;
use crate::render::escape;

/// How many errors are laid over a page.
const SHOWN: usize = 20;

/// Which page asks.
#[derive(Debug, Deserialize)]
pub struct Asking {
    path: String,
}

/// `/__casebook/`: all findings.
pub async fn page(State(server): State<Server>) -> Html<String> {
    let snapshot = server.newest();
    let (diagnostics, _) = snapshot.findings();
    let summary = if diagnostics.is_empty() { "Nothing is wrong.".to_owned() } else { counted(&diagnostics.iter()) };
    Html(document(&snapshot, "Findings", &summary, &by_file(&snapshot, server.desk())))
}

/// `/__casebook/overlay?path=…`: what is laid over a page: the errors, those of its own file first; without any, the
/// number of warnings, which leads to them; empty where there are none either.
pub async fn fragment(State(server): State<Server>, Query(asking): Query<Asking>) -> Html<String> {
    let snapshot = server.newest();
    if let Some(failure) = snapshot.failure() {
        return Html(laid_over(&format!("<p>{}</p>", escape(failure))));
    }
    let errors = snapshot.errors_for(source_of(&snapshot, &asking.path).as_deref());
    if errors.is_empty() {
        let (diagnostics, _) = snapshot.findings();
        let warnings = diagnostics.iter().filter(|one| one.severity == Severity::Warning);
        let badge = |count: String| format!("<a class=\"casebook-badge\" href=\"/__casebook/\">{count}</a>");
        return Html(Some(counted(&warnings)).filter(|count| !count.is_empty()).map(badge).unwrap_or_default());
    }
    let shown = &errors[..errors.len().min(SHOWN)];
    let count = counted(&errors.iter().copied());
    Html(laid_over(&format!(
        "<h2>{count}: you are seeing the last good version</h2>{}<p><a href=\"/__casebook/\">All findings</a></p>",
        list(&snapshot, server.desk(), shown)
    )))
}

fn laid_over(content: &str) -> String {
    format!("<aside class=\"casebook-overlay\" role=\"alert\"><button type=\"button\">Hide</button>{content}</aside>")
}

/// The file of the case or page at a path.
fn source_of(snapshot: &Snapshot, path: &str) -> Option<String> {
    let renderer = snapshot.renderer()?;
    let path = path.trim_start_matches('/');
    let plan = renderer.plan();
    let page = plan.find(path).or_else(|| plan.find(&format!("{path}.html")))?;
    let (_, files) = snapshot.findings();
    // Found by path, as ids of files may have changed since the site that is shown.
    let text = match page.subject {
        Subject::Case(id) => &renderer.site().case(id).slug.to_string(),
        Subject::FreePage(id) => &renderer.site().free_page(id).route,
        _ => return None,
    };
    let name = format!("/{text}.md");
    files.sources.iter().find(|file| file.path.ends_with(&name)).map(|file| file.path.clone())
}

/// In place of a page that cannot be shown.
pub fn error_page(snapshot: &Snapshot, desk: Desk<'_>, message: &str) -> impl IntoResponse + use<> {
    let all = list(snapshot, desk, &snapshot.errors_for(None));
    let html = document(snapshot, "This page cannot be shown", message, &all);
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CACHE_CONTROL, "no-store")], Html(html))
}

fn document(snapshot: &Snapshot, title: &str, lead: &str, content: &str) -> String {
    let failure = snapshot.failure().map(|failure| format!("<p>{}</p>", escape(failure))).unwrap_or_default();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/__casebook/overlay.css\"></head>\n\
         <body class=\"casebook-findings\"><main><h1>{title}</h1><p>{}</p>{failure}{content}\
         <p><a href=\"/\">Back to the site</a></p></main></body>\n</html>\n",
        escape(lead)
    );
    String::from_utf8_lossy(&with_script(page.as_bytes(), snapshot.version().content)).into_owned()
}

/// A page with the reload script, which knows which version the page is of.
pub fn with_script(html: &[u8], version: u64) -> Vec<u8> {
    let script = format!("<script src=\"/__casebook/reload.js\" data-version=\"{version}\" defer></script>\n");
    let end = html.windows(7).rposition(|window| window == b"</body>").unwrap_or(html.len());
    [&html[..end], script.as_bytes(), &html[end..]].concat()
}

/// `/__casebook/reload.js`
pub async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("reload.js"))
}

/// `/__casebook/overlay.css`
pub async fn stylesheet() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("overlay.css"))
}
