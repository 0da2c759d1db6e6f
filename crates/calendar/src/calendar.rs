//! Which days are working days: weekends, and special days as dated data.

mod arithmetic;
mod built_in;
mod special_day;
mod table;
mod text;

pub use special_day::{Effect, SpecialDay};

use crate::{CalendarError, Day, Period, Weekday};
use table::WorkingDayTable;

/// Which days are working days, over the days it covers.
///
/// A calendar answers with everything it knows, or, through
/// [`Calendar::as_known_on`], with what was known on some earlier day. It answers only
/// for the days it covers; about others it returns an error that says which it covers.
#[derive(Clone, Debug)]
pub struct Calendar {
    name: String,
    title: String,
    first: Day,
    last: Day,
    weekend: Vec<Weekday>,
    /// In order of date; for one date, the layer underneath first.
    special_days: Vec<SpecialDay>,
    known_on: Option<Day>,
    table: WorkingDayTable,
}

impl Calendar {
    /// The name that people choose it by, as in `scotland-statutory`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is, in a few words for a page.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The days it covers.
    pub fn coverage(&self) -> (Day, Day) {
        (self.first, self.last)
    }

    /// The days of the week that are never working days unless a special day says so.
    pub fn weekend(&self) -> &[Weekday] {
        &self.weekend
    }

    /// The day whose knowledge it answers with; `None` for everything known.
    pub fn known_on(&self) -> Option<Day> {
        self.known_on
    }

    /// Every special day in the data, also those not known yet or withdrawn since.
    pub fn special_days(&self) -> &[SpecialDay] {
        &self.special_days
    }

    /// The holidays of a period, as known to this calendar, in order.
    ///
    /// # Errors
    /// When the period reaches outside the days covered.
    pub fn holidays(&self, period: Period) -> Result<Vec<&SpecialDay>, CalendarError> {
        self.offset(period.first())?;
        self.offset(period.last())?;
        let counts = |special: &&SpecialDay| {
            period.contains(special.date)
                && special.effect == Effect::Holiday
                && special.holds(self.known_on)
                && !self.table.is_working(self.offset_of_covered(special.date))
        };
        Ok(self.special_days.iter().filter(counts).collect())
    }

    /// Whether the day is a working day.
    ///
    /// # Errors
    /// When the day lies outside the days covered.
    pub fn is_working_day(&self, day: Day) -> Result<bool, CalendarError> {
        Ok(self.table.is_working(self.offset(day)?))
    }

    /// The same calendar with what was known on a day: a bank holiday proclaimed later
    /// is absent, and one moved later is still where it was.
    #[must_use]
    pub fn as_known_on(&self, day: Day) -> Calendar {
        let mut earlier = self.clone();
        earlier.known_on = Some(day);
        earlier.table = earlier.worked_out();
        earlier
    }

    /// What became known after one day and up to another: special days proclaimed or
    /// withdrawn in between, in order of date. These are the days that can move the
    /// end of a clock worked out on the earlier day.
    pub fn learned_between(&self, after: Day, up_to: Day) -> Vec<&SpecialDay> {
        let within = |known: Option<Day>| known.is_some_and(|day| after < day && day <= up_to);
        self.special_days
            .iter()
            .filter(|special| within(special.known_since) || within(special.withdrawn))
            .collect()
    }

    /// How many working days there are from the first day covered up to and including
    /// each day covered, in order: the table behind the arithmetic, for work on
    /// columns. The difference of two entries is the working days between them.
    pub fn cumulative(&self) -> &[i32] {
        self.table.cumulative()
    }

    fn worked_out(&self) -> WorkingDayTable {
        let days = self.first.number()..=self.last.number();
        let mut working: Vec<bool> = days
            .filter_map(|number| Day::from_number(number).ok())
            .map(|day| !self.weekend.contains(&day.weekday()))
            .collect();
        for special in &self.special_days {
            if special.holds(self.known_on) {
                working[self.offset_of_covered(special.date)] = special.effect == Effect::Worked;
            }
        }
        WorkingDayTable::new(&working)
    }

    /// The place of a day in the table.
    fn offset(&self, day: Day) -> Result<usize, CalendarError> {
        if day < self.first || day > self.last {
            return Err(CalendarError::OutsideCoverage {
                calendar: self.name.clone(),
                day,
                first: self.first,
                last: self.last,
            });
        }
        Ok(self.offset_of_covered(day))
    }

    /// The place in the table of a day that is known to be covered.
    fn offset_of_covered(&self, day: Day) -> usize {
        usize::try_from(self.first.days_until(day)).unwrap_or(0)
    }
}
