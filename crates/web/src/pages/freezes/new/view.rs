//! How the form that freezes looks: what stands in the way first, then what, for whom, and when.

use std::collections::BTreeSet;

use clew_calendar::{Day, Period};
use clew_journal::ReturnStage;
use clew_plan::{Book, Document, DocumentId, Forum, ForumId, MeasureKey, PlanId, UnitId};
use clew_report::{ReportKind, words};
use clew_service::{Outstanding, Overview};
use maud::{Markup, html};

use super::About;
use crate::components::{
    Choice, Input, TextArea, checkboxes, empty, form as around, hidden, submit, text_area,
    text_input, warning,
};
use crate::pages::reports::{plan_and_period, title};
use crate::{Form, links};

/// Returns that are listed; of more, their number.
const MOST_LISTED: usize = 20;

/// A return that is not settled.
#[derive(Clone, Debug, Default)]
pub(in crate::pages::freezes) struct Unsettled {
    measure: Option<MeasureKey>,
    code: String,
    title: String,
    unit: Option<UnitId>,
    owner: Option<String>,
    stage: &'static str,
}

impl Unsettled {
    pub(super) fn of(owed: &Outstanding<'_>) -> Self {
        Self {
            measure: Some(owed.key.measure.clone()),
            code: owed.measure.code.to_string(),
            title: owed.measure.title.clone(),
            unit: owed.key.unit.clone(),
            owner: owed.measure.owner.clone(),
            stage: match owed.stands.stage {
                ReturnStage::Due => "Nothing came in",
                ReturnStage::Draft => "Draft",
                ReturnStage::SentBack => "Sent back",
                ReturnStage::Returned | ReturnStage::Checked => "Not signed off",
                ReturnStage::SignedOff => "Signed off",
            },
        }
    }
}

/// The name of the field with a forum's meeting.
pub(super) fn meeting_field(forum: &ForumId) -> String {
    format!("meeting-{forum}")
}

/// The page's main part.
pub(super) fn body(form: &Form, overview: &Overview, about: &About) -> Markup {
    let book = overview.book();
    let seen = form.made_after(overview.memory().state().head.sequence);
    html! {
        h1 class="govuk-heading-l" { "Freeze for a meeting" }
        p class="govuk-body" { "A freeze fixes what a forum is shown: the reports, and every measure with its figure, wording, status and rule. It is never changed afterwards; what is corrected later shows as a restatement." }
        (which(form, book))
        @match &about.of {
            Err(why) => { (empty(&html! { "Nothing can be frozen here: " (why) "." })) }
            Ok((plan, period)) => {
                h2 class="govuk-heading-m" { (super::super::plan_title(book, plan)) ", " (words::period(*period)) }
                (in_the_way(about, plan))
                (around(links::FREEZES, seen, &fields(form, overview, about, (plan, *period))))
            }
        }
    }
}

/// Another plan or period.
fn which(form: &Form, book: &Book) -> Markup {
    html! {
        form class="clew-filters" method="get" action=(links::NEW_FREEZE) aria-label="Plan and period" {
            (plan_and_period(form, book))
            (crate::components::show_button())
        }
    }
}

fn in_the_way(about: &About, plan: &PlanId) -> Markup {
    let more = about.unsettled.len().saturating_sub(MOST_LISTED);
    html! {
        @if about.errors > 0 {
            (warning(&html! {
                "The checks find " (words::count(about.errors, "error")) ". "
                a class="govuk-link" href=(links::with_query(links::CHECKS, "severity=error")) { "Look at them" }
                " and put them right, waive them, or say below why the forum is shown them all the same."
            }))
        }
        @if !about.unsettled.is_empty() {
            (warning(&html! {
                (words::count(about.unsettled.len(), "return")) " of the cycle are not settled. "
                @if let Some(cycle) = &about.cycle { a class="govuk-link" href=(links::cycle(plan, cycle)) { "See the cycle" } }
            }))
            details class="govuk-details" open[about.unsettled.len() <= 5] {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Which returns" } }
                div class="govuk-details__text" {
                    ul class="govuk-list govuk-list--bullet" {
                        @for owed in about.unsettled.iter().take(MOST_LISTED) { li { (unsettled(owed)) } }
                        @if more > 0 { li { "and " (more) " more" } }
                    }
                }
            }
        }
    }
}

fn unsettled(owed: &Unsettled) -> Markup {
    html! {
        (owed.stage) ": "
        @if let Some(key) = &owed.measure { a class="govuk-link" href=(links::measure(key, owed.unit.as_ref())) { (owed.code) } }
        " " (owed.title)
        @if let Some(unit) = &owed.unit { " (" (unit) ")" }
        @if let Some(owner) = &owed.owner { " – " (owner) }
    }
}

fn fields(
    form: &Form,
    overview: &Overview,
    about: &About,
    (plan, period): (&PlanId, Period),
) -> Markup {
    let kinds: Vec<Choice> = ReportKind::ALL
        .into_iter()
        .filter(|kind| *kind != ReportKind::MeasurePage)
        .map(|kind| Choice::new(kind.name(), title(kind)))
        .collect();
    let paper = Input {
        name: "paper",
        label: "Name of a second paper",
        hint: "Only when the same meeting was frozen for already, for example revised.",
        width: 20,
        ..Input::default()
    };
    let errors = TextArea {
        name: "despite",
        label: "Why it is frozen although the checks find errors",
        rows: 3,
        ..TextArea::default()
    };
    let returns = TextArea {
        name: "despite-unsettled",
        label: "Why it is frozen although returns are not settled",
        rows: 3,
        ..TextArea::default()
    };
    html! {
        (hidden("plan", plan.as_str()))
        (hidden("period", &period.to_string()))
        (checkboxes(form, "kinds", "Reports", "", &kinds))
        (forums(form, &overview.book().forums, &forums_of(overview, plan, period)))
        @if about.errors > 0 { (text_area(form, &errors)) }
        @if !about.unsettled.is_empty() { (text_area(form, &returns)) }
        (text_input(form, &paper))
        (submit("Freeze"))
    }
}

/// The forums that the plan goes to: those that were shown it before, and those to which a document about the
/// same time says that it goes.
fn forums_of(overview: &Overview, plan: &PlanId, period: Period) -> BTreeSet<ForumId> {
    let (book, state) = (overview.book(), overview.memory().state());
    let own = book.plan(plan).and_then(|plan| plan.period);
    let speaks_of_it = |document: &Document| {
        let met = |day: Day| period.first() <= day && day <= period.last();
        let periods = [Some(period), own];
        document.plan.as_ref() == Some(plan)
            || document.period.is_some() && periods.contains(&document.period)
            || document.meeting.is_some_and(met)
    };
    let documents = book.documents.iter().filter(|it| speaks_of_it(it));
    let documents: BTreeSet<&DocumentId> = documents.map(|it| &it.id).collect();
    let told = book.forum_items.iter().filter(|item| {
        let document = item.document.as_ref();
        document.is_some_and(|document| documents.contains(document))
    });
    let shown = state.freezes().filter(|freeze| freeze.plan == *plan);
    let told = told.map(|item| item.forum.clone());
    told.chain(shown.map(|freeze| freeze.forum.clone()))
        .collect()
}

/// The forums, each with the day of its meeting: those of the plan first, the others on demand.
fn forums(form: &Form, forums: &[Forum], of_plan: &BTreeSet<ForumId>) -> Markup {
    let first = |forum: &Forum| {
        let chosen = form.fields.all("forum").any(|id| id == forum.id.as_str());
        of_plan.is_empty() || of_plan.contains(&forum.id) || chosen
    };
    let (own, others): (Vec<&Forum>, Vec<&Forum>) = forums.iter().partition(|it| first(it));
    let problem = form.problem("forum");
    html! {
        div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" aria-describedby={ "forum-hint" @if problem.is_some() { " forum-error" } } {
                legend class="govuk-fieldset__legend" { "Forums" }
                div id="forum-hint" class="govuk-hint" { "Each gets the same reports with a cover of its own." }
                @if let Some(problem) = problem {
                    p id="forum-error" class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) }
                }
                div class="govuk-checkboxes clew-meetings" data-module="govuk-checkboxes" {
                    @for (place, forum) in own.iter().enumerate() { (forum_row(form, place, forum)) }
                }
                @if !others.is_empty() {
                    details class="govuk-details" {
                        summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (words::count(others.len(), "other forum")) } }
                        div class="govuk-checkboxes clew-meetings" data-module="govuk-checkboxes" {
                            @for (place, forum) in others.iter().enumerate() { (forum_row(form, own.len() + place, forum)) }
                        }
                    }
                }
                (new_forum(form, forums.is_empty()))
            }
        }
    }
}

/// A forum that the Book does not know yet.
fn new_forum(form: &Form, first: bool) -> Markup {
    let label = match first {
        true => "Name of the forum",
        false => "Another forum",
    };
    let name = Input {
        name: super::NEW_FORUM,
        label,
        hint: "It is added to the forums, for example Social Work Committee.",
        ..Input::default()
    };
    let day = Input {
        name: super::NEW_MEETING,
        label: "Meets on",
        kind: "date",
        width: 10,
        ..Input::default()
    };
    html! {
        div class="clew-new-forum" {
            (text_input(form, &name))
            (text_input(form, &day))
        }
    }
}

fn forum_row(form: &Form, place: usize, forum: &Forum) -> Markup {
    let id = if place == 0 {
        "forum".to_owned()
    } else {
        format!("forum-{}", place + 1)
    };
    let field = meeting_field(&forum.id);
    let problem = form.problem(&field);
    let chosen = form.fields.all("forum").any(|id| id == forum.id.as_str());
    html! {
        div class="clew-meeting" {
            div class="govuk-checkboxes__item" {
                input class="govuk-checkboxes__input" type="checkbox" id=(id) name="forum" value=(forum.id) checked[chosen];
                label class="govuk-label govuk-checkboxes__label" for=(id) { (forum.name) }
            }
            div class="clew-meeting__day" {
                label class="govuk-label" for=(field) { span class="govuk-visually-hidden" { (forum.name) ": " } "Meets on" }
                @if let Some(problem) = problem {
                    p id={ (field) "-error" } class="govuk-error-message" { span class="govuk-visually-hidden" { "Error: " } (problem) }
                }
                input class={ "govuk-input" @if problem.is_some() { " govuk-input--error" } } type="date" id=(field) name=(field)
                    value=(form.fields.text(&field)) aria-describedby=[problem.map(|_| format!("{field}-error"))];
            }
        }
    }
}
