//! Reading: what pages show, worked out from what is known, fast enough to be asked for by everyone
//! at once. Nothing here writes, asks the time, or decides who may read.

mod board;
mod checked;
mod coverage;
mod fields;
mod filter;
mod open_returns;
mod overview;
mod owners;
mod periods;
mod references;
mod reports;
mod returns;
mod risks;
mod scorecard;
mod search;
mod standing;
mod thread;
mod timeline;
mod told;
mod units;
mod who;
mod work;

pub use board::{Board, OwnerProgress, Progressed, UnitProgress};
pub use checked::FoundAt;
pub use coverage::{
    Answer, Coverage, FindingCovered, InspectionCovered, SharedAction, Uncovered, coverage,
    coverage_with_files,
};
pub use fields::{FieldStep, Slippage, ValueStep, field_history, score_history, slippage};
pub use filter::{DueState, Filter};
pub use overview::Overview;
pub(crate) use owners::Owners;
pub use periods::{NewerPeriod, ShownPeriod};
pub use references::{Reference, References, dangling_references, references};
pub use reports::ReportRequest;
pub use returns::ReturnOwed;
pub use risks::{HeatMap, Review, RiskKey, WhichScore, heat_map, reviews};
pub use scorecard::{ForecastShown, OutcomeStep, Point, ScorecardRow};
pub use search::{Hit, HitKind, HitPage};
pub use standing::ReturnStanding;
pub use thread::{Thread, ThreadAt, ThreadNode, ThreadPoint};
pub use timeline::{ActionFilter, MilestoneRow, TimelineRow};
pub(crate) use told::FrozenKept;
pub use told::{Recorded, ShownToForum, Told};
pub use who::{WhoAndWhy, who_can};
pub use work::{DueReview, DueWork, SOON, Work};
