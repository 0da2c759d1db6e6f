//! What stands beside a measure: its parts, other councils, the actions and the risks.

use clew_measure::{Place, place, show_goal, show_value};
use clew_plan::{Action, Code, MeasureKey, Risk, UnitId};
use clew_report::words;
use maud::{Markup, html};

use super::drawing::parts_with_figures;
use super::standing::counts;
use super::view::View;
use crate::components::{return_tag, stacked_table as table, status_mark};
use crate::links;

/// The figures of the parts of the organisation in the period, beside that of the whole.
pub(super) fn splits(view: &View<'_>) -> Markup {
    let parts = parts_with_figures(view);
    if parts.is_empty() {
        return html! {};
    }
    let rows: Vec<(Option<&UnitId>, bool, Markup)> = std::iter::once(None)
        .chain(parts.iter().copied().map(Some))
        .map(|unit| part(view, unit))
        .collect();
    let reported = rows.iter().skip(1).filter(|(_, known, _)| *known).count();
    let caption = format!(
        "Parts of the organisation in {}",
        words::period(view.period)
    );
    let headings = [
        ("Part", ""),
        ("Value", "end"),
        ("Counts", "end"),
        ("Target", "end"),
        ("Status", ""),
    ];
    html! {
        section aria-labelledby="splits" {
            h2 class="govuk-heading-m" id="splits" { "By part of the organisation" }
            p class="govuk-body" { (reported) " of " (words::count(parts.len(), "part")) " reported." }
            (table(&caption, &headings, &html! { @for (_, _, row) in &rows { (row) } }))
        }
    }
}

fn part<'a>(view: &View<'_>, unit: Option<&'a UnitId>) -> (Option<&'a UnitId>, bool, Markup) {
    let measure = view.measure;
    let judged = view.index.judge(measure, view.period, unit);
    let name = unit.map_or("The whole", |unit| view.book().unit_name(unit));
    let shown = view.shown(&judged);
    let known = shown.is_some();
    let here = unit == view.unit();
    let row = html! {
        tr {
            th scope="row" {
                @if here { (name) span class="quiet" { " (shown here)" } }
                @else { a href=(view.address(&view.choices.of_unit(unit))) { (name) } }
            }
            td class="end" { (shown.unwrap_or_else(|| "–".to_owned())) (return_tag(judged.figure.and_then(|figure| view.return_mark(figure)))) }
            td class="end" { (judged.figure.and_then(counts).unwrap_or_default()) }
            td class="end" {
                @if let Some(goal) = judged.target { (show_goal(goal, measure.unit_of_measure, measure.decimals)) }
            }
            td { (status_mark(judged.shown(view.basis))) }
        }
    };
    (unit, known, row)
}

/// Councils that are shown beside the own one.
const MOST_COUNCILS: usize = 40;

/// How the organisation compares with Scotland and its family group, where the Book has benchmarks.
pub(super) fn compared(view: &View<'_>) -> Markup {
    let Some(found) = benchmark(view) else {
        return html! {};
    };
    let measure = view.measure;
    let show = |value| show_value(value, measure.unit_of_measure, measure.decimals);
    let rows = html! {
        @for other in found.table.iter().take(MOST_COUNCILS) {
            tr {
                td class="end" { @if other.rank > 0 { (other.rank) @if other.tied { "=" } } @else { "–" } }
                th scope="row" { (other.council) @if other.council == found.council { span class="quiet" { " (this council)" } } }
                td class="end" { (show(other.value)) }
            }
        }
    };
    let caption = format!("{} in {}", found.group, words::period(found.period));
    html! {
        section aria-labelledby="compared" {
            h2 class="govuk-heading-m" id="compared" { "Compared with others" }
            p class="govuk-body" {
                "In " (words::period(found.period)) ", " (show(found.value)) ": " (found.words()) "."
                @for beside in [&found.scotland, &found.family].into_iter().flatten() {
                    " It is " (beside.direction.words()) " " (beside.with) " (" (show(beside.average)) ")."
                }
            }
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Every council in the group" } }
                div class="govuk-details__text" { (table(&caption, &[("Rank", "end"), ("Council", ""), ("Value", "end")], &rows)) }
            }
        }
    }
}

/// The organisation's place in the latest benchmarked period that is not after the one shown.
fn benchmark(view: &View<'_>) -> Option<Place> {
    let book = view.book();
    let organisation = book.organisation.as_ref()?;
    let keys = benchmark_keys(view);
    let mut periods: Vec<_> = book
        .benchmarks
        .iter()
        .filter(|row| keys.contains(&row.measure) && row.period.last() <= view.period.last())
        .map(|row| (row.period, &row.measure))
        .collect();
    periods.sort_by_key(|(period, _)| std::cmp::Reverse(period.last()));
    periods.dedup();
    let group = organisation.family_group.as_deref();
    periods
        .into_iter()
        .find_map(|(period, key)| place(book, key, period, &organisation.name, group))
}

/// The measure's own code, and the benchmarked code that a category such as "LGBF SW3a" names.
fn benchmark_keys(view: &View<'_>) -> Vec<MeasureKey> {
    let labels = view.measure.categories.iter();
    let named = labels.filter_map(|label| label.strip_prefix("LGBF ")?.parse::<Code>().ok());
    std::iter::once(view.key.clone())
        .chain(named.map(|code| code.key()))
        .collect()
}

/// The actions that should improve it.
pub(super) fn actions(view: &View<'_>) -> Markup {
    let all = view.book().actions.iter();
    let linked: Vec<&Action> = all
        .filter(|action| action.measures.contains(view.key))
        .collect();
    html! {
        section aria-labelledby="actions" {
            h2 class="govuk-heading-m" id="actions" { "Actions that should improve it" }
            @if linked.is_empty() { p class="govuk-body" { "No action names this measure." } }
            @else {
                ul class="govuk-list govuk-list--spaced" { @for action in linked {
                    li {
                        a class="govuk-link" href=(links::action(&action.plan, &action.id)) {
                            (action.id) @if let Some(title) = &action.title { " " (title) }
                        }
                        br;
                        span class="clew-quiet" {
                            (action.status.map_or("status not known", |status| status.word()))
                            @if let Some(end) = action.end { ", due " (words::period(end)) }
                            @if let Some(owner) = &action.owner { ", " (owner) }
                        }
                    }
                } }
            }
        }
    }
}

/// Risks that are shown where none names the measure.
const MOST_RISKS: usize = 8;

/// The risks that name the measure; else those of its plan and part of the organisation.
pub(super) fn risks(view: &View<'_>) -> Markup {
    let code = view.measure.code.written();
    let named: Vec<&Risk> = of_book(view, |risk| {
        let mut links = risk.links.iter();
        links.any(|link| {
            link.eq_ignore_ascii_case(code) || link.eq_ignore_ascii_case(view.key.as_str())
        })
    });
    let near: Vec<&Risk> = match named.is_empty() {
        true => of_book(view, |risk| is_near(view, risk)),
        false => Vec::new(),
    };
    html! {
        section aria-labelledby="risks" {
            h2 class="govuk-heading-m" id="risks" { "Risks" }
            @if !named.is_empty() { (list(&named)) }
            @else if near.is_empty() { p class="govuk-body" { "No risk names this measure, its plan or its service." } }
            @else {
                p class="govuk-body" { "No risk names this measure. Risks of the same plan or service:" }
                (list(&near[..near.len().min(MOST_RISKS)]))
                @if near.len() > MOST_RISKS {
                    p class="govuk-body" { a class="govuk-link" href=(links::RISKS) { "All " (near.len()) " in the risk register" } }
                }
            }
        }
    }
}

fn of_book<'a>(view: &View<'a>, wanted: impl Fn(&Risk) -> bool) -> Vec<&'a Risk> {
    let risks = view.book().risks.iter();
    risks.filter(|risk| wanted(risk)).collect()
}

/// Whether a risk is of the measure's plan, and of its service where both name one.
fn is_near(view: &View<'_>, risk: &Risk) -> bool {
    let same_plan = risk.plan.is_some() && risk.plan.as_ref() == view.plan.map(|plan| &plan.id);
    let units = risk.unit.as_ref().zip(view.measure.unit.as_ref());
    match units {
        Some((of_risk, of_measure)) => of_risk == of_measure,
        None => same_plan,
    }
}

fn list(risks: &[&Risk]) -> Markup {
    html! {
        ul class="govuk-list govuk-list--spaced" { @for risk in risks {
            li {
                a class="govuk-link" href=(links::risk(&risk.code)) { (risk.code) " " (risk.title) }
                @if let Some(score) = risk.current {
                    br; span class="clew-quiet" { "score " (score.product()) @if let Some(owner) = &risk.owner { ", " (owner) } }
                }
            }
        } }
    }
}
