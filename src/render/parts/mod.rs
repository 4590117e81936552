//! What several kinds of page show.

pub mod answer;
pub mod card;
pub mod chart;
pub mod checked;
pub mod feed;
pub mod figures;
pub mod headline;
pub mod json_ld;
pub mod links;
pub mod matrix;
pub mod menu;
pub mod pager;
pub mod passage;
pub mod picture;
pub mod shown;
pub mod text;
pub mod values;
pub mod ways_in;
pub mod work;
