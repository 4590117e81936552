//! Charts: a bar for each row, cut into segments that lead to their cases. Drawn at build time.

use schemars::JsonSchema;
use serde::Serialize;

/// A chart.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartView {
    /// `id` attribute.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What its figures say, where they say something.
    pub headline: Option<String>,
    /// Can a case stand in more than one row?
    pub overlaps: bool,
    /// What its segments are, from left to right; none where each bar is one.
    pub legend: Vec<ChartKey>,
    /// Rows.
    pub rows: Vec<ChartRow>,
    /// Rows that are too rare to be drawn.
    pub more_rows: usize,
    /// Address of its figures as a table (CSV).
    pub csv: Option<String>,
}

/// What a shade stands for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartKey {
    /// Label.
    pub label: String,
    /// From 1, the darkest, to 9.
    pub shade: usize,
}

/// A bar.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartRow {
    /// Label.
    pub label: String,
    /// Address of what stands behind it.
    pub href: Option<String>,
    /// The number beside it.
    pub count: usize,
    /// Its segments, from left to right; none is empty.
    pub segments: Vec<ChartSegment>,
}

/// A segment of a bar. Its measures are hundredths of the whole width, as SVG writes them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChartSegment {
    /// Label.
    pub label: String,
    /// Cases.
    pub count: usize,
    /// Address of those cases.
    pub href: Option<String>,
    /// From 1, the darkest, to 9.
    pub shade: usize,
    /// Where it begins: `12.5%`.
    pub x: String,
    /// How wide it is.
    pub width: String,
    /// Its middle.
    pub middle: String,
    /// Is it wide enough for its number, on a phone too?
    pub holds_number: bool,
}

/// What the whole width of a chart stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// All of a row: shares.
    Row,
    /// The largest row: numbers.
    Largest,
}

/// A chart before it is drawn.
pub struct Figures {
    /// `id` attribute.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What its figures say, where they say something.
    pub headline: Option<String>,
    /// What the rows are.
    pub corner: String,
    /// What the segments are.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<FigureRow>,
    /// Rows that are too rare to be drawn.
    pub more_rows: usize,
    /// Can a case stand in more than one row?
    pub overlaps: bool,
    /// What the whole width stands for.
    pub scale: Scale,
}

/// A row of a chart before it is drawn.
pub struct FigureRow {
    /// Label.
    pub label: String,
    /// Address of what stands behind it.
    pub href: Option<String>,
    /// The number beside it.
    pub count: usize,
    /// Cases and their address, for each column.
    pub cells: Vec<(usize, Option<String>)>,
}

/// How many shades there are; more segments could not be told apart.
pub const SHADES: usize = 9;
/// The whole width, in tenths of its hundredths.
const WHOLE: usize = 1_000;
/// The least width that a number of one digit needs, and each digit more.
const NUMBER: usize = 35;
const DIGIT: usize = 25;

impl FigureRow {
    fn total(&self) -> usize {
        self.cells.iter().map(|(count, _)| count).sum()
    }
}

/// Say where everything stands.
pub fn draw(figures: Figures, csv: Option<String>) -> ChartView {
    let largest = figures.rows.iter().map(FigureRow::total).max().unwrap_or(0);
    let columns = figures.columns.len();
    let key = |(index, label): (usize, &String)| ChartKey { label: label.clone(), shade: shade(index, columns) };
    let legend = if columns > 1 { figures.columns.iter().enumerate().map(key).collect() } else { Vec::new() };
    let draw_row = |row: FigureRow| {
        let whole = match figures.scale {
            Scale::Row => row.total(),
            Scale::Largest => largest,
        };
        ChartRow {
            segments: segments(row.cells, &figures.columns, whole.max(1)),
            label: row.label,
            href: row.href,
            count: row.count,
        }
    };
    ChartView {
        id: figures.id,
        title: figures.title,
        headline: figures.headline,
        overlaps: figures.overlaps,
        legend,
        rows: figures.rows.into_iter().map(draw_row).collect(),
        more_rows: figures.more_rows,
        csv,
    }
}

fn segments(cells: Vec<(usize, Option<String>)>, columns: &[String], whole: usize) -> Vec<ChartSegment> {
    let mut before = 0;
    let segment = |(index, (count, href)): (usize, (usize, Option<String>))| {
        let (x, end) = (before * WHOLE / whole, (before + count) * WHOLE / whole);
        before += count;
        let digits = count.checked_ilog10().unwrap_or(0) as usize;
        ChartSegment {
            label: columns[index].clone(),
            count,
            href,
            shade: shade(index, columns.len()),
            x: percent(x),
            // One case among thousands is still seen.
            width: percent((end - x).max(2)),
            middle: percent(usize::midpoint(x, end)),
            holds_number: end - x >= NUMBER + digits * DIGIT,
        }
    };
    cells.into_iter().enumerate().filter(|(_, (count, _))| *count > 0).map(segment).collect()
}

/// Shades that can be told apart: every other one, or of many those that their number allows.
fn shade(index: usize, of: usize) -> usize {
    if of <= SHADES.div_ceil(2) { 1 + 2 * index } else { 1 + index * (SHADES - 1) / (of - 1) }
}

fn percent(tenths: usize) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[usize]) -> FigureRow {
        let cells: Vec<_> = cells.iter().map(|count| (*count, None)).collect();
        FigureRow { label: "Row".to_owned(), href: None, count: 0, cells }
    }

    fn drawn(scale: Scale, rows: Vec<FigureRow>) -> Vec<Vec<(String, String)>> {
        let columns = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let figures = Figures {
            id: String::new(),
            title: String::new(),
            headline: None,
            corner: String::new(),
            columns,
            rows,
            more_rows: 0,
            overlaps: false,
            scale,
        };
        let rows = draw(figures, None).rows.into_iter();
        rows.map(|row| row.segments.into_iter().map(|segment| (segment.x, segment.width)).collect()).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(x, width)| ((*x).to_owned(), (*width).to_owned())).collect()
    }

    #[test]
    fn shares_fill_the_width_and_numbers_keep_one_scale() {
        let rows = || vec![row(&[1, 0, 1]), row(&[0, 0, 8]), row(&[0, 0, 0])];
        assert_eq!(
            drawn(Scale::Row, rows()),
            [pairs(&[("0.0%", "50.0%"), ("50.0%", "50.0%")]), pairs(&[("0.0%", "100.0%")]), pairs(&[]),]
        );
        assert_eq!(
            drawn(Scale::Largest, rows()),
            [pairs(&[("0.0%", "12.5%"), ("12.5%", "12.5%")]), pairs(&[("0.0%", "100.0%")]), pairs(&[]),]
        );
    }

    #[test]
    fn shades_can_be_told_apart() {
        let of = |many: usize| (0..many).map(|index| shade(index, many)).collect::<Vec<_>>();
        assert_eq!(of(1), [1]);
        assert_eq!(of(2), [1, 3]);
        assert_eq!(of(6), [1, 2, 4, 5, 7, 9]);
        assert_eq!(of(9), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
}
