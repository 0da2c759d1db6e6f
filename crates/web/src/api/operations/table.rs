//! Routes under construction, each with what describes it.

use axum::handler::Handler;
use axum::http::Method;
use clew_plan::Kind;
use clew_service::Act;

use crate::App;
use crate::api::call::Call;
use crate::api::lists;
use crate::routes::{Needs, Routes};

/// What an operation answers with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::api) enum Gives {
    /// One thing of this schema.
    One(&'static str),
    /// A record of a kind with its version.
    Record(Option<Kind>),
    /// A page of records of a kind.
    Records(Option<Kind>),
    /// A page, or a whole list, of things of this schema.
    Items(&'static str),
    /// A table as CSV.
    Csv,
    /// A file, as it was sent.
    File,
    /// What was done.
    Done,
    /// What was made.
    Made,
}

/// One operation, as it is described.
#[derive(Clone, Debug)]
pub(in crate::api) struct Operation {
    /// The method.
    pub(in crate::api) method: Method,
    /// The path with its parameters in braces.
    pub(in crate::api) path: &'static str,
    /// What it needs.
    pub(in crate::api) needs: Needs,
    /// The group that it is listed in.
    pub(in crate::api) group: &'static str,
    /// What it does, in a sentence.
    pub(in crate::api) does: &'static str,
    /// The parameters behind the question mark.
    pub(in crate::api) takes: &'static [&'static str],
    /// The schema of the body.
    pub(in crate::api) sends: Option<&'static str>,
    /// What it answers with.
    pub(in crate::api) gives: Gives,
}

/// Routes under construction, with what describes them.
pub(in crate::api) struct Table {
    pub(in crate::api) routes: Routes,
    pub(in crate::api) all: Vec<Operation>,
    group: &'static str,
}

/// What is sent where the body is a file and no JSON.
pub(in crate::api) const FILE: &str = "file";
/// No parameters.
pub(in crate::api) const NONE: &[&str] = &[];
/// Those of every list.
pub(in crate::api) const PAGED: &[&str] = &["limit", "after"];

impl Table {
    /// Nothing yet.
    pub(in crate::api) const fn new(routes: Routes) -> Self {
        Self {
            routes,
            all: Vec::new(),
            group: "",
        }
    }

    /// Begins a group.
    pub(in crate::api) fn group(mut self, group: &'static str) -> Self {
        self.group = group;
        self
    }

    /// Something to read.
    pub(in crate::api) fn read<H, T>(
        mut self,
        path: &'static str,
        (does, takes, gives): (&'static str, &'static [&'static str], Gives),
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let needs = Needs::May(Act::Read);
        self.routes = self.routes.get(path, needs, handler);
        self.told(Method::GET, (path, needs), (does, takes), (None, gives))
    }

    /// The records of a kind.
    pub(in crate::api) fn list(self, path: &'static str, kind: Kind, does: &'static str) -> Self {
        let handler = move |call: Call| async move { lists::list(&call, kind) };
        self.read(path, (does, PAGED, Gives::Records(Some(kind))), handler)
    }

    /// Something to do.
    pub(in crate::api) fn act<H, T>(
        mut self,
        path: &'static str,
        act: Act,
        (does, sends, gives): (&'static str, &'static str, Gives),
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let needs = Needs::May(act);
        self.routes = self.routes.post(path, needs, handler);
        let takes = if path.contains("/records/") {
            &["reason"]
        } else {
            NONE
        };
        self.told(
            Method::POST,
            (path, needs),
            (does, takes),
            (Some(sends), gives),
        )
    }

    /// Describes a route that is there.
    pub(in crate::api) fn told(
        mut self,
        method: Method,
        (path, needs): (&'static str, Needs),
        (does, takes): (&'static str, &'static [&'static str]),
        (sends, gives): (Option<&'static str>, Gives),
    ) -> Self {
        self.all.push(Operation {
            method,
            path,
            needs,
            group: self.group,
            does,
            takes,
            sends,
            gives,
        });
        self
    }
}
