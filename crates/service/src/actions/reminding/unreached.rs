//! The returns of a cycle of which nobody can be reminded, and why.

use std::collections::BTreeMap;

use clew_plan::{AccountId, UnitId};

use super::Reminding;
use crate::reading::Owners;
use crate::{Caller, ReturnOwed, Service, ServiceError};

/// Returns that are still owed by one owner, or one part of the organisation, whom no letter reaches.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unreached {
    /// The owner that the measures name; none where they name none.
    pub owner: Option<String>,
    /// The part that answers where no owner is named.
    pub unit: Option<UnitId>,
    /// The accounts that would be asked, each with its name, of which none has an e-mail address. Empty
    /// where no account answers.
    pub accounts: Vec<(AccountId, String)>,
    /// What is owed.
    pub returns: Vec<ReturnOwed>,
}

impl Service {
    /// The returns of a cycle that are still owed and of which nobody can be reminded: because no account
    /// answers for them, or because none of those that do has an e-mail address. One for each owner or part.
    ///
    /// # Errors
    /// When there is no such cycle, or the caller may not run it.
    pub fn unreached(
        &self,
        caller: &Caller,
        about: &Reminding<'_>,
    ) -> Result<Vec<Unreached>, ServiceError> {
        self.may_remind(caller, about)?;
        let emails = self.every_email()?;
        let (overview, memory) = (about.overview, about.overview.memory());
        let owners = Owners::of(memory, overview.units());
        let mut rows: BTreeMap<_, Unreached> = BTreeMap::new();
        let owed = overview.returns_in(about.plan, about.cycle);
        for owed in owed.into_iter().filter(ReturnOwed::is_owed) {
            let asked = owners.of_return(&owed);
            if asked.iter().any(|account| emails.contains_key(*account)) {
                continue;
            }
            let (owner, unit) = owed.answerer();
            let (owner, unit) = (owner.map(str::to_owned), unit.cloned());
            let named = |account: &AccountId| {
                let name = memory.state().account(account)?.name.clone();
                Some((account.clone(), name))
            };
            let accounts: Vec<_> = asked.into_iter().filter_map(named).collect();
            let key = (owner.clone(), unit.clone(), accounts.clone());
            let row = rows.entry(key).or_insert_with(|| Unreached {
                owner,
                unit,
                accounts,
                returns: Vec::new(),
            });
            row.returns.push(owed);
        }
        Ok(rows.into_values().collect())
    }
}
