//! The charts of measures side by side, each drawn in a way that is honest about what it compares.

use clew_calendar::Period;
use clew_measure::{Judgement, StatusBasis};
use clew_plan::{FigureState, Goal, UnitOfMeasure};
use clew_render::svg::{Size, chart_sized, responsive};
use clew_report::{Chart, ChartKind, OverTime, PointMark, Series, SeriesRole, Table, words};
use clew_service::Overview;
use maud::{Markup, PreEscaped, html};
use rust_decimal::{Decimal, RoundingStrategy};

use super::chosen::Chosen;
use super::lines::{Line, Lines, way};
use crate::components::tabs;

/// The largest value on one axis may be so many times the smallest line's largest; beyond, the
/// smaller line would lie flat.
const MOST_APART: u32 = 20;

/// How the lines are drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
    /// On one axis, as they are: they share a unit and a size.
    Together,
    /// On one axis, each as a share of its own value in the base period.
    Indexed(Period),
    /// Each in a chart of its own.
    Apart,
}

impl Way {
    const fn word(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Indexed(_) => "indexed",
            Self::Apart => "apart",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Together => "One axis",
            Self::Indexed(_) => "Indexed",
            Self::Apart => "Each by itself",
        }
    }

    fn why(self) -> String {
        match self {
            Self::Together => {
                "All are counted in one unit, so they stand on one axis as they are.".to_owned()
            }
            Self::Indexed(base) => format!(
                "Each line is a share of its own value in {}, which counts as 100: the lines show how each has changed, not which is larger. A line that rises is better only where higher is better.",
                words::period(base)
            ),
            Self::Apart => {
                "Each has an axis of its own over the same periods, with its status and its target."
                    .to_owned()
            }
        }
    }
}

/// The ways that are honest for these measures, the one to begin with first.
fn ways(lines: &Lines<'_>) -> Vec<Way> {
    let mut ways = Vec::new();
    if lines.lines.len() > 1 {
        if lines.have_one_unit() && are_of_a_size(lines) {
            ways.push(Way::Together);
        }
        ways.extend(lines.base().map(Way::Indexed));
    }
    ways.push(Way::Apart);
    ways
}

/// Whether each line can be seen to move on an axis that holds all of them. Shares of a hundred can.
fn are_of_a_size(lines: &Lines<'_>) -> bool {
    let of_hundred = |line: &Line<'_>| line.measure.unit_of_measure == Some(UnitOfMeasure::Percent);
    if lines.lines.iter().all(of_hundred) {
        return true;
    }
    let largest = lines.lines.iter().filter_map(|line| {
        let values = lines.values(line);
        values.into_iter().flatten().map(|value| value.abs()).max()
    });
    let sizes: Vec<Decimal> = largest.filter(|size| !size.is_zero()).collect();
    let (smallest, largest) = (sizes.iter().min(), sizes.iter().max());
    match smallest.zip(largest) {
        Some((smallest, largest)) => smallest
            .checked_mul(Decimal::from(MOST_APART))
            .is_none_or(|reach| *largest <= reach),
        None => true,
    }
}

/// The charts, with why they are drawn so and the other ways.
pub(super) fn drawn(chosen: &Chosen, lines: &Lines<'_>, overview: &Overview, show: &str) -> Markup {
    let ways = ways(lines);
    let asked = ways.iter().copied().find(|way| way.word() == show);
    let Some(way) = asked.or_else(|| ways.first().copied()) else {
        return html! {};
    };
    let entries: Vec<(&str, String, bool)> = ways
        .iter()
        .map(|each| (each.title(), chosen.shown_as(each.word()), *each == way))
        .collect();
    html! {
        @if lines.periods.is_empty() {
            p class="govuk-body" { "There is nothing to draw." }
        } @else {
            @if entries.len() > 1 { (tabs("How the lines are drawn", &entries)) }
            p class="govuk-body clew-quiet" { (way.why()) }
            @match way {
                Way::Apart => { (apart(lines, overview)) }
                Way::Together => { (one(&together(lines))) }
                Way::Indexed(base) => { (one(&indexed(lines, base))) }
            }
            @for line in lines.lines.iter().filter(|line| lines.values(line).iter().all(Option::is_none)) {
                p class="govuk-body" { (line.name()) " has no figures for periods of this length." }
            }
        }
    }
}

fn one(chart: &Chart) -> Markup {
    let drawn = responsive("compared", |id, size| chart_sized(chart, id, size));
    html! { div class="clew-chart" { (PreEscaped(drawn)) } }
}

fn labels(lines: &Lines<'_>) -> Vec<String> {
    lines
        .periods
        .iter()
        .map(|period| words::period(*period))
        .collect()
}

fn over_one_axis(lines: &Lines<'_>, title: &str, axis: String, series: Vec<Series>) -> Chart {
    let names: Vec<String> = lines.lines.iter().map(Line::name).collect();
    let first = lines
        .periods
        .first()
        .copied()
        .map(words::period)
        .unwrap_or_default();
    let last = lines
        .periods
        .last()
        .copied()
        .map(words::period)
        .unwrap_or_default();
    Chart {
        title: title.to_owned(),
        description: format!(
            "{} from {first} to {last}. The table beneath has the figures.",
            names.join("; ")
        ),
        value_axis: axis,
        kind: ChartKind::Measure,
        labels: labels(lines),
        series,
        table: Table::default(),
        over_time: Some(Box::default()),
    }
}

fn compared(name: String, values: Vec<Option<Decimal>>) -> Series {
    Series {
        name,
        role: SeriesRole::Comparison,
        values,
    }
}

fn together(lines: &Lines<'_>) -> Chart {
    let unit = lines
        .lines
        .first()
        .and_then(|line| line.measure.unit_of_measure);
    let axis = unit.map_or("Value", UnitOfMeasure::word).to_owned();
    let series = lines
        .lines
        .iter()
        .map(|line| compared(line.name(), lines.values(line)));
    over_one_axis(lines, "Measures side by side", axis, series.collect())
}

fn indexed(lines: &Lines<'_>, base: Period) -> Chart {
    let series = lines.lines.iter().map(|line| {
        let place = lines.periods.iter().position(|period| *period == base);
        let values = lines.values(line);
        let first = place.and_then(|place| values.get(place).copied().flatten());
        let values = values
            .into_iter()
            .map(|value| share_of(value?, first?))
            .collect();
        compared(format!("{} ({})", line.name(), way(line.measure)), values)
    });
    let axis = format!("{} = 100", words::period(base));
    over_one_axis(
        lines,
        "Change of measures side by side",
        axis,
        series.collect(),
    )
}

/// A value as a share of another, 100 for the same, to a tenth; none where it has no meaning.
fn share_of(value: Decimal, base: Decimal) -> Option<Decimal> {
    let share = value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)?;
    Some(share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

/// One chart a measure, with statuses and targets, over the same periods.
fn apart(lines: &Lines<'_>, overview: &Overview) -> Markup {
    html! {
        div class="clew-apart" {
            @for (place, line) in lines.lines.iter().enumerate() {
                div class="clew-chart" {
                    h3 class="govuk-heading-s" { (line.heading()) }
                    (PreEscaped(chart_sized(&by_itself(lines, line, overview), &format!("apart-{place}"), Size::Compact)))
                }
            }
        }
    }
}

fn by_itself(lines: &Lines<'_>, line: &Line<'_>, overview: &Overview) -> Chart {
    let facts = overview.measure_facts(&line.key);
    let values = lines.values(line);
    let mut marks: Vec<Option<PointMark>> = Vec::with_capacity(values.len());
    let mut targets: Vec<Option<Decimal>> = Vec::with_capacity(values.len());
    for (period, value) in lines.periods.iter().zip(&values) {
        let judged = value.map(|_| facts.judge(line.measure, *period, line.unit.as_ref()));
        let goal = judged.as_ref().and_then(|judged| judged.target);
        targets.push(match goal {
            Some(Goal::Value(value)) => Some(value),
            _ => None,
        });
        marks.push(judged.and_then(|judged| mark(&judged, overview, line, *period)));
    }
    let mut chart = over_one_axis(lines, &line.measure.title, axis(line), Vec::new());
    chart.description = format!("{}, with its statuses and targets.", line.name());
    chart.series.push(Series {
        name: "Value".to_owned(),
        role: SeriesRole::Value,
        values,
    });
    if targets.iter().any(Option::is_some) {
        chart.series.push(Series {
            name: "Target".to_owned(),
            role: SeriesRole::Target,
            values: targets,
        });
    }
    chart.over_time = Some(Box::new(OverTime {
        marks,
        ..OverTime::default()
    }));
    chart
}

/// The mark of a judged value; none for one that nothing was asked of.
fn mark(
    judged: &Judgement<'_>,
    overview: &Overview,
    line: &Line<'_>,
    period: Period,
) -> Option<PointMark> {
    let basis = StatusBasis::default_for(overview.book(), line.measure.plan.as_ref(), period);
    let status = judged.shown(basis);
    let provisional = judged
        .figure
        .is_some_and(|figure| figure.state == FigureState::Provisional);
    status.is_judgement().then(|| PointMark {
        status,
        provisional,
        signal: None,
        shown: line.shown(&period).unwrap_or_default(),
    })
}

fn axis(line: &Line<'_>) -> String {
    line.measure
        .unit_of_measure
        .map_or("Value", UnitOfMeasure::word)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_the_base_is_a_hundred_for_the_same_value() {
        let cases = [
            ("50", "50", Some("100.0")),
            ("60", "40", Some("150.0")),
            ("1", "3", Some("33.3")),
            ("1", "0", None),
        ];
        for (value, base, expected) in cases {
            let share = share_of(
                value.parse().unwrap_or_default(),
                base.parse().unwrap_or_default(),
            );
            let expected: Option<Decimal> = expected.and_then(|share| share.parse().ok());
            assert_eq!(share, expected, "{value} of {base}");
        }
    }
}
