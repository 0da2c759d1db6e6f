//! `clew cycle`, `return`, `returns`, `sign-off` and `correct`: one reporting round.

use crate::council::Council;

const QUARTER: [&str; 2] = ["--period", "2026-27 Q1"];

fn in_quarter(words: &[&'static str]) -> Vec<&'static str> {
    [words, &QUARTER].concat()
}

#[test]
fn a_return_goes_from_due_to_signed_off_and_the_list_says_where_it_is() {
    let council = Council::new();
    let stage = || {
        let list = council
            .clew(&in_quarter(&["cycle", "returns", "--format", "json"]))
            .json(0);
        list[0]["stage"].as_str().unwrap().to_owned()
    };
    council
        .clew(&in_quarter(&["cycle", "open", "--due", "20/07/2026"]))
        .ends(0);
    assert_eq!(stage(), "due");
    council
        .clew(&in_quarter(&["return", "ASP1", "--value", "81", "--draft"]))
        .ends(0);
    assert_eq!(
        (stage(), &council.explained("ASP1")["value"]),
        ("draft".to_owned(), &serde_json::Value::Null)
    );
    council
        .clew(&in_quarter(&["return", "ASP1", "--value", "81"]))
        .ends(0);
    assert_eq!(stage(), "returned");
    council
        .clew(&in_quarter(&[
            "returns",
            "send-back",
            "ASP1",
            "--reason",
            "say why",
        ]))
        .ends(0);
    assert_eq!(stage(), "sent-back");
    council
        .clew(&in_quarter(&[
            "return",
            "ASP1",
            "--value",
            "81",
            "--comment",
            "Cover was late",
        ]))
        .ends(0);
    council.clew(&in_quarter(&["returns", "check"])).ends(0);
    assert_eq!(stage(), "checked");
    let message = council.refuses(2, &in_quarter(&["sign-off", "ASP1"]));
    assert!(
        message.contains("ASP1: you returned it yourself"),
        "{message}"
    );
    let because = ["--reason", "there is nobody else"];
    council
        .clew(&in_quarter(&[&["sign-off", "ASP1"], &because[..]].concat()))
        .ends(0);
    assert_eq!(stage(), "signed-off");
    let said = council.clew(&in_quarter(&["returns", "list"])).ends(0);
    assert!(
        said.contains("Adult protection manager")
            && said.contains("2 of 3 still to come, due 2026-07-20"),
        "{said}"
    );
}

#[test]
fn a_figure_keeps_its_counts_its_evidence_and_what_is_said() {
    let council = Council::new();
    council
        .clew(&in_quarter(&[
            "return",
            "ASP1",
            "--numerator",
            "52",
            "--denominator",
            "60",
            "--as-at",
            "2026-07-01",
            "--evidence",
            "the inquiry list",
            "--reliability",
            "medium",
            "--provisional",
            "--comment",
            "Two were ill",
            "--doing",
            "Cover is arranged",
            "--by-when",
            "2026-09-01",
            "--confirm",
            "as-at",
        ]))
        .ends(0);
    let told = council.explained("ASP1");
    assert_eq!(
        (&told["value"], &told["counts"]),
        (&"86.7%".into(), &"52 of 60".into()),
        "{told:#}"
    );
    assert_eq!(
        (
            &told["figure"]["state"],
            &told["figure"]["as_at"],
            &told["figure"]["evidence"]
        ),
        (
            &"provisional".into(),
            &"2026-07-01".into(),
            &"the inquiry list".into()
        )
    );
    assert_eq!(told["comments"][0]["doing"], "Cover is arranged");
}

#[test]
fn a_figure_that_is_not_sound_is_refused_field_by_field() {
    let council = Council::new();
    for (words, expected) in [
        (&["return", "ASP1"][..], "value:"),
        (
            &["return", "ASP1", "--numerator", "9", "--denominator", "5"],
            "more than all",
        ),
        (
            &["return", "ASP1", "--numerator", "9", "--denominator", "0"],
            "nothing to divide by",
        ),
        (&["return", "ASP1", "--numerator", "9"], "--denominator"),
        (&["return", "ASP1", "--value", "about nine"], "about nine"),
        (
            &["return", "ASP1", "--value", "5", "--status", "green"],
            "status follows",
        ),
        (
            &["return", "ASP1", "--value", "5", "--unit", "nowhere"],
            "nowhere",
        ),
        (
            &["return", "ASP1", "--value", "5", "--by-when", "2026-09-01"],
            "--comment",
        ),
        (
            &["return", "ASP1", "--value", "5", "--as-at", "2025-01-01"],
            "before the period",
        ),
        (&["return", "ASP1", "--value", "5", "--draft"], "cycle open"),
    ] {
        let code = if expected == "cycle open" { 3 } else { 2 };
        let message = council.refuses(code, &in_quarter(words));
        assert!(message.contains(expected), "{words:?}: {message}");
    }
    council.refuses(3, &in_quarter(&["return", "NONE", "--value", "5"]));
}

#[test]
fn what_is_signed_off_changes_by_a_correction_with_its_reason_only() {
    let council = Council::signed_off();
    let message = council.refuses(2, &in_quarter(&["return", "ASP1", "--value", "90"]));
    assert!(message.contains("correct it instead"), "{message}");
    council.refuses(2, &in_quarter(&["correct", "ASP1", "--value", "90"]));
    council.refuses(
        2,
        &in_quarter(&["correct", "ASP1", "--value", "90", "--reason", ""]),
    );
    council.refuses(
        3,
        &[
            "correct",
            "ASP1",
            "--period",
            "2026-27 Q2",
            "--value",
            "90",
            "--reason",
            "late",
        ],
    );
    let said = council
        .clew(&in_quarter(&[
            "correct",
            "ASP1",
            "--value",
            "90",
            "--reason",
            "three came late",
        ]))
        .ends(0);
    assert!(
        said.contains("from 86.7% (52 of 60) to 90%") && said.contains("three came late"),
        "{said}"
    );
    let told = council.explained("ASP1");
    assert_eq!(
        (&told["value"], told["history"].as_array().map(Vec::len)),
        (&"90%".into(), Some(2))
    );
}

#[test]
fn a_locked_cycle_takes_no_returns_until_it_is_unlocked_with_a_reason() {
    let council = Council::new();
    council.clew(&in_quarter(&["cycle", "open"])).ends(0);
    let message = council.refuses(2, &in_quarter(&["cycle", "lock"]));
    assert!(
        message.contains("ASP1: nothing came in; Adult protection manager answers for it"),
        "{message}"
    );
    let why = [
        "cycle",
        "lock",
        "--despite-missing",
        "the meeting was brought forward",
    ];
    council.clew(&in_quarter(&why)).ends(0);
    let message = council.refuses(2, &in_quarter(&["return", "ASP1", "--value", "90"]));
    assert!(message.contains("locked"), "{message}");
    council.refuses(2, &in_quarter(&["cycle", "unlock"]));
    council
        .clew(&in_quarter(&[
            "cycle",
            "unlock",
            "--reason",
            "one figure is missing",
        ]))
        .ends(0);
    council
        .clew(&in_quarter(&["return", "ASP1", "--value", "90"]))
        .ends(0);
}

#[test]
fn a_cycle_that_is_not_sound_or_not_there_is_refused() {
    let council = Council::new();
    council.refuses(
        2,
        &in_quarter(&[
            "cycle",
            "open",
            "--opens",
            "2026-07-20",
            "--due",
            "2026-07-01",
        ]),
    );
    council.refuses(3, &in_quarter(&["cycle", "open", "--plan", "none"]));
    let message = council.refuses(3, &in_quarter(&["cycle", "lock"]));
    assert!(message.contains("clew cycle open"), "{message}");
    council.clew(&in_quarter(&["cycle", "open"])).ends(0);
    council.refuses(2, &in_quarter(&["cycle", "open"]));
    let message = council.refuses(3, &["sign-off", "--period", "2026-27 Q2"]);
    assert!(message.contains("2026-27 Q1"), "{message}");
    council.refuses(2, &in_quarter(&["sign-off", "ASP1"]));
    council.refuses(
        2,
        &in_quarter(&["returns", "send-back", "--reason", "which?"]),
    );
}

#[test]
fn an_unlikely_figure_is_taken_once_it_is_confirmed() {
    let council = Council::new();
    let given = |more: &[&'static str]| {
        in_quarter(&[&["return", "ASP1", "--value", "860"][..], more].concat())
    };
    let message = council.refuses(2, &given(&[]));
    assert!(
        message.contains("860% lies outside 0% to 100%")
            && message.contains("--confirm outside-hundred"),
        "{message}"
    );
    let message = council.refuses(2, &given(&["--confirm", "nonsense"]));
    assert!(message.contains("there is no question"), "{message}");
    let said = council.clew(&given(&["--confirm", "all"])).ends(0);
    assert!(said.contains("confirmed: 860% lies outside"), "{said}");
}
