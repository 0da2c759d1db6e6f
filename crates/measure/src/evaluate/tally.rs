//! What is counted on the way, before periods are made of it.

use super::block::Block;
use super::delays::{self, Delays, Noting};
use super::plan::Plan;
use super::table::{MET, MISSED, NOT_YET_DUE};
use super::view::View;

/// Counts and collections for all spans and parts; the first row is of what counts nowhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Records by span, part and slot.
    pub(crate) counts: Vec<u64>,
    /// For what is counted on a day: how many count no longer, likewise.
    pub(crate) ends: Vec<u64>,
    /// Sums of amounts by span and part.
    pub(crate) sums: Vec<i128>,
    pub(crate) end_sums: Vec<i128>,
    /// Single amounts with their cell, for medians.
    pub(crate) amounts: Vec<(u32, i64)>,
    /// Cell and person of what was met, and of what was met or missed.
    pub(crate) people_met: Vec<(u32, u32)>,
    pub(crate) people_judged: Vec<(u32, u32)>,
    pub(crate) delays: Delays,
}

impl Tally {
    /// A tally with nothing in it.
    pub(crate) fn new(plan: &Plan) -> Tally {
        let cells = (plan.spans.len() + 1) * plan.parts;
        let when = |needed: bool, len: usize| if needed { len } else { 0 };
        let on_day = plan.is_on_day();
        Tally {
            counts: vec![0; cells * plan.slots],
            ends: vec![0; when(on_day, cells * plan.slots)],
            sums: vec![0; when(plan.is_summed(), cells)],
            end_sums: vec![0; when(plan.is_summed() && on_day, cells)],
            ..Tally::default()
        }
    }

    /// How many bytes it takes in memory, about.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.counts)
            + size_of_val(&*self.ends)
            + size_of_val(&*self.sums)
            + size_of_val(&*self.end_sums)
            + size_of_val(&*self.amounts)
            + size_of_val(&*self.people_met)
            + size_of_val(&*self.people_judged)
            + self.delays.bytes()
    }

    /// Adds what another has.
    pub(crate) fn add(&mut self, other: &Tally) {
        add_each(&mut self.counts, &other.counts);
        add_each(&mut self.ends, &other.ends);
        add_each(&mut self.sums, &other.sums);
        add_each(&mut self.end_sums, &other.end_sums);
        self.amounts.extend_from_slice(&other.amounts);
        self.people_met.extend_from_slice(&other.people_met);
        self.people_judged.extend_from_slice(&other.people_judged);
        self.delays.add(&other.delays);
    }

    /// Counts a block, whose delays are noted.
    pub(crate) fn take(
        &mut self,
        plan: &Plan,
        view: &View,
        block: &Block,
        rows: std::ops::Range<usize>,
        noting: &mut Noting,
    ) {
        let len = rows.len();
        if delays::are_asked(plan) {
            take_delays(plan, view, block, rows.clone(), noting);
        }
        let noted = block.base[..len].iter().zip(&block.slot);
        for (base, slot) in noted {
            self.counts[*base as usize + usize::from(*slot)] += 1;
        }
        if plan.is_on_day() {
            for (end, slot) in block.end[..len].iter().zip(&block.slot) {
                self.ends[*end as usize + usize::from(*slot)] += 1;
            }
        }
        if plan.is_summed() {
            self.take_sums(plan, block, len);
        }
        if plan.is_median() {
            self.take_amounts(plan, block, len);
        }
        if plan.question.definition.people {
            self.take_people(plan, block, &view.people[rows]);
        }
    }

    fn take_sums(&mut self, plan: &Plan, block: &Block, len: usize) {
        for place in (0..len).filter(|place| block.slot[*place] == MET) {
            let amount = i128::from(block.amount[place]);
            self.sums[block.base[place] as usize / plan.slots] += amount;
            if plan.is_on_day() {
                self.end_sums[block.end[place] as usize / plan.slots] += amount;
            }
        }
    }

    fn take_amounts(&mut self, plan: &Plan, block: &Block, len: usize) {
        let counted = |place: &usize| block.slot[*place] == MET && block.base[*place] >= plan.row();
        let slots = slots_of(plan);
        let amounts = (0..len).filter(counted);
        self.amounts
            .extend(amounts.map(|place| (block.base[place] / slots, block.amount[place])));
    }

    fn take_people(&mut self, plan: &Plan, block: &Block, people: &[u32]) {
        let (row, slots) = (plan.row(), slots_of(plan));
        let parts = u32::try_from(plan.parts).unwrap_or(u32::MAX);
        for (place, person) in people.iter().enumerate() {
            let (base, slot) = (block.base[place], block.slot[place]);
            if base < row || slot > MISSED {
                continue;
            }
            // What is open on several census days counts on each of them.
            let after = match (plan.is_on_day(), block.end[place]) {
                (false, _) => base + row,
                (true, end) if end >= row => end,
                (true, _) => row * (u32::try_from(plan.spans.len()).unwrap_or(0) + 1) + base % row,
            };
            let cells = (base / slots..after / slots).step_by(parts as usize);
            for cell in cells {
                if slot == MET {
                    self.people_met.push((cell, *person));
                }
                self.people_judged.push((cell, *person));
            }
        }
    }
}

fn take_delays(
    plan: &Plan,
    view: &View,
    block: &Block,
    rows: std::ops::Range<usize>,
    noting: &mut Noting,
) {
    let (row, slots) = (plan.row(), slots_of(plan));
    let cell_of = |place: usize| {
        let (base, slot) = (block.base[place], block.slot[place]);
        (base >= row && slot <= NOT_YET_DUE).then(|| base / slots)
    };
    if view.clock.is_none() {
        return noting.note_rows(view, rows, cell_of);
    }
    for (place, at) in rows.enumerate() {
        if let (Some(cell), Some(delay)) = (cell_of(place), view.delay(plan, at)) {
            noting.note(cell, delay);
        }
    }
}

fn slots_of(plan: &Plan) -> u32 {
    u32::try_from(plan.slots).unwrap_or(u32::MAX)
}

fn add_each<Number: Copy + std::ops::AddAssign>(all: &mut [Number], further: &[Number]) {
    for (one, other) in all.iter_mut().zip(further) {
        *one += *other;
    }
}
