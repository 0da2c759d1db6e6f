//! Evidence: the files that hang on a figure, an action, an update or a finding, attached, opened and
//! taken off.

mod choosing;
mod listed;

use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};
use clew_journal::{Attached, Digest, Subject};
use clew_plan::{Book, Record};
use clew_service::{Act, EvidenceFile, Memory};
use maud::{Markup, html};

pub(super) use choosing::{
    ACCEPTED, chooser, held, hold, keeps_files_only, let_go, sent_by_enter, sent_with,
};
pub(super) use listed::{listed, listed_of_figure, of_finding, of_record};

use crate::components::{
    Choice, TextArea, empty, file_input, form as around, hidden, radios, submit, text_area,
};
use crate::fields::new_act;
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::upload::Upload;
use crate::{Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    let may = Needs::May(Act::AttachEvidence);
    routes
        .get("/evidence/{of}", Needs::SignedIn, show)
        .post("/evidence/{of}", may, attach)
        .post("/evidence/{of}/take-off", may, take_off)
        .get("/evidence/{of}/files/{digest}", Needs::SignedIn, open)
}

/// What files may hang on, with where it is shown.
struct Thing {
    of: Subject,
    title: String,
    address: String,
    section: Section,
}

impl Thing {
    fn of(memory: &Memory, written: &str) -> Result<Self, WebError> {
        let missing = || WebError::not_found("There is nothing here on which evidence hangs.");
        let of: Subject = written.parse().map_err(|_| missing())?;
        let record = memory.state().record(&of).ok_or_else(missing)?;
        let place = place_of(memory.book(), &record).ok_or_else(missing)?;
        let (title, address, section) = place;
        Ok(Self {
            of,
            title,
            address,
            section,
        })
    }
}

fn place_of(book: &Book, record: &Record) -> Option<(String, String, Section)> {
    Some(match record {
        Record::Figure(figure) => {
            let code = book.measure(&figure.measure)?.code.written();
            let title = format!("The figure of {code} for {}", figure.period);
            let address = links::figure(&figure.measure, figure.period, figure.unit.as_ref());
            (title, address, Section::Performance)
        }
        Record::Action(action) => {
            let address = links::action(&action.plan, &action.id);
            (format!("Action {}", action.id), address, Section::Actions)
        }
        Record::Update(update) => {
            let address = links::action(&update.plan, &update.action);
            let title = format!("An update of action {}", update.action);
            (title, address, Section::Actions)
        }
        Record::Finding(finding) => {
            let address = links::finding(&finding.inspection, &finding.id);
            (
                format!("Finding {}", finding.id),
                address,
                Section::Improvement,
            )
        }
        _ => return None,
    })
}

/// The files, and the form for another.
async fn show(visit: Visit, Path(of): Path<String>) -> Result<Response, WebError> {
    page(&visit, &of, &Form::default())
}

fn page(visit: &Visit, written: &str, form: &Form) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let thing = Thing::of(&memory, written)?;
    let service = visit.app.service();
    let files = service.evidence(&memory, visit.account()?, &thing.of);
    let body = html! {
        span class="govuk-caption-l" { (thing.title) }
        h1 class="govuk-heading-l" { "Evidence" }
        @if files.is_empty() { (empty(&html! { p class="govuk-body" { "No file hangs on it that you may open." } })) }
        (listed(visit, &memory, &thing.of))
        @if visit.may(Act::AttachEvidence) {
            (another(&thing.of, form))
            @if !files.is_empty() { (off(&thing.of, form, &files)) }
        }
        p class="govuk-body" { a class="govuk-link" href=(thing.address) { "Back to " (thing.title) } }
    };
    Ok(Page::new(visit, thing.section, "Evidence")
        .crumb(thing.title.clone(), thing.address.clone())
        .narrow()
        .problems_of(form)
        .show(body))
}

fn another(of: &Subject, form: &Form) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Attach a file" }
        form method="post" action=(links::evidence(of)) enctype="multipart/form-data" novalidate {
            (hidden("act", &new_act()))
            (file_input(form, "file", "The file", choosing::HINT, ACCEPTED))
            (submit("Attach it"))
        }
    }
}

fn off(of: &Subject, form: &Form, files: &[Attached]) -> Markup {
    let choices: Vec<Choice> = files
        .iter()
        .map(|file| Choice::new(file.evidence.digest.to_string(), &file.evidence.name))
        .collect();
    let fields = html! {
        (radios(form, "digest", "Which file", "", &choices))
        (text_area(form, &TextArea { name: "reason", label: "Why it does not belong here", hint: "That it was here stays in the journal.", rows: 2, ..TextArea::default() }))
        (submit("Take it off"))
    };
    let address = format!("{}/take-off", links::evidence(of));
    html! {
        details class="govuk-details" open[form.problem("digest").is_some() || form.problem("reason").is_some()] {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Take a file off" } }
            div class="govuk-details__text" { (around(&address, 0, &fields)) }
        }
    }
}

async fn attach(
    visit: Visit,
    Path(written): Path<String>,
    upload: Upload,
) -> Result<Response, WebError> {
    let Upload { mut form, files } = upload;
    let thing = Thing::of(&*visit.memory()?, &written)?;
    if files.is_empty() && form.is_sound() {
        form.refuse("file", "Choose a file");
    }
    if !form.is_sound() {
        return page(&visit, &written, &form);
    }
    let files: Vec<EvidenceFile> = files.into_iter().map(EvidenceFile::from).collect();
    let caller = visit.caller(&form.act())?;
    let of = thing.of.clone();
    let done = visit
        .app
        .blocking(move |service| service.attach_evidence(&caller, &of, &files))
        .await;
    answered(&visit, &written, form, done.map(|_| "attached"))
}

async fn take_off(
    visit: Visit,
    Path(written): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let thing = Thing::of(&*visit.memory()?, &written)?;
    let reason = form.needed("reason", "Say why it does not belong here");
    let digest: Option<Digest> = form.one_of("digest", "Choose a file");
    if digest.is_none() && form.problem("digest").is_none() {
        form.refuse("digest", "Choose a file");
    }
    let Some(digest) = digest.filter(|_| form.is_sound()) else {
        return page(&visit, &written, &form);
    };
    let caller = visit.caller(&form.act())?;
    let of = thing.of.clone();
    let done = visit
        .app
        .blocking(move |service| service.detach_evidence(&caller, &of, &digest, &reason))
        .await;
    answered(&visit, &written, form, done.map(|_| "taken-off"))
}

/// On to the list, or the form again with what stands in its way.
fn answered(
    visit: &Visit,
    written: &str,
    mut form: Form,
    done: Result<&str, WebError>,
) -> Result<Response, WebError> {
    match done {
        Ok(done) => {
            let address = links::path(&["evidence", written]);
            let query = links::query(&[("done", done)]);
            Ok(Redirect::to(&links::with_query(&address, &query)).into_response())
        }
        Err(error) if error.problems().is_empty() => Err(error),
        Err(error) => {
            for problem in error.problems() {
                form.refuse(&problem.field, problem.problem.clone());
            }
            page(visit, written, &form)
        }
    }
}

/// A file, to be kept and not shown in the page.
async fn open(
    visit: Visit,
    Path((written, digest)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let missing = || WebError::not_found("There is no such file.");
    let of: Subject = written.parse().map_err(|_| missing())?;
    let digest: Digest = digest.parse().map_err(|_| missing())?;
    let (account, at) = (visit.account()?.clone(), visit.at);
    let opened = visit
        .app
        .blocking(move |service| service.open_evidence(&account, (&of, &digest), at))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, opened.evidence.media_type),
        (
            header::CONTENT_DISPOSITION,
            links::as_attachment(&opened.evidence.name),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            HeaderName::from_static("content-security-policy"),
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, opened.bytes).into_response())
}
