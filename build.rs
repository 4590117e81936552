//! The theme and the starter site are built into the binary: a file that is new there must be seen.

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
    println!("cargo::rerun-if-changed=templates/site");
}
