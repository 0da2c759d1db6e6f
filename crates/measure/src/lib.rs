//! Status, trend, statistical process control, aggregation and benchmarks, in exact arithmetic.
//!
//! Everything here is a pure function of a [`clew_plan::Book`] or of a series of numbers: no file
//! and no clock is read. [`Index`] reads a Book once and then answers quickly; the free functions
//! of the same names serve a single question.
//!
//! [`facts`] makes columns of practice records, and [`evaluate`] folds those into the counts of a
//! computed measure.

mod aggregate;
mod benchmark;
mod bounds;
mod error;
pub mod evaluate;
mod exact;
pub mod facts;
mod forecast;
pub mod formulas;
mod index;
mod judge;
mod listing;
mod lookup;
mod numbers;
mod places;
mod project;
mod rule_text;
mod shares;
mod shown;
pub mod spc;
mod status;
mod summary;
mod trend;

pub use aggregate::{Part, Total, aggregate, over_units, year_to_date};
pub use benchmark::{
    Comparison, LgbfMeasure, Place, Rank, council_key, family_members, lgbf_measure, lgbf_measures,
    place, rank,
};
pub use bounds::{Bounds, bounds};
pub use error::MeasureError;
pub use exact::{Exact, exact_value};
pub use forecast::ForecastJudgement;
pub use index::Index;
pub use judge::{Judgement, StatusBasis, judge};
pub use listing::{PlansOfMeasures, measures_of};
pub use lookup::{
    DEFAULT_TOLERANCE_PERCENT, EffectiveTarget, EffectiveTolerance, TargetSource, ToleranceSource,
    figure_for, target_for, tolerance_for,
};
pub use places::{MeasureFacts, Places};
pub use rule_text::rule_in_words;
pub use shares::{Share, largest_remainder};
pub use shown::{show_against, show_goal, show_value};
pub use status::status_of;
pub use summary::{ByKind, Counts, Summary, SummaryRow, SummarySource, summary, summary_of};
pub use trend::{Direction, Trend, TrendPart, trend};

#[cfg(test)]
mod support;
