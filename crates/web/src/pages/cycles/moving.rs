//! Returns that came in, with what there is to judge them by: checked, sent back or signed off in bulk.

use std::collections::HashSet;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Period;
use clew_journal::ReturnStage;
use clew_measure::{Judgement, MeasureFacts, StatusBasis, show_against, show_goal};
use clew_plan::{MeasureKey, PlanId};
use clew_report::words;
use clew_service::{Act, Overview, ReturnOwed, ReturnsOf, authorise};
use maud::{Markup, html};

use super::{board, noted};
use crate::components::{
    form as around, hidden, quiet_button, stacked_table as table, status_mark,
};
use crate::pages::my_work;
use crate::{Fields, Form, Visit, WebError, links};

/// Characters of a comment that are shown in a row.
const SAID: usize = 160;

/// Returns of one cycle, to be moved together.
pub(in crate::pages) struct Moving<'page> {
    /// The plan.
    pub(in crate::pages) plan: &'page PlanId,
    /// The cycle's id.
    pub(in crate::pages) cycle: &'page str,
    /// The returns that are shown.
    pub(in crate::pages) returns: Vec<&'page ReturnOwed>,
    /// What was ticked and typed when it did not go through.
    pub(in crate::pages) form: &'page Form,
}

/// The table of returns in its form; without anything that the visitor may move, the table alone.
pub(in crate::pages) fn form(visit: &Visit, overview: &Overview, moving: &Moving<'_>) -> Markup {
    let ticks = ticks(visit, overview, moving);
    let taken: HashSet<&MeasureKey> = ticks
        .iter()
        .filter_map(|place| moving.returns.get(*place))
        .map(|owed| &owed.key.measure)
        .collect();
    let tick_of = |place: usize, owed: &ReturnOwed| match (ticks.is_empty(), ticks.contains(&place))
    {
        (true, _) => Tick::NoColumn,
        (_, true) => Tick::Box,
        (_, false) if taken.contains(&owed.key.measure) => Tick::WithAnother,
        _ => Tick::Nothing,
    };
    let seen = overview.memory().state().head.sequence;
    let rows = html! {
        @for (place, owed) in moving.returns.iter().enumerate() {
            (row(visit, overview, moving, owed, tick_of(place, owed)))
        }
    };
    let headings = [
        ("Take", ""),
        ("Measure", ""),
        ("Figure", "end"),
        ("Target", "end"),
        ("Before", "end"),
        ("Status", ""),
        ("What is said, and being done", ""),
        ("Owner", ""),
        ("Stands", ""),
    ];
    let caption = format!("Returns of {}", moving.cycle);
    if ticks.is_empty() {
        return table(&caption, &headings[1..], &rows);
    }
    // A form that is shown again stands at an address that only takes forms.
    let to = moving.form.fields.given("to").unwrap_or(&visit.path);
    let fields = html! {
        (hidden("to", to))
        div id="returns" { (table(&caption, &headings, &rows)) }
        (acts(moving))
    };
    around(
        &links::of_cycle(moving.plan, moving.cycle, "returns"),
        seen,
        &fields,
    )
}

/// Who answers for a return: its owner, or its part where no owner is named.
fn answers_for<'a>(overview: &'a Overview, owed: &'a ReturnOwed) -> &'a str {
    let part = || Some(overview.book().unit_name(owed.unit.as_ref()?));
    owed.owner.as_deref().or_else(part).unwrap_or("–")
}

/// What stands in the first column of a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Tick {
    NoColumn,
    Box,
    WithAnother,
    Nothing,
}

/// The rows with a box to tick: those that came in and that the visitor may check. A measure's parts
/// are moved together, so only the first of them has one.
fn ticks(visit: &Visit, overview: &Overview, moving: &Moving<'_>) -> HashSet<usize> {
    let state = overview.memory().state();
    let mut measures = HashSet::new();
    let movable = |owed: &ReturnOwed| {
        let came_in = matches!(
            owed.stage,
            ReturnStage::Returned | ReturnStage::Checked | ReturnStage::SignedOff
        );
        let account = visit.account().ok();
        came_in
            && account.is_some_and(|account| {
                authorise(state, account, Act::Check, owed.unit.as_ref()).is_ok()
            })
    };
    let rows = moving.returns.iter().enumerate();
    rows.filter(|(_, owed)| movable(owed) && measures.insert(&owed.key.measure))
        .map(|(place, _)| place)
        .collect()
}

fn acts(moving: &Moving<'_>) -> Markup {
    let form = moving.form;
    let id = |name: &str| match form.problems.is_empty() {
        true => format!("{name}-{}-{}", moving.plan, moving.cycle).replace(' ', "-"),
        false => name.to_owned(),
    };
    html! {
        div class="clew-bulk" {
            p class="govuk-body" { "What you have ticked:" }
            (words_field(form, &id("reason"), "reason", "Why it is sent back", "Only needed to send back; its owner reads it."))
            @if form.problem("despite").is_some() {
                (words_field(form, &id("despite"), "despite", "Why it is signed off all the same", "The reason stays with each return, and is shown beside it."))
            }
            div class="clew-actions" {
                button type="submit" class="govuk-button" name="do" value="sign-off" { "Sign off" }
                (quiet_button("Mark as checked", "do", "check"))
                (quiet_button("Send back", "do", "send-back"))
            }
        }
    }
}

fn words_field(form: &Form, id: &str, name: &str, label: &str, hint: &str) -> Markup {
    let problem = form.problem(name);
    html! {
        div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
            label class="govuk-label" for=(id) { (label) }
            div class="govuk-hint" id={ (id) "-hint" } { (hint) }
            @if let Some(problem) = problem {
                p class="govuk-error-message" id={ (id) "-error" } { span class="govuk-visually-hidden" { "Error: " } (problem) }
            }
            textarea class={ "govuk-textarea" @if problem.is_some() { " govuk-textarea--error" } } id=(id) name=(name) rows="2"
                aria-describedby={ (id) "-hint" @if problem.is_some() { " " (id) "-error" } } { (form.fields.raw(name)) }
        }
    }
}

fn row(
    visit: &Visit,
    overview: &Overview,
    moving: &Moving<'_>,
    owed: &ReturnOwed,
    tick: Tick,
) -> Markup {
    let key = &owed.key;
    let ticked = || {
        moving
            .form
            .fields
            .all("measure")
            .any(|ticked| ticked == key.measure.as_str())
    };
    let came_in = !matches!(
        owed.stage,
        ReturnStage::Due | ReturnStage::Draft | ReturnStage::SentBack
    );
    let address = match came_in {
        false => links::return_figure(&key.measure, owed.period, key.unit.as_ref()),
        true => links::figure(&key.measure, owed.period, key.unit.as_ref()),
    };
    html! {
        tr {
            @match tick {
                Tick::NoColumn => {}
                Tick::Box => { td { input class="clew-tick" type="checkbox" name="measure" value=(key.measure) checked[ticked()] aria-label={ "Take " (owed.code) " " (owed.title) }; } }
                Tick::WithAnother => { td class="quiet" { "with the one above" } }
                Tick::Nothing => { td {} }
            }
            th scope="row" {
                a href=(address) { (owed.title) } br;
                span class="quiet" { (owed.code) " for " (words::period(owed.period)) @if let Some(unit) = &key.unit { ", " (overview.book().unit_name(unit)) } }
            }
            (figure(overview, owed))
            td { (answers_for(overview, owed)) }
            td {
                (owed.stage)
                @if let Some(reason) = owed.reason.as_ref().filter(|_| matches!(owed.stage, ReturnStage::SentBack | ReturnStage::SignedOff)) { br; span class="quiet" { (short(reason)) } }
                @let late = owed.overdue_days(visit.today());
                @if late > 0 { br; span class="clew-late" { (words::count(usize::try_from(late).unwrap_or(0), "day")) " late" } }
            }
        }
    }
}

/// The figure, its target, the one before, its status and what is said of it; dashes while nothing
/// came in.
fn figure(overview: &Overview, owed: &ReturnOwed) -> Markup {
    let facts = overview.measure_facts(&owed.key.measure);
    let unit = owed.key.unit.as_ref();
    let Some(measure) = overview.book().measure(&owed.key.measure) else {
        return html! { td class="end" { "–" } td class="end" { "–" } td class="end" { "–" } td { "–" } td {} };
    };
    let came_in = facts.figure_for(owed.period, unit).is_some();
    let judged = facts.judge(measure, owed.period, unit);
    let shown = |judged: &Judgement<'_>| {
        let (unit, bounds) = (measure.unit_of_measure, judged.bounds.as_ref());
        let value = judged.value?;
        Some(show_against(value, unit, measure.decimals, bounds))
    };
    let goal = facts.target_for(owed.period, unit).and_then(|it| it.goal);
    let goal = goal.map(|goal| show_goal(goal, measure.unit_of_measure, measure.decimals));
    let before = before(&facts, owed);
    html! {
        td class="end" { (shown(&judged).filter(|_| came_in).as_deref().unwrap_or("–")) }
        td class="end" { (goal.as_deref().unwrap_or("–")) }
        td class="end" {
            @match before.and_then(|period| Some((period, shown(&facts.judge(measure, period, unit))?))) {
                Some((period, value)) => { (value) br; span class="quiet" { (words::period(period)) } }
                None => "–",
            }
        }
        td { @if came_in { (status_mark(judged.shown(StatusBasis::ByRule))) } @else { "–" } }
        td { @if came_in { (said(overview, owed)) } }
    }
}

/// The period of the last figure before, of the same kind of period and the same part.
fn before(facts: &MeasureFacts<'_>, owed: &ReturnOwed) -> Option<Period> {
    let unit = owed.key.unit.as_ref();
    let figures = facts.figures().iter();
    let earlier = figures.filter(|figure| {
        figure.unit.as_ref() == unit
            && figure.period.kind() == owed.period.kind()
            && figure.period.last() < owed.period.last()
    });
    earlier
        .map(|figure| figure.period)
        .max_by_key(|period| period.last())
}

/// Why it is so, what is being done and by when.
fn said(overview: &Overview, owed: &ReturnOwed) -> Markup {
    let said = overview.book().commentary.iter().rev().find(|said| {
        said.measure.as_ref() == Some(&owed.key.measure)
            && said.period == owed.period
            && said.unit.as_ref() == owed.key.unit.as_ref()
    });
    html! {
        @match said {
            Some(said) => {
                (short(&said.text))
                @if let Some(doing) = &said.doing { br; strong { "Being done: " } (short(doing)) }
                @if let Some(day) = said.by_when { br; strong { "By " } (words::day(day)) }
            }
            None => span class="quiet" { "nothing" },
        }
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= SAID {
        return text.to_owned();
    }
    let begun: String = text.chars().take(SAID).collect();
    format!("{begun}…")
}

/// What was ticked, moved.
pub(super) async fn send(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let plan = PlanId::from(plan.as_str());
    let measures: Vec<MeasureKey> = form.fields.all("measure").map(MeasureKey::from).collect();
    if measures.is_empty() {
        form.refuse("returns", "Tick the returns that are meant");
    }
    let act = form.fields.text("do").to_owned();
    if act == "send-back" {
        form.needed("reason", "Say why it is sent back");
    }
    if !form.is_sound() {
        return again(&visit, &plan, &cycle, &form).await;
    }
    let caller = visit.caller(&form.act())?;
    let returns = ReturnsOf {
        plan: plan.clone(),
        cycle: cycle.clone(),
        measures: Some(measures),
        seen: form.seen(),
    };
    let (reason, despite) = (
        form.fields.text("reason").to_owned(),
        form.optional("despite"),
    );
    let done = match act.as_str() {
        "check" => "checked",
        "send-back" => "sent-back",
        "sign-off" => "signed-off",
        _ => {
            return Err(WebError::BadRequest(
                "The form does not say what is to be done.".to_owned(),
            ));
        }
    };
    let moved = visit
        .app
        .blocking(move |service| match (done, &despite) {
            ("checked", _) => service.check_returns(&caller, &returns),
            ("sent-back", _) => service.send_back(&caller, &returns, &reason),
            (_, Some(despite)) => service.sign_off_despite(&caller, &returns, despite),
            (_, None) => service.sign_off(&caller, &returns),
        })
        .await;
    match moved {
        Ok(_) => {
            let to = links::local(form.fields.text("to")).to_owned();
            Ok(Redirect::to(&links::with_query(&to, &format!("done={done}"))).into_response())
        }
        Err(error) => {
            let field = if done == "signed-off" {
                "despite"
            } else {
                "returns"
            };
            noted(&mut form, field, error)?;
            again(&visit, &plan, &cycle, &form).await
        }
    }
}

/// The page on which the form stood, with what is wrong with it: My work, or the board.
async fn again(
    visit: &Visit,
    plan: &PlanId,
    cycle: &str,
    form: &Form,
) -> Result<Response, WebError> {
    let from = links::local(form.fields.text("to"));
    if from.split(['?', '#']).next() == Some(links::MY_WORK) {
        return my_work::page(visit, Some((plan, cycle)), form).await;
    }
    board::page(visit, plan, cycle, &Fields::default(), form).await
}
