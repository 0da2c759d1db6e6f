//! The JSON interface: everything that pages show and do, for programs.
//!
//! Every operation stands once, in [`operations`]: its route, what it needs, what it takes and gives, and
//! what it does. From that list come the routes, the OpenAPI document and the page that lists them.

mod actions;
mod answers;
mod call;
mod csv;
mod cycles;
mod evidence;
mod failed;
mod figures;
mod freezes;
mod listing;
mod lists;
mod openapi;
mod operations;
mod reading;
mod records;
mod schemas;
mod sent;

pub(crate) use failed::problem;

use crate::routes::{Needs, Routes};

/// Every route of the interface, and the two that describe it.
pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/api", Needs::Anyone, listing::show).get(
        "/api/openapi.json",
        Needs::Anyone,
        openapi::serve,
    );
    operations::routes(routes)
}
