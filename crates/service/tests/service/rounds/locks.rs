//! Rounds, their locks, and what they settle.

use super::*;

#[test]
fn a_year_and_its_last_quarter_have_each_their_own_returns_and_their_own_lock() {
    let council = Council::new();
    council.open("p", Q4);
    council.open("p", YEAR);
    council.lock("p", YEAR);
    let told = refusal(council.give(&figure("M1", YEAR, 51)), ErrorKind::Invalid);
    assert!(told.contains("the cycle 2025-26 is locked"), "{told}");
    council.give(&figure("M1", Q4, 50)).unwrap();
    assert_eq!(council.stage(Q4, "M1", None), ReturnStage::Returned);
    assert_eq!(council.stage(YEAR, "M1", None), ReturnStage::Due);
    council.unlock("p", YEAR);
    council.lock("p", Q4);
    council.give(&figure("M1", YEAR, 51)).unwrap();
    let memory = council.service.memory();
    for owed in memory.returns_of(&"p".into(), YEAR).unwrap() {
        assert_eq!(owed.key.cycle, YEAR);
    }
    council
        .service
        .sign_off_despite(&council.admin(), &returns(YEAR, &["M1"]), WHY)
        .unwrap();
    assert_eq!(council.stage(YEAR, "M1", None), ReturnStage::SignedOff);
    assert_eq!(council.stage(Q4, "M1", None), ReturnStage::Returned);
}

#[test]
fn a_figure_of_the_year_belongs_to_the_last_quarter_where_the_year_has_no_cycle() {
    let council = Council::new();
    council.open("p", Q4);
    council.give(&figure("M1", YEAR, 51)).unwrap();
    assert_eq!(council.stage(Q4, "M1", None), ReturnStage::Returned);
    council.lock("p", Q4);
    refusal(council.give(&figure("M1", YEAR, 52)), ErrorKind::Invalid);
}

#[test]
fn of_two_plans_the_nearest_takes_the_return_and_either_lock_settles_it() {
    let council = Council::with([
        (
            Kind::Plan,
            json!({"id": "q", "title": "Team plan", "period": YEAR, "parent": "p"}),
        ),
        measure("T1", json!({"plan": "q"})),
    ]);
    council.open("p", Q4);
    council.open("q", Q4);
    council.give(&figure("T1", Q4, 40)).unwrap();
    assert_eq!(council.stage(Q4, "T1", None), ReturnStage::Due);
    let own = ReturnKey {
        plan: "q".into(),
        cycle: Q4.to_owned(),
        measure: "T1".into(),
        unit: None,
    };
    let memory = council.service.memory();
    assert_eq!(memory.state().return_of(&own).stage, ReturnStage::Returned);
    council.lock("p", Q4);
    let told = refusal(council.give(&figure("T1", Q4, 41)), ErrorKind::Invalid);
    assert!(told.contains("is locked"), "{told}");
}

#[test]
fn a_measure_that_belongs_to_the_plan_by_its_outcome_is_settled_with_it() {
    let council = Council::with([measure("M6", json!({"outcome": "o"}))]);
    council.open("p", Q4);
    council.give(&figure("M6", Q4, 4)).unwrap();
    assert_eq!(council.stage(Q4, "M6", None), ReturnStage::Returned);
    council.lock("p", Q4);
    refusal(council.give(&figure("M6", Q4, 5)), ErrorKind::Invalid);
    let moved = measure("M6", json!({"outcome": null}));
    let told = refusal(council.set([moved], None), ErrorKind::Invalid);
    assert!(told.contains("give a reason"), "{told}");
}

#[test]
fn a_cycle_that_is_locked_or_has_returns_is_neither_moved_nor_taken_away() {
    let council = Council::new();
    council.open("p", Q4);
    let moved = || {
        [(
            Kind::Cycle,
            json!({"id": Q4, "plan": "p", "period": "2025-26 Q3"}),
        )]
    };
    council.lock("p", Q4);
    refusal(council.set(moved(), Some(WHY)), ErrorKind::Invalid);
    let told = refusal(
        council.withdraw(Kind::Cycle, &[Q4, "p"]),
        ErrorKind::Invalid,
    );
    assert!(told.contains("it is locked"), "{told}");
    council.unlock("p", Q4);
    council.give(&figure("M1", Q4, 50)).unwrap();
    refusal(council.set(moved(), Some(WHY)), ErrorKind::Invalid);
    let told = refusal(
        council.withdraw(Kind::Cycle, &[Q4, "p"]),
        ErrorKind::Invalid,
    );
    assert!(told.contains("1 of its returns"), "{told}");
    council.open("p", "2025-26 Q1");
    council.withdraw(Kind::Cycle, &["2025-26 Q1", "p"]).unwrap();
}

#[test]
fn no_return_of_a_locked_cycle_moves() {
    let council = Council::new();
    council.open("p", Q4);
    council.give(&figure("M1", Q4, 50)).unwrap();
    council.lock("p", Q4);
    let (service, these) = (&council.service, returns(Q4, &["M1"]));
    refusal(
        service.sign_off(&council.admin(), &these),
        ErrorKind::Invalid,
    );
    refusal(
        service.check_returns(&council.admin(), &these),
        ErrorKind::Invalid,
    );
    refusal(
        service.send_back(&council.admin(), &these, WHY),
        ErrorKind::Invalid,
    );
    let draft = figure("M2", Q4, 3);
    refusal(
        service.save_draft(&council.admin(), &draft),
        ErrorKind::Invalid,
    );
    council.unlock("p", Q4);
    service.save_draft(&council.admin(), &draft).unwrap();
    service
        .sign_off_despite(&council.admin(), &these, WHY)
        .unwrap();
}

#[test]
fn what_a_locked_period_is_judged_by_changes_only_with_a_reason() {
    let council = Council::with([
        (
            Kind::Target,
            json!({"measure": "M1", "period": Q4, "goal": "70"}),
        ),
        (
            Kind::Formula,
            json!({"measure": "M5", "formula": "sum of M2, M3"}),
        ),
    ]);
    council.open("p", Q4);
    council.lock("p", Q4);
    let changes = [
        (
            Kind::Target,
            json!({"measure": "M1", "period": Q4, "goal": "60"}),
        ),
        (
            Kind::Target,
            json!({"measure": "M2", "period": Q4, "goal": "60"}),
        ),
        (
            Kind::Commentary,
            json!({"measure": "M1", "period": Q4, "text": "Staff were ill.", "by": "manager"}),
        ),
        (
            Kind::Plan,
            json!({"id": "p", "title": "Plan", "period": YEAR, "tolerance": "5%"}),
        ),
        (
            Kind::Formula,
            json!({"measure": "M5", "formula": "sum of M1, M2"}),
        ),
    ];
    for (kind, fields) in changes {
        let told = refusal(
            council.set([(kind, fields.clone())], None),
            ErrorKind::Invalid,
        );
        assert!(
            told.contains("locked; give a reason") || told.contains("locked cycle"),
            "{told}"
        );
        council.set([(kind, fields)], Some(WHY)).unwrap();
    }
    // Of a period that no locked cycle holds it goes on without one.
    let other = json!({"measure": "M1", "period": "2025-26 Q1", "goal": "60"});
    council.set([(Kind::Target, other)], None).unwrap();
}

#[test]
fn what_is_said_of_one_part_stays_when_something_is_said_of_another() {
    let council = Council::new();
    council
        .give(&said(part("M1", "adults", 1), "adults say"))
        .unwrap();
    council
        .give(&said(part("M1", "justice", 2), "justice says"))
        .unwrap();
    council
        .give(&said(figure("M1", Q4, 3), "the whole says"))
        .unwrap();
    council
        .give(&said(part("M1", "adults", 1), "adults say more"))
        .unwrap();
    let memory = council.service.memory();
    let texts: Vec<_> = memory
        .book()
        .commentary
        .iter()
        .map(|said| {
            (
                said.unit.as_ref().map(|unit| unit.as_str()),
                said.text.as_str(),
            )
        })
        .collect();
    let expected = [
        (Some("adults"), "adults say more"),
        (Some("justice"), "justice says"),
        (None, "the whole says"),
    ];
    assert_eq!(texts, expected);
}
