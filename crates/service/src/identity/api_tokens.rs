//! Tokens with which programs act for an account, within scopes.

use std::fmt;

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_store::identity::ApiTokenRow;

use super::secrets::{digest_of, new_id, new_token};
use super::{IdentityEvent, MINUTE};
use crate::authorise::authorise_anywhere;
use crate::naming::not_found;
use crate::{Act, Caller, Service, ServiceError, authorise};

/// How a token begins, so that it is known for what it is where it is found by mistake.
const START: &str = "clew_";
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// What a token may be used for, within what its account may do.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum Scope {
    /// To read.
    Read,
    /// To change.
    Write,
    /// To fetch the calendar of what is due from its account, and nothing else.
    Calendar,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Calendar];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Calendar => "calendar",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// What an account is told of one of its tokens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiToken {
    /// Its id, which opens nothing.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub made: Moment,
    /// When it ends; none where it does not.
    pub ends: Option<Moment>,
    /// When it was last used, to the minute.
    pub used: Option<Moment>,
    /// When it was revoked.
    pub revoked: Option<Moment>,
}

/// What a token that can be used stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiSession {
    /// The account that it acts for.
    pub account: AccountId,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// What its owner calls it.
    pub name: String,
}

impl From<ApiTokenRow> for ApiToken {
    fn from(row: ApiTokenRow) -> Self {
        Self {
            scopes: read_scopes(&row.scopes),
            id: row.id,
            name: row.name,
            made: Moment::from_microseconds(row.made),
            ends: row.ends.map(Moment::from_microseconds),
            used: row.used.map(Moment::from_microseconds),
            revoked: row.revoked.map(Moment::from_microseconds),
        }
    }
}

impl Service {
    /// Makes a token for a program that acts for the caller. It is shown this once. The caller's
    /// password is asked for: a token outlasts the session, so a session left open must not make one.
    ///
    /// # Errors
    /// When the caller has no role, the name is empty or too long, there is no scope, or it would have
    /// ended already; when the password is not right, [`ServiceError::TooMany`] after too many that were not.
    pub fn make_api_token(
        &self,
        caller: &Caller,
        password: &str,
        name: &str,
        scopes: &[Scope],
        ends: Option<Moment>,
    ) -> Result<String, ServiceError> {
        authorise_anywhere(self.memory().state(), &caller.actor, Act::Read)?;
        let name = sound(name, scopes, ends, caller.at)?;
        self.is_own_password(&caller.actor, password, caller.at)
            .map_err(wrong_password)?;
        self.put_new_token(caller, name, scopes, ends)
    }

    fn put_new_token(
        &self,
        caller: &Caller,
        name: &str,
        scopes: &[Scope],
        ends: Option<Moment>,
    ) -> Result<String, ServiceError> {
        let token = format!("{START}{}", new_token()?);
        let held = |scope: &Scope| scopes.contains(scope);
        let words: Vec<&str> = Scope::ALL
            .into_iter()
            .filter(held)
            .map(Scope::word)
            .collect();
        self.store().put_api_token(&ApiTokenRow {
            token: digest_of(&token),
            id: new_id()?,
            account: caller.actor.as_str().to_owned(),
            name: name.to_owned(),
            scopes: words.join(" "),
            made: caller.at.microseconds(),
            ends: ends.map(Moment::microseconds),
            used: None,
            revoked: None,
        })?;
        let about = format!("{name} ({})", words.join(" "));
        let event = IdentityEvent::TokenMade;
        self.note(event, Some(&caller.actor), caller.at, |row| {
            row.about = Some(about);
        })?;
        Ok(token)
    }

    /// Makes the token with which a calendar program fetches what is due from the caller; one that was
    /// made before ends. It is shown this once.
    ///
    /// # Errors
    /// When the caller has no role, or the database cannot be used.
    pub fn make_calendar_token(&self, caller: &Caller) -> Result<String, ServiceError> {
        authorise_anywhere(self.memory().state(), &caller.actor, Act::Read)?;
        let earlier = self.api_tokens(&caller.actor)?;
        let ends =
            |token: &&ApiToken| token.revoked.is_none() && token.scopes.contains(&Scope::Calendar);
        let token = self.put_new_token(caller, "Calendar", &[Scope::Calendar], None)?;
        for token in earlier.iter().filter(ends) {
            self.revoke_api_token(&caller.actor, &token.id, caller.at)?;
        }
        Ok(token)
    }

    /// Whose calendar a token opens; none for any other token, and where it was revoked or its account
    /// is closed.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub fn calendar_of(&self, token: &str, at: Moment) -> Result<Option<AccountId>, ServiceError> {
        let found = self.api_token(token, at)?;
        let found = found.filter(|found| found.scopes.contains(&Scope::Calendar));
        Ok(found.map(|found| found.account))
    }

    /// The tokens of an account, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn api_tokens(&self, account: &AccountId) -> Result<Vec<ApiToken>, ServiceError> {
        let rows = self.store().api_tokens(account.as_str())?;
        Ok(rows.into_iter().map(ApiToken::from).collect())
    }

    /// Revokes a token of an account, by its id.
    ///
    /// # Errors
    /// When there is none that was not revoked.
    pub fn revoke_api_token(
        &self,
        account: &AccountId,
        id: &str,
        at: Moment,
    ) -> Result<(), ServiceError> {
        match self
            .store()
            .revoke_api_token(account.as_str(), id, at.microseconds())?
        {
            true => {
                let mut all = self.api_tokens(account)?.into_iter();
                let name = all.find(|token| token.id == id).map(|token| token.name);
                self.note(IdentityEvent::TokenRevoked, Some(account), at, |row| {
                    row.about = name;
                })
            }
            false => Err(not_found("token", id, std::iter::empty())),
        }
    }

    /// Revokes every token of an account.
    pub(super) fn revoke_every_token(
        &self,
        account: &AccountId,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let standing = self.api_tokens(account)?;
        let standing = standing.iter().filter(|token| token.revoked.is_none());
        let names: Vec<&str> = standing.map(|token| token.name.as_str()).collect();
        self.store()
            .revoke_api_tokens(account.as_str(), at.microseconds())?;
        names.into_iter().try_for_each(|name| {
            self.note(IdentityEvent::TokenRevoked, Some(account), at, |row| {
                row.about = Some(name.to_owned());
            })
        })
    }

    /// The tokens of any account, the latest first, for those who manage accounts.
    ///
    /// # Errors
    /// When the caller may not manage accounts.
    pub fn api_tokens_of(
        &self,
        actor: &AccountId,
        account: &AccountId,
    ) -> Result<Vec<ApiToken>, ServiceError> {
        authorise(self.memory().state(), actor, Act::ManageAccounts, None)?;
        self.api_tokens(account)
    }

    /// Revokes a token of any account, by its id, for those who manage accounts.
    ///
    /// # Errors
    /// When the caller may not manage accounts, or there is none that was not revoked.
    pub fn revoke_api_token_of(
        &self,
        caller: &Caller,
        account: &AccountId,
        id: &str,
    ) -> Result<(), ServiceError> {
        let memory = self.memory();
        authorise(memory.state(), &caller.actor, Act::ManageAccounts, None)?;
        self.revoke_api_token(account, id, caller.at)
    }

    /// What a token stands for; none where it has ended, was revoked, or its account is closed.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub fn api_token(&self, token: &str, at: Moment) -> Result<Option<ApiSession>, ServiceError> {
        let now = at.microseconds();
        let row = self.store().api_token(&digest_of(token))?;
        let stands =
            |row: &ApiTokenRow| row.revoked.is_none() && row.ends.is_none_or(|ends| ends > now);
        let Some(row) = row.filter(stands) else {
            return Ok(None);
        };
        let account = AccountId::from(row.account.as_str());
        if self.open_one(&account).is_none() {
            return Ok(None);
        }
        if row.used.is_none_or(|used| now - used >= MINUTE) {
            self.store().use_api_token(&row.token, now)?;
        }
        Ok(Some(ApiSession {
            account,
            scopes: read_scopes(&row.scopes),
            name: row.name,
        }))
    }
}

/// A password that is not right, as a fault of the form that it was typed into.
fn wrong_password(error: ServiceError) -> ServiceError {
    match error {
        ServiceError::WrongSignIn => {
            ServiceError::invalid("the token", "password", "it is not your present password")
        }
        other => other,
    }
}

fn sound<'a>(
    name: &'a str,
    scopes: &[Scope],
    ends: Option<Moment>,
    at: Moment,
) -> Result<&'a str, ServiceError> {
    let name = name.trim();
    let problem = if name.is_empty() || name.chars().count() > LONGEST_NAME {
        Some((
            "name",
            "give it a name of at most 100 characters that says what uses it",
        ))
    } else if scopes.is_empty() {
        Some(("scopes", "say whether it may read, or write too"))
    } else if ends.is_some_and(|ends| ends <= at) {
        Some(("ends", "that is past; choose a later time"))
    } else {
        None
    };
    problem.map_or(Ok(name), |(field, problem)| {
        Err(ServiceError::invalid("the token", field, problem))
    })
}

fn read_scopes(words: &str) -> Vec<Scope> {
    let held = |scope: &Scope| words.split(' ').any(|word| word == scope.word());
    Scope::ALL.into_iter().filter(held).collect()
}
