//! Subject access: everything that is kept of a person, as data and as plain text, with the people named in it who
//! are not that person, so that somebody can decide what to black out. Whoever makes it is handed what they may open:
//! records that are closed to them are left out, and the copy says how many.

use std::collections::{BTreeMap, BTreeSet};

use clew_journal::{PracticeAct, PracticeKind};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Value};
use clew_store::practice::{KeptFilter, KeptRow, LookRow};
use serde::Serialize;

use super::access::Seen;
use super::copy_text::Copied;
use super::deed::matter;
use super::kept::{Columns, read};
use super::looks::{Looked, every_look};
use super::people::may_for;
use super::{Deed, Right, Sight, account_name, asked, needs_reason};
use crate::{Act, Caller, Service, ServiceError};

/// Somebody who is named in a copy and is not the person it is for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct ThirdParty {
    /// Who, in words.
    pub who: String,
    /// Where they are named.
    pub places: Vec<String>,
}

/// Everything that is kept of a person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonCopy {
    /// Whose copy it is.
    pub person: PersonNumber,
    /// Every version of everything that is kept and open to whoever made the copy, in the order in which it was
    /// recorded.
    pub kept: Vec<serde_json::Value>,
    /// Records that are left out, with all that hangs on them, because they are closed to whoever made the copy: how
    /// many, and nothing more. Somebody to whom they are open makes the copy whole.
    pub left_out: usize,
    /// Who looked at them, when, the earliest first.
    pub looks: Vec<serde_json::Value>,
    /// People who are named in it and are not the person.
    pub third_parties: Vec<ThirdParty>,
    /// The same as plain text.
    pub text: String,
}

impl Service {
    /// Makes a person's copy of everything that is kept of them. That it was made stands in the journal.
    ///
    /// # Errors
    /// When there is no such person, or none that the caller may know of; when the caller may not authorise in a team
    /// that works with them, or no reason is given.
    pub fn copy_for_person(
        &self,
        caller: &Caller,
        number: PersonNumber,
        reason: &str,
    ) -> Result<PersonCopy, ServiceError> {
        let asked = asked("copy-for-person", &(number, reason))?;
        self.practise(caller, &asked, &|sight| {
            needs_reason("making a copy for a person", reason)?;
            let now = sight.person_to_write(number)?;
            may_for(sight, Act::AuthorisePractice, &now)?;
            let columns = Columns {
                person: Some(number.0),
                ..Columns::default()
            };
            let content = matter(columns, &serde_json::json!({ "person": number }))?;
            let deed = Deed::new(PracticeAct::ExportPerson, content);
            Ok(deed.because(reason).into())
        })?;
        let memory = self.memory();
        let sight = Sight::new(self, &memory, caller);
        let right = sight.opened(&sight.person(number)?)?;
        self.note_look(caller, (number, None), (Looked::Copy, right))?;
        copy(&sight, number)
    }
}

fn copy(sight: &Sight<'_>, number: PersonNumber) -> Result<PersonCopy, ServiceError> {
    let same = sight.same_as(number)?;
    let mut rows = Vec::new();
    for one in &same {
        rows.extend(sight.kept(&KeptFilter {
            person: Some(one.0),
            ..KeptFilter::default()
        })?);
    }
    rows.sort_by_key(|row| row.sequence);
    let closed = closed_records(sight, &rows)?;
    rows.retain(|row| record_of(row).is_none_or(|record| !closed.contains(&record)));
    let mut looks = every_look(sight, &same)?;
    let is_open = |record: &u64| !closed.contains(&RecordNumber(*record));
    for look in &mut looks {
        look.record = look.record.filter(is_open);
    }
    let kept: Vec<serde_json::Value> = rows.iter().map(as_data).collect::<Result<_, _>>()?;
    let third_parties = third_parties(sight, &rows, &same)?;
    let copied = Copied {
        number,
        rows: &rows,
        left_out: closed.len(),
        looks: &looks,
        third_parties: &third_parties,
    };
    Ok(PersonCopy {
        person: number,
        left_out: closed.len(),
        text: copied.text(sight.memory, &sight.packs()?)?,
        looks: looks.iter().map(look_as_data).collect(),
        kept,
        third_parties,
    })
}

/// The record that a row is a version of, or hangs on.
fn record_of(row: &KeptRow) -> Option<RecordNumber> {
    let own = row.kind == PracticeKind::Record.name();
    let of = if own { Some(row.number) } else { row.record };
    of.map(RecordNumber)
}

/// The records among these that are closed to whoever acts. Broken glass opens them to look, and not to hand on.
fn closed_records(
    sight: &Sight<'_>,
    rows: &[KeptRow],
) -> Result<BTreeSet<RecordNumber>, ServiceError> {
    let mut closed = BTreeSet::new();
    for number in rows.iter().filter_map(record_of).collect::<BTreeSet<_>>() {
        let now = match sight.record(number) {
            Ok(now) => now,
            // What was erased is in no row's words any more.
            Err(ServiceError::NotFound { .. }) => continue,
            Err(error) => return Err(error),
        };
        match sight.opened_record(&now) {
            Ok((_, Right::Team | Right::Named)) => {}
            Ok((_, Right::Glass)) | Err(ServiceError::NotFound { .. }) => {
                closed.insert(number);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(closed)
}

fn look_as_data(look: &LookRow) -> serde_json::Value {
    serde_json::json!({
        "at": clew_journal::Moment::from_microseconds(look.at).to_string(),
        "account": look.account, "record": look.record, "what": look.what, "by_right_of": look.how,
    })
}

fn as_data(row: &KeptRow) -> Result<serde_json::Value, ServiceError> {
    let kept = read::<serde_json::Value>(row)?;
    let (reason, what) = kept.map_or((None, None), |kept| (kept.reason, Some(kept.what)));
    Ok(serde_json::json!({
        "kind": row.kind, "number": row.number, "version": row.version, "act": row.act,
        "recorded_at": clew_journal::Moment::from_microseconds(row.recorded_at).to_string(),
        "recorded_by": row.recorded_by, "entry": row.sequence, "reason": reason, "what": what,
    }))
}

/// People who are named in what is kept: by number, as related, and as workers. Those whom whoever acts may look at are
/// named, and that they were is noted; the others are told by their number.
fn third_parties(
    sight: &Sight<'_>,
    rows: &[KeptRow],
    same: &[PersonNumber],
) -> Result<Vec<ThirdParty>, ServiceError> {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut shown = BTreeMap::new();
    for row in rows {
        let place = format!("{} {} version {}", row.kind, row.number, row.version);
        let worker = account_name(sight.memory, &row.recorded_by.as_str().into());
        named.entry(worker).or_default().push(place.clone());
        for person in people_in(row)? {
            if same.contains(&person) {
                continue;
            }
            let (who, right) = told(sight, person)?;
            shown.extend(right.map(|right| (person, right)));
            named.entry(who).or_default().push(place.clone());
        }
    }
    let shown: Vec<(PersonNumber, Right)> = shown.into_iter().collect();
    let service = sight.service;
    service.note_found(sight.actor(), sight.caller.at, &shown, Looked::List)?;
    let parties = named
        .into_iter()
        .map(|(who, places)| ThirdParty { who, places });
    Ok(parties.collect())
}

/// What a person is called in a copy for another, with the right by which they are named, if they may be.
fn told(sight: &Sight<'_>, person: PersonNumber) -> Result<(String, Option<Right>), ServiceError> {
    if let Ok(now) = sight.person(person)
        && let Seen::Open(right) = sight.seen(&now)?
    {
        let who = format!("person {person}, {}", now.person.name);
        return Ok((who, Some(right)));
    }
    Ok((format!("person {person}"), None))
}

/// The people that a row names by number.
fn people_in(row: &KeptRow) -> Result<Vec<PersonNumber>, ServiceError> {
    if row.kind == PracticeKind::Person.name() {
        let person = read::<Person>(row)?;
        let related = person.map(|kept| kept.what.relationships);
        return Ok(related
            .unwrap_or_default()
            .iter()
            .map(|one| one.to)
            .collect());
    }
    if row.kind != PracticeKind::Record.name() {
        return Ok(Vec::new());
    }
    let record = read::<Record>(row)?;
    let values = record.map(|kept| kept.what.values).unwrap_or_default();
    Ok(values
        .into_values()
        .filter_map(|value| match value {
            Value::Person(number) => Some(number),
            _ => None,
        })
        .collect())
}
