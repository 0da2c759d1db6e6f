//! How employees are engaged, how customers are consulted, and the planning timetable.

use clew_plan::{Book, PlanId, PlanningStep, Schedule, ScheduleEntry};

use super::unit_id;
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds them.
pub(super) fn add(
    table: &Reading,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    for row in table.items("employee_engagement_schedule")? {
        book.schedules.push(ScheduleEntry {
            group: row.text("employee_group")?,
            ..entry(&row, plan, Schedule::EmployeeEngagement)?
        });
    }
    let consultation = table.field("customer_consultation_schedules")?;
    for service in consultation.keys() {
        for row in consultation.items(service)? {
            book.schedules.push(ScheduleEntry {
                unit: Some(unit_id(service)),
                group: row.text("customer_group")?,
                feedback: row.maybe_text("feedback_method"),
                ..entry(&row, plan, Schedule::CustomerConsultation)?
            });
        }
    }
    for row in table.items("planning_timetable")? {
        let when = row.maybe_text("when");
        book.planning_calendar.push(PlanningStep {
            plan: plan.clone(),
            step: row.text("step")?,
            description: row.maybe_text("description"),
            during: when.as_deref().and_then(|when| when.parse().ok()),
            when,
            source: row.source(),
        });
    }
    Ok(())
}

fn entry(
    row: &Reading,
    plan: &PlanId,
    schedule: Schedule,
) -> Result<ScheduleEntry, TranscriptionError> {
    Ok(ScheduleEntry {
        plan: plan.clone(),
        schedule,
        unit: None,
        group: String::new(),
        method: row.text("method")?,
        frequency: row.maybe_text("frequency"),
        responsible: row.maybe_text("responsible_officer"),
        feedback: None,
        source: row.source(),
    })
}
