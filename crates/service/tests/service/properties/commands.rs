//! Commands as a test may give them: mostly sound, sometimes not.

use clew_calendar::{Day, Period};
use clew_journal::Subject;
use clew_plan::{Grant, Kind, MeasureKey, Role, Status};
use clew_report::ReportKind;
use clew_service::{
    Caller, Comment, CycleRequest, Done, FigureRequest, FreezeRequest, Incoming, Memory,
    QuestionKind, ReturnsOf, Service, ServiceError,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::common::{ADMINISTRATOR, book_of};

/// A figure as someone may give it, in small numbers.
#[derive(Clone, Debug)]
pub struct Given {
    measure: usize,
    period: usize,
    unit: usize,
    value: i16,
    counts: bool,
    status: bool,
    comment: Option<String>,
    /// Whether the caller says what it saw last, and whether that is up to date.
    seen: u8,
}

#[derive(Clone, Debug)]
pub enum Command {
    Return(Given),
    Correct(Given, String),
    Draft(Given),
    TakeIn(Vec<(u8, u8, String)>, Option<String>, u8),
    OpenCycle(usize),
    Lock(usize),
    Unlock(usize, String),
    SignOff(usize, Vec<usize>),
    Check(usize, Vec<usize>),
    SendBack(usize, Vec<usize>, String),
    Retire(usize, String),
    Withdraw(usize, usize, String),
    Freeze(u8, bool, String),
    OpenAccount(usize),
    Grant(usize, usize, bool),
    Revoke(usize, usize, bool),
    Close(usize),
}

/// The reason that is given where one is needed to go on.
const DESPITE: &str = "it goes on all the same";
const PERIODS: [&str; 5] = [
    "2025-26 Q1",
    "2025-26 Q4",
    "2025-26 Q2",
    "2025-26 Q3",
    "2025-26",
];
const MEASURES: [&str; 6] = ["M1", "M2", "M3", "M4", "M5", "M9"];
const REASON: &str = "the team counted anew";

fn day(number: u8) -> Day {
    let first: Day = "2025-04-01".parse().unwrap();
    Day::from_number(first.number() + i32::from(number)).unwrap()
}

fn period(number: usize) -> Period {
    PERIODS[number % PERIODS.len()].parse().unwrap()
}

fn measure(number: usize) -> MeasureKey {
    MEASURES[number % MEASURES.len()].into()
}

fn cycle(number: usize) -> String {
    period(number).to_string()
}

pub fn account(number: usize) -> String {
    ["owner", "approver", "officer", ADMINISTRATOR][number % 4].to_owned()
}

/// Words, and what is hard to keep apart from the signs of a format.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,8}",
        1 => "\\PC{1,12}",
        1 => Just("#5\t/%2F\n\r\u{2028}\"'\\".to_owned()),
        1 => Just("  ".to_owned()),
        1 => Just("é😀\u{0}%00 – '; DROP TABLE entries; --".to_owned()),
    ]
}

/// As [`text`], without the one character that a database refuses in a column of its own.
fn reason() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just(REASON.to_owned()), 2 => text(), 1 => Just(String::new())]
        .prop_map(|text| text.replace('\0', ""))
}

/// Mostly the first few, so that commands meet.
fn low(all: usize) -> impl Strategy<Value = usize> {
    prop_oneof![4 => Just(0), 2 => 0..2usize, 1 => 0..all]
}

fn given() -> impl Strategy<Value = Given> {
    let first = (low(6), low(5), low(4), -2..110i16);
    let comment = proptest::option::weighted(0.3, text());
    let rest = (any::<bool>(), prop::bool::weighted(0.05), comment, 0..10u8);
    (first, rest).prop_map(
        |((measure, period, unit, value), (counts, status, comment, seen))| Given {
            measure,
            period,
            unit,
            value,
            counts,
            status,
            comment,
            seen,
        },
    )
}

pub fn command() -> impl Strategy<Value = Command> {
    let some = || proptest::collection::vec(low(5), 0..3);
    let records = proptest::collection::vec((0..10u8, 0..4u8, text()), 1..6);
    prop_oneof![
        8 => given().prop_map(Command::Return),
        5 => (given(), reason()).prop_map(|(given, reason)| Command::Correct(given, reason)),
        2 => given().prop_map(Command::Draft),
        6 => (records, proptest::option::of(reason()), 0..8u8)
            .prop_map(|(records, reason, behind)| Command::TakeIn(records, reason, behind)),
        3 => low(5).prop_map(Command::OpenCycle),
        2 => low(5).prop_map(Command::Lock),
        3 => (low(5), reason()).prop_map(|(cycle, reason)| Command::Unlock(cycle, reason)),
        4 => (low(5), some()).prop_map(|(cycle, some)| Command::SignOff(cycle, some)),
        2 => (low(5), some()).prop_map(|(cycle, some)| Command::Check(cycle, some)),
        2 => (low(5), some(), reason())
            .prop_map(|(cycle, some, reason)| Command::SendBack(cycle, some, reason)),
        1 => (0..6usize, reason()).prop_map(|(measure, reason)| Command::Retire(measure, reason)),
        2 => (0..Kind::ALL.len(), 0..6usize, reason())
            .prop_map(|(kind, place, reason)| Command::Withdraw(kind, place, reason)),
        1 => (0..20u8, any::<bool>(), reason())
            .prop_map(|(day, despite, reason)| Command::Freeze(day, despite, reason)),
        2 => low(4).prop_map(Command::OpenAccount),
        2 => (low(4), low(8), any::<bool>()).prop_map(|(who, role, unit)| Command::Grant(who, role, unit)),
        4 => (low(4), low(8), prop::bool::weighted(0.2)).prop_map(|(who, role, unit)| Command::Revoke(who, role, unit)),
        3 => low(4).prop_map(Command::Close),
    ]
}

/// A command with what it needs of the memory it was made from: it can be given twice, alike.
#[derive(Debug)]
pub struct Asked {
    command: Command,
    seen: u64,
    looked: Option<u64>,
    subject: Option<Subject>,
}

impl Command {
    /// How many commands there are.
    pub const KINDS: usize = 17;

    /// The command as someone gives it who sees this.
    pub fn on(self, memory: &Memory) -> Asked {
        let state = memory.state();
        let mut asked = Asked {
            seen: state.head.sequence,
            looked: None,
            subject: None,
            command: self,
        };
        match &asked.command {
            Command::Return(given) | Command::Correct(given, _) => {
                asked.looked = given.looked(memory);
            }
            Command::TakeIn(_, _, behind) => {
                // Mostly up to date; now and then someone who last looked some entries ago.
                let behind = if *behind < 6 { 0 } else { u64::from(*behind) };
                asked.seen = asked.seen.saturating_sub(behind);
            }
            Command::Withdraw(kind, place, _) => {
                let kinds = Kind::ALL.iter().cycle().skip(*kind).take(Kind::ALL.len());
                let mut subjects = kinds.filter_map(|kind| state.subject_at(*kind, *place));
                asked.subject = subjects.next();
            }
            _ => {}
        }
        asked
    }
}

impl Given {
    fn unit_id(&self) -> Option<String> {
        [None, Some("adults"), None, Some("nowhere")][self.unit % 4].map(str::to_owned)
    }

    fn looked(&self, memory: &Memory) -> Option<u64> {
        let head = memory.state().head.sequence;
        match self.seen {
            0 => Some(head),
            1 => Some(head.saturating_sub(5)),
            _ => None,
        }
    }

    fn request(&self, seen: Option<u64>) -> FigureRequest {
        let value = Decimal::new(i64::from(self.value), 1);
        let project = measure(self.measure).as_str() == "M4";
        FigureRequest {
            measure: measure(self.measure),
            period: Some(period(self.period)),
            unit: self.unit_id().map(Into::into),
            value: (!self.counts && !project).then_some(value),
            numerator: self.counts.then(|| self.value.into()),
            denominator: self.counts.then(|| 100.into()),
            status: (project || self.status).then_some(Status::Green),
            comment: self.comment.clone().map(|text| Comment {
                text,
                ..Comment::default()
            }),
            answers: QuestionKind::ALL.to_vec(),
            reason: Some(DESPITE.to_owned()),
            seen,
            ..FigureRequest::default()
        }
    }
}

/// A record to take in: its kind, its fields.
fn record((what, number, text): &(u8, u8, String)) -> (Kind, Value) {
    let period = PERIODS[usize::from(*number)];
    let code = MEASURES[usize::from(*number)];
    match what {
        0 => (Kind::Unit, json!({"id": text, "name": text})),
        1 => (
            Kind::Outcome,
            json!({"id": text, "plan": "p", "level": "outcome", "title": text, "parent": "o"}),
        ),
        2 => (
            Kind::Measure,
            json!({"code": code, "title": text, "kind": "statistical", "plan": "p",
                                    "unit_of_measure": "percent", "polarity": "higher"}),
        ),
        3 => (
            Kind::Target,
            json!({"measure": code, "period": period, "goal": "80", "reason": text}),
        ),
        4 => (
            Kind::Figure,
            json!({"measure": code, "period": period, "value": number.to_string(),
                                   "from": "imported", "state": "final", "note": text}),
        ),
        5 => (
            Kind::Commentary,
            json!({"measure": code, "period": period, "text": text, "by": "manager"}),
        ),
        6 => (
            Kind::Update,
            json!({"action": "A1", "plan": "p", "text": text}),
        ),
        7 => (
            Kind::Action,
            json!({"id": text, "plan": "p", "title": text, "status": "in progress"}),
        ),
        8 => (Kind::Waiver, json!({"rule": "B01", "reason": text})),
        _ => (
            Kind::Formula,
            json!({"measure": "M5", "from": period, "formula": "sum of M1, M2", "reason": text}),
        ),
    }
}

impl Asked {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match &self.command {
            Command::Return(_) => "return",
            Command::Correct(..) => "correct",
            Command::Draft(_) => "draft",
            Command::TakeIn(..) => "take in",
            Command::OpenCycle(_) => "open cycle",
            Command::Lock(_) => "lock",
            Command::Unlock(..) => "unlock",
            Command::SignOff(..) => "sign off",
            Command::Check(..) => "check",
            Command::SendBack(..) => "send back",
            Command::Retire(..) => "retire",
            Command::Withdraw(..) => "withdraw",
            Command::Freeze(..) => "freeze",
            Command::OpenAccount(_) => "open account",
            Command::Grant(..) => "grant",
            Command::Revoke(..) => "revoke",
            Command::Close(_) => "close",
        }
    }

    /// Gives the command.
    pub fn run(&self, service: &Service, who: &Caller) -> Result<Done, ServiceError> {
        let returns = |cycle_of: usize, some: &[usize]| ReturnsOf {
            plan: "p".into(),
            cycle: cycle(cycle_of),
            measures: (!some.is_empty())
                .then(|| some.iter().map(|number| measure(*number)).collect()),
            seen: None,
        };
        match &self.command {
            Command::Return(given) => service.return_figure(who, &given.request(self.looked)),
            Command::Correct(given, reason) => {
                service.correct_figure(who, &given.request(self.looked), reason)
            }
            Command::Draft(given) => service.save_draft(who, &given.request(None)),
            Command::TakeIn(records, reason, _) => {
                let incoming = Incoming {
                    book: book_of(records.iter().map(record)),
                    seen: self.seen,
                    reason: reason.clone(),
                };
                service.take_in_records(who, &incoming)
            }
            Command::OpenCycle(number) => service.open_cycle(
                who,
                &CycleRequest {
                    id: None,
                    plan: "p".into(),
                    period: period(*number),
                    opens: None,
                    due: Some(day(120)),
                },
            ),
            Command::Lock(number) => {
                service.lock_cycle_despite_unsettled(who, &"p".into(), &cycle(*number), DESPITE)
            }
            Command::Unlock(number, reason) => {
                service.unlock_cycle(who, &"p".into(), &cycle(*number), reason)
            }
            Command::SignOff(cycle, some) => {
                service.sign_off_despite(who, &returns(*cycle, some), DESPITE)
            }
            Command::Check(cycle, some) => service.check_returns(who, &returns(*cycle, some)),
            Command::SendBack(cycle, some, reason) => {
                service.send_back(who, &returns(*cycle, some), reason)
            }
            Command::Retire(number, reason) => {
                service.retire(who, &measure(*number), day(200), reason)
            }
            Command::Withdraw(_, _, reason) => match &self.subject {
                Some(subject) => service.withdraw(who, subject, reason),
                None => Err(ServiceError::NotFound {
                    what: "record",
                    name: String::new(),
                    hint: None,
                }),
            },
            Command::Freeze(number, despite, reason) => service.freeze(
                who,
                &FreezeRequest {
                    id: None,
                    forum: "committee".to_owned(),
                    meeting: day(*number),
                    plan: Some("p".into()),
                    period: Some(period(0)),
                    basis: None,
                    reports: vec![ReportKind::QuarterlyProgress],
                    despite: despite.then(|| reason.clone()),
                    despite_unsettled: Some(DESPITE.to_owned()),
                    seen: None,
                },
            ),
            Command::OpenAccount(number) => {
                let grant = Grant {
                    role: Role::ALL[*number],
                    unit: None,
                };
                service.open_account(who, &account(*number).into(), "Post", &[grant], None)
            }
            Command::Grant(who_else, role, unit) => {
                service.grant(who, &account(*who_else).into(), &grant(*role, *unit), None)
            }
            Command::Revoke(who_else, role, unit) => {
                service.revoke(who, &account(*who_else).into(), &grant(*role, *unit), None)
            }
            Command::Close(number) => service.close_account(who, &account(*number).into(), None),
        }
    }
}

fn grant(role: usize, unit: bool) -> Grant {
    Grant {
        role: Role::ALL[role],
        unit: unit.then(|| "adults".into()),
    }
}
