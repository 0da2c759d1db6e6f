//! Slowing guessing down, so that nobody can be locked out by others.
//!
//! As OWASP describes for device cookies: on a device on which an account has signed in before, only
//! failures of that account on that device count. On any other, failures of the account from that
//! address count, and those of all accounts from that address. Whoever fails from elsewhere, however
//! often, therefore never keeps anyone out who sits at a device of theirs.

use clew_journal::{Digest, Moment};
use clew_plan::AccountId;

use super::log::from_address;
use super::{HOUR, IdentityEvent, MINUTE, after};
use crate::{Service, ServiceError};

/// How often something may fail within a time that begins with the first failure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    what: Digest,
    most: i64,
    within: i64,
    /// Whether a success wipes the count, or only takes itself back.
    wiped: bool,
}

/// Failures of an account on one device, or from one address, in a quarter of an hour.
const OF_ACCOUNT: i64 = 10;
/// Failures of all accounts from one address in a quarter of an hour: a whole office may share one.
const OF_ADDRESS: i64 = 100;
/// Resets that may be asked for one account in an hour.
const RESETS: i64 = 5;
const QUARTER: i64 = 15 * MINUTE;

/// The limits of a password: `who` is the account, or what was given for one.
pub(super) fn of_password(who: &str, known_device: Option<&Digest>, address: &str) -> Vec<Limit> {
    match known_device {
        Some(device) => vec![of_account("password on device", who, device.as_bytes())],
        None => vec![
            of_account("password from address", who, address.as_bytes()),
            of_address(address),
        ],
    }
}

/// The limits of a code. Only who has the password comes so far, so on devices that are not known the
/// account's failures count wherever they come from: many addresses do not make many guesses.
pub(super) fn of_code(who: &str, known_device: Option<&Digest>, address: &str) -> Vec<Limit> {
    match known_device {
        Some(device) => vec![of_account("code on device", who, device.as_bytes())],
        None => vec![of_account("code elsewhere", who, &[]), of_address(address)],
    }
}

/// The limit of asking for a reset.
pub(super) fn of_reset(who: &str) -> Limit {
    Limit {
        most: RESETS,
        within: HOUR,
        ..of_account("reset", who, &[])
    }
}

fn of_account(kind: &str, who: &str, place: &[u8]) -> Limit {
    Limit {
        what: named(&[kind.as_bytes(), who.as_bytes(), place]),
        most: OF_ACCOUNT,
        within: QUARTER,
        wiped: true,
    }
}

fn of_address(address: &str) -> Limit {
    Limit {
        what: named(&[b"address", address.as_bytes()]),
        most: OF_ADDRESS,
        within: QUARTER,
        // Else an account of one's own would wipe the count of guesses at others'.
        wiped: false,
    }
}

/// One name for several texts, each with its length, so that no two come to the same.
fn named(parts: &[&[u8]]) -> Digest {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&(part.len() as u64).to_be_bytes());
        all.extend_from_slice(part);
    }
    Digest::of(&all)
}

impl Service {
    /// Counts a try before it is known whether it fails, and refuses it where there were too many.
    pub(super) fn count_try(&self, limits: &[Limit], at: Moment) -> Result<(), ServiceError> {
        match self.refused_try(limits, at)? {
            None => Ok(()),
            Some((until, _)) => Err(ServiceError::TooMany { until }),
        }
    }

    /// As [`Service::count_try`], of signing in: the first that is refused is noted, and not each one of
    /// a thousand that follow.
    pub(super) fn count_sign_in(
        &self,
        limits: &[Limit],
        (account, address): (Option<&AccountId>, &str),
        at: Moment,
    ) -> Result<(), ServiceError> {
        let Some((until, first)) = self.refused_try(limits, at)? else {
            return Ok(());
        };
        if first {
            let event = IdentityEvent::LockedOut;
            self.note(event, account, at, from_address(address))?;
        }
        Err(ServiceError::TooMany { until })
    }

    /// Counts a try. Where there were too many: until when it is refused, and whether it is the first
    /// that is.
    fn refused_try(
        &self,
        limits: &[Limit],
        at: Moment,
    ) -> Result<Option<(Moment, bool)>, ServiceError> {
        for limit in limits {
            let oldest = after(at, -limit.within).microseconds();
            let counted = self
                .store()
                .count_attempt(&limit.what, at.microseconds(), oldest)?;
            if counted.count > limit.most {
                let since = Moment::from_microseconds(counted.since);
                let until = after(since, limit.within + 1);
                return Ok(Some((until, counted.count == limit.most + 1)));
            }
        }
        Ok(None)
    }

    /// Forgets the failures of an account; those of all accounts from an address stay.
    pub(super) fn forget_failures(&self, limits: &[Limit]) -> Result<(), ServiceError> {
        let mut of_account = limits.iter().filter(|limit| limit.wiped);
        of_account.try_for_each(|limit| Ok(self.store().forget_attempts(&limit.what)?))
    }

    /// A try that was counted has succeeded.
    pub(super) fn try_succeeded(&self, limits: &[Limit]) -> Result<(), ServiceError> {
        for limit in limits {
            match limit.wiped {
                true => self.store().forget_attempts(&limit.what)?,
                false => self.store().take_back_attempt(&limit.what)?,
            }
        }
        Ok(())
    }
}
