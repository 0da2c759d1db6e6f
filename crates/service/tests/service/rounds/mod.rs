//! Cycles that meet, what is settled in them, who may sign what off, and what stays of a figure.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod locks;
mod owners;
mod parts;

use std::cell::Cell;

use clew_calendar::Period;
use clew_journal::{ReturnKey, ReturnStage, Subject, SubjectKind};
use clew_plan::{Book, Figure, FigureSource, FigureState, Grant, Kind, Role, Status};
use clew_service::{
    Act, Caller, Comment, CycleRequest, Done, ErrorKind, FigureRequest, Incoming, QuestionKind,
    ReturnsOf, Service, ServiceError,
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
            .lock_cycle_despite_unsettled(&self.admin(), &plan.into(), cycle, WHY)
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
