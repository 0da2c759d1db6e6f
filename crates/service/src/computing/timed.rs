//! What is timed by clocks: which records they read, and the occasions that they make of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use clew_calendar::Calendar;
use clew_measure::facts::{FactStore, OccasionRow};
use clew_practice::episode::Episode;
use clew_practice::pack::{Clock, Condition, Due, Pack, PackCode, Path, Stop, Within};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber};

use super::asking::not_computed;
use crate::ServiceError;

/// The clocks by which measures of a pack are timed, and what they read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Timed {
    clocks: BTreeSet<PackCode>,
    /// The fields that are read, by form.
    fields: BTreeMap<PackCode, BTreeSet<PackCode>>,
    /// Whether anything that is known of people is read.
    pub(crate) reads_people: bool,
}

/// A pack, what its clocks read, and the calendars that they count by.
pub(super) type Clocks<'a> = (&'a Pack, &'a Timed, &'a BTreeMap<String, Calendar>);

impl Timed {
    /// What the clocks read that measures of a pack are timed by.
    pub(super) fn of(pack: &Pack) -> Timed {
        let mut timed = Timed::default();
        for measure in pack.measures.values() {
            if let Some(Within::Clock(code)) = &measure.within
                && let Some(clock) = pack.clocks.get(code)
                && timed.clocks.insert(code.clone())
            {
                timed.read_clock(clock);
            }
        }
        timed
    }

    /// Whether records of a form are read.
    pub(super) fn reads(&self, form: &str) -> bool {
        self.fields.contains_key(form)
    }

    /// The forms whose records are read.
    pub(super) fn forms(&self) -> impl Iterator<Item = &PackCode> {
        self.fields.keys()
    }

    /// A record with what is read of it, and no more.
    pub(super) fn trimmed(&self, mut record: Record) -> Record {
        if let Some(fields) = self.fields.get(&record.form) {
            record.values.retain(|field, _| fields.contains(field));
        }
        record.recorded_by = String::new();
        record
    }

    fn read_clock(&mut self, clock: &Clock) {
        let form = &clock.trigger.form;
        self.read(form, &Path::Own(clock.trigger.date.clone()));
        self.read_conditions(form, &clock.trigger.when);
        for stop in [Some(&clock.stop), clock.until.as_ref()]
            .into_iter()
            .flatten()
        {
            self.read_stop(stop);
        }
        let pause = clock
            .pause
            .iter()
            .flat_map(|pause| [&pause.from, &pause.to]);
        let extension = clock.extension.iter();
        let extension = extension.flat_map(|extension| [&extension.to, &extension.reason]);
        for field in pause.chain(extension) {
            self.read(form, &Path::Own(field.clone()));
        }
        for rule in &clock.rules {
            if let Due::On(path) = &rule.due {
                self.read(form, path);
            }
        }
    }

    fn read_stop(&mut self, stop: &Stop) {
        self.read(&stop.form, &Path::Own(stop.date.clone()));
        self.read_conditions(&stop.form, &stop.when);
    }

    fn read_conditions(&mut self, form: &str, conditions: &[Condition]) {
        for condition in conditions {
            self.read(form, &condition.field);
        }
    }

    fn read(&mut self, own: &str, path: &Path) {
        let (form, field) = match path {
            Path::Own(field) => (own, field),
            Path::Episode { form, field } => (form.as_str(), field),
            Path::Person(_) => {
                self.reads_people = true;
                return;
            }
        };
        let fields = self.fields.entry(form.to_owned()).or_default();
        fields.insert(field.clone());
    }
}

/// The facts with all occasions of the clocks.
pub(super) fn with_all(
    facts: FactStore,
    (pack, timed, calendars): Clocks<'_>,
    records: &[Record],
    people: &HashMap<PersonNumber, Person>,
) -> Result<FactStore, ServiceError> {
    let episodes = Episode::all(records);
    let mut clocks = timed.clocks.iter().filter_map(|code| pack.clocks.get(code));
    clocks.try_fold(facts, |facts, clock| {
        with_clock(facts, clock, calendars, &episodes, people)
    })
}

/// The facts with all occasions of one clock.
pub(super) fn with_clock(
    facts: FactStore,
    clock: &Clock,
    calendars: &BTreeMap<String, Calendar>,
    episodes: &BTreeMap<RecordNumber, Episode<'_>>,
    people: &HashMap<PersonNumber, Person>,
) -> Result<FactStore, ServiceError> {
    let Some(calendar) = calendars.get(&clock.calendar) else {
        return Ok(facts);
    };
    let mut rows = Vec::new();
    for episode in episodes.values() {
        let person = episode.person().and_then(|number| people.get(&number));
        let occasions = clock.occasions(episode, person, calendar);
        rows.extend(occasions.iter().map(OccasionRow::of));
    }
    rows.sort_by_key(|row| (row.record, row.trigger));
    let with = facts.with_clock(&clock.code, &clock.trigger.form, &rows);
    with.map_err(|error| not_computed(&clock.code, &error))
}

/// The facts with the occasions that the clocks make of one episode's records, in place of those that they had made.
pub(super) fn with_episode(
    facts: FactStore,
    (pack, timed, calendars): Clocks<'_>,
    records: &[Record],
    person: Option<&Person>,
) -> Result<FactStore, ServiceError> {
    let episodes = Episode::all(records);
    let mut facts = facts;
    for clock in timed.clocks.iter().filter_map(|code| pack.clocks.get(code)) {
        let Some(calendar) = calendars.get(&clock.calendar) else {
            continue;
        };
        let occasions = episodes.values().flat_map(|episode| {
            let made = clock.occasions(episode, person, calendar);
            made.iter().map(OccasionRow::of).collect::<Vec<_>>()
        });
        let mut by_trigger: BTreeMap<RecordNumber, Vec<OccasionRow>> = BTreeMap::new();
        // One that triggers nothing any more has none from now on.
        let triggers = records.iter().filter(|one| one.form == clock.trigger.form);
        by_trigger.extend(triggers.map(|record| (record.number, Vec::new())));
        for occasion in occasions {
            let of_record = by_trigger.entry(occasion.record).or_default();
            of_record.push(occasion);
        }
        for (record, rows) in by_trigger {
            let put = facts.put_occasions_of(&clock.code, record, &rows);
            put.map_err(|error| not_computed(&clock.code, &error))?;
        }
    }
    Ok(facts)
}
