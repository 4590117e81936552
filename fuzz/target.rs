//! A target of libFuzzer: the one in the list that has this program's name.

#![no_main]

mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let (_, target) = targets::TARGETS.iter().find(|(name, _)| *name == env!("CARGO_BIN_NAME")).expect("in the list");
    target(data);
});
