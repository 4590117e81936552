//! The page of charts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::TaxonomyId;
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::parts::chart::ChartView;
use crate::render::parts::figures::{over_time, pair, support};
use crate::render::parts::links::from_home;
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// Charts.
pub static CHARTS: Kind = Kind {
    name: "charts",
    pages: |pages| {
        if pages.site.config.writes(Output::Charts) {
            pages.page(route::CHARTS, Subject::Site);
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "charts.html",
        value: Some(value!("charts", ChartsView, view)),
        title: |renderer, _| Some(renderer.word("charts.title").to_owned()),
        description: |renderer, _| Some(renderer.word("charts.lead").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `charts`
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartsView {
    /// The charts.
    pub charts: Vec<ChartView>,
}

fn view(renderer: &Renderer, _: &Page) -> ChartsView {
    let mut charts: Vec<ChartView> = over_time(renderer).into_iter().collect();
    let taxonomies = &renderer.site.taxonomies;
    let find = |name: &str| taxonomies.iter().position(|one| one.id == name).map(TaxonomyId::from_index);
    for ([rows, columns], number) in renderer.site.config.charts.iter().zip(1..) {
        if let (Some(rows), Some(columns)) = (find(&rows.value), find(&columns.value)) {
            charts.push(pair(renderer, number, rows, columns));
        }
    }
    charts.extend(support(renderer));
    ChartsView { charts }
}
