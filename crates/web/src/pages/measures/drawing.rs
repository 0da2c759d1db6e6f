//! The chart of a measure with what can be chosen of it, and the table beneath.

use clew_calendar::{Period, PeriodKind};
use clew_measure::spc::RuleSet;
use clew_plan::UnitId;
use clew_render::svg::{chart_sized, responsive};
use clew_report::{Chart, Table, words};
use maud::{Markup, PreEscaped, html};

use super::grid::grid;
use super::view::View;
use crate::components::{Choice, checkboxes, hidden, select};
use crate::{Form, links};

/// The period and the part of the organisation that the page shows.
pub(super) fn choices(view: &View<'_>) -> Markup {
    let form = chosen(view);
    let units = units(view);
    let kept = ["from", "spc", "benchmark"];
    html! {
        form class="clew-filters" method="get" action=(links::measure(view.key, None)) {
            @for name in kept { (kept_as_it_is(&form, name)) }
            (select(&form, "period", "Period", "", &periods(view)))
            @if units.len() > 1 { (select(&form, "unit", "Part of the organisation", "", &units)) }
            button type="submit" class="govuk-button govuk-button--secondary" { "Apply" }
        }
    }
}

/// What the chart shows.
fn chart_choices(view: &View<'_>) -> Markup {
    let form = chosen(view);
    let compare = [Choice::new("yes", "Scotland and family group")];
    html! {
        form class="clew-filters measure-choices" method="get" action={ (links::measure(view.key, None)) "#over-time" } {
            @for name in ["period", "unit"] { (kept_as_it_is(&form, name)) }
            (select(&form, "from", "Chart from", "", &years(view)))
            (select(&form, "spc", "Control limits", "", &rule_sets()))
            (checkboxes(&form, "benchmark", "Compare", "", &compare))
            button type="submit" class="govuk-button govuk-button--secondary" { "Apply" span class="govuk-visually-hidden" { " to the chart" } }
        }
    }
}

/// What is chosen, as a form holds it.
fn chosen(view: &View<'_>) -> Form {
    let chosen = view.choices;
    let written = |period: Option<Period>| period.map(|it| it.to_string()).unwrap_or_default();
    let unit = view.unit().map(ToString::to_string).unwrap_or_default();
    let rules = chosen.spc.map(|rules| rules.name.clone());
    Form::showing(&[
        ("period", view.period.to_string()),
        ("unit", unit),
        ("from", written(chosen.from)),
        ("spc", rules.unwrap_or_default()),
        (
            "benchmark",
            if chosen.benchmark { "yes" } else { "" }.to_owned(),
        ),
    ])
}

/// A choice of the other form, which this one carries along.
fn kept_as_it_is(form: &Form, name: &str) -> Markup {
    html! {
        @if let Some(value) = form.fields.given(name) { (hidden(name, value)) }
    }
}

/// The periods that the page can be asked for: those of the plan's cycles and of the figures.
fn periods(view: &View<'_>) -> Vec<Choice> {
    let cycles = view.book().cycles.iter();
    let of_plan = cycles.filter(|cycle| view.plan.is_none_or(|plan| plan.id == cycle.plan));
    let figures = view.index.figures(view.key).iter();
    let mut periods: Vec<Period> = of_plan
        .map(|cycle| cycle.period)
        .chain(figures.map(|figure| figure.period))
        .chain([view.period])
        .collect();
    periods.sort_by_key(|period| std::cmp::Reverse((period.last(), period.first())));
    periods.dedup();
    let choice = |period: Period| Choice::new(period.to_string(), words::period(period));
    periods.into_iter().map(choice).collect()
}

fn units(view: &View<'_>) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "The whole")];
    let with_figures = parts_with_figures(view);
    choices.extend(
        with_figures
            .into_iter()
            .map(|unit| Choice::new(unit.to_string(), view.book().unit_name(unit))),
    );
    if let Some(unit) = view
        .unit()
        .filter(|unit| !choices.iter().any(|it| it.value == unit.as_str()))
    {
        choices.push(Choice::new(unit.to_string(), view.book().unit_name(unit)));
    }
    choices
}

/// The parts of the organisation that the measure has figures of, in the order of the Book.
pub(super) fn parts_with_figures<'a>(view: &View<'a>) -> Vec<&'a UnitId> {
    let figures = view.index.figures(view.key);
    let units = view.book().units.iter().map(|unit| &unit.id);
    units
        .filter(|unit| {
            figures
                .iter()
                .any(|figure| figure.unit.as_ref() == Some(unit))
        })
        .collect()
}

fn years(view: &View<'_>) -> Vec<Choice> {
    let figures = view.index.figures(view.key).iter();
    let mut years: Vec<Period> = figures
        .filter(|figure| figure.unit.as_ref() == view.unit())
        .filter_map(|figure| figure.period.financial_year())
        .filter(|year| year.kind() == PeriodKind::FinancialYear)
        .chain(view.choices.from)
        .collect();
    years.sort();
    years.dedup();
    let mut choices = vec![Choice::new("", "The beginning")];
    choices.extend(
        years
            .iter()
            .map(|year| Choice::new(year.to_string(), words::period(*year))),
    );
    choices
}

fn rule_sets() -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "None")];
    let all = RuleSet::all().iter();
    choices.extend(all.map(|rules| Choice::new(&*rules.name, &*rules.title)));
    choices
}

/// The chart, what it says in words, its table, and both as files.
pub(super) fn drawing(view: &View<'_>) -> Markup {
    let Some(chart) = view.chart().filter(|chart| !chart.labels.is_empty()) else {
        return html! {};
    };
    let known = chart.series.iter().flat_map(|series| &series.values);
    let drawn = known.filter(|value| value.is_some()).count() > 1;
    html! {
        section aria-labelledby="over-time" {
            h2 class="govuk-heading-m" id="over-time" { "Over time" }
            @if drawn { (chart_choices(view)) (picture(&chart)) }
            (without_control_limits(view, &chart))
            details class="govuk-details measure-beneath" open[!drawn] {
                summary class="govuk-details__summary" {
                    span class="govuk-details__summary-text" { "The chart as a table (" (words::count(chart.table.rows.len(), "period")) ")" }
                }
                (grid(&beneath(&chart.table), &|_| None))
            }
            p class="govuk-body clew-actions" {
                span class="clew-quiet" { "Download:" }
                @if drawn {
                    a class="govuk-link" href=(view.file("chart.svg")) download { "chart as SVG" }
                    a class="govuk-link" href=(view.file("chart.png")) download { "chart as PNG" }
                }
                a class="govuk-link" href=(with_table(&view.file("figures.csv"))) download { "table as CSV" }
                a class="govuk-link" href=(with_table(&view.file("figures.xlsx"))) download { "table as Excel" }
            }
        }
    }
}

fn with_table(address: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}table=chart")
}

fn picture(chart: &Chart) -> Markup {
    let drawn = responsive("chart", |id, size| chart_sized(chart, id, size));
    html! {
        figure class="measure-chart" {
            (PreEscaped(drawn))
            figcaption class="govuk-body" {
                (chart.description)
            }
        }
    }
}

/// Says why there are no control limits where they were asked for.
fn without_control_limits(view: &View<'_>, chart: &Chart) -> Markup {
    let drawn = chart
        .over_time
        .as_ref()
        .is_some_and(|over| over.caption.is_some());
    html! {
        @if view.choices.spc.is_some() && !drawn {
            p class="govuk-body" { "There are too few figures of one kind of period for control limits." }
        }
    }
}

/// The table without how each figure was made, which has a table of its own.
fn beneath(table: &Table) -> Table {
    let kept: Vec<bool> = table
        .columns
        .iter()
        .map(|column| column.heading != "Source")
        .collect();
    let mut table = table.clone();
    let mut keep = kept.iter();
    table.columns.retain(|_| *keep.next().unwrap_or(&true));
    for row in &mut table.rows {
        let mut keep = kept.iter();
        row.cells.retain(|_| *keep.next().unwrap_or(&true));
    }
    table.note = None;
    table
}

#[cfg(test)]
mod tests {
    use clew_report::{Cell, Column, Row};

    use super::*;

    #[test]
    fn the_table_beneath_leaves_the_source_to_the_other_table() {
        let columns = vec![
            Column::names("Period", 1),
            Column::words("Source", 1),
            Column::numbers("Value", 1),
        ];
        let mut table = Table::new("Figures", "Figures", columns);
        table.rows = vec![Row::body(vec![
            Cell::text("2021"),
            Cell::text("returned"),
            Cell::text("5"),
        ])];
        let beneath = beneath(&table);
        assert_eq!(beneath.columns.len(), 2);
        assert_eq!(beneath.rows[0].cells, [Cell::text("2021"), Cell::text("5")]);
    }

    #[test]
    fn the_file_of_the_table_is_asked_for_behind_other_choices() {
        assert_eq!(with_table("/a.csv"), "/a.csv?table=chart");
        assert_eq!(with_table("/a.csv?unit=x"), "/a.csv?unit=x&table=chart");
    }
}
