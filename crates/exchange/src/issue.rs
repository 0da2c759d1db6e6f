//! Issues: what is wrong or doubtful in a file that is read, where, and what to do.

use serde::Serialize;

/// How much an issue matters.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row, sheet or file is not taken in.
    Error,
    /// It is taken in, but someone should look.
    Warning,
}

/// One thing that is wrong or doubtful in a file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Issue {
    /// How much it matters.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// The sheet of a workbook, or the list of a JSON file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row as a spreadsheet counts it (the heading is usually row 1); in a JSON list, the
    /// place of the entry counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The heading of the column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The rule, for example `not-a-number`.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub suggestion: String,
}

impl std::fmt::Display for Issue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(formatter, "{severity}[{}] {}", self.rule, self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(formatter, ", {sheet}")?;
        }
        if let Some(row) = self.row {
            write!(formatter, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(formatter, ", {column}")?;
        }
        write!(formatter, ": {} ({})", self.message, self.suggestion)
    }
}

/// What is wrong, without the place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// The rule, for example `not-a-number`.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub suggestion: String,
}

impl Problem {
    /// A problem under a rule.
    pub(crate) fn new(
        rule: &'static str,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            message: message.into(),
            suggestion: suggestion.into(),
        }
    }

    /// The issue this problem is at a place.
    pub(crate) fn at(self, severity: Severity, place: &Place, column: Option<&str>) -> Issue {
        Issue {
            severity,
            file: place.file.to_string(),
            sheet: place.sheet.as_deref().map(str::to_owned),
            row: place.row,
            column: column.map(str::to_owned),
            rule: self.rule,
            message: self.message,
            suggestion: self.suggestion,
        }
    }
}

/// Where a record was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Place {
    pub(crate) file: std::sync::Arc<str>,
    pub(crate) sheet: Option<std::sync::Arc<str>>,
    pub(crate) row: Option<u32>,
}

impl Place {
    /// A whole file.
    pub(crate) fn file(name: &str) -> Self {
        Self {
            file: name.into(),
            sheet: None,
            row: None,
        }
    }

    /// A row of the same sheet.
    pub(crate) fn row(&self, row: u32) -> Self {
        Self {
            row: Some(row),
            ..self.clone()
        }
    }

    /// A sheet of the same file.
    pub(crate) fn sheet(&self, name: &str) -> Self {
        Self {
            sheet: Some(name.into()),
            ..self.clone()
        }
    }
}

/// Issues as they are gathered: after [`MOST_ALIKE`] under one rule in one column of one sheet, the
/// rest are counted and told in one line, so that a wrong column does not bury everything else.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    list: Vec<Issue>,
    alike: std::collections::HashMap<String, (usize, Severity, Issue)>,
}

/// How many issues alike are listed one by one.
pub const MOST_ALIKE: usize = 100;

impl Issues {
    /// Adds an issue, or counts it when there are already many like it.
    pub(crate) fn push(&mut self, issue: Issue) {
        let alike = format!(
            "{}\u{1f}{:?}\u{1f}{:?}\u{1f}{}",
            issue.file, issue.sheet, issue.column, issue.rule
        );
        let entry = self
            .alike
            .entry(alike)
            .or_insert_with(|| (0, issue.severity, issue.clone()));
        entry.0 += 1;
        if entry.0 <= MOST_ALIKE {
            self.list.push(issue);
        }
    }

    /// Adds a problem at a place.
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        place: &Place,
        column: Option<&str>,
        problem: Problem,
    ) {
        self.push(problem.at(severity, place, column));
    }

    /// Adds an error about a place as a whole.
    pub(crate) fn error(&mut self, place: &Place, problem: Problem) {
        self.add(Severity::Error, place, None, problem);
    }

    /// Adds a warning about a place as a whole.
    pub(crate) fn warn(&mut self, place: &Place, problem: Problem) {
        self.add(Severity::Warning, place, None, problem);
    }

    /// The issues in the order found, then a line for each rule that had more than are listed.
    pub(crate) fn finish(self) -> Vec<Issue> {
        let mut list = self.list;
        let mut more: Vec<Issue> = self
            .alike
            .into_values()
            .filter(|(count, ..)| *count > MOST_ALIKE)
            .map(|(count, _, first)| Issue {
                row: None,
                message: format!("{} more rows have the same issue", count - MOST_ALIKE),
                suggestion: "put the ones listed right, then import again to see the rest"
                    .to_owned(),
                ..first
            })
            .collect();
        more.sort_by(|left, right| {
            (&left.file, &left.sheet, &left.column, left.rule).cmp(&(
                &right.file,
                &right.sheet,
                &right.column,
                right.rule,
            ))
        });
        list.append(&mut more);
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(row: u32) -> Issue {
        Problem::new("not-a-number", "is no number", "write a number").at(
            Severity::Error,
            &Place::file("a.csv").row(row),
            Some("Value"),
        )
    }

    #[test]
    fn many_issues_alike_are_counted_after_the_first_hundred() {
        let mut issues = Issues::default();
        (1..=250).for_each(|row| issues.push(issue(row)));
        let list = issues.finish();
        assert_eq!(list.len(), MOST_ALIKE + 1);
        assert_eq!(
            list.last().map(|issue| issue.message.as_str()),
            Some("150 more rows have the same issue")
        );
    }

    #[test]
    fn an_issue_reads_as_a_line() {
        assert_eq!(
            issue(7).to_string(),
            "error[not-a-number] a.csv, row 7, Value: is no number (write a number)"
        );
    }
}
