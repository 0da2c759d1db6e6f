//! One entry, whole: its sentence, every field before and after, why, where from, and its place in the chain.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::{Moment, Row, SubjectKind};
use clew_plan::AccountId;
use clew_report::words;
use clew_service::{LogLine, Memory};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::filters::CHANGES;
use super::when;
use crate::components::{inset, summary_list, table};
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// The entry.
pub(super) async fn show(visit: Visit, Path(sequence): Path<String>) -> Result<Response, WebError> {
    let missing = || {
        WebError::not_found(
            "The journal has no such entry, or it is about an account or a draft that is not yours to read.",
        )
    };
    let sequence: u64 = sequence.parse().map_err(|_| missing())?;
    let memory = visit.memory()?;
    let line = visit
        .read(move |reader| reader.log_line(sequence))
        .await?
        .ok_or_else(missing)?;
    let title = format!("Entry {sequence}");
    let body = html! {
        h1 class="govuk-heading-l" { (title) }
        (inset(&html! { p class="govuk-body clew-pre" { (line.sentence) } }))
        (summary_list(&facts(&memory, &line)))
        (changed(&line.row))
        h2 class="govuk-heading-m" { "Its place in the chain" }
        (summary_list(&chain(&line.row)))
        (neighbours(sequence, memory.state().head.sequence))
    };
    Ok(Page::new(&visit, Section::Elsewhere, title)
        .crumb("Journal", links::JOURNAL)
        .show(body))
}

fn facts(memory: &Memory, line: &LogLine) -> Vec<(&'static str, Markup)> {
    let row = &line.row;
    let account = memory.state().account(&AccountId::from(row.actor.as_str()));
    let done = CHANGES.iter().find(|(name, _)| *name == row.change);
    let mut facts = vec![
        (
            "Recorded",
            html! { (when(Moment::from_microseconds(row.recorded_at))) },
        ),
        (
            "By",
            html! { @if let Some(account) = account { (account.name) ", " } code { (row.actor) } },
        ),
        (
            "What was done",
            html! { (done.map_or(row.change.as_str(), |(_, words)| words)) },
        ),
        ("About", about(line)),
    ];
    if let Some(day) = row.event_date.as_deref().and_then(|day| day.parse().ok()) {
        facts.push(("Of the day", html! { (words::day(day)) }));
    }
    for (name, text) in [("Why", &row.reason), ("Where from", &row.origin)] {
        if let Some(text) = text {
            facts.push((name, html! { span class="clew-pre" { (text) } }));
        }
    }
    facts
}

/// What it is about, with the ways to its history and to the other entries about it.
fn about(line: &LogLine) -> Markup {
    let subject = &line.row.subject;
    let record = line.entry.as_ref().ok().map(|entry| &entry.subject);
    let record = record.filter(|subject| matches!(subject.kind, SubjectKind::Record(_)));
    html! {
        code class="clew-hash" { (subject) } ", version " (line.row.version)
        br;
        a class="govuk-link" href=(links::entries_about(subject)) { "Every entry about it" }
        @if let Some(record) = record { " · " a class="govuk-link" href=(links::history(record)) { "Its history, field by field" } }
    }
}

fn chain(row: &Row) -> [(&'static str, Markup); 3] {
    [
        (
            "Hash of this entry",
            html! { code class="clew-hash" { (row.hash) } },
        ),
        (
            "Hash of the one before",
            html! { code class="clew-hash" { (row.previous) } },
        ),
        ("Act", html! { code class="clew-hash" { (row.id) } }),
    ]
}

fn neighbours(sequence: u64, last: u64) -> Markup {
    html! {
        nav class="govuk-pagination" aria-label="Entries before and after" {
            @if sequence > 1 {
                div class="govuk-pagination__prev" {
                    a class="govuk-link govuk-pagination__link" href=(links::entry(sequence - 1)) rel="prev" { "Entry " (sequence - 1) }
                }
            }
            @if sequence < last {
                div class="govuk-pagination__next" {
                    a class="govuk-link govuk-pagination__link" href=(links::entry(sequence + 1)) rel="next" { "Entry " (sequence + 1) }
                }
            }
        }
    }
}

/// One field before and after.
#[derive(Debug, Eq, PartialEq)]
struct Field {
    name: String,
    was: Option<String>,
    now: Option<String>,
}

/// Every field that the entry has, before and after.
fn changed(row: &Row) -> Markup {
    let fields = fields(&row.change, &row.body);
    let rows = html! {
        @for field in &fields {
            tr {
                th scope="row" { (field.name) }
                td class="clew-pre" { (field.was.as_deref().unwrap_or("–")) }
                td class="clew-pre" { (field.now.as_deref().unwrap_or("–")) }
            }
        }
    };
    html! {
        @if !fields.is_empty() {
            (table("Fields", &[("Field", ""), ("Before", ""), ("After", "")], &rows))
        }
    }
}

fn fields(change: &str, body: &str) -> Vec<Field> {
    match serde_json::from_str(body) {
        Ok(Value::Array(changes)) => changes.iter().filter_map(amended).collect(),
        Ok(Value::Object(whole)) => of_record(change, &whole),
        _ => Vec::new(),
    }
}

/// One change of a record's field.
fn amended(change: &Value) -> Option<Field> {
    Some(Field {
        name: name(change.get("field")?.as_str()?),
        was: change.get("from").and_then(shown),
        now: change.get("to").and_then(shown),
    })
}

/// A record as it was and is: a replacement has both, a withdrawal only what was.
fn of_record(change: &str, whole: &Map<String, Value>) -> Vec<Field> {
    let empty = Map::new();
    let part = |name: &str| whole.get(name).and_then(Value::as_object);
    let (was, now) = match (part("now"), change) {
        (Some(now), _) => (part("was").unwrap_or(&empty), now),
        (None, "withdraw") => (whole, &empty),
        (None, _) => (&empty, whole),
    };
    let mut names: Vec<&String> = now.keys().collect();
    names.extend(was.keys().filter(|name| !now.contains_key(*name)));
    let fields = names.into_iter().map(|field| Field {
        name: name(field),
        was: was.get(field).and_then(shown),
        now: now.get(field).and_then(shown),
    });
    fields
        .filter(|field| field.was.is_some() || field.now.is_some())
        .collect()
}

/// A field's name as it is read.
fn name(field: &str) -> String {
    let words = field.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase());
    first.into_iter().flatten().chain(letters).collect()
}

/// A value as it is read; none where there is none.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::Array(all) if all.is_empty() => None,
        Value::Array(all) if all.iter().all(|value| !value.is_object()) => {
            let all: Vec<String> = all.iter().filter_map(shown).collect();
            Some(all.join(", "))
        }
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, was: Option<&str>, now: Option<&str>) -> Field {
        Field {
            name: name.to_owned(),
            was: was.map(str::to_owned),
            now: now.map(str::to_owned),
        }
    }

    #[test]
    fn every_sort_of_change_is_told_before_and_after() {
        for (change, body, expected) in [
            (
                "amend",
                r#"[{"field":"original_end","from":null,"to":"2026-06"}]"#,
                vec![field("Original end", None, Some("2026-06"))],
            ),
            (
                "set-target",
                r#"{"now":{"goal":"90","unit":null},"was":{"goal":"85"}}"#,
                vec![field("Goal", Some("85"), Some("90"))],
            ),
            (
                "withdraw",
                r#"{"title":"Open the hub"}"#,
                vec![field("Title", Some("Open the hub"), None)],
            ),
            (
                "create",
                r#"{"aliases":["one","two"]}"#,
                vec![field("Aliases", None, Some("one, two"))],
            ),
            ("check", "{}", vec![]),
            ("check", "not json", vec![]),
        ] {
            assert_eq!(fields(change, body), expected, "{change} {body}");
        }
    }
}
