//! Reminders: who is written to about a cycle, what they read, and into the outbox with it, once a day.

mod letters;
mod unreached;

use std::collections::{BTreeMap, BTreeSet};

use clew_calendar::Day;
use clew_journal::Subject;
use clew_plan::{AccountId, Cycle, PlanId, Role, UnitId};

pub use unreached::Unreached;

use super::cycles::cycle_called;
use super::figures::cycle_subject;
use crate::{Act, Caller, Mail, Overview, ReturnOwed, Service, ServiceError, authorise, who_can};

/// A reminder to one account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reminder {
    /// The account.
    pub to: AccountId,
    /// Its name.
    pub name: String,
    /// Where it goes; none when the account has no address.
    pub address: Option<String>,
    /// Its subject, in one line.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Whether it tells a manager of owners who have never answered.
    pub escalates: bool,
}

/// The addresses of the pages to which reminders lead.
pub trait ReminderPages {
    /// What is due from the reader.
    fn my_work(&self) -> String;
    /// The board of a cycle.
    fn board(&self, plan: &PlanId, cycle: &str) -> String;
    /// Where a return is given.
    fn return_of(&self, owed: &ReturnOwed) -> String;
}

/// Reminders about a cycle, by whom, on what is known, and where they lead.
#[derive(Clone, Copy)]
pub struct Reminding<'a> {
    /// What is known.
    pub overview: &'a Overview,
    /// The cycle's plan.
    pub plan: &'a PlanId,
    /// The cycle's id.
    pub cycle: &'a str,
    /// Where the letters lead.
    pub pages: &'a dyn ReminderPages,
}

impl std::fmt::Debug for Reminding<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "reminders of {} {}", self.plan, self.cycle)
    }
}

impl Service {
    /// What would be written about a cycle: to each account that owes a return, and to each manager
    /// whose owners have never answered and are late. With the addresses of just these accounts.
    ///
    /// # Errors
    /// When there is no such cycle, or the caller may not run it.
    pub fn reminders(
        &self,
        caller: &Caller,
        about: &Reminding<'_>,
    ) -> Result<Vec<Reminder>, ServiceError> {
        let cycle = self.may_remind(caller, about)?;
        let emails = self.every_email()?;
        let today = caller.today();
        let state = about.overview.memory().state();
        let owing = owing(about.overview, cycle, today).into_iter();
        let owing = owing.map(|(to, owed)| (to, owed, false));
        let silent = silent(about.overview, cycle, today).into_iter();
        let silent = silent.map(|(to, owed)| (to, owed, true));
        let letter = |(to, owed, escalates): (AccountId, Vec<ReturnOwed>, bool)| {
            let name = state.account(&to)?.name.clone();
            let (subject, body) = letters::written(about, cycle, &name, (&owed, escalates));
            Some(Reminder {
                address: emails.get(&to).cloned(),
                to,
                name,
                subject,
                body,
                escalates,
            })
        };
        Ok(owing.chain(silent).filter_map(letter).collect())
    }

    /// Puts reminders about a cycle into the outbox, for those who are chosen and have an address: how
    /// many. Nobody is sent the same sort of reminder about one cycle twice a day, however often and
    /// from however many places this is asked for.
    ///
    /// # Errors
    /// When there is no such cycle, the caller may not run it, or there is nothing to write to
    /// those who are chosen.
    pub fn remind(
        &self,
        caller: &Caller,
        about: &Reminding<'_>,
        chosen: &BTreeSet<AccountId>,
    ) -> Result<usize, ServiceError> {
        let cycle = self.may_remind(caller, about)?;
        let letters = self.reminders(caller, about)?.into_iter();
        let letters = letters.filter(|letter| chosen.contains(&letter.to));
        let letters: Vec<(String, Mail)> = letters
            .filter_map(|letter| Some((id(cycle, caller.today(), &letter), mail(letter)?)))
            .collect();
        if letters.is_empty() {
            let why = "Choose whom to write to";
            return Err(ServiceError::invalid("the reminders", "to", why));
        }
        let mut queued = 0;
        for (id, mail) in letters {
            queued += usize::from(self.queue_once(id, &mail, caller.at)?);
        }
        Ok(queued)
    }

    fn may_remind<'a>(
        &self,
        caller: &Caller,
        about: &Reminding<'a>,
    ) -> Result<&'a Cycle, ServiceError> {
        let memory = about.overview.memory();
        let cycle = cycle_called(memory, about.plan, about.cycle)?;
        // Roles as they are now, whatever the overview was made from.
        may_run(&self.memory(), &caller.actor, about.plan)?;
        Ok(cycle)
    }

    /// Whether a mail of the outbox is a reminder about a cycle that the account may run.
    pub(crate) fn may_see_reminder(&self, actor: &AccountId, id: &str) -> bool {
        let plan = plan_of(id);
        plan.is_some_and(|plan| may_run(&self.memory(), actor, &plan).is_ok())
    }
}

fn may_run(memory: &crate::Memory, actor: &AccountId, plan: &PlanId) -> Result<(), ServiceError> {
    let plan = memory.book().plan(plan);
    let unit = plan.and_then(|plan| plan.unit.as_ref());
    authorise(memory.state(), actor, Act::RunCycle, unit)
}

/// How the ids of reminders begin.
const REMINDER: &str = "reminder";

/// The id of a reminder: of which cycle, on which day, of which sort, and to whom. A subject has no
/// space in it.
fn id(cycle: &Cycle, today: Day, letter: &Reminder) -> String {
    let sort = if letter.escalates { "silent" } else { "owed" };
    let (cycle, to) = (cycle_subject(cycle), &letter.to);
    format!("{REMINDER} {cycle} {today} {sort} {to}")
}

/// The plan of the cycle that a reminder is about; none of another mail.
fn plan_of(id: &str) -> Option<PlanId> {
    let mut parts = id.split(' ');
    if parts.next()? != REMINDER {
        return None;
    }
    let cycle: Subject = parts.next()?.parse().ok()?;
    cycle.parts().get(1).map(|plan| PlanId::from(plan.as_str()))
}

fn mail(letter: Reminder) -> Option<Mail> {
    Some(Mail {
        to: Some(letter.to),
        address: letter.address?,
        subject: letter.subject,
        body: letter.body,
        link: None,
    })
}

/// What each account owes.
fn owing(overview: &Overview, cycle: &Cycle, today: Day) -> BTreeMap<AccountId, Vec<ReturnOwed>> {
    let board = overview.board(&cycle.plan, &cycle.id, today);
    let accounts: BTreeSet<AccountId> = board
        .owners
        .into_iter()
        .flat_map(|row| row.accounts)
        .collect();
    let of_cycle = |owed: &ReturnOwed| owed.key.plan == cycle.plan && owed.key.cycle == cycle.id;
    let owes = |account: AccountId| {
        let work = overview.work_of(&account, today);
        let all = work
            .sent_back
            .into_iter()
            .chain(work.owed)
            .chain(work.drafts);
        let owed: Vec<ReturnOwed> = all.filter(of_cycle).collect();
        (!owed.is_empty()).then_some((account, owed))
    };
    accounts.into_iter().filter_map(owes).collect()
}

/// The late returns of owners who have never answered, for whoever signs off nearest to their part.
fn silent(overview: &Overview, cycle: &Cycle, today: Day) -> BTreeMap<AccountId, Vec<ReturnOwed>> {
    let board = overview.board(&cycle.plan, &cycle.id, today);
    let never: BTreeSet<(Option<&str>, Option<&UnitId>)> = board
        .owners
        .iter()
        .filter(|row| row.never_answered)
        .map(|row| (row.owner.as_deref(), row.unit.as_ref()))
        .collect();
    let mut managers: BTreeMap<Option<UnitId>, Vec<AccountId>> = BTreeMap::new();
    let mut told: BTreeMap<AccountId, Vec<ReturnOwed>> = BTreeMap::new();
    for owed in overview.returns_in(&cycle.plan, &cycle.id) {
        if owed.overdue_days(today) == 0 || !never.contains(&owed.answerer()) {
            continue;
        }
        let unit = owed.unit.clone();
        let of_part = managers
            .entry(unit.clone())
            .or_insert_with(|| managers_of(overview, unit.as_ref()));
        for manager in of_part.iter() {
            told.entry(manager.clone()).or_default().push(owed.clone());
        }
    }
    told
}

fn managers_of(overview: &Overview, unit: Option<&UnitId>) -> Vec<AccountId> {
    let all = who_can(overview.memory(), unit);
    let signing_off = all.into_iter().filter(|(act, _)| *act == Act::SignOff);
    let who = signing_off.flat_map(|(_, who)| who);
    who.filter(|who| who.role == Role::Approver)
        .map(|who| who.account)
        .collect()
}
