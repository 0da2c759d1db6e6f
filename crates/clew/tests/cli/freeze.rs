//! `clew freeze`, `clew diff`, and reports as they were fixed.

use crate::council::Council;

const FREEZE: &str = "committee-2026-08-26";

fn report(council: &Council, to: &str) -> Vec<u8> {
    let words = [
        "report",
        "quarterly-progress",
        "--freeze",
        FREEZE,
        "--format",
        "html",
        "--to",
        to,
    ];
    council.clew(&words).ends(0);
    std::fs::read(
        council
            .folder
            .path(&format!("{to}/quarterly-progress.html")),
    )
    .unwrap()
}

#[test]
fn a_frozen_report_stays_byte_for_byte_whatever_changes() {
    let council = Council::frozen();
    let before = report(&council, "before");
    for words in [
        &[
            "correct",
            "ASP1",
            "--period",
            "2026-27 Q1",
            "--value",
            "95",
            "--reason",
            "counted again",
        ][..],
        &[
            "set",
            "measure",
            "CC2",
            "title=Complaints closed",
            "owner=",
            "tolerance=20%",
        ],
        &["set", "target", "JR3", "2026-27", "goal=99"],
        &["set", "plan", "sw", "title=Another title"],
    ] {
        council.clew(words).ends(0);
    }
    assert_eq!(report(&council, "after"), before);
    let now = [
        "report",
        "quarterly-progress",
        "--format",
        "html",
        "--to",
        "now",
    ];
    council.clew(&now).ends(0);
    let now = std::fs::read(council.folder.path("now/quarterly-progress.html")).unwrap();
    assert_ne!(now, before);
}

#[test]
fn the_difference_names_what_changed_and_the_entry_that_changed_it() {
    let council = Council::frozen();
    let said = council.clew(&["diff", FREEZE]).ends(0);
    assert!(
        said.contains("All 3 lines are as they were shown"),
        "{said}"
    );
    council
        .clew(&[
            "correct",
            "ASP1",
            "--period",
            "2026-27 Q1",
            "--numerator",
            "55",
            "--denominator",
            "60",
            "--reason",
            "three came late",
        ])
        .ends(0);
    let corrected = council.entries();
    council
        .clew(&[
            "set",
            "target",
            "JR3",
            "2026-27",
            "goal=99",
            "--reason",
            "agreed in May",
        ])
        .ends(0);
    let raised = council.entries();
    let difference = council
        .clew(&["diff", FREEZE, "now", "--format", "json"])
        .json(0);
    let restated = difference["restated"].as_array().unwrap();
    let codes: Vec<_> = restated
        .iter()
        .map(|line| line["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["ASP1", "JR3"], "{difference:#}");
    for (line, entry) in restated.iter().zip([corrected, raised]) {
        for change in line["changes"].as_array().unwrap() {
            assert_eq!(change["causes"][0]["entry"]["entry"], entry, "{line:#}");
        }
    }
    let before = format!("entry:{corrected}");
    let said = council.clew(&["diff", FREEZE, &before]).ends(0);
    assert!(
        said.contains("1 restated")
            && said.contains("three came late")
            && !said.contains("agreed in May"),
        "{said}"
    );
}

#[test]
fn two_freezes_can_be_held_against_each_other() {
    let council = Council::frozen();
    council
        .clew(&["set", "target", "JR3", "2026-27", "goal=99"])
        .ends(0);
    council
        .clew(&[
            "freeze",
            "--forum",
            "Social Work Committee",
            "--meeting",
            "2026-09-30",
            "--name",
            "second",
        ])
        .ends(0);
    let said = council.clew(&["diff", FREEZE, "second"]).ends(0);
    assert!(said.contains("target: was 95%, now 99%"), "{said}");
    council.refuses(3, &["diff", "third"]);
    council.refuses(2, &["diff", FREEZE, "third"]);
}

#[test]
fn a_forum_an_id_and_a_report_that_are_not_there_are_told() {
    let council = Council::frozen();
    let message = council.refuses(
        3,
        &["freeze", "--forum", "board", "--meeting", "2026-09-01"],
    );
    assert!(message.contains("committee"), "{message}");
    council.refuses(
        2,
        &["freeze", "--forum", "committee", "--meeting", "2026-08-26"],
    );
    council.refuses(
        2,
        &[
            "freeze",
            "--forum",
            "committee",
            "--meeting",
            "2026-09-01",
            "--reports",
            "poem",
        ],
    );
    let message = council.refuses(3, &["report", "risk-register", "--freeze", FREEZE]);
    assert!(message.contains("quarterly-progress"), "{message}");
    council.refuses(3, &["report", "risk-register", "--freeze", "none"]);
    council.refuses(3, &["export", "--freeze", "none", "--to", "book.json"]);
}

#[test]
fn checks_that_find_errors_stand_in_the_way_unless_a_reason_is_given() {
    let council = Council::signed_off();
    council
        .clew(&[
            "set",
            "action",
            "1",
            "sw",
            "title=Recruit",
            "start=2026-09-01",
            "end=2026-04-01",
            "status=active",
        ])
        .ends(0);
    let freeze = ["freeze", "--forum", "committee", "--meeting", "2026-08-26"];
    let message = council.refuses(2, &freeze);
    assert!(message.contains("put them right, waive them"), "{message}");
    let despite = [&freeze[..], &["--despite", "the date is being agreed"]].concat();
    let said = council.clew(&despite).ends(0);
    assert!(said.contains("the date is being agreed"), "{said}");
}

#[test]
fn the_book_of_a_freeze_can_be_written_out_again() {
    let council = Council::frozen();
    council.clew(&["export", "--to", "then.json"]).ends(0);
    council
        .clew(&["set", "target", "JR3", "2026-27", "goal=99"])
        .ends(0);
    council
        .clew(&["export", "--freeze", FREEZE, "--to", "again.json"])
        .ends(0);
    let read = |name: &str| council.folder.exported(name);
    assert_eq!(read("again.json"), read("then.json"));
}
