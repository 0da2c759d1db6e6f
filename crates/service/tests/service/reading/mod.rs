//! A small council for the tests of the reading side: one plan, a share, and a ratio of two counts.

#![allow(dead_code)]

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use clew_calendar::Period;
use clew_journal::Moment;
use clew_plan::{Book, Commentary, Figure, Forum, Organisation, Record, Target, Unit};
use clew_service::{Caller, Done, FigureRequest, Incoming, Service};
use clew_store::Location;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// 12 June 2026, 14:00 UTC.
pub(crate) const NOON: i64 = 1_781_272_800_000_000;

/// A council with its journal in a folder of its own.
pub(crate) struct Council {
    pub(crate) service: Service,
    pub(crate) folder: PathBuf,
    calls: AtomicI64,
}

impl Council {
    /// A council that is founded and has its plan.
    pub(crate) fn new(name: &str) -> Self {
        static COUNCILS: AtomicU32 = AtomicU32::new(0);
        let number = COUNCILS.fetch_add(1, Ordering::Relaxed);
        let own = format!("clew-reading-{}-{name}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(own);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let service = Service::create(&Location::File(folder.join("clew.db"))).unwrap();
        let council = Self {
            service,
            folder,
            calls: AtomicI64::new(0),
        };
        let organisation: Organisation = row(json!({"name": "Seed Council"}));
        council
            .service
            .found(&council.caller(), organisation, "Administrator")
            .unwrap();
        council.take_in(book(), None);
        council
    }

    /// The next call of the administrator: a second after the one before.
    pub(crate) fn caller(&self) -> Caller {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        Caller {
            actor: "administrator".into(),
            id: format!("call-{call}"),
            at: Moment::from_microseconds(NOON + call * 1_000_000),
            origin: None,
            despite_clock: false,
        }
    }

    pub(crate) fn take_in(&self, book: Book, reason: Option<&str>) -> Done {
        let incoming = Incoming {
            book,
            seen: u64::MAX,
            reason: reason.map(str::to_owned),
        };
        self.service
            .take_in_records(&self.caller(), &incoming)
            .unwrap()
    }

    /// Puts one record in, or in the place of the one that is there.
    pub(crate) fn put(&self, record: impl Into<Record>, reason: Option<&str>) -> Done {
        let mut book = Book::default();
        book.push(record.into());
        self.take_in(book, reason)
    }

    pub(crate) fn give(&self, measure: &str, counts: (i64, i64)) -> Done {
        self.service
            .return_figure(&self.caller(), &request(measure, counts))
            .unwrap()
    }

    pub(crate) fn correct(&self, measure: &str, counts: (i64, i64), reason: &str) -> Done {
        let request = request(measure, counts);
        self.service
            .correct_figure(&self.caller(), &request, reason)
            .unwrap()
    }

    pub(crate) fn freeze(&self, id: &str) -> Done {
        self.freeze_with(id, &[])
    }

    /// Freezes with these reports.
    pub(crate) fn freeze_with(&self, id: &str, reports: &[clew_report::ReportKind]) -> Done {
        let request = clew_service::FreezeRequest {
            id: Some(id.into()),
            forum: "committee".to_owned(),
            meeting: "2022-06-01".parse().unwrap(),
            plan: Some("council".into()),
            period: Some(year()),
            basis: Some(clew_measure::StatusBasis::ByRule),
            reports: reports.to_vec(),
            despite: Some("the tests check something else".to_owned()),
            despite_unsettled: Some("the tests look at something else".to_owned()),
            seen: None,
        };
        self.service.freeze(&self.caller(), &request).unwrap()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("clew.db")
    }
}

impl Drop for Council {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn year() -> Period {
    "2021-22".parse().unwrap()
}

pub(crate) fn row<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub(crate) fn request(measure: &str, (met, all): (i64, i64)) -> FigureRequest {
    FigureRequest {
        measure: measure.into(),
        period: Some(year()),
        numerator: Some(Decimal::from(met)),
        denominator: Some(Decimal::from(all)),
        ..FigureRequest::default()
    }
}

pub(crate) fn number(measure: &str, value: i64) -> FigureRequest {
    FigureRequest {
        measure: measure.into(),
        period: Some(year()),
        value: Some(Decimal::from(value)),
        ..FigureRequest::default()
    }
}

pub(crate) fn target(measure: &str, goal: &str) -> Target {
    row(json!({"measure": measure, "period": "2021-22", "goal": goal}))
}

pub(crate) fn figure(measure: &str, value: i64) -> Figure {
    row(
        json!({"measure": measure, "period": "2021-22", "value": value.to_string(), "from": "returned", "state": "final"}),
    )
}

pub(crate) fn comment(measure: &str, by: &str, text: &str) -> Commentary {
    row(json!({"measure": measure, "period": "2021-22", "text": text, "by": by}))
}

pub(crate) fn measure(code: &str, unit: &str) -> Value {
    json!({
        "code": code, "title": format!("Measure {code}"), "kind": "statistical", "plan": "council",
        "unit_of_measure": unit, "polarity": "higher", "owner": "Head of service",
    })
}

/// The council's plan: `SPCC014`, a share; `RATE`, worked out as the ratio of `MET` to `ALL`.
pub(crate) fn book() -> Book {
    let mut book = Book {
        plans: vec![row(
            json!({"id": "council", "title": "Council plan", "period": "2021-22"}),
        )],
        forums: vec![row::<Forum>(
            json!({"id": "committee", "name": "Social Work Committee"}),
        )],
        units: vec![row::<Unit>(json!({"id": "north", "name": "North"}))],
        formulas: vec![row(
            json!({"measure": "RATE", "formula": "ratio of MET to ALL"}),
        )],
        targets: vec![target("SPCC014", "70")],
        ..Book::default()
    };
    for (code, unit) in [
        ("SPCC014", "%"),
        ("RATE", "%"),
        ("MET", "number"),
        ("ALL", "number"),
    ] {
        book.measures.push(row(measure(code, unit)));
    }
    book
}
