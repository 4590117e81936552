//! `casebook serve`

use std::net::IpAddr;

use clap::Args;

use super::report::{self, Stream};
use super::{Color, Failure, Outcome, SiteArgs};
use crate::pipeline;
use crate::serve;

/// Show the site in a browser while you write
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
}

impl Serve {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        let checked = pipeline::check(&self.site.root, &self.site.options(None))?;
        report::findings(&checked, color, Stream::Error)?;
        eprintln!("{}", report::counts(checked.counts));
        let Some(renderer) = checked.renderer else { return Ok(Outcome::Findings) };
        serve::serve(renderer, (self.host, self.port).into(), &|address| {
            println!("the site is at http://{address}/ (stop with Ctrl-C)");
        })?;
        Ok(Outcome::Clean)
    }
}
