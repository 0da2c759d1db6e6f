//! Health: what a person who looks after a journal should know of it, and what to do.

mod database;
mod unopened;

use clew_journal::{CycleStage, Moment, ReturnStage};
use clew_plan::{Account, Cycle, Grant, Role};
use clew_report::words;

pub use unopened::why_not_opened;

use crate::actions::cycle_subject;
use crate::{Memory, Service, ServiceError, local_time};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HealthLevel {
    /// It is as it should be.
    Ok,
    /// It should be seen to.
    Warning,
    /// It stands in the way, or data are at risk.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct HealthFinding {
    /// How much it matters.
    pub level: HealthLevel,
    /// What was found.
    pub what: String,
    /// What to do; none where nothing need be done.
    pub advice: Option<String>,
}

impl HealthFinding {
    pub(crate) fn ok(what: impl Into<String>) -> Self {
        Self {
            level: HealthLevel::Ok,
            what: what.into(),
            advice: None,
        }
    }

    pub(crate) fn warning(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            level: HealthLevel::Warning,
            what: what.into(),
            advice: Some(advice.into()),
        }
    }

    pub(crate) fn problem(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            level: HealthLevel::Problem,
            ..Self::warning(what, advice)
        }
    }
}

impl Service {
    /// Everything that a person who looks after the journal should know: the database, the last
    /// entry and the clock, checkpoints, room, cycles and accounts. `now` is the clock's time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn health(&self, now: Moment) -> Result<Vec<HealthFinding>, ServiceError> {
        let memory = self.follow()?;
        let mut findings = database::of_store(self.store(), &memory)?;
        findings.extend(last_entry(&memory, now));
        findings.extend(cycles(&memory, now));
        findings.extend(accounts(&memory));
        Ok(findings)
    }
}

/// The last entry, its age, and whether the clock is behind it.
fn last_entry(memory: &Memory, now: Moment) -> Vec<HealthFinding> {
    let head = memory.state().head;
    if head.sequence == 0 {
        return vec![HealthFinding::warning(
            "the journal is empty",
            "say whose it is with `clew init`, or import a workbook",
        )];
    }
    let last = Moment::from_microseconds(head.recorded_at);
    let age = now.microseconds() - head.recorded_at;
    if age < 0 {
        return vec![HealthFinding::warning(
            format!(
                "the clock is {} behind the last entry (entry {}, {last}): from five minutes on nothing is written until it catches up",
                span(-age),
                head.sequence
            ),
            "set the clock of this machine, or find out which machine's clock was ahead",
        )];
    }
    vec![HealthFinding::ok(format!(
        "{} entries; the last was recorded {} ago, on {}",
        words::number(head.sequence.into()),
        span(age),
        words::day(local_time::day_of(last))
    ))]
}

/// A span of time in the largest unit that fits, for example `3 hours`.
fn span(microseconds: i64) -> String {
    let seconds = microseconds / 1_000_000;
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let (number, unit) = units
        .into_iter()
        .find(|(length, _)| seconds >= *length)
        .map_or((seconds, "second"), |(length, unit)| {
            (seconds / length, unit)
        });
    words::count(usize::try_from(number).unwrap_or(usize::MAX), unit)
}

/// Open cycles whose returns are overdue.
fn cycles(memory: &Memory, now: Moment) -> Vec<HealthFinding> {
    let open = |cycle: &&Cycle| {
        let stage = memory.state().cycle_stage(&cycle_subject(cycle));
        stage == CycleStage::Open && !cycle.imported && cycle.published.is_none()
    };
    let open = memory.book().cycles.iter().filter(open);
    open.map(|cycle| cycle_finding(memory, cycle, now))
        .collect()
}

fn cycle_finding(memory: &Memory, cycle: &Cycle, now: Moment) -> HealthFinding {
    let name = format!("the cycle {} of plan {}", cycle.id, cycle.plan);
    let outstanding = memory
        .returns_of(&cycle.plan, &cycle.id)
        .unwrap_or_default();
    let not_in = outstanding.iter().filter(|found| {
        matches!(
            found.stands.stage,
            ReturnStage::Due | ReturnStage::Draft | ReturnStage::SentBack
        )
    });
    let not_in = not_in.count();
    let returns = words::count(outstanding.len(), "return");
    match cycle.due {
        Some(due) if due < local_time::day_of(now) && not_in > 0 => HealthFinding::warning(
            format!(
                "{name} was due on {}: {not_in} of {returns} are overdue",
                words::day(due)
            ),
            "ask their owners, or lock the cycle",
        ),
        Some(due) => HealthFinding::ok(format!(
            "{name} is open, due on {}: {not_in} of {returns} to come",
            words::day(due)
        )),
        None => HealthFinding::ok(format!("{name} is open: {not_in} of {returns} to come")),
    }
}

/// Accounts without a role, and who could manage accounts.
fn accounts(memory: &Memory) -> Vec<HealthFinding> {
    let open: Vec<(&clew_plan::AccountId, &Account)> = memory
        .state()
        .accounts()
        .filter(|(_, account)| !account.closed)
        .collect();
    let manages = |account: &Account| {
        let whole = |grant: &Grant| grant.role == Role::Administrator && grant.unit.is_none();
        account.grants.iter().any(whole)
    };
    let administrators = open.iter().filter(|(_, account)| manages(account)).count();
    let without: Vec<&str> = open
        .iter()
        .filter(|(_, account)| account.grants.is_empty())
        .map(|(id, _)| id.as_str())
        .collect();
    let mut findings = vec![match administrators {
        0 => HealthFinding::problem(
            "no open account is administrator of the whole: nobody can manage accounts",
            "an empty journal gets its administrator from `clew init`",
        ),
        1 => HealthFinding::warning(
            "only one account is administrator: when its holder is away nobody can manage accounts",
            "give a second account the role administrator",
        ),
        more => HealthFinding::ok(format!("{more} accounts are administrators")),
    }];
    if !without.is_empty() {
        findings.push(HealthFinding::warning(
            format!("{} no role: {}", has(without.len()), without.join(", ")),
            "give them a role, or close them",
        ));
    }
    findings
}

fn has(accounts: usize) -> String {
    let verb = if accounts == 1 { "has" } else { "have" };
    format!("{} {verb}", words::count(accounts, "open account"))
}
