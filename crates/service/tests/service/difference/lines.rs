//! What is restated of a line, and by which entry.

use super::*;

#[test]
fn while_nothing_has_changed_there_is_no_difference() {
    let council = shown();
    let difference = now(&council);
    assert!(difference.is_none(), "{difference:?}");
    assert_eq!(difference.unchanged, 4);
}

#[test]
fn a_corrected_figure_restates_value_counts_and_status_and_is_their_only_cause() {
    let council = shown();
    council.put(target("MET", "5"), Some("this is another measure's"));
    council.correct("SPCC014", (30, 50), "nine cases were counted twice");
    let corrected = "Figure for SPCC014 in 2021-22 corrected from 78% (39 of 50) to 60% (30 of 50)";
    let difference = now(&council);
    let own: Vec<String> = told(&difference)
        .into_iter()
        .filter(|line| line.starts_with("SPCC014"))
        .collect();
    assert_eq!(
        own,
        [
            format!("SPCC014 value from 78% to 60% <- {corrected}"),
            format!("SPCC014 counts from 39 of 50 to 30 of 50 <- {corrected}"),
            format!("SPCC014 status from Green to Red <- {corrected}"),
        ]
    );
    let Cause::Entry(step) = &difference.restated[0].changes[0].causes[0] else {
        panic!()
    };
    assert_eq!(
        step.reason.as_deref(),
        Some("nine cases were counted twice")
    );
    assert_eq!(step.by.as_str(), "administrator");
}

#[test]
fn a_changed_target_is_the_cause_of_target_status_and_rule_and_not_the_figure() {
    let council = shown();
    council.put(target("SPCC014", "95"), Some("committee asked for more"));
    let set = "Target for SPCC014 in 2021-22 changed from 70% to 95%";
    let lines = told(&now(&council));
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert_eq!(lines[0], format!("SPCC014 target from 70% to 95% <- {set}"));
    assert_eq!(
        lines[1],
        format!("SPCC014 status from Green to Red <- {set}")
    );
    assert!(
        lines[2].starts_with("SPCC014 rule from") && lines[2].ends_with(&format!("<- {set}")),
        "{}",
        lines[2]
    );
}

#[test]
fn a_tolerance_is_found_where_it_was_changed_on_the_measure_or_on_its_plan() {
    let council = shown();
    council.put(target("SPCC014", "80"), None);
    council.freeze("second");
    let against = |council: &Council| {
        council
            .service
            .reader(&"administrator".into())
            .unwrap()
            .difference(&"second".into(), &Against::Now)
            .unwrap()
    };
    let plan: clew_plan::Plan = row(
        json!({"id": "council", "title": "Council plan", "period": "2021-22", "tolerance": "0%"}),
    );
    council.put(plan, Some("audit asked for it"));
    let lines = told(&against(&council));
    assert_eq!(
        lines[0],
        "SPCC014 status from Amber to Red <- Plan council (\u{201c}Council plan\u{201d}) changed: tolerance from nothing to 0%"
    );
    council.put(
        changed("SPCC014", "%", json!({"tolerance": "4 points"})),
        None,
    );
    let lines = told(&against(&council));
    let rule = lines
        .iter()
        .find(|line| line.starts_with("SPCC014 rule"))
        .unwrap();
    assert!(
        rule.contains(
            "Measure SPCC014 (Measure SPCC014) changed: tolerance from nothing to 4 points"
        ),
        "{rule}"
    );
    assert!(
        !lines.iter().any(|line| line.starts_with("SPCC014 status")),
        "Amber again: {lines:#?}"
    );
}

#[test]
fn words_that_were_changed_cite_the_entry_that_changed_them() {
    let council = shown();
    council.put(
        changed("SPCC014", "%", json!({"title": "Seen in time"})),
        None,
    );
    council.put(
        changed(
            "SPCC014",
            "%",
            json!({"title": "Seen in time", "owner": "Team manager"}),
        ),
        None,
    );
    council.put(
        comment("SPCC014", "manager", "Two posts were vacant."),
        None,
    );
    assert_eq!(
        told(&now(&council)),
        [
            "SPCC014 title from Measure SPCC014 to Seen in time <- Measure SPCC014 (Seen in time) changed: title from \u{201c}Measure SPCC014\u{201d} to \u{201c}Seen in time\u{201d}",
            "SPCC014 owner from Head of service to Team manager <- Measure SPCC014 (Seen in time) changed: owner from \u{201c}Head of service\u{201d} to \u{201c}Team manager\u{201d}",
            "SPCC014 comments from \u{201c}Staff were ill.\u{201d} to \u{201c}Two posts were vacant.\u{201d} <- Comment on SPCC014 for 2021-22 changed: text from \u{201c}Staff were ill.\u{201d} to \u{201c}Two posts were vacant.\u{201d}",
        ]
    );
}

#[test]
fn a_corrected_part_is_the_cause_of_what_is_worked_out_from_it() {
    let council = shown();
    council
        .service
        .correct_figure(&council.caller(), &number("MET", 20), "counted twice")
        .unwrap();
    let lines = told(&now(&council));
    let part = "Figure for MET in 2021-22 corrected from 30 to 20";
    assert!(
        lines.contains(&format!("RATE value from 75% to 50% <- {part}")),
        "{lines:#?}"
    );
    assert!(
        lines.contains(&format!("MET value from 30 to 20 <- {part}")),
        "{lines:#?}"
    );
    assert!(
        !lines.iter().any(|line| line.starts_with("ALL")),
        "{lines:#?}"
    );
}

#[test]
fn a_changed_formula_is_a_cause() {
    let council = shown();
    let formula: clew_plan::Formula =
        row(json!({"measure": "RATE", "formula": "ratio of ALL to MET"}));
    council.put(formula, Some("it was the wrong way round"));
    let lines = told(&now(&council));
    assert!(
        lines
            .iter()
            .any(|line| line
                .starts_with("RATE value from 75% to 133.3% <- Formula of RATE changed: ")),
        "{lines:#?}"
    );
}

#[test]
fn new_and_gone_measures_say_which_entry_brought_or_took_them() {
    let council = shown();
    council.put(changed("NEW", "%", json!({})), None);
    council
        .service
        .retire(
            &council.caller(),
            &"ALL".into(),
            "2021-03-31".parse().unwrap(),
            "nobody uses it",
        )
        .unwrap();
    let difference = now(&council);
    let line = |lines: &[clew_service::LineCause]| {
        lines
            .iter()
            .map(|line| format!("{}: {}", line.code, line.causes[0]))
            .collect::<Vec<_>>()
    };
    assert_eq!(line(&difference.new).len(), 1);
    assert!(line(&difference.new)[0].contains("Measure NEW (Measure NEW) added by administrator"));
    assert!(
        line(&difference.gone)[0].contains("taken out of use from 31 March 2021"),
        "{:?}",
        difference.gone
    );
}

#[test]
fn a_withdrawn_figure_is_told_as_the_cause() {
    let council = shown();
    let subject: Subject = "figures/SPCC14/2021-22".parse().unwrap();
    council
        .service
        .withdraw(&council.caller(), &subject, "it was for another council")
        .unwrap();
    let lines = told(&now(&council));
    assert!(lines.contains(&"SPCC014 value from 78% to nothing <- Figure for SPCC014 in 2021-22 withdrawn; it was 78% (39 of 50)".to_owned()), "{lines:#?}");
}

#[test]
fn a_freeze_is_held_against_another_and_against_what_was_known() {
    let council = shown();
    council.correct("SPCC014", (40, 50), "one was missed");
    let corrected = council.service.memory().state().head.sequence;
    council.freeze("second");
    council.correct("SPCC014", (41, 50), "another was missed");
    let values = |against: &Against| {
        let difference = council
            .service
            .reader(&"administrator".into())
            .unwrap()
            .difference(&"first".into(), against)
            .unwrap();
        let changes: Vec<String> = difference.restated[0]
            .changes
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            difference.restated[0].changes[0].causes.len(),
            if *against == Against::Now { 2 } else { 1 }
        );
        changes[0].clone()
    };
    assert_eq!(
        values(&Against::Freeze("second".into())),
        "value from 78% to 80%"
    );
    assert_eq!(
        values(&Against::KnownAt(KnownAt::Entry(corrected))),
        "value from 78% to 80%"
    );
    assert_eq!(values(&Against::Now), "value from 78% to 82%");
    let missing = council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .difference(&"third".into(), &Against::Now)
        .unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
}

#[test]
fn what_no_entry_explains_is_put_down_to_the_program() {
    let program = Cause::Program {
        was: "0.1.0".to_owned(),
        now: "0.2.0".to_owned(),
    };
    assert_eq!(
        program.to_string(),
        "the program's rules changed from version 0.1.0 to 0.2.0"
    );
    let restated = Restated {
        aspect: Aspect::Status,
        was: "Green".to_owned(),
        now: "Red".to_owned(),
        causes: vec![program],
    };
    assert_eq!(restated.to_string(), "status from Green to Red");
}
