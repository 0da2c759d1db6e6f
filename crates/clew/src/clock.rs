//! The one place where commands read a clock.

use std::time::{SystemTime, UNIX_EPOCH};

use clew_journal::Moment;
pub use clew_service::local_time::{end_of, shown, start_of};

use crate::failure::Failure;

/// Says what time it is instead of the clock, for tests and transcripts, for example `2026-06-12T14:05Z`.
const NOW: &str = "CLEW_NOW";
/// Must be `1` for [`NOW`] to be believed: a wrong time in a journal can never be taken out again.
const TESTING: &str = "CLEW_TESTING";

/// The time that a test sets instead of the clock; none when none is set.
///
/// # Errors
/// When `CLEW_NOW` is set and this is no test, or is no moment.
pub fn set() -> Result<Option<Moment>, Failure> {
    let Ok(written) = std::env::var(NOW) else {
        return Ok(None);
    };
    if std::env::var(TESTING).as_deref() != Ok("1") {
        return Err(
            Failure::new(format!("{NOW} is set, which is for tests only"))
                .hint(format!("unset it; for a test set {TESTING}=1 as well")),
        );
    }
    let moment = written.parse();
    moment
        .map(Some)
        .map_err(|error| Failure::new(format!("{NOW}: {error}")))
}

/// The time now, by the machine's clock.
///
/// # Errors
/// When the clock stands before 1970, or `CLEW_NOW` is set and this is no test, or is no moment.
pub fn now() -> Result<Moment, Failure> {
    if let Some(moment) = set()? {
        return Ok(moment);
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let microseconds = since
        .ok()
        .and_then(|since| i64::try_from(since.as_micros()).ok());
    microseconds
        .map(Moment::from_microseconds)
        .ok_or_else(|| Failure::new("the clock of this machine stands before 1970").hint("set it"))
}
