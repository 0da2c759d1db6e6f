//! Reporting cycles: the list, opening one, the board, reminders and the calendar.

mod board;
pub(super) mod calendar;
mod list;
mod locking;
pub(super) mod moving;
mod opening;
mod reminding;
mod sheet;

use axum::http::StatusCode;
use clew_plan::{Cycle, PlanId};
use clew_service::{Act, Overview};

use crate::routes::{Needs, Routes};
use crate::{Form, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    let run = Needs::May(Act::RunCycle);
    routes
        .get(links::CYCLES, Needs::SignedIn, list::show)
        .get(links::OPEN_CYCLE, run, opening::show)
        .post(links::OPEN_CYCLE, run, opening::send)
        .get("/cycles/{plan}/{cycle}", Needs::SignedIn, board::show)
        .post(
            "/cycles/{plan}/{cycle}/returns",
            Needs::May(Act::Check),
            moving::send,
        )
        .post("/cycles/{plan}/{cycle}/lock", run, locking::lock)
        .post("/cycles/{plan}/{cycle}/unlock", run, locking::unlock)
        .get("/cycles/{plan}/{cycle}/remind", run, reminding::show)
        .post("/cycles/{plan}/{cycle}/remind", run, reminding::send)
        .get(
            "/cycles/{plan}/{cycle}/calendar.ics",
            Needs::SignedIn,
            calendar::of_cycle,
        )
}

/// The cycle of a plan with this id.
fn cycle_of<'book>(
    overview: &'book Overview,
    plan: &PlanId,
    id: &str,
) -> Result<&'book Cycle, WebError> {
    let mut cycles = overview.book().cycles.iter();
    let found = cycles.find(|cycle| cycle.plan == *plan && cycle.id == id);
    found.ok_or_else(|| WebError::not_found("There is no such cycle."))
}

/// Whether a cycle is locked.
fn is_locked(overview: &Overview, cycle: &Cycle) -> bool {
    use clew_journal::{CycleStage, Subject, SubjectKind};
    let subject = Subject::named(
        SubjectKind::Record(clew_plan::Kind::Cycle),
        [cycle.id.as_str(), cycle.plan.as_str()],
    );
    overview.memory().state().cycle_stage(&subject) == CycleStage::Locked
}

/// Notes in a form why the service did not do what it asked; gives back what is no fault of the form.
fn noted(form: &mut Form, field: &str, error: WebError) -> Result<(), WebError> {
    let told = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT];
    if !told.contains(&error.status()) {
        return Err(error);
    }
    match error.problems() {
        [] => form.refuse(field, error.to_string()),
        problems => {
            form.refuse(field, heading_of(&error));
            for problem in problems {
                form.refuse("", problem.to_string());
            }
        }
    }
    Ok(())
}

/// The first line of an error, which says what was not done.
fn heading_of(error: &WebError) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let mut letters = first.chars();
    letters.next().map_or_else(String::new, |letter| {
        letter.to_uppercase().chain(letters).collect()
    })
}
