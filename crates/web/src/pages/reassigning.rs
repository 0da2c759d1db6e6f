//! Reassigning: what one post answers for is given to another, shown before it is done.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::{Kind, UnitId};
use clew_report::words;
use clew_service::{Act, Conflict, Overview, ReassignRequest, Reassigned};
use maud::{Markup, html};

use crate::components::{
    Choice, Input, TextArea, checkboxes, empty, form as around, hidden, select, submit, table,
    text_area, text_input,
};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::actions::changed_meanwhile;
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

/// Records that are listed before it is done; of more, how many there are.
const MOST_LISTED: usize = 200;

pub(super) fn routes(routes: Routes) -> Routes {
    let may = Needs::May(Act::ChangePlan);
    routes
        .get(links::REASSIGN, may, show)
        .post(links::REASSIGN, may, send)
}

/// The choice; and below it, once there is one, what it would reassign.
async fn show(visit: Visit, asked: Asked) -> Result<Response, WebError> {
    page(
        &visit,
        Form {
            fields: asked.0,
            problems: Vec::new(),
        },
        &[],
    )
    .await
}

async fn page(visit: &Visit, mut form: Form, met: &[Conflict]) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if !met.is_empty() {
        form.has_seen(overview.memory().state().head.sequence);
    }
    let wanted = request(&form);
    let found = overview.memory().reassignable(&wanted);
    let asked = !wanted.from.is_empty();
    let body = html! {
        (changed_meanwhile(met, "what is reassigned"))
        h1 class="govuk-heading-l" { "Reassign" }
        p class="govuk-body" { "When a post changes hands, everything that it answers for comes to another at once." }
        (choice(&overview, &form))
        @if asked && found.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nothing of that kind is owned by " strong { (wanted.from) } "." } }))
        }
        @if !found.is_empty() { (doing(&overview, &form, &wanted, &found)) }
    };
    let page = Page::new(visit, Section::Reports, "Reassign")
        .crumb("Cycles", links::CYCLES)
        .problems_of(&form);
    Ok(match met.is_empty() {
        true => page.show(body),
        false => (StatusCode::CONFLICT, page.markup(body)).into_response(),
    })
}

fn request(form: &Form) -> ReassignRequest {
    let fields = &form.fields;
    let kinds = fields.all("kind");
    let kinds = kinds.filter_map(|name| {
        ReassignRequest::KINDS
            .into_iter()
            .find(|kind| kind.name() == name)
    });
    ReassignRequest {
        from: fields.text("from").to_owned(),
        to: fields.text("to").to_owned(),
        kinds: kinds.collect(),
        only: fields.given("only").map(UnitId::from),
        reason: fields.text("reason").to_owned(),
        seen: form.seen(),
    }
}

/// Those who own anything, in the order of their names.
fn owners(overview: &Overview) -> Vec<String> {
    let book = overview.book();
    let measures = book.measures.iter().filter_map(|it| it.owner.as_ref());
    let actions = book.actions.iter().filter_map(|it| it.owner.as_ref());
    let milestones = book.milestones.iter().filter_map(|it| it.owner.as_ref());
    let outcomes = book.outcomes.iter().filter_map(|it| it.owner.as_ref());
    let risks = book.risks.iter().filter_map(|it| it.owner.as_ref());
    let all = measures
        .chain(actions)
        .chain(milestones)
        .chain(outcomes)
        .chain(risks);
    let mut owners: Vec<String> = all.map(|owner| owner.trim().to_owned()).collect();
    owners.sort_unstable();
    owners.dedup();
    owners
}

fn choice(overview: &Overview, form: &Form) -> Markup {
    let mut from = vec![Choice::new("", "Choose")];
    from.extend(
        owners(overview)
            .into_iter()
            .map(|owner| Choice::new(&owner, &owner)),
    );
    let mut units = vec![Choice::new("", "The whole organisation")];
    let all = overview.book().units.iter();
    units.extend(all.map(|unit| Choice::new(unit.id.as_str(), &unit.name)));
    let kinds = ReassignRequest::KINDS.map(|kind| Choice::new(kind.name(), named(kind)));
    html! {
        form method="get" action=(links::REASSIGN) class="clew-bulk" {
            (select(form, "from", "Who answers now", "", &from))
            (select(form, "only", "For what part", "", &units))
            (checkboxes(form, "kind", "What", "Tick none for everything.", &kinds))
            button class="govuk-button govuk-button--secondary" { "Show what that is" }
        }
    }
}

fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Outcome => "Outcomes",
        Kind::Measure => "Measures",
        Kind::Action => "Actions",
        Kind::Milestone => "Milestones",
        Kind::Risk => "Risks",
        Kind::Control => "Controls of risks",
        Kind::Finding => "Findings",
        _ => "Improvement activities",
    }
}

fn doing(
    overview: &Overview,
    form: &Form,
    wanted: &ReassignRequest,
    found: &[Reassigned],
) -> Markup {
    let rows = html! {
        @for one in found.iter().take(MOST_LISTED) {
            tr {
                th scope="row" { (one.title) }
                td { (one.kind.name().replace('-', " ")) }
                td { @match &one.unit { Some(unit) => (overview.book().unit_name(unit)), None => "The whole" } }
            }
        }
    };
    let fields = html! {
        (hidden("from", &wanted.from))
        (hidden("only", wanted.only.as_ref().map_or("", UnitId::as_str)))
        @for kind in &wanted.kinds { (hidden("kind", kind.name())) }
        (text_input(form, &Input { name: "to", label: "Who answers from now on", hint: "The post, as it should be written. Where it is the name of an account, that account is asked.", width: 30, ..Input::default() }))
        (text_area(form, &TextArea { name: "reason", label: "Why", hint: "For example: the post was filled on 1 June.", rows: 2, ..TextArea::default() }))
        (submit(&format!("Reassign {}", words::count(found.len(), "record"))))
    };
    let seen = form.made_after(overview.memory().state().head.sequence);
    html! {
        (table(&format!("What {} answers for", wanted.from), &[("What", ""), ("Kind", ""), ("Part", "")], &rows))
        @if found.len() > MOST_LISTED { p class="govuk-body" { "And " (found.len() - MOST_LISTED) " more." } }
        (around(links::REASSIGN, seen, &fields))
    }
}

/// Does it: all of it or none.
async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    form.needed("to", "Say who answers from now on");
    form.needed("reason", "Say why");
    if !form.is_sound() {
        return page(&visit, form, &[]).await;
    }
    let caller = visit.caller(&form.act())?;
    let wanted = request(&form);
    let done = visit
        .app
        .blocking(move |service| service.reassign(&caller, &wanted))
        .await;
    match done {
        Ok(_) => Ok(
            Redirect::to(&links::with_query(links::REASSIGN, "done=reassigned")).into_response(),
        ),
        Err(error) if !error.problems().is_empty() => {
            form.problems.extend_from_slice(error.problems());
            page(&visit, form, &[]).await
        }
        Err(error) if !error.conflicts().is_empty() => page(&visit, form, error.conflicts()).await,
        Err(error) => Err(error),
    }
}
