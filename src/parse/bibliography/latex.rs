//! LaTeX in the fields of a bibliography, read into the text it shows.

use unicode_normalization::UnicodeNormalization;

use super::symbols::{accent, symbol};
use crate::files::Span;
use crate::model::rich::{Markup, Piece};

/// A field, read.
///
/// Known are accents in all their spellings, named characters, dashes and quotes, emphasis, sub- and superscripts, and
/// simple mathematics. An unknown command is reported with its place, and its argument is kept as text.
#[derive(Debug, Default)]
pub struct Latex {
    /// Its text, in pieces of one markup each.
    pub pieces: Vec<Piece>,
    /// Commands that are not known, each with its place in the field.
    pub unknown: Vec<(String, Span)>,
    /// Braces or commands lie deeper in each other than [`DEEPEST`]: the deepest are read as if they were not there.
    pub is_deep: bool,
}

/// How deep braces and commands may lie in each other: the stack is finite.
pub const DEEPEST: usize = 100;

impl Latex {
    /// Read a field.
    pub fn read(text: &str) -> Latex {
        let mut reader = Reader { text, at: 0, depth: 0, has_open_quote: false, out: Latex::default() };
        reader.group(State::default(), None);
        reader.out
    }

    /// Its text without markup, white space folded.
    pub fn plain(&self) -> String {
        crate::model::rich::plain_of(&self.pieces)
    }
}

/// The state at the reader's position.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    markup: Markup,
    is_kept: bool,
    in_math: bool,
    is_upper: bool,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// How many groups and arguments are open.
    depth: usize,
    /// A single quotation mark is open: the next mark that ends a word closes it.
    has_open_quote: bool,
    out: Latex,
}

/// Commands whose argument is what they show, whatever they do to its looks.
const TRANSPARENT: [&str; 32] = [
    "text",
    "textrm",
    "textsf",
    "texttt",
    "textup",
    "textnormal",
    "textmd",
    "mathrm",
    "mathit",
    "mathsf",
    "mathtt",
    "mathcal",
    "mathbb",
    "mathfrak",
    "mbox",
    "hbox",
    "fbox",
    "emph*",
    "url",
    "path",
    "nolinkurl",
    "textquote",
    "ensuremath",
    "operatorname",
    "underline",
    "uline",
    "textls",
    "lowercase",
    "MakeLowercase",
    "mkbibemph*",
    "autocap",
    "bibstring",
];

/// Commands that show nothing by themselves.
const SILENT: [&str; 36] = [
    "relax",
    "em",
    "it",
    "itshape",
    "bf",
    "bfseries",
    "sc",
    "scshape",
    "rm",
    "rmfamily",
    "sf",
    "tt",
    "ttfamily",
    "sl",
    "slshape",
    "up",
    "upshape",
    "normalfont",
    "tiny",
    "small",
    "footnotesize",
    "large",
    "noopsort",
    "hspace",
    "nobreak",
    "allowbreak",
    "linebreak",
    "newline",
    "protect",
    "unskip",
    "ignorespaces",
    "-",
    "/",
    "left",
    "right",
    "displaystyle",
];

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let is_there = self.rest().starts_with(wanted);
        self.at += if is_there { wanted.len() } else { 0 };
        is_there
    }

    /// Go one step deeper, unless that is too deep: what stands there is then read by whoever is above.
    fn deeper(&mut self, read: impl FnOnce(&mut Self)) {
        if self.depth == DEEPEST {
            self.out.is_deep = true;
            return;
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    /// Read to the end of a group, or of the text.
    fn group(&mut self, state: State, end: Option<char>) {
        self.deeper(|reader| reader.in_group(state, end));
    }

    fn in_group(&mut self, mut state: State, end: Option<char>) {
        while let Some(c) = self.peek() {
            let start = self.at;
            self.at += c.len_utf8();
            match c {
                _ if Some(c) == end => return,
                '{' => {
                    // A letter in braces is no protection of capitals: `{\"O}sterreich`, `{\O}re`.
                    let is_kept = state.is_kept || end.is_some() || !self.is_at_letter();
                    self.group(State { is_kept, ..state }, Some('}'));
                }
                '}' => {}
                '\\' => self.command(&mut state, start),
                '$' => {
                    let end = if self.eat("$") { None } else { Some('$') };
                    if state.in_math || end.is_none() {
                        continue;
                    }
                    self.group(State { in_math: true, is_kept: true, ..state }, end);
                }
                '^' | '_' if state.in_math => {
                    let markup = if c == '^' { state.markup.superscript() } else { state.markup.subscript() };
                    self.argument(State { markup, is_kept: true, ..state });
                }
                '~' => self.push("\u{a0}", state),
                '-' if !state.in_math && self.eat("--") => self.push("—", state),
                '-' if !state.in_math && self.eat("-") => self.push("–", state),
                '-' if state.in_math => self.push("−", state),
                '`' if self.eat("`") => self.push("“", state),
                '`' => {
                    self.has_open_quote = true;
                    self.push("‘", state);
                }
                '\'' if state.in_math => self.push("′", state),
                '\'' if self.eat("'") => self.push("”", state),
                '\'' if self.has_open_quote && !self.peek().is_some_and(char::is_alphanumeric) => {
                    self.has_open_quote = false;
                    self.push("’", state);
                }
                c if c.is_whitespace() && state.in_math => {}
                c if c.is_whitespace() => self.push(" ", state),
                c => self.push(c.encode_utf8(&mut [0; 4]), state),
            }
        }
    }

    fn push(&mut self, text: &str, state: State) {
        let text = if state.is_upper { text.to_uppercase() } else { text.to_owned() };
        Piece::push(&mut self.out.pieces, &text, state.markup, state.is_kept);
    }

    /// The argument of a command: a group, a command, or one character.
    fn argument(&mut self, state: State) {
        self.deeper(|reader| reader.in_argument(state));
    }

    fn in_argument(&mut self, mut state: State) {
        self.skip_spaces();
        let start = self.at;
        match self.peek() {
            Some('{') => {
                self.at += 1;
                self.group(state, Some('}'));
            }
            Some('\\') => {
                self.at += 1;
                self.command(&mut state, start);
            }
            Some('}' | '$') | None => {}
            Some(c) => {
                self.at += c.len_utf8();
                self.push(c.encode_utf8(&mut [0; 4]), state);
            }
        }
    }

    /// Does a command that makes a letter come next?
    fn is_at_letter(&self) -> bool {
        let Some(rest) = self.rest().strip_prefix('\\') else { return false };
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let name =
            if letters == 0 { rest.chars().next().map_or("", |c| &rest[..c.len_utf8()]) } else { &rest[..letters] };
        accent(name).is_some()
            || symbol(name).is_some_and(|shown| shown.chars().all(char::is_alphabetic) && name.len() <= 2)
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Pass over an argument in braces or brackets, where one stands.
    fn skip_argument(&mut self) {
        let (open, close) = match self.peek() {
            Some('{') => ('{', '}'),
            Some('[') => ('[', ']'),
            _ => return,
        };
        let mut depth = 0usize;
        let end = self.rest().char_indices().find_map(|(at, c)| {
            depth += usize::from(c == open);
            depth -= usize::from(c == close);
            (depth == 0).then_some(at + 1)
        });
        self.at += end.unwrap_or(self.rest().len());
    }

    /// Read what follows a backslash.
    fn command(&mut self, state: &mut State, start: usize) {
        let Some(first) = self.peek() else { return self.push("\\", *state) };
        let letters = self.rest().find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest().len());
        let name = if letters == 0 {
            &self.text[self.at..self.at + first.len_utf8()]
        } else {
            &self.text[self.at..self.at + letters]
        };
        let name = name.to_owned();
        self.at += name.len();
        if letters > 0 {
            self.eat("*");
        }
        let here = *state;
        let with = |markup: Markup| State { markup, is_kept: true, ..here };
        if let Some(mark) = accent(&name) {
            return self.accented(mark, here);
        }
        match name.as_str() {
            "emph" | "textit" | "textsl" | "mkbibemph" | "mkbibitalic" => self.argument(with(here.markup.italic())),
            "textbf" | "mathbf" | "mkbibbold" | "boldsymbol" => self.argument(with(here.markup.bold())),
            "textsubscript" => self.argument(with(here.markup.subscript())),
            "textsuperscript" | "mkbibsuperscript" => self.argument(with(here.markup.superscript())),
            "textsc" | "uppercase" | "MakeUppercase" => self.argument(State { is_upper: true, ..with(here.markup) }),
            "enquote" | "mkbibquote" => {
                let (open, close) = if name == "enquote" { ("“", "”") } else { ("‘", "’") };
                self.push(open, here);
                self.argument(State { is_kept: here.is_kept, ..with(here.markup) });
                self.push(close, here);
            }
            "mkbibparens" => {
                self.push("(", here);
                self.argument(here);
                self.push(")", here);
            }
            "href" => {
                self.skip_argument();
                self.argument(here);
            }
            "frac" => {
                self.argument(here);
                self.push("/", here);
                self.argument(here);
            }
            "nocase" | "BibTeXtitle" => self.argument(with(here.markup)),
            "em" | "it" | "itshape" | "sl" | "slshape" => {
                self.skip_spaces();
                state.markup = here.markup.italic();
            }
            "bf" | "bfseries" => {
                self.skip_spaces();
                state.markup = here.markup.bold();
            }
            "noopsort" | "SortNoop" | "hspace" | "vspace" | "label" | "footnote" | "phantom" => self.skip_argument(),
            "(" | ")" | "[" | "]" => state.in_math = matches!(name.as_str(), "(" | "["),
            name if SILENT.contains(&name) => self.skip_spaces(),
            name if TRANSPARENT.contains(&name) => self.argument(here),
            name => match symbol(name) {
                Some(shown) => {
                    self.push(shown, here);
                    // A name made of letters takes the spaces behind it, and an empty group that ends it.
                    if letters > 0 && !self.eat("{}") && !here.in_math {
                        self.skip_spaces();
                    }
                }
                None if letters == 0 => self.push(name, here),
                None => {
                    self.out.unknown.push((format!("\\{name}"), start..self.at));
                    if self.peek() == Some('{') {
                        self.argument(here);
                    } else {
                        self.push(&format!("\\{name}"), here);
                    }
                }
            },
        }
    }

    /// A letter with an accent, in every spelling: `\"o`, `\"{o}`, `{\"{\i}}`, `\v c`.
    fn accented(&mut self, mark: char, state: State) {
        let before = self.out.pieces.len();
        let end_before = self.out.pieces.last().map_or(0, |piece| piece.text.len());
        self.argument(State { is_kept: state.is_kept, ..state });
        // The argument begins in what was the last piece, or in a new one after it.
        let index = if before > 0 && self.out.pieces[before - 1].text.len() > end_before { before - 1 } else { before };
        let from = if index + 1 == before { end_before } else { 0 };
        let Some(piece) = self.out.pieces.get_mut(index) else {
            return self.push(&mark.to_string(), state);
        };
        let written = piece.text.split_off(from);
        let mut letters = written.chars();
        let letter = match letters.next() {
            Some('ı') => Some('i'),
            Some('ȷ') => Some('j'),
            letter => letter,
        };
        piece.text.extend(letter.into_iter().chain([mark]).nfc());
        piece.text.push_str(letters.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_does_not_overflow_the_stack() {
        for (open, close) in
            [("{", "}"), ("\\emph{", "}"), ("\\'", ""), ("\\emph", " "), ("$_{", "}$"), ("\\frac{", "}")]
        {
            let latex = Latex::read(&format!("{}x{}", open.repeat(50_000), close.repeat(50_000)));
            assert!(latex.is_deep, "{open}");
            assert!(!Latex::read(&format!("{}x{}", open.repeat(20), close.repeat(20))).is_deep, "{open}");
        }
    }

    #[test]
    fn what_is_shown_is_read() {
        for (latex, shown) in [
            (r"na{\'\i}ve na\'{\i}ve na{\'i}ve na\'ive na{\'{\i}}ve", "naíve naíve naíve naíve naíve"),
            (r#"na\"ive {\"O}sterreich \"{u}ber"#, "naïve Österreich über"),
            (r#"\o{}re \O re {\o}re \ss{} stra{\ss}e \AA ngstr\"om \l{}\'od\'z"#, "øre Øre øre ß straße Ångström łódź"),
            (r"\v{S} \c{c} \c c \H{o} \k{a} \u{g} \.z \r{u} \=a \d{h} \b{b}", "Š ç ç ő ą ğ ż ů ā ḥ ḇ"),
            (r"On \emph{E. coli} in H\textsubscript{2}O and $\beta$-carotene", "On E. coli in H₂O and β-carotene"),
            (r"``quotes'' `one' \mkbibquote{inner} \textsc{iso} 5\,km", "“quotes” ‘one’ ‘inner’ ISO 5 km"),
            (
                r"10\textsuperscript{3}, $10^{-3}$, $H_2O$, CO$_2$, $x^n$, 19\textsuperscript{th}",
                "10³, 10⁻³, H₂O, CO₂, xⁿ, 19th",
            ),
            (r"A~B -- C --- D\&E \_x 5\% \#1 \$2 \{a\}", "A B – C — D&E _x 5% #1 $2 {a}"),
            (r"{\relax Yu} \textbf{bold} {\em all} \LaTeX{} and \TeX", "Yu bold all LaTeX and TeX"),
            (r"\url{https://example.org/a_b} \href{https://example.org}{here}", "https://example.org/a_b here"),
            (r"$\alpha \leq 5$ \ldots{} 3$^\circ$ \texteuro 5", "α≤5 … 3° €5"),
            ("it's the dogs' day", "it's the dogs' day"),
        ] {
            let read = Latex::read(latex);
            assert_eq!(read.plain(), shown, "{latex}");
            assert!(read.unknown.is_empty(), "{latex}: {:?}", read.unknown);
        }
    }

    #[test]
    fn what_is_not_known_is_told_and_stays() {
        let read = Latex::read(r"A \strange{word} and \odd.");
        assert_eq!(read.plain(), r"A word and \odd.");
        assert_eq!(read.unknown, [(r"\strange".to_owned(), 2..10), (r"\odd".to_owned(), 21..25)]);
        for broken in ["{", "}", "\\", "$", "\\\"", "\\frac{", "^{", "\\textbf", "a}b{c"] {
            Latex::read(broken);
        }
    }
}
