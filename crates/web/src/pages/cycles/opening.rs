//! Opening a cycle for a plan's period.

use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::PlanId;
use clew_service::CycleRequest;
use maud::html;

use super::noted;
use crate::components::{Choice, Input, date_input, form as around, select, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Form::default()).await
}

async fn page(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let plans = overview.book().plans.iter();
    let plans: Vec<Choice> = plans
        .map(|plan| Choice::new(plan.id.as_str(), &plan.title))
        .collect();
    let seen = overview.memory().state().head.sequence;
    let fields = html! {
        (select(form, "plan", "Plan", "", &plans))
        (text_input(form, &Input { name: "period", label: "Period", hint: "For example 2026-27 Q1, or 2026-27 for a year.", width: 10, ..Input::default() }))
        (date_input(form, "opens", "Returns open", "It may be left out: then they are open at once."))
        (date_input(form, "due", "Returns are due", "Owners see it in My work and in their calendar."))
        (submit("Open the cycle"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Open a cycle" }
        (around(links::OPEN_CYCLE, seen, &fields))
    };
    Ok(Page::new(visit, Section::Reports, "Open a cycle")
        .crumb("Cycles", links::CYCLES)
        .narrow()
        .problems_of(form)
        .show(body))
}

/// The form, sent.
pub(super) async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    form.needed("period", "Enter the period that is reported");
    let plan = PlanId::from(form.needed("plan", "Choose the plan").as_str());
    let (period, opens, due) = (form.period("period"), form.day("opens"), form.day("due"));
    let Some(period) = period.filter(|_| form.is_sound()) else {
        return page(&visit, &form).await;
    };
    let caller = visit.caller(&form.act())?;
    let request = CycleRequest {
        id: None,
        plan: plan.clone(),
        period,
        opens,
        due,
    };
    let opened = visit
        .app
        .blocking(move |service| service.open_cycle(&caller, &request))
        .await;
    match opened {
        Ok(_) => {
            let board = links::cycle(&plan, &period.to_string());
            Ok(Redirect::to(&links::with_query(&board, "done=opened")).into_response())
        }
        Err(error) if error.problems().is_empty() => {
            noted(&mut form, "plan", error)?;
            page(&visit, &form).await
        }
        Err(error) => {
            form.problems.extend_from_slice(error.problems());
            for problem in &mut form.problems {
                // The id is the period's name.
                if problem.field == "id" {
                    "period".clone_into(&mut problem.field);
                }
            }
            page(&visit, &form).await
        }
    }
}
