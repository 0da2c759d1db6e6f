//! `clew set`, `clew withdraw` and `clew retire`: one record at a time.

use crate::council::Council;

#[test]
fn a_target_is_changed_and_the_sentence_tells_from_what_to_what() {
    let council = Council::new();
    let words = [
        "set",
        "target",
        "ASP1",
        "2026-27",
        "goal=90",
        "--reason",
        "agreed with the committee",
    ];
    let said = council.clew(&words).ends(0);
    assert!(
        said.contains("Target for ASP1 in 2026-27 changed from 80% to 90%")
            && said.contains("agreed with the committee"),
        "{said}"
    );
    let said = council
        .clew(&["set", "target", "ASP1", "2026-27", "goal=90"])
        .ends(0);
    assert!(said.contains("so already"), "{said}");
}

#[test]
fn only_the_fields_that_are_named_change() {
    let council = Council::new();
    let before = council
        .clew(&["log", "--subject", "measures/ASP1", "--format", "json"])
        .json(0);
    assert_eq!(before.as_array().map(Vec::len), Some(1));
    let told = council
        .clew(&[
            "set",
            "measure",
            "asp01",
            "title=Inquiries, finished",
            "owner=",
            "--format",
            "json",
        ])
        .json(0);
    assert_eq!(told["entries"][0]["subject"], "measures/ASP1", "{told:#}");
    let sentence = told["entries"][0]["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("title") && sentence.contains("wner") && !sentence.contains("olarity"),
        "{sentence}"
    );
    let figure = council.explained("ASP1");
    assert_eq!(
        (&figure["title"], &figure["owner"]),
        (&"Inquiries, finished".into(), &serde_json::Value::Null)
    );
}

#[test]
fn what_is_not_there_is_added() {
    let council = Council::new();
    let said = council
        .clew(&["set", "forum", "committee", "name=Social Work Committee"])
        .ends(0);
    assert!(said.contains("added"), "{said}");
    council
        .clew(&["set", "target", "ASP1", "2027-28", "goal=92"])
        .ends(0);
}

#[test]
fn what_is_not_sound_is_refused_and_nothing_is_written() {
    let council = Council::new();
    for (words, expected) in [
        (
            &["set", "target", "ASP1", "2026-27", "gaol=90"][..],
            "the fields are",
        ),
        (
            &["set", "target", "ASP1", "2026-27", "goal=ninety"],
            "not a number",
        ),
        (&["set", "target", "ASP1", "goal=90"], "measure, period"),
        (
            &["set", "target", "NONE", "2026-27", "goal=90"],
            "not in Measures",
        ),
        (&["set", "wish", "ASP1", "goal=90"], "the kinds are"),
        (&["set", "measure", "NEW1", "owner=Someone"], "Title"),
        (&["set", "measure", "ASP1", "code=ASP2"], "identifies"),
        (&["set", "measure", "ASP1", "decimals=9"], "Decimals"),
    ] {
        let message = council.refuses(2, words);
        assert!(message.contains(expected), "{words:?}: {message}");
    }
}

#[test]
fn a_record_is_withdrawn_with_a_reason_unless_others_need_it() {
    let council = Council::new();
    let reason = ["--reason", "entered by mistake"];
    let withdraw = |words: &[&'static str]| [&["withdraw"], words, &reason].concat();
    council.refuses(2, &["withdraw", "target", "JR3", "2026-27"]);
    council.refuses(
        2,
        &["withdraw", "target", "JR3", "2026-27", "--reason", " "],
    );
    council.refuses(3, &withdraw(&["target", "JR3", "2031-32"]));
    let message = council.refuses(2, &withdraw(&["measure", "JR3"]));
    assert!(message.contains("1 targets"), "{message}");
    let said = council
        .clew(&withdraw(&["target", "JR3", "2026-27"]))
        .ends(0);
    assert!(said.contains("entered by mistake"), "{said}");
    council.clew(&withdraw(&["measure", "JR3"])).ends(0);
    council.refuses(3, &["explain", "JR3", "--period", "2026-27 Q1"]);
}

#[test]
fn a_retired_measure_takes_no_more_figures() {
    let council = Council::new();
    let retire = [
        "retire",
        "JR3",
        "--on",
        "2026-04-01",
        "--reason",
        "no longer counted",
    ];
    council.clew(&retire).ends(0);
    let message = council.refuses(
        2,
        &["return", "JR3", "--period", "2026-27 Q1", "--value", "5"],
    );
    assert!(message.contains("retired"), "{message}");
    council.refuses(
        3,
        &["retire", "NONE", "--on", "2026-04-01", "--reason", "none"],
    );
}

#[test]
fn the_same_id_is_done_once_and_refused_for_something_else() {
    let council = Council::new();
    let set =
        |goal: &str| ["set", "target", "ASP1", "2026-27", goal, "--id", "one"].map(str::to_owned);
    let run = |words: [String; 7]| council.folder.clew(&words);
    run(set("goal=90")).ends(0);
    let entries = council.entries();
    let said = run(set("goal=90")).ends(0);
    assert!(said.contains("done before under this id"), "{said}");
    let message = run(set("goal=85")).fails_with(5);
    assert!(
        message.contains("90") && message.contains("85"),
        "{message}"
    );
    assert_eq!(council.entries(), entries);
}

#[test]
fn a_reference_to_nothing_is_doubted_aloud() {
    let council = Council::new();
    let run = council.clew(&["set", "measure", "ASP1", "unit=nowhere"]);
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(
        run.err.starts_with("note: Unit") && run.err.contains("nowhere"),
        "{run:#?}"
    );
    let run = council.clew(&["set", "target", "ASP1", "2026-27", "goal=90"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (0, ""),
        "a change that was asked for is no doubt"
    );
}
