//! What a measure's page is read from: the measure, its records, the period and the part asked for.

use clew_calendar::{Day, Period};
use clew_measure::{Index, Judgement, StatusBasis, show_against};
use clew_plan::{Book, Code, Figure, ForumId, Measure, MeasureKey, Plan, UnitId};
use clew_report::{Chart, Request, ReturnMark, measure_chart};
use clew_service::Overview;

use super::asked::Choices;
use crate::{WebError, links};

/// One measure, as it was asked for.
pub(super) struct View<'a> {
    pub(super) overview: &'a Overview,
    pub(super) index: &'a Index<'a>,
    pub(super) measure: &'a Measure,
    pub(super) key: &'a MeasureKey,
    pub(super) plan: Option<&'a Plan>,
    pub(super) period: Period,
    pub(super) basis: StatusBasis,
    pub(super) choices: &'a Choices,
}

/// The key of the measure that an address names, whether it has the key or the code as it is written.
///
/// # Errors
/// When there is no such measure.
pub(super) fn key_of(overview: &Overview, written: &str) -> Result<MeasureKey, WebError> {
    let plain = MeasureKey::from(written);
    if overview.has_measure(&plain) {
        return Ok(plain);
    }
    let parsed = written.parse::<Code>().map(|code| code.key()).ok();
    let found = parsed.filter(|key| overview.has_measure(key));
    found.ok_or_else(|| WebError::not_found(format!("There is no measure {written}.")))
}

/// A forum's name; its id where the Book does not list it.
pub(super) fn forum_name<'book>(book: &'book Book, id: &'book ForumId) -> &'book str {
    let found = book.forums.iter().find(|forum| forum.id == *id);
    found.map_or(id.as_str(), |forum| &forum.name)
}

impl<'a> View<'a> {
    /// Looks the measure up.
    ///
    /// # Errors
    /// When there is no such measure or part of the organisation.
    pub(super) fn new(
        overview: &'a Overview,
        index: &'a Index<'a>,
        key: &'a MeasureKey,
        choices: &'a Choices,
        today: Day,
    ) -> Result<Self, WebError> {
        let book = overview.book();
        let measure = index.measure(key);
        let measure = measure.ok_or_else(|| WebError::not_found("There is no such measure."))?;
        let known = |unit: &UnitId| book.units.iter().any(|known| known.id == *unit);
        if choices.unit.as_ref().is_some_and(|unit| !known(unit)) {
            let message = "There is no such part of the organisation.";
            return Err(WebError::not_found(message));
        }
        let plan = plan_of(book, measure);
        let period = choices
            .period
            .or_else(|| latest(index, measure, plan, choices.unit.as_ref()))
            .or_else(|| Period::day(today).financial_year())
            .unwrap_or_else(|| Period::day(today));
        Ok(Self {
            basis: StatusBasis::default_for(book, plan.map(|plan| &plan.id), period),
            overview,
            index,
            measure,
            key,
            plan,
            period,
            choices,
        })
    }

    pub(super) fn book(&self) -> &'a Book {
        self.overview.book()
    }

    pub(super) fn unit(&self) -> Option<&'a UnitId> {
        self.choices.unit.as_ref()
    }

    /// How it stands in the period.
    pub(super) fn judged(&self) -> Judgement<'a> {
        self.index.judge(self.measure, self.period, self.unit())
    }

    /// What must be said of a figure whose return is not signed off.
    pub(super) fn return_mark(&self, figure: &Figure) -> Option<ReturnMark> {
        let open = self.overview.open_returns();
        open.mark(self.key, figure.unit.as_ref(), figure.period)
    }

    /// A judged value as a reader sees it.
    pub(super) fn shown(&self, judged: &Judgement<'_>) -> Option<String> {
        let measure = self.measure;
        let bounds = judged.bounds.as_ref();
        judged
            .value
            .map(|value| show_against(value, measure.unit_of_measure, measure.decimals, bounds))
    }

    /// The figures of the part asked for, the latest first.
    pub(super) fn figures(&self) -> Vec<&'a Figure> {
        let own = self.index.figures(self.key).iter().copied();
        let mut figures: Vec<&Figure> = own
            .filter(|figure| figure.unit.as_ref() == self.unit())
            .collect();
        figures
            .sort_by_key(|figure| std::cmp::Reverse((figure.period.last(), figure.period.first())));
        figures
    }

    /// The chart of the part asked for; none in a Book without a plan.
    pub(super) fn chart(&self) -> Option<Chart> {
        let plan = self.plan.or(self.book().plans.first())?;
        let request = Request {
            index: self.index,
            plan,
            period: self.period,
            basis: self.basis,
            meeting: None,
            open_returns: self.overview.open_returns().clone(),
        };
        let options = self.choices.chart();
        Some(measure_chart(&request, self.measure, self.unit(), &options))
    }

    /// The address of the page, with other choices.
    pub(super) fn address(&self, choices: &Choices) -> String {
        let path = links::path(&["measures", self.key.as_str()]);
        links::with_query(&path, &choices.query())
    }

    /// The address of a file made from the page.
    pub(super) fn file(&self, name: &str) -> String {
        let path = links::path(&["measures", self.key.as_str(), name]);
        links::with_query(&path, &self.choices.query())
    }
}

fn plan_of<'book>(book: &'book Book, measure: &Measure) -> Option<&'book Plan> {
    let of_outcome = || {
        let outcome = book.outcome(measure.outcome.as_ref()?)?;
        Some(&outcome.plan)
    };
    book.plan(measure.plan.as_ref().or_else(of_outcome)?)
}

/// The last cycle's period where it has a figure, else the period of the latest figure, else the
/// last cycle's or the plan's.
fn latest(
    index: &Index<'_>,
    measure: &Measure,
    plan: Option<&Plan>,
    unit: Option<&UnitId>,
) -> Option<Period> {
    let cycles = index.book().cycles.iter();
    let of_plan = cycles.filter(|cycle| plan.is_none_or(|plan| cycle.plan == plan.id));
    let cycle = of_plan
        .map(|cycle| cycle.period)
        .max_by_key(|period| period.last());
    let judged = |period: &Period| {
        let figure = index.judge(measure, *period, unit).figure;
        figure.is_some_and(|figure| figure.value.is_some() || figure.numerator.is_some())
    };
    let key = measure.code.key();
    let of_unit = index.figures(&key).iter();
    let figure = of_unit
        .filter(|figure| figure.unit.as_ref() == unit)
        .map(|figure| figure.period)
        .max_by_key(|period| period.last());
    cycle
        .filter(judged)
        .or(figure)
        .or(cycle)
        .or(plan.and_then(|plan| plan.period))
}
