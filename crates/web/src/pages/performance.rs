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

use clew_calendar::Day;
use clew_service::Overview;

use crate::Fields;
use crate::routes::{Needs, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/performance", Needs::SignedIn, summary::show)
        .get("/performance/scorecard", Needs::SignedIn, scorecard::show)
        .get("/compare", Needs::SignedIn, compare::show)
}

/// Draws the lines of the scorecard that people open first, so that nobody waits for them.
pub(super) fn make_ready(overview: &Overview, today: Day) {
    if let Ok(Some(view)) = view::View::read(overview, &Fields::default()) {
        for row in view.all_rows(overview, today) {
            rows::drawn(&row, overview);
        }
    }
}
