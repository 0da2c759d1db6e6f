//! Signing in, and what is kept beside the journal because it is secret or must be erasable.
//!
//! Who has an account and what it may do stands in the journal. Its password, its second step, its
//! sessions, what it has typed, its programs' tokens and the mail to it do not. The time is always
//! passed in; of every token only the digest is kept.

mod api_tokens;
mod believed;
mod forms;
mod hashing;
mod held_files;
mod keeping;
mod links;
mod log;
mod managing;
mod outbox;
mod password;
mod people;
mod second_step;
mod secrets;
mod sessions;
mod signing_in;
mod throttle;

pub use api_tokens::{ApiSession, ApiToken, Scope};
pub use forms::{HeldForm, Typed};
pub use held_files::HeldFile;
pub use keeping::SecretKey;
pub use links::{Invitation, Purpose};
pub use log::{IdentityEvent, IdentityLine, IdentityQuery};
pub use outbox::{DueMail, Mail, MailLink, SentMail};
pub use people::SignInSummary;
pub use second_step::SecondStepSetup;
pub use secrets::SessionToken;
pub use sessions::{SecondStep, Session};
pub use signing_in::{SignInAttempt, SignInStep, SignedIn};

pub(crate) use believed::Believed;
pub(crate) use hashing::Hashing;
pub(crate) use secrets::{new_id, random};
pub(crate) use sessions::AsRead;

use clew_journal::Moment;
use clew_plan::{Account, AccountId};
use clew_store::identity::Before;

use crate::naming::not_found;
use crate::{Service, ServiceError};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The moment so many microseconds after another.
const fn after(at: Moment, microseconds: i64) -> Moment {
    Moment::from_microseconds(at.microseconds().saturating_add(microseconds))
}

impl Service {
    /// Takes away whatever has been kept for long enough: ended sessions, links and held forms, what
    /// was typed, drafts of records, files chosen in forms and mail after ninety days, devices and the log of sign-ins
    /// after a year, and who looked at whom after seven. To be called every hour or so.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_expired(&self, at: Moment) -> Result<(), ServiceError> {
        let ago = |microseconds: i64| at.microseconds().saturating_sub(microseconds);
        let before = Before {
            now: at.microseconds(),
            day: ago(DAY),
            ninety_days: ago(90 * DAY),
            year: ago(365 * DAY),
        };
        self.store().forget_drafts(ago(90 * DAY))?;
        self.store().forget_looks(ago(7 * 366 * DAY))?;
        self.store().forget_expired(&before)?;
        self.sessions.forget();
        self.typed.forget();
        Ok(())
    }

    /// An account that is open, as the journal has it.
    fn open_one(&self, account: &AccountId) -> Option<Account> {
        let memory = self.memory();
        let found = memory.state().account(account);
        found.filter(|account| !account.closed).cloned()
    }

    /// As [`Service::open_one`], or the error that there is none.
    fn known_open(&self, account: &AccountId) -> Result<Account, ServiceError> {
        self.open_one(account).ok_or_else(|| {
            let open = self.open_accounts();
            not_found(
                "open account",
                account.as_str(),
                open.iter().map(AccountId::as_str),
            )
        })
    }
}
