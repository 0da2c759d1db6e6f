//! What is looked at, as the address says it: a plan, a period and a filter.

use std::sync::Arc;

use clew_calendar::{Day, Period};
use clew_plan::{PlanId, Status};
use clew_report::words;
use clew_service::{Filter, Overview, ScorecardRow};

use crate::{Fields, WebError, links};

/// The value of `plan` in an address that asks for every plan together.
pub(super) const EVERY_PLAN: &str = "*";

/// A plan, a period and a filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct View {
    /// The plan; none for every plan together.
    pub(super) plan: Option<PlanId>,
    /// The period.
    pub(super) period: Period,
    /// Which measures.
    pub(super) filter: Filter,
}

impl View {
    /// Reads an address; what it leaves out is the plan and the period that are shown first. None when there is no plan, or no period to show.
    ///
    /// # Errors
    /// When there is no such plan, or a part of the address cannot be read.
    pub(super) fn read(overview: &Overview, asked: &Fields) -> Result<Option<Self>, WebError> {
        let mut filter = Filter::from_pairs(asked.iter())?;
        let plan = match asked.given("plan") {
            Some(EVERY_PLAN) => None,
            Some(id) => Some(known_plan(overview, id)?),
            None => match overview.first_plan() {
                Some(plan) => Some(plan.clone()),
                None => return Ok(None),
            },
        };
        // The list of periods and the outcome were those of the plan that the form was made for.
        let same_plan = asked
            .given("shown")
            .is_none_or(|shown| shown == word(plan.as_ref()));
        if !same_plan {
            filter.outcome = None;
            filter.no_outcome = false;
        }
        let asked = asked.given("period").filter(|_| same_plan);
        let period = match asked {
            Some(label) => Some(readable(label)?),
            None => overview.first_period(plan.as_ref()),
        };
        Ok(period.map(|period| Self {
            plan,
            period,
            filter,
        }))
    }

    /// The plan as the address has it.
    pub(super) fn plan_word(&self) -> &str {
        word(self.plan.as_ref())
    }

    /// What is looked at, in words.
    pub(super) fn title(&self, overview: &Overview) -> String {
        let plan = self.plan.as_ref();
        let plan = plan.and_then(|id| overview.book().plan(id));
        let title = plan.map_or("Every plan", |plan| &plan.title);
        format!("{title}, {}", words::period(self.period))
    }

    /// The pairs of an address that shows the same plan and period with another filter.
    pub(super) fn pairs(&self, filter: &Filter) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("plan", self.plan_word().to_owned()),
            ("period", self.period.to_string()),
        ];
        pairs.extend(filter.pairs());
        pairs
    }

    /// The query of the same view.
    pub(super) fn query(&self) -> String {
        self.query_of(&self.filter, &[])
    }

    /// The query of the same plan and filter in another period.
    pub(super) fn query_in(&self, period: Period) -> String {
        let other = Self {
            period,
            ..self.clone()
        };
        other.query()
    }

    /// The query of the same plan and period with another filter and more behind it.
    pub(super) fn query_of(&self, filter: &Filter, more: &[(&str, &str)]) -> String {
        let pairs = self.pairs(filter);
        let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
        links::query(&pairs.chain(more.iter().copied()).collect::<Vec<_>>())
    }

    /// The address of the scorecard that shows the measures of this filter.
    pub(super) fn scorecard(&self, filter: &Filter) -> String {
        links::with_query(links::SCORECARD, &self.query_of(filter, &[]))
    }

    /// The filter with other statuses.
    pub(super) fn with_statuses(&self, statuses: &[Status]) -> Filter {
        Filter {
            statuses: statuses.to_vec(),
            ..self.filter.clone()
        }
    }

    /// The rows that the filter lets through.
    pub(super) fn rows(&self, overview: &Overview, today: Day) -> Vec<Arc<ScorecardRow>> {
        overview.scorecard(&self.filter, self.period, self.plan.as_ref(), today)
    }

    /// Every row of the plan and period.
    pub(super) fn all_rows(&self, overview: &Overview, today: Day) -> Vec<Arc<ScorecardRow>> {
        let everything = Filter::default();
        overview.scorecard(&everything, self.period, self.plan.as_ref(), today)
    }
}

fn word(plan: Option<&PlanId>) -> &str {
    plan.map_or(EVERY_PLAN, PlanId::as_str)
}

fn known_plan(overview: &Overview, id: &str) -> Result<PlanId, WebError> {
    let plan = overview.book().plan(&id.into());
    let plan = plan.ok_or_else(|| WebError::not_found("There is no such plan."))?;
    Ok(plan.id.clone())
}

/// A period as somebody may have typed it.
pub(super) fn readable(label: &str) -> Result<Period, WebError> {
    label.parse().map_err(|_| {
        let message = "The period cannot be read. Periods look like 2025-26 or 2025-26 Q2.";
        WebError::BadRequest(message.to_owned())
    })
}
