//! `clew log` and `clew explain`.

use serde_json::Value;

use crate::council::Council;

fn changes(log: &Value) -> Vec<&str> {
    let lines = log.as_array().unwrap().iter();
    lines.map(|line| line["change"].as_str().unwrap()).collect()
}

#[test]
fn the_log_is_asked_by_subject_actor_change_and_time() {
    let council = Council::signed_off();
    let log = |words: &[&str]| {
        council
            .clew(&[&["log", "--format", "json"], words].concat())
            .json(0)
    };
    assert_eq!(changes(&log(&["--limit", "1"])), ["create"]);
    assert_eq!(
        changes(&log(&["--subject", "ASP1", "--oldest-first"])),
        [
            "create",
            "set-target",
            "return-figure",
            "submit",
            "sign-off"
        ]
    );
    assert_eq!(
        changes(&log(&["--subject", "targets/ASP1/2026-27"])),
        ["set-target"]
    );
    assert_eq!(changes(&log(&["--change", "open-cycle"])), ["open-cycle"]);
    assert_eq!(log(&["--actor", "nobody"]), Value::Array(Vec::new()));
    assert_eq!(log(&["--until", "2026-06-11"]), Value::Array(Vec::new()));
    assert_eq!(log(&["--since", "2026-06-13"]), Value::Array(Vec::new()));
    assert!(
        !changes(&log(&[
            "--since",
            "2026-06-12",
            "--until",
            "2026-06-12T14:05Z"
        ]))
        .is_empty()
    );
    let said = council.clew(&["log", "--actor", "nobody"]).ends(0);
    assert!(said.contains("no such entry"), "{said}");
}

#[test]
fn a_subject_or_a_time_that_cannot_be_read_is_told() {
    let council = Council::new();
    let message = council.refuses(3, &["log", "--subject", "NONE"]);
    assert!(message.contains("figures/SPCC14/2021-22"), "{message}");
    council.refuses(2, &["log", "--since", "yesterday"]);
}

#[test]
fn a_figure_tells_its_whole_story() {
    let council = Council::frozen();
    let quarter = ["--period", "2026-27 Q1"];
    council
        .clew(
            &[
                &[
                    "correct",
                    "ASP1",
                    "--numerator",
                    "40",
                    "--denominator",
                    "60",
                    "--reason",
                    "counted again",
                ],
                &quarter[..],
            ]
            .concat(),
        )
        .ends(0);
    let said = council
        .clew(&[&["explain", "ASP1"], &quarter[..]].concat())
        .ends(0);
    for expected in [
        "Inquiries finished in time",
        "66.7% (40 of 60)",
        "Red (by-rule)",
        "80%: that of 2026-27",
        "returned as 86.7% (52 of 60)",
        "counted again",
        "signed off by administrator",
        "committee on 2026-08-26: 86.7%, Green",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    council.refuses(3, &[&["explain", "NONE"], &quarter[..]].concat());
    council.refuses(
        3,
        &[&["explain", "ASP1", "--unit", "nowhere"], &quarter[..]].concat(),
    );
}
