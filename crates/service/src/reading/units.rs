//! The tree of the organisation's parts, looked up at once.

use std::collections::HashMap;

use clew_plan::{Book, UnitId};

/// Which part lies in which.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnitTree {
    above: HashMap<UnitId, Option<UnitId>>,
}

impl UnitTree {
    pub(crate) fn of(book: &Book) -> Self {
        let units = book.units.iter();
        Self {
            above: units
                .map(|unit| (unit.id.clone(), unit.parent.clone()))
                .collect(),
        }
    }

    /// The part and those above it, from the part up. A tree that is not sound ends where it comes
    /// back to itself.
    pub(crate) fn upwards<'tree>(&'tree self, unit: &'tree UnitId) -> Vec<&'tree UnitId> {
        let mut line = vec![unit];
        let mut next = self.above.get(unit).and_then(Option::as_ref);
        while let Some(above) = next.filter(|above| !line.contains(above)) {
            line.push(above);
            next = self.above.get(above).and_then(Option::as_ref);
        }
        line
    }

    /// Whether a part is the other one or lies somewhere below it.
    pub(crate) fn is_within(&self, unit: &UnitId, other: &UnitId) -> bool {
        unit == other || self.upwards(unit).contains(&other)
    }
}
