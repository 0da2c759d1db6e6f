//! The stretches of time that cells stand for: periods cut where any of them begins or ends, or census days.

use std::collections::BTreeSet;

use clew_calendar::{Day, Period, Weekday};
use clew_practice::pack::Census;

use crate::MeasureError;
use crate::facts::{last_day, mark_of};

/// Stretches of time, in order.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Spans {
    /// From a day to the day before another; a period is a run of them.
    Stretches(Vec<(u16, u16)>),
    /// Days on which something is counted.
    CensusDays(Vec<u16>),
}

impl Spans {
    pub(crate) fn len(&self) -> usize {
        match self {
            Spans::Stretches(stretches) => stretches.len(),
            Spans::CensusDays(days) => days.len(),
        }
    }
}

/// Where a period's cells are: which of the spans are added up for it. For a census that is the one span of its day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Placed {
    pub(crate) spans: std::ops::Range<usize>,
    pub(crate) census: Option<Day>,
}

/// The periods cut into stretches that no period begins or ends within.
pub(crate) fn stretches(periods: &[Period]) -> Result<(Spans, Vec<Placed>), MeasureError> {
    let mut cuts = BTreeSet::new();
    for period in periods {
        cuts.insert(fitting(period.first())?);
        cuts.insert(fitting(period.last())? + 1);
    }
    let cuts: Vec<u16> = cuts.into_iter().collect();
    let covered = |cut: &[u16]| {
        let is_within =
            |period: &Period| mark_of(period.first()) <= cut[0] && cut[0] <= mark_of(period.last());
        periods.iter().any(is_within)
    };
    let stretches: Vec<(u16, u16)> = cuts
        .windows(2)
        .filter(|cut| covered(cut))
        .map(|cut| (cut[0], cut[1]))
        .collect();
    let placed = periods.iter().map(|period| {
        let (first, after) = (mark_of(period.first()), mark_of(period.last()) + 1);
        Placed {
            spans: stretches.partition_point(|stretch| stretch.0 < first)
                ..stretches.partition_point(|stretch| stretch.0 < after),
            census: None,
        }
    });
    let placed = placed.collect();
    Ok((Spans::Stretches(stretches), placed))
}

/// The census days of the periods; a day after the as-at day has no figure.
pub(crate) fn census_days(
    periods: &[Period],
    census: Census,
    as_at: Day,
) -> Result<(Spans, Vec<Placed>), MeasureError> {
    let day_of = |period: &Period| census_day(*period, census).filter(|day| *day <= as_at);
    let mut marks = BTreeSet::new();
    for day in periods
        .iter()
        .filter_map(|period| census_day(*period, census))
    {
        marks.insert(fitting(day)?);
    }
    let marks: Vec<u16> = marks.into_iter().collect();
    let placed = periods.iter().map(|period| {
        let day = day_of(period);
        let place = day.map_or(0, |day| marks.partition_point(|mark| *mark < mark_of(day)));
        Placed {
            spans: place..place + usize::from(day.is_some()),
            census: day,
        }
    });
    let placed = placed.collect();
    Ok((Spans::CensusDays(marks), placed))
}

/// A day that facts tell apart from later ones.
pub(crate) fn fitting(day: Day) -> Result<u16, MeasureError> {
    if day >= last_day() {
        return Err(MeasureError::DayTooLate {
            day,
            last: last_day().plus_days(-1),
        });
    }
    Ok(mark_of(day))
}

/// The day of a period on which something is counted; none where the period has no such day.
pub(crate) fn census_day(period: Period, census: Census) -> Option<Day> {
    let last = period.last();
    let day = match census {
        Census::LastDay => last,
        Census::LastThursday => (0..7)
            .map(|back| last.plus_days(-back))
            .find(|day| day.weekday() == Weekday::Thursday)?,
        Census::EndOfJuly => {
            let year = last.year();
            let of_year = Day::new(year, 7, 31).ok().filter(|day| *day <= last);
            of_year.or_else(|| Day::new(year - 1, 7, 31).ok())?
        }
    };
    period.contains(day).then_some(day)
}
