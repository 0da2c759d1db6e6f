//! What somebody decides on is what they saw: withdrawing, reassigning, freezing, updating; and what a
//! form clears is cleared.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_journal::Subject;
use clew_plan::{Action, ActionStatus, Book, Reliability, Target};
use clew_service::{
    ActionUpdate, Comment, Emptied, ErrorKind, FigureRequest, FreezeRequest, ReassignRequest,
    ServiceError,
};
use serde_json::json;

use crate::reading::{Council, figure, number, request, row, target, year};

fn head(council: &Council) -> u64 {
    council.service.memory().state().head.sequence
}

fn with_action() -> Council {
    let council = Council::new("as-seen");
    let action: Action = row(json!({
        "id": "A1", "plan": "council", "title": "Work", "owner": "Manager", "status": "active",
        "percent": "40", "evidence": "The minutes",
    }));
    council.put(action, None);
    council
}

fn action(council: &Council) -> Action {
    council.service.memory().book().actions[0].clone()
}

fn update(seen: u64) -> ActionUpdate {
    ActionUpdate {
        plan: "council".into(),
        action: "A1".into(),
        seen: Some(seen),
        ..ActionUpdate::default()
    }
}

#[test]
fn a_record_that_was_changed_since_it_was_seen_is_not_withdrawn() {
    let council = Council::new("as-seen");
    council.put(target("MET", "70"), None);
    let (seen, service) = (head(&council), &council.service);
    council.put(target("MET", "75"), None);
    let place = service.memory().book().targets.len() - 1;
    let subject = service
        .memory()
        .state()
        .subject_at(clew_plan::Kind::Target, place)
        .unwrap();
    let refused = service
        .withdraw_as_seen(&council.caller(), (&subject, Some(seen)), "a slip")
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Conflict, "{refused}");
    let now = Some(head(&council));
    let caller = council.caller();
    let done = service.withdraw_as_seen(&caller, (&subject, now), "a slip");
    assert_eq!(done.unwrap().rows.len(), 1);
    let again = service.withdraw_as_seen(&caller, (&subject, now), "a slip");
    assert!(again.unwrap().repeated);
}

#[test]
fn what_was_changed_or_came_in_after_the_list_is_not_reassigned() {
    let council = with_action();
    let seen = head(&council);
    let wanted = |seen| ReassignRequest {
        from: "Manager".to_owned(),
        to: "Successor".to_owned(),
        reason: "the post was filled".to_owned(),
        seen: Some(seen),
        ..ReassignRequest::default()
    };
    let another: Action =
        row(json!({"id": "A2", "plan": "council", "title": "More", "owner": "Manager"}));
    council.put(another, None);
    let refused = council
        .service
        .reassign(&council.caller(), &wanted(seen))
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Conflict, "{refused}");
    let done = council
        .service
        .reassign(&council.caller(), &wanted(head(&council)));
    assert_eq!(done.unwrap().rows.len(), 2);
}

fn freeze(seen: u64) -> FreezeRequest {
    FreezeRequest {
        id: Some("paper".into()),
        forum: "committee".to_owned(),
        meeting: "2022-06-01".parse().unwrap(),
        plan: Some("council".into()),
        period: Some(year()),
        basis: None,
        reports: Vec::new(),
        despite: Some("the tests check something else".to_owned()),
        despite_unsettled: Some("the tests look at something else".to_owned()),
        seen: Some(seen),
    }
}

#[test]
fn nothing_is_frozen_that_its_sender_has_not_seen() {
    let council = Council::new("as-seen");
    council.give("SPCC014", (39, 50));
    for change in [
        |council: &Council| council.give("SPCC014", (40, 50)),
        |council: &Council| council.put(figure("MET", 12), None),
        |council: &Council| council.put(target("SPCC014", "75"), None),
    ] {
        let seen = head(&council);
        change(&council);
        let refused = council
            .service
            .freeze(&council.caller(), &freeze(seen))
            .unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Conflict, "{refused}");
    }
    let withdrawn = head(&council);
    let subject: Subject = "figures/MET/2021-22".parse().unwrap();
    let caller = council.caller();
    council
        .service
        .withdraw(&caller, &subject, "a slip")
        .unwrap();
    let refused = council
        .service
        .freeze(&council.caller(), &freeze(withdrawn))
        .unwrap_err();
    assert!(refused.to_string().contains("withdrawn"), "{refused}");

    let seen = head(&council);
    let later: Target = row(json!({"measure": "SPCC014", "period": "2022-23", "goal": "80"}));
    council.put(later, None);
    let caller = council.caller();
    let fixed = council.service.freeze(&caller, &freeze(seen)).unwrap();
    assert!(!fixed.rows.is_empty(), "another year is no matter of it");
    council.give("MET", (1, 1));
    let again = council.service.freeze(&caller, &freeze(seen)).unwrap();
    assert!(again.repeated, "sent twice, it is done once");
}

#[test]
fn what_is_cleared_in_a_figure_is_cleared() {
    let council = Council::new("as-seen");
    let whole = FigureRequest {
        as_at: Some("2022-04-10".parse().unwrap()),
        reliability: Some(Reliability::High),
        evidence: Some("case sample of May".to_owned()),
        comment: Some(Comment {
            text: "Two were missed.".to_owned(),
            ..Comment::default()
        }),
        ..request("SPCC014", (39, 50))
    };
    let service = &council.service;
    service.return_figure(&council.caller(), &whole).unwrap();
    let kept = request("SPCC014", (39, 50));
    service.return_figure(&council.caller(), &kept).unwrap();
    let book = |council: &Council| -> Book { council.service.memory().book().clone() };
    let shown = |book: &Book| {
        let figure = book.figures[0].clone();
        (figure.as_at, figure.reliability, figure.evidence)
    };
    assert!(shown(&book(&council)).0.is_some(), "what is left out stays");
    assert_eq!(book(&council).commentary.len(), 1);
    let cleared = FigureRequest {
        emptied: vec![
            Emptied::AsAt,
            Emptied::Reliability,
            Emptied::Evidence,
            Emptied::Comment,
        ],
        ..request("SPCC014", (39, 50))
    };
    service.return_figure(&council.caller(), &cleared).unwrap();
    assert_eq!(shown(&book(&council)), (None, None, None));
    assert!(book(&council).commentary.is_empty());
    let other = FigureRequest {
        evidence: Some("the register".to_owned()),
        ..cleared
    };
    service.return_figure(&council.caller(), &other).unwrap();
    let evidence = shown(&book(&council)).2;
    assert_eq!(
        evidence.as_deref(),
        Some("the register"),
        "what is given holds"
    );
}

#[test]
fn what_is_cleared_in_an_update_is_cleared() {
    let council = with_action();
    let cleared = ActionUpdate {
        emptied: vec![Emptied::Percent, Emptied::Evidence],
        ..update(head(&council))
    };
    let caller = council.caller();
    council.service.update_action(&caller, &cleared).unwrap();
    let after = action(&council);
    assert_eq!((after.percent, after.evidence), (None, None));
    assert_eq!(after.status, Some(ActionStatus::Active));
}

#[test]
fn an_update_does_not_take_back_what_it_only_shows_as_it_was() {
    let council = with_action();
    let seen = head(&council);
    let theirs = ActionUpdate {
        percent: Some(60.into()),
        evidence: Some("The new minutes".to_owned()),
        ..update(seen)
    };
    let service = &council.service;
    service.update_action(&council.caller(), &theirs).unwrap();
    let as_shown = ActionUpdate {
        status: Some(ActionStatus::Active),
        percent: Some("40.0".parse().unwrap()),
        evidence: Some("The minutes".to_owned()),
        text: Some("A word of mine.".to_owned()),
        ..update(seen)
    };
    service.update_action(&council.caller(), &as_shown).unwrap();
    let after = action(&council);
    assert_eq!(after.percent, Some(60.into()));
    assert_eq!(after.evidence.as_deref(), Some("The new minutes"));
    assert_eq!(service.memory().book().updates.len(), 1);
    let mine = ActionUpdate {
        percent: Some(30.into()),
        ..as_shown
    };
    let met = service.update_action(&council.caller(), &mine).unwrap_err();
    let ServiceError::Conflict(met) = met else {
        panic!("{met}");
    };
    let percent = met.fields.iter().find(|field| field.field == "percent");
    assert_eq!(percent.unwrap().yours.as_deref(), Some("30"));
}

#[test]
fn an_update_that_is_sent_twice_is_done_once() {
    let council = with_action();
    let said = ActionUpdate {
        percent: Some(60.into()),
        text: Some("More is done.".to_owned()),
        ..update(head(&council))
    };
    let caller = council.caller();
    let first = council.service.update_action(&caller, &said).unwrap();
    let again = council.service.update_action(&caller, &said).unwrap();
    assert!(again.repeated);
    assert_eq!(again.rows, first.rows);
}

#[test]
fn a_draft_does_not_hide_a_figure_that_came_in_since() {
    let council = Council::new("as-seen");
    let cycle: clew_plan::Cycle = row(json!({
        "id": "2021-22", "plan": "council", "period": "2021-22", "opens": "2022-04-01", "due": "2022-05-01",
    }));
    council.put(cycle, None);
    let seen = head(&council);
    council.put(figure("MET", 12), None);
    let draft = FigureRequest {
        seen: Some(seen),
        ..number("MET", 11)
    };
    let caller = council.caller();
    let met = council.service.save_draft(&caller, &draft).unwrap_err();
    assert_eq!(met.kind(), ErrorKind::Conflict, "{met}");
}
