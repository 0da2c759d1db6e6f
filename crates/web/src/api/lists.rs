//! Lists of records: those of a kind, filtered by their fields, page by page.

use axum::response::Response;
use clew_exchange::columns::{Table, columns};
use clew_journal::{Subject, SubjectKind, fields_of};
use clew_plan::{Kind, MeasureKey};
use clew_service::Memory;
use serde_json::{Value, json};

use super::answers::{page, tag_of, tagged};
use super::call::Call;
use super::failed::Failed;

/// How many records there are of each kind, and where they are.
pub(super) async fn kinds(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let memory = call.memory()?;
    let kinds = Kind::ALL.iter().map(|kind| {
        json!({
            "kind": kind.name(),
            "count": memory.book().count(*kind),
            "identified_by": kind.identified_by(),
            "address": format!("/api/v1/records/{}", kind.name()),
        })
    });
    let kinds: Vec<Value> = kinds.collect();
    tagged(&call, &tag_of(&memory), || Ok(json!({ "items": kinds })))
}

/// The records of the kind that the path names.
pub(super) async fn of_kind(call: Call) -> Result<Response, Failed> {
    let kind = kind_called(call.name("kind"))?;
    list(&call, kind)
}

/// The kind with this name.
pub(super) fn kind_called(name: &str) -> Result<Kind, Failed> {
    let found = Kind::ALL.iter().find(|kind| kind.name() == name);
    found
        .copied()
        .ok_or_else(|| Failed::not_found("such kind of record"))
}

/// The records of a kind: those whose fields are as the parameters say.
pub(super) fn list(call: &Call, kind: Kind) -> Result<Response, Failed> {
    let wanted = wanted(call, kind)?;
    let memory = call.memory()?;
    let first = first_place(&memory, kind, call.asked.given("after"))?;
    let places = first..memory.book().count(kind);
    let shown = places.filter_map(|place| {
        let record = memory.book().record(kind, place)?;
        let fields = Value::Object(fields_of(&record));
        let like = wanted
            .iter()
            .all(|(name, value)| is(&fields[name.as_str()], value));
        like.then(|| held(&memory, (kind, place), fields))
    });
    page(call, &tag_of(&memory), shown)
}

/// The fields that are asked for with their values; a measure's code is found however it is written.
fn wanted(call: &Call, kind: Kind) -> Result<Vec<(String, String)>, Failed> {
    let fields = columns(Table::Records(kind)).iter();
    let mut known: Vec<&str> = fields.map(|column| column.name).collect();
    known.extend(["limit", "after"]);
    call.only(&known)?;
    let asked = call.asked.iter();
    let given = asked
        .filter(|(name, value)| !matches!(*name, "limit" | "after") && !value.trim().is_empty());
    Ok(given
        .map(|(name, value)| match name {
            "measure" => (name.to_owned(), MeasureKey::from(value).to_string()),
            _ => (name.to_owned(), value.trim().to_owned()),
        })
        .collect())
}

/// Whether a field has a value, or a list has it among its entries.
fn is(field: &Value, wanted: &str) -> bool {
    match field {
        Value::String(text) => text == wanted,
        Value::Array(entries) => entries.iter().any(|entry| is(entry, wanted)),
        Value::Null => false,
        other => format!("{other}") == wanted,
    }
}

/// The place behind the record that a page ended with.
pub(super) fn first_place(
    memory: &Memory,
    kind: Kind,
    after: Option<&str>,
) -> Result<usize, Failed> {
    let Some(after) = after else {
        return Ok(0);
    };
    let gone = || Failed::field("after", "it is not there any more; begin at the first page");
    let subject: Subject = after.parse().map_err(|_| gone())?;
    if subject.kind != SubjectKind::Record(kind) {
        return Err(gone());
    }
    if let Some(place) = memory.state().place(&subject) {
        return Ok(place + 1);
    }
    // Figures that formulas give have no entry of their own, and stand after all others.
    let given = memory.state().figures_given();
    let worked_out = memory.book().figures.iter().enumerate().skip(given);
    let mut worked_out = worked_out.filter(|_| kind == Kind::Figure);
    let found = worked_out.find(|(_, figure)| {
        let record = clew_plan::Record::Figure((*figure).clone());
        clew_journal::subject_of(&record).as_ref() == Some(&subject)
    });
    found.map(|(place, _)| place + 1).ok_or_else(gone)
}

/// A record as it is given: its subject, its version, the entry that changed it last, and its fields.
pub(super) fn held(
    memory: &Memory,
    (kind, place): (Kind, usize),
    fields: Value,
) -> (String, Value) {
    let subject = memory.state().subject_at(kind, place);
    let subject = subject.or_else(|| {
        let record = memory.book().record(kind, place)?;
        clew_journal::subject_of(&record)
    });
    let subject = subject.map_or_else(String::new, |subject| subject.to_string());
    let standing = memory.state().standing(kind, place);
    let shown = json!({
        "subject": subject,
        "version": standing.map(|standing| standing.version),
        "changed": standing.map(|standing| standing.changed),
        "record": fields,
    });
    (subject, shown)
}
