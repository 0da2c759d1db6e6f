//! Cycles and freezes that wait for their returns, figures that come late, and what a forum was shown.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::cell::Cell;

use clew_journal::ReturnStage;
use clew_plan::Kind;
use clew_report::ReportKind;
use clew_service::{
    Caller, CycleRequest, Done, ErrorKind, FigureRequest, FreezeRequest, Incoming, KnownAt,
    Overview, ReportRequest, ReturnsOf, Service, ServiceError,
};
use serde_json::{Value, json};

use crate::common::{ADMINISTRATOR, Place, book_of, caller};

const Q3: &str = "2025-26 Q3";
const Q4: &str = "2025-26 Q4";

struct Council {
    service: Service,
    calls: Cell<i64>,
    _place: Place,
}

impl Council {
    /// A plan with two measures, one of which comes a quarter late, and a cycle for a quarter.
    fn with_cycle(period: &str) -> Self {
        let place = Place::sqlite();
        let council = Self {
            service: place.founded(),
            calls: Cell::new(10),
            _place: place,
        };
        let measure = |code: &str, arrears: u8| {
            let fields = json!({"code": code, "title": code, "kind": "statistical", "plan": "late",
                "unit_of_measure": "number", "polarity": "contextual", "arrears": arrears});
            (Kind::Measure, fields)
        };
        let plan = json!({"id": "late", "title": "Late", "period": "2025-26"});
        council.set([(Kind::Plan, plan), measure("NOW", 0), measure("LATE", 1)]);
        council.open(period);
        council
    }

    fn caller(&self) -> Caller {
        let call = self.calls.replace(self.calls.get() + 1);
        Caller {
            actor: ADMINISTRATOR.into(),
            ..caller(&format!("call-{call}"), call)
        }
    }

    fn set(&self, records: impl IntoIterator<Item = (Kind, Value)>) {
        let incoming = Incoming {
            book: book_of(records),
            seen: self.service.memory().state().head.sequence,
            reason: None,
        };
        self.service
            .take_in_records(&self.caller(), &incoming)
            .unwrap();
    }

    fn open(&self, period: &str) {
        let cycle = CycleRequest {
            id: None,
            plan: "late".into(),
            period: period.parse().unwrap(),
            opens: None,
            due: None,
        };
        self.service.open_cycle(&self.caller(), &cycle).unwrap();
    }

    fn give(&self, request: &FigureRequest) -> Result<Done, ServiceError> {
        self.service.return_figure(&self.caller(), request)
    }

    fn settle(&self, cycle: &str) {
        self.service
            .sign_off_despite(
                &self.caller(),
                &returns(cycle, None),
                "there is nobody else",
            )
            .unwrap();
    }

    fn freeze(&self, despite_unsettled: Option<&str>) -> Result<Done, ServiceError> {
        self.freeze_reports(despite_unsettled, Vec::new())
    }

    fn freeze_reports(
        &self,
        despite_unsettled: Option<&str>,
        reports: Vec<ReportKind>,
    ) -> Result<Done, ServiceError> {
        let request = FreezeRequest {
            id: None,
            forum: "committee".to_owned(),
            meeting: "2026-05-01".parse().unwrap(),
            plan: Some("late".into()),
            period: Some(Q4.parse().unwrap()),
            basis: None,
            reports,
            despite: Some("the checks find something else".to_owned()),
            despite_unsettled: despite_unsettled.map(str::to_owned),
            seen: None,
        };
        self.service.freeze(&self.caller(), &request)
    }
}

fn returns(cycle: &str, measure: Option<&str>) -> ReturnsOf {
    ReturnsOf {
        plan: "late".into(),
        cycle: cycle.to_owned(),
        measures: measure.map(|measure| vec![measure.into()]),
        seen: None,
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

#[test]
fn a_figure_that_comes_late_is_owed_and_returned_in_the_cycle_in_which_it_comes() {
    let council = Council::with_cycle(Q4);
    let memory = council.service.memory();
    let owed = memory.returns_of(&"late".into(), Q4).unwrap();
    let periods: Vec<(&str, String)> = owed
        .iter()
        .map(|owed| (owed.measure.code.written(), owed.period.to_string()))
        .collect();
    assert_eq!(periods, [("NOW", Q4.to_owned()), ("LATE", Q3.to_owned())]);
    let early = council
        .give(&figure("LATE", Q4, 70))
        .unwrap_err()
        .to_string();
    assert!(
        early.contains("unexpected-period") && early.contains(Q3),
        "{early}"
    );
    council.give(&figure("LATE", Q3, 70)).unwrap();
    council.give(&figure("NOW", Q4, 70)).unwrap();
    council.settle(Q4);
    let memory = council.service.memory();
    let owed = memory.returns_of(&"late".into(), Q4).unwrap();
    assert!(
        owed.iter()
            .all(|owed| owed.stands.stage == ReturnStage::SignedOff)
    );
    let again = council
        .give(&figure("LATE", Q3, 71))
        .unwrap_err()
        .to_string();
    assert!(again.contains("signed off"), "{again}");
}

#[test]
fn a_cycle_is_locked_and_a_paper_frozen_once_every_return_is_signed_off_or_with_a_reason() {
    let council = Council::with_cycle(Q4);
    let lock = || {
        let done = council
            .service
            .lock_cycle(&council.caller(), &"late".into(), Q4);
        done.unwrap_err().to_string()
    };
    let said = lock();
    assert!(
        said.contains("NOW: nothing came in") && said.contains("LATE: nothing"),
        "{said}"
    );
    council
        .service
        .save_draft(&council.caller(), &figure("NOW", Q4, 70))
        .unwrap();
    assert!(lock().contains("NOW: it is a draft"));
    council.give(&figure("NOW", Q4, 70)).unwrap();
    assert!(lock().contains("NOW: it is not signed off"));
    let refused = council.freeze(None).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Invalid);
    assert!(
        refused.to_string().contains("LATE: nothing came in"),
        "{refused}"
    );
    let done = council.freeze(Some("the meeting cannot wait")).unwrap();
    let reason = done.entries().unwrap()[0].reason.clone().unwrap();
    assert!(reason.contains("the meeting cannot wait"), "{reason}");
    council.give(&figure("LATE", Q3, 70)).unwrap();
    council.settle(Q4);
    let unsettled = council.service.memory();
    assert!(unsettled.unsettled(&"late".into(), Q4).unwrap().is_empty());
    council
        .service
        .lock_cycle(&council.caller(), &"late".into(), Q4)
        .unwrap();
}

#[test]
fn a_measure_of_the_year_is_owed_at_the_end_of_the_year_only() {
    for (period, owed) in [(Q3, 0), (Q4, 1)] {
        let council = Council::with_cycle(period);
        let yearly = json!({"code": "YEAR", "title": "Y", "kind": "statistical", "plan": "late",
            "unit_of_measure": "number", "frequency": "annual"});
        council.set([(Kind::Measure, yearly)]);
        let memory = council.service.memory();
        let all = memory.returns_of(&"late".into(), period).unwrap();
        let unsettled = memory.unsettled(&"late".into(), period).unwrap();
        for returns in [all, unsettled] {
            let yearly = returns
                .iter()
                .filter(|it| it.measure.code.written() == "YEAR");
            assert_eq!(yearly.count(), owed, "{period}");
        }
    }
}

#[test]
fn a_measure_of_the_year_that_was_begun_before_its_end_stays_in_sight() {
    let council = Council::with_cycle(Q3);
    let yearly = json!({"code": "YEAR", "title": "Y", "kind": "statistical", "plan": "late",
        "unit_of_measure": "number", "frequency": "annual"});
    council.set([(Kind::Measure, yearly)]);
    council.give(&figure("YEAR", Q3, 5)).unwrap();
    let memory = council.service.memory();
    let all = memory.returns_of(&"late".into(), Q3).unwrap();
    let begun = all.iter().find(|it| it.measure.code.written() == "YEAR");
    let stage = begun.map(|it| it.stands.stage);
    assert_eq!(stage, Some(ReturnStage::Returned));
}

#[test]
fn a_figure_that_a_forum_was_shown_is_returned_otherwise_with_a_reason_only() {
    let council = Council::with_cycle(Q4);
    council.give(&figure("NOW", Q4, 70)).unwrap();
    council.give(&figure("LATE", Q3, 70)).unwrap();
    council.settle(Q4);
    council.freeze(None).unwrap();
    for measure in ["NOW", "LATE"] {
        let these = returns(Q4, Some(measure));
        council
            .service
            .send_back(
                &council.caller(),
                &these,
                "it was asked about in the meeting",
            )
            .unwrap();
    }
    for (measure, period) in [("NOW", Q4), ("LATE", Q3)] {
        let another = figure(measure, period, 71);
        let refused = council.give(&another).unwrap_err().to_string();
        assert!(refused.contains("committee was shown it"), "{refused}");
        let with_reason = FigureRequest {
            reason: Some("one was counted twice".to_owned()),
            ..another
        };
        let done = council.give(&with_reason).unwrap();
        let reason = done.entries().unwrap()[0].reason.clone();
        assert_eq!(reason.as_deref(), Some("one was counted twice"));
    }
}

#[test]
fn a_story_as_it_was_known_holds_nothing_that_came_later() {
    let council = Council::with_cycle(Q4);
    council.give(&figure("NOW", Q4, 70)).unwrap();
    let then = council.service.memory().state().head.sequence;
    let corrected =
        council
            .service
            .correct_figure(&council.caller(), &figure("NOW", Q4, 71), "one was missed");
    corrected.unwrap();
    let reader = council.service.reader(&ADMINISTRATOR.into()).unwrap();
    let period = Q4.parse().unwrap();
    let known = KnownAt::Entry(then);
    let told = reader
        .explain_at(known, &"NOW".into(), period, None)
        .unwrap();
    assert_eq!((told.value.as_deref(), told.history.len()), (Some("70"), 1));
    let now = reader.explain(&"NOW".into(), period, None).unwrap();
    assert_eq!((now.value.as_deref(), now.history.len()), (Some("71"), 2));
}

#[test]
fn a_frozen_report_keeps_which_figures_were_not_signed_off() {
    let council = Council::with_cycle(Q4);
    council.give(&figure("NOW", Q4, 70)).unwrap();
    let why = Some("the meeting cannot wait");
    let kind = ReportKind::QuarterlyProgress;
    council.freeze_reports(why, vec![kind]).unwrap();
    council.settle(Q4);
    let reader = council.service.reader(&ADMINISTRATOR.into()).unwrap();
    let memory = council.service.memory();
    let freeze = memory.state().freezes().next().unwrap().id.clone();
    let frozen = reader.frozen_report(&freeze, kind).unwrap();
    let frozen = serde_json::to_string(&frozen).unwrap();
    assert!(frozen.contains("1 figure is not signed off"), "{frozen}");
    assert!(frozen.contains("\"not signed off\""), "{frozen}");
    let overview = Overview::of(memory);
    let asked = ReportRequest {
        plan: Some("late".into()),
        period: Some(Q4.parse().unwrap()),
        ..ReportRequest::of(kind)
    };
    let now = serde_json::to_string(&overview.report(&asked).unwrap()).unwrap();
    assert!(!now.contains("not signed off"), "{now}");
}
