//! The schema of `casebook.yaml`.

use serde_json::{Value, json};

use super::{boolean, choice, count, mapping, one_or_many, optional, reference, required, slug, text, url};
use crate::diagnostic::Code;
use crate::model::Site;
use crate::model::config::{CaseFile, Output};

pub fn schema(site: &Site) -> Value {
    let taxonomies: Vec<&str> = site.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str()).collect();
    let taxonomy = choice("Id of a taxonomy: the name of a file in content/taxonomies/.", taxonomies);
    let pair = json!({ "type": "array", "items": taxonomy, "minItems": 2, "maxItems": 2 });
    let case_file = choice("A form.", CaseFile::ALL.map(CaseFile::extension));
    let style = text("A citation style.");
    let output = choice("A part of the output.", Output::NAMES.map(|(name, _)| name));
    let keys = vec![
        required("title", text("The site's name.")),
        optional("description", text("What it is, in one or two sentences.")),
        optional("base_url", url("Where it will be published; feeds, sitemap and canonical addresses need it.")),
        optional("language", text("Its language: a BCP 47 tag such as `en` or `en-GB`.")),
        optional("licence", text("Licence of the content.")),
        optional("repository_url", url("Where the site's source lives.")),
        optional("repository_branch", text("The branch of that repository that is edited, else `main`.")),
        optional("image", text("The picture that link previews show: a file of static/.")),
        optional("theme", text("A theme: `default`, or the name of a folder in themes/.")),
        optional("sections", one_or_many("The sections of a case, in order.", &reference("section"), 0)),
        optional(
            "matrix",
            json!({
                "type": "array",
                "items": pair.clone(),
                "description": "Pairs of taxonomies that are set against each other in a table.",
            }),
        ),
        optional(
            "charts",
            json!({
                "type": "array",
                "items": pair,
                "description": "Pairs of taxonomies that are drawn as a chart; each has a table too.",
            }),
        ),
        optional("page_size", count("Items on a page of a list.")),
        optional("html", choice("What happens to raw HTML in texts.", ["sanitize", "escape", "allow"])),
        optional("clean_urls", boolean("Links without `.html`, for hosts that map them.")),
        optional("review_after", count("Months after which a case should be reviewed again.")),
        optional("case_files", one_or_many("Forms in which a case is given beside its page, else all.", &case_file, 0)),
        optional("severities", severities()),
        optional("without", one_or_many("Parts of the output that are not written.", &output, 0)),
        optional("citations", mapping("How citations are shown.", vec![optional("style", style)])),
    ];
    let mut schema = mapping("The configuration of a Casebook site.", keys);
    schema["title"] = json!("casebook.yaml");
    schema["definitions"] = json!({ "section": section(&taxonomy) });
    schema
}

fn section(taxonomy: &Value) -> Value {
    let mut shown = taxonomy.clone();
    shown["description"] = json!("The taxonomy whose terms are shown under the heading.");
    mapping(
        "A section that cases may or must have.",
        vec![
            required("title", text("Its heading, without the `##`.")),
            optional("id", slug("Its anchor, else made from the title.")),
            optional("required", boolean("Must every case have it?")),
            optional("aliases", one_or_many("Other headings that mean the same.", &text("A heading."), 0)),
            optional("taxonomy", shown),
            optional("role", choice("What it is for, where that changes how it is shown.", ["differences"])),
        ],
    )
}

fn severities() -> Value {
    let codes = Code::ALL.into_iter().filter(|code| code.is_adjustable());
    let of = |code: Code| choice(code.title(), ["error", "warning", "off"]);
    mapping("How grave findings are here.", codes.map(|code| optional(code.name(), of(code))).collect())
}
