//! The one error of this crate, as a helpful page or as JSON.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clew_journal::Moment;
use clew_service::{Conflict, ErrorKind, FieldProblem, ServiceError};
use thiserror::Error;

/// Why a request was not answered with what it asked for.
#[derive(Debug, Error)]
pub enum WebError {
    /// There is no such page or thing, or none that the visitor may know of.
    #[error("{0}")]
    NotFound(String),
    /// The visitor may not do that.
    #[error("{0}")]
    Refused(String),
    /// The request itself cannot be so: a broken upload, a body that is no form.
    #[error("{0}")]
    BadRequest(String),
    /// What was sent is larger than is taken.
    #[error("{0}")]
    TooLarge(String),
    /// What this server knows is not the present.
    #[error(
        "This server cannot take in what has been added, so what it would show may be out of date. Try \
         again in a minute; if it stays so, tell whoever looks after Clew in your organisation."
    )]
    Behind,
    /// The service did not do it.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Something is wrong with the server.
    #[error("{0}")]
    Internal(String),
}

impl WebError {
    /// There is no such page.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::NotFound(message.into())
    }

    /// Something is wrong with the server.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::Internal(message.into())
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Behind => StatusCode::SERVICE_UNAVAILABLE,
            Self::Service(error) => status_of(error.kind()),
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The fields that are not as they should be, for the form that was sent.
    #[must_use]
    pub fn problems(&self) -> &[FieldProblem] {
        match self {
            Self::Service(ServiceError::Invalid { problems, .. }) => problems,
            _ => &[],
        }
    }

    /// The conflicts with what others changed meanwhile.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        match self {
            Self::Service(ServiceError::Conflict(conflict)) => std::slice::from_ref(conflict),
            Self::Service(ServiceError::Conflicts { conflicts, .. }) => conflicts,
            _ => &[],
        }
    }
}

const fn status_of(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Refused => StatusCode::FORBIDDEN,
        ErrorKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Put on the answer for the guard, which knows who asks and makes the page.
#[derive(Clone, Debug)]
pub(crate) struct ToldLater {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) problems: Vec<FieldProblem>,
    /// From when on it may be tried again, where it was tried too often.
    pub(crate) until: Option<Moment>,
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), error = %self, "a request failed");
        }
        let told = ToldLater {
            status,
            message: self.to_string(),
            problems: self.problems().to_vec(),
            until: match &self {
                Self::Service(ServiceError::TooMany { until }) => Some(*until),
                _ => None,
            },
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(told);
        response
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_was_tried_too_often_carries_from_when_it_may_be_tried_again() {
        let until = Moment::from_microseconds(5_000_000);
        let error = WebError::from(ServiceError::TooMany { until });
        let response = error.into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        let told = response.extensions().get::<ToldLater>().unwrap();
        assert_eq!(told.until, Some(until));
    }
}
