//! Inspections, findings, workstreams, resource gaps and what each forum receives.

use clew_plan::{Action, Book, Finding};

use crate::builders::actions::{action_title, heading_of, progress};
use crate::{Cell, Column, Inline, Row, Table, words};

/// How many findings each inspection made in each area, with what is done about them.
pub(crate) fn findings_by_area(book: &Book) -> Option<Table> {
    let columns = vec![
        Column::names("Area", 5),
        Column::numbers("Findings", 2),
        Column::numbers("Improvement activities", 2),
        Column::numbers("Findings with no activity", 2),
        Column::numbers("Closed", 2),
    ];
    let mut table = Table::new(
        "Findings by area",
        "Findings and improvement activities by area",
        columns,
    );
    let mut areas: Vec<&str> = Vec::new();
    for finding in &book.findings {
        let area = area_of(finding);
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    for area in areas {
        let findings: Vec<&Finding> = book
            .findings
            .iter()
            .filter(|finding| area_of(finding) == area)
            .collect();
        table.rows.push(Row::body(counts(book, area, &findings)));
    }
    let all: Vec<&Finding> = book.findings.iter().collect();
    table.rows.push(Row::total(counts(book, "All areas", &all)));
    (!all.is_empty()).then_some(table)
}

fn area_of(finding: &Finding) -> &str {
    finding.area.as_deref().unwrap_or("No area given")
}

fn counts(book: &Book, label: &str, findings: &[&Finding]) -> Vec<Cell> {
    let activities_of = |finding: &&&Finding| {
        book.improvement_activities
            .iter()
            .filter(|activity| activity.finding == finding.id)
            .count()
    };
    let total = |number: usize| Cell::count(u32::try_from(number).unwrap_or(u32::MAX));
    vec![
        Cell::text(label),
        total(findings.len()),
        total(findings.iter().map(|finding| activities_of(&finding)).sum()),
        total(
            findings
                .iter()
                .filter(|finding| activities_of(finding) == 0)
                .count(),
        ),
        total(
            findings
                .iter()
                .filter(|finding| finding.closed_on.is_some())
                .count(),
        ),
    ]
}

/// Each finding with its improvement activities.
pub(crate) fn findings(book: &Book) -> Option<Table> {
    let columns = vec![
        Column::words("No", 1),
        Column::names("Finding", 7),
        Column::words("Improvement activities", 9),
        Column::words("Lead", 3),
    ];
    let mut table = Table::new("Findings", "Findings and what is done about each", columns);
    for finding in &book.findings {
        table.under(area_of(finding));
        table.rows.push(finding_row(book, finding));
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

fn finding_row(book: &Book, finding: &Finding) -> Row {
    let mut said = vec![Inline::Strong(finding.title.clone())];
    if let Some(text) = &finding.text {
        said.extend([Inline::Break, Inline::Text(text.clone())]);
    }
    let mut activities = Vec::new();
    for activity in book
        .improvement_activities
        .iter()
        .filter(|activity| activity.finding == finding.id)
    {
        if !activities.is_empty() {
            activities.push(Inline::Break);
        }
        activities.push(Inline::Text(format!(
            "{}. {}",
            activity.position, activity.text
        )));
    }
    Row::body(vec![
        Cell::text(finding.id.as_str()),
        Cell::inlines(said),
        Cell::inlines(activities),
        Cell::maybe(finding.owner.as_deref()),
    ])
}

/// Numbered actions with lead, outcome, evidence, progress and cross references.
pub(crate) fn numbered_actions(book: &Book, actions: &[&Action]) -> Option<Table> {
    let columns = vec![
        Column::words("No", 1),
        Column::names("Action", 6),
        Column::words("Lead", 3),
        Column::words("Outcome", 4),
        Column::words("Evidence", 4),
        Column::words("Progress", 5),
        Column::words("See also", 2),
    ];
    let mut table = Table::new(
        "Actions",
        "Numbered actions with lead, outcome, evidence and progress",
        columns,
    );
    for action in actions {
        table.under(&heading_of(book, action));
        table.rows.push(numbered_row(book, action));
    }
    (!table.is_empty()).then(|| table.without_empty_columns())
}

fn numbered_row(book: &Book, action: &Action) -> Row {
    let known = |id: &&clew_plan::ActionId| {
        book.actions
            .iter()
            .any(|other| other.plan == action.plan && other.id == **id)
    };
    let references = action.see_also.iter().map(|id| match known(&id) {
        true => id.to_string(),
        false => format!("{id} (no such action)"),
    });
    Row::body(vec![
        Cell::text(action.id.as_str()),
        action_title(action),
        Cell::maybe(action.owner.as_deref()),
        Cell::maybe(action.planned_outcome.as_deref()),
        Cell::maybe(action.evidence.as_deref()),
        Cell::text(progress(book, action)),
        Cell::text(references.collect::<Vec<_>>().join(", ")),
    ])
}

/// Workstreams with what each lacks.
pub(crate) fn workstreams(book: &Book) -> Option<Table> {
    let columns = vec![
        Column::words("Group", 2),
        Column::names("Workstream", 4),
        Column::words("What it is about", 7),
        Column::words("Priorities it serves", 4),
        Column::words("What it lacks", 5),
    ];
    let mut table = Table::new(
        "Workstreams",
        "Workstreams, their priorities and their gaps in resources",
        columns,
    );
    table.rows = book
        .workstreams
        .iter()
        .map(|workstream| {
            let gaps = book
                .resource_gaps
                .iter()
                .filter(|gap| gap.workstream.as_ref() == Some(&workstream.id));
            let priorities = workstream.priorities.iter().map(|id| {
                book.outcome(id)
                    .map_or_else(|| id.to_string(), |outcome| outcome.title.clone())
            });
            Row::body(vec![
                Cell::maybe(workstream.category.as_deref()),
                Cell::text(&workstream.title),
                Cell::maybe(workstream.summary.as_deref()),
                Cell::text(priorities.collect::<Vec<_>>().join("; ")),
                Cell::text(
                    gaps.map(|gap| gap.text.as_str())
                        .collect::<Vec<_>>()
                        .join("; "),
                ),
            ])
        })
        .collect();
    (!table.is_empty()).then(|| table.without_empty_columns())
}

/// What each forum receives, and how often.
pub(crate) fn governance(book: &Book) -> Option<Table> {
    let columns = vec![
        Column::names("Forum", 4),
        Column::words("What it receives or does", 8),
        Column::words("How often", 3),
        Column::words("On", 2),
    ];
    let mut table = Table::new("Forums", "What each forum receives, and how often", columns);
    table.rows = book
        .forum_items
        .iter()
        .map(|item| {
            let forum = book.forums.iter().find(|forum| forum.id == item.forum);
            Row::body(vec![
                Cell::text(forum.map_or(item.forum.as_str(), |forum| &forum.name)),
                Cell::text(&item.what),
                Cell::maybe(item.how_often.as_deref()),
                Cell::text(item.on.map(words::day).unwrap_or_default()),
            ])
        })
        .collect();
    (!table.is_empty()).then(|| table.without_empty_columns())
}
