//! Words in cells: yes and no, lists, and targets.

use clew_plan::Goal;

use super::{NumberCell, read_number};
use crate::issue::Problem;

/// Lower case letters and digits only, with `%` and `£`: how headings and names are compared, so
/// that `Report By`, `report_by` and `REPORT-BY` are one.
#[must_use]
pub fn plain(written: &str) -> String {
    written
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, '%' | '£'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Reads yes or no: `yes`, `y`, `true`, `1`, `x`, `✓` and their opposites.
///
/// # Errors
/// When the text is neither.
pub fn read_yes_no(text: &str) -> Result<bool, Problem> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "x" | "✓" | "✔" => Ok(true),
        "no" | "n" | "false" | "f" | "0" => Ok(false),
        _ => Err(Problem::new(
            "not-yes-or-no",
            format!("{:?} is neither yes nor no", text.trim()),
            "write yes or no",
        )),
    }
}

/// Joins the entries of a list for one cell: `a; b`. A semicolon inside an entry, and a backslash,
/// get a backslash before them.
#[must_use]
pub fn join_list<T: AsRef<str>>(entries: &[T]) -> String {
    let escaped = |entry: &T| entry.as_ref().replace('\\', "\\\\").replace(';', "\\;");
    entries.iter().map(escaped).collect::<Vec<_>>().join("; ")
}

/// The entries of a list in one cell, separated by semicolons; empty ones are left out.
#[must_use]
pub fn split_list(text: &str) -> Vec<String> {
    let mut entries = vec![String::new()];
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let kept = match character {
            ';' => {
                entries.push(String::new());
                continue;
            }
            '\\' => characters.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(entry) = entries.last_mut() {
            entry.push(kept);
        }
    }
    let trimmed = entries.iter().map(|entry| entry.trim().to_owned());
    trimmed.filter(|entry| !entry.is_empty()).collect()
}

/// Reads a target: a number as [`read_number`] understands it, or two with `to` between them.
/// The second part of the result says whether the text says more than the target; the target is
/// none where the text says that there is none.
///
/// # Errors
/// When the text is neither a number, nor a range, nor a way of saying that there is none.
pub fn read_goal(text: &str) -> Result<(Option<Goal>, bool), Problem> {
    let Some((low, high)) = text.split_once(" to ") else {
        return Ok(match read_number(text)? {
            NumberCell::Plain(value) => (Some(Goal::Value(value)), false),
            NumberCell::SaysMore(value) => (Some(Goal::Value(value)), true),
            NumberCell::None(_) => (None, true),
        });
    };
    match (read_number(low)?, read_number(high)?) {
        (NumberCell::Plain(low), NumberCell::Plain(high)) if low <= high => {
            Ok((Some(Goal::Range { low, high }), false))
        }
        _ => Err(Problem::new(
            "not-a-target",
            format!("{:?} is not a range from low to high", text.trim()),
            "write a number such as 75, or a range such as 10 to 20",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headings_are_one_whatever_their_case_and_spaces() {
        assert_eq!(plain("  Reported_Status "), plain("reported status"));
    }

    #[test]
    fn targets_are_read_as_numbers_or_ranges() {
        let value = |text: &str| {
            read_goal(text).map(|(goal, more)| (goal.map(|goal| goal.to_string()), more))
        };
        assert_eq!(value("75%"), Ok((Some("75".to_owned()), false)));
        assert_eq!(value("1,000"), Ok((Some("1000".to_owned()), false)));
        assert_eq!(value("10 to 20"), Ok((Some("10 to 20".to_owned()), false)));
        assert_eq!(value("TBC"), Ok((None, true)));
        assert!(read_goal("20 to 10").is_err());
        assert!(read_goal("as many as possible").is_err());
    }

    proptest! {
        #[test]
        fn a_list_reads_back_what_was_joined(entries in prop::collection::vec("[a-z;\\\\]{1,8}", 0..5)) {
            prop_assert_eq!(split_list(&join_list(&entries)), entries);
        }
    }
}
