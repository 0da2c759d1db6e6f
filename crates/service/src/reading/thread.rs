//! The golden thread: from plan to priority, outcome and deliverable, to activities, measures and
//! actions, and to the part of the organisation that answers; downwards from anything, and up again.

mod build;

use std::collections::BTreeSet;
use std::sync::Arc;

use clew_calendar::{Day, Period};
use clew_measure::Counts;
use clew_plan::{ActionId, MeasureKey, OutcomeId, OutcomeLevel, PlanId, Status, UnitId};

use super::overview::Overview;
use build::Builder;

/// A point of the thread.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum ThreadPoint {
    /// A plan.
    Plan(PlanId),
    /// An outcome of any level.
    Outcome(OutcomeId),
    /// An activity of a budget, by its place among the Book's.
    Activity(usize),
    /// A measure.
    Measure(MeasureKey),
    /// An action of a plan.
    Action(PlanId, ActionId),
    /// A part of the organisation.
    Unit(UnitId),
}

/// A point of the thread with what hangs from it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ThreadNode {
    /// Which point.
    pub point: ThreadPoint,
    /// Its code or id as it is written.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The level of an outcome.
    pub level: Option<OutcomeLevel>,
    /// Post that answers for it.
    pub owner: Option<String>,
    /// The part of the organisation that answers for it.
    pub unit: Option<UnitId>,
    /// The status of a measure, or the colour of an action where it has one.
    pub status: Option<Status>,
    /// How the measures below it stand, each once, itself included.
    pub measures: Counts,
    /// How the actions below it stand, each once, itself included, where they have a colour.
    pub actions: Counts,
    /// How many actions are below it, itself included, with a colour or without.
    pub how_many_actions: u32,
    /// The worst status of measures and actions below it, itself included: Red, Amber, Green, Blue in
    /// this order. There is no average.
    pub worst: Option<Status>,
    /// What hangs from it: outcomes, then activities, measures and actions.
    pub children: Vec<ThreadNode>,
}

/// The whole thread, or that of one plan.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Thread {
    /// Plans with what hangs from them, in the order of the Book. A plan that serves another hangs from it.
    pub plans: Vec<ThreadNode>,
    /// Activities, measures and actions from which no way leads up to an outcome.
    pub without_sight: Vec<ThreadNode>,
}

/// What a thread is built for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ThreadAt {
    /// The period in which measures are judged.
    pub period: Period,
    /// The day on which actions are looked at.
    pub today: Day,
}

impl Overview {
    /// The thread of a plan and of those that serve it; without a plan, of the whole Book. It is built when it
    /// is first asked for.
    #[must_use]
    pub fn thread(&self, plan: Option<&PlanId>, at: ThreadAt) -> Arc<Thread> {
        let key = (plan.cloned(), at.period, at.today);
        self.kept_thread(key, || Builder::of(self, at).thread(plan))
    }

    /// Everything that hangs from a point; none where there is no such point.
    #[must_use]
    pub fn down_from(&self, point: &ThreadPoint, at: ThreadAt) -> Option<ThreadNode> {
        let builder = Builder::of(self, at);
        builder.node(point, &mut BTreeSet::new())
    }

    /// The ways from a point up to its plans, each from the point's plan down to the point itself:
    /// a measure has one through its outcome, one through each activity and action that names it.
    /// Nodes are without their children.
    #[must_use]
    pub fn up_from(&self, point: &ThreadPoint, at: ThreadAt) -> Vec<Vec<ThreadNode>> {
        Builder::of(self, at).ways_up(point)
    }
}
