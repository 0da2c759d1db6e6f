//! Which part of the organisation a record belongs to, and which parts a change of it reaches: told in
//! this one place, so that actions, lists and pages cannot disagree.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use clew_plan::{
    AccountId, Action, ActionId, Book, BudgetTable, BudgetTableId, Measure, MeasureKey, Milestone,
    PlanId, Record, Risk, RiskId, UnitId,
};

use crate::authorise::reaches;
use crate::{Act, Memory, ServiceError, authorise};

impl Memory {
    /// The part of the organisation that a record belongs to: its own, or else that of what it stands
    /// in (an action in its plan, a milestone with its action, a control with its risk, a figure with
    /// its measure). None for the whole.
    #[must_use]
    pub fn unit_of(&self, record: &Record) -> Option<UnitId> {
        Belonging::of(self).unit_of(record)
    }

    /// Refuses unless the account may do that with what is given of a measure for a part, or (none) for
    /// the whole. A role for the part alone is enough where the measure is reported for it: by its own
    /// part or one above, or because it has a figure or a target for it already. Else what is given
    /// reaches the measure too, and so must the role: nobody adds lines to another service's measure.
    ///
    /// # Errors
    /// When there is no such open account, or none of its roles reaches so far.
    pub fn authorise_for(
        &self,
        actor: &AccountId,
        act: Act,
        measure: &Measure,
        part: Option<&UnitId>,
    ) -> Result<(), ServiceError> {
        let reached = Belonging::of(self).reached_of(measure, part);
        reached
            .iter()
            .try_for_each(|unit| authorise(self.state(), actor, act, unit.as_ref()))
    }

    /// As [`Memory::unit_of`], for an action.
    #[must_use]
    pub fn unit_of_action<'memory>(
        &'memory self,
        action: &'memory Action,
    ) -> Option<&'memory UnitId> {
        let of_plan = || unit_of_plan(self.book(), &action.plan);
        action.unit.as_ref().or_else(of_plan)
    }

    /// As [`Memory::unit_of`], for a milestone.
    #[must_use]
    pub fn unit_of_milestone<'memory>(
        &'memory self,
        milestone: &'memory Milestone,
    ) -> Option<&'memory UnitId> {
        let of_action = || {
            let action = action_called(self.book(), &milestone.plan, &milestone.action)?;
            self.unit_of_action(action)
        };
        milestone.unit.as_ref().or_else(of_action)
    }

    /// As [`Memory::unit_of`], for a risk.
    #[must_use]
    pub fn unit_of_risk<'memory>(&'memory self, risk: &'memory Risk) -> Option<&'memory UnitId> {
        let of_plan = || unit_of_plan(self.book(), risk.plan.as_ref()?);
        risk.unit.as_ref().or_else(of_plan)
    }
}

fn unit_of_plan<'book>(book: &'book Book, plan: &PlanId) -> Option<&'book UnitId> {
    book.plan(plan)?.unit.as_ref()
}

fn action_called<'book>(book: &'book Book, plan: &PlanId, id: &ActionId) -> Option<&'book Action> {
    let mut actions = book.actions.iter();
    actions.find(|action| action.plan == *plan && action.id == *id)
}

/// What belongs where: made once for a decision, asked for each record.
pub(crate) struct Belonging<'memory> {
    memory: &'memory Memory,
    measures: OnceCell<HashMap<MeasureKey, &'memory Measure>>,
    /// Parts for which measures have figures or targets.
    given: OnceCell<HashSet<(&'memory MeasureKey, &'memory UnitId)>>,
}

impl<'memory> Belonging<'memory> {
    pub(crate) const fn of(memory: &'memory Memory) -> Self {
        Self {
            memory,
            measures: OnceCell::new(),
            given: OnceCell::new(),
        }
    }

    /// As [`Memory::unit_of`].
    pub(crate) fn unit_of(&self, record: &Record) -> Option<UnitId> {
        let measure = |key: &MeasureKey| self.measure(key)?.unit.clone();
        let plan = |id: &PlanId| unit_of_plan(self.memory.book(), id).cloned();
        match record {
            Record::Unit(it) => Some(it.id.clone()),
            Record::Plan(it) => it.unit.clone(),
            Record::Outcome(it) => plan(&it.plan),
            Record::Cycle(it) => plan(&it.plan),
            Record::PlanningStep(it) => plan(&it.plan),
            Record::ScheduleEntry(it) => it.unit.clone().or_else(|| plan(&it.plan)),
            Record::StaffingLine(it) => it.unit.clone().or_else(|| plan(&it.plan)),
            Record::Measure(it) => it.unit.clone(),
            Record::SeriesBreak(it) => measure(&it.measure),
            Record::Formula(it) => measure(&it.measure),
            Record::BenchmarkFigure(it) => measure(&it.measure),
            Record::Figure(it) => it.unit.clone().or_else(|| measure(&it.measure)),
            Record::Target(it) => it.unit.clone().or_else(|| measure(&it.measure)),
            Record::ProfilePoint(it) => it.unit.clone().or_else(|| measure(&it.measure)),
            Record::ScrutinyQuestion(it) => it.unit.clone().or_else(|| measure(&it.measure)),
            Record::Commentary(it) => {
                (it.unit.clone()).or_else(|| it.measure.as_ref().and_then(measure))
            }
            Record::Action(it) => self.memory.unit_of_action(it).cloned(),
            Record::Milestone(it) => self.memory.unit_of_milestone(it).cloned(),
            Record::Update(it) => self.of_action(&it.plan, &it.action),
            Record::Risk(it) => self.memory.unit_of_risk(it).cloned(),
            Record::Control(it) => self.of_risks_called(&it.risk),
            Record::BudgetTable(it) => self.of_table(it),
            Record::Activity(it) => self.of_table_called(&it.table),
            Record::CapitalLine(it) => self.of_table_called(&it.table),
            _ => None,
        }
    }

    /// The parts that a record reaches: whoever changes it must be allowed in each. Something said,
    /// given or planned of a measure for a part that is not the measure's reaches the measure too.
    pub(crate) fn reached_by(&self, record: &Record) -> Vec<Option<UnitId>> {
        let of_measure = match record {
            Record::Figure(it) => Some((&it.measure, it.unit.as_ref())),
            Record::Target(it) => Some((&it.measure, it.unit.as_ref())),
            Record::ProfilePoint(it) => Some((&it.measure, it.unit.as_ref())),
            Record::ScrutinyQuestion(it) => Some((&it.measure, it.unit.as_ref())),
            Record::Commentary(it) => it.measure.as_ref().map(|key| (key, it.unit.as_ref())),
            _ => None,
        };
        let measure = of_measure.and_then(|(key, unit)| Some((self.measure(key)?, unit)));
        match measure {
            Some((measure, unit)) => self.reached_of(measure, unit),
            None => vec![self.unit_of(record)],
        }
    }

    /// As [`Belonging::reached_by`], for whatever is given of a measure for a part, or (none) the whole.
    pub(crate) fn reached_of(
        &self,
        measure: &Measure,
        part: Option<&UnitId>,
    ) -> Vec<Option<UnitId>> {
        match part {
            None => vec![measure.unit.clone()],
            Some(part) if self.is_part(measure, part) => vec![Some(part.clone())],
            Some(part) => vec![Some(part.clone()), measure.unit.clone()],
        }
    }

    /// Whether a measure is reported for a part: its own or one below it, or one for which it has a
    /// figure or a target already, put there by somebody who may change both.
    pub(crate) fn is_part(&self, measure: &Measure, part: &UnitId) -> bool {
        let book = self.memory.book();
        reaches(book, measure.unit.as_ref(), Some(part))
            || self.given().contains(&(&measure.code.key(), part))
    }

    /// The measure with this key.
    fn measure(&self, key: &MeasureKey) -> Option<&'memory Measure> {
        let by_key = || {
            let all = self.memory.book().measures.iter().rev();
            all.map(|measure| (measure.code.key(), measure)).collect()
        };
        self.measures.get_or_init(by_key).get(key).copied()
    }

    fn given(&self) -> &HashSet<(&'memory MeasureKey, &'memory UnitId)> {
        self.given.get_or_init(|| {
            let book = self.memory.book();
            let figures = book.figures.iter();
            let figures = figures.map(|figure| (&figure.measure, figure.unit.as_ref()));
            let targets = book.targets.iter();
            let targets = targets.map(|target| (&target.measure, target.unit.as_ref()));
            let of_parts = figures.chain(targets);
            of_parts
                .filter_map(|(measure, unit)| Some((measure, unit?)))
                .collect()
        })
    }

    fn of_action(&self, plan: &PlanId, id: &ActionId) -> Option<UnitId> {
        let action = action_called(self.memory.book(), plan, id)?;
        self.memory.unit_of_action(action).cloned()
    }

    /// The part of the risks with this code; the whole where they are of several.
    fn of_risks_called(&self, code: &RiskId) -> Option<UnitId> {
        let risks = self.memory.book().risks.iter();
        let mut units = risks
            .filter(|risk| risk.code == *code)
            .map(|risk| self.memory.unit_of_risk(risk));
        let first = units.next()??;
        units.all(|unit| unit == Some(first)).then(|| first.clone())
    }

    fn of_table(&self, table: &BudgetTable) -> Option<UnitId> {
        let of_plan = || unit_of_plan(self.memory.book(), &table.plan).cloned();
        table.unit.clone().or_else(of_plan)
    }

    fn of_table_called(&self, id: &BudgetTableId) -> Option<UnitId> {
        let mut tables = self.memory.book().budget_tables.iter();
        self.of_table(tables.find(|table| table.id == *id)?)
    }
}
