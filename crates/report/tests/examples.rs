//! Every kind of report over the embedded examples.

use clew_measure::Index;
use clew_plan::Book;
use clew_report::{Block, CellContent, Report, ReportError, ReportKind, Request, RowKind, Table};

fn example(name: &str) -> Book {
    clew_exchange::examples::load(name).expect("the example is embedded and sound")
}

fn build(book: &Book, kind: ReportKind) -> Result<Report, ReportError> {
    let index = Index::new(book);
    let request = Request::new(&index, None, None, None)?;
    let first = book.measures.first().map(|measure| measure.code.key());
    kind.build(&request, first.as_ref())
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

fn table<'report>(report: &'report Report, name: &str) -> &'report Table {
    tables(report)
        .into_iter()
        .find(|table| table.name == name)
        .unwrap_or_else(|| panic!("no table {name}"))
}

/// The cells of a row as a reader sees them.
fn shown(table: &Table, row: usize) -> Vec<String> {
    table.rows[row]
        .cells
        .iter()
        .map(|cell| text(&cell.content))
        .collect()
}

fn last(table: &Table) -> Vec<String> {
    shown(table, table.rows.len() - 1)
}

fn text(content: &CellContent) -> String {
    match content {
        CellContent::Number { shown, .. } => shown.clone(),
        CellContent::Status(mark) => mark.status.to_string(),
        CellContent::Text(inlines) => inlines
            .iter()
            .map(|inline| match inline {
                clew_report::Inline::Text(text) | clew_report::Inline::Strong(text) => {
                    text.as_str()
                }
                _ => " ",
            })
            .collect(),
        _ => String::new(),
    }
}

#[test]
fn the_quarterly_report_shows_the_published_matrix() {
    let report = build(
        &example("south-lanarkshire-2019-20"),
        ReportKind::QuarterlyProgress,
    )
    .expect("it builds");
    let summary = table(&report, "Summary");
    let headings: Vec<&str> = summary
        .columns
        .iter()
        .map(|column| column.heading.as_str())
        .collect();
    assert_eq!(
        headings,
        [
            "Outcome",
            "Green",
            "Amber",
            "Red",
            "Report later or contextual",
            "Total"
        ]
    );
    assert_eq!(last(summary), ["Total", "43", "3", "2", "17", "65"]);
    let rows: usize = tables(&report)
        .iter()
        .filter(|table| {
            table
                .columns
                .iter()
                .any(|column| column.heading == "Comment")
        })
        .map(|table| {
            table
                .rows
                .iter()
                .filter(|row| row.kind == RowKind::Body)
                .count()
        })
        .sum();
    assert_eq!(rows, 65, "each measure stands in exactly one table");
    let attention = table(&report, "Areas for improvement");
    assert_eq!(
        attention.rows.len(),
        5,
        "two Red and three Amber measures need attention"
    );
}

#[test]
fn the_committee_report_shows_true_shares_of_the_printed_counts() {
    let report = build(
        &example("south-lanarkshire-2021-22"),
        ReportKind::CommitteeReport,
    )
    .expect("it builds");
    let by_kind = table(&report, "Summary by kind");
    let rows: Vec<Vec<String>> = (0..by_kind.rows.len())
        .map(|row| shown(by_kind, row))
        .collect();
    assert_eq!(rows[0], ["Blue", "0", "3", "3", "7.9%"]);
    assert_eq!(rows[1], ["Green", "13", "12", "25", "65.8%"]);
    assert_eq!(rows[2], ["Amber", "1", "0", "1", "2.6%"]);
    assert_eq!(rows[3], ["Red", "1", "0", "1", "2.6%"]);
    assert_eq!(rows[4], ["Report later", "2", "6", "8", "21.1%"]);
    assert_eq!(rows[5], ["Total", "17", "21", "38", "100%"]);
}

#[test]
fn the_management_plan_adds_staff_and_money_up_from_its_rows() {
    let report =
        build(&example("west-lothian-2021-22"), ReportKind::ManagementPlan).expect("it builds");
    let services = table(&report, "Budget by service");
    assert_eq!(last(services)[..2], ["Total", "1,080.4"]);
    assert_eq!(services.rows.len(), 4, "three services and their total");
}

#[test]
fn the_resource_plan_lists_its_measures_actions_and_resources() {
    let report = build(
        &example("south-lanarkshire-2022-23"),
        ReportKind::ResourcePlan,
    )
    .expect("it builds");
    let body = |name: &str| {
        table(&report, name)
            .rows
            .iter()
            .filter(|row| row.kind == RowKind::Body)
            .count()
    };
    assert_eq!(body("Measures"), 17);
    assert_eq!(last(table(&report, "Staff")), ["Total", "2,899"]);
}

#[test]
fn the_improvement_plan_counts_thirty_findings() {
    let report = build(&example("edinburgh-2023"), ReportKind::ImprovementPlan).expect("it builds");
    assert_eq!(
        last(table(&report, "Findings by area"))[..2],
        ["All areas", "30"]
    );
}

#[test]
fn the_improvement_plan_holds_every_numbered_action_of_the_plans_below_it() {
    let report = build(&example("edinburgh-2023"), ReportKind::ImprovementPlan).expect("it builds");
    let actions = table(&report, "Actions");
    let body = actions
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Body)
        .count();
    assert_eq!(body, 114, "104 actions and 10 parts of actions");
}

#[test]
fn a_report_about_what_a_book_does_not_have_says_so() {
    let book = example("edinburgh-2023");
    assert_eq!(
        build(&book, ReportKind::RiskRegister),
        Err(ReportError::Nothing { what: "risks" })
    );
}

#[test]
fn every_report_of_every_example_is_well_formed() {
    let mut built = 0;
    for name in clew_exchange::examples::names() {
        let book = example(name);
        for kind in ReportKind::ALL {
            if let Ok(report) = build(&book, kind) {
                well_formed(&report, &format!("{name} {}", kind.name()));
                built += 1;
            }
        }
    }
    assert!(built >= 15, "only {built} reports could be built");
}

fn well_formed(report: &Report, name: &str) {
    let mut level = 1;
    for block in &report.blocks {
        if let Block::Heading { level: next, text } = block {
            assert!(
                *next >= 2 && *next <= level + 1,
                "{name}: heading {text:?} skips from {level} to {next}"
            );
            level = *next;
        }
    }
    for table in tables(report) {
        assert!(!table.caption.is_empty(), "{name}: a table without caption");
        assert!(
            table.columns.iter().any(|column| column.names_rows),
            "{name}: {} names no rows",
            table.name
        );
        for row in &table.rows {
            let expected = if row.kind == RowKind::Group {
                1
            } else {
                table.columns.len()
            };
            assert_eq!(row.cells.len(), expected, "{name}: a row of {}", table.name);
        }
    }
}

#[test]
fn a_measure_page_shows_the_forecast_beside_the_status_and_why_a_status_was_set_by_hand() {
    let mut book = example("south-lanarkshire-2019-20");
    let measure = book
        .measures
        .iter()
        .find(|measure| measure.code.body() == "M22")
        .expect("M22")
        .code
        .key();
    let figure = book.figures.iter_mut().find(|figure| {
        figure.measure == measure && figure.value.is_some() && figure.reported_status.is_some()
    });
    let figure = figure.expect("M22 has a figure to date");
    figure.forecast = Some(80.into());
    figure.override_status = Some(clew_plan::StatusOverride {
        status: clew_plan::Status::Amber,
        reason: "Late reports were agreed with the Reporter.".to_owned(),
        by: None,
        on: None,
    });
    let index = Index::new(&book);
    let request = Request::new(&index, None, None, None).expect("plan and period");
    let report = ReportKind::MeasurePage
        .build(&request, Some(&measure))
        .expect("it builds");
    let said = format!("{:?}", report.blocks);
    assert!(
        said.contains("Expected at the end of the year") && said.contains("80%"),
        "{said}"
    );
    assert!(
        said.contains("Set to Amber: Late reports were agreed with the Reporter."),
        "{said}"
    );
}

#[test]
fn a_measure_page_shows_how_a_figure_was_worked_out_and_how_far_it_can_be_relied_on() {
    use clew_testkit::{figure, measure, period, plan};
    let mut book = clew_plan::Book {
        plans: vec![plan("p")],
        measures: ["M1", "A1", "A2"].map(measure).to_vec(),
        figures: vec![figure("A1", "2019-20", 3.into())],
        formulas: vec![clew_plan::Formula {
            measure: "M1".into(),
            from: None,
            formula: "sum of A1, A2".parse().expect("a formula"),
            reason: Some("Two services became one".to_owned()),
            source: None,
        }],
        ..clew_plan::Book::default()
    };
    for measure in &mut book.measures {
        measure.plan = Some("p".into());
        measure.unit_of_measure = Some(clew_plan::UnitOfMeasure::Number);
    }
    book.figures[0].reliability = Some(clew_plan::Reliability::Medium);
    clew_measure::formulas::derive(&mut book);
    let index = Index::new(&book);
    let request =
        Request::new(&index, None, Some(period("2019-20")), None).expect("plan and period");
    let report = ReportKind::MeasurePage
        .build(&request, Some(&"M1".into()))
        .expect("it builds");
    let said = format!("{:?}", report.blocks);
    for expected in [
        "Of this figure: 1 of 2 parts reported. It was checked by a sample, or found reasonable.",
        "computed, provisional, version 1 of the definition, reliability medium, 1 of 2 parts reported",
        "sum of A1, A2 (Two services became one)",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}
