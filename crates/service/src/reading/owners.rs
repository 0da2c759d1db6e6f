//! Whose a thing is: from the name of its owner, or from who holds a role for its part.

use std::collections::{BTreeSet, HashMap};

use clew_plan::{AccountId, Role, UnitId};

use super::returns::ReturnOwed;
use super::units::UnitTree;
use crate::Memory;

/// Which accounts answer for what.
pub(crate) struct Owners<'memory> {
    units: &'memory UnitTree,
    /// Open accounts by their name in lower case.
    by_name: HashMap<String, &'memory AccountId>,
    /// Open accounts by a role and the part for which they hold it; none is the whole.
    by_role: HashMap<(Role, Option<&'memory UnitId>), Vec<&'memory AccountId>>,
}

impl<'memory> Owners<'memory> {
    pub(crate) fn of(memory: &'memory Memory, units: &'memory UnitTree) -> Self {
        let mut owners = Self {
            units,
            by_name: HashMap::new(),
            by_role: HashMap::new(),
        };
        let accounts = memory.state().accounts();
        for (id, account) in accounts.filter(|(_, account)| !account.closed) {
            let name = account.name.trim().to_lowercase();
            owners.by_name.entry(name).or_insert(id);
            for grant in &account.grants {
                let held = (grant.role, grant.unit.as_ref());
                let holders = owners.by_role.entry(held).or_default();
                holders.push(id);
            }
        }
        owners
    }

    /// The open account with this name.
    pub(crate) fn named(&self, name: &str) -> Option<&'memory AccountId> {
        self.by_name.get(&name.trim().to_lowercase()).copied()
    }

    /// Those who hold a role for a part, or else for the nearest part above it.
    pub(crate) fn nearest(&self, role: Role, unit: Option<&UnitId>) -> Vec<&'memory AccountId> {
        let line = unit
            .map(|unit| self.units.upwards(unit))
            .unwrap_or_default();
        let places = line.into_iter().map(Some).chain([None]);
        let mut held = places.filter_map(|place| self.by_role.get(&(role, place)));
        held.next().cloned().unwrap_or_default()
    }

    /// Those who answer for something that names its owner and its part: the open account of that
    /// name, or else those who hold the role of an owner nearest to the part.
    pub(crate) fn of_thing(
        &self,
        owner: Option<&str>,
        unit: Option<&UnitId>,
    ) -> Vec<&'memory AccountId> {
        match owner.and_then(|owner| self.named(owner)) {
            Some(account) => vec![account],
            None => self.nearest(Role::Owner, unit),
        }
    }

    /// Those who owe a return. That of a part of the organisation is owed by who answers for the part,
    /// before the owner of the measure.
    pub(crate) fn of_return(&self, owed: &ReturnOwed) -> BTreeSet<&'memory AccountId> {
        let for_part = owed.key.unit.as_ref().map(|unit| {
            let held = self.by_role.get(&(Role::Owner, Some(unit)));
            held.cloned().unwrap_or_default()
        });
        match for_part.filter(|holders| !holders.is_empty()) {
            Some(holders) => holders.into_iter().collect(),
            None => {
                let found = self.of_thing(owed.owner.as_deref(), owed.unit.as_ref());
                found.into_iter().collect()
            }
        }
    }
}
