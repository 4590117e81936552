//! Render: one page of the plan becomes bytes, without reading files of the site (other than one that is copied) and
//! without deciding any order.
//!
//! Every template is given `site` ([`SiteView`]), `t` (the words of the theme's language file), `page` ([`PageView`])
//! and one more value, named after its kind. Every `href` is relative to the site's root, so a template writes
//! `{{ page.root }}{{ link.href }}`; only an `href` that starts with `#` is written as it is.

pub mod body;
pub mod citation;
mod contract;
mod escape;
mod frame;
mod link;
mod metadata;
mod pages;
mod parts;
mod policy;
mod renderer;
mod shared;
mod site_view;
mod support;
mod trial;
mod vocabulary;
mod years;

pub use contract::{Contract, Given, contract};
pub use escape::escape;
pub use frame::PageView;
pub use pages::KINDS;
pub use policy::{HEADERS, policy_of_answers};
pub use renderer::{Form, Kind, Made, Page, Plan, RenderError, Renderer};
pub use site_view::SiteView;
