//! Episodes: the records of one run of a process, in the order in which things happened.

use std::collections::BTreeMap;

use crate::record::{PersonNumber, Record, RecordNumber, Stage};

/// The records of one run of a process. Drafts and withdrawn records count nowhere; drafts are kept beside.
#[derive(Clone, Debug)]
pub struct Episode<'r> {
    /// The record that opened it.
    pub number: RecordNumber,
    /// The records that count, by the day of the event and then by number.
    pub records: Vec<&'r Record>,
    /// The drafts.
    pub drafts: Vec<&'r Record>,
}

impl Record {
    /// Whether it counts: it has been completed and was not withdrawn.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.stage, Stage::Complete | Stage::Authorised)
    }
}

impl<'r> Episode<'r> {
    /// The episodes that records make up, by the number of the record that opened each.
    #[must_use]
    pub fn all(records: &'r [Record]) -> BTreeMap<RecordNumber, Episode<'r>> {
        let mut episodes: BTreeMap<RecordNumber, Episode<'r>> = BTreeMap::new();
        for record in records {
            let episode = episodes.entry(record.episode).or_insert_with(|| Episode {
                number: record.episode,
                records: Vec::new(),
                drafts: Vec::new(),
            });
            if record.counts() {
                episode.records.push(record);
            } else if record.stage == Stage::Draft {
                episode.drafts.push(record);
            }
        }
        for episode in episodes.values_mut() {
            let in_order = |record: &&Record| (record.event_date, record.number);
            episode.records.sort_by_key(in_order);
        }
        episodes
    }

    /// The records of a form that count, the earliest first.
    pub fn of_form<'e>(&'e self, form: &'e str) -> impl Iterator<Item = &'r Record> + 'e {
        let records = self.records.iter().copied();
        records.filter(move |record| record.form == form)
    }

    /// The first record of a form: the one of the earliest event, and among those of one day the lowest number. It is
    /// what `form.field` reads.
    #[must_use]
    pub fn first(&self, form: &str) -> Option<&'r Record> {
        self.of_form(form).next()
    }

    /// The record that opened it, if it counts.
    #[must_use]
    pub fn opener(&self) -> Option<&'r Record> {
        let mut records = self.records.iter().copied();
        records.find(|record| record.number == self.number)
    }

    /// The person whom it is about.
    #[must_use]
    pub fn person(&self) -> Option<PersonNumber> {
        let latest = self.latest_recorded()?;
        Some(latest.person)
    }

    /// The team that holds it now: the one of what was recorded last.
    #[must_use]
    pub fn team(&self) -> Option<&'r str> {
        let latest = self.latest_recorded()?;
        Some(&latest.team)
    }

    fn latest_recorded(&self) -> Option<&'r Record> {
        let recorded = |record: &&Record| (record.recorded_at, record.number);
        let records = self.records.iter().chain(&self.drafts).copied();
        records.max_by_key(recorded)
    }
}
