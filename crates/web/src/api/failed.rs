//! Why a program did not get what it asked for, as JSON.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clew_service::{Conflict, FieldProblem, Question, ServiceError};
use serde_json::{Value, json};

use crate::WebError;

/// Why a program did not get what it asked for.
#[derive(Debug)]
pub(super) struct Failed {
    error: WebError,
    /// Where the error's own status does not say it.
    status: Option<StatusCode>,
}

impl Failed {
    /// There is no such thing.
    pub(super) fn not_found(what: &str) -> Self {
        WebError::not_found(format!("There is no {what}.")).into()
    }

    /// One field is not as it should be.
    pub(super) fn field(field: &str, problem: impl Into<String>) -> Self {
        ServiceError::invalid("this could not be taken", field, problem).into()
    }

    /// Fields are not as they should be.
    pub(super) fn fields(problems: Vec<FieldProblem>) -> Self {
        let what = "this could not be taken".to_owned();
        ServiceError::Invalid { what, problems }.into()
    }

    /// The same, answered with another status.
    pub(super) fn with(self, status: StatusCode) -> Self {
        Self {
            status: Some(status),
            ..self
        }
    }

    /// What was to be changed has changed since it was read.
    pub(super) fn changed(message: &str) -> Self {
        let error = WebError::BadRequest(message.to_owned());
        Self::from(error).with(StatusCode::PRECONDITION_FAILED)
    }

    /// A conflict with what others did is the failing of a condition that the program set itself.
    pub(super) fn conditional(self) -> Self {
        let conflict = matches!(
            self.error,
            WebError::Service(ServiceError::Conflict(_) | ServiceError::Conflicts { .. })
        );
        match conflict {
            true => self.with(StatusCode::PRECONDITION_FAILED),
            false => self,
        }
    }
}

impl<E: Into<WebError>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            status: None,
        }
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let status = self.status.unwrap_or_else(|| self.error.status());
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), error = %self.error, "a request failed");
        }
        let mut told = told(status, &self.error.to_string(), self.error.problems());
        if let Value::Object(fields) = &mut told {
            let conflicts = self.error.conflicts();
            if !conflicts.is_empty() {
                let conflicts: Vec<Value> = conflicts.iter().map(conflict).collect();
                fields.insert("conflicts".to_owned(), conflicts.into());
            }
            if let WebError::Service(ServiceError::Asks { questions, .. }) = &self.error {
                let questions: Vec<Value> = questions.iter().map(question).collect();
                fields.insert("questions".to_owned(), questions.into());
            }
        }
        answered(status, &told)
    }
}

/// An error as JSON: its status, what went wrong, and what is wrong with each field.
pub(crate) fn problem(status: StatusCode, error: &str, problems: &[FieldProblem]) -> Response {
    answered(status, &told(status, error, problems))
}

fn told(status: StatusCode, error: &str, problems: &[FieldProblem]) -> Value {
    let problems = problems
        .iter()
        .map(|problem| json!({ "field": problem.field, "problem": problem.problem }));
    json!({
        "status": status.as_u16(),
        "error": error,
        "problems": problems.collect::<Vec<_>>(),
    })
}

fn answered(status: StatusCode, told: &Value) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind)], told.to_string()).into_response()
}

fn conflict(conflict: &Conflict) -> Value {
    let fields = conflict.fields.iter().map(|field| {
        json!({ "field": field.field, "base": field.base, "theirs": field.theirs, "yours": field.yours })
    });
    json!({
        "subject": conflict.subject.to_string(),
        "by": conflict.by.as_ref().map(ToString::to_string),
        "fields": fields.collect::<Vec<_>>(),
    })
}

fn question(question: &Question) -> Value {
    json!({ "id": question.id, "field": question.field, "text": question.text, "weight": question.weight })
}
