//! From a figure to the records behind it, for those who may open them.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_journal::Moment;
use clew_measure::evaluate::{Behind, Outcome, Part, Reason, records_behind};
use clew_plan::{AccountId, UnitId};
use clew_practice::pack::PackCode;
use clew_practice::record::{PersonNumber, RecordNumber};
use serde::{Deserialize, Serialize};

use super::asking::not_computed;
use super::{Asked, FiguresRequest};
use crate::authorise::authorise_anywhere;
use crate::practice::{Right, Sight};
use crate::{Act, Caller, Service, ServiceError};

/// Records that are looked at in one step at the most.
const MOST_AT_ONCE: usize = 200;

/// Which records behind which figure.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WalkRequest {
    /// The figure's question.
    pub figures: FiguresRequest,
    /// The place of its period among those of the question.
    pub period: usize,
    /// Its part of each dimension, as the answer names it: none for "not known". Left out, all parts.
    #[serde(default)]
    pub parts: Vec<Option<String>>,
    /// How many records to pass over, as the step before said.
    #[serde(default)]
    pub from: usize,
}

/// A record that an account may open.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpenRecord {
    /// Whom it is about.
    pub person: PersonNumber,
    /// Its form.
    pub form: PackCode,
    /// The team that holds it.
    pub team: UnitId,
    /// The day of what happened.
    pub event_date: Day,
    /// By which right it is shown.
    pub right: Right,
}

/// A record that was walked to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WalkedTo {
    /// What it counts as in the figure, and its days.
    pub behind: Behind,
    /// The record itself.
    pub record: OpenRecord,
    /// The record that stopped its clock, where another did and the account may open it; otherwise `behind` does not
    /// name it either.
    pub stopped_by: Option<OpenRecord>,
}

/// One step of a walk.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Walked {
    /// How many records there are behind the figure.
    pub total: usize,
    /// Those that the account may open, by number.
    pub shown: Vec<WalkedTo>,
    /// How many of those looked at it may not open.
    pub withheld: usize,
    /// Where the next step begins; none at the end.
    pub next: Option<usize>,
}

impl Service {
    /// The records behind a figure that the account may open, a step at a time. That they were looked at is noted first.
    ///
    /// # Errors
    /// When the account may not look at practice, the question cannot be answered, or the look cannot be noted.
    pub fn walk_to_records(
        &self,
        actor: &AccountId,
        at: Moment,
        request: &WalkRequest,
    ) -> Result<Walked, ServiceError> {
        let memory = self.memory();
        authorise_anywhere(memory.state(), actor, Act::LookAtPractice)?;
        let asked = self.computed(&memory, &request.figures)?;
        let behind = asked.behind(self, request.period, &request.parts)?;
        let looked_at = behind.iter().skip(request.from).take(MOST_AT_ONCE);
        let looked_at: Vec<Behind> = looked_at.cloned().collect();
        let count = looked_at.len();
        let shown = self.walked_to(actor, at, looked_at)?;
        let end = (request.from + count).min(behind.len());
        Ok(Walked {
            total: behind.len(),
            withheld: count - shown.len(),
            shown,
            next: (end < behind.len()).then_some(end),
        })
    }

    /// What lies behind a figure with its records, those that started clocks and those that stopped them; what the account
    /// may not open is left out.
    fn walked_to(
        &self,
        actor: &AccountId,
        at: Moment,
        behind: Vec<Behind>,
    ) -> Result<Vec<WalkedTo>, ServiceError> {
        let started: Vec<RecordNumber> = behind.iter().map(|one| one.record).collect();
        let mut open = self.only_open(actor, at, &started)?;
        let shown = behind.iter().filter(|one| open.contains_key(&one.record));
        let stopped = shown.filter_map(|one| one.stopped_by);
        let stopped: Vec<RecordNumber> = stopped
            .filter(|number| !open.contains_key(number))
            .collect();
        open.extend(self.only_open(actor, at, &stopped)?);
        let walked = behind.into_iter().filter_map(|mut behind| {
            let record = open.get(&behind.record)?.clone();
            let other = behind.stopped_by.filter(|number| *number != behind.record);
            let stopped_by = other.and_then(|number| open.get(&number).cloned());
            behind.stopped_by = behind.stopped_by.filter(|number| open.contains_key(number));
            Some(WalkedTo {
                behind,
                record,
                stopped_by,
            })
        });
        Ok(walked.collect())
    }

    /// Those of some records that an account may open, with its look noted.
    pub(super) fn only_open(
        &self,
        actor: &AccountId,
        at: Moment,
        records: &[RecordNumber],
    ) -> Result<BTreeMap<RecordNumber, OpenRecord>, ServiceError> {
        let memory = self.memory();
        let caller = Caller {
            actor: actor.clone(),
            id: String::new(),
            at,
            origin: None,
            despite_clock: false,
        };
        let sight = Sight::new(self, &memory, &caller);
        let mut open = BTreeMap::new();
        for number in records {
            if !open.contains_key(number)
                && let Some(record) = opened(&sight, *number)?
            {
                open.insert(*number, record);
            }
        }
        let looks = open.iter();
        let looks = looks.map(|(number, record)| (record.person, *number, record.right));
        self.note_walk(&caller, &looks.collect::<Vec<_>>())?;
        Ok(open)
    }
}

fn opened(sight: &Sight<'_>, number: RecordNumber) -> Result<Option<OpenRecord>, ServiceError> {
    let now = sight.record(number);
    let opened = now.and_then(|now| sight.opened_record(&now).map(|opened| (now, opened)));
    let (now, (person, right)) = match opened {
        Ok(opened) => opened,
        Err(ServiceError::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(OpenRecord {
        person: person.person.number,
        form: now.record.form,
        team: now.record.team.as_str().into(),
        event_date: now.record.event_date,
        right,
    }))
}

impl Asked {
    /// The records behind a period and these parts, by number.
    pub(crate) fn behind(
        &self,
        service: &Service,
        period: usize,
        parts: &[Option<String>],
    ) -> Result<Vec<Behind>, ServiceError> {
        let places = self.places(service, parts)?;
        if period >= self.periods().len() {
            let problem = "there is no such period in the question";
            return Err(ServiceError::invalid("the walk", "period", problem));
        }
        records_behind(self.facts(), &self.question(), period, &places)
            .map_err(|error| not_computed(&self.definition.code, &error))
    }

    fn places(
        &self,
        service: &Service,
        parts: &[Option<String>],
    ) -> Result<Vec<usize>, ServiceError> {
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let axes = self.figures(service)?.axes;
        let place = |(place, part): (usize, &Option<String>)| {
            let part = part.clone().map_or(Part::NotKnown, Part::Known);
            let axis = axes.get(place);
            let found = axis.and_then(|axis| axis.parts.iter().position(|one| *one == part));
            let problem = "there is no such part in the answer";
            found.ok_or_else(|| ServiceError::invalid("the walk", "parts", problem))
        };
        parts.iter().enumerate().map(place).collect()
    }
}

/// What became of a record in a figure, in words.
#[must_use]
pub fn outcome_in_words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Met => "met".to_owned(),
        Outcome::Missed => "missed".to_owned(),
        Outcome::NotYetDue => "not yet due".to_owned(),
        Outcome::Excluded(reason) => format!("left out: {}", reason_in_words(reason)),
    }
}

/// Why a record is left out, in words.
pub(super) fn reason_in_words(reason: &Reason) -> String {
    match reason {
        Reason::Stated(reason) => reason.clone(),
        Reason::NoAmount => "no amount recorded".to_owned(),
        Reason::NoDueDay => "no day set by which it was due".to_owned(),
        Reason::OutsideCalendar => "outside the calendar".to_owned(),
        Reason::Ended => "ended before it was due".to_owned(),
    }
}
