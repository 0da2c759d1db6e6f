//! What a program sends: a JSON object, read field by field, with every problem at its field.

use std::str::FromStr;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use clew_service::FieldProblem;
use serde_json::{Map, Value};

use super::failed::Failed;
use crate::{App, WebError};

/// The most bytes of a body.
const MOST_BYTES: usize = 512 * 1024;
/// Digits that a JSON number keeps on its way through this program. One with more has to come as text.
const MOST_DIGITS: usize = 15;

/// A JSON object that a program sent. Fields are taken out one by one; what is left at the end is unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    fields: Map<String, Value>,
    problems: Vec<FieldProblem>,
    within: String,
}

impl FromRequest<App> for Sent {
    type Rejection = Failed;

    async fn from_request(request: Request, _app: &App) -> Result<Self, Failed> {
        let is_json = is_json(&request);
        let bytes = to_bytes(request.into_body(), MOST_BYTES).await;
        let bytes = bytes.map_err(|_| {
            WebError::TooLarge(format!("A body has {} KB at the most.", MOST_BYTES / 1024))
        })?;
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        if !is_json {
            let error = WebError::BadRequest("Send JSON, as application/json.".to_owned());
            return Err(Failed::from(error).with(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Self::of(fields)),
            Ok(_) => Err(WebError::BadRequest("Send a JSON object.".to_owned()).into()),
            Err(error) => Err(WebError::BadRequest(format!("This is no JSON: {error}.")).into()),
        }
    }
}

fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let kind = kind.trim().to_lowercase();
    kind == "application/json" || kind.ends_with("+json")
}

impl Sent {
    /// What was sent as these fields.
    pub(super) fn of(fields: Map<String, Value>) -> Self {
        Self {
            fields,
            ..Self::default()
        }
    }

    /// Everything that was sent.
    pub(super) fn into_fields(self) -> Map<String, Value> {
        self.fields
    }

    /// The names of the fields that were not taken out.
    pub(super) fn names(&self) -> Vec<String> {
        self.fields.keys().cloned().collect()
    }

    /// Notes what is wrong with a field.
    pub(super) fn refuse(&mut self, name: &str, problem: &str) {
        let field = format!("{}{name}", self.within);
        self.problems.push(FieldProblem::new(field, problem));
    }

    /// Takes a text out; a number is taken as it is written.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.fields.remove(name)? {
            Value::Null => None,
            Value::String(text) => Some(text),
            Value::Number(number) => {
                let written = number.to_string();
                let digits = written.bytes().filter(u8::is_ascii_digit).count();
                if digits > MOST_DIGITS {
                    self.refuse(
                        name,
                        "a number with so many digits is sent as text, to stay exact",
                    );
                    return None;
                }
                Some(written)
            }
            _ => {
                self.refuse(name, "send a text");
                None
            }
        }
    }

    /// Takes a text out that has to be there.
    pub(super) fn needed(&mut self, name: &str) -> String {
        let problems = self.problems.len();
        match self.text(name) {
            Some(text) if !text.trim().is_empty() => text,
            _ => {
                if self.problems.len() == problems {
                    self.refuse(name, "this is needed");
                }
                String::new()
            }
        }
    }

    /// Takes a value out that is written as text.
    pub(super) fn read<T: FromStr>(&mut self, name: &str, help: &str) -> Option<T> {
        let text = self.text(name)?;
        match text.trim().parse() {
            Ok(value) => Some(value),
            Err(_) => {
                self.refuse(name, help);
                None
            }
        }
    }

    /// Takes a list of texts out; none when it is not there.
    pub(super) fn list(&mut self, name: &str) -> Option<Vec<String>> {
        let entries = match self.fields.remove(name)? {
            Value::Null => return None,
            Value::Array(entries) => entries,
            _ => {
                self.refuse(name, "send a list of texts");
                return None;
            }
        };
        let texts: Option<Vec<String>> = entries
            .into_iter()
            .map(|entry| match entry {
                Value::String(text) => Some(text),
                _ => None,
            })
            .collect();
        if texts.is_none() {
            self.refuse(name, "send a list of texts");
        }
        texts
    }

    /// Takes an object out and reads it.
    pub(super) fn within<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let fields = match self.fields.remove(name)? {
            Value::Null => return None,
            Value::Object(fields) => fields,
            _ => {
                self.refuse(name, "send an object");
                return None;
            }
        };
        let mut inner = Self {
            within: format!("{}{name}.", self.within),
            ..Self::of(fields)
        };
        let value = read(&mut inner);
        inner.tell_unknown();
        self.problems.append(&mut inner.problems);
        Some(value)
    }

    fn tell_unknown(&mut self) {
        for name in self.names() {
            self.refuse(&name, "there is no such field");
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// When a field could not be read, or is not known.
    pub(super) fn end(mut self) -> Result<(), Failed> {
        self.tell_unknown();
        match self.problems.is_empty() {
            true => Ok(()),
            false => Err(Failed::fields(self.problems)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rust_decimal::Decimal;
    use serde_json::json;

    use super::*;

    fn sent(value: Value) -> Sent {
        match value {
            Value::Object(fields) => Sent::of(fields),
            _ => Sent::default(),
        }
    }

    #[test]
    fn a_number_is_exact_as_text_and_as_a_number_of_few_digits() {
        for (value, expected) in [
            (json!("85.50"), Some("85.50")),
            (json!(85.5), Some("85.5")),
            (json!(-3), Some("-3")),
            (
                json!("0.1234567890123456789"),
                Some("0.1234567890123456789"),
            ),
            (json!(0.123_456_789_012_345_6), None),
            (json!([1]), None),
            (json!("lots"), None),
        ] {
            let mut sent = sent(json!({ "value": value }));
            let read: Option<Decimal> = sent.read("value", "give a number");
            assert_eq!(read.map(|read| read.to_string()).as_deref(), expected);
            assert_eq!(sent.end().is_ok(), expected.is_some());
        }
    }

    #[test]
    fn a_field_that_is_not_known_is_told_with_where_it_stands() {
        let mut sent = sent(json!({ "comment": { "txt": "late" }, "measur": "A" }));
        sent.within("comment", |inner| inner.text("text"));
        sent.tell_unknown();
        let fields: Vec<&str> = sent
            .problems
            .iter()
            .map(|problem| &*problem.field)
            .collect();
        assert_eq!(fields, ["comment.txt", "measur"]);
    }
}
