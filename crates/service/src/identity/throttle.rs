//! Slowing guessing down, without letting strangers lock people out.
//!
//! As OWASP describes for device cookies: on a device on which an account has signed in before, only
//! failures of that account on that device count. On any other, failures of the account from that
//! address count, and there are fewer of them where very many fail from the address, whatever the name.
//! Whoever fails at other accounts, or from elsewhere, however often, therefore never keeps anyone out.
//! What can be shut is one account from one address, on devices on which it has never signed in.

use std::net::{IpAddr, Ipv6Addr};

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
    kind: Kind,
}

/// What a limit does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// Shuts an account in one place; a success wipes it.
    Shuts,
    /// Makes the limits after it strict. A success only takes itself back: an account of one's own would
    /// else wipe the count of guesses at others'.
    MakesStrict,
}

/// Failures of an account on one device, or from one address, in a quarter of an hour.
const OF_ACCOUNT: i64 = 10;
/// The same from an address from which very many fail.
const OF_ACCOUNT_STRICTLY: i64 = 3;
/// Failures of all accounts from one address in a quarter of an hour that are very many: a whole office
/// may share one.
const OF_ADDRESS: i64 = 100;
/// Resets that may be asked for one account in an hour.
const RESETS: i64 = 5;
const QUARTER: i64 = 15 * MINUTE;
/// Leading bits of an IPv6 address that say where an account's failures come from: one customer has so
/// many addresses below them that counting each would count nothing.
const BITS_OF_CUSTOMER: u32 = 56;
/// The same for all failures of an address.
const BITS_OF_SITE: u32 = 48;

/// The limits of a password: `who` is the account, or what was given for one.
pub(super) fn of_password(who: &str, known_device: Option<&Digest>, address: &str) -> Vec<Limit> {
    match known_device {
        Some(device) => vec![of_account("password on device", who, device.as_bytes())],
        None => vec![
            of_address(address),
            of_account(
                "password from address",
                who,
                place(address, BITS_OF_CUSTOMER).as_bytes(),
            ),
        ],
    }
}

/// The limit of a password that an account is asked for once it has signed in.
pub(super) fn of_own_password(who: &str) -> Limit {
    of_account("password in its own session", who, &[])
}

/// Where an address is, for counting: an IPv4 address itself, also where it is written as an IPv6 one, and
/// of any other IPv6 address its first bits. What is no address stands for itself.
fn place(address: &str, bits: u32) -> String {
    match address
        .parse::<IpAddr>()
        .map(|address| address.to_canonical())
    {
        Ok(IpAddr::V6(address)) => {
            let kept = u128::MAX << (128 - bits);
            format!("{}/{bits}", Ipv6Addr::from(u128::from(address) & kept))
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// The limits of a code. Only who has the password comes so far, so on devices that are not known the
/// account's failures count wherever they come from: many addresses do not make many guesses.
pub(super) fn of_code(who: &str, known_device: Option<&Digest>, address: &str) -> Vec<Limit> {
    match known_device {
        Some(device) => vec![of_account("code on device", who, device.as_bytes())],
        None => vec![of_address(address), of_account("code elsewhere", who, &[])],
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
        kind: Kind::Shuts,
    }
}

fn of_address(address: &str) -> Limit {
    Limit {
        what: named(&[b"address", place(address, BITS_OF_SITE).as_bytes()]),
        most: OF_ADDRESS,
        within: QUARTER,
        kind: Kind::MakesStrict,
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
        let mut strict = false;
        for limit in limits {
            let oldest = after(at, -limit.within).microseconds();
            let counted = self
                .store()
                .count_attempt(&limit.what, at.microseconds(), oldest)?;
            let most = match strict {
                true => limit.most.min(OF_ACCOUNT_STRICTLY),
                false => limit.most,
            };
            match limit.kind {
                Kind::MakesStrict => strict |= counted.count > most,
                Kind::Shuts if counted.count > most => {
                    let since = Moment::from_microseconds(counted.since);
                    let until = after(since, limit.within + 1);
                    return Ok(Some((until, counted.count == most + 1)));
                }
                Kind::Shuts => {}
            }
        }
        Ok(None)
    }

    /// Forgets the failures of an account; those of all accounts from an address stay.
    pub(super) fn forget_failures(&self, limits: &[Limit]) -> Result<(), ServiceError> {
        let mut shut = limits.iter().filter(|limit| limit.kind == Kind::Shuts);
        shut.try_for_each(|limit| Ok(self.store().forget_attempts(&limit.what)?))
    }

    /// A try that was counted has succeeded.
    pub(super) fn try_succeeded(&self, limits: &[Limit]) -> Result<(), ServiceError> {
        for limit in limits {
            match limit.kind {
                Kind::Shuts => self.store().forget_attempts(&limit.what)?,
                Kind::MakesStrict => self.store().take_back_attempt(&limit.what)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_customer_count_as_one() {
        let same =
            |one: &str, other: &str| place(one, BITS_OF_CUSTOMER) == place(other, BITS_OF_CUSTOMER);
        assert!(same("2001:db8:1:200::1", "2001:db8:1:2ff:ffff::9"));
        assert!(!same("2001:db8:1:200::1", "2001:db8:1:300::1"));
        assert!(same("::ffff:192.0.2.7", "192.0.2.7"));
        assert!(!same("192.0.2.7", "192.0.2.8"));
        assert!(same("2001:0db8:0001:0200::1", "2001:db8:1:200::1"));
        assert!(!same("unknown", ""));
        let site = |address: &str| place(address, BITS_OF_SITE);
        assert_eq!(site("2001:db8:1:200::1"), site("2001:db8:1:300::1"));
        assert_ne!(site("2001:db8:1::1"), site("2001:db8:2::1"));
    }
}
