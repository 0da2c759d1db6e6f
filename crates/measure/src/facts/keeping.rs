//! Facts as bytes, so that they can be kept and need not be made of every record again.
//!
//! They are written in parts: each form's year, each clock's year, a share of the people, and the texts behind codes. A
//! part that did not change has the same bytes again. Facts are no truth: whoever keeps them says by which pack and after
//! which entry they were made, and makes them anew where a part cannot be read.

mod bytes;
mod parts;

use std::collections::BTreeMap;
use std::sync::Arc;

use clew_practice::pack::{Pack, PackCode};

use self::parts::{Part, Texts};
use super::FactBuilder;
use super::occasions::{OccasionTable, Occasions};
use super::partition::{Partition, next_version};
use super::store::{FactStore, FormFacts, empty_joined};
use crate::MeasureError;

/// One part of kept facts, read from its bytes.
#[derive(Debug)]
pub struct KeptPart(Part);

impl KeptPart {
    /// Reads a part.
    ///
    /// # Errors
    /// [`MeasureError::KeptFacts`] when the bytes are not those of a part.
    pub fn read(bytes: &[u8]) -> Result<KeptPart, MeasureError> {
        Part::read(bytes).map(KeptPart)
    }
}

/// What is wrong with kept facts.
fn unfit(problem: impl Into<String>) -> MeasureError {
    MeasureError::KeptFacts {
        problem: problem.into(),
    }
}

impl FactStore {
    /// The bytes of every part, each made when it is asked for. The same facts give the same bytes.
    pub fn parts(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        let texts = std::iter::once_with(|| Texts::of(self).written());
        let people = self.people.tables().enumerate();
        let people = people.map(|(place, table)| parts::people_written(place, table));
        let records = self.forms.iter().flat_map(|(form, facts)| {
            let years = facts.years.iter();
            years.map(move |(year, partition)| parts::records_written(form, *year, partition))
        });
        let occasions = self.clocks.iter().flat_map(|(clock, table)| {
            let years = table.years.iter();
            years.map(move |(year, occasions)| parts::occasions_written(clock, *year, occasions))
        });
        texts.chain(people).chain(records).chain(occasions)
    }

    /// The facts of all their parts, in any order, for the pack by which they were made.
    ///
    /// # Errors
    /// [`MeasureError::KeptFacts`] when the parts are not those of facts of this pack.
    pub fn of_parts(
        pack: &Pack,
        parts: impl IntoIterator<Item = KeptPart>,
    ) -> Result<FactStore, MeasureError> {
        let mut store = FactBuilder::new(pack, &[]).finish();
        let mut records = Vec::new();
        let mut occasions = Vec::new();
        let mut texts = None;
        for part in parts {
            match part.0 {
                Part::Texts(found) => texts = Some(found),
                Part::People { place, table } => store.people.put_table(place, table)?,
                Part::Records {
                    form,
                    year,
                    partition,
                } => records.push((form, year, partition)),
                Part::Occasions {
                    clock,
                    year,
                    occasions: rows,
                } => occasions.push((clock, year, rows)),
            }
        }
        texts
            .ok_or_else(|| unfit("the texts are not there"))?
            .put_into(&mut store)?;
        put_records(&mut store.forms, records)?;
        put_occasions(&mut store.clocks, occasions)?;
        Ok(store)
    }
}

fn put_records(
    forms: &mut BTreeMap<PackCode, FormFacts>,
    records: Vec<(PackCode, i32, Partition)>,
) -> Result<(), MeasureError> {
    for (form, year, mut partition) in records {
        let facts = forms.get(&form);
        let facts = facts.ok_or_else(|| unfit(format!("there is no form {form}")))?;
        let own = facts
            .shape
            .columns
            .iter()
            .map(|one| one.kind.empty_column());
        let joined = facts.joins.iter().map(|join| empty_joined(join, forms));
        if !partition.is_of(own, joined) {
            return Err(unfit(format!("{form} of {year} has other columns")));
        }
        partition.version = next_version();
        if let Some(facts) = forms.get_mut(&form) {
            facts.years.insert(year, Arc::new(partition));
        }
    }
    Ok(())
}

fn put_occasions(
    clocks: &mut BTreeMap<PackCode, OccasionTable>,
    rows: Vec<(PackCode, i32, Occasions)>,
) -> Result<(), MeasureError> {
    for (clock, year, mut occasions) in rows {
        let table = clocks.get_mut(&clock);
        let table = table.ok_or_else(|| unfit(format!("there is no clock {clock}")))?;
        occasions.version = next_version();
        table.years.insert(year, Arc::new(occasions));
    }
    Ok(())
}
