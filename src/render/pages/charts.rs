//! The page of charts.

use std::collections::BTreeSet;
use std::io::Write;

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::export::csv::{Column, FieldType, Table};
use crate::model::config::{Output, SelectionMethod};
use crate::plan::Subject;
use crate::render::parts::chart::{ChartView, FigureRow, Scale, draw};
use crate::render::parts::figures::{figures, many};
use crate::render::parts::links::from_home;
use crate::render::renderer::{Form, Framed, KIND, Kind, Made, Page, RenderError, Renderer, value};

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

/// The figures of a chart, for spreadsheets.
pub static CHART_DATA: Kind = Kind {
    name: "chart-data",
    behind: Some("charts"),
    pages: |pages| {
        let mut routes = BTreeSet::new();
        for number in 0..many(pages.site) {
            let route = route::chart_data(pages.site, number);
            // A pair may be drawn twice.
            if routes.insert(route.clone()) {
                pages.page(route, Subject::Chart(number));
            }
        }
    },
    form: Form::File(Made::InMemory, table),
    ..KIND
};

/// `charts`
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartsView {
    /// The charts.
    pub charts: Vec<ChartView>,
    /// How the cases were chosen, as the site says it: `chosen`, `sample` or `complete`.
    pub selection: Option<&'static str>,
}

fn view(renderer: &Renderer, _: &Page) -> ChartsView {
    let site = &renderer.site;
    let chart = |number: usize| {
        let csv = renderer.href(route::chart_data(site, number));
        figures(renderer, number).map(|figures| draw(figures, Some(csv)))
    };
    let method = SelectionMethod::NAMES.iter().find(|(_, method)| site.config.selection == Some(*method));
    ChartsView {
        // What the editors drew before what every site has.
        charts: (1..=site.config.charts.len()).chain([0, site.config.charts.len() + 1]).filter_map(chart).collect(),
        selection: method.map(|(name, _)| *name),
    }
}

/// The figures of a chart as a table.
fn table(renderer: &Renderer, page: &Page, out: &mut dyn Write) -> Result<(), RenderError> {
    let number = page.subject.chart().ok_or(RenderError::Subject(page.kind.name))?;
    let Some(figures) = figures(renderer, number) else { return Ok(()) };
    let mut columns = vec![Column::new(figures.corner, FieldType::String, "", |row: &&FigureRow| row.label.clone())];
    for (place, label) in figures.columns.into_iter().enumerate() {
        let count = move |row: &&FigureRow| row.cells.get(place).map_or(0, |(count, _)| *count).to_string();
        columns.push(Column::new(label, FieldType::Integer, "", count));
    }
    if figures.scale == Scale::Row {
        let all = renderer.word("charts.all");
        columns.push(Column::new(all, FieldType::Integer, "", |row: &&FigureRow| row.count.to_string()));
    }
    let rows: Vec<&FigureRow> = figures.rows.iter().collect();
    Ok(Table { columns, key: &[], refers: &[] }.write(&rows, out)?)
}
