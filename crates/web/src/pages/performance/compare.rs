//! Measures side by side: up to six, in one chart and one table.

use axum::response::Response;

use crate::fields::Asked;
use crate::{Visit, WebError};

/// The page.
pub(super) async fn show(_visit: Visit, Asked(_asked): Asked) -> Result<Response, WebError> {
    Err(WebError::not_found("not yet"))
}
