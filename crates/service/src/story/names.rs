//! Names: how a record or another subject is called in a sentence.

use clew_journal::{Key, ReturnKey, Subject, SubjectKind, fields_of};
use clew_plan::{Kind, MeasureKey, Record, UnitId};
pub(crate) use clew_report::words::capital;
use serde_json::Value;

use super::practice::of_practice;
use super::{return_in_words, shortened};
use crate::Memory;

/// A measure's code as it is written; its key where the measure is not known.
#[must_use]
pub(crate) fn code(key: &MeasureKey, memory: &Memory) -> String {
    let measure = memory.book().measure(key);
    measure.map_or_else(
        || key.to_string(),
        |measure| measure.code.written().to_owned(),
    )
}

/// " (Justice)" for a part of the organisation, nothing for the whole.
#[must_use]
pub(crate) fn place(unit: Option<&UnitId>, memory: &Memory) -> String {
    unit.map_or_else(String::new, |unit| {
        format!(" ({})", memory.book().unit_name(unit))
    })
}

/// What a subject is called: by its record where it is there, else by what identifies it.
#[must_use]
pub(crate) fn of_subject(subject: &Subject, memory: &Memory) -> String {
    if let Some(record) = memory.state().record(subject) {
        return of_record(&record, memory);
    }
    match subject.kind {
        SubjectKind::Organisation => "organisation".to_owned(),
        SubjectKind::Record(kind) => unknown(kind, subject, memory),
        SubjectKind::Return => ReturnKey::of(subject)
            .map_or_else(|| subject.to_string(), |key| return_in_words(&key, memory)),
        SubjectKind::Freeze => format!("freeze {}", subject.parts().join(" ")),
        SubjectKind::Account => format!("account {}", subject.parts().join(" ")),
        SubjectKind::Practice(kind) => of_practice(kind, subject),
        SubjectKind::Pack => format!("pack {}", subject.parts().join(" ")),
        SubjectKind::PracticePolicy => "policy of practice".to_owned(),
        SubjectKind::Evidence => {
            let of = subject.parts().into_iter().next().unwrap_or_default();
            of.parse().map_or_else(
                |_| "evidence".to_owned(),
                |of: Subject| format!("evidence of {}", of_subject(&of, memory)),
            )
        }
    }
}

/// A record that is not, or no longer, in the Book.
fn unknown(kind: Kind, subject: &Subject, memory: &Memory) -> String {
    let parts = subject.parts();
    let part = |place: usize| parts.get(place).map_or("", String::as_str);
    let unit = (parts.len() > 2).then(|| UnitId::from(part(2)));
    let of_period = |what: &str| {
        let code = code(&part(0).into(), memory);
        format!(
            "{what} for {code} in {}{}",
            part(1),
            place(unit.as_ref(), memory)
        )
    };
    match (kind, &subject.key) {
        (kind, Key::Numbered(number)) => format!("{} added by entry {number}", singular(kind)),
        (Kind::Figure, _) => of_period("figure"),
        (Kind::Target, _) => of_period("target"),
        (Kind::ProfilePoint, _) => of_period("profile point"),
        (Kind::Cycle | Kind::Action | Kind::Risk, _) if parts.len() > 1 => {
            format!("{} {} of plan {}", singular(kind), part(0), part(1))
        }
        (kind, _) => format!("{} {}", singular(kind), parts.join(" ")),
    }
}

/// What a record is called, for example `figure for SPCC014 in 2021-22 (Justice)`.
#[must_use]
pub(crate) fn of_record(record: &Record, memory: &Memory) -> String {
    let of_period = |what: &str, key: &MeasureKey, period: &dyn std::fmt::Display, unit| {
        format!(
            "{what} for {} in {period}{}",
            code(key, memory),
            place(unit, memory)
        )
    };
    match record {
        Record::Figure(it) => of_period("figure", &it.measure, &it.period, it.unit.as_ref()),
        Record::Target(it) => of_period("target", &it.measure, &it.period, it.unit.as_ref()),
        Record::ProfilePoint(it) => {
            of_period("profile point", &it.measure, &it.period, it.unit.as_ref())
        }
        Record::Measure(it) => format!("measure {} ({})", it.code.written(), it.title),
        Record::Commentary(it) => {
            let measure = it.measure.as_ref().map(|key| code(key, memory));
            let action = it.action.as_ref().map(|id| format!("action {id}"));
            let about = measure.or(action).unwrap_or_default();
            let part = place(it.unit.as_ref(), memory);
            format!("comment on {about} for {}{part}", it.period)
        }
        Record::Formula(it) => {
            let from = it.from.map(|period| format!(" from {period}"));
            format!(
                "formula of {}{}",
                code(&it.measure, memory),
                from.unwrap_or_default()
            )
        }
        Record::SeriesBreak(it) => {
            format!(
                "break in the series of {} from {}",
                code(&it.measure, memory),
                it.from
            )
        }
        Record::ScrutinyQuestion(it) => format!(
            "question {} on {} for {}{}",
            shortened(&it.question),
            code(&it.measure, memory),
            it.period,
            place(it.unit.as_ref(), memory)
        ),
        Record::Cycle(it) => format!("cycle {} of plan {}", it.id, it.plan),
        other => by_fields(other),
    }
}

/// A record of any other kind: by the first value that identifies it, and its name or title.
fn by_fields(record: &Record) -> String {
    let kind = record.kind();
    let fields = fields_of(record);
    let text = |name: &str| match fields.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let identity = kind.identified_by().iter().find_map(|name| text(name));
    let title = ["title", "name", "text", "what"]
        .iter()
        .find_map(|name| text(name));
    let name = singular(kind);
    match (identity, title) {
        (Some(identity), Some(title)) if identity != title => {
            format!("{name} {identity} ({})", shortened(&title))
        }
        (Some(text), _) | (None, Some(text)) => format!("{name} {}", unquoted(&text)),
        (None, None) => name,
    }
}

fn unquoted(text: &str) -> String {
    match text.contains(' ') {
        true => shortened(text),
        false => text.to_owned(),
    }
}

/// What one record of a kind is called.
#[must_use]
pub(crate) fn singular(kind: Kind) -> String {
    let irregular = match kind {
        Kind::Commentary => "comment",
        Kind::CapitalLine => "capital line",
        Kind::StaffingLine => "staffing line",
        Kind::ScheduleEntry => "schedule entry",
        Kind::PlanningStep => "planning step",
        Kind::ProfilePoint => "profile point",
        Kind::BenchmarkFigure => "benchmark figure",
        Kind::FamilyMember => "family member",
        Kind::Activity => "activity",
        Kind::ImprovementActivity => "improvement activity",
        _ => kind.name().trim_end_matches('s'),
    };
    irregular.replace('-', " ")
}
