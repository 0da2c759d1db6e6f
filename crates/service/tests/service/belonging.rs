//! Which part of the organisation a record belongs to: one answer, whoever asks.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_journal::{Subject, SubjectKind};
use clew_plan::{Grant, Kind, Role, UnitId};
use clew_service::{Caller, Done, Incoming, Overview, Service, ServiceError};
use serde_json::{Value, json};

use crate::common::{Place, book_of, caller};

/// Two services, each with a plan; adults also has an action and a risk in the council's plan.
fn council(place: &Place) -> Service {
    let service = place.founded();
    let action = |id: &str, plan: &str, unit: Option<&str>| {
        (
            Kind::Action,
            json!({"id": id, "plan": plan, "title": "Work", "unit": unit, "end": "2026-01", "status": "active"}),
        )
    };
    let records = [
        (
            Kind::Plan,
            json!({"id": "a", "title": "Adults", "unit": "adults"}),
        ),
        (
            Kind::Plan,
            json!({"id": "j", "title": "Justice", "unit": "justice"}),
        ),
        action("A9", "p", Some("adults")),
        action("A2", "a", None),
        action("J2", "j", None),
        (
            Kind::Milestone,
            json!({"action": "A2", "plan": "a", "title": "Half", "due": "2026-01"}),
        ),
        (
            Kind::Update,
            json!({"action": "A2", "plan": "a", "text": "Begun"}),
        ),
        (
            Kind::Risk,
            json!({"code": "R1", "plan": "a", "title": "Risk", "review_due": "2026-01-05"}),
        ),
        (
            Kind::Risk,
            json!({"code": "R2", "plan": "p", "unit": "adults", "title": "Risk"}),
        ),
        (
            Kind::Control,
            json!({"risk": "R2", "title": "Training", "in_place": true}),
        ),
        (
            Kind::BudgetTable,
            json!({"id": "T", "plan": "a", "title": "Budget"}),
        ),
        (
            Kind::Activity,
            json!({"table": "T", "title": "Day care", "kind": "activity"}),
        ),
        (Kind::PlanningStep, json!({"plan": "a", "step": "Consult"})),
        (
            Kind::SeriesBreak,
            json!({"measure": "M2", "from": "2025-26", "reason": "New form"}),
        ),
    ];
    take(&service, &caller("more", 2), records).unwrap();
    for (id, role) in [
        ("officer", Role::PerformanceOfficer),
        ("owner", Role::Owner),
    ] {
        let grant = Grant {
            role,
            unit: Some("adults".into()),
        };
        let administrator = caller(&format!("open-{id}"), 3);
        service
            .open_account(&administrator, &id.into(), "Post", &[grant], None)
            .unwrap();
    }
    service
}

fn take(
    service: &Service,
    caller: &Caller,
    records: impl IntoIterator<Item = (Kind, Value)>,
) -> Result<Done, ServiceError> {
    let incoming = Incoming {
        book: book_of(records),
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service.take_in_records(caller, &incoming)
}

fn officer(id: &str) -> Caller {
    Caller {
        actor: "officer".into(),
        ..caller(id, 10)
    }
}

#[test]
fn a_record_belongs_to_its_own_part_or_to_that_of_what_it_stands_in() {
    let service = council(&Place::sqlite());
    let memory = service.memory();
    let adults = Some(UnitId::from("adults"));
    for kind in [
        Kind::Milestone,
        Kind::Control,
        Kind::Activity,
        Kind::BudgetTable,
        Kind::PlanningStep,
        Kind::SeriesBreak,
        Kind::Update,
        Kind::Risk,
    ] {
        for place in 0..memory.book().count(kind) {
            let record = memory.book().record(kind, place).unwrap();
            assert_eq!(memory.unit_of(&record), adults, "{kind:?} {place}");
        }
    }
    let units = memory.book().actions.iter().map(|action| {
        let unit = memory.unit_of_action(action).map(UnitId::as_str);
        (action.id.as_str(), unit)
    });
    let expected = [
        ("A1", None),
        ("A9", Some("adults")),
        ("A2", Some("adults")),
        ("J2", Some("justice")),
    ];
    assert_eq!(units.collect::<Vec<_>>(), expected);
}

#[test]
fn an_officer_changes_what_belongs_to_the_own_part_wherever_it_stands() {
    let service = council(&Place::sqlite());
    let own = [
        (
            Kind::Action,
            json!({"id": "A9", "plan": "p", "title": "Better work", "unit": "adults"}),
        ),
        (
            Kind::Milestone,
            json!({"action": "A2", "plan": "a", "title": "Whole"}),
        ),
        (
            Kind::Update,
            json!({"action": "A2", "plan": "a", "text": "Nearly"}),
        ),
        (
            Kind::Control,
            json!({"risk": "R2", "title": "Audit", "in_place": false}),
        ),
        (
            Kind::Activity,
            json!({"table": "T", "title": "Respite", "kind": "activity"}),
        ),
    ];
    for (place, (kind, fields)) in own.into_iter().enumerate() {
        let done = take(
            &service,
            &officer(&format!("own-{place}")),
            [(kind, fields)],
        );
        done.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
    }
    let others = [
        (
            Kind::Action,
            json!({"id": "J2", "plan": "j", "title": "Better work"}),
        ),
        (
            Kind::Action,
            json!({"id": "A9", "plan": "p", "title": "Work", "unit": "justice"}),
        ),
        (
            Kind::Action,
            json!({"id": "A3", "plan": "p", "title": "New", "unit": "adults"}),
        ),
        (
            Kind::Milestone,
            json!({"action": "J2", "plan": "j", "title": "Whole"}),
        ),
        (
            Kind::Milestone,
            json!({"action": "A1", "plan": "p", "title": "Whole"}),
        ),
        (Kind::Forum, json!({"id": "board", "name": "Board"})),
    ];
    for (place, (kind, fields)) in others.into_iter().enumerate() {
        let said = fields.to_string();
        let done = take(
            &service,
            &officer(&format!("other-{place}")),
            [(kind, fields)],
        );
        let error = done.expect_err(&said);
        assert_eq!(
            error.kind(),
            clew_service::ErrorKind::Refused,
            "{said}: {error}"
        );
    }
}

#[test]
fn an_officer_does_not_take_an_action_out_of_a_plan_of_the_whole() {
    let service = council(&Place::sqlite());
    let withdraw = |plan: &str, id: &str| {
        let subject = Subject::named(SubjectKind::Record(Kind::Action), [id, plan]);
        service.withdraw(&officer(&format!("withdraw-{id}")), &subject, "done twice")
    };
    let error = withdraw("p", "A9").unwrap_err();
    assert_eq!(error.kind(), clew_service::ErrorKind::Refused, "{error}");
    let error = withdraw("j", "J2").unwrap_err();
    assert_eq!(error.kind(), clew_service::ErrorKind::Refused, "{error}");
}

#[test]
fn my_work_has_what_its_owner_may_update() {
    let service = council(&Place::sqlite());
    let overview = Overview::of(service.memory());
    let work = overview.work_of(&"owner".into(), "2026-01-20".parse().unwrap());
    let actions: Vec<_> = work.actions.iter().map(|due| due.action.as_str()).collect();
    assert_eq!(actions, ["A9", "A2"]);
    assert_eq!((work.milestones.len(), work.reviews.len()), (1, 1));
}
