//! The judgement of a measure in a period: what was reported, what the rule gives, and why.

use std::str::FromStr;

use clew_calendar::Period;
use clew_plan::{
    Book, Figure, Goal, Measure, MeasureKind, PlanId, Polarity, Status, StatusOverride, UnitId,
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::index::Facts;
use crate::lookup::{EffectiveTarget, EffectiveTolerance, find_figure, find_target, tolerance_for};
use crate::{
    Bounds, Exact, ForecastJudgement, MeasureError, bounds, exact_value, forecast, lgbf_measure,
    project, rule_text,
};

/// Which status is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusBasis {
    /// As it was published; what was not published as the rule gives it.
    AsReported,
    /// As the rule gives it, save where a person has overridden it with a reason.
    ByRule,
}

impl StatusBasis {
    /// As reported for a cycle that came with a published document, else by rule. Without a plan,
    /// as reported when every plan's cycle for the period was imported.
    #[must_use]
    pub fn default_for(book: &Book, plan: Option<&PlanId>, period: Period) -> Self {
        let imported = |id: &PlanId| book.is_imported(id, period);
        let all_imported = match plan {
            Some(id) => imported(id),
            None => !book.plans.is_empty() && book.plans.iter().all(|plan| imported(&plan.id)),
        };
        if all_imported {
            Self::AsReported
        } else {
            Self::ByRule
        }
    }
}

impl FromStr for StatusBasis {
    type Err = MeasureError;

    fn from_str(written: &str) -> Result<Self, MeasureError> {
        match written
            .trim()
            .to_lowercase()
            .replace(['-', '_'], " ")
            .as_str()
        {
            "as reported" | "reported" => Ok(Self::AsReported),
            "by rule" | "rule" => Ok(Self::ByRule),
            _ => Err(MeasureError::UnknownBasis {
                written: written.to_owned(),
            }),
        }
    }
}

/// How a measure stands in a period, with everything the judgement rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement<'book> {
    /// The status it was published with.
    pub reported: Option<Status>,
    /// The one status that the rule gives.
    pub by_rule: Status,
    /// The status a person set instead, with the reason.
    pub overridden: Option<&'book StatusOverride>,
    /// The value judged: from counts where they decide it (28 digits), none while unknown.
    pub value: Option<Decimal>,
    /// The same value before any rounding.
    pub exact: Option<Exact>,
    /// What was asked for.
    pub target: Option<Goal>,
    /// Where the target was found.
    pub target_found: Option<EffectiveTarget<'book>>,
    /// How far amber reaches and who says so; none where nothing is judged by a target.
    pub tolerance: Option<EffectiveTolerance>,
    /// The limits that were applied.
    pub bounds: Option<Bounds>,
    /// The figure judged; of an earlier period when the measure is reported in arrears.
    pub figure: Option<&'book Figure>,
    /// Whether the denominator is below the measure's number for "small numbers".
    pub small_numbers: bool,
    /// The value expected at the end of the year and its status.
    pub forecast: Option<ForecastJudgement>,
    /// The complete rule in plain English.
    pub rule: String,
    /// Why the rule gives this status, in one sentence.
    pub why: String,
}

impl Judgement<'_> {
    /// The status to show. As reported falls back to the rule; by rule, an override wins.
    #[must_use]
    pub fn shown(&self, basis: StatusBasis) -> Status {
        let by_rule = self.overridden.map_or(self.by_rule, |set| set.status);
        match basis {
            StatusBasis::AsReported => self.reported.unwrap_or(by_rule),
            StatusBasis::ByRule => by_rule,
        }
    }

    /// Whether the published status differs from the one the rule gives, where both judge.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.reported.is_some_and(|reported| {
            reported != self.by_rule && reported.is_judgement() && self.by_rule.is_judgement()
        })
    }
}

/// Judges a measure in a period, for a part of the organisation or (none) the whole.
///
/// A statistical measure is judged by its target in exact arithmetic: Report later while there is
/// no value; Contextual when its polarity is contextual, when no polarity is known or when no
/// target says what to reach. A project measure has its owner's status, checked against its due
/// date and milestones. A figure of an earlier period stands in for a measure reported in arrears.
#[must_use]
pub fn judge<'book>(
    book: &'book Book,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Judgement<'book> {
    judge_facts(
        book,
        &Facts::of(book, &measure.code.key()),
        measure,
        period,
        unit,
    )
}

pub(crate) fn judge_facts<'book>(
    book: &'book Book,
    facts: &Facts<'book>,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Judgement<'book> {
    let figure = figure_or_arrears(facts, measure, period, unit);
    match measure.kind {
        MeasureKind::Project => project::judge_project(facts, measure, period, figure),
        MeasureKind::Statistical => statistical(book, facts, measure, (period, unit), figure),
    }
}

/// The period's figure, else that of the like period by which the measure comes late.
fn figure_or_arrears<'book>(
    facts: &Facts<'book>,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<&'book Figure> {
    let known = |figure: &&Figure| {
        exact_value(figure, measure.unit_of_measure).is_some() || figure.reported_status.is_some()
    };
    let current = find_figure(facts, period, unit);
    if current.as_ref().is_some_and(known) {
        return current;
    }
    let mut earlier = period;
    for _ in 0..measure.arrears.unwrap_or(0) {
        earlier = earlier.previous()?;
        let late = find_figure(facts, earlier, unit);
        if late.as_ref().is_some_and(known) {
            return late;
        }
    }
    current
}

/// The polarity set for the measure; for a benchmarked measure without one, our own table's.
pub(crate) fn polarity_of(measure: &Measure) -> Option<Polarity> {
    let benchmarked = || {
        let codes = measure
            .categories
            .iter()
            .filter_map(|label| label.strip_prefix("LGBF "));
        let code = std::iter::once(measure.code.written())
            .chain(codes)
            .find_map(lgbf_measure);
        code.map(|listed| listed.polarity)
    };
    measure.polarity.or_else(benchmarked)
}

fn statistical<'book>(
    book: &'book Book,
    facts: &Facts<'book>,
    measure: &Measure,
    (period, unit): (Period, Option<&UnitId>),
    figure: Option<&'book Figure>,
) -> Judgement<'book> {
    let of_figure = figure.map_or(period, |figure| figure.period);
    let target_found =
        find_target(facts, of_figure, unit).or_else(|| find_target(facts, period, unit));
    let target = target_found.and_then(|found| found.goal);
    let exact = figure.and_then(|figure| exact_value(figure, measure.unit_of_measure));
    let polarity = polarity_of(measure);
    let tolerance = tolerance_for(book, measure, target_found.and_then(|found| found.record));
    let limits = polarity
        .zip(target)
        .map(|(polarity, goal)| bounds(goal, polarity, Some(&tolerance.tolerance)));
    let by_rule = match (polarity, exact, limits) {
        (Some(Polarity::Contextual), ..) => Status::Contextual,
        (_, None, _) => Status::ReportLater,
        (_, Some(_), None) => Status::Contextual,
        (_, Some(value), Some(limits)) => limits.status(value),
    };
    let rule = rule_text::Rule {
        measure,
        polarity,
        target: target_found,
        tolerance: &tolerance,
    };
    let why = rule_text::Why {
        rule: &rule,
        figure,
        exact,
        limits,
        status: by_rule,
        period,
    };
    Judgement {
        reported: figure.and_then(|figure| figure.reported_status),
        by_rule,
        overridden: figure.and_then(|figure| figure.override_status.as_ref()),
        value: exact.map(Exact::to_decimal),
        exact,
        target,
        target_found,
        bounds: limits,
        figure,
        small_numbers: has_small_numbers(measure, figure),
        forecast: forecast::judge_forecast(book, facts, measure, (period, unit), figure),
        rule: rule.in_words(limits),
        why: why.in_words(),
        tolerance: limits.map(|_| tolerance),
    }
}

fn has_small_numbers(measure: &Measure, figure: Option<&Figure>) -> bool {
    let denominator = figure.and_then(|figure| figure.denominator);
    measure
        .small_number
        .zip(denominator)
        .is_some_and(|(least, denominator)| denominator < Decimal::from(least))
}
