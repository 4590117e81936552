//! A build over an old output comes to what a build from nothing comes to, byte for byte, whatever was edited and
//! whatever was done to the output.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]
#![expect(clippy::disallowed_methods, reason = "a test makes its files, and reads what was written")]

mod edits;
mod output;
mod random;
mod site;
