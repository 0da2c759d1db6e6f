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
