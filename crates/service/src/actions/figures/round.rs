//! The reporting round that a figure belongs to, and whether it may still be returned.

use std::cell::OnceCell;
use std::collections::HashMap;

use clew_calendar::{Day, Period};
use clew_journal::{CycleStage, ReturnKey, ReturnStage, Subject, SubjectKind};
use clew_measure::PlansOfMeasures;
use clew_plan::{Cycle, Figure, Kind, Measure, MeasureKey, PlanId, UnitId};

use crate::{Memory, ServiceError};

/// The cycles of a Book as figures fall into them: made once for a decision, asked for each figure.
pub(crate) struct Rounds<'memory> {
    memory: &'memory Memory,
    plans: PlansOfMeasures<'memory>,
    above: HashMap<&'memory PlanId, &'memory PlanId>,
    ending: HashMap<Day, Vec<&'memory Cycle>>,
    /// Whether figures of any measure come late.
    late: bool,
    measures: OnceCell<HashMap<MeasureKey, &'memory Measure>>,
}

impl<'memory> Rounds<'memory> {
    pub(crate) fn of(memory: &'memory Memory) -> Self {
        let book = memory.book();
        let mut ending: HashMap<Day, Vec<&Cycle>> = HashMap::new();
        for cycle in &book.cycles {
            ending.entry(cycle.period.last()).or_default().push(cycle);
        }
        let plans = book.plans.iter();
        Self {
            memory,
            plans: PlansOfMeasures::new(book),
            above: plans
                .filter_map(|plan| Some((&plan.id, plan.parent.as_ref()?)))
                .collect(),
            ending,
            late: book.measures.iter().any(|measure| arrears(measure) > 0),
            measures: OnceCell::new(),
        }
    }

    /// The measure with this key.
    pub(crate) fn measure(&self, key: &MeasureKey) -> Option<&'memory Measure> {
        let by_key = || {
            let all = self.memory.book().measures.iter().rev();
            all.map(|measure| (measure.code.key(), measure)).collect()
        };
        self.measures.get_or_init(by_key).get(key).copied()
    }

    /// The plan of a measure and those above it, the nearest first.
    pub(super) fn plans_from<'found>(
        &'found self,
        measure: &'found Measure,
    ) -> Vec<&'found PlanId> {
        let mut line: Vec<&PlanId> = Vec::new();
        let mut next = self.plans.of(measure);
        while let Some(plan) = next.filter(|plan| !line.contains(plan)) {
            line.push(plan);
            next = self.above.get(plan).copied();
        }
        line
    }

    /// The cycles that hold a measure's figure of a period, the one in which it is returned first:
    /// those of its plan and of the plans above that report this very period, the nearest plan
    /// first. Only where there is none do those count whose period ends on the same day: a year's
    /// figure is then returned in the cycle of the year's last quarter. A figure that comes late is
    /// held by the cycle of the period in which it comes.
    pub(super) fn holding(&self, measure: &Measure, period: Period) -> Vec<&'memory Cycle> {
        let Some(period) = comes_in(measure, period) else {
            return Vec::new();
        };
        let Some(ending) = self.ending.get(&period.last()) else {
            return Vec::new();
        };
        let line = self.plans_from(measure);
        let placed = ending.iter().filter_map(|cycle| {
            let distance = line.iter().position(|plan| **plan == cycle.plan)?;
            Some((cycle.period != period, distance, *cycle))
        });
        let mut placed: Vec<(bool, usize, &Cycle)> = placed.collect();
        placed.sort_by_key(|(other_period, distance, _)| (*other_period, *distance));
        let other_period = placed.first().is_some_and(|first| first.0);
        let alike = placed.into_iter().filter(|found| found.0 == other_period);
        alike.map(|(_, _, cycle)| cycle).collect()
    }

    /// The cycle in which a measure is returned for a period.
    pub(crate) fn cycle_of(&self, measure: &Measure, period: Period) -> Option<&'memory Cycle> {
        self.holding(measure, period).into_iter().next()
    }

    /// The periods of a measure for which the open cycles of its plan and of those above ask.
    pub(crate) fn periods_asked_for(&self, measure: &Measure) -> Vec<Period> {
        let line = self.plans_from(measure);
        let cycles = self.memory.book().cycles.iter();
        let open = cycles.filter(|cycle| {
            line.contains(&&cycle.plan) && !cycle.imported && !self.is_locked(cycle)
        });
        open.filter_map(|cycle| asked_for(measure, cycle)).collect()
    }

    /// The return in which a measure's figure of a period is handed in.
    pub(crate) fn return_key(
        &self,
        measure: &Measure,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Option<ReturnKey> {
        let cycle = self.cycle_of(measure, period)?;
        Some(key_in(cycle, measure.code.key(), unit))
    }

    /// The locked cycle that holds what is said of a measure in a period; none when none is locked.
    pub(crate) fn locked(&self, measure: &MeasureKey, period: Period) -> Option<&'memory Cycle> {
        // Of ten years of figures a cycle holds those of one period: the others need no measure looked up.
        if !self.late {
            self.ending.get(&period.last())?;
        }
        let holding = self.holding(self.measure(measure)?, period);
        holding.into_iter().find(|cycle| self.is_locked(cycle))
    }

    /// A locked cycle of the measure's plan or of one above it that is meant.
    pub(crate) fn locked_above(
        &self,
        measure: &Measure,
        meant: impl Fn(&Cycle) -> bool,
    ) -> Option<&'memory Cycle> {
        let line = self.plans_from(measure);
        let mut cycles = self.memory.book().cycles.iter();
        cycles.find(|cycle| line.contains(&&cycle.plan) && meant(cycle) && self.is_locked(cycle))
    }

    pub(crate) fn is_locked(&self, cycle: &Cycle) -> bool {
        self.memory.state().cycle_stage(&cycle_subject(cycle)) == CycleStage::Locked
    }

    /// Refuses to move returns of a locked cycle.
    pub(crate) fn unless_locked(&self, cycle: &Cycle) -> Result<(), ServiceError> {
        if !self.is_locked(cycle) {
            return Ok(());
        }
        Err(ServiceError::invalid(
            format!("the returns of the cycle {}", cycle.id),
            "",
            "it is locked; unlock it first, with a reason, or correct the figure",
        ))
    }

    /// Why a figure changes by corrections only; none when it may still be returned.
    pub(crate) fn settled(&self, figure: &Figure) -> Option<String> {
        self.settled_at(&figure.measure, figure.period, figure.unit.as_ref())
    }

    /// As [`Rounds::settled`], for a figure that need not be there yet.
    pub(crate) fn settled_at(
        &self,
        measure: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Option<String> {
        if !self.late {
            self.ending.get(&period.last())?;
        }
        let holding = self.holding(self.measure(measure)?, period);
        if let Some(cycle) = holding.iter().find(|cycle| self.is_locked(cycle)) {
            return Some(format!("the cycle {} is locked", cycle.id));
        }
        let signed_off = holding.iter().any(|cycle| {
            let key = key_in(cycle, measure.clone(), unit);
            self.memory.state().return_of(&key).stage == ReturnStage::SignedOff
        });
        signed_off.then(|| "it is signed off".to_owned())
    }
}

/// Whole periods by which a measure's figures come late.
fn arrears(measure: &Measure) -> u8 {
    measure.arrears.unwrap_or(0)
}

/// The period in which a figure of a period comes: a later one where figures come late.
pub(crate) fn comes_in(measure: &Measure, period: Period) -> Option<Period> {
    (0..arrears(measure)).try_fold(period, |period, _| period.next())
}

/// The period whose figure a cycle asks of a measure: an earlier one where figures come late. None
/// before the years that periods are known for.
pub(crate) fn asked_for(measure: &Measure, cycle: &Cycle) -> Option<Period> {
    (0..arrears(measure)).try_fold(cycle.period, |period, _| period.previous())
}

/// The return of a measure in a cycle.
pub(crate) fn key_in(cycle: &Cycle, measure: MeasureKey, unit: Option<&UnitId>) -> ReturnKey {
    ReturnKey {
        plan: cycle.plan.clone(),
        cycle: cycle.id.clone(),
        measure,
        unit: unit.cloned(),
    }
}

/// As [`Rounds::return_key`], for one figure alone.
pub(crate) fn return_key(
    memory: &Memory,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<ReturnKey> {
    Rounds::of(memory).return_key(measure, period, unit)
}

/// The subject of a cycle.
pub(crate) fn cycle_subject(cycle: &Cycle) -> Subject {
    Subject::named(
        SubjectKind::Record(Kind::Cycle),
        [cycle.id.as_str(), cycle.plan.as_str()],
    )
}

pub(super) fn no_cycle(measure: &Measure, period: Period) -> ServiceError {
    ServiceError::NotFound {
        what: "open cycle",
        name: format!("{} {period}", measure.code),
        hint: Some("the performance team opens one with `clew cycle open`".to_owned()),
    }
}
