//! South Lanarkshire's Quarter 4 progress report to committee for 2021-22 (document 001).

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::{
    Achievement, Book, Code, Commentary, Cycle, Document, Figure, FigureSource, FigureState, Goal,
    Measure, MeasureKind, Organisation, Outcome, OutcomeId, OutcomeLevel, Passage, Plan, PlanId,
    ReportedCount, Risk, Status, Target, UnitOfMeasure,
};
use serde_json::Value;

use super::TranscriptionError;
use super::cells::{amount, day};
use super::measures::{blank, goal_in_title, polarity};
use super::paragraphs::numbered;
use super::reading::Reading;

const DOCUMENT: &str = "001";

/// The periods of the report.
struct Periods {
    quarter: Period,
    year: Period,
}

/// The report: its summary, achievements and areas for improvement.
pub(crate) fn book(table: &Value) -> Result<Book, TranscriptionError> {
    let table = Reading::new(DOCUMENT, table);
    let periods = periods(&table.field("document")?)?;
    let plan = PlanId::from(format!("resource-plan-{}", periods.year));
    let mut book = Book::default();
    particulars(&table, &plan, &periods, &mut book)?;
    outcomes(&table, &plan, &mut book)?;
    summary(&table, periods.quarter, &mut book)?;
    achievements(&table, periods.year, &mut book)?;
    for (index, row) in table.items("areas_for_improvement")?.iter().enumerate() {
        area_for_improvement(row, index + 1, &plan, &periods, &mut book)?;
    }
    risks(&table, &plan, &mut book)?;
    passages(&table, &mut book)?;
    Ok(book)
}

fn periods(document: &Reading<'_>) -> Result<Periods, TranscriptionError> {
    let written = document.text("period")?;
    let (first, last) = written
        .split_once(" to ")
        .and_then(|(first, last)| Some((day(first)?, day(last)?)))
        .ok_or_else(|| document.problem("the period is not two dates"))?;
    let year = Period::containing(PeriodKind::FinancialYear, last);
    match (Period::containing(PeriodKind::Quarter, last), year) {
        (Some(quarter), Some(year)) if year.first() == first && year.last() == last => {
            Ok(Periods { quarter, year })
        }
        _ => Err(document.problem("the period is not a financial year")),
    }
}

fn day_in(document: &Reading<'_>, key: &str) -> Result<Option<Day>, TranscriptionError> {
    let written = document.text(key)?;
    let found = day(&written).ok_or_else(|| document.problem(&format!("{key} is not a date")))?;
    Ok(Some(found))
}

fn particulars(
    table: &Reading<'_>,
    plan: &PlanId,
    periods: &Periods,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let document = table.field("document")?;
    book.organisation = Some(Organisation {
        name: document.text("organisation")?,
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    });
    book.documents.push(Document {
        id: DOCUMENT.into(),
        title: document.text("subject")?,
        plan: Some(plan.clone()),
        organisation: document.maybe_text("organisation"),
        report_to: document.maybe_text("report_to"),
        report_by: document.maybe_text("report_by"),
        period: Some(periods.quarter),
        meeting: day_in(&document, "date_of_meeting")?,
        dated: day_in(&document, "report_dated")?,
        data_as_at: day_in(&document, "data_correct")?,
        other_date: None,
        source: None,
    });
    let title = document.text("subject")?;
    let plan_title = title
        .split_once(':')
        .map_or(title.as_str(), |(plan, _)| plan);
    let approved = document.text("plan_approved")?;
    let (body, on) = approved.split_once(" on ").unwrap_or((&approved, ""));
    book.plans.push(Plan {
        id: plan.clone(),
        title: format!("{plan_title} {}", periods.year),
        parent: None,
        unit: None,
        period: Some(periods.year),
        tolerance: None,
        imported: true,
        approved_by: Some(body.to_owned()),
        approved_on: day(on),
        purpose: None,
        source: None,
    });
    book.cycles.push(Cycle {
        id: periods.quarter.to_string(),
        plan: plan.clone(),
        period: periods.quarter,
        opens: None,
        due: None,
        published: day_in(&document, "date_of_meeting")?,
        imported: true,
        source: None,
    });
    Ok(())
}

/// The priorities of Appendix 1 with the objectives under each.
fn outcomes(table: &Reading<'_>, plan: &PlanId, book: &mut Book) -> Result<(), TranscriptionError> {
    for (index, row) in table.items("appendix_1")?.iter().enumerate() {
        let priority = OutcomeId::from(format!("C{}", index + 1));
        let title = row.text("connect_priority")?;
        push_outcome(priority.clone(), None, title, index + 1, plan, book);
        for (index, objective) in row.items("resource_objectives")?.iter().enumerate() {
            let id = OutcomeId::from(format!("{priority}.{}", index + 1));
            let title = objective.as_text()?.to_owned();
            push_outcome(id, Some(priority.clone()), title, index + 1, plan, book);
        }
    }
    Ok(())
}

fn push_outcome(
    id: OutcomeId,
    parent: Option<OutcomeId>,
    title: String,
    position: usize,
    plan: &PlanId,
    book: &mut Book,
) {
    let level = match parent {
        None => OutcomeLevel::Priority,
        Some(_) => OutcomeLevel::Outcome,
    };
    book.outcomes.push(Outcome {
        id,
        plan: plan.clone(),
        parent,
        level,
        title,
        position: u32::try_from(position).ok(),
        owner: None,
        source: Some(format!("{DOCUMENT} Appendix 1")),
    });
}

/// The outcome with this title.
fn outcome_titled(title: &str, book: &Book) -> Option<OutcomeId> {
    let known = book.outcomes.iter().find(|outcome| outcome.title == title);
    known.map(|outcome| outcome.id.clone())
}

fn summary(table: &Reading<'_>, period: Period, book: &mut Book) -> Result<(), TranscriptionError> {
    let summary = table.field("summary")?;
    for row in summary.items("rows")? {
        let written = row.text("status")?;
        let first = written.split('/').next().unwrap_or_default();
        let status: Status = row.read(first)?;
        summary_cells(&row, Some(status), period, book)?;
    }
    summary_cells(&summary.field("totals")?, None, period, book)
}

fn summary_cells(
    row: &Reading<'_>,
    status: Option<Status>,
    period: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let columns = [
        ("statistical", Some(MeasureKind::Statistical)),
        ("project", Some(MeasureKind::Project)),
        ("total", None),
    ];
    for (column, kind) in columns {
        let percent = amount(&row.text("percent")?);
        book.reported_counts.push(ReportedCount {
            document: DOCUMENT.into(),
            period,
            outcome: None,
            kind,
            status,
            count: row.parsed(column)?,
            percent: percent.filter(|_| kind.is_none()),
            source: row.source(),
        });
    }
    Ok(())
}

fn achievements(
    table: &Reading<'_>,
    period: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    for row in table.items("achievements")? {
        let either = |one: &str, other: &str| row.maybe_text(one).or_else(|| row.maybe_text(other));
        let priority = either("connect_priority", "connect_theme");
        let objective = either("resource_objective", "resource_outcome");
        let titles = [objective.as_deref(), priority.as_deref()];
        let outcome = titles
            .into_iter()
            .flatten()
            .find_map(|title| outcome_titled(title, book));
        book.achievements.push(Achievement {
            document: DOCUMENT.into(),
            outcome,
            priority,
            objective,
            text: row.text("achievement")?,
            period: Some(period),
            source: row.source(),
        });
    }
    Ok(())
}

fn area_for_improvement(
    row: &Reading<'_>,
    number: usize,
    plan: &PlanId,
    periods: &Periods,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let title = row.text("measure")?;
    let code: Code = row.read(&format!("M{number:02}"))?;
    let key = code.key();
    if let Some(goal) = goal_in_title(&title) {
        book.targets.push(Target {
            measure: key.clone(),
            period: periods.year,
            unit: None,
            goal: Some(Goal::Value(goal)),
            tolerance: None,
            as_written: None,
            reason: Some("The title states it.".to_owned()),
            source: row.source(),
        });
    }
    book.measures.push(Measure {
        plan: Some(plan.clone()),
        outcome: outcome_titled(&row.text("resource_objective")?, book),
        unit_of_measure: Some(UnitOfMeasure::Percent),
        polarity: Some(polarity(&title)),
        source: row.source(),
        title,
        ..blank(MeasureKind::Statistical, code)
    });
    if let Some(value) = row
        .maybe_text("year_2021_22_value")
        .as_deref()
        .and_then(amount)
    {
        book.figures.push(Figure {
            measure: key.clone(),
            period: periods.year,
            unit: None,
            value: Some(value),
            numerator: None,
            denominator: None,
            from: FigureSource::Imported,
            state: FigureState::Final,
            as_at: None,
            as_written: None,
            reported_status: row.maybe_text("status").and_then(|text| text.parse().ok()),
            forecast: None,
            forecast_on: None,
            override_status: None,
            evidence: None,
            reliability: None,
            definition_version: None,
            note: None,
            source: row.source(),
        });
    }
    book.commentary.push(Commentary {
        unit: None,
        measure: Some(key),
        action: None,
        period: periods.year,
        text: row.text("comments_progress")?,
        doing: Some(doing(row)?),
        by_when: None,
        by: None,
        on: None,
        source: row.source(),
    });
    Ok(())
}

/// What the manager does about it, as one text with its numbered steps.
fn doing(row: &Reading<'_>) -> Result<String, TranscriptionError> {
    let manager = row.field("action_by_manager")?;
    let mut text = manager.text("intro")?;
    for action in manager.items("actions")? {
        let (number, step) = (action.number("n")?, action.text("text")?);
        text.push_str(&format!("\n{number}. {step}"));
    }
    Ok(text)
}

/// The risks named with their band in brackets at the end.
fn risks(table: &Reading<'_>, plan: &PlanId, book: &mut Book) -> Result<(), TranscriptionError> {
    for (index, row) in table.items("risks")?.iter().enumerate() {
        let written = row.as_text()?;
        let bare = written.trim_end_matches(')');
        let (title, band) = bare.rsplit_once(" (").unwrap_or((written, ""));
        book.risks.push(Risk {
            code: format!("R{}", index + 1).into(),
            plan: Some(plan.clone()),
            title: title.to_owned(),
            description: None,
            category: None,
            original: None,
            current: None,
            target: None,
            reported_band: (!band.is_empty()).then(|| band.to_owned()),
            owner: None,
            unit: None,
            review_due: None,
            reviewed_on: None,
            links: Vec::new(),
            source: Some(format!("{DOCUMENT} paragraph 9.2")),
        });
    }
    Ok(())
}

/// The report's paragraphs in their order.
fn passages(table: &Reading<'_>, book: &mut Book) -> Result<(), TranscriptionError> {
    let mut push = |heading: &str, text: String| {
        book.passages.push(Passage {
            document: DOCUMENT.into(),
            heading: Some(heading.to_owned()),
            text,
            source: None,
        });
    };
    push("Purpose", table.text("purpose")?);
    for recommendation in table.items("recommendations")? {
        push("Recommendation", recommendation.as_text()?.to_owned());
    }
    for row in table.items("status_definitions")? {
        push(
            &format!("Status {}", row.text("status")?),
            row.text("definition")?,
        );
    }
    let paragraphs = table.field("paragraphs")?;
    for number in paragraphs.keys() {
        push(number, paragraphs.text(number)?);
    }
    let mut further = Vec::new();
    for row in table.items("further_commentary")? {
        let number = row.text("paragraph")?;
        push(&number, row.text("text")?);
        further.push(number);
    }
    let text = table.maybe_text("published_text").unwrap_or_default();
    let known = paragraphs.keys();
    for paragraph in numbered(&text) {
        let is_new = !known.contains(&paragraph.heading.as_str());
        if is_new && !further.contains(&paragraph.heading) {
            push(&paragraph.heading, paragraph.text);
        }
    }
    push(
        "Data correct",
        table.field("document")?.text("data_correct_as_printed")?,
    );
    Ok(())
}

#[cfg(test)]
mod tests;
