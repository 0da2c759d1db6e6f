//! The lists of My work, the most pressing first.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_plan::{Book, Cycle, PlanId};
use clew_report::words;
use clew_service::{Act, DueReview, DueWork, Overview, PracticeWaiting, ReturnOwed, Typed, Work};
use maud::{Markup, html};

use super::practice;
use crate::components::{empty, moment};
use crate::pages::cycles::moving;
use crate::{Form, Visit, links};

/// Returns to check that are listed for one cycle; the board has the rest.
const MOST_LISTED: usize = 25;

/// The cycle whose form did not go through, and what was ticked and typed in it.
type Refused<'page> = (Option<(&'page PlanId, &'page str)>, &'page Form);

/// The whole page.
pub(super) fn shown(
    visit: &Visit,
    overview: &Overview,
    (work, typed, waits): (&Work, &[Typed], Option<PracticeWaiting>),
    refused: Refused<'_>,
) -> Markup {
    let today = visit.today();
    let returns = |owed: &ReturnOwed| one_return(owed, today, typed, overview.book());
    html! {
        h1 class="govuk-heading-l" { "My work" }
        @if let Some(waits) = &waits { (practice::shown(waits)) }
        @if work.count() == 0 && typed.is_empty() && waits.is_none_or(|waits| waits.is_empty()) { (nothing(visit, overview)) }
        (list("Sent back to you", &work.sent_back, "Put right what was asked, and return it again.", &returns))
        (list("To return", &work.owed, "", &returns))
        (list("Begun and not handed in", &work.drafts, "", &returns))
        (unsent(work, typed))
        (waiting(visit, overview, work, refused))
        (list("Actions", &work.actions, "", &one_action))
        (list("Milestones", &work.milestones, "", &one_action))
        (list("Risks to review", &work.reviews, "", &one_review))
        (open_cycles(visit, overview))
        @if work.count() > 0 {
            p class="govuk-body-s" {
                a class="govuk-link" href=(links::MY_CALENDAR) { "These dates for your calendar" }
                @if !work.owed.is_empty() { " · " a class="govuk-link" href=(links::IMPORT_RETURNS) { "Return many figures by a workbook" } }
                " · " a class="govuk-link" href=(links::CYCLES) { "Every cycle" }
            }
        }
    }
}

fn nothing(visit: &Visit, overview: &Overview) -> Markup {
    let today = visit.today();
    let cycles = overview.book().cycles.iter();
    let ahead =
        cycles.filter(|cycle| !cycle.imported && cycle.opens.is_some_and(|opens| opens > today));
    let next = ahead.min_by_key(|cycle| cycle.opens);
    empty(&html! {
        p class="govuk-body" { strong { "Nothing is due from you." } }
        @if let Some(next) = next {
            p class="govuk-body" {
                "Returns for " (words::period(next.period))
                @if let Some(opens) = next.opens { " open on " (words::day(opens)) }
                "."
            }
        }
        p class="govuk-body" {
            a class="govuk-link" href=(links::PERFORMANCE) { "See how the plan stands" }
            @if visit.may(Act::RunCycle) { ", or " a class="govuk-link" href=(links::CYCLES) { "look at the cycles" } }
            "."
        }
    })
}

fn list<T>(title: &str, items: &[T], hint: &str, one: &dyn Fn(&T) -> Markup) -> Markup {
    html! {
        @if !items.is_empty() {
            h2 class="govuk-heading-m" { (title) " " span class="clew-quiet" { "(" (items.len()) ")" } }
            @if !hint.is_empty() { p class="govuk-body" { (hint) } }
            ul class="clew-due" { @for item in items { (one(item)) } }
        }
    }
}

fn one_return(owed: &ReturnOwed, today: Day, typed: &[Typed], book: &Book) -> Markup {
    let address = links::return_figure(&owed.key.measure, owed.period, owed.key.unit.as_ref());
    let kept = typed.iter().find(|typed| typed.place == address);
    let late = owed.overdue_days(today);
    html! {
        li {
            div class="clew-due__what" {
                a class="govuk-link" href=(address) { (owed.title) }
                span {
                    (owed.code) " for " (words::period(owed.period))
                    @if let Some(unit) = &owed.key.unit { ", " (book.unit_name(unit)) }
                }
                @if let Some(reason) = owed.reason.as_ref().filter(|_| owed.stage == clew_journal::ReturnStage::SentBack) {
                    span { "“" (reason) "”" }
                }
                @if let Some(kept) = kept { span { "You typed into it on " (moment(kept.at)) "." } }
            }
            span class="clew-due__when" {
                @if let Some(due) = owed.due { "due " (words::day(due)) }
                @if late > 0 { " – " span class="clew-late" { (crate::pages::actions::words::late(late)) } }
            }
        }
    }
}

/// What was typed and not sent into forms that nothing above leads to.
fn unsent(work: &Work, typed: &[Typed]) -> Markup {
    let listed = || work.owed.iter().chain(&work.drafts).chain(&work.sent_back);
    let leads = |typed: &&Typed| {
        !listed().any(|owed| {
            links::return_figure(&owed.key.measure, owed.period, owed.key.unit.as_ref())
                == typed.place
        })
    };
    let others: Vec<&Typed> = typed.iter().filter(leads).collect();
    list("Typed and not sent", &others, "", &|typed| {
        html! {
            li {
                div class="clew-due__what" {
                    a class="govuk-link" href=(links::local(&typed.place)) { "Go on with " (named(&typed.place)) }
                }
                span class="clew-due__when" { "typed on " (moment(typed.at)) }
            }
        }
    })
}

/// The code and period in the address of a figure's form.
fn named(place: &str) -> String {
    let path = place.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let part = |place: usize| {
        let encoded = parts
            .get(place)
            .copied()
            .unwrap_or_default()
            .replace('+', "%2B");
        let read = crate::Fields::read(&format!("it={encoded}")).unwrap_or_default();
        read.text("it").to_owned()
    };
    format!("{} {}", part(2), part(4))
}

/// Returns of others that wait for the visitor, cycle by cycle.
fn waiting(visit: &Visit, overview: &Overview, work: &Work, refused: Refused<'_>) -> Markup {
    let blank = Form::default();
    let form_of = |plan: &PlanId, cycle: &str| match refused.0 == Some((plan, cycle)) {
        true => refused.1,
        false => &blank,
    };
    let mut cycles: BTreeMap<(&PlanId, &str), Vec<&ReturnOwed>> = BTreeMap::new();
    let both = work.to_check.iter().chain(&work.to_sign_off);
    for owed in both {
        let of = cycles.entry((&owed.key.plan, &owed.key.cycle)).or_default();
        if !of.iter().any(|there| there.key == owed.key) {
            of.push(owed);
        }
    }
    html! {
        @for ((plan, cycle), returns) in &cycles {
            h2 class="govuk-heading-m" {
                "Waiting for you in the cycle " (cycle) " " span class="clew-quiet" { "(" (returns.len()) ")" }
            }
            (moving::form(visit, overview, &moving::Moving {
                plan, cycle, returns: returns.iter().take(MOST_LISTED).copied().collect(), form: form_of(plan, cycle),
            }))
            @if returns.len() > MOST_LISTED {
                p class="govuk-body" { a class="govuk-link" href=(links::cycle(plan, cycle)) { "All " (returns.len()) " on the board" } }
            }
        }
    }
}

/// The cycles that are open, each with its board, for those who return, check, sign off or run them.
fn open_cycles(visit: &Visit, overview: &Overview) -> Markup {
    let acts = [Act::RunCycle, Act::Check, Act::SignOff, Act::Return];
    if !acts.iter().any(|act| visit.may(*act)) {
        return html! {};
    }
    let today = visit.today();
    let cycles: Vec<&Cycle> = overview.open_cycles(today).collect();
    list("Cycles that are open", &cycles, "", &|cycle| {
        let total = overview.board(&cycle.plan, &cycle.id, today).total;
        let came_in = total.returned + total.checked + total.signed_off;
        let plan = overview.book().plan(&cycle.plan);
        html! {
            li {
                div class="clew-due__what" {
                    a class="govuk-link" href=(links::cycle(&cycle.plan, &cycle.id)) { (words::period(cycle.period)) }
                    span {
                        (plan.map_or(cycle.plan.as_str(), |plan| &plan.title)) ": "
                        (came_in) " of " (total.total()) " came in, " (total.signed_off) " signed off"
                    }
                }
                span class="clew-due__when" { @if let Some(due) = cycle.due { "due " (words::day(due)) } }
            }
        }
    })
}

fn one_action(due: &DueWork) -> Markup {
    html! {
        li {
            div class="clew-due__what" {
                a class="govuk-link" href=(links::action(&due.plan, &due.action)) { (due.title) }
                span { @if due.milestone.is_some() { "Milestone of action " } @else { "Action " } (due.action) }
            }
            (when(due.due.last(), due.late_by))
        }
    }
}

fn one_review(due: &DueReview) -> Markup {
    html! {
        li {
            div class="clew-due__what" {
                a class="govuk-link" href=(links::risk(&due.risk)) { (due.title) }
                span { "Risk " (due.risk) }
            }
            (when(due.due, due.late_by))
        }
    }
}

fn when(due: Day, late_by: i32) -> Markup {
    let days = usize::try_from(late_by.abs()).unwrap_or(0);
    html! {
        span class="clew-due__when" {
            "by " (words::day(due)) " – "
            @match late_by {
                0 => "today",
                late if late > 0 => { span class="clew-late" { (crate::pages::actions::words::late(late)) } }
                _ => { "in " (words::count(days, "day")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_named_by_its_code_and_period() {
        let place = "/measures/SPCC014_6B.5%2FX/return/2021-22%20Q1?unit=adults";
        assert_eq!(named(place), "SPCC014_6B.5/X 2021-22 Q1");
    }
}
