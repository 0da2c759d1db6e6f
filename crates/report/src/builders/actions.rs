//! Tables of actions with milestones, dates, status and progress.

use clew_calendar::Day;
use clew_plan::{Action, ActionStatus, Book, Milestone, Status};

use crate::{Cell, Column, Inline, Row, StatusMark, Table, words};

/// The actions, grouped by its theme or service, with owner, dates, status and the last
/// word on progress.
pub(crate) fn action_table(book: &Book, actions: &[&Action], as_at: Day) -> Table {
    let columns = vec![
        Column::words("No", 1),
        Column::names("Action", 6),
        Column::words("Planned outcome", 5),
        Column::words("Lead", 3),
        Column::words("Start", 2),
        Column::words("End", 2),
        Column::marks("Status", 2),
        Column::words("Progress", 5),
    ];
    let mut table = Table::new(
        "Actions",
        "Actions with lead, dates, status and progress",
        columns,
    );
    for action in actions {
        table.under(&heading_of(book, action));
        table.rows.push(action_row(book, action, as_at));
    }
    table.without_empty_columns()
}

/// What an action stands under: its theme, else its outcome, else its service; else that none is
/// named.
pub(crate) fn heading_of(book: &Book, action: &Action) -> String {
    let outcome = || Some(book.outcome(action.outcome.as_ref()?)?.title.clone());
    let service = || Some(book.unit_name(action.unit.as_ref()?).to_owned());
    action
        .theme
        .clone()
        .or_else(outcome)
        .or_else(service)
        .unwrap_or_else(|| "No outcome named".to_owned())
}

fn action_row(book: &Book, action: &Action, as_at: Day) -> Row {
    let date = |period: Option<clew_calendar::Period>| {
        Cell::text(period.map(words::period).unwrap_or_default())
    };
    Row::body(vec![
        Cell::text(action.id.as_str()),
        action_title(action),
        Cell::maybe(action.planned_outcome.as_deref()),
        Cell::maybe(action.owner.as_deref()),
        date(action.start),
        date(action.end),
        action_status(book, action, as_at),
        Cell::text(progress(book, action)),
    ])
}

/// Title with the description under it.
pub(crate) fn action_title(action: &Action) -> Cell {
    let title = action
        .title
        .clone()
        .unwrap_or_else(|| "(not legible in the document)".to_owned());
    match &action.description {
        None => Cell::text(title),
        Some(description) => Cell::inlines(vec![
            Inline::Strong(title),
            Inline::Break,
            Inline::Text(description.clone()),
        ]),
    }
}

/// The last update, or all of them joined when they have no date.
pub(crate) fn progress(book: &Book, action: &Action) -> String {
    let updates: Vec<_> = book
        .updates
        .iter()
        .filter(|update| update.plan == action.plan && update.action == action.id)
        .collect();
    match updates
        .iter()
        .filter(|update| update.on.is_some())
        .max_by_key(|update| update.on)
    {
        Some(latest) => latest.text.clone(),
        None => updates
            .iter()
            .map(|update| update.text.as_str())
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// The colour of an action on a day: the one it was published with; else Blue when it is complete, Red
/// when its end has passed, Amber when a milestone's date has. None where nobody gave it one.
#[must_use]
pub fn action_colour(action: &Action, as_at: Day, milestone_overdue: bool) -> Option<Status> {
    if action.reported_status.is_some() {
        return action.reported_status;
    }
    let late = action.end.is_some_and(|end| end.last() < as_at);
    match action.status {
        Some(ActionStatus::Complete) => Some(Status::Blue),
        Some(ActionStatus::New | ActionStatus::Active) if late => Some(Status::Red),
        Some(ActionStatus::New | ActionStatus::Active) if milestone_overdue => Some(Status::Amber),
        _ => None,
    }
}

/// How an action stands: its colour with why it has it; otherwise the word its owner gave, without a
/// colour that nobody gave it.
pub(crate) fn action_status(book: &Book, action: &Action, as_at: Day) -> Cell {
    let overdue = has_overdue_milestone(book, action, as_at);
    let Some(status) = action_colour(action, as_at, overdue) else {
        let word = action.status.map(ActionStatus::word);
        return Cell::text(word.unwrap_or_default());
    };
    let note = match status {
        _ if action.reported_status.is_some() => None,
        Status::Blue => Some("complete"),
        Status::Red => Some("past its end date"),
        _ => Some("a milestone is overdue"),
    };
    let note = note.map(str::to_owned);
    Cell::status_mark(StatusMark { status, note })
}

fn has_overdue_milestone(book: &Book, action: &Action, as_at: Day) -> bool {
    book.milestones.iter().any(|milestone| {
        milestone.plan == action.plan
            && milestone.action == action.id
            && milestone.done.is_none()
            && milestone.due.is_some_and(|due| due.last() < as_at)
    })
}

/// The actions with their milestones.
pub(crate) fn milestone_table(book: &Book, actions: &[&Action]) -> Option<Table> {
    let columns = vec![
        Column::words("No", 1),
        Column::names("Action", 5),
        Column::words("Milestone", 6),
        Column::words("By", 2),
        Column::words("Links", 2),
        Column::words("Service", 3),
    ];
    let mut table = Table::new(
        "Actions and milestones",
        "Actions with their milestones",
        columns,
    );
    for action in actions {
        table.under(&heading_of(book, action));
        table.rows.extend(milestone_rows(book, action));
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

fn milestone_rows(book: &Book, action: &Action) -> Vec<Row> {
    let of_action =
        |milestone: &&Milestone| milestone.plan == action.plan && milestone.action == action.id;
    let milestones: Vec<&Milestone> = book.milestones.iter().filter(of_action).collect();
    let mut rows: Vec<Row> = milestones
        .iter()
        .map(|milestone| {
            let unit = milestone.unit.as_ref().or(action.unit.as_ref());
            let links = if milestone.links.is_empty() {
                &action.links
            } else {
                &milestone.links
            };
            Row::body(vec![
                Cell::text(action.id.as_str()),
                action_title(action),
                Cell::text(&milestone.title),
                Cell::text(milestone.due.map(words::period).unwrap_or_default()),
                Cell::text(links.join(", ")),
                Cell::text(unit.map(|unit| book.unit_name(unit)).unwrap_or_default()),
            ])
        })
        .collect();
    if rows.is_empty() {
        let unit = action
            .unit
            .as_ref()
            .map(|unit| book.unit_name(unit))
            .unwrap_or_default();
        let end = Cell::text(action.end.map(words::period).unwrap_or_default());
        let empty = Cell::empty();
        rows.push(Row::body(vec![
            Cell::text(action.id.as_str()),
            action_title(action),
            empty,
            end,
            Cell::text(action.links.join(", ")),
            Cell::text(unit),
        ]));
    }
    rows
}
