//! From a cell to the value of its column.

use clew_calendar::{Day, Period};
use clew_plan::{Code, FormulaText, RiskScore, Tolerance};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

use crate::cells::{self, NoValue, NumberCell};
use crate::columns::{CellType, Column, Entry};
use crate::grid::Cell;
use crate::issue::Problem;
use crate::limits;

/// What a cell gives.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// The value as the record's JSON form has it; none when there is none.
    pub(crate) value: Option<Value>,
    /// The cell's text, where it says more than the value.
    pub(crate) written: Option<String>,
    /// Something to be looked at, though the cell was understood.
    pub(crate) doubt: Option<Problem>,
}

impl Reading {
    fn of(value: impl Into<Value>) -> Self {
        Self {
            value: Some(value.into()),
            ..Self::default()
        }
    }

    fn doubtful(self, problem: Problem) -> Self {
        Self {
            doubt: Some(problem),
            ..self
        }
    }
}

/// Reads a cell that is not empty. `guarded` says that text in the file may have a quotation mark
/// before it against being taken for a formula.
pub(crate) fn read(column: &Column, cell: &Cell, guarded: bool) -> Result<Reading, Problem> {
    match cell {
        Cell::NoResult => return Err(no_result()),
        Cell::Fault(fault) if !is_number(column.cell) => return Err(failed_formula(fault)),
        _ => {}
    }
    let plain = match cell {
        Cell::Text(text) if guarded && column.cell.is_guarded() => {
            Some(Cell::Text(crate::read::unguarded(text).to_owned()))
        }
        _ => None,
    };
    let cell = plain.as_ref().unwrap_or(cell);
    match column.cell {
        CellType::Text => Ok(Reading::of(cell.shown())),
        CellType::Id | CellType::Reference(_) => identifier(cell).map(Reading::of),
        CellType::Code => code(cell).map(|code| Reading::of(code.written())),
        CellType::Measure | CellType::OpenMeasure => {
            code(cell).map(|code| Reading::of(code.key().as_str()))
        }
        CellType::Day => day(cell),
        CellType::Period => period(cell, false),
        CellType::PeriodOrDay => period(cell, true),
        CellType::Decimal => number(column, cell).and_then(bounded),
        CellType::Integer(most) => integer(cell, most),
        CellType::Words(list) => (list.read)(&cell.shown())
            .map(Reading::of)
            .map_err(|message| unknown_word(message, &(list.words)())),
        CellType::YesNo => match cell {
            Cell::YesNo(truth) => Ok(Reading::of(*truth)),
            other => cells::read_yes_no(&other.shown()).map(Reading::of),
        },
        CellType::List(entry) => list(entry, cell),
        CellType::Goal => goal(column, cell).and_then(bounded),
        CellType::Tolerance => {
            parsed::<Tolerance>("not-a-tolerance", &cell.shown()).and_then(bounded)
        }
        CellType::RiskScore => parsed::<RiskScore>("not-a-score", &cell.shown()),
        CellType::Formula => parsed::<FormulaText>("not-a-formula", &cell.shown()),
    }
}

fn is_number(cell: CellType) -> bool {
    matches!(cell, CellType::Decimal | CellType::Goal)
}

fn identifier(cell: &Cell) -> Result<String, Problem> {
    match cell {
        Cell::Number(number) => Ok(number.normalize().to_string()),
        Cell::Day(day) => Err(Problem::new(
            "date-for-code",
            format!("the cell holds the date {day} where a code is wanted"),
            "the spreadsheet may have turned a code such as 4-5 into a date: format the column as text and write the code again",
        )),
        other => Ok(other.shown().trim().to_owned()),
    }
}

fn code(cell: &Cell) -> Result<Code, Problem> {
    identifier(cell)?.parse::<Code>().map_err(|error| {
        Problem::new(
            "not-a-code",
            error.to_string(),
            "write the code as it is in the Measures sheet",
        )
    })
}

fn day(cell: &Cell) -> Result<Reading, Problem> {
    let whole = |text: &str| text.trim().parse::<Decimal>().ok();
    match cell {
        Cell::Day(day) => Ok(Reading::of(day.to_string())),
        Cell::Number(number) => serial(*number),
        Cell::Text(text) => match whole(text) {
            Some(number) => serial(number),
            None => cells::read_day(text).map(|day| Reading::of(day.to_string())),
        },
        other => cells::read_day(&other.shown()).map(|day| Reading::of(day.to_string())),
    }
}

fn serial(number: Decimal) -> Result<Reading, Problem> {
    let day = cells::read_serial(number)?;
    Ok(Reading::of(day.to_string()).doubtful(from_serial(number, day)))
}

fn from_serial(number: Decimal, day: Day) -> Problem {
    Problem::new(
        "date-as-number",
        format!("the number {number} was read as the spreadsheet date {day}"),
        "format the column as a date so that nobody has to guess",
    )
}

fn period(cell: &Cell, days_make_sense: bool) -> Result<Reading, Problem> {
    let text = match cell {
        Cell::Day(day) => {
            let period = cells::period_of_day(*day, days_make_sense)?;
            let reading = Reading::of(period.label());
            return Ok(if days_make_sense {
                reading
            } else {
                reading.doubtful(month_from_date(*day, period))
            });
        }
        Cell::Number(number) => number.normalize().to_string(),
        other => other.shown(),
    };
    if let Some(number) = text
        .trim()
        .parse::<Decimal>()
        .ok()
        .filter(|number| *number > Decimal::from(9_999))
    {
        let day = cells::read_serial(number)?;
        let period = cells::period_of_day(day, days_make_sense)?;
        return Ok(Reading::of(period.label()).doubtful(from_serial(number, day)));
    }
    cells::read_period(&text).map(|period| Reading::of(period.label()))
}

fn month_from_date(day: Day, period: Period) -> Problem {
    Problem::new(
        "month-from-date",
        format!("the date {day} was read as the month {period}"),
        "format the column as text and write the period, such as Apr 2023",
    )
}

fn number(column: &Column, cell: &Cell) -> Result<Reading, Problem> {
    let text = match cell {
        Cell::Number(number) | Cell::Percent(number) => return Ok(Reading::of(number.to_string())),
        other => other.shown(),
    };
    let found = match cells::read_number(&text)? {
        NumberCell::Plain(value) => return Ok(Reading::of(value.to_string())),
        NumberCell::SaysMore(value) => Ok(value),
        NumberCell::None(reason) => Err(reason),
    };
    Ok(noted(column, &text, found))
}

/// A number, or the lack of one, whose text says more: the text is kept where the table has a
/// column for it, and a doubt is raised where something would otherwise be lost or guessed.
fn noted(column: &Column, text: &str, found: Result<Decimal, NoValue>) -> Reading {
    let kept = column.text_kept_in.is_some();
    let value = found.ok().map(|value| Value::from(value.to_string()));
    let doubt = match found {
        Ok(value) => Some(says_more(text, value, kept)),
        Err(NoValue::FailedFormula) => Some(failed_formula(text)),
        Err(reason) => (!kept).then(|| no_value(text, reason)),
    };
    Reading {
        value,
        written: Some(text.trim().to_owned()),
        doubt,
    }
}

/// The reading with its numbers within the limits: one that is too large is refused, a single number
/// with too many decimal places is rounded with a doubt, and several with too many are refused.
fn bounded(mut reading: Reading) -> Result<Reading, Problem> {
    let Some(Value::String(text)) = &reading.value else {
        return Ok(reading);
    };
    if let Ok(value) = text.parse::<Decimal>() {
        let value = cells::within_reach(value)?;
        if value.normalize().scale() > limits::DECIMALS {
            let rounded = value.round_dp(limits::DECIMALS).normalize();
            reading.doubt = reading
                .doubt
                .or_else(|| Some(decimals_dropped(value, rounded)));
            reading.value = Some(Value::from(rounded.to_string()));
        }
        return Ok(reading);
    }
    match beyond_limits(text) {
        Some(number) => Err(Problem::new(
            "number-too-large",
            format!(
                "{number} is too large or has more than {} decimal places",
                limits::DECIMALS
            ),
            "look for digits that ran together, and round the number",
        )),
        None => Ok(reading),
    }
}

/// The first number in a text that is too large or has too many decimal places; none when all are
/// within the limits.
pub(crate) fn beyond_limits(text: &str) -> Option<Decimal> {
    let number = |word: &str| -> Option<Decimal> {
        let word = word.trim_end_matches(['%', ',']);
        word.parse()
            .ok()
            .or_else(|| Decimal::from_scientific(word).ok())
    };
    text.split_whitespace().filter_map(number).find(|number| {
        cells::within_reach(*number).is_err() || number.normalize().scale() > limits::DECIMALS
    })
}

fn decimals_dropped(value: Decimal, rounded: Decimal) -> Problem {
    Problem::new(
        "decimals-dropped",
        format!(
            "{value} was rounded to {rounded}: {} decimal places are kept",
            limits::DECIMALS
        ),
        "round the number where it comes from",
    )
}

fn integer(cell: &Cell, most: u32) -> Result<Reading, Problem> {
    let value = match cell {
        Cell::Number(number) => Some(*number),
        other => match cells::read_number(&other.shown())? {
            NumberCell::Plain(value) => Some(value),
            _ => None,
        },
    };
    let whole = value
        .filter(Decimal::is_integer)
        .and_then(|value| value.to_u32());
    whole
        .filter(|whole| *whole <= most)
        .map(Reading::of)
        .ok_or_else(|| {
            Problem::new(
                "not-a-whole-number",
                format!("{:?} is not a whole number from 0 to {most}", cell.shown()),
                "write a whole number",
            )
        })
}

fn list(entry: Entry, cell: &Cell) -> Result<Reading, Problem> {
    let entries = match cell {
        Cell::List(entries) => entries.clone(),
        Cell::Number(number) => vec![number.normalize().to_string()],
        other => cells::split_list(&other.shown()),
    };
    let read = |text: &String| match entry {
        Entry::Text => Ok(Value::from(text.as_str())),
        Entry::Id(_) => Ok(Value::from(text.trim())),
        Entry::Measure => {
            code(&Cell::Text(text.clone())).map(|code| Value::from(code.key().as_str()))
        }
    };
    let values: Result<Vec<Value>, Problem> = entries.iter().map(read).collect();
    Ok(Reading::of(values?))
}

fn goal(column: &Column, cell: &Cell) -> Result<Reading, Problem> {
    let text = match cell {
        Cell::Number(number) | Cell::Percent(number) => return Ok(Reading::of(number.to_string())),
        other => other.shown(),
    };
    let (goal, more) = cells::read_goal(&text)?;
    let mut reading = Reading {
        value: goal.map(|goal| Value::from(goal.to_string())),
        ..Reading::default()
    };
    if more {
        reading.written = Some(text.trim().to_owned());
        reading.doubt = (goal.is_some() || column.text_kept_in.is_none()).then(|| {
            Problem::new(
                "says-more",
                format!("{:?} says more than a target", text.trim()),
                "look whether the target was understood; its text is kept where the sheet has a column for it",
            )
        });
    }
    Ok(reading)
}

fn parsed<T>(rule: &'static str, text: &str) -> Result<Reading, Problem>
where
    T: std::str::FromStr<Err = clew_plan::PlanError> + std::fmt::Display,
{
    let value = text.parse::<T>();
    value
        .map(|value| Reading::of(value.to_string()))
        .map_err(|error| {
            Problem::new(
                rule,
                error.to_string(),
                "write it as the template's note shows",
            )
        })
}

fn no_result() -> Problem {
    Problem::new(
        "formula-without-value",
        "the cell has a formula but the file holds no result for it",
        "open the file in Excel or LibreOffice, which works it out, and save it; or paste the values",
    )
}

fn failed_formula(fault: &str) -> Problem {
    Problem::new(
        "failed-formula",
        format!("the cell shows {fault}: its formula failed"),
        "mend the formula, or clear the cell when there is no value",
    )
}

fn says_more(text: &str, value: Decimal, kept: bool) -> Problem {
    let kept = if kept {
        "; the text is kept beside it"
    } else {
        "; the rest of the text is not kept"
    };
    Problem::new(
        "says-more",
        format!("{:?} was read as {value}{kept}", text.trim()),
        "look whether the number was understood, and move notes to a column for notes",
    )
}

fn no_value(text: &str, reason: NoValue) -> Problem {
    Problem::new(
        "no-value",
        format!(
            "{:?} was read as no value ({})",
            text.trim(),
            reason.reason()
        ),
        "leave the cell empty when there is no value",
    )
}

fn unknown_word(message: String, words: &[&str]) -> Problem {
    Problem::new(
        "unknown-word",
        message,
        format!("write one of: {}", words.join(", ")),
    )
}
