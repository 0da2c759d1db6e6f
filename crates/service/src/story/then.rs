//! Then: what was known of a measure when an entry was made, where the sentence depends on it.
//!
//! A value is told in the unit that its measure had at the time. Most measures never change theirs, so
//! what is known now serves; only for one that did is the Book of that time looked up, once for all the
//! entries between two changes.

use std::collections::{BTreeMap, HashMap};

use clew_journal::{Change, Entry, Subject, SubjectKind};
use clew_plan::{Kind, MeasureKey};
use clew_store::RowFilter;

use crate::{KnownAt, Memory, Service, ServiceError};

/// The fields of a measure on which the sentence of a figure or target depends.
const TOLD_BY: [&str; 3] = ["code", "unit_of_measure", "decimals"];

/// What was known at the time of entries.
pub(crate) struct Then<'service> {
    service: &'service Service,
    now: &'service Memory,
    /// The entries that changed how a measure's values are told, in order.
    turns: HashMap<MeasureKey, Vec<u64>>,
    /// What was known just before such an entry.
    before: BTreeMap<u64, Memory>,
}

impl<'service> Then<'service> {
    /// Nothing is looked up yet.
    pub(crate) fn new(service: &'service Service, now: &'service Memory) -> Self {
        Self {
            service,
            now,
            turns: HashMap::new(),
            before: BTreeMap::new(),
        }
    }

    /// What was known of the entry's measure when it was made.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(crate) fn of(&mut self, entry: &Entry) -> Result<&Memory, ServiceError> {
        let Some(turn) = self.next_turn(entry)? else {
            return Ok(self.now);
        };
        if !self.before.contains_key(&turn) {
            let known = self.service.known_at(KnownAt::Entry(turn - 1))?;
            self.before.insert(turn, known);
        }
        Ok(self.before.get(&turn).unwrap_or(self.now))
    }

    /// The first later entry that changed how values of the entry's measure are told.
    fn next_turn(&mut self, entry: &Entry) -> Result<Option<u64>, ServiceError> {
        let Some(measure) = measure_of(&entry.subject) else {
            return Ok(None);
        };
        if !self.turns.contains_key(&measure) {
            let turns = self.turns_of(&measure)?;
            self.turns.insert(measure.clone(), turns);
        }
        let turns = self.turns.get(&measure).map_or(&[][..], Vec::as_slice);
        Ok(turns.iter().copied().find(|turn| *turn > entry.sequence))
    }

    fn turns_of(&self, measure: &MeasureKey) -> Result<Vec<u64>, ServiceError> {
        let subject = Subject::named(SubjectKind::Record(Kind::Measure), [measure.as_str()]);
        let rows = self.service.store().rows_about(&RowFilter {
            subject: Some(subject.to_string()),
            change: Some("amend".to_owned()),
            ..RowFilter::default()
        })?;
        let entries = rows.iter().filter_map(|row| Entry::read(row).ok());
        let turns = entries.filter(|entry| match &entry.change {
            Change::Amend(fields) => fields
                .iter()
                .any(|change| TOLD_BY.contains(&change.field.as_str())),
            _ => false,
        });
        let known = self.now.state().head.sequence;
        Ok(turns
            .map(|entry| entry.sequence)
            .filter(|turn| *turn <= known)
            .collect())
    }
}

/// The measure that a subject is of, for those whose sentences have values.
fn measure_of(subject: &Subject) -> Option<MeasureKey> {
    let kinds = [
        Kind::Figure,
        Kind::Target,
        Kind::ProfilePoint,
        Kind::Measure,
    ];
    let SubjectKind::Record(kind) = subject.kind else {
        return None;
    };
    let first = subject.parts().into_iter().next()?;
    kinds.contains(&kind).then(|| MeasureKey::from(first))
}
