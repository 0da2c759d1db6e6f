//! Performance: how a plan stands, what is off track and why, every measure a row, and measures side
//! by side.

mod attention;
mod compare;
mod filters;
mod matrix;
mod order;
mod parts;
mod rows;
mod scorecard;
mod sheet;
mod summary;
mod view;

use crate::routes::{Needs, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/performance", Needs::SignedIn, summary::show)
        .get("/performance/scorecard", Needs::SignedIn, scorecard::show)
        .get("/compare", Needs::SignedIn, compare::show)
}
