//! Causes: the entries that explain why a line is not as it was shown.

use clew_calendar::Period;
use clew_journal::{Entry, FrozenLine};
use clew_measure::Index;
use clew_plan::UnitId;

use super::compare::Compared;
use super::reach::Reach;
use super::{Aspect, Restated, Side};
use crate::{Memory, Step};

/// Why something is not as it was shown.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// An entry of the journal.
    Entry(Step),
    /// No entry explains it: the rules of the program changed.
    Program {
        /// The version whose rules gave what was shown.
        was: String,
        /// The version that gives what is so now.
        now: String,
    },
    /// No entry explains it, and the program is the same.
    Unexplained,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Entry(step) => write!(formatter, "entry {}: {}", step.entry, step.sentence),
            Self::Program { was, now } => write!(
                formatter,
                "no entry explains it: the program's rules changed from version {was} to {now}"
            ),
            Self::Unexplained => formatter.write_str("no entry explains it; run `clew verify`"),
        }
    }
}

/// What is needed to find causes.
pub(super) struct Causes<'a> {
    was: &'a Side,
    now: &'a Side,
    was_index: Index<'a>,
    now_index: Index<'a>,
    /// What is known now, for the sentences.
    memory: &'a Memory,
    period: Period,
    entries: &'a [Entry],
}

impl<'a> Causes<'a> {
    pub(super) fn new(
        was: &'a Side,
        now: &'a Side,
        memory: &'a Memory,
        period: Period,
        entries: &'a [Entry],
    ) -> Self {
        Self {
            was_index: Index::new(was.memory.book()),
            now_index: Index::new(now.memory.book()),
            was,
            now,
            memory,
            period,
            entries,
        }
    }

    /// Gives each aspect that differs its causes.
    pub(super) fn explain(
        &self,
        shown: &FrozenLine,
        line: &FrozenLine,
        found: Vec<Compared>,
    ) -> Vec<Restated> {
        let reach = self.reach(shown, shown.unit.as_ref());
        let entries = self
            .entries
            .iter()
            .map(|entry| (entry, reach.touched_by(entry)));
        let touching: Vec<(&Entry, Vec<Aspect>)> =
            entries.filter(|(_, aspects)| !aspects.is_empty()).collect();
        let restated: Vec<Aspect> = found.iter().map(|(aspect, _, _)| *aspect).collect();
        let only_digits = shown.value == line.value;
        let with_causes = |(aspect, was, now): Compared| {
            let wanted = explained_by(aspect, &restated, only_digits);
            let of_it = touching
                .iter()
                .filter(|(_, aspects)| aspects.iter().any(|touched| wanted.contains(touched)));
            Restated {
                aspect,
                was,
                now,
                causes: self.told(of_it.map(|(entry, _)| *entry)),
            }
        };
        found.into_iter().map(with_causes).collect()
    }

    /// Why a line is on one side only.
    pub(super) fn of_line(&self, line: &FrozenLine) -> Vec<Cause> {
        let reach = self.reach(line, line.unit.as_ref());
        let placing = |entry: &&Entry| reach.placed_by(entry, line.unit.as_ref());
        self.told(self.entries.iter().filter(placing))
    }

    fn reach(&self, line: &FrozenLine, unit: Option<&UnitId>) -> Reach {
        let mut reach = Reach::new(&line.measure);
        reach.add(&self.was.memory, &self.was_index, self.period, unit);
        reach.add(&self.now.memory, &self.now_index, self.period, unit);
        reach
    }

    fn told<'entry>(&self, entries: impl Iterator<Item = &'entry Entry>) -> Vec<Cause> {
        let causes: Vec<Cause> = entries
            .map(|entry| Cause::Entry(Step::of(entry, self.memory)))
            .collect();
        match causes.is_empty() {
            false => causes,
            true if self.was.program != self.now.program => vec![Cause::Program {
                was: self.was.program.clone(),
                now: self.now.program.clone(),
            }],
            true => vec![Cause::Unexplained],
        }
    }
}

/// The aspects whose entries explain an aspect: its own; for a status those of what it is judged by,
/// as far as that differs too; for a value that is only shown with other digits those of the rule.
fn explained_by(aspect: Aspect, restated: &[Aspect], only_digits: bool) -> Vec<Aspect> {
    let mut wanted = vec![aspect];
    let more: &[Aspect] = match aspect {
        Aspect::Status => &[Aspect::Value, Aspect::Target],
        Aspect::Rule => &[Aspect::Target],
        Aspect::Value if only_digits => &[Aspect::Target, Aspect::Rule],
        _ => &[],
    };
    wanted.extend(more.iter().filter(|other| restated.contains(other)));
    wanted
}
