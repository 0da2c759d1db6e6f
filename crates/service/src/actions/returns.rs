//! Returns: who owes which, looking them over, sending them back, signing them off.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use clew_calendar::{Day, Period};
use clew_journal::{Change, Proposal, Return, ReturnKey, ReturnStage, Subject};
use clew_plan::{AccountId, Commentary, Cycle, Figure, Kind, Measure, MeasureKey, PlanId, UnitId};
use clew_store::RowFilter;

use super::cycles::cycle_called;
use super::figures::{Rounds, asked_for, comes_in, key_in};
use super::own_returns::{kept_reason, unless_own};
use super::records::{changed_since, measure_called, needs_reason};
use super::unsettled::falls_due;
use crate::asking::red_and_silent;
use crate::{Act, Caller, Conflict, Done, FieldProblem, Memory, Service, ServiceError, authorise};

/// Returns of a plan's cycle: those of the measures named, or all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReturnsOf {
    /// The plan.
    pub plan: PlanId,
    /// The cycle's id.
    pub cycle: String,
    /// The measures; none for all.
    pub measures: Option<Vec<MeasureKey>>,
    /// The last journal entry that the caller saw: a figure of these returns, or a comment on one,
    /// that someone changed after it is a conflict. None when that does not matter.
    pub seen: Option<u64>,
}

/// One return of a cycle, and who owes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outstanding<'book> {
    /// Which return.
    pub key: ReturnKey,
    /// The measure.
    pub measure: &'book Measure,
    /// The period that the figure is of: an earlier one than the cycle's for a measure whose figures
    /// come late.
    pub period: Period,
    /// When it is due.
    pub due: Option<Day>,
    /// How it stands.
    pub stands: Return,
}

impl Memory {
    /// Every return of a plan's cycle, in the order of the measures: what each owner owes. A measure
    /// that has figures or targets for parts of the organisation is owed by each of those parts, and
    /// by the whole where it has any for the whole. One that is reported less often than the cycle
    /// comes round is owed only in the cycle with which its own period ends, unless its return was
    /// begun; one that is reported when there is something to report, only once it was begun.
    ///
    /// # Errors
    /// When there is no such cycle.
    pub fn returns_of(
        &self,
        plan: &PlanId,
        cycle: &str,
    ) -> Result<Vec<Outstanding<'_>>, ServiceError> {
        let cycle = cycle_called(self, plan, cycle)?;
        let owed = Owed::of(self, cycle);
        let mut returns = Vec::new();
        for measure in measures_of(self, cycle) {
            let period = asked_for(measure, cycle).unwrap_or(cycle.period);
            let is_asked = falls_due(measure, period);
            let keys = owed.keys(cycle, &measure.code.key()).into_iter();
            let keys = keys.map(|key| (self.state().return_of(&key), key));
            let asked = keys.filter(|(stands, _)| is_asked || stands.stage != ReturnStage::Due);
            returns.extend(asked.map(|(stands, key)| Outstanding {
                stands,
                key,
                measure,
                period,
                due: cycle.due,
            }));
        }
        Ok(returns)
    }

    /// How many returns a caller who names no measure would leave alone, because they are of parts of
    /// the organisation that none of its roles reaches.
    ///
    /// # Errors
    /// When there is no such cycle or measure, one that is named cannot be moved so, or the caller's
    /// roles reach none of them.
    pub fn out_of_reach(
        &self,
        actor: &AccountId,
        act: Act,
        returns: &ReturnsOf,
        to: ReturnStage,
    ) -> Result<usize, ServiceError> {
        Ok(chosen(self, actor, act, returns, to)?.out_of_reach)
    }
}

/// For which parts of the organisation measures are returned in a cycle: known from their figures,
/// their targets, and from what was handed in.
struct Owed<'memory> {
    parts: BTreeMap<&'memory MeasureKey, BTreeSet<&'memory UnitId>>,
    whole: HashSet<&'memory MeasureKey>,
}

impl<'memory> Owed<'memory> {
    fn of(memory: &'memory Memory, cycle: &'memory Cycle) -> Self {
        let book = memory.book();
        let returns = memory.state().returns_in(&cycle.plan, &cycle.id);
        let returns = returns.map(|(key, _)| (&key.measure, key.unit.as_ref()));
        let figures = book.figures.iter();
        let figures = figures.map(|figure| (&figure.measure, figure.unit.as_ref()));
        let targets = book.targets.iter();
        let targets = targets.map(|target| (&target.measure, target.unit.as_ref()));
        let mut owed = Self {
            parts: BTreeMap::new(),
            whole: HashSet::new(),
        };
        for (measure, unit) in returns.chain(figures).chain(targets) {
            match unit {
                Some(unit) => {
                    owed.parts.entry(measure).or_default().insert(unit);
                }
                None => {
                    owed.whole.insert(measure);
                }
            }
        }
        owed
    }

    /// The returns of a measure: of the whole, and of each part.
    fn keys(&self, cycle: &Cycle, measure: &MeasureKey) -> Vec<ReturnKey> {
        let parts = self.parts.get(measure);
        let whole = parts.is_none() || self.whole.contains(measure);
        let whole = whole.then(|| key_in(cycle, measure.clone(), None));
        let parts = parts.into_iter().flatten();
        let parts = parts.map(|unit| key_in(cycle, measure.clone(), Some(unit)));
        whole.into_iter().chain(parts).collect()
    }
}

fn measures_of<'memory>(memory: &'memory Memory, cycle: &Cycle) -> Vec<&'memory Measure> {
    let book = memory.book();
    let worked_out: HashSet<&MeasureKey> = book
        .formulas
        .iter()
        .map(|formula| &formula.measure)
        .collect();
    let all = clew_measure::measures_of(book, Some(&cycle.plan), cycle.period);
    all.into_iter()
        .filter(|measure| !worked_out.contains(&measure.code.key()))
        .collect()
}

impl Service {
    /// Signs returns off: those named, or all that were handed in.
    ///
    /// # Errors
    /// When the caller may not, there is no such cycle or measure, one that is named was not handed
    /// in, the caller handed it in, or a figure is Red and final and nothing is said of it.
    pub fn sign_off(&self, caller: &Caller, returns: &ReturnsOf) -> Result<Done, ServiceError> {
        self.signed_off(caller, returns, None)
    }

    /// Signs returns off although nothing is said of a figure that is Red and final, or although the
    /// caller handed them in; the reason stays with each, and says so where it is the caller's own.
    ///
    /// # Errors
    /// When the caller may not, there is no such cycle or measure, one that is named was not handed
    /// in, or no reason is given.
    pub fn sign_off_despite(
        &self,
        caller: &Caller,
        returns: &ReturnsOf,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        needs_reason(
            "signing off a return of your own, or a Red figure of which nothing is said",
            reason,
        )?;
        self.signed_off(caller, returns, Some(reason))
    }

    fn signed_off(
        &self,
        caller: &Caller,
        returns: &ReturnsOf,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.move_returns(
            caller,
            returns,
            Act::SignOff,
            &Change::SignOff,
            ReturnStage::SignedOff,
            reason,
        )
    }

    /// Marks returns as looked over: those named, or all that were handed in.
    ///
    /// # Errors
    /// When the caller may not, there is no such cycle or measure, or one that is named was not handed in.
    pub fn check_returns(
        &self,
        caller: &Caller,
        returns: &ReturnsOf,
    ) -> Result<Done, ServiceError> {
        self.move_returns(
            caller,
            returns,
            Act::Check,
            &Change::Check,
            ReturnStage::Checked,
            None,
        )
    }

    /// Sends returns back to their owners.
    ///
    /// # Errors
    /// When the caller may not, none is named, there is no such cycle or measure, one was not handed
    /// in, or no reason is given.
    pub fn send_back(
        &self,
        caller: &Caller,
        returns: &ReturnsOf,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        needs_reason("sending a return back", reason)?;
        if returns.measures.is_none() {
            return Err(ServiceError::invalid(
                "sending returns back",
                "measures",
                "name those to send back",
            ));
        }
        self.move_returns(
            caller,
            returns,
            Act::Check,
            &Change::SendBack,
            ReturnStage::SentBack,
            Some(reason),
        )
    }

    fn move_returns(
        &self,
        caller: &Caller,
        returns: &ReturnsOf,
        act: Act,
        change: &Change,
        to: ReturnStage,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let cycle = cycle_called(memory, &returns.plan, &returns.cycle)?;
            let moves = chosen(memory, &caller.actor, act, returns, to)?.moves;
            if !moves.is_empty() {
                Rounds::of(memory).unless_locked(cycle)?;
            }
            if let Some(seen) = returns.seen {
                let later = changed_in(memory, cycle, &moves, seen);
                if let Some(subject) = later {
                    return Err(self.conflict(memory, &subject, seen, change));
                }
            }
            let own = match to {
                ReturnStage::SignedOff => self.own_of(memory, &caller.actor, &moves)?,
                _ => Vec::new(),
            };
            if to == ReturnStage::SignedOff && reason.is_none() {
                unless_own(memory, &own)?;
                unless_silent(memory, cycle, &moves)?;
            }
            let proposals = moves.into_iter().map(|(key, version)| {
                let kept = reason.map(|reason| kept_reason(reason, own.contains(&key)));
                Proposal::new(key.subject(), version, change.clone()).because(kept.as_deref())
            });
            Ok(proposals.collect::<Vec<_>>().into())
        })
    }

    /// Refuses when someone else saved or moved a return after the entry that the caller saw last.
    pub(super) fn not_moved_since(
        &self,
        caller: &Caller,
        key: &ReturnKey,
        seen: Option<u64>,
    ) -> Result<(), ServiceError> {
        let Some(seen) = seen else {
            return Ok(());
        };
        let rows = self.store().rows_about(&RowFilter {
            subject: Some(key.subject().to_string()),
            newest_first: true,
            limit: Some(1),
            ..RowFilter::default()
        })?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(());
        };
        if row.sequence <= seen || row.actor == caller.actor.as_str() {
            return Ok(());
        }
        Err(ServiceError::Conflict(Box::new(Conflict {
            subject: key.subject(),
            expected: row.version.saturating_sub(1),
            found: row.version,
            by: Some(row.actor.into()),
            fields: Vec::new(),
        })))
    }
}

/// The returns that are to be moved, with their versions, and how many the caller's roles do not reach.
struct Chosen {
    moves: Vec<(ReturnKey, u32)>,
    out_of_reach: usize,
}

/// The returns that are meant: of each measure that of the whole and those of its parts. A measure
/// that is named must have one that can be moved; of the others those are moved that can be.
fn chosen(
    memory: &Memory,
    actor: &AccountId,
    act: Act,
    returns: &ReturnsOf,
    to: ReturnStage,
) -> Result<Chosen, ServiceError> {
    let state = memory.state();
    let cycle = cycle_called(memory, &returns.plan, &returns.cycle)?;
    let mut begun: BTreeMap<&MeasureKey, Vec<(&ReturnKey, &Return)>> = BTreeMap::new();
    for (key, stands) in state.returns_in(&cycle.plan, &cycle.id) {
        begun.entry(&key.measure).or_default().push((key, stands));
    }
    let (mut moves, mut out_of_reach, mut refused) = (Vec::new(), 0, None);
    for measure in meant(memory, cycle, returns)? {
        let key = measure.code.key();
        let there = begun.remove(&key).unwrap_or_default();
        let can_be_moved = |stands: &Return| stands.stage == to || stands.stage.may_become(to);
        if returns.measures.is_some() && !there.iter().any(|(_, stands)| can_be_moved(stands)) {
            let furthest = there.iter().map(|(_, stands)| stands.stage).max();
            authorise(state, actor, act, measure.unit.as_ref())?;
            return Err(cannot_be(measure, furthest.unwrap_or_default(), to));
        }
        for (key, stands) in there {
            if stands.stage == to || !stands.stage.may_become(to) {
                continue;
            }
            let unit = key.unit.as_ref().or(measure.unit.as_ref());
            match authorise(state, actor, act, unit) {
                Ok(()) => moves.push((key.clone(), stands.version)),
                Err(error) => {
                    out_of_reach += 1;
                    refused.get_or_insert(error);
                }
            }
        }
    }
    match refused.filter(|_| moves.is_empty()) {
        Some(refused) => Err(refused),
        None => Ok(Chosen {
            moves,
            out_of_reach,
        }),
    }
}

/// The measures that are named, each once, or all of the cycle.
fn meant<'memory>(
    memory: &'memory Memory,
    cycle: &Cycle,
    returns: &ReturnsOf,
) -> Result<Vec<&'memory Measure>, ServiceError> {
    let Some(keys) = &returns.measures else {
        return Ok(measures_of(memory, cycle));
    };
    let mut seen = HashSet::new();
    keys.iter()
        .filter(|key| seen.insert(*key))
        .map(|key| measure_called(memory.book(), key))
        .collect()
}

fn cannot_be(measure: &Measure, stage: ReturnStage, to: ReturnStage) -> ServiceError {
    ServiceError::invalid(
        format!("the return of {}", measure.code),
        "measure",
        format!("it is {stage}, so it cannot be {to}"),
    )
}

/// Refuses while a figure of these returns is Red and final and nothing is said of it.
fn unless_silent(
    memory: &Memory,
    cycle: &Cycle,
    moves: &[(ReturnKey, u32)],
) -> Result<(), ServiceError> {
    let held = Held::of(memory, cycle, moves);
    let figures = held.figures().filter_map(|(_, figure)| {
        let measure = held.rounds.measure(&figure.measure)?;
        let own = held.rounds.cycle_of(measure, figure.period)? == cycle;
        own.then_some((measure, figure.period, figure.unit.as_ref()))
    });
    let silent = red_and_silent(memory, figures);
    if silent.is_empty() {
        return Ok(());
    }
    let problem = |(code, why)| {
        let problem = format!("it is Red and nothing is said of it: {why}");
        FieldProblem::new(code, problem)
    };
    Err(ServiceError::Invalid {
        what: "a Red figure is signed off with words: why it is so, what is being done, by when; send it back, or say why it is signed off without".to_owned(),
        problems: silent.into_iter().map(problem).collect(),
    })
}

/// What these returns hold: figures, and what is said of them.
struct Held<'memory> {
    memory: &'memory Memory,
    rounds: Rounds<'memory>,
    last: Day,
    moved: HashSet<(MeasureKey, Option<UnitId>)>,
}

impl<'memory> Held<'memory> {
    fn of(memory: &'memory Memory, cycle: &Cycle, moves: &[(ReturnKey, u32)]) -> Self {
        let moved = moves.iter();
        Self {
            memory,
            rounds: Rounds::of(memory),
            last: cycle.period.last(),
            moved: moved
                .map(|(key, _)| (key.measure.clone(), key.unit.clone()))
                .collect(),
        }
    }

    fn holds(&self, measure: &MeasureKey, unit: Option<&UnitId>, period: Period) -> bool {
        let comes = || {
            let measure = self.rounds.measure(measure)?;
            Some(comes_in(measure, period)?.last() == self.last)
        };
        self.moved.contains(&(measure.clone(), unit.cloned())) && comes().unwrap_or(false)
    }

    /// The figures that entries gave, with their places.
    fn figures(&self) -> impl Iterator<Item = (usize, &'memory Figure)> {
        let given = self.memory.state().figures_given();
        let given = self.memory.book().figures.iter().take(given).enumerate();
        given.filter(|(_, it)| self.holds(&it.measure, it.unit.as_ref(), it.period))
    }

    /// The comments, with their places.
    fn said(&self) -> impl Iterator<Item = (usize, &'memory Commentary)> {
        let all = self.memory.book().commentary.iter().enumerate();
        all.filter(|(_, said)| {
            let about = said.measure.as_ref();
            about.is_some_and(|measure| self.holds(measure, said.unit.as_ref(), said.period))
        })
    }
}

/// A figure of these returns, or a comment on one, that was changed after an entry.
fn changed_in(
    memory: &Memory,
    cycle: &Cycle,
    moves: &[(ReturnKey, u32)],
    seen: u64,
) -> Option<Subject> {
    let held = Held::of(memory, cycle, moves);
    let figures = held.figures().map(|(place, _)| (Kind::Figure, place));
    let said = held.said().map(|(place, _)| (Kind::Commentary, place));
    figures
        .chain(said)
        .filter_map(|(kind, place)| memory.state().subject_at(kind, place))
        .find(|subject| changed_since(memory, subject, seen))
}
