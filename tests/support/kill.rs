//! Runs of the program that are killed: at points of time, and at single calls that change the disk.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::run::casebook;
use super::site::Site;

/// Calls by which a program changes the disk.
const CALLS: &str = "write,pwrite64,writev,copy_file_range,sendfile,ftruncate,fchmod,fchown,fsync,fdatasync,syncfs,\
                     rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir";

/// How many points of time a command is killed at: `FAULT_POINTS`.
pub fn points() -> u32 {
    std::env::var("FAULT_POINTS").ok().and_then(|points| points.parse().ok()).unwrap_or(34)
}

/// Kill runs of the program, and look at what is left after each.
pub fn kill(site: &Site, arguments: &[&str], before: &dyn Fn(u32), after: &dyn Fn(u32)) {
    kill_in_time(site, arguments, before, after);
    kill_at_calls(site, arguments, before, after);
}

/// At points spread over the time that it takes.
fn kill_in_time(site: &Site, arguments: &[&str], before: &dyn Fn(u32), after: &dyn Fn(u32)) {
    before(0);
    let started = Instant::now();
    site.run(arguments);
    let mut whole = started.elapsed();
    let mut killed = 0;
    for point in 0..points() {
        before(point);
        let mut command = casebook(site.root());
        let mut child =
            command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program");
        // Most of what is written is written late.
        std::thread::sleep(whole * (30 + 75 * point / points()) / 100);
        match child.try_wait().expect("its state") {
            None => killed += 1,
            // The machine is quicker now than when the whole was timed.
            Some(_) => whole = whole * 9 / 10,
        }
        child.kill().expect("an end");
        child.wait().expect("its state");
        after(point);
    }
    assert!(killed > points() / 4, "only {killed} runs were still at work");
}

/// At single calls of any of its threads, where `strace` is there and may: at each of the first of every kind, then further
/// apart.
fn kill_at_calls(site: &Site, arguments: &[&str], before: &dyn Fn(u32), after: &dyn Fn(u32)) {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let traced = |options: &[&str]| {
        let program = casebook(site.root());
        let mut command = Command::new("strace");
        command.current_dir(site.root()).args(["-f", "-qq", "-o"]).arg(log.path()).args(options);
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.arg(program.get_program()).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        command.status()
    };
    before(0);
    if !traced(&["-e", &format!("trace={CALLS}")]).is_ok_and(|ended| ended.code().is_some()) {
        return;
    }
    let whole = std::fs::read_to_string(log.path()).expect("what was traced");
    let all = calls(&whole);
    let mut killed = 0;
    for (name, most) in &all {
        let mut call = 1;
        while call <= *most {
            before(call);
            let ended =
                traced(&["-e", &format!("trace={name}"), "-e", &format!("inject={name}:signal=KILL:when={call}")]);
            if ended.is_ok_and(|ended| ended.signal() == Some(9) || ended.code() == Some(137)) {
                killed += 1;
            }
            after(call);
            call += if points() < 100 { 1 + call } else { 1 };
        }
    }
    assert!(killed > 0 || all.is_empty(), "no run was killed at a call");
    if points() >= 100 {
        let _ = writeln!(std::io::stderr(), "{arguments:?}: killed at {killed} calls, of {all:?}");
    }
}

/// How often a thread made each kind of call, from what `strace` wrote: `when` counts the calls of a name and a thread.
fn calls(traced: &str) -> BTreeMap<&str, u32> {
    let mut of_threads: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for line in traced.lines() {
        let mut parts = line.split([' ', '(']).filter(|part| !part.is_empty());
        let (Some(thread), Some(name)) = (parts.next(), parts.next()) else { continue };
        // The end of a call that another thread came between: `<... write resumed>)`.
        if name != "<..." {
            *of_threads.entry((name, thread)).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((name, _), count) in of_threads {
        let known = most.entry(name).or_default();
        *known = count.max(*known);
    }
    most
}
