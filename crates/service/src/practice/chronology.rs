//! The chronology follows from the records; here is only what was decided about one: that it is left out, and why.

use clew_journal::{PracticeAct, PracticeKind};
use clew_practice::record::RecordNumber;
use serde::{Deserialize, Serialize};

use super::deed::matter;
use super::kept::Columns;
use super::{Deed, asked, needs_reason};
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
