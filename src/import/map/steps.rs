//! A limit on what the loops of a map's templates do: a few in each other would run for ever.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tera::{Kwargs, State, Tera, TeraResult};

/// Steps that the loops of a template take for one value.
pub const MOST: usize = 10_000;

/// Name of the function that counts a step: no column is called so.
const STEP: &str = "casebook_counts_a_step";

/// Counts the steps of the template that is being rendered.
#[derive(Debug, Clone, Default)]
pub struct Steps(Arc<AtomicUsize>);

impl Steps {
    /// Let templates count their steps.
    pub fn register(&self, tera: &mut Tera) {
        let steps = self.0.clone();
        tera.register_function(STEP, move |_: Kwargs, _: &State<'_>| -> TeraResult<String> {
            if steps.fetch_add(1, Ordering::Relaxed) < MOST {
                Ok(String::new())
            } else {
                Err(tera::Error::message("too many steps"))
            }
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

/// A template that counts a step each time one of its loops goes round.
pub fn counted(template: &str) -> String {
    let mut counted = String::with_capacity(template.len());
    let mut rest = template;
    let mut is_raw = false;
    while let Some(open) = rest.find('{') {
        let length = match &rest[open..] {
            tag if tag.starts_with("{#") => tag.find("#}").map(|end| end + 2),
            tag if tag.starts_with("{%") => tag_length(tag),
            tag => Some(tag.chars().take(1).map(char::len_utf8).sum()),
        };
        let Some(length) = length else { break };
        let tag = &rest[open..open + length];
        counted.push_str(&rest[..open + length]);
        rest = &rest[open + length..];
        if !tag.starts_with("{%") {
            continue;
        }
        let mut words = tag[2..].trim_start_matches('-').split(|c: char| c.is_whitespace() || c == '%' || c == '-');
        match words.find(|word| !word.is_empty()) {
            Some("raw") => is_raw = true,
            Some("endraw") => is_raw = false,
            Some("for") if !is_raw => {
                let trims = if tag.ends_with("-%}") { "-" } else { "" };
                counted.push_str(&format!("{{{{ {STEP}() {trims}}}}}"));
            }
            _ => {}
        }
    }
    counted.push_str(rest);
    counted
}

/// Bytes of a tag up to its end, which quotation marks may hold as well.
fn tag_length(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '"' | '\'' | '`') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '%') if tag[at..].starts_with("%}") => return Some(at + 2),
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
