//! Joined columns: what the first completed record of another form in the same episode says. The first is the one of the
//! earliest event, and among those of one day the one with the lowest number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use clew_practice::pack::PackCode;

use super::column::Column;
use super::partition::{Partition, next_version};
use super::shape::Join;
use super::store::{FormFacts, empty_joined};

/// Where the first record of an episode stands.
#[derive(Clone, Copy)]
struct First {
    event: u16,
    record: u32,
    year: i32,
    row: usize,
}

type Firsts = HashMap<u32, First>;

/// Fills every joined column of every form.
pub(super) fn fill_all(forms: &mut BTreeMap<PackCode, FormFacts>) {
    let codes: Vec<PackCode> = forms.keys().cloned().collect();
    for code in codes {
        fill_form(forms, &code);
    }
}

/// Fills every joined column of the forms that changed, and of those that join a changed one.
pub(super) fn fill_changed(
    forms: &mut BTreeMap<PackCode, FormFacts>,
    changed: &BTreeSet<&PackCode>,
) {
    let joins_changed = |facts: &FormFacts| {
        let mut joins = facts.joins.iter();
        joins.any(|join| changed.contains(&join.form))
    };
    let touched = forms
        .iter()
        .filter(|(code, facts)| changed.contains(code) || joins_changed(facts));
    let touched: Vec<PackCode> = touched.map(|(code, _)| code.clone()).collect();
    for code in touched {
        fill_form(forms, &code);
    }
}

/// Fills every joined column of one form.
pub(super) fn fill_form(forms: &mut BTreeMap<PackCode, FormFacts>, code: &str) {
    let Some(facts) = forms.get(code).filter(|facts| !facts.joins.is_empty()) else {
        return;
    };
    let mut firsts: BTreeMap<&str, Firsts> = BTreeMap::new();
    for join in facts.joins.iter() {
        if let Some(other) = forms.get(&join.form) {
            firsts.entry(&join.form).or_insert_with(|| firsts_of(other));
        }
    }
    let joined_of = |partition: &Partition| -> Vec<Column> {
        let column =
            |join: &Join| joined_column(join, forms, firsts.get(join.form.as_str()), partition);
        facts.joins.iter().map(column).collect()
    };
    let years = facts.years.iter();
    let filled: Vec<(i32, Vec<Column>)> = years
        .map(|(year, partition)| (*year, joined_of(partition)))
        .collect();
    let Some(facts) = forms.get_mut(code) else {
        return;
    };
    for (year, joined) in filled {
        if let Some(partition) = facts.years.get_mut(&year) {
            let partition = Arc::make_mut(partition);
            partition.joined = joined;
            partition.version = next_version();
        }
    }
}

fn joined_column(
    join: &Join,
    forms: &BTreeMap<PackCode, FormFacts>,
    firsts: Option<&Firsts>,
    partition: &Partition,
) -> Column {
    let mut column = empty_joined(join, forms);
    let nothing = column.nothing();
    let source = forms.get(&join.form);
    let place = source.and_then(|source| source.shape.place_of(&join.field));
    for episode in &partition.episodes {
        let first = firsts.and_then(|firsts| firsts.get(episode));
        let value = match (source, place, first) {
            (Some(source), Some(place), Some(first)) => {
                source.years[&first.year].own[place].get(first.row)
            }
            _ => nothing,
        };
        column.push(value);
    }
    column
}

fn firsts_of(facts: &FormFacts) -> Firsts {
    let mut firsts = Firsts::new();
    for (year, partition) in &facts.years {
        for (row, episode) in partition.episodes.iter().enumerate() {
            let candidate = First {
                event: partition.events[row],
                record: partition.records[row],
                year: *year,
                row,
            };
            let first = firsts.entry(*episode).or_insert(candidate);
            if (candidate.event, candidate.record) < (first.event, first.record) {
                *first = candidate;
            }
        }
    }
    firsts
}

/// The rows of an episode in a table.
fn rows_of(partition: &Partition, episode: u32) -> impl Iterator<Item = usize> {
    let rows = partition.episodes.iter().enumerate();
    rows.filter(move |(_, one)| **one == episode)
        .map(|(row, _)| row)
}

/// What a joined field is in an episode; none when there is no such record or field.
fn value_in(forms: &BTreeMap<PackCode, FormFacts>, join: &Join, episode: u32) -> Option<i64> {
    let source = forms.get(&join.form)?;
    let place = source.shape.place_of(&join.field)?;
    let in_year = |partition: &Arc<Partition>| {
        let rows = rows_of(partition, episode);
        let first = rows.min_by_key(|row| (partition.events[*row], partition.records[*row]))?;
        Some(partition.own[place].get(first))
    };
    source.years.values().find_map(in_year)
}

/// Works out anew the joined fields of an episode: those of every form that reads the changed one, and those of the
/// changed form itself.
pub(super) fn refresh(forms: &mut BTreeMap<PackCode, FormFacts>, changed: &str, episode: u32) {
    let mut values: Vec<(PackCode, usize, Option<i64>)> = Vec::new();
    for (code, facts) in forms.iter() {
        for (place, join) in facts.joins.iter().enumerate() {
            if join.form == changed || code == changed {
                values.push((code.clone(), place, value_in(forms, join, episode)));
            }
        }
    }
    for (code, place, value) in values {
        if let Some(facts) = forms.get_mut(&code) {
            set_in_episode(facts, place, value, episode);
        }
    }
}

fn set_in_episode(facts: &mut FormFacts, place: usize, value: Option<i64>, episode: u32) {
    for partition in facts.years.values_mut() {
        let value = value.unwrap_or_else(|| partition.joined[place].nothing());
        let rows = rows_of(partition, episode);
        let stale: Vec<usize> = rows
            .filter(|row| partition.joined[place].get(*row) != value)
            .collect();
        if stale.is_empty() {
            continue;
        }
        let partition = Arc::make_mut(partition);
        for row in stale {
            partition.joined[place].set(row, value);
        }
        partition.version = next_version();
    }
}
