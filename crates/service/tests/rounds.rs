//! Cycles that meet, what is settled in them, who may sign what off, and what stays of a figure.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod common;

use std::cell::Cell;

use clew_calendar::Period;
use clew_journal::{ReturnKey, ReturnStage, Subject, SubjectKind};
use clew_plan::{Book, Figure, FigureSource, FigureState, Grant, Kind, Role, Status};
use clew_service::{
    Act, Caller, Comment, CycleRequest, Done, ErrorKind, FigureRequest, Incoming, ReturnsOf,
    Service, ServiceError,
};
use serde_json::{Value, json};

use crate::common::{ADMINISTRATOR, Place, book_of, caller};

const Q4: &str = "2025-26 Q4";
const YEAR: &str = "2025-26";
const WHY: &str = "the team counted anew";

struct Council {
    service: Service,
    calls: Cell<i64>,
    _place: Place,
}

impl Council {
    fn new() -> Self {
        let place = Place::sqlite();
        Self {
            service: place.founded(),
            calls: Cell::new(10),
            _place: place,
        }
    }

    /// The small council with more records.
    fn with(records: impl IntoIterator<Item = (Kind, Value)>) -> Self {
        let council = Self::new();
        council.set(records, None).unwrap();
        council
    }

    fn caller(&self, actor: &str) -> Caller {
        let call = self.calls.replace(self.calls.get() + 1);
        Caller {
            actor: actor.into(),
            ..caller(&format!("call-{call}"), call)
        }
    }

    fn admin(&self) -> Caller {
        self.caller(ADMINISTRATOR)
    }

    fn set(
        &self,
        records: impl IntoIterator<Item = (Kind, Value)>,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.take(book_of(records), reason)
    }

    fn take(&self, book: Book, reason: Option<&str>) -> Result<Done, ServiceError> {
        let incoming = Incoming {
            book,
            seen: self.seen(),
            reason: reason.map(str::to_owned),
        };
        self.service.take_in_records(&self.admin(), &incoming)
    }

    fn seen(&self) -> u64 {
        self.service.memory().state().head.sequence
    }

    fn open(&self, plan: &str, period: &str) {
        let cycle = CycleRequest {
            id: None,
            plan: plan.into(),
            period: period.parse().unwrap(),
            opens: None,
            due: None,
        };
        self.service.open_cycle(&self.admin(), &cycle).unwrap();
    }

    fn lock(&self, plan: &str, cycle: &str) {
        self.service
            .lock_cycle(&self.admin(), &plan.into(), cycle)
            .unwrap();
    }

    fn unlock(&self, plan: &str, cycle: &str) {
        self.service
            .unlock_cycle(&self.admin(), &plan.into(), cycle, WHY)
            .unwrap();
    }

    fn give(&self, request: &FigureRequest) -> Result<Done, ServiceError> {
        self.service.return_figure(&self.admin(), request)
    }

    fn correct(&self, request: &FigureRequest) -> Result<Done, ServiceError> {
        self.service.correct_figure(&self.admin(), request, WHY)
    }

    fn withdraw(&self, kind: Kind, parts: &[&str]) -> Result<Done, ServiceError> {
        let subject = Subject::named(SubjectKind::Record(kind), parts.iter().copied());
        self.service.withdraw(&self.admin(), &subject, WHY)
    }

    fn stage(&self, cycle: &str, measure: &str, unit: Option<&str>) -> ReturnStage {
        let key = ReturnKey {
            plan: "p".into(),
            cycle: cycle.to_owned(),
            measure: measure.into(),
            unit: unit.map(Into::into),
        };
        self.service.memory().state().return_of(&key).stage
    }

    fn figure(&self, measure: &str, period: &str) -> Option<Figure> {
        let period: Period = period.parse().unwrap();
        let memory = self.service.memory();
        let mut figures = memory.book().figures.iter();
        let found = figures.find(|it| it.measure == measure.into() && it.period == period);
        found.cloned()
    }

    fn account(&self, id: &str, role: Role, unit: &str) {
        let grant = Grant {
            role,
            unit: Some(unit.into()),
        };
        self.service
            .open_account(&self.admin(), &id.into(), "Post", &[grant], None)
            .unwrap();
    }
}

fn figure(measure: &str, period: &str, value: i64) -> FigureRequest {
    FigureRequest {
        measure: measure.into(),
        period: Some(period.parse().unwrap()),
        value: Some(value.into()),
        ..FigureRequest::default()
    }
}

fn part(measure: &str, unit: &str, value: i64) -> FigureRequest {
    FigureRequest {
        unit: Some(unit.into()),
        ..figure(measure, Q4, value)
    }
}

fn said(request: FigureRequest, text: &str) -> FigureRequest {
    FigureRequest {
        comment: Some(Comment {
            text: text.to_owned(),
            ..Comment::default()
        }),
        ..request
    }
}

fn returns(cycle: &str, measures: &[&str]) -> ReturnsOf {
    ReturnsOf {
        plan: "p".into(),
        cycle: cycle.to_owned(),
        measures: (!measures.is_empty()).then(|| measures.iter().map(|it| (*it).into()).collect()),
        seen: None,
    }
}

fn measure(code: &str, more: Value) -> (Kind, Value) {
    let mut fields = json!({"code": code, "title": format!("Measure {code}"),
        "kind": "statistical", "unit_of_measure": "percent", "polarity": "higher"});
    let Value::Object(more) = more else {
        panic!("fields")
    };
    fields.as_object_mut().unwrap().extend(more);
    (Kind::Measure, fields)
}

/// What a refusal says, when it is one of this kind.
fn refusal(result: Result<Done, ServiceError>, kind: ErrorKind) -> String {
    let error = result.expect_err("it should have been refused");
    assert_eq!(error.kind(), kind, "{error}");
    error.to_string()
}

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
        .sign_off(&council.admin(), &returns(YEAR, &["M1"]))
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
    service.sign_off(&council.admin(), &these).unwrap();
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
    council.give(&figure("M1", Q4, 50)).unwrap();
    council
        .service
        .sign_off(&council.admin(), &returns(Q4, &["M1"]))
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
    for request in [part("M1", "adults", 1), part("M1", "justice", 2)] {
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
    service.sign_off(&admin(), &these(council.seen())).unwrap();
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
    let requests = [evidence, kept, figure("M1", Q4, 95)];
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
