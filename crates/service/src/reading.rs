//! Reading: what pages show, worked out from what is known, fast enough to be asked for by everyone
//! at once. Nothing here writes, asks the time, or decides who may read.

mod filter;
mod overview;
mod returns;
mod scorecard;
mod search;
mod units;

pub use filter::{DueState, Filter};
pub use overview::Overview;
pub use returns::ReturnOwed;
pub use scorecard::{ForecastShown, OutcomeStep, Point, ScorecardRow};
pub use search::{Hit, HitKind, HitPage};
