//! Facts that were kept as bytes, and facts that take in many changes at once, give the figures of those made of records.

use clew_measure::MeasureError;
use clew_measure::evaluate::{Cell, evaluate};
use clew_measure::facts::{FactStore, KeptPart};
use clew_practice::pack::{Definition, Pack};
use clew_practice::record::{Record, Stage};
use proptest::prelude::*;

use crate::dice::Dice;
use crate::oracle::World;
use crate::orders::{ask, order, quarters, seen_in_time, store_of};
use crate::{Asked, agrees, facts, questions, random_world, world};

/// The facts as they come back from their bytes.
fn kept(pack: &Pack, store: &FactStore) -> Result<FactStore, MeasureError> {
    let parts = store.parts().map(|bytes| KeptPart::read(&bytes));
    FactStore::of_parts(pack, parts.collect::<Result<Vec<_>, _>>()?)
}

fn all_bytes(store: &FactStore) -> Vec<Vec<u8>> {
    store.parts().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn facts_that_were_kept_give_the_same_figures_and_the_same_bytes(
        seed in any::<u64>(), size in 0_usize..40
    ) {
        let mut dice = Dice::new(seed);
        let world = random_world(&mut dice, size);
        let asked: Vec<Asked> =
            questions::KINDS.iter().map(|kind| Asked::random(&mut dice, *kind)).collect();
        let definitions: Vec<Definition> = asked.iter().map(|one| one.definition.clone()).collect();
        let pack = world::pack(&definitions);
        let made = facts(&pack, &world);
        let back = kept(&pack, &made).unwrap();
        prop_assert_eq!(all_bytes(&back), all_bytes(&made));
        prop_assert_eq!(back.difference_from(&made), None);
        for one in &asked {
            let question = one.question(1);
            agrees(&back, &world, &question, &evaluate(&back, &question).unwrap());
        }
    }

    #[test]
    fn changes_taken_in_batches_on_kept_facts_give_the_figures_of_all_at_once(
        seed in any::<u64>(), size in 1_usize..120
    ) {
        let mut dice = Dice::new(seed);
        let mut world = random_world(&mut dice, size);
        world.versions.sort_by_key(|record| (record.version, record.number));
        world.occasions.clear();
        let kind = *dice.one_of(&questions::KINDS);
        let asked = Asked { recorded_within: Some(10), ..Asked::random(&mut dice, kind) };
        let definitions = [asked.definition.clone()];
        let pack = world::pack(&definitions);
        let nothing = World { people: Vec::new(), versions: Vec::new(), occasions: Vec::new() };
        let mut store = facts(&pack, &nothing);
        let (mut people, mut versions) = (world.people.iter(), world.versions.iter());
        let mut left = true;
        while left {
            let mut update = store.updating();
            for _ in 0..=dice.below(200) {
                if dice.in_hundred(20) && let Some(person) = people.next() {
                    update.person(person).unwrap();
                }
                match versions.next() {
                    Some(record) => update.record(record).unwrap(),
                    None => left = false,
                }
            }
            if !left {
                people.by_ref().for_each(|person| update.person(person).unwrap());
            }
            store = kept(&pack, &update.finish()).unwrap();
        }
        let question = asked.question(1);
        agrees(&store, &world, &question, &evaluate(&store, &question).unwrap());
        prop_assert_eq!(store.difference_from(&facts(&pack, &world)), None);
    }

    #[test]
    fn facts_of_other_records_or_people_do_not_say_the_same(seed in any::<u64>(), size in 2_usize..40) {
        let mut dice = Dice::new(seed);
        let mut world = random_world(&mut dice, size);
        world.occasions.clear();
        let pack = world::pack(&[]);
        let made = facts(&pack, &world);
        let place = dice.below(world.versions.len());
        let mut changed = world.versions[place].clone();
        changed.version = 100;
        changed.stage = Stage::Complete;
        changed.team.push_str(" of another name");
        let after = made.with_record(&changed).unwrap();
        prop_assert!(after.difference_from(&made).is_some());
        prop_assert!(made.difference_from(&after).is_some());
        let mut person = world.people[0].clone();
        person.gender = Some("another".to_owned());
        let after = made.with_person(&person).unwrap();
        prop_assert!(after.difference_from(&made).is_some());
        prop_assert!(made.difference_from(&after).is_some());
    }
}

fn cells(store: &FactStore) -> Vec<Cell> {
    let (definition, periods) = (seen_in_time(), quarters());
    let figures = evaluate(store, &ask(&definition, &[], &periods, "2026-09-01")).unwrap();
    figures.cells().map(|(_, _, cell)| cell.clone()).collect()
}

#[test]
fn a_record_that_does_not_fit_leaves_everything_as_it_was() {
    let definition = seen_in_time();
    let store = store_of(
        &definition,
        &[order(1, "2026-04-07", None), order(2, "2026-04-07", None)],
    );
    let mut misfit = Record {
        version: 2,
        ..order(1, "2026-05-07", None)
    };
    let day = misfit.values["imposed"].clone();
    misfit.values.insert("outcome".to_owned(), day);
    let mut update = store.updating();
    assert!(update.record(&misfit).is_err());
    assert_eq!(cells(&update.finish()), cells(&store));
    // What came first is still known when it counts again.
    let mut update = store.updating();
    assert!(update.record(&misfit).is_err());
    misfit.values.remove("outcome");
    let late = misfit.recorded_at + 40 * 86_400;
    for (version, stage) in [(3, Stage::Withdrawn), (4, Stage::Complete)] {
        let next = Record {
            version,
            stage,
            recorded_at: late,
            ..order(1, "2026-04-07", None)
        };
        update.record(&next).unwrap();
    }
    assert_eq!(all_bytes(&update.finish()), all_bytes(&store));
}

#[test]
fn a_part_that_is_cut_short_lengthened_or_of_another_pack_is_refused() {
    let definition = seen_in_time();
    let store = store_of(&definition, &[order(1, "2026-04-07", Some("2026-04-08"))]);
    for part in store.parts() {
        for end in 0..part.len() {
            assert!(KeptPart::read(&part[..end]).is_err(), "cut at {end}");
        }
        let longer = [&part[..], &[0]].concat();
        assert!(KeptPart::read(&longer).is_err());
    }
    let pack = world::pack(std::slice::from_ref(&definition));
    assert_eq!(cells(&kept(&pack, &store).unwrap()), cells(&store));
    assert!(kept(&Pack::default(), &store).is_err());
    let parts = store.parts().skip(1).map(|bytes| KeptPart::read(&bytes));
    let without_texts = FactStore::of_parts(&pack, parts.map(Result::unwrap));
    assert!(without_texts.is_err());
    let mut other = pack;
    if let Some(form) = other.forms.get_mut("order") {
        form.fields.retain(|field| field.code != "outcome");
    }
    let said = kept(&other, &store).unwrap_err().to_string();
    assert!(said.contains("order"), "{said}");
}
