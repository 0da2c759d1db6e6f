//! How a council's figure compares with others': rank in its family group, Scotland's average.

use clew_calendar::Period;
use clew_measure::{Comparison, Place, place, show_value};
use clew_plan::{Code, Measure, MeasureKey};

use crate::{Block, Cell, Column, Inline, Request, Row, Table, words};

/// The comparison for the latest benchmarked period that is not after the reported one; nothing
/// when the Book holds no benchmark of the measure or none for this council.
pub(crate) fn blocks(request: &Request<'_>, measure: &Measure) -> Vec<Block> {
    match find(request, measure) {
        Some(found) => vec![
            Block::Paragraph(said(measure, &found)),
            Block::Table(table(measure, &found)),
        ],
        None => Vec::new(),
    }
}

fn find(request: &Request<'_>, measure: &Measure) -> Option<Place> {
    let book = request.book();
    let organisation = book.organisation.as_ref()?;
    let keys = keys(measure);
    let known = book
        .benchmarks
        .iter()
        .filter(|row| keys.contains(&row.measure));
    let mut periods: Vec<(Period, &MeasureKey)> = known
        .filter(|row| row.period.last() <= request.period.last())
        .map(|row| (row.period, &row.measure))
        .collect();
    periods.sort_by_key(|(period, _)| std::cmp::Reverse(period.last()));
    let group = organisation.family_group.as_deref();
    periods
        .into_iter()
        .find_map(|(period, key)| place(book, key, period, &organisation.name, group))
}

/// The measure's own code, and the benchmarked code that a category such as "LGBF SW3a" names.
pub(crate) fn keys(measure: &Measure) -> Vec<MeasureKey> {
    let named = measure
        .categories
        .iter()
        .filter_map(|category| category.strip_prefix("LGBF "));
    let codes = named
        .filter_map(|text| text.parse::<Code>().ok())
        .map(|code| code.key());
    std::iter::once(measure.code.key()).chain(codes).collect()
}

fn said(measure: &Measure, found: &Place) -> Vec<Inline> {
    let shown = |value| show_value(value, measure.unit_of_measure, measure.decimals);
    let beside = |comparison: &Comparison| {
        format!(
            " {} {} ({}).",
            words::capital(comparison.direction.words()),
            comparison.with,
            shown(comparison.average)
        )
    };
    let mut text = format!(
        "In {}, {}: {}.",
        words::period(found.period),
        shown(found.value),
        found.words()
    );
    for comparison in [&found.scotland, &found.family].into_iter().flatten() {
        text.push_str(&beside(comparison));
    }
    vec![Inline::Text(text)]
}

fn table(measure: &Measure, found: &Place) -> Table {
    let caption = format!("{} in {}", found.group, words::period(found.period));
    let columns = vec![
        Column::numbers("Rank", 1),
        Column::names("Council", 5),
        Column::numbers("Value", 2),
    ];
    let mut table = Table::new("Benchmark", caption, columns);
    table.rows = found
        .table
        .iter()
        .map(|other| {
            let rank = u32::try_from(other.rank).ok().filter(|rank| *rank > 0);
            let value = show_value(other.value, measure.unit_of_measure, measure.decimals);
            Row::body(vec![
                rank.map_or_else(Cell::empty, Cell::count),
                Cell::text(&other.council),
                Cell::number(other.value, value),
            ])
        })
        .collect();
    table.note = Some("Councils with equal values share a rank; 1 is best.".to_owned());
    table
}
