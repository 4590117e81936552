//! A generated site in memory for the benches, of the same shape as the sites that `corpus.py` writes.

use std::fmt::Write as _;

use casebook::files::{Files, Role, SourceFile};

const SYLLABLES: [&str; 20] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo",
    "zu",
];
const SECTIONS: [&str; 4] = ["What they did", "How they did it", "Public response", "Departmental use"];
const KINDS: [&str; 8] = ["news", "news", "news", "paper", "company", "official", "vendor", "social"];
const MATRIX: &str = "matrix: [[adoption_type, department]]\n";

/// Xorshift (Marsaglia 2003): numbers that are the same everywhere.
struct Random(u64);

impl Random {
    fn new(seed: usize) -> Random {
        let mut random = Random((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.below(2);
        random
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % end as u64).unwrap_or(0)
    }

    /// By rank: the first are the most frequent.
    fn rank(&mut self, end: usize) -> usize {
        self.below(end) * self.below(end) / end
    }
}

/// A made-up word: its number in syllables.
fn word(number: usize) -> String {
    let mut rest = number + 20;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 20]);
        rest /= 20;
    }
    word
}

fn sentence(random: &mut Random, words: usize) -> String {
    let mut text = String::new();
    for place in 0..words {
        let word = word(random.rank(3000));
        if place == 0 {
            text.push_str(&word[..1].to_uppercase());
            text.push_str(&word[1..]);
        } else {
            text.push(' ');
            text.push_str(&word);
        }
    }
    text
}

/// Id, number of terms and how many of them a case has at most.
fn taxonomies(cases: usize) -> [(&'static str, usize, usize); 6] {
    let (organisations, tags) = ((cases / 5).max(20), (cases / 20).max(30));
    [
        ("adoption_type", 8, 1),
        ("department", 24, 3),
        ("organisation", organisations, 1),
        ("region", 60, 1),
        ("sector", 40, 1),
        ("tag", tags, 3),
    ]
}

/// The files of a site of so many cases, with `config` at the end of its configuration.
pub fn site(cases: usize, config: &str) -> Files {
    let mut sources = Vec::with_capacity(cases + 10);
    let mut add = |path: String, role: Role, text: String| {
        sources.push(SourceFile { path, role, text: text.into(), readable: true, conflicts: Vec::new() });
    };
    let mut text = String::from("title: Generated\nbase_url: https://example.org\nsections:\n");
    for section in SECTIONS {
        let _ = writeln!(text, "  - {{title: {section}, required: true}}");
    }
    add("casebook.yaml".to_owned(), Role::Config, format!("{text}{MATRIX}{config}"));
    for index in 0..cases {
        add(path(index), Role::Case, case(index, cases));
    }
    for (id, terms, _) in taxonomies(cases) {
        let kind = if matches!(id, "organisation" | "tag") { "open" } else { "closed" };
        let mut text = format!("vocabulary: {kind}\nterms:\n");
        for term in 0..terms {
            let _ = writeln!(text, "  - label: {id} {}\n    definition: What it means.", word(term));
        }
        add(format!("content/taxonomies/{id}.yaml"), Role::Vocabulary, text);
    }
    Files { sources, ..Files::default() }
}

/// The file of a case.
pub fn path(index: usize) -> String {
    format!("content/cases/{:03}/case-{index:06}.md", index / 1000)
}

/// The text of a case's file.
pub fn case(index: usize, cases: usize) -> String {
    let mut random = Random::new(index);
    let mut text = format!("---\ntitle: {} {index}\n", sentence(&mut random, 6));
    let _ = writeln!(text, "date: {}-{:02}", 2015 + random.below(10), 1 + random.below(12));
    let _ = writeln!(text, "added: {}-{:02}-{:02}", 2020 + index % 5, index % 12 + 1, index % 28 + 1);
    let _ = writeln!(text, "summary: {}.", sentence(&mut random, 18));
    for (id, terms, most) in taxonomies(cases) {
        let mut own: Vec<usize> = (0..=random.below(most)).map(|_| random.rank(terms)).collect();
        own.sort_unstable();
        own.dedup();
        let own: Vec<String> = own.into_iter().map(|term| format!("{id} {}", word(term))).collect();
        let _ = writeln!(text, "{id}: [{}]", own.join(", "));
    }
    let sources = 2 + random.below(7);
    text.push_str("sources:\n");
    for number in 0..sources {
        source(&mut text, &mut random, index, number, cases);
    }
    if index % 12 == 5 {
        text.push_str("events:\n  - {date: 2019-05-11, text: A pilot begins., sources: [s0]}\n");
    }
    text.push_str("---\n");
    for section in SECTIONS {
        let _ = writeln!(text, "\n## {section}\n");
        for number in 0..3 {
            paragraph(&mut text, &mut random, section, sources);
            if random.below(100) < 15 {
                let _ = write!(text, " Also [[case-{:06}]].", (index * 31 + number * 7 + 1) % cases);
            }
            text.push_str(if section == SECTIONS[1] { "\n" } else { "\n\n" });
        }
    }
    if index % 10 == 3 {
        text.push_str("\n| a | b |\n|:--|--:|\n| 1 | 2 |\n");
    }
    if index % 15 == 4 {
        text.push_str("\nNot everywhere.[^where]\n\n[^where]: Two went without.\n");
    }
    text
}

fn source(text: &mut String, random: &mut Random, index: usize, number: usize, cases: usize) {
    let publisher = word(random.rank((cases / 25).max(40)));
    let _ = writeln!(text, "  - id: s{number}\n    publisher: Publisher {publisher}");
    let _ = writeln!(text, "    kind: {}\n    title: {}", KINDS[random.below(8)], sentence(random, 8));
    let (year, month, day) = (2015 + random.below(10), 1 + random.below(12), 1 + random.below(28));
    // One work in ten is shared with a case nearby.
    let of = if random.below(10) == 0 { index / 10 } else { index };
    let _ = writeln!(text, "    date: {year}-{month:02}-{day:02}\n    url: https://example.org/{of}/{number}");
}

fn paragraph(text: &mut String, random: &mut Random, section: &str, sources: usize) {
    if section == SECTIONS[1] {
        text.push_str("- ");
    }
    for place in 0..3 {
        let words = 8 + random.below(11);
        text.push_str(if place == 0 { "" } else { ". " });
        text.push_str(&sentence(random, words));
    }
    if random.below(100) < 85 {
        let _ = write!(text, " [@s{}]", random.below(sources));
    }
    text.push('.');
}
