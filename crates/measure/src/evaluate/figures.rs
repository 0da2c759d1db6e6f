//! From what was counted to figures: spans are added up to periods, parts put into their order, values worked out.

use clew_practice::pack::DefinitionKind;

use super::cell::{Basis, Cell, Figures, PeopleCounts, Reason};
use super::delays::Recorded;
use super::plan::Plan;
use super::span::Placed;
use super::table::{FIRST_REASON, MET, MISSED, NOT_YET_DUE};
use super::tally::Tally;
use super::view::views_of;
use crate::Exact;

/// The figures of all periods and parts.
pub(crate) fn figures_of(plan: &Plan, mut tally: Tally) -> Figures {
    if plan.is_on_day() {
        keep_open(plan, &mut tally);
    }
    let order = parts_in_order(plan);
    let mut several = Several::of(plan, &tally);
    let mut cells = Vec::with_capacity(plan.placed.len() * order.len());
    for (period, placed) in plan.placed.iter().enumerate() {
        for part in &order {
            cells.push(cell(plan, &tally, &mut several, period, placed, *part));
        }
    }
    Figures {
        periods: plan.question.periods.to_vec(),
        census_days: plan.placed.iter().map(|placed| placed.census).collect(),
        axes: plan
            .splits
            .iter()
            .map(super::dimensions::Split::axis)
            .collect(),
        basis: basis(plan),
        cells,
    }
}

fn basis(plan: &Plan) -> Basis {
    let views = views_of(plan);
    let mut tables: Vec<_> = views.into_iter().flat_map(|view| view.made_from).collect();
    tables.sort();
    tables.dedup();
    Basis {
        definition: plan.question.definition.code.clone(),
        version: plan.question.definition.version,
        as_at: plan.question.as_at,
        calendar: plan.question.calendar.name().to_owned(),
        calendar_known_on: plan.question.calendar.known_on(),
        tables,
    }
}

/// From how many began and ended by each census day to how many were open on it.
fn keep_open(plan: &Plan, tally: &mut Tally) {
    run_up(&mut tally.counts, &tally.ends, plan.parts * plan.slots);
    run_up(&mut tally.sums, &tally.end_sums, plan.parts);
}

fn run_up<Number>(begun: &mut [Number], ended: &[Number], row: usize)
where
    Number: Copy + Default + std::ops::Add<Output = Number> + std::ops::Sub<Output = Number>,
{
    // The first row is of what counts nowhere.
    for place in row..begun.len() {
        let before = if place < 2 * row {
            Number::default()
        } else {
            begun[place - row]
        };
        begun[place] = before + begun[place] - ended[place];
    }
}

/// The parts of all dimensions together, in the order in which they are shown.
fn parts_in_order(plan: &Plan) -> Vec<usize> {
    let mut order = vec![0];
    for split in &plan.splits {
        let stride = split.stride as usize / plan.slots;
        let further = |start: &usize| {
            split
                .shown
                .iter()
                .map(move |(part, _)| start + part * stride)
                .collect::<Vec<_>>()
        };
        order = order.iter().flat_map(further).collect();
    }
    order
}

/// What cannot be added up from spans to periods: people, medians, delays; by period and part.
struct Several {
    people_met: Vec<u64>,
    people_judged: Vec<u64>,
    amounts: Grouped<i64>,
    recorded: Recorded,
}

impl Several {
    fn of(plan: &Plan, tally: &Tally) -> Several {
        Several {
            people_met: distinct(plan, &tally.people_met),
            people_judged: distinct(plan, &tally.people_judged),
            amounts: Grouped::of(plan, &tally.amounts),
            recorded: Recorded::of(plan, &tally.delays),
        }
    }
}

/// Values by period and part, those of one place side by side. Nothing where nothing is noted.
pub(crate) struct Grouped<Value> {
    values: Vec<Value>,
    /// Where the values of each place end; the last is the end of all.
    ends: Vec<usize>,
}

impl<Value: Copy + Default> Grouped<Value> {
    /// Sorts what is noted of cells: a cell's values go to every period that its span is a part of.
    pub(crate) fn of(plan: &Plan, noted: &[(u32, Value)]) -> Self {
        if noted.is_empty() {
            return Self {
                values: Vec::new(),
                ends: Vec::new(),
            };
        }
        let places = Places::of(plan);
        let mut begins = vec![0; plan.placed.len() * plan.parts + 1];
        for (cell, _) in noted {
            for place in places.of_cell(*cell) {
                begins[place + 1] += 1;
            }
        }
        for place in 1..begins.len() {
            begins[place] += begins[place - 1];
        }
        let mut values = vec![Value::default(); begins.last().copied().unwrap_or(0)];
        // Each place's beginning moves on with every value, until it stands at its end.
        for (cell, value) in noted {
            for place in places.of_cell(*cell) {
                values[begins[place]] = *value;
                begins[place] += 1;
            }
        }
        Self {
            values,
            ends: begins,
        }
    }

    pub(crate) fn at(&mut self, place: usize) -> &mut [Value] {
        let end = self.ends.get(place).copied().unwrap_or(0);
        let begin = place
            .checked_sub(1)
            .map_or(0, |before| self.ends.get(before).copied().unwrap_or(0));
        &mut self.values[begin..end]
    }
}

/// For each cell the periods of its span, and its part; the first row's cells have no period.
pub(crate) struct Places {
    parts: usize,
    periods: Vec<Vec<usize>>,
    cells: Vec<(u32, u32)>,
}

impl Places {
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut periods = vec![Vec::new()];
        periods.extend(periods_of_spans(plan));
        let spans = (0..).take(periods.len());
        let cells = spans.flat_map(|span| (0..).take(plan.parts).map(move |part| (span, part)));
        Self {
            parts: plan.parts,
            cells: cells.collect(),
            periods,
        }
    }

    pub(crate) fn of_cell(&self, cell: u32) -> impl Iterator<Item = usize> + '_ {
        let (span, part) = self.cells[cell as usize];
        let periods = self.periods[span as usize].iter();
        periods.map(move |period| period * self.parts + part as usize)
    }
}

/// How many different people each period and part has; nothing when no people are noted.
fn distinct(plan: &Plan, noted: &[(u32, u32)]) -> Vec<u64> {
    if noted.is_empty() {
        return Vec::new();
    }
    let periods = periods_of_spans(plan);
    let mut all: Vec<(usize, u32)> = Vec::with_capacity(noted.len());
    for (cell, person) in noted {
        let (span, part) = (*cell as usize / plan.parts - 1, *cell as usize % plan.parts);
        all.extend(
            periods[span]
                .iter()
                .map(|period| (period * plan.parts + part, *person)),
        );
    }
    all.sort_unstable();
    all.dedup();
    let mut counted = vec![0; plan.placed.len() * plan.parts];
    for (place, _) in all {
        counted[place] += 1;
    }
    counted
}

/// For each span the periods that it is a part of.
fn periods_of_spans(plan: &Plan) -> Vec<Vec<usize>> {
    let mut periods = vec![Vec::new(); plan.spans.len()];
    for (period, placed) in plan.placed.iter().enumerate() {
        for span in placed.spans.clone() {
            periods[span].push(period);
        }
    }
    periods
}

fn cell(
    plan: &Plan,
    tally: &Tally,
    several: &mut Several,
    period: usize,
    placed: &Placed,
    part: usize,
) -> Cell {
    let rows = || {
        placed
            .spans
            .clone()
            .map(|span| (span + 1) * plan.parts + part)
    };
    let slot = |slot: u8| {
        rows()
            .map(|row| tally.counts[row * plan.slots + usize::from(slot)])
            .sum()
    };
    let sum = || rows().map(|row| tally.sums[row]).sum::<i128>();
    let place = period * plan.parts + part;
    let definition = plan.question.definition;
    let people = definition.people.then(|| PeopleCounts {
        met: several.people_met.get(place).copied().unwrap_or(0),
        judged: several.people_judged.get(place).copied().unwrap_or(0),
    });
    let mut cell = Cell {
        met: slot(MET),
        missed: slot(MISSED),
        not_yet_due: slot(NOT_YET_DUE),
        excluded: excluded(plan, slot),
        people,
        value: None,
        recording: None,
    };
    let not_begun = plan.question.periods[period].first() > plan.question.as_at;
    let no_census = plan.is_on_day() && placed.census.is_none();
    if !not_begun && !no_census {
        cell.value = value(plan, &cell, sum, several.amounts.at(place));
    }
    let asked = plan.question.recorded_within.filter(|_| !plan.is_on_day());
    cell.recording = asked.map(|days| several.recorded.at(place, days));
    cell
}

fn excluded(plan: &Plan, count: impl Fn(u8) -> u64) -> Vec<(Reason, u64)> {
    let slots = u8::try_from(plan.slots).unwrap_or(u8::MAX);
    let counted = (FIRST_REASON..slots).map(|slot| (slot, count(slot)));
    let mut found: Vec<(Reason, u64)> = Vec::new();
    for (slot, count) in counted.filter(|(_, count)| *count > 0) {
        let Some(reason) = reason_of(plan, slot) else {
            continue;
        };
        // Two exclusions may state the same reason.
        match found.iter_mut().find(|(one, _)| *one == reason) {
            Some((_, sum)) => *sum += count,
            None => found.push((reason, count)),
        }
    }
    found
}

fn value(plan: &Plan, cell: &Cell, sum: impl Fn() -> i128, amounts: &mut [i64]) -> Option<Exact> {
    use DefinitionKind::{Average, Count, Median, OnDayCount, OnDaySum, Sum};
    let (met, judged) = match cell.people {
        Some(people) => (people.met, people.judged),
        None => (cell.met, cell.met + cell.missed),
    };
    match plan.question.definition.kind {
        Count | OnDayCount => Exact::of_whole(met.into(), 1),
        Sum | OnDaySum => Exact::of_whole(sum(), plan.divisor),
        Average => Exact::of_whole(sum(), i128::from(cell.met).checked_mul(plan.divisor)?),
        Median => median(amounts, plan.divisor),
        _ => Exact::of_whole(met.into(), judged.into()),
    }
}

/// The middle value over a divisor; of an even number of values the mean of the middle two. Their order is changed.
fn median(values: &mut [i64], divisor: i128) -> Option<Exact> {
    let middle = values.len().checked_sub(1)? / 2;
    let is_even = values.len().is_multiple_of(2);
    let (_, lower, above) = values.select_nth_unstable(middle);
    let lower = i128::from(*lower);
    let upper = if is_even {
        above.iter().min().map_or(lower, |value| i128::from(*value))
    } else {
        lower
    };
    Exact::of_whole(lower + upper, divisor.checked_mul(2)?)
}

/// The reason that a slot stands for; none for what is met, missed or not yet due.
pub(crate) fn reason_of(plan: &Plan, slot: u8) -> Option<Reason> {
    if slot < FIRST_REASON {
        return None;
    }
    let stated = plan
        .question
        .definition
        .exclude
        .get(usize::from(slot - FIRST_REASON));
    Some(match stated {
        Some(stated) => Reason::Stated(stated.reason.clone()),
        None if slot == plan.no_amount() => Reason::NoAmount,
        None if slot == plan.no_due_day() => Reason::NoDueDay,
        None if slot == plan.outside_calendar() => Reason::OutsideCalendar,
        None => Reason::Ended,
    })
}
