//! Erasing: what was kept for as long as `privacy.toml` says goes; that it was there, and when it went, stays.

use clew_calendar::Day;
use clew_journal::{PracticeAct, PracticeKind};
use clew_plan::AccountId;
use clew_practice::record::PersonNumber;
use clew_store::practice::{KeptFilter, KeptRow};

use super::deed::Content;
use super::sight::no_person;
use super::{Acts, Deed, Sight, asked};
use crate::{Act, Caller, Done, Service, ServiceError, authorise, local_time};

/// Somebody whose records have been kept for long enough. It is not told who: whoever erases need not know.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DueForErasure {
    /// Their number; of several that are one person, the one that stands.
    pub person: PersonNumber,
    /// The last day of which anything is recorded.
    pub last: Day,
    /// Since when it is due.
    pub due: Day,
}

impl Service {
    /// The people whose records have been kept for long enough, those due longest first.
    ///
    /// # Errors
    /// When the account may not erase, or the store cannot be read.
    pub fn due_for_erasure(
        &self,
        actor: &AccountId,
        today: Day,
    ) -> Result<Vec<DueForErasure>, ServiceError> {
        let memory = self.memory();
        authorise(memory.state(), actor, Act::ErasePractice, None)?;
        let caller = super::looks::looker(actor, local_time::start_of(today));
        let sight = Sight::new(self, &memory, &caller);
        let before = today.plus_months(-12 * years_kept()?);
        let mut due = Vec::new();
        let people = self
            .store()
            .people_not_touched_since(before.number().into())?;
        for number in people {
            due.extend(due_of(&sight, PersonNumber(number), today)?);
        }
        due.sort_by_key(|one| (one.due, one.person));
        Ok(due)
    }

    /// Erases everything that is kept of a person, and of those who are the same. The journal keeps that there were
    /// entries, and says in one more that they were erased.
    ///
    /// # Errors
    /// When the caller may not, there is no such person, or it is not due yet.
    pub fn erase_person(
        &self,
        caller: &Caller,
        number: PersonNumber,
    ) -> Result<Done, ServiceError> {
        if let Some(done) = self.erased_before(caller, number)? {
            return Ok(done);
        }
        let asked = asked("erase-person", &number)?;
        self.practise(caller, &asked, &|sight| {
            authorise(
                sight.memory.state(),
                sight.actor(),
                Act::ErasePractice,
                None,
            )?;
            sight.person(number)?;
            if due_of(sight, number, sight.today())?.is_none() {
                let problem = format!(
                    "is kept until {} years after the last record",
                    years_kept()?
                );
                return Err(ServiceError::invalid("the person", "", problem));
            }
            let same = sight.same_as(number)?;
            let mut acts = Acts::default();
            let mut files = Vec::new();
            for one in &same {
                let row = sight.latest(PracticeKind::Person, one.0)?;
                let row = row.ok_or_else(|| no_person(*one))?;
                acts.deeds
                    .push(Deed::next(PracticeAct::ErasePerson, &row, Content::Nothing));
                files.extend(all_of(sight, *one)?.into_iter().filter_map(|row| row.file));
            }
            files.retain(|digest| !named_elsewhere(sight, digest));
            acts.erased = Some((same.iter().map(|one| one.0).collect(), files));
            Ok(acts)
        })
    }

    /// When the caller's id stands for the erasure of that very person: what was done then. What was asked for is
    /// erased with the rest, so the entry itself is looked at.
    fn erased_before(
        &self,
        caller: &Caller,
        number: PersonNumber,
    ) -> Result<Option<Done>, ServiceError> {
        let Some(row) = self.store().row_with_id(&caller.id)? else {
            return Ok(None);
        };
        let same = row.actor == caller.actor.as_str()
            && row.change == PracticeAct::ErasePerson.name()
            && row.subject == clew_journal::Subject::person(number).to_string();
        Ok(same.then(|| Done {
            rows: vec![row],
            repeated: true,
        }))
    }
}

/// When the records of a person, and of those who are the same, are due; none while they are not, and for one that
/// was merged into another.
fn due_of(
    sight: &Sight<'_>,
    number: PersonNumber,
    today: Day,
) -> Result<Option<DueForErasure>, ServiceError> {
    let Ok(now) = sight.person(number) else {
        return Ok(None);
    };
    if now.person.merged_into.is_some() {
        return Ok(None);
    }
    let mut last: Option<Day> = None;
    for one in sight.same_as(number)? {
        for row in all_of(sight, one)? {
            last = last.max(Some(day_of(&row)));
        }
    }
    let Some(last) = last else {
        return Ok(None);
    };
    let due = last.plus_months(12 * years_kept()?);
    Ok((due <= today).then_some(DueForErasure {
        person: number,
        last,
        due,
    }))
}

/// The day of what a row tells of: that of what happened, or on which it was recorded, whichever is later.
fn day_of(row: &KeptRow) -> Day {
    let recorded = local_time::day_of(clew_journal::Moment::from_microseconds(row.recorded_at));
    let happened = row.event_date.and_then(|day| i32::try_from(day).ok());
    let happened = happened.and_then(|day| Day::from_number(day).ok());
    happened.map_or(recorded, |day| day.max(recorded))
}

fn all_of(sight: &Sight<'_>, person: PersonNumber) -> Result<Vec<KeptRow>, ServiceError> {
    sight.kept(&KeptFilter {
        person: Some(person.0),
        ..KeptFilter::default()
    })
}

/// Whether the journal itself names a file: as evidence, or as a pack.
fn named_elsewhere(sight: &Sight<'_>, digest: &clew_journal::Digest) -> bool {
    let state = sight.memory.state();
    let evidence = |one: &clew_journal::Attached| one.evidence.digest == *digest;
    state.evidence().any(evidence) || state.packs().any(|pack| pack.digest == *digest)
}

/// For how many years what is recorded of a person is kept after the last record, as `privacy.toml` says.
pub(super) fn years_kept() -> Result<i32, ServiceError> {
    let unsaid = || ServiceError::Internal {
        message: "privacy.toml does not say how long records are kept".to_owned(),
    };
    let classes: toml::Table = clew_store::PRIVACY.parse().map_err(|_| unsaid())?;
    let line = classes
        .get("practice_versions")
        .and_then(|table| table.get("content"))
        .and_then(|column| column.get("retention"))
        .and_then(toml::Value::as_str)
        .ok_or_else(unsaid)?;
    let (years, rest) = line.split_once(' ').ok_or_else(unsaid)?;
    match rest.starts_with("years after the last record") {
        true => years.parse().map_err(|_| unsaid()),
        false => Err(unsaid()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn how_long_records_are_kept_is_what_privacy_toml_says() {
        assert_eq!(years_kept().unwrap(), 25);
    }
}
