//! What a workbook of returns holds, as requests of figures; and the workbook to fill in.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_exchange::import::{Options, from_bytes};
use clew_exchange::returns::ReturnRow;
use clew_exchange::{Issue, MadeAt};
use clew_measure::{StatusBasis, show_goal, show_value};
use clew_plan::{
    Book, Commentary, Figure, FigureSource, FigureState, Kind, Measure, MeasureKey, MeasureKind,
    Status, UnitId,
};
use clew_report::words;
use clew_service::{Comment, FigureRequest, Memory, Overview, QuestionKind, ReturnOwed};
use serde::{Deserialize, Serialize};

use crate::Form;
use crate::upload::File;

/// One figure as it would be taken, with what is said of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Row {
    pub(super) figure: Figure,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) said: Option<Commentary>,
    /// Whether the value is given; else only the words.
    pub(super) value: bool,
    /// Whether it is a piece of work, whose status is given.
    pub(super) project: bool,
    /// The entry of the journal that the file was made at, or that was known when it was read.
    pub(super) seen: u64,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The figures that are not as they stand already.
    pub(super) rows: Vec<Row>,
    /// What is wrong or doubtful.
    pub(super) issues: Vec<Issue>,
    /// Rows that give nothing: left for later.
    pub(super) empty: usize,
    /// Rows that say what stands already.
    pub(super) same: usize,
    /// Records of other kinds, which are not taken here.
    pub(super) others: usize,
}

type Which = (MeasureKey, Period, Option<UnitId>);

fn which(figure: &Figure) -> Which {
    (figure.measure.clone(), figure.period, figure.unit.clone())
}

/// Reads a file against what is known.
pub(super) fn read(memory: &Memory, file: &File) -> Read {
    let mut existing = memory.book().clone();
    existing.figures.truncate(memory.state().figures_given());
    let options = Options {
        existing: Some(&existing),
        ..Options::default()
    };
    let imported = from_bytes(&file.name, &file.bytes, &options);
    let head = memory.state().head.sequence;
    let made_at = imported.made_at.as_ref().map(|made| made.entry);
    let seen = made_at.filter(|entry| *entry <= head).unwrap_or(head);
    let standing: HashMap<Which, &Figure> = existing
        .figures
        .iter()
        .map(|figure| (which(figure), figure))
        .collect();
    let measures: HashMap<MeasureKey, &Measure> = existing
        .measures
        .iter()
        .map(|measure| (measure.code.key(), measure))
        .collect();
    let mut said = said(&imported.book, &existing);
    let mut read = Read {
        others: others(&imported.book, &existing),
        issues: imported.issues,
        ..Read::default()
    };
    for figure in imported.book.figures {
        let which = which(&figure);
        let there = standing.get(&which).copied();
        let words = said.remove(&which);
        if is_empty(&figure) {
            match words {
                Some(words) => said.extend([(which, words)]),
                None => read.empty += 1,
            }
            continue;
        }
        if there == Some(&figure) && words.is_none() {
            read.same += 1;
            continue;
        }
        let project = measures
            .get(&figure.measure)
            .is_some_and(|it| it.kind == MeasureKind::Project);
        let value = there != Some(&figure);
        read.rows.push(Row {
            figure: alone(figure, there),
            said: words,
            value,
            project,
            seen,
        });
    }
    // What is said of figures that the file does not give.
    let mut rest: Vec<(Which, Commentary)> = said.into_iter().collect();
    rest.sort_by(|one, other| one.0.cmp(&other.0));
    for (which, words) in rest {
        let figure = standing
            .get(&which)
            .map_or_else(|| empty(&which), |figure| (*figure).clone());
        let project = measures
            .get(&which.0)
            .is_some_and(|it| it.kind == MeasureKind::Project);
        read.rows.push(Row {
            figure,
            said: Some(words),
            value: false,
            project,
            seen,
        });
    }
    read
}

/// Comments that are new or other than they stand, by the figure they are about.
fn said(given: &Book, existing: &Book) -> HashMap<Which, Commentary> {
    let new = given
        .commentary
        .iter()
        .filter(|said| !existing.commentary.contains(said));
    let of_measure = |said: &Commentary| {
        let measure = said.measure.clone()?;
        Some(((measure, said.period, said.unit.clone()), said.clone()))
    };
    new.filter_map(of_measure).collect()
}

/// Records that are neither figures nor comments and are not as they stand.
fn others(given: &Book, existing: &Book) -> usize {
    let kinds = Kind::ALL.iter().copied();
    let kinds = kinds.filter(|kind| !matches!(kind, Kind::Figure | Kind::Commentary));
    kinds
        .map(|kind| {
            let there: Vec<_> = existing.records(kind).collect();
            given
                .records(kind)
                .filter(|record| !there.contains(record))
                .count()
        })
        .sum()
}

fn is_empty(figure: &Figure) -> bool {
    figure.value.is_none()
        && figure.numerator.is_none()
        && figure.denominator.is_none()
        && figure.reported_status.is_none()
}

/// The figure without what only stayed from the one before: counts beside another value, or a value
/// beside other counts.
fn alone(mut figure: Figure, there: Option<&Figure>) -> Figure {
    let Some(there) = there else {
        return figure;
    };
    let counts = |figure: &Figure| (figure.numerator, figure.denominator);
    let same_counts = counts(&figure) == counts(there);
    if figure.value != there.value && same_counts {
        (figure.numerator, figure.denominator) = (None, None);
    } else if figure.value == there.value && !same_counts {
        figure.value = None;
    }
    figure
}

fn empty((measure, period, unit): &Which) -> Figure {
    Figure {
        measure: measure.clone(),
        period: *period,
        unit: unit.clone(),
        value: None,
        numerator: None,
        denominator: None,
        from: FigureSource::Returned,
        state: FigureState::Final,
        as_at: None,
        as_written: None,
        reported_status: None,
        forecast: None,
        forecast_on: None,
        override_status: None,
        evidence: None,
        reliability: None,
        definition_version: None,
        note: None,
        source: None,
    }
}

impl Row {
    /// The request that it comes to.
    pub(super) fn request(&self, answers: &[QuestionKind]) -> FigureRequest {
        let figure = &self.figure;
        let given = |number: Option<rust_decimal::Decimal>| number.filter(|_| self.value);
        let status = figure
            .reported_status
            .filter(|status| self.value && (self.project || *status == Status::ReportLater));
        FigureRequest {
            measure: figure.measure.clone(),
            period: Some(figure.period),
            unit: figure.unit.clone(),
            value: given(figure.value),
            numerator: given(figure.numerator),
            denominator: given(figure.denominator),
            status,
            as_at: figure.as_at,
            state: Some(figure.state),
            forecast: figure.forecast.zip(figure.forecast_on),
            evidence: figure.evidence.clone(),
            reliability: figure.reliability,
            comment: self.said.as_ref().map(|said| Comment {
                text: said.text.clone(),
                doing: said.doing.clone(),
                by_when: said.by_when,
            }),
            emptied: Vec::new(),
            answers: answers.to_vec(),
            reason: None,
            seen: Some(self.seen),
        }
    }
}

/// The questions of a row that its owner has confirmed.
pub(super) fn answers(form: &Form, place: usize) -> Vec<QuestionKind> {
    let confirmed = |kind: &QuestionKind| form.fields.given(&answer(place, *kind)).is_some();
    QuestionKind::ALL.into_iter().filter(confirmed).collect()
}

/// The field in which a row's question is answered.
pub(super) fn answer(place: usize, kind: QuestionKind) -> String {
    format!("answer-{}-{kind}", place + 1)
}

/// The rows that a form carries; none when they cannot be read.
pub(super) fn rows_of(json: &str) -> Option<Vec<Row>> {
    serde_json::from_str(json).ok()
}

/// A row for each return that is owed, with what is known of it already.
pub(super) fn to_fill_in(overview: &Overview, owed: &[ReturnOwed]) -> Vec<ReturnRow> {
    owed.iter()
        .filter_map(|owed| row_of(overview, owed))
        .collect()
}

fn row_of(overview: &Overview, owed: &ReturnOwed) -> Option<ReturnRow> {
    let (book, memory) = (overview.book(), overview.memory());
    let measure = book.measure(&owed.key.measure)?;
    let unit = owed.key.unit.as_ref();
    let facts = overview.measure_facts(&owed.key.measure);
    let draft = memory
        .state()
        .return_of(&owed.key)
        .draft
        .unwrap_or_default();
    let which = (owed.key.measure.clone(), owed.period, owed.key.unit.clone());
    let standing = || {
        let mut figures = book.figures.iter();
        figures.find(|figure| self::which(figure) == which).cloned()
    };
    let figure = draft.figure.or_else(standing);
    let figure = figure.unwrap_or_else(|| empty(&which));
    let said = draft.commentary;
    let target = facts.target_for(owed.period, unit);
    let goal = target.and_then(|target| target.goal);
    let title = match unit {
        Some(unit) => format!("{} ({})", measure.title, book.unit_name(unit)),
        None => measure.title.clone(),
    };
    Some(ReturnRow {
        measure: measure.code.written().to_owned(),
        title,
        unit: unit.cloned(),
        period: owed.period,
        last: last(overview, measure, owed),
        target: goal.map(|goal| show_goal(goal, measure.unit_of_measure, measure.decimals)),
        value: figure.value,
        numerator: figure.numerator,
        denominator: figure.denominator,
        status: figure.reported_status,
        comment: said.as_ref().map(|said| said.text.clone()),
        doing: said.as_ref().and_then(|said| said.doing.clone()),
        by_when: said.and_then(|said| said.by_when),
    })
}

/// The last figure before the period that is due, with its period.
fn last(overview: &Overview, measure: &Measure, owed: &ReturnOwed) -> Option<String> {
    let facts = overview.measure_facts(&owed.key.measure);
    let earlier = overview.book().figures.iter().filter(|figure| {
        figure.measure == owed.key.measure
            && figure.unit == owed.key.unit
            && figure.period.last() < owed.period.first()
    });
    let last = earlier.max_by_key(|figure| figure.period.last())?;
    let judged = facts.judge(measure, last.period, last.unit.as_ref());
    let shown = judged.value.map_or_else(
        || judged.shown(StatusBasis::ByRule).word().to_owned(),
        |value| show_value(value, measure.unit_of_measure, measure.decimals),
    );
    Some(format!("{shown} ({})", words::period(last.period)))
}

/// The entry that a workbook of now is made at.
pub(super) fn made_at(memory: &Memory) -> MadeAt {
    let head = &memory.state().head;
    MadeAt {
        entry: head.sequence,
        hash: Some(head.hash.short()),
    }
}
