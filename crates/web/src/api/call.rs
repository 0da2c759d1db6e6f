//! A call: who asks, for what, and under which conditions.

use std::fmt::Write as _;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use clew_plan::{AccountId, UnitId};
use clew_service::{ApiSession, Caller, Memory, Overview, Service};

use super::failed::Failed;
use crate::fields::new_act;
use crate::{App, Fields, Visit, WebError};

/// The longest id of an act, in characters.
const LONGEST_ID: usize = 64;
/// Items of a page when nothing is said.
const USUAL_LIMIT: usize = 100;
/// The most items of a page.
const MOST: usize = 1_000;

/// One call of a program.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// Who asks, and when.
    pub(super) visit: Visit,
    /// What stands behind the question mark.
    pub(super) asked: Fields,
    program: Option<ApiSession>,
    names: Vec<(String, String)>,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Call {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &App) -> Result<Self, Failed> {
        let names = RawPathParams::from_request_parts(parts, state).await;
        let names = names.map_err(|_| Failed::not_found("such thing"))?;
        let names: Vec<(String, String)> = names
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let odd = |(_, value): &(String, String)| value.contains(char::is_control);
        if names.iter().any(odd) {
            return Err(Failed::not_found("such thing"));
        }
        let visit = parts.extensions.get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| WebError::internal("a route stands outside the guard"))?;
        Ok(Self {
            asked: Fields::read(&visit.query)?,
            visit,
            program: parts.extensions.get().cloned(),
            names,
            headers: parts.headers.clone(),
        })
    }
}

impl Call {
    /// A part of the path by its name; empty when the route has none of it.
    pub(super) fn name(&self, name: &str) -> &str {
        let found = self.names.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A header as text, when it is there and is text.
    pub(super) fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What is known, as the caller may see it.
    ///
    /// # Errors
    /// When the account was closed, or has no role.
    pub(super) fn memory(&self) -> Result<Arc<Memory>, Failed> {
        Ok(self.visit.memory()?)
    }

    /// What is worked out from what is known.
    ///
    /// # Errors
    /// As [`Call::memory`], and when a task of the server did not end.
    pub(super) async fn overview(&self) -> Result<Arc<Overview>, Failed> {
        Ok(self.visit.overview().await?)
    }

    /// The value of a parameter, read; none when it is not given.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn parameter<T: FromStr>(
        &self,
        name: &str,
        help: &str,
    ) -> Result<Option<T>, Failed> {
        let given = self.asked.given(name);
        given
            .map(|text| text.parse().map_err(|_| Failed::field(name, help)))
            .transpose()
    }

    /// The part of the organisation that is asked for.
    pub(super) fn unit(&self) -> Option<UnitId> {
        self.asked.given("unit").map(UnitId::from)
    }

    /// How many items a page of a list has.
    ///
    /// # Errors
    /// When it is no number from 1 to 1000.
    pub(super) fn limit(&self) -> Result<usize, Failed> {
        let help = "give a number from 1 to 1000";
        let limit = self.parameter("limit", help)?.unwrap_or(USUAL_LIMIT);
        match (1..=MOST).contains(&limit) {
            true => Ok(limit),
            false => Err(Failed::field("limit", help)),
        }
    }

    /// Refuses parameters that this operation does not have: a slip of the pen would otherwise ask for
    /// everything.
    ///
    /// # Errors
    /// When there is another one.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Failed> {
        let unknown = self.asked.iter().find(|(name, _)| !known.contains(name));
        match unknown {
            None => Ok(()),
            Some((name, _)) => Err(Failed::field(
                name,
                match known.is_empty() {
                    true => "there are no parameters here".to_owned(),
                    false => format!(
                        "there is no such parameter; there are: {}",
                        known.join(", ")
                    ),
                },
            )),
        }
    }

    /// Who acts. The id is the program's `Idempotency-Key` with the account's name before it, so that what
    /// is sent twice is done once, and two accounts may use the same key.
    ///
    /// # Errors
    /// When the key is too long, or has characters that no id has.
    pub(super) fn caller(&self) -> Result<Caller, Failed> {
        let key = HeaderName::from_static("idempotency-key");
        let id = match self.headers.contains_key(&key) {
            false => new_act(),
            true => self
                .header(key)
                .filter(|id| !id.is_empty() && id.len() <= LONGEST_ID)
                .filter(|id| id.bytes().all(|byte| byte.is_ascii_graphic()))
                .map(str::to_owned)
                .ok_or_else(|| {
                    Failed::field(
                        "Idempotency-Key",
                        "give at most 64 letters, digits and signs without spaces",
                    )
                })?,
        };
        let mut origin = "a program".to_owned();
        if let Some(program) = &self.program {
            let _ = write!(origin, " with the token {}", program.name);
        }
        // With the id no two requests have the same origin: what one brought in is news to the next.
        let _ = write!(origin, ", request {id}");
        let id = match self.headers.contains_key("idempotency-key") {
            true => act_of(self.visit.account()?, &id),
            false => id,
        };
        Ok(Caller {
            origin: Some(origin),
            ..self.visit.caller(&id)?
        })
    }

    /// Does something that may wait for the database.
    ///
    /// # Errors
    /// Those of the work.
    pub(super) async fn does<T, E, F>(&self, work: F) -> Result<T, Failed>
    where
        F: FnOnce(&Service) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<WebError> + Send + 'static,
    {
        Ok(self.visit.app.blocking(work).await?)
    }

    /// Whether the program has what bears this tag already.
    pub(super) fn has(&self, tag: &str) -> bool {
        let held = self.header(header::IF_NONE_MATCH).unwrap_or_default();
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        held.trim() == "*" || held.split(',').any(|held| bare(held) == bare(tag))
    }
}

/// The id of the act for which an account's program gives a key. No form has an id with a colon, and the name
/// has none of its own, so nobody else's act has this id.
fn act_of(account: &AccountId, key: &str) -> String {
    let name = account.as_str().replace('%', "%25").replace(':', "%3A");
    format!("{name}:{key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_accounts_have_the_same_act() {
        let act = |account: &str, key: &str| act_of(&AccountId::from(account), key);
        assert_eq!(act("adults-feed", "2026-06"), "adults-feed:2026-06");
        assert_ne!(act("a", "b:c"), act("a:b", "c"));
        assert_ne!(act("a:b", "c"), act("a%3Ab", "c"));
    }
}
