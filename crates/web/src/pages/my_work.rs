//! My work: what is due from the visitor, each thing one click from being done.

mod practice;
mod view;

use axum::response::Response;
use clew_plan::PlanId;
use clew_service::{Overview, PracticeWaiting, Service, Typed, Work};
use maud::Markup;

use crate::layout::{Page, Section, kept_own};
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
    let typed = typed(&visit).await?;
    let overview = visit.overview().await?;
    let waits = practice::read(&visit).await?;
    // What was typed is not in the journal, and what waits in practice is not in the Book: a page that shows some of
    // it is made each time.
    let may_be_kept = typed.is_empty() && waits.is_none();
    if may_be_kept && let Some(page) = kept_own(&visit, &overview) {
        return Ok(page);
    }
    let (page, body) = made(&visit, &overview, (&typed, waits), None, &Form::default())?;
    Ok(match may_be_kept {
        true => page.show_and_keep_own(&overview, body),
        false => page.show(body),
    })
}

/// The page, with what is wrong with the form of one cycle's returns, which did not go through.
pub(in crate::pages) async fn page(
    visit: &Visit,
    of_cycle: Option<(&PlanId, &str)>,
    form: &Form,
) -> Result<Response, WebError> {
    let typed = typed(visit).await?;
    let overview = visit.overview().await?;
    let waits = practice::read(visit).await?;
    let (page, body) = made(visit, &overview, (&typed, waits), of_cycle, form)?;
    Ok(page.problems_of(form).show(body))
}

fn made<'visit>(
    visit: &'visit Visit,
    overview: &Overview,
    (typed, waits): (&[Typed], Option<PracticeWaiting>),
    of_cycle: Option<(&PlanId, &str)>,
    form: &Form,
) -> Result<(Page<'visit>, Markup), WebError> {
    let work = overview.work_of(visit.account()?, visit.today());
    let body = view::shown(visit, overview, (&work, typed, waits), (of_cycle, form));
    Ok((Page::new(visit, Section::MyWork, "My work"), body))
}

async fn work(visit: &Visit) -> Result<Work, WebError> {
    let overview = visit.overview().await?;
    Ok(overview.work_of(visit.account()?, visit.today()))
}

/// What was typed into forms of figures and not sent.
async fn typed(visit: &Visit) -> Result<Vec<Typed>, WebError> {
    let account = visit.account()?.clone();
    let mut typed = match visit.app.service().typed_at_hand(&account) {
        Some(typed) => typed.to_vec(),
        None => {
            let read = move |service: &Service| service.all_typed(&account);
            visit.app.blocking(read).await?
        }
    };
    typed.retain(|typed| typed.place.starts_with("/measures/"));
    Ok(typed)
}

/// What is due from the visitor as a calendar, to be opened by a calendar program.
async fn my_calendar(visit: Visit) -> Result<Response, WebError> {
    let work = work(&visit).await?;
    Ok(calendar::of_work(&visit, &work))
}
