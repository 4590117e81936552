//! `casebook serve`: shows the site in a browser while it is written.

use std::net::IpAddr;

use clap::Args;

use super::common::{Color, Failure, Outcome, SiteArgs};
use super::report;
use crate::files::neutral_path;
use crate::pipeline::{Checked, Workspace};
use crate::serve;

/// Show the site in a browser while you write
///
/// Pages are rendered when they are asked for, and reload when a file of the site changes. What is wrong is laid
/// over the page and listed at /__casebook/.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    site: SiteArgs,
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// Address to listen on; the default can be reached from this machine only
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// What opens a file where something is wrong in it: vscode, vscodium, cursor, zed, idea, textmate, none, or an
    /// address with {path}, {line} and {column}
    #[arg(long, default_value = "vscode", value_name = "EDITOR")]
    editor: serve::Editor,
    /// Open the site in your browser
    #[arg(long)]
    open: bool,
}

impl Serve {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        let root = self.site.root.folder()?;
        eprintln!("reading the site in {} …", neutral_path(&std::path::absolute(&root)?));
        let workspace = Workspace::open(&root, self.site.options(&root, None)?)?;
        eprintln!("checking {} files …", workspace.files().sources.len());
        let ready = |address| {
            println!("the site is at http://{address}/ (stop with Ctrl-C)");
            if self.open
                && let Err(error) = open::that_detached(format!("http://{address}/"))
            {
                eprintln!("cannot open a browser: {error}");
            }
        };
        let tell = move |checked: &Checked| {
            // A terminal that went away is no reason to stop serving.
            let _ = report::problems(checked, color);
            eprintln!("{}: {}", report::cases(checked), report::counts(checked.counts));
        };
        serve::serve(workspace, (self.host, self.port).into(), self.editor, &ready, tell)?;
        Ok(Outcome::Clean)
    }
}
