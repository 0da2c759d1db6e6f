//! Cycles: opening a round, locking it, opening it again.

use clew_calendar::{Day, Period};
use clew_journal::{Change, CycleStage, Proposal, Subject, SubjectKind};
use clew_plan::{Cycle, Kind, PlanId};

use super::figures::cycle_subject;
use super::records::needs_reason;
use super::unsettled::unless_settled;
use crate::naming::no_plan;
use crate::{Act, Caller, Done, FieldProblem, Memory, Service, ServiceError, authorise};

/// A reporting round to be opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CycleRequest {
    /// Its id; the period's name when not given.
    pub id: Option<String>,
    /// The plan reported on.
    pub plan: PlanId,
    /// The period reported.
    pub period: Period,
    /// When returns open.
    pub opens: Option<Day>,
    /// When returns are due.
    pub due: Option<Day>,
}

impl Service {
    /// Opens a reporting round for a plan's period.
    ///
    /// # Errors
    /// When the caller may not, there is no such plan, there is a round already, or it is due before it opens.
    pub fn open_cycle(
        &self,
        caller: &Caller,
        request: &CycleRequest,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let book = memory.book();
            let plan = book
                .plan(&request.plan)
                .ok_or_else(|| no_plan(book, request.plan.as_str()))?;
            authorise(
                memory.state(),
                &caller.actor,
                Act::RunCycle,
                plan.unit.as_ref(),
            )?;
            let id = request
                .id
                .clone()
                .unwrap_or_else(|| request.period.to_string());
            let cycle = Cycle {
                id,
                plan: request.plan.clone(),
                period: request.period,
                opens: request.opens,
                due: request.due,
                published: None,
                imported: false,
                source: None,
            };
            let problems = problems(memory, &cycle);
            if !problems.is_empty() {
                return Err(ServiceError::Invalid {
                    what: format!("the cycle {} cannot be opened", cycle.id),
                    problems,
                });
            }
            let subject = cycle_subject(&cycle);
            let version = memory.state().version(&subject);
            Ok(Proposal {
                event_date: cycle.opens,
                ..Proposal::new(subject, version, Change::OpenCycle(Box::new(cycle)))
            }
            .into())
        })
    }

    /// Locks a cycle: from now on its figures change by corrections only.
    ///
    /// # Errors
    /// When the caller may not, there is no such cycle, or returns of it are not settled.
    pub fn lock_cycle(
        &self,
        caller: &Caller,
        plan: &PlanId,
        id: &str,
    ) -> Result<Done, ServiceError> {
        self.move_cycle(caller, plan, id, CycleStage::Locked, None)
    }

    /// Locks a cycle although returns of it are missing, drafted or not signed off; the reason stays.
    ///
    /// # Errors
    /// When the caller may not, there is no such cycle, or no reason is given.
    pub fn lock_cycle_despite_unsettled(
        &self,
        caller: &Caller,
        plan: &PlanId,
        id: &str,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        needs_reason("locking a cycle whose returns are not settled", reason)?;
        self.move_cycle(caller, plan, id, CycleStage::Locked, Some(reason))
    }

    /// Opens a locked cycle again.
    ///
    /// # Errors
    /// When the caller may not, there is no such cycle, or no reason is given.
    pub fn unlock_cycle(
        &self,
        caller: &Caller,
        plan: &PlanId,
        id: &str,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        needs_reason("unlocking a cycle", reason)?;
        self.move_cycle(caller, plan, id, CycleStage::Open, Some(reason))
    }

    fn move_cycle(
        &self,
        caller: &Caller,
        plan: &PlanId,
        id: &str,
        to: CycleStage,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let cycle = cycle_called(memory, plan, id)?;
            let unit = memory.book().plan(plan).and_then(|plan| plan.unit.as_ref());
            authorise(memory.state(), &caller.actor, Act::RunCycle, unit)?;
            let subject = cycle_subject(cycle);
            if memory.state().cycle_stage(&subject) == to {
                return Ok(Vec::new().into());
            }
            if to == CycleStage::Locked {
                unless_settled(memory, cycle, "the cycle cannot be locked", reason)?;
            }
            let change = match to {
                CycleStage::Locked => Change::LockCycle,
                CycleStage::Open => Change::UnlockCycle,
            };
            let version = memory.state().version(&subject);
            Ok(Proposal::new(subject, version, change)
                .because(reason)
                .into())
        })
    }
}

/// The cycle of a plan with this id.
pub(crate) fn cycle_called<'memory>(
    memory: &'memory Memory,
    plan: &PlanId,
    id: &str,
) -> Result<&'memory Cycle, ServiceError> {
    let cycles = &memory.book().cycles;
    let found = cycles
        .iter()
        .find(|cycle| cycle.plan == *plan && cycle.id == id);
    found.ok_or_else(|| {
        let known: Vec<&str> = cycles
            .iter()
            .filter(|cycle| cycle.plan == *plan)
            .map(|cycle| cycle.id.as_str())
            .collect();
        ServiceError::NotFound {
            what: "cycle",
            name: format!("{plan} {id}"),
            hint: (!known.is_empty()).then(|| format!("the plan has {}", known.join(", "))),
        }
    })
}

fn problems(memory: &Memory, cycle: &Cycle) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let there = Subject::named(
        SubjectKind::Record(Kind::Cycle),
        [cycle.id.as_str(), cycle.plan.as_str()],
    );
    if memory.state().place(&there).is_some() {
        problems.push(FieldProblem::new(
            "id",
            "there is a cycle with this id already",
        ));
    }
    let same_period = |other: &&Cycle| {
        other.plan == cycle.plan && other.period == cycle.period && other.id != cycle.id
    };
    if let Some(other) = memory.book().cycles.iter().find(same_period) {
        problems.push(FieldProblem::new(
            "period",
            format!("the cycle {} reports this period already", other.id),
        ));
    }
    if let (Some(opens), Some(due)) = (cycle.opens, cycle.due)
        && due < opens
    {
        problems.push(FieldProblem::new(
            "due",
            format!("returns cannot be due ({due}) before they open ({opens})"),
        ));
    }
    problems
}
