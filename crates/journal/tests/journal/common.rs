//! Small journals, sealed one entry after another.

use clew_journal::{
    About, Change, Digest, Entry, Evidence, Freeze, JournalError, Moment, Problem, Proposal,
    Replacement, Row, Signature, State, Subject, seal,
};
use clew_plan::{Account, Kind, Organisation, Record};
use proptest::prelude::*;
use serde_json::{Value, json};

pub fn record(kind: Kind, fields: Value) -> Record {
    kind.read(fields).unwrap()
}

pub fn read<T: serde::de::DeserializeOwned>(fields: Value) -> T {
    serde_json::from_value(fields).unwrap()
}

pub fn subject(written: &str) -> Subject {
    written.parse().unwrap()
}

pub fn figure(value: &str) -> Value {
    json!({"measure": "M1", "period": "2025-26 Q1", "value": value, "from": "returned", "state": "final"})
}

pub fn replaced<T: serde::de::DeserializeOwned>(
    now: Value,
    was: Option<Value>,
) -> Box<Replacement<T>> {
    Box::new(Replacement {
        now: read(now),
        was: was.map(read),
    })
}

pub fn organisation(name: &str) -> Change {
    Change::SetOrganisation(replaced::<Organisation>(json!({"name": name}), None))
}

pub fn account(name: &str) -> Change {
    Change::SetAccount(replaced::<Account>(
        json!({"name": name, "grants": []}),
        None,
    ))
}

/// A record that was completed.
pub fn practised() -> Change {
    let digest = "a".repeat(64);
    let entry = json!({"form": "asp-referral", "stage": "complete", "digest": digest});
    Change::Practise(
        clew_journal::PracticeAct::CompleteRecord,
        Box::new(read(entry)),
    )
}

pub fn applied(code: &str) -> Change {
    let digest = "b".repeat(64);
    let pack = json!({"code": code, "title": "A pack", "version": "1.0.0", "digest": digest});
    Change::ApplyPack(replaced(pack, None))
}

pub fn freeze(id: &str) -> Freeze {
    let digest = "0".repeat(64);
    read(
        json!({"id": id, "forum": "committee", "meeting": "2025-08-01", "plan": "p", "period": "2025-26 Q1",
                "basis": "by-rule", "known": 3, "reports": [], "lines": digest, "program": "0.1.0"}),
    )
}

pub fn create(kind: Kind, fields: Value) -> Change {
    Change::Create(Box::new(record(kind, fields)))
}

pub fn measure(code: &str, title: &str) -> Change {
    create(
        Kind::Measure,
        json!({"code": code, "title": title, "kind": "statistical"}),
    )
}

pub fn update(text: &str) -> Change {
    create(
        Kind::Update,
        json!({"action": "A1", "plan": "p", "text": text}),
    )
}

pub fn cycle() -> Change {
    Change::OpenCycle(Box::new(read(
        json!({"id": "2025-26 Q1", "plan": "p", "period": "2025-26 Q1"}),
    )))
}

/// A file of these bytes, hanging on the figure.
pub fn attach(bytes: &[u8]) -> (Subject, Change) {
    let evidence = Evidence {
        of: subject(FIGURE),
        digest: Digest::of(bytes),
        name: "register.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 12,
    };
    (evidence.subject(), Change::Attach(Box::new(evidence)))
}

/// What takes that file off the figure again.
pub fn detach(bytes: &[u8]) -> (Subject, Change) {
    match attach(bytes) {
        (subject, Change::Attach(evidence)) => (subject, Change::Detach(evidence)),
        other => other,
    }
}

pub const CYCLE: &str = "cycles/2025-26%20Q1/p";
pub const FIGURE: &str = "figures/M1/2025-26%20Q1";
pub const RETURN: &str = "returns/p/2025-26%20Q1/M1";

/// The row of a change after what a state knows.
pub fn row(state: &State, about: impl Into<About>, expected: u32, change: Change) -> Row {
    let sequence = state.head.sequence + 1;
    let signature = Signature {
        id: format!("id-{sequence}"),
        actor: "officer".into(),
        at: Moment::from_microseconds(1_780_000_000_000_000 + i64::try_from(sequence).unwrap()),
        origin: None,
    };
    let proposal = Proposal::new(about, expected, change).because(Some("so it is"));
    seal(&state.head, &[proposal], &signature)
        .unwrap()
        .remove(0)
}

/// Takes a change of a subject in, at the version that it has.
pub fn take(state: &mut State, written: &str, change: Change) -> Result<(), JournalError> {
    let subject = subject(written);
    let version = state.version(&subject);
    let row = row(state, subject, version, change);
    state.take(&row)
}

/// Takes a change of a new record without a name in; its subject.
pub fn add(state: &mut State, kind: Kind, change: Change) -> Subject {
    let row = row(state, About::New(kind), 0, change);
    state.take(&row).unwrap();
    Entry::read(&row).unwrap().subject
}

pub fn problem(result: Result<(), JournalError>) -> Option<Problem> {
    match result {
        Ok(()) => None,
        Err(JournalError::DoesNotApply { problem, .. }) => Some(problem),
        Err(error) => panic!("{error}"),
    }
}

/// Words, and what is hard to keep apart from the signs of a format.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-c]{1,2}",
        1 => "\\PC{0,8}",
        1 => Just("#5\t/%2F\n\r\u{0}\u{2028}\"'\\".to_owned()),
        1 => Just(String::new()),
    ]
}

/// What someone may try: a change, and of what; mostly of what it belongs to.
pub fn attempt() -> impl Strategy<Value = (About, Change)> {
    let named = (text(), text()).prop_map(|(id, words)| {
        let outcome = json!({"id": id, "plan": "p", "level": "priority", "title": words});
        let change = create(Kind::Outcome, outcome.clone());
        let kind = clew_journal::SubjectKind::Record(Kind::Outcome);
        (Subject::named(kind, [id.as_str()]).into(), change)
    });
    let withdrawn = text().prop_map(|id| {
        let outcome = json!({"id": id, "plan": "p", "level": "priority", "title": ""});
        let change = Change::Withdraw(Box::new(record(Kind::Outcome, outcome)));
        let kind = clew_journal::SubjectKind::Record(Kind::Outcome);
        (Subject::named(kind, [id.as_str()]).into(), change)
    });
    let account_of = (text(), text())
        .prop_map(|(id, name)| (Subject::account(&id.as_str().into()).into(), account(&name)));
    let freeze_of = text().prop_map(|id| {
        (
            Subject::freeze(&id.as_str().into()).into(),
            Change::Freeze(Box::new(freeze(&id))),
        )
    });
    let updates = text().prop_map(|words| (About::New(Kind::Update), update(&words)));
    let of_figure = (0..3u8, -9..9i64).prop_map(|(what, value)| {
        let now = figure(&value.to_string());
        let change = match what {
            0 => Change::ReturnFigure(Box::new(read(now))),
            1 => Change::CorrectFigure(replaced(now, None)),
            _ => Change::Withdraw(Box::new(record(Kind::Figure, now))),
        };
        (subject(FIGURE).into(), change)
    });
    let of_return = (0..5u8).prop_map(|what| {
        let change = match what {
            0 => Change::SaveDraft(Box::default()),
            1 => Change::Submit,
            2 => Change::SendBack,
            3 => Change::Check,
            _ => Change::SignOff,
        };
        (subject(RETURN).into(), change)
    });
    let of_cycle = (0..4u8).prop_map(|what| {
        let change = match what {
            0 | 1 => cycle(),
            2 => Change::LockCycle,
            _ => Change::UnlockCycle,
        };
        (subject(CYCLE).into(), change)
    });
    let of_organisation =
        text().prop_map(|name| (Subject::organisation().into(), organisation(&name)));
    let of_evidence = (any::<bool>(), 0..2u8).prop_map(|(on, byte)| {
        let (subject, attach) = attach(&[byte]);
        let change = match (attach, on) {
            (Change::Attach(evidence), false) => Change::Detach(evidence),
            (attach, _) => attach,
        };
        (subject.into(), change)
    });
    prop_oneof![
        2 => of_evidence, 4 => named, 2 => withdrawn, 1 => account_of, 1 => freeze_of, 2 => updates,
        3 => of_figure, 4 => of_return, 2 => of_cycle, 1 => of_organisation,
    ]
}

/// What some attempts come to; those that do not apply are passed over.
pub fn state_of(attempts: Vec<(About, Change)>) -> State {
    let mut state = State::default();
    for (about, change) in attempts {
        let version = match &about {
            About::Subject(subject) => state.version(subject),
            About::New(_) => 0,
        };
        let row = row(&state, about, version, change);
        let before = state.clone();
        if state.take(&row).is_err() {
            assert!(
                state == before,
                "a refused entry left something behind: {row:?}"
            );
        }
    }
    state
}
