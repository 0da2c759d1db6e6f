//! A later end for an action, with its reason and who approved it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Period;
use clew_plan::Action;
use clew_service::{Conflict, ExtendRequest};
use maud::html;

use super::conflict_choices;
use super::show::action_called;
use super::words::{capital, when};
use crate::components::{TextArea, date_input, form as around, submit, summary_list, text_area};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form.
pub(super) async fn show(
    visit: Visit,
    Path((plan, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let action = action_called(memory.book(), &plan, &id)?;
    page(&visit, action, &Form::default(), None)
}

fn page(
    visit: &Visit,
    action: &Action,
    form: &Form,
    conflict: Option<&Conflict>,
) -> Result<Response, WebError> {
    let title = action
        .title
        .clone()
        .unwrap_or_else(|| format!("Action {}", action.id));
    let seen = form.made_after(visit.memory()?.state().head.sequence);
    let approver = visit.session.as_ref().map(|session| session.name.clone());
    let address = links::extend_action(&action.plan, &action.id);
    let body = html! {
        span class="govuk-caption-l" { "Action " (action.id) ": " (title) }
        h1 class="govuk-heading-l" { "Give it a later end" }
        (summary_list(&[
            ("End now", when(action.end)),
            ("End at first", when(action.original_end.or(action.end))),
            ("Approved by", html! { (approver.unwrap_or_default()) }),
        ]))
        p class="govuk-body" { "The date it had at first stays with it, and this extension stands in its history with your name and your reason." }
        (around(&address, seen, &html! {
            @if let Some(conflict) = conflict { (conflict_choices(conflict)) }
            (date_input(form, "new_end", "When it should be done instead", "For example, 30 9 2027."))
            (text_area(form, &TextArea { name: "reason", label: "Why", hint: "A sentence that will be read in a year.", rows: 4, most: 1000 }))
            (submit("Extend"))
        }))
        p class="govuk-body" { a class="govuk-link" href=(links::action(&action.plan, &action.id)) { "Leave it as it is" } }
    };
    let page = Page::new(visit, Section::Actions, "Give it a later end")
        .crumb("Actions", links::ACTIONS)
        .crumb(title.as_str(), links::action(&action.plan, &action.id))
        .narrow()
        .problems_of(form);
    Ok(match conflict {
        Some(_) => (StatusCode::CONFLICT, page.markup(body)).into_response(),
        None => page.show(body),
    })
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    Path((plan, id)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let action = action_called(memory.book(), &plan, &id)?;
    let to = links::with_query(
        &links::action(&action.plan, &action.id),
        "done=action-extended",
    );
    if super::keeps_theirs(&form.fields, "end") {
        return Ok(Redirect::to(&links::action(&action.plan, &action.id)).into_response());
    }
    let Some(request) = request(&mut form, action) else {
        return page(&visit, action, &form, None);
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.extend_action(&caller, &request))
        .await;
    let Err(error) = done else {
        return Ok(Redirect::to(&to).into_response());
    };
    let known = visit.memory()?;
    let action = action_called(known.book(), &plan, &id)?;
    if let Some(conflict) = error.conflicts().first() {
        form.has_seen(known.state().head.sequence);
        return page(&visit, action, &form, Some(conflict));
    }
    if error.problems().is_empty() {
        return Err(error);
    }
    for problem in error.problems() {
        form.refuse(&problem.field, capital(&problem.problem));
    }
    page(&visit, action, &form, None)
}

fn request(form: &mut Form, action: &Action) -> Option<ExtendRequest> {
    let new_end = form.day("new_end");
    if new_end.is_none() && form.problem("new_end").is_none() {
        form.refuse("new_end", "Enter the date by which it should be done");
    }
    let reason = form.needed("reason", "Say why it needs longer");
    let request = ExtendRequest {
        plan: action.plan.clone(),
        action: action.id.clone(),
        new_end: Period::day(new_end?),
        reason,
        seen: form.seen(),
    };
    form.is_sound().then_some(request)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_extension_needs_a_date_and_a_reason() {
        let fields = serde_json::json!({"id": "1", "plan": "p", "end": "2026-03"});
        let action: Action = serde_json::from_value(fields).unwrap();
        for (end, reason, sound) in [
            ("2026-04-01", "the post was vacant", true),
            ("2026-04-01", " ", false),
            ("", "the post was vacant", false),
            ("soon", "the post was vacant", false),
        ] {
            let pairs = [("new_end", end.to_owned()), ("reason", reason.to_owned())];
            let mut form = Form::showing(&pairs);
            assert_eq!(
                request(&mut form, &action).is_some(),
                sound,
                "{end} {reason}"
            );
            assert_eq!(form.is_sound(), sound);
        }
    }
}
