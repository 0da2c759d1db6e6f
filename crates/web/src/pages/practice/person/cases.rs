//! The cases of a person: open or closed, who holds each, what is due in it, and where it was handed over.

use clew_practice::occasion::Timing;
use clew_practice::record::RecordNumber;
use clew_report::words as day_words;
use clew_service::{Act, Case, DueItem, HandOver, Memory, PersonPage, local_time};
use maud::{Markup, html};

use super::super::allowed::may_for;
use super::super::words;
use super::super::{Packs, account_name, nothing, titled_table, unit_name};
use crate::{Visit, links};

pub(super) fn shown(visit: &Visit, page: &PersonPage, packs: &Packs, memory: &Memory) -> Markup {
    let headings = [
        ("Case", ""),
        ("How it stands", ""),
        ("Held by", ""),
        ("Opened", ""),
        ("", ""),
    ];
    html! {
        @if page.cases.is_empty() { (nothing("Cases", "There is no case.")) }
        @else {
            (titled_table("Cases", &headings, &html! {
                @for case in &page.cases { (row(visit, case, page, packs, memory)) }
            }))
        }
        @for (number, _, offer) in &page.hand_overs { (hand_over(visit, page, (*number, offer), memory)) }
        (due(page))
    }
}

fn row(visit: &Visit, case: &Case, page: &PersonPage, packs: &Packs, memory: &Memory) -> Markup {
    let title = packs.process_title(case.process.as_deref());
    let records = (Act::RecordPractice, page.right);
    let standing = page.standing.get(&case.episode);
    let closed = standing.and_then(|standing| standing.closed);
    let opened = standing.map_or_else(
        || local_time::day_of(case.opened),
        |standing| standing.opened,
    );
    html! {
        tr {
            th scope="row" { (title) " " (case.episode) }
            td { @if let Some(day) = closed { "Closed on " (day_words::day(day)) } @else { "Open" } }
            td {
                @if let Some(worker) = &case.worker { (account_name(memory, worker)) } @else { "Nobody yet" }
                " (" (unit_name(memory, case.team.as_str())) ")"
            }
            td { (day_words::day(opened)) }
            td data-label="" {
                @if closed.is_none() && may_for(visit, memory, records, &case.team) {
                    a class="govuk-link" href=(links::hand_over(case.episode)) { "Hand over" span class="govuk-visually-hidden" { " case " (case.episode) } }
                }
            }
        }
    }
}

/// What is to be done in the open cases, by when, and what that rests on.
fn due(page: &PersonPage) -> Markup {
    let of_case = page.standing.iter();
    let mut all: Vec<(&RecordNumber, &DueItem)> = of_case
        .flat_map(|(case, standing)| standing.due.iter().map(move |item| (case, item)))
        .collect();
    all.sort_by_key(|(case, item)| (item.due.is_none(), item.due, **case));
    let headings = [
        ("What", ""),
        ("By when", ""),
        ("How it stands", ""),
        ("Counted from", ""),
        ("Rests on", ""),
    ];
    html! {
        @if !all.is_empty() {
            (titled_table("What is due", &headings, &html! {
                @for (case, item) in &all { (due_row(**case, item)) }
            }))
        }
    }
}

fn due_row(case: RecordNumber, item: &DueItem) -> Markup {
    html! {
        tr {
            th scope="row" { (item.title) " (" (case) ")" }
            td { @if let Some(day) = item.due { (day_words::day(day)) } @else { "No day yet" } }
            td { @if item.timing == Timing::NotYetDue { (words::stands(item.timing)) } @else { (words::timing(item.timing)) } }
            td { (day_words::day(item.from)) }
            td { (words::rests_on(item.standing)) ": " (item.source) }
        }
    }
}

fn hand_over(
    visit: &Visit,
    page: &PersonPage,
    (number, offer): (u64, &HandOver),
    memory: &Memory,
) -> Markup {
    let to = unit_name(memory, offer.to.as_str());
    let from = unit_name(memory, offer.from.as_str());
    html! {
        p class="govuk-body" {
            "Case " (offer.episode) " was offered by " (from) " to " (to) ": " (offer.reason) " "
            @match offer.standing.as_str() {
                "accepted" => "It was accepted.",
                "refused" => { "It was refused: " (offer.refused.as_deref().unwrap_or_default()) }
                "withdrawn" => "The offer was withdrawn.",
                _ => (waits(visit, page, (number, offer), memory)),
            }
        }
    }
}

/// That it waits, with the answer for those who may give it, and the way back for those who offered it.
fn waits(
    visit: &Visit,
    page: &PersonPage,
    (number, offer): (u64, &HandOver),
    memory: &Memory,
) -> Markup {
    let records = (Act::RecordPractice, page.right);
    html! {
        @if may_for(visit, memory, records, &offer.to) {
            a class="govuk-link" href=(links::offered(number)) { "It waits for an answer" } "."
        } @else { "It waits for an answer." }
        @if may_for(visit, memory, records, &offer.from) {
            " "
            a class="govuk-link" href=(links::answer_offer(number, "withdraw")) { "Withdraw the offer" span class="govuk-visually-hidden" { " of case " (offer.episode) } }
        }
    }
}
