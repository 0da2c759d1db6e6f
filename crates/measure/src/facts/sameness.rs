//! Whether facts say the same as others, in whatever order texts got their codes.

use std::iter;
use std::sync::Arc;

use super::column::{Codes, Column};
use super::dictionary::Dictionary;
use super::occasions::{OccasionTable, Occasions};
use super::partition::Partition;
use super::people::{People, PersonFacts};
use super::store::{FactStore, FormFacts};

/// What each code of one dictionary is in another; none for a text that the other does not have. A code beyond them all is
/// the same in both.
struct Translated(Vec<Option<u32>>);

impl Translated {
    /// Codes that stand for no texts.
    const NONE: Translated = Translated(Vec::new());

    fn of(from: &Dictionary, to: &Dictionary) -> Translated {
        let texts = from.texts().iter().map(|text| to.known(text));
        Translated(iter::once(Some(0)).chain(texts).collect())
    }

    fn same(&self, code: u32, other: u32) -> bool {
        let there = self.0.get(code as usize).copied();
        there.unwrap_or(Some(code)) == Some(other)
    }

    fn all_same(&self, codes: &Codes, others: &Codes) -> bool {
        let mut rows = 0..codes.len();
        codes.len() == others.len() && rows.all(|row| self.same(codes.get(row), others.get(row)))
    }

    fn same_column(&self, column: &Column, other: &Column) -> bool {
        match (column, other) {
            (Column::Days(days), Column::Days(others)) => days == others,
            (Column::Numbers(numbers), Column::Numbers(others)) => numbers == others,
            (Column::Codes(codes), Column::Codes(others)) => self.all_same(codes, others),
            _ => false,
        }
    }
}

impl FactStore {
    /// In what these facts differ from others that were made by the same pack; none where both say the same of every record,
    /// person and occasion.
    #[must_use]
    pub fn difference_from(&self, other: &FactStore) -> Option<String> {
        if !self.people.say_the_same_as(&other.people) {
            return Some("what is known of people".to_owned());
        }
        if self.set_aside != other.set_aside {
            return Some("records that count no longer".to_owned());
        }
        self.other_records(other)
            .or_else(|| self.other_occasions(other))
    }

    fn other_records(&self, other: &FactStore) -> Option<String> {
        for (form, facts) in &self.forms {
            let others = other.forms.get(form).filter(|others| {
                facts.shape == others.shape
                    && facts.joins == others.joins
                    && facts.years.keys().eq(others.years.keys())
            });
            let Some(others) = others else {
                return Some(format!("the years of the form {form}"));
            };
            let columns = self.translated(facts, (other, others));
            let teams = Translated::of(&self.teams, &other.teams);
            let localities = Translated::of(&self.people.localities, &other.people.localities);
            let genders = Translated::of(&self.people.genders, &other.people.genders);
            let differs = |table: &Partition, there: &Partition| {
                !(same_numbers(table, there)
                    && teams.all_same(&table.teams, &there.teams)
                    && localities.all_same(&table.localities, &there.localities)
                    && genders.all_same(&table.genders, &there.genders)
                    && Translated::NONE.all_same(&table.ages, &there.ages)
                    && same_columns(table, there, &columns))
            };
            let mut tables = facts.years.iter().zip(others.years.values());
            if let Some(((year, _), _)) = tables.find(|((_, table), there)| differs(table, there)) {
                return Some(format!("records of the form {form} of {year}"));
            }
        }
        (self.forms.len() != other.forms.len()).then(|| "the forms".to_owned())
    }

    /// The codes of a form's own columns and of its joined ones.
    fn translated(
        &self,
        facts: &FormFacts,
        (other, others): (&FactStore, &FormFacts),
    ) -> Vec<Translated> {
        let dictionaries = facts.dictionaries.iter().zip(&others.dictionaries);
        let own = dictionaries.map(|(from, to)| Translated::of(from, to));
        let joined = facts.joins.iter().map(|join| {
            let source = |store: &FactStore| -> Option<Arc<Dictionary>> {
                let form = store.forms.get(&join.form)?;
                let place = form.shape.place_of(&join.field)?;
                form.dictionaries.get(place).cloned()
            };
            match (source(self), source(other)) {
                (Some(from), Some(to)) => Translated::of(&from, &to),
                _ => Translated::NONE,
            }
        });
        own.chain(joined).collect()
    }

    fn other_occasions(&self, other: &FactStore) -> Option<String> {
        let same = |table: &OccasionTable, there: &OccasionTable| {
            let years = table.years.values().zip(there.years.values());
            table.form == there.form
                && table.years.keys().eq(there.years.keys())
                && years
                    .into_iter()
                    .all(|(one, there)| same_occasions(one, there))
        };
        let mut clocks = self.clocks.iter();
        let differs = clocks.find(|(clock, table)| {
            let there = other.clocks.get(*clock);
            !there.is_some_and(|there| same(table, there))
        });
        let differs = differs.map(|(clock, _)| format!("occasions of the clock {clock}"));
        let further = self.clocks.len() != other.clocks.len();
        differs.or_else(|| further.then(|| "the clocks".to_owned()))
    }
}

fn same_numbers(table: &Partition, other: &Partition) -> bool {
    table.records == other.records
        && table.own_people == other.own_people
        && table.people == other.people
        && table.episodes == other.episodes
        && table.events == other.events
        && table.recorded == other.recorded
}

fn same_columns(table: &Partition, other: &Partition, translated: &[Translated]) -> bool {
    let columns = table.own.iter().chain(&table.joined);
    let others = other.own.iter().chain(&other.joined);
    let mut both = columns.zip(others).zip(translated);
    both.all(|((column, other), translated)| translated.same_column(column, other))
}

fn same_occasions(one: &Occasions, other: &Occasions) -> bool {
    one.records == other.records
        && one.triggers == other.triggers
        && one.dues == other.dues
        && one.stops == other.stops
        && one.stoppers == other.stoppers
        && one.ends == other.ends
        && one.dueless == other.dueless
}

impl People {
    fn say_the_same_as(&self, other: &People) -> bool {
        let genders = Translated::of(&self.genders, &other.genders);
        let localities = Translated::of(&self.localities, &other.localities);
        let same = |one: &PersonFacts, there: &PersonFacts| {
            let mut lived = one.localities.iter().zip(&there.localities);
            one.birth == there.birth
                && genders.same(one.gender, there.gender)
                && one.localities.len() == there.localities.len()
                && lived.all(|(one, there)| one.0 == there.0 && localities.same(one.1, there.1))
        };
        let mut tables = self.tables().zip(other.tables());
        self.merges() == other.merges()
            && tables.all(|(table, others)| {
                let there = |number: &u32| others.get(number);
                table.len() == others.len()
                    && table
                        .iter()
                        .all(|(number, one)| there(number).is_some_and(|there| same(one, there)))
            })
    }
}
