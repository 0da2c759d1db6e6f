//! My work: what is due from the visitor, each thing one click from being done.

mod view;

use axum::response::Response;
use clew_plan::PlanId;
use clew_service::{Typed, Work};

use crate::layout::{Page, Section};
use crate::pages::cycles::calendar;
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(links::MY_WORK, Needs::SignedIn, show).get(
        links::MY_CALENDAR,
        Needs::SignedIn,
        my_calendar,
    )
}

async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, None, &Form::default()).await
}

/// The page, with what is wrong with the form of one cycle's returns where it did not go through.
pub(in crate::pages) async fn page(
    visit: &Visit,
    of_cycle: Option<(&PlanId, &str)>,
    form: &Form,
) -> Result<Response, WebError> {
    let work = work(visit).await?;
    let typed = typed(visit).await?;
    let overview = visit.overview().await?;
    let body = view::shown(visit, &overview, (&work, &typed), (of_cycle, form));
    Ok(Page::new(visit, Section::MyWork, "My work")
        .problems_of(form)
        .show(body))
}

async fn work(visit: &Visit) -> Result<Work, WebError> {
    let overview = visit.overview().await?;
    Ok(overview.work_of(visit.account()?, visit.today()))
}

/// What was typed into forms of figures and not sent.
async fn typed(visit: &Visit) -> Result<Vec<Typed>, WebError> {
    let account = visit.account()?.clone();
    let mut typed = visit
        .app
        .blocking(move |service| service.all_typed(&account))
        .await?;
    typed.retain(|typed| typed.place.starts_with("/measures/"));
    Ok(typed)
}

/// What is due from the visitor as a calendar, to be opened by a calendar program.
async fn my_calendar(visit: Visit) -> Result<Response, WebError> {
    let work = work(&visit).await?;
    Ok(calendar::of_work(&visit, &work))
}
