//! The timeline of actions: when each starts and ends, how it stands, and by how much it is late.

use std::collections::HashMap;

use clew_calendar::{Day, Period};
use clew_plan::{
    Action, ActionId, ActionStatus, Book, Milestone, OutcomeId, PlanId, Status, UnitId,
    WorkstreamId,
};
use clew_report::action_colour;
use rust_decimal::Decimal;

use super::overview::Overview;
use super::work::is_under_way;

/// Which actions to show. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ActionFilter {
    /// Actions of this plan.
    pub plan: Option<PlanId>,
    /// Actions of this part of the organisation and of those below it.
    pub unit: Option<UnitId>,
    /// Actions of this owner, whatever the case of the letters.
    pub owner: Option<String>,
    /// Actions with this status.
    pub status: Option<ActionStatus>,
    /// Actions of this outcome.
    pub outcome: Option<OutcomeId>,
    /// Actions under this heading of their document, whatever the case of the letters.
    pub theme: Option<String>,
    /// Actions that this workstream carries.
    pub workstream: Option<WorkstreamId>,
    /// Words that all stand in its number, title, description, owner or evidence, whatever their case.
    pub text: Option<String>,
    /// Only those that are late.
    pub late: bool,
}

/// A filter with its words in lower case.
struct Sought<'filter> {
    filter: &'filter ActionFilter,
    owner: Option<String>,
    theme: Option<String>,
    words: Vec<String>,
}

impl<'filter> Sought<'filter> {
    fn of(filter: &'filter ActionFilter) -> Self {
        let lower = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
        let text = lower(&filter.text).unwrap_or_default();
        Self {
            filter,
            owner: lower(&filter.owner),
            theme: lower(&filter.theme),
            words: text.split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// Whether every word stands somewhere in the action.
    fn is_said_by(&self, action: &Action) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let texts = [
            Some(action.id.as_str()),
            action.title.as_deref(),
            action.description.as_deref(),
            action.planned_outcome.as_deref(),
            action.owner.as_deref(),
            action.theme.as_deref(),
            action.evidence.as_deref(),
        ];
        let said: Vec<&str> = texts.into_iter().flatten().collect();
        let said = said.join(" ").to_lowercase();
        self.words.iter().all(|word| said.contains(word))
    }
}

fn is_same(sought: Option<&String>, text: Option<&str>) -> bool {
    sought.is_none_or(|sought| text.is_some_and(|text| text.to_lowercase() == *sought))
}

/// A milestone on a timeline.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MilestoneRow {
    /// What will have been done.
    pub title: String,
    /// By when.
    pub due: Option<Period>,
    /// When it was done.
    pub done: Option<Day>,
    /// Days past its date while it is not done; 0 when it is not late.
    pub late_by: i32,
}

/// An action on a timeline.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TimelineRow {
    /// The action.
    pub action: ActionId,
    /// Its plan.
    pub plan: PlanId,
    /// Its title.
    pub title: String,
    /// Post that leads it.
    pub owner: Option<String>,
    /// The part of the organisation it belongs to.
    pub unit: Option<UnitId>,
    /// The heading it stands under in its document.
    pub theme: Option<String>,
    /// When it starts.
    pub start: Option<Period>,
    /// When it should be done.
    pub end: Option<Period>,
    /// When it should have been done at first, if the date was moved.
    pub original_end: Option<Period>,
    /// How its owner says it stands.
    pub status: Option<ActionStatus>,
    /// Its colour: the published one; else Blue when it is complete, Red when its end has passed,
    /// Amber when a milestone has. None where nobody gave it one.
    pub colour: Option<Status>,
    /// How much is done, 0 to 100.
    pub percent: Option<Decimal>,
    /// Its milestones, in order of their dates.
    pub milestones: Vec<MilestoneRow>,
    /// Days past its end while it is not done; 0 when it is not late.
    pub late_by: i32,
    /// Days by which its end was moved from the first one; negative when it was brought forward.
    pub moved_by: i32,
}

impl TimelineRow {
    fn of(action: &Action, milestones: &[&Milestone], today: Day) -> Self {
        let under_way = is_under_way(action);
        let late = |due: Option<Period>| match due.filter(|_| under_way) {
            Some(due) => due.last().days_until(today).max(0),
            None => 0,
        };
        let mut rows: Vec<MilestoneRow> = milestones
            .iter()
            .map(|milestone| MilestoneRow {
                title: milestone.title.clone(),
                due: milestone.due,
                done: milestone.done,
                late_by: late(milestone.due.filter(|_| milestone.done.is_none())),
            })
            .collect();
        rows.sort_by_key(|row| row.due.map_or(Day::END, Period::last));
        let late_by = late(action.end);
        let moved = action.original_end.zip(action.end);
        Self {
            action: action.id.clone(),
            plan: action.plan.clone(),
            title: title(action),
            owner: action.owner.clone(),
            unit: action.unit.clone(),
            theme: action.theme.clone(),
            start: action.start,
            end: action.end,
            original_end: action.original_end,
            status: action.status,
            colour: action_colour(action, today, rows.iter().any(|row| row.late_by > 0)),
            percent: action.percent,
            milestones: rows,
            late_by,
            moved_by: moved.map_or(0, |(first, now)| first.last().days_until(now.last())),
        }
    }
}

/// The title of an action; its number where the document lost it.
pub(crate) fn title(action: &Action) -> String {
    let named = || format!("Action {}", action.id);
    action.title.clone().unwrap_or_else(named)
}

/// The milestones of each action, in the order of the Book.
fn milestones(book: &Book) -> HashMap<(&PlanId, &ActionId), Vec<&Milestone>> {
    let mut of: HashMap<_, Vec<_>> = HashMap::new();
    for milestone in &book.milestones {
        let action = (&milestone.plan, &milestone.action);
        of.entry(action).or_default().push(milestone);
    }
    of
}

impl Overview {
    /// The actions that a filter lets through, in the order of the Book, as they stand on a day.
    #[must_use]
    pub fn timeline(&self, filter: &ActionFilter, today: Day) -> Vec<TimelineRow> {
        let milestones = milestones(self.book());
        let sought = Sought::of(filter);
        let let_through = |action: &&Action| self.lets_through(&sought, action);
        let actions = self.book().actions.iter();
        let rows = actions.filter(let_through).map(|action| {
            let of_action = milestones.get(&(&action.plan, &action.id));
            TimelineRow::of(action, of_action.map_or(&[][..], Vec::as_slice), today)
        });
        rows.filter(|row| !filter.late || row.late_by > 0).collect()
    }

    fn lets_through(&self, sought: &Sought<'_>, action: &Action) -> bool {
        let filter = sought.filter;
        let within = |wanted: &UnitId| {
            let unit = action.unit.as_ref();
            unit.is_some_and(|unit| self.units().is_within(unit, wanted))
        };
        filter.plan.as_ref().is_none_or(|plan| action.plan == *plan)
            && filter.unit.as_ref().is_none_or(within)
            && filter
                .status
                .is_none_or(|status| action.status == Some(status))
            && (filter.outcome.is_none() || filter.outcome == action.outcome)
            && (filter.workstream.is_none() || filter.workstream == action.workstream)
            && is_same(sought.owner.as_ref(), action.owner.as_deref())
            && is_same(sought.theme.as_ref(), action.theme.as_deref())
            && sought.is_said_by(action)
    }
}
