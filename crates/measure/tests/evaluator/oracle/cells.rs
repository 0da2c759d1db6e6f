//! The figure of a cell from what counts in it.

use std::collections::{BTreeMap, BTreeSet};

use clew_calendar::Period;
use clew_measure::Exact;
use clew_measure::evaluate::{Cell, LateRecording, Outcome, Part, PeopleCounts, Question, Reason};
use clew_practice::pack::{Amount, DefinitionKind};
use rust_decimal::Decimal;

use super::Counted;
use super::dates::census_day;

/// What counts in a period.
pub(crate) fn in_period(question: &Question, counted: &[Counted], period: Period) -> Vec<Counted> {
    let kind = question.definition.kind;
    let on_day = [
        DefinitionKind::OnDayCount,
        DefinitionKind::OnDaySum,
        DefinitionKind::OnDayShare,
    ]
    .contains(&kind);
    let census =
        census_day(period, question.definition.census).filter(|day| *day <= question.as_at);
    let is_in = |one: &&Counted| {
        if on_day {
            census.is_some_and(|day| one.from <= day && one.to.is_none_or(|to| to > day))
        } else {
            period.contains(one.from)
        }
    };
    counted.iter().filter(is_in).cloned().collect()
}

/// The figure of what counts in a period, for one part of each dimension.
pub(crate) fn cell(
    question: &Question,
    in_period: &[Counted],
    parts: &[Part],
    period: Period,
) -> Cell {
    let ours: Vec<&Counted> = in_period.iter().filter(|one| one.parts == parts).collect();
    let of = |outcome: Outcome| ours.iter().filter(|one| one.outcome == outcome).count() as u64;
    let mut excluded: BTreeMap<Reason, u64> = BTreeMap::new();
    for one in &ours {
        if let Outcome::Excluded(reason) = &one.outcome {
            *excluded.entry(reason.clone()).or_default() += 1;
        }
    }
    let people_of = |outcomes: &[Outcome]| {
        let theirs = ours.iter().filter(|one| outcomes.contains(&one.outcome));
        theirs.map(|one| one.person).collect::<BTreeSet<_>>().len() as u64
    };
    let people = question.definition.people.then(|| PeopleCounts {
        met: people_of(&[Outcome::Met]),
        judged: people_of(&[Outcome::Met, Outcome::Missed]),
    });
    let mut cell = Cell {
        met: of(Outcome::Met),
        missed: of(Outcome::Missed),
        not_yet_due: of(Outcome::NotYetDue),
        excluded: excluded.into_iter().collect(),
        people,
        value: None,
        recording: None,
    };
    cell.value = value(question, &cell, &ours, period);
    cell.recording = recording(question, &ours);
    cell
}

fn value(question: &Question, cell: &Cell, ours: &[&Counted], period: Period) -> Option<Exact> {
    let kind = question.definition.kind;
    let on_day = [
        DefinitionKind::OnDayCount,
        DefinitionKind::OnDaySum,
        DefinitionKind::OnDayShare,
    ]
    .contains(&kind);
    if period.first() > question.as_at {
        return None;
    }
    if on_day
        && census_day(period, question.definition.census).is_none_or(|day| day > question.as_at)
    {
        return None;
    }
    let per = match question.definition.amount {
        Some(Amount::Days { per }) => Decimal::from(per),
        _ => Decimal::ONE,
    };
    let mut amounts: Vec<Decimal> = ours
        .iter()
        .filter(|one| one.outcome == Outcome::Met)
        .map(|one| one.amount)
        .collect();
    amounts.sort();
    let sum: Decimal = amounts.iter().sum();
    let (met, judged) = cell
        .people
        .map_or((cell.met, cell.met + cell.missed), |people| {
            (people.met, people.judged)
        });
    match kind {
        DefinitionKind::Count | DefinitionKind::OnDayCount => {
            Exact::ratio(met.into(), Decimal::ONE)
        }
        DefinitionKind::Sum | DefinitionKind::OnDaySum => Exact::ratio(sum, per),
        DefinitionKind::Average => Exact::ratio(sum, Decimal::from(cell.met) * per),
        DefinitionKind::Median => Exact::ratio(middle(&amounts)?, per),
        _ => Exact::ratio(met.into(), judged.into()),
    }
}

fn middle(sorted: &[Decimal]) -> Option<Decimal> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some((lower + upper) / Decimal::TWO)
}

fn recording(question: &Question, ours: &[&Counted]) -> Option<LateRecording> {
    use DefinitionKind::{OnDayCount, OnDayShare, OnDaySum};
    let days = question.recorded_within?;
    if [OnDayCount, OnDaySum, OnDayShare].contains(&question.definition.kind) {
        return None;
    }
    let looked_at = ours
        .iter()
        .filter(|one| !matches!(one.outcome, Outcome::Excluded(_)));
    let mut delays: Vec<Decimal> = looked_at
        .filter_map(|one| one.recorded_after.map(Decimal::from))
        .collect();
    delays.sort();
    let within = delays
        .iter()
        .filter(|delay| **delay <= Decimal::from(days))
        .count() as u64;
    Some(LateRecording {
        within,
        later: delays.len() as u64 - within,
        median_days: middle(&delays).map(Exact::from),
    })
}
