//! Values that closed vocabularies do not have, as a YAML text in which an editor decides about each.

use super::site::Site;
use crate::write::Yaml;
use crate::write::yaml::list_item;

/// The text of `imports/NAME.terms.yaml`; nothing where every value was known.
pub fn text(site: &Site) -> Option<String> {
    let mut text = String::new();
    for taxonomy in site.taxonomies.iter().filter(|taxonomy| !taxonomy.unknown.is_empty()) {
        text.push_str(&format!("{}:\n", taxonomy.id));
        let mut unknown: Vec<_> = taxonomy.unknown.values().collect();
        unknown.sort_by(|a, b| b.cases.cmp(&a.cases).then_with(|| a.value.cmp(&b.value)));
        for unknown in unknown {
            let near = taxonomy.near(&unknown.value);
            let fields = vec![
                ("value".to_owned(), Yaml::text(&unknown.value)),
                ("cases".to_owned(), Yaml::plain(unknown.cases.to_string())),
                ("near".to_owned(), Yaml::texts(near)),
            ];
            list_item(&mut text, 2, &Yaml::Map(fields));
        }
    }
    if text.is_empty() {
        return None;
    }
    let mut whole = String::from(
        "# Values that closed vocabularies do not have, with the terms nearest to them. For each, either make it an\n\
         # alias or a term in content/taxonomies/, or map it to a term with `values` in the map; then import again\n\
         # with --update. Until then the values are kept in the cases, under `extra`.\n",
    );
    whole.push_str(&text);
    Some(whole)
}
