//! What was typed into a form before: shown again, and forgotten once the form is in.

use std::collections::BTreeMap;

use crate::{Form, Visit, WebError, links};

/// Where the script keeps what is typed into a form.
pub(in crate::pages) fn typed_at(place: &str) -> String {
    links::path(&["typed", place])
}

/// The form with what was typed into it before in the place of what it would show.
pub(in crate::pages) async fn draft_of(
    visit: &Visit,
    place: &str,
    mut form: Form,
) -> Result<(Form, bool), WebError> {
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    let typed = visit
        .app
        .blocking(move |service| service.typed(&account, &place))
        .await?;
    let fields = typed.and_then(|typed| {
        serde_json::from_str::<BTreeMap<String, serde_json::Value>>(&typed.fields).ok()
    });
    let Some(fields) = fields else {
        return Ok((form, false));
    };
    for (name, value) in fields {
        if let Some(text) = value.as_str() {
            form.fields.set(&name, text);
        }
    }
    Ok((form, true))
}

/// Forgets what was typed into a form that is in.
pub(in crate::pages) async fn forget_draft(visit: &Visit, place: &str) -> Result<(), WebError> {
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    visit
        .app
        .blocking(move |service| service.forget_typed(&account, &place))
        .await
}
