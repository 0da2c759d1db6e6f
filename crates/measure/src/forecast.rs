//! The forecast: the value expected at the end of the year, judged by the year's target.

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::{Book, Figure, Measure, Status, UnitId};
use rust_decimal::Decimal;

use crate::bounds::bounds_of;
use crate::index::Facts;
use crate::judge::polarity_of;
use crate::lookup::{find_target, tolerance_for};

/// A forecast and its status, to stand beside the current one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ForecastJudgement {
    /// The value expected at the end of the year.
    pub value: Decimal,
    /// Its status against the year's target; Contextual where there is no target or polarity.
    pub status: Status,
    /// The day the forecast was made.
    pub on: Option<Day>,
}

pub(crate) fn judge_forecast(
    book: &Book,
    facts: &Facts<'_>,
    measure: &Measure,
    (period, unit): (Period, Option<&UnitId>),
    figure: Option<&Figure>,
) -> Option<ForecastJudgement> {
    let figure = figure?;
    let value = figure.forecast?;
    let year = Period::containing(PeriodKind::FinancialYear, period.last()).unwrap_or(period);
    let target = find_target(facts, year, unit);
    let tolerance = tolerance_for(book, measure, target.and_then(|found| found.record));
    let judged = target
        .and_then(|found| found.exact)
        .zip(polarity_of(measure))
        .map(|(ends, polarity)| {
            bounds_of(ends, polarity, Some(&tolerance.tolerance)).status(value.into())
        });
    Some(ForecastJudgement {
        value,
        status: judged.unwrap_or(Status::Contextual),
        on: figure.forecast_on,
    })
}
