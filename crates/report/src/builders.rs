//! The builders: one function for each kind of report, over shared tables.

mod actions;
mod attention;
mod budgets;
mod committee_report;
mod comparison;
mod front;
mod improvement_plan;
mod inspections;
mod made;
mod management_plan;
mod matrix;
mod measure_chart;
mod measure_page;
mod measure_rows;
mod quarterly_progress;
mod resource_plan;
mod risk_register;
mod risks;
mod schedules;

use clew_plan::MeasureKey;

pub use actions::action_colour;
pub use committee_report::committee_report;
pub use improvement_plan::improvement_plan;
pub use management_plan::management_plan;
pub use measure_chart::{MeasureChartOptions, measure_chart};
pub use measure_page::measure_page;
pub use quarterly_progress::quarterly_progress;
pub use resource_plan::resource_plan;
pub use risk_register::risk_register;

use crate::{Report, ReportError, Request};

/// A kind of report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReportKind {
    /// Every measure by outcome, with the summary matrix and what needs attention.
    QuarterlyProgress,
    /// The covering report that introduces a progress report to committee.
    CommitteeReport,
    /// A plan's outcomes, measures, actions and resources.
    ResourcePlan,
    /// A plan with its alignment, risks, activity budgets, actions, scorecard and schedules.
    ManagementPlan,
    /// Inspections, findings, improvement activities and actions.
    ImprovementPlan,
    /// Risks with scores and controls.
    RiskRegister,
    /// One measure: chart, figures, rule, commentary.
    MeasurePage,
}

impl ReportKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::QuarterlyProgress,
        Self::CommitteeReport,
        Self::ResourcePlan,
        Self::ManagementPlan,
        Self::ImprovementPlan,
        Self::RiskRegister,
        Self::MeasurePage,
    ];

    /// Its name on the command line and in file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::QuarterlyProgress => "quarterly-progress",
            Self::CommitteeReport => "committee-report",
            Self::ResourcePlan => "resource-plan",
            Self::ManagementPlan => "management-plan",
            Self::ImprovementPlan => "improvement-plan",
            Self::RiskRegister => "risk-register",
            Self::MeasurePage => "measure-page",
        }
    }

    /// Builds a report of this kind. Only a measure page needs a measure.
    ///
    /// # Errors
    /// When the Book has nothing of what the report is about, or the measure is unknown.
    pub fn build(
        self,
        request: &Request<'_>,
        measure: Option<&MeasureKey>,
    ) -> Result<Report, ReportError> {
        match self {
            Self::QuarterlyProgress => quarterly_progress(request),
            Self::CommitteeReport => committee_report(request),
            Self::ResourcePlan => resource_plan(request),
            Self::ManagementPlan => management_plan(request),
            Self::ImprovementPlan => improvement_plan(request),
            Self::RiskRegister => risk_register(request),
            Self::MeasurePage => measure_page(request, measure),
        }
    }
}
