//! Files that web hosts read: what is sent with answers, where old addresses lead, and that files are to be left as they are.

use std::fmt::Write;

use percent_encoding::utf8_percent_encode;
use serde_json::{Value, json};

use crate::addresses::route;
use crate::model::host::{Host, HostFile};
use crate::plan::{Pages, Subject};
use crate::render::pages::redirect;
use crate::render::parts::text::ENCODED;
use crate::render::policy::headers;
use crate::render::renderer::{Form, KIND, Kind, Made, Renderer};

/// `_headers`, in the syntax that Netlify and Cloudflare Pages share.
pub static HEADERS: Kind = Kind {
    name: "headers",
    pages: |pages| where_read(pages, HostFile::Headers, "_headers"),
    form: Form::File(Made::InMemory, |renderer, _, out| Ok(out.write_all(headers_file(renderer).as_bytes())?)),
    ..KIND
};

/// `_redirects`, in the syntax that Netlify, Cloudflare Pages and GitLab Pages share.
pub static REDIRECTS: Kind = Kind {
    name: "redirects",
    pages: |pages| where_read(pages, HostFile::Redirects, "_redirects"),
    form: Form::File(Made::InMemory, |renderer, _, out| {
        let status = permanently(renderer);
        for (from, to) in redirects(renderer).chain(moved_files(renderer)) {
            writeln!(out, "{from} {to} {status}")?;
        }
        Ok(())
    }),
    ..KIND
};

/// `.nojekyll`: GitHub Pages publishes the files as they are.
pub static NO_JEKYLL: Kind = Kind {
    name: "no-jekyll",
    pages: |pages| {
        // One among the site's own files says the same.
        let is_own = pages.site.assets.iter().any(|asset| asset.route == ".nojekyll");
        if !is_own {
            where_read(pages, HostFile::NoJekyll, ".nojekyll");
        }
    },
    form: Form::File(Made::InMemory, |_, _, _| Ok(())),
    ..KIND
};

/// `staticwebapp.config.json` of Azure Static Web Apps.
pub static STATIC_WEB_APP: Kind = Kind {
    name: "static-web-app",
    pages: |pages| where_read(pages, HostFile::StaticWebApp, "staticwebapp.config.json"),
    form: Form::File(Made::InMemory, |renderer, _, out| {
        serde_json::to_writer_pretty(&mut *out, &static_web_app(renderer))?;
        Ok(out.write_all(b"\n")?)
    }),
    ..KIND
};

/// Add a file where a host of the site reads it.
fn where_read(pages: &mut Pages<'_>, file: HostFile, route: &str) {
    if pages.site.config.hosts.iter().any(|host| host.reads(file)) {
        pages.page(route, Subject::Site);
    }
}

/// Browsers ask whether a file is still the same: names of files stay when their text changes.
const CACHING: (&str, &str) = ("cache-control", "public, max-age=0, must-revalidate");

fn headers_file(renderer: &Renderer) -> String {
    let mut text = format!("{}/*\n", path_of_base(renderer));
    let always = headers(&renderer.site.config.csp);
    for (name, value) in always.iter().map(|(name, value)| (*name, value.as_str())).chain([CACHING]) {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "  {name}: {value}");
    }
    text
}

/// The status of a redirect. Netlify gives out the page that lies at an old address, unless the status says that it must
/// not; the other hosts would refuse such a line.
fn permanently(renderer: &Renderer) -> &'static str {
    let hosts = renderer.site.config.hosts.iter();
    let is_netlify = |host: &Host| *host == Host::Netlify;
    if hosts.filter(|host| host.reads(HostFile::Redirects)).all(is_netlify) { "301!" } else { "301" }
}

/// Every old address, with where it leads, from the root of the host.
fn redirects(renderer: &Renderer) -> impl Iterator<Item = (String, String)> {
    let base = path_of_base(renderer);
    renderer.plan().pages.iter().filter_map(move |page| {
        let target = redirect::target(renderer, page)?.href;
        Some((format!("{base}/{}", renderer.href(&page.route)), format!("{base}/{target}")))
    })
}

/// Every file beside a page, from where former versions put it. What lies there now stays: some hosts look here first.
fn moved_files(renderer: &Renderer) -> impl Iterator<Item = (String, String)> {
    let base = path_of_base(renderer);
    let beside = renderer.site.assets.iter().filter(|asset| asset.source.starts_with("content/"));
    beside.filter_map(move |asset| {
        let old = route::beside_before(&asset.route).filter(|old| renderer.plan().find(old).is_none())?;
        let encoded = |route: &str| format!("{base}/{}", utf8_percent_encode(route, ENCODED));
        Some((encoded(&old), encoded(&asset.route)))
    })
}

/// The path of the site at its host: `/casebook`, or nothing where it stands at the root.
fn path_of_base(renderer: &Renderer) -> String {
    let base = renderer.site.config.base_url.as_deref().and_then(|base| url::Url::parse(base).ok());
    base.map(|base| base.path().trim_end_matches('/').to_owned()).unwrap_or_default()
}

fn static_web_app(renderer: &Renderer) -> Value {
    let mut always = serde_json::Map::new();
    for (name, value) in headers(&renderer.site.config.csp) {
        always.insert(name.to_owned(), value.into());
    }
    always.insert(CACHING.0.to_owned(), CACHING.1.into());
    let routes = redirects(renderer).map(|(from, to)| json!({"route": from, "redirect": to, "statusCode": 301}));
    json!({
        "globalHeaders": always,
        "routes": routes.collect::<Vec<_>>(),
        "responseOverrides": {"404": {"rewrite": format!("{}/404.html", path_of_base(renderer))}},
    })
}
