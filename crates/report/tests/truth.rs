//! Reports say nothing that is not so: whose cover it is, which measures count, how values read.

use clew_calendar::Day;
use clew_measure::Index;
use clew_plan::{ActionStatus, Book, Document, DocumentId, Milestone, PlanId};
use clew_report::{
    Block, CellContent, Report, ReportError, ReportKind, Request, Row, RowKind, Table,
};
use clew_testkit::{action, figure, measure, outcome, period, plan, target};
use rust_decimal::Decimal;

/// A plan with one priority and two measures that have a figure for 2019-20.
fn book() -> Book {
    let mut book = Book {
        plans: vec![plan("A")],
        outcomes: vec![outcome("P1", "A")],
        ..Book::default()
    };
    for written in ["M1", "M2"] {
        let mut record = measure(written);
        record.plan = Some(PlanId::from("A"));
        record.outcome = Some("P1".into());
        book.measures.push(record);
        book.figures
            .push(figure(written, "2019-20", Decimal::from(80)));
        book.targets
            .push(target(written, "2019-20", Decimal::from(75)));
    }
    book
}

fn document(id: &str, plan: &str, label: &str) -> Document {
    Document {
        id: DocumentId::from(id),
        title: format!("Report {id}"),
        plan: Some(PlanId::from(plan)),
        organisation: None,
        report_to: Some(format!("Committee {id}")),
        report_by: None,
        period: Some(period(label)),
        meeting: Day::new(2020, 6, 1).ok(),
        dated: None,
        data_as_at: None,
        other_date: None,
        source: None,
    }
}

fn build(book: &Book, kind: ReportKind, label: &str) -> Result<Report, ReportError> {
    let index = Index::new(book);
    let request = Request::new(&index, None, Some(period(label)), None)?;
    kind.build(
        &request,
        book.measures
            .first()
            .map(|measure| measure.code.key())
            .as_ref(),
    )
}

fn tables(report: &Report) -> Vec<&Table> {
    report.blocks.iter().filter_map(table_of).collect()
}

fn table_of(block: &Block) -> Option<&Table> {
    match block {
        Block::Table(table) => Some(table),
        Block::Chart(chart) => Some(&chart.table),
        _ => None,
    }
}

fn body(table: &Table) -> Vec<&Row> {
    table
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Body)
        .collect()
}

#[test]
fn a_report_has_the_cover_of_its_own_plan_and_period_or_none() {
    let mut book = book();
    book.documents = vec![
        document("other", "B", "2019-20"),
        document("own", "A", "2019-20"),
    ];
    let cover = build(&book, ReportKind::CommitteeReport, "2019-20")
        .expect("it builds")
        .cover;
    assert_eq!(
        cover.map(|cover| cover.report_to),
        Some("Committee own".to_owned())
    );

    book.figures
        .push(figure("M1", "2020-21", Decimal::from(70)));
    let cover = build(&book, ReportKind::CommitteeReport, "2020-21")
        .expect("it builds")
        .cover;
    assert_eq!(cover, None, "last year's meeting is not this year's");
}

#[test]
fn the_matrix_and_the_rows_count_the_same_measures() {
    let mut book = book();
    book.measures[1].retired_on = Day::new(2018, 3, 31).ok();
    let report = build(&book, ReportKind::QuarterlyProgress, "2019-20").expect("it builds");
    let summary = tables(&report)
        .into_iter()
        .find(|table| table.name == "Summary")
        .expect("a summary");
    let total = summary
        .rows
        .last()
        .and_then(|row| row.cells.last())
        .map(|cell| cell.content.clone());
    let rows: usize = tables(&report)
        .into_iter()
        .filter(|table| table.columns.iter().any(|column| column.heading == "Code"))
        .map(|table| body(table).len())
        .sum();
    assert_eq!(rows, 1);
    assert_eq!(
        total,
        Some(CellContent::Number {
            value: Decimal::ONE,
            shown: "1".to_owned()
        })
    );
}

#[test]
fn a_value_is_never_rounded_into_another_colour() {
    let mut book = book();
    book.measures[0].decimals = Some(0);
    book.figures[0].value = "89.96".parse().ok();
    book.targets[0].goal = "90".parse().ok();
    let report = build(&book, ReportKind::MeasurePage, "2019-20").expect("it builds");
    let figures = tables(&report)
        .into_iter()
        .find(|table| table.name == "Figures")
        .expect("figures");
    let shown = match &body(figures)[0].cells[1].content {
        CellContent::Number { shown, .. } => shown.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        shown, "89.96%",
        "90% would read as the target of 90% met, beside Amber"
    );
}

#[test]
fn counts_decide_the_value_that_is_shown() {
    let mut book = book();
    book.figures[0].value = Some(Decimal::from(78));
    book.figures[0].numerator = Some(Decimal::from(35_657));
    book.figures[0].denominator = Some(Decimal::from(46_204));
    book.measures[0].decimals = Some(1);
    let report = build(&book, ReportKind::MeasurePage, "2019-20").expect("it builds");
    let said = format!("{:?}", report.blocks);
    assert!(said.contains("77.2%") && !said.contains("78.0%"), "{said}");
}

#[test]
fn an_action_with_an_overdue_milestone_is_not_green() {
    let mut book = book();
    let mut record = action("1", "A");
    record.status = Some(ActionStatus::Active);
    book.actions.push(record);
    book.milestones.push(Milestone {
        action: "1".into(),
        plan: "A".into(),
        title: "Contract awarded".to_owned(),
        due: Some(period("2020-01")),
        done: None,
        owner: None,
        unit: None,
        links: Vec::new(),
        source: None,
    });
    let report = build(&book, ReportKind::ManagementPlan, "2019-20").expect("it builds");
    let said = format!("{:?}", report.blocks);
    assert!(said.contains("a milestone is overdue"), "{said}");
}

#[test]
fn a_period_without_any_figure_is_refused_and_the_latest_named() {
    let refused = build(&book(), ReportKind::QuarterlyProgress, "2030-31");
    assert_eq!(
        refused,
        Err(ReportError::NoFigures {
            asked: "2030-31".to_owned(),
            latest: "2019-20".to_owned()
        })
    );
}

#[test]
fn numbers_beyond_reason_do_not_stop_a_report() {
    let mut book =
        clew_exchange::examples::load("west-lothian-2021-22").expect("the example is embedded");
    for activity in &mut book.activities {
        activity.expenditure = Some(Decimal::MAX);
        activity.share = Some(Decimal::MAX);
    }
    let index = Index::new(&book);
    let request = Request::new(&index, None, None, None).expect("plan and period");
    assert!(ReportKind::ManagementPlan.build(&request, None).is_ok());
}

#[test]
fn a_benchmarked_measure_is_compared_with_its_family_group() {
    let mut book = book();
    book.measures[0].categories = vec!["LGBF SW1".to_owned()];
    book.organisation = Some(clew_plan::Organisation {
        name: "West Lothian".to_owned(),
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    });
    for (council, value) in [("West Lothian", 20), ("Fife", 25), ("Falkirk", 20)] {
        book.benchmarks.push(clew_plan::BenchmarkFigure {
            measure: "SW1".into(),
            period: period("2018-19"),
            council: council.to_owned(),
            value: Some(Decimal::from(value)),
            numerator: None,
            denominator: None,
            scotland: Some(Decimal::from(24)),
            family: None,
            source: None,
        });
    }
    let report = build(&book, ReportKind::MeasurePage, "2019-20").expect("it builds");
    let said = format!("{:?}", report.blocks);
    assert!(
        said.contains("1st equal of 3") && said.contains("Better than Scotland"),
        "{said}"
    );
}
