//! How large a council, and for which days.

use clew_calendar::Day;

use crate::SynthError;

/// About how many records, over which days, and whether earlier versions of records come too.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Size {
    /// About so many records, give or take a tenth.
    pub records: u64,
    /// The first day of the council's own recording. What was already open on it was brought over, with its own
    /// earlier days.
    pub first: Day,
    /// The last day: what happens later is not known.
    pub last: Day,
    /// True when a record first comes as it was when it was opened, and again when its later days were filled in.
    pub versions: bool,
}

impl Size {
    /// So many records over ten financial years, from 1 April 2016 to 31 March 2026, each record as it last stood.
    #[must_use]
    pub fn of(records: u64) -> Size {
        let first = Day::new(2016, 4, 1).unwrap_or(Day::START);
        let last = Day::new(2026, 3, 31).unwrap_or(Day::END);
        Size {
            records,
            first,
            last,
            versions: false,
        }
    }

    /// The same over other days.
    #[must_use]
    pub fn over(self, first: Day, last: Day) -> Size {
        Size {
            first,
            last,
            ..self
        }
    }

    /// The same with each record's earlier version too.
    #[must_use]
    pub fn with_versions(self) -> Size {
        Size {
            versions: true,
            ..self
        }
    }

    /// How far everything is scaled from one large council, in millionths.
    pub(crate) fn scale(self) -> u64 {
        let days = u64::try_from(self.first.days_until(self.last) + 1).unwrap_or(1);
        let full = RECORDS_OF_A_YEAR * days / 365 + RECORDS_AT_THE_START;
        (self.records * 1_000_000 / full.max(1)).max(1)
    }

    /// # Errors
    /// When the days are not among those that can be made.
    pub(crate) fn checked(self) -> Result<Size, SynthError> {
        let within = self.first.year() >= 2015 && self.last.year() <= 2034;
        if within && self.first <= self.last {
            return Ok(self);
        }
        Err(SynthError::Days)
    }
}

/// About how many records one large council makes in a year, of the kinds that are made here, as counted with the
/// example `volumes`.
const RECORDS_OF_A_YEAR: u64 = 79_500;

/// About how many records come of what was open at the start, before and after it.
const RECORDS_AT_THE_START: u64 = 38_000;
