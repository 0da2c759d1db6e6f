//! `clew account`, and what roles allow.

use crate::council::Council;

#[test]
fn an_account_does_what_its_roles_allow_where_they_are_held_and_no_more() {
    let council = Council::new();
    council
        .clew(&[
            "account",
            "open",
            "adults-manager",
            "--role",
            "owner@adults",
        ])
        .ends(0);
    let quarter = ["--period", "2026-27 Q1", "--value", "80"];
    let returned = |code: &'static str, account: &'static str| {
        [&["return", code][..], &quarter, &["--as", account]].concat()
    };
    council.clew(&returned("ASP1", "adults-manager")).ends(0);
    let message = council.refuses(4, &returned("JR3", "adults-manager"));
    assert!(
        message.contains("may not return figures in justice"),
        "{message}"
    );
    council.refuses(4, &returned("CC2", "nobody"));
    council.refuses(
        4,
        &[
            "set",
            "target",
            "ASP1",
            "2026-27",
            "goal=1",
            "--as",
            "adults-manager",
        ],
    );
    let message = council.refuses(2, &["set", "target", "ASP1", "2026-27", "goal=1"]);
    assert!(
        message.contains("--as") && message.contains("adults-manager"),
        "{message}"
    );
}

#[test]
fn roles_are_given_and_taken_and_accounts_closed() {
    let council = Council::new();
    let act = |words: &[&'static str]| [&["account"], words, &["--as", "administrator"]].concat();
    council
        .clew(&act(&["open", "officer", "--name", "Performance officer"]))
        .ends(0);
    council
        .clew(&act(&["grant", "officer", "performance officer"]))
        .ends(0);
    council
        .clew(&[
            "set", "target", "ASP1", "2026-27", "goal=90", "--as", "officer",
        ])
        .ends(0);
    council
        .clew(&act(&["revoke", "officer", "performance officer"]))
        .ends(0);
    council.refuses(
        4,
        &[
            "set", "target", "ASP1", "2026-27", "goal=91", "--as", "officer",
        ],
    );
    council.refuses(2, &act(&["revoke", "officer", "performance officer"]));
    council.refuses(2, &act(&["open", "officer"]));
    council.refuses(2, &act(&["grant", "officer", "king"]));
    council.refuses(3, &act(&["grant", "officer", "owner@nowhere"]));
    council.clew(&act(&["close", "officer"])).ends(0);
    let said = council.clew(&["account", "list"]).ends(0);
    assert!(said.contains("no role (closed)"), "{said}");
    // The only open account needs no naming again.
    council
        .clew(&["set", "target", "ASP1", "2026-27", "goal=92"])
        .ends(0);
    let message = council.refuses(2, &["account", "close", "administrator"]);
    assert!(message.contains("nobody would be left"), "{message}");
}

#[test]
fn who_has_no_account_is_told_nothing_of_the_database() {
    let council = Council::signed_off();
    let quarter = ["--period", "2026-27 Q1"];
    let reading: [&[&str]; 11] = [
        &["log"],
        &["summary"],
        &["check"],
        &["report", "quarterly-progress"],
        &["export", "--to", "book.json"],
        &["export", "--everything", "--to", "all"],
        &["explain", "ASP1", quarter[0], quarter[1]],
        &["diff", "nothing"],
        &["cycle", "returns", quarter[0], quarter[1]],
        &["account", "list"],
        &["doctor"],
    ];
    for words in reading {
        let message = council.refuses(4, &[words, &["--as", "nobody"]].concat());
        assert!(message.contains("no open account nobody"), "{message}");
    }
    assert!(!council.folder.path("book.json").exists());
    assert!(!council.folder.path("all").exists());
}

#[test]
fn a_viewer_reads_but_does_not_take_the_whole_journal_away() {
    let council = Council::signed_off();
    council
        .clew(&["account", "open", "reader", "--role", "viewer"])
        .ends(0);
    council.clew(&["log", "--as", "reader"]).ends(0);
    council.clew(&["summary", "--as", "reader"]).ends(0);
    let everything = ["export", "--everything", "--to", "all", "--as", "reader"];
    council.refuses(4, &everything);
}

#[test]
fn why_an_account_is_closed_can_be_read_in_the_log() {
    let council = Council::new();
    let act = |words: &[&'static str]| [&["account"], words, &["--as", "administrator"]].concat();
    council.clew(&act(&["open", "officer"])).ends(0);
    let close = ["close", "officer", "--reason", "left the service"];
    council.clew(&act(&close)).ends(0);
    let log = council.clew(&["log", "--limit", "1"]).ends(0);
    assert!(log.contains("left the service"), "{log}");
}

#[test]
fn a_time_other_than_the_clocks_is_for_tests_only() {
    let council = Council::new();
    let command = council
        .folder
        .command(&["set", "target", "ASP1", "2026-27", "goal=90"])
        .env_remove("CLEW_TESTING")
        .output()
        .unwrap();
    assert!(!command.status.success());
    let said = String::from_utf8(command.stderr).unwrap();
    assert!(said.contains("CLEW_NOW"), "{said}");
}
