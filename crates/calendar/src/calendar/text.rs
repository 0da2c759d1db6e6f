//! Reading a calendar from its TOML file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Calendar, Effect, SpecialDay, table::WorkingDayTable};
use crate::{CalendarError, Day, Weekday};

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    name: String,
    title: String,
    based_on: Option<String>,
    first: Option<Day>,
    last: Option<Day>,
    weekend: Option<Vec<Weekday>>,
    #[serde(default)]
    holidays: Vec<Row>,
    #[serde(default)]
    worked: Vec<Row>,
    #[serde(default)]
    sources: BTreeMap<String, Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    date: Day,
    name: String,
    source: String,
    known_since: Option<Day>,
    withdrawn: Option<Day>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    title: String,
    address: Option<String>,
}

impl Calendar {
    /// Reads a calendar from TOML.
    ///
    /// ```
    /// # use clew_calendar::Calendar;
    /// let calendar = Calendar::from_toml(r#"
    ///     name = "our-council"
    ///     title = "Our council's working days"
    ///     based_on = "scotland-statutory"   # a built-in calendar, or left out
    ///     holidays = [
    ///       { date = "2026-04-06", name = "Easter Monday", source = "local", known_since = "2025-03-01" },
    ///     ]
    ///     worked = [                        # open although the calendar underneath is closed
    ///       { date = "2026-08-03", name = "Summer bank holiday", source = "local" },
    ///     ]
    ///     [sources]
    ///     local = { title = "Council decision of March 2025" }
    /// "#)?;
    /// assert!(!calendar.is_working_day("2026-04-06".parse()?)?);
    /// # Ok::<(), clew_calendar::CalendarError>(())
    /// ```
    ///
    /// `first` and `last` (the days covered) and `weekend` are taken from the calendar
    /// underneath when they are left out, and needed when there is none; `weekend`
    /// then is Saturday and Sunday. `note` and `withdrawn` (the day on which a
    /// holiday was moved or cancelled) are optional too.
    ///
    /// # Errors
    /// When the text is not such a file, a source is not explained, a date stands twice,
    /// a date lies outside the days covered, or no day of the week is worked.
    pub fn from_toml(text: &str) -> Result<Calendar, CalendarError> {
        let file: CalendarFile =
            toml::from_str(text).map_err(|error| unusable(error.to_string().trim_end()))?;
        let base = file
            .based_on
            .as_deref()
            .map(Calendar::built_in)
            .transpose()?;
        let (first, last) = covered_days(&file, base)?;
        let mut special_days = base.map_or_else(Vec::new, |base| base.special_days.clone());
        special_days.retain(|special| (first..=last).contains(&special.date));
        special_days.extend(own_special_days(&file, first, last)?);
        special_days.sort_by_key(|special| special.date);
        let mut calendar = Calendar {
            weekend: weekend(&file, base)?,
            name: file.name,
            title: file.title,
            first,
            last,
            special_days,
            known_on: None,
            table: WorkingDayTable::new(&[]),
        };
        calendar.table = calendar.worked_out();
        Ok(calendar)
    }
}

fn unusable(reason: impl Into<String>) -> CalendarError {
    CalendarError::CalendarText {
        reason: reason.into(),
    }
}

fn covered_days(file: &CalendarFile, base: Option<&Calendar>) -> Result<(Day, Day), CalendarError> {
    let first = file.first.or(base.map(|base| base.first));
    let last = file.last.or(base.map(|base| base.last));
    let (Some(first), Some(last)) = (first, last) else {
        return Err(unusable(
            "it has to say which days it covers, with first = \"2020-01-01\" and last = \"2030-12-31\"",
        ));
    };
    if last < first {
        return Err(unusable(format!(
            "it covers {first} to {last}, which is no day at all"
        )));
    }
    if let Some(base) = base.filter(|base| first < base.first || last > base.last) {
        return Err(unusable(format!(
            "it covers {first} to {last}, but {} underneath it covers only {} to {}",
            base.name, base.first, base.last
        )));
    }
    Ok((first, last))
}

fn weekend(file: &CalendarFile, base: Option<&Calendar>) -> Result<Vec<Weekday>, CalendarError> {
    let weekend = file
        .weekend
        .clone()
        .or_else(|| base.map(|base| base.weekend.clone()))
        .unwrap_or_else(|| vec![Weekday::Saturday, Weekday::Sunday]);
    if Weekday::ALL.iter().all(|day| weekend.contains(day)) {
        return Err(unusable("every day of the week is in its weekend"));
    }
    Ok(weekend)
}

fn own_special_days(
    file: &CalendarFile,
    first: Day,
    last: Day,
) -> Result<Vec<SpecialDay>, CalendarError> {
    let holidays = file.holidays.iter().map(|row| (row, Effect::Holiday));
    let worked = file.worked.iter().map(|row| (row, Effect::Worked));
    let mut special_days: Vec<SpecialDay> = Vec::new();
    let mut dates = std::collections::BTreeSet::new();
    for (row, effect) in holidays.chain(worked) {
        if !dates.insert(row.date) {
            return Err(unusable(format!("{} stands in it twice", row.date)));
        }
        if row.date < first || row.date > last {
            return Err(unusable(format!(
                "{} ({}) lies outside the days it covers, {first} to {last}",
                row.date, row.name
            )));
        }
        special_days.push(special_day(file, row, effect)?);
    }
    Ok(special_days)
}

fn special_day(
    file: &CalendarFile,
    row: &Row,
    effect: Effect,
) -> Result<SpecialDay, CalendarError> {
    let source = file.sources.get(&row.source).ok_or_else(|| {
        unusable(format!(
            "{} names the source \"{}\", which is not under [sources]",
            row.date, row.source
        ))
    })?;
    if let (Some(known_since), Some(withdrawn)) = (row.known_since, row.withdrawn)
        && withdrawn < known_since
    {
        return Err(unusable(format!(
            "{} is withdrawn on {withdrawn}, before it is known on {known_since}",
            row.date
        )));
    }
    Ok(SpecialDay {
        date: row.date,
        name: row.name.clone(),
        effect,
        source: source.title.clone(),
        address: source.address.clone(),
        known_since: row.known_since,
        withdrawn: row.withdrawn,
        note: row.note.clone(),
        calendar: file.name.clone(),
    })
}
