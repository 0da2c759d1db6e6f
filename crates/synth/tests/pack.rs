//! The pack for Scotland is sound, says what each of its rules rests on, and keeps the rules of earlier years.
#![allow(clippy::unwrap_used)]

use clew_calendar::Day;
use clew_practice::pack::{Allowance, Due, FieldKind, Gravity, Needed, Pack, Standing};

fn pack() -> Pack {
    Pack::built_in("scotland").unwrap().0
}

fn day(year: i32, month: u8, day: u8) -> Day {
    Day::new(year, month, day).unwrap()
}

/// How long a clock allows at first and then again and again, by the rule of a day.
fn allowed(pack: &Pack, clock: &str, on: Day) -> (Due, Option<Allowance>, Standing) {
    let rule = pack.clocks[clock].rule_on(on).unwrap();
    (rule.due.clone(), rule.then_every, rule.standing)
}

fn within(allowance: Allowance) -> Due {
    Due::Within(allowance)
}

#[test]
fn the_pack_has_no_errors_and_every_rule_names_its_source() {
    let (pack, issues) = Pack::built_in("scotland").unwrap();
    let errors: Vec<String> = issues
        .iter()
        .filter(|issue| issue.gravity == Gravity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(pack.measures.len() >= 60);
    let rules = pack.clocks.values().flat_map(|clock| &clock.rules);
    assert!(rules.clone().count() > pack.clocks.len());
    assert!(rules.into_iter().all(|rule| rule.source.len() > 10));
}

#[test]
fn guardianship_visits_follow_the_law_of_their_day() {
    let pack = pack();
    let visits = |on| allowed(&pack, "awi-adult-visits", on);
    let months = |first, then| {
        let every = Some(Allowance::Months(then));
        (within(Allowance::Months(first)), every, Standing::Statute)
    };
    assert_eq!(visits(day(2002, 4, 1)), months(3, 3));
    assert_eq!(visits(day(2014, 6, 8)), months(3, 6));
    assert_eq!(visits(day(2014, 6, 9)), months(3, 12));
    assert_eq!(
        allowed(&pack, "awi-guardian-visits", day(2020, 1, 1)),
        months(12, 12)
    );
}

#[test]
fn child_protection_follows_the_guidance_of_its_day() {
    let pack = pack();
    let rule = |clock, on| allowed(&pack, clock, on);
    let guidance = |allowance| (within(allowance), None, Standing::Guidance);
    let (before, since) = (day(2021, 8, 31), day(2021, 9, 1));
    assert_eq!(
        rule("cp-planning-meeting", before),
        guidance(Allowance::Days(21))
    );
    assert_eq!(
        rule("cp-planning-meeting", since),
        guidance(Allowance::Days(28))
    );
    assert_eq!(rule("cp-core-group", before), guidance(Allowance::Days(15)));
    assert_eq!(
        rule("cp-core-group", since),
        guidance(Allowance::WorkingDays(15))
    );
    assert_eq!(
        rule("cp-record", since),
        guidance(Allowance::WorkingDays(10))
    );
    assert_eq!(rule("cp-change", since), guidance(Allowance::Days(3)));
}

#[test]
fn national_rules_and_a_councils_own_are_told_apart() {
    let pack = pack();
    let rule = |clock| allowed(&pack, clock, day(2025, 1, 1));
    let working = |days, standing| (within(Allowance::WorkingDays(days)), None, standing);
    assert_eq!(rule("cpo-contact"), working(1, Standing::Guidance));
    assert_eq!(rule("cpo-meeting"), working(5, Standing::Guidance));
    assert_eq!(rule("upw-started"), working(7, Standing::Guidance));
    assert_eq!(rule("dtto-contact"), working(1, Standing::Guidance));
    assert_eq!(rule("dtto-meeting"), working(5, Standing::Guidance));
    assert_eq!(rule("dtto-seen-local"), working(2, Standing::Local));
    assert_eq!(rule("reporter-report"), working(20, Standing::Guidance));
    assert_eq!(rule("foi"), working(20, Standing::Statute));
    assert_eq!(
        rule("carer-terminal-conversation"),
        working(5, Standing::Statute)
    );
    assert_eq!(rule("carer-terminal-plan"), working(10, Standing::Statute));
    let visits = (
        within(Allowance::Days(7)),
        Some(Allowance::Months(3)),
        Standing::Statute,
    );
    assert_eq!(rule("lac-visits"), visits);
    for (code, clock) in pack
        .clocks
        .iter()
        .filter(|(code, _)| code.starts_with("asp-"))
    {
        let local = clock
            .rules
            .iter()
            .all(|rule| rule.standing == Standing::Local);
        assert!(local, "{code}: the Act sets no time");
    }
}

#[test]
fn information_requests_count_bank_holidays_only_and_the_rest_the_councils_days() {
    let pack = pack();
    assert_eq!(pack.clocks["foi"].calendar, "scotland-statutory");
    assert_eq!(pack.measures["FOI-20WD"].calendar, "scotland-statutory");
    assert_eq!(pack.measures["JUST-DTTO-2WD"].calendar, "scotland-council");
}

#[test]
fn the_three_point_test_is_answered_limb_by_limb_with_evidence() {
    let pack = pack();
    let inquiry = &pack.forms["asp-inquiry"];
    for limb in ["safeguard", "at_risk", "vulnerable"] {
        let answer = inquiry.field(limb).unwrap();
        let evidence = inquiry.field(&format!("{limb}_evidence")).unwrap();
        assert!(matches!(answer.kind, FieldKind::Choice { .. }));
        assert_eq!(
            (answer.needed, evidence.needed),
            (Needed::ToComplete, Needed::ToComplete)
        );
    }
    let steps = &pack.processes["adult-protection"].steps;
    let step = steps
        .iter()
        .find(|step| step.form == "asp-inquiry")
        .unwrap();
    let senior = step.authorised_by.as_ref().unwrap();
    assert!(pack.roles[senior].senior);
}

#[test]
fn an_action_of_a_plan_has_an_owner_and_a_date() {
    let pack = pack();
    let action = &pack.forms["asp-plan-action"];
    for field in ["owner", "outside_owner", "due"] {
        assert_eq!(
            action.field(field).unwrap().needed,
            Needed::ToComplete,
            "{field}"
        );
    }
}
