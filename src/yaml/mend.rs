//! YAML as people write it: each line that is not YAML is said with its cause, and the others are read all the same.

use super::lookalikes::lookalikes;
use super::slip::Slip;
use super::slips::{self, Ground, Mend};
use super::{Node, Scalar, SyntaxError, Value, parse};
use crate::diagnostic::{Edit, Fix};
use crate::files::Span;

/// As many lines as one text may have mended.
const ROUNDS: usize = 40;

/// How many times its length a line may come to. An escape takes at most four bytes for one (`\x16`); what is quoted again
/// and again doubles.
const GROWTH: usize = 8;

/// What stands for a value that cannot be read, until the tree is made.
const UNREAD: &str = "\u{f8ff}unread\u{f8ff}";

/// What became of a text.
#[derive(Debug)]
pub struct Reading {
    /// What could be read; what could not is [`Value::Unread`]. None where nothing could.
    pub node: Option<Node>,
    /// What is wrong, in order.
    pub slips: Vec<Slip>,
    /// The text as it would be with every line mended; none where there was nothing to mend, or not all could be.
    pub mended: Option<Mended>,
}

/// A text that was mended line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The whole of it.
    pub text: String,
    /// The edits that make it; their spans are bytes of the file.
    pub edits: Vec<Edit>,
    /// The lines that were mended, without their indentation.
    pub lines: Vec<String>,
}

/// Read a YAML document that stands at `offset` bytes in its file, whatever is wrong with single lines.
pub fn read(text: &str, offset: usize) -> Reading {
    match parse(text, offset) {
        Ok(node) => Reading { slips: lookalikes(&node, text, offset), node: Some(node), mended: None },
        Err(_) => Draft::new(text, offset).read(),
    }
}

/// A text while it is mended.
struct Draft<'t> {
    text: &'t str,
    offset: usize,
    lines: Vec<Line>,
}

/// One line, with the first thing that was wrong with it.
struct Line {
    original: Span,
    text: String,
    mend: Option<Mend>,
    is_left_out: bool,
}

impl<'t> Draft<'t> {
    fn new(text: &'t str, offset: usize) -> Self {
        let mut at = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let original = at..at + line.len();
            at = original.end;
            Line { original, text: line.to_owned(), mend: None, is_left_out: false }
        });
        Draft { text, offset, lines: lines.collect() }
    }

    fn read(mut self) -> Reading {
        for _ in 0..ROUNDS {
            let text = self.joined();
            let error = match parse(&text, 0) {
                Ok(node) => return self.finish(node, text),
                Err(error) => error,
            };
            let at = line_of(&text, error.span.start);
            if error.is_limit || !(self.mend(at, &error) || self.leave_out(at, &error)) {
                return self.give_up(&error, at);
            }
        }
        let error = parse(&self.joined(), 0).err();
        let error = error.unwrap_or(SyntaxError { span: 0..0, message: "too many lines".to_owned(), is_limit: true });
        let at = line_of(&self.joined(), error.span.start);
        self.give_up(&error, at)
    }

    fn joined(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect()
    }

    /// Write a line, or one before it that is the cause, in a way with which the parser gets further.
    fn mend(&mut self, at: usize, error: &SyntaxError) -> bool {
        let texts: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        let above = (0..at.min(texts.len())).rev().find(|index| !texts[*index].trim().is_empty());
        let opener = (0..=at.min(texts.len().saturating_sub(1))).rev().find(|index| slips::is_open(texts[*index]));
        // The parser takes a line that a tab indents for a part of the one above it.
        let below = Some(at + 1).filter(|index| texts.get(*index).is_some_and(|line| slips::is_oddly_indented(line)));
        let own = Some(at).filter(|at| *at < texts.len());
        let mut indices: Vec<usize> = [below, own, above, opener].into_iter().flatten().collect();
        indices.dedup();
        let before = texts.get(at).map_or(0, |line| line.trim_end_matches('\n').len());
        let column = error.span.start - texts[..at.min(texts.len())].iter().map(|line| line.len()).sum::<usize>();
        let rest_before = before.saturating_sub(column);
        let mut weak: Option<(usize, Mend)> = None;
        let mut found: Option<(usize, usize, Mend)> = None;
        let mends = |&index: &usize| slips::mends(&texts, index).into_iter().map(move |mend| (index, mend));
        let is_short =
            |(index, mend): &(usize, Mend)| mend.line.len() <= GROWTH * (self.lines[*index].original.len() + 8);
        let mut candidates: Vec<(usize, Mend)> = indices.iter().flat_map(mends).filter(is_short).collect();
        // Behind `- id:times`, other columns for the lines below would do as well, and tear the source apart.
        candidates.sort_by_key(|(_, mend)| mend.ground);
        for (index, mend) in candidates {
            if found.as_ref().is_some_and(|(_, _, best)| best.ground < mend.ground) {
                break;
            }
            match self.progress(index, &mend.line, if mend.closes { index } else { index.max(at) }) {
                // With two spaces for its tab a first line makes all others stand too far left; with none it does not.
                Progress::Upto(line) if found.as_ref().is_none_or(|(best, ..)| line > *best) => {
                    found = Some((line, index, mend));
                }
                Progress::SameLine(rest) if index == at && rest < rest_before && weak.is_none() => {
                    weak = Some((index, mend));
                }
                _ => {}
            }
        }
        let found = found.map(|(_, index, mend)| (index, mend));
        let Some((index, mend)) = found.or(weak) else { return false };
        let line = &mut self.lines[index];
        line.text.clone_from(&mend.line);
        line.mend.get_or_insert(mend);
        true
    }

    /// How far the parser gets when a line is another.
    fn progress(&self, index: usize, mended: &str, beyond: usize) -> Progress {
        let lines = self.lines.iter().enumerate();
        let text: String = lines.map(|(at, line)| if at == index { mended } else { &line.text }).collect();
        match parse(&text, 0) {
            Ok(_) => Progress::Upto(usize::MAX),
            Err(error) => match line_of(&text, error.span.start) {
                line if line > beyond || (error.is_limit && line >= beyond) => Progress::Upto(line),
                line if line == index => {
                    let end = text[error.span.start..].find('\n').unwrap_or(text.len() - error.span.start);
                    Progress::SameLine(end)
                }
                _ => Progress::None,
            },
        }
    }

    /// Leave a line out, with what is indented below it; its key stays, so that nobody takes it for absent.
    fn leave_out(&mut self, at: usize, error: &SyntaxError) -> bool {
        let upto = at.min(self.lines.len().saturating_sub(1));
        let is_there = |line: &Line| !line.is_left_out && !line.text.trim().is_empty();
        let tried: Vec<usize> = (0..=upto).rev().filter(|index| is_there(&self.lines[*index])).take(2).collect();
        for index in tried {
            let mend = slips::unreadable(&self.text[self.lines[index].original.clone()], UNREAD, &error.message);
            let (indent, is_item) = slips::indent_of(&self.lines[index].text);
            let below = self.lines[index + 1..].iter().take_while(|line| {
                let (deeper, is_entry) = slips::indent_of(&line.text);
                line.text.trim().is_empty() || deeper > indent || (deeper == indent && is_entry && !is_item)
            });
            let below = index + 1..index + 1 + below.count();
            let kept: Vec<String> = self.lines[index..below.end].iter().map(|line| line.text.clone()).collect();
            for line in &mut self.lines[below.clone()] {
                line.text = blank(&line.text);
            }
            let gets_on = matches!(self.progress(index, &mend.line, index.max(at)), Progress::Upto(_));
            if gets_on {
                self.lines[below].iter_mut().for_each(|line| line.is_left_out = true);
                let line = &mut self.lines[index];
                line.text.clone_from(&mend.line);
                line.is_left_out = true;
                line.mend = Some(mend);
                return true;
            }
            for (line, text) in self.lines[index..].iter_mut().zip(kept) {
                line.text = text;
            }
        }
        false
    }

    fn finish(self, mut node: Node, text: String) -> Reading {
        self.put_back(&mut node);
        let is_whole = self.lines.iter().all(|line| !line.is_left_out);
        let mut slips = self.slips(is_whole);
        slips.extend(lookalikes(&node, self.text, self.offset));
        slips.sort_by_key(|slip| slip.span.start);
        let mended: Vec<&Line> = self.lines.iter().filter(|line| line.mend.is_some()).collect();
        let mended = is_whole.then(|| Mended {
            text,
            edits: mended.iter().filter_map(|line| self.edit(line)).collect(),
            lines: mended.iter().map(|line| line.text.trim().to_owned()).collect(),
        });
        Reading { node: Some(node), slips, mended }
    }

    fn give_up(self, error: &SyntaxError, at: usize) -> Reading {
        let mut slips = self.slips(false);
        let line = self.lines.get(at).or(self.lines.last());
        let start = line.map_or(0, |line| {
            let column = error
                .span
                .start
                .saturating_sub(self.lines[..at.min(self.lines.len())].iter().map(|line| line.text.len()).sum());
            let end = line.original.start + self.text[line.original.clone()].trim_end().len();
            (line.original.start + column).min(end)
        });
        let start = super::floor_char_boundary(self.text, start);
        let next = self.text[start..].chars().next().filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
        let (message, help) = slips::explained(&error.message);
        let span = self.offset + start..self.offset + start + next;
        slips.push(Slip { span, message, help, fix: None, is_silent: false });
        slips.sort_by_key(|slip| slip.span.start);
        Reading { node: None, slips, mended: None }
    }

    /// What was wrong with each line. Where not all could be read, a guess at a line may rest on one that was misread:
    /// it is no fix.
    fn slips(&self, is_whole: bool) -> Vec<Slip> {
        let mended = self.lines.iter().enumerate().filter_map(|(at, line)| Some((at, line, line.mend.as_ref()?)));
        let slips = mended.map(|(at, line, mend)| {
            let is_sure = is_whole || mend.ground == Ground::Cause && !self.loses_lines(at);
            let fix = self.edit(line).filter(|_| !line.is_left_out && is_sure);
            let start = self.offset + line.original.start;
            Slip {
                span: start + mend.mark.start..start + mend.mark.end,
                message: mend.message.clone(),
                help: mend.help.clone(),
                fix: fix.map(|edit| Fix { title: mend.title.to_owned(), edits: vec![edit] }),
                is_silent: false,
            }
        });
        slips.collect()
    }

    /// Is a line left out that belongs to this one?
    fn loses_lines(&self, at: usize) -> bool {
        let (indent, _) = slips::indent_of(&self.lines[at].text);
        let is_below = |line: &&Line| {
            let original = &self.text[line.original.clone()];
            original.trim().is_empty() || slips::indent_of(original).0 > indent
        };
        self.lines[at + 1..].iter().take_while(is_below).any(|line| line.is_left_out)
    }

    /// The smallest edit that makes a line what it has become.
    fn edit(&self, line: &Line) -> Option<Edit> {
        let original = &self.text[line.original.clone()];
        let (span, text) = difference(original, &line.text)?;
        let start = self.offset + line.original.start;
        Some(Edit { span: start + span.start..start + span.end, text: text.to_owned() })
    }

    /// Give every node its place in the file, and say which values could not be read.
    fn put_back(&self, node: &mut Node) {
        let mut starts = Vec::with_capacity(self.lines.len());
        let mut at = 0;
        for line in &self.lines {
            starts.push(at);
            at += line.text.len();
        }
        self.put_node_back(node, &starts);
    }

    fn put_node_back(&self, node: &mut Node, starts: &[usize]) {
        let (start, end) =
            (self.place(node.span.start, starts, Side::Start), self.place(node.span.end, starts, Side::End));
        node.span = start..end.max(start);
        match &mut node.value {
            Value::Scalar(Scalar { text, .. }) if text == UNREAD => node.value = Value::Unread,
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.put_node_back(item, starts)),
            Value::Mapping(entries) => entries.iter_mut().for_each(|(key, value)| {
                self.put_node_back(key, starts);
                self.put_node_back(value, starts);
            }),
            _ => {}
        }
    }

    /// A byte of the mended text as one of the file.
    fn place(&self, at: usize, starts: &[usize], side: Side) -> usize {
        let index = starts.partition_point(|start| *start <= at).saturating_sub(1);
        let Some(line) = self.lines.get(index) else { return self.offset };
        let original = &self.text[line.original.clone()];
        let column = at - starts[index];
        let column = match difference(original, &line.text) {
            None => column,
            Some((span, _)) if column <= span.start => column,
            Some((span, text)) if column >= span.start + text.len() => column - text.len() + span.len(),
            Some((span, _)) => match side {
                Side::Start => span.start,
                Side::End => span.end,
            },
        };
        self.offset + super::floor_char_boundary(self.text, line.original.start + column.min(original.len()))
    }
}

enum Progress {
    /// An error only on this line, beyond the one that was mended.
    Upto(usize),
    /// An error on the line itself: how many bytes are left of it.
    SameLine(usize),
    None,
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

/// Which line a byte is on.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].split(|byte| *byte == b'\n').count() - 1
}

/// A line with nothing on it.
fn blank(line: &str) -> String {
    line[line.trim_end_matches(['\n', '\r']).len()..].to_owned()
}

/// What of one line must be replaced by what, to make it the other.
fn difference<'a>(before: &str, after: &'a str) -> Option<(Span, &'a str)> {
    if before == after {
        return None;
    }
    let same = before.char_indices().zip(after.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let start = same.unwrap_or(before.len().min(after.len()));
    let most = before.len().min(after.len()) - start;
    let ends = before.chars().rev().zip(after.chars().rev()).take_while(|(a, b)| a == b);
    let mut end = 0;
    for (c, _) in ends {
        if end + c.len_utf8() > most {
            break;
        }
        end += c.len_utf8();
    }
    Some((start..before.len() - end, &after[start..after.len() - end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> Option<String> {
        let mended = read(text, 0).mended?;
        let mut edited = text.to_owned();
        for edit in mended.edits.iter().rev() {
            edited.replace_range(edit.span.clone(), &edit.text);
        }
        assert_eq!(edited, mended.text, "the edits make the text");
        Some(edited)
    }

    #[test]
    fn common_slips_are_mended() {
        for (broken, expected) in [
            ("title: Example Ltd: a test\nyear: 2025\n", "title: \"Example Ltd: a test\"\nyear: 2025\n"),
            ("title: \"AI \"hype\" grows\"\nyear: 2025\n", "title: \"AI \\\"hype\\\" grows\"\nyear: 2025\n"),
            ("title: @example\n", "title: \"@example\"\n"),
            ("title: [draft] a test\nyear: 2025\n", "title: \"[draft] a test\"\nyear: 2025\n"),
            ("a: Example: one\nb: Example: two\n", "a: \"Example: one\"\nb: \"Example: two\"\n"),
            ("tags:\n  - a: b: c\n  - d\n", "tags:\n  - a: \"b: c\"\n  - d\n"),
            ("tags:\n\t- a\n", "tags:\n  - a\n"),
            ("title: 'It's here'\n", "title: \"It's here\"\n"),
            ("a:\n  - id:x\n    b: c\n    d: e\nf: g\n", "a:\n  - id: x\n    b: c\n    d: e\nf: g\n"),
            ("a:\n\u{a0} - id: x\n    b: c\n    d: e\n", "a:\n  - id: x\n    b: c\n    d: e\n"),
            ("a:\n  -{ b: c }\n  - { b: d }\n", "a:\n  - { b: c }\n  - { b: d }\n"),
            ("\ta: b\nc: d\ne: f\n", "a: b\nc: d\ne: f\n"),
            ("a:\n  - id:x\n    b: c\n", "a:\n  - id: x\n    b: c\n"),
            ("a: [1, 2\nb: c\n", "a: [1, 2]\nb: c\n"),
            ("a: [1, \"x\nb: \"c\"\n", "a: [1, \"x\"]\nb: \"c\"\n"),
            ("a: \"x\nb: \"y\"\n", "a: \"x\"\nb: \"y\"\n"),
        ] {
            assert_eq!(mended(broken).as_deref(), Some(expected), "{broken}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_its_key_stays() {
        let text = "title: A\nnonsense here\nlist: }{\n  - below\nyear: 2025\n";
        let reading = read(text, 10);
        assert!(reading.mended.is_none());
        let Some(Value::Mapping(entries)) = reading.node.map(|node| node.value) else { panic!("a mapping") };
        let found: Vec<_> = entries.iter().map(|(key, value)| (key.as_str(), value.value == Value::Unread)).collect();
        assert!(found.contains(&(Some("title"), false)) && found.contains(&(Some("year"), false)), "{found:?}");
        for (key, _) in &entries {
            assert_eq!(Some(&text[key.span.start - 10..key.span.end - 10]), key.as_str());
        }
    }

    #[test]
    fn a_guess_beside_a_line_that_cannot_be_read_is_no_fix() {
        for text in ["section:s\n  - { id: a }\n  - { id: b }\n", "a:\n  - { b: c, d\n: e }\n  - { b: f }\ng: h\n"] {
            let reading = read(text, 0);
            assert!(reading.mended.is_none(), "{text}");
            let titles: Vec<&str> =
                reading.slips.iter().filter_map(|slip| Some(slip.fix.as_ref()?.title.as_str())).collect();
            assert!(titles.iter().all(|title| *title == "close the bracket"), "{text}: {titles:?}");
        }
    }

    #[test]
    fn a_line_is_quoted_once() {
        for line in ["t\u{16}\0\u{b}", "- t\u{16}", "\"t\u{16}", "t\\\u{16}\\"] {
            for below in ["at: 2025\n", "at: 2025\nt", "- b\n", "]\nb: c: d\n"] {
                let reading = read(&format!("{line}\n{below}"), 0);
                let written = reading.mended.iter().flat_map(|mended| &mended.lines);
                let longest = written.chain(reading.slips.iter().map(|slip| &slip.help)).map(String::len).max();
                assert!(longest.is_none_or(|longest| longest < 100), "{line:?} {below:?}: {reading:?}");
            }
        }
    }

    #[test]
    fn what_asks_for_too_much_is_not_mended() {
        let reading = read(&format!("a: {}\n", "[".repeat(40)), 0);
        assert!(reading.node.is_none() || !reading.slips.is_empty());
        assert_eq!(read("a: b\n---\nc: d\n", 0).slips.len(), 1);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

        /// Whatever stands there, places lie in the text, and the fixes make what was read.
        #[test]
        fn every_text_is_read(lines in proptest::collection::vec("[ \\t]{0,3}[-a-c:\\[\\]{}\"'#&*!|>@%é“”\\\\\x16\0 ]{0,12}", 0..8)) {
            let text = lines.join("\n");
            let reading = read(&text, 3);
            for slip in &reading.slips {
                proptest::prop_assert!(text.get(slip.span.start - 3..slip.span.end - 3).is_some(), "{slip:?}");
                for edit in slip.fix.iter().flat_map(|fix| &fix.edits) {
                    proptest::prop_assert!(text.get(edit.span.start - 3..edit.span.end - 3).is_some(), "{edit:?}");
                }
            }
        }
    }
}
