//! The board of a cycle: how far each owner and each part has got, and every return.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::response::Response;
use clew_journal::ReturnStage;
use clew_plan::{PlanId, UnitId};
use clew_report::words;
use clew_service::{Act, Board, Overview, OwnerProgress, Progressed, ReturnOwed};
use maud::{Markup, html};

use super::moving::{self, Moving};
use super::{cycle_of, is_locked, locking, sheet};
use crate::components::{Choice, empty, pagination, select, stacked_table as table};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Fields, Form, Visit, WebError, links};

/// How the address names returns of which nobody is named as the owner.
const NOBODY: &str = "-";
/// How the address begins to name a part of the organisation in place of an owner.
const PART: &str = "-:";
/// Returns on one page.
const PER_PAGE: usize = 100;

/// The board.
pub(super) async fn show(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, WebError> {
    page(
        &visit,
        &PlanId::from(plan.as_str()),
        &cycle,
        &asked.0,
        &Form::default(),
    )
    .await
}

/// The board, with what is wrong with a form of it.
pub(super) async fn page(
    visit: &Visit,
    plan: &PlanId,
    id: &str,
    asked: &Fields,
    form: &Form,
) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let cycle = cycle_of(&overview, plan, id)?;
    if let Some(format) = asked.given("format") {
        let wanted = wanted(visit, &overview, plan, id, asked);
        let table = sheet::table(&overview, id, &wanted, visit.today());
        return download(&visit.app, table, format.parse()?, id).await;
    }
    let board = overview.board(plan, id, visit.today());
    let book = overview.book();
    let title = format!("Cycle {id}");
    let its_plan = book.plan(plan).map_or(plan.as_str(), |plan| &plan.title);
    let dates = html! {
        @if let Some(opens) = cycle.opens { "Returns open " (words::day(opens)) ". " }
        @if let Some(due) = cycle.due { "Due " strong { (words::day(due)) } ". " }
        @if is_locked(&overview, cycle) { "It is locked." }
        @else if cycle.imported { "It came with a published document and gathered no returns." }
    };
    let body = html! {
        span class="govuk-caption-l" { (its_plan) }
        h1 class="govuk-heading-l" { "Cycle " (words::period(cycle.period)) }
        p class="govuk-body" { (dates) }
        @if !cycle.imported { (ways(visit, plan, id, &cycle.period.to_string())) }
        (totals(&board.total, &links::cycle(plan, id)))
        (owners(&overview, &board, &links::cycle(plan, id)))
        (parts(&overview, &board))
        (returns(visit, &overview, plan, id, asked, form))
        (locking::forms(visit, &overview, cycle, form))
    };
    Ok(Page::new(visit, Section::Reports, title)
        .crumb("Reports", links::REPORTS)
        .crumb("Cycles", links::CYCLES)
        .problems_of(form)
        .show(body))
}

fn ways(visit: &Visit, plan: &PlanId, id: &str, period: &str) -> Markup {
    html! {
        p class="govuk-body" {
            @if visit.may(Act::RunCycle) {
                a class="govuk-link" href=(links::of_cycle(plan, id, "remind")) { "Remind owners" } " · "
            }
            @if visit.may(Act::Return) { a class="govuk-link" href=(links::IMPORT_RETURNS) { "Bring in a workbook" } " · " }
            @if visit.may(Act::ChangePlan) { a class="govuk-link" href=(links::REASSIGN) { "Reassign" } " · " }
            a class="govuk-link" href=(links::of_cycle(plan, id, "calendar.ics")) { "Dates for your calendar" }
            " · " a class="govuk-link" href=(links::report(&[("kind", "quarterly-progress"), ("plan", plan.as_str()), ("period", period)])) { "Its report" }
        }
    }
}

/// How many stand where, each a link to those returns.
fn totals(total: &Progressed, address: &str) -> Markup {
    let counts = [
        ("Not in", "due", total.due),
        ("Drafted", "draft", total.drafted),
        ("Sent back", "sent back", total.sent_back),
        ("Returned", "returned", total.returned),
        ("Checked", "checked", total.checked),
        ("Signed off", "signed off", total.signed_off),
        ("Overdue", "overdue", total.overdue),
    ];
    html! {
        ul class="clew-cards" {
            @for (words, stage, count) in counts {
                li { a href={ (links::with_query(address, &links::query(&[("stage", stage)]))) "#returns-of-cycle" } { strong { (count) } (words) } }
            }
        }
    }
}

fn owners(overview: &Overview, board: &Board, address: &str) -> Markup {
    let rows = html! {
        @for row in &board.owners {
            tr {
                th scope="row" {
                    a href={ (links::with_query(address, &links::query(&[("owner", &answerer(row.owner.as_deref(), row.unit.as_ref()))]))) "#returns-of-cycle" } { (name_of(overview, row)) }
                    (of_part(overview, row))
                    (asked_of(row))
                }
                (counts(&row.progress))
            }
        }
    };
    html! { @if !board.owners.is_empty() { (table("By owner", &headings("Owner"), &rows)) } }
}

/// How the address of the board names who answers: an owner by name, a part by its id.
fn answerer(owner: Option<&str>, unit: Option<&UnitId>) -> String {
    match (owner, unit) {
        (Some(owner), _) => owner.to_owned(),
        (None, Some(unit)) => format!("{PART}{unit}"),
        (None, None) => NOBODY.to_owned(),
    }
}

fn name_of<'a>(overview: &'a Overview, row: &'a OwnerProgress) -> &'a str {
    match (&row.owner, &row.unit) {
        (Some(owner), _) => owner,
        (None, Some(unit)) => overview.book().unit_name(unit),
        (None, None) => "No owner",
    }
}

/// Who answers for a part of the organisation: its post, and the accounts that are asked.
fn of_part(overview: &Overview, row: &OwnerProgress) -> Markup {
    let state = overview.memory().state();
    let unit = row.unit.as_ref();
    let unit = unit.and_then(|unit| overview.book().units.iter().find(|it| it.id == *unit));
    let post = unit.and_then(|unit| unit.manager.as_deref());
    let names = row.accounts.iter().filter_map(|id| state.account(id));
    let names: Vec<&str> = names.map(|account| account.name.as_str()).collect();
    html! {
        @if row.owner.is_none() && row.unit.is_some() {
            @if let Some(post) = post { br; span class="clew-quiet" { (post) } }
            @if !names.is_empty() && names != post.into_iter().collect::<Vec<_>>() {
                br; span class="clew-quiet" { "asked: " (names.join("; ")) }
            }
        }
    }
}

/// Whom an owner's returns reach, where that needs to be known.
fn asked_of(row: &OwnerProgress) -> Markup {
    html! {
        @if row.accounts.is_empty() {
            br;
            span class="clew-late" {
                @match (&row.owner, &row.unit) {
                    (Some(_), _) => "nobody is asked: no account has this name or answers for its part",
                    (None, Some(_)) => "nobody is asked: no account answers for this part",
                    (None, None) => "nobody is asked: these name no owner and belong to no part",
                }
            }
        }
        @else if row.never_answered && row.progress.overdue > 0 { br; span class="clew-late" { "has never answered" } }
    }
}

fn parts(overview: &Overview, board: &Board) -> Markup {
    let rows = html! {
        @for row in &board.units {
            tr {
                th scope="row" { @match &row.unit { Some(unit) => (overview.book().unit_name(unit)), None => "No part" } }
                (counts(&row.progress))
            }
        }
    };
    html! { @if board.units.len() > 1 { (table("By part of the organisation", &headings("Part"), &rows)) } }
}

fn headings(first: &'static str) -> [(&'static str, &'static str); 9] {
    [
        (first, ""),
        ("Returns", "end"),
        ("Not in", "end"),
        ("Drafted", "end"),
        ("Sent back", "end"),
        ("Returned", "end"),
        ("Checked", "end"),
        ("Signed off", "end"),
        ("Days overdue", "end"),
    ]
}

fn counts(progress: &Progressed) -> Markup {
    let counts = [
        progress.total(),
        progress.due,
        progress.drafted,
        progress.sent_back,
        progress.returned,
        progress.checked,
        progress.signed_off,
    ];
    html! {
        @for count in counts { td class={ "end" @if count == 0 { " clew-none" } } { @if count > 0 { (count) } @else { span class="quiet" { "0" } } } }
        td class={ "end" @if progress.overdue_days == 0 { " clew-none" } } { @if progress.overdue_days > 0 { span class="clew-late" { (progress.overdue_days) } } @else { "–" } }
    }
}

/// The returns that were asked for, with what can be done with them.
fn returns(
    visit: &Visit,
    overview: &Overview,
    plan: &PlanId,
    id: &str,
    asked: &Fields,
    form: &Form,
) -> Markup {
    let all = overview.returns_in(plan, id);
    let wanted = wanted(visit, overview, plan, id, asked);
    let pages = wanted.len().div_ceil(PER_PAGE).max(1);
    let current = asked.text("page").parse().unwrap_or(1).clamp(1, pages);
    let shown: Vec<&ReturnOwed> = wanted
        .iter()
        .skip((current - 1) * PER_PAGE)
        .take(PER_PAGE)
        .collect();
    let chosen = [
        ("stage", asked.text("stage")),
        ("owner", asked.text("owner")),
    ];
    let address = |page: usize| {
        let page = page.to_string();
        let query = [&chosen[..], &[("page", page.as_str())]].concat();
        links::with_query(&links::cycle(plan, id), &links::query(&query))
    };
    html! {
        h2 class="govuk-heading-m" id="returns-of-cycle" { "Returns" }
        @if !all.is_empty() { (filters(overview, &all, asked, &links::cycle(plan, id))) }
        @if wanted.is_empty() {
            (empty(&html! { p class="govuk-body" {
                @if all.is_empty() { "No measure of the plan is returned in this cycle." }
                @else { "No return stands so. " a class="govuk-link" href=(links::cycle(plan, id)) { "Show all of them" } }
            } }))
        } @else {
            (moving::form(visit, overview, &Moving { plan, cycle: id, returns: shown, form }))
            (pagination(current, pages, &address))
            (download_links("these returns", &links::cycle(plan, id), &links::query(&chosen)))
        }
    }
}

/// The returns that the filters let through.
fn wanted(
    visit: &Visit,
    overview: &Overview,
    plan: &PlanId,
    id: &str,
    asked: &Fields,
) -> Vec<ReturnOwed> {
    let mut all = overview.returns_in(plan, id);
    all.retain(|owed| is_wanted(visit, owed, asked));
    all
}

fn is_wanted(visit: &Visit, owed: &ReturnOwed, asked: &Fields) -> bool {
    let stage = match asked.given("stage") {
        None => true,
        Some("overdue") => owed.overdue_days(visit.today()) > 0,
        Some(stage) => owed.stage.words() == stage,
    };
    let owner = match asked.given("owner") {
        None => true,
        Some(NOBODY) => owed.owner.is_none(),
        Some(wanted) => answerer(owed.owner.as_deref(), owed.unit.as_ref()) == wanted,
    };
    stage && owner
}

fn filters(overview: &Overview, all: &[ReturnOwed], asked: &Fields, address: &str) -> Markup {
    let form = Form {
        fields: asked.clone(),
        problems: Vec::new(),
    };
    let mut stages = vec![Choice::new("", "Any")];
    stages.extend(ReturnStage::ALL.map(|stage| Choice::new(stage.words(), stage.words())));
    stages.push(Choice::new("overdue", "overdue"));
    let mut owners: Vec<&str> = all
        .iter()
        .filter_map(|owed| owed.owner.as_deref())
        .collect();
    owners.sort_unstable();
    owners.dedup();
    let mut choices = vec![Choice::new("", "Anyone")];
    choices.extend(owners.into_iter().map(|owner| Choice::new(owner, owner)));
    choices.extend(parts_without_owner(overview, all));
    if all.iter().any(|owed| owed.owner.is_none()) {
        choices.push(Choice::new(NOBODY, "No owner named"));
    }
    html! {
        form class="clew-filters" method="get" action=(address) {
            (select(&form, "stage", "Stands", "", &stages))
            (select(&form, "owner", "Owner", "", &choices))
            (crate::components::show_button())
        }
    }
}

/// The parts that answer for returns whose measures name no owner.
fn parts_without_owner(overview: &Overview, all: &[ReturnOwed]) -> Vec<Choice> {
    let ownerless = all.iter().filter(|owed| owed.owner.is_none());
    let units: BTreeSet<&UnitId> = ownerless.filter_map(|owed| owed.unit.as_ref()).collect();
    let choice = |unit| Choice::new(answerer(None, Some(unit)), overview.book().unit_name(unit));
    units.into_iter().map(choice).collect()
}
