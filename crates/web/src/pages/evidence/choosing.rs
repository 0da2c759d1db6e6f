//! Files chosen in a form with other fields: kept until it is handed in, also when it comes back with
//! something to put right.

use clew_service::{Caller, EvidenceFile, HeldFile, size_in_words};
use maud::{Markup, html};

use crate::components::file_input;
use crate::upload::{File, Upload};
use crate::{Form, Visit, WebError};

/// What is said beside the choice of a file.
pub(super) const HINT: &str =
    "PDF, Word, Excel, CSV, text, PNG, JPEG or mail (EML, MSG), at most 10 MB.";
/// What a browser offers to choose from.
pub(in crate::pages) const ACCEPTED: &str = ".pdf,.docx,.xlsx,.csv,.txt,.png,.jpg,.jpeg,.eml,.msg";
/// The value of the button that keeps a file and does nothing else.
const ATTACH: &str = "attach";
/// How the value of a button begins that takes a file away again.
const DROP: &str = "drop:";

impl From<File> for EvidenceFile {
    fn from(file: File) -> Self {
        Self {
            name: file.name,
            bytes: file.bytes,
        }
    }
}

/// Keeps the files of a form, or takes one away where its button was pressed: the form, with what is
/// wrong with a file as the problem of its field.
pub(in crate::pages) async fn hold(
    visit: &Visit,
    place: &str,
    upload: Upload,
) -> Result<Form, WebError> {
    let Upload { mut form, files } = upload;
    let (account, at) = (visit.account()?.clone(), visit.at);
    let dropped = form.fields.text("do").strip_prefix(DROP).map(str::to_owned);
    let place = place.to_owned();
    let files: Vec<EvidenceFile> = files.into_iter().map(EvidenceFile::from).collect();
    if files.is_empty() && dropped.is_none() {
        if form.fields.text("do") == ATTACH && form.is_sound() {
            form.refuse("file", "Choose a file");
        }
        return Ok(form);
    }
    let refused = visit
        .app
        .blocking(move |service| {
            if let Some(id) = dropped {
                service.forget_held_files(&account, &place, Some(&id))?;
            }
            let mut refused = Vec::new();
            for file in &files {
                match service
                    .hold_file(&account, &place, file, at)
                    .map_err(WebError::from)
                {
                    Ok(()) => {}
                    Err(error) if error.problems().is_empty() => return Err(error),
                    Err(error) => refused.push((file.name.clone(), error)),
                }
            }
            Ok(refused)
        })
        .await?;
    for (name, error) in refused {
        for problem in error.problems() {
            form.refuse("file", format!("{name}: {}", problem.problem));
        }
    }
    Ok(form)
}

/// Whether the form was sent only to keep a file, or to take one away.
pub(in crate::pages) fn keeps_files_only(form: &Form) -> bool {
    let act = form.fields.text("do");
    act == ATTACH || act.starts_with(DROP)
}

/// The files that wait in a form.
pub(in crate::pages) async fn held(visit: &Visit, place: &str) -> Result<Vec<HeldFile>, WebError> {
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    visit
        .app
        .blocking(move |service| service.held_files(&account, &place))
        .await
}

/// Forgets the files of a form: they were handed in, or are not wanted.
pub(in crate::pages) async fn let_go(visit: &Visit, place: &str) -> Result<(), WebError> {
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    visit
        .app
        .blocking(move |service| service.forget_held_files(&account, &place, None))
        .await
}

/// The files that go with a form: those that wait. Where the same form was sent before and these came with
/// it then, they are the same files, so that what is sent twice is done once.
pub(in crate::pages) async fn sent_with(
    visit: &Visit,
    caller: &Caller,
    held: &[HeldFile],
) -> Result<Vec<EvidenceFile>, WebError> {
    let caller = caller.clone();
    let before = visit
        .app
        .blocking(move |service| service.files_of_call(&caller))
        .await?;
    let held: Vec<EvidenceFile> = held.iter().map(|held| held.file.clone()).collect();
    match held.iter().all(|file| before.contains(file)) {
        true if !before.is_empty() => Ok(before),
        _ => Ok(held),
    }
}

/// The button that the Enter key presses, first in the form: without it that would be the one beside the
/// choice of a file. Nobody sees it.
pub(in crate::pages) fn sent_by_enter(value: &str) -> Markup {
    html! { button type="submit" name="do" value=(value) hidden {} }
}

/// The choice of files within a form, with those that wait already.
pub(in crate::pages) fn chooser(form: &Form, held: &[HeldFile]) -> Markup {
    html! {
        (file_input(form, "file", "A file that shows it", HINT, ACCEPTED))
        button type="submit" class="govuk-button govuk-button--secondary" name="do" value=(ATTACH) formnovalidate { "Add this file" }
        @if !held.is_empty() {
            p class="govuk-body" { "These go with it when you send the form:" }
            ul class="govuk-list clew-evidence" {
                @for held in held {
                    li {
                        (held.file.name) " "
                        span class="clew-quiet" { "(" (size_in_words(held.file.bytes.len() as u64)) ") " }
                        button type="submit" class="clew-plain-button" name="do" value={ (DROP) (held.id) } formnovalidate {
                            "Take it away" span class="govuk-visually-hidden" { " " (held.file.name) }
                        }
                    }
                }
            }
        }
    }
}
