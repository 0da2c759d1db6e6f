//! The South Lanarkshire examples hold what the council published.

use std::path::Path;

use clew_calendar::Period;
use clew_exchange::workspace;
use clew_measure::{Counts, StatusBasis, Summary, SummarySource, judge, summary};
use clew_plan::{Book, MeasureKey, MeasureKind, Status};
use rust_decimal::Decimal;

fn example(name: &str) -> Book {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    workspace::read(&folder.join(name)).expect(name)
}

fn period(label: &str) -> Period {
    label.parse().expect(label)
}

fn summary_of(book: &Book, label: &str) -> Summary {
    summary(book, None, period(label), StatusBasis::AsReported)
}

/// Blue, Green, Amber, Red, later or contextual, and all.
fn cells(counts: &Counts) -> [u32; 6] {
    let later = counts.later_or_contextual();
    let total = counts.total();
    [
        counts.blue,
        counts.green,
        counts.amber,
        counts.red,
        later,
        total,
    ]
}

/// The measures whose published status is another than the rule's, with both.
fn disputed(book: &Book, label: &str) -> Vec<String> {
    let judged = book.measures.iter().filter_map(|measure| {
        let judgement = judge(book, measure, period(label), None);
        let reported = judgement.reported?;
        let has_target = judgement.target.is_some();
        let differs = has_target && reported != judgement.by_rule;
        differs.then(|| format!("{} {reported} {}", measure.code, judgement.by_rule))
    });
    judged.collect()
}

#[test]
fn quarter_2_of_2019_20_gives_the_published_matrix() {
    let book = example("south-lanarkshire-2019-20");
    let found = summary_of(&book, "2019-20 Q2");
    assert_eq!(found.source, SummarySource::Listed);
    assert_eq!(cells(&found.total), [0, 43, 3, 2, 17, 65]);
    // Green, Amber, Red, later or contextual, all: one row an objective, in order.
    let published = [
        [4, 0, 0, 6, 10],
        [8, 1, 1, 5, 15],
        [6, 0, 0, 4, 10],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [10, 1, 0, 1, 12],
        [0, 0, 0, 0, 0],
        [1, 0, 0, 0, 1],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [14, 1, 1, 1, 17],
    ];
    let rows = found.rows.iter().map(|row| cells(&row.counts));
    let rows: Vec<_> = rows.map(|[_, rest @ ..]| rest).collect();
    assert_eq!(rows, published);
}

#[test]
fn the_rule_agrees_with_the_published_colours_but_for_three_measures() {
    let book = example("south-lanarkshire-2019-20");
    let expected = ["M49 Green Report later", "M53 Green Red", "M62 Amber Red"];
    assert_eq!(disputed(&book, "2019-20 Q2"), expected);
}

#[test]
fn quarter_4_of_2021_22_gives_the_printed_counts_with_true_percentages() {
    let book = example("south-lanarkshire-2021-22");
    let found = summary_of(&book, "2021-22 Q4");
    assert!(matches!(found.source, SummarySource::Printed { .. }));
    assert_eq!(cells(&found.total), [3, 25, 1, 1, 8, 38]);
    assert_eq!(cells(&found.by_kind.statistical), [0, 13, 1, 1, 2, 17]);
    assert_eq!(cells(&found.by_kind.project), [3, 12, 0, 0, 6, 21]);
    let mut shares = found.percentages.iter();
    let green = shares.find(|share| share.name == "Green").expect("Green");
    let of_38 = (Decimal::from(2_500) / Decimal::from(38)).round_dp(1);
    assert_eq!((green.count, green.exact_percent), (25, of_38));
    let all: u32 = found.percentages.iter().map(|share| share.percent).sum();
    assert_eq!(all, 100);
    let printed = book
        .reported_counts
        .iter()
        .find(|count| count.kind.is_none() && count.status == Some(Status::Green))
        .and_then(|count| count.percent)
        .expect("a percentage");
    assert_eq!(printed, Decimal::from(65), "what was printed is kept");
}

#[test]
fn amber_and_red_of_2021_22_are_the_two_areas_for_improvement() {
    let book = example("south-lanarkshire-2021-22");
    assert!(disputed(&book, "2021-22 Q4").is_empty());
    for (key, expected) in [("M11", Status::Amber), ("M12", Status::Red)] {
        let measure = book.measure(&MeasureKey::from(key)).expect(key);
        let judgement = judge(&book, measure, period("2021-22 Q4"), None);
        assert_eq!(judgement.by_rule, expected, "{key}: {}", judgement.why);
        let comment = book.commentary.iter().find(|said| {
            said.measure
                .as_ref()
                .is_some_and(|about| about.as_str() == key)
        });
        assert!(comment.is_some_and(|said| said.doing.is_some()), "{key}");
    }
}

#[test]
fn the_plan_for_2022_23_has_its_measures_actions_and_money() {
    let book = example("south-lanarkshire-2022-23");
    assert_eq!(book.measures.len(), 17);
    assert_eq!(book.targets.len(), 17);
    assert_eq!((book.actions.len(), book.milestones.len()), (18, 19));
    let net: Decimal = book.activities.iter().filter_map(|line| line.net).sum();
    assert_eq!(net, Decimal::from(212_026_000));
    let capital: Decimal = book.capital.iter().map(|line| line.amount).sum();
    assert_eq!(capital, Decimal::from(5_363_000));
    let staff: u32 = book.staffing.iter().filter_map(|line| line.headcount).sum();
    assert_eq!(staff, 2_899);
}

#[test]
fn every_measure_can_be_followed_to_a_priority_and_every_number_is_defined() {
    for name in [
        "south-lanarkshire-2019-20",
        "south-lanarkshire-2021-22",
        "south-lanarkshire-2022-23",
    ] {
        let book = example(name);
        for measure in &book.measures {
            let place = format!("{name} {}", measure.code);
            let outcome = measure.outcome.as_ref().expect(&place);
            let root = book.line_of_sight(outcome).pop().expect(&place);
            assert!(root.parent.is_none(), "{place}");
            assert!(measure.owner.is_some() && measure.unit.is_some(), "{place}");
            if measure.kind == MeasureKind::Statistical {
                assert!(measure.definition.is_some(), "{place}");
                assert!(measure.polarity.is_some(), "{place}");
                assert!(measure.unit_of_measure.is_some(), "{place}");
            }
        }
    }
}

#[test]
fn an_example_is_written_back_as_it_was_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let copy = std::env::temp_dir().join(format!("clew-examples-{}", std::process::id()));
    for name in [
        "south-lanarkshire-2019-20",
        "south-lanarkshire-2021-22",
        "south-lanarkshire-2022-23",
    ] {
        let to = copy.join(name);
        workspace::write(&example(name), &to).expect(name);
        for entry in std::fs::read_dir(folder.join(name)).expect(name) {
            let path = entry.expect(name).path();
            let file = path.file_name().expect(name);
            let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
            if path
                .extension()
                .is_some_and(|extension| extension == "jsonl")
            {
                assert!(read(&path) == read(&to.join(file)), "{}", path.display());
            }
        }
    }
    std::fs::remove_dir_all(&copy).expect("the copy goes away");
}
