//! A limit on what a map's templates do: a few loops in each other would run for ever, and a text that is put together
//! from itself twice, forty times over, fills all memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Steps that a template may take for one value.
pub const MOST: usize = 10_000;

/// Bytes that count as a step: of what is shown or given a name, and of the template where it goes round.
const BYTES: usize = 1000;

/// Names of the function and the filter that count: no column is called so.
const STEP: &str = "casebook_counts_a_step";
const SHOWN: &str = "casebook_counts_what_is_shown";

/// Counts the steps of the template that is being rendered.
#[derive(Debug, Clone, Default)]
pub struct Steps(Arc<AtomicUsize>);

impl Steps {
    /// Let templates count their steps.
    pub fn register(&self, tera: &mut Tera) {
        let steps = self.clone();
        tera.register_function(STEP, move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let named = kwargs.get::<&Value>("of")?.map_or(0, bytes_of);
            steps.take(1, named.saturating_mul(kwargs.must_get("times")?) + kwargs.must_get::<usize>("length")?)?;
            Ok(String::new())
        });
        let steps = self.clone();
        tera.register_filter(SHOWN, move |shown: Value, kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            steps.take(0, bytes_of(&shown).saturating_mul(kwargs.must_get("times")?))?;
            Ok(shown)
        });
        // `range` makes all its numbers before the first step.
        tera.register_function("range", |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Vec<i64>> {
            let start = kwargs.get::<i64>("start")?.unwrap_or(0);
            let end = kwargs.must_get::<i64>("end")?;
            let by = kwargs.get::<i64>("step_by")?.unwrap_or(1);
            let by = usize::try_from(by).ok().filter(|by| *by > 0);
            let by = by.ok_or_else(|| tera::Error::message("`step_by` of `range` is a number above 0"))?;
            Ok((start..end).step_by(by).take(MOST + 1).collect())
        });
        // These put a text in many places at once.
        let steps = self.clone();
        tera.register_filter("replace", move |text: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let (from, to) = (kwargs.must_get::<&str>("from")?, kwargs.must_get::<&str>("to")?);
            steps.take(0, text.matches(from).count().saturating_mul(to.len()))?;
            Ok(text.replace(from, to))
        });
        let steps = self.clone();
        tera.register_filter("join", move |items: &[Value], kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let between = kwargs.get::<&str>("sep")?.unwrap_or_default();
            steps.take(0, items.iter().map(|item| bytes_of(item) + between.len()).fold(0, usize::saturating_add))?;
            Ok(items.iter().map(ToString::to_string).collect::<Vec<_>>().join(between))
        });
    }

    /// Take some steps, and one for each thousand bytes.
    fn take(&self, steps: usize, bytes: usize) -> TeraResult<()> {
        let taken = (steps + bytes / BYTES).min(MOST + 1);
        match self.0.fetch_add(taken, Ordering::Relaxed) + taken {
            0..=MOST => Ok(()),
            _ => Err(tera::Error::message("too many steps")),
        }
    }

    /// A template begins.
    pub fn restart(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Did the last template take more than it may?
    pub fn are_too_many(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MOST
    }
}

/// Bytes of a value where it is shown, as far as they matter: a list may hold one and the same list many times.
fn bytes_of(value: &Value) -> usize {
    fn add(value: &Value, sum: usize) -> usize {
        match (value.as_str(), value.as_array(), value.as_map()) {
            _ if sum > MOST * BYTES => sum,
            (Some(text), ..) => sum + text.len(),
            (_, Some(items), _) => items.iter().fold(sum + 16 * items.len(), |sum, item| add(item, sum)),
            (.., Some(map)) => {
                map.iter().fold(sum, |sum, (key, value)| add(value, sum + key.as_str().map_or(8, str::len)))
            }
            _ => sum + 8,
        }
    }
    add(value, 0)
}

/// A template that counts its steps: each time that a loop goes round, something is given a name, another template is
/// put in, or something is shown.
pub fn counted(template: &str) -> String {
    let mut counted = String::with_capacity(template.len());
    // How often an expression may hold a value.
    let times = template.matches('~').count() + 1;
    let step = |names: &str, end: &str| {
        let length = template.len();
        format!("{{{{ {STEP}(of=[{names}], times={times}, length={length}) {end}}}}}")
    };
    let mut rest = template;
    let mut is_raw = false;
    // Names of texts that are given one at their end.
    let mut open = Vec::new();
    while let Some(start) = rest.find('{') {
        let length = match &rest[start..] {
            tag if tag.starts_with("{#") => tag.find("#}").map(|end| end + 2),
            tag if tag.starts_with("{%") => tag_length(tag, "%}"),
            tag if tag.starts_with("{{") => tag_length(tag, "}}"),
            tag => Some(tag.chars().take(1).map(char::len_utf8).sum()),
        };
        let Some(length) = length else { break };
        let tag = &rest[start..start + length];
        counted.push_str(&rest[..start]);
        rest = &rest[start + length..];
        if tag.starts_with("{{") && !is_raw {
            counted.push_str(&shown(tag, times));
            continue;
        }
        counted.push_str(tag);
        if !tag.starts_with("{%") {
            continue;
        }
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let words: Vec<&str> = tag.split(|c: char| !is_part(c)).filter(|word| !word.is_empty()).collect();
        let end = if tag.ends_with("-%}") { "-" } else { "" };
        match *words.as_slice() {
            ["raw", ..] => is_raw = true,
            ["endraw", ..] => is_raw = false,
            _ if is_raw => {}
            ["for", key, value, "in", ..] => counted.push_str(&step(&format!("{key}, {value}"), end)),
            ["for", name, ..] => counted.push_str(&step(name, end)),
            [keyword @ ("set" | "set_global"), name, ..] if is_given(tag, keyword, name) => {
                counted.push_str(&step(name, end));
            }
            ["set" | "set_global", name, ..] => open.push(name),
            ["endset" | "endset_global", ..] => counted.push_str(&step(open.pop().unwrap_or("\"\""), end)),
            ["include", ..] => counted.push_str(&step("", end)),
            _ => {}
        }
    }
    counted.push_str(rest);
    counted
}

/// Does a tag give a name to an expression, and not to the text up to its end?
fn is_given(tag: &str, keyword: &str, name: &str) -> bool {
    let after = tag.split_once(keyword).and_then(|(_, rest)| rest.split_once(name)).map_or("", |(_, rest)| rest);
    after.trim_start().starts_with('=')
}

/// A tag that shows something, which is counted.
fn shown(tag: &str, times: usize) -> String {
    let inside = tag.trim_start_matches("{{").trim_end_matches("}}");
    let (start, inside) = inside.strip_prefix('-').map_or(("", inside), |inside| ("-", inside));
    let (inside, end) = inside.strip_suffix('-').map_or((inside, ""), |inside| (inside, "-"));
    // What is empty, or calls a component, is left to be refused.
    if inside.trim().is_empty() || inside.trim_start().starts_with('<') {
        return tag.to_owned();
    }
    format!("{{{{{start} ({inside}) | {SHOWN}(times={times}) {end}}}}}")
}

/// Bytes of a tag up to its end, which quotation marks may hold as well.
fn tag_length(tag: &str, end: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '"' | '\'' | '`') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '%' | '}') if tag[at..].starts_with(end) => return Some(at + end.len()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loop_counts_and_shows_what_it_did() {
        for (template, shown) in [
            ("{% for x in [1, 2] %}{{ x }} {% endfor %}", "1 2 "),
            ("{%- for x in [1, 2] -%}  {{ x }}{% endfor -%} ", "12"),
            ("{% for x in ['%}'] %}{{ x }}{% endfor %}", "%}"),
            ("{# {% for #}{% raw %}{% for x %}{% endraw %}{", "{% for x %}{"),
            ("{% for x in range(end=3) %}{{ x }}{% endfor %}", "012"),
            ("{% for k, v in {'a': 1} %}{{ k }}{{ v }}{% endfor %}", "a1"),
            ("{% set x = 'a' ~ 'b' %} {{- x ~ 1 -}} {{ 'b' if x else '}}' }}", "ab1b"),
            ("{% set x %}a{{ 1 + 1 }}{% endset %}{{ x | replace(from='a', to='b') | upper }}", "B2"),
            ("{{ ['a', 1] | join(sep=', ') }} {{ nobody | default(value='c') }}", "a, 1 c"),
        ] {
            let steps = Steps::default();
            let mut tera = Tera::new();
            steps.register(&mut tera);
            tera.add_raw_template("x", &counted(template)).expect(template);
            assert_eq!(tera.render("x", &tera::Context::new()).expect(template), shown);
            assert!(!steps.are_too_many());
        }
    }

    #[test]
    fn no_template_fills_the_memory() {
        let doubled = |first: &str, again: &str, last: &str| format!("{first}{}{last}", again.repeat(60));
        for template in [
            doubled("{% set a = 'xx' %}", "{% set a = a ~ a %}", "{{ a }}"),
            doubled("{% set a = ['xx'] %}", "{% set a = [a, a] %}", "{{ a }}"),
            doubled("{% set a = ['xx'] %}", "{% set a = [a, a] %}", "{{ a ~ 1 }}"),
            doubled("{% set a = 'xx' %}", "{% set a %}{{ a }}{{ a }}{% endset %}", "{{ a }}"),
            doubled(
                "{% set_global a = 'xx' %}{% for x in range(end=60) %}",
                "{% set_global a = a ~ a %}",
                "{% endfor %}{{ a }}",
            ),
            doubled("{% set a = 'xx' %}{% set a = a", " | replace(from='x', to='xx')", "%}{{ a }}"),
            doubled("{% set a = 'xx' %}{% set a = a", " | split(pat='') | join(sep='xx')", "%}{{ a }}"),
            format!(
                "{}{}",
                (0..30).map(|n| format!("{{% for a{} in [a{n} ~ a{n}] %}}", n + 1)).collect::<Vec<_>>().concat(),
                "{% endfor %}".repeat(30)
            )
            .replacen("[a0 ~ a0]", "['xxxx']", 1),
            format!("{{% for x in range(end=9000) %}}{}{{% endfor %}}", "x".repeat(9000)),
        ] {
            let steps = Steps::default();
            let mut tera = Tera::new();
            steps.register(&mut tera);
            tera.add_raw_template("x", &counted(&template)).unwrap_or_else(|error| panic!("{template}: {error}"));
            assert!(tera.render("x", &tera::Context::new()).is_err(), "{template}");
            assert!(steps.are_too_many(), "{template}");
        }
    }

    #[test]
    fn loops_in_loops_end() {
        let steps = Steps::default();
        let mut tera = Tera::new();
        steps.register(&mut tera);
        let template = "{% for a in range(end=1000000000000) %}".repeat(8) + &"{% endfor %}".repeat(8);
        tera.add_raw_template("x", &counted(&template)).expect("a template");
        assert!(tera.render("x", &tera::Context::new()).is_err());
        assert!(steps.are_too_many());
    }
}
