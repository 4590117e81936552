//! Pages for finding and comparing: Explore, matrices, the timeline, charts, side by side.

use schemars::JsonSchema;
use serde::Serialize;

use super::{CaseRow, CountLink, DateView, Link, Pager, WayIn};

/// `explore`
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExploreView {
    /// Ways in without a script: the most used terms of each taxonomy.
    pub ways_in: Vec<WayIn>,
    /// The years, each with its place on the timeline.
    pub years: Vec<CountLink>,
    /// Matrices.
    pub matrices: Vec<Link>,
}

/// `matrix`
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixView {
    /// `Adoption types and departments`
    pub title: String,
    /// The taxonomy of the rows.
    pub row_taxonomy: Link,
    /// The taxonomy of the columns.
    pub column_taxonomy: Link,
    /// Terms of the columns.
    pub columns: Vec<CountLink>,
    /// Columns beyond those that are shown, the least used.
    pub more_columns: usize,
    /// The rows of this page.
    pub rows: Vec<MatrixRow>,
    /// Rows on all pages.
    pub count: usize,
    /// What the colours mean, from few cases to many.
    pub legend: Vec<HeatStep>,
    /// The other matrices of the site.
    pub others: Vec<Link>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A row of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixRow {
    /// Label of the term.
    pub label: String,
    /// Address of the term.
    pub href: String,
    /// Cases of the term, those of narrower terms included.
    pub count: usize,
    /// 0 for a term with nothing broader, 1 below it, …
    pub depth: usize,
    /// One per column.
    pub cells: Vec<MatrixCell>,
}

/// A cell of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixCell {
    /// Cases that carry both terms.
    pub count: usize,
    /// Address of the list of those cases; absent where there are none.
    pub href: Option<String>,
    /// Label of the column.
    pub column: String,
    /// How many, from 0 (none) to 5.
    pub heat: usize,
}

/// A colour of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeatStep {
    /// 1 to 5.
    pub heat: usize,
    /// The fewest cases.
    pub from: usize,
    /// The most cases.
    pub to: usize,
}

/// `cell`: the cases of a pair of terms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CellView<'a> {
    /// Term of the row.
    pub row: Link,
    /// Singular label of its taxonomy.
    pub row_kind: String,
    /// Term of the column.
    pub column: Link,
    /// Singular label of its taxonomy.
    pub column_kind: String,
    /// The cases of this page.
    pub cases: Vec<CaseRow<'a>>,
    /// Cases on all pages.
    pub count: usize,
    /// Address of those cases in Explore, where there is one.
    pub explore: Option<String>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// `timeline`
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelineView {
    /// Every year with the number of what happened in it, the latest first.
    pub years: Vec<CountLink>,
    /// The years of this page.
    pub groups: Vec<TimelineYear>,
    /// What happened, on all pages.
    pub count: usize,
    /// Cases over time.
    pub chart: Option<ChartView>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A year of the timeline, or the part of it that stands on this page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelineYear {
    /// `2025`
    pub year: String,
    /// Did it begin on the page before?
    pub continued: bool,
    /// What happened, the latest first.
    pub moments: Vec<MomentView>,
}

/// Something that happened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MomentView {
    /// When.
    pub date: DateView,
    /// Title of the case.
    pub title: String,
    /// Address of the case, or of its events.
    pub href: String,
    /// What happened; absent where it is the case as a whole.
    pub event: Option<String>,
    /// Its terms and their broader ones as `taxonomy:term`, for the filter.
    pub terms: String,
}

/// `charts`
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartsView {
    /// The charts.
    pub charts: Vec<ChartView>,
}

/// A chart: a row of bars for each term. All measures are in the units of its `viewBox`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartView {
    /// `id` attribute, and the start of those inside.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it shows, in a sentence with its figures.
    pub text: String,
    /// What the rows are.
    pub corner: String,
    /// Width.
    pub width: usize,
    /// Height.
    pub height: usize,
    /// Are the columns' labels long, and so set at a slant?
    pub slanted: bool,
    /// Where the columns' labels stand.
    pub head: usize,
    /// Columns.
    pub columns: Vec<ChartColumn>,
    /// Rows.
    pub rows: Vec<ChartRow>,
    /// Terms that are too rare to be drawn.
    pub more_rows: usize,
}

/// A column of a chart.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartColumn {
    /// Label.
    pub label: String,
    /// Address of what stands behind it.
    pub href: Option<String>,
    /// Its middle.
    pub x: usize,
}

/// A row of a chart.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartRow {
    /// Label.
    pub label: String,
    /// The label, cut short where it is long.
    pub short: String,
    /// Base line of the label.
    pub label_y: usize,
    /// Address of what stands behind it.
    pub href: Option<String>,
    /// Its base line.
    pub y: usize,
    /// Cases.
    pub count: usize,
    /// One per column.
    pub cells: Vec<ChartCell>,
}

/// A bar of a chart.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartCell {
    /// Cases.
    pub count: usize,
    /// Address of those cases.
    pub href: Option<String>,
    /// Left edge.
    pub x: usize,
    /// Middle.
    pub middle: usize,
    /// Upper edge.
    pub y: usize,
    /// Width.
    pub width: usize,
    /// Height.
    pub height: usize,
    /// Base line of its number.
    pub label_y: usize,
}

/// `compare`
#[derive(Debug, Serialize, JsonSchema)]
pub struct CompareView {
    /// Cases that joined last, to begin with.
    pub suggestions: Vec<Link>,
}
