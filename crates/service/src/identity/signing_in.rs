//! Signing in: a name and a password, then a code where the account has a second step.

use std::fmt;

use clew_journal::{Digest, Moment};
use clew_plan::AccountId;
use clew_store::identity::{LinkRow, SignInRow};

use super::links::CODE;
use super::log::from_address;
use super::secrets::{digest_of, new_token};
use super::{IdentityEvent, MINUTE, Session, SessionToken, after, throttle};
use crate::{Service, ServiceError};

/// The second half of signing in ends so long after the first.
const HALF_WAY: i64 = 10 * MINUTE;
/// Codes that may be tried in one second half.
const CODES: i64 = 5;

/// Someone who wants to sign in.
#[derive(Clone, Copy)]
pub struct SignInAttempt<'a> {
    /// The account's id, or its e-mail address.
    pub who: &'a str,
    /// The password.
    pub password: &'a str,
    /// What the device's own cookie says, which the last [`SignedIn`] there gave.
    pub device: Option<&'a str>,
    /// The network address that it comes from.
    pub address: &'a str,
    /// Now.
    pub at: Moment,
}

/// What a right password leads to.
pub enum SignInStep {
    /// A session.
    SignedIn(SignedIn),
    /// A code is still needed, within ten minutes.
    NeedsCode {
        /// What to give with the code. It is secret.
        pending: String,
    },
}

/// Someone who has signed in.
pub struct SignedIn {
    /// The session's token, for its cookie.
    pub token: SessionToken,
    /// The device's token, for a cookie that lasts a year. It is secret.
    pub device: String,
    /// The session.
    pub session: Session,
}

impl fmt::Debug for SignInAttempt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an attempt to sign in at {}", self.at)
    }
}

impl fmt::Debug for SignInStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedIn(signed_in) => signed_in.fmt(formatter),
            Self::NeedsCode { .. } => formatter.write_str("a code is needed"),
        }
    }
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "signed in: {:?}", self.session)
    }
}

impl Service {
    /// Signs in with a password. What is wrong with it is not told, and takes as long to find whether
    /// or not there is such an account.
    ///
    /// # Errors
    /// [`ServiceError::WrongSignIn`]; [`ServiceError::TooMany`] after too many failures of this
    /// account on this device or from this address, or of all from this address; and when the
    /// database cannot be used.
    pub fn sign_in(&self, attempt: &SignInAttempt<'_>) -> Result<SignInStep, ServiceError> {
        let found = self.account_called(attempt.who)?;
        let account = found
            .as_ref()
            .map(|row| AccountId::from(row.account.as_str()));
        // A name that is nobody's is counted like any other. No account's id begins with a space.
        let unknown = format!(" {}", attempt.who.trim().to_lowercase());
        let who = account.as_ref().map_or(unknown.as_str(), AccountId::as_str);
        let device = self.known_device(attempt.device, who)?;
        let limits = throttle::of_password(who, device.as_ref(), attempt.address);
        self.count_sign_in(&limits, (account.as_ref(), attempt.address), attempt.at)?;
        let hash = found.as_ref().and_then(|row| row.password_hash.as_deref());
        let right = self.hashing.verify(attempt.password, hash)?;
        let (Some(account), Some(hash), true) = (&account, hash, right) else {
            // Nothing of a name that nobody has is kept: it may be a password in the wrong field.
            let wrong = IdentityEvent::WrongPassword;
            let from = from_address(attempt.address);
            self.note(wrong, account.as_ref(), attempt.at, from)?;
            return Err(ServiceError::WrongSignIn);
        };
        self.try_succeeded(&limits)?;
        if self.hashing.is_outdated(hash) {
            let renewed = self.hashing.hash(attempt.password)?;
            self.store()
                .renew_password_hash(account.as_str(), hash, &renewed)?;
        }
        self.next_step(account, (attempt.device, attempt.address), attempt.at)
    }

    /// How the open account signs in that somebody means by its id or its e-mail address.
    pub(super) fn account_called(&self, who: &str) -> Result<Option<SignInRow>, ServiceError> {
        let who = who.trim();
        let id = AccountId::from(who);
        let account = match self.open_one(&id) {
            Some(_) => Some(id),
            None => {
                let found = self.store().account_with_email(&who.to_lowercase())?;
                found.map(|account| AccountId::from(account.as_str()))
            }
        };
        match account.filter(|account| self.open_one(account).is_some()) {
            Some(account) => Ok(self.store().sign_in_of(account.as_str())?),
            None => Ok(None),
        }
    }

    /// The digest of a device's token, where the account has signed in there before.
    fn known_device(
        &self,
        device: Option<&str>,
        account: &str,
    ) -> Result<Option<Digest>, ServiceError> {
        let Some(digest) = device.map(digest_of) else {
            return Ok(None);
        };
        let known = self.store().accounts_known_on(&digest)?;
        Ok(known.iter().any(|known| known == account).then_some(digest))
    }

    /// After a right password: a session, or the question for a code.
    pub(super) fn next_step(
        &self,
        account: &AccountId,
        (device, address): (Option<&str>, &str),
        at: Moment,
    ) -> Result<SignInStep, ServiceError> {
        let row = self.store().sign_in_of(account.as_str())?;
        if row.is_none_or(|row| row.second_step.is_none()) {
            return self
                .signed_in(account, (device, address), at)
                .map(SignInStep::SignedIn);
        }
        let pending = new_token()?;
        self.store().put_link(&LinkRow {
            token: digest_of(&pending),
            account: account.as_str().to_owned(),
            purpose: CODE.to_owned(),
            ends: after(at, HALF_WAY).microseconds(),
            tries: 0,
        })?;
        Ok(SignInStep::NeedsCode { pending })
    }

    /// Signs in with the code of the second step, after the password. A code is taken once, and
    /// none older than it afterwards.
    ///
    /// # Errors
    /// [`ServiceError::WrongCode`]; [`ServiceError::LinkEnded`] when the password was given too long ago
    /// or too many codes were tried since; [`ServiceError::TooMany`]; and when the database cannot be used.
    pub fn confirm_code(
        &self,
        pending: &str,
        code: &str,
        device: Option<&str>,
        address: &str,
        at: Moment,
    ) -> Result<SignedIn, ServiceError> {
        let token = digest_of(pending);
        let link = self.store().link(&token)?;
        let link = link.filter(|link| link.purpose == CODE && link.ends > at.microseconds());
        let account = link.map(|link| AccountId::from(link.account.as_str()));
        let account = account.filter(|account| self.open_one(account).is_some());
        let account = account.ok_or(ServiceError::LinkEnded)?;
        let known = self.known_device(device, account.as_str())?;
        let limits = throttle::of_code(account.as_str(), known.as_ref(), address);
        self.count_sign_in(&limits, (Some(&account), address), at)?;
        if !self.store().try_link(&token, CODES)? {
            return Err(ServiceError::LinkEnded);
        }
        if let Err(error) = self.accept_code(&account, code, at) {
            let wrong = IdentityEvent::WrongCode;
            self.note(wrong, Some(&account), at, from_address(address))?;
            return Err(error);
        }
        if !self.store().use_link(&token)? {
            return Err(ServiceError::LinkEnded);
        }
        self.try_succeeded(&limits)?;
        self.signed_in(&account, (device, address), at)
    }

    /// Begins the session, and lets the device be known from now on. What a stranger may have put
    /// into the device's cookie is never taken over.
    fn signed_in(
        &self,
        account: &AccountId,
        (device, address): (Option<&str>, &str),
        at: Moment,
    ) -> Result<SignedIn, ServiceError> {
        let device = match device {
            Some(device)
                if !self
                    .store()
                    .accounts_known_on(&digest_of(device))?
                    .is_empty() =>
            {
                device.to_owned()
            }
            _ => new_token()?,
        };
        let digest = digest_of(&device);
        self.store()
            .know_device(&digest, account.as_str(), at.microseconds())?;
        self.store()
            .note_signed_in(account.as_str(), at.microseconds())?;
        let (token, session) = self.begin_session(account, digest, at)?;
        let event = IdentityEvent::SignedIn;
        self.note(event, Some(account), at, from_address(address))?;
        // None only where the account was closed at this very moment.
        let session = session.ok_or(ServiceError::WrongSignIn)?;
        Ok(SignedIn {
            token,
            device,
            session,
        })
    }
}
