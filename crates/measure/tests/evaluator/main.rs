//! The evaluator against the dullest way to the same figures, on random councils; and what time, corrections, late records
//! and merges do to figures.
#![allow(clippy::unwrap_used)]

mod answers;
mod dice;
mod keeping;
mod moves;
mod oracle;
mod orders;
mod questions;
mod scotland;
mod world;

use clew_calendar::{Calendar, Period};
use clew_measure::evaluate::{
    Behind, Figures, Part, Question, YearCache, evaluate, evaluate_with, records_behind,
};
use clew_measure::facts::{FactBuilder, FactStore};
use clew_practice::pack::{Definition, DefinitionKind, Of, Pack, Within};
use proptest::prelude::*;

use dice::Dice;
use oracle::World;

/// A random council whose records come in up to three versions.
fn random_world(dice: &mut Dice, size: usize) -> World {
    let people = 1 + dice.below(8) as u64;
    let mut versions = Vec::new();
    for number in 1..=size as u64 {
        for version in 1..=1 + u32::try_from(dice.below(3)).unwrap() {
            let mut record = world::record(dice, number, version, people);
            if dice.in_hundred(10) {
                record.team = format!("team-{}", dice.below(400));
            }
            versions.push(record);
        }
    }
    // Told in any order.
    for place in 0..versions.len() {
        let other = dice.below(versions.len());
        versions.swap(place, other);
    }
    World {
        people: (1..=people)
            .map(|number| world::person(dice, number, people))
            .collect(),
        versions,
        occasions: world::occasions(dice, size as u64),
    }
}

pub(crate) fn facts(pack: &Pack, world: &World) -> FactStore {
    let mut builder = FactBuilder::new(pack, &[]);
    world
        .people
        .iter()
        .for_each(|person| builder.person(person).unwrap());
    world
        .versions
        .iter()
        .for_each(|record| builder.record(record).unwrap());
    let counting = world.records();
    let is_order = |row: &&clew_measure::facts::OccasionRow| {
        counting
            .iter()
            .any(|record| record.number == row.record && record.form == "order")
    };
    let rows: Vec<_> = world.occasions.iter().filter(is_order).cloned().collect();
    builder
        .finish()
        .with_clock("visits", "order", &rows)
        .unwrap()
}

/// All that is random about a question.
struct Asked {
    definition: Definition,
    split: Vec<Of>,
    periods: Vec<Period>,
    calendar: Calendar,
    as_at: clew_calendar::Day,
    recorded_within: Option<u16>,
}

impl Asked {
    fn random(dice: &mut Dice, kind: DefinitionKind) -> Asked {
        let mut definition = questions::definition(dice, kind);
        if kind == DefinitionKind::Timeliness && dice.in_hundred(30) {
            definition.within = Some(Within::Clock("visits".to_owned()));
        }
        let is_plain = dice.in_hundred(35);
        if is_plain {
            definition.filter.clear();
            definition.exclude.clear();
            definition.people = false;
        }
        Asked {
            definition,
            split: questions::split(dice),
            periods: questions::periods(dice),
            calendar: questions::calendar(dice),
            as_at: questions::as_at(dice),
            recorded_within: dice.in_hundred(50).then_some(20),
        }
    }

    fn question(&self, threads: usize) -> Question<'_> {
        Question {
            definition: &self.definition,
            split: &self.split,
            periods: &self.periods,
            as_at: self.as_at,
            calendar: &self.calendar,
            recorded_within: self.recorded_within,
            threads,
        }
    }
}

/// Every cell is what the dull way says, and walks to the same records.
fn agrees(store: &FactStore, world: &World, question: &Question, figures: &Figures) {
    let counted = world.counted(question);
    for (place, period) in question.periods.iter().enumerate() {
        let ours = oracle::in_period(question, &counted, *period);
        let mut walked = 0;
        for (_, parts, cell) in figures
            .cells()
            .filter(|(of_period, _, _)| *of_period == place)
        {
            let axes = figures.axes.iter().zip(&parts);
            let names: Vec<Part> = axes.map(|(axis, part)| axis.parts[*part].clone()).collect();
            let mut cell = cell.clone();
            cell.excluded.sort();
            assert_eq!(
                cell,
                oracle::cell(question, &ours, &names, *period),
                "{period} {names:?}"
            );
            walked += usize::try_from(cell.met + cell.missed + cell.not_yet_due).unwrap();
            walked += cell
                .excluded
                .iter()
                .map(|(_, count)| usize::try_from(*count).unwrap())
                .sum::<usize>();
        }
        assert_eq!(
            walked,
            ours.len(),
            "every record is in one cell of {period}"
        );
        let behind = records_behind(store, question, place, &[]).unwrap();
        assert_eq!(
            as_told(&behind),
            as_expected(&ours),
            "the records behind {period}"
        );
    }
    one_cell_walks(store, question, figures);
}

/// The records behind one cell are as many as it counts.
fn one_cell_walks(store: &FactStore, question: &Question, figures: &Figures) {
    let filled = figures
        .cells()
        .find(|(_, _, cell)| cell.met + cell.missed > 0);
    if let Some((period, parts, cell)) = filled {
        let behind = records_behind(store, question, period, &parts).unwrap();
        let excluded: u64 = cell.excluded.iter().map(|(_, count)| count).sum();
        assert_eq!(
            behind.len() as u64,
            cell.met + cell.missed + cell.not_yet_due + excluded
        );
    }
}

fn as_told(behind: &[Behind]) -> Vec<String> {
    let mut told: Vec<String> = behind.iter().map(|one| format!("{one:?}")).collect();
    told.sort();
    told
}

fn as_expected(counted: &[oracle::Counted]) -> Vec<String> {
    let behind = counted.iter().map(|one| Behind {
        record: one.record.number,
        person: one.person,
        outcome: one.outcome.clone(),
        from: Some(one.from),
        to: one.to,
        stopped_by: one.stopped_by,
        due: one.due,
    });
    as_told(&behind.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_kind_agrees_with_the_dull_way_in_every_cell(seed in any::<u64>(), size in 0_usize..40) {
        let mut dice = Dice::new(seed);
        let world = random_world(&mut dice, size);
        let asked: Vec<Asked> =
            questions::KINDS.iter().map(|kind| Asked::random(&mut dice, *kind)).collect();
        let definitions: Vec<Definition> = asked.iter().map(|one| one.definition.clone()).collect();
        let store = facts(&world::pack(&definitions), &world);
        for one in &asked {
            let question = one.question(1 + dice.below(3));
            agrees(&store, &world, &question, &evaluate(&store, &question).unwrap());
        }
    }

    #[test]
    fn what_is_counted_the_shortest_way_agrees_with_the_dull_way(seed in any::<u64>(), size in 20_usize..60) {
        let mut dice = Dice::new(seed);
        let world = random_world(&mut dice, size);
        let store = facts(&world::pack(&[]), &world);
        for _ in 0..8 {
            let mut asked = Asked::random(&mut dice, DefinitionKind::Timeliness);
            asked.definition = Definition {
                from: questions::own("imposed"),
                to: Some(questions::own("seen")),
                within: Some(questions::allowance(&mut dice)),
                filter: Vec::new(),
                exclude: Vec::new(),
                met: Vec::new(),
                people: false,
                ..asked.definition
            };
            let within = *dice.one_of(&[0, 7, 30]);
            asked.recorded_within = dice.in_hundred(50).then_some(within);
            let question = asked.question(1);
            agrees(&store, &world, &question, &evaluate(&store, &question).unwrap());
        }
    }

    #[test]
    fn what_was_kept_of_closed_years_gives_the_same_figures(seed in any::<u64>(), size in 0_usize..40) {
        let mut dice = Dice::new(seed);
        let world = random_world(&mut dice, size);
        let kind = *dice.one_of(&questions::KINDS);
        let mut asked = Asked::random(&mut dice, kind);
        let store = facts(&world::pack(std::slice::from_ref(&asked.definition)), &world);
        let most_bytes = *dice.one_of(&[0, 8_000, 1 << 20]);
        let cache = YearCache::of_at_most(most_bytes);
        for _ in 0..6 {
            asked.as_at = questions::as_at(&mut dice);
            let question = asked.question(1);
            let kept = evaluate_with(&cache, &store, &question).unwrap();
            prop_assert_eq!(kept, evaluate(&store, &question).unwrap());
            prop_assert!(cache.bytes() <= most_bytes, "{} of {most_bytes}", cache.bytes());
        }
    }

    #[test]
    fn records_and_people_taken_one_by_one_give_the_figures_of_all_at_once(
        seed in any::<u64>(), size in 1_usize..25
    ) {
        let mut dice = Dice::new(seed);
        let mut world = random_world(&mut dice, size);
        world.versions.sort_by_key(|record| (record.version, record.number));
        world.occasions.clear();
        let kind = *dice.one_of(&questions::KINDS);
        let asked = Asked { recorded_within: Some(10), ..Asked::random(&mut dice, kind) };
        let definitions = [asked.definition.clone()];
        let pack = world::pack(&definitions);
        let mut store = facts(&pack, &World { people: Vec::new(), versions: Vec::new(), occasions: Vec::new() });
        let (mut people, mut versions) = (world.people.iter(), world.versions.iter());
        loop {
            let next = if dice.in_hundred(20) { people.next() } else { None };
            if let Some(person) = next {
                store = store.with_person(person).unwrap();
            } else if let Some(record) = versions.next() {
                store = store.with_record(record).unwrap();
            } else {
                break;
            }
        }
        for person in people {
            store = store.with_person(person).unwrap();
        }
        let question = asked.question(1);
        agrees(&store, &world, &question, &evaluate(&store, &question).unwrap());
        // A person is parted again from whom they were merged into.
        if let Some(merged) = world.people.iter().position(|person| person.merged_into.is_some()) {
            world.people[merged].merged_into = None;
            let store = store.with_person(&world.people[merged]).unwrap();
            agrees(&store, &world, &question, &evaluate(&store, &question).unwrap());
        }
    }
}
