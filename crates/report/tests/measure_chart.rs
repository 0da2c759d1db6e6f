//! The chart of a measure: what it draws of a Book, and that its table says the same.

use clew_measure::{Index, StatusBasis, spc::RuleSet};
use clew_plan::{Book, Goal, Measure, Polarity, Status, UnitOfMeasure};
use clew_report::{
    CellContent, Chart, Direction, MeasureChartOptions, OverTime, Request, Series, SeriesRole,
    measure_chart,
};
use clew_testkit::{figure, measure, period, plan, target};
use rust_decimal::Decimal;
use serde_json::json;

fn decimal(text: &str) -> Decimal {
    text.parse().expect(text)
}

/// A Book of one measure in per cent with these figures by quarter: `2022-23 Q1 = 70; …`.
fn book(figures: &str) -> Book {
    let mut book = Book::default();
    book.plans.push(plan("P"));
    let mut one = measure("M1");
    one.frequency = Some(clew_plan::Frequency::Quarterly);
    book.measures.push(one);
    for pair in figures.split(';') {
        let (label, value) = pair.split_once('=').expect("label = value");
        book.figures
            .push(figure("M1", label.trim(), decimal(value.trim())));
    }
    book
}

fn draw(book: &Book, at: &str, options: &MeasureChartOptions) -> Chart {
    let index = Index::new(book);
    let request = Request::new(&index, None, Some(period(at)), Some(StatusBasis::ByRule))
        .expect("a plan and a period");
    let measure: &Measure = &book.measures[0];
    measure_chart(&request, measure, None, options)
}

fn series(chart: &Chart, role: SeriesRole) -> &Series {
    let found = chart.series.iter().find(|one| one.role == role);
    found.unwrap_or_else(|| panic!("no {role:?} in {:?}", chart.series))
}

fn over_time(chart: &Chart) -> &OverTime {
    chart.over_time.as_ref().expect("a measure over time")
}

/// A column of the table as a reader sees it.
fn column(chart: &Chart, heading: &str) -> Vec<String> {
    let columns = &chart.table.columns;
    let place = columns.iter().position(|column| column.heading == heading);
    let place = place.unwrap_or_else(|| panic!("no column {heading}: {columns:?}"));
    let shown = |content: &CellContent| match content {
        CellContent::Number { shown, .. } => shown.clone(),
        CellContent::Status(mark) => mark.status.to_string(),
        CellContent::Text(line) => format!("{line:?}"),
        _ => String::new(),
    };
    let rows = chart.table.rows.iter();
    rows.map(|row| shown(&row.cells[place].content)).collect()
}

const STEADY: &str = "2022-23 Q1 = 70; 2022-23 Q2 = 74; 2022-23 Q4 = 76; 2023-24 Q1 = 80";

#[test]
fn missing_periods_are_gaps_and_statuses_stand_at_their_points() {
    let mut book = book(STEADY);
    book.targets.push(target("M1", "2022-23", decimal("75")));
    book.targets.push(target("M1", "2023-24", decimal("82")));
    let chart = draw(&book, "2023-24 Q1", &MeasureChartOptions::default());
    assert_eq!(chart.labels.len(), 5);
    assert_eq!(series(&chart, SeriesRole::Value).values[2], None);
    let targets = &series(&chart, SeriesRole::Target).values;
    assert_eq!(
        targets[2],
        Some(decimal("75")),
        "the target holds where there is no figure"
    );
    assert_eq!(targets[4], Some(decimal("82")));
    let statuses: Vec<Option<Status>> = over_time(&chart)
        .marks
        .iter()
        .map(|mark| mark.as_ref().map(|mark| mark.status))
        .collect();
    use Status::{Amber, Green, Red};
    assert_eq!(
        statuses,
        [Some(Red), Some(Amber), None, Some(Green), Some(Amber)]
    );
    assert_eq!(column(&chart, "Value"), ["70%", "74%", "", "76%", "80%"]);
    assert_eq!(
        column(&chart, "Target"),
        ["75%", "75%", "75%", "75%", "82%"]
    );
    assert_eq!(
        column(&chart, "Status"),
        ["Red", "Amber", "", "Green", "Amber"]
    );
    let band = &over_time(&chart).bands[0];
    assert_eq!(band.ranges[0], Some((decimal("71.25"), decimal("75"))));
}

#[test]
fn later_figures_than_the_reported_period_are_not_shown() {
    let chart = draw(&book(STEADY), "2022-23 Q2", &MeasureChartOptions::default());
    assert_eq!(chart.labels, ["2022-23 Q1", "2022-23 Q2"]);
    let from = MeasureChartOptions {
        from: Some(period("2022-23 Q4")),
        ..MeasureChartOptions::default()
    };
    let chart = draw(&book(STEADY), "2023-24 Q1", &from);
    assert_eq!(chart.labels, ["2022-23 Q4", "2023-24 Q1"]);
}

#[test]
fn a_range_is_a_band_with_amber_on_both_sides() {
    let mut book = book("2022-23 Q1 = 15; 2022-23 Q2 = 21");
    book.measures[0].polarity = Some(Polarity::InRange);
    let mut range = target("M1", "2022-23", Decimal::ZERO);
    range.goal = Some(Goal::Range {
        low: decimal("10"),
        high: decimal("20"),
    });
    book.targets.push(range);
    let chart = draw(&book, "2022-23 Q2", &MeasureChartOptions::default());
    let bands: Vec<(Status, Option<(Decimal, Decimal)>)> = over_time(&chart)
        .bands
        .iter()
        .map(|band| (band.status, band.ranges[0]))
        .collect();
    let range = |low: &str, high: &str| Some((decimal(low), decimal(high)));
    assert_eq!(
        bands,
        [
            (Status::Green, range("10", "20")),
            (Status::Amber, range("9.5", "10")),
            (Status::Amber, range("20", "21")),
        ]
    );
    assert!(
        chart
            .series
            .iter()
            .all(|one| one.role != SeriesRole::Target)
    );
    assert!(column(&chart, "Target")[0].contains("10% to 20%"));
}

#[test]
fn a_break_is_marked_before_its_first_period_and_said() {
    let mut book = book(STEADY);
    let one = json!({"measure": "M1", "from": "2022-23 Q4", "reason": "counted anew"});
    book.series_breaks
        .push(serde_json::from_value(one).expect("a break"));
    let chart = draw(&book, "2023-24 Q1", &MeasureChartOptions::default());
    let breaks = &over_time(&chart).breaks;
    assert_eq!((breaks.len(), breaks[0].before), (1, 3));
    assert!(chart.description.contains("2022-23 Q4: counted anew."));
    assert!(column(&chart, "Note")[3].contains("counted anew"));
}

#[test]
fn control_limits_name_their_rule_set_and_begin_anew_at_a_break() {
    let figures: Vec<String> = (0..24)
        .map(|place| {
            let level = if place < 12 { 50 } else { 80 };
            let value = if place == 20 { 99 } else { level + place % 2 };
            format!(
                "{}-{} Q{} = {value}",
                2018 + place / 4,
                19 + place / 4,
                1 + place % 4
            )
        })
        .collect();
    let mut book = book(&figures.join(";"));
    let one = json!({"measure": "M1", "from": "2021-22 Q1", "reason": "counted anew"});
    book.series_breaks
        .push(serde_json::from_value(one).expect("a break"));
    let rules = RuleSet::named("nhs-scotland").expect("a built-in rule set");
    let options = MeasureChartOptions {
        spc: Some(rules.clone()),
        ..MeasureChartOptions::default()
    };
    let chart = draw(&book, "2023-24 Q4", &options);
    let centre = &series(&chart, SeriesRole::Centre).values;
    assert!(centre[11] < Some(decimal("52")) && centre[12] > Some(decimal("79")));
    let caption = over_time(&chart).caption.clone().unwrap_or_default();
    assert!(caption.contains(&rules.title) && caption.contains("nhs-scotland"));
    let mark = over_time(&chart).marks[20].as_ref().expect("a point");
    let signal = mark.signal.as_ref().expect("a signal");
    assert_eq!(
        (signal.direction, signal.words.as_str()),
        (Direction::Up, "outside the control limits")
    );
    assert!(column(&chart, "Signal")[20].contains("improvement: outside"));
    let without = draw(&book, "2023-24 Q4", &MeasureChartOptions::default());
    assert!(
        without
            .series
            .iter()
            .all(|one| one.role != SeriesRole::Limit)
    );
}

#[test]
fn the_forecast_runs_from_the_last_value_to_the_end_of_the_year() {
    let mut book = book(STEADY);
    book.figures[3].forecast = Some(decimal("84"));
    let options = MeasureChartOptions {
        forecast: true,
        ..MeasureChartOptions::default()
    };
    let chart = draw(&book, "2023-24 Q1", &options);
    assert_eq!(chart.labels.last().map(String::as_str), Some("2023-24 Q4"));
    let values = &series(&chart, SeriesRole::Forecast).values;
    assert_eq!(
        (values[4], values[7]),
        (Some(decimal("80")), Some(decimal("84")))
    );
    assert_eq!(column(&chart, "Forecast")[7], "84%");
    assert_eq!(over_time(&chart).expected.as_deref(), Some("84%"));
    book.measures[0].aggregation = Some(clew_plan::Aggregation::Sum);
    let chart = draw(&book, "2023-24 Q1", &options);
    assert_eq!(
        chart.labels.len(),
        5,
        "a year's sum is no point on a line of quarters"
    );
}

#[test]
fn benchmarks_are_scotland_and_the_median_of_the_family_group() {
    let mut book = book("2021-22 = 70; 2022-23 = 74");
    book.measures[0].frequency = Some(clew_plan::Frequency::Annual);
    let own = json!({"name": "West Lothian Council", "family_group": "people 3"});
    book.organisation = Some(serde_json::from_value(own).expect("an organisation"));
    for (council, value) in [
        ("West Lothian", "74"),
        ("Fife", "71"),
        ("Falkirk", "79"),
        ("Moray", "60"),
        ("Scotland", "72.5"),
    ] {
        let row = json!({"measure": "M1", "period": "2022-23", "council": council, "value": value});
        book.benchmarks
            .push(serde_json::from_value(row).expect("a benchmark"));
        if !matches!(council, "Moray" | "Scotland") {
            let row = json!({"group": "people 3", "council": council});
            book.families
                .push(serde_json::from_value(row).expect("a member"));
        }
    }
    let options = MeasureChartOptions {
        benchmark: true,
        ..MeasureChartOptions::default()
    };
    let chart = draw(&book, "2022-23", &options);
    assert_eq!(column(&chart, "Scotland"), ["", "72.5%"]);
    assert_eq!(
        column(&chart, "Family group median (people 3)"),
        ["", "74%"]
    );
}

#[test]
fn a_provisional_figure_is_marked_as_one() {
    let mut book = book(STEADY);
    book.figures[3].state = clew_plan::FigureState::Provisional;
    let chart = draw(&book, "2023-24 Q1", &MeasureChartOptions::default());
    let marks: Vec<bool> = over_time(&chart)
        .marks
        .iter()
        .flatten()
        .map(|mark| mark.provisional)
        .collect();
    assert_eq!(marks, [false, false, false, true]);
}

#[test]
fn a_measure_without_a_figure_still_has_a_chart_that_says_so() {
    let mut book = book("2022-23 Q1 = 70");
    book.figures.clear();
    let rules = RuleSet::named("nhs-scotland").expect("a built-in rule set");
    let options = MeasureChartOptions {
        spc: Some(rules.clone()),
        benchmark: true,
        forecast: true,
        from: None,
    };
    let chart = draw(&book, "2022-23 Q1", &options);
    assert_eq!(chart.description, "There is no figure yet.");
    assert!(chart.labels.is_empty() && chart.table.rows.is_empty());
}

#[test]
fn a_mistyped_year_makes_no_endless_axis() {
    let mut book = book("2022-23 Q1 = 70; 2023-24 Q1 = 75");
    book.measures[0].frequency = Some(clew_plan::Frequency::Monthly);
    book.measures[0].unit_of_measure = Some(UnitOfMeasure::Number);
    book.figures = vec![
        figure("M1", "1901-04", Decimal::ONE),
        figure("M1", "2023-04", Decimal::TWO),
    ];
    let chart = draw(&book, "2023-04", &MeasureChartOptions::default());
    assert_eq!(chart.labels, ["April 1901", "April 2023"]);
}

#[test]
fn a_chart_frozen_before_reads_as_before_and_gives_the_same_bytes() {
    let frozen = r#"{"title":"T","description":"D","value_axis":"V","kind":"Line","labels":["a"],"series":[{"name":"Value","role":"Value","values":["1"]}],"table":{"caption":"","name":"","columns":[],"rows":[],"note":null}}"#;
    let chart: Chart = serde_json::from_str(frozen).expect("a chart of an earlier version");
    assert_eq!(serde_json::to_string(&chart).expect("text"), frozen);
}
