//! `casebook serve` of a folder, for as long as a test lasts.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use super::run::casebook;

/// A server that is stopped when dropped.
pub struct Server {
    process: Child,
    /// Host and port.
    pub host: String,
}

impl Server {
    /// Serve a site at a free port.
    pub fn start(root: &Path) -> Server {
        let mut command = casebook(root);
        command.args(["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("the program runs");
        let mut line = String::new();
        let output = process.stdout.as_mut().expect("standard output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let host = address.unwrap_or_else(|| panic!("no address in {line:?}")).trim().to_owned();
        Server { process, host }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Where a path of the site is served.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
