//! Parts of the organisation as rows of a scorecard, beneath the row of the whole.

use clew_measure::{MeasureFacts, StatusBasis, exact_value, show_against, show_goal, show_value};
use clew_plan::{Goal, Measure, UnitId};
use clew_render::svg::status_sparkline;
use clew_report::{Sparkline, words};
use clew_service::ScorecardRow;
use maud::{Markup, PreEscaped, html};

use super::rows::{FEWEST_POINTS, Rows};
use crate::components::{return_tag, status_mark, trend};
use crate::links;

impl Rows<'_> {
    /// How a part stands in a measure. `full` names the measure too, where its own row is not above.
    pub(super) fn part(
        &self,
        row: &ScorecardRow,
        unit: &UnitId,
        place: usize,
        full: bool,
    ) -> Markup {
        let Some(measure) = self.overview.measure(&row.measure) else {
            return html! {};
        };
        let facts = self.overview.measure_facts(&row.measure);
        let judged = facts.judge(measure, self.period, Some(unit));
        let trends = facts.trend(measure, self.period, Some(unit));
        let book = self.overview.book();
        let basis = StatusBasis::default_for(book, measure.plan.as_ref(), self.period);
        let bounds = judged.bounds.as_ref();
        let shown = judged
            .value
            .map(|value| show_against(value, measure.unit_of_measure, measure.decimals, bounds));
        let goal = judged
            .target
            .map(|goal| show_goal(goal, measure.unit_of_measure, measure.decimals));
        let status = judged.shown(basis);
        let open = self.overview.open_returns();
        let mark = judged
            .figure
            .and_then(|figure| open.mark(&row.measure, Some(unit), figure.period));
        let line = line_of(&facts, measure, unit, judged.target);
        html! {
            tr class="clew-of-part" {
                th scope="row" {
                    a href=(links::measure_of(&row.measure, self.period, unit)) {
                        (book.unit_name(unit))
                        @if !full { span class="govuk-visually-hidden" { ", " (row.title) } }
                    }
                    @if full { span class="clew-code" { (row.code) " " (row.title) } }
                }
                td class="end" data-label="Value" { @match shown { Some(shown) => { strong { (shown) } (return_tag(mark)) } None => "–" } }
                td class="end" data-label="Target" { (goal.unwrap_or_else(|| "–".to_owned())) }
                td data-label="Status" { (status_mark(status)) }
                td class="centre" data-label="Short trend" { (trend(trends.short.as_ref())) }
                td class="centre" data-label="Long trend" { (trend(trends.long.as_ref())) }
                td class="clew-row__line" data-label="Over time" {
                    @match line {
                        Some(line) => span class="clew-sparkline" { (PreEscaped(status_sparkline(&line, status, &format!("part-{place}-{unit}")))) },
                        None => "–",
                    }
                }
                @if self.has_returns { td {} }
                @if !self.compared_by.is_empty() {
                    td class="centre" data-label="Compare" {
                        input type="checkbox" name="measure" value=(links::compared(&row.measure, Some(unit))) form=(self.compared_by)
                            aria-label={ "Compare " (row.code) " of " (book.unit_name(unit)) };
                    }
                }
            }
        }
    }
}

/// The values of a part over periods of the length of the latest, as a small line.
fn line_of(
    facts: &MeasureFacts<'_>,
    measure: &Measure,
    unit: &UnitId,
    goal: Option<Goal>,
) -> Option<Sparkline> {
    let own = facts.figures().iter();
    let mut own: Vec<_> = own
        .filter(|figure| figure.unit.as_ref() == Some(unit))
        .collect();
    own.sort_by_key(|figure| figure.period.last());
    let kind = own.last()?.period.kind();
    let of_kind = own
        .into_iter()
        .filter(|figure| figure.period.kind() == kind);
    let points = of_kind.filter_map(|figure| {
        let value = exact_value(figure, measure.unit_of_measure)?.to_decimal();
        Some((figure.period, value))
    });
    let points: Vec<_> = points.collect();
    if points.len() < FEWEST_POINTS {
        return None;
    }
    let said = points.iter().map(|(period, value)| {
        let shown = show_value(*value, measure.unit_of_measure, measure.decimals);
        format!("{} {shown}", words::period(*period))
    });
    Some(Sparkline {
        description: said.collect::<Vec<_>>().join(", "),
        points: points.iter().map(|(_, value)| Some(*value)).collect(),
        target: match goal {
            Some(Goal::Value(value)) => Some(value),
            _ => None,
        },
    })
}
