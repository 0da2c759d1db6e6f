//! Every route, with what it needs.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, delete, get, post, put};
use clew_service::Act;

use crate::{App, guard, links, pages, security};

/// What a route needs of whoever asks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Needs {
    /// Nobody in particular.
    Anyone,
    /// Somebody who is signed in, whatever their roles.
    SignedIn,
    /// Somebody who may do this for some part of the organisation; the service then asks for which.
    May(Act),
}

/// One route, as it stands in the tested table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RouteEntry {
    /// The method.
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// Whether a form that comes to it after its session has ended is kept until its sender has signed
    /// in again.
    pub keeps: bool,
}

/// Whether a form is kept, and later shown, when its session has ended: never one with a password, a
/// code or anything else of an account's own, and never what a script sends by itself as one types.
fn keeps(method: &Method, path: &str) -> bool {
    *method == Method::POST && !path.starts_with(links::ACCOUNT) && !path.ends_with("/talk")
}

/// Routes under construction: each goes behind the guard, and into the table.
#[derive(Debug)]
pub(crate) struct Routes {
    app: App,
    router: Router<App>,
    table: Vec<RouteEntry>,
}

impl Routes {
    pub(crate) fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            router: Router::new(),
            table: Vec::new(),
        }
    }

    /// A page or a file to read.
    pub(crate) fn get<H, T>(self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(Method::GET, path, needs, get(handler))
    }

    /// A form to send.
    pub(crate) fn post<H, T>(self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(Method::POST, path, needs, post(handler))
    }

    /// Something that a script puts in its place.
    pub(crate) fn put<H, T>(self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(Method::PUT, path, needs, put(handler))
    }

    /// Something that a program takes away.
    pub(crate) fn delete<H, T>(self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(Method::DELETE, path, needs, delete(handler))
    }

    fn with(
        mut self,
        method: Method,
        path: &'static str,
        needs: Needs,
        handler: MethodRouter<App>,
    ) -> Self {
        let keeps = keeps(&method, path);
        let state = (self.app.clone(), needs, keeps);
        let guarded = handler.layer(from_fn_with_state(state, guard::guard));
        self.router = self.router.route(path, guarded);
        self.table.push(RouteEntry {
            method,
            path,
            needs,
            keeps,
        });
        self
    }

    fn finished(self) -> (Router<App>, Vec<RouteEntry>) {
        (self.router, self.table)
    }
}

/// The whole application.
pub fn application(app: &App) -> Router {
    let (router, _) = pages::routes(app).finished();
    let missing = axum::routing::any(pages::missing).layer(from_fn_with_state(
        (app.clone(), Needs::Anyone, false),
        guard::guard,
    ));
    security::around(
        app,
        router.fallback_service(missing.with_state(app.clone())),
    )
    .with_state(app.clone())
}

/// Every route of the application, for the test of each with every role.
#[must_use]
pub fn every_route(app: &App) -> Vec<RouteEntry> {
    pages::routes(app).finished().1
}
