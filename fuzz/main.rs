//! A program of libFuzzer: it tries the target that `TARGET` names.

#![no_main]

mod targets;

use std::sync::LazyLock;

use targets::{TARGETS, Target};

static CHOSEN: LazyLock<Target> = LazyLock::new(|| {
    let wanted = std::env::var("TARGET").expect("the name of a target in TARGET");
    TARGETS.iter().find(|(name, _)| *name == wanted).expect("a target of this name").1
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| CHOSEN(data));
