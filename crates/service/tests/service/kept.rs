//! A journal as release 0.1.0 wrote it, with every change and every kind of record that there was
//! then. Every later release must read it, and it must come to the same.
//!
//! Its attachments are the frozen report and lines of `kept_freeze.rs`. It is never written again:
//! what a later release adds goes into a journal of that release, made by the ignored test below.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clew_exchange::columns::{Table, columns};
use clew_exchange::workspace;
use clew_journal::{
    About, CHECKPOINT_FORMAT, Change, Digest, Head, Moment, PracticeAct, PracticeKind, Proposal,
    Row, Signature, State, Subject, seal, subject_of, to_checkpoint,
};
use clew_plan::{Book, Kind, Record};
use clew_service::{Service, verify_store};
use clew_store::{Appended, Attachment, Location, Store};
use serde_json::{Value, json};

/// What the kept journal comes to. A release that reads it differently has broken it.
const COMES_TO: &str = "5e35a6c725987fbc08afc398dd30e89a2ab49eccc8016923fe944e891bc82a69";
/// The kinds that came after it: a journal of the release that brings them is to be kept beside it.
const CAME_LATER: [&str; 1] = ["scrutiny-questions"];
/// The form of checkpoints, and the digest of all that they are made of.
const CHECKPOINTS: (u32, &str) = (
    2,
    "abfae3f0efca1cac921f84752e62e9c359b7ccc75e76d9c24d6e728a2e7aba31",
);

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/kept")
        .join(name)
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(kept("journal-0.1.0.jsonl")).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A journal with the changes that came after the first release's journal was kept.
fn later_rows() -> Vec<Row> {
    rows_of("journal-evidence.jsonl")
}

/// One with packs, the policy of practice, and every act with people and records.
fn practice_rows() -> Vec<Row> {
    rows_of("journal-practice.jsonl")
}

fn rows_of(name: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(kept(name)).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn attachments() -> Vec<Attachment> {
    let attachment = |name: &str| {
        let bytes = std::fs::read(kept(name)).unwrap();
        Attachment::new("application/json", Some(name), bytes)
    };
    ["report-0.1.0.json", "lines-0.1.0.json"]
        .map(attachment)
        .into()
}

fn folded(rows: &[Row]) -> State {
    let mut state = State::default();
    for row in rows {
        assert_eq!(row.fault_after(&state.head), None);
        state.take(row).unwrap();
    }
    state
}

/// Everything that a state holds, as text.
fn told(state: &State) -> String {
    let mut text = String::new();
    let mut line = |value: Value| writeln!(text, "{value}").unwrap();
    line(json!(state.book.organisation));
    for kind in Kind::ALL {
        let records = state.book.records(*kind);
        records.for_each(|record| line(json!([kind.name(), record])));
    }
    state
        .returns()
        .for_each(|(key, stands)| line(json!([key, stands])));
    state.freezes().for_each(|freeze| line(json!(freeze)));
    state
        .accounts()
        .for_each(|(id, account)| line(json!([id, account])));
    text
}

fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string()
}

/// The names of changes, as they are stored.
fn names_of_changes() -> BTreeSet<&'static str> {
    let source = include_str!("../../../journal/src/change.rs");
    let names = source.split("pub const fn name(&self)").nth(1).unwrap();
    let names = names.split("pub fn body").next().unwrap();
    names.split('"').skip(1).step_by(2).collect()
}

#[test]
fn a_journal_of_the_first_release_comes_to_what_it_came_to_then() {
    let rows = rows();
    let state = folded(&rows);
    assert_eq!(digest(&told(&state)), COMES_TO, "{}", told(&state));
}

#[test]
fn a_journal_of_the_first_release_is_opened_and_verified() {
    let folder = std::env::temp_dir().join(format!("clew-kept-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let location = Location::File(folder.join("kept.db"));
    let store = Store::create(&location).unwrap();
    let appended = store.append(&Head::default(), &rows(), &attachments());
    assert_eq!(appended.unwrap(), Appended::Done);
    let verified = verify_store(&store, &mut |_| {}).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    assert_eq!(verified.attachments, 2);
    drop(store);
    drop(Service::open(&location).unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_kept_journal_has_every_change_and_every_kind_of_record_that_there_was() {
    let rows = rows();
    let (later, practice) = (later_rows(), practice_rows());
    let all = rows.iter().chain(&later).chain(&practice);
    let changes: BTreeSet<&str> = all.map(|row| row.change.as_str()).collect();
    let acts = PracticeAct::ALL.iter().map(|act| act.name());
    let known: BTreeSet<&str> = names_of_changes().into_iter().chain(acts).collect();
    assert_eq!(changes, known);
    let state = folded(&rows);
    let missing = Kind::ALL
        .iter()
        .filter(|kind| state.book.count(**kind) == 0);
    assert_eq!(
        missing.map(|kind| kind.name()).collect::<Vec<_>>(),
        CAME_LATER
    );
}

#[test]
fn the_kept_journal_with_evidence_comes_to_what_it_came_to_then() {
    let state = folded(&later_rows());
    let hangs: Vec<Value> = state.evidence().map(|attached| json!(attached)).collect();
    let one = json!({"evidence": {"of": "figures/M1/2025-26%20Q1",
        "digest": "65940ccba09a7a7b9d66560133ce41861e5646beaeba2dd81c53ad4590f811fb", "name": "register.pdf",
        "media_type": "application/pdf", "size": 14},
        "by": "administrator", "at": "2026-05-28T20:26:42.000000Z", "entry": 3});
    assert_eq!(hangs, [one]);
}

#[test]
fn the_kept_journal_with_practice_comes_to_what_it_came_to_then() {
    let state = folded(&practice_rows());
    let packs: Vec<Value> = state.packs().map(|pack| json!(pack)).collect();
    let one = json!({"code": "scotland", "title": "Scotland", "version": "1.0.0",
        "digest": "65940ccba09a7a7b9d66560133ce41861e5646beaeba2dd81c53ad4590f811fb"});
    assert_eq!(packs, [one]);
    assert!(state.practice_policy().known_to_other_teams);
    assert_eq!(state.head.sequence, 2 + PracticeAct::ALL.len() as u64);
}

/// A checkpoint of another form must be passed over, and only its number tells that it is.
#[test]
fn checkpoints_have_a_new_number_when_what_they_are_made_of_changes() {
    let mut made_of = String::new();
    for table in Table::all() {
        let names: Vec<&str> = columns(table).iter().map(|column| column.name).collect();
        writeln!(made_of, "{}: {}", table.name(), names.join(" ")).unwrap();
    }
    let bytes = to_checkpoint(&folded(&rows())).unwrap();
    made_of.push_str(&String::from_utf8(bytes).unwrap());
    assert_eq!(
        (CHECKPOINT_FORMAT, digest(&made_of).as_str()),
        CHECKPOINTS,
        "if checkpoints of the last release would now be read otherwise than the journal is folded, \
         raise CHECKPOINT_FORMAT; then put both here"
    );
}

/// Makes the kept journal; see the top of this file before running it.
#[test]
#[ignore = "makes a kept file"]
fn make() {
    let mut journal = Journal::default();
    for (subject, change) in changes() {
        journal.add(
            subject.parse::<clew_journal::Subject>().unwrap().into(),
            change,
        );
    }
    for record in one_of_each_kind() {
        journal.add_record(record);
    }
    let lines = journal
        .rows
        .iter()
        .map(|row| serde_json::to_string(row).unwrap() + "\n");
    std::fs::write(kept("journal-0.1.0.jsonl"), lines.collect::<String>()).unwrap();
    eprintln!("it comes to {}", digest(&told(&journal.state)));
}

/// Makes the kept journal with evidence; see the top of this file before running it.
#[test]
#[ignore = "makes a kept file"]
fn make_with_evidence() {
    let mut journal = Journal::default();
    let figure = json!({"measure": "M1", "period": "2025-26 Q1", "value": "0.10", "from": "returned", "state": "final"});
    let of: clew_journal::Subject = "figures/M1/2025-26%20Q1".parse().unwrap();
    journal.add(of.clone().into(), Change::ReturnFigure(read(figure)));
    let file = |bytes: &[u8]| clew_journal::Evidence {
        of: of.clone(),
        digest: Digest::of(bytes),
        name: "register.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: bytes.len() as u64,
    };
    for bytes in [b"%PDF-1.7 first", b"%PDF-1.7 later"] {
        let file = file(bytes);
        journal.add(file.subject().into(), Change::Attach(Box::new(file)));
    }
    let gone = file(b"%PDF-1.7 first");
    journal.add(gone.subject().into(), Change::Detach(Box::new(gone)));
    let lines = journal
        .rows
        .iter()
        .map(|row| serde_json::to_string(row).unwrap() + "\n");
    std::fs::write(kept("journal-evidence.jsonl"), lines.collect::<String>()).unwrap();
}

/// Makes the kept journal with practice; see the top of this file before running it.
#[test]
#[ignore = "makes a kept file"]
fn make_with_practice() {
    let mut journal = Journal::default();
    let digest = "65940ccba09a7a7b9d66560133ce41861e5646beaeba2dd81c53ad4590f811fb";
    let pack =
        json!({"code": "scotland", "title": "Scotland", "version": "1.0.0", "digest": digest});
    let pack = Change::ApplyPack(read(json!({ "now": pack })));
    journal.add(Subject::pack("scotland").into(), pack);
    let policy = json!({"now": {"known_to_other_teams": true}});
    let policy = Change::SetPracticePolicy(read(policy));
    journal.add(Subject::practice_policy().into(), policy);
    for (number, act) in (1..).zip(PracticeAct::ALL) {
        let entry = match act.kind() {
            PracticeKind::Record => {
                json!({"form": "asp-referral", "stage": "complete", "digest": digest})
            }
            _ if *act == PracticeAct::ErasePerson => json!({}),
            _ => json!({ "digest": digest }),
        };
        let change = Change::Practise(*act, read(entry));
        journal.add(Subject::practice(act.kind(), number).into(), change);
    }
    let lines = journal
        .rows
        .iter()
        .map(|row| serde_json::to_string(row).unwrap() + "\n");
    std::fs::write(kept("journal-practice.jsonl"), lines.collect::<String>()).unwrap();
}

#[derive(Default)]
struct Journal {
    state: State,
    rows: Vec<Row>,
}

impl Journal {
    fn add(&mut self, about: About, change: Change) {
        let expected = match &about {
            About::Subject(subject) => self.state.version(subject),
            About::New(_) => 0,
        };
        let sequence = i64::try_from(self.rows.len()).unwrap();
        let signature = Signature {
            id: format!("id-{sequence}"),
            actor: "administrator".into(),
            at: Moment::from_microseconds(1_780_000_000_000_000 + sequence * 1_000_000),
            origin: (sequence % 3 == 0).then(|| "import of returns.xlsx".to_owned()),
        };
        let mut proposal = Proposal::new(about, expected, change);
        proposal.reason = (sequence % 2 == 0).then(|| "so it is".to_owned());
        proposal.event_date = (sequence % 5 == 0).then(|| "2025-06-30".parse().unwrap());
        let row = seal(&self.state.head, &[proposal], &signature)
            .unwrap()
            .remove(0);
        self.state.take(&row).unwrap();
        self.rows.push(row);
    }

    fn add_record(&mut self, record: Record) {
        let kind = record.kind();
        let fields = serde_json::to_value(&record).unwrap();
        let first = |now: Value| json!({"now": now});
        let change = match kind {
            Kind::Figure => Change::ReturnFigure(read(fields)),
            Kind::Target => Change::SetTarget(read(first(fields))),
            Kind::Commentary => Change::Comment(read(first(fields))),
            Kind::Waiver => Change::Waive(read(fields)),
            Kind::Cycle => Change::OpenCycle(read(fields)),
            _ => Change::Create(Box::new(record.clone())),
        };
        let about = subject_of(&record).map_or(About::New(kind), About::from);
        self.add(about, change);
    }
}

fn read<T: serde::de::DeserializeOwned>(fields: Value) -> T {
    serde_json::from_value(fields).unwrap()
}

/// Of each kind the record that says most, from the examples.
fn one_of_each_kind() -> Vec<Record> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let folders = std::fs::read_dir(examples).unwrap();
    let books: Vec<Book> = folders
        .map(|folder| folder.unwrap().path())
        .filter(|folder| workspace::exists(folder))
        .map(|folder| workspace::read(&folder).unwrap())
        .collect();
    let longest = |kind: &Kind| {
        let records = books.iter().flat_map(|book| book.records(*kind));
        let longest = records.max_by_key(|record| serde_json::to_string(record).unwrap().len());
        longest.map(|record| kind.read(serde_json::to_value(record).unwrap()).unwrap())
    };
    Kind::ALL
        .iter()
        .filter_map(longest)
        .chain(not_in_the_examples())
        .collect()
}

/// Records of the kinds that no example has.
fn not_in_the_examples() -> Vec<Record> {
    let waiver = json!({"rule": "B01", "place": "M1", "reason": "as published", "by": "Director", "until": "2026-12-31"});
    let formula =
        json!({"measure": "M1", "from": "2026-27", "formula": "sum of A1, A2", "reason": "agreed"});
    let series_break =
        json!({"measure": "M1", "from": "2024-25", "reason": "counted otherwise", "source": "s"});
    let profile = json!({"measure": "M1", "period": "2025-26 Q2", "unit": "north", "goal": "15", "source": "s"});
    let control = json!({"risk": "R1", "title": "Rota", "in_place": true, "owner": "Director", "due": "2026-01-31"});
    let benchmark = json!({"measure": "M1", "period": "2024-25", "council": "Fife", "value": "25.10", "numerator": "251",
        "denominator": "1000", "scotland": "24", "family": "23.5"});
    let family = json!({"group": "1", "council": "Fife"});
    [
        (Kind::Waiver, waiver),
        (Kind::Formula, formula),
        (Kind::SeriesBreak, series_break),
        (Kind::ProfilePoint, profile),
        (Kind::Control, control),
        (Kind::BenchmarkFigure, benchmark),
        (Kind::FamilyMember, family),
    ]
    .map(|(kind, fields)| kind.read(fields).unwrap())
    .into()
}

/// A change of each sort.
fn changes() -> Vec<(&'static str, Change)> {
    let figure = |value: &str| json!({"measure": "M1", "period": "2025-26 Q1", "value": value, "from": "returned", "state": "final"});
    let returned = "figures/M1/2025-26%20Q1";
    let cycle = "cycles/2025-26%20Q1/p";
    let stands = "returns/p/2025-26%20Q1/M1";
    let create = |kind: Kind, fields: Value| Change::Create(Box::new(kind.read(fields).unwrap()));
    let digests: Vec<String> = attachments()
        .iter()
        .map(|kept| kept.digest.to_string())
        .collect();
    let account = json!({"name": "Administrator", "grants": [{"role": "administrator"}]});
    let mut closed = account.clone();
    closed["closed"] = true.into();
    vec![
        (
            "organisation",
            Change::SetOrganisation(read(json!({"now": {"name": "Council"}}))),
        ),
        (
            "accounts/administrator",
            Change::SetAccount(read(json!({"now": account}))),
        ),
        (
            "accounts/owner",
            Change::SetAccount(read(json!({"now": account}))),
        ),
        (
            "accounts/owner",
            Change::SetAccount(read(json!({"now": closed, "was": account}))),
        ),
        (
            "measures/M1",
            create(
                Kind::Measure,
                json!({"code": "M1", "title": "Seen in time", "kind": "statistical"}),
            ),
        ),
        (
            "measures/M1",
            Change::Amend(read(
                json!([{"field": "title", "from": "Seen in time", "to": "Seen \"in time\"\n"}]),
            )),
        ),
        (
            "targets/M1/2025-26",
            Change::SetTarget(read(
                json!({"now": {"measure": "M1", "period": "2025-26", "goal": "10 to 20"}}),
            )),
        ),
        (
            cycle,
            Change::OpenCycle(read(
                json!({"id": "2025-26 Q1", "plan": "p", "period": "2025-26 Q1"}),
            )),
        ),
        (
            stands,
            Change::SaveDraft(read(json!({"figure": figure("1.50")}))),
        ),
        (returned, Change::ReturnFigure(read(figure("0.10")))),
        (stands, Change::Submit),
        (stands, Change::SendBack),
        (stands, Change::Submit),
        (stands, Change::Check),
        (stands, Change::SignOff),
        (cycle, Change::LockCycle),
        (
            returned,
            Change::CorrectFigure(read(json!({"now": figure("0.20"), "was": figure("0.10")}))),
        ),
        (cycle, Change::UnlockCycle),
        (
            "freezes/first",
            Change::Freeze(read(
                json!({"id": "first", "forum": "committee", "meeting": "2025-08-01",
            "plan": "p", "period": "2025-26 Q1", "basis": "by-rule", "known": 18, "program": "0.1.0",
            "reports": [{"kind": "quarterly-progress", "value": digests[0]}], "lines": digests[1]}),
            )),
        ),
        (
            "outcomes/o",
            create(
                Kind::Outcome,
                json!({"id": "o", "plan": "p", "level": "priority", "title": "Outcome"}),
            ),
        ),
        (
            "outcomes/o",
            Change::Withdraw(Box::new(
                Kind::Outcome
                    .read(json!({"id": "o", "plan": "p", "level": "priority", "title": "Outcome"}))
                    .unwrap(),
            )),
        ),
        (
            "measures/M1",
            Change::Retire {
                on: "2026-03-31".parse().unwrap(),
            },
        ),
    ]
}
