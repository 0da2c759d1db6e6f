//! The figures of the measures compared, on one scale of time.

use std::collections::BTreeMap;

use clew_calendar::{Period, PeriodKind};
use clew_measure::{exact_value, show_value};
use clew_plan::{Measure, MeasureKey, Polarity, UnitId};
use clew_report::{Cell, Column, Row, Table, words};
use clew_service::Overview;
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::chosen::Which;

/// Periods shown at most, the latest ones.
const MOST_PERIODS: usize = 40;

/// Kinds of period that can be compared, the shortest first.
const KINDS: [PeriodKind; 7] = [
    PeriodKind::Month,
    PeriodKind::Quarter,
    PeriodKind::Half,
    PeriodKind::YearToDate,
    PeriodKind::FinancialYear,
    PeriodKind::CalendarYear,
    PeriodKind::AcademicYear,
];

/// One measure and its values by period, of the whole or of a part of the organisation.
pub(super) struct Line<'book> {
    pub(super) measure: &'book Measure,
    pub(super) key: MeasureKey,
    pub(super) unit: Option<UnitId>,
    part: Option<&'book str>,
    values: BTreeMap<Period, Decimal>,
}

/// The measures compared, and the periods of one kind in which they are.
pub(super) struct Lines<'book> {
    pub(super) lines: Vec<Line<'book>>,
    pub(super) periods: Vec<Period>,
}

impl<'book> Lines<'book> {
    pub(super) fn of(overview: &'book Overview, keys: &[Which]) -> Self {
        let lines: Vec<Line<'book>> = keys
            .iter()
            .filter_map(|which| Line::of(overview, which))
            .collect();
        let periods = best_kind(&lines).map_or_else(Vec::new, |kind| periods_of(&lines, kind));
        Self { lines, periods }
    }

    /// Each line's values in the periods shown.
    pub(super) fn values(&self, line: &Line<'_>) -> Vec<Option<Decimal>> {
        let values = self.periods.iter().map(|period| line.values.get(period));
        values.map(Option::<&Decimal>::copied).collect()
    }

    /// Whether every measure is counted in the same unit.
    pub(super) fn have_one_unit(&self) -> bool {
        let mut units = self.lines.iter().map(|line| line.measure.unit_of_measure);
        let first = units.next();
        units.all(|unit| Some(unit) == first)
    }

    /// The first period in which each measure has a value above 0, with at least one more period
    /// after it.
    pub(super) fn base(&self) -> Option<Period> {
        let above = |line: &Line<'_>, period: &Period| {
            line.values
                .get(period)
                .is_some_and(|value| *value > Decimal::ZERO)
        };
        let (_, but_last) = self.periods.split_last()?;
        let mut periods = but_last.iter();
        let found = periods.find(|period| self.lines.iter().all(|line| above(line, period)));
        found.copied()
    }

    /// The table that the page shows: periods down, measures across.
    pub(super) fn shown(&self) -> Markup {
        html! {
            @if self.periods.is_empty() {
                p class="govuk-body" { "None of these measures has a figure of a period that can be compared." }
            } @else {
                div class="clew-scroll" role="region" aria-labelledby="compared-figures" tabindex="0" {
                    table class="clew-table clew-beside" {
                        caption id="compared-figures" { "Figures, latest first" }
                        thead {
                            tr {
                                th scope="col" { "Period" }
                                @for line in &self.lines {
                                    th scope="col" class="end" {
                                        (line.heading())
                                    }
                                }
                            }
                        }
                        tbody {
                            @for period in self.periods.iter().rev() {
                                tr {
                                    th scope="row" class="whole" { (words::period(*period)) }
                                    @for line in &self.lines { td class="end" { (line.shown(period).unwrap_or_else(|| "–".to_owned())) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The same to download, earliest first.
    pub(super) fn table(&self) -> Table {
        let mut columns = vec![Column::names("Period", 2)];
        let names = self.lines.iter().map(|line| line.name());
        columns.extend(names.map(|name| Column::numbers(name, 4)));
        let mut table = Table::new("Compared measures", "Measures side by side", columns);
        for period in &self.periods {
            let mut cells = vec![Cell::text(words::period(*period))];
            cells.extend(self.lines.iter().map(|line| line.cell(period)));
            table.rows.push(Row::body(cells));
        }
        table
    }
}

impl<'book> Line<'book> {
    fn of(overview: &'book Overview, which: &Which) -> Option<Self> {
        let measure = overview.measure(&which.key)?;
        let facts = overview.measure_facts(&which.key);
        let figures = facts.figures().iter();
        let of_part = figures.filter(|figure| figure.unit == which.unit);
        let unit = which.unit.as_ref();
        // Of a value given twice the one written last stays.
        let values = of_part.filter_map(|figure| {
            let value = exact_value(figure, measure.unit_of_measure)?;
            Some((figure.period, value.to_decimal()))
        });
        Some(Self {
            measure,
            key: which.key.clone(),
            unit: which.unit.clone(),
            part: unit
                .and_then(|unit| {
                    let mut units = overview.book().units.iter();
                    units.find(|known| known.id == *unit)
                })
                .map(|unit| unit.name.as_str()),
            values: values.collect(),
        })
    }

    /// Code and title, and the part it is of.
    pub(super) fn name(&self) -> String {
        let (code, title) = (self.measure.code.written(), &self.measure.title);
        match self.part {
            Some(part) => format!("{part}: {code} {title}"),
            None => format!("{code} {title}"),
        }
    }

    /// Its title above a column or a chart, with code, part, and which way is better.
    pub(super) fn heading(&self) -> Markup {
        html! {
            (self.measure.title)
            span class="clew-code" {
                @if let Some(part) = self.part { strong { (part) } " · " }
                (self.measure.code.written()) " · " (way(self.measure))
            }
        }
    }

    pub(super) fn shown(&self, period: &Period) -> Option<String> {
        let value = *self.values.get(period)?;
        Some(show_value(
            value,
            self.measure.unit_of_measure,
            self.measure.decimals,
        ))
    }

    fn cell(&self, period: &Period) -> Cell {
        match (self.values.get(period), self.shown(period)) {
            (Some(value), Some(shown)) => Cell::number(*value, shown),
            _ => Cell::empty(),
        }
    }
}

/// Which way is better, in words.
pub(super) const fn way(measure: &Measure) -> &'static str {
    match measure.polarity {
        Some(Polarity::Higher) => "higher is better",
        Some(Polarity::Lower) => "lower is better",
        Some(Polarity::InRange) => "best in a range",
        Some(Polarity::Contextual) => "not judged",
        None => "which way is better is not stated",
    }
}

/// The kind of period of which most measures have two values or more; of several the one with more
/// values, since that is the shorter one.
fn best_kind(lines: &[Line<'_>]) -> Option<PeriodKind> {
    let of = |kind: PeriodKind| {
        let counts = lines.iter().map(|line| {
            let periods = line.values.keys();
            periods.filter(|period| period.kind() == kind).count()
        });
        let counts: Vec<usize> = counts.collect();
        let comparable = counts.iter().filter(|count| **count > 1).count();
        (comparable, counts.iter().sum::<usize>())
    };
    let best = KINDS.into_iter().max_by_key(|kind| of(*kind))?;
    (of(best).1 > 0).then_some(best)
}

/// Every period of a kind from the first with a value to the last, those without a value too.
fn periods_of(lines: &[Line<'_>], kind: PeriodKind) -> Vec<Period> {
    let known = lines.iter().flat_map(|line| line.values.keys());
    let mut known: Vec<Period> = known
        .filter(|period| period.kind() == kind)
        .copied()
        .collect();
    known.sort_by_key(|period| (period.last(), *period));
    known.dedup();
    let mut periods: Vec<Period> = Vec::with_capacity(known.len());
    for period in known {
        let mut missing = periods.last().and_then(|last| last.next());
        while let Some(gap) = missing.filter(|gap| gap.last() < period.last() && gap.kind() == kind)
        {
            // Years to date of one year follow one another by quarters, which is no step of a year.
            if kind == PeriodKind::YearToDate || periods.len() > 4 * MOST_PERIODS {
                break;
            }
            periods.push(gap);
            missing = gap.next();
        }
        periods.push(period);
    }
    let first = periods.len().saturating_sub(MOST_PERIODS);
    periods.split_off(first)
}
