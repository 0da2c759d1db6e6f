//! What is read of one table: slices of its columns, or for occasions what their records hold.

use std::borrow::Cow;
use std::sync::Arc;

use super::plan::{ColumnRef, Plan};
use crate::facts::{Codes, Column, FactStore, Occasions, Partition, PartitionVersion, chosen};

/// A column that is read.
#[derive(Clone, Debug)]
pub(crate) enum Cells<'a> {
    Days(Cow<'a, [u16]>),
    Numbers(Cow<'a, [i64]>),
    Narrow(Cow<'a, [u8]>),
    Wide(Cow<'a, [u16]>),
    Widest(Cow<'a, [u32]>),
}

/// The days that a clock has of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClockDays {
    pub(crate) triggers: Vec<u16>,
    pub(crate) stops: Vec<u16>,
    /// The record that stopped each; 0 where none did.
    pub(crate) stoppers: Vec<u32>,
    /// Days from the event of the record that stopped each to when that was first recorded; empty where nobody asks.
    pub(crate) delays: Vec<Option<i32>>,
    pub(crate) dues: Vec<u16>,
    pub(crate) ends: Vec<u16>,
    pub(crate) dueless: Vec<u8>,
}

/// What is read of one table.
#[derive(Clone, Debug)]
pub(crate) struct View<'a> {
    pub(crate) records: Cow<'a, [u32]>,
    pub(crate) people: Cow<'a, [u32]>,
    pub(crate) events: Cow<'a, [u16]>,
    pub(crate) recorded: Cow<'a, [u16]>,
    /// In the order of the plan's columns.
    pub(crate) columns: Vec<Cells<'a>>,
    pub(crate) clock: Option<ClockDays>,
    /// The tables it was made from.
    pub(crate) made_from: Vec<PartitionVersion>,
}

impl<'a> View<'a> {
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// A column of days.
    pub(crate) fn days(&self, place: usize) -> &[u16] {
        match &self.columns[place] {
            Cells::Days(days) => days,
            _ => &[],
        }
    }

    /// The first days, by which records are placed in time.
    pub(crate) fn from(&self, plan: &Plan) -> &[u16] {
        match (&self.clock, plan.from) {
            (Some(clock), _) => &clock.triggers,
            (None, Some(place)) => self.days(place),
            (None, None) => &[],
        }
    }

    /// Days from the event to when it was first recorded, of a row's record; of an occasion, of the record that stopped it,
    /// and none while it is not stopped on the as-at day.
    pub(crate) fn delay(&self, plan: &Plan, row: usize) -> Option<i32> {
        match &self.clock {
            None => Some(i32::from(self.recorded[row]) - i32::from(self.events[row])),
            Some(clock) if clock.stops[row] <= plan.as_at => clock.delays[row],
            Some(_) => None,
        }
    }

    /// The second days; none when the definition has none.
    pub(crate) fn to(&self, plan: &Plan) -> Option<&[u16]> {
        match &self.clock {
            Some(clock) => Some(&clock.stops),
            None => plan.to.map(|place| self.days(place)),
        }
    }
}

/// What is read of every table of the definition's form, or of its clock's occasions.
pub(crate) fn views_of<'a>(plan: &Plan<'a>) -> Vec<View<'a>> {
    if let Some(clock) = plan.clock {
        let years = clock.years.iter();
        return years
            .map(|(year, occasions)| of_occasions(plan, *year, occasions))
            .collect();
    }
    let years = plan.facts.years.iter();
    years
        .map(|(year, partition)| of_partition(plan, *year, partition))
        .collect()
}

fn of_partition<'a>(plan: &Plan<'a>, year: i32, partition: &'a Arc<Partition>) -> View<'a> {
    let columns = plan.columns.0.iter();
    View {
        records: Cow::Borrowed(&partition.records),
        people: Cow::Borrowed(&partition.people),
        events: Cow::Borrowed(&partition.events),
        recorded: Cow::Borrowed(&partition.recorded),
        columns: columns.map(|column| cells_of(partition, *column)).collect(),
        clock: None,
        made_from: vec![PartitionVersion {
            form: plan.facts.shape.form.clone(),
            year,
            version: partition.version,
        }],
    }
}

fn cells_of(partition: &Partition, column: ColumnRef) -> Cells<'_> {
    match column {
        ColumnRef::Team => of_codes(&partition.teams),
        ColumnRef::Locality => of_codes(&partition.localities),
        ColumnRef::Gender => of_codes(&partition.genders),
        ColumnRef::Age => of_codes(&partition.ages),
        ColumnRef::Own(place) => of_column(&partition.own[place]),
        ColumnRef::Joined(place) => of_column(&partition.joined[place]),
    }
}

fn of_column(column: &Column) -> Cells<'_> {
    match column {
        Column::Days(days) => Cells::Days(Cow::Borrowed(days)),
        Column::Numbers(numbers) => Cells::Numbers(Cow::Borrowed(numbers)),
        Column::Codes(codes) => of_codes(codes),
    }
}

fn of_codes(codes: &Codes) -> Cells<'_> {
    match codes {
        Codes::Narrow(codes) => Cells::Narrow(Cow::Borrowed(codes)),
        Codes::Wide(codes) => Cells::Wide(Cow::Borrowed(codes)),
        Codes::Widest(codes) => Cells::Widest(Cow::Borrowed(codes)),
    }
}

/// Occasions with what their records hold. One whose record does not count is left out.
fn of_occasions<'a>(plan: &Plan<'a>, year: i32, occasions: &Occasions) -> View<'a> {
    let mut rows: Vec<u32> = Vec::new();
    let mut found: Vec<(&Partition, usize)> = Vec::new();
    for (row, record) in (0..).zip(&occasions.records) {
        let mut tables = plan
            .facts
            .years
            .range(..=year)
            .rev()
            .chain(plan.facts.years.range(year + 1..));
        let place = tables.find_map(|(_, table)| table.row_of(*record).map(|row| (&**table, row)));
        if let Some(place) = place {
            rows.push(row);
            found.push(place);
        }
    }
    let read = |number: fn(&Partition) -> &Vec<u32>| {
        found
            .iter()
            .map(|(table, row)| number(table)[*row])
            .collect()
    };
    let days = |day: fn(&Partition) -> &Vec<u16>| {
        found.iter().map(|(table, row)| day(table)[*row]).collect()
    };
    let stoppers = chosen(&occasions.stoppers, &rows);
    let asks_for_delays = plan.question.recorded_within.is_some();
    let delays = match asks_for_delays {
        true => delays_of(plan.store, &stoppers),
        false => Vec::new(),
    };
    View {
        records: Cow::Owned(read(|table| &table.records)),
        people: Cow::Owned(read(|table| &table.people)),
        events: Cow::Owned(days(|table| &table.events)),
        recorded: Cow::Owned(days(|table| &table.recorded)),
        columns: plan
            .columns
            .0
            .iter()
            .map(|column| gathered(&found, *column))
            .collect(),
        clock: Some(ClockDays {
            triggers: chosen(&occasions.triggers, &rows),
            stops: chosen(&occasions.stops, &rows),
            stoppers,
            delays,
            dues: chosen(&occasions.dues, &rows),
            ends: chosen(&occasions.ends, &rows),
            dueless: chosen(&occasions.dueless, &rows),
        }),
        made_from: occasions_made_from(plan, (year, occasions), asks_for_delays),
    }
}

/// The tables that a view of occasions was made from: with delays those of every form, since any may stop a clock.
fn occasions_made_from(
    plan: &Plan,
    (year, occasions): (i32, &Occasions),
    with_delays: bool,
) -> Vec<PartitionVersion> {
    let own = &plan.facts.shape.form;
    let mut made_from = vec![PartitionVersion {
        form: own.clone(),
        year,
        version: occasions.version,
    }];
    let forms = plan.store.forms.keys();
    let read = forms.filter(|form| with_delays || *form == own);
    made_from.extend(read.flat_map(|form| plan.store.versions_of(form)));
    made_from
}

/// Days from the event of each of these records to when it was first recorded; none where it does not count.
fn delays_of(store: &FactStore, records: &[u32]) -> Vec<Option<i32>> {
    let tables = || store.forms.values().flat_map(|form| form.years.values());
    // What stops a clock is mostly of one form and near in time: the table of the last is looked at first.
    let mut last: Option<&Arc<Partition>> = None;
    let mut delay = |record: u32| {
        let mut likely = last.into_iter().chain(tables());
        let (table, row) = likely.find_map(|table| Some((table, table.row_of(record)?)))?;
        last = Some(table);
        Some(i32::from(table.recorded[row]) - i32::from(table.events[row]))
    };
    let stopped = |record: &u32| (*record > 0).then_some(*record);
    let records = records.iter();
    records.map(|record| delay(stopped(record)?)).collect()
}

/// The values of a column in these rows of these tables.
fn gathered<'a>(found: &[(&Partition, usize)], column: ColumnRef) -> Cells<'a> {
    let codes = |of: fn(&Partition) -> &Codes| {
        Cells::Widest(
            found
                .iter()
                .map(|(table, row)| of(table).get(*row))
                .collect(),
        )
    };
    let field = |of: &dyn Fn(&Partition) -> &Column| {
        let mut values: Option<Column> = None;
        for (table, row) in found {
            let column = of(table);
            values
                .get_or_insert_with(|| column.emptied())
                .push(column.get(*row));
        }
        owned(values)
    };
    match column {
        ColumnRef::Team => codes(|table| &table.teams),
        ColumnRef::Locality => codes(|table| &table.localities),
        ColumnRef::Gender => codes(|table| &table.genders),
        ColumnRef::Age => codes(|table| &table.ages),
        ColumnRef::Own(place) => field(&|table| &table.own[place]),
        ColumnRef::Joined(place) => field(&|table| &table.joined[place]),
    }
}

fn owned<'a>(column: Option<Column>) -> Cells<'a> {
    match column {
        Some(Column::Days(days)) => Cells::Days(Cow::Owned(days)),
        Some(Column::Numbers(numbers)) => Cells::Numbers(Cow::Owned(numbers)),
        Some(Column::Codes(Codes::Narrow(codes))) => Cells::Narrow(Cow::Owned(codes)),
        Some(Column::Codes(Codes::Wide(codes))) => Cells::Wide(Cow::Owned(codes)),
        Some(Column::Codes(Codes::Widest(codes))) => Cells::Widest(Cow::Owned(codes)),
        None => Cells::Widest(Cow::Owned(Vec::new())),
    }
}
