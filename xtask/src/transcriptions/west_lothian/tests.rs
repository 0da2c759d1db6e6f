//! What the Book of document 002 must hold. These tests read the transcribed table; where it is
//! not there they say so and pass.

use std::collections::BTreeSet;
use std::path::Path;

use clew_plan::{ActivityKind, Book, Code, Kind, Quantity, ReportedTotal, TotalOf};
use rust_decimal::Decimal;
use serde_json::json;

use super::book;

/// The Book, or none where the table is not there.
fn published() -> Option<Book> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/seeds/002.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        crate::transcriptions::skipped(&path);
        return None;
    };
    let table = serde_json::from_str(&text).expect("002.json is JSON");
    Some(book(&table).expect("002.json is as expected"))
}

fn number(text: &str) -> Decimal {
    text.parse().expect(text)
}

/// The printed total recomputed from the rows it adds.
fn recomputed(book: &Book, total: &ReportedTotal) -> Decimal {
    let rows = book.activities.iter().filter(|row| {
        total.table.as_deref() == Some(row.table.as_str())
            && !(total.without_time_limited && row.kind == ActivityKind::TimeLimited)
    });
    rows.filter_map(|row| match total.quantity {
        Quantity::Fte => row.fte,
        Quantity::Expenditure => row.expenditure,
        Quantity::Income => row.income,
        Quantity::Net => row.net,
        _ => None,
    })
    .sum()
}

#[test]
fn every_table_of_the_document_is_carried_whole() {
    let Some(book) = published() else { return };
    // kind | records
    let table = [
        (Kind::Unit, 4),
        (Kind::BudgetTable, 8),
        (Kind::Activity, 50),
        (Kind::StaffingLine, 3),
        (Kind::Action, 38),
        (Kind::Update, 35),
        (Kind::Risk, 4),
        (Kind::ScheduleEntry, 24),
        (Kind::PlanningStep, 7),
    ];
    for (kind, records) in table {
        assert_eq!(book.count(kind), records, "{kind:?}");
    }
    let at = |place: &str| {
        book.citations
            .iter()
            .filter(|one| one.place.starts_with(place))
            .count()
    };
    assert_eq!((at("alignment"), at("scorecard")), (21, 12));
}

#[test]
fn every_printed_total_is_the_sum_of_its_rows() {
    let Some(book) = published() else { return };
    let activities = book
        .reported_totals
        .iter()
        .filter(|total| total.of == TotalOf::Activities);
    let mut tables = BTreeSet::new();
    for total in activities {
        tables.insert(total.table.clone());
        assert_eq!(recomputed(&book, total), total.value, "{total:?}");
    }
    assert_eq!(tables.len(), 8);
    for row in &book.activities {
        assert_eq!(
            row.expenditure
                .zip(row.income)
                .map(|(out, back)| out + back),
            row.net,
            "{row:?}"
        );
    }
}

#[test]
fn staff_add_up_to_1080_4_by_service_and_by_activity() {
    let Some(book) = published() else { return };
    let lines: Decimal = book.staffing.iter().filter_map(|line| line.fte).sum();
    let rows: Decimal = book.activities.iter().filter_map(|row| row.fte).sum();
    assert_eq!((lines, rows), (number("1080.4"), number("1080.4")));
}

#[test]
fn one_indicator_keeps_every_target_it_was_printed_with() {
    let Some(book) = published() else { return };
    let key = "SPCC024".parse::<Code>().expect("code").key();
    let cited = book
        .citations
        .iter()
        .filter(|one| one.code.as_ref().map(Code::key) == Some(key.clone()));
    let targets: BTreeSet<String> = cited
        .filter_map(|one| one.target_as_written.clone())
        .collect();
    assert_eq!(
        targets.into_iter().collect::<Vec<_>>(),
        ["£1,432", "£1,484", "£1,493"]
    );
    let figures: Vec<_> = book
        .figures
        .iter()
        .filter(|figure| figure.measure == key)
        .collect();
    assert_eq!(figures.len(), 1);
    assert_eq!(figures[0].value, Some(number("1432")));
}

#[test]
fn a_value_said_to_be_older_than_its_column_is_put_in_its_own_year() {
    let Some(book) = published() else { return };
    let older: Vec<_> = book
        .figures
        .iter()
        .filter(|figure| figure.as_written.is_some())
        .collect();
    assert_eq!(older.len(), 1);
    assert_eq!(older[0].period.to_string(), "2018-19");
    assert_eq!(older[0].value, Some(number("56")));
}

#[test]
fn no_manager_is_named() {
    let Some(book) = published() else { return };
    for unit in &book.units {
        let manager = unit.manager.as_deref().expect("a post");
        let posts = ["Head of", "Senior Manager", "General Manager"];
        assert!(
            manager
                .split("; ")
                .all(|post| posts.iter().any(|word| post.starts_with(word))),
            "{manager}"
        );
    }
}

#[test]
fn a_cell_that_is_no_amount_is_refused_with_its_path() {
    let table = json!({
        "document": {
            "title": "Plan 2021/22", "report_by": "Head of Care", "organisation": "A Council",
            "committee": "Panel", "report_title": "Plan", "report_date": "4th June 2021",
            "back_page_date": "April 2021", "horizon_statements": []
        },
        "service_managers": {}, "planning_timetable": [], "implications": [], "contents": [],
        "linked_strategies": [], "scorecard": {"legend_as_printed": "", "rows": []},
        "service_risks": {"intro": ""}, "staff": {"total_statement": ""}, "illegible_or_cut": [],
        "money_statements": [], "alignment": [],
        "activity_budgets": [{
            "table": "Care", "service": "Care", "heading": "Budget 2021/22", "columns": [],
            "activities": [{
                "activity": "Visits", "kind": "activity", "indicators": [],
                "fte": "12.0", "expenditure": "a lot", "income": "0", "net": "0"
            }],
            "totals": []
        }]
    });
    let error = book(&table).expect_err("an amount in words");
    let message = error.to_string();
    assert!(
        message.starts_with("002.json at activity_budgets[0].activities[0]: "),
        "{message}"
    );
    assert!(message.contains("expenditure"), "{message}");
}
