//! Returns: who owes which, looking them over, sending them back, signing them off.

use clew_calendar::{Day, Period};
use clew_journal::{Change, Proposal, Return, ReturnKey, ReturnStage};
use clew_measure::Index;
use clew_plan::{Cycle, Measure, MeasureKey, PlanId};

use super::cycles::cycle_called;
use super::figures::return_key;
use super::records::{measure_called, needs_reason};
use crate::{Act, Caller, Done, Memory, Service, ServiceError, authorise};

/// Returns of a plan's cycle: those of the measures named, or all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReturnsOf {
    /// The plan.
    pub plan: PlanId,
    /// The cycle's id.
    pub cycle: String,
    /// The measures; none for all.
    pub measures: Option<Vec<MeasureKey>>,
}

/// One return of a cycle, and who owes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outstanding<'book> {
    /// Which return.
    pub key: ReturnKey,
    /// The measure.
    pub measure: &'book Measure,
    /// The period reported.
    pub period: Period,
    /// When it is due.
    pub due: Option<Day>,
    /// How it stands.
    pub stands: Return,
}

impl Memory {
    /// Every return of a plan's cycle, in the order of the measures: what each owner owes.
    ///
    /// # Errors
    /// When there is no such cycle.
    pub fn returns_of(
        &self,
        plan: &PlanId,
        cycle: &str,
    ) -> Result<Vec<Outstanding<'_>>, ServiceError> {
        let cycle = cycle_called(self, plan, cycle)?;
        let measures = measures_of(self, cycle);
        let outstanding = |measure| {
            let key = return_key(self, measure, cycle.period, None)?;
            Some(Outstanding {
                stands: self.state().return_of(&key),
                key,
                measure,
                period: cycle.period,
                due: cycle.due,
            })
        };
        Ok(measures.into_iter().filter_map(outstanding).collect())
    }
}

fn measures_of<'memory>(memory: &'memory Memory, cycle: &Cycle) -> Vec<&'memory Measure> {
    let book = memory.book();
    let worked_out = |measure: &Measure| {
        let key = measure.code.key();
        book.formulas.iter().any(|formula| formula.measure == key)
    };
    let all = Index::new(book).measures_of(Some(&cycle.plan), cycle.period);
    all.into_iter()
        .filter(|measure| !worked_out(measure))
        .collect()
}

impl Service {
    /// Signs returns off: those named, or all that were handed in.
    ///
    /// # Errors
    /// When the caller may not, there is no such cycle or measure, or one that is named was not handed in.
    pub fn sign_off(&self, caller: &Caller, returns: &ReturnsOf) -> Result<Done, ServiceError> {
        self.move_returns(
            caller,
            returns,
            Act::SignOff,
            &Change::SignOff,
            ReturnStage::SignedOff,
            None,
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
        self.commit(caller, &|memory| {
            let mut proposals = Vec::new();
            for (measure, key) in chosen(memory, returns)? {
                let stands = memory.state().return_of(&key);
                let named = returns.measures.is_some();
                if stands.stage == to || (!named && !stands.stage.may_become(to)) {
                    continue;
                }
                authorise(memory.state(), &caller.actor, act, measure.unit.as_ref())?;
                if !stands.stage.may_become(to) {
                    let problem = format!("it is {}, so it cannot be {to}", stands.stage);
                    return Err(ServiceError::invalid(
                        format!("the return of {}", measure.code),
                        "measure",
                        problem,
                    ));
                }
                proposals.push(
                    Proposal::new(key.subject(), stands.version, change.clone()).because(reason),
                );
            }
            Ok(proposals.into())
        })
    }
}

/// The returns that are meant, with their measures. Returns for parts of the organisation go with
/// those of the whole.
fn chosen<'memory>(
    memory: &'memory Memory,
    returns: &ReturnsOf,
) -> Result<Vec<(&'memory Measure, ReturnKey)>, ServiceError> {
    let cycle = cycle_called(memory, &returns.plan, &returns.cycle)?;
    let measures: Vec<&Measure> = match &returns.measures {
        None => measures_of(memory, cycle),
        Some(keys) => keys
            .iter()
            .map(|key| measure_called(memory.book(), key))
            .collect::<Result<_, _>>()?,
    };
    let mut chosen = Vec::new();
    for measure in measures {
        let whole = ReturnKey {
            plan: cycle.plan.clone(),
            cycle: cycle.id.clone(),
            measure: measure.code.key(),
            unit: None,
        };
        let parts = memory.state().returns().map(|(key, _)| key).filter(|key| {
            key.unit.is_some()
                && key.measure == whole.measure
                && key.cycle == whole.cycle
                && key.plan == whole.plan
        });
        let parts: Vec<ReturnKey> = parts.cloned().collect();
        // A measure that is only returned by its parts has no return of the whole to move.
        let only_parts =
            !parts.is_empty() && memory.state().return_of(&whole).stage == ReturnStage::Due;
        let whole = (!only_parts).then_some(whole);
        let once = |key: &ReturnKey| !chosen.iter().any(|(_, there)| there == key);
        let new: Vec<ReturnKey> = whole.into_iter().chain(parts).filter(once).collect();
        chosen.extend(new.into_iter().map(|key| (measure, key)));
    }
    Ok(chosen)
}
