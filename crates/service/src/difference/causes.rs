//! Causes: the entries that explain why a line is not as it was shown.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use clew_journal::{Entry, Freeze, FrozenLine, Subject};
use clew_measure::Index;
use clew_plan::{MeasureKey, UnitId};

use super::compare::{Compared, compared};
use super::replay::{Course, courses};
use super::since::Since;
use super::{Aspect, LineKey, Restated, Side, by_key, key_of, request};
use crate::actions::lines;
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
                "the program's rules changed from version {was} to {now}"
            ),
            Self::Unexplained => formatter.write_str("no entry explains it; run `clew verify`"),
        }
    }
}

/// What is needed to find causes.
pub(super) struct Causes<'a> {
    was: &'a Side,
    now: &'a Side,
    /// What is known now, for the sentences.
    memory: &'a Memory,
    since: &'a Since,
    found: BTreeMap<LineKey, Found>,
    /// Entries that were told before: most explain several things.
    told: RefCell<BTreeMap<u64, Step>>,
}

/// What was found of one line.
#[derive(Default)]
struct Found {
    course: Course,
    /// What this program makes otherwise than it was shown, of the same Book.
    by_program: BTreeSet<Aspect>,
}

impl<'a> Causes<'a> {
    /// Follows the lines through the entries between the sides.
    pub(super) fn of(
        lines: &[LineKey],
        freeze: &Freeze,
        (was, now): (&'a Side, &'a Side),
        memory: &'a Memory,
        since: &'a Since,
    ) -> Self {
        let mut causes = Self {
            was,
            now,
            memory,
            since,
            found: BTreeMap::new(),
            told: RefCell::default(),
        };
        let mut by_measure: BTreeMap<&MeasureKey, Vec<Option<UnitId>>> = BTreeMap::new();
        for (measure, unit) in lines {
            by_measure.entry(measure).or_default().push(unit.clone());
        }
        let sides = [Remade::of(was, freeze), Remade::of(now, freeze)];
        for (measure, units) in by_measure {
            causes.follow(freeze, measure, &units, &sides);
        }
        causes
    }

    fn follow(
        &mut self,
        freeze: &Freeze,
        measure: &MeasureKey,
        units: &[Option<UnitId>],
        sides: &[Remade<'_>; 2],
    ) {
        let ground = self.since.ground(measure);
        let all: BTreeSet<usize> = ground.entries.iter().copied().collect();
        let followed = courses(self.since, &ground, freeze, (measure, units));
        let followed =
            followed.unwrap_or_else(|| units.iter().map(|_| Course::default()).collect());
        for (unit, course) in units.iter().zip(followed) {
            let key = (measure.clone(), unit.clone());
            let by_program = sides.iter().flat_map(|side| side.otherwise(&key)).collect();
            let ends = [course.first.as_ref(), course.last.as_ref()];
            let forwards = sides.each_ref().map(|side| side.lines.get(&key));
            let mut backwards = forwards;
            backwards.reverse();
            let course = match ends == forwards || ends == backwards {
                true => course,
                // The line rests on more than was followed: every entry that touches it is named.
                false => Course::any(&all),
            };
            self.found.insert(key, Found { course, by_program });
        }
    }

    /// Gives each aspect that differs its causes.
    pub(super) fn explain(&self, key: &LineKey, found: Vec<Compared>) -> Vec<Restated> {
        let of_line = self.found.get(key);
        let with_causes = |(aspect, was, now): Compared| {
            let entries = of_line.and_then(|found| found.course.changed.get(&aspect));
            let by_program = of_line.is_some_and(|found| found.by_program.contains(&aspect));
            Restated {
                aspect,
                was,
                now,
                causes: self.told(entries, by_program),
            }
        };
        found.into_iter().map(with_causes).collect()
    }

    /// Why a line is on one side only.
    pub(super) fn of_line(&self, key: &LineKey) -> Vec<Cause> {
        let found = self.found.get(key);
        self.told(found.map(|found| &found.course.placed), false)
    }

    fn told(&self, places: Option<&BTreeSet<usize>>, by_program: bool) -> Vec<Cause> {
        let places = places.into_iter().flatten();
        let entries = places.filter_map(|place| Some(&self.since.entries.get(*place)?.entry));
        let mut causes: Vec<Cause> = entries.map(|entry| self.cause(entry)).collect();
        if by_program || causes.is_empty() {
            causes.push(match self.was.program != self.now.program {
                true => Cause::Program {
                    was: self.was.program.clone(),
                    now: self.now.program.clone(),
                },
                false => Cause::Unexplained,
            });
        }
        causes
    }

    fn cause(&self, entry: &Entry) -> Cause {
        let mut told = self.told.borrow_mut();
        let step = told
            .entry(entry.sequence)
            .or_insert_with(|| Step::of(entry, self.memory));
        Cause::Entry(step.clone())
    }

    /// The entries that are about any of these subjects, or name it.
    pub(super) fn about(&self, subjects: &BTreeSet<Subject>) -> Vec<Cause> {
        let entries = subjects
            .iter()
            .flat_map(|subject| self.since.about(subject));
        let in_order: BTreeMap<u64, &Entry> =
            entries.map(|entry| (entry.sequence, entry)).collect();
        in_order.values().map(|entry| self.cause(entry)).collect()
    }
}

impl Course {
    /// Any of these entries may have changed anything.
    fn any(entries: &BTreeSet<usize>) -> Self {
        Self {
            changed: Aspect::ALL
                .iter()
                .map(|aspect| (*aspect, entries.clone()))
                .collect(),
            placed: entries.clone(),
            ..Self::default()
        }
    }
}

/// A side's lines, made again by this program from what was known.
struct Remade<'a> {
    side: &'a Side,
    shown: BTreeMap<LineKey, &'a FrozenLine>,
    lines: BTreeMap<LineKey, FrozenLine>,
}

impl<'a> Remade<'a> {
    fn of(side: &'a Side, freeze: &Freeze) -> Self {
        let index = Index::new(side.memory.book());
        // A plan that is not there has no lines.
        let remade = request(freeze, &index).map(|about| lines(&about));
        let remade = remade.unwrap_or_default().into_iter();
        Self {
            shown: by_key(&side.lines),
            side,
            lines: remade.map(|line| (key_of(&line), line)).collect(),
        }
    }

    /// The aspects in which the side's line is not what this program makes of the same Book.
    fn otherwise(&self, key: &LineKey) -> Vec<Aspect> {
        let Some((own, remade)) = self.shown.get(key).zip(self.lines.get(key)) else {
            return Vec::new();
        };
        if **own == *remade {
            return Vec::new();
        }
        let of = self.side.memory.book().measure(&key.0);
        let differing = compared(own, remade, (of, of));
        differing.into_iter().map(|(aspect, _, _)| aspect).collect()
    }
}
