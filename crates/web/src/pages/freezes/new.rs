//! The form that fixes what forums are shown.

mod view;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::{Day, Period};
use clew_check::Severity;
use clew_measure::Index;
use clew_plan::{Book, Forum, ForumId, FreezeId, PlanId};
use clew_report::{ReportKind, Request};
use clew_service::{Conflict, ErrorKind, FreezeRequest, Incoming, Overview, ServiceError};
use maud::html;

use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::actions::changed_meanwhile;
use crate::pages::reports::format::file_name;
use crate::pages::reports::kind_called;
use crate::pages::reports::say_plan_and_period;
use crate::{Fields, Form, Visit, WebError, links};

/// The field with the name of a forum that the Book does not know yet.
const NEW_FORUM: &str = "new-forum";
/// The field with the day of its meeting.
const NEW_MEETING: &str = "meeting-new";

/// What is to be frozen, and what stands in the way.
pub(super) struct About {
    /// The plan and the period; why not, where there are none.
    pub(super) of: Result<(PlanId, Period), String>,
    /// The cycle, and how its returns that are not settled stand.
    pub(super) unsettled: Vec<view::Unsettled>,
    pub(super) cycle: Option<String>,
    /// Errors that the checks find.
    pub(super) errors: usize,
}

/// The form, for a plan and a period.
pub(super) async fn show(visit: Visit, Asked(fields): Asked) -> Result<Response, WebError> {
    let mut form = Form {
        fields,
        problems: Vec::new(),
    };
    if !form.fields.has("kinds") {
        form.fields
            .set("kinds", ReportKind::QuarterlyProgress.name());
    }
    page(&visit, form, &[]).await
}

async fn page(visit: &Visit, mut form: Form, met: &[Conflict]) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if !met.is_empty() {
        form.has_seen(overview.memory().state().head.sequence);
    }
    let about = about(visit, &overview, &mut form).await?;
    say_plan_and_period(&mut form, overview.book());
    let body = html! {
        (changed_meanwhile(met, "what would be frozen"))
        (view::body(&form, &overview, &about))
    };
    let page = Page::new(visit, Section::Reports, "Freeze for a meeting")
        .crumb("Reports", links::REPORTS)
        .crumb("What forums were shown", links::FREEZES)
        .problems_of(&form);
    Ok(match met.is_empty() {
        true => page.show(body),
        false => (StatusCode::CONFLICT, page.markup(body)).into_response(),
    })
}

async fn about(
    visit: &Visit,
    overview: &std::sync::Arc<Overview>,
    form: &mut Form,
) -> Result<About, WebError> {
    let today = visit.today();
    let checked = std::sync::Arc::clone(overview);
    let found = visit
        .app
        .blocking(move |_| Ok::<_, WebError>(checked.checked(today)))
        .await?;
    let plan = form.fields.given("plan").map(PlanId::from);
    let period = form.period("period");
    let book = overview.book();
    let index = Index::new(book);
    let of = Request::new(&index, plan.as_ref(), period, None);
    let of = of.map(|request| (request.plan.id.clone(), request.period));
    let of = of.map_err(|error| error.to_string());
    let cycle = of.as_ref().ok().and_then(|(plan, period)| {
        let mut cycles = book.cycles.iter();
        cycles.find(|cycle| cycle.plan == *plan && cycle.period == *period)
    });
    let unsettled = match cycle.filter(|cycle| !cycle.imported) {
        Some(cycle) => {
            let owed = overview.memory().unsettled(&cycle.plan, &cycle.id)?;
            owed.iter().map(view::Unsettled::of).collect()
        }
        None => Vec::new(),
    };
    Ok(About {
        of,
        unsettled,
        cycle: cycle.map(|cycle| cycle.id.clone()),
        errors: found.count(Severity::Error),
    })
}

/// The form, sent.
pub(super) async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let about = about(&visit, &overview, &mut form).await?;
    let forums = with_new(&mut form, &overview.book().forums);
    let new = forums.get(overview.book().forums.len()).cloned();
    let requests = read(&mut form, &about, &forums);
    at_its_field(&mut form, new.as_ref());
    if !form.is_sound() {
        return page(&visit, form, &[]).await;
    }
    let address = match requests.as_slice() {
        [FreezeRequest { id: Some(id), .. }] => links::freeze(id),
        _ => links::FREEZES.to_owned(),
    };
    match freeze(&visit, &form, new, requests).await {
        Ok(()) => Ok(Redirect::to(&links::with_query(&address, "done=frozen")).into_response()),
        Err(WebError::Service(error)) if error.kind() == ErrorKind::Invalid => {
            refused(&mut form, &error);
            page(&visit, form, &[]).await
        }
        Err(error) if !error.conflicts().is_empty() => page(&visit, form, error.conflicts()).await,
        Err(error) => Err(error),
    }
}

/// Tells what is wrong with the meeting of a new forum where it was typed.
fn at_its_field(form: &mut Form, new: Option<&Forum>) {
    let Some(field) = new.map(|forum| view::meeting_field(&forum.id)) else {
        return;
    };
    for problem in &mut form.problems {
        if problem.field == field {
            NEW_MEETING.clone_into(&mut problem.field);
        }
    }
}

/// Adds a forum that is new, and freezes.
async fn freeze(
    visit: &Visit,
    form: &Form,
    new: Option<Forum>,
    requests: Vec<FreezeRequest>,
) -> Result<(), WebError> {
    if let Some(forum) = new {
        let incoming = Incoming {
            book: Book {
                forums: vec![forum],
                ..Book::default()
            },
            seen: form.seen().unwrap_or(0),
            reason: None,
        };
        let caller = visit.caller(&format!("{}-forum", form.act()))?;
        visit
            .app
            .blocking(move |service| service.take_in_records(&caller, &incoming))
            .await?;
    }
    let caller = visit.caller(&form.act())?;
    visit
        .app
        .blocking(move |service| service.freeze_together(&caller, &requests))
        .await?;
    Ok(())
}

/// Tells what the service refuses at the fields of the form.
fn refused(form: &mut Form, error: &ServiceError) {
    let ServiceError::Invalid { what, problems } = error else {
        form.refuse("", error.to_string());
        return;
    };
    for problem in problems {
        let field = match problem.field.as_str() {
            "reports" => "kinds",
            "id" => "paper",
            _ => "",
        };
        form.refuse(field, format!("{what}: {}", problem.problem));
    }
}

/// The forums with the one that is named for the first time, which is then chosen too.
fn with_new(form: &mut Form, known: &[Forum]) -> Vec<Forum> {
    let mut forums = known.to_vec();
    let Some(name) = form.optional(NEW_FORUM) else {
        return forums;
    };
    let id = file_name(&name);
    if id.is_empty() {
        form.refuse(NEW_FORUM, "Give the forum a name with letters or digits");
        return forums;
    }
    let meeting = form.fields.text(NEW_MEETING).to_owned();
    let mut pairs: Vec<(String, String)> = form
        .fields
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    pairs.push(("forum".to_owned(), id.clone()));
    form.fields = Fields::of(pairs);
    form.fields
        .set(&view::meeting_field(&id.as_str().into()), meeting);
    if !known.iter().any(|forum| forum.id.as_str() == id) {
        forums.push(Forum {
            id: id.into(),
            name,
            kind: None,
            aliases: Vec::new(),
            source: None,
        });
    }
    forums
}

/// One request a forum; what is missing is a problem of its field.
fn read(form: &mut Form, about: &About, forums: &[Forum]) -> Vec<FreezeRequest> {
    let kinds: Vec<ReportKind> = form.fields.all("kinds").filter_map(kind_called).collect();
    if kinds.is_empty() {
        form.refuse("kinds", "Choose at least one report");
    }
    let meetings = meetings(form, forums);
    let (plan, period) = match &about.of {
        Ok((plan, period)) => (Some(plan.clone()), Some(*period)),
        Err(why) => {
            form.refuse("plan", why.clone());
            (None, None)
        }
    };
    let despite = needed_despite(
        form,
        "despite",
        about.errors,
        "Say why it is frozen although the checks find errors",
    );
    let unsettled = about.unsettled.len();
    let despite_unsettled = needed_despite(
        form,
        "despite-unsettled",
        unsettled,
        "Say why it is frozen although returns are not settled",
    );
    let (paper, seen) = (paper(form), form.seen());
    let request = |(forum, meeting): (ForumId, Day)| FreezeRequest {
        id: Some(id_of(&forum, meeting, &paper)),
        forum: forum.to_string(),
        meeting,
        plan: plan.clone(),
        period,
        basis: None,
        reports: kinds.clone(),
        despite: despite.clone(),
        despite_unsettled: despite_unsettled.clone(),
        seen,
    };
    meetings.into_iter().map(request).collect()
}

/// The forums that were chosen, each with the day of its meeting.
fn meetings(form: &mut Form, forums: &[Forum]) -> Vec<(ForumId, Day)> {
    let chosen: Vec<String> = form.fields.all("forum").map(str::to_owned).collect();
    let chosen = forums
        .iter()
        .filter(|forum| chosen.iter().any(|id| id == forum.id.as_str()));
    let chosen: Vec<&Forum> = chosen.collect();
    if chosen.is_empty() {
        form.refuse("forum", "Choose at least one forum");
    }
    let mut meetings = Vec::new();
    for forum in chosen {
        let field = view::meeting_field(&forum.id);
        let given = form.fields.given(&field).is_some();
        match form.day(&field) {
            Some(day) => meetings.push((forum.id.clone(), day)),
            None if given => {}
            None => form.refuse(
                &field,
                format!("Enter the day on which the {} meets", forum.name),
            ),
        }
    }
    meetings
}

fn needed_despite(form: &mut Form, field: &str, count: usize, problem: &str) -> Option<String> {
    let given = form.optional(field);
    if count > 0 && given.is_none() {
        form.refuse(field, problem);
    }
    given
}

/// The name of a second paper, as a part of an id.
fn paper(form: &Form) -> String {
    file_name(form.fields.text("paper"))
}

fn id_of(forum: &ForumId, meeting: Day, paper: &str) -> FreezeId {
    match paper {
        "" => format!("{forum}-{meeting}").into(),
        paper => format!("{forum}-{meeting}-{paper}").into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn about(unsettled: usize, errors: usize) -> About {
        About {
            of: Ok(("adults".into(), "2021-22".parse().unwrap())),
            unsettled: vec![view::Unsettled::default(); unsettled],
            cycle: None,
            errors,
        }
    }

    fn forum(id: &str) -> Forum {
        Forum {
            id: id.into(),
            name: id.to_owned(),
            kind: None,
            aliases: Vec::new(),
            source: None,
        }
    }

    fn sent(text: &str) -> Form {
        Form {
            fields: Fields::read(text).unwrap(),
            problems: Vec::new(),
        }
    }

    #[test]
    fn each_forum_has_its_own_meeting() {
        let mut form = sent(
            "kinds=risk-register&forum=board&forum=committee&meeting-board=2022-06-12&meeting-committee=19%2F6%2F2022&paper=Second+paper",
        );
        let forums = [forum("board"), forum("committee"), forum("other")];
        let requests = read(&mut form, &about(0, 0), &forums);
        assert!(form.is_sound(), "{:?}", form.problems);
        let ids: Vec<String> = requests
            .iter()
            .map(|request| request.id.as_ref().unwrap().to_string())
            .collect();
        assert_eq!(
            ids,
            [
                "board-2022-06-12-second-paper",
                "committee-2022-06-19-second-paper"
            ]
        );
    }

    #[test]
    fn a_forum_that_is_named_for_the_first_time_is_added_and_chosen() {
        let mut form = sent("kinds=risk-register&new-forum=Audit+Committee&meeting-new=2022-06-12");
        let forums = with_new(&mut form, &[forum("board")]);
        let requests = read(&mut form, &about(0, 0), &forums);
        assert!(form.is_sound(), "{:?}", form.problems);
        assert_eq!(forums.len(), 2);
        assert_eq!(requests[0].forum, "audit-committee");
        let again = with_new(&mut form, &forums);
        assert_eq!(again.len(), 2, "it is added once");
    }

    #[test]
    fn what_is_missing_is_asked_for_at_its_field() {
        for (text, unsettled, errors, field) in [
            ("forum=board&meeting-board=2022-06-12", 0, 0, "kinds"),
            ("kinds=risk-register", 0, 0, "forum"),
            ("kinds=risk-register&forum=board", 0, 0, "meeting-board"),
            (
                "kinds=risk-register&forum=board&meeting-board=soon",
                0,
                0,
                "meeting-board",
            ),
            (
                "kinds=risk-register&forum=board&meeting-board=2022-06-12",
                1,
                0,
                "despite-unsettled",
            ),
            (
                "kinds=risk-register&forum=board&meeting-board=2022-06-12",
                0,
                1,
                "despite",
            ),
        ] {
            let mut form = sent(text);
            read(&mut form, &about(unsettled, errors), &[forum("board")]);
            assert_eq!(form.problems.len(), 1, "{text}");
            assert!(form.problem(field).is_some(), "{text}");
        }
    }
}
