//! Practice: the visitor's cases with what is due in each, drafts, what waits for a senior, and cases that are offered.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use clew_plan::AccountId;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_report::words as day_words;
use clew_service::{
    Act, HandOver, Memory, NamedCase, OpenCase, RecordDraft, Service, ServiceError, WorkOf,
};
use maud::{Markup, html};

use super::lists::{Part, held_by, ways};
use super::words;
use super::{Packs, account_name, nothing, packs, titled_table, unit_name};
use crate::components::{empty, link_button, moment};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

/// Rows of a list that are shown.
const MOST_SHOWN: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(links::PRACTICE, Needs::May(Act::LookAtPractice), show)
}

/// What the lists hold, and what people are called in the lines that are shown.
struct Lists {
    own: Vec<OpenCase>,
    /// Of the part that is shown; none where that is every part.
    others: Option<Vec<OpenCase>>,
    drafts: Vec<RecordDraft>,
    waiting: Vec<(Record, bool)>,
    offers: Vec<(u64, HandOver)>,
    cases: BTreeMap<RecordNumber, NamedCase>,
    people: BTreeMap<PersonNumber, String>,
}

async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let part = Part::chosen(&visit, &memory, &asked)?;
    let (account, at, today) = (visit.account()?.clone(), visit.at, visit.today());
    let listed = part.listed();
    let lists = visit
        .app
        .blocking(move |service| lists(service, &account, listed, (at, today)))
        .await?;
    let packs = packs(&visit).await?;
    let told = super::told::shown(&visit, &packs, &memory).await?;
    let body = html! {
        h1 class="govuk-heading-l" { "Practice" }
        (ways(&part, links::PRACTICE))
        (link_button(find_words(&visit), links::PEOPLE))
        @if packs.0.is_empty() {
            (empty(&html! { p class="govuk-body" { "No pack is in force, so there are no forms to fill in. Whoever looks after Clew applies one with " code { "clew pack apply" } "." } }))
        }
        (told)
        (offers(&lists, &memory))
        @if visit.may(Act::AuthorisePractice) { (waiting(&lists, &packs, &memory)) }
        @if visit.may(Act::RecordPractice) { (drafts(&lists, &packs)) }
        (cases(&lists, &part, &visit, &memory))
    };
    Ok(Page::new(&visit, Section::Practice, "Practice").show(body))
}

fn find_words(visit: &Visit) -> &'static str {
    match visit.may(Act::RecordPractice) {
        true => "Find or add a person",
        false => "Find a person",
    }
}

fn lists(
    service: &Service,
    account: &AccountId,
    listed: Option<WorkOf>,
    (at, today): (clew_journal::Moment, clew_calendar::Day),
) -> Result<Lists, ServiceError> {
    let cases = |of: &WorkOf| -> Result<Vec<OpenCase>, ServiceError> {
        let mut cases = service.open_work(account, at, of, today)?.cases;
        cases.sort_by_key(urgency);
        Ok(cases)
    };
    let own = cases(&WorkOf {
        unit: None,
        worker: Some(account.clone()),
    })?;
    // Every case of a council is no list to read: it waits until a part is chosen.
    let others = listed.as_ref().map(cases).transpose()?;
    let another_s = |case: &OpenCase| case.worker.as_ref() != Some(account);
    let others: Option<Vec<OpenCase>> =
        others.map(|all| all.into_iter().filter(another_s).collect());
    let drafts = service.record_drafts(account)?;
    let waiting = service.waiting_for(account, at)?;
    let offers = service.hand_overs_for(account, at)?;
    let lines = own.iter().take(MOST_SHOWN);
    let of_others = others.iter().flatten().take(MOST_SHOWN);
    let lines: Vec<&OpenCase> = lines.chain(of_others).collect();
    let cases = service.name_cases(account, at, &lines)?;
    let of_drafts = drafts.iter().take(MOST_SHOWN).map(|draft| draft.of.person);
    let of_waiting = waiting.iter().take(MOST_SHOWN).map(|one| one.0.person);
    let of_offers = offers.iter().take(MOST_SHOWN).map(|one| one.1.person);
    let people: BTreeSet<_> = of_drafts.chain(of_waiting).chain(of_offers).collect();
    let people = service.name_people(account, at, &people)?;
    Ok(Lists {
        own,
        others,
        drafts,
        waiting,
        offers,
        cases,
        people,
    })
}

/// What has to be done first comes first; cases in which nothing is due come last, the first opened first.
fn urgency(case: &OpenCase) -> (bool, Option<clew_calendar::Day>, clew_calendar::Day) {
    let due = case.due.iter().filter_map(|item| item.due).min();
    (due.is_none(), due, case.opened)
}

impl Lists {
    fn person(&self, number: PersonNumber) -> Markup {
        let name = self.people.get(&number);
        html! {
            @if let Some(name) = name { (name) " (" (number) ")" } @else { (number) }
        }
    }
}

fn drafts(lists: &Lists, packs: &Packs) -> Markup {
    let headings = [("Form", ""), ("Person", ""), ("Last saved", "")];
    html! {
        @if lists.drafts.is_empty() { (nothing("My drafts", "You have no drafts.")) }
        @else {
            (titled_table("My drafts", &headings, &html! {
                @for draft in lists.drafts.iter().take(MOST_SHOWN) {
                    tr {
                        th scope="row" {
                            a class="govuk-link" href=(links::record_draft(&draft.id)) { (packs.form_title(&draft.of.form)) }
                            @if draft.of.corrects.is_some() { " (a correction)" }
                        }
                        td { (lists.person(draft.of.person)) }
                        td { (moment(draft.saved)) }
                    }
                }
            }))
            (more(lists.drafts.len()))
        }
    }
}

fn offers(lists: &Lists, memory: &Memory) -> Markup {
    let headings = [("Case", ""), ("From", ""), ("What you should know", "")];
    html! {
        @if !lists.offers.is_empty() {
            (titled_table("Cases offered to me or my teams", &headings, &html! {
                @for (number, offer) in lists.offers.iter().take(MOST_SHOWN) {
                    tr {
                        th scope="row" { a class="govuk-link" href=(links::offered(*number)) { "Case " (offer.episode) " about " (lists.person(offer.person)) } }
                        td { (unit_name(memory, offer.from.as_str())) }
                        td class="clew-typed" { (offer.reason) }
                    }
                }
            }))
            (more(lists.offers.len()))
        }
    }
}

fn waiting(lists: &Lists, packs: &Packs, memory: &Memory) -> Markup {
    let headings = [
        ("Record", ""),
        ("Person", ""),
        ("Happened on", ""),
        ("Last changed by", ""),
        ("How it stands", ""),
    ];
    html! {
        @if lists.waiting.is_empty() { (nothing("To authorise", "Nothing waits for you to authorise it.")) }
        @else {
            (titled_table("To authorise", &headings, &html! {
                @for (record, back) in lists.waiting.iter().take(MOST_SHOWN) {
                    tr {
                        th scope="row" { a class="govuk-link" href=(links::practice_record(record.number)) { (packs.form_title(&record.form)) " " (record.number) } }
                        td { (lists.person(record.person)) }
                        td { (day_words::day(record.event_date)) }
                        td { (account_name(memory, &record.recorded_by.as_str().into())) }
                        td { @if *back { "Sent back" } @else { "Completed" } }
                    }
                }
            }))
            (more(lists.waiting.len()))
        }
    }
}

fn cases(lists: &Lists, part: &Part, visit: &Visit, memory: &Memory) -> Markup {
    html! {
        @if visit.may(Act::RecordPractice) {
            @if lists.own.is_empty() { (nothing("My cases", "You hold no case.")) }
            @else { (case_table("My cases", &lists.own, lists, memory)) }
        }
        (part.form(links::PRACTICE, &html! {}))
        @match &lists.others {
            None => { p class="govuk-body clew-quiet" { "Choose a part of the organisation to see its cases." } }
            Some(others) if others.is_empty() => {}
            Some(others) => (case_table("Other cases of my teams", others, lists, memory)),
        }
    }
}

fn case_table(caption: &str, cases: &[OpenCase], lists: &Lists, memory: &Memory) -> Markup {
    let headings = [
        ("Person", ""),
        ("Case", ""),
        ("Due next", ""),
        ("Held by", ""),
        ("Opened", ""),
    ];
    let rows = html! {
        @for case in cases.iter().take(MOST_SHOWN) {
            tr {
                th scope="row" {
                    @if let Some(named) = lists.cases.get(&case.episode) {
                        a class="govuk-link" href=(links::person(named.person)) { (named.name) }
                    } @else { "Not shown to you" }
                }
                td { (case.title) " " (case.episode) }
                td { (due_next(case)) }
                td { (held_by(case, memory)) }
                td { (day_words::day(case.opened)) }
            }
        }
    };
    html! { (titled_table(caption, &headings, &rows)) (more(cases.len())) }
}

/// What has to be done first, how it stands, and how much more there is.
fn due_next(case: &OpenCase) -> Markup {
    let others = case.due.len().saturating_sub(1);
    html! {
        @if let Some(item) = case.due.first() {
            (item.title) ": " (words::due(item.due)) " " (words::timing(item.timing))
            @if others > 0 { br; span class="clew-quiet" { "and " (others) " more" } }
        } @else { "Nothing" }
    }
}

fn more(all: usize) -> Markup {
    html! {
        @if all > MOST_SHOWN {
            p class="govuk-body clew-quiet" { "The first " (MOST_SHOWN) " of " (all) " are shown." }
        }
    }
}
