//! Replay: folding the entries since one by one, to see at which of them a measure's line changes.

use std::collections::{BTreeMap, BTreeSet};

use clew_journal::{Freeze, FrozenLine};
use clew_measure::Index;
use clew_plan::{Measure, MeasureKey, UnitId};

use super::compare::compared;
use super::since::{Ground, Since};
use super::{Aspect, request};
use crate::Memory;
use crate::actions::line_if_shown;

/// At which entries a line changed, by their places among the entries since.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// The line at the start, as this program makes it.
    pub(super) first: Option<FrozenLine>,
    /// The line at the end.
    pub(super) last: Option<FrozenLine>,
    /// The entries at which each aspect changed.
    pub(super) changed: BTreeMap<Aspect, BTreeSet<usize>>,
    /// The entries that put the line among those shown, or took it away.
    pub(super) placed: BTreeSet<usize>,
}

/// A line as it was last seen, with the measure in whose units it is told.
type Seen = Option<(FrozenLine, Option<Measure>)>;

/// The course of a measure's lines, for the parts of the organisation asked for; none for a course
/// that could not be followed, as an entry does not apply to what the line was thought to rest on.
pub(super) fn courses(
    since: &Since,
    ground: &Ground,
    freeze: &Freeze,
    (measure, units): (&MeasureKey, &[Option<UnitId>]),
) -> Option<Vec<Course>> {
    let mut memory = Memory::of(since.start.only(&ground.subjects));
    let mut seen = lines_now(&memory, freeze, measure, units);
    let mut courses: Vec<Course> = seen.iter().map(begun).collect();
    for place in &ground.entries {
        let later = since.entries.get(*place)?;
        let mut state = memory.into_fold();
        state.take_entry(later.entry.clone(), later.head).ok()?;
        memory = Memory::of(state);
        let now = lines_now(&memory, freeze, measure, units);
        for ((course, seen), now) in courses.iter_mut().zip(&mut seen).zip(now) {
            course.goes_on(*place, seen, now);
        }
    }
    Some(courses)
}

fn begun(seen: &Seen) -> Course {
    let first = seen.as_ref().map(|(line, _)| line.clone());
    Course {
        last: first.clone(),
        first,
        ..Course::default()
    }
}

impl Course {
    fn goes_on(&mut self, place: usize, seen: &mut Seen, now: Seen) {
        if self.last.is_some() != now.is_some() {
            self.placed.insert(place);
        }
        self.last = now.as_ref().map(|(line, _)| line.clone());
        let Some((line, measure)) = now else {
            return;
        };
        // A line that comes back is held against what it was when it went.
        if let Some((was, of)) = &*seen {
            for (aspect, _, _) in compared(was, &line, (of.as_ref(), measure.as_ref())) {
                self.changed.entry(aspect).or_default().insert(place);
            }
        }
        *seen = Some((line, measure));
    }
}

fn lines_now(
    memory: &Memory,
    freeze: &Freeze,
    key: &MeasureKey,
    units: &[Option<UnitId>],
) -> Vec<Seen> {
    let index = Index::new(memory.book());
    let about = request(freeze, &index).ok();
    let line = |unit: &Option<UnitId>| {
        let line = line_if_shown(about.as_ref()?, key, unit.as_ref())?;
        Some((line, index.measure(key).cloned()))
    };
    units.iter().map(line).collect()
}
