//! The facts of every form.

use std::collections::BTreeMap;
use std::sync::Arc;

use clew_practice::pack::PackCode;

use super::column::Column;
use super::dictionary::Dictionary;
use super::occasions::OccasionTable;
use super::partition::Partition;
use super::people::People;
use super::shape::{ColumnKind, Join, Shape};

/// The facts of a form.
#[derive(Clone, Debug)]
pub(crate) struct FormFacts {
    pub(crate) shape: Arc<Shape>,
    /// For each of the form's columns, the texts behind its codes.
    pub(crate) dictionaries: Vec<Arc<Dictionary>>,
    /// The joined columns, in the order of [`Partition::joined`].
    pub(crate) joins: Arc<Vec<Join>>,
    /// By the year in whose April the financial year of the event begins.
    pub(crate) years: BTreeMap<i32, Arc<Partition>>,
}

impl FormFacts {
    pub(crate) fn new(shape: Shape, dictionaries: Vec<Dictionary>) -> FormFacts {
        FormFacts {
            shape: Arc::new(shape),
            dictionaries: dictionaries.into_iter().map(Arc::new).collect(),
            joins: Arc::default(),
            years: BTreeMap::new(),
        }
    }

    /// A new table of this form without a row.
    pub(crate) fn empty_partition(&self, forms: &BTreeMap<PackCode, FormFacts>) -> Partition {
        let joined = self.joins.iter().map(|join| empty_joined(join, forms));
        Partition::new(&self.shape, joined.collect())
    }
}

/// An empty column for a joined field; one of codes when there is no such field.
pub(crate) fn empty_joined(join: &Join, forms: &BTreeMap<PackCode, FormFacts>) -> Column {
    let shape = forms.get(&join.form).map(|other| &other.shape);
    let place = shape.and_then(|shape| shape.place_of(&join.field));
    let kind = match (shape, place) {
        (Some(shape), Some(place)) => shape.columns[place].kind,
        _ => ColumnKind::Filled,
    };
    kind.empty_column()
}

/// Which state of which table a figure was made from.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub struct PartitionVersion {
    /// The form.
    pub form: PackCode,
    /// The year in whose April the financial year of the events begins.
    pub year: i32,
    /// Another number for every change since the program started.
    pub version: u64,
}

/// Columns of every form's records. It never changes; what changes a record or a person gives a new
/// store that shares every other table with this one.
#[derive(Clone, Debug, Default)]
pub struct FactStore {
    pub(crate) forms: BTreeMap<PackCode, FormFacts>,
    pub(crate) teams: Arc<Dictionary>,
    pub(crate) people: People,
    /// When records that no longer count were first recorded, for when they count again.
    pub(crate) set_aside: Arc<BTreeMap<u32, u16>>,
    pub(crate) clocks: BTreeMap<PackCode, OccasionTable>,
}

impl FactStore {
    /// How many records count.
    #[must_use]
    pub fn records(&self) -> usize {
        self.partitions().map(|partition| partition.len()).sum()
    }

    /// How many bytes the columns take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let occasions: usize = self.clocks.values().map(OccasionTable::bytes).sum();
        self.partitions()
            .map(|partition| partition.bytes())
            .sum::<usize>()
            + occasions
    }

    /// The state of each of a form's tables, the earliest year first.
    #[must_use]
    pub fn versions_of(&self, form: &str) -> Vec<PartitionVersion> {
        let years = self
            .forms
            .get(form)
            .into_iter()
            .flat_map(|facts| &facts.years);
        years
            .map(|(year, partition)| PartitionVersion {
                form: form.to_owned(),
                year: *year,
                version: partition.version,
            })
            .collect()
    }

    fn partitions(&self) -> impl Iterator<Item = &Arc<Partition>> {
        self.forms.values().flat_map(|facts| facts.years.values())
    }
}
