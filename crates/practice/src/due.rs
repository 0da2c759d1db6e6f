//! What is due: open episodes, the occasions of their clocks, the steps that come next, caseloads and waiting lists. All
//! of it follows from records and is never typed.

mod caseload;
mod steps;
mod waiting;

use std::collections::BTreeMap;

use clew_calendar::{Calendar, Day};

pub use caseload::{Case, Caseload, Spread, WorkerLoad, caseload};
pub use steps::{Untaken, closed_by, closing_day, next_step};
pub use waiting::{WAITING_BANDS, WaitingBand, WaitingList, WaitingOne, trajectory, waiting_lists};

use crate::{
    episode::Episode,
    occasion::{Occasion, Timing},
    pack::{Clock, Pack, Process, Step},
    person::Person,
    record::{PersonNumber, Record, RecordNumber},
};

/// The clocks of a pack, with the calendars that they count by.
#[derive(Clone, Debug)]
pub struct Clocks<'p> {
    pack: &'p Pack,
    calendars: BTreeMap<String, Calendar>,
    by_trigger: BTreeMap<&'p str, Vec<&'p Clock>>,
}

/// An episode and what is to be done in it.
#[derive(Clone, Debug)]
pub struct EpisodeWork<'p> {
    /// Its number: the record that opened it.
    pub episode: RecordNumber,
    /// Its process, if the pack has it.
    pub process: Option<&'p Process>,
    /// The person.
    pub person: PersonNumber,
    /// The team that holds it.
    pub team: String,
    /// The day on which it was opened.
    pub opened: Day,
    /// The record that closed it.
    pub closed: Option<RecordNumber>,
    /// What its clocks make of it, each with how it stands; the most urgent first.
    pub occasions: Vec<(Occasion<'p>, Timing)>,
    /// The steps that can be taken next; none when it is closed.
    pub offered: Vec<&'p Step>,
    /// Completed records that a senior has still to authorise.
    pub to_authorise: Vec<RecordNumber>,
    /// Drafts.
    pub drafts: Vec<RecordNumber>,
}

impl EpisodeWork<'_> {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// How much it weighs in a caseload, in hundredths of an ordinary case.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.process.map_or(100, |process| process.weight)
    }
}

impl<'p> Clocks<'p> {
    /// The clocks of a pack. A clock whose calendar cannot be read is left out; checking the pack says so.
    #[must_use]
    pub fn of(pack: &'p Pack) -> Clocks<'p> {
        let mut by_trigger: BTreeMap<&str, Vec<&Clock>> = BTreeMap::new();
        for clock in pack.clocks.values() {
            let form = clock.trigger.form.as_str();
            by_trigger.entry(form).or_default().push(clock);
        }
        Clocks {
            pack,
            calendars: pack.calendars(),
            by_trigger,
        }
    }

    /// The calendars, by name.
    #[must_use]
    pub fn calendars(&self) -> &BTreeMap<String, Calendar> {
        &self.calendars
    }

    /// What all clocks make of an episode.
    #[must_use]
    pub fn occasions(&self, episode: &Episode<'_>, person: Option<&Person>) -> Vec<Occasion<'p>> {
        let mut forms: Vec<&str> = episode
            .records
            .iter()
            .map(|record| record.form.as_str())
            .collect();
        forms.sort_unstable();
        forms.dedup();
        let clocks = forms
            .iter()
            .filter_map(|form| self.by_trigger.get(form))
            .flatten();
        let occasions = clocks.filter_map(|clock| {
            let calendar = self.calendar_of(clock)?;
            Some(clock.occasions(episode, person, calendar))
        });
        occasions.flatten().collect()
    }

    /// A clock without a calendar counts no working days, so that any will do.
    fn calendar_of(&self, clock: &Clock) -> Option<&Calendar> {
        if clock.calendar.is_empty() {
            return Calendar::built_in(Calendar::BUILT_IN[0]).ok();
        }
        self.calendars.get(&clock.calendar)
    }

    /// What is to be done, episode by episode, as at a day. Records without an episode that counts are left out.
    #[must_use]
    pub fn due(
        &self,
        records: &[Record],
        people: &BTreeMap<PersonNumber, Person>,
        as_at: Day,
    ) -> Vec<EpisodeWork<'p>> {
        let episodes = Episode::all(records);
        let work = |episode: &Episode<'_>| self.work(episode, people, as_at);
        episodes.values().filter_map(work).collect()
    }

    /// What is to be done in one episode, as at a day.
    #[must_use]
    pub fn work(
        &self,
        episode: &Episode<'_>,
        people: &BTreeMap<PersonNumber, Person>,
        as_at: Day,
    ) -> Option<EpisodeWork<'p>> {
        let first = episode.opener().or(episode.records.first().copied())?;
        let number = episode.person()?;
        let person = people.get(&number);
        let process = first.process.as_ref();
        let process = process.and_then(|process| self.pack.processes.get(process));
        let closed = process.and_then(|process| closed_by(process, episode, person));
        let closed = closed.map(|record| record.number);
        let occasions = self.occasions(episode, person);
        let mut occasions: Vec<(Occasion<'p>, Timing)> = occasions
            .into_iter()
            .map(|occasion| {
                let timing = occasion.timing(as_at);
                (occasion, timing)
            })
            .collect();
        occasions.sort_by_key(|(occasion, timing)| (*timing, occasion.due.day()));
        Some(EpisodeWork {
            episode: episode.number,
            process,
            person: number,
            team: episode.team().unwrap_or_default().to_owned(),
            opened: first.event_date,
            closed,
            occasions,
            offered: process.map_or_else(Vec::new, |process| {
                steps::offered(process, episode, person, as_at)
            }),
            to_authorise: process.map_or_else(Vec::new, |process| to_authorise(process, episode)),
            drafts: episode.drafts.iter().map(|draft| draft.number).collect(),
        })
    }
}

/// Completed records whose step has to be authorised.
fn to_authorise(process: &Process, episode: &Episode<'_>) -> Vec<RecordNumber> {
    let waits = |record: &&&Record| {
        let mut steps = process.steps.iter();
        record.stage == crate::record::Stage::Complete
            && steps.any(|step| step.form == record.form && step.authorised_by.is_some())
    };
    let waiting = episode.records.iter().filter(waits);
    waiting.map(|record| record.number).collect()
}
