//! Charts: rows of bars, drawn at build time, each with its figures as a table.

use schemars::JsonSchema;
use serde::Serialize;

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

/// Measures, in the units of the `viewBox`.
const COLUMN: usize = 44;
const BAR: usize = 28;
const ROW: usize = 82;
const BAR_HEIGHT: usize = 34;
const HEAD: usize = 30;
/// How much higher a letter more makes a slanted label.
const LETTER: usize = 5;
/// Letters of a row's label, which stands above its bars: a chart then fits a phone.
const LINE: usize = 44;

/// A chart before it is drawn.
///
/// A row per term and a bar per column need no colours, and stay legible however many terms there are.
pub struct Figures {
    /// `id` attribute.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it shows, in a sentence with its figures.
    pub text: String,
    /// What the rows are.
    pub corner: String,
    /// Label and address of each column.
    pub columns: Vec<(String, Option<String>)>,
    /// Rows.
    pub rows: Vec<FigureRow>,
    /// Terms that are too rare to be drawn.
    pub more_rows: usize,
}

/// A row of a chart before it is drawn.
pub struct FigureRow {
    /// Label.
    pub label: String,
    /// Address of what stands behind it.
    pub href: Option<String>,
    /// Cases.
    pub count: usize,
    /// Cases and their address, for each column.
    pub cells: Vec<(usize, Option<String>)>,
}

/// Say where everything stands.
pub fn draw(figures: Figures) -> ChartView {
    let longest = figures.columns.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let slanted = longest > 6;
    let head = HEAD + if slanted { longest.min(30) * LETTER } else { 0 };
    let largest = figures.rows.iter().flat_map(|row| &row.cells).map(|(count, _)| *count).max().unwrap_or(0).max(1);
    let middle = |column: usize| column * COLUMN + COLUMN / 2;
    let cell = |column: usize, count: usize, href: Option<String>, base: usize| {
        // One case in thousands is still seen.
        let height = if count == 0 { 0 } else { (count * BAR_HEIGHT / largest).max(2) };
        let y = base - height;
        let x = middle(column) - BAR / 2;
        ChartCell { count, href, x, middle: middle(column), y, width: BAR, height, label_y: y - 5 }
    };
    let row = |(index, row): (usize, FigureRow)| {
        let base = head + (index + 1) * ROW - 6;
        let cells = row.cells.into_iter().enumerate();
        ChartRow {
            short: shortened(&row.label),
            label_y: base - BAR_HEIGHT - 24,
            label: row.label,
            href: row.href,
            y: base,
            count: row.count,
            cells: cells.map(|(column, (count, href))| cell(column, count, href, base)).collect(),
        }
    };
    let columns = figures.columns.into_iter().enumerate();
    let columns: Vec<ChartColumn> =
        columns.map(|(index, (label, href))| ChartColumn { label, href, x: middle(index) }).collect();
    ChartView {
        id: figures.id,
        title: figures.title,
        text: figures.text,
        corner: figures.corner,
        width: columns.len() * COLUMN + if slanted { head } else { 0 },
        height: head + figures.rows.len() * ROW + 4,
        slanted,
        head: head - 10,
        columns,
        rows: figures.rows.into_iter().enumerate().map(row).collect(),
        more_rows: figures.more_rows,
    }
}

/// A label that fits on one line.
fn shortened(label: &str) -> String {
    match label.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", label[..end].trim_end()),
        None => label.to_owned(),
    }
}
