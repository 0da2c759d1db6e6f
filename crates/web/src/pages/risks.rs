//! Risks: the register, the heat map, and each risk with its scores, controls and reviews.

mod bands;
mod filters;
mod heat_map;
mod history;
mod register;
mod review;
mod show;
mod table;

use clew_journal::{Subject, SubjectKind};
use clew_plan::{Book, Kind, PlanId, Risk};
use clew_service::Act;

use crate::routes::{Needs, Routes};
use crate::{Fields, WebError};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/risks", Needs::SignedIn, register::show)
        .get("/risks/heat-map", Needs::SignedIn, heat_map::show)
        .get("/risks/{id}", Needs::SignedIn, show::show)
        .get("/risks/{id}/review", Needs::May(Act::Return), review::show)
        .post("/risks/{id}/review", Needs::May(Act::Return), review::send)
}

/// The risk with a code: of the plan that the address names, else the first with that code.
fn risk_called<'book>(
    book: &'book Book,
    id: &str,
    asked: &Fields,
) -> Result<&'book Risk, WebError> {
    let plan = asked.given("plan");
    let of_plan = |risk: &Risk| {
        let its = risk.plan.as_ref().map(PlanId::as_str);
        plan.is_none() || its == plan
    };
    let mut risks = book.risks.iter();
    let found = risks.find(|risk| risk.code.as_str() == id && of_plan(risk));
    found.ok_or_else(|| WebError::not_found("There is no such risk."))
}

/// What the journal calls a risk.
fn subject(risk: &Risk) -> Subject {
    let plan = risk.plan.as_ref().map_or("", PlanId::as_str);
    Subject::named(SubjectKind::Record(Kind::Risk), [risk.code.as_str(), plan])
}
