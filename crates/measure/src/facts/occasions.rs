//! Occasions of clocks, as columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use clew_calendar::Day;
use clew_practice::occasion::{DueDay, Occasion};
use clew_practice::pack::PackCode;
use clew_practice::record::RecordNumber;

use super::builder::no_such_form;
use super::day::{NO_DAY, mark_of};
use super::partition::next_version;
use super::row::fitting;
use super::store::FactStore;
use crate::MeasureError;

/// One occasion of a clock: it was triggered, is due, and was or was not stopped.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OccasionRow {
    /// The record that triggered it; what is read of the person, the team and further fields is this record's.
    pub record: RecordNumber,
    /// The day from which it counts.
    pub trigger: Day,
    /// The last day in time, or why there is none. While the clock stands still it is not yet due.
    pub due: DueDay,
    /// The day on which it was stopped.
    pub stop: Option<Day>,
    /// The record that stopped it: by it is told how late that was recorded.
    pub stopped_by: Option<RecordNumber>,
    /// The day on which it ended without a stop, such as the end of an order.
    pub ended: Option<Day>,
}

impl OccasionRow {
    /// An occasion as a clock makes it of records.
    #[must_use]
    pub fn of(occasion: &Occasion) -> OccasionRow {
        OccasionRow {
            record: occasion.trigger,
            trigger: occasion.from.day,
            due: occasion.due.clone(),
            stop: occasion.stop.map(|stop| stop.day),
            stopped_by: occasion.stop.map(|stop| stop.record),
            ended: occasion.ended.map(|ended| ended.day),
        }
    }
}

/// Why an occasion has no due day at all.
pub(crate) const DUE_NOT_SET: u8 = 1;
/// Likewise: the calendar does not reach so far.
pub(crate) const DUE_UNKNOWN: u8 = 2;

/// A due day's mark, and why there is none for good.
fn due_mark(due: &DueDay) -> (u16, u8) {
    match due {
        DueDay::On(day) => (mark_of(*day), 0),
        DueDay::Paused => (NO_DAY, 0),
        DueDay::NotSet => (NO_DAY, DUE_NOT_SET),
        DueDay::Unknown(_) => (NO_DAY, DUE_UNKNOWN),
    }
}

/// The occasions of one clock, in order of their records.
#[derive(Clone, Debug)]
pub(crate) struct OccasionTable {
    /// The form whose records trigger them.
    pub(crate) form: PackCode,
    /// By the financial year of the trigger.
    pub(crate) years: BTreeMap<i32, Arc<Occasions>>,
}

/// The occasions of one financial year of the trigger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occasions {
    pub(crate) version: u64,
    pub(crate) records: Vec<u32>,
    pub(crate) triggers: Vec<u16>,
    pub(crate) dues: Vec<u16>,
    pub(crate) stops: Vec<u16>,
    /// The record that stopped it; 0 where none did.
    pub(crate) stoppers: Vec<u32>,
    pub(crate) ends: Vec<u16>,
    /// 0, or why there is no due day.
    pub(crate) dueless: Vec<u8>,
}

impl Occasions {
    fn insert(&mut self, row: &OccasionRow) -> Result<(), MeasureError> {
        let record = fitting(row.record.0)?;
        let trigger = mark_of(row.trigger);
        let place = if self.records.last().is_none_or(|last| *last < record) {
            self.records.len()
        } else {
            self.place_for(record, trigger)
        };
        let optional = |day: Option<Day>| day.map_or(NO_DAY, mark_of);
        let stopper = row.stopped_by.map_or(Ok(0), |record| fitting(record.0))?;
        self.records.insert(place, record);
        self.triggers.insert(place, trigger);
        let (due, dueless) = due_mark(&row.due);
        self.dues.insert(place, due);
        self.dueless.insert(place, dueless);
        self.stops.insert(place, optional(row.stop));
        self.stoppers.insert(place, stopper);
        self.ends.insert(place, optional(row.ended));
        Ok(())
    }

    fn place_for(&self, record: u32, trigger: u16) -> usize {
        let from = self.records.partition_point(|one| *one < record);
        let same = self.records[from..].partition_point(|one| *one == record);
        from + self.triggers[from..from + same].partition_point(|one| *one <= trigger)
    }

    fn remove(&mut self, record: u32) {
        let from = self.records.partition_point(|one| *one < record);
        let to = self.records.partition_point(|one| *one <= record);
        self.records.drain(from..to);
        self.stoppers.drain(from..to);
        self.dueless.drain(from..to);
        for column in [
            &mut self.triggers,
            &mut self.dues,
            &mut self.stops,
            &mut self.ends,
        ] {
            column.drain(from..to);
        }
    }
}

impl OccasionTable {
    pub(crate) fn bytes(&self) -> usize {
        let bytes = |occasions: &Arc<Occasions>| occasions.records.len() * 17;
        self.years.values().map(bytes).sum()
    }

    fn remove(&mut self, record: u32) {
        for occasions in self.years.values_mut() {
            if occasions.records.binary_search(&record).is_ok() {
                let occasions = Arc::make_mut(occasions);
                occasions.remove(record);
                occasions.version = next_version();
            }
        }
        self.years
            .retain(|_, occasions| !occasions.records.is_empty());
    }

    fn add(&mut self, rows: &[OccasionRow]) -> Result<(), MeasureError> {
        for row in rows {
            let year = super::partition::financial_year(row.trigger);
            let occasions = Arc::make_mut(self.years.entry(year).or_default());
            occasions.insert(row)?;
            occasions.version = 0;
        }
        for occasions in self
            .years
            .values_mut()
            .filter(|occasions| occasions.version == 0)
        {
            Arc::make_mut(occasions).version = next_version();
        }
        Ok(())
    }
}

impl FactStore {
    /// The facts with all occasions of a clock, which the records of a form trigger. They come quickest in order of their
    /// records.
    ///
    /// # Errors
    /// When the form is not in the pack or a record's number is above 4,294,967,295.
    pub fn with_clock(
        &self,
        clock: &str,
        form: &str,
        rows: &[OccasionRow],
    ) -> Result<FactStore, MeasureError> {
        if !self.forms.contains_key(form) {
            return Err(no_such_form(form));
        }
        let mut table = OccasionTable {
            form: form.to_owned(),
            years: BTreeMap::new(),
        };
        table.add(rows)?;
        let mut store = self.clone();
        store.clocks.insert(clock.to_owned(), table);
        Ok(store)
    }

    /// The facts with these occasions of a clock for a record, in place of those that it had.
    ///
    /// # Errors
    /// When the clock has no table or the record's number is above 4,294,967,295.
    pub fn with_occasions_of(
        &self,
        clock: &str,
        record: RecordNumber,
        rows: &[OccasionRow],
    ) -> Result<FactStore, MeasureError> {
        let mut store = self.clone();
        store.put_occasions_of(clock, record, rows)?;
        Ok(store)
    }

    /// Puts these occasions of a clock for a record in place of those that it had.
    ///
    /// # Errors
    /// As [`FactStore::with_occasions_of`].
    pub fn put_occasions_of(
        &mut self,
        clock: &str,
        record: RecordNumber,
        rows: &[OccasionRow],
    ) -> Result<(), MeasureError> {
        let table = self
            .clocks
            .get_mut(clock)
            .ok_or_else(|| MeasureError::NoFacts {
                what: format!("occasions of the clock {clock}"),
            })?;
        table.remove(fitting(record.0)?);
        table.add(rows)
    }

    pub(super) fn forget_occasions(&mut self, form: &str, record: u32) {
        for table in self.clocks.values_mut().filter(|table| table.form == form) {
            table.remove(record);
        }
    }
}
