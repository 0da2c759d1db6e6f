//! Owners and approvers: who returns, signs off and is told of what changed.

use super::*;

#[test]
fn a_figure_that_comes_after_the_lock_is_given_by_a_correction() {
    let council = Council::new();
    council.open("p", Q4);
    let told = refusal(council.correct(&figure("M1", Q4, 5)), ErrorKind::NotFound);
    assert!(told.contains("return it first"), "{told}");
    council.lock("p", Q4);
    let told = refusal(council.give(&figure("M1", Q4, 5)), ErrorKind::Invalid);
    assert!(told.contains("correct it instead"), "{told}");
    let done = council.correct(&figure("M1", Q4, 5)).unwrap();
    assert_eq!(done.rows[0].reason.as_deref(), Some(WHY));
    assert_eq!(council.figure("M1", Q4).unwrap().value, Some(5.into()));
}

#[test]
fn the_return_of_a_withdrawn_figure_goes_back_to_its_owner() {
    let council = Council::new();
    council.open("p", Q4);
    council.give(&figure("M1", Q4, 80)).unwrap();
    council
        .service
        .sign_off_despite(&council.admin(), &returns(Q4, &["M1"]), WHY)
        .unwrap();
    council.withdraw(Kind::Figure, &["M1", Q4]).unwrap();
    assert_eq!(council.stage(Q4, "M1", None), ReturnStage::SentBack);
    council.give(&figure("M1", Q4, 52)).unwrap();
    assert_eq!(council.stage(Q4, "M1", None), ReturnStage::Returned);
}

#[test]
fn an_approver_signs_off_the_own_part_and_leaves_the_others_alone() {
    let council = Council::new();
    council.account("approver", Role::Approver, "adults");
    council.open("p", Q4);
    for request in [part("M1", "adults", 81), part("M1", "justice", 82)] {
        council.give(&request).unwrap();
    }
    for code in ["M2", "M3"] {
        council.give(&figure(code, Q4, 3)).unwrap();
    }
    let (service, all) = (&council.service, returns(Q4, &[]));
    let memory = service.memory();
    let left = memory.out_of_reach(
        &"approver".into(),
        Act::SignOff,
        &all,
        ReturnStage::SignedOff,
    );
    assert_eq!(left.unwrap(), 2, "justice's part of M1, and M3");
    let told = refusal(
        service.sign_off(&council.caller("approver"), &returns(Q4, &["M3"])),
        ErrorKind::Refused,
    );
    assert!(told.contains("justice"), "{told}");
    service.sign_off(&council.caller("approver"), &all).unwrap();
    let stages = [
        council.stage(Q4, "M1", Some("adults")),
        council.stage(Q4, "M1", Some("justice")),
        council.stage(Q4, "M2", None),
        council.stage(Q4, "M3", None),
    ];
    use ReturnStage::{Returned, SignedOff};
    assert_eq!(stages, [SignedOff, Returned, SignedOff, Returned]);
    refusal(
        service.sign_off(&council.caller("approver"), &all),
        ErrorKind::Refused,
    );
}

#[test]
fn parts_that_have_figures_or_targets_owe_their_returns() {
    let council = Council::with([(
        Kind::Target,
        json!({"measure": "M2", "period": YEAR, "goal": "70", "unit": "justice"}),
    )]);
    let earlier = FigureRequest {
        unit: Some("adults".into()),
        ..figure("M1", "2025-26 Q1", 1)
    };
    council.give(&earlier).unwrap();
    council.open("p", Q4);
    let memory = council.service.memory();
    let owed = memory.returns_of(&"p".into(), Q4).unwrap();
    let owed: Vec<_> = owed
        .iter()
        .map(|owed| {
            let unit = owed.key.unit.as_ref().map(|unit| unit.as_str().to_owned());
            (owed.key.measure.as_str(), unit.unwrap_or_default())
        })
        .collect();
    let owed: Vec<_> = owed
        .iter()
        .map(|(key, unit)| (*key, unit.as_str()))
        .collect();
    let expected = [
        ("M1", ""),
        ("M1", "adults"),
        ("M2", "justice"),
        ("M3", ""),
        ("M4", ""),
        ("M5", ""),
    ];
    assert_eq!(
        owed, expected,
        "M2 has nothing for the whole, M5 nothing at all"
    );
}

#[test]
fn nobody_signs_off_what_was_changed_after_they_looked() {
    let council = Council::new();
    council.open("p", Q4);
    council.give(&figure("M1", Q4, 78)).unwrap();
    let looked = council.seen();
    let these = |seen| ReturnsOf {
        seen: Some(seen),
        ..returns(Q4, &["M1"])
    };
    council.give(&figure("M1", Q4, 60)).unwrap();
    let (service, admin) = (&council.service, || council.admin());
    let told = refusal(
        service.sign_off(&admin(), &these(looked)),
        ErrorKind::Conflict,
    );
    assert!(told.contains("78") && told.contains("60"), "{told}");
    let looked = council.seen();
    council
        .give(&said(figure("M1", Q4, 60), "a post is vacant"))
        .unwrap();
    refusal(
        service.check_returns(&admin(), &these(looked)),
        ErrorKind::Conflict,
    );
    service
        .sign_off_despite(&admin(), &these(council.seen()), WHY)
        .unwrap();
}

#[test]
fn nobody_signs_off_what_they_returned_themselves_without_a_reason() {
    let council = Council::new();
    council.account("approver", Role::Approver, "adults");
    council.account("second", Role::Approver, "adults");
    council.open("p", Q4);
    council.give(&figure("M2", Q4, 78)).unwrap();
    let (service, these) = (&council.service, returns(Q4, &["M2"]));
    let own = council.caller("approver");
    service.return_figure(&own, &figure("M2", Q4, 80)).unwrap();
    let told = refusal(
        service.sign_off(&council.caller("approver"), &these),
        ErrorKind::Invalid,
    );
    assert!(told.contains("M2: you returned it yourself"), "{told}");
    service
        .check_returns(&council.caller("second"), &these)
        .unwrap();
    refusal(
        service.sign_off(&council.caller("approver"), &these),
        ErrorKind::Invalid,
    );
    refusal(
        service.sign_off_despite(&council.caller("approver"), &these, " "),
        ErrorKind::Invalid,
    );
    let done = service.sign_off_despite(&council.caller("approver"), &these, "nobody else is in");
    assert_eq!(
        done.unwrap().entries().unwrap()[0].reason.as_deref(),
        Some("by the same person who returned it, reason: nobody else is in")
    );
    assert_eq!(council.stage(Q4, "M2", None), ReturnStage::SignedOff);
}

#[test]
fn somebody_else_signs_off_without_a_reason() {
    let council = Council::new();
    council.account("approver", Role::Approver, "adults");
    council.account("second", Role::Approver, "adults");
    council.open("p", Q4);
    let own = council.caller("approver");
    let (service, these) = (&council.service, returns(Q4, &["M2"]));
    service.return_figure(&own, &figure("M2", Q4, 80)).unwrap();
    let done = service.sign_off(&council.caller("second"), &these).unwrap();
    assert_eq!(done.entries().unwrap()[0].reason, None);
}

#[test]
fn of_two_owners_the_later_is_told_what_the_other_said() {
    let council = Council::new();
    council.account("owner", Role::Owner, "adults");
    let looked = council.seen();
    let one = said(part("M1", "adults", 78), "as counted");
    council
        .service
        .return_figure(&council.caller("owner"), &one)
        .unwrap();
    let other = FigureRequest {
        seen: Some(looked),
        evidence: Some("the register".to_owned()),
        ..part("M1", "adults", 60)
    };
    let Err(ServiceError::Conflict(conflict)) = council.give(&other) else {
        panic!("a conflict")
    };
    assert_eq!(conflict.by, Some("owner".into()));
    let fields: Vec<_> = conflict.fields.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["value", "evidence"]);
    let looked = council.seen();
    council
        .service
        .correct_figure(
            &council.admin(),
            &said(part("M1", "adults", 78), "anew"),
            WHY,
        )
        .unwrap();
    let again = FigureRequest {
        seen: Some(looked),
        ..part("M1", "adults", 61)
    };
    council
        .give(&again)
        .expect("another account's comment is another comment");
}

#[test]
fn a_draft_that_someone_else_saved_meanwhile_is_not_overwritten() {
    let council = Council::new();
    council.account("owner", Role::Owner, "adults");
    council.open("p", Q4);
    let looked = council.seen();
    let service = &council.service;
    let draft = |value| FigureRequest {
        seen: Some(looked),
        ..part("M1", "adults", value)
    };
    service
        .save_draft(&council.caller("owner"), &draft(1))
        .unwrap();
    service
        .save_draft(&council.caller("owner"), &draft(2))
        .expect("one's own draft is no conflict");
    refusal(
        service.save_draft(&council.admin(), &draft(3)),
        ErrorKind::Conflict,
    );
}

/// Each field of a figure, and what becomes of it with new evidence, with the same value, and with
/// another value.
#[test]
fn what_is_not_given_stays_and_what_belongs_to_the_earlier_value_goes_with_it() {
    let before = json!({"measure": "M1", "period": Q4, "value": "50", "from": "imported",
        "state": "provisional", "definition_version": 1, "as_written": "50 %",
        "reported_status": "report later", "note": "an estimate", "evidence": "a survey",
        "reliability": "high", "forecast": "60", "forecast_on": "2026-01-01", "as_at": "2026-02-01",
        "override_status": {"status": "green", "reason": "as agreed", "by": "manager"}});
    let kept = figure("M1", Q4, 50);
    let evidence = FigureRequest {
        value: None,
        evidence: Some("the register".to_owned()),
        ..kept.clone()
    };
    let table = "field              | evidence     | same value   | other value
                 value              | 50           | 50           | 95
                 from               | imported     | imported     | returned
                 state              | provisional  | provisional  | final
                 definition_version | 1            | 1            | 3
                 as_written         | 50 %         | 50 %         | -
                 reported_status    | Report later | Report later | -
                 note               | an estimate  | an estimate  | -
                 override_status    | kept         | kept         | -
                 evidence           | the register | a survey     | a survey
                 reliability        | high         | high         | high
                 forecast           | 60           | 60           | 60
                 as_at              | 2026-02-01   | 2026-02-01   | 2026-02-01";
    let other = FigureRequest {
        answers: vec![QuestionKind::AsAt],
        ..figure("M1", Q4, 95)
    };
    let requests = [evidence, kept, other];
    for (column, request) in requests.iter().enumerate() {
        let council = Council::new();
        council.set([(Kind::Figure, before.clone())], None).unwrap();
        let version = measure("M1", json!({"plan": "p", "outcome": "o", "version": 3}));
        council.set([version], None).unwrap();
        council.correct(request).unwrap();
        let now = serde_json::to_value(council.figure("M1", Q4).unwrap()).unwrap();
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let shown = match now.get(cells[0]) {
                None | Some(Value::Null) => "-".to_owned(),
                Some(Value::String(text)) => text.clone(),
                Some(Value::Object(_)) => "kept".to_owned(),
                Some(other) => other.to_string(),
            };
            assert_eq!(shown, cells[column + 1], "{} in column {column}", cells[0]);
        }
    }
}

#[test]
fn a_provisional_figure_is_made_final_by_saying_so() {
    let council = Council::new();
    let provisional = FigureRequest {
        state: Some(FigureState::Provisional),
        ..figure("M1", Q4, 5)
    };
    council.give(&provisional).unwrap();
    let finally = FigureRequest {
        value: None,
        state: Some(FigureState::Final),
        ..provisional
    };
    council.give(&finally).unwrap();
    let now = council.figure("M1", Q4).unwrap();
    assert_eq!((now.state, now.value), (FigureState::Final, Some(5.into())));
}

#[test]
fn the_status_of_a_project_is_its_value() {
    let council = Council::with([(
        Kind::Figure,
        json!({"measure": "M4", "period": Q4, "reported_status": "amber", "from": "imported",
            "state": "final", "note": "read from the table"}),
    )]);
    let green = FigureRequest {
        value: None,
        status: Some(Status::Green),
        ..figure("M4", Q4, 0)
    };
    council.give(&green).unwrap();
    let now = council.figure("M4", Q4).unwrap();
    assert_eq!(now.reported_status, Some(Status::Green));
    assert_eq!((now.from, now.note), (FigureSource::Returned, None));
}

#[test]
fn a_figure_that_a_formula_gives_is_typed_over_only_with_a_reason() {
    let council = Council::with([(
        Kind::Formula,
        json!({"measure": "M5", "formula": "sum of M2, M3"}),
    )]);
    let typed = || {
        [(
            Kind::Figure,
            json!({"measure": "M5", "period": Q4, "value": "9", "from": "returned",
                "state": "final"}),
        )]
    };
    let told = refusal(council.set(typed(), None), ErrorKind::Invalid);
    assert!(told.contains("worked out by its formula"), "{told}");
    council.set(typed(), Some(WHY)).unwrap();
}

#[test]
fn nothing_that_others_refer_to_is_withdrawn() {
    let council = Council::with([
        (
            Kind::Formula,
            json!({"measure": "M5", "formula": "sum of M2, M3"}),
        ),
        (
            Kind::Milestone,
            json!({"action": "A1", "plan": "p", "title": "Begun"}),
        ),
        (
            Kind::Action,
            json!({"id": "A1", "plan": "q", "title": "Of the same name"}),
        ),
        (
            Kind::Plan,
            json!({"id": "q", "title": "Team plan", "period": YEAR, "parent": "p"}),
        ),
        (
            Kind::Commentary,
            json!({"measure": "M4", "period": Q4, "text": "Late.", "unit": "justice"}),
        ),
    ]);
    let table = "kind     | name    | users
                 measures | M3      | 1 formulas
                 measures | M4      | 1 commentary
                 units    | justice | 1 commentary
                 actions  | A1 p    | 1 milestones
                 actions  | A1 q    |
                 plans    | q       | ";
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let kind = Kind::ALL.iter().find(|kind| kind.name() == cells[0]);
        let parts: Vec<&str> = cells[1].split(' ').collect();
        let result = council.withdraw(*kind.unwrap(), &parts);
        if cells[2].is_empty() {
            result.unwrap_or_else(|error| panic!("{line}: {error}"));
        } else {
            let told = refusal(result, ErrorKind::Invalid);
            assert!(told.contains(cells[2]), "{line}: {told}");
        }
    }
}
