//! A workbook of returns: brought in, looked through row by row, and taken once it is confirmed.
//!
//! Nothing of the file stays on the server between the two: what would be taken travels with the form
//! that confirms it, and is looked through again when that is sent.

mod reading;
mod view;

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use clew_exchange::returns;
use clew_service::{Act, FigureRequest, ReturnOwed};

use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::upload::Upload;
use crate::{Form, Visit, WebError, links};
use reading::{Read, Row};

/// Figures that are taken in one go.
const MOST_ROWS: usize = 500;

pub(super) fn routes(routes: Routes) -> Routes {
    let may = Needs::May(Act::Return);
    routes
        .get(links::IMPORT_RETURNS, may, show)
        .post(links::IMPORT_RETURNS, may, look_through)
        .post("/returns/import/take", may, take)
        .get(links::RETURNS_WORKBOOK, may, workbook_to_fill_in)
}

async fn show(visit: Visit) -> Response {
    page(&visit, &Form::default(), &view::choose(&Form::default()))
}

fn page(visit: &Visit, form: &Form, body: &maud::Markup) -> Response {
    Page::new(visit, Section::MyWork, "Return many figures")
        .crumb("My work", links::MY_WORK)
        .problems_of(form)
        .show(body.clone())
}

/// The file, read and tried; nothing is written.
async fn look_through(visit: Visit, upload: Upload) -> Result<Response, WebError> {
    let mut form = upload.form;
    let Some(file) = upload.files.into_iter().next() else {
        if form.is_sound() {
            form.refuse("file", "Choose a workbook or a CSV file");
        }
        return Ok(page(&visit, &form, &view::choose(&form)));
    };
    let read = visit
        .app
        .blocking(move |service| Ok::<_, WebError>(reading::read(&service.memory(), &file)))
        .await?;
    if read.rows.len() > MOST_ROWS {
        form.refuse(
            "file",
            format!(
                "The file has {} figures; {MOST_ROWS} are the most. Split it.",
                read.rows.len()
            ),
        );
        return Ok(page(&visit, &form, &view::choose(&form)));
    }
    preview(visit, form, read).await
}

/// What would become of every row.
async fn preview(visit: Visit, form: Form, read: Read) -> Result<Response, WebError> {
    let caller = visit.caller(&form.act())?;
    let requests = requests(&read.rows, &form);
    let tried = visit
        .app
        .blocking(move |service| Ok::<_, WebError>(service.try_figures(&caller, &requests)))
        .await?;
    let overview = visit.overview().await?;
    let body = view::preview(&overview, &form, &read, &tried);
    Ok(page(&visit, &form, &body))
}

fn requests(rows: &[Row], form: &Form) -> Vec<FigureRequest> {
    let rows = rows.iter().enumerate();
    rows.map(|(place, row)| row.request(&reading::answers(form, place)))
        .collect()
}

/// Takes what was shown: all of it or none.
async fn take(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let rows = reading::rows_of(form.fields.raw("rows"))
        .filter(|rows| rows.len() <= MOST_ROWS)
        .ok_or_else(|| {
            WebError::BadRequest(
                "The form does not say what is to be taken. Bring the file in again.".to_owned(),
            )
        })?;
    let caller = visit.caller(&form.act())?;
    let wanted = requests(&rows, &form);
    let taken = visit
        .app
        .blocking(move |service| service.return_figures(&caller, &wanted))
        .await;
    match taken {
        Ok(_) => {
            Ok(Redirect::to(&links::with_query(links::MY_WORK, "done=imported")).into_response())
        }
        Err(error) if error.problems().is_empty() && error.conflicts().is_empty() => Err(error),
        Err(error) => {
            match error.problems() {
                [] => form.refuse("", error.to_string()),
                _ => form.refuse(
                    "rows",
                    "Nothing was taken: look at what is said of the rows below",
                ),
            }
            preview(
                visit,
                form,
                Read {
                    rows,
                    ..Read::default()
                },
            )
            .await
        }
    }
}

/// A workbook with a row for each figure that is due from the visitor.
async fn workbook_to_fill_in(visit: Visit) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let work = overview.work_of(visit.account()?, visit.today());
    let owed: Vec<ReturnOwed> = work
        .sent_back
        .into_iter()
        .chain(work.drafts)
        .chain(work.owed)
        .collect();
    let bytes = visit
        .app
        .blocking(move |_| {
            let rows = reading::to_fill_in(&overview, &owed);
            let made_at = reading::made_at(overview.memory());
            returns::workbook(&rows, &made_at)
                .map_err(|error| WebError::internal(error.to_string()))
        })
        .await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"returns.xlsx\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}
