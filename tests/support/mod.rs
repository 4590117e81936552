//! The test kit: one way to make a site, one dialect of specs, one switch to accept output.

#![allow(dead_code, reason = "each test binary uses its part of the kit")]
#![allow(clippy::format_collect, reason = "the plain form reads best")]

pub mod accept;
#[cfg(unix)]
pub mod kill;
pub mod run;
pub mod server;
pub mod site;
pub mod spec;
pub mod web;
