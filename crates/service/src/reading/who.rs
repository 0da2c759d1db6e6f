//! Who can see or change a thing, and why.

use clew_plan::{Account, AccountId, Grant, Role, UnitId};

use super::units::UnitTree;
use crate::{Act, Memory};

/// An account that may do something, and the role by which it may.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WhoAndWhy {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The part of the organisation for which the role is held; none for the whole.
    pub through: Option<UnitId>,
}

/// Everyone who may do each act to what belongs to a part of the organisation (none: to the whole).
///
/// An account is named once for each act, by the role held nearest to the part. Reading is open to
/// whoever holds any role, wherever, since plans are shown whole.
#[must_use]
pub fn who_can(memory: &Memory, unit: Option<&UnitId>) -> Vec<(Act, Vec<WhoAndWhy>)> {
    let units = UnitTree::of(memory.book());
    let line = unit.map(|unit| units.upwards(unit)).unwrap_or_default();
    let acts = Act::ALL.into_iter();
    acts.map(|act| (act, those_who_can(memory, act, &line)))
        .collect()
}

fn those_who_can(memory: &Memory, act: Act, line: &[&UnitId]) -> Vec<WhoAndWhy> {
    let accounts = memory.state().accounts();
    let open = accounts.filter(|(_, account)| !account.closed);
    open.filter_map(|(id, account)| {
        let grant = nearest(account, act, line)?;
        Some(WhoAndWhy {
            account: id.clone(),
            name: account.name.clone(),
            role: grant.role,
            through: grant.unit.clone(),
        })
    })
    .collect()
}

/// The grant held nearest to the part by which an account may act there.
fn nearest<'account>(
    account: &'account Account,
    act: Act,
    line: &[&UnitId],
) -> Option<&'account Grant> {
    let distance = |grant: &Grant| match &grant.unit {
        None => Some(line.len()),
        Some(held) => match line.iter().position(|unit| *unit == held) {
            Some(levels) => Some(levels),
            None => (act == Act::Read).then_some(line.len() + 1),
        },
    };
    let grants = account.grants.iter();
    grants
        .filter(|grant| act.roles().contains(&grant.role))
        .filter_map(|grant| Some((distance(grant)?, grant)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, grant)| grant)
}
