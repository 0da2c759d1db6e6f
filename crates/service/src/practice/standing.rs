//! How the cases of a person stand: worked out from every record of a case, those too that whoever looks may not open. A
//! case whose opening record they may not open is left out, with everything that tells of it.

use std::collections::{BTreeMap, BTreeSet};

use clew_calendar::Day;
use clew_journal::PracticeKind;
use clew_practice::due::{Clocks, EpisodeWork, closing_day};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage};
use clew_store::practice::KeptFilter;

use super::kept::stage_word;
use super::lists::{due_item, sent_back_by};
use super::{DueItem, PersonPage, Sight};
use crate::ServiceError;

/// How a case stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaseStanding {
    /// The day on which it was opened.
    pub opened: Day,
    /// The day on which it was closed; none while it is open.
    pub closed: Option<Day>,
    /// What its clocks ask for, the most urgent first; nothing where it is closed.
    pub due: Vec<DueItem>,
}

/// Leaves out what tells of cases that may not be opened, and says how the others stand.
pub(super) fn settle(sight: &Sight<'_>, page: &mut PersonPage) -> Result<(), ServiceError> {
    let all = every_record(sight, page)?;
    leave_out(page, &all);
    page.standing = standing(sight, page, &all)?;
    page.sent_back = sent_back(sight, page)?;
    Ok(())
}

fn sent_back(sight: &Sight<'_>, page: &PersonPage) -> Result<BTreeSet<RecordNumber>, ServiceError> {
    let mut all = BTreeSet::new();
    for one in &page.same_as {
        let completed = sight.kept(&KeptFilter {
            latest: true,
            kind: Some(PracticeKind::Record.name()),
            person: Some(one.0),
            standing: Some(stage_word(Stage::Complete).to_owned()),
            ..KeptFilter::default()
        })?;
        for row in &completed {
            all.extend(sent_back_by(sight, row)?.map(|back| RecordNumber(back.number)));
        }
    }
    let shown = |number: &RecordNumber| page.records.iter().any(|one| one.number == *number);
    all.retain(shown);
    Ok(all)
}

/// Every record of the person, whether it may be opened or not.
fn every_record(sight: &Sight<'_>, page: &PersonPage) -> Result<Vec<Record>, ServiceError> {
    if page.restricted == 0 {
        return Ok(page.records.clone());
    }
    let mut all = Vec::new();
    for one in &page.same_as {
        let records = sight.matters_of::<Record>(PracticeKind::Record, *one)?;
        all.extend(records.into_iter().map(|now| now.what));
    }
    Ok(all)
}

fn leave_out(page: &mut PersonPage, all: &[Record]) {
    let shown: BTreeSet<RecordNumber> = page.records.iter().map(|record| record.number).collect();
    let closed = all.iter().filter(|record| !shown.contains(&record.number));
    let closed: BTreeSet<RecordNumber> = closed.map(|record| record.number).collect();
    page.cases.retain(|case| !closed.contains(&case.episode));
    page.hand_overs
        .retain(|(_, _, offer)| !closed.contains(&offer.episode));
    page.supervision.retain(|one| {
        let episode = one.decided.episode;
        episode.is_none_or(|episode| !closed.contains(&episode))
    });
    page.chronology
        .retain(|choice| !closed.contains(&choice.record));
}

fn standing(
    sight: &Sight<'_>,
    page: &PersonPage,
    all: &[Record],
) -> Result<BTreeMap<RecordNumber, CaseStanding>, ServiceError> {
    let same = page.same_as.iter();
    let people: BTreeMap<PersonNumber, Person> =
        same.map(|number| (*number, page.person.clone())).collect();
    let mut standing = BTreeMap::new();
    for pack in sight.packs()? {
        for work in Clocks::of(&pack).due(all, &people, sight.today()) {
            let shown = page.cases.iter().any(|case| case.episode == work.episode);
            if work.process.is_some() && shown {
                standing.insert(work.episode, of_work(&work, all));
            }
        }
    }
    Ok(standing)
}

fn of_work(work: &EpisodeWork<'_>, all: &[Record]) -> CaseStanding {
    let closing = |number: &RecordNumber| all.iter().find(|record| record.number == *number);
    let closed = work.closed.as_ref().and_then(closing);
    let day = |record: &Record| match work.process {
        Some(process) => closing_day(process, record),
        None => record.event_date,
    };
    CaseStanding {
        opened: work.opened,
        closed: closed.map(day),
        due: match work.is_open() {
            true => work.occasions.iter().filter_map(due_item).collect(),
            false => Vec::new(),
        },
    }
}
