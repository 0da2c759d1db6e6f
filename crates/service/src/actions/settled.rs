//! What is settled: what of a locked cycle changes only with a reason, and what does not change at all.

use clew_journal::{About, Change, Proposal};
use clew_plan::{Cycle, Formula, Kind, MeasureKey, Record};

use super::figures::Rounds;
use crate::{FieldProblem, Memory, ServiceError};

/// The fields of a record by which every period of its cycles is judged, locked ones among them, or
/// by which it belongs to them.
const fn judging(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Measure => &[
            "tolerance",
            "polarity",
            "unit_of_measure",
            "kind",
            "plan",
            "outcome",
        ],
        Kind::Plan => &["tolerance", "parent"],
        Kind::Outcome => &["plan"],
        _ => &[],
    }
}

/// What is said when something settled would change without a reason.
pub(crate) const NEEDS_REASON: &str = "what is settled changes only with a reason";

/// The fields of a cycle that say whose returns it gathers, and of which period.
const PLACING: [&str; 2] = ["plan", "period"];

/// Refuses what would change something settled without a reason, and what would take a cycle away
/// from under its returns, whatever the reason.
pub(super) fn nothing_settled_changes(
    memory: &Memory,
    proposals: &[Proposal],
    reason: Option<&str>,
) -> Result<(), ServiceError> {
    let rounds = Rounds::of(memory);
    cycles_stay(memory, &rounds, proposals)?;
    if reason.is_some_and(|reason| !reason.trim().is_empty()) {
        return Ok(());
    }
    let problem = |proposal| {
        let (name, why) = needs_reason(memory, &rounds, proposal)?;
        let problem = format!("{why}; give a reason, and it becomes a correction");
        Some(FieldProblem::new(name, problem))
    };
    let problems: Vec<FieldProblem> = proposals.iter().filter_map(problem).collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: NEEDS_REASON.to_owned(),
            problems,
        }),
    }
}

/// What a change is about and why it needs a reason; none when it needs none.
fn needs_reason(
    memory: &Memory,
    rounds: &Rounds<'_>,
    proposal: &Proposal,
) -> Option<(String, String)> {
    let was = match &proposal.about {
        About::Subject(subject) => memory.state().record(subject),
        About::New(_) => None,
    };
    if let (Change::Amend(fields), Some(was)) = (&proposal.change, &was) {
        let judging = judging(was.kind());
        let mut fields = fields.iter();
        if fields.any(|change| judging.contains(&change.field.as_str())) {
            return judged_by(memory, rounds, was);
        }
    }
    let now = proposal.change.whole_record();
    let records = now.iter().chain(was.iter());
    records
        .filter_map(|record| of_record(memory, rounds, record))
        .next()
}

fn of_record(memory: &Memory, rounds: &Rounds<'_>, record: &Record) -> Option<(String, String)> {
    let locked = |what: &str, measure: &MeasureKey, period| {
        let cycle = rounds.locked(measure, period)?;
        let name = format!("{what}{measure} {period}");
        Some((name, format!("the cycle {} is locked", cycle.id)))
    };
    match record {
        Record::Figure(figure) => {
            let worked_out = worked_out(memory, &figure.measure)
                .then(|| "it is worked out by its formula".to_owned());
            let why = rounds.settled(figure).or(worked_out)?;
            Some((format!("{} {}", figure.measure, figure.period), why))
        }
        Record::Target(it) => locked("target for ", &it.measure, it.period),
        Record::ProfilePoint(it) => locked("profile point for ", &it.measure, it.period),
        Record::Commentary(it) => locked("comment on ", it.measure.as_ref()?, it.period),
        Record::Formula(it) => {
            let measure = rounds.measure(&it.measure)?;
            let reached = |cycle: &Cycle| {
                it.from
                    .is_none_or(|from| from.first() <= cycle.period.last())
            };
            let cycle = rounds.locked_above(measure, reached)?;
            let why = format!("it gives figures of the locked cycle {}", cycle.id);
            Some((format!("formula of {}", it.measure), why))
        }
        _ => None,
    }
}

/// The locked cycle that a measure or a plan judges.
fn judged_by(memory: &Memory, rounds: &Rounds<'_>, record: &Record) -> Option<(String, String)> {
    let (name, cycle) = match record {
        Record::Measure(measure) => {
            let name = format!("measure {}", measure.code);
            (name, rounds.locked_above(measure, |_| true)?)
        }
        Record::Plan(plan) => {
            let below = memory.book().plan_and_those_below(&plan.id);
            let mut cycles = memory.book().cycles.iter();
            let judged = |cycle: &&Cycle| below.iter().any(|plan| plan.id == cycle.plan);
            let cycle = cycles.find(|cycle| judged(cycle) && rounds.is_locked(cycle))?;
            (format!("plan {}", plan.id), cycle)
        }
        Record::Outcome(outcome) => {
            let of_plan = |cycle: &&Cycle| cycle.plan == outcome.plan && rounds.is_locked(cycle);
            let cycle = memory.book().cycles.iter().find(of_plan)?;
            (format!("outcome {}", outcome.id), cycle)
        }
        _ => return None,
    };
    let why = format!("the locked cycle {} is judged by it", cycle.id);
    Some((name, why))
}

/// Whether a measure has a formula that gives its figures.
pub(super) fn worked_out(memory: &Memory, measure: &MeasureKey) -> bool {
    let formulas = memory.book().formulas.iter();
    formulas
        .map(|version: &Formula| &version.measure)
        .any(|worked_out| worked_out == measure)
}

fn cycles_stay(
    memory: &Memory,
    rounds: &Rounds<'_>,
    proposals: &[Proposal],
) -> Result<(), ServiceError> {
    for proposal in proposals {
        let About::Subject(subject) = &proposal.about else {
            continue;
        };
        let moved = match &proposal.change {
            Change::Amend(fields) => fields
                .iter()
                .any(|change| PLACING.contains(&change.field.as_str())),
            _ => false,
        };
        if moved
            && let Some(Record::Cycle(cycle)) = memory.state().record(subject)
            && let Some(why) = holds(memory, rounds, &cycle)
        {
            return Err(ServiceError::invalid(
                format!("the cycle {} keeps its plan and its period", cycle.id),
                "",
                why,
            ));
        }
    }
    Ok(())
}

/// Why a cycle can be neither moved nor withdrawn; none when it can.
pub(super) fn holds(memory: &Memory, rounds: &Rounds<'_>, cycle: &Cycle) -> Option<String> {
    let state = memory.state();
    if rounds.is_locked(cycle) {
        return Some("it is locked".to_owned());
    }
    let shown =
        |freeze: &clew_journal::Freeze| freeze.plan == cycle.plan && freeze.period == cycle.period;
    if let Some(freeze) = state.freezes().find(|freeze| shown(freeze)) {
        return Some(format!("the freeze {} shows its period", freeze.id));
    }
    let returns = state.returns_in(&cycle.plan, &cycle.id).count();
    (returns > 0).then(|| format!("{} of its returns were begun or handed in", returns))
}

/// What refers to a record, where others cannot do without it: how many of each kind.
pub(super) fn users_of(memory: &Memory, record: &Record) -> Vec<String> {
    let (book, state) = (memory.book(), memory.state());
    let mut users: Vec<(usize, &str)> = clew_exchange::users_of(book, record)
        .into_iter()
        .map(|(kind, count)| (count, kind.name()))
        .collect();
    match record {
        Record::Measure(measure) => {
            let key = measure.code.key();
            let returns = state.returns().filter(|(there, _)| there.measure == key);
            users.push((returns.count(), "returns"));
        }
        Record::Unit(unit) => {
            let of_unit = |there: Option<&_>| there == Some(&unit.id);
            let returns = state.returns();
            let returns = returns.filter(|(there, _)| of_unit(there.unit.as_ref()));
            users.push((returns.count(), "returns"));
            let grants = state.accounts().flat_map(|(_, account)| &account.grants);
            let grants = grants.filter(|grant| of_unit(grant.unit.as_ref()));
            users.push((grants.count(), "roles of accounts"));
        }
        Record::Plan(plan) => {
            let frozen = state.freezes().filter(|freeze| freeze.plan == plan.id);
            users.push((frozen.count(), "freezes"));
        }
        Record::Forum(forum) => {
            let frozen = state.freezes().filter(|freeze| freeze.forum == forum.id);
            users.push((frozen.count(), "freezes"));
        }
        _ => {}
    }
    let used = users.into_iter().filter(|(count, _)| *count > 0);
    used.map(|(count, name)| format!("{count} {name}"))
        .collect()
}
