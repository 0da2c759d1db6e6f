//! Scorecards, filters and the matrix.

use clew_measure::{Direction, Index};
use clew_plan::Status;
use clew_service::{DueState, ErrorKind, Filter};

use super::{council, day, overview, period};

fn filter(pairs: &[(&str, &str)]) -> Filter {
    Filter::from_pairs(pairs.iter().copied()).unwrap()
}

fn codes(pairs: &[(&str, &str)]) -> Vec<String> {
    let overview = overview(council());
    let plan = "p".into();
    let rows = overview.scorecard(
        &filter(pairs),
        period("2025-26 Q1"),
        Some(&plan),
        day("2025-08-01"),
    );
    rows.iter().map(|row| row.code.clone()).collect()
}

#[test]
fn a_row_has_all_that_a_reader_compares() {
    let overview = overview(council());
    let rows = overview.scorecard(
        &Filter::default(),
        period("2025-26 Q1"),
        None,
        day("2025-08-01"),
    );
    let row = &rows[0];
    assert_eq!(row.code, "SW01");
    assert_eq!(row.status, Status::Amber);
    assert_eq!(
        row.shown.as_deref(),
        Some("89.96%"),
        "90% would contradict Amber"
    );
    assert_eq!(row.target_shown.as_deref(), Some("90%"));
    assert_eq!(
        row.trend.short.as_ref().unwrap().direction,
        Direction::Better
    );
    let path: Vec<&str> = row.path.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(path, ["safe", "safe-1"]);
    assert_eq!(row.series.len(), 2);
    assert_eq!(row.unit_name.as_deref(), Some("East team"));
    assert!(row.provisional && !row.has_commentary);
    assert!(rows[2].has_commentary);
    assert_eq!(rows[1].status, Status::ReportLater);
}

#[test]
fn filters_let_through_what_they_say() {
    for (pairs, expected) in [
        (&[][..], &["SW01", "SW02", "CJ10", "PR1"][..]),
        (&[("unit", "adults")], &["SW01", "SW02"]),
        (&[("unit", "east")], &["SW01"]),
        (&[("owner", "justice manager")], &["CJ10"]),
        (&[("status", "red"), ("status", "amber")], &["SW01", "CJ10"]),
        (&[("category", "Public")], &["SW01", "SW02", "CJ10"]),
        (&[("kind", "project")], &["PR1"]),
        (&[("outcome", "safe")], &["SW01", "SW02"]),
        (&[("outcome", "-")], &["PR1"]),
        (&[("text", "time sw1")], &["SW01"]),
        (&[("unit", "nowhere")], &[]),
        (&[("due", "due")], &[]),
        (
            &[("page", "2"), ("owner", " ")],
            &["SW01", "SW02", "CJ10", "PR1"],
        ),
    ] {
        assert_eq!(codes(pairs), expected, "{pairs:?}");
    }
}

#[test]
fn a_filter_is_read_back_from_its_own_pairs() {
    let pairs = [
        ("unit", "adults"),
        ("owner", "Team Manager East"),
        ("status", "report later"),
        ("status", "red"),
        ("category", "public"),
        ("due", "signed-off"),
        ("kind", "statistical"),
        ("outcome", "safe"),
        ("text", "in time"),
    ];
    let read = filter(&pairs);
    assert_eq!(read.due, Some(DueState::SignedOff));
    let written = read.pairs();
    let again = written.iter().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(Filter::from_pairs(again).unwrap(), read);
    assert_eq!(written.len(), pairs.len());
}

#[test]
fn a_word_that_no_filter_knows_is_refused_with_the_field() {
    for pair in [("status", "purple"), ("due", "soon"), ("kind", "other")] {
        let error = Filter::from_pairs([pair]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(format!("{error:?}").contains(pair.0), "{error:?}");
    }
}

#[test]
fn the_matrix_counts_exactly_the_rows_of_the_scorecard() {
    let overview = overview(council());
    let (plan, at, today) = ("p".into(), period("2025-26 Q1"), day("2025-08-01"));
    for pairs in [&[][..], &[("unit", "adults")], &[("status", "red")]] {
        let filter = filter(pairs);
        let matrix = overview.matrix(Some(&plan), at, &filter, today);
        let rows = overview.scorecard(&filter, at, Some(&plan), today);
        assert_eq!(matrix.total.total() as usize, rows.len(), "{pairs:?}");
    }
    let whole = overview.matrix(Some(&plan), at, &Filter::default(), today);
    let book = overview.book();
    assert_eq!(
        whole,
        Index::new(book).summary(Some(&plan), at, whole.basis)
    );
    let safe = &whole.rows[0].counts;
    assert_eq!((safe.amber, safe.later, safe.total()), (1, 1, 2));
}

#[test]
fn a_plan_or_period_that_is_not_there_has_an_empty_scorecard() {
    let overview = overview(council());
    let nothing = overview.scorecard(
        &Filter::default(),
        period("2025-26 Q1"),
        Some(&"other".into()),
        day("2025-08-01"),
    );
    assert!(nothing.is_empty());
}
