//! As reported beside now: what a figure that was computed from records would be by what is known since, and the
//! records that moved it.

use std::collections::BTreeMap;

use clew_calendar::{Day, Period};
use clew_journal::Moment;
use clew_plan::{AccountId, Figure, Measure, MeasureKey, UnitId, UnitOfMeasure};
use clew_practice::record::RecordNumber;
use serde::Serialize;

use super::basis::{Listed, RecordBasis};
use super::{OpenRecord, RecordCounts};
use crate::actions::measure_called;
use crate::authorise::authorise_anywhere;
use crate::{Act, Memory, Service, ServiceError};

/// How a figure was computed from records, and what it would be now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComputedExplained {
    /// The definition's code.
    pub definition: String,
    /// The version by which it was counted.
    pub version: u32,
    /// The pack's code and version.
    pub pack: (String, String),
    /// The day whose state it shows.
    pub as_at: Day,
    /// The last journal entry that was seen.
    pub entry: u64,
    /// What was counted.
    #[serde(skip)]
    pub counts: RecordCounts,
    /// The same in words, without small numbers beside the figure.
    pub counted: String,
    /// The same by what is known now, as at the same day; none where it cannot be computed, what was known at an earlier
    /// time is told, or few records differ and the reader may not look at records throughout.
    pub now: Option<ComputedNow>,
}

/// What a figure would be now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComputedNow {
    /// The version of the definition in force.
    pub version: u32,
    /// What is counted.
    #[serde(skip)]
    pub counts: RecordCounts,
    /// The figure in words, for example "40 of 50".
    pub figure: String,
    /// How many records count otherwise than they did.
    pub moved: usize,
}

/// A record that counts otherwise than when the figure was reported.
#[derive(Clone, Debug, PartialEq)]
pub struct MovedRecord {
    /// The record.
    pub number: RecordNumber,
    /// Its form, team and day.
    pub record: OpenRecord,
    /// What it counted as, in words; empty where it did not.
    pub before: Vec<String>,
    /// What it counts as; empty where it does not.
    pub after: Vec<String>,
}

/// The records that moved a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct MovedRecords {
    /// Those that the account may open.
    pub shown: Vec<MovedRecord>,
    /// How many it may not open.
    pub withheld: usize,
}

impl Service {
    /// How a figure was computed; none for one that was given.
    pub(crate) fn computed_explained(
        &self,
        measure: &Measure,
        figure: &Figure,
    ) -> Result<Option<ComputedExplained>, ServiceError> {
        let Some(basis) = self.basis_of(figure)? else {
            return Ok(None);
        };
        let share = measure.unit_of_measure == Some(UnitOfMeasure::Percent);
        // Whatever keeps it from being computed now, it was computed then.
        let now = self.now_of(&self.memory(), measure, &basis).ok();
        let RecordBasis {
            definition,
            version,
            pack,
            as_at,
            entry,
            counts,
            ..
        } = basis;
        Ok(Some(ComputedExplained {
            definition,
            version,
            pack: (pack.0, pack.1),
            as_at,
            entry,
            counted: counts.in_words(share),
            counts,
            now: now.map(|(now, _)| now),
        }))
    }

    /// The records that count otherwise than when a figure was reported, for those who may open them; the look is noted.
    ///
    /// # Errors
    /// When the account may not look at practice, there is no such figure or it was not computed, or it cannot be computed
    /// now.
    pub fn records_moved(
        &self,
        actor: &AccountId,
        at: Moment,
        (measure, period, unit): (&MeasureKey, Period, Option<&UnitId>),
    ) -> Result<MovedRecords, ServiceError> {
        let memory = self.memory();
        authorise_anywhere(memory.state(), actor, Act::LookAtPractice)?;
        let found = measure_called(memory.book(), measure)?;
        let is_it = |figure: &&Figure| {
            figure.measure == *measure && figure.period == period && figure.unit.as_ref() == unit
        };
        let figure = memory.book().figures.iter().find(is_it);
        let basis = figure.map(|figure| self.basis_of(figure)).transpose()?;
        let basis = basis.flatten().ok_or_else(|| ServiceError::NotFound {
            what: "computed figure",
            name: format!("{} {period}", found.code),
            hint: None,
        })?;
        let (_, moved) = self.now_of(&memory, found, &basis)?;
        let numbers: Vec<RecordNumber> = moved.keys().copied().collect();
        let mut open = self.only_open(actor, at, &numbers)?;
        let shown = moved.into_iter().filter_map(|(number, (before, after))| {
            let record = open.remove(&number)?;
            Some(MovedRecord {
                number,
                record,
                before,
                after,
            })
        });
        let shown: Vec<MovedRecord> = shown.collect();
        Ok(MovedRecords {
            withheld: numbers.len() - shown.len(),
            shown,
        })
    }

    /// The figure by what is known now, as at the same day, and the records that count otherwise.
    fn now_of(
        &self,
        memory: &Memory,
        measure: &Measure,
        basis: &RecordBasis,
    ) -> Result<(ComputedNow, Moved), ServiceError> {
        let of = (basis.period, basis.unit.as_ref());
        let bound = self.bound(memory, measure, of, basis.as_at)?;
        let prepared = bound.prepared(self, memory)?;
        let moved = moved(&basis.records, &bound.listed(self, memory)?);
        let now = ComputedNow {
            version: prepared.definition.version,
            figure: prepared.in_words(),
            counts: prepared.counts,
            moved: moved.len(),
        };
        Ok((now, moved))
    }
}

/// What records counted as, and count as.
type Moved = BTreeMap<RecordNumber, (Vec<String>, Vec<String>)>;

fn moved(before: &[Listed], after: &[Listed]) -> Moved {
    let mut all: Moved = BTreeMap::new();
    for one in before {
        all.entry(one.record).or_default().0.push(in_words(one));
    }
    for one in after {
        all.entry(one.record).or_default().1.push(in_words(one));
    }
    all.retain(|_, (before, after)| before != after);
    all
}

fn in_words(one: &Listed) -> String {
    match one.from {
        Some(day) => format!("{day}: {}", one.outcome),
        None => one.outcome.clone(),
    }
}
