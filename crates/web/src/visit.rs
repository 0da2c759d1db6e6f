//! A visit: one request by somebody who is signed in, or by nobody in particular.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use clew_calendar::Day;
use clew_journal::Moment;
use clew_plan::{Account, AccountId, Grant};
use clew_service::{Act, Caller, KnownAt, Memory, Overview, Reader, Session, local_time};

use crate::{App, WebError};

/// One request, with who asks. Handlers take it as an argument; the guard made it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// What every request shares.
    pub app: App,
    /// Who is signed in; none on pages that need nobody.
    pub session: Option<Session>,
    /// The path that was asked for.
    pub path: String,
    /// What stands behind the question mark; empty when nothing does.
    pub query: String,
    /// The client's address, for rate limits.
    pub address: String,
    /// When it was asked.
    pub at: Moment,
    /// Whether the answer may come packed as gzip.
    pub takes_gzip: bool,
}

impl Visit {
    /// Who is signed in.
    ///
    /// # Errors
    /// When nobody is, which cannot be behind a route that needs somebody.
    pub fn account(&self) -> Result<&AccountId, WebError> {
        let session = self.session.as_ref();
        session
            .map(|session| &session.account)
            .ok_or_else(|| WebError::Refused("Nobody is signed in.".to_owned()))
    }

    /// The day of the visit.
    #[must_use]
    pub fn today(&self) -> Day {
        local_time::day_of(self.at)
    }

    /// What the visitor may be told.
    ///
    /// # Errors
    /// When the account was closed, or has no role.
    pub fn reader(&self) -> Result<Reader<'_>, WebError> {
        Ok(self.app.service().reader(self.account()?)?)
    }

    /// What is known, as the visitor may see it.
    ///
    /// # Errors
    /// As [`Visit::reader`].
    pub fn memory(&self) -> Result<Arc<Memory>, WebError> {
        Ok(Arc::clone(self.reader()?.memory()))
    }

    /// What is worked out from what is known.
    ///
    /// # Errors
    /// As [`Visit::reader`], and when a task of the server did not end.
    pub async fn overview(&self) -> Result<Arc<Overview>, WebError> {
        self.app.overview(self.memory()?).await
    }

    /// Reads what may have to wait for the database, as the visitor.
    ///
    /// # Errors
    /// As [`Visit::reader`], and those of the work.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, WebError>
    where
        F: FnOnce(&Reader<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<WebError> + Send + 'static,
    {
        let account = self.account()?.clone();
        self.app
            .blocking(move |service| {
                let reader = service.reader(&account).map_err(WebError::from)?;
                work(&reader).map_err(Into::into)
            })
            .await
    }

    /// What was known when a form was made that has seen this entry, so that it is read for what it
    /// meant however often it is sent; what is known now for one that has seen all of it.
    ///
    /// # Errors
    /// As [`Visit::reader`], and when the journal cannot be read.
    pub async fn known_at(&self, seen: u64) -> Result<Arc<Memory>, WebError> {
        let memory = self.memory()?;
        if seen >= memory.state().head.sequence {
            return Ok(memory);
        }
        let read = self.read(move |reader| reader.known_at(KnownAt::Entry(seen)));
        read.await.map(Arc::new)
    }

    /// Who acts, for an action of the service. `act` is the id that the form was given when it was
    /// made, so that a form that is sent twice is done once.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn caller(&self, act: &str) -> Result<Caller, WebError> {
        Ok(Caller {
            actor: self.account()?.clone(),
            id: act.to_owned(),
            at: self.at,
            origin: Some(format!("the page {}", self.path)),
            despite_clock: false,
        })
    }

    /// The account of whoever is signed in, as the journal has it.
    #[must_use]
    pub fn known_as(&self) -> Option<Account> {
        let id = &self.session.as_ref()?.account;
        self.app.service().memory().state().account(id).cloned()
    }

    /// Whether the visitor may do this for some part of the organisation.
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        self.is_granted(|grant| act.roles().contains(&grant.role))
    }

    /// Whether the visitor may do this throughout the organisation.
    #[must_use]
    pub fn may_throughout(&self, act: Act) -> bool {
        self.is_granted(|grant| grant.unit.is_none() && act.roles().contains(&grant.role))
    }

    fn is_granted(&self, granted: impl Fn(&Grant) -> bool) -> bool {
        let account = self.known_as().filter(|account| !account.closed);
        account.is_some_and(|account| account.grants.iter().any(granted))
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, WebError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| WebError::internal("a route stands outside the guard"))
    }
}
