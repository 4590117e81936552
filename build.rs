//! The theme and the starter site are built into the binary: a file that is new there must be seen. And what the
//! program is made of is summed up as `CASEBOOK_PROGRAM`: pages that another program made are made anew.

#![expect(clippy::disallowed_methods, reason = "it is no part of the program")]

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What decides how pages come out.
const PROGRAM: [&str; 6] = ["Cargo.lock", "Cargo.toml", "build.rs", "csl", "src", "themes/default"];

fn main() {
    let mut files = Vec::new();
    for path in PROGRAM {
        println!("cargo::rerun-if-changed={path}");
        gather(Path::new(path), &mut files);
    }
    println!("cargo::rerun-if-changed=templates/site");
    files.sort();
    let mut sum = Sha256::new();
    for file in files {
        let bytes = fs::read(&file).unwrap_or_default();
        let name = file.to_string_lossy();
        sum.update(format!("{} {name} {} ", name.len(), bytes.len()));
        sum.update(&bytes);
    }
    let digits: Vec<String> = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=CASEBOOK_PROGRAM={}", digits.concat());
}

/// The files at or below a path.
fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
