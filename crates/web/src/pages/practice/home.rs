//! Practice: the visitor's cases, drafts, what waits for a senior, and cases that are offered.

use axum::response::Response;
use clew_plan::{AccountId, UnitId};
use clew_practice::record::Record;
use clew_report::words as day_words;
use clew_service::{Act, Case, HandOver, Memory, RecordDraft, Service, ServiceError, local_time};
use maud::{Markup, html};

use super::{Packs, account_name, packs, teams, unit_name};
use crate::components::{empty, link_button, moment, stacked_table};
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

/// Rows of a list that are shown.
const MOST_SHOWN: usize = 100;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(links::PRACTICE, Needs::May(Act::LookAtPractice), show)
}

/// What the lists hold.
struct Lists {
    cases: Vec<Case>,
    drafts: Vec<RecordDraft>,
    waiting: Vec<(Record, bool)>,
    offers: Vec<(u64, HandOver)>,
}

async fn show(visit: Visit) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let ids = |act: Act| -> Result<Vec<UnitId>, WebError> {
        let teams = teams(&visit, &memory, act)?;
        Ok(teams.into_iter().map(|team| team.id).collect())
    };
    let (looks, authorises) = (ids(Act::LookAtPractice)?, ids(Act::AuthorisePractice)?);
    let (account, at) = (visit.account()?.clone(), visit.at);
    let lists = visit
        .app
        .blocking(move |service| lists(service, &account, at, (&looks, &authorises)))
        .await?;
    let packs = packs(&visit).await?;
    let body = html! {
        h1 class="govuk-heading-l" { "Practice" }
        (link_button("Find or add a person", links::PEOPLE))
        @if packs.0.is_empty() {
            (empty(&html! { p class="govuk-body" { "No pack is in force, so there are no forms to fill in. Whoever looks after Clew applies one with " code { "clew pack apply" } "." } }))
        }
        @if visit.may(Act::RecordPractice) { (drafts(&lists.drafts, &packs)) }
        (offers(&lists.offers, &memory))
        @if visit.may(Act::AuthorisePractice) { (waiting(&lists.waiting, &packs, &memory)) }
        (cases(&lists.cases, visit.account()?, &packs, &memory))
    };
    Ok(Page::new(&visit, Section::Practice, "Practice").show(body))
}

fn lists(
    service: &Service,
    account: &AccountId,
    at: clew_journal::Moment,
    (looks, authorises): (&[UnitId], &[UnitId]),
) -> Result<Lists, ServiceError> {
    let mut lists = Lists {
        cases: Vec::new(),
        drafts: service.record_drafts(account)?,
        waiting: Vec::new(),
        offers: Vec::new(),
    };
    for team in looks {
        lists.cases.extend(service.cases_of(account, at, team)?);
        lists.offers.extend(service.offered_to(account, at, team)?);
    }
    for team in authorises {
        lists
            .waiting
            .extend(service.to_authorise(account, at, team)?);
    }
    lists.cases.sort_by_key(|case| case.opened);
    Ok(lists)
}

fn drafts(drafts: &[RecordDraft], packs: &Packs) -> Markup {
    let headings = [("Form", ""), ("Person", ""), ("Last saved", "")];
    html! {
        h2 class="govuk-heading-m" { "My drafts" }
        @if drafts.is_empty() { (empty(&html! { p class="govuk-body" { "You have no drafts." } })) }
        @else {
            (stacked_table("My drafts", &headings, &html! {
                @for draft in drafts.iter().take(MOST_SHOWN) {
                    tr {
                        th scope="row" {
                            a class="govuk-link" href=(links::record_draft(&draft.id)) { (packs.form_title(&draft.of.form)) }
                            @if draft.of.corrects.is_some() { " (a correction)" }
                        }
                        td { (draft.of.person) }
                        td { (moment(draft.saved)) }
                    }
                }
            }))
        }
    }
}

fn offers(offers: &[(u64, HandOver)], memory: &Memory) -> Markup {
    let headings = [("Case", ""), ("From", ""), ("What you should know", "")];
    html! {
        @if !offers.is_empty() {
            h2 class="govuk-heading-m" { "Cases offered to my teams" }
            (stacked_table("Cases offered to my teams", &headings, &html! {
                @for (number, offer) in offers.iter().take(MOST_SHOWN) {
                    tr {
                        th scope="row" { a class="govuk-link" href=(links::offered(*number)) { "Case " (offer.episode) " about " (offer.person) } }
                        td { (unit_name(memory, offer.from.as_str())) }
                        td { (offer.reason) }
                    }
                }
            }))
        }
    }
}

fn waiting(waiting: &[(Record, bool)], packs: &Packs, memory: &Memory) -> Markup {
    let headings = [
        ("Record", ""),
        ("Person", ""),
        ("Happened on", ""),
        ("Recorded by", ""),
        ("How it stands", ""),
    ];
    html! {
        h2 class="govuk-heading-m" { "To authorise" }
        @if waiting.is_empty() { (empty(&html! { p class="govuk-body" { "Nothing waits to be authorised." } })) }
        @else {
            (stacked_table("Records to authorise", &headings, &html! {
                @for (record, back) in waiting.iter().take(MOST_SHOWN) {
                    tr {
                        th scope="row" { a class="govuk-link" href=(links::practice_record(record.number)) { (packs.form_title(&record.form)) " " (record.number) } }
                        td { (record.person) }
                        td { (day_words::day(record.event_date)) }
                        td { (account_name(memory, &record.recorded_by.as_str().into())) }
                        td { @if *back { "Sent back" } @else { "Completed" } }
                    }
                }
            }))
            (more(waiting.len()))
        }
    }
}

fn cases(cases: &[Case], account: &AccountId, packs: &Packs, memory: &Memory) -> Markup {
    let mine = |case: &&Case| case.worker.as_ref() == Some(account);
    let own: Vec<&Case> = cases.iter().filter(mine).collect();
    let others: Vec<&Case> = cases.iter().filter(|case| !mine(case)).collect();
    html! {
        h2 class="govuk-heading-m" { "My cases" }
        @if own.is_empty() { (empty(&html! { p class="govuk-body" { "You hold no case." } })) }
        @else { (case_table("My cases", &own, packs, memory)) }
        @if !others.is_empty() {
            h2 class="govuk-heading-m" { "Other cases of my teams" }
            (case_table("Other cases of my teams", &others, packs, memory))
        }
    }
}

fn case_table(caption: &str, cases: &[&Case], packs: &Packs, memory: &Memory) -> Markup {
    let headings = [
        ("Case", ""),
        ("Person", ""),
        ("Team", ""),
        ("Held by", ""),
        ("Opened", ""),
    ];
    let rows = html! {
        @for case in cases.iter().take(MOST_SHOWN) {
            tr {
                th scope="row" { (packs.process_title(case.process.as_deref())) " " (case.episode) }
                td { a class="govuk-link" href=(links::person(case.person)) { (case.person) } }
                td { (unit_name(memory, case.team.as_str())) }
                td {
                    @if let Some(worker) = &case.worker { (account_name(memory, worker)) } @else { "Nobody yet" }
                }
                td { (day_words::day(local_time::day_of(case.opened))) }
            }
        }
    };
    html! { (stacked_table(caption, &headings, &rows)) (more(cases.len())) }
}

fn more(all: usize) -> Markup {
    html! {
        @if all > MOST_SHOWN {
            p class="govuk-body clew-quiet" { "The first " (MOST_SHOWN) " of " (all) " are shown." }
        }
    }
}
