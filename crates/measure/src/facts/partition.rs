//! The facts of one form and one financial year of the event.

use std::sync::atomic::{AtomicU64, Ordering};

use clew_calendar::Day;

use super::column::{Codes, Column, chosen};
use super::day::mark_of;
use super::people::{Counted, People};
use super::row::Row;
use super::shape::Shape;

/// Counts the tables made since the program started, so that no two are taken for one another.
static MADE: AtomicU64 = AtomicU64::new(1);

pub(crate) fn next_version() -> u64 {
    MADE.fetch_add(1, Ordering::Relaxed)
}

/// The year in whose April the financial year of a day begins.
pub(crate) fn financial_year(day: Day) -> i32 {
    let (year, month, _) = day.civil();
    if month >= 4 { year } else { year - 1 }
}

/// Columns, a row a record, in order of the records' numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Partition {
    /// Another for every change.
    pub(crate) version: u64,
    pub(crate) records: Vec<u32>,
    /// Whom the record is about.
    pub(crate) own_people: Vec<u32>,
    /// As whom they count: somebody else once they are merged.
    pub(crate) people: Vec<u32>,
    pub(crate) episodes: Vec<u32>,
    pub(crate) events: Vec<u16>,
    /// The day on which the record was first recorded.
    pub(crate) recorded: Vec<u16>,
    pub(crate) teams: Codes,
    pub(crate) localities: Codes,
    pub(crate) genders: Codes,
    /// 0 for not known, or one more than the age in years.
    pub(crate) ages: Codes,
    /// The form's own fields, as in its shape.
    pub(crate) own: Vec<Column>,
    /// Fields of other forms of the episode, as listed with the form.
    pub(crate) joined: Vec<Column>,
}

impl Partition {
    pub(crate) fn new(shape: &Shape, joined: Vec<Column>) -> Partition {
        Partition {
            own: shape
                .columns
                .iter()
                .map(|column| column.kind.empty_column())
                .collect(),
            joined,
            ..Partition::default()
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The row of a record.
    pub(crate) fn row_of(&self, record: u32) -> Option<usize> {
        self.records.binary_search(&record).ok()
    }

    /// Puts a record into a place; its joined fields are empty until they are worked out.
    pub(crate) fn insert(&mut self, place: usize, row: &Row, person: Counted) {
        self.records.insert(place, row.record);
        self.own_people.insert(place, row.person);
        self.people.insert(place, person.person);
        self.episodes.insert(place, row.episode);
        self.events.insert(place, mark_of(row.event));
        self.recorded.insert(place, row.recorded);
        self.teams.insert(place, row.team);
        self.localities.insert(place, person.locality);
        self.genders.insert(place, person.gender);
        self.ages.insert(place, person.age);
        for (column, value) in self.own.iter_mut().zip(&row.own) {
            column.insert(place, *value);
        }
        for column in &mut self.joined {
            column.insert(place, column.nothing());
        }
    }

    pub(crate) fn remove(&mut self, row: usize) {
        self.records.remove(row);
        self.own_people.remove(row);
        self.people.remove(row);
        self.episodes.remove(row);
        self.events.remove(row);
        self.recorded.remove(row);
        for codes in [
            &mut self.teams,
            &mut self.localities,
            &mut self.genders,
            &mut self.ages,
        ] {
            codes.remove(row);
        }
        for column in self.own.iter_mut().chain(&mut self.joined) {
            column.remove(row);
        }
    }

    /// Works out anew how the person of a row counts; says whether that changed anything.
    pub(crate) fn recount(&mut self, row: usize, people: &People) -> bool {
        let before = self.counted(row);
        let now = counted_on(people, self.own_people[row], self.events[row]);
        self.people[row] = now.person;
        self.localities.set(row, now.locality);
        self.genders.set(row, now.gender);
        self.ages.set(row, now.age);
        before != now
    }

    /// How the person of a row counts.
    pub(crate) fn counted(&self, row: usize) -> Counted {
        Counted {
            person: self.people[row],
            age: self.ages.get(row),
            gender: self.genders.get(row),
            locality: self.localities.get(row),
        }
    }

    /// Whether its columns are of these kinds, and all of one length.
    pub(crate) fn is_of(
        &self,
        own: impl Iterator<Item = Column>,
        joined: impl Iterator<Item = Column>,
    ) -> bool {
        let like = |columns: &[Column], kinds: &mut dyn Iterator<Item = Column>| {
            let kinds: Vec<Column> = kinds.collect();
            columns.len() == kinds.len()
                && columns.iter().zip(&kinds).all(|(column, kind)| {
                    std::mem::discriminant(column) == std::mem::discriminant(kind)
                })
        };
        let numbers = [&self.own_people, &self.people, &self.episodes];
        let codes = [&self.teams, &self.localities, &self.genders, &self.ages];
        let columns = self.own.iter().chain(&self.joined);
        let mut lengths = numbers
            .map(|numbers| numbers.len())
            .into_iter()
            .chain([self.events.len(), self.recorded.len()])
            .chain(codes.map(Codes::len))
            .chain(columns.map(Column::len));
        lengths.all(|length| length == self.len())
            && self.records.is_sorted_by(|one, next| one < next)
            && like(&self.own, &mut { own })
            && like(&self.joined, &mut { joined })
    }

    /// The rows in this order, and no others.
    pub(crate) fn chosen(&self, rows: &[u32]) -> Partition {
        let columns =
            |columns: &[Column]| columns.iter().map(|column| column.chosen(rows)).collect();
        Partition {
            version: self.version,
            records: chosen(&self.records, rows),
            own_people: chosen(&self.own_people, rows),
            people: chosen(&self.people, rows),
            episodes: chosen(&self.episodes, rows),
            events: chosen(&self.events, rows),
            recorded: chosen(&self.recorded, rows),
            teams: self.teams.chosen(rows),
            localities: self.localities.chosen(rows),
            genders: self.genders.chosen(rows),
            ages: self.ages.chosen(rows),
            own: columns(&self.own),
            joined: columns(&self.joined),
        }
    }

    /// Bytes that its columns take.
    pub(crate) fn bytes(&self) -> usize {
        let numbers = [
            &self.records,
            &self.own_people,
            &self.people,
            &self.episodes,
        ];
        let codes = [&self.teams, &self.localities, &self.genders, &self.ages];
        let columns = self.own.iter().chain(&self.joined);
        numbers
            .iter()
            .map(|column| column.capacity() * 4)
            .sum::<usize>()
            + (self.events.capacity() + self.recorded.capacity()) * 2
            + codes.iter().map(|column| column.bytes()).sum::<usize>()
            + columns.map(Column::bytes).sum::<usize>()
    }
}

/// How a person counts on the day of a mark.
pub(crate) fn counted_on(people: &People, person: u32, mark: u16) -> Counted {
    super::day::day_of(mark).map_or_else(Counted::default, |day| people.counted(person, day))
}
