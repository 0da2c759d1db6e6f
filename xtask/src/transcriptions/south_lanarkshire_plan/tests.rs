//! What the transcribed plan must hold.

use super::super::published;
use super::narrative::stated_change;
use super::*;

fn plan() -> Option<Book> {
    published(DOCUMENT).map(|table| book(&table).expect("a Book"))
}

#[test]
fn the_plan_has_17_measures_with_targets_and_18_actions() {
    let Some(book) = plan() else { return };
    assert_eq!(book.measures.len(), 17);
    assert_eq!(book.targets.len(), 17);
    assert_eq!(book.actions.len(), 18);
    let lost: Vec<&str> = book
        .actions
        .iter()
        .filter(|action| action.title.is_none())
        .map(|action| action.id.as_str())
        .collect();
    assert_eq!(lost, ["7", "8", "14", "15"]);
    let with_milestones = book.actions.iter().filter(|action| {
        let mut milestones = book.milestones.iter();
        milestones.any(|milestone| milestone.action == action.id)
    });
    assert_eq!(with_milestones.count(), 16);
}

#[test]
fn the_saving_printed_without_its_thousands_is_kept_as_printed() {
    let Some(book) = plan() else { return };
    let first = book.measures[0].code.key();
    let saving: Vec<_> = book
        .figures
        .iter()
        .filter(|figure| figure.measure == first)
        .map(|figure| (figure.value, figure.as_written.as_deref()))
        .collect();
    let pounds = |number: u32| Some(Decimal::from(number));
    let expected = [
        (pounds(240_000), Some("£240k")),
        (pounds(267), Some("£267")),
    ];
    assert_eq!(saving, expected);
}

#[test]
fn budgets_and_staff_add_up_to_the_printed_totals() {
    let Some(book) = plan() else { return };
    let net: Decimal = book
        .activities
        .iter()
        .filter_map(|activity| activity.net)
        .sum();
    assert_eq!(net, Decimal::from(212_026_000));
    let printed: Vec<String> = book
        .reported_totals
        .iter()
        .map(|total| total.value.to_string())
        .collect();
    assert_eq!(printed, ["212000000", "5363000", "2899"]);
    let capital: Decimal = book.capital.iter().map(|line| line.amount).sum();
    assert_eq!(capital, Decimal::from(5_363_000));
    let staff: u32 = book.staffing.iter().filter_map(|line| line.headcount).sum();
    assert_eq!(staff, 2899);
}

#[test]
fn a_change_in_words_has_its_sign() {
    let table = [
        ("4% rise", Some(4)),
        ("7% decrease", Some(-7)),
        ("remaining stable", None),
    ];
    for (words, expected) in table {
        assert_eq!(stated_change(words), expected.map(Decimal::from), "{words}");
    }
}

#[test]
fn the_first_sections_are_carried_and_nobody_is_named() {
    let Some(book) = plan() else { return };
    let table = published(DOCUMENT).expect("a table");
    let name = table["document"]["signatory"]["name"].as_str();
    let name = name.expect("a name");
    assert!(book.passages.len() > 50);
    for passage in &book.passages {
        assert!(!passage.text.contains(name), "{}", passage.text);
    }
}
