//! The kinds of page: a file for each, and their list.

mod asset;
mod case;
mod case_file;
mod case_list;
mod cell;
mod charts;
mod compare;
mod corrections;
mod data_file;
mod data_index;
mod explore;
mod explore_data;
mod feed;
mod free_page;
mod home;
mod host_file;
mod llms;
mod matrix;
mod not_found;
mod publisher;
mod publishers;
mod query_file;
mod question;
mod redirect;
mod robots;
mod sitemap;
mod taxonomy;
mod term;
mod term_feed;
mod term_text;
mod theme_asset;
mod timeline;
mod work;
mod works;

use super::renderer::Kind;

/// Every kind of page, in the order in which their pages stand in the plan and in the sitemap.
pub static KINDS: [&Kind; 44] = [
    &home::HOME,
    &case_list::CASE_LIST,
    &question::QUESTION,
    &case::CASE,
    &case_file::CASE_FILE,
    &redirect::REDIRECT,
    &taxonomy::TAXONOMY,
    &term::TERM,
    &term_feed::TERM_FEED,
    &query_file::TERM_QUERY_FILE,
    &redirect::TERM_REDIRECT,
    &works::WORKS,
    &publishers::PUBLISHERS,
    &publisher::PUBLISHER,
    &redirect::PUBLISHER_REDIRECT,
    &work::WORK,
    &free_page::FREE_PAGE,
    &query_file::QUERY_FILE,
    &redirect::PAGE_REDIRECT,
    &matrix::MATRIX,
    &cell::CELL,
    &timeline::TIMELINE,
    &charts::CHARTS,
    &charts::CHART_DATA,
    &explore::EXPLORE,
    &compare::COMPARE,
    &corrections::CORRECTIONS,
    &corrections::CORRECTIONS_FEED,
    &explore_data::EXPLORE_DATA,
    &not_found::NOT_FOUND,
    &robots::ROBOTS,
    &host_file::HEADERS,
    &host_file::REDIRECTS,
    &host_file::NO_JEKYLL,
    &host_file::STATIC_WEB_APP,
    &llms::LLMS,
    &data_file::DATA_FILE,
    &data_index::DATA_INDEX,
    &feed::FEED,
    &theme_asset::THEME_ASSET,
    &asset::ASSET,
    &sitemap::SITEMAP,
    &sitemap::SITEMAP_INDEX,
    &sitemap::SITEMAP_PART,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_names_of_their_own_and_stand_behind_kinds_that_exist() {
        for (index, kind) in KINDS.iter().enumerate() {
            assert!(!kind.name.is_empty());
            assert!(KINDS[..index].iter().all(|other| other.name != kind.name), "{}", kind.name);
            let before = |name| KINDS[..index].iter().any(|other| other.name == name);
            assert!(kind.behind.is_none_or(before), "{} stands behind nothing", kind.name);
        }
    }
}
