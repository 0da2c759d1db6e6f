//! What each part holds, and its bytes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use clew_calendar::Day;
use clew_practice::pack::PackCode;

use super::bytes::{Bytes, Written};
use super::unfit;
use crate::MeasureError;
use crate::facts::dictionary::Dictionary;
use crate::facts::occasions::{OccasionTable, Occasions};
use crate::facts::partition::Partition;
use crate::facts::people::{PeopleTable, PersonFacts};
use crate::facts::store::FactStore;

const TEXTS: u8 = b't';
const PEOPLE: u8 = b'p';
const RECORDS: u8 = b'r';
const OCCASIONS: u8 = b'o';

/// No day of birth; no day is numbered so.
const NO_BIRTH: i64 = i64::MIN;

/// A part, as it is held in memory.
#[derive(Debug)]
pub(super) enum Part {
    Texts(Box<Texts>),
    People {
        place: usize,
        table: PeopleTable,
    },
    Records {
        form: PackCode,
        year: i32,
        partition: Partition,
    },
    Occasions {
        clock: PackCode,
        year: i32,
        occasions: Occasions,
    },
}

impl Part {
    pub(super) fn read(bytes: &[u8]) -> Result<Part, MeasureError> {
        let mut bytes = Bytes::of(bytes);
        let part = match bytes.byte()? {
            TEXTS => Part::Texts(Box::new(Texts::read(&mut bytes)?)),
            PEOPLE => people_read(&mut bytes)?,
            RECORDS => Part::Records {
                form: bytes.text()?,
                year: bytes.narrow()?,
                partition: partition_read(&mut bytes)?,
            },
            OCCASIONS => Part::Occasions {
                clock: bytes.text()?,
                year: bytes.narrow()?,
                occasions: occasions_of(&mut bytes)?,
            },
            kind => return Err(unfit(format!("there are no parts of kind {kind}"))),
        };
        bytes.end()?;
        Ok(part)
    }
}

/// The texts behind codes, who was merged into whom, which clocks there are, and what was set aside.
#[derive(Debug)]
pub(super) struct Texts {
    teams: Vec<String>,
    genders: Vec<String>,
    localities: Vec<String>,
    /// By form, the texts of each of its columns.
    columns: BTreeMap<PackCode, Vec<Vec<String>>>,
    /// By clock, the form whose records trigger it.
    clocks: BTreeMap<PackCode, PackCode>,
    merged: BTreeMap<u32, u32>,
    set_aside: BTreeMap<u32, u16>,
}

impl Texts {
    pub(super) fn of(store: &FactStore) -> Texts {
        let texts = |dictionary: &Arc<Dictionary>| dictionary.texts().to_vec();
        let columns = store.forms.iter().map(|(form, facts)| {
            let columns = facts.dictionaries.iter().map(texts).collect();
            (form.clone(), columns)
        });
        let clocks = store.clocks.iter();
        Texts {
            teams: texts(&store.teams),
            genders: texts(&store.people.genders),
            localities: texts(&store.people.localities),
            columns: columns.collect(),
            clocks: clocks
                .map(|(clock, table)| (clock.clone(), table.form.clone()))
                .collect(),
            merged: store.people.merges().clone(),
            set_aside: (*store.set_aside).clone(),
        }
    }

    pub(super) fn written(&self) -> Vec<u8> {
        let mut bytes = Written::default();
        bytes.byte(TEXTS);
        for texts in [&self.teams, &self.genders, &self.localities] {
            bytes.texts(texts);
        }
        bytes.number(self.columns.len().try_into().unwrap_or(i64::MAX));
        for (form, columns) in &self.columns {
            bytes.text(form);
            bytes.number(columns.len().try_into().unwrap_or(i64::MAX));
            columns.iter().for_each(|texts| bytes.texts(texts));
        }
        for codes in [
            self.clocks.keys().cloned().collect::<Vec<_>>(),
            self.clocks.values().cloned().collect(),
        ] {
            bytes.texts(&codes);
        }
        bytes.numbers(&self.merged.keys().copied().collect::<Vec<_>>());
        bytes.numbers(&self.merged.values().copied().collect::<Vec<_>>());
        bytes.numbers(&self.set_aside.keys().copied().collect::<Vec<_>>());
        bytes.marks(&self.set_aside.values().copied().collect::<Vec<_>>());
        bytes.0
    }

    fn read(bytes: &mut Bytes<'_>) -> Result<Texts, MeasureError> {
        let (teams, genders, localities) = (bytes.texts()?, bytes.texts()?, bytes.texts()?);
        let mut columns = BTreeMap::new();
        for _ in 0..bytes.length()? {
            let form = bytes.text()?;
            let texts = (0..bytes.length()?).map(|_| bytes.texts());
            columns.insert(form, texts.collect::<Result<_, _>>()?);
        }
        Ok(Texts {
            teams,
            genders,
            localities,
            columns,
            clocks: paired(bytes.texts()?, bytes.texts()?)?,
            merged: paired(bytes.numbers()?, bytes.numbers()?)?,
            set_aside: paired(bytes.numbers()?, bytes.marks()?)?,
        })
    }

    /// Puts them into facts of the same pack that have nothing yet.
    pub(super) fn put_into(self, store: &mut FactStore) -> Result<(), MeasureError> {
        store.teams = dictionary(&self.teams);
        store.people.genders = dictionary(&self.genders);
        store.people.localities = dictionary(&self.localities);
        store.people.put_merges(self.merged);
        store.set_aside = Arc::new(self.set_aside);
        for (form, columns) in self.columns {
            let facts = store.forms.get_mut(&form);
            let facts = facts.filter(|facts| facts.dictionaries.len() == columns.len());
            let facts = facts.ok_or_else(|| unfit(format!("{form} has other columns")))?;
            facts.dictionaries = columns.iter().map(|texts| dictionary(texts)).collect();
        }
        let tables = self.clocks.into_iter().map(|(clock, form)| {
            let years = BTreeMap::new();
            (clock, OccasionTable { form, years })
        });
        store.clocks = tables.collect();
        Ok(())
    }
}

fn dictionary(texts: &[String]) -> Arc<Dictionary> {
    Arc::new(Dictionary::of(texts.iter().map(String::as_str)))
}

fn paired<Key: Ord, Value>(
    keys: Vec<Key>,
    values: Vec<Value>,
) -> Result<BTreeMap<Key, Value>, MeasureError> {
    if keys.len() != values.len() {
        return Err(unfit("a list is shorter than the one beside it"));
    }
    Ok(keys.into_iter().zip(values).collect())
}

/// The bytes of one table of people, in order of their numbers.
pub(super) fn people_written(place: usize, table: &PeopleTable) -> Vec<u8> {
    let mut people: Vec<(&u32, &PersonFacts)> = table.iter().collect();
    people.sort_unstable_by_key(|(number, _)| **number);
    let mut bytes = Written::default();
    bytes.byte(PEOPLE);
    bytes.number(place.try_into().unwrap_or(i64::MAX));
    bytes.number(people.len().try_into().unwrap_or(i64::MAX));
    for (number, facts) in people {
        bytes.number(i64::from(*number));
        let birth = facts.birth.map(|day| i64::from(day.number()));
        bytes.number(birth.unwrap_or(NO_BIRTH));
        bytes.number(i64::from(facts.gender));
        bytes.number(facts.localities.len().try_into().unwrap_or(i64::MAX));
        for (from, locality) in &facts.localities {
            bytes.number(i64::from(from.number()));
            bytes.number(i64::from(*locality));
        }
    }
    bytes.0
}

fn people_read(bytes: &mut Bytes<'_>) -> Result<Part, MeasureError> {
    let place = bytes.length()?;
    let count = bytes.length()?;
    // No more room is asked for than the bytes can fill.
    let mut table = HashMap::with_capacity(count.min(1 << 20));
    for _ in 0..count {
        let number = bytes.narrow()?;
        let birth = bytes.number()?;
        let birth = (birth != NO_BIRTH).then(|| day(birth)).transpose()?;
        let gender = bytes.narrow()?;
        let lived = (0..bytes.length()?).map(|_| Ok((day(bytes.number()?)?, bytes.narrow()?)));
        let localities = lived.collect::<Result<_, MeasureError>>()?;
        let facts = PersonFacts {
            birth,
            gender,
            localities,
        };
        table.insert(number, facts);
    }
    Ok(Part::People { place, table })
}

fn day(number: i64) -> Result<Day, MeasureError> {
    let day = i32::try_from(number)
        .ok()
        .and_then(|number| Day::from_number(number).ok());
    day.ok_or_else(|| unfit(format!("there is no day {number}")))
}

/// The bytes of a form's year.
pub(super) fn records_written(form: &str, year: i32, partition: &Partition) -> Vec<u8> {
    let mut bytes = Written::default();
    bytes.byte(RECORDS);
    bytes.text(form);
    bytes.number(i64::from(year));
    for numbers in [
        &partition.records,
        &partition.own_people,
        &partition.people,
        &partition.episodes,
    ] {
        bytes.numbers(numbers);
    }
    bytes.marks(&partition.events);
    bytes.marks(&partition.recorded);
    for codes in [
        &partition.teams,
        &partition.localities,
        &partition.genders,
        &partition.ages,
    ] {
        bytes.codes(codes);
    }
    bytes.columns(&partition.own);
    bytes.columns(&partition.joined);
    bytes.0
}

fn partition_read(bytes: &mut Bytes<'_>) -> Result<Partition, MeasureError> {
    Ok(Partition {
        version: 0,
        records: bytes.numbers()?,
        own_people: bytes.numbers()?,
        people: bytes.numbers()?,
        episodes: bytes.numbers()?,
        events: bytes.marks()?,
        recorded: bytes.marks()?,
        teams: bytes.codes()?,
        localities: bytes.codes()?,
        genders: bytes.codes()?,
        ages: bytes.codes()?,
        own: bytes.columns()?,
        joined: bytes.columns()?,
    })
}

/// The bytes of a clock's year.
pub(super) fn occasions_written(clock: &str, year: i32, occasions: &Occasions) -> Vec<u8> {
    let mut bytes = Written::default();
    bytes.byte(OCCASIONS);
    bytes.text(clock);
    bytes.number(i64::from(year));
    bytes.numbers(&occasions.records);
    for marks in [
        &occasions.triggers,
        &occasions.dues,
        &occasions.stops,
        &occasions.ends,
    ] {
        bytes.marks(marks);
    }
    bytes.numbers(&occasions.stoppers);
    bytes.small(&occasions.dueless);
    bytes.0
}

fn occasions_of(bytes: &mut Bytes<'_>) -> Result<Occasions, MeasureError> {
    let occasions = Occasions {
        version: 0,
        records: bytes.numbers()?,
        triggers: bytes.marks()?,
        dues: bytes.marks()?,
        stops: bytes.marks()?,
        ends: bytes.marks()?,
        stoppers: bytes.numbers()?,
        dueless: bytes.small()?,
    };
    let lengths = [
        occasions.triggers.len(),
        occasions.dues.len(),
        occasions.stops.len(),
        occasions.ends.len(),
        occasions.stoppers.len(),
        occasions.dueless.len(),
    ];
    if lengths
        .iter()
        .all(|length| *length == occasions.records.len())
    {
        return Ok(occasions);
    }
    Err(unfit("columns of occasions are not of one length"))
}
