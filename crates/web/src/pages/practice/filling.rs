//! Filling in a form of a pack: kept as it is typed, asked again where an answer asks for more, and completed.

mod page;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clew_plan::UnitId;
use clew_practice::pack::{Form as PackForm, Pack};
use clew_practice::record::{RecordNumber, Value};
use clew_service::{
    Act, Caller, Correction, Done, DraftRequest, FieldProblem, PersonPage, RecordPage,
    RecordRequest,
};
use std::collections::{BTreeMap, BTreeSet};

use super::beginning::begun;
use super::conflict::Met;
use super::fields::{self, kept, named};
use super::{
    Packs, look_at_person, look_at_record, number_of, on_to, packs, person_number, take_problems,
};
use crate::routes::{Needs, Routes};
use crate::{Fields, Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    let records = Needs::May(Act::RecordPractice);
    routes
        .get("/practice/drafts/{id}", records, show)
        .post("/practice/drafts/{id}", records, send)
        .put("/practice/drafts/{id}/typed", records, keep_typed)
}

/// A form that is being filled, with what it is filled with.
struct Filling {
    id: String,
    of: DraftRequest,
    person: PersonPage,
    /// The record that is corrected.
    corrected: Option<RecordPage>,
    packs: Packs,
    /// When it was last saved; none where it is completed already.
    saved: Option<clew_journal::Moment>,
}

impl Filling {
    fn form(&self) -> Result<(&Pack, &PackForm), WebError> {
        let form = self.packs.form(&self.of.form);
        form.ok_or_else(|| {
            WebError::not_found(
                "The pack in force no longer has this form. What you typed is kept.",
            )
        })
    }

    /// What was typed, read: the values of what is asked, the problems of those, and what is asked.
    fn read(&self, typed: &Fields) -> Result<Read, WebError> {
        let (pack, form) = self.form()?;
        let (all, problems) = fields::read(typed, pack, form);
        let own = self.of.corrects.map(|(number, _)| number);
        let in_case =
            self.person.records.iter().filter(|record| {
                Some(record.episode) == self.of.episode && Some(record.number) != own
            });
        let in_case: Vec<_> = in_case.cloned().collect();
        let episodes = clew_practice::episode::Episode::all(&in_case);
        let episode = self.of.episode.and_then(|number| episodes.get(&number));
        let asked = fields::asked(form, &all, (episode, &self.person.person));
        let of_asked = |code: &String| asked.contains(code);
        Ok(Read {
            values: all.into_iter().filter(|(code, _)| of_asked(code)).collect(),
            problems: problems
                .into_iter()
                .filter(|(code, _)| of_asked(code))
                .collect(),
            asked,
        })
    }

    /// The record that it becomes with these values.
    fn request(&self, values: BTreeMap<String, Value>) -> RecordRequest {
        let of = self.of.clone();
        RecordRequest {
            form: of.form,
            process: of.process,
            episode: of.episode,
            person: of.person,
            team: of.team,
            values,
            draft: Some(self.id.clone()),
        }
    }
}

/// What was typed, read.
struct Read {
    values: BTreeMap<String, Value>,
    problems: BTreeMap<String, String>,
    asked: BTreeSet<String>,
}

/// The draft of the visitor's own; where it is completed already, what the form that comes again says of it.
async fn filling(
    visit: &Visit,
    id: &str,
    sent: Option<&Form>,
) -> Result<(Filling, Form), WebError> {
    let (account, asked) = (visit.account()?.clone(), id.to_owned());
    let draft = visit
        .app
        .blocking(move |service| service.record_draft(&account, &asked))
        .await;
    let (of, typed, saved) = match draft {
        Ok(draft) => (draft.of, draft.typed, Some(draft.saved)),
        Err(error) if error.status() == StatusCode::NOT_FOUND => {
            let of = sent.and_then(|form| said_of(&form.fields));
            (of.ok_or(error)?, BTreeMap::new(), None)
        }
        Err(error) => return Err(error),
    };
    let corrected = match of.corrects {
        Some((number, _)) => Some(look_at_record(visit, number).await?),
        None => None,
    };
    let filling = Filling {
        id: id.to_owned(),
        person: look_at_person(visit, of.person).await?,
        packs: packs(visit).await?,
        corrected,
        of,
        saved,
    };
    let form = Form {
        fields: Fields::of(typed.into_iter().collect()),
        problems: Vec::new(),
    };
    Ok((filling, form))
}

/// What a form says that it is of, so that one that comes twice is known for what it is.
fn said_of(sent: &Fields) -> Option<DraftRequest> {
    let number = |name: &str| sent.text(name).parse().ok().map(RecordNumber);
    let seen = sent.text("of-seen").parse().ok();
    Some(DraftRequest {
        form: sent.given("of-form")?.to_owned(),
        process: sent.given("of-process").map(str::to_owned),
        episode: number("of-case"),
        person: person_number(sent.text("of-person"))?,
        team: UnitId::from(sent.given("of-team")?),
        corrects: number("of-record").zip(seen),
    })
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let (filling, form) = filling(&visit, &id, None).await?;
    page::shown(&visit, &filling, &form)
}

/// Keeps what is being typed, as a script sends it.
async fn keep_typed(
    visit: Visit,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, WebError> {
    let sent: Result<BTreeMap<String, String>, _> = serde_json::from_slice(&body);
    let sent = sent.map_err(|_| WebError::BadRequest("These are no fields.".to_owned()))?;
    let fields = Fields::of(sent.into_iter().collect());
    save(&visit, &id, &fields).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn save(visit: &Visit, id: &str, sent: &Fields) -> Result<(), WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let (id, typed) = (id.to_owned(), kept(sent));
    visit
        .app
        .blocking(move |service| service.save_draft_of_record(&account, at, &id, &typed))
        .await
        .map(|_| ())
}

async fn send(visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response, WebError> {
    let (filling, _) = filling(&visit, &id, Some(&form)).await?;
    // Before anything is tried with it: whatever comes of that, nothing typed is lost.
    if filling.saved.is_some() {
        save(&visit, &id, &form.fields).await?;
    }
    match form.fields.text("do") {
        "complete" => complete(&visit, &filling, form).await,
        "adopt" => adopt(&visit, &filling, &form).await,
        "throw-away" => throw_away(&visit, &filling).await,
        _ => Ok(on_to(&links::record_draft(&id), "draft-saved")),
    }
}

async fn throw_away(visit: &Visit, filling: &Filling) -> Result<Response, WebError> {
    forget(visit, &filling.id).await?;
    Ok(on_to(links::PRACTICE, "draft-thrown-away"))
}

async fn forget(visit: &Visit, id: &str) -> Result<(), WebError> {
    let (account, id) = (visit.account()?.clone(), id.to_owned());
    let done = visit
        .app
        .blocking(move |service| service.throw_draft_away(&account, &id))
        .await;
    match done {
        Err(error) if error.status() == StatusCode::NOT_FOUND => Ok(()),
        done => done,
    }
}

/// Goes on with what was typed, as a correction of the record as it now is.
async fn adopt(visit: &Visit, filling: &Filling, form: &Form) -> Result<Response, WebError> {
    let now = filling.corrected.as_ref().and_then(RecordPage::now);
    let now = now.ok_or_else(|| WebError::not_found("There is nothing to correct."))?;
    let request = DraftRequest {
        corrects: Some((now.number, now.version)),
        ..filling.of.clone()
    };
    let typed = kept(&form.fields);
    let draft = begun(visit, request, typed).await?;
    if draft.id != filling.id {
        save(visit, &draft.id, &form.fields).await?;
        forget(visit, &filling.id).await?;
    }
    Ok(on_to(&links::record_draft(&draft.id), "draft-saved"))
}

async fn complete(visit: &Visit, filling: &Filling, mut form: Form) -> Result<Response, WebError> {
    let read = filling.read(&form.fields)?;
    let (_, pack_form) = filling.form()?;
    for (code, problem) in &read.problems {
        form.refuse(&named(pack_form, code), problem.clone());
    }
    for code in not_shown(&form.fields, &read.asked) {
        let title = pack_form.field(&code).map_or(&*code, |field| &field.title);
        let problem = format!(
            "What you answered asks for “{title}” too: answer it, or leave it empty and complete this again"
        );
        form.refuse(&named(pack_form, &code), problem);
    }
    let why = match filling.of.corrects {
        Some(_) => form.needed("why", "Say why it is corrected"),
        None => String::new(),
    };
    if !form.is_sound() {
        return page::shown(visit, filling, &form);
    }
    let request = filling.request(read.values);
    match warned(visit, filling, &request).await {
        Ok(warned) if is_new(&warned, &form) => {
            return page::warned(visit, filling, &form, &warned);
        }
        // Whatever else stands in the way is told when it is completed.
        Ok(_) | Err(_) => {}
    }
    let caller = visit.caller(&form.act())?;
    let done = done(visit, filling, caller, (request, why)).await;
    match done {
        Ok(done) => {
            let said = match filling.of.corrects {
                Some(_) => "record-corrected",
                None => "record-completed",
            };
            let number = RecordNumber(number_of(&done)?);
            Ok(on_to(&links::practice_record(number), said))
        }
        Err(error) if error.problems().is_empty() => {
            let met = Met::of(&*visit.memory()?, error)?;
            page::met(visit, filling, &form, &met)
        }
        Err(error) => {
            take_problems(&mut form, error, &|code| named(pack_form, code))?;
            page::shown(visit, filling, &form)
        }
    }
}

/// What is asked now and was not when the form was made, so that nobody was shown it yet.
fn not_shown(sent: &Fields, asked: &BTreeSet<String>) -> Vec<String> {
    let shown: BTreeSet<&str> = sent.text("shown").split(',').collect();
    let name = |code: &String| !shown.contains(&*fields::name_of(code));
    asked.iter().filter(|code| name(code)).cloned().collect()
}

/// What is unlikely in what was filled, for whoever fills it to look at again.
async fn warned(
    visit: &Visit,
    filling: &Filling,
    request: &RecordRequest,
) -> Result<Vec<FieldProblem>, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let (request, corrects) = (request.clone(), filling.of.corrects);
    visit
        .app
        .blocking(move |service| {
            let corrects = corrects.map(|(number, _)| number);
            service.record_warnings(&account, at, (&request, corrects))
        })
        .await
}

/// Whether there is a warning that whoever sent the form has not seen.
fn is_new(warned: &[FieldProblem], form: &Form) -> bool {
    !warned.is_empty() && form.fields.text("warned") != said_at_once(warned)
}

/// All warnings in one text: who completes the form with the same again has seen them.
fn said_at_once(warned: &[FieldProblem]) -> String {
    let all: Vec<&str> = warned.iter().map(|it| it.problem.as_str()).collect();
    all.join(" ")
}

async fn done(
    visit: &Visit,
    filling: &Filling,
    caller: Caller,
    (request, reason): (RecordRequest, String),
) -> Result<Done, WebError> {
    let corrects = filling.of.corrects;
    visit
        .app
        .blocking(move |service| match corrects {
            Some((number, seen)) => {
                let correction = Correction {
                    seen,
                    values: request.values,
                    reason,
                    draft: request.draft,
                };
                service.correct_record(&caller, number, &correction)
            }
            None => service.complete_record(&caller, &request),
        })
        .await
}
