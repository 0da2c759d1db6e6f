//! What a correction, a late record or a merge changed: which figures, and by which records.

use std::collections::BTreeMap;

use clew_calendar::{Day, Period};
use clew_practice::record::{PersonNumber, RecordNumber};

use super::cell::{Cell, Part};
use super::plan::Plan;
use super::view::{View, views_of};
use super::walk::{Outcome, each_row, outcome_of};
use super::{Figures, Question, evaluate};
use crate::MeasureError;
use crate::facts::{FactStore, day_of};

/// A figure that is another now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FigureMoved {
    /// Its period.
    pub period: Period,
    /// Its part of each dimension.
    pub parts: Vec<Part>,
    /// What it was.
    pub before: Cell,
    /// What it is.
    pub after: Cell,
}

/// How a record counts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Judged {
    /// The day that places it in a period.
    pub from: Option<Day>,
    /// The person as whom it counts.
    pub person: PersonNumber,
    /// What became of it.
    pub outcome: Outcome,
    /// Its part of each dimension.
    pub parts: Vec<Part>,
    /// Its amount, multiplied as its field's decimals say; 0 where it has none.
    pub amount: i64,
    /// For what is counted on a day, the first and the last census day on which it counts.
    pub open: Option<(Period, Period)>,
}

/// A record that counts otherwise now. It may count several times, as with the occasions of a clock.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordMoved {
    /// The record.
    pub record: RecordNumber,
    /// How it counted; empty when it did not.
    pub before: Vec<Judged>,
    /// How it counts; empty when it does not.
    pub after: Vec<Judged>,
}

/// What is different.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Difference {
    /// The figures, by period and parts.
    pub figures: Vec<FigureMoved>,
    /// The records that moved them, by number.
    pub records: Vec<RecordMoved>,
}

/// What is different between the answers that two states of the facts give to a question.
///
/// Only tables that are not the same in both are looked into for records.
///
/// # Errors
/// Those of [`evaluate`].
pub fn difference(
    before: &FactStore,
    after: &FactStore,
    question: &Question,
) -> Result<Difference, MeasureError> {
    let figures = moved_figures(&evaluate(before, question)?, &evaluate(after, question)?);
    let (earlier, later) = (Plan::of(before, question)?, Plan::of(after, question)?);
    let (earlier_views, later_views) = (views_of(&earlier), views_of(&later));
    let same =
        |view: &View, others: &[View]| others.iter().any(|other| other.made_from == view.made_from);
    let differing = |views: &[View<'_>], others: &[View]| -> Vec<usize> {
        (0..views.len())
            .filter(|place| !same(&views[*place], others))
            .collect()
    };
    let before = judged(
        &earlier,
        &earlier_views,
        &differing(&earlier_views, &later_views),
    );
    let mut after = judged(
        &later,
        &later_views,
        &differing(&later_views, &earlier_views),
    );
    let mut records = Vec::new();
    for (record, before) in before {
        let after = after.remove(&record).unwrap_or_default();
        if before != after {
            records.push(RecordMoved {
                record,
                before,
                after,
            });
        }
    }
    records.extend(after.into_iter().map(|(record, after)| RecordMoved {
        record,
        before: Vec::new(),
        after,
    }));
    records.sort_by_key(|moved| moved.record);
    Ok(Difference { figures, records })
}

/// How each record of some tables counts.
fn judged(plan: &Plan, views: &[View], places: &[usize]) -> BTreeMap<RecordNumber, Vec<Judged>> {
    let mut found: BTreeMap<RecordNumber, Vec<Judged>> = BTreeMap::new();
    for place in places {
        each_row(plan, &views[*place..=*place], |seen| {
            let record = RecordNumber(seen.view.records[seen.row].into());
            found.entry(record).or_default().push(Judged {
                from: day_of(seen.view.from(plan)[seen.row]),
                person: PersonNumber(seen.view.people[seen.row].into()),
                outcome: outcome_of(plan, seen.slot),
                parts: super::walk::shown_parts(plan, seen.part),
                amount: seen.amount,
                open: plan
                    .is_on_day()
                    .then(|| census_range(plan, &seen.spans))
                    .flatten(),
            });
        });
    }
    found
}

fn census_range(plan: &Plan, spans: &std::ops::Range<usize>) -> Option<(Period, Period)> {
    let super::span::Spans::CensusDays(days) = &plan.spans else {
        return None;
    };
    let day = |place: usize| days.get(place).copied().and_then(day_of).map(Period::day);
    Some((day(spans.start)?, day(spans.end.checked_sub(1)?)?))
}

/// The cells that differ, by period and the parts' names; what has no cell in one of them was empty there.
fn moved_figures(before: &Figures, after: &Figures) -> Vec<FigureMoved> {
    let by_name = |figures: &Figures| -> BTreeMap<(usize, Vec<Part>), Cell> {
        let cells = figures.cells();
        let named = cells.map(|(period, parts, cell)| {
            let axes = figures.axes.iter().zip(&parts);
            let names = axes.map(|(axis, part)| axis.parts[*part].clone()).collect();
            ((period, names), cell.clone())
        });
        named.collect()
    };
    let (earlier, mut later) = (by_name(before), by_name(after));
    let mut moved = Vec::new();
    for ((period, parts), before) in earlier {
        let after = later.remove(&(period, parts.clone())).unwrap_or_default();
        moved.push((period, parts, before, after));
    }
    moved.extend(
        later
            .into_iter()
            .map(|((period, parts), after)| (period, parts, Cell::default(), after)),
    );
    moved.retain(|(_, _, before, after)| before != after && !(is_empty(before) && is_empty(after)));
    moved.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    let moved = moved
        .into_iter()
        .map(|(period, parts, earlier, later)| FigureMoved {
            period: after.periods[period],
            parts,
            before: earlier,
            after: later,
        });
    moved.collect()
}

/// Whether nothing is counted in a cell, as in one whose part was not there yet.
fn is_empty(cell: &Cell) -> bool {
    cell.met + cell.missed + cell.not_yet_due == 0 && cell.excluded.is_empty()
}
