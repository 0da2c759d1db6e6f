//! What stands beside the form: the figures before, the target, the definition, and what was said.

use clew_measure::{StatusBasis, show_against, show_goal};
use clew_plan::Figure;
use clew_report::words;
use maud::{Markup, html};

use super::ground::Ground;
use crate::components::{status_mark, table};
use crate::links;

/// Earlier figures that are shown.
const EARLIER: usize = 5;
/// Characters of an earlier comment that are shown; a page of its own has the rest.
const SAID: usize = 400;

/// The whole side of the page.
pub(super) fn shown(ground: &Ground) -> Markup {
    let earlier = ground.earlier(EARLIER);
    let place = &ground.place;
    html! {
        aside class="clew-beside" aria-label="What is known of this measure" {
            (target(ground))
            @if !earlier.is_empty() {
                (table("Figures before", &[("Period", ""), ("Value", "end"), ("Status", "")], &html! {
                    @for figure in &earlier { (row(ground, figure)) }
                }))
                @if let Some(said) = earlier.first().and_then(|last| ground.said(last.period).last()) {
                    h3 class="govuk-heading-s" { "Said of " (words::period(said.period)) }
                    p class="govuk-body-s" { (short(&said.text)) }
                    @if let Some(doing) = &said.doing { p class="govuk-body-s" { "Being done: " (short(doing)) } }
                    @if let Some(by) = said.by_when { p class="govuk-body-s" { "By " (words::day(by)) } }
                }
            } @else {
                p class="govuk-body-s" { "There is no earlier figure to hold it against." }
            }
            @if let Some(definition) = &ground.measure.definition {
                h3 class="govuk-heading-s" { "What is counted" }
                p class="govuk-body-s" { (definition) }
            }
            p class="govuk-body-s" {
                a class="govuk-link" href=(links::measure(&place.measure, place.unit.as_ref())) { "Everything about this measure" }
            }
        }
    }
}

fn target(ground: &Ground) -> Markup {
    let measure = &ground.measure;
    let place = &ground.place;
    let facts = ground.overview.measure_facts(&place.measure);
    let found = facts.target_for(place.period, place.unit.as_ref());
    let goal = found.and_then(|found| found.goal);
    html! {
        @if let Some(goal) = goal {
            p class="clew-beside__target" {
                span class="clew-quiet" { "Target for " (words::period(place.period)) }
                strong { (show_goal(goal, measure.unit_of_measure, measure.decimals)) }
            }
        } @else if !ground.is_project() {
            p class="govuk-body-s" { "No target says what is to be reached in " (words::period(place.period)) "." }
        }
    }
}

fn row(ground: &Ground, figure: &Figure) -> Markup {
    let measure = &ground.measure;
    let facts = ground.overview.measure_facts(&ground.place.measure);
    let judged = facts.judge(measure, figure.period, figure.unit.as_ref());
    let value = judged.value.map(|value| {
        show_against(
            value,
            measure.unit_of_measure,
            measure.decimals,
            judged.bounds.as_ref(),
        )
    });
    html! {
        tr {
            th scope="row" class="whole" { (words::period(figure.period)) }
            td class="end" {
                (value.as_deref().unwrap_or("–"))
                @if let (Some(met), Some(all)) = (figure.numerator, figure.denominator) {
                    br; span class="quiet" { (words::number(met.normalize())) " of " (words::number(all.normalize())) }
                }
            }
            td { (status_mark(judged.shown(StatusBasis::ByRule))) }
        }
    }
}

/// The beginning of a text, to the end of a word.
fn short(text: &str) -> String {
    if text.chars().count() <= SAID {
        return text.to_owned();
    }
    let begun: String = text.chars().take(SAID).collect();
    let end = begun.rfind(' ').unwrap_or(begun.len());
    format!("{}…", begun.get(..end).unwrap_or(&begun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_comment_ends_at_a_word() {
        assert_eq!(short("Short."), "Short.");
        let long = "four ".repeat(100);
        let shown = short(&long);
        assert!(shown.ends_with("four…"), "{shown}");
        assert!(shown.chars().count() <= SAID + 1);
    }
}
