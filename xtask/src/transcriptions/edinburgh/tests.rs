//! What the Book of document 004 must hold. Without the published tables beside the repository
//! these tests have nothing to read, and say so.

use std::path::Path;

use clew_plan::{ActionId, Book, TotalOf};
use rust_decimal::Decimal;

use crate::transcriptions::{load, skipped};

/// The Book, or none (with a line that says so) where the published tables are not at hand.
fn published() -> Option<Book> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/seeds");
    if !seeds.join("004.json").exists() {
        skipped(&seeds);
        return None;
    }
    let table = load(&seeds, "004").expect("004.json");
    Some(super::book(&table).expect("a Book"))
}

fn see_also(book: &Book, id: &str) -> String {
    let action = book.actions.iter().find(|action| action.id.as_str() == id);
    let ids = &action.expect(id).see_also;
    ids.iter()
        .map(ActionId::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn thirty_findings_stand_in_the_areas_that_the_cover_counts() {
    let Some(book) = published() else { return };
    assert_eq!(book.findings.len(), 30);
    assert_eq!(book.improvement_activities.len(), 106);
    let totals = book.reported_totals.iter();
    let totals: Vec<_> = totals
        .filter(|total| total.of == TotalOf::Findings)
        .collect();
    assert_eq!(totals.len(), 9);
    for total in totals {
        let listed = book
            .findings
            .iter()
            .filter(|finding| finding.area == total.table);
        assert_eq!(
            Decimal::from(listed.count()),
            total.value,
            "{:?}",
            total.table
        );
    }
}

#[test]
fn actions_1_to_104_are_there_with_their_sub_actions() {
    let Some(book) = published() else { return };
    let (subs, mains): (Vec<_>, Vec<_>) = book
        .actions
        .iter()
        .partition(|action| action.parent.is_some());
    let numbers: Vec<&str> = mains.iter().map(|action| action.id.as_str()).collect();
    let wanted: Vec<String> = (1..=104).map(|number: u32| number.to_string()).collect();
    assert_eq!(numbers, wanted);
    let subs: Vec<&str> = subs.iter().map(|action| action.id.as_str()).collect();
    assert_eq!(
        subs,
        ["4a", "4b", "4c", "4d", "4e", "4f", "4g", "9a", "9b", "9c"]
    );
    let code = |id: &str| {
        let action = book.actions.iter().find(|action| action.id.as_str() == id);
        action.expect(id).links.join(" ")
    };
    assert_eq!(
        [code("22"), code("24"), code("104"), code("1")],
        ["SP17", "SP6", "G10", ""]
    );
    let lost = book.actions.iter().filter(|action| action.title.is_none());
    let lost: Vec<&str> = lost.map(|action| action.id.as_str()).collect();
    assert_eq!(lost, ["1", "2", "85", "94", "95"]);
}

#[test]
fn every_cross_reference_is_resolved() {
    let Some(book) = published() else { return };
    // action | actions that its row refers to
    let table = "
        11 | 1
        14 | 8
        19 | 6 7 8 9 10
        20 | 12
        23 | 13
        29 | 43 44 45 46 47 48 49 50
        30 | 43 44 45 46 47 48 49 50
        32 | 13
        33 | 1
        36 | 4
        39 | 23
        41 | 32
        60 | 43 44 45 46 47 48 49 50
        62 | 13
        66 | 43 44 45 46 47 48 49 50
        67 | 12
        70 | 66
        71 | 4
        72 | 67
        73 | 66
        75 | 4
        76 | 67
        77 | 67
        78 | 66
        82 | 4
        87 | 4";
    let rows: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(id, wanted)| (id.trim(), wanted.trim()))
        .collect();
    for (id, wanted) in &rows {
        assert_eq!(see_also(&book, id), *wanted, "action {id}");
    }
    let referring = book
        .actions
        .iter()
        .filter(|action| !action.see_also.is_empty());
    assert_eq!(referring.count(), rows.len());
    for id in book.actions.iter().flat_map(|action| &action.see_also) {
        assert!(book.actions.iter().any(|action| action.id == *id), "{id}");
    }
}

#[test]
fn forums_keep_the_names_they_are_written_with() {
    let Some(book) = published() else { return };
    let forum = book
        .forums
        .iter()
        .find(|forum| forum.id.as_str() == "policy-and-sustainability-committee")
        .expect("the council's committee");
    assert_eq!(
        forum.aliases,
        ["Council Policy and Sustainability Committee"]
    );
    let items = book
        .forum_items
        .iter()
        .filter(|item| item.forum == forum.id);
    assert_eq!(items.count(), 3);
    assert_eq!(book.forum_items.len(), 21);
    for id in [
        "performance-and-delivery-committee",
        "policy-and-development-committee",
    ] {
        assert!(
            book.forums.iter().any(|forum| forum.id.as_str() == id),
            "{id}"
        );
    }
    let council = book
        .forum_items
        .iter()
        .find(|item| item.forum.as_str() == "full-council");
    assert_eq!(
        council
            .and_then(|item| item.on)
            .map(|day| day.to_string())
            .as_deref(),
        Some("2023-06-22")
    );
}

#[test]
fn both_lists_of_priorities_the_workstreams_and_the_gaps_are_there() {
    let Some(book) = published() else { return };
    let under = |prefix: &str, parts: usize| {
        let ids = book.outcomes.iter().map(|outcome| outcome.id.as_str());
        ids.filter(|id| id.starts_with(prefix) && id.split('.').count() == parts)
            .count()
    };
    assert_eq!(
        (under("Y1.", 2), under("Y1.", 3), under("A2.", 2)),
        (6, 16, 7)
    );
    let categories = book
        .workstreams
        .iter()
        .filter_map(|stream| stream.category.as_deref());
    let mut categories: Vec<&str> = categories.collect();
    assert_eq!(categories.len(), 8);
    categories.dedup();
    assert_eq!(categories, ["Supply", "Demand", "Engine Room"]);
    assert_eq!(book.resource_gaps.len(), 29);
    let of_the_plan = book
        .resource_gaps
        .iter()
        .filter(|gap| gap.workstream.is_none());
    assert_eq!(of_the_plan.count(), 7);
}

#[test]
fn paragraphs_recommendations_and_dates_are_there_and_people_are_not() {
    let Some(book) = published() else { return };
    let headings = |words: &str| {
        let passages = book.passages.iter();
        passages
            .filter(|passage| {
                passage
                    .heading
                    .as_deref()
                    .is_some_and(|heading| heading.contains(words))
            })
            .count()
    };
    assert_eq!(
        (headings("Recommendation"), headings(", paragraph ")),
        (5, 33)
    );
    let published: Vec<String> = book
        .inspections
        .iter()
        .filter_map(|inspection| inspection.published_on)
        .map(|day| day.to_string())
        .collect();
    assert_eq!(published, ["2023-02-14", "2023-03-21"]);
    let meeting = book.documents[0].meeting.map(|day| day.to_string());
    assert_eq!(meeting.as_deref(), Some("2023-06-13"));
    let due: Vec<String> = book
        .milestones
        .iter()
        .filter_map(|milestone| Some(format!("{} {}", milestone.action, milestone.due?)))
        .collect();
    let wanted = [
        "1 2023-07",
        "3 2023-06-20",
        "9a 2023-06",
        "23 2023-06",
        "26 2023-06-20",
        "37 2023-06",
        "37 2023-09",
        "85 2023-10",
        "89 2023-07-31",
        "95 2023-06-20",
    ];
    assert_eq!(due, wanted);
    let titled = book
        .passages
        .iter()
        .filter(|passage| passage.text.contains("Councillor"));
    assert_eq!(titled.count(), 0);
    let post = book.documents[0].report_by.as_deref();
    assert_eq!(post, Some("Service Director, Operations"));
}
