//! The records of an input, one after the other: a reader for each format.

mod json;
pub mod markdown;
pub mod table;
pub mod yaml;

use super::format::Format;
use super::input::Input;
use super::map::Map as Mapping;
use super::record::{Item, about};

/// Gives each item of an input to `visit`, in order. `repair` mends front matter that is not YAML.
pub fn read(input: &Input, map: &Mapping, repair: bool, visit: &mut dyn FnMut(Item)) {
    let about = about(input, None);
    let visit = &mut |mut item| {
        // A text has a title of its own besides.
        if let Item::Record(record) = &mut item
            && record.body.is_none()
        {
            record.about = about.clone();
        }
        visit(item);
    };
    match input.format {
        Format::Csv | Format::Tsv => table::read(input, map, visit),
        Format::Json => json::read(input, map, visit),
        Format::Jsonl => json::read_lines(input, visit),
        Format::Yaml => yaml::read(input, map, visit),
        Format::Markdown => markdown::read(input, repair, visit),
        // Documents need no map and are read by `text`.
        Format::Text => {}
    }
}
