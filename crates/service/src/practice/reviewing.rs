//! Reviewing: a senior authorises what others recorded, or sends it back.

use clew_journal::{PracticeAct, PracticeKind};
use clew_plan::AccountId;
use clew_practice::record::{Record, RecordNumber, Stage};
use clew_store::practice::KeptFilter;

use super::checking::{check_record, form_called, refuse_unfit};
use super::deed::Content;
use super::records::changeable;
use super::sight::RecordNow;
use super::{Deed, Sight, asked, needs_reason, stepping};
use crate::{Act, Caller, Done, Service, ServiceError};

impl Service {
    /// Authorises a record that others recorded. `seen` is the version that the senior saw.
    ///
    /// # Errors
    /// When there is no such record, or none that the caller may know of; when the caller may not authorise for its
    /// team, or recorded it; when it is authorised already, or something is missing that its form needs; when
    /// someone else was first: the error says who, and when.
    pub fn authorise_record(
        &self,
        caller: &Caller,
        (number, seen): (RecordNumber, u32),
    ) -> Result<Done, ServiceError> {
        let asked = asked("authorise-record", &(number, seen))?;
        self.practise(caller, &asked, &|sight| {
            let now = reviewed(sight, number, seen)?;
            let packs = sight.packs()?;
            let (pack, form) = form_called(&packs, &now.record.form)?;
            stepping::may_authorise(sight, &packs, pack, &now.record)?;
            let record = Record {
                stage: Stage::Authorised,
                ..now.record.clone()
            };
            let before = Some(&now.record);
            let problems = check_record(sight, (pack, form), &record, before)?;
            refuse_unfit("the record cannot be authorised", problems)?;
            let content = Content::Record(record);
            Ok(Deed::next(PracticeAct::AuthoriseRecord, &now.row, content).into())
        })
    }

    /// Sends a record back to whoever recorded it, with a reason. It counts on as completed: what happened
    /// happened; it is listed as sent back until it is corrected.
    ///
    /// # Errors
    /// As for [`Service::authorise_record`], and when no reason is given.
    pub fn send_record_back(
        &self,
        caller: &Caller,
        (number, seen): (RecordNumber, u32),
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("send-record-back", &(number, seen, reason))?;
        self.practise(caller, &asked, &|sight| {
            let now = reviewed(sight, number, seen)?;
            needs_reason("sending a record back", reason)?;
            let packs = sight.packs()?;
            let (pack, _) = form_called(&packs, &now.record.form)?;
            stepping::may_authorise(sight, &packs, pack, &now.record)?;
            let content = Content::Record(now.record.clone());
            let deed = Deed::next(PracticeAct::SendRecordBack, &now.row, content);
            Ok(deed.because(reason).into())
        })
    }
}

/// A record that whoever acts may authorise or send back.
fn reviewed(sight: &Sight<'_>, number: RecordNumber, seen: u32) -> Result<RecordNow, ServiceError> {
    let now = changeable(sight, number, seen)?;
    sight.may(Act::AuthorisePractice, &now.record.team)?;
    if now.record.stage != Stage::Complete {
        let problem = "it is authorised already; correct it where it is wrong";
        return Err(ServiceError::invalid("the record", "", problem));
    }
    if recorders(sight, number)?.contains(sight.actor()) {
        let problem = "nobody authorises their own record; ask another senior";
        return Err(ServiceError::invalid("the record", "", problem));
    }
    Ok(now)
}

/// Everyone who completed or corrected a record.
pub(super) fn recorders(
    sight: &Sight<'_>,
    number: RecordNumber,
) -> Result<Vec<AccountId>, ServiceError> {
    let versions = sight.kept(&KeptFilter {
        kind: Some(PracticeKind::Record.name()),
        number: Some(number.0),
        ..KeptFilter::default()
    })?;
    let wrote = [
        PracticeAct::CompleteRecord.name(),
        PracticeAct::CorrectRecord.name(),
    ];
    let own = versions
        .iter()
        .filter(|row| wrote.contains(&row.act.as_str()));
    Ok(own.map(|row| row.recorded_by.as_str().into()).collect())
}
