//! The commentary gate: which figures need words, and how a figure would stand as it is typed.

use clew_calendar::{Day, Period};
use clew_check::rule;
use clew_measure::spc::{DEFAULT_RULE_SET, Meaning, RuleSet, chart_of_measure};
use clew_measure::{Direction, Index, StatusBasis, Trend, judge, trend};
use clew_plan::{
    Book, Commentary, Figure, FigureState, Measure, MeasureKey, MeasureKind, Status, UnitId,
};
use serde::Serialize;

use super::about::Typed;
use super::kind::Question;
use super::questions;
use crate::actions::measure_called;
use crate::{FigureRequest, Memory, ServiceError};

/// The check that holds a comment's words against its colour.
const OPPOSITE: &str = "comment-says-the-opposite";

/// Why a figure needs words.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateKind {
    /// It is Red.
    Red,
    /// It is part of a signal on the worse side.
    Signal,
    /// It is worse than the like period before.
    Worsening,
}

/// One reason why a figure needs words: why it is so, what is being done, by when.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct GateReason {
    /// Which.
    pub kind: GateKind,
    /// The reason in a plain sentence.
    pub text: String,
}

/// How a figure would stand as it is typed, before anything is saved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    /// The value as it would be shown; none while there is none.
    pub value: Option<String>,
    /// The status that the rule would give.
    pub status: Status,
    /// The complete rule in words.
    pub rule: String,
    /// Why the rule would give this status.
    pub why: String,
    /// The trend it would have.
    pub trend: Trend,
    /// What is asked of it.
    pub questions: Vec<Question>,
    /// Why it needs words; empty where it needs none.
    pub gate: Vec<GateReason>,
    /// What the words still lack: `comment`, `doing` or `by_when`. Empty where none are needed.
    pub lacks: Vec<&'static str>,
    /// What in the words disagrees with the colour.
    pub contradiction: Option<String>,
    /// How long the comment is, in characters.
    pub length: usize,
}

/// Why a figure needs words as it is typed; empty where it needs none, or nothing is known of it.
/// Amber by itself needs none: most of a scorecard would be commentary.
#[must_use]
pub fn gate(memory: &Memory, request: &FigureRequest) -> Vec<GateReason> {
    let today = request.period.map(Period::last);
    let typed = today.and_then(|today| Typed::of(memory, request, today));
    typed.map_or_else(Vec::new, |typed| reasons(&typed, &typed.book()))
}

/// How a figure would stand: its status with the rule that gives it, its trend, what is asked of it,
/// and whether it needs words. Writes nothing, and reads little enough to be asked at every key
/// stroke. `today` is the day by the clock.
///
/// # Errors
/// When there is no such measure, or no period is given.
pub fn preview(
    memory: &Memory,
    request: &FigureRequest,
    today: Day,
) -> Result<Preview, ServiceError> {
    let measure = measure_called(memory.book(), &request.measure)?;
    let typed = Typed::of(memory, request, today).ok_or_else(|| {
        let what = format!("the figure {}", measure.code);
        ServiceError::invalid(
            what,
            "period",
            "say for which period, for example 2026-27 Q1",
        )
    })?;
    let book = typed.book();
    let period = typed.figure.period;
    let unit = typed.figure.unit.as_ref();
    let judged = judge(&book, measure, period, unit);
    let gate = reasons(&typed, &book);
    let status = judged.shown(StatusBasis::ByRule);
    let comment = request.comment.as_ref();
    Ok(Preview {
        value: typed.value().map(|value| typed.shown(value)),
        status,
        rule: judged.rule.clone(),
        why: judged.why.clone(),
        trend: trend(&book, measure, period, unit),
        questions: questions(memory, request, today),
        lacks: match gate.is_empty() {
            true => Vec::new(),
            false => lacks(memory, &typed, request),
        },
        contradiction: contradiction(&typed, request, status),
        length: comment.map_or(0, |comment| comment.text.trim().chars().count()),
        gate,
    })
}

fn reasons(typed: &Typed<'_>, book: &Book) -> Vec<GateReason> {
    let (measure, figure) = (typed.measure, &typed.figure);
    let unit = figure.unit.as_ref();
    let judged = judge(book, measure, figure.period, unit);
    let mut reasons = Vec::new();
    if judged.shown(StatusBasis::ByRule) == Status::Red {
        reasons.push(GateReason {
            kind: GateKind::Red,
            text: format!("it is Red: {}", judged.why),
        });
    }
    reasons.extend(signal(typed, book));
    let short = trend(book, measure, figure.period, unit).short;
    if let Some(short) = short.filter(|short| short.direction == Direction::Worse) {
        reasons.push(GateReason {
            kind: GateKind::Worsening,
            text: format!("it is {}", short.words),
        });
    }
    reasons
}

/// The signal on the worse side that the figure is part of.
fn signal(typed: &Typed<'_>, book: &Book) -> Option<GateReason> {
    let rules = RuleSet::named(DEFAULT_RULE_SET).ok()?;
    let chart = chart_of_measure(book, typed.measure, typed.figure.unit.as_ref(), rules).ok()?;
    let label = typed.figure.period.to_string();
    let point = chart.points.iter().find(|point| point.label == label)?;
    let first = point.signals.first()?;
    (point.meaning == Meaning::Concern && !chart.trial).then(|| GateReason {
        kind: GateKind::Signal,
        text: format!("it is {}, on the worse side", first.words()),
    })
}

/// What the words lack: those typed, together with what was said for the period before.
fn lacks(memory: &Memory, typed: &Typed<'_>, request: &FigureRequest) -> Vec<&'static str> {
    let (measure, figure) = (&typed.figure.measure, &typed.figure);
    let said = said_of(memory, measure, figure.period, figure.unit.as_ref());
    let comment = request.comment.as_ref();
    let has =
        |typed: bool, there: fn(&Commentary) -> bool| typed || said.iter().any(|said| there(said));
    let text = comment.is_some_and(|comment| !comment.text.trim().is_empty());
    let doing = comment.is_some_and(|comment| filled(comment.doing.as_ref()));
    let by_when = comment.is_some_and(|comment| comment.by_when.is_some());
    let parts = [
        ("comment", has(text, |_| true)),
        ("doing", has(doing, |said| filled(said.doing.as_ref()))),
        ("by_when", has(by_when, |said| said.by_when.is_some())),
    ];
    let missing = parts.into_iter().filter(|(_, there)| !there);
    missing.map(|(field, _)| field).collect()
}

fn filled(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// What was said of a measure for a period, or for one that ends on the same day.
fn said_of<'memory>(
    memory: &'memory Memory,
    measure: &MeasureKey,
    period: Period,
    unit: Option<&UnitId>,
) -> Vec<&'memory Commentary> {
    let all = memory.book().commentary.iter();
    all.filter(|said| {
        said.measure.as_ref() == Some(measure)
            && said.period.last() == period.last()
            && said.unit.as_ref() == unit
            && !said.text.trim().is_empty()
    })
    .collect()
}

/// Where the words typed disagree with the colour, by the same rule as the checks.
fn contradiction(typed: &Typed<'_>, request: &FigureRequest, status: Status) -> Option<String> {
    let comment = request.comment.as_ref()?;
    let (measure, figure) = (typed.measure, &typed.figure);
    let book = Book {
        measures: vec![measure.clone()],
        figures: vec![Figure {
            reported_status: Some(status),
            ..figure.clone()
        }],
        commentary: vec![Commentary {
            measure: Some(figure.measure.clone()),
            action: None,
            period: figure.period,
            unit: figure.unit.clone(),
            text: comment.text.clone(),
            doing: None,
            by_when: None,
            by: None,
            on: None,
            source: None,
        }],
        ..Book::default()
    };
    let found = (rule(OPPOSITE)?.run)(&book);
    found.into_iter().next().map(|finding| finding.message)
}

/// Which of these figures are Red and final without a word about them, each in a sentence.
pub(crate) fn red_and_silent<'memory>(
    memory: &'memory Memory,
    figures: impl IntoIterator<Item = (&'memory Measure, Period, Option<&'memory UnitId>)>,
) -> Vec<(String, String)> {
    let index = Index::new(memory.book());
    let mut silent = Vec::new();
    for (measure, period, unit) in figures {
        let judged = index.judge(measure, period, unit);
        let judged_final = judged
            .figure
            .is_some_and(|figure| figure.state == FigureState::Final);
        let red = judged.shown(StatusBasis::ByRule) == Status::Red;
        let of = judged.figure.map_or(period, |figure| figure.period);
        let key = measure.code.key();
        let said = [period, of].map(|period| said_of(memory, &key, period, unit));
        if red && judged_final && said.iter().all(Vec::is_empty) {
            let why = match measure.kind {
                MeasureKind::Project => "its owner says so".to_owned(),
                MeasureKind::Statistical => judged.why.clone(),
            };
            silent.push((measure.code.written().to_owned(), why));
        }
    }
    silent
}
