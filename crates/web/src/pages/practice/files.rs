//! Files of a record: attached, and opened.

use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use clew_journal::Digest;
use clew_practice::record::RecordNumber;
use clew_service::{Act, EvidenceFile, RecordFile, size_in_words};
use maud::{Markup, html};

use super::{on_to, record, record_at, take_problems};
use crate::components::{file_input, hidden, quiet_button};
use crate::fields::new_act;
use crate::pages::evidence::ACCEPTED;
use crate::routes::{Needs, Routes};
use crate::upload::Upload;
use crate::{Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .post(
            "/practice/records/{record}/files",
            Needs::May(Act::RecordPractice),
            attach,
        )
        .get(
            "/practice/records/{record}/files/{digest}",
            Needs::May(Act::LookAtPractice),
            open,
        )
}

/// The files that hang on a record, and the form for another.
pub(super) fn shown(
    number: RecordNumber,
    files: &[RecordFile],
    form: &Form,
    may_attach: bool,
) -> Markup {
    let hint = "PDF, Word, Excel, CSV, text, PNG, JPEG or mail (EML, MSG), at most 10 MB.";
    html! {
        @if may_attach || !files.is_empty() { h2 class="govuk-heading-m" { "Files" } }
        @if !files.is_empty() {
            ul class="govuk-list" {
                @for file in files {
                    li { a class="govuk-link" href=(links::record_file(number, &file.digest)) { (file.name) } " (" (size_in_words(file.size)) ")" }
                }
            }
        }
        @if may_attach {
            form method="post" action=(links::record_files(number)) enctype="multipart/form-data" novalidate {
                (hidden("act", &new_act()))
                (file_input(form, "file", "Attach a file", hint, ACCEPTED))
                (quiet_button("Attach it", "do", "attach"))
            }
        }
    }
}

async fn attach(
    visit: Visit,
    Path(written): Path<String>,
    upload: Upload,
) -> Result<Response, WebError> {
    let number = record_at(&written)?;
    let Upload { mut form, files } = upload;
    let file = files.into_iter().next().map(EvidenceFile::from);
    if file.is_none() && form.is_sound() {
        form.refuse("file", "Choose a file");
    }
    let Some(file) = file.filter(|_| form.is_sound()) else {
        let (page, body) = record::made(&visit, number, &form).await?;
        return Ok(page.show(body));
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.attach_to_record(&caller, number, &file))
        .await;
    match done {
        Ok(_) => Ok(on_to(&links::practice_record(number), "attached")),
        Err(error) => {
            take_problems(&mut form, error, &|_| "file".to_owned())?;
            let (page, body) = record::made(&visit, number, &form).await?;
            Ok(page.show(body))
        }
    }
}

/// A file, to be kept and not shown in the page.
async fn open(
    visit: Visit,
    Path((written, digest)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let number = record_at(&written)?;
    let missing = |_| WebError::not_found("There is no such file.");
    let digest: Digest = digest.parse().map_err(missing)?;
    let (account, at) = (visit.account()?.clone(), visit.at);
    let (file, bytes) = visit
        .app
        .blocking(move |service| service.open_record_file(&account, at, (number, &digest)))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (
            header::CONTENT_DISPOSITION,
            links::as_attachment(&file.name),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            HeaderName::from_static("content-security-policy"),
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, bytes).into_response())
}
