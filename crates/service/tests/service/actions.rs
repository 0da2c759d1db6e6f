//! Actions at work: updates, extensions, another owner, and a plan copied forward.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::cell::Cell;

use clew_plan::{ActionStatus, Grant, Kind, Role};
use clew_service::{
    ActionUpdate, Caller, CopyForward, CopyPart, CycleRequest, ErrorKind, ExtendRequest, Incoming,
    ReassignRequest, RiskReview, Service,
};
use serde_json::{Value, json};

use crate::common::{ADMINISTRATOR, Place, book_of, caller};

struct Council {
    service: Service,
    calls: Cell<i64>,
    _place: Place,
}

impl Council {
    fn new() -> Self {
        let place = Place::sqlite();
        let council = Self {
            service: place.founded(),
            calls: Cell::new(10),
            _place: place,
        };
        let action = |id: &str, unit: &str, status: &str| {
            let fields = json!({"id": id, "plan": "p", "title": "Work", "owner": "Manager",
                "unit": unit, "start": "2025-04", "end": "2025-12", "status": status, "outcome": "o"});
            (Kind::Action, fields)
        };
        council.set([
            action("B1", "adults", "active"),
            action("B2", "justice", "active"),
            action("B3", "adults", "complete"),
            (
                Kind::Milestone,
                json!({"action": "B1", "plan": "p", "title": "Half", "owner": "Manager"}),
            ),
            (
                Kind::Risk,
                json!({"code": "R1", "plan": "p", "title": "Risk", "owner": "Manager"}),
            ),
        ]);
        for (id, role) in [("owner", Role::Owner), ("approver", Role::Approver)] {
            let grant = Grant {
                role,
                unit: Some("adults".into()),
            };
            let (service, admin) = (&council.service, council.caller(ADMINISTRATOR));
            service
                .open_account(&admin, &id.into(), "Post", &[grant], None)
                .unwrap();
        }
        council
    }

    fn caller(&self, actor: &str) -> Caller {
        let call = self.calls.replace(self.calls.get() + 1);
        Caller {
            actor: actor.into(),
            ..caller(&format!("call-{call}"), call)
        }
    }

    fn set(&self, records: impl IntoIterator<Item = (Kind, Value)>) {
        let incoming = Incoming {
            book: book_of(records),
            seen: self.service.memory().state().head.sequence,
            reason: None,
        };
        let admin = self.caller(ADMINISTRATOR);
        self.service.take_in_records(&admin, &incoming).unwrap();
    }

    fn action(&self, plan: &str, id: &str) -> Option<clew_plan::Action> {
        let memory = self.service.memory();
        let mut actions = memory.book().actions.iter();
        let found = actions.find(|it| it.plan.as_str() == plan && it.id.as_str() == id);
        found.cloned()
    }
}

fn update(action: &str) -> ActionUpdate {
    ActionUpdate {
        plan: "p".into(),
        action: action.into(),
        status: Some(ActionStatus::Active),
        percent: Some(50.into()),
        text: Some("The first half is done.".to_owned()),
        reached: vec![("Half".to_owned(), "2025-12-20".parse().unwrap())],
        ..ActionUpdate::default()
    }
}

#[test]
fn an_owner_updates_the_actions_of_its_own_part_and_no_others() {
    let council = Council::new();
    let (service, owner) = (&council.service, || council.caller("owner"));
    service.update_action(&owner(), &update("B1")).unwrap();
    let memory = service.memory();
    let said = memory.book().updates.last().unwrap();
    assert_eq!(
        (said.text.as_str(), said.by.as_deref()),
        ("The first half is done.", Some("owner"))
    );
    assert_eq!(council.action("p", "B1").unwrap().percent, Some(50.into()));
    assert!(memory.book().milestones[0].done.is_some());
    let other = ActionUpdate {
        reached: Vec::new(),
        ..update("B2")
    };
    let refused = service.update_action(&owner(), &other).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Refused, "{refused}");
}

#[test]
fn an_update_that_is_not_sound_changes_nothing() {
    let council = Council::new();
    let head = council.service.memory().state().head.sequence;
    let cases = [
        (
            ActionUpdate {
                percent: Some(101.into()),
                ..update("B1")
            },
            ErrorKind::Invalid,
        ),
        (
            ActionUpdate {
                text: Some(" ".to_owned()),
                ..update("B1")
            },
            ErrorKind::Invalid,
        ),
        (
            ActionUpdate {
                reached: vec![("Half".to_owned(), "2026-12-20".parse().unwrap())],
                ..update("B1")
            },
            ErrorKind::Invalid,
        ),
        (
            ActionUpdate {
                reached: vec![("None".to_owned(), "2025-12-20".parse().unwrap())],
                ..update("B1")
            },
            ErrorKind::NotFound,
        ),
        (update("none"), ErrorKind::NotFound),
        (
            ActionUpdate {
                plan: "p".into(),
                action: "B1".into(),
                ..ActionUpdate::default()
            },
            ErrorKind::Invalid,
        ),
    ];
    for (wrong, kind) in cases {
        let refused = council
            .service
            .update_action(&council.caller("owner"), &wrong);
        assert_eq!(refused.unwrap_err().kind(), kind, "{wrong:?}");
    }
    assert_eq!(council.service.memory().state().head.sequence, head);
}

#[test]
fn an_extension_keeps_the_first_date_and_needs_an_approver_and_a_reason() {
    let council = Council::new();
    let extend = |actor: &str, action: &str, end: &str, reason: &str| {
        let request = ExtendRequest {
            plan: "p".into(),
            action: action.into(),
            new_end: end.parse().unwrap(),
            reason: reason.to_owned(),
            seen: None,
        };
        let done = council
            .service
            .extend_action(&council.caller(actor), &request);
        done.map_err(|error| error.kind())
    };
    let why = "the post was vacant";
    assert_eq!(
        extend("owner", "B1", "2026-03", why),
        Err(ErrorKind::Refused)
    );
    assert_eq!(
        extend("approver", "B2", "2026-03", why),
        Err(ErrorKind::Refused)
    );
    assert_eq!(
        extend("approver", "B1", "2026-03", " "),
        Err(ErrorKind::Invalid)
    );
    assert_eq!(
        extend("approver", "B1", "2025-12", why),
        Err(ErrorKind::Invalid)
    );
    assert_eq!(
        extend("approver", "B3", "2026-03", why),
        Err(ErrorKind::Invalid)
    );
    let done = extend("approver", "B1", "2026-03", why).unwrap();
    let entry = &done.entries().unwrap()[0];
    assert_eq!(
        (entry.reason.as_deref(), entry.actor.as_str()),
        (Some(why), "approver")
    );
    extend("approver", "B1", "2026-06", why).unwrap();
    let action = council.action("p", "B1").unwrap();
    assert_eq!(action.end, Some("2026-06".parse().unwrap()));
    assert_eq!(action.original_end, Some("2025-12".parse().unwrap()));
}

#[test]
fn a_review_moves_the_score_and_keeps_what_was_found() {
    let council = Council::new();
    council.set([(
        Kind::Risk,
        json!({"code": "R2", "plan": "p", "title": "Beds", "unit": "adults", "current": "3x4",
            "reported_band": "high", "reviewed_on": "2025-11-01"}),
    )]);
    let seen = council.service.memory().state().head.sequence;
    let sound = RiskReview {
        plan: Some("p".into()),
        risk: "R2".into(),
        score: "2x3".parse().unwrap(),
        note: "beds were found".to_owned(),
        reviewed_on: "2025-12-10".parse().unwrap(),
        review_due: Some("2026-03-10".parse().unwrap()),
        seen: Some(seen),
    };
    let day = |text: &str| text.parse::<clew_calendar::Day>().unwrap();
    let cases = [
        (
            RiskReview {
                note: " ".to_owned(),
                ..sound.clone()
            },
            ErrorKind::Invalid,
        ),
        (
            RiskReview {
                reviewed_on: day("2025-10-31"),
                ..sound.clone()
            },
            ErrorKind::Invalid,
        ),
        (
            RiskReview {
                reviewed_on: day("2099-01-01"),
                ..sound.clone()
            },
            ErrorKind::Invalid,
        ),
        (
            RiskReview {
                review_due: Some(day("2025-12-10")),
                ..sound.clone()
            },
            ErrorKind::Invalid,
        ),
        (
            RiskReview {
                risk: "R9".into(),
                ..sound.clone()
            },
            ErrorKind::NotFound,
        ),
        // A risk without a part of its own is the whole organisation's.
        (
            RiskReview {
                risk: "R1".into(),
                ..sound.clone()
            },
            ErrorKind::Refused,
        ),
    ];
    for (wrong, kind) in cases {
        let refused = council
            .service
            .review_risk(&council.caller("owner"), &wrong);
        assert_eq!(refused.unwrap_err().kind(), kind, "{wrong:?}");
    }
    let done = council
        .service
        .review_risk(&council.caller("owner"), &sound)
        .unwrap();
    assert_eq!(
        done.entries().unwrap()[0].reason.as_deref(),
        Some("beds were found")
    );
    let memory = council.service.memory();
    let risk = memory
        .book()
        .risks
        .iter()
        .find(|risk| risk.code.as_str() == "R2")
        .unwrap();
    assert_eq!(risk.current, Some("2x3".parse().unwrap()));
    assert_eq!(
        risk.reported_band, None,
        "the band was that of the score before"
    );
    assert_eq!(
        (risk.reviewed_on, risk.review_due),
        (Some(sound.reviewed_on), sound.review_due)
    );
    let stale = RiskReview {
        score: "1x1".parse().unwrap(),
        ..sound.clone()
    };
    let refused = council
        .service
        .review_risk(&council.caller("owner"), &stale);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Conflict);
    let again = RiskReview {
        seen: None,
        ..sound
    };
    let refused = council
        .service
        .review_risk(&council.caller("owner"), &again);
    assert_eq!(
        refused.unwrap_err().kind(),
        ErrorKind::Invalid,
        "nothing is new"
    );
}

#[test]
fn what_one_post_answers_for_comes_to_another_after_a_list_of_it() {
    let council = Council::new();
    let request = ReassignRequest {
        from: "Manager".to_owned(),
        to: "Successor".to_owned(),
        only: Some("adults".into()),
        reason: "the post was filled anew".to_owned(),
        ..ReassignRequest::default()
    };
    let memory = council.service.memory();
    let listed = memory.reassignable(&request);
    let kinds: Vec<Kind> = listed.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::Action, Kind::Action, Kind::Milestone]);
    let all = ReassignRequest {
        only: None,
        ..request.clone()
    };
    assert_eq!(memory.reassignable(&all).len(), 5);
    let actions = ReassignRequest {
        kinds: vec![Kind::Risk],
        ..all.clone()
    };
    assert_eq!(memory.reassignable(&actions).len(), 1);
    let service = &council.service;
    let refused = service
        .reassign(&council.caller("owner"), &request)
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Refused);
    let done = service
        .reassign(&council.caller(ADMINISTRATOR), &request)
        .unwrap();
    assert_eq!(done.rows.len(), listed.len());
    let owner = |id| council.action("p", id).unwrap().owner.unwrap();
    assert_eq!(
        (owner("B1").as_str(), owner("B2").as_str()),
        ("Successor", "Manager")
    );
    let again = service
        .reassign(&council.caller(ADMINISTRATOR), &request)
        .unwrap_err();
    assert_eq!(again.kind(), ErrorKind::NotFound);
}

#[test]
fn a_plan_copied_forward_holds_what_was_asked_for_and_leaves_the_old_one_as_it_was() {
    let council = Council::new();
    let request = CopyForward {
        plan: "p".into(),
        new_id: "p2".into(),
        title: "Next plan".to_owned(),
        years: 1,
        what: vec![
            CopyPart::Outcomes,
            CopyPart::Targets,
            CopyPart::OpenActions,
            CopyPart::Risks,
        ],
        reason: None,
    };
    let before = council.service.memory();
    let preview = before.copied_forward(&request).unwrap();
    assert_eq!(preview.plans[0].period, Some("2026-27".parse().unwrap()));
    assert_eq!(preview.outcomes[0].id.as_str(), "p2-o");
    assert_eq!(preview.targets[0].period, "2026-27".parse().unwrap());
    let open: Vec<&str> = preview.actions.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(open, ["A1", "B1", "B2"], "what is complete stays behind");
    assert_eq!((preview.risks.len(), preview.milestones.len()), (1, 1));
    let (service, admin) = (&council.service, || council.caller(ADMINISTRATOR));
    let refused = service.copy_plan_forward(&council.caller("owner"), &request);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Refused);
    service.copy_plan_forward(&admin(), &request).unwrap();
    let moved = council.action("p2", "B1").unwrap();
    assert_eq!(moved.outcome.unwrap().as_str(), "p2-o");
    assert_eq!(
        council.action("p", "B1").unwrap().outcome.unwrap().as_str(),
        "o"
    );
    let after = service.memory();
    assert_eq!(after.book().measures, before.book().measures);
    let again = service.copy_plan_forward(&admin(), &request).unwrap_err();
    assert!(again.to_string().contains("new_id"), "{again}");
}

#[test]
fn measures_do_not_leave_a_plan_whose_cycle_still_gathers_their_returns() {
    let council = Council::new();
    let (service, admin) = (&council.service, || council.caller(ADMINISTRATOR));
    let cycle = CycleRequest {
        id: None,
        plan: "p".into(),
        period: "2025-26 Q4".parse().unwrap(),
        opens: None,
        due: None,
    };
    service.open_cycle(&admin(), &cycle).unwrap();
    let request = |new_id: &str, what: &[CopyPart], reason: Option<&str>| CopyForward {
        plan: "p".into(),
        new_id: new_id.into(),
        title: "Next plan".to_owned(),
        years: 1,
        what: what.to_vec(),
        reason: reason.map(str::to_owned),
    };
    let measures = [CopyPart::Outcomes, CopyPart::Measures];
    let owed = || {
        service
            .memory()
            .returns_of(&"p".into(), "2025-26 Q4")
            .unwrap()
            .len()
    };
    let before = owed();
    let refused = |request: &CopyForward| {
        let error = service.copy_plan_forward(&admin(), request).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        error.to_string()
    };
    let all = request("p2", &measures, Some("next year"));
    let told = service.memory().copied_forward(&all).unwrap_err();
    assert!(told.to_string().contains("2025-26 Q4"), "{told}");
    assert!(refused(&all).contains("still gathers returns"));
    let without = request("p3", &[CopyPart::Outcomes, CopyPart::Targets], None);
    service.copy_plan_forward(&admin(), &without).unwrap();
    assert_eq!((before > 0, owed()), (true, before));
    service
        .lock_cycle_despite_unsettled(&admin(), &"p".into(), "2025-26 Q4", "the year is over")
        .unwrap();
    assert!(refused(&request("p2", &measures, None)).contains("say why"));
    let done = service.copy_plan_forward(&admin(), &all).unwrap();
    let reason = done.rows[0].reason.as_deref().unwrap();
    assert!(reason.ends_with(": next year"), "{reason}");
}
