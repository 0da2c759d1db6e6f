//! One record of any kind, by its subject: read it, put it in place, add one, take it out.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use clew_exchange::{Severity, read_one, texts_of};
use clew_journal::{Subject, SubjectKind, fields_of, subject_of};
use clew_plan::{Kind, Record};
use clew_service::{Done, FieldProblem, Memory};
use serde_json::Value;

use super::answers::{done, tagged};
use super::call::Call;
use super::failed::Failed;
use super::lists::{held, kind_called};
use super::sent::Sent;
use crate::WebError;

const ABOVE: &str = "/api/v1/records/";

/// A record by its subject.
pub(super) async fn one(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    show(&call, &asked_for(&call)?)
}

/// A measure by its code, however it is written.
pub(super) async fn measure(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let key = clew_plan::MeasureKey::from(call.name("code"));
    let kind = SubjectKind::Record(Kind::Measure);
    show(&call, &Subject::named(kind, [key.as_str()]))
}

/// An action by its plan and id.
pub(super) async fn action(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let names = [call.name("id"), call.name("plan")];
    show(
        &call,
        &Subject::named(SubjectKind::Record(Kind::Action), names),
    )
}

fn show(call: &Call, subject: &Subject) -> Result<Response, Failed> {
    let memory = call.memory()?;
    let (kind, place) = place_of(&memory, subject)?;
    let record = memory.book().record(kind, place);
    let record = record.ok_or_else(|| Failed::not_found("such record"))?;
    let fields = Value::Object(fields_of(&record));
    let changed = changed(&memory, subject).unwrap_or(memory.state().head.sequence);
    let shown = held(&memory, (kind, place), fields).1;
    tagged(call, &tag(changed), || Ok(shown))
}

fn tag(changed: u64) -> String {
    format!("\"{changed}\"")
}

fn place_of(memory: &Memory, subject: &Subject) -> Result<(Kind, usize), Failed> {
    let SubjectKind::Record(kind) = subject.kind else {
        return Err(Failed::not_found("such record"));
    };
    let place = memory.state().place(subject).or_else(|| {
        // What a formula gives has a name and no entry.
        let given = memory.state().figures_given();
        let figures = memory.book().figures.iter().enumerate().skip(given);
        let mut figures = figures.filter(|_| kind == Kind::Figure);
        let named = |record: Record| subject_of(&record).as_ref() == Some(subject);
        let found = figures.find(|(_, figure)| named(Record::Figure((*figure).clone())));
        found.map(|(place, _)| place)
    });
    let place = place.ok_or_else(|| Failed::not_found("such record"))?;
    Ok((kind, place))
}

/// The entry that changed a record last.
fn changed(memory: &Memory, subject: &Subject) -> Option<u64> {
    let SubjectKind::Record(kind) = subject.kind else {
        return None;
    };
    let place = memory.state().place(subject)?;
    let standing = memory.state().standing(kind, place)?;
    Some(standing.changed)
}

/// The subject that the path names. It is read from the path as it was sent, where a slash within a
/// name is still told from one between two.
fn asked_for(call: &Call) -> Result<Subject, Failed> {
    let missing = || Failed::not_found("such record");
    let written = call.visit.path.strip_prefix(ABOVE).ok_or_else(missing)?;
    let (kind, key) = written.split_once('/').ok_or_else(missing)?;
    let kind = kind_called(kind)?;
    let numbered = key.strip_prefix("%23").or_else(|| key.strip_prefix('#'));
    if let Some(number) = numbered {
        let number = number.parse().map_err(|_| missing())?;
        return Ok(Subject::numbered(kind, number));
    }
    // Read and written again, so that every way of writing a name comes to the one subject.
    let read: Subject = format!("{}/{key}", kind.name())
        .parse()
        .map_err(|_| missing())?;
    let parts = read.parts();
    let parts = parts.iter().map(String::as_str);
    Ok(Subject::named(SubjectKind::Record(kind), parts))
}

/// Puts a record as it should be in its place, or adds it there.
pub(super) async fn put(call: Call, sent: Sent) -> Result<Response, Failed> {
    call.only(&["reason"])?;
    let subject = asked_for(&call)?;
    let memory = call.memory()?;
    let SubjectKind::Record(kind) = subject.kind else {
        return Err(Failed::not_found("such record"));
    };
    let record = sound(&memory, kind, sent)?;
    if kind.is_unique() && subject_of(&record).as_ref() != Some(&subject) {
        let own = subject_of(&record).map_or_else(String::new, |own| own.to_string());
        let problem = format!("the record that was sent is {own}, and the address is of {subject}");
        return Err(Failed::field(kind.identified_by()[0], problem));
    }
    match memory.state().record(&subject) {
        Some(there) => amend(&call, (subject, &memory), record, there).await,
        None if kind.is_unique() && call.header(header::IF_MATCH).is_none() => {
            add(&call, record).await
        }
        None => Err(match call.header(header::IF_MATCH) {
            Some(_) => Failed::changed("There is no such record any more."),
            None => Failed::not_found("such record"),
        }),
    }
}

/// Adds a record of a kind.
pub(super) async fn post(call: Call, sent: Sent) -> Result<Response, Failed> {
    call.only(&["reason"])?;
    let kind = kind_called(call.name("kind"))?;
    let memory = call.memory()?;
    let record = sound(&memory, kind, sent)?;
    add(&call, record).await
}

async fn add(call: &Call, record: Record) -> Result<Response, Failed> {
    let (caller, reason) = (call.caller()?, reason(call));
    let added = call
        .does(move |service| service.add_record(&caller, &record, reason.as_deref()))
        .await?;
    Ok(placed(StatusCode::CREATED, &added))
}

async fn amend(
    call: &Call,
    (subject, memory): (Subject, &Memory),
    record: Record,
    there: Record,
) -> Result<Response, Failed> {
    let only_new = call.header(header::IF_NONE_MATCH).is_some();
    if only_new && there != record {
        return Err(Failed::changed("There is such a record already."));
    }
    let held = match call.header(header::IF_MATCH) {
        None if only_new => None,
        None => return Err(needs_condition()),
        Some("*") => None,
        Some(tag) => Some(tag.trim().trim_matches('"').parse::<u64>()),
    };
    let now = changed(memory, &subject).unwrap_or_default();
    let head = memory.state().head.sequence;
    // Nothing about it has changed since the program read it: what is known now is what it had seen.
    let seen = match held {
        None => head,
        Some(Ok(held)) if held == now => head,
        Some(Ok(held)) if held < now => held,
        Some(_) => return Err(Failed::changed("There is no such version of it.")),
    };
    let (caller, reason) = (call.caller()?, reason(call));
    let wanted = (subject, record);
    let amended = call
        .does(move |service| {
            let (subject, record) = &wanted;
            service.amend_record(&caller, subject, (record, seen), reason.as_deref())
        })
        .await
        .map_err(Failed::conditional)?;
    if amended.rows.is_empty() && seen != head {
        return Err(Failed::changed("It was changed since you read it."));
    }
    Ok(placed(StatusCode::OK, &amended))
}

fn needs_condition() -> Failed {
    let message = "Say which version you change: send the ETag that you read in If-Match.";
    Failed::from(WebError::BadRequest(message.to_owned())).with(StatusCode::PRECONDITION_REQUIRED)
}

/// What was done, with the record's address and its new tag.
fn placed(status: StatusCode, what: &Done) -> Response {
    let status = if what.repeated {
        StatusCode::OK
    } else {
        status
    };
    let mut response = done(status, what);
    if let Some(row) = what.rows.first() {
        let address = format!("{ABOVE}{}", row.subject.replace('#', "%23"));
        let headers: [(HeaderName, String); 2] = [
            (header::ETAG, tag(row.sequence)),
            (header::LOCATION, address),
        ];
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response
}

/// Takes a record out of the Book; its history stays.
pub(super) async fn delete(call: Call) -> Result<Response, Failed> {
    call.only(&["reason"])?;
    let subject = asked_for(&call)?;
    let memory = call.memory()?;
    let held = call
        .header(header::IF_MATCH)
        .map(|tag| tag.trim().trim_matches('"'));
    // Whether it was changed since is for the service to say, which follows the journal first.
    let seen = match (held, changed(&memory, &subject)) {
        (None, Some(_)) => return Err(needs_condition()),
        (None | Some("*"), _) => None,
        (Some(held), now) => match held.parse() {
            Ok(held) if now.is_none_or(|now| held <= now) => Some(held),
            _ => return Err(Failed::changed("There is no such version of it.")),
        },
    };
    let (caller, reason) = (call.caller()?, reason(&call).unwrap_or_default());
    let withdrawn = call
        .does(move |service| service.withdraw_as_seen(&caller, (&subject, seen), &reason))
        .await
        .map_err(Failed::conditional)?;
    Ok(done(StatusCode::OK, &withdrawn))
}

fn reason(call: &Call) -> Option<String> {
    call.asked.given("reason").map(str::to_owned)
}

/// Reads the fields of a record, as strictly as a row of a workbook is read.
fn sound(memory: &Memory, kind: Kind, sent: Sent) -> Result<Record, Failed> {
    let record = kind.read(Value::Object(sent.into_fields()));
    let record = record.map_err(|error| Failed::field("", error.to_string()))?;
    let texts = texts_of(&record);
    let text = |name: &str| {
        let found = texts.iter().find(|(column, _)| *column == name);
        found.map_or_else(String::new, |(_, text)| text.clone())
    };
    let Err(problems) = read_one(kind, &text, memory.book()) else {
        return Ok(record);
    };
    let problems = problems.into_iter();
    let problems = problems.filter(|problem| problem.severity == Severity::Error);
    Err(Failed::fields(
        problems
            .map(|problem| {
                let what = format!("{}; {}", problem.message, problem.suggestion);
                FieldProblem::new(problem.column, what)
            })
            .collect(),
    ))
}
