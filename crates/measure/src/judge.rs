//! The judgement of a measure in a period: what was reported, what the rule gives, and why.

use std::str::FromStr;

use clew_calendar::Period;
use clew_plan::{
    Book, Figure, Goal, Measure, MeasureKind, PlanId, Polarity, Status, StatusOverride, UnitId,
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::bounds::bounds_of;
use crate::index::Facts;
use crate::lookup::{EffectiveTarget, EffectiveTolerance, find_figure, find_target, tolerance_for};
use crate::{
    Bounds, Exact, ForecastJudgement, MeasureError, exact_value, forecast, lgbf_measure, project,
    rule_text,
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

impl std::fmt::Display for StatusBasis {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(match self {
            Self::AsReported => "as-reported",
            Self::ByRule => "by-rule",
        })
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
        &Facts::of(book, measure.code.as_key()),
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
pub(crate) fn figure_or_arrears<'book>(
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
        .zip(target_found.and_then(|found| found.exact))
        .map(|(polarity, ends)| bounds_of(ends, polarity, Some(&tolerance.tolerance)));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::support::{book, measure, number, period, row, table};

    /// A book with one measure, its figures and a target for 2019-20.
    fn with_target(changes: Value, figures: &str, goal: &str) -> Book {
        let mut book = book(measure(changes), figures);
        if !goal.is_empty() {
            let target = json!({"measure": "M", "period": "2019-20", "goal": goal});
            book.targets.push(row(target));
        }
        book
    }

    fn of<'book>(book: &'book Book, label: &str) -> Judgement<'book> {
        judge(book, &book.measures[0], period(label), None)
    }

    #[test]
    fn a_measure_is_judged_or_it_says_why_not() {
        let cases = "
            # polarity | target | value       | status       | why
            higher     | 90     | 98          | Green        | 98% is at or above 90%
            higher     | 90     | 89          | Amber        | 89% is below 90% but at or above 85.5%
            higher     | 75     | 69          | Red          | 69% is below 71.25%
            higher     | 90     | 35657/46204 | Red          | 77.2% (35,657 of 46,204) is below 85.5%
            lower      | 5      | 2.7         | Green        | 2.7% is at or below 5%
            lower      | 5      | 5.1         | Amber        | 5.1% is above 5% but at or below 5.25%
            lower      | 5      | 6           | Red          | 6% is above 5.25%
            in range   | 10 to 20 | 12        | Green        | 12% lies from 10% to 20%
            in range   | 10 to 20 | 21        | Amber        | 21% lies outside 10% to 20% but from 9.5% to 21%
            in range   | 10 to 20 | 8         | Red          | 8% lies outside 9.5% to 21%
            higher     |        | 98          | Contextual   | 98% is not judged: no target is set
            higher     | 90     |             | Report later | there is no value for 2019-20 Q2 yet
            contextual | 90     | 98          | Contextual   | 98% is for information: the measure is contextual
            contextual |        |             | Contextual   | a contextual measure is never judged";
        for cells in table(cases) {
            let [polarity, goal, value, status, why] = cells[..] else {
                panic!("{cells:?}")
            };
            let figure = format!("2019-20 to Q2 = {value}");
            let book = with_target(json!({"polarity": polarity}), &figure, goal);
            let judgement = of(&book, "2019-20 Q2");
            assert_eq!(judgement.by_rule.word(), status, "{cells:?}");
            assert_eq!(judgement.why, why, "{cells:?}");
        }
    }

    #[test]
    fn the_rule_is_complete_enough_to_work_by_hand() {
        let book = with_target(json!({}), "2019-20 to Q2 = 89", "90");
        assert_eq!(
            of(&book, "2019-20 Q2").rule,
            "Higher is better. Green at 90% or above; Amber from 85.5% to below 90%; Red below \
             85.5%. The target is that of 2019-20. Tolerance: 5% of the target (the default, as \
             none is set). Values are compared before rounding; a value on a limit has the better \
             colour."
        );
        let limits = json!({"polarity": "lower", "tolerance": "0 points"});
        let book = with_target(limits, "2019-20 = 5", "5");
        assert_eq!(
            of(&book, "2019-20").rule,
            "Lower is better. Green at 5% or below; Red above 5%; no Amber. The target is set for \
             2019-20. Tolerance: 0 points (set for the measure). Values are compared before \
             rounding; a value on a limit has the better colour."
        );
    }

    #[test]
    fn without_polarity_nothing_is_coloured_save_from_our_own_table() {
        let unknown = with_target(json!({"polarity": null}), "2019-20 = 5", "5");
        assert_eq!(of(&unknown, "2019-20").by_rule, Status::Contextual);
        let cost = json!({"code": "SW01", "polarity": null, "unit_of_measure": "£"});
        let mut book = book(measure(cost), "2019-20 = 20");
        let target = json!({"measure": "SW1", "period": "2019-20", "goal": "21"});
        book.targets.push(row(target));
        assert_eq!(
            of(&book, "2019-20").by_rule,
            Status::Green,
            "a lower cost is better"
        );
    }

    #[test]
    fn reported_override_and_rule_stand_side_by_side() {
        let mut book = with_target(json!({}), "2019-20 Q2 = 40", "100");
        let plain = of(&book, "2019-20 Q2");
        assert_eq!(
            plain.shown(StatusBasis::AsReported),
            Status::Red,
            "falls back to the rule"
        );
        book.figures[0].reported_status = Some(Status::Amber);
        let reported = of(&book, "2019-20 Q2");
        assert_eq!(reported.shown(StatusBasis::AsReported), Status::Amber);
        assert_eq!(reported.shown(StatusBasis::ByRule), Status::Red);
        assert!(reported.is_disputed());
        book.figures[0].override_status = Some(row(
            json!({"status": "Green", "reason": "staff were on strike"}),
        ));
        let overridden = of(&book, "2019-20 Q2");
        assert_eq!(
            overridden.by_rule,
            Status::Red,
            "the rule's own status is kept"
        );
        assert_eq!(overridden.shown(StatusBasis::ByRule), Status::Green);
        assert_eq!(overridden.shown(StatusBasis::AsReported), Status::Amber);
    }

    #[test]
    fn a_forecast_stands_beside_the_current_status() {
        let mut book = with_target(json!({}), "2019-20 Q2 = 70", "75");
        book.figures[0].forecast = Some(number("76"));
        book.figures[0].forecast_on = "2019-10-15".parse().ok();
        let judgement = of(&book, "2019-20 Q2");
        assert_eq!(judgement.by_rule, Status::Red);
        let forecast = judgement.forecast.expect("a forecast");
        assert_eq!(
            (forecast.value, forecast.status),
            (number("76"), Status::Green)
        );
        assert_eq!(forecast.on, book.figures[0].forecast_on);
    }

    #[test]
    fn small_numbers_are_marked_below_the_set_denominator() {
        for (counts, small) in [("3/9", true), ("3/10", false), ("30", false)] {
            let book = with_target(
                json!({"small_number": 10}),
                &format!("2019-20 = {counts}"),
                "75",
            );
            assert_eq!(of(&book, "2019-20").small_numbers, small, "{counts}");
        }
    }

    #[test]
    fn a_measure_in_arrears_is_judged_by_the_period_before() {
        let book = with_target(json!({"arrears": 1}), "2019-20 Q1 = 98", "90");
        let judgement = of(&book, "2019-20 Q2");
        assert_eq!(judgement.by_rule, Status::Green);
        assert_eq!(
            judgement.why,
            "98% for 2019-20 Q1, reported in arrears, is at or above 90%"
        );
        assert_eq!(of(&book, "2019-20 Q3").by_rule, Status::ReportLater);
    }

    #[test]
    fn a_running_total_is_judged_by_its_share_of_the_year() {
        let summed = json!({"unit_of_measure": "number", "aggregation": "sum"});
        let book = with_target(summed, "2019-20 to Q2 = 500", "1000");
        let judgement = of(&book, "2019-20 Q2");
        assert_eq!(judgement.by_rule, Status::Green);
        assert!(
            judgement.rule.contains("an equal share of that of 2019-20"),
            "{}",
            judgement.rule
        );
    }

    #[test]
    fn an_equal_share_that_is_no_decimal_is_judged_before_it_is_rounded() {
        // Four months of a target of 10 for the year are 10/3, which the counts meet exactly.
        let cases = "
            # polarity | counts        | status
            lower      | 10/3          | Green
            higher     | 10/3          | Green
            lower      | 10001/3000    | Red
            higher     | 9999/3000     | Red";
        for cells in table(cases) {
            let [polarity, counts, status] = cells[..] else {
                panic!("{cells:?}")
            };
            let summed = json!({
                "unit_of_measure": "number", "aggregation": "sum", "polarity": polarity,
                "tolerance": "0%",
            });
            let figure = format!("2019-04-01..2019-07-31 = {counts}");
            let book = with_target(summed, &figure, "10");
            let judgement = of(&book, "2019-04-01..2019-07-31");
            assert_eq!(judgement.by_rule.word(), status, "{cells:?}");
        }
    }

    #[test]
    fn the_largest_values_are_judged_without_overflow() {
        let most = "70000000000000000000000000000";
        let cases = [
            (most, "1", "Green"),
            ("1", most, "Red"),
            (most, most, "Green"),
        ];
        for tolerance in ["5%", "70000000000000000000000000000%", "5 points"] {
            for (value, goal, status) in cases {
                let changes = json!({"unit_of_measure": "number", "tolerance": tolerance});
                let book = with_target(changes, &format!("2019-20 = {value}"), goal);
                let found = of(&book, "2019-20").by_rule.word();
                let amber = tolerance.len() > 20 && status == "Red";
                assert_eq!(
                    found,
                    if amber { "Amber" } else { status },
                    "{value} {goal}"
                );
            }
        }
        let counted = with_target(json!({}), &format!("2019-20 = {most}/3"), most);
        assert_eq!(of(&counted, "2019-20").by_rule, Status::Green);
        let summed = json!({"unit_of_measure": "number", "aggregation": "sum"});
        let shared = with_target(summed, "2019-20 to Q2 = 500", most);
        assert_eq!(of(&shared, "2019-20 Q2").by_rule, Status::Red);
    }

    #[test]
    fn every_way_of_asking_gives_the_same_judgement() {
        let book = with_target(json!({}), "2019-20 to Q2 = 89\n2018-19 = 93", "90");
        let index = crate::Index::new(&book);
        let indexed = index.judge(&book.measures[0], period("2019-20 Q2"), None);
        assert_eq!(indexed, of(&book, "2019-20 Q2"));
    }

    #[test]
    fn a_basis_is_read_from_words() {
        assert_eq!("as-reported".parse(), Ok(StatusBasis::AsReported));
        assert_eq!("By rule".parse(), Ok(StatusBasis::ByRule));
        assert!("green".parse::<StatusBasis>().is_err());
    }

    #[test]
    fn an_imported_cycle_is_shown_as_reported() {
        let mut book = with_target(json!({}), "", "");
        let asked = period("2019-20 Q2");
        assert_eq!(
            StatusBasis::default_for(&book, None, asked),
            StatusBasis::ByRule
        );
        book.plans = vec![row(json!({"id": "p", "title": "Plan", "imported": true}))];
        assert_eq!(
            StatusBasis::default_for(&book, None, asked),
            StatusBasis::AsReported
        );
        let id = "p".into();
        assert_eq!(
            StatusBasis::default_for(&book, Some(&id), asked),
            StatusBasis::AsReported
        );
    }
}
