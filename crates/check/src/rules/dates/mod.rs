//! Dates of documents, tables and actions.

use clew_plan::Action;

use crate::words::short;

pub(crate) mod after_meeting;
pub(crate) mod data_before_end;
pub(crate) mod end_before_start;
pub(crate) mod heading_period;
pub(crate) mod milestone_passed;
pub(crate) mod not_yet_started;
pub(crate) mod overdue;
pub(crate) mod past_promise;
pub(crate) mod two_dates;

/// "action 4a, Open the hub", shortened.
pub(crate) fn action_name(action: &Action) -> String {
    match &action.title {
        Some(title) => format!("action {}, {}", action.id, short(title, 70)),
        None => format!("action {}", action.id),
    }
}
