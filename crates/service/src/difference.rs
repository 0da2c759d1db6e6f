//! Difference: what a forum was shown beside what is so now, with the cause of each restatement.

mod blocks;
mod causes;
mod compare;
mod replay;
mod reports;
mod since;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use clew_calendar::{Day, Period};
use clew_journal::{Freeze, FrozenLine};
use clew_measure::{Index, StatusBasis};
use clew_plan::{Book, FreezeId, MeasureKey, PlanId, UnitId};
use clew_report::Request;
use serde::Serialize;

pub use causes::Cause;
pub use compare::Aspect;
pub(crate) use compare::compared;
pub use reports::ReportDifference;

use crate::actions::{freeze_called, lines};
use crate::{KnownAt, Memory, Service, ServiceError};
use causes::Causes;
use since::Since;

/// What a freeze is held against.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Against {
    /// What is so now.
    Now,
    /// What was known at a point.
    KnownAt(KnownAt),
    /// Another freeze of the same plan and period.
    Freeze(FreezeId),
}

/// Something that is not as it was shown.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Restated {
    /// What of the measure.
    pub aspect: Aspect,
    /// As it was shown.
    pub was: String,
    /// As it is now.
    pub now: String,
    /// The entries that explain it, in order; or that none does.
    pub causes: Vec<Cause>,
}

/// A measure of which something is not as it was shown.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Restatement {
    /// The measure.
    pub measure: MeasureKey,
    /// Its code as it was shown.
    pub code: String,
    /// Its title as it was shown.
    pub title: String,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// What is not as it was shown.
    pub changes: Vec<Restated>,
}

/// A measure that is on one side only, and why.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct LineCause {
    /// The measure.
    pub measure: MeasureKey,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// The entries that explain it, in order; or that none does.
    pub causes: Vec<Cause>,
}

/// What a forum was shown, held against something else.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Difference {
    /// The freeze.
    pub freeze: FreezeId,
    /// The day of the meeting.
    pub meeting: Day,
    /// The plan.
    pub plan: PlanId,
    /// The period.
    pub period: Period,
    /// What it is held against, in words, for example `now (entry 412)`.
    pub against: String,
    /// Measures that are not as they were shown, in the order of the freeze.
    pub restated: Vec<Restatement>,
    /// Measures that were not shown and would be.
    pub new: Vec<LineCause>,
    /// Measures that were shown and would not be.
    pub gone: Vec<LineCause>,
    /// What of the reports is not as it was shown and is not said by the lines, in reading order.
    pub reports: Vec<ReportDifference>,
    /// How many lines are as they were shown.
    pub unchanged: usize,
}

impl Difference {
    /// Whether everything is as it was shown.
    #[must_use]
    pub fn is_none(&self) -> bool {
        let lines = [self.new.as_slice(), self.gone.as_slice()];
        let placed = lines.iter().all(|lines| lines.is_empty());
        placed && self.restated.is_empty() && self.reports.is_empty()
    }
}

/// One side of a difference: the lines, and what was known when they were so.
pub(super) struct Side {
    pub(super) lines: Vec<FrozenLine>,
    pub(super) memory: Memory,
    /// The version of the program whose rules gave the statuses.
    pub(super) program: String,
    /// The freeze that it is of; none for what is worked out now.
    pub(super) freeze: Option<Freeze>,
    words: String,
}

impl Service {
    /// What of a freeze is not as it was shown, held against now, another time or another freeze;
    /// each restatement with the entries that caused it.
    ///
    /// # Errors
    /// When there is no such freeze, the other one is of another plan or period, or the journal
    /// cannot be read.
    pub(crate) fn difference(
        &self,
        id: &FreezeId,
        against: &Against,
    ) -> Result<Difference, ServiceError> {
        let memory = self.memory();
        let freeze = freeze_called(&memory, id)?;
        let was = self.frozen_side(freeze)?;
        let now = match against {
            Against::Now => side(freeze, Memory::clone(&memory), "now")?,
            Against::KnownAt(known) => side(freeze, self.known_at(*known)?, "what was known then")?,
            Against::Freeze(other) => {
                self.frozen_side(comparable(freeze, freeze_called(&memory, other)?)?)?
            }
        };
        let since = self.since(&was.memory, &now.memory)?;
        let differing = differing(&was, &now);
        let causes = Causes::of(&differing, freeze, (&was, &now), &memory, &since);
        let mut difference = difference(freeze, &was, &now, &causes);
        difference.reports = self.reports_differ(freeze, (&was, &now), &difference, &causes)?;
        Ok(difference)
    }

    fn frozen_side(&self, freeze: &Freeze) -> Result<Side, ServiceError> {
        Ok(Side {
            lines: self.frozen_lines(&freeze.id)?,
            memory: self.known_at(KnownAt::Entry(freeze.known))?,
            program: freeze.program.clone(),
            freeze: Some(freeze.clone()),
            words: format!("the freeze {}", freeze.id),
        })
    }

    /// The entries that one side knows and the other does not.
    fn since(&self, one: &Memory, other: &Memory) -> Result<Since, ServiceError> {
        let (earlier, later) = match one.state().head.sequence <= other.state().head.sequence {
            true => (one, other),
            false => (other, one),
        };
        Since::read(self.store(), earlier, later.state().head.sequence)
    }
}

fn comparable<'a>(freeze: &Freeze, other: &'a Freeze) -> Result<&'a Freeze, ServiceError> {
    if freeze.plan == other.plan && freeze.period.last() == other.period.last() {
        return Ok(other);
    }
    let problem = format!(
        "it is of {} for {}, and {} of {} for {}",
        other.plan, other.period, freeze.id, freeze.plan, freeze.period
    );
    Err(ServiceError::invalid(
        format!("the freeze {}", other.id),
        "",
        problem,
    ))
}

/// The lines as they would be shown by what a memory knows.
fn side(freeze: &Freeze, memory: Memory, name: &str) -> Result<Side, ServiceError> {
    Ok(Side {
        lines: lines_of(freeze, memory.book())?,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        freeze: None,
        words: format!("{name} (entry {})", memory.state().head.sequence),
        memory,
    })
}

fn lines_of(freeze: &Freeze, book: &Book) -> Result<Vec<FrozenLine>, ServiceError> {
    let index = Index::new(book);
    Ok(lines(&request(freeze, &index)?))
}

/// The request that the freeze answered, of another Book.
pub(crate) fn request<'book>(
    freeze: &Freeze,
    index: &'book Index<'book>,
) -> Result<Request<'book>, ServiceError> {
    let basis: Option<StatusBasis> = freeze.basis.parse().ok();
    let request = Request::new(index, Some(&freeze.plan), Some(freeze.period), basis);
    let request = request
        .map_err(|error| ServiceError::invalid("the difference", "plan", error.to_string()))?;
    let mut forums = index.book().forums.iter();
    let forum = forums.find(|forum| forum.id == freeze.forum);
    let name = forum.map_or(freeze.forum.as_str(), |forum| &forum.name);
    Ok(request.for_meeting(name, Some(freeze.meeting)))
}

/// What tells one line from another.
pub(super) type LineKey = (MeasureKey, Option<UnitId>);

fn key_of(line: &FrozenLine) -> LineKey {
    (line.measure.clone(), line.unit.clone())
}

/// The lines that are not alike on both sides, or are on one side only.
fn differing(was: &Side, now: &Side) -> Vec<LineKey> {
    let (before, after) = (by_key(&was.lines), by_key(&now.lines));
    let keys: BTreeSet<&LineKey> = before.keys().chain(after.keys()).collect();
    let differ = |key: &&&LineKey| match (before.get(**key), after.get(**key)) {
        (Some(was), Some(now)) => !compared(was, now, (None, None)).is_empty(),
        _ => true,
    };
    let keys = keys.iter().filter(differ);
    keys.map(|key| LineKey::clone(key)).collect()
}

fn by_key(lines: &[FrozenLine]) -> BTreeMap<LineKey, &FrozenLine> {
    lines.iter().map(|line| (key_of(line), line)).collect()
}

fn difference(freeze: &Freeze, was: &Side, now: &Side, causes: &Causes<'_>) -> Difference {
    let (before, after) = (by_key(&was.lines), by_key(&now.lines));
    let find = |lines: &BTreeMap<LineKey, &FrozenLine>, line: &FrozenLine| {
        lines.contains_key(&key_of(line))
    };
    let mut restated = Vec::new();
    let mut unchanged = 0;
    for shown in &was.lines {
        let Some(line) = after.get(&key_of(shown)) else {
            continue;
        };
        match restatement(was, now, shown, line, causes) {
            Some(found) => restated.push(found),
            None => unchanged += 1,
        }
    }
    let only = |lines: &[FrozenLine], others: &BTreeMap<LineKey, &FrozenLine>| {
        let alone = lines.iter().filter(|line| !find(others, line));
        alone
            .map(|line| line_cause(line, causes))
            .collect::<Vec<_>>()
    };
    Difference {
        freeze: freeze.id.clone(),
        meeting: freeze.meeting,
        plan: freeze.plan.clone(),
        period: freeze.period,
        against: now.words.clone(),
        restated,
        new: only(&now.lines, &before),
        gone: only(&was.lines, &after),
        reports: Vec::new(),
        unchanged,
    }
}

fn restatement(
    was: &Side,
    now: &Side,
    shown: &FrozenLine,
    line: &FrozenLine,
    causes: &Causes<'_>,
) -> Option<Restatement> {
    let measures = (
        was.memory.book().measure(&shown.measure),
        now.memory.book().measure(&shown.measure),
    );
    let found = compared(shown, line, measures);
    if found.is_empty() {
        return None;
    }
    Some(Restatement {
        measure: shown.measure.clone(),
        code: shown.code.clone(),
        title: shown.title.clone(),
        unit: shown.unit.clone(),
        changes: causes.explain(&key_of(shown), found),
    })
}

fn line_cause(line: &FrozenLine, causes: &Causes<'_>) -> LineCause {
    LineCause {
        measure: line.measure.clone(),
        code: line.code.clone(),
        title: line.title.clone(),
        unit: line.unit.clone(),
        causes: causes.of_line(&key_of(line)),
    }
}

impl std::fmt::Display for Restated {
    /// For example `value from 78% to 80%`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{} from {} to {}",
            self.aspect, self.was, self.now
        )
    }
}
