//! Organisations, plans, outcomes, measures, targets, figures, actions, risks, budgets,
//! inspections and forums as plain types, and the thread between them.
//!
//! Every kind of record is flat: one record is one row of a workbook, one line of a workspace
//! file. Records refer to one another by code or id, never by position. [`Book`] holds them all.
//! Nothing here reads a file or a clock.

mod actions;
mod benchmarks;
mod book;
mod budgets;
mod code;
mod error;
mod figures;
mod formula;
mod forums;
mod id;
mod inspections;
mod measures;
mod narrative;
mod organisation;
mod people;
mod plans;
mod reported;
mod risks;
mod scrutiny;
mod status;
mod targets;
mod text;
mod tolerance;
mod waivers;

pub use actions::{Action, ActionStatus, Milestone, Update};
pub use benchmarks::{BenchmarkFigure, FamilyMember};
pub use book::{Book, Kind, Record, RecordRef};
pub use budgets::{Activity, ActivityKind, BudgetTable, CapitalLine, StaffingLine};
pub use code::Code;
pub use error::PlanError;
pub use figures::{Commentary, Figure, FigureSource, FigureState, Reliability, StatusOverride};
pub use formula::{Formula, FormulaKind, FormulaText};
pub use forums::{Cycle, Forum, ForumItem};
pub use id::{
    AccountId, ActionId, BudgetTableId, DocumentId, FindingId, ForumId, FreezeId, InspectionId,
    MeasureKey, OutcomeId, PlanId, RiskId, UnitId, WorkstreamId,
};
pub use inspections::{Finding, ImprovementActivity, Inspection, ResourceGap, Workstream};
pub use measures::{
    Aggregation, Frequency, Measure, MeasureKind, MissingParts, Polarity, SeriesBreak, TrendMode,
    UnitOfMeasure,
};
pub use narrative::{Achievement, Citation, Claim, Document, Passage};
pub use organisation::{Organisation, Unit};
pub use people::{Account, Grant, Role, WorkGrant};
pub use plans::{Outcome, OutcomeLevel, Plan, PlanningStep, Schedule, ScheduleEntry};
pub use reported::{Quantity, ReportedCount, ReportedTotal, TotalOf};
pub use risks::{Control, Risk, RiskScore};
pub use scrutiny::ScrutinyQuestion;
pub use status::Status;
pub use targets::{Goal, ProfilePoint, Target};
pub use tolerance::Tolerance;
pub use waivers::Waiver;
