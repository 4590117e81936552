//! Render: one page of the plan becomes bytes. Pure: no file of the site is read (a copied file excepted), no order is
//! decided.
//!
//! [`pages`] has a file for each kind of page, and the list of kinds; [`parts`] what several kinds show; [`frame`] what
//! every page has. Every template sees `site` ([`SiteView`]), `t` (the words of the theme's language file), `page`
//! ([`PageView`]) and one more value, named by its kind. All `href`s are relative to the site's root: a template writes
//! `{{ page.root }}{{ link.href }}`. An `href` that starts with `#` stands alone.

pub mod body;
pub mod citation;
mod contract;
mod escape;
mod frame;
mod link;
mod metadata;
mod pages;
mod parts;
mod renderer;
mod shared;
mod site_view;
mod years;

pub use contract::{Contract, Given, contract};
pub use escape::escape;
pub use frame::PageView;
pub use pages::KINDS;
pub use renderer::{Form, Kind, Made, Page, Plan, RenderError, Renderer};
pub use site_view::SiteView;
