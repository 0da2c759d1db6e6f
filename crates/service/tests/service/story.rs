//! Every change that an entry can make is told in one plain sentence.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use crate::reading::{Council, NOON, comment, figure, row, target, year};
use clew_journal::{
    Change, Digest, Entry, Evidence, Freeze, FrozenReport, Key, Moment, Replacement, Subject,
};
use clew_plan::{Account, Figure, Kind, Record};
use clew_service::{Memory, sentence};
use serde_json::json;

/// The place of a change in the table of cases. A new change has no place here, and the test does
/// not compile until it has a place and a case.
const fn place(change: &Change) -> usize {
    match change {
        Change::SetOrganisation(_) => 0,
        Change::Create(_) => 1,
        Change::Amend(_) => 2,
        Change::Retire { .. } => 3,
        Change::Withdraw(_) => 4,
        Change::SetTarget(_) => 5,
        Change::ReturnFigure(_) => 6,
        Change::CorrectFigure(_) => 7,
        Change::Comment(_) => 8,
        Change::Waive(_) => 9,
        Change::OpenCycle(_) => 10,
        Change::LockCycle => 11,
        Change::UnlockCycle => 12,
        Change::SaveDraft(_) => 13,
        Change::Submit => 14,
        Change::SendBack => 15,
        Change::Check => 16,
        Change::SignOff => 17,
        Change::Freeze(_) => 18,
        Change::SetAccount(_) => 19,
        Change::Attach(_) => 20,
        Change::Detach(_) => 21,
        Change::Practise(..) => 22,
        Change::ApplyPack(_) => 23,
        Change::SetPracticePolicy(_) => LAST,
    }
}
const LAST: usize = 24;

fn memory() -> (Council, std::sync::Arc<Memory>) {
    let council = Council::new("story");
    let memory = council.service.memory();
    (council, memory)
}

fn entry(subject: &str, change: Change) -> Entry {
    Entry {
        sequence: 412,
        id: "a".to_owned(),
        recorded_at: Moment::from_microseconds(NOON),
        event_date: None,
        actor: "performance-officer".into(),
        subject: subject.parse().unwrap(),
        version: 1,
        change,
        reason: None,
        origin: None,
    }
}

fn put<T>(now: T, was: Option<T>) -> Box<Replacement<T>> {
    Box::new(Replacement { now, was })
}

fn counted(met: i64, all: i64, note: Option<&str>) -> Figure {
    row(json!({
        "measure": "SPCC014", "period": "2021-22", "numerator": met.to_string(),
        "denominator": all.to_string(), "from": "returned", "state": "final", "evidence": note,
    }))
}

fn measure(code: &str) -> Record {
    Record::Measure(row(crate::reading::measure(code, "%")))
}

fn account(roles: &[&str], closed: bool) -> Account {
    let grants: Vec<_> = roles.iter().map(|role| json!({"role": role})).collect();
    row(json!({"name": "Performance", "grants": grants, "closed": closed}))
}

fn freeze() -> Change {
    let report = FrozenReport {
        kind: "quarterly-progress".to_owned(),
        value: Digest::ZERO,
    };
    Change::Freeze(Box::new(Freeze {
        id: "committee-2022-06-01".into(),
        forum: "committee".into(),
        meeting: "2022-06-01".parse().unwrap(),
        plan: "council".into(),
        period: year(),
        basis: "by-rule".to_owned(),
        known: 12,
        reports: vec![report],
        lines: Digest::ZERO,
        program: "0.1.0".to_owned(),
    }))
}

fn file(size: u64) -> Evidence {
    Evidence {
        of: "figures/SPCC14/2021-22".parse().unwrap(),
        digest: Digest::ZERO,
        name: "register.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size,
    }
}

fn amended(changes: serde_json::Value) -> Change {
    Change::Amend(row(changes))
}

/// Each change with its subject, and the sentence as far as " by performance-officer".
fn cases() -> Vec<(&'static str, Change, &'static str)> {
    let organisation = |name: &str| row(json!({"name": name}));
    let cycle = || {
        row(json!({"id": "2021-22", "plan": "council", "period": "2021-22", "due": "2022-04-20"}))
    };
    let draft = json!({"figure": counted(39, 50, None)});
    let tolerant = |tolerance: &str| {
        row(
            json!({"measure": "SPCC014", "period": "2021-22", "goal": "70", "tolerance": tolerance}),
        )
    };
    let waiver = json!({"rule": "missing-target", "place": "SPCC014", "reason": "agreed with audit", "until": "2027-03-31"});
    let returns = "returns/council/2021-22/SPCC14";
    let formula = row(json!({"measure": "RATE", "formula": "ratio of MET to ALL"}));
    vec![
        (
            "organisation",
            Change::SetOrganisation(put(organisation("Seed Council"), None)),
            "Organisation set to Seed Council",
        ),
        (
            "organisation",
            Change::SetOrganisation(put(organisation("New"), Some(organisation("Old")))),
            "Organisation changed from Old to New",
        ),
        (
            "measures/NEW",
            Change::Create(Box::new(measure("NEW"))),
            "Measure NEW (Measure NEW) added",
        ),
        (
            "formulas/RATE",
            Change::Create(Box::new(Record::Formula(formula))),
            "Formula of RATE added",
        ),
        (
            "measures/SPCC14",
            amended(json!([
                {"field": "tolerance", "from": null, "to": "10%"},
                {"field": "title", "from": "Old words", "to": "New words"},
                {"field": "expected_low", "from": null, "to": "10"},
                {"field": "categories", "from": ["public"], "to": ["public", "LGBF"]},
            ])),
            "Measure SPCC014 (Measure SPCC014) changed: tolerance from nothing to 10%; title from \u{201c}Old words\u{201d} to \u{201c}New words\u{201d}; expected low from nothing to 10%; categories from public to public, LGBF",
        ),
        (
            "actions/4a/council",
            amended(json!([{"field": "end", "from": "2022-03", "to": "2022-06"}])),
            "Action 4a of plan council changed: end from 2022-03 to 2022-06",
        ),
        (
            "updates/#7",
            amended(json!([{"field": "on", "from": null, "to": "2022-06-01"}])),
            "Update added by entry 7 changed: on from nothing to 1 June 2022",
        ),
        (
            "measures/SPCC14",
            Change::Retire {
                on: "2026-04-01".parse().unwrap(),
            },
            "Measure SPCC014 (Measure SPCC014) taken out of use from 1 April 2026",
        ),
        (
            "figures/SPCC14/2021-22",
            Change::Withdraw(Box::new(counted(39, 50, None).into())),
            "Figure for SPCC014 in 2021-22 withdrawn; it was 78% (39 of 50)",
        ),
        (
            "targets/SPCC14/2021-22",
            Change::SetTarget(put(target("SPCC014", "90"), None)),
            "Target for SPCC014 in 2021-22 set to 90%",
        ),
        (
            "targets/SPCC14/2021-22",
            Change::SetTarget(put(target("SPCC014", "90"), Some(target("SPCC014", "70")))),
            "Target for SPCC014 in 2021-22 changed from 70% to 90%",
        ),
        (
            "targets/SPCC14/2021-22",
            Change::SetTarget(put(tolerant("2 points"), Some(tolerant("5%")))),
            "Target for SPCC014 in 2021-22 changed: tolerance from 5% to 2 points",
        ),
        (
            "targets/MET/2021-22",
            Change::SetTarget(put(target("MET", "1000 to 2000"), None)),
            "Target for MET in 2021-22 set to 1,000 to 2,000",
        ),
        (
            "figures/SPCC14/2021-22",
            Change::ReturnFigure(Box::new(counted(39, 50, None))),
            "Figure for SPCC014 in 2021-22 returned as 78% (39 of 50)",
        ),
        (
            "figures/MET/2021-22/north",
            Change::ReturnFigure(Box::new(Figure {
                unit: Some("north".into()),
                from: clew_plan::FigureSource::Imported,
                ..figure("MET", 1746)
            })),
            "Figure for MET in 2021-22 (North) taken in as 1,746",
        ),
        (
            "figures/SPCC14/2021-22",
            Change::CorrectFigure(put(counted(40, 50, None), Some(counted(39, 50, None)))),
            "Figure for SPCC014 in 2021-22 corrected from 78% (39 of 50) to 80% (40 of 50)",
        ),
        (
            "figures/SPCC14/2021-22",
            Change::CorrectFigure(put(
                counted(39, 50, Some("case sample")),
                Some(counted(39, 50, None)),
            )),
            "Figure for SPCC014 in 2021-22 corrected: evidence from nothing to \u{201c}case sample\u{201d}",
        ),
        (
            "commentary/#9",
            Change::Comment(put(comment("SPCC014", "manager", "Staff were ill."), None)),
            "Comment on SPCC014 for 2021-22 made: \u{201c}Staff were ill.\u{201d}",
        ),
        (
            "commentary/#9",
            Change::Comment(put(
                comment("SPCC014", "manager", "Two posts were vacant."),
                Some(comment("SPCC014", "manager", "Staff were ill.")),
            )),
            "Comment on SPCC014 for 2021-22 changed: text from \u{201c}Staff were ill.\u{201d} to \u{201c}Two posts were vacant.\u{201d}",
        ),
        (
            "waivers/#9",
            Change::Waive(Box::new(row(waiver))),
            "Check missing-target waived at SPCC014 until 31 March 2027, because \u{201c}agreed with audit\u{201d}",
        ),
        (
            "cycles/2021-22/council",
            Change::OpenCycle(Box::new(cycle())),
            "Cycle 2021-22 of plan council opened for 2021-22, returns due on 20 April 2022",
        ),
        (
            "cycles/2021-22/council",
            Change::LockCycle,
            "Cycle 2021-22 of plan council locked",
        ),
        (
            "cycles/2021-22/council",
            Change::UnlockCycle,
            "Cycle 2021-22 of plan council opened again",
        ),
        (
            returns,
            Change::SaveDraft(Box::new(row(draft))),
            "Draft of the return of SPCC014 in cycle 2021-22 of plan council saved",
        ),
        (
            returns,
            Change::Submit,
            "Return of SPCC014 in cycle 2021-22 of plan council handed in",
        ),
        (
            "returns/council/2021-22/SPCC14/north",
            Change::SendBack,
            "Return of SPCC014 in cycle 2021-22 of plan council (North) sent back",
        ),
        (
            returns,
            Change::Check,
            "Return of SPCC014 in cycle 2021-22 of plan council checked",
        ),
        (
            returns,
            Change::SignOff,
            "Return of SPCC014 in cycle 2021-22 of plan council signed off",
        ),
        (
            "freezes/committee-2022-06-01",
            freeze(),
            "Freeze committee-2022-06-01 made of plan council for 2021-22, for the meeting of committee on 1 June 2022, with the reports quarterly-progress",
        ),
        (
            "accounts/performance",
            Change::SetAccount(put(account(&["viewer"], false), None)),
            "Account performance opened for Performance with the role viewer",
        ),
        (
            "accounts/performance",
            Change::SetAccount(put(
                account(&["viewer", "approver"], true),
                Some(account(&["viewer"], false)),
            )),
            "Account performance changed: from the role viewer to the roles viewer, approver; it is closed",
        ),
        (
            "evidence/figures%2FSPCC14%2F2021-22/0",
            Change::Attach(Box::new(file(14_200))),
            "File \"register.pdf\" (15 kB) attached to figure for SPCC014 in 2021-22",
        ),
        (
            "evidence/figures%2FSPCC14%2F2021-22/0",
            Change::Detach(Box::new(file(2_510_000))),
            "File \"register.pdf\" (2.6 MB) taken off figure for SPCC014 in 2021-22",
        ),
        (
            "records/4711",
            Change::Practise(
                clew_journal::PracticeAct::CompleteRecord,
                Box::new(serde_json::from_value(json!({"form": "asp-referral"})).unwrap()),
            ),
            "Record 4711 completed",
        ),
        (
            "packs/scotland",
            Change::ApplyPack(put(pack("1.1.0"), Some(pack("1.0.0")))),
            "Pack Scotland applied, version 1.1.0 in place of 1.0.0",
        ),
        (
            "practice-policy",
            Change::SetPracticePolicy(put(row(json!({"known_to_other_teams": true})), None)),
            "Policy of practice: workers of other teams are told that a person is known",
        ),
    ]
}

fn pack(version: &str) -> clew_journal::AppliedPack {
    let digest = "0".repeat(64);
    row(json!({"code": "scotland", "title": "Scotland", "version": version, "digest": digest}))
}

#[test]
fn every_change_is_told_in_one_plain_sentence() {
    let (_council, memory) = memory();
    let mut told = BTreeSet::new();
    for (subject, change, expected) in cases() {
        told.insert(place(&change));
        let sentence = sentence(&entry(subject, change), &memory);
        assert_eq!(
            sentence,
            format!("{expected} by performance-officer on 12 June 2026")
        );
    }
    assert_eq!(told, (0..=LAST).collect(), "a change has no case");
}

#[test]
fn the_sentence_says_where_it_came_from_and_why() {
    let (_council, memory) = memory();
    let change = Change::SetTarget(put(target("SPCC014", "90"), Some(target("SPCC014", "70"))));
    let mut told = entry("targets/SPCC14/2021-22", change);
    told.origin = Some("import of returns.xlsx".to_owned());
    told.reason = Some("committee asked for more".to_owned());
    assert_eq!(
        sentence(&told, &memory),
        "Target for SPCC014 in 2021-22 changed from 70% to 90% by performance-officer on 12 June 2026 \
         (import of returns.xlsx): committee asked for more"
    );
}

#[test]
fn a_long_text_is_cut_at_a_word() {
    let (_council, memory) = memory();
    let text = "word ".repeat(60);
    let change = Change::Comment(put(comment("SPCC014", "manager", &text), None));
    let sentence = sentence(&entry("commentary/#9", change), &memory);
    let said = sentence.split('\u{201c}').nth(1).unwrap();
    assert!(
        said.starts_with("word word") && said.contains("word \u{2026}\u{201d}"),
        "{sentence}"
    );
    assert!(said.chars().count() < 150, "{sentence}");
}

#[test]
fn every_kind_of_record_has_a_name_in_the_singular() {
    let (_council, memory) = memory();
    for kind in Kind::ALL {
        let subject = Subject {
            kind: clew_journal::SubjectKind::Record(*kind),
            key: Key::Numbered(7),
        };
        let told = Entry {
            subject,
            ..entry("organisation", amended(json!([])))
        };
        let sentence = sentence(&told, &memory);
        let name = sentence.split(" added by").next().unwrap();
        assert!(!name.ends_with('s') && !name.contains('-'), "{sentence}");
    }
}
