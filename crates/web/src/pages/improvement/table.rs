//! The matrix of coverage as a table to take away: one row for each thing that is done, and for each
//! finding about which nothing is.

use clew_report::{Cell, Column, Row, Table, words};
use clew_service::{Answer, FindingCovered, InspectionCovered};
use rust_decimal::Decimal;

use super::answers::{has_evidence, lack};

pub(super) fn of(lines: &[(&InspectionCovered, &FindingCovered)]) -> Table {
    let columns = vec![
        Column::words("Inspection", 4),
        Column::words("Finding", 1),
        Column::names("Title", 4),
        Column::words("Area", 3),
        Column::words("Closed on", 2),
        Column::words("Lacks", 3),
        Column::words("Action", 1),
        Column::words("What is done", 6),
        Column::words("Lead", 3),
        Column::words("By", 2),
        Column::words("Done", 1),
        Column::numbers("Days late", 1),
        Column::words("Evidence", 5),
    ];
    let mut table = Table::new("Coverage", "From finding to evidence", columns);
    for (of, finding) in lines {
        match finding.answers.is_empty() {
            true => table.rows.push(row(of, finding, None)),
            false => {
                let rows = finding
                    .answers
                    .iter()
                    .map(|answer| row(of, finding, Some(answer)));
                table.rows.extend(rows);
            }
        }
    }
    table
}

fn row(of: &InspectionCovered, finding: &FindingCovered, answer: Option<&Answer>) -> Row {
    let lacks: Vec<&str> = finding.uncovered.iter().map(|what| lack(*what)).collect();
    let day = |day: Option<clew_report::Day>| Cell::text(day.map(words::day).unwrap_or_default());
    let action = answer
        .and_then(|it| it.action.as_ref())
        .map(|(_, id)| id.to_string());
    let late = answer.map_or(0, |it| it.late_by);
    Row::body(vec![
        Cell::text(&of.title),
        Cell::text(finding.finding.as_str()),
        Cell::text(&finding.title),
        Cell::maybe(finding.area.as_deref()),
        day(finding.closed_on),
        Cell::text(lacks.join("; ")),
        Cell::maybe(action.as_deref()),
        Cell::maybe(answer.map(|it| it.title.as_str())),
        Cell::maybe(answer.and_then(|it| it.owner.as_deref())),
        day(answer.and_then(|it| it.due)),
        Cell::text(answer.map_or("", |it| if it.done { "yes" } else { "no" })),
        Cell::number(Decimal::from(late), late.to_string()),
        Cell::maybe(answer.and_then(has_evidence)),
    ])
}

#[cfg(test)]
mod tests {
    use clew_service::Uncovered;

    use super::*;

    #[test]
    fn a_finding_about_which_nothing_is_done_has_a_row_that_says_so() {
        let finding = FindingCovered {
            finding: "F1".into(),
            title: "Chronologies".to_owned(),
            area: None,
            owner: None,
            closed_on: None,
            answers: Vec::new(),
            files: 0,
            uncovered: vec![Uncovered::NoAnswer],
        };
        let inspection = InspectionCovered {
            inspection: "asp".into(),
            title: "Adult protection".to_owned(),
            findings: vec![finding.clone()],
        };
        let table = of(&[(&inspection, &finding)]);
        assert_eq!(table.rows.len(), 1);
        assert!(table.rows[0].cells.contains(&Cell::text("No action yet")));
    }
}
