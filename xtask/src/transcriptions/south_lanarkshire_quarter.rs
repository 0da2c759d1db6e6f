//! South Lanarkshire's performance report for quarter 2 of 2019-20 (document 003).

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::{
    Book, Claim, Code, Commentary, Cycle, Document, Figure, FigureSource, FigureState, Goal,
    Measure, MeasureKind, Organisation, Outcome, OutcomeId, OutcomeLevel, Passage, Plan, PlanId,
    Polarity, ReportedCount, Status, Target, UnitOfMeasure,
};
use rust_decimal::Decimal;
use serde_json::Value;

use super::TranscriptionError;
use super::cells::{amount, saying_more, unit_of};
use super::measures::{blank, categories, goal_in_title, polarity};
use super::reading::Reading;
use super::shares::{Share, shares};

const DOCUMENT: &str = "003";

/// The columns of the matrix and the status each counts.
const COLUMNS: [(&str, Option<Status>); 5] = [
    ("green", Some(Status::Green)),
    ("amber", Some(Status::Amber)),
    ("red", Some(Status::Red)),
    ("later_or_contextual", Some(Status::ReportLater)),
    ("total", None),
];

/// The periods of the report.
struct Periods {
    quarter: Period,
    to_date: Period,
    year: Period,
}

/// The report with its matrix and its 65 measures.
pub(crate) fn book(table: &Value) -> Result<Book, TranscriptionError> {
    let table = Reading::new(DOCUMENT, table);
    let periods = periods(&table)?;
    let plan = PlanId::from(format!("resource-plan-{}", periods.year));
    let mut book = Book::default();
    particulars(&table, &plan, &periods, &mut book)?;
    matrix(&table, &plan, periods.quarter, &mut book)?;
    for row in table.items("measures")? {
        add_measure(&row, &plan, &periods, &mut book)?;
    }
    Ok(book)
}

fn periods(table: &Reading<'_>) -> Result<Periods, TranscriptionError> {
    let document = table.field("document")?;
    let first: Day = document.parsed("period_start")?;
    let last: Day = document.parsed("period_end")?;
    let to_date = Period::year_to_date(Period::day(last));
    let year = to_date.financial_year();
    match (Period::containing(PeriodKind::Quarter, last), year) {
        (Some(quarter), Some(year)) if to_date.first() == first => Ok(Periods {
            quarter,
            to_date,
            year,
        }),
        _ => Err(document.problem("the period is not a year to date")),
    }
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
        title: document.text("title")?,
        plan: Some(plan.clone()),
        organisation: document.maybe_text("organisation"),
        report_to: None,
        report_by: None,
        period: Some(periods.quarter),
        meeting: None,
        dated: None,
        data_as_at: None,
        other_date: None,
        source: None,
    });
    book.plans.push(Plan {
        id: plan.clone(),
        title: format!(
            "{} Resource Plan {}",
            document.text("resource")?,
            periods.year
        ),
        parent: None,
        unit: None,
        period: Some(periods.year),
        tolerance: None,
        imported: true,
        approved_by: None,
        approved_on: None,
        purpose: None,
        source: None,
    });
    book.cycles.push(Cycle {
        id: periods.quarter.to_string(),
        plan: plan.clone(),
        period: periods.quarter,
        opens: None,
        due: None,
        published: None,
        imported: true,
        source: None,
    });
    book.passages.push(Passage {
        document: DOCUMENT.into(),
        heading: Some(document.text("title")?),
        text: document.text("position")?,
        source: None,
    });
    Ok(())
}

/// The objectives in the matrix's order, and every count it prints.
fn matrix(
    table: &Reading<'_>,
    plan: &PlanId,
    period: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let matrix = table.field("matrix")?;
    for (index, row) in matrix.items("rows")?.iter().enumerate() {
        let id = OutcomeId::from(format!("P{}", index + 1));
        book.outcomes.push(Outcome {
            id: id.clone(),
            plan: plan.clone(),
            parent: None,
            level: OutcomeLevel::Priority,
            title: row.text("objective")?,
            position: u32::try_from(index + 1).ok(),
            owner: None,
            source: row.source(),
        });
        matrix_cells(row, Some(id), period, book)?;
    }
    matrix_cells(&matrix.field("total")?, None, period, book)
}

fn matrix_cells(
    row: &Reading<'_>,
    outcome: Option<OutcomeId>,
    period: Period,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    for (column, status) in COLUMNS {
        let inferred = row.maybe("inferred").and_then(|cells| cells.maybe(column));
        let note = if inferred.is_some() {
            " (inferred: the cells run together in the text)"
        } else {
            ""
        };
        let Some(cell) = inferred.or_else(|| row.maybe(column)) else {
            continue;
        };
        book.reported_counts.push(ReportedCount {
            document: DOCUMENT.into(),
            period,
            outcome: outcome.clone(),
            kind: None,
            status,
            count: cell.read(cell.as_text()?)?,
            percent: None,
            source: row.source().map(|source| source + note),
        });
    }
    Ok(())
}

fn add_measure(
    row: &Reading<'_>,
    plan: &PlanId,
    periods: &Periods,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let outcome = outcome_of(row, plan, book)?;
    let measure = measure(row, plan, outcome)?;
    add_target(row, &measure, periods.year, book);
    add_figures(row, &measure, periods, book)?;
    add_comment(row, &measure, periods.to_date, book);
    book.measures.push(measure);
    Ok(())
}

/// The deliverable the measure stands under, or the lowest level that is printed above it.
fn outcome_of(
    row: &Reading<'_>,
    plan: &PlanId,
    book: &mut Book,
) -> Result<OutcomeId, TranscriptionError> {
    let objective = row.text("objective")?;
    let mut outcome = book
        .outcomes
        .iter()
        .find(|outcome| outcome.level == OutcomeLevel::Priority && outcome.title == objective)
        .map(|outcome| outcome.id.clone())
        .ok_or_else(|| row.problem("the objective is not one of the matrix"))?;
    let below = [
        ("outcome_heading", OutcomeLevel::Outcome, "O"),
        ("action", OutcomeLevel::Deliverable, "D"),
    ];
    for (key, level, letter) in below {
        if let Some(title) = row.maybe_text(key) {
            outcome = child(&outcome, level, letter, title, row.source(), plan, book);
        }
    }
    Ok(outcome)
}

/// The outcome with this title under the parent; added when it is new.
fn child(
    parent: &OutcomeId,
    level: OutcomeLevel,
    letter: &str,
    title: String,
    source: Option<String>,
    plan: &PlanId,
    book: &mut Book,
) -> OutcomeId {
    let siblings = || {
        let of_parent = |outcome: &&Outcome| outcome.parent.as_ref() == Some(parent);
        let of_level = move |outcome: &&Outcome| outcome.level == level;
        book.outcomes.iter().filter(of_parent).filter(of_level)
    };
    if let Some(known) = siblings().find(|outcome| outcome.title == title) {
        return known.id.clone();
    }
    let position = siblings().count() + 1;
    let id = OutcomeId::from(format!("{parent}-{letter}{position}"));
    book.outcomes.push(Outcome {
        id: id.clone(),
        plan: plan.clone(),
        parent: Some(parent.clone()),
        level,
        title,
        position: u32::try_from(position).ok(),
        owner: None,
        source,
    });
    id
}

fn measure(
    row: &Reading<'_>,
    plan: &PlanId,
    outcome: OutcomeId,
) -> Result<Measure, TranscriptionError> {
    let title = row.text("measure")?;
    let kind: MeasureKind = row.parsed("statistical_inferred")?;
    let statistical = kind == MeasureKind::Statistical;
    let cells = ["to_date", "target", "y2018_19", "y2017_18", "y2016_17"];
    let cell = cells.iter().find_map(|key| row.maybe_text(key));
    let costs = title.to_lowercase().contains("cost");
    let unit = if costs {
        Some(UnitOfMeasure::Pounds)
    } else {
        cell.as_deref().map(unit_of)
    };
    let comment = row.maybe_text("comment").unwrap_or_default();
    let judged = row.maybe("target").is_some() || goal_in_title(&title).is_some();
    let code: Code = row.read(&format!("M{:02}", row.number("n")?))?;
    Ok(Measure {
        plan: Some(plan.clone()),
        outcome: Some(outcome),
        unit_of_measure: unit.filter(|_| statistical),
        polarity: statistical_polarity(&title, statistical, judged),
        categories: categories(&title),
        arrears: comment.contains("one quarter in arrears").then_some(1),
        notes: notes(row),
        source: row.source(),
        title,
        ..blank(kind, code)
    })
}

/// Only what has a target, or is benchmarked, has a better side that the document shows.
fn statistical_polarity(title: &str, statistical: bool, judged: bool) -> Option<Polarity> {
    (statistical && (judged || title.contains("LGBF"))).then(|| polarity(title))
}

/// What the transcription says about words or values that are lost.
fn notes(row: &Reading<'_>) -> Option<String> {
    if row.is_true("measure_cut") {
        return Some("The start of the title is lost in the text.".to_owned());
    }
    let printed = row.maybe("values_as_printed")?;
    let mut cells = Vec::new();
    for line in printed.keys() {
        let line = printed.field(line).ok()?;
        for key in line.keys() {
            cells.push(format!(
                "{} under {}",
                line.maybe_text(key)?,
                period_text(key)
            ));
        }
    }
    Some(format!(
        "Which value belongs to which year is lost in the text: {}.",
        cells.join(", ")
    ))
}

/// `y2016_17` names the year 2016-17.
fn period_text(key: &str) -> String {
    key.trim_start_matches('y').replace('_', "-")
}

fn add_target(row: &Reading<'_>, measure: &Measure, year: Period, book: &mut Book) {
    let cell = row.maybe_text("target");
    let printed = cell.as_deref().and_then(amount);
    let (goal, reason) = match printed {
        Some(goal) => (Some(goal), None),
        None => {
            let reason = "The title states it; the target column is empty.";
            (goal_in_title(&measure.title), Some(reason.to_owned()))
        }
    };
    let Some(goal) = goal.filter(|_| measure.kind == MeasureKind::Statistical) else {
        return;
    };
    book.targets.push(Target {
        measure: measure.code.key(),
        period: year,
        unit: None,
        goal: Some(Goal::Value(goal)),
        tolerance: None,
        as_written: None,
        reason,
        source: row.source(),
    });
}

fn add_figures(
    row: &Reading<'_>,
    measure: &Measure,
    periods: &Periods,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    for key in ["y2016_17", "y2017_18", "y2018_19"] {
        if let Some(cell) = row.maybe_text(key) {
            let period = row.read(&period_text(key))?;
            let mut past = figure(measure, period, Some(&cell), row.source());
            past.state = FigureState::Final;
            book.figures.push(past);
        }
    }
    let cell = row.maybe_text("to_date");
    let mut now = figure(measure, periods.to_date, cell.as_deref(), row.source());
    let inferred = row.maybe("status_inferred").is_some();
    let key = if inferred {
        "status_inferred"
    } else {
        "status"
    };
    now.reported_status = Some(row.parsed(key)?);
    if inferred {
        let note = "Its status is lost in the text; this one follows from the printed summary.";
        now.evidence = Some(note.to_owned());
    }
    let comment = row.maybe_text("comment").unwrap_or_default();
    if let Some(counts) = counts_to_date(&comment, now.value) {
        now.numerator = Some(counts.part);
        now.denominator = Some(counts.whole);
    }
    book.figures.push(now);
    Ok(())
}

fn figure(measure: &Measure, period: Period, cell: Option<&str>, source: Option<String>) -> Figure {
    Figure {
        measure: measure.code.key(),
        period,
        unit: None,
        value: cell.and_then(amount),
        numerator: None,
        denominator: None,
        from: FigureSource::Imported,
        state: FigureState::Provisional,
        as_at: None,
        as_written: cell.and_then(saying_more),
        reported_status: None,
        forecast: None,
        forecast_on: None,
        override_status: None,
        evidence: None,
        reliability: None,
        definition_version: None,
        note: None,
        source,
    }
}

/// The counts behind the value to date: a share that states this value and does not speak of a
/// later quarter alone (quarter 1 is the whole year to date for what comes a quarter late).
fn counts_to_date(comment: &str, value: Option<Decimal>) -> Option<Share> {
    let value = value?;
    let of_a_quarter = |sentence: &str| {
        let sentence = sentence.to_lowercase();
        sentence.contains("quarter 2") && !sentence.contains("end of quarter")
    };
    let mut candidates = shares(comment).into_iter();
    candidates.find(|share| share.percent.round() == value && !of_a_quarter(&share.sentence))
}

fn add_comment(row: &Reading<'_>, measure: &Measure, period: Period, book: &mut Book) {
    let Some(text) = row.maybe_text("comment") else {
        return;
    };
    for share in shares(&text) {
        book.claims.push(Claim {
            document: DOCUMENT.into(),
            subject: format!("{}: {}", measure.code, measure.title),
            from_period: None,
            to_period: None,
            from_value: None,
            to_value: None,
            stated_change: None,
            part: Some(share.part),
            whole: Some(share.whole),
            stated_percent: Some(share.percent),
            text: Some(share.sentence),
            source: row.source(),
        });
    }
    book.commentary.push(Commentary {
        unit: None,
        measure: Some(measure.code.key()),
        action: None,
        period,
        text,
        doing: None,
        by_when: None,
        by: None,
        on: None,
        source: row.source(),
    });
}

#[cfg(test)]
mod tests;
