//! Reading the words of the command line: days, numbers and lists as people write them.

use clew_calendar::Day;
use clew_exchange::cells::{NumberCell, read_day, read_number};
use clew_plan::{Reliability, Status};
use clew_report::ReportKind;
use rust_decimal::Decimal;

/// Reads a day in any usual form.
///
/// # Errors
/// What is wrong with it and what to do.
pub fn day(text: &str) -> Result<Day, String> {
    read_day(text).map_err(|problem| format!("{}; {}", problem.message, problem.suggestion))
}

/// Reads a number as it is written in a figure: `78`, `78%`, `1,746`.
///
/// # Errors
/// What is wrong with it and what to do.
pub fn number(text: &str) -> Result<Decimal, String> {
    match read_number(text) {
        Ok(NumberCell::Plain(number)) => Ok(number),
        Ok(_) => {
            Err("write the number alone, and what there is to say about it in --comment".to_owned())
        }
        Err(problem) => Err(format!("{}; {}", problem.message, problem.suggestion)),
    }
}

/// A number of things: `1 plan`, `2 plans`, `3 entries`.
pub fn count(number: impl TryInto<u64>, thing: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    match (number, thing.strip_suffix('y')) {
        (1, _) => format!("1 {thing}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {thing}s"),
    }
}

/// As [`count`], of things that are named in the plural.
pub fn count_of(number: usize, things: &str) -> String {
    let one = match (number, things.strip_suffix("ies"), things.strip_suffix('s')) {
        (1, Some(stem), _) => format!("{stem}y"),
        (1, None, Some(stem)) => stem.to_owned(),
        _ => things.to_owned(),
    };
    format!("{number} {one}")
}

/// Reads a status.
///
/// # Errors
/// The statuses there are.
pub fn status(text: &str) -> Result<Status, String> {
    text.parse()
        .map_err(|error: clew_plan::PlanError| error.to_string())
}

/// Reads how far a figure can be relied on.
///
/// # Errors
/// The words there are.
pub fn reliability(text: &str) -> Result<Reliability, String> {
    text.parse()
        .map_err(|error: clew_plan::PlanError| error.to_string())
}

/// Reads a kind of report.
///
/// # Errors
/// The kinds there are.
pub fn report_kind(name: &str) -> Result<ReportKind, String> {
    let found = ReportKind::ALL.into_iter().find(|kind| kind.name() == name);
    found.ok_or_else(|| format!("the kinds are: {}", report_kinds()))
}

/// The names of the kinds of report.
pub fn report_kinds() -> String {
    ReportKind::ALL.map(ReportKind::name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_one_and_all_other_numbers_are_many() {
        for (number, thing, words) in [
            (0, "plan", "0 plans"),
            (1, "plan", "1 plan"),
            (2, "plan", "2 plans"),
            (1, "entry", "1 entry"),
            (21, "entry", "21 entries"),
        ] {
            assert_eq!(count(number, thing), words);
        }
        for (number, things, words) in [
            (1, "plans", "1 plan"),
            (3, "plans", "3 plans"),
            (1, "activities", "1 activity"),
            (1, "commentary", "1 commentary"),
        ] {
            assert_eq!(count_of(number, things), words);
        }
    }
}
