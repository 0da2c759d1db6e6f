//! One way to reach the records of any kind in a Book: the only place that lists the Book's fields.

use clew_plan::{Book, Kind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Runs `$body` with `$records` bound to the Book's records of a kind, whatever their type.
macro_rules! with_records {
    ($kind:expr, ref $book:expr, |$records:ident| $body:expr) => {
        with_records!(@list $kind, (&$book), $records, $body)
    };
    ($kind:expr, mut $book:expr, |$records:ident| $body:expr) => {
        with_records!(@list $kind, (&mut $book), $records, $body)
    };
    ($kind:expr, mut $book:expr, take $other:expr, |$records:ident, $more:ident| $body:expr) => {
        with_records!(@list $kind, (&mut $book, take $other), ($records, $more), $body)
    };
    (@list $kind:expr, $borrow:tt, $records:tt, $body:expr) => {
        with_records!(@arms $kind, $borrow, $records, $body,
            Document documents, Unit units, Plan plans, Outcome outcomes, Measure measures,
            SeriesBreak series_breaks, Formula formulas, Target targets, ProfilePoint profile, Figure figures,
            Commentary commentary, ScrutinyQuestion scrutiny_questions, Citation citations, Action actions, Milestone milestones,
            Update updates, Risk risks, Control controls, BudgetTable budget_tables,
            Activity activities, CapitalLine capital, StaffingLine staffing,
            ScheduleEntry schedules, PlanningStep planning_calendar, Inspection inspections,
            Finding findings, ImprovementActivity improvement_activities, Workstream workstreams,
            ResourceGap resource_gaps, Forum forums, ForumItem forum_items, Cycle cycles,
            Passage passages, Claim claims, Achievement achievements,
            ReportedTotal reported_totals, ReportedCount reported_counts,
            BenchmarkFigure benchmarks, FamilyMember families, Waiver waivers)
    };
    (@arms $kind:expr, $borrow:tt, $records:tt, $body:expr, $($name:ident $field:ident),+) => {
        match $kind { $( Kind::$name => {
            with_records!(@bind $records, $borrow, $field);
            $body
        } )+ }
    };
    (@bind ($records:ident, $more:ident), (&mut $book:expr, take $other:expr), $field:ident) => {
        let ($records, $more) = (&mut $book.$field, std::mem::take(&mut $other.$field));
    };
    (@bind $records:ident, $borrow:tt, $field:ident) => {
        let $records = with_records!(@field $borrow, $field);
    };
    (@field (&mut $book:expr), $field:ident) => { &mut $book.$field };
    (@field (&$book:expr), $field:ident) => { &$book.$field };
}

/// The records of a kind, one JSON line each, in order; empty when there are none.
pub(crate) fn lines(book: &Book, kind: Kind) -> Result<String, serde_json::Error> {
    with_records!(kind, ref book, |records| as_lines(records))
}

/// Reads one JSON line and adds the record to the Book.
pub(crate) fn push_line(book: &mut Book, kind: Kind, line: &str) -> Result<(), serde_json::Error> {
    with_records!(kind, mut book, |records| push(records, line))
}

fn as_lines<T: Serialize>(records: &[T]) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    for record in records {
        text.push_str(&serde_json::to_string(record)?);
        text.push('\n');
    }
    Ok(text)
}

fn push<T: DeserializeOwned>(records: &mut Vec<T>, line: &str) -> Result<(), serde_json::Error> {
    records.push(serde_json::from_str(line)?);
    Ok(())
}

/// Adds the record that a JSON value stands for.
pub(crate) fn push_value(
    book: &mut Book,
    kind: Kind,
    value: Value,
) -> Result<(), serde_json::Error> {
    with_records!(kind, mut book, |records| push_one(records, value))
}

/// The records of a kind as JSON values, in order.
pub(crate) fn values(book: &Book, kind: Kind) -> Vec<Value> {
    with_records!(kind, ref book, |records| as_values(records))
}

/// Shows the records of a kind as JSON values one after the other, with their places; none is kept.
pub(crate) fn each(book: &Book, kind: Kind, mut look: impl FnMut(usize, &Value)) {
    with_records!(kind, ref book, |records| {
        for (place, record) in records.iter().enumerate() {
            look(place, &serde_json::to_value(record).unwrap_or(Value::Null));
        }
    });
}

/// Puts the record that a JSON value stands for in the place of another.
pub(crate) fn replace(
    book: &mut Book,
    kind: Kind,
    place: usize,
    value: Value,
) -> Result<(), serde_json::Error> {
    with_records!(kind, mut book, |records| replace_one(records, place, value))
}

/// Keeps the records of a kind whose place passes the test.
pub(crate) fn retain(book: &mut Book, kind: Kind, mut keep: impl FnMut(usize) -> bool) {
    with_records!(kind, mut book, |records| {
        let mut place = 0;
        records.retain(|_| {
            place += 1;
            keep(place - 1)
        });
    });
}

/// Moves the records of a kind from one Book to another: the place given for each is that of the
/// record it replaces, or none for one that is added.
pub(crate) fn put(book: &mut Book, kind: Kind, from: &mut Book, places: &[Option<usize>]) {
    with_records!(kind, mut book, take from, |records, more| put_all(records, more, places));
}

fn put_all<T>(records: &mut Vec<T>, more: Vec<T>, places: &[Option<usize>]) {
    for (record, place) in more.into_iter().zip(places) {
        match place.and_then(|place| records.get_mut(place)) {
            Some(earlier) => *earlier = record,
            None => records.push(record),
        }
    }
}

fn push_one<T: DeserializeOwned>(
    records: &mut Vec<T>,
    value: Value,
) -> Result<(), serde_json::Error> {
    records.push(serde_json::from_value(value)?);
    Ok(())
}

fn replace_one<T: DeserializeOwned>(
    records: &mut [T],
    place: usize,
    value: Value,
) -> Result<(), serde_json::Error> {
    let record = serde_json::from_value(value)?;
    if let Some(earlier) = records.get_mut(place) {
        *earlier = record;
    }
    Ok(())
}

fn as_values<T: Serialize>(records: &[T]) -> Vec<Value> {
    let value = |record: &T| serde_json::to_value(record).unwrap_or(Value::Null);
    records.iter().map(value).collect()
}

/// A question that can be asked of the records of any kind.
#[cfg(test)]
pub(crate) trait OfRecords {
    /// What it answers.
    type Answer;

    /// Asks it.
    fn ask<T: DeserializeOwned>(self, records: &[T]) -> Self::Answer;
}

/// Asks a question of the records of a kind.
#[cfg(test)]
pub(crate) fn fields<Q: OfRecords>(book: &Book, kind: Kind, question: Q) -> Q::Answer {
    with_records!(kind, ref book, |records| question.ask(records.as_slice()))
}
