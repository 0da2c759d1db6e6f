//! `clew calendar`: working days added and counted, and the holidays of a year.

use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};
use clew_calendar::{Calendar, Day, Period, SpecialDay};
use serde_json::json;

use crate::failure::Failure;

/// Work with working days and bank holidays.
#[derive(Debug, Args)]
pub(crate) struct CalendarArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Say which day is so many working days after (or, below 0, before) a date.
    ///
    /// Counting starts the day after the date, whether or not it is a working day.
    Add {
        /// The date counted from, as 2026-06-12; it is day 0.
        date: Day,
        /// How many working days.
        #[arg(allow_negative_numbers = true)]
        days: i32,
        #[command(flatten)]
        choice: Choice,
    },
    /// Count the working days after one date, up to and including another.
    Between {
        /// The date counted from, as 2026-06-12; it is day 0.
        from: Day,
        /// The date counted to, which is included.
        to: Day,
        #[command(flatten)]
        choice: Choice,
    },
    /// List the holidays of a calendar year.
    List {
        /// The calendar year, as 2026.
        year: i32,
        #[command(flatten)]
        choice: Choice,
        /// How to write the list.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

#[derive(Debug, Args)]
struct Choice {
    /// A built-in calendar (scotland-statutory, scotland-council) or a calendar file that ends in .toml.
    #[arg(long, default_value = "scotland-statutory", value_name = "NAME|FILE")]
    calendar: String,
    /// Answer with what was known on this date: later proclamations are left out.
    #[arg(long, value_name = "DATE")]
    known_on: Option<Day>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs `clew calendar`.
///
/// # Errors
/// When the calendar is not there or cannot be read, or a date lies outside the days it covers.
pub(crate) fn run(args: &CalendarArgs, out: &mut dyn Write) -> Result<(), Failure> {
    match &args.action {
        Action::Add { date, days, choice } => add(*date, *days, choice, out),
        Action::Between { from, to, choice } => between(*from, *to, choice, out),
        Action::List {
            year,
            choice,
            format,
        } => list(*year, choice, *format, out),
    }
}

impl Choice {
    /// The calendar with all that is known.
    fn latest(&self) -> Result<Calendar, Failure> {
        if !self.calendar.to_lowercase().ends_with(".toml") {
            return Ok(Calendar::built_in(&self.calendar)?.clone());
        }
        let text = std::fs::read_to_string(&self.calendar).map_err(|error| {
            Failure::new(format!(
                "could not read the calendar {}: {error}",
                self.calendar
            ))
        })?;
        Ok(Calendar::from_toml(&text)?)
    }

    /// The calendar as it was known on the date asked for.
    fn chosen(&self) -> Result<Calendar, Failure> {
        let latest = self.latest()?;
        Ok(self
            .known_on
            .map_or_else(|| latest.clone(), |day| latest.as_known_on(day)))
    }
}

fn add(date: Day, days: i32, choice: &Choice, out: &mut dyn Write) -> Result<(), Failure> {
    let calendar = choice.chosen()?;
    let found = calendar.add_working_days(date, days)?;
    writeln!(out, "{found} {}", found.weekday())?;
    let (count, side) = (
        days.unsigned_abs(),
        if days < 0 { "before" } else { "after" },
    );
    let noun = if count == 1 {
        "working day"
    } else {
        "working days"
    };
    writeln!(
        out,
        "{count} {noun} {side} {date} {}, by {}",
        date.weekday(),
        described(&calendar)
    )?;
    left_out(&calendar, date, found, out)?;
    if choice.known_on.is_some() {
        let now = choice.latest()?.add_working_days(date, days)?;
        say_if_moved(&found.to_string(), &now.to_string(), out)?;
    }
    Ok(())
}

fn between(from: Day, to: Day, choice: &Choice, out: &mut dyn Write) -> Result<(), Failure> {
    let calendar = choice.chosen()?;
    let found = calendar.working_days_between(from, to)?;
    writeln!(out, "{found}")?;
    writeln!(
        out,
        "working days after {from} {}, up to and including {to} {}, by {}",
        from.weekday(),
        to.weekday(),
        described(&calendar)
    )?;
    left_out(&calendar, from, to, out)?;
    if choice.known_on.is_some() {
        let now = choice.latest()?.working_days_between(from, to)?;
        say_if_moved(&found.to_string(), &now.to_string(), out)?;
    }
    Ok(())
}

fn list(year: i32, choice: &Choice, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let calendar = choice.chosen()?;
    let holidays = calendar.holidays(Period::calendar_year(year)?)?;
    match format {
        Format::Text => {
            writeln!(
                out,
                "{}, {year}{}",
                calendar.title(),
                known_on_text(&calendar)
            )?;
            for holiday in holidays {
                writeln!(out, "{}", line(holiday))?;
            }
        }
        Format::Json => {
            let document = json!({
                "calendar": calendar.name(),
                "title": calendar.title(),
                "year": year,
                "known_on": calendar.known_on(),
                "holidays": holidays,
            });
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// Names the holidays that the count passed over; the day counted from never counts anyway.
fn left_out(calendar: &Calendar, from: Day, to: Day, out: &mut dyn Write) -> Result<(), Failure> {
    let span = Period::range(from.min(to), from.max(to))?;
    for holiday in calendar
        .holidays(span)?
        .into_iter()
        .filter(|holiday| holiday.date != from)
    {
        writeln!(out, "left out: {}", line(holiday))?;
    }
    Ok(())
}

fn say_if_moved(then: &str, now: &str, out: &mut dyn Write) -> Result<(), Failure> {
    if then != now {
        writeln!(out, "moved since: with the holidays known now it is {now}")?;
    }
    Ok(())
}

fn line(holiday: &SpecialDay) -> String {
    let note = if holiday.note.is_empty() {
        String::new()
    } else {
        format!(" ({})", holiday.note)
    };
    format!(
        "{} {:<9} {}{note}",
        holiday.date,
        holiday.date.weekday(),
        holiday.name
    )
}

fn described(calendar: &Calendar) -> String {
    format!("{}{}", calendar.name(), known_on_text(calendar))
}

fn known_on_text(calendar: &Calendar) -> String {
    calendar
        .known_on()
        .map_or_else(String::new, |day| format!(" as known on {day}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        args: CalendarArgs,
    }

    fn output(words: &str) -> Result<String, Failure> {
        let line =
            <Line as clap::Parser>::try_parse_from(format!("calendar {words}").split(' ')).unwrap();
        let mut out = Vec::new();
        run(&line.args, &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn adding_says_the_day_and_the_holidays_left_out() {
        let text = output("add 2026-06-12 5 --calendar scotland-statutory").unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "2026-06-22 Monday");
        assert_eq!(
            lines[1],
            "5 working days after 2026-06-12 Friday, by scotland-statutory"
        );
        assert!(
            lines[2].starts_with("left out: 2026-06-15 Monday"),
            "{text}"
        );
        assert!(
            output("add 2026-06-16 -1")
                .unwrap()
                .starts_with("2026-06-12 Friday\n1 working day before")
        );
    }

    #[test]
    fn an_answer_from_before_a_proclamation_says_that_it_has_moved() {
        let text = output("add 2026-06-01 20 --known-on 2026-01-10").unwrap();
        assert!(text.starts_with("2026-06-29 Monday"), "{text}");
        assert!(
            text.ends_with("moved since: with the holidays known now it is 2026-06-30\n"),
            "{text}"
        );
    }

    #[test]
    fn counting_includes_the_last_day_and_not_the_first() {
        assert!(
            output("between 2026-06-12 2026-06-16")
                .unwrap()
                .starts_with("1\n")
        );
        assert!(
            output("between 2026-06-16 2026-06-12")
                .unwrap()
                .starts_with("-1\n")
        );
    }

    #[test]
    fn the_list_of_a_year_is_the_same_as_text_and_as_json() {
        let text = output("list 2026 --calendar scotland-council").unwrap();
        let json = output("list 2026 --calendar scotland-council --format json").unwrap();
        let document: serde_json::Value = serde_json::from_str(&json).unwrap();
        let holidays = document["holidays"].as_array().unwrap();
        assert_eq!(holidays.len() + 1, text.lines().count());
        for holiday in holidays {
            assert!(text.contains(holiday["date"].as_str().unwrap()));
        }
    }

    #[test]
    fn what_the_calendar_does_not_cover_is_a_failure_that_says_so() {
        for words in [
            "list 2040",
            "add 2035-12-31 1",
            "between 2009-12-31 2026-01-01",
        ] {
            let failure = output(words).unwrap_err().to_string();
            assert!(
                failure.contains("covers 2010-01-01 to 2035-12-31"),
                "{words}: {failure}"
            );
        }
        assert!(
            output("list 2026 --calendar mars")
                .unwrap_err()
                .to_string()
                .contains("no calendar \"mars\"")
        );
        assert!(
            output("list 2026 --calendar missing.toml")
                .unwrap_err()
                .to_string()
                .contains("missing.toml")
        );
    }
}
