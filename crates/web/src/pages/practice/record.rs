//! A record: what it says, the files that hang on it, what may be done with it, and every earlier version.

use axum::extract::Path;
use axum::response::Response;
use clew_practice::pack::{Form as PackForm, Pack};
use clew_practice::record::{Record, RecordNumber, Stage};
use clew_report::words as day_words;
use clew_service::{
    Act, Memory, RecordPage, RecordVersion, Right, authorise, does_work, local_time,
};
use maud::{Markup, html};

use super::words;
use super::{
    Packs, account_name, files, look_at_record, packs, page_of, record_at, restricting, reviewing,
    unit_name,
};
use crate::components::{
    empty, form as around, hidden, inset, moment, quiet_button, summary_list, table, warning,
};
use crate::layout::Page;
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(
        "/practice/records/{record}",
        Needs::May(Act::LookAtPractice),
        show,
    )
}

async fn show(visit: Visit, Path(record): Path<String>) -> Result<Response, WebError> {
    let number = record_at(&record)?;
    let form = Form::default();
    let (page, body) = made(&visit, number, &form).await?;
    Ok(page.show(body))
}

/// The page of a record, with what is wrong with a form of it.
pub(super) async fn made<'visit>(
    visit: &'visit Visit,
    number: RecordNumber,
    form: &Form,
) -> Result<(Page<'visit>, Markup), WebError> {
    let looked = look_at_record(visit, number).await?;
    let (packs, memory) = (packs(visit).await?, visit.memory()?);
    let now = looked.now();
    let now = now.ok_or_else(|| WebError::not_found("There is no such record any more."))?;
    let title = packs.form_title(&now.form);
    let may = May::of(visit, &memory, &packs, (&looked, now))?;
    let body = html! {
        span class="govuk-caption-l" { (number) ", " (words::stage(now)) }
        h1 class="govuk-heading-l" { (title) }
        (words::about(&looked.person, visit.today()))
        (words::right(looked.right))
        (standing(&looked, now))
        (said(now, &packs, &memory))
        @if may.review { (reviewing::shown(form, now)) }
        (files::shown(number, &looked.files, form, may.change))
        (ways_on(now, &may))
        (history(&looked.versions, &packs, &memory))
    };
    let page = page_of(visit, title)
        .crumb(&looked.person.name, links::person(looked.person.number))
        .problems_of(form);
    Ok((page, body))
}

/// What the visitor may do with a record. The service asks again.
struct May {
    change: bool,
    correct: bool,
    withdraw: bool,
    review: bool,
    restrict: bool,
}

impl May {
    fn of(
        visit: &Visit,
        memory: &Memory,
        packs: &Packs,
        (looked, now): (&RecordPage, &Record),
    ) -> Result<Self, WebError> {
        let account = visit.account()?;
        let team = clew_plan::UnitId::from(&*now.team);
        let may = |act| authorise(memory.state(), account, act, Some(&team)).is_ok();
        let open = looked.right != Right::Glass && now.stage != Stage::Withdrawn;
        let own = looked
            .versions
            .iter()
            .any(|version| wrote(version, account.as_str()));
        let complete = now.stage == Stage::Complete;
        let step = packs.step(now);
        let fills = step.is_none_or(|step| does_work(memory, account, &step.may, &now.team));
        let authoriser = step.and_then(|step| step.authorised_by.clone());
        let authorises =
            authoriser.is_some_and(|role| does_work(memory, account, &[role], &now.team));
        let change = open && may(Act::RecordPractice);
        Ok(Self {
            change,
            correct: change && fills,
            withdraw: change
                && match now.stage {
                    Stage::Authorised => authorises && may(Act::AuthorisePractice),
                    _ => fills,
                },
            review: open && complete && !own && authorises && may(Act::AuthorisePractice),
            restrict: open && may(Act::AuthorisePractice),
        })
    }
}

/// Whether an account completed or corrected it so. Nobody authorises what they wrote.
fn wrote(version: &RecordVersion, account: &str) -> bool {
    use clew_journal::PracticeAct::{CompleteRecord, CorrectRecord};
    matches!(version.act, CompleteRecord | CorrectRecord) && version.record.recorded_by == account
}

fn standing(looked: &RecordPage, now: &Record) -> Markup {
    html! {
        @if let Some(reason) = looked.sent_back() {
            (inset(&html! { p class="govuk-body" { strong { "Sent back: " } span class="clew-typed" { (reason) } } p class="govuk-body" { "It still counts as completed until it is corrected." } }))
        }
        @for unlikely in &looked.warnings { (warning(&html! { (unlikely.problem) "." })) }
        @if now.restricted { (warning(&html! { "Restricted: only those who are named may open this record." })) }
        @if now.stage == Stage::Withdrawn { (warning(&html! { "Withdrawn: this record counts nowhere. Its history stays." })) }
    }
}

fn said(now: &Record, packs: &Packs, memory: &Memory) -> Markup {
    let mut facts: Vec<(&str, Markup)> = Vec::new();
    match packs.form(&now.form) {
        Some((pack, form)) => {
            for field in &form.fields {
                let value = now.values.get(&field.code);
                let words = words::value((pack, &form.code), field, value, memory);
                if !words.is_empty() {
                    facts.push((&field.title, html! { span class="clew-typed" { (words) } }));
                }
            }
        }
        None => facts.push(("Form", html! { "The pack in force no longer has it." })),
    }
    facts.push(("Recorded for", html! { (unit_name(memory, &now.team)) }));
    let process = packs.process_title(now.process.as_deref());
    facts.push(("Case", html! { (process) " " (now.episode) }));
    html! { (summary_list(&facts)) }
}

fn ways_on(now: &Record, may: &May) -> Markup {
    html! {
        @if may.change {
            @if may.correct {
                (around(links::DRAFTS, 0, &html! {
                    (hidden("corrects", &now.number.0.to_string()))
                    (quiet_button("Correct this record", "do", "correct"))
                }))
            }
            ul class="govuk-list" {
                li { a class="govuk-link" href=(links::in_chronology(now.number)) { "Leave it out of the chronology, or put it in" } }
                li { a class="govuk-link" href=(links::hand_over(now.episode)) { "Hand the case over" } }
                @if may.withdraw { li { a class="govuk-link" href=(links::withdraw_record(now.number)) { "Withdraw this record" } } }
                @if may.restrict { (restricting::record_ways(now.number, now.restricted)) }
            }
        }
    }
}

fn history(versions: &[RecordVersion], packs: &Packs, memory: &Memory) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "History" }
        @for (place, version) in versions.iter().enumerate().rev() {
            h3 class="govuk-heading-s" { "Version " (version.record.version) ": " (words::done(version.act)) }
            p class="govuk-body" {
                "By " (account_name(memory, &version.record.recorded_by.as_str().into()))
                " on " (recorded(&version.record))
                @if let Some(reason) = &version.reason { ": " span class="clew-typed" { (reason) } }
            }
            @if place > 0 {
                @if let Some(before) = versions.get(place - 1) {
                    (changed(&before.record, &version.record, packs, memory))
                }
            } @else { (late(&version.record)) }
        }
        @if versions.is_empty() { (empty(&html! { p class="govuk-body" { "Nothing." } })) }
    }
}

fn recorded(record: &Record) -> String {
    moment(clew_journal::Moment::from_microseconds(
        record.recorded_at.saturating_mul(1_000_000),
    ))
}

/// How long after it happened it was recorded, where that was not on the day.
fn late(record: &Record) -> Markup {
    let at = clew_journal::Moment::from_microseconds(record.recorded_at.saturating_mul(1_000_000));
    let days = local_time::day_of(at).number() - record.event_date.number();
    html! {
        @if days > 0 {
            p class="govuk-body clew-quiet" { "It happened on " (day_words::day(record.event_date)) ", and was recorded " (days) @if days == 1 { " day" } @else { " days" } " later." }
        }
    }
}

/// What differs between two versions, field by field.
fn changed(before: &Record, after: &Record, packs: &Packs, memory: &Memory) -> Markup {
    let Some((pack, form)) = packs.form(&after.form) else {
        return html! {};
    };
    let rows = differing((pack, form), before, after, memory);
    html! {
        @if !rows.is_empty() {
            (table(&format!("What changed with version {}", after.version), &[("Field", ""), ("Before", ""), ("After", "")], &html! {
                @for (field, before, after) in &rows {
                    tr { th scope="row" { (field) } td class="clew-typed" { (before) } td class="clew-typed" { (after) } }
                }
            }))
        }
    }
}

fn differing(
    (pack, form): (&Pack, &PackForm),
    before: &Record,
    after: &Record,
    memory: &Memory,
) -> Vec<(String, String, String)> {
    let mut rows = Vec::new();
    for field in &form.fields {
        let (was, is) = (
            before.values.get(&field.code),
            after.values.get(&field.code),
        );
        if was != is {
            let words = |value| words::value((pack, &form.code), field, value, memory);
            rows.push((field.title.clone(), words(was), words(is)));
        }
    }
    rows
}
