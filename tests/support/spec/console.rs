//! A session at the command line: what stands behind each `$` is run, and what it prints is shown below it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::run;
use crate::support::site::Site;

/// The session as it goes now.
pub fn session(site: &Site, text: &str) -> Result<String, String> {
    let commands = text.lines().filter_map(|line| line.strip_prefix("$ "));
    commands.map(|line| Ok(format!("$ {line}\n{}", run_line(site, line)?))).collect()
}

/// Run a line: `casebook`, in the site or a folder of it, git, and what it takes to show and to move files. `> FILE` at its end writes what is printed.
fn run_line(site: &Site, line: &str) -> Result<String, String> {
    let mut words = words(line);
    let target = words.iter().position(|word| word == ">").map(|at| words.split_off(at));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let printed = match words.as_slice() {
        ["casebook", arguments @ ..] => casebook(site.root(), arguments),
        ["cd", folder, "&&", "casebook", arguments @ ..] => casebook(&site.path(folder), arguments),
        ["git", arguments @ ..] => git(site.root(), arguments)?,
        ["cat", paths @ ..] => paths.iter().map(|path| site.read(path)).collect(),
        ["ls", path] => site.names(path).into_iter().map(|name| name + "\n").collect(),
        ["rm", paths @ ..] => {
            for path in paths {
                site.remove(path);
            }
            String::new()
        }
        _ => return Err(format!("no such command: {line}")),
    };
    match target.as_deref() {
        None => Ok(printed),
        Some([_, path]) => fs::write(site.path(path), printed).map(|()| String::new()).map_err(|e| e.to_string()),
        Some(_) => Err(format!("one file stands behind `>`: {line}")),
    }
}

/// What a run of the program prints, findings first, and its exit code where that is not 0.
fn casebook(folder: &Path, arguments: &[&str]) -> String {
    let run = run::run(folder, arguments);
    let exit = if run.code == 0 { String::new() } else { format!("(exit code {})\n", run.code) };
    format!("{}{}{exit}", run.err, run.out).lines().map(tidy).collect()
}

/// What git prints, in the name of nobody.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let person = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").arg("-C").arg(folder).args(person).args(arguments).output();
    let done = done.map_err(|error| format!("git cannot be run: {error}"))?;
    Ok(String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr))
}

/// A line of output without what differs from run to run.
fn tidy(line: &str) -> String {
    let line = line.trim_end();
    // How much is written is the theme's affair.
    let line = match (line.find(": wrote "), line.find(" to ./"), line.find(" in "), line.rfind("; ")) {
        (Some(wrote), Some(to), Some(seconds), Some(counts)) if to < seconds => {
            format!("{}: wrote …{} in … s{}", &line[..wrote], &line[to..seconds], &line[counts..])
        }
        _ => line.to_owned(),
    };
    line + "\n"
}

/// Words of a command line; quotes keep spaces together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            (' ', None) => words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty())),
            (c, _) => word.push(c),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}
