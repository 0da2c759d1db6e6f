//! The evaluator: folds facts into the counts, values and records of a computed measure, by period and up
//! to three dimensions.
//!
//! What counts how:
//!
//! - A record counts in the period of its `from` day. One without that day, or whose day lies after
//!   the as-at day, counts nowhere.
//! - **Timeliness**: met when the second day came on or before the day it was due, and not after the
//!   as-at day; else not yet due while the due day has not passed on the as-at day; else missed. The
//!   as-at day itself has not passed.
//! - **Share**: met when its conditions hold, else missed. **Count, sum, average, median**: what is counted
//!   stands under met. An amount of time whose end is not there, or lies after the as-at day, is
//!   not yet due.
//! - **On a day**: open on a census day from `from` until the day before `to`. There is no figure for a
//!   census day after the as-at day.
//! - The first exclusion that holds gives the reason. Then come the built-in [`Reason`]s.
//! - With `people`, each person counts once a cell: as met when any of their records was, and in
//!   the denominator when any was met or missed.
//! - An occasion of a clock is left out when it ended on or before its due day without having been stopped, and when its due
//!   day was never set or lies outside the calendar. While its clock stands still it is not yet due.
//!
//! Everything is exact: counts, sums, medians by selection, and values as fractions.

mod block;
mod cache;
mod cell;
mod compare;
mod conditions;
mod delays;
mod dimensions;
mod disclosure;
mod figures;
mod fold;
mod hiding;
mod kernel;
mod plan;
mod series;
mod span;
mod table;
mod tally;
mod view;
mod walk;

use clew_calendar::{Calendar, Day, Period};
use clew_practice::pack::{Definition, Of};

use crate::MeasureError;
use crate::facts::FactStore;

pub use cache::YearCache;
pub use cell::{Axis, Basis, Cell, Figures, LateRecording, Part, PeopleCounts, Reason};
pub use compare::{Difference, FigureMoved, Judged, RecordMoved, difference};
pub use dimensions::split_of;
pub use disclosure::{FEWEST_TOLD, is_small, may_stand_beside, told};
pub use hiding::{Apart, PartApart, parts_apart};
pub use series::{rolling, years_to_date};
pub use walk::{Behind, Outcome, records_behind};

/// What is asked of the facts. A what-if is the same question with another definition or calendar.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is counted, and how.
    pub definition: &'a Definition,
    /// By what it is split: up to three dimensions.
    pub split: &'a [Of],
    /// The periods, in any order; they may overlap, as years to date and rolling ones do.
    pub periods: &'a [Period],
    /// The day whose state is shown; what comes after it is not seen yet.
    pub as_at: Day,
    /// The calendar that working days are counted by.
    pub calendar: &'a Calendar,
    /// When given, how many records were recorded within so many days of the event is told too.
    pub recorded_within: Option<u16>,
    /// How many threads may work on it; at least one does.
    pub threads: usize,
}

/// The figures that answer a question.
///
/// # Errors
/// When the definition reads what there are no facts of, lacks what its kind needs, or asks a field
/// what that cannot answer; when a day is later than [`crate::facts::last_day`]; or when there would
/// be too many cells.
pub fn evaluate(store: &FactStore, question: &Question) -> Result<Figures, MeasureError> {
    let plan = plan::Plan::of(store, question)?;
    let views = view::views_of(&plan);
    let tally = fold::fold(&plan, &views, question.threads);
    Ok(figures::figures_of(&plan, tally))
}

/// The same figures, with the tables that have not changed since taken from the cache: those of closed
/// years above all, whose counts no longer depend on the as-at day.
///
/// # Errors
/// Those of [`evaluate`].
pub fn evaluate_with(
    cache: &YearCache,
    store: &FactStore,
    question: &Question,
) -> Result<Figures, MeasureError> {
    let plan = plan::Plan::of(store, question)?;
    let tally = cache.tally_of(&plan, question.threads);
    Ok(figures::figures_of(&plan, tally))
}
