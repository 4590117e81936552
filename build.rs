//! The theme and the starter site are built into the binary: a file that is new there must be seen. A release says of
//! which commit it is.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to a build script through the environment")]

use std::env;

fn main() {
    for folder in ["themes/default", "starter"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-env-changed=CASEBOOK_COMMIT");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = match env::var("CASEBOOK_COMMIT") {
        Ok(commit) if !commit.is_empty() => format!("{version} ({commit})"),
        _ => version,
    };
    println!("cargo::rustc-env=CASEBOOK_VERSION={version}");
}
