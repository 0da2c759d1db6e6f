//! The progress of an improvement plan: what was found, what is done, who is told.

use crate::builders::front::{self, section};
use crate::builders::inspections;
use crate::{Block, Inline, KeyFigure, Report, ReportError, Request, Table, words};

/// Builds the progress report of an improvement plan: findings by area, findings with their
/// activities, actions, workstreams, gaps in resources, forums.
///
/// # Errors
/// When the Book has neither findings nor actions.
pub fn improvement_plan(request: &Request<'_>) -> Result<Report, ReportError> {
    let book = request.book();
    if book.findings.is_empty() && book.actions.is_empty() {
        return Err(ReportError::Nothing {
            what: "findings or actions",
        });
    }
    let mut blocks = vec![Block::KeyFigures(key_figures(request))];
    blocks.extend(purpose(request));
    section(&mut blocks, "Inspections", inspection_list(request));
    section(
        &mut blocks,
        "Findings by area",
        table(inspections::findings_by_area(book)),
    );
    section(
        &mut blocks,
        "Workstreams and resources",
        table(inspections::workstreams(book)),
    );
    section(&mut blocks, "Gaps in resources", gaps(request));
    section(
        &mut blocks,
        "Findings and improvement activities",
        table(inspections::findings(book)),
    );
    section(
        &mut blocks,
        "Actions",
        table(inspections::numbered_actions(book, &request.actions())),
    );
    section(
        &mut blocks,
        "Who receives what",
        table(inspections::governance(book)),
    );
    Ok(front::report(
        request,
        &request.plan.title,
        "Improvement plan: progress",
        blocks,
    ))
}

fn table(table: Option<Table>) -> Vec<Block> {
    table.map(Block::Table).into_iter().collect()
}

fn purpose(request: &Request<'_>) -> Vec<Block> {
    let purpose = request.plan.purpose.clone();
    purpose
        .map(|text| Block::Paragraph(vec![Inline::Text(text)]))
        .into_iter()
        .collect()
}

fn key_figures(request: &Request<'_>) -> Vec<KeyFigure> {
    let book = request.book();
    let (parts, whole): (Vec<_>, Vec<_>) = request
        .actions()
        .into_iter()
        .partition(|action| action.parent.is_some());
    let unanswered = book.findings.iter().filter(|finding| {
        !book
            .improvement_activities
            .iter()
            .any(|activity| activity.finding == finding.id)
    });
    let figure = |number: usize, label: &str| KeyFigure {
        shown: number.to_string(),
        label: label.to_owned(),
        status: None,
    };
    let mut figures = Vec::new();
    if !book.findings.is_empty() {
        figures.extend([
            figure(book.findings.len(), "findings"),
            figure(book.improvement_activities.len(), "improvement activities"),
            figure(unanswered.count(), "findings without an activity"),
        ]);
    }
    figures.push(figure(whole.len(), "actions"));
    if !parts.is_empty() {
        figures.push(figure(parts.len(), "parts of actions"));
    }
    figures
}

fn inspection_list(request: &Request<'_>) -> Vec<Block> {
    let inspections = &request.book().inspections;
    let items: Vec<Vec<Inline>> = inspections
        .iter()
        .map(|inspection| {
            let mut text = vec![Inline::Strong(inspection.title.clone())];
            let published = inspection
                .published_on
                .map(|day| format!("published {}", words::day(day)));
            let grade = inspection
                .grade
                .as_ref()
                .map(|grade| format!("grade: {grade}"));
            let rest: Vec<String> = [inspection.body.clone(), published, grade]
                .into_iter()
                .flatten()
                .collect();
            if !rest.is_empty() {
                text.push(Inline::Text(format!(": {}", rest.join(", "))));
            }
            text
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

/// What the plan as a whole lacks; what workstreams lack stands with them.
fn gaps(request: &Request<'_>) -> Vec<Block> {
    let whole = request
        .book()
        .resource_gaps
        .iter()
        .filter(|gap| gap.workstream.is_none());
    let items: Vec<Vec<Inline>> = whole
        .map(|gap| vec![Inline::Text(gap.text.clone())])
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
