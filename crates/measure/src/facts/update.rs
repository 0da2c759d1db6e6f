//! What one changed record or person makes of the facts.

use std::sync::Arc;

use clew_practice::pack::Definition;
use clew_practice::person::Person;
use clew_practice::record::Record;

use super::builder::no_such_form;
use super::joins;
use super::partition::{counted_on, financial_year, next_version};
use super::row::{Row, counts, fitting};
use super::shape::joins_of;
use super::store::FactStore;
use crate::MeasureError;

/// What was there of a record before.
#[derive(Clone, Copy)]
struct Earlier {
    episode: u32,
    recorded: u16,
}

impl FactStore {
    /// The facts after a record was made, completed, corrected or withdrawn. Its own table and those that join it get new
    /// versions. Occasions of the record are kept while it counts; new ones come with
    /// [`FactStore::with_occasions_of`].
    ///
    /// # Errors
    /// When its form is not in the pack, a value is not of its field's kind or has more decimals than its field, or a number
    /// is above 4,294,967,295.
    pub fn with_record(&self, record: &Record) -> Result<FactStore, MeasureError> {
        let mut store = self.clone();
        let number = fitting(record.number.0)?;
        let earlier = store.take_out(&record.form, number)?;
        let kept = store.set_aside.get(&number).copied();
        let first_recorded = earlier.map(|earlier| earlier.recorded).or(kept);
        if counts(record) {
            store.put_in(record, first_recorded)?;
            if kept.is_some() {
                Arc::make_mut(&mut store.set_aside).remove(&number);
            }
        } else if let Some(first_recorded) = first_recorded {
            Arc::make_mut(&mut store.set_aside).insert(number, first_recorded);
            store.forget_occasions(&record.form, number);
        }
        let episode = fitting(record.episode.0)?;
        joins::refresh(&mut store.forms, &record.form, episode);
        if let Some(earlier) = earlier.filter(|earlier| earlier.episode != episode) {
            joins::refresh(&mut store.forms, &record.form, earlier.episode);
        }
        Ok(store)
    }

    /// The facts after a person was changed, merged into another, or parted again. Tables with records that count otherwise
    /// now get new versions.
    ///
    /// # Errors
    /// When a number is above 4,294,967,295.
    pub fn with_person(&self, person: &Person) -> Result<FactStore, MeasureError> {
        let mut store = self.clone();
        let number = fitting(person.number.0)?;
        let into = person
            .merged_into
            .map(|other| fitting(other.0))
            .transpose()?;
        let mut affected = store.people.merged_into(number);
        store.people.take(number, into, person);
        affected.extend(store.people.merged_into(number));
        let people = &store.people;
        for partition in store
            .forms
            .values_mut()
            .flat_map(|facts| facts.years.values_mut())
        {
            let rows = partition.own_people.iter().enumerate();
            let rows: Vec<usize> = rows
                .filter(|(_, own)| affected.contains(own))
                .map(|(row, _)| row)
                .collect();
            let counts_otherwise = |row: &&usize| {
                let now = counted_on(people, partition.own_people[**row], partition.events[**row]);
                now != partition.counted(**row)
            };
            if rows.iter().any(|row| counts_otherwise(&row)) {
                let partition = Arc::make_mut(partition);
                for row in rows {
                    partition.recount(row, people);
                }
                partition.version = next_version();
            }
        }
        Ok(store)
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

    fn put_in(&mut self, record: &Record, first_recorded: Option<u16>) -> Result<(), MeasureError> {
        let facts = self
            .forms
            .get_mut(&record.form)
            .ok_or_else(|| no_such_form(&record.form))?;
        let mut row = Row::of(
            record,
            &facts.shape,
            &mut facts.dictionaries,
            &mut self.teams,
        )?;
        row.recorded = first_recorded.unwrap_or(row.recorded).min(row.recorded);
        let year = financial_year(row.event);
        let empty = self.forms[&record.form].empty_partition(&self.forms);
        let Some(facts) = self.forms.get_mut(&record.form) else {
            return Ok(());
        };
        let partition = facts.years.entry(year).or_insert_with(|| Arc::new(empty));
        let partition = Arc::make_mut(partition);
        let place = partition
            .records
            .partition_point(|number| *number < row.record);
        let person = counted_on(&self.people, row.person, super::day::mark_of(row.event));
        partition.insert(place, &row, person);
        partition.version = next_version();
        Ok(())
    }
}
