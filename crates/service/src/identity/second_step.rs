//! The second step: codes of six digits by time (TOTP, RFC 6238), each taken once.

use std::fmt;

use clew_journal::Moment;
use clew_plan::AccountId;
use subtle::ConstantTimeEq as _;
use totp_rs::{Algorithm, TOTP};

use super::IdentityEvent;
use super::log::done_by;
use super::secrets::random;
use super::{HOUR, after};
use crate::{Act, Caller, Service, ServiceError, authorise};

/// Seconds for which a code stands.
const STEP: u64 = 30;
const DIGITS: usize = 6;
/// Bytes of the secret, as RFC 4226 recommends. After them stands the time at which it was made, in
/// microseconds.
const SECRET: usize = 20;
/// For how long a secret that was begun is shown and can be confirmed.
const BEGUN: i64 = HOUR;
/// What a telephone shows above the code.
const ISSUER: &str = "Clew";

/// What somebody puts into an app on their telephone. It is secret.
#[derive(Clone, Eq, PartialEq)]
pub struct SecondStepSetup {
    /// The secret, to be typed.
    pub secret_base32: String,
    /// The same as an address, for a QR code.
    pub otpauth_uri: String,
}

impl fmt::Debug for SecondStepSetup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecondStepSetup(hidden)")
    }
}

impl Service {
    /// Begins to set up a second step, with a new secret. It counts once a code has confirmed it, within
    /// an hour. The password is asked for: whoever found an open session must not lock its holder out
    /// with a telephone of their own.
    ///
    /// # Errors
    /// [`ServiceError::WrongSignIn`] when the password is not right, [`ServiceError::TooMany`]; when there
    /// is no such open account, it has a second step, or cannot sign in at all.
    pub fn begin_second_step(
        &self,
        account: &AccountId,
        password: &str,
        at: Moment,
    ) -> Result<SecondStepSetup, ServiceError> {
        self.known_open(account)?;
        self.is_own_password(account, password, at)?;
        let mut begun = random::<SECRET>()?.to_vec();
        begun.extend(at.microseconds().to_be_bytes());
        let kept = self.sealed(account, &begun)?;
        if !self.store().begin_second_step(account.as_str(), &kept)? {
            let problem = "it has one already, or no password yet; where the telephone is lost, an administrator can clear it";
            return Err(ServiceError::invalid("the second step", "", problem));
        }
        setup(&begun, account)
    }

    /// The second step that was begun within the hour and waits for its first code, as it was shown then;
    /// none where there is none. Looking at it changes nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn begun_second_step(
        &self,
        account: &AccountId,
        at: Moment,
    ) -> Result<Option<SecondStepSetup>, ServiceError> {
        let begun = self.begun(account, at)?;
        begun.map(|begun| setup(&begun.plain, account)).transpose()
    }

    fn begun(&self, account: &AccountId, at: Moment) -> Result<Option<Begun>, ServiceError> {
        let row = self.store().sign_in_of(account.as_str())?;
        let Some(kept) = row.and_then(|row| row.second_step_begun) else {
            return Ok(None);
        };
        let plain = self.opened(account, &kept)?;
        let made = plain.get(SECRET..).and_then(|made| made.try_into().ok());
        let made = made.map(i64::from_be_bytes).map(Moment::from_microseconds);
        let stands = made.is_some_and(|made| at < after(made, BEGUN));
        Ok(stands.then_some(Begun { kept, plain }))
    }

    /// Sets the second step up: the code shows that the telephone has the secret.
    ///
    /// # Errors
    /// [`ServiceError::WrongCode`], and [`ServiceError::LinkEnded`] when none was begun within the hour.
    pub fn finish_second_step(
        &self,
        account: &AccountId,
        code: &str,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let begun = self.begun(account, at)?.ok_or(ServiceError::LinkEnded)?;
        let counter = counter_of(&begun.plain, account, code, at)?;
        let counter = counter.ok_or(ServiceError::WrongCode)?;
        let store = self.store();
        let finished = store.finish_second_step(account.as_str(), &begun.kept, counter);
        self.sessions.forget();
        match finished? {
            true => self.note(IdentityEvent::SecondStepSet, Some(account), at, |_| {}),
            false => Err(ServiceError::LinkEnded),
        }
    }

    /// Takes the caller's own second step away, with a code of it: to set up another telephone.
    ///
    /// # Errors
    /// [`ServiceError::WrongCode`], [`ServiceError::TooMany`].
    pub fn leave_second_step(
        &self,
        account: &AccountId,
        code: &str,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let limits = super::throttle::of_code(account.as_str(), None, "its own session");
        self.count_try(&limits, at)?;
        if let Err(error) = self.accept_code(account, code, at) {
            self.note(IdentityEvent::WrongCode, Some(account), at, |_| {})?;
            return Err(error);
        }
        self.try_succeeded(&limits)?;
        self.clear_step(account)?;
        self.note(IdentityEvent::SecondStepRemoved, Some(account), at, |_| {})
    }

    /// Takes an account's second step away, and ends its sessions and the tokens of its programs: for a
    /// telephone that is lost.
    ///
    /// # Errors
    /// When the caller may not manage accounts.
    pub fn clear_second_step(
        &self,
        caller: &Caller,
        account: &AccountId,
    ) -> Result<(), ServiceError> {
        authorise(
            self.memory().state(),
            &caller.actor,
            Act::ManageAccounts,
            None,
        )?;
        self.clear_step(account)?;
        let (event, by) = (IdentityEvent::SecondStepRemoved, done_by(&caller.actor));
        self.note(event, Some(account), caller.at, by)?;
        self.sign_out_everywhere(account, &caller.actor, caller.at)
    }

    fn clear_step(&self, account: &AccountId) -> Result<(), ServiceError> {
        let cleared = self.store().clear_second_step(account.as_str());
        self.sessions.forget();
        Ok(cleared?)
    }

    /// Takes a code as used.
    pub(super) fn accept_code(
        &self,
        account: &AccountId,
        code: &str,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let row = self.store().sign_in_of(account.as_str())?;
        let kept = row
            .and_then(|row| row.second_step)
            .ok_or(ServiceError::LinkEnded)?;
        let secret = self.opened(account, &kept)?;
        let counter = counter_of(&secret, account, code, at)?.ok_or(ServiceError::WrongCode)?;
        match self.store().accept_counter(account.as_str(), counter)? {
            true => self.seal_if_plain(account, &kept),
            false => Err(ServiceError::WrongCode),
        }
    }
}

/// A second step that waits for its first code: as it is kept, and in plain.
struct Begun {
    kept: Vec<u8>,
    plain: Vec<u8>,
}

fn setup(begun: &[u8], account: &AccountId) -> Result<SecondStepSetup, ServiceError> {
    let codes = codes(begun, account)?;
    Ok(SecondStepSetup {
        secret_base32: codes.get_secret_base32(),
        otpauth_uri: codes.get_url(),
    })
}

/// The codes of a secret as it is kept.
fn codes(kept: &[u8], account: &AccountId) -> Result<TOTP, ServiceError> {
    let secret = kept.get(..SECRET).unwrap_or(kept).to_vec();
    // The address has its own use for a colon.
    let name = account.as_str().replace(':', " ");
    let codes = TOTP::new(
        Algorithm::SHA1,
        DIGITS,
        1,
        STEP,
        secret,
        Some(ISSUER.to_owned()),
        name,
    );
    codes.map_err(|error| ServiceError::Internal {
        message: format!("the second step cannot be used: {error}"),
    })
}

/// The counter of the step that a code belongs to: the present one, the one before or the one after,
/// as clocks differ a little. Every one is compared, and each in constant time.
fn counter_of(
    secret: &[u8],
    account: &AccountId,
    code: &str,
    at: Moment,
) -> Result<Option<i64>, ServiceError> {
    let codes = codes(secret, account)?;
    let code: String = code
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let seconds = u64::try_from(at.microseconds() / super::SECOND).unwrap_or(0);
    let now = seconds / STEP;
    let mut found = None;
    for counter in now.saturating_sub(1)..=now + 1 {
        let expected = codes.generate(counter * STEP);
        if bool::from(expected.as_bytes().ct_eq(code.as_bytes())) {
            found = i64::try_from(counter).ok();
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// RFC 6238, appendix B, for SHA-1: the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard_and_stand_one_step_either_way() {
        let secret = b"12345678901234567890";
        let account = AccountId::from("a");
        let counter = |code: &str, second: i64| {
            let at = Moment::from_microseconds(second * super::super::SECOND);
            counter_of(secret, &account, code, at).unwrap()
        };
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(counter(code, second), Some(second / 30));
            assert_eq!(counter(code, second - 30), Some(second / 30));
            assert_eq!(counter(code, second + 30), Some(second / 30));
            assert_eq!(counter(code, second + 60), None);
        }
        assert_eq!(counter("287 082", 59), Some(1));
        assert_eq!(counter("", 59), None);
        assert_eq!(counter("28708", 59), None);
    }
}
