//! Writes a CSL style of hayagriva's archive as XML, so that other processors can run the very same style: `cargo run
//! --example csl-style -- apa > apa.csl`.

#![expect(clippy::print_stdout, reason = "it is what it is for")]

use hayagriva::archive::ArchivedStyle;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).ok_or("name a style")?;
    let style = ArchivedStyle::by_name(&name).ok_or("no such style")?;
    println!("{}", style.get().to_xml()?);
    Ok(())
}
