//! Reports as they would be made now, of what is known.

use clew_calendar::{Day, Period};
use clew_measure::{Index, StatusBasis};
use clew_plan::{ForumId, MeasureKey, PlanId};
use clew_report::{Report, ReportError, ReportKind, Request};

use super::Overview;
use crate::ServiceError;
use crate::story::capital;

/// Which report, of what, for whom.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReportRequest {
    /// What kind of report.
    pub kind: ReportKind,
    /// The plan; that of the last cycle when not given.
    pub plan: Option<PlanId>,
    /// The period; that of the plan's last cycle when not given.
    pub period: Option<Period>,
    /// Whose statuses; the plan's own way when not given.
    pub basis: Option<StatusBasis>,
    /// The measure, for the page of one.
    pub measure: Option<MeasureKey>,
    /// The forum that its cover names; that of the document it comes from when not given.
    pub forum: Option<ForumId>,
    /// The day of the forum's meeting.
    pub meeting: Option<Day>,
}

impl ReportRequest {
    /// A report of a kind, of what is asked about most: the last cycle.
    #[must_use]
    pub const fn of(kind: ReportKind) -> Self {
        Self {
            kind,
            plan: None,
            period: None,
            basis: None,
            measure: None,
            forum: None,
            meeting: None,
        }
    }
}

impl Overview {
    /// A report as it would be made now.
    ///
    /// # Errors
    /// When there is no such plan, measure or forum, or nothing to report: a problem of the field
    /// `plan`, `period`, `measure`, `forum` or `kind`.
    pub fn report(&self, asked: &ReportRequest) -> Result<Report, ServiceError> {
        let index = Index::new(self.book());
        let request = Request::new(&index, asked.plan.as_ref(), asked.period, asked.basis);
        let request = request.map_err(|error| not_made(&error))?;
        let mut request = request.with_open_returns(self.open_returns().clone());
        if let Some(id) = &asked.forum {
            let mut forums = self.book().forums.iter();
            let forum = forums.find(|forum| forum.id == *id).ok_or_else(|| {
                ServiceError::invalid("the report", "forum", "There is no such forum")
            })?;
            request = request.for_meeting(&forum.name, asked.meeting);
        }
        let report = asked.kind.build(&request, asked.measure.as_ref());
        report.map_err(|error| not_made(&error))
    }
}

/// Why a report cannot be made, at the field that would have to be another.
fn not_made(error: &ReportError) -> ServiceError {
    let field = match error {
        ReportError::UnknownPlan { .. } | ReportError::NoPlan => "plan",
        ReportError::UnknownMeasure { .. } | ReportError::NoMeasure => "measure",
        ReportError::NoFigures { .. } | ReportError::NoPeriod => "period",
        ReportError::Nothing { .. } => "kind",
    };
    ServiceError::invalid("the report", field, capital(&error.to_string()))
}
