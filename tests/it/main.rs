//! Every test of the whole program but the literate specs and those of the code's own shape: one binary, for each
//! that is linked costs seconds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    clippy::format_collect,
    reason = "tests make their own files and say so by panicking"
)]

#[path = "../support/mod.rs"]
mod support;

mod anchors;
mod citations;
mod cli;
mod data;
mod evidence;
mod facts;
mod faults;
mod finding;
mod fix;
mod formats;
mod fuzz;
mod hostile;
mod hosts;
mod import;
mod languages;
mod markdown;
mod meanwhile;
mod mistakes;
mod old_addresses;
mod queries;
mod readme;
mod rebuild;
mod reference;
mod release;
mod rename;
mod robust;
mod roles;
mod round_trip;
mod scaffold;
mod schema;
mod security;
mod serve;
mod serve_limits;
mod shards;
mod since;
mod site;
mod sources_check;
mod surroundings;
mod theme_contract;
mod theme_docs;
mod unlisted;
mod workflows;
mod workspace;
