//! The rows of a scorecard, and the parts that other pages show of them.

use clew_calendar::{Day, Period, PeriodKind};
use clew_measure::show_value;
use clew_plan::{Goal, Status};
use clew_render::svg::status_sparkline;
use clew_report::{Sparkline, words};
use clew_service::{Overview, Point, ReturnOwed, ScorecardRow};
use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;

use crate::components::{return_tag, status_mark, trend};
use crate::links;

/// Values that a small line needs at least, as in reports.
pub(super) const FEWEST_POINTS: usize = 3;

/// What the rows of a page have in common.
pub(super) struct Rows<'page> {
    pub(super) overview: &'page Overview,
    pub(super) period: Period,
    pub(super) today: Day,
    /// The form to which a row's box "compare" belongs; empty for rows without one.
    pub(super) compared_by: &'page str,
    /// Whether returns are made for the period, and not taken from a published document.
    pub(super) has_returns: bool,
}

impl Rows<'_> {
    /// The headings: words, class, and the word by which the address asks for this order.
    pub(super) fn headings(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let mut headings = vec![
            ("Measure", "", "measure"),
            ("Value", "end", ""),
            ("Target", "end", ""),
            ("Status", "", "status"),
            ("Short trend", "centre", "short"),
            ("Long trend", "centre", "long"),
            ("Over time", "", ""),
        ];
        if self.has_returns {
            headings.push(("Return", "", "due"));
        }
        if !self.compared_by.is_empty() {
            headings.push(("Compare", "centre", ""));
        }
        headings
    }

    /// One row.
    pub(super) fn row(&self, row: &ScorecardRow) -> Markup {
        let has_line = drawn(row, self.overview).is_some();
        html! {
            tr {
                th scope="row" {
                    a href=(links::measure_in(&row.measure, self.period)) { (row.title) }
                    span class="clew-code" { (row.code) @if let Some(owner) = &row.owner { " · " (owner) } }
                }
                td class="end" data-label="Value" { (value(row, self.period)) }
                td class={ "end" (nothing(row.target_shown.is_none())) } data-label="Target" { (row.target_shown.as_deref().unwrap_or("–")) }
                td data-label="Status" { (status(row)) }
                td class={ "centre" (nothing(row.trend.short.is_none())) } data-label="Short trend" { (short_trend(row)) }
                td class={ "centre" (nothing(row.trend.long.is_none())) } data-label="Long trend" { (long_trend(row)) }
                td class={ "clew-row__line" (nothing(!has_line)) } data-label="Over time" { (self.line(row)) }
                @if self.has_returns { td data-label="Return" { (self.due(row)) } }
                @if !self.compared_by.is_empty() {
                    td class="centre" data-label="Compare" {
                        input type="checkbox" name="measure" value=(row.measure) form=(self.compared_by)
                            aria-label={ "Compare " (row.code) " " (row.title) };
                    }
                }
            }
        }
    }

    /// The row's values as a small line; a dash where there are too few.
    pub(super) fn line(&self, row: &ScorecardRow) -> Markup {
        match drawn(row, self.overview) {
            Some(line) => {
                html! { span class="clew-sparkline" { (PreEscaped(line)) } }
            }
            None => {
                html! { span class="clew-quiet" { "–" span class="govuk-visually-hidden" { "too few figures" } } }
            }
        }
    }

    fn due(&self, row: &ScorecardRow) -> Markup {
        let owed = row.returns.iter().filter(|owed| owed.is_owed());
        let next = owed.min_by_key(|owed| (owed.due.is_none(), owed.due));
        match next {
            Some(next) => self.owed(next),
            None => {
                html! { @if let Some(last) = row.returns.first() { span class="clew-quiet" { (super::filters::capital(last.stage.words())) } } @else { span class="clew-quiet" { "–" span class="govuk-visually-hidden" { "none is due" } } } }
            }
        }
    }

    fn owed(&self, owed: &ReturnOwed) -> Markup {
        let late = owed.overdue_days(self.today);
        html! {
            @if late > 0 { strong class="clew-late" { "Overdue" } " " }
            @match owed.due {
                Some(day) => { @if late == 0 { "Due " } @else { "since " } (words::day(day)) }
                None => { "Due" }
            }
        }
    }
}

/// The class of a cell that has nothing to show: on a phone, where each cell is a line, it is left out.
const fn nothing(is_nothing: bool) -> &'static str {
    if is_nothing { " clew-none" } else { "" }
}

/// A row's value with what has to be said beside it.
pub(super) fn value(row: &ScorecardRow, period: Period) -> Markup {
    let earlier = row
        .figure_period
        .filter(|figure| figure.last() != period.last());
    html! {
        @match &row.shown {
            Some(shown) => { strong { (shown) } }
            None => { span class="clew-quiet" { "–" span class="govuk-visually-hidden" { "no figure" } } }
        }
        (return_tag(row.return_mark))
        @if let Some(figure) = earlier { span class="clew-note" { (words::period(figure)) } }
        @if row.shown.is_some() && row.provisional { span class="clew-note" { "provisional" } }
    }
}

/// A row's status, with what has to be said beside it, and the forecast where there is one.
pub(super) fn status(row: &ScorecardRow) -> Markup {
    let disputed = row.reported.is_some_and(|reported| {
        reported != row.by_rule && reported.is_judgement() && row.by_rule.is_judgement()
    });
    html! {
        (status_mark(row.status))
        @if row.small_numbers { span class="clew-note" { "small numbers" } }
        @if row.override_reason.is_some() && row.status != row.by_rule { span class="clew-note" { "set by hand" } }
        @else if disputed && row.status != row.by_rule { span class="clew-note" { (row.by_rule) " by the rule" } }
        @if let Some(forecast) = &row.forecast {
            span class="clew-note" {
                "Forecast " (forecast.shown) " " (status_mark(forecast.status))
                @if let Some(on) = forecast.on { " of " (words::day(on)) }
            }
        }
    }
}

/// The row's values as a small line, drawn once for each scorecard; none where there are too few.
pub(super) fn drawn<'row>(row: &'row ScorecardRow, overview: &Overview) -> Option<&'row str> {
    row.drawn(|row| {
        let line = sparkline(row, overview)?;
        // No two rows of a page are of one measure.
        let id = format!("line-{}", row.place());
        Some(status_sparkline(&line, row.status, &id))
    })
}

/// The row's values in order of time, with gaps where a period has none.
fn sparkline(row: &ScorecardRow, overview: &Overview) -> Option<Sparkline> {
    if row.series.len() < FEWEST_POINTS || past_is_only_zeros(row) {
        return None;
    }
    let decimals = overview
        .measure(&row.measure)
        .and_then(|measure| measure.decimals);
    let said: Vec<String> = row
        .series
        .iter()
        .map(|point| {
            let shown = show_value(point.value, row.unit_of_measure, decimals);
            format!("{} {shown}", words::period(point.period))
        })
        .collect();
    let target = match row.target {
        Some(Goal::Value(value)) => Some(value),
        _ => None,
    };
    Some(Sparkline {
        points: with_gaps(row),
        target,
        description: said.join(", "),
    })
}

/// Whether every year before is 0: as a rule years without a figure, which reports draw no line and
/// no trend from.
fn past_is_only_zeros(row: &ScorecardRow) -> bool {
    let of_years = |point: &&Point| point.period.kind() == PeriodKind::FinancialYear;
    let before = |point: &&Point| row.figure_period != Some(point.period);
    let past = || row.series.iter().filter(of_years).filter(before);
    past().count() > 1 && past().all(|point| point.value.is_zero())
}

/// The short trend; nothing where every year before is 0.
pub(super) fn short_trend(row: &ScorecardRow) -> Markup {
    let part = row.trend.short.as_ref();
    trend(part.filter(|_| !past_is_only_zeros(row)))
}

/// The long trend; nothing where every year before is 0.
pub(super) fn long_trend(row: &ScorecardRow) -> Markup {
    let part = row.trend.long.as_ref();
    trend(part.filter(|_| !past_is_only_zeros(row)))
}

/// As many gaps between two values as there are periods without one; more than a few say no more.
fn with_gaps(row: &ScorecardRow) -> Vec<Option<Decimal>> {
    const MOST_GAPS: usize = 4;
    let mut points: Vec<Option<Decimal>> = Vec::with_capacity(row.series.len());
    let mut expected: Option<Period> = None;
    for point in &row.series {
        let mut gaps = 0;
        while let Some(next) = expected.filter(|next| next.last() < point.period.last()) {
            if gaps == MOST_GAPS {
                break;
            }
            points.push(None);
            gaps += 1;
            expected = next.next();
        }
        points.push(Some(point.value));
        expected = point.period.next();
    }
    points
}

/// Whether a measure is off track.
pub(super) const fn is_off_track(row: &ScorecardRow) -> bool {
    matches!(row.status, Status::Red | Status::Amber)
}
