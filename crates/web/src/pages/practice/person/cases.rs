//! The cases of a person: open or closed, who holds each, what is due in it, and where it was handed over.

use std::collections::BTreeMap;

use clew_practice::due::{Clocks, EpisodeWork, closing_day};
use clew_practice::occasion::{Occasion, Timing};
use clew_practice::record::RecordNumber;
use clew_report::words as day_words;
use clew_service::{Act, Case, HandOver, Memory, PersonPage, local_time};
use maud::{Markup, html};

use super::super::words;
use super::super::{Packs, account_name, nothing, titled_table, unit_name};
use crate::{Visit, links};

/// What is to be done in each case, as far as the visitor may open its records.
type Works<'p> = BTreeMap<RecordNumber, EpisodeWork<'p>>;

fn works<'p>(page: &PersonPage, packs: &'p Packs, today: clew_calendar::Day) -> Works<'p> {
    let people: BTreeMap<_, _> = page
        .same_as
        .iter()
        .map(|number| (*number, page.person.clone()))
        .collect();
    let mut all = Works::new();
    for pack in &packs.0 {
        for work in Clocks::of(pack).due(&page.records, &people, today) {
            if work.process.is_some() {
                all.insert(work.episode, work);
            }
        }
    }
    all
}

pub(super) fn shown(visit: &Visit, page: &PersonPage, packs: &Packs, memory: &Memory) -> Markup {
    let works = works(page, packs, visit.today());
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
                @for case in &page.cases { (row(visit, case, (page, &works), packs, memory)) }
            }))
        }
        @for (number, _, offer) in &page.hand_overs { (hand_over(*number, offer, memory)) }
        (due(&works))
    }
}

fn row(
    visit: &Visit,
    case: &Case,
    (page, works): (&PersonPage, &Works<'_>),
    packs: &Packs,
    memory: &Memory,
) -> Markup {
    let title = packs.process_title(case.process.as_deref());
    let work = works.get(&case.episode);
    let closed = closed(page, work);
    let opened = work.map_or_else(|| local_time::day_of(case.opened), |work| work.opened);
    html! {
        tr {
            th scope="row" { (title) " " (case.episode) }
            td { (closed.as_deref().unwrap_or("Open")) }
            td {
                @if let Some(worker) = &case.worker { (account_name(memory, worker)) } @else { "Nobody yet" }
                " (" (unit_name(memory, case.team.as_str())) ")"
            }
            td { (day_words::day(opened)) }
            td data-label="" {
                @if closed.is_none() && visit.may(Act::RecordPractice) {
                    a class="govuk-link" href=(links::hand_over(case.episode)) { "Hand over" span class="govuk-visually-hidden" { " case " (case.episode) } }
                }
            }
        }
    }
}

/// On which day a case was closed, if it was.
fn closed(page: &PersonPage, work: Option<&EpisodeWork<'_>>) -> Option<String> {
    let work = work?;
    let number = work.closed?;
    let record = page.records.iter().find(|record| record.number == number)?;
    let day = work.process.map(|process| closing_day(process, record));
    let day = day.unwrap_or(record.event_date);
    Some(format!("Closed on {}", day_words::day(day)))
}

/// What is to be done in the open cases, by when, and what that rests on.
fn due(works: &Works<'_>) -> Markup {
    let open = works.values().filter(|work| work.is_open());
    let occasions = open.flat_map(|work| work.occasions.iter().map(move |one| (work, one)));
    let mut all: Vec<_> = occasions
        .filter(|(_, (_, timing))| timing.is_open())
        .collect();
    all.sort_by_key(|(work, (occasion, _))| {
        let day = occasion.due.day();
        (day.is_none(), day, work.episode)
    });
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
                @for (work, (occasion, timing)) in &all { (due_row(work, occasion, *timing)) }
            }))
        }
    }
}

fn due_row(work: &EpisodeWork<'_>, occasion: &Occasion<'_>, timing: Timing) -> Markup {
    let rule = &occasion.rule;
    let day = occasion.due.day();
    html! {
        tr {
            th scope="row" { (occasion.clock.title) " (" (work.episode) ")" }
            td { @if let Some(day) = day { (day_words::day(day)) } @else { "No day yet" } }
            td { @if timing == Timing::NotYetDue { "Not yet due" } @else { (words::timing(timing)) } }
            td { (day_words::day(occasion.from.day)) }
            td { (words::rests_on(rule.standing)) ": " (rule.source) }
        }
    }
}

fn hand_over(number: u64, offer: &HandOver, memory: &Memory) -> Markup {
    let to = unit_name(memory, offer.to.as_str());
    let from = unit_name(memory, offer.from.as_str());
    html! {
        p class="govuk-body" {
            "Case " (offer.episode) " was offered by " (from) " to " (to) ": " (offer.reason) " "
            @match offer.standing.as_str() {
                "accepted" => "It was accepted.",
                "refused" => { "It was refused: " (offer.refused.as_deref().unwrap_or_default()) }
                _ => { a class="govuk-link" href=(links::offered(number)) { "It waits for an answer" } "." }
            }
        }
    }
}
