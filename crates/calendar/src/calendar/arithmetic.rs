//! Adding and counting working days, in one step whatever the distance.

use crate::{Calendar, CalendarError, Day};

impl Calendar {
    /// The working day that is this many working days after the day.
    ///
    /// The day itself is day 0 and never counts, whether or not it is a working day:
    /// counting starts the day after, as for requests under the Freedom of Information
    /// (Scotland) Act 2002, section 10(1) ("the twentieth working day after" receipt).
    /// So 1 working day after a Friday, a Saturday or a Sunday is the Monday. Adding 0
    /// gives the day itself. A negative number counts backwards in the same way: 1
    /// working day before a Monday, a Sunday or a Saturday is the Friday.
    ///
    /// # Errors
    /// When the day, or the answer, lies outside the days covered.
    pub fn add_working_days(&self, day: Day, days: i32) -> Result<Day, CalendarError> {
        let place = self.offset(day)?;
        if days == 0 {
            return Ok(day);
        }
        let up_to = self.table.up_to(place);
        let number = if days > 0 {
            up_to.checked_add(days)
        } else {
            let before = up_to - i32::from(self.table.is_working(place));
            before.checked_add(days + 1)
        };
        let found = number.and_then(|number| self.table.place_of(number));
        self.day_at(found).ok_or_else(|| self.runs_out(day, days))
    }

    /// How many working days come after the first day, up to and including the other.
    ///
    /// 0 from a day to itself and from a Friday to the Sunday; 1 from a Friday to the
    /// Monday. When the other day is earlier the answer is the same count with a
    /// minus sign. It undoes [`Calendar::add_working_days`] for numbers above 0.
    ///
    /// # Errors
    /// When either day lies outside the days covered.
    pub fn working_days_between(&self, from: Day, to: Day) -> Result<i32, CalendarError> {
        Ok(self.table.up_to(self.offset(to)?) - self.table.up_to(self.offset(from)?))
    }

    /// The day itself when it is a working day, or else the next one.
    ///
    /// # Errors
    /// When the day, or the answer, lies outside the days covered.
    pub fn working_day_on_or_after(&self, day: Day) -> Result<Day, CalendarError> {
        if self.is_working_day(day)? {
            return Ok(day);
        }
        self.add_working_days(day, 1)
    }

    /// The day itself when it is a working day, or else the one before.
    ///
    /// # Errors
    /// When the day, or the answer, lies outside the days covered.
    pub fn working_day_on_or_before(&self, day: Day) -> Result<Day, CalendarError> {
        if self.is_working_day(day)? {
            return Ok(day);
        }
        self.add_working_days(day, -1)
    }

    /// The same day of the month so many months later, moved on to the next working
    /// day when it is not one.
    ///
    /// A month too short for the day gives its last day (see [`Day::plus_months`]).
    ///
    /// # Errors
    /// When the answer lies outside the days covered.
    pub fn add_months_to_working_day(&self, day: Day, months: i32) -> Result<Day, CalendarError> {
        self.working_day_on_or_after(day.plus_months(months))
    }

    fn day_at(&self, place: Option<usize>) -> Option<Day> {
        let days = i32::try_from(place?).ok()?;
        Some(self.first.plus_days(days))
    }

    fn runs_out(&self, from: Day, days: i32) -> CalendarError {
        CalendarError::RunsOutOfCoverage {
            calendar: self.name.clone(),
            from,
            days,
            first: self.first,
            last: self.last,
        }
    }
}
