//! Reminders: who is written to, what they read, and into the outbox with it.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::{AccountId, Cycle, PlanId, Role, UnitId};
use clew_report::words;
use clew_service::{Act, Mail, Overview, ReturnOwed, authorise, who_can};
use maud::{Markup, html};

use super::cycle_of;
use crate::components::{empty, form as around, inset, submit};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Returns that are named in one letter; of more, how many there are.
const MOST_NAMED: usize = 30;
/// Mails of the outbox that are looked through for one that was made already.
const LOOKED_THROUGH: usize = 2_000;

/// A reminder to one account.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Letter {
    to: AccountId,
    name: String,
    /// Where it goes; none when the account has no address.
    address: Option<String>,
    subject: String,
    body: String,
    /// Whether it tells a manager of an owner who has never answered.
    escalates: bool,
}

/// The choice and the preview.
pub(super) async fn show(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let plan = PlanId::from(plan.as_str());
    page(&visit, &plan, &cycle, &Form::default()).await
}

async fn page(visit: &Visit, plan: &PlanId, id: &str, form: &Form) -> Result<Response, WebError> {
    let letters = letters(visit, plan, id).await?;
    let overview = visit.overview().await?;
    let cycle = cycle_of(&overview, plan, id)?;
    let seen = overview.memory().state().head.sequence;
    let fields = html! {
        fieldset class="govuk-fieldset" id="to" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--m" { "Whom to write to" }
            @if let Some(problem) = form.problem("to") { p class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) } }
            @for (place, letter) in letters.iter().enumerate() { (one(letter, place)) }
        }
        @if letters.iter().any(|letter| letter.address.is_some()) { (submit("Put them into the outbox")) }
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Remind owners: cycle " (words::period(cycle.period)) }
        @if letters.is_empty() {
            (empty(&html! { p class="govuk-body" { strong { "Nobody needs a reminder." } " Every return has come in, or nobody can be asked for it." } }))
        } @else {
            (inset(&html! { p class="govuk-body" { "Nothing is sent from this page. The letters go into the outbox, from which they are sent if the server has a mail server; an administrator sees there what became of each." } }))
            (around(&links::of_cycle(plan, id, "remind"), seen, &fields))
        }
    };
    Ok(Page::new(
        visit,
        Section::Reports,
        format!("Remind owners: cycle {id}"),
    )
    .crumb("Cycles", links::CYCLES)
    .crumb(format!("Cycle {id}"), links::cycle(plan, id))
    .narrow()
    .problems_of(form)
    .show(body))
}

fn one(letter: &Letter, place: usize) -> Markup {
    let id = format!("to-{place}");
    html! {
        div class="govuk-form-group" {
            div class="govuk-checkboxes govuk-checkboxes--small" {
                div class="govuk-checkboxes__item" {
                    @match &letter.address {
                        Some(address) => {
                            input class="govuk-checkboxes__input" type="checkbox" id=(id) name="to" value=(letter.to) checked[!letter.escalates];
                            label class="govuk-label govuk-checkboxes__label" for=(id) {
                                (letter.name) ", " (address)
                                @if letter.escalates { " – about owners who have never answered" }
                            }
                        }
                        None => { p class="govuk-body" { (letter.name) ": " span class="clew-late" { "no e-mail address is known" } } }
                    }
                }
            }
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "What " (letter.name) " would read" } }
                div class="clew-letter" { strong { (letter.subject) } "\n\n" (letter.body) }
            }
        }
    }
}

/// Queues the letters to those who were chosen.
pub(super) async fn send(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let plan = PlanId::from(plan.as_str());
    let chosen: BTreeSet<&str> = form.fields.all("to").collect();
    let letters = letters(&visit, &plan, &cycle).await?;
    let mails: Vec<Mail> = letters
        .into_iter()
        .filter(|letter| chosen.contains(letter.to.as_str()))
        .filter_map(mail)
        .collect();
    if mails.is_empty() {
        form.refuse("to", "Choose whom to write to");
        return page(&visit, &plan, &cycle, &form).await;
    }
    let (account, at) = (visit.account()?.clone(), visit.at);
    visit
        .app
        .blocking(move |service| {
            let made = service.outbox(&account, LOOKED_THROUGH)?;
            for mail in mails {
                // The same letter is made once a day, however often the form is sent.
                let again = made
                    .iter()
                    .any(|sent| sent.mail == mail && sent.made.day() == at.day());
                if !again {
                    service.queue_mail(&mail, at)?;
                }
            }
            Ok::<_, WebError>(())
        })
        .await?;
    let board = links::cycle(&plan, &cycle);
    Ok(Redirect::to(&links::with_query(&board, "done=reminded")).into_response())
}

fn mail(letter: Letter) -> Option<Mail> {
    Some(Mail {
        to: Some(letter.to),
        address: letter.address?,
        subject: letter.subject,
        body: letter.body,
        link: None,
    })
}

/// A letter to each account that owes a return, and one to each manager whose owners have never
/// answered and are late.
async fn letters(visit: &Visit, plan: &PlanId, id: &str) -> Result<Vec<Letter>, WebError> {
    let overview = visit.overview().await?;
    let cycle = cycle_of(&overview, plan, id)?.clone();
    let state = overview.memory().state();
    let unit = overview
        .book()
        .plan(plan)
        .and_then(|plan| plan.unit.as_ref());
    authorise(state, visit.account()?, Act::RunCycle, unit)?;
    let account = visit.account()?.clone();
    let emails = visit
        .app
        .blocking(move |service| service.emails(&account))
        .await?;
    let mut letters = Vec::new();
    for (account, owed) in owing(visit, &overview, &cycle) {
        let Some(known) = state.account(&account) else {
            continue;
        };
        letters.push(Letter {
            name: known.name.clone(),
            address: emails.get(&account).cloned(),
            subject: subject(&cycle, owed.len()),
            body: reminder(visit, &known.name, &cycle, &owed),
            escalates: false,
            to: account,
        });
    }
    for (account, silent) in silent(visit, &overview, &cycle) {
        let Some(known) = state.account(&account) else {
            continue;
        };
        letters.push(Letter {
            name: known.name.clone(),
            address: emails.get(&account).cloned(),
            subject: format!(
                "Returns for {} that nobody answers for",
                words::period(cycle.period)
            ),
            body: escalation(visit, &known.name, &cycle, &silent),
            escalates: true,
            to: account,
        });
    }
    Ok(letters)
}

/// What each account owes.
fn owing(
    visit: &Visit,
    overview: &Overview,
    cycle: &Cycle,
) -> BTreeMap<AccountId, Vec<ReturnOwed>> {
    let board = overview.board(&cycle.plan, &cycle.id, visit.today());
    let accounts: BTreeSet<AccountId> = board
        .owners
        .into_iter()
        .flat_map(|row| row.accounts)
        .collect();
    let of_cycle = |owed: &ReturnOwed| owed.key.plan == cycle.plan && owed.key.cycle == cycle.id;
    let owes = |account: AccountId| {
        let work = overview.work_of(&account, visit.today());
        let all = work
            .sent_back
            .into_iter()
            .chain(work.owed)
            .chain(work.drafts);
        let owed: Vec<ReturnOwed> = all.filter(of_cycle).collect();
        (!owed.is_empty()).then_some((account, owed))
    };
    accounts.into_iter().filter_map(owes).collect()
}

/// The late returns of owners who have never answered, for whoever signs off nearest to their part.
fn silent(
    visit: &Visit,
    overview: &Overview,
    cycle: &Cycle,
) -> BTreeMap<AccountId, Vec<ReturnOwed>> {
    let today = visit.today();
    let board = overview.board(&cycle.plan, &cycle.id, today);
    let never: BTreeSet<Option<String>> = board
        .owners
        .into_iter()
        .filter(|row| row.never_answered)
        .map(|row| row.owner)
        .collect();
    let mut managers: BTreeMap<Option<UnitId>, Vec<AccountId>> = BTreeMap::new();
    let mut told: BTreeMap<AccountId, Vec<ReturnOwed>> = BTreeMap::new();
    for owed in overview.returns_in(&cycle.plan, &cycle.id) {
        if owed.overdue_days(today) == 0 || !never.contains(&owed.owner) {
            continue;
        }
        let unit = owed.unit.clone();
        let of_part = managers
            .entry(unit.clone())
            .or_insert_with(|| managers_of(overview, unit.as_ref()));
        for manager in of_part.iter() {
            told.entry(manager.clone()).or_default().push(owed.clone());
        }
    }
    told
}

fn managers_of(overview: &Overview, unit: Option<&UnitId>) -> Vec<AccountId> {
    let all = who_can(overview.memory(), unit);
    let signing_off = all.into_iter().filter(|(act, _)| *act == Act::SignOff);
    let who = signing_off.flat_map(|(_, who)| who);
    who.filter(|who| who.role == Role::Approver)
        .map(|who| who.account)
        .collect()
}

fn subject(cycle: &Cycle, count: usize) -> String {
    let due = cycle
        .due
        .map_or_else(String::new, |due| format!(", due {}", words::day(due)));
    format!(
        "{} for {}{due}",
        words::count(count, "return"),
        words::period(cycle.period)
    )
}

fn reminder(visit: &Visit, name: &str, cycle: &Cycle, owed: &[ReturnOwed]) -> String {
    let due = cycle.due.map_or_else(
        || "They are waited for.".to_owned(),
        |due| format!("They are due on {}.", words::day(due)),
    );
    format!(
        "{name}\n\nThese returns for {} have not come in from you. {due}\n\n{}\nEach takes about two minutes. What is due from you: {}\n",
        words::period(cycle.period),
        listed(visit, owed),
        absolute(visit, links::MY_WORK),
    )
}

fn escalation(visit: &Visit, name: &str, cycle: &Cycle, owed: &[ReturnOwed]) -> String {
    let due = cycle
        .due
        .map_or_else(String::new, |due| format!(", due on {},", words::day(due)));
    format!(
        "{name}\n\nThese returns for {}{due} are late, and nothing has ever come in from those who own them. Please see that somebody answers, or tell the performance team who owns them now.\n\n{}\nThe board: {}\n",
        words::period(cycle.period),
        listed(visit, owed),
        absolute(visit, &links::cycle(&cycle.plan, &cycle.id)),
    )
}

fn listed(visit: &Visit, owed: &[ReturnOwed]) -> String {
    let line = |owed: &ReturnOwed| {
        let address = links::return_figure(&owed.key.measure, owed.period, owed.key.unit.as_ref());
        let owner = owed.owner.as_deref().unwrap_or("no owner");
        format!(
            "- {} {} ({owner})\n  {}\n",
            owed.code,
            owed.title,
            absolute(visit, &address)
        )
    };
    let lines: String = owed.iter().take(MOST_NAMED).map(line).collect();
    match owed.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        Some(more) => format!("{lines}- and {more} more\n"),
        None => lines,
    }
}

fn absolute(visit: &Visit, address: &str) -> String {
    let base = visit.app.settings().base_address.trim_end_matches('/');
    format!("{base}{address}")
}
