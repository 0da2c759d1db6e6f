//! Copying a plan forward: next year's plan begins with what this year's holds.

use clew_calendar::{Period, PeriodKind};
use clew_plan::{
    Action, ActionStatus, Book, BudgetTable, BudgetTableId, Outcome, OutcomeId, Plan, PlanId,
};

mod leaving;

use leaving::{none_gathering, none_locked};

use super::settled::nothing_settled_changes;
use super::take::{Incoming, proposals};
use crate::naming::no_plan;
use crate::{Act, Caller, Done, FieldProblem, Memory, Service, ServiceError, authorise};

/// A part of a plan that can be copied.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum CopyPart {
    /// The tree of outcomes.
    Outcomes,
    /// The measures come over to the new plan, with their codes and all their figures: they are
    /// reported there from now on, and no longer in the old one. Not while a cycle of the old one
    /// still gathers their returns.
    Measures,
    /// The measures' targets and profiles, for the later period.
    Targets,
    /// Actions that are neither complete nor cancelled, with the milestones not yet reached; their
    /// dates stay.
    OpenActions,
    /// Risks.
    Risks,
    /// Engagement and consultation schedules, and the planning calendar.
    Schedules,
    /// Budget tables with their activities and capital lines, amounts as they are.
    Activities,
}

/// A plan to be copied forward.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CopyForward {
    /// The plan.
    pub plan: PlanId,
    /// The id of the new one.
    pub new_id: PlanId,
    /// Its title.
    pub title: String,
    /// By how many years periods move on, 1 to 10.
    pub years: u8,
    /// What is copied; the plan itself always is.
    pub what: Vec<CopyPart>,
    /// Why; needed where measures come over and a cycle of the old plan is locked, as it will list
    /// them no longer.
    pub reason: Option<String>,
}

impl Memory {
    /// What copying a plan forward would add or change: the preview, as a Book.
    ///
    /// # Errors
    /// When there is no such plan, the new id is taken, a field is not sound, or measures would leave
    /// a cycle that still gathers their returns.
    pub fn copied_forward(&self, request: &CopyForward) -> Result<Book, ServiceError> {
        let book = self.book();
        let plan = book
            .plan(&request.plan)
            .ok_or_else(|| no_plan(book, request.plan.as_str()))?;
        sound(book, request)?;
        let copy = Copy {
            book,
            plan,
            request,
        };
        let made = copy.made();
        if !made.measures.is_empty() {
            none_gathering(self, plan)?;
        }
        Ok(made)
    }
}

impl Service {
    /// Copies a plan forward, all of what is asked for or nothing.
    ///
    /// # Errors
    /// When the caller may not change the plan, there is no such plan, the new id is taken, a
    /// field is not sound, measures would leave a cycle that still gathers their returns, or one that
    /// is locked and no reason is given.
    pub fn copy_plan_forward(
        &self,
        caller: &Caller,
        request: &CopyForward,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let copied = memory.copied_forward(request)?;
            let unit = memory.book().plan(&request.plan);
            let unit = unit.and_then(|plan| plan.unit.as_ref());
            authorise(memory.state(), &caller.actor, Act::ChangePlan, unit)?;
            for measure in &copied.measures {
                let unit = measure.unit.as_ref().or(unit);
                authorise(memory.state(), &caller.actor, Act::ChangePlan, unit)?;
            }
            let reason = request.reason.as_deref().map(str::trim);
            let reason = reason.filter(|reason| !reason.is_empty());
            if !copied.measures.is_empty() && reason.is_none() {
                none_locked(memory, &request.plan)?;
            }
            let why = format!("copied forward from the plan {}", request.plan);
            let why = reason.map_or_else(|| why.clone(), |reason| format!("{why}: {reason}"));
            let incoming = Incoming {
                book: copied,
                seen: memory.state().head.sequence,
                reason: Some(why.clone()),
            };
            let proposals = proposals(memory, &incoming);
            nothing_settled_changes(memory, &proposals, reason)?;
            let proposals = proposals.into_iter();
            let proposals = proposals.map(|proposal| proposal.because(Some(&why)));
            Ok(proposals.collect::<Vec<_>>().into())
        })
    }
}

fn sound(book: &Book, request: &CopyForward) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    if book.plan(&request.new_id).is_some() || request.new_id.as_str().trim().is_empty() {
        let taken = "give the new plan an id that no other has";
        problems.push(FieldProblem::new("new_id", taken));
    }
    if request.title.trim().is_empty() {
        problems.push(FieldProblem::new("title", "give the new plan a title"));
    }
    if !(1..=10).contains(&request.years) {
        problems.push(FieldProblem::new("years", "between 1 and 10 years on"));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: format!("the plan {} cannot be copied so", request.plan),
            problems,
        }),
    }
}

struct Copy<'book> {
    book: &'book Book,
    plan: &'book Plan,
    request: &'book CopyForward,
}

impl Copy<'_> {
    fn has(&self, part: CopyPart) -> bool {
        self.request.what.contains(&part)
    }

    fn made(&self) -> Book {
        let mut made = Book {
            plans: vec![Plan {
                id: self.request.new_id.clone(),
                title: self.request.title.trim().to_owned(),
                period: self.plan.period.and_then(|period| self.later(period)),
                imported: false,
                approved_by: None,
                approved_on: None,
                source: None,
                ..self.plan.clone()
            }],
            ..Book::default()
        };
        if self.has(CopyPart::Outcomes) {
            made.outcomes = self.own_outcomes().map(|it| self.outcome(it)).collect();
        }
        if self.has(CopyPart::Measures) {
            self.measures(&mut made);
        }
        if self.has(CopyPart::Targets) {
            self.targets(&mut made);
        }
        if self.has(CopyPart::OpenActions) {
            self.actions(&mut made);
        }
        if self.has(CopyPart::Risks) {
            self.risks(&mut made);
        }
        if self.has(CopyPart::Schedules) {
            self.schedules(&mut made);
        }
        if self.has(CopyPart::Activities) {
            self.activities(&mut made);
        }
        made
    }

    fn later(&self, period: Period) -> Option<Period> {
        later(period, self.request.years)
    }

    fn own_outcomes(&self) -> impl Iterator<Item = &Outcome> {
        let all = self.book.outcomes.iter();
        all.filter(|outcome| outcome.plan == self.plan.id)
    }

    /// The id of an outcome's copy: ids of outcomes are unique in a Book.
    fn copied(&self, outcome: &OutcomeId) -> Option<OutcomeId> {
        let own = self.own_outcomes().any(|own| own.id == *outcome);
        let copied = own && self.has(CopyPart::Outcomes);
        copied.then(|| format!("{}-{outcome}", self.request.new_id).into())
    }

    /// Where something that served an outcome serves in the new plan: its copy, or where that is not
    /// copied the outcome itself, as long as it is of another plan.
    fn served(&self, outcome: Option<&OutcomeId>) -> Option<OutcomeId> {
        let outcome = outcome?;
        let own = self.own_outcomes().any(|own| own.id == *outcome);
        let other = || (!own).then(|| outcome.clone());
        self.copied(outcome).or_else(other)
    }

    fn outcome(&self, outcome: &Outcome) -> Outcome {
        Outcome {
            id: format!("{}-{}", self.request.new_id, outcome.id).into(),
            plan: self.request.new_id.clone(),
            parent: self.served(outcome.parent.as_ref()),
            source: None,
            ..outcome.clone()
        }
    }

    fn own_measures(&self) -> Vec<&clew_plan::Measure> {
        let plans = clew_measure::PlansOfMeasures::new(self.book);
        let all = self.book.measures.iter();
        all.filter(|measure| {
            plans.of(measure) == Some(&self.plan.id) && measure.retired_on.is_none()
        })
        .collect()
    }

    fn measures(&self, made: &mut Book) {
        let own = self.own_measures().into_iter();
        made.measures = own
            .map(|measure| clew_plan::Measure {
                plan: Some(self.request.new_id.clone()),
                outcome: self.served(measure.outcome.as_ref()),
                ..measure.clone()
            })
            .collect();
    }

    /// Targets and profile points of the plan's period, where the later period has none yet.
    fn targets(&self, made: &mut Book) {
        let own: Vec<_> = self.own_measures().iter().map(|it| it.code.key()).collect();
        let within = |period: Period| self.plan.period.is_none_or(|whole| whole.covers(period));
        for target in &self.book.targets {
            let Some(period) = self.later(target.period) else {
                continue;
            };
            let there = self.book.targets.iter().any(|it| {
                it.measure == target.measure && it.unit == target.unit && it.period == period
            });
            if own.contains(&target.measure) && within(target.period) && !there {
                made.targets.push(clew_plan::Target {
                    period,
                    source: None,
                    ..target.clone()
                });
            }
        }
        for point in &self.book.profile {
            let Some(period) = self.later(point.period) else {
                continue;
            };
            let there = self.book.profile.iter().any(|it| {
                it.measure == point.measure && it.unit == point.unit && it.period == period
            });
            if own.contains(&point.measure) && within(point.period) && !there {
                made.profile.push(clew_plan::ProfilePoint {
                    period,
                    source: None,
                    ..point.clone()
                });
            }
        }
    }

    fn actions(&self, made: &mut Book) {
        let open = |action: &&Action| {
            let done = matches!(
                action.status,
                Some(ActionStatus::Complete | ActionStatus::Cancelled)
            );
            action.plan == self.plan.id && !done
        };
        let actions: Vec<&Action> = self.book.actions.iter().filter(open).collect();
        let copied = |id| actions.iter().any(|action| action.id == id);
        for action in &actions {
            made.actions.push(Action {
                plan: self.request.new_id.clone(),
                parent: action.parent.clone().filter(|id| copied(id.clone())),
                outcome: self.served(action.outcome.as_ref()),
                reported_status: None,
                source: None,
                ..(*action).clone()
            });
        }
        for milestone in &self.book.milestones {
            let own = milestone.plan == self.plan.id && copied(milestone.action.clone());
            if own && milestone.done.is_none() {
                made.milestones.push(clew_plan::Milestone {
                    plan: self.request.new_id.clone(),
                    source: None,
                    ..milestone.clone()
                });
            }
        }
    }

    fn risks(&self, made: &mut Book) {
        let all = self.book.risks.iter();
        let own = all.filter(|risk| risk.plan.as_ref() == Some(&self.plan.id));
        made.risks = own
            .map(|risk| clew_plan::Risk {
                plan: Some(self.request.new_id.clone()),
                reported_band: None,
                source: None,
                ..risk.clone()
            })
            .collect();
    }

    fn schedules(&self, made: &mut Book) {
        let new_id = &self.request.new_id;
        let own = |plan: &PlanId| *plan == self.plan.id;
        let entries = self.book.schedules.iter().filter(|it| own(&it.plan));
        made.schedules = entries
            .map(|entry| clew_plan::ScheduleEntry {
                plan: new_id.clone(),
                source: None,
                ..entry.clone()
            })
            .collect();
        let steps = self
            .book
            .planning_calendar
            .iter()
            .filter(|it| own(&it.plan));
        made.planning_calendar = steps
            .map(|step| clew_plan::PlanningStep {
                plan: new_id.clone(),
                // Words that name a month of the old year would be wrong in the new one.
                when: step.when.clone().filter(|_| step.during.is_none()),
                during: step.during.and_then(|during| self.later(during)),
                source: None,
                ..step.clone()
            })
            .collect();
    }

    fn activities(&self, made: &mut Book) {
        let renamed = |id: &BudgetTableId| -> BudgetTableId {
            format!("{}-{id}", self.request.new_id).into()
        };
        let tables = self.book.budget_tables.iter();
        let tables: Vec<&BudgetTable> = tables.filter(|it| it.plan == self.plan.id).collect();
        let own = |id: &BudgetTableId| tables.iter().any(|table| table.id == *id);
        made.budget_tables = tables
            .iter()
            .map(|table| BudgetTable {
                id: renamed(&table.id),
                plan: self.request.new_id.clone(),
                heading_period: table.heading_period.and_then(|period| self.later(period)),
                column_period: table.column_period.and_then(|period| self.later(period)),
                source: None,
                ..(*table).clone()
            })
            .collect();
        let lines = self.book.activities.iter().filter(|it| own(&it.table));
        made.activities = lines
            .map(|line| clew_plan::Activity {
                table: renamed(&line.table),
                outcome: self.served(line.outcome.as_ref()),
                source: None,
                ..line.clone()
            })
            .collect();
        let lines = self.book.capital.iter().filter(|it| own(&it.table));
        made.capital = lines
            .map(|line| clew_plan::CapitalLine {
                table: renamed(&line.table),
                source: None,
                ..line.clone()
            })
            .collect();
    }
}

/// The like period so many years later; none beyond the years that periods are known for.
fn later(period: Period, years: u8) -> Option<Period> {
    let steps = match period.kind() {
        PeriodKind::Month => 12,
        PeriodKind::Quarter => 4,
        PeriodKind::Half => 2,
        PeriodKind::FinancialYear
        | PeriodKind::CalendarYear
        | PeriodKind::AcademicYear
        | PeriodKind::YearToDate => 1,
        PeriodKind::Day => {
            let day = period.first().plus_months(12 * i32::from(years));
            return Some(Period::day(day));
        }
        PeriodKind::Range => {
            let months = 12 * i32::from(years);
            let (first, last) = (period.first(), period.last());
            return Period::range(first.plus_months(months), last.plus_months(months)).ok();
        }
    };
    (0..u32::from(years) * steps).try_fold(period, |period, _| period.next())
}
