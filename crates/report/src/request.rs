//! What a report is to be about: a Book, a plan, a period, and whose statuses to show.

use clew_calendar::{Day, Period};
use clew_measure::{Index, StatusBasis};
use clew_plan::{Action, Book, Document, Measure, Plan, PlanId};

use crate::{Cover, OpenReturns, ReportError};

/// Years before the reported one that a measure's row shows.
const PAST_YEARS: usize = 3;

/// What a report is to be about.
#[derive(Clone, Debug)]
pub struct Request<'book> {
    /// The Book, indexed.
    pub index: &'book Index<'book>,
    /// The plan.
    pub plan: &'book Plan,
    /// The period.
    pub period: Period,
    /// Whose statuses to show.
    pub basis: StatusBasis,
    /// The forum and the day of its meeting, where the report is made for one.
    pub meeting: Option<(String, Option<Day>)>,
    /// The returns that are not signed off: their figures are marked.
    pub open_returns: OpenReturns,
}

impl<'book> Request<'book> {
    /// Settles plan, period and basis where they are not given: the plan of the last cycle (else the
    /// first plan), the period of its last cycle (else of its document, else its own), and statuses
    /// as reported for an imported cycle.
    ///
    /// # Errors
    /// When the plan is unknown, or there is no plan or no period at all.
    pub fn new(
        index: &'book Index<'book>,
        plan: Option<&PlanId>,
        period: Option<Period>,
        basis: Option<StatusBasis>,
    ) -> Result<Self, ReportError> {
        let book = index.book();
        let plan = find_plan(book, plan)?;
        let period = period
            .or_else(|| period_of(book, plan))
            .ok_or(ReportError::NoPeriod)?;
        let basis = basis.unwrap_or_else(|| StatusBasis::default_for(book, Some(&plan.id), period));
        Ok(Self {
            index,
            plan,
            period,
            basis,
            meeting: None,
            open_returns: OpenReturns::default(),
        })
    }

    /// The same, for a forum's meeting: covers name it, whatever the document that it comes from says.
    #[must_use]
    pub fn for_meeting(mut self, forum: impl Into<String>, on: Option<Day>) -> Self {
        self.meeting = Some((forum.into(), on));
        self
    }

    /// The same, with the figures of these returns marked as not signed off.
    #[must_use]
    pub fn with_open_returns(mut self, open: OpenReturns) -> Self {
        self.open_returns = open;
        self
    }

    /// The Book.
    #[must_use]
    pub const fn book(&self) -> &'book Book {
        self.index.book()
    }

    /// The document that sets out or reports on the plan in this period, if the Book knows one. A
    /// document that names no period, or a period that ends with this one or contains it, is about it.
    #[must_use]
    pub fn document(&self) -> Option<&'book Document> {
        let about = |document: &Document| match document.period {
            None => true,
            Some(period) => period.last() == self.period.last() || period.covers(self.period),
        };
        let of_plan =
            |document: &&Document| document.plan.as_ref() == Some(&self.plan.id) && about(document);
        self.book().documents.iter().find(of_plan)
    }

    /// The actions of the plan and of the plans that serve it, in the order of the Book.
    #[must_use]
    pub fn actions(&self) -> Vec<&'book Action> {
        let plans = self.book().plan_and_those_below(&self.plan.id);
        let ours = |action: &&Action| plans.iter().any(|plan| plan.id == action.plan);
        self.book().actions.iter().filter(ours).collect()
    }

    /// Refuses a period for which none of the measures has a figure, when other periods have some.
    ///
    /// # Errors
    /// [`ReportError::NoFigures`], which names the latest period that has one.
    pub fn demand_figures(&self, measures: &[&Measure]) -> Result<(), ReportError> {
        let found = |measure: &&Measure| {
            self.index
                .judge(measure, self.period, None)
                .figure
                .is_some()
        };
        if measures.iter().any(found) {
            return Ok(());
        }
        let periods = measures
            .iter()
            .flat_map(|measure| self.index.figures(&measure.code.key()));
        let latest = periods
            .map(|figure| figure.period)
            .max_by_key(|period| period.last());
        match latest {
            None => Ok(()),
            Some(latest) => Err(ReportError::NoFigures {
                asked: self.period.to_string(),
                latest: latest.to_string(),
            }),
        }
    }

    /// The financial years before the one the period lies in that are shown beside it, latest first.
    #[must_use]
    pub fn past_years(&self) -> Vec<Period> {
        let Some(this_year) = self.period.financial_year() else {
            return Vec::new();
        };
        std::iter::successors(this_year.previous(), |year| year.previous())
            .take(PAST_YEARS)
            .collect()
    }

    /// The organisation's name.
    #[must_use]
    pub fn organisation(&self) -> String {
        let stated = self
            .book()
            .organisation
            .as_ref()
            .map(|organisation| organisation.name.clone());
        stated
            .or_else(|| self.document()?.organisation.clone())
            .unwrap_or_default()
    }

    /// Particulars of the meeting: those that were asked for, else those of the document.
    #[must_use]
    pub fn cover(&self) -> Option<Cover> {
        let document = self.document();
        let (report_to, meeting) = match &self.meeting {
            Some((forum, on)) => (forum.clone(), *on),
            None => {
                let document = document?;
                (document.report_to.clone()?, document.meeting)
            }
        };
        Some(Cover {
            report_to,
            meeting,
            report_by: document.and_then(|document| document.report_by.clone()),
            subject: Some(
                document
                    .map_or(&self.plan.title, |document| &document.title)
                    .clone(),
            ),
            data_as_at: document.and_then(|document| document.data_as_at),
        })
    }

    /// The name of the service whose plan it is; the organisation's or the plan's where none is named.
    #[must_use]
    pub fn service(&self) -> String {
        let unit = self
            .plan
            .unit
            .as_ref()
            .map(|unit| self.book().unit_name(unit).to_owned());
        let organisation = || Some(self.organisation()).filter(|name| !name.is_empty());
        unit.or_else(organisation)
            .unwrap_or_else(|| self.plan.title.clone())
    }

    /// The day by which things are judged due: the document's date, else the period's last day.
    #[must_use]
    pub fn as_at(&self) -> Day {
        let document = self.document();
        let stated = document
            .and_then(|document| document.data_as_at.or(document.dated).or(document.meeting));
        stated.unwrap_or(self.period.last())
    }
}

fn find_plan<'book>(book: &'book Book, asked: Option<&PlanId>) -> Result<&'book Plan, ReportError> {
    match asked {
        Some(id) => book.plan(id).ok_or_else(|| ReportError::UnknownPlan {
            asked: id.to_string(),
            known: book
                .plans
                .iter()
                .map(|plan| plan.id.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        }),
        None => {
            let of_cycle = book.cycles.last().and_then(|cycle| book.plan(&cycle.plan));
            of_cycle.or(book.plans.first()).ok_or(ReportError::NoPlan)
        }
    }
}

fn period_of(book: &Book, plan: &Plan) -> Option<Period> {
    let cycle = book.cycles.iter().rev().find(|cycle| cycle.plan == plan.id);
    let document = || {
        book.documents
            .iter()
            .find(|document| document.plan.as_ref() == Some(&plan.id))
    };
    cycle
        .map(|cycle| cycle.period)
        .or_else(|| document()?.period)
        .or(plan.period)
}
