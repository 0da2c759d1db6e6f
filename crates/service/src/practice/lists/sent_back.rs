//! What a senior sent back: to those who wrote it, and to whoever holds its case now.

use clew_journal::{Moment, PracticeAct, PracticeKind};
use clew_plan::AccountId;
use clew_practice::record::{PersonNumber, Record, Stage};
use clew_store::practice::{KeptFilter, KeptRow};

use crate::practice::kept::{read, stage_word};
use crate::practice::looking::may_open;
use crate::practice::looks::{Looked, looker};
use crate::practice::reviewing::recorders;
use crate::practice::sight::MatterNow;
use crate::practice::{Right, Sight};
use crate::{Act, Service, ServiceError};

/// A record that was sent back and not corrected since.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SentBack {
    /// The record, as it was completed.
    pub record: Record,
    /// Why it was sent back.
    pub reason: String,
    /// The senior who sent it back.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// The version that sent a record back, by the one that stands; none where none did, or it was corrected since. To restrict
/// a record, or to lift that, says nothing of what was recorded.
pub(in crate::practice) fn sent_back_by(
    sight: &Sight<'_>,
    now: &KeptRow,
) -> Result<Option<KeptRow>, ServiceError> {
    let back = |row: &KeptRow| row.act == PracticeAct::SendRecordBack.name();
    let marked = |row: &KeptRow| row.act == PracticeAct::MarkRecord.name();
    if !marked(now) {
        return Ok(back(now).then(|| now.clone()));
    }
    let mut versions = sight.kept(&KeptFilter {
        kind: Some(PracticeKind::Record.name()),
        number: Some(now.number),
        ..KeptFilter::default()
    })?;
    versions.retain(|row| !marked(row));
    Ok(versions.pop().filter(back))
}

/// Something that is listed, with whom it is about and the right by which that is shown.
pub(super) type WithRight<T> = (T, (PersonNumber, Right));

impl Service {
    /// The records that were sent back to this account: those that it wrote, and those of cases that it holds; the first
    /// sent back first. Those that it may not open are left out.
    ///
    /// # Errors
    /// When the store cannot be read, or a look cannot be noted.
    pub fn sent_back_to(
        &self,
        actor: &AccountId,
        at: Moment,
    ) -> Result<Vec<SentBack>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let all = sent_back(&Sight::new(self, &memory, &caller))?;
        let (told, shown): (Vec<SentBack>, Vec<(PersonNumber, Right)>) = all.into_iter().unzip();
        self.note_found(actor, at, &shown, Looked::List)?;
        Ok(told)
    }
}

/// What was sent back to whoever acts, with the right by which each is shown. Nothing is noted.
pub(super) fn sent_back(sight: &Sight<'_>) -> Result<Vec<WithRight<SentBack>>, ServiceError> {
    let forms = super::mine::forms_to_authorise(sight)?;
    let mut found = Vec::new();
    for team in super::mine::teams(sight, Act::RecordPractice) {
        let rows = sight.kept(&KeptFilter {
            latest: true,
            kind: Some(PracticeKind::Record.name()),
            team: Some(team.to_owned()),
            standing: Some(stage_word(Stage::Complete).to_owned()),
            forms: forms.clone(),
            ..KeptFilter::default()
        })?;
        for row in rows {
            if let Some(back) = sent_back_by(sight, &row)? {
                found.extend(told(sight, row, &back)?);
            }
        }
    }
    found.sort_by_key(|(one, _)| (one.at, one.record.number));
    Ok(found)
}

/// One that was sent back, by the version that stands and the one that sent it back.
fn told(
    sight: &Sight<'_>,
    row: KeptRow,
    back: &KeptRow,
) -> Result<Option<WithRight<SentBack>>, ServiceError> {
    let (Some(now), Some(sent)) = (read::<Record>(&row)?, read::<Record>(back)?) else {
        return Ok(None);
    };
    let (record, reason) = (now.what, sent.reason.unwrap_or_default());
    let case = sight.service.store().episode(record.episode.0)?;
    let holder = case.and_then(|case| case.worker);
    let holds = holder.as_deref() == Some(sight.actor().as_str());
    if !holds && !recorders(sight, record.number)?.contains(sight.actor()) {
        return Ok(None);
    }
    let told = SentBack {
        record: record.clone(),
        reason,
        by: back.recorded_by.as_str().into(),
        at: Moment::from_microseconds(back.recorded_at),
    };
    let now = MatterNow { row, what: record };
    let right = may_open(sight, &now)?;
    Ok(right.map(|right| {
        let person = told.record.person;
        (told, (person, right))
    }))
}
