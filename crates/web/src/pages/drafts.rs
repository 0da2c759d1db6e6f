//! What was typed into a form and not handed in: shown again, and forgotten once it is in.

use clew_journal::Moment;
use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::components::{inset, moment};
use crate::{Fields, Form, Visit, WebError, links};

/// Asks in the address for what is saved, whatever was typed.
const FRESH: &str = "fresh";

/// Where the script keeps what is typed into the form of a place.
pub(super) fn typed_at(place: &str) -> String {
    links::path(&["typed", place])
}

/// What was typed into the form of a place, and when. What was seen when it was typed is among it.
pub(super) async fn typed(
    visit: &Visit,
    place: &str,
) -> Result<Option<(Vec<(String, String)>, Moment)>, WebError> {
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    let typed = visit
        .app
        .blocking(move |service| service.typed(&account, &place))
        .await?;
    Ok(typed.map(|typed| (pairs(&typed.fields), typed.at)))
}

/// The form with what was typed into it before in the place of what it would show, and when that was;
/// as it is where nothing was, or where the address asks for what is saved. It is then as old as what
/// was typed, so that what others changed since is met and not undone.
pub(super) async fn begun(
    visit: &Visit,
    place: &str,
    mut form: Form,
) -> Result<(Form, Option<Moment>), WebError> {
    if Fields::read(&visit.query)?.has(FRESH) {
        return Ok((form, None));
    }
    let Some((typed, at)) = typed(visit, place).await? else {
        return Ok((form, None));
    };
    for (name, text) in typed {
        form.fields.set(&name, text);
    }
    Ok((form, Some(at)))
}

/// Keeps what a form holds, as the script would.
pub(super) async fn keep(visit: &Visit, place: &str, form: &Form) -> Result<(), WebError> {
    let typed = form.fields.iter();
    let typed = typed.filter(|(name, _)| !matches!(*name, "act" | "do"));
    let fields: Map<String, Value> = typed
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let fields = Value::Object(fields).to_string();
    let (account, place, at) = (visit.account()?.clone(), place.to_owned(), visit.at);
    visit
        .app
        .blocking(move |service| service.keep_typed(&account, &place, &fields, at))
        .await
}

/// Forgets what was typed: it is in, or is not wanted.
pub(super) async fn forget(visit: &Visit, place: &str) -> Result<(), WebError> {
    let (account, place) = (visit.account()?.clone(), place.to_owned());
    visit
        .app
        .blocking(move |service| service.forget_typed(&account, &place))
        .await
}

/// Says that the form shows what was typed before, and how to begin anew.
pub(super) fn told(at: Option<Moment>, address: &str) -> Markup {
    let fresh = || links::with_query(address, &links::query(&[(FRESH, "yes")]));
    html! {
        @if let Some(at) = at {
            (inset(&html! {
                p class="govuk-body" {
                    "This is what you typed on " (moment(at)) " and did not save. "
                    a class="govuk-link" href=(fresh()) { "Start again from what is saved" }
                }
            }))
        }
    }
}

/// The fields of what was kept as it was typed; anything that is no text is left out.
fn pairs(json: &str) -> Vec<(String, String)> {
    let read: Result<Map<_, _>, _> = serde_json::from_str(json);
    let fields = read.unwrap_or_default().into_iter();
    let text = |(name, value): (String, Value)| match value {
        Value::String(value) => Some((name, value)),
        _ => None,
    };
    fields.filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_as_it_was_typed_comes_back_as_fields() {
        let read = pairs(r#"{"value":"78","comment":"Two lines\nhere","odd":5}"#);
        let expected = [("value", "78"), ("comment", "Two lines\nhere")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(read, expected);
        assert!(pairs("not JSON").is_empty());
    }
}
