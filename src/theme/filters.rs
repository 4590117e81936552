//! What Casebook adds to Tera: the filters `fill`, `count` and `asset`, and the test `asset`.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::assets::AssetRoutes;
use super::plurals::Plurals;
use super::words::fill;

/// Make the filters known, for the plural forms of a language and the files of a theme.
pub fn register(tera: &mut Tera, plurals: Plurals, routes: AssetRoutes) {
    tera.register_filter("fill", fill_filter);
    tera.register_filter("count", move |words: Value, kwargs: Kwargs, _: &State<'_>| {
        count_filter(&plurals, &words, &kwargs)
    });
    let routes = Arc::new(routes);
    let known = routes.clone();
    tera.register_filter("asset", move |name: &str, _: Kwargs, _: &State<'_>| asset_filter(&routes, name));
    tera.register_test("asset", move |name: &str, _: Kwargs, _: &State<'_>| known.contains_key(name));
}

fn printed(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// `{{ t.page_of | fill(number=2, total=5) }}`
#[expect(clippy::needless_pass_by_value, reason = "the signature that Tera asks of a filter")]
fn fill_filter(pattern: &str, kwargs: Kwargs, _: &State<'_>) -> String {
    fill(pattern, |name| kwargs.get::<Value>(name).ok().flatten().map(|value| printed(&value)))
}

/// `{{ t.n_cases | count(n=3) }}`
fn count_filter(plurals: &Plurals, words: &Value, kwargs: &Kwargs) -> TeraResult<String> {
    let n: u64 = kwargs.must_get("n")?;
    let form = words.get_from_path(plurals.form(n)).or_else(|| words.get_from_path("other"));
    let form = form.and_then(Value::as_str).unwrap_or("{n}");
    Ok(fill(form, |name| match name {
        "n" => Some(n.to_string()),
        name => kwargs.get::<Value>(name).ok().flatten().map(|value| printed(&value)),
    }))
}

/// `{{ page.root }}{{ "case.css" | asset }}`
fn asset_filter(routes: &AssetRoutes, name: &str) -> TeraResult<String> {
    let missing = || tera::Error::message(format!("the theme has no file `static/{name}`"));
    routes.get(name).cloned().ok_or_else(missing)
}
