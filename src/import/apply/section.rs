//! The sections of a draft, made of what a map says of them.

use super::{Making, Placer};
use crate::diagnostic::Code;
use crate::import::account::Fate;
use crate::import::body;
use crate::import::dialect::{Seen, convert};
use crate::import::draft::Part;
use crate::import::map::Spec;
use crate::import::values::{Group, whole_lines};
use crate::markdown::plain_text;
use crate::model::anchor_of;
use crate::write::markdown::blocks;

impl Placer<'_> {
    pub(super) fn section(&mut self, name: &str, spec: &Spec, making: &mut Making<'_>) {
        let (id, title) = body::section_of(name, self.site);
        let at = format!("## {title}");
        let mut chosen: Option<Group<'_>> = None;
        for group in self.groups(spec, making) {
            making.passed(&group, &at);
            if !group.values.is_empty() {
                chosen = Some(group);
                break;
            }
        }
        let Some(group) = chosen else { return };
        let text = whole_lines(&group.joined(spec, "\n\n"));
        let part = if spec.markdown {
            let text = self.converted(&text, making);
            let mut told = Vec::new();
            let tamed = body::tame(&text, self.map, self.site, &mut making.draft, &mut told);
            for (words, message) in told {
                self.tell(making, Code::UnplacedValue, &words, message, "mend it in the case, if it matters");
            }
            let shifted = body::shift(&tamed, if has_heading(&tamed) { 2 } else { 0 });
            if spec.cite { Part::CitedMarkdown(shifted) } else { Part::Markdown(shifted) }
        } else if spec.cite {
            Part::CitedText(text)
        } else {
            Part::Markdown(blocks(&text))
        };
        let is_new = making.draft.add_part(id.as_deref(), &title, part);
        for taken in &group.values {
            // A text has other line breaks and marks in Markdown, and says the same.
            let fate = if is_new { Fate::Written } else { Fate::Merged };
            making.took(taken, fate, &at, &taken.text);
        }
    }
}

impl Placer<'_> {
    /// A text in the Markdown that is read here.
    pub(super) fn converted(&mut self, text: &str, making: &mut Making<'_>) -> String {
        let mut seen = Seen::new();
        let converted = convert(&text.replace("\r\n", "\n").replace('\r', "\n"), &mut seen);
        self.foreign.add(seen, making.origin.file, |words| making.place(words));
        // By a name that no heading has, for `anchor_among`.
        let ids = converted.ids.into_iter().map(|(id, heading)| (format!("#{id}"), anchor_of(&plain_text(&heading))));
        making.draft.anchors.extend(ids);
        converted.text
    }
}

fn has_heading(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('#') || line.starts_with("==") || line.starts_with("--"))
}
