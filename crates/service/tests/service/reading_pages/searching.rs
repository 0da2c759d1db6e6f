//! Search: spelling, forms of words, codes, beginnings.

use clew_plan::Kind;
use clew_service::HitKind;
use serde_json::json;

use super::{council, overview};

fn titles(query: &str) -> Vec<String> {
    let hits = overview(council()).search(query, 20);
    hits.into_iter().map(|hit| hit.title).collect()
}

#[test]
fn words_are_found_however_they_are_formed_or_spelt() {
    for (query, expected) in [
        ("review", "Reviews held in time"),
        ("reviewing", "Reviews held in time"),
        ("REVIEWS", "Reviews held in time"),
        ("reveiws", "Reviews held in time"),
        ("rev", "Reviews held in time"),
        ("carer assesed", "Carers assessed"),
        ("ofice", "New office opened"),
        ("sw1", "Reviews held in time"),
        ("SW-01", "Reviews held in time"),
        ("w02", "Carers assessed"),
        ("east team", "East team"),
        ("time held", "Reviews held in time"),
    ] {
        assert_eq!(
            titles(query).first().map(String::as_str),
            Some(expected),
            "{query}"
        );
    }
}

#[test]
fn what_has_all_the_words_stands_alone_and_what_has_none_is_not_found() {
    assert_eq!(titles("orders begun"), ["Orders begun in time"]);
    for nothing in ["", "   ", "zebra", "qx", "!?", "\u{202e}", "reviewzzzzzz"] {
        assert!(titles(nothing).is_empty(), "{nothing:?}");
    }
}

#[test]
fn a_comment_is_found_on_its_measures_page_with_the_words_in_the_excerpt() {
    let mut book = council();
    book.commentary[0].text = format!(
        "{}Recruitment was slow. {}",
        "Word. ".repeat(60),
        "Word. ".repeat(60)
    );
    let hits = overview(book).search("recruitment", 5);
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].kind, HitKind::Record(Kind::Commentary));
    assert_eq!(hits[0].page.kind, HitKind::Record(Kind::Measure));
    assert_eq!(hits[0].page.id, "CJ10");
    assert_eq!(hits[0].title, "Orders begun in time, 2025-26 Q1");
    assert!(
        hits[0].excerpt.contains("Recruitment"),
        "{}",
        hits[0].excerpt
    );
    assert!(hits[0].excerpt.chars().count() < 200);
}

#[test]
fn an_owner_is_found_and_the_number_of_hits_is_kept() {
    let overview = overview(council());
    let hits = overview.search("justice manager", 20);
    assert!(
        hits.iter()
            .any(|hit| hit.kind == HitKind::Owner && hit.title == "Justice Manager")
    );
    assert_eq!(overview.search("manager", 2).len(), 2);
    assert!(overview.search("manager", 0).is_empty());
}

#[test]
fn a_hostile_query_is_only_a_query_without_an_answer() {
    let mut book = council();
    let plan = json!({"id": "big", "title": "\u{202e}<script>alert(1)</script>", "purpose": "x ".repeat(50_000)});
    book.append(&mut crate::common::book_of([(Kind::Plan, plan)]));
    let overview = overview(book);
    assert_eq!(overview.search("script", 5).len(), 1);
    let long = "a".repeat(100_000);
    assert!(overview.search(&long, 5).is_empty());
    assert!(overview.search(&"word ".repeat(20_000), 5).is_empty());
}
