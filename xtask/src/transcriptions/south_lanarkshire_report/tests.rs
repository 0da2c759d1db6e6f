//! What the transcribed report must hold.

use super::super::published;
use super::*;

fn report() -> Option<Book> {
    published(DOCUMENT).map(|table| book(&table).expect("a Book"))
}

#[test]
fn the_summary_adds_up_to_17_and_21_in_38() {
    let Some(book) = report() else { return };
    let of_kind = |kind: Option<MeasureKind>, totals: bool| -> u32 {
        let rows = book
            .reported_counts
            .iter()
            .filter(|count| count.kind == kind);
        let wanted = rows.filter(|count| count.status.is_none() == totals);
        wanted.map(|count| count.count).sum()
    };
    for (kind, expected) in [
        (Some(MeasureKind::Statistical), 17),
        (Some(MeasureKind::Project), 21),
        (None, 38),
    ] {
        assert_eq!(of_kind(kind, false), expected, "{kind:?}");
        assert_eq!(of_kind(kind, true), expected, "{kind:?}");
    }
}

#[test]
fn statuses_and_percentages_are_those_printed() {
    let Some(book) = report() else { return };
    let rows: Vec<String> = book
        .reported_counts
        .iter()
        .filter(|count| count.kind.is_none())
        .map(|count| {
            let status = count.status.map_or("Total", Status::word);
            let percent = count.percent.expect("a percentage");
            format!("{status} {} {percent}%", count.count)
        })
        .collect();
    let expected = [
        "Blue 3 8%",
        "Green 25 65%",
        "Amber 1 3%",
        "Red 1 3%",
        "Report later 8 21%",
        "Total 38 100%",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn the_data_date_lies_before_the_end_of_the_period() {
    let Some(book) = report() else { return };
    let document = &book.documents[0];
    let period = document.period.expect("a period");
    assert_eq!(
        document.data_as_at.map(|day| day.to_string()).as_deref(),
        Some("2022-01-20")
    );
    assert!(document.data_as_at < Some(period.last()));
}

#[test]
fn both_areas_for_improvement_keep_their_numbered_steps() {
    let Some(book) = report() else { return };
    let steps = |index: usize| {
        let doing = book.commentary[index].doing.as_deref().unwrap_or_default();
        doing.lines().count() - 1
    };
    assert_eq!((steps(0), steps(1)), (3, 7));
}
