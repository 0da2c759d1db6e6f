//! The chronology follows from the records; all that is kept of it is what was decided about one: that it is left out,
//! and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::{PracticeAct, PracticeKind};
use clew_practice::chronology::{Chronology, Event, Inclusion, chronology};
use clew_practice::pack::Pack;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use serde::{Deserialize, Serialize};

use super::deed::matter;
use super::kept::Columns;
use super::{Deed, PersonPage, asked, needs_reason};
use crate::{Act, Caller, Done, Service, ServiceError};

/// How a record stands in the chronology, in the words that are stored.
const LEFT_OUT: &str = "left-out";
const PUT_BACK: &str = "put-back";

/// Whether a record stands in the chronology.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChronologyChoice {
    /// The record.
    pub record: RecordNumber,
    /// Whether it is left out.
    pub left_out: bool,
    /// Why.
    pub reason: String,
}

impl Service {
    /// Leaves a record out of the chronology, or puts it back, with a reason.
    ///
    /// # Errors
    /// When there is no such record, or none that the caller may know of; when the caller may not record for its
    /// team, or gives no reason.
    pub fn choose_chronology(
        &self,
        caller: &Caller,
        choice: &ChronologyChoice,
    ) -> Result<Done, ServiceError> {
        let asked = asked("choose-chronology", choice)?;
        self.practise(caller, &asked, &|sight| {
            let now = sight.record(choice.record)?;
            sight.open_to_write(&now)?;
            sight.may(Act::RecordPractice, &now.record.team)?;
            needs_reason("a choice of the chronology", &choice.reason)?;
            let (act, standing) = match choice.left_out {
                true => (PracticeAct::LeaveOut, LEFT_OUT),
                false => (PracticeAct::PutBack, PUT_BACK),
            };
            let columns = Columns {
                person: Some(now.record.person.0),
                record: Some(choice.record.0),
                standing: Some(standing.to_owned()),
                ..Columns::default()
            };
            let content = matter(columns, choice)?;
            // One choice a record, known by its number.
            let earlier = sight.latest(PracticeKind::Chronology, choice.record.0)?;
            let mut deed = Deed::new(act, content);
            deed.number = Some(choice.record.0);
            deed.version = earlier.map_or(1, |row| row.version + 1);
            Ok(deed.into())
        })
    }
}

impl PersonPage {
    /// The chronology of everyone who is the same person, as far as the account may open it.
    #[must_use]
    pub fn projected<'page>(&'page self, packs: &[Arc<Pack>]) -> Chronology<'page> {
        let recorded = self.recorded.iter();
        let known = Known {
            same_as: &self.same_as,
            choices: &self.chronology,
            recorded_on: recorded
                .map(|(number, first)| (*number, first.on))
                .collect(),
        };
        projected(packs, &self.records, &known)
    }
}

/// What is known beside the records.
pub(super) struct Known<'a> {
    /// Everyone who is the same person.
    pub(super) same_as: &'a [PersonNumber],
    /// What was decided.
    pub(super) choices: &'a [ChronologyChoice],
    /// The days on which records were first recorded.
    pub(super) recorded_on: BTreeMap<RecordNumber, Day>,
}

/// The chronology of records, each by the pack that has its form.
pub(super) fn projected<'r>(
    packs: &[Arc<Pack>],
    records: &'r [Record],
    known: &Known<'_>,
) -> Chronology<'r> {
    let decided = known.choices.iter().map(|choice| {
        let inclusion = match choice.left_out {
            true => Inclusion::LeftOut(choice.reason.clone()),
            false => Inclusion::Included,
        };
        (choice.record, inclusion)
    });
    let decided: BTreeMap<RecordNumber, Inclusion> = decided.collect();
    let mut all = Chronology::default();
    for pack in packs {
        for one in known.same_as {
            let part = chronology(pack, records, *one, &decided, &known.recorded_on);
            let has = |event: &Event<'_>| pack.forms.contains_key(&event.record.form);
            all.events.extend(part.events.into_iter().filter(has));
            let left_out = part.left_out.into_iter();
            all.left_out
                .extend(left_out.filter(|(event, _)| has(event)));
        }
    }
    let place = |event: &Event<'_>| (event.day, event.record.number);
    all.events.sort_by_key(place);
    all.left_out.sort_by_key(|(event, _)| place(event));
    all
}
