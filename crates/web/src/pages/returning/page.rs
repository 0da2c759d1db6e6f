//! The form of a figure, with everything that helps to fill it in.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clew_plan::{FigureState, Reliability, Status, UnitOfMeasure};
use clew_report::words;
use clew_service::Conflict;
use maud::{Markup, html};

use super::ground::{Counted, Ground};
use super::reading::Begun;
use super::{beside, conflict, counted, talk};
use crate::components::{
    Choice, Input, TextArea, date_input, inset, moment, radios, select, text_area, text_input,
};
use crate::fields::new_act;
use crate::layout::{Page, Section};
use crate::pages::drafts::typed_at;
use crate::pages::evidence;
use crate::{Form, Visit, links};

/// The fields of the form, by which problems are placed.
const FIELDS: [&str; 15] = [
    "file",
    "value",
    "numerator",
    "denominator",
    "status",
    "later",
    "as_at",
    "state",
    "reliability",
    "evidence",
    "comment",
    "doing",
    "by_when",
    "reason",
    "answer-without-words",
];

/// The field of the form that a problem of the service is about; none for one about the whole.
pub(super) fn field_named(name: &str) -> &'static str {
    FIELDS
        .into_iter()
        .find(|field| *field == name)
        .unwrap_or("")
}

/// The page; 422 with problems, 409 with a conflict.
pub(super) fn show(
    visit: &Visit,
    ground: &Ground,
    mut form: Form,
    begun: Option<Begun>,
    met: Option<&Conflict>,
) -> Response {
    let verb = if ground.standing.settled.is_some() {
        "Correct"
    } else {
        "Return"
    };
    let title = format!(
        "{verb}: {} {}",
        ground.measure.code.written(),
        ground.place.period
    );
    let said = talk::of(visit, ground, &mut form);
    let body = html! {
        @if let Some(met) = met { (conflict::shown(ground, met)) }
        (heading(ground, verb))
        (standing(ground, begun.as_ref()))
        div class="clew-columns" {
            div {
                @if ground.worked_out {
                    (inset(&html! { p class="govuk-body" { "This measure is worked out by its formula. Return its parts instead." } }))
                } @else if let Some(Counted::Cannot(why)) = &ground.counted {
                    (inset(&html! { p class="govuk-body" { "This measure is counted from records, and cannot be counted now: " (why) "." } }))
                } @else { (filled(ground, &form, &said)) }
            }
            (beside::shown(ground))
        }
    };
    let page = Page::new(visit, Section::MyWork, title)
        .crumb("My work", links::MY_WORK)
        .problems_of(&form);
    match met {
        Some(_) => (StatusCode::CONFLICT, page.markup(body)).into_response(),
        None => page.show(body),
    }
}

fn heading(ground: &Ground, verb: &str) -> Markup {
    html! {
        span class="govuk-caption-l" {
            (verb) " " (ground.measure.code.written()) " for " (words::period(ground.place.period))
            @if let Some(unit) = ground.unit_name() { ", " (unit) }
        }
        h1 class="govuk-heading-l" { (ground.measure.title) }
    }
}

/// How the return stands: when it is due, why it came back, and what the form begins with.
fn standing(ground: &Ground, begun: Option<&Begun>) -> Markup {
    let stands = &ground.standing.stands;
    html! {
        @if stands.stage == clew_journal::ReturnStage::SentBack {
            (inset(&html! {
                p class="govuk-body" {
                    strong { "It was sent back. " }
                    @match &stands.reason { Some(reason) => { "“" (reason) "”" } None => { "No reason was given." } }
                }
            }))
        }
        @if let Some(why) = &ground.standing.settled {
            (inset(&html! { p class="govuk-body" { (talk::sentence(why)) ", so the figure changes only by a correction, with a reason. What was reported stays reported." } }))
        }
        @match begun {
            Some(Begun::Typed(at)) => {
                (inset(&html! {
                    p class="govuk-body" { "You typed this on " (moment(*at)) " and did not send it." }
                    form method="post" action=(ground.place.address()) {
                        button class="clew-plain-button" name="do" value="forget" { "Forget it and begin afresh" }
                    }
                }))
            }
            Some(Begun::Draft(at)) => {
                (inset(&html! { p class="govuk-body" { "This is the draft" @if let Some(at) = at { " of " (moment(*at)) } ". It is not handed in yet." } }))
            }
            None => {}
        }
        @if ground.standing.settled.is_none() {
            p class="govuk-body" {
                @match ground.standing.due {
                    Some(due) => { "Due " strong { (words::day(due)) } "." }
                    None if ground.standing.key.is_none() => { "No cycle gathers this figure; it can be returned all the same." }
                    None => {}
                }
            }
        }
    }
}

fn filled(ground: &Ground, form: &Form, said: &Markup) -> Markup {
    let place = &ground.place;
    let address = place.address();
    let talk = links::talk_of_figure(&place.measure, place.period, place.unit.as_ref());
    let seen = form.made_after(ground.overview.memory().state().head.sequence);
    let settled = ground.standing.settled.is_some();
    html! {
        form method="post" action=(address) enctype="multipart/form-data" novalidate data-keep-typed=(typed_at(&address)) data-talk=(talk) {
            (evidence::sent_by_enter("return"))
            input type="hidden" name="act" value=(new_act());
            input type="hidden" name="seen" value=(seen);
            h2 class="govuk-heading-m" { "The figure" }
            @if ground.is_project() { (project(form)) }
            @else if let Some(prepared) = ground.prepared() { (counted::shown(ground, prepared, form)) (later(form)) }
            @else { (numbers(ground, form)) (later(form)) }
            section class="clew-talk" aria-label="How it would stand" {
                div data-talk-here="" aria-live="polite" { (said) }
            }
            h2 class="govuk-heading-m" { "What is said about it" }
            (text_area(form, &TextArea { name: "comment", label: "Why it is so", hint: "Two or three sentences that a councillor understands. Needed when it is Red, getting worse, or a signal.", rows: 4, ..TextArea::default() }))
            (text_area(form, &TextArea { name: "doing", label: "What is being done", rows: 3, ..TextArea::default() }))
            (date_input(form, "by_when", "By when", "For example 30 9 2026."))
            details class="govuk-details" open[says_source(form) || !ground.held.is_empty()] {
                summary class="govuk-details__summary" {
                    span class="govuk-details__summary-text" {
                        "Where it comes from: provisional or final, " @if ground.counted.is_none() { "data as at, " } "evidence"
                    }
                }
                div class="govuk-details__text" { (source(ground, form)) (evidence::chooser(form, &ground.held)) }
            }
            @if settled || form.problem("reason").is_some() {
                (text_area(form, &TextArea { name: "reason", label: "Why it changes", hint: "It stays with the figure, beside what stood before.", rows: 2, ..TextArea::default() }))
            }
            div class="clew-actions" {
                button type="submit" class="govuk-button" name="do" value="return" {
                    (hands_in(ground))
                }
                @if may_be_draft(ground) { button type="submit" class="govuk-button govuk-button--secondary" name="do" value="draft" { "Save as a draft" } }
                span class="clew-quiet" role="status" data-kept="" {}
            }
        }
    }
}

/// What the button that hands the figure in says.
fn hands_in(ground: &Ground) -> &'static str {
    match (ground.standing.settled.is_some(), &ground.counted) {
        (true, _) => "Correct the figure",
        (false, Some(_)) => "Confirm the figure",
        (false, None) => "Return the figure",
    }
}

/// Whether what is typed can be saved as a draft: it was not handed in already.
fn may_be_draft(ground: &Ground) -> bool {
    let stage = ground.standing.stands.stage;
    ground.standing.settled.is_none() && stage.may_become(clew_journal::ReturnStage::Draft)
}

fn project(form: &Form) -> Markup {
    let choices = [
        (Status::Blue, "The work is finished."),
        (Status::Green, "It is on course."),
        (Status::Amber, "It is a little behind."),
        (Status::Red, "It is well behind."),
        (Status::ReportLater, "There is nothing to report yet."),
    ]
    .map(|(status, hint)| Choice {
        value: status.word().to_owned(),
        words: status.word().to_owned(),
        hint: hint.to_owned(),
    });
    radios(
        form,
        "status",
        "How the work stands",
        "It is held against its milestones.",
        &choices,
    )
}

fn numbers(ground: &Ground, form: &Form) -> Markup {
    let unit = ground.measure.unit_of_measure;
    let counts = ground.has_counts();
    let (prefix, suffix) = match unit {
        Some(UnitOfMeasure::Pounds) => ("£", ""),
        Some(UnitOfMeasure::Percent) => ("", "%"),
        Some(UnitOfMeasure::Hours) => ("", "hours"),
        Some(UnitOfMeasure::Days) => ("", "days"),
        Some(UnitOfMeasure::Weeks) => ("", "weeks"),
        Some(UnitOfMeasure::Months) => ("", "months"),
        _ => ("", ""),
    };
    let (label, hint) = match counts {
        true => (
            "Or the value, where the counts are not known",
            "Leave it empty when you give the counts: it is worked out from them.",
        ),
        false => ("Value", ""),
    };
    let count = |name: &'static str, label: &'static str| {
        text_input(
            form,
            &Input {
                name,
                label,
                width: 10,
                mode: "decimal",
                autocomplete: "off",
                ..Input::default()
            },
        )
    };
    html! {
        @if counts {
            div class="clew-side-by-side" {
                (count("numerator", "How many met"))
                (count("denominator", "Of how many"))
            }
        }
        (text_input(form, &Input { name: "value", label, hint, width: 10, prefix, suffix, mode: "decimal", autocomplete: "off", ..Input::default() }))
    }
}

fn later(form: &Form) -> Markup {
    html! {
        div class="govuk-form-group" {
            div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                div class="govuk-checkboxes__item" {
                    input id="later" name="later" type="checkbox" value="yes" class="govuk-checkboxes__input" checked[form.fields.given("later").is_some()];
                    label class="govuk-label govuk-checkboxes__label" for="later" { "It is not known yet: report later" }
                }
            }
        }
    }
}

/// Whether anything is said of where the figure comes from, or is wrong with it.
fn says_source(form: &Form) -> bool {
    let provisional = form.fields.text("state") == FigureState::Provisional.word();
    let parts = [
        "as_at",
        "as_at-day",
        "as_at-month",
        "as_at-year",
        "reliability",
        "evidence",
        "file",
        "state",
    ];
    let says = |name: &&str| {
        let given = *name != "state" && form.fields.given(name).is_some();
        given || form.problem(name).is_some()
    };
    provisional || parts.iter().any(says)
}

fn source(ground: &Ground, form: &Form) -> Markup {
    let states = [
        Choice::new(FigureState::Final.word(), "Final"),
        Choice::new(
            FigureState::Provisional.word(),
            "Provisional: it may still change",
        ),
    ];
    let none = Choice::new("", "Not said");
    let reliable = Reliability::ALL.iter().map(|word| {
        let name = talk::sentence(word.word());
        Choice::new(word.word(), format!("{name}: {}", word.meaning()))
    });
    let reliable: Vec<Choice> = std::iter::once(none).chain(reliable).collect();
    html! {
        (radios(form, "state", "Is it final?", "", &states))
        // Records are counted as they stand today.
        @if ground.counted.is_none() { (date_input(form, "as_at", "Data as at", "The day on which the data was drawn, for example 5 7 2026. It may be left out.")) }
        (select(form, "reliability", "How far it can be relied on", "", &reliable))
        (text_area(form, &TextArea { name: "evidence", label: "Evidence", hint: "Where the figure can be checked: a report, an extract, a reference.", rows: 2, ..TextArea::default() }))
    }
}
