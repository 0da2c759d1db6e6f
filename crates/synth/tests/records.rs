//! The council's records satisfy the pack's forms, come in order, and are the same whenever they are made.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use clew_calendar::Day;
use clew_practice::pack::{Condition, FieldKind, Needed, Pack, Path, Test};
use clew_practice::record::{Record, Stage, Value};
use clew_practice::validation::{Around, check_record};
use clew_synth::{Council, Made, Size};
use common::{made, pack, records};

fn says_one_of(value: Option<&Value>, codes: &[String]) -> bool {
    let is_wanted = |code: &str| codes.iter().any(|wanted| wanted == code);
    match value {
        Some(Value::Choice(code)) => is_wanted(code),
        Some(Value::Choices(held)) => held.iter().any(|code| is_wanted(code)),
        Some(Value::YesNo(yes)) => is_wanted(if *yes { "yes" } else { "no" }),
        _ => false,
    }
}

fn is_asked(record: &Record, conditions: &[Condition]) -> bool {
    conditions.iter().all(|condition| {
        let Path::Own(field) = &condition.field else {
            panic!("a skip rule reads another record: {condition:?}");
        };
        let value = record.values.get(field);
        match &condition.test {
            Test::OneOf(codes) => says_one_of(value, codes),
            Test::NoneOf(codes) => !says_one_of(value, codes),
            Test::Empty => value.is_none(),
            Test::Filled => value.is_some(),
            other => panic!("a test that no skip rule of the pack uses: {other:?}"),
        }
    })
}

fn fits(pack: &Pack, kind: &FieldKind, value: &Value, last: Day) -> bool {
    let offered = |list: &str, code: &String| {
        let choices = &pack.choice_lists[list].choices;
        choices
            .iter()
            .any(|choice| choice.code == *code && !choice.retired)
    };
    match (kind, value) {
        (FieldKind::Date { may_be_future }, Value::Day(day)) => *may_be_future || *day <= last,
        (FieldKind::Text | FieldKind::LongText, Value::Text(text)) => !text.is_empty(),
        (
            FieldKind::Number {
                least,
                most,
                decimals,
            },
            Value::Number(number),
        ) => {
            least.is_none_or(|least| *number >= least)
                && most.is_none_or(|most| *number <= most)
                && number.scale() <= u32::from(*decimals)
        }
        (FieldKind::Money, Value::Number(_)) | (FieldKind::YesNo, Value::YesNo(_)) => true,
        (FieldKind::Choice { list }, Value::Choice(code)) => offered(list, code),
        (FieldKind::Choices { list }, Value::Choices(codes)) => {
            !codes.is_empty() && codes.iter().all(|code| offered(list, code))
        }
        (FieldKind::Worker, Value::Code(code)) => !code.is_empty(),
        _ => false,
    }
}

fn faults(pack: &Pack, record: &Record, last: Day) -> Vec<String> {
    let form = &pack.forms[&record.form];
    let known: BTreeSet<&String> = form.fields.iter().map(|field| &field.code).collect();
    let mut faults: Vec<String> = record
        .values
        .keys()
        .filter(|code| !known.contains(code))
        .cloned()
        .collect();
    for field in &form.fields {
        let asked = is_asked(record, &field.when);
        let needed = match field.needed {
            Needed::Never => false,
            Needed::ToComplete => true,
            Needed::ToAuthorise => record.stage == Stage::Authorised,
        };
        match record.values.get(&field.code) {
            Some(_) if !asked => faults.push(format!("{} is not asked", field.code)),
            Some(value) if !fits(pack, &field.kind, value, last) => {
                faults.push(format!("{}: {value:?}", field.code))
            }
            None if asked && needed => faults.push(format!("{} is needed", field.code)),
            _ => {}
        }
    }
    if record.values.get(&form.event_date) != Some(&Value::Day(record.event_date)) {
        faults.push("the date of the event is another".to_owned());
    }
    faults
}

#[test]
fn every_record_satisfies_its_form_in_each_version() {
    let pack = pack();
    let size = Size::of(6_000).with_versions();
    let mut forms = BTreeSet::new();
    for record in records(&pack, size, 11) {
        let mut faults = faults(&pack, &record, size.last);
        let form = &pack.forms[&record.form];
        let around = Around::default();
        let issues = check_record(
            &pack,
            form,
            &record.values,
            record.stage,
            size.last,
            &around,
        );
        faults.extend(issues.into_iter().map(|issue| format!("{issue:?}")));
        assert!(
            faults.is_empty(),
            "{} {}: {faults:?}",
            record.form,
            record.number
        );
        forms.insert(record.form);
    }
    assert!(
        forms.len() >= 40,
        "{} forms are filled: {forms:?}",
        forms.len()
    );
}

#[test]
fn people_come_before_their_records_and_episodes_begin_with_their_first_record() {
    let pack = pack();
    let (mut people, mut episodes) = (BTreeSet::new(), BTreeMap::new());
    for made in made(&pack, Size::of(4_000), 5) {
        match made {
            Made::Person(person) => {
                people.insert(person.number);
            }
            Made::Record(record) => {
                assert!(
                    people.contains(&record.person),
                    "{} is about a stranger",
                    record.number
                );
                let opened = *episodes.entry(record.episode).or_insert(record.event_date);
                if record.number != record.episode {
                    assert!(record.event_date >= opened || record.number > record.episode);
                }
                assert!(record.number >= record.episode);
            }
        }
    }
    assert!(people.len() > 1_000);
}

#[test]
fn nothing_is_recorded_before_it_happened_or_after_the_last_day_and_some_of_it_late() {
    let pack = pack();
    let size = Size::of(4_000).with_versions();
    let mut late = 0;
    let mut all = 0;
    for record in records(&pack, size, 5) {
        let recorded = i32::try_from(record.recorded_at.div_euclid(86_400)).unwrap();
        assert!(
            recorded >= record.event_date.number(),
            "{} was foreseen",
            record.number
        );
        assert!(recorded <= size.last.number());
        all += 1;
        late += usize::from(record.version == 1 && recorded > record.event_date.number() + 7);
    }
    assert!(
        late * 100 > all * 3 && late * 100 < all * 20,
        "{late} of {all} come more than a week late"
    );
}

#[test]
fn the_last_version_of_each_record_is_what_comes_when_only_last_versions_are_asked_for() {
    let pack = pack();
    let mut versions: BTreeMap<_, (u32, BTreeMap<_, _>)> = BTreeMap::new();
    for record in records(&pack, Size::of(2_000).with_versions(), 9) {
        let held = versions.insert(record.number, (record.version, record.values));
        assert!(held.is_none_or(|(version, _)| version < record.version));
    }
    let mut seen = 0;
    for record in records(&pack, Size::of(2_000), 9) {
        assert_eq!(
            versions[&record.number].1, record.values,
            "{} {}",
            record.form, record.number
        );
        seen += 1;
    }
    assert_eq!(seen, versions.len());
    assert!(
        versions
            .values()
            .filter(|(version, _)| *version == 2)
            .count()
            > 500
    );
}

#[test]
fn the_same_seed_gives_the_same_council_and_another_seed_another() {
    let pack = pack();
    let all = |seed| {
        let mut council = Council::new(&pack, Size::of(1_000), seed).unwrap();
        let mut made = String::new();
        for one in council.by_ref() {
            made.push_str(&match one {
                Made::Person(person) => serde_json::to_string(&person).unwrap(),
                Made::Record(record) => serde_json::to_string(&record).unwrap(),
            });
        }
        (made, council.truth().csv())
    };
    let (made, truth) = all(1);
    assert_eq!((&made, &truth), (&all(1).0, &all(1).1));
    assert_ne!(made, all(2).0);
    assert_ne!(truth, all(2).1);
}

#[test]
fn workers_change_over_the_years() {
    let pack = pack();
    let mut accounts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in records(&pack, Size::of(6_000), 3) {
        let (post, holder) = record.recorded_by.rsplit_once('-').unwrap();
        accounts
            .entry(post.to_owned())
            .or_default()
            .insert(holder.to_owned());
    }
    assert!(accounts.len() > 100);
    assert!(
        accounts
            .values()
            .filter(|holders| holders.len() > 1)
            .count()
            * 2
            > accounts.len()
    );
}

#[test]
fn about_as_many_records_are_made_as_are_asked_for() {
    let pack = pack();
    for (asked, seed) in [(1_000_u64, 1), (20_000, 2)] {
        let made = u64::try_from(records(&pack, Size::of(asked), seed).count()).unwrap();
        assert!(
            made * 100 > asked * 85 && made * 100 < asked * 115,
            "{made} for {asked}"
        );
    }
    let short = Size::of(5_000).over(
        Day::new(2024, 4, 1).unwrap(),
        Day::new(2026, 3, 31).unwrap(),
    );
    let made = records(&pack, short, 4).count();
    assert!((4_000..6_000).contains(&made), "{made} for two years");
}
