//! The theme and the starter site are built into the binary: a file that is new there must be seen.

fn main() {
    for folder in ["themes/default", "starter"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
