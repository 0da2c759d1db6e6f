//! What changed records and people make of the facts.

use std::collections::BTreeSet;
use std::sync::Arc;

use clew_practice::pack::{Definition, PackCode};
use clew_practice::person::Person;
use clew_practice::record::Record;

use super::builder::no_such_form;
use super::joins;
use super::partition::{counted_on, financial_year, next_version};
use super::row::{Row, counts, fitting};
use super::shape::joins_of;
use super::store::{FactStore, FormFacts};
use crate::MeasureError;

/// What was there of a record before.
#[derive(Clone, Copy)]
struct Earlier {
    episode: u32,
    recorded: u16,
}

/// More episodes than this have their joined fields worked out together with all others.
const FEW_EPISODES: usize = 64;

/// Takes further records and people into facts, one after the other. Fields joined from other forms, and how people count,
/// are worked out at the end, for all that was taken at once.
#[derive(Debug)]
pub struct FactUpdate {
    store: FactStore,
    /// Episodes in which records of a form changed.
    episodes: BTreeSet<(PackCode, u32)>,
    /// People who may count otherwise now.
    people: BTreeSet<u32>,
}

impl FactUpdate {
    /// Takes a record that was made, completed, corrected or withdrawn. Its own table and those that join it get new
    /// versions. Occasions of the record are kept while it counts; new ones come with
    /// [`FactStore::with_occasions_of`].
    ///
    /// # Errors
    /// When its form is not in the pack, a value is not of its field's kind or has more decimals than its field, or a number
    /// is above 4,294,967,295. Nothing is changed then.
    pub fn record(&mut self, record: &Record) -> Result<(), MeasureError> {
        let number = fitting(record.number.0)?;
        let episode = fitting(record.episode.0)?;
        let store = &mut self.store;
        let row = counts(record).then(|| store.row(record)).transpose()?;
        let earlier = store.take_out(&record.form, number)?;
        let kept = store.set_aside.get(&number).copied();
        let first_recorded = earlier.map(|earlier| earlier.recorded).or(kept);
        if let Some(mut row) = row {
            row.recorded = first_recorded.unwrap_or(row.recorded).min(row.recorded);
            store.put_in(&record.form, &row);
            if kept.is_some() {
                Arc::make_mut(&mut store.set_aside).remove(&number);
            }
        } else if let Some(first_recorded) = first_recorded {
            Arc::make_mut(&mut store.set_aside).insert(number, first_recorded);
            store.forget_occasions(&record.form, number);
        }
        let changed = earlier.map(|earlier| earlier.episode).into_iter();
        let changed = changed.chain([episode]);
        let changed = changed.map(|episode| (record.form.clone(), episode));
        self.episodes.extend(changed);
        Ok(())
    }

    /// Takes a person who was entered, changed, merged into another, or parted again. Tables with records that count
    /// otherwise now get new versions.
    ///
    /// # Errors
    /// When a number is above 4,294,967,295. Nothing is changed then.
    pub fn person(&mut self, person: &Person) -> Result<(), MeasureError> {
        let number = fitting(person.number.0)?;
        let into = person.merged_into.map(|other| fitting(other.0));
        let into = into.transpose()?;
        let people = &mut self.store.people;
        self.people.extend(people.merged_into(number));
        people.take(number, into, person);
        self.people.extend(people.merged_into(number));
        Ok(())
    }

    /// The facts with everything that was taken.
    #[must_use]
    pub fn finish(mut self) -> FactStore {
        self.store.recount(&self.people);
        if self.episodes.len() > FEW_EPISODES {
            let changed: BTreeSet<&PackCode> = self.episodes.iter().map(|(form, _)| form).collect();
            joins::fill_changed(&mut self.store.forms, &changed);
        } else {
            for (form, episode) in &self.episodes {
                joins::refresh(&mut self.store.forms, form, *episode);
            }
        }
        self.store
    }
}

impl FactStore {
    /// Begins to take further records and people into a copy of the facts.
    #[must_use]
    pub fn updating(&self) -> FactUpdate {
        FactUpdate {
            store: self.clone(),
            episodes: BTreeSet::new(),
            people: BTreeSet::new(),
        }
    }

    /// The facts after one record, as [`FactUpdate::record`] takes it.
    ///
    /// # Errors
    /// As [`FactUpdate::record`].
    pub fn with_record(&self, record: &Record) -> Result<FactStore, MeasureError> {
        let mut update = self.updating();
        update.record(record)?;
        Ok(update.finish())
    }

    /// The facts after one person, as [`FactUpdate::person`] takes them.
    ///
    /// # Errors
    /// As [`FactUpdate::person`].
    pub fn with_person(&self, person: &Person) -> Result<FactStore, MeasureError> {
        let mut update = self.updating();
        update.person(person)?;
        Ok(update.finish())
    }

    /// Works out anew how some people count, wherever there are records about them.
    fn recount(&mut self, affected: &BTreeSet<u32>) {
        let (Some(first), Some(last)) = (affected.first(), affected.last()) else {
            return;
        };
        let (between, people) = (*first..=*last, &self.people);
        let forms = self.forms.values_mut();
        for partition in forms.flat_map(|facts| facts.years.values_mut()) {
            let rows = partition.own_people.iter().enumerate();
            let counts_otherwise = |row: &usize| {
                let now = counted_on(people, partition.own_people[*row], partition.events[*row]);
                now != partition.counted(*row)
            };
            let rows = rows
                .filter(|(_, own)| between.contains(own) && affected.contains(own))
                .map(|(row, _)| row)
                .filter(counts_otherwise);
            let rows: Vec<usize> = rows.collect();
            if !rows.is_empty() {
                let partition = Arc::make_mut(partition);
                for row in rows {
                    partition.recount(row, people);
                }
                partition.version = next_version();
            }
        }
    }

    /// The facts with every joined column that a definition reads, for one that is not in the pack, as in a what-if.
    #[must_use]
    pub fn with_joins_of(&self, definition: &Definition) -> FactStore {
        let mut store = self.clone();
        let Some(facts) = store.forms.get_mut(&definition.form) else {
            return store;
        };
        let read = joins_of(definition).into_iter();
        let missing: Vec<_> = read.filter(|join| !facts.joins.contains(join)).collect();
        if !missing.is_empty() {
            Arc::make_mut(&mut facts.joins).extend(missing);
            joins::fill_form(&mut store.forms, &definition.form);
        }
        store
    }

    fn take_out(&mut self, form: &str, number: u32) -> Result<Option<Earlier>, MeasureError> {
        let facts = self.forms.get_mut(form).ok_or_else(|| no_such_form(form))?;
        let found = facts
            .years
            .iter()
            .find_map(|(year, partition)| partition.row_of(number).map(|row| (*year, row)));
        let Some((year, row)) = found else {
            return Ok(None);
        };
        let Some(partition) = facts.years.get_mut(&year).map(Arc::make_mut) else {
            return Ok(None);
        };
        let earlier = Earlier {
            episode: partition.episodes[row],
            recorded: partition.recorded[row],
        };
        partition.remove(row);
        partition.version = next_version();
        if partition.len() == 0 {
            facts.years.remove(&year);
        }
        Ok(Some(earlier))
    }

    /// The numbers of a record that counts; texts not met before get their codes.
    fn row(&mut self, record: &Record) -> Result<Row, MeasureError> {
        let facts = self.forms.get_mut(&record.form);
        let facts = facts.ok_or_else(|| no_such_form(&record.form))?;
        Row::of(
            record,
            &facts.shape,
            &mut facts.dictionaries,
            &mut self.teams,
        )
    }

    fn put_in(&mut self, form: &str, row: &Row) {
        let year = financial_year(row.event);
        let has_year = |facts: &FormFacts| facts.years.contains_key(&year);
        let empty = match self.forms.get(form) {
            Some(facts) if !has_year(facts) => Some(facts.empty_partition(&self.forms)),
            _ => None,
        };
        let Some(facts) = self.forms.get_mut(form) else {
            return;
        };
        let partition = facts.years.entry(year);
        let partition = partition.or_insert_with(|| Arc::new(empty.unwrap_or_default()));
        let partition = Arc::make_mut(partition);
        let place = partition
            .records
            .partition_point(|number| *number < row.record);
        let person = counted_on(&self.people, row.person, super::day::mark_of(row.event));
        partition.insert(place, row, person);
        partition.version = next_version();
    }
}
