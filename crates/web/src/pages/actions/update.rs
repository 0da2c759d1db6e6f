//! What an owner says of an action, in two minutes.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Day;
use clew_plan::{Action, ActionStatus, Book, Milestone};
use clew_report::words;
use clew_service::{ActionUpdate, Conflict, Emptied, HeldFile};
use maud::{Markup, html};

use super::show::action_called;
use super::words::capital;
use super::{conflict_choices, keeps_theirs, take_over};
use crate::components::{
    Choice, Input, TextArea, date_input, hidden, select, submit, text_area, text_input,
};
use crate::fields::new_act;
use crate::layout::{Page, Section};
use crate::pages::drafts::{begun, forget, typed_at};
use crate::pages::evidence;
use crate::upload::Upload;
use crate::{Form, Visit, WebError, links};

/// The form, with what was typed into it before.
pub(super) async fn show(
    visit: Visit,
    Path((plan, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let action = action_called(memory.book(), &plan, &id)?;
    let form = Form::showing(&shown(action));
    let (form, at) = begun(&visit, &place(action), form).await?;
    let held = evidence::held(&visit, &place(action)).await?;
    let showing = (&form, held.as_slice());
    page(&visit, memory.book(), action, showing, None, at.is_some())
}

/// The fields that show how the action stands.
fn shown(action: &Action) -> [(&'static str, String); 3] {
    let status = action.status.map(|status| status.word().to_owned());
    let percent = action
        .percent
        .map(|percent| percent.normalize().to_string());
    [
        ("status", status.unwrap_or_default()),
        ("percent", percent.unwrap_or_default()),
        ("evidence", action.evidence.clone().unwrap_or_default()),
    ]
}

/// Where what is typed is kept.
fn place(action: &Action) -> String {
    format!("action-update {} {}", action.plan, action.id)
}

fn page(
    visit: &Visit,
    book: &Book,
    action: &Action,
    (form, held): (&Form, &[HeldFile]),
    conflict: Option<&Conflict>,
    is_draft: bool,
) -> Result<Response, WebError> {
    let title = action
        .title
        .clone()
        .unwrap_or_else(|| format!("Action {}", action.id));
    let seen = form.made_after(visit.memory()?.state().head.sequence);
    let address = links::update_action(&action.plan, &action.id);
    let body = html! {
        span class="govuk-caption-l" { "Action " (action.id) ": " (title) }
        h1 class="govuk-heading-l" { "Update this action" }
        form method="post" action=(address) enctype="multipart/form-data" novalidate data-keep-typed=(typed_at(&place(action))) {
            (evidence::sent_by_enter("send"))
            (hidden("act", &new_act()))
            (hidden("seen", &seen.to_string()))
            @if let Some(conflict) = conflict { (conflict_choices(conflict)) }
            (fields(form, book, action))
            (evidence::chooser(form, held))
            (submit("Send the update"))
            p class="govuk-body clew-quiet" data-kept role="status" { @if is_draft { "This is what you typed before." } }
        }
        p class="govuk-body" { a class="govuk-link" href=(links::action(&action.plan, &action.id)) { "Leave it as it is" } }
    };
    let page = Page::new(visit, Section::Actions, "Update this action")
        .crumb("Actions", links::ACTIONS)
        .crumb(title.as_str(), links::action(&action.plan, &action.id))
        .narrow()
        .problems_of(form);
    Ok(match conflict {
        Some(_) => (StatusCode::CONFLICT, page.markup(body)).into_response(),
        None => page.show(body),
    })
}

fn fields(form: &Form, book: &Book, action: &Action) -> Markup {
    let statuses = ActionStatus::ALL.iter().map(|status| status.word());
    let mut choices: Vec<Choice> = statuses
        .map(|word| Choice::new(word, capital(word)))
        .collect();
    if action.status.is_none() {
        choices.insert(0, Choice::new("", "Not said"));
    }
    html! {
        (text_area(form, &TextArea { name: "text", label: "What was done since the last update", hint: "Two or three sentences. They are dated today, under your name.", rows: 5, most: 2000 }))
        (select(form, "status", "How it stands", "", &choices))
        (text_input(form, &Input { name: "percent", label: "How much is done", hint: "From 0 to 100.", width: 3, suffix: "%", mode: "decimal", ..Input::default() }))
        (text_area(form, &TextArea { name: "evidence", label: "What shows, or will show, that it is done", hint: "", rows: 3, most: 0 }))
        @for (number, milestone) in open_milestones(book, action) {
            @let name = format!("milestone-{number}");
            @let due = milestone.due.map_or_else(String::new, |due| format!(" It is due by {}.", words::period(due)));
            (hidden(&format!("{name}-title"), &milestone.title))
            (date_input(form, &name, &format!("Milestone reached: {}", milestone.title), &format!("Leave it empty if it is not reached yet.{due}")))
        }
    }
}

/// The milestones that are not reached, each with its number among those of the action.
fn open_milestones<'book>(
    book: &'book Book,
    action: &'book Action,
) -> impl Iterator<Item = (usize, &'book Milestone)> {
    let of_action = |it: &&Milestone| it.plan == action.plan && it.action == action.id;
    let all = book.milestones.iter().filter(of_action).enumerate();
    all.filter(|(_, milestone)| milestone.done.is_none())
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    Path((plan, id)): Path<(String, String)>,
    upload: Upload,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let action = action_called(memory.book(), &plan, &id)?;
    let mut form = evidence::hold(&visit, &place(action), upload).await?;
    let held = evidence::held(&visit, &place(action)).await?;
    let files_only = evidence::keeps_files_only(&form);
    let update = update_of(&mut form, action);
    if files_only || !form.is_sound() {
        let showing = (&form, held.as_slice());
        return page(&visit, memory.book(), action, showing, None, false);
    }
    let caller = visit.caller(&form.act())?;
    let files = evidence::sent_with(&visit, &caller, &held).await?;
    let done = visit
        .app
        .blocking(move |service| service.update_action_with(&caller, &update, &files))
        .await;
    match done {
        Ok(done) if done.rows.is_empty() => {
            form.refuse("text", "Say what was done, or change how it stands");
            let showing = (&form, held.as_slice());
            page(&visit, memory.book(), action, showing, None, false)
        }
        Ok(_) => {
            forget(&visit, &place(action)).await?;
            evidence::let_go(&visit, &place(action)).await?;
            let to = links::action(&action.plan, &action.id);
            Ok(Redirect::to(&links::with_query(&to, "done=action-updated")).into_response())
        }
        Err(error) => {
            let known = visit.memory()?;
            let action = action_called(known.book(), &plan, &id)?;
            if !error.conflicts().is_empty() {
                form.has_seen(known.state().head.sequence);
            }
            refused(&visit, known.book(), action, (form, &held), error)
        }
    }
}

/// Shows the form again, where what is wrong can be put right in it.
fn refused(
    visit: &Visit,
    book: &Book,
    action: &Action,
    (mut form, held): (Form, &[HeldFile]),
    error: WebError,
) -> Result<Response, WebError> {
    if let Some(conflict) = error.conflicts().first() {
        let now = shown(action).map(|(name, value)| (name, name, value));
        take_over(&mut form.fields, conflict, &now);
        return page(visit, book, action, (&form, held), Some(conflict), false);
    }
    if error.problems().is_empty() {
        return Err(error);
    }
    for problem in error.problems() {
        let field = if problem.field.is_empty() {
            "text"
        } else {
            &problem.field
        };
        form.refuse(field, capital(&problem.problem));
    }
    page(visit, book, action, (&form, held), None, false)
}

/// What the form says, but for what the visitor leaves to whoever changed it meanwhile. What of it is
/// new, the service tells by what was seen: so it is the same however often the form is sent.
fn update_of(form: &mut Form, action: &Action) -> ActionUpdate {
    let status = form.one_of("status", "Choose how it stands");
    let percent = form.decimal("percent");
    let evidence = form.optional("evidence");
    let reached = reached(form);
    let mine = |field: &str| !keeps_theirs(&form.fields, field);
    ActionUpdate {
        plan: action.plan.clone(),
        action: action.id.clone(),
        status: status.filter(|_| mine("status")),
        percent: percent.filter(|_| mine("percent")),
        text: form.optional("text"),
        evidence: evidence.filter(|_| mine("evidence")),
        emptied: [
            ("percent", Emptied::Percent),
            ("evidence", Emptied::Evidence),
        ]
        .into_iter()
        .filter(|(name, _)| mine(name) && form.is_emptied(name))
        .map(|(_, field)| field)
        .collect(),
        reached,
        seen: form.seen(),
    }
}

/// The milestones that the form says were reached, by their titles.
fn reached(form: &mut Form) -> Vec<(String, Day)> {
    let named = form.fields.iter().filter_map(|(name, title)| {
        let field = name.strip_suffix("-title")?;
        let is_milestone = field.starts_with("milestone-");
        is_milestone.then(|| (field.to_owned(), title.to_owned()))
    });
    let named: Vec<(String, String)> = named.collect();
    let days = named
        .into_iter()
        .filter_map(|(field, title)| Some((title, form.day(&field)?)));
    days.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn action() -> Action {
        let fields =
            serde_json::json!({"id": "1", "plan": "p", "status": "active", "percent": "40"});
        serde_json::from_value(fields).unwrap()
    }

    fn form(pairs: &[(&str, &str)]) -> Form {
        let owned: Vec<(&str, String)> = pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        Form::showing(&owned)
    }

    #[test]
    fn what_is_cleared_is_emptied_and_what_is_not_there_is_not() {
        let mut sent = form(&[("percent", ""), ("text", "Begun anew.")]);
        let update = update_of(&mut sent, &action());
        assert_eq!(update.emptied, [Emptied::Percent]);
        let mut theirs = form(&[("percent", ""), ("keep-percent", "theirs")]);
        assert!(update_of(&mut theirs, &action()).emptied.is_empty());
    }

    #[test]
    fn what_the_other_put_is_kept_where_the_visitor_says_so() {
        let mut sent = form(&[
            ("percent", "60"),
            ("keep-percent", "theirs"),
            ("status", "complete"),
            ("keep-status", "mine"),
        ]);
        let update = update_of(&mut sent, &action());
        assert_eq!(update.percent, None);
        assert_eq!(update.status, Some(ActionStatus::Complete));
    }

    #[test]
    fn a_milestone_is_reached_on_the_day_beside_its_title() {
        let mut sent = form(&[
            ("milestone-0-title", "Draft"),
            ("milestone-0-day", "12"),
            ("milestone-0-month", "6"),
            ("milestone-0-year", "2026"),
            ("milestone-1-title", "Final"),
        ]);
        let update = update_of(&mut sent, &action());
        assert_eq!(
            update.reached,
            vec![("Draft".to_owned(), "2026-06-12".parse().unwrap())]
        );
        let mut wrong = form(&[("milestone-0-title", "Draft"), ("milestone-0-day", "40")]);
        update_of(&mut wrong, &action());
        assert!(wrong.problem("milestone-0").is_some());
    }
}
