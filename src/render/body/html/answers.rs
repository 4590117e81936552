//! Answers to the queries of a body, which take their places once the author's HTML has been judged.

use crate::model::Body;
use crate::render::body::sanitize::mark_for;

/// The answers of a body.
#[derive(Default)]
pub struct Answers {
    /// What stands for each until it takes its place: a hash of the text, which no author can write.
    mark: String,
    html: Vec<String>,
}

impl Answers {
    /// Room for the answers of a body.
    pub fn of(body: &Body, source: &str) -> Self {
        let mark = if body.queries.is_empty() { String::new() } else { mark_for(source) };
        Answers { mark, html: Vec::new() }
    }

    /// Add one; what stands for it.
    pub fn add(&mut self, html: String) -> String {
        self.html.push(html);
        format!("{}{}{END}", self.start(), self.html.len() - 1)
    }

    fn start(&self) -> String {
        format!("<p>{}", self.mark)
    }

    /// Put the answers of a part of the body into their places.
    pub fn place(&self, part: &mut String) {
        let start = self.start();
        if self.html.is_empty() || !part.contains(&start) {
            return;
        }
        let mut placed = String::with_capacity(part.len());
        let mut pieces = part.split(&start);
        placed.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (number, rest) = piece.split_once(END).unwrap_or((piece, ""));
            let answer = number.parse().ok().and_then(|number: usize| self.html.get(number));
            placed.push_str(answer.map_or("", String::as_str));
            placed.push_str(rest);
        }
        *part = placed;
    }
}

const END: &str = ".</p>\n";
