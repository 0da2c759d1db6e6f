//! Erasing: what was kept for as long as `privacy.toml` says goes; that it was there, and when it went, stays.

use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::{PracticeAct, PracticeKind};
use clew_plan::AccountId;
use clew_practice::pack::Pack;
use clew_practice::person::Person;
use clew_practice::record::PersonNumber;
use clew_store::practice::{KeptFilter, KeptRow};
use serde::{Deserialize, Serialize};

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

/// An order to erase what is kept of somebody before its time, as of a court or the data protection officer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureOrder {
    /// Who ordered it, by post or body. It stays in the journal: no name of the person.
    pub ordered_by: String,
    /// Why. It stays in the journal: no name of the person.
    pub reason: String,
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
        let packs = sight.packs()?;
        let kept = packs.iter().flat_map(|pack| pack.processes.values());
        let kept = kept.filter_map(|process| process.keep_years.map(i32::from));
        let least = kept.chain([years_kept()?]).min().unwrap_or(0);
        let before = today.plus_months(-12 * least);
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
        self.erase(caller, number, None)
    }

    /// Erases everything that is kept of a person before its time, because it was ordered. Who ordered it and why stand in
    /// the journal with the entry, and stay.
    ///
    /// # Errors
    /// When the caller may not, there is no such person, or it is not said who ordered it and why; when either names the
    /// person.
    pub fn erase_by_order(
        &self,
        caller: &Caller,
        number: PersonNumber,
        order: &ErasureOrder,
    ) -> Result<Done, ServiceError> {
        self.erase(caller, number, Some(order))
    }

    fn erase(
        &self,
        caller: &Caller,
        number: PersonNumber,
        order: Option<&ErasureOrder>,
    ) -> Result<Done, ServiceError> {
        if let Some(done) = self.erased_before(caller, number)? {
            return Ok(done);
        }
        let asked = asked("erase-person", &(number, order))?;
        self.practise(caller, &asked, &|sight| {
            authorise(
                sight.memory.state(),
                sight.actor(),
                Act::ErasePractice,
                None,
            )?;
            let person = sight.person(number)?.person;
            let because = match order {
                Some(order) => Some(because(order, &person)?),
                None if due_of(sight, number, sight.today())?.is_none() => return Err(not_due()?),
                None => None,
            };
            let same = sight.same_as(number)?;
            let mut acts = Acts::default();
            let mut files = Vec::new();
            for one in &same {
                let row = sight.latest(PracticeKind::Person, one.0)?;
                let row = row.ok_or_else(|| no_person(*one))?;
                let deed = Deed::next(PracticeAct::ErasePerson, &row, Content::Nothing);
                acts.deeds.push(match &because {
                    Some(because) => deed.because(because),
                    None => deed,
                });
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
    let packs = sight.packs()?;
    let usual = years_kept()?;
    let mut days = Vec::new();
    for one in sight.same_as(number)? {
        let rows = all_of(sight, one)?;
        days.extend(
            rows.iter()
                .map(|row| (day_of(row), years_of(&packs, row, usual))),
        );
    }
    // What belongs to records, and who the person is, is kept for as long as the records.
    let longest = days.iter().filter_map(|(_, years)| *years).max();
    let last = days.iter().map(|(day, _)| *day).max();
    let ends = days.iter().map(|(day, years)| {
        let years = years.or(longest).unwrap_or(usual);
        day.plus_months(12 * years)
    });
    let ends = last.zip(ends.max());
    let Some((last, due)) = ends else {
        return Ok(None);
    };
    Ok((due <= today).then_some(DueForErasure {
        person: number,
        last,
        due,
    }))
}

/// For how many years a record is kept after its last version: as the pack says of its process, or as usual. None for
/// what is no record.
fn years_of(packs: &[Arc<Pack>], row: &KeptRow, usual: i32) -> Option<i32> {
    if row.kind != PracticeKind::Record.name() {
        return None;
    }
    let process = row.process.as_ref();
    let process = process.and_then(|code| packs.iter().find_map(|pack| pack.processes.get(code)));
    let said = process.and_then(|process| process.keep_years);
    Some(said.map_or(usual, i32::from))
}

fn not_due() -> Result<ServiceError, ServiceError> {
    let years = years_kept()?;
    let problem = format!(
        "is kept until {years} years after the last record, or for as long as the pack says"
    );
    Ok(ServiceError::invalid("the person", "", problem))
}

/// What the journal keeps of an order: nothing that names the person.
fn because(order: &ErasureOrder, person: &Person) -> Result<String, ServiceError> {
    super::needs_reason("erasing by order", &order.reason)?;
    if order.ordered_by.trim().is_empty() {
        let problem = "say who ordered it, by post or body";
        return Err(ServiceError::invalid("the order", "ordered_by", problem));
    }
    let because = format!(
        "ordered by {}: {}",
        order.ordered_by.trim(),
        order.reason.trim()
    );
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        words.map(str::to_lowercase).collect()
    };
    let said = words(&because);
    let names = person.aliases.iter().chain([&person.name]);
    let mut names = names.flat_map(|name| words(name));
    if names.any(|name| name.chars().count() > 2 && said.contains(&name)) {
        let problem = "names the person; it stays in the journal, so say it without the name";
        return Err(ServiceError::invalid("the order", "reason", problem));
    }
    Ok(because)
}

/// The day of what a row tells of: that of what happened, or on which it was recorded, whichever is later.
fn day_of(row: &KeptRow) -> Day {
    let recorded = local_time::day_of(clew_journal::Moment::from_microseconds(row.recorded_at));
    let happened = row.event_date.and_then(|day| i32::try_from(day).ok());
    let happened = happened.and_then(|day| Day::from_number(day).ok());
    // What was taken over was recorded elsewhere, long before.
    let taken_over = row.act == PracticeAct::TakeOverRecord.name();
    happened.map_or(
        recorded,
        |day| if taken_over { day } else { day.max(recorded) },
    )
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
