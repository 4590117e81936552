//! Fixes applied to the text of a file: every one whose span no other fix has touched.

use super::{Diagnostic, Edit};

/// Apply the fixes among the findings of one file, and say which. `None` where there are none.
pub fn apply_fixes<'d>(
    text: &str,
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
) -> Option<(String, Vec<&'d Diagnostic>)> {
    let mut accepted: Vec<&Edit> = Vec::new();
    let mut cured = Vec::new();
    for (diagnostic, fix) in diagnostics.filter_map(|diagnostic| Some((diagnostic, diagnostic.fix.as_ref()?))) {
        // A fix is applied whole or not at all.
        if fix.edits.iter().all(|edit| fits(text, edit) && !accepted.iter().any(|other| touch(edit, other))) {
            accepted.extend(&fix.edits);
            cured.push(diagnostic);
        }
    }
    if accepted.is_empty() {
        return None;
    }
    accepted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut fixed = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in accepted {
        fixed.push_str(&text[at..edit.span.start]);
        fixed.push_str(&edit.text);
        at = edit.span.end;
    }
    fixed.push_str(&text[at..]);
    (fixed != text).then_some((fixed, cured))
}

fn fits(text: &str, edit: &Edit) -> bool {
    text.get(edit.span.clone()).is_some()
}

/// Do two edits share a byte, or insert at one place?
fn touch(a: &Edit, b: &Edit) -> bool {
    if a.span.is_empty() || b.span.is_empty() {
        return a.span.start <= b.span.end && b.span.start <= a.span.end;
    }
    a.span.start < b.span.end && b.span.start < a.span.end
}
