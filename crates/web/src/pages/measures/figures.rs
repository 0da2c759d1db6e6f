//! How each figure was made: its counts, source, dates and reliability, and what forums were shown.

use clew_measure::show_against;
use clew_plan::{Figure, UnitId};
use clew_report::{Cell, Column, Inline, ReturnMark, Row, StatusMark, Table, words};
use clew_service::{Told, local_time};
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::grid::grid;
use super::view::{View, forum_name};
use crate::links;

/// Figures that are shown at once; those before are folded away.
const MOST_AT_FIRST: usize = 12;

/// Every figure of the part asked for, the latest first, each with a link to its whole story.
pub(super) fn section(view: &View<'_>, told: &Told) -> Markup {
    let figures = view.figures();
    let link = |place: usize| {
        let figure = figures.get(place)?;
        Some(links::figure(view.key, figure.period, figure.unit.as_ref()))
    };
    html! {
        section class="measure-made" aria-labelledby="made" {
            h2 class="govuk-heading-m" id="made" { "How each figure was made" }
            @if figures.is_empty() {
                p class="govuk-body" { "There is no figure yet." }
            } @else {
                p class="govuk-body" { "Follow a period to the whole story of its figure: every correction with who, when and why, and what forums were shown." }
                @let (latest, earlier) = figures.split_at(figures.len().min(MOST_AT_FIRST));
                (grid(&table(view, told, latest), &link))
                @if !earlier.is_empty() {
                    details class="govuk-details" {
                        summary class="govuk-details__summary" {
                            span class="govuk-details__summary-text" { (words::count(earlier.len(), "earlier figure")) }
                        }
                        (grid(&before(table(view, told, earlier)), &|place| link(place + latest.len())))
                    }
                }
                p class="govuk-body clew-actions" {
                    span class="clew-quiet" { "Download:" }
                    a class="govuk-link" href=(view.file("figures.csv")) download { "figures as CSV" }
                    a class="govuk-link" href=(view.file("figures.xlsx")) download { "figures as Excel" }
                }
            }
        }
    }
}

/// The table of the figures that are folded away, under a caption of its own.
fn before(table: Table) -> Table {
    Table {
        caption: format!("{}: before that", table.caption),
        ..table
    }
}

/// The table, for the page and for files.
pub(super) fn table(view: &View<'_>, told: &Told, figures: &[&Figure]) -> Table {
    let of = view
        .unit()
        .map(|unit| format!(", {}", view.book().unit_name(unit)));
    let caption = format!(
        "Figures of {}{}, the latest first",
        view.measure.code.written(),
        of.unwrap_or_default()
    );
    let columns = vec![
        Column::names("Period", 3),
        Column::numbers("Value", 2),
        Column::words("Return", 2),
        Column::numbers("Numerator", 2),
        Column::numbers("Denominator", 2),
        Column::marks("Status now", 3),
        Column::words("As reported", 5),
        Column::words("Source", 3),
        Column::words("State", 3),
        Column::words("Data as at", 3),
        Column::words("Recorded", 4),
        Column::words("Reliability", 3),
        Column::words("Note", 4),
    ];
    let mut table = Table::new("Figures", caption, columns);
    table.rows = figures
        .iter()
        .map(|figure| row(view, told, figure))
        .collect();
    table.without_empty_columns()
}

fn row(view: &View<'_>, told: &Told, figure: &Figure) -> Row {
    let measure = view.measure;
    let judged = view
        .index
        .judge(measure, figure.period, figure.unit.as_ref());
    let own = judged
        .figure
        .is_some_and(|judged| judged.period == figure.period);
    let value = judged.value.filter(|_| own);
    let shown = value.map(|value| {
        let bounds = judged.bounds.as_ref();
        show_against(value, measure.unit_of_measure, measure.decimals, bounds)
    });
    let now = judged.shown(clew_measure::StatusBasis::ByRule);
    let note = judged.small_numbers.then(|| "small numbers".to_owned());
    Row::body(vec![
        Cell::text(words::period(figure.period)),
        match value.zip(shown.clone()) {
            Some((value, shown)) => Cell::number(value, shown),
            None => Cell::maybe(figure.as_written.as_deref()),
        },
        Cell::maybe(view.return_mark(figure).map(ReturnMark::words)),
        count(figure.numerator),
        count(figure.denominator),
        Cell::status_mark(StatusMark { status: now, note }),
        as_reported(view, told, figure, shown.as_deref(), now),
        Cell::text(figure.from.word()),
        Cell::text(figure.state.word()),
        figure
            .as_at
            .map_or_else(Cell::empty, |day| Cell::text(words::day(day))),
        recorded(told, figure),
        Cell::maybe(figure.reliability.map(|it| it.word())),
        Cell::maybe(figure.note.as_deref()),
    ])
}

fn count(count: Option<Decimal>) -> Cell {
    count.map_or_else(Cell::empty, |count| {
        Cell::number(count, words::number(count.normalize()))
    })
}

/// What was published or shown to forums, where it is not what stands now.
fn as_reported(
    view: &View<'_>,
    told: &Told,
    figure: &Figure,
    shown: Option<&str>,
    now: clew_plan::Status,
) -> Cell {
    let mut parts = Vec::new();
    if let Some(status) = figure.reported_status.filter(|status| *status != now) {
        parts.push(Inline::Status(StatusMark { status, note: None }));
        parts.push(Inline::from(" as published"));
    }
    let unit: Option<&UnitId> = figure.unit.as_ref();
    for then in told.shown(figure.period, unit) {
        let same = then.shown.as_deref() == shown && then.status == now;
        if same {
            continue;
        }
        if !parts.is_empty() {
            parts.push(Inline::Break);
        }
        let value = then.shown.as_deref().unwrap_or("no value");
        parts.push(Inline::Text(format!("{value} ")));
        parts.push(Inline::Status(StatusMark {
            status: then.status,
            note: None,
        }));
        parts.push(Inline::Text(format!(
            " to {} on {}",
            forum_name(view.book(), &then.forum),
            words::day(then.meeting)
        )));
    }
    match parts.is_empty() {
        true => Cell::empty(),
        false => Cell::inlines(parts),
    }
}

fn recorded(told: &Told, figure: &Figure) -> Cell {
    let Some(recorded) = told.recorded(figure) else {
        return Cell::empty();
    };
    let changed = match recorded.entries {
        0 | 1 => String::new(),
        2 => ", changed once".to_owned(),
        more => format!(", changed {} times", more - 1),
    };
    let day = words::day(local_time::day_of(recorded.at));
    Cell::text(format!("{day} by {}{changed}", recorded.by))
}
