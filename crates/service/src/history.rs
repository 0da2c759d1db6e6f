//! History: the log of the journal, by subject, actor, change and time.

use std::collections::BTreeMap;

use clew_journal::{Entry, Moment, PracticeAct, Row, Subject, SubjectKind};
use clew_plan::{AccountId, Book, Kind, MeasureKey, Record};
use clew_store::RowFilter;

use crate::story::{Then, capital};
use crate::{Memory, Service, ServiceError, sentence};

/// Rows that are read at once at the least, where some of them may not be told.
const LEAST_ROWS: u64 = 100;

/// What a log is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LogSubject {
    /// One subject.
    Exactly(Subject),
    /// Everything about a measure: its record, figures, targets, profile, formulas, benchmarks,
    /// breaks, comments and returns.
    Measure(MeasureKey),
}

impl LogSubject {
    /// Reads a subject such as `figures/SPCC14/2021-22`, or the code of a measure.
    ///
    /// # Errors
    /// When it is neither a subject nor the code of a measure of the Book.
    pub fn read(written: &str, memory: &Memory) -> Result<Self, ServiceError> {
        let key = MeasureKey::from(written);
        let known = memory.book().measure(&key).is_some();
        match written.parse() {
            Ok(subject) => Ok(Self::Exactly(subject)),
            Err(_) if known => Ok(Self::Measure(key)),
            Err(_) => Err(ServiceError::NotFound {
                what: "subject",
                name: written.to_owned(),
                hint: Some(
                    "give the code of a measure, or a subject such as measures/SPCC14 or figures/SPCC14/2021-22"
                        .to_owned(),
                ),
            }),
        }
    }
}

/// Which entries to list. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LogFilter {
    /// What they are about.
    pub subject: Option<LogSubject>,
    /// Who made them.
    pub actor: Option<AccountId>,
    /// The name of the change, for example `set-target`.
    pub change: Option<String>,
    /// Recorded at this moment or later.
    pub since: Option<Moment>,
    /// Recorded at this moment or before.
    pub until: Option<Moment>,
    /// Placed in the journal before this entry: the next page of a list from the newest.
    pub before: Option<u64>,
    /// At most so many.
    pub limit: Option<u64>,
    /// The newest first; else the oldest.
    pub newest_first: bool,
}

/// One entry of a log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogLine {
    /// The entry as it is stored.
    pub row: Row,
    /// The entry, or why it cannot be read.
    pub entry: Result<Entry, String>,
    /// The entry in one plain sentence.
    pub sentence: String,
}

impl Service {
    /// The entries that a filter lets through and that may be told, each with its sentence; `practice` says whether
    /// those about people and records are.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(crate) fn log(
        &self,
        filter: &LogFilter,
        practice: bool,
        told: &dyn Fn(&Row) -> bool,
    ) -> Result<Vec<LogLine>, ServiceError> {
        let memory = self.memory();
        let mut rows: BTreeMap<u64, Row> = BTreeMap::new();
        for mut part in self.parts_of(filter, &memory)? {
            // There may be millions of these between two that are told.
            if !practice {
                part.without = PracticeAct::ALL.iter().map(|act| act.name()).collect();
            }
            let found = self.rows_told(part, told)?;
            rows.extend(found.into_iter().map(|row| (row.sequence, row)));
        }
        let mut lines: Vec<Row> = rows.into_values().collect();
        if filter.newest_first {
            lines.reverse();
        }
        let limit = filter.limit.and_then(|limit| usize::try_from(limit).ok());
        lines.truncate(limit.unwrap_or(usize::MAX));
        let mut then = Then::new(self, &memory);
        lines.into_iter().map(|row| line(row, &mut then)).collect()
    }

    /// The rows that a filter lets through and that may be told, as many as it asks for.
    fn rows_told(
        &self,
        mut filter: RowFilter,
        told: &dyn Fn(&Row) -> bool,
    ) -> Result<Vec<Row>, ServiceError> {
        let wanted = filter
            .limit
            .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        filter.limit = filter.limit.map(|limit| limit.max(LEAST_ROWS));
        let mut rows = Vec::new();
        loop {
            let found = self.store().rows_about(&filter)?;
            let there_are_more = filter
                .limit
                .is_some_and(|limit| found.len() as u64 >= limit);
            match found.last().map(|row| row.sequence) {
                last if filter.newest_first => filter.before = last,
                last => filter.after = last,
            }
            rows.extend(found.into_iter().filter(|row| told(row)));
            if !there_are_more || wanted.is_some_and(|wanted| rows.len() >= wanted) {
                rows.truncate(wanted.unwrap_or(usize::MAX));
                return Ok(rows);
            }
        }
    }

    /// One entry with its sentence; none where the journal has no such place, or it may not be told.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(crate) fn log_line(
        &self,
        sequence: u64,
        told: &dyn Fn(&Row) -> bool,
    ) -> Result<Option<LogLine>, ServiceError> {
        let memory = self.memory();
        let Some(row) = self.store().row(sequence)?.filter(told) else {
            return Ok(None);
        };
        line(row, &mut Then::new(self, &memory)).map(Some)
    }

    /// The questions to the store that a filter comes to.
    fn parts_of(
        &self,
        filter: &LogFilter,
        memory: &Memory,
    ) -> Result<Vec<RowFilter>, ServiceError> {
        let all = RowFilter {
            actor: filter.actor.as_ref().map(ToString::to_string),
            change: filter.change.clone(),
            recorded_from: filter.since.map(Moment::microseconds),
            recorded_to: filter.until.map(Moment::microseconds),
            before: filter.before,
            limit: filter.limit,
            newest_first: filter.newest_first,
            ..RowFilter::default()
        };
        let exactly = |subject: &Subject| RowFilter {
            subject: Some(subject.to_string()),
            ..all.clone()
        };
        match &filter.subject {
            None => Ok(vec![all]),
            Some(LogSubject::Exactly(subject)) => Ok(vec![exactly(subject)]),
            Some(LogSubject::Measure(key)) => {
                let below = below(key).into_iter().map(|prefix| RowFilter {
                    subject_prefix: Some(prefix),
                    ..all.clone()
                });
                let subjects = self.subjects_of(key, memory)?;
                Ok(below.chain(subjects.iter().map(exactly)).collect())
            }
        }
    }

    /// The subjects of a measure that do not begin with its code: numbered records and returns.
    fn subjects_of(&self, key: &MeasureKey, memory: &Memory) -> Result<Vec<Subject>, ServiceError> {
        let named = [Kind::Measure, Kind::Formula];
        let mut subjects: Vec<Subject> = named
            .into_iter()
            .map(|kind| Subject::named(SubjectKind::Record(kind), [key.as_str()]))
            .collect();
        let returns = memory.state().returns().map(|(key, _)| key);
        subjects.extend(
            returns
                .filter(|of| of.measure == *key)
                .map(clew_journal::ReturnKey::subject),
        );
        subjects.extend(numbered(memory, key));
        for kind in [Kind::Commentary, Kind::SeriesBreak] {
            subjects.extend(self.withdrawn(kind, key)?);
        }
        Ok(subjects)
    }

    /// Numbered records about a measure that were taken out of the Book.
    fn withdrawn(&self, kind: Kind, key: &MeasureKey) -> Result<Vec<Subject>, ServiceError> {
        let rows = self.store().rows_about(&RowFilter {
            subject_prefix: Some(format!("{}/", kind.name())),
            change: Some("withdraw".to_owned()),
            ..RowFilter::default()
        })?;
        let entries = rows.iter().filter_map(|row| Entry::read(row).ok());
        let about = |entry: &Entry| match &entry.change {
            clew_journal::Change::Withdraw(record) => measure_of(record) == Some(key),
            _ => false,
        };
        Ok(entries.filter(about).map(|entry| entry.subject).collect())
    }
}

/// How the subjects of a measure begin that have its code first.
fn below(key: &MeasureKey) -> Vec<String> {
    let kinds = [
        Kind::Figure,
        Kind::Target,
        Kind::ProfilePoint,
        Kind::Formula,
        Kind::BenchmarkFigure,
    ];
    let prefix = |kind: Kind| {
        let subject = Subject::named(SubjectKind::Record(kind), [key.as_str()]);
        format!("{subject}/")
    };
    kinds.into_iter().map(prefix).collect()
}

/// The numbered records about a measure that are in the Book.
fn numbered(memory: &Memory, key: &MeasureKey) -> Vec<Subject> {
    let Book {
        commentary,
        series_breaks,
        ..
    } = memory.book();
    let said = commentary
        .iter()
        .map(|said| said.measure.as_ref() == Some(key));
    let broken = series_breaks.iter().map(|found| found.measure == *key);
    let of_kind = |kind: Kind, about: Vec<bool>| {
        let places = about.into_iter().enumerate().filter(|(_, about)| *about);
        let subjects = places.filter_map(|(place, _)| memory.state().subject_at(kind, place));
        subjects.collect::<Vec<Subject>>()
    };
    let mut subjects = of_kind(Kind::Commentary, said.collect());
    subjects.extend(of_kind(Kind::SeriesBreak, broken.collect()));
    subjects
}

fn measure_of(record: &Record) -> Option<&MeasureKey> {
    match record {
        Record::Commentary(said) => said.measure.as_ref(),
        Record::SeriesBreak(found) => Some(&found.measure),
        _ => None,
    }
}

fn line(row: Row, then: &mut Then<'_>) -> Result<LogLine, ServiceError> {
    let entry = Entry::read(&row).map_err(|error| error.to_string());
    let sentence = match &entry {
        Ok(entry) => sentence(entry, then.of(entry)?),
        Err(error) => capital(&format!("entry {} cannot be read: {error}", row.sequence)),
    };
    Ok(LogLine {
        row,
        entry,
        sentence,
    })
}
