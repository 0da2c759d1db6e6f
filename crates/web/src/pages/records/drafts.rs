//! What was typed into an editor and not saved: shown again, and forgotten once it is saved.

use std::collections::BTreeMap;

use clew_journal::Moment;
use clew_service::local_time;
use maud::{Markup, html};
use serde_json::Value;

use crate::components::inset;
use crate::{Fields, Form, Visit, WebError};

/// Asks in the address for what is saved, whatever was typed.
const FRESH: &str = "fresh";

/// The form with what was typed into it before, and when that was; as it is where nothing was, or
/// where the address asks for what is saved. What was seen when it was typed goes with it, so that
/// what others changed since is met and not undone.
pub(super) async fn begun(
    visit: &Visit,
    place: &str,
    mut form: Form,
) -> Result<(Form, Option<Moment>), WebError> {
    if Fields::read(&visit.query)?.has(FRESH) {
        return Ok((form, None));
    }
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    let typed = visit
        .app
        .blocking(move |service| service.typed(&account, &place))
        .await?;
    let Some(typed) = typed else {
        return Ok((form, None));
    };
    let fields: BTreeMap<String, Value> = serde_json::from_str(&typed.fields).unwrap_or_default();
    let texts = fields.iter();
    for (name, text) in texts.filter_map(|(name, value)| Some((name, value.as_str()?))) {
        form.fields.set(name, text);
    }
    let made_after = form.fields.text("made_after").to_owned();
    if !made_after.is_empty() {
        form.fields.set("seen", made_after);
    }
    Ok((form, Some(typed.at)))
}

/// Forgets what was typed: it is saved.
pub(super) async fn forget(visit: &Visit, place: &str) -> Result<(), WebError> {
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    visit
        .app
        .blocking(move |service| service.forget_typed(&account, &place))
        .await
}

/// Says that the form shows what was typed before, and how to begin anew.
pub(super) fn told(at: Option<Moment>, address: &str) -> Markup {
    let sign = if address.contains('?') { '&' } else { '?' };
    html! {
        @if let Some(at) = at {
            (inset(&html! {
                p class="govuk-body" {
                    "This is what you typed at " (local_time::shown(at)) " and did not save. "
                    a class="govuk-link" href={ (address) (sign) (FRESH) "=yes" } { "Start again from what is saved" }
                }
            }))
        }
    }
}
