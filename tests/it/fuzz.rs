//! The targets of fuzzing, over the corpus and over what lies near it: `fuzz/` runs the same with coverage.

#[path = "../../fuzz/targets.rs"]
mod targets;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::site::{read_all, repository};
use targets::TARGETS;

#[test]
fn every_target_is_a_program() {
    let manifest = std::fs::read_to_string(repository().join("fuzz/Cargo.toml")).unwrap();
    let programs: Vec<&str> =
        manifest.split("[[bin]]\nname = \"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(programs, TARGETS.map(|(name, _)| name));
}

#[test]
fn what_holds_for_any_text_holds_for_the_corpus() {
    for (name, target) in TARGETS {
        let corpus = read_all(&repository().join("fuzz/corpus").join(name));
        assert!(!corpus.is_empty(), "{name} has a corpus");
        for bytes in corpus.values() {
            target(bytes);
        }
    }
}

/// Some bytes out, others in, as often as `PROPTEST_CASES` says for each target.
#[test]
fn what_holds_for_any_text_holds_near_the_corpus() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    for (name, target) in TARGETS {
        let corpus: Vec<Vec<u8>> = read_all(&repository().join("fuzz/corpus").join(name)).into_values().collect();
        let inserted = prop_oneof![
            "[-:@\\[\\](){}<>#*_`~|&!?'\"\\\\ \n\r\t,;.=]{0,6}",
            "\\PC{0,4}",
            "[0-9a-c]{1,3}",
            Just("\u{feff}\0\u{202e}".to_owned()),
        ];
        let change = (any::<prop::sample::Index>(), 0..12usize, inserted);
        let changed = (prop::sample::select(corpus), prop::collection::vec(change, 1..4));
        let held = TestRunner::new(config.clone()).run(&changed, |(mut bytes, changes)| {
            for (at, out, new) in changes {
                let at = at.index(bytes.len() + 1);
                let end = (at + out).min(bytes.len());
                bytes.splice(at..end, new.into_bytes());
            }
            target(&bytes);
            Ok(())
        });
        held.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
