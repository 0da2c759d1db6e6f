//! What the transcribed report must hold.

use super::super::published;
use super::*;

fn report() -> Option<Book> {
    published(DOCUMENT).map(|table| book(&table).expect("a Book"))
}

/// How many measures under the outcome (all for none) have the status (any for none) now.
fn recomputed(book: &Book, outcome: Option<&OutcomeId>, status: Option<Status>) -> u32 {
    let now = book.documents[0].period.map(Period::year_to_date);
    let figures = book.figures.iter();
    let counted = figures
        .filter(|figure| Some(figure.period) == now)
        .filter(|figure| {
            let measure = book.measure(&figure.measure).expect("a measure");
            let line = book.line_of_sight(measure.outcome.as_ref().expect("an outcome"));
            let under = outcome.is_none_or(|wanted| line.iter().any(|above| above.id == *wanted));
            under && status.is_none_or(|status| figure.reported_status == Some(status))
        });
    u32::try_from(counted.count()).expect("a small number")
}

#[test]
fn the_printed_matrix_is_what_the_65_measures_give() {
    let Some(book) = report() else { return };
    assert_eq!(book.measures.len(), 65);
    assert_eq!(book.reported_counts.len(), 27);
    for cell in &book.reported_counts {
        let found = recomputed(&book, cell.outcome.as_ref(), cell.status);
        assert_eq!(found, cell.count, "{cell:?}");
    }
    let grand = [
        (Some(Status::Green), 43),
        (Some(Status::Amber), 3),
        (Some(Status::Red), 2),
        (Some(Status::ReportLater), 17),
        (None, 65),
    ];
    for (status, expected) in grand {
        assert_eq!(recomputed(&book, None, status), expected, "{status:?}");
    }
}

#[test]
fn all_12_objectives_are_there_also_those_without_a_measure() {
    let Some(book) = report() else { return };
    let priorities = book.outcomes.iter();
    let priorities = priorities.filter(|outcome| outcome.level == OutcomeLevel::Priority);
    let positions: Vec<_> = priorities.filter_map(|outcome| outcome.position).collect();
    assert_eq!(positions, (1..=12).collect::<Vec<u32>>());
}

#[test]
fn the_one_lost_status_is_inferred_and_says_so() {
    let Some(book) = report() else { return };
    let inferred: Vec<_> = book
        .figures
        .iter()
        .filter(|figure| figure.evidence.is_some())
        .map(|figure| (figure.measure.as_str(), figure.reported_status))
        .collect();
    assert_eq!(inferred, [("M27", Some(Status::Green))]);
}

#[test]
fn counts_stand_beside_the_per_cents_to_date_and_not_beside_those_of_a_quarter() {
    let Some(book) = report() else { return };
    let counted: Vec<String> = book
        .figures
        .iter()
        .filter_map(|figure| {
            let (part, whole) = (figure.numerator?, figure.denominator?);
            Some(format!("{} {part}/{whole}", figure.measure))
        })
        .collect();
    let expected = [
        "M5 1746/3818",
        "M6 35657/46204",
        "M15 127/130",
        "M16 1106/1249",
        "M22 164/236",
        "M50 13/14",
        "M52 51/53",
        "M54 27/37",
    ];
    assert_eq!(counted, expected);
}

#[test]
fn noughts_of_past_years_are_kept_as_they_were_written() {
    let Some(book) = report() else { return };
    let noughts = book
        .figures
        .iter()
        .filter(|figure| figure.value == Some(Decimal::ZERO));
    assert!(noughts.clone().count() > 10);
    for figure in noughts {
        assert!(figure.as_written.is_some(), "{figure:?}");
    }
}
