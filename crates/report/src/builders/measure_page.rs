//! One measure: how it stands, its chart and figures, the rule that judges it, what was said.

use clew_calendar::Period;
use clew_measure::{Judgement, StatusBasis, show_value};
use clew_plan::{Figure, Goal, Measure, MeasureKey};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::builders::front::section;
use crate::builders::measure_rows::{MeasureRows, RETURN, goal_cell, value_of};
use crate::builders::{comparison, front, made};
use crate::{
    Block, Cell, Chart, ChartKind, Column, Inline, Report, ReportError, Request, ReturnMark, Row,
    Series, SeriesRole, StatusMark, Table, words,
};

/// Builds the page of a measure.
///
/// # Errors
/// When no measure is named or it is not in the Book.
pub fn measure_page(
    request: &Request<'_>,
    measure: Option<&MeasureKey>,
) -> Result<Report, ReportError> {
    let asked = measure.ok_or(ReportError::NoMeasure)?;
    let measure = request
        .index
        .measure(asked)
        .ok_or_else(|| ReportError::UnknownMeasure {
            asked: asked.to_string(),
        })?;
    let rows = MeasureRows::new(request);
    let judgement = rows.judge(measure);
    let mut blocks = vec![standing(&rows, &judgement)];
    blocks.extend(returned(&rows, measure, &judgement));
    blocks.extend(judgement.figure.and_then(made::note));
    blocks.extend(set_by_hand(&judgement));
    blocks.extend(forecast(measure, &judgement));
    section(&mut blocks, "Figures", figures(&rows, measure));
    section(
        &mut blocks,
        "How it is judged",
        vec![Block::paragraph(judgement.rule.clone())],
    );
    section(&mut blocks, "What it measures", about(request, measure));
    section(&mut blocks, "Trend", trend(request, measure));
    section(
        &mut blocks,
        "Compared with others",
        comparison::blocks(request, measure),
    );
    section(&mut blocks, "What was said", comments(&rows, measure));
    section(&mut blocks, "Linked actions", actions(request, measure));
    let title = format!("{} {}", measure.code.body(), measure.title);
    let mut report = front::report(request, &title, &words::period(request.period), blocks);
    report.landscape = false;
    Ok(report)
}

/// How it stands and why; where a status is shown as reported, what the rule says of it.
fn standing(rows: &MeasureRows<'_, '_>, judgement: &Judgement<'_>) -> Block {
    let as_reported = rows.request.basis == StatusBasis::AsReported && judgement.reported.is_some();
    let why = match as_reported {
        true => format!(
            " as reported. By the rule: {}.",
            judgement.why.trim_end_matches('.')
        ),
        false => format!(" {}.", judgement.why.trim_end_matches('.')),
    };
    Block::Paragraph(vec![
        Inline::Status(rows.mark(judgement)),
        Inline::Text(why),
    ])
}

/// That the figure is not signed off, or was sent back.
fn returned(
    rows: &MeasureRows<'_, '_>,
    measure: &Measure,
    judgement: &Judgement<'_>,
) -> Option<Block> {
    let mark = rows.return_mark(measure, judgement)?;
    let words = match mark {
        ReturnMark::NotSignedOff => "This figure is not signed off.",
        ReturnMark::SentBack => "This figure was sent back, and is not signed off.",
    };
    Some(Block::Paragraph(vec![Inline::Strong(words.to_owned())]))
}

/// The status a person set instead of the rule's, with the reason.
fn set_by_hand(judgement: &Judgement<'_>) -> Option<Block> {
    let set = judgement.overridden?;
    let by = set
        .by
        .as_ref()
        .map(|post| format!(" by {post}"))
        .unwrap_or_default();
    let on = set
        .on
        .map(|day| format!(" on {}", words::day(day)))
        .unwrap_or_default();
    Some(Block::paragraph(format!(
        "Set to {}{by}{on}: {}",
        set.status, set.reason
    )))
}

/// What is expected at the end of the year, with its own status and the day of the forecast.
fn forecast(measure: &Measure, judgement: &Judgement<'_>) -> Option<Block> {
    let forecast = judgement.forecast.as_ref()?;
    let shown = show_value(forecast.value, measure.unit_of_measure, measure.decimals);
    let on = forecast
        .on
        .map(|day| format!(", as forecast on {}", words::day(day)))
        .unwrap_or_default();
    Some(Block::Paragraph(vec![
        Inline::from("Expected at the end of the year: "),
        Inline::Strong(shown),
        Inline::from(" "),
        Inline::Status(StatusMark {
            status: forecast.status,
            note: None,
        }),
        Inline::Text(on),
    ]))
}

/// Its figures for the whole organisation, in order of time, drawn once there are two.
fn figures(rows: &MeasureRows<'_, '_>, measure: &Measure) -> Vec<Block> {
    let mut figures: Vec<&Figure> = rows.request.index.figures(&measure.code.key()).to_vec();
    figures.retain(|figure| figure.unit.is_none());
    figures.sort_by_key(|figure| (figure.period.last(), figure.period.first()));
    let table = figure_table(rows, measure, &figures);
    let known = figures
        .iter()
        .filter(|figure| value_of(figure, measure).is_some())
        .count();
    match (figures.is_empty(), known < 2) {
        (true, _) => Vec::new(),
        (false, true) => vec![Block::Table(table)],
        (false, false) => vec![Block::Chart(chart(rows.request, measure, &figures, table))],
    }
}

fn figure_table(rows: &MeasureRows<'_, '_>, measure: &Measure, figures: &[&Figure]) -> Table {
    let columns = vec![
        Column::names("Period", 3),
        Column::numbers("Value", 2),
        Column::words(RETURN, 2),
        Column::numbers("Numerator", 2),
        Column::numbers("Denominator", 2),
        Column::numbers("Target", 2),
        Column::marks("Status", 3),
        Column::words("Source", 4),
    ];
    let mut table = Table::new(
        "Figures",
        format!("Figures of {}", measure.code.body()),
        columns,
    );
    table.rows = figures
        .iter()
        .map(|figure| figure_row(rows, measure, figure))
        .collect();
    table.without_empty_columns()
}

fn figure_row(rows: &MeasureRows<'_, '_>, measure: &Measure, figure: &Figure) -> Row {
    let plain = |value: Option<Decimal>| {
        value.map_or_else(Cell::empty, |value| {
            Cell::number(value, words::number(value.normalize()))
        })
    };
    let judgement = rows.request.index.judge(measure, figure.period, None);
    Row::body(vec![
        Cell::text(words::period(figure.period)),
        rows.value(measure, &judgement),
        rows.returned(measure, &judgement),
        plain(figure.numerator),
        plain(figure.denominator),
        goal_cell(measure, judgement.target),
        rows.status(measure, &judgement),
        Cell::text(made::source(figure)),
    ])
}

fn goal_at(request: &Request<'_>, measure: &Measure, period: Period) -> Option<Decimal> {
    match request
        .index
        .target_for(&measure.code.key(), period, None)?
        .goal?
    {
        Goal::Value(value) => Some(value),
        Goal::Range { .. } => None,
    }
}

fn chart(request: &Request<'_>, measure: &Measure, figures: &[&Figure], table: Table) -> Chart {
    let values: Vec<Option<Decimal>> = figures
        .iter()
        .map(|figure| value_of(figure, measure).map(|value| for_drawing(measure, value)))
        .collect();
    let targets: Vec<Option<Decimal>> = figures
        .iter()
        .map(|figure| goal_at(request, measure, figure.period))
        .collect();
    let mut series = vec![Series {
        name: "Value".to_owned(),
        role: SeriesRole::Value,
        values,
    }];
    if targets.iter().any(Option::is_some) {
        series.push(Series {
            name: "Target".to_owned(),
            role: SeriesRole::Target,
            values: targets,
        });
    }
    Chart {
        title: measure.title.clone(),
        description: described(measure, figures),
        value_axis: measure
            .unit_of_measure
            .map_or_else(|| "Value".to_owned(), |unit| unit.word().to_owned()),
        kind: ChartKind::Line,
        labels: figures
            .iter()
            .map(|figure| words::period(figure.period))
            .collect(),
        series,
        table,
        over_time: None,
    }
}

/// A value with no more digits than a chart can be read to; the table has it as it is shown.
fn for_drawing(measure: &Measure, value: Decimal) -> Decimal {
    let places = measure.decimals.map_or(1, u32::from);
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

fn described(measure: &Measure, figures: &[&Figure]) -> String {
    let known: Vec<(Period, Decimal)> = figures
        .iter()
        .filter_map(|figure| Some((figure.period, value_of(figure, measure)?)))
        .collect();
    let said = |(period, value): &(Period, Decimal)| {
        format!(
            "{} in {}",
            show_value(*value, measure.unit_of_measure, measure.decimals),
            words::period(*period)
        )
    };
    match (known.first(), known.last()) {
        (Some(first), Some(last)) if first != last => {
            format!("From {} to {}.", said(first), said(last))
        }
        _ => "One figure.".to_owned(),
    }
}

fn about(request: &Request<'_>, measure: &Measure) -> Vec<Block> {
    let book = request.book();
    let mut terms: Vec<(&str, String)> = Vec::new();
    terms.extend(measure.definition.clone().map(|text| ("Definition", text)));
    terms.extend(
        measure
            .version
            .map(|version| ("Version of the definition", version.to_string())),
    );
    terms.extend(made::formula(book, measure).map(|text| ("Worked out as", text)));
    terms.extend(measure.owner.clone().map(|text| ("Owner", text)));
    terms.extend(
        measure
            .unit
            .as_ref()
            .map(|unit| ("Service", book.unit_name(unit).to_owned())),
    );
    terms.extend(
        measure
            .frequency
            .map(|frequency| ("Reported", frequency.word().to_owned())),
    );
    if let Some(id) = &measure.outcome {
        let line: Vec<&str> = book
            .line_of_sight(id)
            .iter()
            .rev()
            .map(|outcome| outcome.title.as_str())
            .collect();
        terms.push(("Line of sight", line.join(" › ")));
    }
    if !measure.categories.is_empty() {
        terms.push(("Categories", measure.categories.join(", ")));
    }
    if terms.is_empty() {
        return Vec::new();
    }
    vec![Block::Definitions(
        terms
            .into_iter()
            .map(|(term, text)| (vec![Inline::from(term)], vec![Inline::Text(text)]))
            .collect(),
    )]
}

fn trend(request: &Request<'_>, measure: &Measure) -> Vec<Block> {
    let trend = request.index.trend(measure, request.period, None);
    let said: Vec<Vec<Inline>> = [("Short term", trend.short), ("Long term", trend.long)]
        .into_iter()
        .filter_map(|(name, part)| Some(vec![Inline::Text(format!("{name}: {}", part?.words))]))
        .collect();
    if said.is_empty() {
        Vec::new()
    } else {
        vec![Block::List {
            ordered: false,
            items: said,
        }]
    }
}

fn comments(rows: &MeasureRows<'_, '_>, measure: &Measure) -> Vec<Block> {
    let said = rows.comments(measure);
    said.iter()
        .map(|comment| {
            let doing = comment
                .doing
                .as_ref()
                .map(|doing| format!(" Being done: {doing}"))
                .unwrap_or_default();
            Block::paragraph(format!(
                "{}: {}{doing}",
                words::period(comment.period),
                rows.said(comment)
            ))
        })
        .collect()
}

fn actions(request: &Request<'_>, measure: &Measure) -> Vec<Block> {
    let key = measure.code.key();
    let linked = request
        .book()
        .actions
        .iter()
        .filter(|action| action.measures.contains(&key));
    let items: Vec<Vec<Inline>> = linked
        .map(|action| {
            vec![Inline::Text(format!(
                "{} {}",
                action.id,
                action.title.as_deref().unwrap_or_default()
            ))]
        })
        .collect();
    if items.is_empty() {
        Vec::new()
    } else {
        vec![Block::List {
            ordered: false,
            items,
        }]
    }
}
