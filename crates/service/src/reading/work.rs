//! My work: what is due from one account.

use clew_calendar::{Day, Period};
use clew_journal::ReturnStage;
use clew_plan::{
    Account, AccountId, Action, ActionId, ActionStatus, Book, Cycle, Milestone, PlanId, RiskId,
    UnitId,
};

use super::overview::Overview;
use super::owners::Owners;
use super::returns::ReturnOwed;
use crate::authorise::authorise;
use crate::{Act, Memory};

/// Days ahead within which an action or milestone counts as due soon.
pub const SOON: i32 = 30;

/// An action or milestone of mine that is late or due soon.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DueWork {
    /// The action.
    pub action: ActionId,
    /// Its plan.
    pub plan: PlanId,
    /// The action's title, or the milestone's.
    pub title: String,
    /// The milestone's place among the Book's milestones; none for the action itself.
    pub milestone: Option<usize>,
    /// By when.
    pub due: Period,
    /// Days past that; negative while it is still to come.
    pub late_by: i32,
}

/// A risk of mine that is to be reviewed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DueReview {
    /// The risk.
    pub risk: RiskId,
    /// Its plan.
    pub plan: Option<PlanId>,
    /// Its title.
    pub title: String,
    /// When it is due.
    pub due: Day,
    /// Days past that; negative while it is still to come.
    pub late_by: i32,
}

/// What is due from an account, most pressing first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Work {
    /// Returns to begin.
    pub owed: Vec<ReturnOwed>,
    /// Returns that are begun and not handed in.
    pub drafts: Vec<ReturnOwed>,
    /// Returns that were sent back, each with the reason.
    pub sent_back: Vec<ReturnOwed>,
    /// Returns handed in, which the account may check.
    pub to_check: Vec<ReturnOwed>,
    /// Returns handed in or checked, which the account may sign off.
    pub to_sign_off: Vec<ReturnOwed>,
    /// Its actions that are late or due within [`SOON`] days.
    pub actions: Vec<DueWork>,
    /// Its milestones that are late or due within [`SOON`] days.
    pub milestones: Vec<DueWork>,
    /// Its risks whose review is late or due within [`SOON`] days.
    pub reviews: Vec<DueReview>,
}

impl Work {
    /// How many things there are to do; what may be both checked and signed off counts once.
    #[must_use]
    pub fn count(&self) -> usize {
        let returns = self.owed.len() + self.drafts.len() + self.sent_back.len();
        returns
            + self.to_sign_off.len().max(self.to_check.len())
            + self.actions.len()
            + self.milestones.len()
            + self.reviews.len()
    }
}

impl Overview {
    /// What is due from an account on a day: nothing for one that is closed or not there.
    ///
    /// Returns are those of cycles that are open: not locked, not published, and begun. A measure
    /// whose owner is the name of an open account is that account's; any other belongs to whoever
    /// holds the role of an owner nearest to its part of the organisation.
    #[must_use]
    pub fn work_of(&self, account: &AccountId, today: Day) -> Work {
        self.work_within(account, today, SOON)
    }

    /// As [`Overview::work_of`], with actions, milestones and reviews that are due within so many days.
    #[must_use]
    pub fn work_within(&self, account: &AccountId, today: Day, ahead: i32) -> Work {
        let memory = self.memory();
        let open = memory.state().account(account);
        let Some(known) = open.filter(|known| !known.closed) else {
            return Work::default();
        };
        let mut work = Work::default();
        let owners = Owners::of(memory, self.units());
        for cycle in self.open_cycles(today) {
            for owed in &self.round(&cycle.plan, &cycle.id).returns {
                self.sort(&mut work, owed, account, known, &owners);
            }
        }
        for returns in [&mut work.owed, &mut work.drafts, &mut work.sent_back] {
            returns.sort_by_key(|owed| owed.due.unwrap_or(Day::END));
        }
        let mine = |owner: Option<&str>, unit: Option<&UnitId>| {
            owners.of_thing(owner, unit).contains(&account)
        };
        let within = (today, ahead);
        add_actions(&mut work, memory, within, &mine);
        add_reviews(&mut work, memory, within, &mine);
        work
    }

    /// The cycles for which returns are asked on a day: begun, not locked and not published.
    pub fn open_cycles(&self, today: Day) -> impl Iterator<Item = &Cycle> {
        let memory = self.memory();
        let cycles = memory.book().cycles.iter();
        cycles.filter(move |cycle| {
            let stage = memory
                .state()
                .cycle_stage(&crate::actions::cycle_subject(cycle));
            stage == clew_journal::CycleStage::Open
                && !cycle.imported
                && cycle.published.is_none()
                && cycle.opens.is_none_or(|opens| opens <= today)
        })
    }

    /// Puts a return where it belongs in an account's work.
    fn sort(
        &self,
        work: &mut Work,
        owed: &ReturnOwed,
        account: &AccountId,
        known: &Account,
        owners: &Owners<'_>,
    ) {
        let may = |act: Act| {
            // Most accounts hold no role that may, and then nothing need be looked up.
            let roles = known.grants.iter();
            let any = roles
                .map(|grant| grant.role)
                .any(|role| act.roles().contains(&role));
            let state = self.memory().state();
            any && authorise(state, account, act, owed.unit.as_ref()).is_ok()
        };
        match owed.stage {
            ReturnStage::Due | ReturnStage::Draft | ReturnStage::SentBack => {
                if owed.is_owed() && owners.of_return(owed).contains(account) {
                    let list = match owed.stage {
                        ReturnStage::SentBack => &mut work.sent_back,
                        ReturnStage::Draft => &mut work.drafts,
                        _ => &mut work.owed,
                    };
                    list.push(owed.clone());
                }
            }
            ReturnStage::Returned | ReturnStage::Checked => {
                if owed.stage == ReturnStage::Returned && may(Act::Check) {
                    work.to_check.push(owed.clone());
                }
                if may(Act::SignOff) {
                    work.to_sign_off.push(owed.clone());
                }
            }
            ReturnStage::SignedOff => {}
        }
    }
}

/// Days past a day, when it lies no more than so many days ahead.
fn pressing(due: Day, (today, ahead): (Day, i32)) -> Option<i32> {
    let late_by = due.days_until(today);
    (late_by >= -ahead).then_some(late_by)
}

/// Whether work on an action is still expected.
pub(crate) fn is_under_way(action: &Action) -> bool {
    !matches!(
        action.status,
        Some(ActionStatus::Complete | ActionStatus::Cancelled)
    )
}

fn add_actions(
    work: &mut Work,
    memory: &Memory,
    within: (Day, i32),
    mine: &dyn Fn(Option<&str>, Option<&UnitId>) -> bool,
) {
    let book = memory.book();
    for action in book.actions.iter().filter(|action| is_under_way(action)) {
        let found = action
            .end
            .and_then(|end| Some((end, pressing(end.last(), within)?)));
        let Some((due, late_by)) = found else {
            continue;
        };
        if mine(action.owner.as_deref(), memory.unit_of_action(action)) {
            work.actions.push(DueWork {
                action: action.id.clone(),
                plan: action.plan.clone(),
                title: action
                    .title
                    .clone()
                    .unwrap_or_else(|| format!("Action {}", action.id)),
                milestone: None,
                due,
                late_by,
            });
        }
    }
    for (place, milestone) in book.milestones.iter().enumerate() {
        if let Some((due, late_by)) = open_milestone(milestone, within) {
            let action = action_of(book, milestone).filter(|action| is_under_way(action));
            let owner = owner_of(milestone, action);
            if action.is_some() && mine(owner, memory.unit_of_milestone(milestone)) {
                work.milestones.push(DueWork {
                    action: milestone.action.clone(),
                    plan: milestone.plan.clone(),
                    title: milestone.title.clone(),
                    milestone: Some(place),
                    due,
                    late_by,
                });
            }
        }
    }
    work.actions.sort_by_key(|due| -due.late_by);
    work.milestones.sort_by_key(|due| -due.late_by);
}

fn open_milestone(milestone: &Milestone, within: (Day, i32)) -> Option<(Period, i32)> {
    let due = milestone.due.filter(|_| milestone.done.is_none())?;
    Some((due, pressing(due.last(), within)?))
}

fn action_of<'book>(book: &'book Book, milestone: &Milestone) -> Option<&'book Action> {
    let mut actions = book.actions.iter();
    actions.find(|action| action.plan == milestone.plan && action.id == milestone.action)
}

/// The owner of a milestone: its own, or else that of its action.
fn owner_of<'book>(
    milestone: &'book Milestone,
    action: Option<&'book Action>,
) -> Option<&'book str> {
    let owner = milestone.owner.as_deref();
    owner.or_else(|| action.and_then(|action| action.owner.as_deref()))
}

fn add_reviews(
    work: &mut Work,
    memory: &Memory,
    within: (Day, i32),
    mine: &dyn Fn(Option<&str>, Option<&UnitId>) -> bool,
) {
    for risk in &memory.book().risks {
        let found = risk
            .review_due
            .and_then(|due| Some((due, pressing(due, within)?)));
        let Some((due, late_by)) = found else {
            continue;
        };
        if mine(risk.owner.as_deref(), memory.unit_of_risk(risk)) {
            work.reviews.push(DueReview {
                risk: risk.code.clone(),
                plan: risk.plan.clone(),
                title: risk.title.clone(),
                due,
                late_by,
            });
        }
    }
    work.reviews.sort_by_key(|due| -due.late_by);
}
