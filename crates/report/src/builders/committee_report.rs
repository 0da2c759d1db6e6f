//! The covering report that introduces a progress report to committee.

use clew_measure::SummarySource;
use clew_plan::Achievement;

use crate::builders::front::section;
use crate::builders::measure_rows::MeasureRows;
use crate::builders::{attention, front, matrix};
use crate::{Block, Cell, Column, Inline, Report, ReportError, Request, Row, Table, words};

/// Builds the covering report: purpose, recommendations, background, status meanings, summary,
/// achievements, areas for improvement, implications.
///
/// # Errors
/// When neither the measures nor a printed summary give anything to count.
pub fn committee_report(request: &Request<'_>) -> Result<Report, ReportError> {
    let summary = request
        .index
        .summary(Some(&request.plan.id), request.period, request.basis);
    if summary.total.total() == 0 {
        return Err(ReportError::Nothing {
            what: "measures for this plan and period",
        });
    }
    let rows = MeasureRows::new(request);
    if summary.source == SummarySource::Listed {
        request.demand_figures(&rows.measures())?;
    }
    let achievements = achievements(request);
    let mut blocks = Vec::new();
    section(
        &mut blocks,
        "Purpose of report",
        vec![Block::paragraph(purpose(request))],
    );
    section(
        &mut blocks,
        "Recommendations",
        recommendations(request, achievements.is_some()),
    );
    section(&mut blocks, "Background", background(request));
    section(&mut blocks, "Outcomes", outcomes(request));
    section(
        &mut blocks,
        "How each measure stands",
        vec![
            Block::paragraph("Each measure has one of these statuses.".to_owned()),
            front::status_meanings(),
        ],
    );
    let mut counts = vec![Block::paragraph(matrix::described(&summary.total))];
    counts.extend(
        summary
            .note
            .as_ref()
            .map(|note| Block::paragraph(format!("{note}."))),
    );
    counts.push(Block::Table(matrix::by_kind(&summary)));
    counts.extend(front::data_as_at(request));
    counts.extend(rows.not_signed_off());
    section(&mut blocks, "Summary of progress", counts);
    section(
        &mut blocks,
        "Achievements",
        achievements.into_iter().map(Block::Table).collect(),
    );
    section(&mut blocks, "Areas for improvement", improvement(&rows));
    section(&mut blocks, "Implications", implications(request));
    let title = format!("{}: progress report", request.plan.title);
    let mut report = front::report(request, &title, &words::period(request.period), blocks);
    report.cover = request.cover();
    report.landscape = false;
    Ok(report)
}

fn purpose(request: &Request<'_>) -> String {
    let (first, last) = (
        words::day(clew_calendar::Period::year_to_date(request.period).first()),
        words::day(request.period.last()),
    );
    format!(
        "To report progress against {} from {first} to {last}.",
        request.plan.title
    )
}

fn recommendations(request: &Request<'_>, has_achievements: bool) -> Vec<Block> {
    let forum = request.cover().map_or_else(
        || "The committee".to_owned(),
        |cover| format!("The {}", cover.report_to.trim_start_matches("The ")),
    );
    let mut asked = vec!["note the progress summarised in this report"];
    if has_achievements {
        asked.push("note the achievements");
    }
    asked.push("note the areas for improvement and what managers are doing about them");
    let last = asked.len() - 1;
    let end = |place: usize| match place {
        place if place == last => ".",
        place if place + 1 == last => "; and",
        _ => ";",
    };
    let items = asked
        .iter()
        .enumerate()
        .map(|(place, text)| vec![Inline::Text(format!("{text}{}", end(place)))]);
    vec![
        Block::paragraph(format!("{forum} is asked to:")),
        Block::List {
            ordered: true,
            items: items.collect(),
        },
    ]
}

fn background(request: &Request<'_>) -> Vec<Block> {
    let plan = request.plan;
    let approved = plan.approved_by.as_ref().map(|body| {
        let on = plan
            .approved_on
            .map(|day| format!(" on {}", words::day(day)))
            .unwrap_or_default();
        Block::paragraph(format!("{} approved the plan{on}.", body))
    });
    let serves = plan.parent.as_ref().and_then(|id| request.book().plan(id));
    let serves =
        serves.map(|parent| Block::paragraph(format!("The plan serves {}.", parent.title)));
    let purpose = plan.purpose.clone().map(Block::paragraph);
    [approved, serves, purpose].into_iter().flatten().collect()
}

fn outcomes(request: &Request<'_>) -> Vec<Block> {
    super::resource_plan::outcome_table(request)
        .into_iter()
        .map(Block::Table)
        .collect()
}

fn achievements(request: &Request<'_>) -> Option<Table> {
    let columns = vec![
        Column::names("Objective", 4),
        Column::words("Achievement", 8),
    ];
    let mut table = Table::new("Achievements", "What was achieved, by priority", columns);
    let mut priority: Option<String> = None;
    let document = request.document().map(|document| &document.id);
    let ours = |achievement: &&Achievement| document.is_none_or(|id| achievement.document == *id);
    for achievement in request.book().achievements.iter().filter(ours) {
        if achievement.priority != priority {
            priority.clone_from(&achievement.priority);
            table.rows.extend(priority.clone().map(Row::group));
        }
        table.rows.push(achievement_row(request, achievement));
    }
    (!table.is_empty()).then_some(table)
}

fn achievement_row(request: &Request<'_>, achievement: &Achievement) -> Row {
    let outcome = achievement
        .outcome
        .as_ref()
        .and_then(|id| request.book().outcome(id));
    let objective = outcome
        .map(|outcome| outcome.title.as_str())
        .or(achievement.objective.as_deref());
    Row::body(vec![Cell::maybe(objective), Cell::text(&achievement.text)])
}

fn improvement(rows: &MeasureRows<'_, '_>) -> Vec<Block> {
    match attention::table(rows) {
        Some(table) => vec![Block::Table(table)],
        None => vec![Block::Paragraph(vec![Inline::from(
            "No measure listed here is Red or Amber.",
        )])],
    }
}

/// What the document says under the usual headings; nothing where it says nothing.
fn implications(request: &Request<'_>) -> Vec<Block> {
    let headings = [
        "Employees",
        "Finance",
        "Climate change and environment",
        "Risk",
        "Equality and consultation",
    ];
    let document = request.document().map(|document| &document.id);
    let said = |heading: &str| {
        let passages = request
            .book()
            .passages
            .iter()
            .filter(|passage| Some(&passage.document) == document);
        let mut under = passages.filter(|passage| {
            passage
                .heading
                .as_deref()
                .is_some_and(|found| found.eq_ignore_ascii_case(heading))
        });
        under.next().map(|passage| {
            (
                vec![Inline::from(heading)],
                vec![Inline::Text(passage.text.clone())],
            )
        })
    };
    let terms: Vec<_> = headings.into_iter().filter_map(said).collect();
    if terms.is_empty() {
        Vec::new()
    } else {
        vec![Block::Definitions(terms)]
    }
}
