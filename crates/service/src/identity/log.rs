//! The log of sign-ins: who signed in and who could not, whose means of signing in changed, and who opened
//! evidence. It stands beside the journal, because it tells of people and must end after a year; the network addresses in it end after ninety days.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_store::identity::{IdentityLogFilter, IdentityLogRow};

use super::secrets::new_id;
use crate::{Act, Service, ServiceError, authorise};

/// Lines that are read at a time, at the most.
const MOST_LINES: u32 = 1_000;

/// Declares the events once: name, stored word and what is said of it.
macro_rules! events {
    ($($(#[$meta:meta])* $name:ident = $word:literal, $said:literal;)+) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
        pub enum IdentityEvent { $( $(#[$meta])* $name ),+ }

        impl IdentityEvent {
            /// Every event.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            /// Its word, as it is stored.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$name => $word ),+ }
            }

            /// What is said of it.
            #[must_use]
            pub const fn said(self) -> &'static str {
                match self { $( Self::$name => $said ),+ }
            }
        }
    };
}

events! {
    /// Somebody signed in.
    SignedIn = "signed-in", "Signed in";
    /// A wrong password, or a name that nobody has.
    WrongPassword = "wrong-password", "Wrong name or password";
    /// A wrong code of the second step.
    WrongCode = "wrong-code", "Wrong code";
    /// Too many failures: further tries are refused for a while.
    LockedOut = "locked-out", "Locked out for a while";
    /// A password was chosen or given.
    PasswordChanged = "password-changed", "Password changed";
    /// A second step was set up.
    SecondStepSet = "second-step-set", "Second step set up";
    /// A second step was taken away.
    SecondStepRemoved = "second-step-removed", "Second step removed";
    /// A session was ended by its owner.
    SignedOut = "signed-out", "Signed out";
    /// Every session of an account was ended.
    SignedOutEverywhere = "signed-out-everywhere", "Signed out everywhere";
    /// A token was made.
    TokenMade = "token-made", "Token made";
    /// A token was revoked.
    TokenRevoked = "token-revoked", "Token revoked";
    /// How an account signs in was erased.
    SignInErased = "sign-in-erased", "Way to sign in erased";
    /// A file of evidence was opened.
    EvidenceOpened = "evidence-opened", "Evidence opened";
}

impl fmt::Display for IdentityEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

impl FromStr for IdentityEvent {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let mut all = Self::ALL.iter();
        let found = all.find(|event| event.word() == word).copied();
        found.ok_or_else(|| format!("nothing called {word:?} is logged"))
    }
}

/// One line of the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentityLine {
    /// When it happened.
    pub at: Moment,
    /// What happened; none for a word of a later release.
    pub event: Option<IdentityEvent>,
    /// Whose sign-in it is about; none where nobody has the name that was given.
    pub account: Option<AccountId>,
    /// Who did it, where it was somebody else.
    pub actor: Option<AccountId>,
    /// The network address that it came from, where it is known.
    pub address: Option<String>,
    /// A token's name, or the file that was opened.
    pub about: Option<String>,
}

/// Which lines to read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct IdentityQuery {
    /// Only those about this account.
    pub account: Option<AccountId>,
    /// Only those of this event.
    pub event: Option<IdentityEvent>,
    /// At most so many; a thousand at the most.
    pub limit: u32,
    /// So many of the latest are passed over.
    pub skip: u32,
}

impl Service {
    /// What happened to sign-ins, the latest first, for those who manage accounts.
    ///
    /// # Errors
    /// When the account may not manage accounts, or the database cannot be read.
    pub fn identity_log(
        &self,
        actor: &AccountId,
        query: &IdentityQuery,
    ) -> Result<Vec<IdentityLine>, ServiceError> {
        authorise(self.memory().state(), actor, Act::ManageAccounts, None)?;
        let rows = self.store().identity_log(&IdentityLogFilter {
            account: query.account.as_ref().map(ToString::to_string),
            event: query.event.map(|event| event.word().to_owned()),
            limit: query.limit.min(MOST_LINES),
            skip: query.skip,
        })?;
        Ok(rows.into_iter().map(IdentityLine::from).collect())
    }

    /// Notes that something happened; `more` says what else there is to say of it.
    pub(crate) fn note(
        &self,
        event: IdentityEvent,
        account: Option<&AccountId>,
        at: Moment,
        more: impl FnOnce(&mut IdentityLogRow),
    ) -> Result<(), ServiceError> {
        let mut row = IdentityLogRow {
            id: next_id()?,
            at: at.microseconds(),
            account: account.map(ToString::to_string),
            event: event.word().to_owned(),
            actor: None,
            address: None,
            about: None,
        };
        more(&mut row);
        Ok(self.store().note_identity(&row)?)
    }
}

/// An id that comes after those made before in this process: of two things that happen in the same
/// microsecond the later one is told first too.
fn next_id() -> Result<String, ServiceError> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    Ok(format!("{number:012}-{}", new_id()?))
}

/// Says from which network address something came.
pub(super) fn from_address(address: &str) -> impl FnOnce(&mut IdentityLogRow) + '_ {
    move |row| row.address = Some(address.to_owned()).filter(|address| !address.is_empty())
}

/// Says who did something, where it was not the account itself.
pub(super) fn done_by(actor: &AccountId) -> impl FnOnce(&mut IdentityLogRow) + '_ {
    move |row| {
        let actor = actor.to_string();
        row.actor = Some(actor).filter(|actor| row.account.as_ref() != Some(actor));
    }
}

impl From<IdentityLogRow> for IdentityLine {
    fn from(row: IdentityLogRow) -> Self {
        let account = |id: String| AccountId::from(id.as_str());
        Self {
            at: Moment::from_microseconds(row.at),
            event: row.event.parse().ok(),
            account: row.account.map(account),
            actor: row.actor.map(account),
            address: row.address,
            about: row.about,
        }
    }
}
