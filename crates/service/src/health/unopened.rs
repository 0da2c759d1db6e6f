//! Why a database cannot be opened: not there, not Clew's, too new, out of reach or damaged.

use clew_store::{Location, Store, StoreError};

use super::HealthFinding;
use crate::{Service, ServiceError, verify_store};

/// Faults that are listed; `clew verify` lists them all.
const MOST_LISTED: usize = 5;

/// Why the journal at a place cannot be opened, and what to do; empty when it can.
///
/// Where the database can be opened and the journal in it cannot be read, the journal is verified,
/// and its first faults are among the findings.
#[must_use]
pub fn why_not_opened(location: &Location) -> Vec<HealthFinding> {
    let store = match Store::open(location) {
        Ok(store) => store,
        Err(error) => return vec![of_store_error(location, &error)],
    };
    drop(store);
    match Service::open(location) {
        Ok(_) => Vec::new(),
        Err(ServiceError::Store(error)) => vec![of_store_error(location, &error)],
        Err(error) => {
            let damaged = HealthFinding::problem(
                format!("the journal at {location} is damaged: {error}"),
                crate::verifying::RESTORE,
            );
            std::iter::once(damaged).chain(faults(location)).collect()
        }
    }
}

fn faults(location: &Location) -> Vec<HealthFinding> {
    let verified = Store::open(location).and_then(|store| verify_store(&store, &mut |_| {}));
    let faults = verified
        .map(|found| found.faults)
        .unwrap_or_default()
        .into_iter();
    let finding = |fault: crate::Fault| HealthFinding::problem(fault.what, fault.advice);
    faults.take(MOST_LISTED).map(finding).collect()
}

/// What an error on opening says of the place.
fn of_store_error(location: &Location, error: &StoreError) -> HealthFinding {
    let advice = match error {
        StoreError::NotThere { .. } => {
            "look whether the path or address is right; `clew init` makes a new journal, `clew restore` one from a backup"
        }
        StoreError::NotClew { .. } => {
            "look whether the path or address is right; choose another place for a new journal"
        }
        StoreError::NewerSchema { .. } => "use the release of Clew that made it, or a later one",
        StoreError::Unavailable { .. } => {
            "see that the server runs and can be reached with this address, or that the file can be read"
        }
        StoreError::Busy => "wait until the other program is done, and try again",
        StoreError::Full => "make room on the disk, and try again",
        StoreError::ReadOnly => "allow this account to write to it",
        StoreError::BadLocation { .. } => {
            "give the path of a file, or an address such as postgres://user@host/database"
        }
        _ => crate::verifying::RESTORE,
    };
    let what = match error {
        StoreError::NotThere { .. }
        | StoreError::NotClew { .. }
        | StoreError::NewerSchema { .. }
        | StoreError::BadLocation { .. } => error.to_string(),
        other => format!("{location} cannot be opened: {other}"),
    };
    HealthFinding::problem(what, advice)
}
