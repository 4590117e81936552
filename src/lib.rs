//! Casebook turns a folder of Markdown case studies into a static knowledge base, in which cases are linked by
//! taxonomy and every statement leads to its source.
//!
//! The stages. Each is a function that returns its value and its findings ([`diagnostic::Diagnostic`]); none calls a
//! later one.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`load`] | a folder | [`files::Files`]: the only reader of a site |
//! | [`parse`] | files | [`parse::Parsed`]: one file at a time, in parallel |
//! | [`link`] | everything parsed | [`model::Site`]: every reference resolved, every order settled |
//! | [`plan`] | the site | [`plan::Plan`]: every page with its route and kind |
//! | [`render`] | one page | its bytes |
//! | [`publish`] | the plan | a folder, which replaces the old one as a whole |
//! | [`serve`] | the plan | HTTP: a page is rendered when it is asked for |
//!
//! [`pipeline`] runs the first four for every command of [`cli`]. `ARCHITECTURE.md` describes the other folders.

mod active;
pub mod addresses;
pub mod cli;
pub mod diagnostic;
pub mod disk;
pub mod edit;
pub mod explore;
pub mod export;
pub mod files;
pub mod history;
pub mod ids;
pub mod import;
pub mod link;
pub mod load;
pub mod markdown;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod publication;
pub mod publish;
pub mod query;
pub mod rename;
pub mod render;
pub mod scaffold;
pub mod schema;

pub mod serve;
pub mod sources;
pub mod theme;
pub mod write;
pub mod yaml;
