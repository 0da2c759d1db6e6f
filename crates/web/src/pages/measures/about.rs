//! What a measure is: its definition in plain English, its place in the thread, who may do what to it.

use clew_measure::formulas::formula_versions;
use clew_plan::{Aggregation, Frequency, Measure, MeasureKind, Polarity, TrendMode};
use clew_report::words;
use clew_report::words::capital;
use clew_service::{Act, WhoAndWhy, who_can};
use maud::{Markup, html};

use super::view::View;
use crate::components::summary_list;
use crate::links;

/// The definition, with its version and how it is worked out.
pub(super) fn definition(view: &View<'_>) -> Markup {
    let measure = view.measure;
    let mut facts: Vec<(&str, Markup)> = Vec::new();
    for version in formula_versions(view.book(), view.key) {
        let formula = version.formula;
        facts.push((
            "Worked out as",
            html! {
                (formula.formula)
                @if let Some(from) = formula.from { " from " (words::period(from)) }
                @if let Some(reason) = &formula.reason { ": " (reason) }
            },
        ));
    }
    facts.extend(how(measure).map(|how| ("How it is read", html! { (how) })));
    let breaks = view.book().series_breaks.iter();
    for one in breaks.filter(|one| one.measure == *view.key) {
        facts.push((
            "New series",
            html! { "From " (words::period(one.from)) ": " (one.reason) },
        ));
    }
    if let Some(baseline) = measure.baseline {
        facts.push((
            "Control limits",
            html! { "Drawn from the figures of " (words::period(baseline)) },
        ));
    }
    facts.extend(
        measure
            .notes
            .as_ref()
            .map(|notes| ("Notes", html! { (notes) })),
    );
    html! {
        section aria-labelledby="definition" {
            h2 class="govuk-heading-m" id="definition" { "What it measures" }
            @match &measure.definition {
                Some(text) => p class="govuk-body measure-words" { (text) },
                None if measure.computed_from.is_none() => p class="govuk-body clew-quiet" { "Nobody has written its definition yet." },
                None => {}
            }
            @if let Some(definition) = &measure.computed_from {
                p class="govuk-body" {
                    "It is counted from records, by " a class="govuk-link" href=(links::path(&["explore", definition])) { (definition) } ", which says how."
                }
            }
            p class="govuk-body clew-quiet" { "Version " (measure.version.unwrap_or(1)) " of the definition" }
            (summary_list(&facts))
        }
    }
}

/// Frequency, which way is better, how it is added: in one or two sentences.
fn how(measure: &Measure) -> Option<String> {
    let mut said: Vec<String> = Vec::new();
    if measure.kind == MeasureKind::Project {
        said.push(
            "A piece of work, with the status its owner gives, checked against its milestones"
                .to_owned(),
        );
    }
    said.extend(measure.frequency.map(frequency).map(str::to_owned));
    if let Some(periods) = measure.arrears.filter(|periods| *periods > 0) {
        let late = words::count(periods.into(), "period");
        said.push(format!("Its figures come {late} late"));
    }
    said.extend(measure.polarity.map(polarity).map(str::to_owned));
    said.extend(measure.aggregation.map(aggregation).map(str::to_owned));
    if measure.trend_mode == Some(TrendMode::YearOnYear) {
        said.push("Its trend compares with the same period of the year before".to_owned());
    }
    if let Some(number) = measure.small_number {
        said.push(format!(
            "Below {number} in all, a status is marked “small numbers”"
        ));
    }
    (!said.is_empty()).then(|| format!("{}.", said.join(". ")))
}

const fn frequency(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Monthly => "Reported every month",
        Frequency::Quarterly => "Reported every quarter",
        Frequency::HalfYearly => "Reported twice a year",
        Frequency::Annual => "Reported once a year",
        Frequency::Biennial => "Reported every second year",
        Frequency::AdHoc => "Reported when there is something to report",
    }
}

const fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Higher => "Higher is better",
        Polarity::Lower => "Lower is better",
        Polarity::InRange => "Best within a range",
        Polarity::Contextual => "For information: it is never judged",
    }
}

const fn aggregation(aggregation: Aggregation) -> &'static str {
    match aggregation {
        Aggregation::Counts => {
            "Parts are added as counts and then divided, never as averages of percentages"
        }
        Aggregation::Sum => "Parts and periods are added",
        Aggregation::Last => "The last value stands for the whole period",
        Aggregation::None => "Parts are not added",
    }
}

/// The way from the plan down to the measure, with its particulars.
pub(super) fn thread(view: &View<'_>) -> Markup {
    let book = view.book();
    let measure = view.measure;
    let outcome = measure.outcome.as_ref();
    let line = outcome.map(|id| book.line_of_sight(id)).unwrap_or_default();
    let mut facts: Vec<(&str, Markup)> = Vec::new();
    facts.extend(
        measure
            .owner
            .as_ref()
            .map(|owner| ("Owner", html! { (owner) })),
    );
    facts.extend(
        measure
            .unit
            .as_ref()
            .map(|unit| ("Service", html! { (book.unit_name(unit)) })),
    );
    if !measure.categories.is_empty() {
        facts.push(("Categories", html! { (measure.categories.join(", ")) }));
    }
    if !measure.links.is_empty() {
        facts.push((
            "Serves in the wider plan",
            html! { (measure.links.join(", ")) },
        ));
    }
    facts.extend(
        measure
            .retired_on
            .map(|day| ("Out of use from", html! { (words::day(day)) })),
    );
    html! {
        section aria-labelledby="thread" {
            h2 class="govuk-heading-m" id="thread" { "Where it belongs" }
            ol class="measure-thread" {
                @if let Some(plan) = view.plan {
                    li { span class="clew-quiet" { "Plan" } " " a class="govuk-link" href=(links::plan(&plan.id)) { (plan.title) } }
                }
                @for outcome in line.iter().rev() {
                    li {
                        span class="clew-quiet" { (capital(outcome.level.word())) } " "
                        a class="govuk-link" href=(links::outcome(&outcome.plan, &outcome.id)) { (outcome.title) }
                    }
                }
                li aria-current="true" { span class="clew-quiet" { "Measure" } " " (measure.title) }
            }
            @if line.is_empty() {
                p class="govuk-body" { "It serves no outcome: it has no line of sight to what the plan wants." }
            }
            (summary_list(&facts))
        }
    }
}

/// What people may do to a measure, in the order in which a figure comes about.
const ACTS: [Act; 6] = [
    Act::Return,
    Act::Check,
    Act::SignOff,
    Act::Correct,
    Act::ChangePlan,
    Act::Read,
];

/// Who can see or change the measure, and by which role.
pub(super) fn who(view: &View<'_>) -> Markup {
    let unit = view.unit().or(view.measure.unit.as_ref());
    let all = who_can(view.overview.memory(), unit);
    html! {
        section aria-labelledby="who" {
            h2 class="govuk-heading-m" id="who" { "Who can see or change this" }
            @for act in ACTS {
                @let people = all.iter().find(|(found, _)| *found == act).map_or(&[][..], |(_, people)| people);
                details class="govuk-details measure-who" {
                    summary class="govuk-details__summary" {
                        span class="govuk-details__summary-text" { (capital(&act.to_string())) ": " (words::count(people.len(), "account")) }
                    }
                    div class="govuk-details__text" {
                        @if people.is_empty() { p class="govuk-body" { "Nobody can." } }
                        @else { ul class="govuk-list govuk-list--bullet" { @for one in people { li { (why(view, one)) } } } }
                    }
                }
            }
        }
    }
}

fn why(view: &View<'_>, one: &WhoAndWhy) -> Markup {
    html! {
        (one.name) ", because of the role " (one.role) " for "
        @match &one.through {
            Some(unit) => (view.book().unit_name(unit)),
            None => "the whole organisation",
        }
    }
}
