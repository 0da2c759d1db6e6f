//! Accounts: who may act, and what their roles are.

use clew_journal::{Change, Proposal, Replacement, Subject};
use clew_plan::{Account, AccountId, Grant, Role, WorkGrant};

use crate::naming::{known_unit, not_found};
use crate::{Act, Caller, Done, Memory, Service, ServiceError, authorise};

impl Service {
    /// Opens an account; the reason stands in the journal, as it does for every change of an account.
    ///
    /// # Errors
    /// When the caller may not, or there is one with this id.
    pub fn open_account(
        &self,
        caller: &Caller,
        id: &AccountId,
        name: &str,
        grants: &[Grant],
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            authorise(memory.state(), &caller.actor, Act::ManageAccounts, None)?;
            if memory.state().account(id).is_some() {
                return Err(ServiceError::invalid(
                    format!("the account {id}"),
                    "id",
                    "there is one already",
                ));
            }
            if id.as_str().trim().is_empty() || name.trim().is_empty() {
                return Err(ServiceError::invalid(
                    "the account",
                    "id",
                    "an account needs an id and a name, for example a post",
                ));
            }
            grants
                .iter()
                .try_for_each(|grant| known_unit(memory.book(), grant.unit.as_ref()))?;
            let account = Account {
                name: name.to_owned(),
                grants: grants.to_vec(),
                work: Vec::new(),
                closed: false,
            };
            Ok(set(memory, id, account).because(reason).into())
        })
    }

    /// Gives an account a role in a part of the organisation; none for the whole.
    ///
    /// # Errors
    /// When the caller may not, or there is no such account or part.
    pub fn grant(
        &self,
        caller: &Caller,
        id: &AccountId,
        grant: &Grant,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.change_account(caller, id, reason, &|memory, account| {
            known_unit(memory.book(), grant.unit.as_ref())?;
            if !account.grants.contains(grant) {
                account.grants.push(grant.clone());
            }
            Ok(())
        })
    }

    /// Takes a role away again.
    ///
    /// # Errors
    /// When the caller may not, there is no such account, or nobody would be left to manage accounts.
    pub fn revoke(
        &self,
        caller: &Caller,
        id: &AccountId,
        grant: &Grant,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.change_account(caller, id, reason, &|_, account| {
            if !account.grants.contains(grant) {
                return Err(ServiceError::invalid(
                    format!("the account {id}"),
                    "role",
                    format!("it does not have the role {}", grant.role),
                ));
            }
            account.grants.retain(|held| held != grant);
            Ok(())
        })
    }

    /// Says what work an account does, and where, in place of what was said: a pack says which kinds of work may take or
    /// authorise the steps of a process.
    ///
    /// # Errors
    /// When the caller may not, there is no such account or part, or no pack in force names such a kind of work.
    pub fn set_work(
        &self,
        caller: &Caller,
        id: &AccountId,
        work: &[WorkGrant],
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.change_account(caller, id, reason, &|memory, account| {
            for grant in work {
                known_unit(memory.book(), grant.unit.as_ref())?;
                // What the account already has stays, whatever has become of the packs.
                if !account.work.contains(grant) {
                    self.known_work(memory, &grant.role)?;
                }
            }
            account.work = work.to_vec();
            account.work.sort();
            account.work.dedup();
            Ok(())
        })
    }

    /// Closes an account; it stays in the journal.
    ///
    /// # Errors
    /// When the caller may not, there is no such account, or nobody would be left to manage accounts.
    pub fn close_account(
        &self,
        caller: &Caller,
        id: &AccountId,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.change_account(caller, id, reason, &|_, account| {
            account.closed = true;
            Ok(())
        })
    }

    /// Opens a closed account again, with the roles that it had. Whoever had it before may have left, so
    /// everything that was kept of how it signs in is erased: its holder is to be invited anew.
    ///
    /// # Errors
    /// When the caller may not, or there is no such account.
    pub fn reopen_account(
        &self,
        caller: &Caller,
        id: &AccountId,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        let memory = self.follow()?;
        authorise(memory.state(), &caller.actor, Act::ManageAccounts, None)?;
        if memory
            .state()
            .account(id)
            .is_some_and(|account| account.closed)
        {
            // First, so that nothing of it counts at any moment at which the account is open.
            self.erase_beside(id)?;
        }
        self.change_account(caller, id, reason, &|_, account| {
            account.closed = false;
            Ok(())
        })
    }

    fn change_account(
        &self,
        caller: &Caller,
        id: &AccountId,
        reason: Option<&str>,
        change: &dyn Fn(&Memory, &mut Account) -> Result<(), ServiceError>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            authorise(memory.state(), &caller.actor, Act::ManageAccounts, None)?;
            let before = memory.state().account(id).ok_or_else(|| {
                let known = memory.state().accounts().map(|(id, _)| id.as_str());
                not_found("account", id.as_str(), known)
            })?;
            let mut account = before.clone();
            change(memory, &mut account)?;
            if account == *before {
                return Ok(Vec::new().into());
            }
            someone_is_left(memory, id, &account)?;
            Ok(set(memory, id, account).because(reason).into())
        })
    }
}

fn set(memory: &Memory, id: &AccountId, now: Account) -> Proposal {
    let subject = Subject::account(id);
    let version = memory.state().version(&subject);
    let was = memory.state().account(id).cloned();
    Proposal::new(
        subject,
        version,
        Change::SetAccount(Box::new(Replacement { now, was })),
    )
}

/// Refuses a change after which no open account could manage accounts.
fn someone_is_left(memory: &Memory, id: &AccountId, after: &Account) -> Result<(), ServiceError> {
    let manages = |account: &Account| {
        let whole = |grant: &Grant| grant.role == Role::Administrator && grant.unit.is_none();
        !account.closed && account.grants.iter().any(whole)
    };
    let others = memory
        .state()
        .accounts()
        .any(|(other, account)| other != id && manages(account));
    if others || manages(after) {
        Ok(())
    } else {
        Err(ServiceError::invalid(
            format!("the account {id}"),
            "role",
            "nobody would be left to manage accounts; give another account the role administrator first",
        ))
    }
}
