//! Areas for improvement: measures that are Red or Amber, why, and what is being done.

use clew_plan::{Action, Measure, Status};

use crate::builders::measure_rows::{MeasureRows, RETURN};
use crate::{Cell, Column, Inline, Request, Row, Table};

/// Red measures, then Amber ones, with the comment and the action by the manager; none when there
/// are no such measures.
pub(crate) fn table(rows: &MeasureRows<'_, '_>) -> Option<Table> {
    let columns = vec![
        Column::names("Measure", 5),
        Column::marks("Status", 3),
        Column::numbers("Target", 2),
        Column::numbers("Value", 2),
        Column::words(RETURN, 2),
        Column::words("What happened", 10),
        Column::words("Action by manager", 7),
    ];
    let mut table = Table::new(
        "Areas for improvement",
        "Measures that are Red or Amber",
        columns,
    );
    for wanted in [Status::Red, Status::Amber] {
        for measure in rows.measures() {
            let judgement = rows.judge(measure);
            if judgement.shown(rows.request.basis) == wanted {
                table.rows.push(Row::body(vec![
                    Cell::inlines(vec![
                        Inline::Strong(measure.code.body().to_owned()),
                        Inline::Text(format!(" {}", measure.title)),
                    ]),
                    Cell::status_mark(rows.mark(&judgement)),
                    rows.target(measure, &judgement),
                    rows.value(measure, &judgement),
                    rows.returned(measure, &judgement),
                    explained(rows, measure),
                    actions(rows.request, measure),
                ]));
            }
        }
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

/// What was said of the measure; that nothing was said, where nothing was.
fn explained(rows: &MeasureRows<'_, '_>, measure: &Measure) -> Cell {
    match rows.comment(measure) {
        cell if cell == Cell::empty() => Cell::text("No explanation given."),
        cell => cell,
    }
}

fn actions(request: &Request<'_>, measure: &Measure) -> Cell {
    let key = measure.code.key();
    let linked: Vec<&Action> = request
        .book()
        .actions
        .iter()
        .filter(|action| action.measures.contains(&key))
        .collect();
    let mut inlines = Vec::new();
    for action in linked {
        if !inlines.is_empty() {
            inlines.push(Inline::Break);
        }
        let owner = action
            .owner
            .as_ref()
            .map(|owner| format!(" ({owner})"))
            .unwrap_or_default();
        inlines.push(Inline::Text(format!(
            "{}{owner}",
            action.title.as_deref().unwrap_or(action.id.as_str())
        )));
    }
    if inlines.is_empty() {
        Cell::empty()
    } else {
        Cell::inlines(inlines)
    }
}
