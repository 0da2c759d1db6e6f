//! The figures as a chart: the whole over time, beside its largest parts or beside what is.

use clew_plan::{Book, UnitOfMeasure};
use clew_practice::pack::Pack;
use clew_report::{Chart, ChartKind, Series, SeriesRole, Table, words};
use rust_decimal::{Decimal, RoundingStrategy};

use super::answers::{Answer, Answers};
use super::names;
use super::table::filled;

/// Lines beside the first one that are drawn so that each can be told from the others.
const MOST_COMPARED: usize = 4;

/// The chart; none without two figures to draw.
pub(super) fn chart(answers: &Answers, book: &Book, pack: &Pack) -> Option<Chart> {
    let whole = &answers.whole;
    let figures = whole.figures();
    let mut series = vec![line(
        if answers.as_it_is.is_some() {
            "As supposed"
        } else {
            "All"
        },
        SeriesRole::Value,
        whole,
        &[],
    )];
    if let Some(as_it_is) = &answers.as_it_is {
        series.push(line("As it is", SeriesRole::Comparison, as_it_is, &[]));
    }
    if let Some(split) = answers
        .split
        .as_ref()
        .filter(|split| split.figures().axes.len() == 1)
    {
        let most = MOST_COMPARED - usize::from(answers.as_it_is.is_some());
        series.extend(parts(split, most, book, pack));
    }
    // A line without a figure would stand in the legend alone.
    series.retain(|series| series.values.iter().any(Option::is_some));
    let drawn = series.iter().flat_map(|series| &series.values);
    if drawn.filter(|value| value.is_some()).count() < 2 {
        return None;
    }
    let labels: Vec<String> = figures
        .periods
        .iter()
        .map(|period| words::period(*period))
        .collect();
    let lines: Vec<&str> = series.iter().map(|series| series.name.as_str()).collect();
    let definition = whole.definition();
    let description = format!(
        "{}: {} from {} to {}. The table beneath has every figure that can be told.",
        definition.title,
        lines.join(", "),
        labels.first()?,
        labels.last()?
    );
    Some(Chart {
        title: definition.title.clone(),
        description,
        value_axis: match definition.kind.is_share() {
            true => UnitOfMeasure::Percent.word().to_owned(),
            false => definition.unit.clone(),
        },
        kind: ChartKind::Measure,
        labels,
        series,
        table: Table::default(),
        over_time: Some(Box::default()),
    })
}

fn line(name: &str, role: SeriesRole, answer: &Answer, parts: &[usize]) -> Series {
    let periods = 0..answer.figures().periods.len();
    let values: Vec<Option<Decimal>> = periods
        .map(|period| answer.shown(period, parts).value.map(rounded))
        .collect();
    Series {
        name: name.to_owned(),
        role,
        values,
    }
}

/// To a tenth, as the table shows it.
fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
}

/// The largest parts of the one dimension, so many at most.
fn parts(split: &Answer, most: usize, book: &Book, pack: &Pack) -> Vec<Series> {
    let figures = split.figures();
    let axis = &figures.axes[0];
    let size = |part: &usize| -> u64 {
        let cells = figures.cells().filter(|(_, parts, _)| parts[0] == *part);
        cells.map(|(_, _, cell)| cell.met + cell.missed).sum()
    };
    let mut largest = filled(split, 0);
    largest.sort_by_key(|part| std::cmp::Reverse(size(part)));
    largest.truncate(most);
    largest.sort_unstable();
    let name = |part: usize| {
        names::part(
            book,
            pack,
            &split.definition().form,
            &axis.of,
            &axis.parts[part],
        )
    };
    let lines = largest.into_iter();
    lines
        .map(|part| line(&name(part), SeriesRole::Comparison, split, &[part]))
        .collect()
}
