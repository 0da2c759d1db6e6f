//! Making facts of all records at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use clew_practice::pack::{Definition, Pack, PackCode};
use clew_practice::person::Person;
use clew_practice::record::Record;

use super::dictionary::Dictionary;
use super::joins;
use super::partition::{Partition, counted_on, financial_year, next_version};
use super::people::{Counted, People};
use super::row::{Row, counts, fitting, recorded_day};
use super::shape::{ColumnKind, Join, Shape, fields_read, joins_of};
use super::store::{FactStore, FormFacts};
use crate::MeasureError;

/// Takes people and records, in any order, and makes a [`FactStore`] of them.
///
/// Of several versions of a record the highest counts, and the earliest that counted says when it was
/// first recorded. It is enough to give the highest alone when late recording does not matter.
#[derive(Debug)]
pub struct FactBuilder {
    forms: BTreeMap<PackCode, Filling>,
    teams: Arc<Dictionary>,
    people: People,
}

/// A form whose tables are being filled.
#[derive(Debug)]
struct Filling {
    facts: FormFacts,
    years: BTreeMap<i32, Drafted>,
    /// Whether a record may be there in several versions.
    has_versions: bool,
}

/// A table that is being filled: its rows with their versions.
#[derive(Debug)]
struct Drafted {
    partition: Partition,
    versions: Vec<u32>,
    counting: Vec<bool>,
}

/// One version of a record among those of its form.
struct Candidate {
    record: u32,
    version: u32,
    year: i32,
    row: u32,
}

impl FactBuilder {
    /// A builder for the forms of a pack and what its measures and these further definitions read.
    #[must_use]
    pub fn new(pack: &Pack, further: &[Definition]) -> FactBuilder {
        let definitions = || pack.measures.values().chain(further);
        let wanted: BTreeSet<Join> = definitions().flat_map(fields_read).collect();
        let filling = |form| {
            let shape = Shape::of(form, &wanted);
            let dictionaries = shape.dictionaries(form, pack);
            let mut facts = FormFacts::new(shape, dictionaries);
            let read = definitions().filter(|definition| definition.form == form.code);
            let joins: BTreeSet<Join> = read.flat_map(joins_of).collect();
            facts.joins = Arc::new(joins.into_iter().collect());
            Filling {
                facts,
                years: BTreeMap::new(),
                has_versions: false,
            }
        };
        let forms = pack.forms.iter();
        FactBuilder {
            forms: forms
                .map(|(code, form)| (code.clone(), filling(form)))
                .collect(),
            teams: Arc::default(),
            people: People::default(),
        }
    }

    /// Takes a person as they are known.
    ///
    /// # Errors
    /// When their number is above 4,294,967,295.
    pub fn person(&mut self, person: &Person) -> Result<(), MeasureError> {
        let into = person
            .merged_into
            .map(|other| fitting(other.0))
            .transpose()?;
        self.people.take(fitting(person.number.0)?, into, person);
        Ok(())
    }

    /// Takes a version of a record.
    ///
    /// # Errors
    /// When its form is not in the pack, a value is not of its field's kind or has more decimals than
    /// its field, or a number is above 4,294,967,295.
    pub fn record(&mut self, record: &Record) -> Result<(), MeasureError> {
        let filling = self.forms.get_mut(&record.form);
        let filling = filling.ok_or_else(|| no_such_form(&record.form))?;
        let is_counting = counts(record);
        if !is_counting && record.version <= 1 {
            return Ok(());
        }
        filling.has_versions |= record.version > 1;
        let facts = &mut filling.facts;
        let row = if is_counting {
            Row::of(
                record,
                &facts.shape,
                &mut facts.dictionaries,
                &mut self.teams,
            )?
        } else {
            bare_row(record, &facts.shape)?
        };
        let year = filling.years.entry(financial_year(row.event));
        let drafted = year.or_insert_with(|| Drafted {
            partition: Partition::new(&facts.shape, Vec::new()),
            versions: Vec::new(),
            counting: Vec::new(),
        });
        let place = drafted.partition.len();
        drafted.partition.insert(place, &row, Counted::default());
        drafted.versions.push(record.version);
        drafted.counting.push(is_counting);
        Ok(())
    }

    /// The facts of all that was taken.
    #[must_use]
    pub fn finish(self) -> FactStore {
        let mut set_aside = BTreeMap::new();
        let mut forms = BTreeMap::new();
        for (code, filling) in self.forms {
            forms.insert(code, filling.finished(&self.people, &mut set_aside));
        }
        joins::fill_all(&mut forms);
        FactStore {
            forms,
            teams: self.teams,
            people: self.people,
            set_aside: Arc::new(set_aside),
            clocks: BTreeMap::new(),
        }
    }
}

impl FactStore {
    /// The facts of records, about people.
    ///
    /// # Errors
    /// Those of [`FactBuilder::person`] and [`FactBuilder::record`].
    pub fn build<'a>(
        pack: &Pack,
        people: impl IntoIterator<Item = &'a Person>,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Result<FactStore, MeasureError> {
        let mut builder = FactBuilder::new(pack, &[]);
        for person in people {
            builder.person(person)?;
        }
        for record in records {
            builder.record(record)?;
        }
        Ok(builder.finish())
    }
}

pub(super) fn no_such_form(form: &str) -> MeasureError {
    MeasureError::NoFacts {
        what: format!("the form {form}"),
    }
}

/// The row of a version that does not count: it only stands in the way of earlier ones.
fn bare_row(record: &Record, shape: &Shape) -> Result<Row, MeasureError> {
    let nothing = |kind: ColumnKind| kind.empty_column().nothing();
    Ok(Row {
        record: fitting(record.number.0)?,
        person: fitting(record.person.0)?,
        episode: fitting(record.episode.0)?,
        event: record.event_date,
        recorded: recorded_day(record),
        team: 0,
        own: shape
            .columns
            .iter()
            .map(|column| nothing(column.kind))
            .collect(),
    })
}

impl Filling {
    fn finished(mut self, people: &People, set_aside: &mut BTreeMap<u32, u16>) -> FormFacts {
        let kept = if self.has_versions {
            self.latest_versions(set_aside)
        } else {
            self.all_in_order()
        };
        for (year, rows) in kept {
            let Some(drafted) = self.years.remove(&year).filter(|_| !rows.is_empty()) else {
                continue;
            };
            let is_whole = rows.len() == drafted.partition.len() && rows.is_sorted();
            let mut partition = if is_whole {
                drafted.partition
            } else {
                drafted.partition.chosen(&rows)
            };
            count_people(&mut partition, people);
            partition.version = next_version();
            self.facts.years.insert(year, Arc::new(partition));
        }
        self.facts
    }

    /// Every row of every year in order of the records' numbers.
    fn all_in_order(&self) -> BTreeMap<i32, Vec<u32>> {
        let in_order = |drafted: &Drafted| {
            let mut rows: Vec<u32> = (0..).take(drafted.partition.len()).collect();
            if !drafted.partition.records.is_sorted() {
                rows.sort_unstable_by_key(|row| drafted.partition.records[*row as usize]);
            }
            rows
        };
        let years = self.years.iter();
        years
            .map(|(year, drafted)| (*year, in_order(drafted)))
            .collect()
    }

    /// The rows of each record's latest version where that counts, with the day on which the record was
    /// first recorded.
    fn latest_versions(&mut self, set_aside: &mut BTreeMap<u32, u16>) -> BTreeMap<i32, Vec<u32>> {
        let mut kept: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
        let candidates = self.candidates();
        for versions in candidates.chunk_by(|one, other| one.record == other.record) {
            let counting = versions.iter().filter(|one| self.is_counting(one));
            let first_recorded = counting.map(|one| self.recorded(one)).min();
            let (Some(latest), Some(first_recorded)) = (versions.last(), first_recorded) else {
                continue;
            };
            if !self.is_counting(latest) {
                set_aside.insert(latest.record, first_recorded);
                continue;
            }
            if let Some(drafted) = self.years.get_mut(&latest.year) {
                drafted.partition.recorded[latest.row as usize] = first_recorded;
            }
            kept.entry(latest.year).or_default().push(latest.row);
        }
        kept
    }

    /// All versions, by record and version.
    fn candidates(&self) -> Vec<Candidate> {
        let of_year = |(year, drafted): (&i32, &Drafted)| {
            let year = *year;
            let rows = drafted
                .partition
                .records
                .iter()
                .zip(&drafted.versions)
                .zip(0..);
            let rows = rows.map(move |((record, version), row)| Candidate {
                record: *record,
                version: *version,
                year,
                row,
            });
            rows.collect::<Vec<_>>()
        };
        let mut candidates: Vec<Candidate> = self.years.iter().flat_map(of_year).collect();
        candidates.sort_by_key(|one| (one.record, one.version));
        candidates
    }

    fn is_counting(&self, one: &Candidate) -> bool {
        self.years[&one.year].counting[one.row as usize]
    }

    fn recorded(&self, one: &Candidate) -> u16 {
        self.years[&one.year].partition.recorded[one.row as usize]
    }
}

/// Works out how the person of every row counts.
fn count_people(partition: &mut Partition, people: &People) {
    let mut tables = Partition::default();
    for row in 0..partition.len() {
        let counted = counted_on(people, partition.own_people[row], partition.events[row]);
        tables.people.push(counted.person);
        tables.localities.push(counted.locality);
        tables.genders.push(counted.gender);
        tables.ages.push(counted.age);
    }
    partition.people = tables.people;
    partition.localities = tables.localities;
    partition.genders = tables.genders;
    partition.ages = tables.ages;
}
