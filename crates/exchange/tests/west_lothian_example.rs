//! What the West Lothian example must hold: every printed total follows from its rows, every
//! reference leads somewhere, and the scorecard's figures give the statuses the rule says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clew_exchange::{examples, workspace};
use clew_measure::{StatusBasis, judge};
use clew_plan::{
    ActivityKind, Book, Code, Kind, MeasureKey, Polarity, Quantity, ReportedTotal, Status, TotalOf,
};
use rust_decimal::Decimal;

fn example() -> Book {
    examples::load("west-lothian-2021-22").expect("the example loads")
}

fn number(text: &str) -> Decimal {
    text.parse().expect(text)
}

fn key(code: &str) -> MeasureKey {
    code.parse::<Code>().expect(code).key()
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
        other => panic!("no budget prints a total of {other}"),
    })
    .sum()
}

#[test]
fn every_printed_total_of_the_eight_budgets_is_the_sum_of_its_rows() {
    let book = example();
    let mut shapes: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for total in &book.reported_totals {
        if total.of == TotalOf::Activities {
            let table = total.table.clone().expect("a table");
            *shapes
                .entry((table, total.without_time_limited))
                .or_default() += 1;
            assert_eq!(recomputed(&book, total), total.value, "{total:?}");
        }
    }
    let tables: BTreeSet<&str> = shapes.keys().map(|(table, _)| table.as_str()).collect();
    let before_time_limited = shapes.keys().filter(|(_, without)| *without).count();
    assert_eq!((tables.len(), before_time_limited), (8, 4));
    assert!(
        shapes.values().all(|quantities| *quantities == 4),
        "{shapes:?}"
    );
}

#[test]
fn the_net_budget_and_the_staff_of_each_service_follow_from_its_rows() {
    let book = example();
    // service | FTE | net with time-limited lines | net without
    let table = "
        community-care        | 709.3 | 81707889 | 79155889
        children-and-families | 297.9 | 31178026 | 31033026
        justice               |  73.2 |  3009141 |  3009141";
    for line in table.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let tables: Vec<_> = book
            .budget_tables
            .iter()
            .filter(|budget| budget.unit.as_ref().map(|unit| unit.as_str()) == Some(cells[0]))
            .map(|budget| &budget.id)
            .collect();
        let rows = || {
            book.activities
                .iter()
                .filter(|row| tables.contains(&&row.table))
        };
        let lasting = || rows().filter(|row| row.kind != ActivityKind::TimeLimited);
        assert_eq!(
            rows().filter_map(|row| row.fte).sum::<Decimal>(),
            number(cells[1]),
            "{line}"
        );
        assert_eq!(
            rows().filter_map(|row| row.net).sum::<Decimal>(),
            number(cells[2]),
            "{line}"
        );
        assert_eq!(
            lasting().filter_map(|row| row.net).sum::<Decimal>(),
            number(cells[3]),
            "{line}"
        );
        let staff = book
            .staffing
            .iter()
            .find(|staff| staff.unit.as_ref().map(|unit| unit.as_str()) == Some(cells[0]));
        assert_eq!(
            staff.and_then(|staff| staff.fte),
            Some(number(cells[1])),
            "{line}"
        );
    }
}

#[test]
fn staff_add_up_to_the_1080_4_that_the_plan_prints() {
    let book = example();
    let printed = book
        .reported_totals
        .iter()
        .find(|total| total.of == TotalOf::Staffing);
    assert_eq!(printed.map(|total| total.value), Some(number("1080.4")));
    assert_eq!(
        book.staffing
            .iter()
            .filter_map(|line| line.fte)
            .sum::<Decimal>(),
        number("1080.4")
    );
    assert_eq!(
        book.activities
            .iter()
            .filter_map(|row| row.fte)
            .sum::<Decimal>(),
        number("1080.4")
    );
}

#[test]
fn spending_and_income_of_every_activity_give_its_net() {
    for row in example().activities {
        let sum = row
            .expenditure
            .zip(row.income)
            .map(|(spent, earned)| spent + earned);
        assert_eq!(sum, row.net, "{}", row.title);
    }
}

#[test]
fn the_whole_plan_is_there() {
    let book = example();
    let table = [
        (Kind::Outcome, 23),
        (Kind::Measure, 72),
        (Kind::Citation, 94),
        (Kind::BudgetTable, 8),
        (Kind::Activity, 50),
        (Kind::Action, 38),
        (Kind::Update, 35),
        (Kind::Risk, 4),
        (Kind::ScheduleEntry, 24),
        (Kind::PlanningStep, 7),
    ];
    for (kind, records) in table {
        assert_eq!(book.count(kind), records, "{}", kind.name());
    }
}

#[test]
fn every_reference_leads_to_a_record() {
    let book = example();
    let cited = book
        .citations
        .iter()
        .filter_map(|citation| citation.code.as_ref())
        .map(Code::key);
    let measured = book.figures.iter().map(|figure| figure.measure.clone());
    let aimed = book.targets.iter().map(|target| target.measure.clone());
    let funded = book
        .activities
        .iter()
        .flat_map(|row| row.measures.iter().cloned());
    for key in cited.chain(measured).chain(aimed).chain(funded) {
        assert!(book.measure(&key).is_some(), "no measure {key}");
    }
    let served = book
        .measures
        .iter()
        .filter_map(|measure| measure.outcome.as_ref());
    let above = book
        .outcomes
        .iter()
        .filter_map(|outcome| outcome.parent.as_ref());
    let paid_for = book
        .activities
        .iter()
        .filter_map(|row| row.outcome.as_ref());
    for id in served.chain(above).chain(paid_for) {
        assert!(book.outcome(id).is_some(), "no outcome {id}");
    }
}

#[test]
fn complaints_costs_and_waits_are_better_when_lower() {
    let book = example();
    for measure in &book.measures {
        let title = measure.title.to_lowercase();
        let lower = ["cost", "complaints", "wait", "delayed", "homeless"];
        if lower.iter().any(|word| title.contains(word)) {
            assert_eq!(measure.polarity, Some(Polarity::Lower), "{}", measure.title);
        }
        assert!(measure.polarity.is_some(), "{}", measure.title);
    }
}

#[test]
fn the_scorecard_of_2020_21_is_judged_by_the_rule() {
    let book = example();
    // code | value | target | status
    let table = "
        SPCC017 |    100 |     98 | Green
        SPCC038 |     55 |     72 | Green
        SPCC024 |   1432 |   1432 | Green
        SW03a   |   65.7 |     64 | Green
        SPCF001 |     98 |    100 | Amber
        SPCF040 |     54 |     60 | Green
        SPCF060 | 161000 | 159000 | Amber
        SPCF133 |      0 |      0 | Green
        SPCJ001 |    100 |     95 | Green
        SPCJ040 |      4 |     10 | Green
        SPCJ060 |  19982 |  19000 | Red
        SPCJ143 |     83 |     80 | Green";
    let period = "2020-21".parse().expect("a year");
    let lines: Vec<&str> = table
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let scorecard = book
        .citations
        .iter()
        .filter(|citation| citation.place == "scorecard");
    assert_eq!(scorecard.count(), lines.len());
    for line in lines {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let measure = book.measure(&key(cells[0])).expect(cells[0]);
        let judgement = judge(&book, measure, period, None);
        assert_eq!(judgement.value, Some(number(cells[1])), "{line}");
        assert_eq!(
            judgement.target.map(|goal| goal.to_string()).as_deref(),
            Some(cells[2]),
            "{line}"
        );
        let status: Status = cells[3].parse().expect("a status");
        assert_eq!(judgement.shown(StatusBasis::AsReported), status, "{line}");
    }
}

#[test]
fn what_the_plan_contradicts_is_still_there_to_be_found() {
    let book = example();
    let targets_of = |code: &str| -> BTreeSet<String> {
        let same = |written: &Code| written.key() == key(code);
        let cited = book
            .citations
            .iter()
            .filter(|citation| citation.code.as_ref().is_some_and(same));
        cited
            .filter_map(|citation| citation.target.map(|goal| goal.to_string()))
            .collect()
    };
    assert_eq!(
        targets_of("SPCC024").into_iter().collect::<Vec<_>>(),
        ["1432", "1484", "1493"]
    );
    assert_eq!(
        targets_of("SPCC035").into_iter().collect::<Vec<_>>(),
        ["153.13", "159.13"]
    );
    let title = |code: &str| {
        book.measure(&key(code))
            .map(|measure| measure.title.clone())
    };
    assert_eq!(
        title("SPCF096"),
        title("SPCF092"),
        "the balance of care has two codes"
    );
    for budget in &book.budget_tables {
        assert_ne!(
            budget.heading_period, budget.column_period,
            "{}",
            budget.title
        );
    }
}

#[test]
fn its_files_are_as_clew_itself_writes_them() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/west-lothian-2021-22");
    let copy = std::env::temp_dir().join(format!("clew-west-lothian-{}", std::process::id()));
    let book = workspace::read(&here).expect("the example can be read");
    workspace::write(&book, &copy).expect("it can be written");
    let mut compared = 0;
    for kind in Kind::ALL.iter().filter(|kind| book.count(**kind) > 0) {
        let file = format!("{}.jsonl", kind.name());
        let text = |folder: &Path| fs::read_to_string(folder.join(&file)).expect(&file);
        assert_eq!(text(&here), text(&copy), "{file}");
        compared += 1;
    }
    fs::remove_dir_all(&copy).expect("the copy can be removed");
    assert_eq!(compared, 22);
}
