//! Answers: one thing with its tag, a page of a list with the way on, what an act came to.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clew_journal::Moment;
use clew_service::{Done, Memory};
use serde_json::{Value, json};

use super::call::Call;
use super::failed::Failed;
use crate::links;

/// Lets a program keep an answer and ask each time whether it still holds.
const KEPT: &str = "private, no-cache";

/// The tag of everything that is read from what is known.
pub(super) fn tag_of(memory: &Memory) -> String {
    let head = memory.state().head;
    format!("W/\"{}-{}\"", head.sequence, head.hash.short())
}

/// An answer that holds until its tag changes; nothing is made when the program has it already.
///
/// # Errors
/// Those of making it.
pub(super) fn tagged(
    call: &Call,
    tag: &str,
    make: impl FnOnce() -> Result<Value, Failed>,
) -> Result<Response, Failed> {
    let headers = headers(&[(header::ETAG, tag), (header::CACHE_CONTROL, KEPT)]);
    if call.has(tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let made = make()?;
    Ok((headers, axum::Json(made)).into_response())
}

/// As [`tagged`], as CSV to be read by spreadsheets.
///
/// # Errors
/// Those of making it.
pub(super) fn tagged_csv(
    call: &Call,
    (tag, name): (&str, &str),
    make: impl FnOnce() -> Result<String, Failed>,
) -> Result<Response, Failed> {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = headers(&[
        (header::ETAG, tag),
        (header::CACHE_CONTROL, KEPT),
        (
            header::CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present",
        ),
        (header::CONTENT_DISPOSITION, &disposition),
    ]);
    if call.has(tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    // The headers are written over those of a plain text.
    let mut response = make()?.into_response();
    response.headers_mut().extend(headers);
    Ok(response)
}

fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
    let pairs = pairs.iter();
    let read =
        pairs.filter_map(|(name, value)| Some((name.clone(), HeaderValue::from_str(value).ok()?)));
    read.collect()
}

/// A page of a list: its items, each with what the next page may begin after.
///
/// # Errors
/// When the limit is none.
pub(super) fn page(
    call: &Call,
    tag: &str,
    items: impl Iterator<Item = (String, Value)>,
) -> Result<Response, Failed> {
    let limit = call.limit()?;
    let mut items: Vec<(String, Value)> = items.take(limit + 1).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let after = items.last().filter(|_| more).map(|(cursor, _)| cursor);
    let next = after.map(|after| {
        let mut asked = call.asked.clone();
        asked.set("after", after);
        let pairs: Vec<(&str, &str)> = asked.iter().collect();
        links::with_query(&call.visit.path, &links::query(&pairs))
    });
    let items: Vec<Value> = items.into_iter().map(|(_, item)| item).collect();
    let shown = json!({ "items": items, "next": next });
    let mut response = tagged(call, tag, || Ok(shown))?;
    let link = next.map(|next| format!("<{next}>; rel=\"next\""));
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// What an act came to: the entries that stand in the journal for it.
pub(super) fn done(status: StatusCode, done: &Done) -> Response {
    let entries = done.rows.iter().map(|row| {
        json!({
            "entry": row.sequence,
            "id": row.id,
            "recorded_at": Moment::from_microseconds(row.recorded_at).to_string(),
            "subject": row.subject,
            "version": row.version,
            "change": row.change,
        })
    });
    let told = json!({
        "repeated": done.repeated,
        "entries": entries.collect::<Vec<_>>(),
    });
    (status, axum::Json(told)).into_response()
}
