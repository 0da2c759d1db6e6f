//! What a file came to: rows read, taken and refused, by form and year, sums of columns, and issues by rule.

use std::collections::BTreeMap;

use clew_calendar::{Day, Period, PeriodKind};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::issue::Issue;

/// Issues that are kept; of more only the rules are counted.
pub const ISSUES_KEPT: usize = 1_000;

/// Rows of one sort.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct RowCount {
    /// Rows that were read: taken and refused.
    pub read: u64,
    /// Rows without an error.
    pub taken: u64,
    /// Rows with one.
    pub refused: u64,
}

impl RowCount {
    fn add(&mut self, taken: bool) {
        self.read += 1;
        self.taken += u64::from(taken);
        self.refused += u64::from(!taken);
    }
}

/// What a column adds up to. Exact.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct ColumnSum {
    /// Over every row that was read.
    pub read: Decimal,
    /// Over the rows that were taken.
    pub taken: Decimal,
    /// Over the rows that were refused.
    pub refused: Decimal,
    /// Rows in which it holds something that is no number.
    pub unreadable: u64,
}

/// What a file came to, to be held against the old system's own totals.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Totals {
    /// Rows that were read, those left out by `[[skip]]` aside.
    #[serde(flatten)]
    pub rows: RowCount,
    /// Rows left out by `[[skip]]`.
    pub skipped: u64,
    /// Rows by form and financial year; the form or the year is empty where it could not be told.
    #[serde(skip)]
    pub by_form_and_year: BTreeMap<(String, String), RowCount>,
    /// Sums by column.
    pub sums: BTreeMap<String, ColumnSum>,
    /// How many issues there are under each rule.
    pub rules: BTreeMap<&'static str, u64>,
}

/// What reading came to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reading {
    /// The totals.
    pub totals: Totals,
    /// The first issues, [`ISSUES_KEPT`] at the most. Each has the line of the file on which its row begins.
    pub issues: Vec<Issue>,
    /// True when reading was stopped before the end of the file.
    pub stopped: bool,
}

impl Reading {
    /// Whether a row was refused, or the file as a whole.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.totals.rules.is_empty()
    }

    /// How many issues there are, those that are not kept among them.
    #[must_use]
    pub fn issue_count(&self) -> u64 {
        self.totals.rules.values().sum()
    }

    pub(super) fn add(&mut self, issue: Issue) {
        *self.totals.rules.entry(issue.rule).or_default() += 1;
        if self.issues.len() < ISSUES_KEPT {
            self.issues.push(issue);
        }
    }

    /// Counts a row.
    pub(super) fn count(&mut self, row: &Counted, taken: bool) {
        self.totals.rows.add(taken);
        let year = row
            .day
            .and_then(|day| Period::containing(PeriodKind::FinancialYear, day));
        let year = year.map_or_else(String::new, Period::label);
        let key = (row.form.clone(), year);
        self.totals
            .by_form_and_year
            .entry(key)
            .or_default()
            .add(taken);
        for (column, amount) in &row.amounts {
            let sum = self.totals.sums.entry(column.clone()).or_default();
            let Some(amount) = amount else {
                sum.unreadable += 1;
                continue;
            };
            sum.read += amount;
            if taken {
                sum.taken += amount;
            } else {
                sum.refused += amount;
            }
        }
    }
}

/// What is counted of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    pub(super) form: String,
    pub(super) day: Option<Day>,
    /// The columns that are added up; none for one that holds no number.
    pub(super) amounts: Vec<(String, Option<Decimal>)>,
}
