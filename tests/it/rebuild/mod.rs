//! A build over an old output comes to what a build from nothing comes to, byte for byte, whatever was edited and
//! whatever was done to the output.

mod edits;
mod output;
mod random;
mod site;
