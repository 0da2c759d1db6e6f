//! The form that fixes what forums are shown.

mod view;

use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::{Day, Period};
use clew_check::Severity;
use clew_measure::Index;
use clew_plan::{Forum, ForumId, FreezeId, PlanId};
use clew_report::{ReportKind, Request};
use clew_service::{FreezeRequest, Overview};

use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::reports::format::file_name;
use crate::pages::reports::kind_called;
use crate::{Form, Visit, WebError, links};

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
    page(&visit, form).await
}

async fn page(visit: &Visit, mut form: Form) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let about = about(visit, &overview, &mut form).await?;
    let body = view::body(&form, &overview, &about);
    Ok(Page::new(visit, Section::Reports, "Freeze for a meeting")
        .crumb("Reports", links::REPORTS)
        .crumb("What forums were shown", links::FREEZES)
        .problems_of(&form)
        .show(body))
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
    let forums = &overview.book().forums;
    let requests = read(&mut form, &about, forums);
    if !form.is_sound() {
        return page(&visit, form).await;
    }
    let first = requests
        .first()
        .map(|request| (request.forum.clone(), request.meeting));
    let only = (requests.len() == 1).then_some(first).flatten();
    let address = only.map(|(forum, meeting)| {
        links::freeze(&id_of(&forum.as_str().into(), meeting, &paper(&form)))
    });
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.freeze_together(&caller, &requests))
        .await;
    match done {
        Ok(_) => {
            let address = address.unwrap_or_else(|| links::FREEZES.to_owned());
            Ok(Redirect::to(&links::with_query(&address, "done=frozen")).into_response())
        }
        Err(WebError::Service(error)) if error.kind() == clew_service::ErrorKind::Invalid => {
            form.refuse("", error.to_string());
            page(&visit, form).await
        }
        Err(error) => Err(error),
    }
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
    let paper = paper(form);
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
    use crate::Fields;

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
