//! Days, reporting periods, working-day calendars and bank holidays as dated data.
//!
//! Everything here is pure: no file, network or clock is read. "Today" is always
//! something the caller passes in.

mod calendar;
mod day;
mod error;
mod period;
mod weekday;

pub use calendar::{Calendar, Effect, SpecialDay};
pub use day::Day;
pub use error::CalendarError;
pub use period::{Period, PeriodKind};
pub use weekday::Weekday;
