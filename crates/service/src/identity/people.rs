//! What those who manage accounts do about signing in, and what an account does about its own.

use std::collections::BTreeMap;

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_store::identity::SignInRow;

use super::log::done_by;
use super::password::good_enough;
use super::{IdentityEvent, SecondStep, SessionToken, throttle};
use crate::{Act, Caller, Service, ServiceError, authorise};

/// The longest e-mail address there can be (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// What may be told of how an account signs in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignInSummary {
    /// The account.
    pub account: AccountId,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Whether it has a password.
    pub has_password: bool,
    /// Whether it has a second step.
    pub second_step: SecondStep,
    /// When it last signed in; none before the first time.
    pub last_signed_in: Option<Moment>,
}

impl From<SignInRow> for SignInSummary {
    fn from(row: SignInRow) -> Self {
        Self {
            account: AccountId::from(row.account.as_str()),
            email: row.email,
            has_password: row.password_hash.is_some(),
            second_step: match row.second_step {
                Some(_) => SecondStep::Done,
                None => SecondStep::NotSetUp,
            },
            last_signed_in: row.last_signed_in.map(Moment::from_microseconds),
        }
    }
}

impl Service {
    /// Gives an account a password, and an e-mail address where one is given: for the first
    /// administrator, from the command line. Its sessions and the tokens of its programs end.
    ///
    /// # Errors
    /// When the caller may not manage accounts, there is no such open account, the password is not good
    /// enough, or the address is none or another account's.
    pub fn give_password(
        &self,
        caller: &Caller,
        account: &AccountId,
        email: Option<&str>,
        password: &str,
    ) -> Result<(), ServiceError> {
        authorise(
            self.memory().state(),
            &caller.actor,
            Act::ManageAccounts,
            None,
        )?;
        let open = self.known_open(account)?;
        good_enough(password, account, &open, email)?;
        let hash = self.hashing.hash(password)?;
        if let Some(email) = email {
            self.give_email(account, email, caller.at)?;
        }
        self.replace_password(account, &hash, None, caller.at)?;
        let (event, by) = (IdentityEvent::PasswordChanged, done_by(&caller.actor));
        self.note(event, Some(account), caller.at, by)
    }

    /// Changes an account's own password. Its sessions end, save the one that is to be kept, and the
    /// tokens of its programs.
    ///
    /// # Errors
    /// [`ServiceError::WrongSignIn`] when the old one is not right, [`ServiceError::TooMany`], and when
    /// the new one is not good enough.
    pub fn set_password(
        &self,
        account: &AccountId,
        old: &str,
        new: &str,
        keep: Option<&SessionToken>,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let open = self.known_open(account)?;
        self.is_own_password(account, old, at)?;
        let email = self.email_of(account)?;
        good_enough(new, account, &open, email.as_deref())?;
        let hash = self.hashing.hash(new)?;
        self.replace_password(account, &hash, keep, at)?;
        self.note(IdentityEvent::PasswordChanged, Some(account), at, |_| {})
    }

    /// Refuses unless the password is the account's own; the tries are counted.
    pub(super) fn is_own_password(
        &self,
        account: &AccountId,
        password: &str,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let row = self.store().sign_in_of(account.as_str())?;
        let limits = [throttle::of_own_password(account.as_str())];
        self.count_try(&limits, at)?;
        let hash = row.as_ref().and_then(|row| row.password_hash.as_deref());
        if !self.hashing.verify(password, hash)? {
            self.note(IdentityEvent::WrongPassword, Some(account), at, |_| {})?;
            return Err(ServiceError::WrongSignIn);
        }
        self.try_succeeded(&limits)
    }

    /// Puts a password in place, and ends what was got with the one before: sessions, links, and the
    /// tokens of programs, which somebody else may have made.
    pub(super) fn replace_password(
        &self,
        account: &AccountId,
        hash: &str,
        keep: Option<&SessionToken>,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let name = account.as_str();
        self.store()
            .set_password_hash(name, hash, at.microseconds())?;
        self.end_links(account, None)?;
        self.revoke_every_token(account, at)?;
        self.drop_sessions(account, keep)
    }

    /// Gives an account its e-mail address, and returns it as it is kept.
    pub(super) fn give_email(
        &self,
        account: &AccountId,
        email: &str,
        at: Moment,
    ) -> Result<String, ServiceError> {
        let email = read_email(email)?;
        let given = self
            .store()
            .set_email(account.as_str(), Some(&email), at.microseconds())?;
        match given {
            Ok(()) => Ok(email),
            Err(_) => Err(wrong_email("another account has it; give each its own")),
        }
    }

    /// The e-mail address of an account.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn email_of(&self, account: &AccountId) -> Result<Option<String>, ServiceError> {
        let row = self.store().sign_in_of(account.as_str())?;
        Ok(row.and_then(|row| row.email))
    }

    /// The e-mail address of every account that has one: for what a caller has been authorised to do.
    pub(crate) fn every_email(&self) -> Result<BTreeMap<AccountId, String>, ServiceError> {
        let all = self.store().sign_ins()?.into_iter();
        let email = |row: SignInRow| Some((AccountId::from(row.account.as_str()), row.email?));
        Ok(all.filter_map(email).collect())
    }

    /// How each account signs in, and when it last did, for those who manage accounts. An account that
    /// was never given a way to sign in is not among them.
    ///
    /// # Errors
    /// When the account may not manage accounts.
    pub fn sign_in_summaries(&self, actor: &AccountId) -> Result<Vec<SignInSummary>, ServiceError> {
        let memory = self.memory();
        authorise(memory.state(), actor, Act::ManageAccounts, None)?;
        let rows = self.store().sign_ins()?;
        Ok(rows.into_iter().map(SignInSummary::from).collect())
    }

    /// How one account signs in, for itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn own_sign_in(&self, account: &AccountId) -> Result<Option<SignInSummary>, ServiceError> {
        let row = self.store().sign_in_of(account.as_str())?;
        Ok(row.map(SignInSummary::from))
    }

    /// Erases what is kept of an account beside the journal.
    pub(crate) fn erase_beside(&self, account: &AccountId) -> Result<(), ServiceError> {
        let erased = self.store().erase_account(account.as_str());
        self.sessions.forget();
        self.typed.forget();
        Ok(erased?)
    }

    /// Erases everything that is kept of an account beside the journal: how it signs in, its sessions,
    /// what it typed, its programs' tokens, the mail to it. The account itself stays in the journal.
    ///
    /// # Errors
    /// When the caller may not manage accounts.
    pub fn erase_sign_in(&self, caller: &Caller, account: &AccountId) -> Result<(), ServiceError> {
        authorise(
            self.memory().state(),
            &caller.actor,
            Act::ManageAccounts,
            None,
        )?;
        self.erase_beside(account)?;
        let (event, by) = (IdentityEvent::SignInErased, done_by(&caller.actor));
        self.note(event, Some(account), caller.at, by)
    }
}

/// An e-mail address as it is kept and compared: in lower case.
pub(super) fn read_email(text: &str) -> Result<String, ServiceError> {
    let email = text.trim().to_lowercase();
    let unfit = |character: char| {
        character.is_whitespace() || character.is_control() || "<>,;\"()".contains(character)
    };
    let parts = email.split_once('@');
    let whole = parts.is_some_and(|(before, host)| {
        !before.is_empty() && !host.is_empty() && !host.contains('@')
    });
    if !whole || email.contains(unfit) || email.len() > LONGEST_EMAIL {
        return Err(wrong_email(
            "it is no address; write it like name@example.org",
        ));
    }
    Ok(email)
}

fn wrong_email(problem: &str) -> ServiceError {
    ServiceError::invalid("the e-mail address", "email", problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_lower_case_and_what_is_none_is_refused() {
        assert!(
            matches!(read_email(" Duty.Team@Example.ORG "), Ok(email) if email == "duty.team@example.org")
        );
        let long = format!("{}@example.org", "a".repeat(250));
        for wrong in [
            "",
            "duty",
            "@example.org",
            "duty@",
            "a@b@c",
            "a b@c",
            "a@c\r\nBcc: d@e",
            "<a@b>",
            "a@b,c@d",
            &long,
        ] {
            assert!(read_email(wrong).is_err(), "{wrong}");
        }
    }
}
