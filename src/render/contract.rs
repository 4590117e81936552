//! The theme's contract: what each template is given.

use schemars::{Schema, SchemaGenerator};

use super::frame::PageView;
use super::pages::KINDS;
use super::renderer::{Form, Value};
use super::site_view::SiteView;

/// What one template is given beside `site` and `t`.
#[derive(Debug)]
pub struct Given {
    /// Name of the template.
    pub template: &'static str,
    /// Name of the kind of page that it shows (`page.kind`), for a template that is given `page`.
    pub kind: Option<&'static str>,
    /// Name and schema (a reference into [`Contract::definitions`]) of its own value; a page without one has
    /// nothing more to show.
    pub value: Option<(&'static str, Schema)>,
}

/// The whole contract.
#[derive(Debug)]
pub struct Contract {
    /// Schema of `site`, which every template is given.
    pub site: Schema,
    /// Schema of `page`, which every page is given.
    pub page: Schema,
    /// A row per template.
    pub templates: Vec<Given>,
    /// The schemas of all structs, by name (JSON Schema 2020-12, `$defs`).
    pub definitions: serde_json::Map<String, serde_json::Value>,
}

/// The contract of this version.
///
/// `docs/theme.md` is written from it, and a test resolves every template of the default theme against it.
pub fn contract() -> Contract {
    let mut generator = SchemaGenerator::default();
    let mut value = |value: &Value| (value.name, (value.schema)(&mut generator));
    let (mut pages, mut files): (Vec<Given>, Vec<Given>) = (Vec::new(), Vec::new());
    for kind in KINDS {
        match &kind.form {
            Form::Page(framed) => pages.push(Given {
                template: framed.template,
                kind: Some(kind.name),
                value: framed.value.as_ref().map(&mut value),
            }),
            // Several kinds of feed have one template.
            Form::Template(template, _) if files.iter().any(|given| given.template == *template) => {}
            Form::Template(template, own) => {
                files.push(Given { template, kind: None, value: Some(value(own)) });
            }
            Form::File(..) => {}
        }
    }
    pages.append(&mut files);
    Contract {
        site: generator.subschema_for::<SiteView>(),
        page: generator.subschema_for::<PageView>(),
        templates: pages,
        definitions: generator.take_definitions(false),
    }
}
