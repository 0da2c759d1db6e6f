//! What Explore is asked, by its address: periods, dimensions, days, and what is supposed.

use clew_calendar::{Day, Period, PeriodKind};
use clew_service::{FiguresRequest, WhatIf, local_time};

use super::names::dimensions;
use crate::{Form, links};
use clew_practice::pack::{Definition, Pack};

/// The most years back.
const MOST_YEARS: u8 = 10;
/// The years back where nothing is asked for.
const YEARS: u8 = 3;

/// How the years are cut into periods.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Every {
    /// Calendar months.
    Month,
    /// Quarters of financial years.
    #[default]
    Quarter,
    /// Financial years.
    Year,
    /// From each 1 April to the end of each quarter.
    YearSoFar,
    /// Twelve months to the end of each quarter.
    Rolling,
}

impl Every {
    pub(super) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Month, "month", "Months"),
        (Self::Quarter, "quarter", "Quarters"),
        (Self::Year, "year", "Financial years"),
        (Self::YearSoFar, "year-so-far", "Year so far, each quarter"),
        (Self::Rolling, "rolling", "Twelve months to each quarter"),
    ];

    fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(every, _, _)| *every == self);
        found.map_or("", |(_, word, _)| word)
    }

    /// The periods of so many years up to the one that a day lies in, the earliest first.
    fn periods(self, years: u8, as_at: Day) -> Vec<Period> {
        let (kind, in_a_year) = match self {
            Self::Month => (PeriodKind::Month, 12),
            Self::Year => (PeriodKind::FinancialYear, 1),
            Self::Quarter | Self::YearSoFar | Self::Rolling => (PeriodKind::Quarter, 4),
        };
        let last = Period::containing(kind, as_at);
        let all = std::iter::successors(last, |period| period.previous());
        let mut periods: Vec<Period> = all.take(usize::from(years) * in_a_year).collect();
        periods.reverse();
        match self {
            Self::YearSoFar => periods.into_iter().map(Period::year_to_date).collect(),
            Self::Rolling => {
                let twelve_months = |period: Period| {
                    let range = Period::range(period.first().plus_months(-9), period.last());
                    range.unwrap_or(period)
                };
                periods.into_iter().map(twelve_months).collect()
            }
            _ => periods,
        }
    }
}

/// The reasons for which nothing is to be left out, of those that the definition has.
fn kept_in(form: &Form, definition: &Definition) -> Vec<String> {
    let known = |reason: &&str| {
        let mut reasons = definition.exclude.iter();
        reasons.any(|exclusion| exclusion.reason == **reason)
    };
    let kept = form.fields.all("keep").filter(known);
    kept.map(str::to_owned).collect()
}

/// What is asked, read from the fields of an address.
pub(super) struct Asked {
    /// The fields with what is wrong with them; empty ones are filled with what is meant by them.
    pub(super) form: Form,
    pub(super) every: Every,
    pub(super) years: u8,
    /// The one period that is asked for, where it is one.
    pub(super) only: Option<Period>,
    /// Up to two dimensions.
    pub(super) split: Vec<String>,
    pub(super) as_at: Day,
    pub(super) known_on: Option<Day>,
    pub(super) what_if: WhatIf,
}

impl Asked {
    pub(super) fn read(mut form: Form, pack: &Pack, definition: &Definition, today: Day) -> Self {
        let every = form.fields.given("every");
        let every = every.and_then(|word| Every::ALL.iter().find(|(_, it, _)| *it == word));
        let every = every.map_or_else(Every::default, |(every, _, _)| *every);
        let years = form
            .one_of::<u8>("years", "Choose 1 to 10 years")
            .unwrap_or(YEARS);
        let years = years.clamp(1, MOST_YEARS);
        let known = dimensions(pack, definition);
        let mut split: Vec<String> = Vec::new();
        for name in ["by", "and-by"] {
            let code = form.fields.given(name);
            let code = code.filter(|code| known.iter().any(|(known, _)| known == code));
            if let Some(code) = code.filter(|code| !split.iter().any(|it| it == code)) {
                split.push(code.to_owned());
            }
        }
        let only = form.period("only");
        let as_at = form.day("as-at").unwrap_or(today);
        let known_on = form.day("known-on");
        // The form has three fields for a day that an address may have as one text.
        for (name, day) in [("as-at", Some(as_at)), ("known-on", known_on)] {
            if let Some(day) = day.filter(|_| form.fields.given(name).is_some()) {
                form.fields.set_day(name, day);
            }
        }
        let what_if = WhatIf {
            within: form.optional("within"),
            calendar: form.optional("calendar"),
            kept_in: kept_in(&form, definition),
            left_out: Vec::new(),
        };
        form.fields.set("every", every.word());
        form.fields.set("years", years.to_string());
        Self {
            form,
            every,
            years,
            only,
            split,
            as_at,
            known_on,
            what_if,
        }
    }

    /// The question as a whole, split by nothing, with nothing supposed.
    pub(super) fn whole(&self, code: &str) -> FiguresRequest {
        let periods = match self.only {
            Some(period) => vec![period],
            None => self.every.periods(self.years, self.as_at),
        };
        FiguresRequest {
            known_at: self.known_on.map(local_time::end_of),
            ..FiguresRequest::of(code, &periods, self.as_at)
        }
    }

    /// The question by its dimensions, with what is supposed.
    pub(super) fn split(&self, code: &str) -> FiguresRequest {
        FiguresRequest {
            split: self.split.clone(),
            what_if: self.what_if.clone(),
            ..self.whole(code)
        }
    }

    /// The query that asks the same, with more pairs behind it.
    pub(super) fn query_with(&self, more: &[(&str, &str)]) -> String {
        let not_ours = ["format", "period", "part", "from"];
        let own = self.form.fields.iter();
        let own = own.filter(|(name, _)| !not_ours.contains(name));
        let pairs: Vec<(&str, &str)> = own.chain(more.iter().copied()).collect();
        links::query(&pairs)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn years_are_cut_into_periods_up_to_the_day() {
        let day = Day::new(2024, 8, 20).unwrap();
        let spans = |every: Every| {
            let periods = every.periods(1, day);
            let first = periods.first().unwrap().first();
            (
                periods.len(),
                first.to_string(),
                periods.last().unwrap().last().to_string(),
            )
        };
        let span = |count, first: &str, last: &str| (count, first.to_owned(), last.to_owned());
        assert_eq!(spans(Every::Month), span(12, "2023-09-01", "2024-08-31"));
        assert_eq!(spans(Every::Quarter), span(4, "2023-10-01", "2024-09-30"));
        assert_eq!(spans(Every::Year), span(1, "2024-04-01", "2025-03-31"));
        assert_eq!(spans(Every::YearSoFar), span(4, "2023-04-01", "2024-09-30"));
        assert_eq!(spans(Every::Rolling), span(4, "2023-01-01", "2024-09-30"));
    }
}
