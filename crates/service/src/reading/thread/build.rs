//! Building the thread: what hangs from what, looked up once, and the nodes made from it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use clew_measure::{Counts, PlansOfMeasures, StatusBasis};
use clew_plan::{
    Action, ActionId, Activity, Book, Measure, MeasureKey, Outcome, OutcomeId, Plan, PlanId, Status,
};

use super::{Thread, ThreadAt, ThreadNode, ThreadPoint};
use crate::reading::overview::Overview;
use crate::reading::scorecard::Sheet;
use crate::reading::timeline::{ActionFilter, TimelineRow};

/// Who hangs from whom.
pub(super) struct Builder<'book> {
    book: &'book Book,
    sheet: Arc<Sheet>,
    /// Rows of the sheet by measure.
    rows: HashMap<MeasureKey, usize>,
    /// The measures of plans whose period came with a published document, which are shown as reported.
    as_reported: BTreeSet<MeasureKey>,
    /// One an action, in the order of the Book.
    actions: Vec<TimelineRow>,
    action_places: HashMap<(&'book PlanId, &'book ActionId), usize>,
    below_outcome: HashMap<&'book OutcomeId, Below<'book>>,
    roots: HashMap<&'book PlanId, Vec<&'book Outcome>>,
    of_plan: HashMap<&'book PlanId, Vec<ThreadPoint>>,
}

/// The measures that pages of their own plan show as they were reported for the period.
fn as_reported(book: &Book, at: ThreadAt) -> BTreeSet<MeasureKey> {
    let basis = |plan: &PlanId| StatusBasis::default_for(book, Some(plan), at.period);
    let plans = book.plans.iter().map(|plan| &plan.id);
    let imported: BTreeSet<&PlanId> = plans
        .filter(|plan| basis(plan) == StatusBasis::AsReported)
        .collect();
    let of = PlansOfMeasures::new(book);
    let measures = book.measures.iter();
    measures
        .filter(|measure| of.of(measure).is_some_and(|plan| imported.contains(plan)))
        .map(|measure| measure.code.key())
        .collect()
}

/// What hangs from an outcome.
#[derive(Default)]
struct Below<'book> {
    outcomes: Vec<&'book Outcome>,
    rest: Vec<ThreadPoint>,
}

impl<'book> Builder<'book> {
    pub(super) fn of(overview: &'book Overview, at: ThreadAt) -> Self {
        let book = overview.book();
        let sheet = overview.sheet(None, at.period);
        let rows = sheet.rows.iter().enumerate();
        let actions = book.actions.iter().enumerate();
        let mut builder = Self {
            book,
            rows: rows
                .map(|(place, row)| (row.measure.clone(), place))
                .collect(),
            as_reported: as_reported(book, at),
            sheet,
            action_places: actions
                .map(|(place, it)| ((&it.plan, &it.id), place))
                .collect(),
            actions: overview.timeline(&ActionFilter::default(), at.today),
            below_outcome: HashMap::new(),
            roots: HashMap::new(),
            of_plan: HashMap::new(),
        };
        builder.hang_outcomes();
        builder.hang_the_rest();
        builder
    }

    fn hang_outcomes(&mut self) {
        let known: BTreeSet<&OutcomeId> = self.book.outcomes.iter().map(|it| &it.id).collect();
        let mut outcomes: Vec<&Outcome> = self.book.outcomes.iter().collect();
        outcomes.sort_by_key(|outcome| outcome.position.unwrap_or(u32::MAX));
        for outcome in outcomes {
            let parent = outcome.parent.as_ref();
            let parent =
                parent.filter(|parent| known.contains(parent) && !self.is_in_ring(outcome));
            match parent {
                Some(parent) => {
                    let below = self.below_outcome.entry(parent).or_default();
                    below.outcomes.push(outcome);
                }
                None => self.roots.entry(&outcome.plan).or_default().push(outcome),
            }
        }
    }

    /// Whether an outcome lies above itself. Such outcomes hang from their plan, so that nothing is lost.
    fn is_in_ring(&self, outcome: &Outcome) -> bool {
        let line = self.book.line_of_sight(&outcome.id);
        let top = line.last().and_then(|top| top.parent.as_ref());
        top == Some(&outcome.id)
    }

    /// The plan of the table in which an activity stands.
    fn plan_of(&self, activity: &Activity) -> Option<&'book PlanId> {
        let mut tables = self.book.budget_tables.iter();
        let table = tables.find(|table| table.id == activity.table);
        table.map(|table| &table.plan)
    }

    fn hang_the_rest(&mut self) {
        let book = self.book;
        let known: BTreeSet<&OutcomeId> = book.outcomes.iter().map(|it| &it.id).collect();
        let plans = PlansOfMeasures::new(book);
        let activities = book.activities.iter().enumerate();
        let activities: Vec<_> = activities
            .map(|(place, it)| {
                let point = ThreadPoint::Activity(place);
                (it.outcome.as_ref(), self.plan_of(it), point)
            })
            .collect();
        let measures = book.measures.iter().map(|it| {
            let point = ThreadPoint::Measure(it.code.key());
            (it.outcome.as_ref(), plans.of(it), point)
        });
        let actions = book.actions.iter().map(|it| {
            let point = ThreadPoint::Action(it.plan.clone(), it.id.clone());
            (it.outcome.as_ref(), Some(&it.plan), point)
        });
        for (outcome, plan, point) in activities.into_iter().chain(measures).chain(actions) {
            match (outcome.filter(|outcome| known.contains(outcome)), plan) {
                (Some(outcome), _) => {
                    let below = self.below_outcome.entry(outcome).or_default();
                    below.rest.push(point);
                }
                (None, Some(plan)) => self.of_plan.entry(plan).or_default().push(point),
                (None, None) => {}
            }
        }
    }

    pub(super) fn thread(&self, plan: Option<&PlanId>) -> Thread {
        let is_top = |other: &&Plan| match plan {
            Some(plan) => other.id == *plan,
            None => other
                .parent
                .as_ref()
                .is_none_or(|above| self.book.plan(above).is_none()),
        };
        let tops = self.book.plans.iter().filter(is_top);
        let mut seen = BTreeSet::new();
        let plans = tops.filter_map(|top| self.node(&ThreadPoint::Plan(top.id.clone()), &mut seen));
        Thread {
            plans: plans.collect(),
            without_sight: self.without_sight(plan),
        }
    }

    /// What hangs from a plan, if from any, but from no outcome.
    fn without_sight(&self, plan: Option<&PlanId>) -> Vec<ThreadNode> {
        let plans = plan.map(|plan| self.book.plan_and_those_below(plan));
        let wanted = |of: &PlanId| {
            let plans = plans.as_ref();
            plans.is_none_or(|plans| plans.iter().any(|plan| plan.id == *of))
        };
        let mut points: Vec<&ThreadPoint> = Vec::new();
        for known in self.book.plans.iter().filter(|plan| wanted(&plan.id)) {
            points.extend(self.of_plan.get(&known.id).into_iter().flatten());
        }
        let known: BTreeSet<&OutcomeId> = self.book.outcomes.iter().map(|it| &it.id).collect();
        let homeless = self.book.measures.iter().filter(|measure| {
            let outcome = measure.outcome.as_ref();
            plan.is_none()
                && measure.plan.is_none()
                && !outcome.is_some_and(|it| known.contains(it))
        });
        let homeless: Vec<ThreadPoint> = homeless
            .map(|it| ThreadPoint::Measure(it.code.key()))
            .collect();
        let all = points.into_iter().chain(&homeless);
        all.filter_map(|point| self.node(point, &mut BTreeSet::new()))
            .collect()
    }

    /// A point with everything below it. `seen` has the points above it: a tree that is not sound
    /// ends where it comes back to one of them.
    pub(super) fn node(
        &self,
        point: &ThreadPoint,
        seen: &mut BTreeSet<ThreadPoint>,
    ) -> Option<ThreadNode> {
        let mut node = self.bare(point)?;
        if !seen.insert(point.clone()) {
            return None;
        }
        let below = self.below(point);
        node.children = below
            .iter()
            .filter_map(|point| self.node(point, seen))
            .collect();
        seen.remove(point);
        self.count(&mut node);
        Some(node)
    }

    fn below(&self, point: &ThreadPoint) -> Vec<ThreadPoint> {
        let outcome = |it: &&Outcome| ThreadPoint::Outcome(it.id.clone());
        match point {
            ThreadPoint::Plan(id) => {
                let plans = self.book.plans.iter();
                let plans = plans.filter(|plan| plan.parent.as_ref() == Some(id));
                let plans = plans.map(|plan| ThreadPoint::Plan(plan.id.clone()));
                let roots = self.roots.get(id).into_iter().flatten().map(outcome);
                roots.chain(plans).collect()
            }
            ThreadPoint::Outcome(id) => self.below_outcome.get(id).map_or_else(Vec::new, |below| {
                let outcomes = below.outcomes.iter().map(outcome);
                outcomes.chain(below.rest.iter().cloned()).collect()
            }),
            ThreadPoint::Activity(place) => {
                let activity = self.book.activities.get(*place);
                let measures = activity.map_or(&[][..], |activity| &activity.measures);
                measures.iter().cloned().map(ThreadPoint::Measure).collect()
            }
            ThreadPoint::Unit(id) => self.below_unit(id),
            ThreadPoint::Measure(_) | ThreadPoint::Action(..) => Vec::new(),
        }
    }

    fn below_unit(&self, id: &clew_plan::UnitId) -> Vec<ThreadPoint> {
        let units = self
            .book
            .units
            .iter()
            .filter(|unit| unit.parent.as_ref() == Some(id));
        let units = units.map(|unit| ThreadPoint::Unit(unit.id.clone()));
        let measures = self
            .book
            .measures
            .iter()
            .filter(|it| it.unit.as_ref() == Some(id));
        let measures = measures.map(|it| ThreadPoint::Measure(it.code.key()));
        let actions = self
            .book
            .actions
            .iter()
            .filter(|it| it.unit.as_ref() == Some(id));
        let actions = actions.map(|it| ThreadPoint::Action(it.plan.clone(), it.id.clone()));
        units.chain(measures).chain(actions).collect()
    }

    /// A point without what is below it.
    fn bare(&self, point: &ThreadPoint) -> Option<ThreadNode> {
        let mut node = ThreadNode {
            point: point.clone(),
            code: String::new(),
            title: String::new(),
            level: None,
            owner: None,
            unit: None,
            status: None,
            measures: Counts::default(),
            actions: Counts::default(),
            how_many_actions: 0,
            worst: None,
            children: Vec::new(),
        };
        match point {
            ThreadPoint::Plan(id) => {
                let plan = self.book.plan(id)?;
                (node.code, node.title) = (id.to_string(), plan.title.clone());
                node.unit.clone_from(&plan.unit);
            }
            ThreadPoint::Outcome(id) => {
                let outcome = self.book.outcome(id)?;
                (node.code, node.title) = (id.to_string(), outcome.title.clone());
                node.level = Some(outcome.level);
                node.owner.clone_from(&outcome.owner);
            }
            ThreadPoint::Activity(place) => {
                node.title
                    .clone_from(&self.book.activities.get(*place)?.title);
            }
            ThreadPoint::Measure(key) => {
                let row = self
                    .rows
                    .get(key)
                    .and_then(|place| self.sheet.rows.get(*place))?;
                (node.code, node.title) = (row.code.clone(), row.title.clone());
                (node.owner, node.unit) = (row.owner.clone(), row.unit.clone());
                let reported = row.reported.filter(|_| self.as_reported.contains(key));
                node.status = Some(reported.unwrap_or(row.status));
            }
            ThreadPoint::Action(plan, id) => {
                let row = self.action(plan, id)?;
                (node.code, node.title) = (id.to_string(), row.title.clone());
                (node.owner, node.unit) = (row.owner.clone(), row.unit.clone());
                node.status = row.colour;
            }
            ThreadPoint::Unit(id) => {
                let unit = self.book.units.iter().find(|unit| unit.id == *id)?;
                (node.code, node.title) = (id.to_string(), unit.name.clone());
                node.owner.clone_from(&unit.manager);
            }
        }
        Some(node)
    }

    fn action(&self, plan: &PlanId, id: &ActionId) -> Option<&TimelineRow> {
        let place = self.action_places.get(&(plan, id))?;
        self.actions.get(*place)
    }

    /// Counts what is below a node, each measure and action once however many ways lead to it.
    fn count(&self, node: &mut ThreadNode) {
        let mut found = BTreeSet::new();
        gather(node, &mut found);
        for (point, status) in found {
            match point {
                ThreadPoint::Measure(_) => {
                    if let Some(status) = status {
                        node.measures.add(status, 1);
                    }
                }
                _ => {
                    node.how_many_actions += 1;
                    if let Some(status) = status {
                        node.actions.add(status, 1);
                    }
                }
            }
        }
        let worst_first = [Status::Red, Status::Amber, Status::Green, Status::Blue];
        node.worst = worst_first
            .into_iter()
            .find(|status| node.measures.of(*status) + node.actions.of(*status) > 0);
    }

    pub(super) fn ways_up(&self, point: &ThreadPoint) -> Vec<Vec<ThreadNode>> {
        let mut ways = Vec::new();
        self.climb(point, &mut Vec::new(), &mut ways);
        let nodes = |way: Vec<ThreadPoint>| -> Vec<ThreadNode> {
            way.iter().filter_map(|point| self.bare(point)).collect()
        };
        let ways = ways.into_iter().map(nodes);
        ways.filter(|way| !way.is_empty()).collect()
    }

    fn climb(
        &self,
        point: &ThreadPoint,
        below: &mut Vec<ThreadPoint>,
        ways: &mut Vec<Vec<ThreadPoint>>,
    ) {
        if below.contains(point) {
            return;
        }
        below.push(point.clone());
        let above = self.above(point);
        if above.is_empty() {
            ways.push(below.iter().rev().cloned().collect());
        }
        for point in above {
            self.climb(&point, below, ways);
        }
        below.pop();
    }

    /// The points from which one hangs.
    fn above(&self, point: &ThreadPoint) -> Vec<ThreadPoint> {
        let book = self.book;
        match point {
            ThreadPoint::Plan(id) => {
                let parent = book.plan(id).and_then(|plan| plan.parent.clone());
                let parent = parent.filter(|parent| book.plan(parent).is_some());
                parent.into_iter().map(ThreadPoint::Plan).collect()
            }
            ThreadPoint::Outcome(id) => {
                let found = book.outcome(id);
                let above =
                    found.and_then(|it| self.outcome_or_plan(it.parent.as_ref(), Some(&it.plan)));
                above.into_iter().collect()
            }
            ThreadPoint::Activity(place) => {
                let found = book.activities.get(*place);
                found
                    .and_then(|it| self.outcome_or_plan(it.outcome.as_ref(), self.plan_of(it)))
                    .into_iter()
                    .collect()
            }
            ThreadPoint::Measure(key) => self.above_measure(key),
            ThreadPoint::Action(plan, id) => {
                let mut actions = book.actions.iter();
                let found = actions.find(|it: &&Action| it.plan == *plan && it.id == *id);
                let above =
                    found.and_then(|it| self.outcome_or_plan(it.outcome.as_ref(), Some(&it.plan)));
                above.into_iter().collect()
            }
            ThreadPoint::Unit(id) => {
                let found = book.units.iter().find(|unit| unit.id == *id);
                let parent = found.and_then(|unit| unit.parent.clone());
                parent.into_iter().map(ThreadPoint::Unit).collect()
            }
        }
    }

    /// The outcome, where it is there, or else the plan.
    fn outcome_or_plan(
        &self,
        outcome: Option<&OutcomeId>,
        plan: Option<&PlanId>,
    ) -> Option<ThreadPoint> {
        let outcome = outcome.filter(|id| self.book.outcome(id).is_some());
        let outcome = outcome.cloned().map(ThreadPoint::Outcome);
        outcome.or_else(|| plan.cloned().map(ThreadPoint::Plan))
    }

    fn above_measure(&self, key: &MeasureKey) -> Vec<ThreadPoint> {
        let names = |it: &Activity| it.measures.contains(key);
        let activities = self.book.activities.iter().enumerate();
        let activities = activities.filter(|(_, it)| names(it));
        let activities = activities.map(|(place, _)| ThreadPoint::Activity(place));
        let actions = self
            .book
            .actions
            .iter()
            .filter(|it| it.measures.contains(key));
        let actions = actions.map(|it| ThreadPoint::Action(it.plan.clone(), it.id.clone()));
        let measure: Option<&Measure> = self.book.measure(key);
        let own =
            measure.and_then(|it| self.outcome_or_plan(it.outcome.as_ref(), it.plan.as_ref()));
        own.into_iter().chain(activities).chain(actions).collect()
    }
}

/// The measures and actions at and below a node, with their statuses.
fn gather(node: &ThreadNode, found: &mut BTreeSet<(ThreadPoint, Option<Status>)>) {
    if matches!(
        node.point,
        ThreadPoint::Measure(_) | ThreadPoint::Action(..)
    ) {
        found.insert((node.point.clone(), node.status));
    }
    for child in &node.children {
        gather(child, found);
    }
}
