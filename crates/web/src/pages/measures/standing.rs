//! How a measure stands in a period: value, target, status with the rule that gave it, forecast, trend.

use clew_measure::{
    Direction, Judgement, StatusBasis, ToleranceSource, TrendPart, exact_value, show_goal,
    show_value,
};
use clew_plan::{Figure, FigureState};
use clew_report::words;
use maud::{Markup, html};

use super::view::View;
use crate::components::{return_tag, status_mark, trend_arrow};
use crate::links;

/// The facts on top of the page, and the rule beneath them.
pub(super) fn standing(view: &View<'_>) -> Markup {
    let judged = view.judged();
    html! {
        section class="measure-standing" aria-labelledby="standing" {
            h2 class="govuk-heading-m" id="standing" { "How it stands in " (words::period(view.period)) }
            dl class="measure-facts" {
                (fact("Value", &value(view, &judged)))
                (fact("Target", &target(view, &judged)))
                (fact("Status", &status(view, &judged)))
                @if let Some(forecast) = forecast(view, &judged) { (fact("Expected at the end of the year", &forecast)) }
                (trends(view))
            }
            (rule(view, &judged))
        }
    }
}

fn fact(name: &str, content: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (content) } } }
}

fn value(view: &View<'_>, judged: &Judgement<'_>) -> Markup {
    html! {
        @match view.shown(judged) {
            Some(shown) => { strong { (shown) } (return_tag(judged.figure.and_then(|figure| view.return_mark(figure)))) }
            None => {
                strong class="clew-quiet" { "Not known yet" }
                @if let Some(latest) = latest_known(view) { span class="measure-small" { "Latest known: " (latest) } }
            }
        }
        @if let Some(figure) = judged.figure {
            span class="measure-small" {
                @if let Some(counts) = counts(figure) { (counts) br; }
                @if figure.period != view.period {
                    "for " (words::period(figure.period))
                    @if figure.period.last() < view.period.last() { ", reported in arrears" } br;
                }
                @if figure.state == FigureState::Provisional { "provisional: it may still change" br; }
                a href=(links::figure(view.key, figure.period, view.unit())) {
                    "Where this figure comes from"
                }
            }
        }
    }
}

/// The latest value before the period shown, with its own period.
fn latest_known(view: &View<'_>) -> Option<String> {
    let measure = view.measure;
    let mut earlier = view
        .figures()
        .into_iter()
        .filter(|figure| figure.period.last() <= view.period.last());
    earlier.find_map(|figure| {
        let value = exact_value(figure, measure.unit_of_measure)?.to_decimal();
        let shown = show_value(value, measure.unit_of_measure, measure.decimals);
        Some(format!("{shown} in {}", words::period(figure.period)))
    })
}

/// "39 of 50", where the figure has both counts.
pub(super) fn counts(figure: &Figure) -> Option<String> {
    let (met, all) = figure.numerator.zip(figure.denominator)?;
    let number = |count: rust_decimal::Decimal| words::number(count.normalize());
    Some(format!("{} of {}", number(met), number(all)))
}

fn target(view: &View<'_>, judged: &Judgement<'_>) -> Markup {
    let measure = view.measure;
    let record = judged.target_found.and_then(|found| found.record);
    let words = record.and_then(|target| target.as_written.clone());
    let goal = judged
        .target
        .map(|goal| show_goal(goal, measure.unit_of_measure, measure.decimals));
    html! {
        @match goal.or(words) {
            Some(shown) => strong { (shown) },
            None => strong class="clew-quiet" { "None set" },
        }
        @if let Some(reason) = record.and_then(|target| target.reason.as_ref()) {
            span class="measure-small" { (reason) }
        }
    }
}

fn status(view: &View<'_>, judged: &Judgement<'_>) -> Markup {
    let note = match (view.basis, judged.reported, judged.overridden) {
        (StatusBasis::AsReported, Some(_), _) => "as it was reported",
        (_, _, Some(_)) => "set by a person instead of the rule",
        _ => "by the rule below",
    };
    html! {
        span class="measure-status" { (status_mark(judged.shown(view.basis))) }
        span class="measure-small" {
            (note)
            @if judged.small_numbers { br; "small numbers: the status says little" }
        }
    }
}

fn forecast(view: &View<'_>, judged: &Judgement<'_>) -> Option<Markup> {
    let forecast = judged.forecast.as_ref()?;
    let measure = view.measure;
    let shown = show_value(forecast.value, measure.unit_of_measure, measure.decimals);
    Some(html! {
        strong { (shown) }
        span class="measure-small" {
            (status_mark(forecast.status))
            @if let Some(on) = forecast.on { br; "as forecast on " (words::day(on)) }
        }
    })
}

fn trends(view: &View<'_>) -> Markup {
    let trend = view.index.trend(view.measure, view.period, view.unit());
    html! {
        @for (name, part) in [("Short trend", trend.short), ("Long trend", trend.long)] {
            @if let Some(part) = part { (fact(name, &one_trend(&part))) }
        }
    }
}

fn one_trend(part: &TrendPart) -> Markup {
    let arrow = match part.direction {
        Direction::Better => Some(clew_report::Direction::Up),
        Direction::Worse => Some(clew_report::Direction::Down),
        Direction::Level => Some(clew_report::Direction::Level),
        // A measure that is never judged goes neither for better nor for worse.
        Direction::Higher | Direction::Lower => None,
    };
    html! {
        span class="measure-trend" {
            @if let Some(arrow) = arrow { span aria-hidden="true" { (trend_arrow(arrow, "")) } " " }
            (part.words)
        }
    }
}

/// Why the status is what it is, the complete rule, and what else was said of the status.
fn rule(view: &View<'_>, judged: &Judgement<'_>) -> Markup {
    html! {
        div class="measure-rule" {
            p class="govuk-body" {
                strong { "Why " (judged.by_rule) ": " }
                (sentence(&judged.why))
            }
            @if let Some(reported) = judged.reported.filter(|reported| *reported != judged.by_rule) {
                p class="govuk-body" {
                    "It was published as " (status_mark(reported)) "; by the rule it is "
                    (status_mark(judged.by_rule)) "."
                }
            }
            @if let Some(set) = judged.overridden {
                p class="govuk-body" {
                    "Set to " (status_mark(set.status))
                    @if let Some(by) = &set.by { " by " (by) }
                    @if let Some(on) = set.on { " on " (words::day(on)) }
                    ": " (set.reason)
                }
            }
            p class="govuk-body" { strong { "The rule: " } (rule_in_words(&judged.rule)) }
            @if let Some(ToleranceSource::Plan(id)) = judged.tolerance.as_ref().map(|found| &found.from) {
                p class="govuk-body clew-quiet" {
                    "The tolerance is that of "
                    a class="govuk-link" href=(links::plan(id)) { (plan_title(view, id)) } "."
                }
            }
        }
    }
}

/// The rule without the id of the plan whose tolerance it takes, which is named beside it.
pub(super) fn rule_in_words(rule: &str) -> String {
    let cut = rule.split_once(" (from the plan ");
    let rest = cut.and_then(|(before, after)| Some((before, after.split_once(')')?.1)));
    rest.map_or_else(
        || rule.to_owned(),
        |(before, after)| format!("{before}{after}"),
    )
}

fn plan_title<'view>(view: &'view View<'_>, id: &'view clew_plan::PlanId) -> &'view str {
    let plan = view.book().plan(id);
    plan.map_or(id.as_str(), |plan| plan.title.as_str())
}

/// A reason as a sentence: a capital first and a full stop last.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_leaves_the_id_of_a_plan_out() {
        let rule =
            "Tolerance: 5% of the target (from the plan p-1). A limit has the better colour.";
        let words = "Tolerance: 5% of the target. A limit has the better colour.";
        assert_eq!(rule_in_words(rule), words);
        assert_eq!(rule_in_words("No target."), "No target.");
    }

    #[test]
    fn a_reason_reads_as_a_sentence() {
        for (text, expected) in [
            ("61% is below 85%", "61% is below 85%."),
            (
                "a contextual measure is never judged.",
                "A contextual measure is never judged.",
            ),
            ("éa", "Éa."),
        ] {
            assert_eq!(sentence(text), expected);
        }
    }
}
