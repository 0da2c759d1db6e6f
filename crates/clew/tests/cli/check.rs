//! `clew check`: the shape of what it finds, and how it ends.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::{EXAMPLES, Folder, clew};

#[test]
fn every_finding_has_six_parts_and_errors_decide_the_exit_code() {
    for example in EXAMPLES {
        let run = clew(&["check", "--example", example, "--format", "json"]);
        let code = run.code;
        let findings = run.json(code);
        let findings = findings.as_array().unwrap();
        assert!(
            !findings.is_empty(),
            "{example} has faults that were published"
        );
        for finding in findings {
            assert_shape(finding);
        }
        let has_errors = findings
            .iter()
            .any(|finding| finding["severity"] == "error");
        assert_eq!(code, i32::from(has_errors), "{example}");
    }
}

fn assert_shape(finding: &Value) {
    let parts: Vec<_> = finding
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        parts,
        [
            "rule",
            "severity",
            "document",
            "places",
            "message",
            "suggestion"
        ]
    );
    assert!(
        ["error", "warning", "note"].contains(&finding["severity"].as_str().unwrap()),
        "{finding}"
    );
    for part in ["rule", "message", "suggestion"] {
        assert!(!finding[part].as_str().unwrap().is_empty(), "{finding}");
    }
    assert!(
        finding["places"]
            .as_array()
            .unwrap()
            .iter()
            .all(Value::is_string),
        "{finding}"
    );
}

#[test]
fn the_text_says_the_same_as_the_json_and_counts_it() {
    let json = clew(&[
        "check",
        "--example",
        "south-lanarkshire-2021-22",
        "--format",
        "json",
    ]);
    let code = json.code;
    let json = json.json(code);
    let text = clew(&["check", "--example", "south-lanarkshire-2021-22"]).ends(code);
    for finding in json.as_array().unwrap() {
        for part in ["rule", "message", "suggestion"] {
            assert!(
                text.contains(finding[part].as_str().unwrap()),
                "{part} of {finding}\n{text}"
            );
        }
    }
    let last = text.lines().last().unwrap();
    let errors = json
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .count();
    assert!(
        last.starts_with(&format!("{errors} error")) && last.contains("warning"),
        "{last}"
    );
}

#[test]
fn only_the_rules_asked_for_are_reported() {
    let all = clew(&[
        "check",
        "--example",
        "west-lothian-2021-22",
        "--format",
        "json",
    ]);
    let code = all.code;
    let all = all.json(code);
    let rule = all[0]["rule"].as_str().unwrap();
    let some = clew(&[
        "check",
        "--example",
        "west-lothian-2021-22",
        "--format",
        "json",
        "--rule",
        rule,
    ]);
    let code = some.code;
    let expected: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == rule)
        .collect();
    let some = some.json(code);
    assert_eq!(
        some.as_array().unwrap().iter().collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn every_listed_rule_explains_itself() {
    let list = clew(&["check", "--list"]).ends(0);
    let rules: BTreeSet<_> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(rules.len() > 10, "{list}");
    for rule in rules {
        let text = clew(&["check", "--explain", rule]).ends(0);
        assert!(text.starts_with(rule) && text.lines().count() > 3, "{text}");
    }
}

#[test]
fn a_sound_plan_has_nothing_to_complain_of() {
    let folder = Folder::new();
    let file = folder.file("plans.csv", "Id,Title,Period\np,A plan,2023-24\n");
    folder
        .clew(&["import", &file.display().to_string(), "--data", "work"])
        .ends(0);
    let findings = folder
        .clew(&["check", "--data", "work", "--format", "json"])
        .json(0);
    let errors = findings
        .as_array()
        .unwrap()
        .iter()
        .any(|finding| finding["severity"] == "error");
    assert!(!errors, "{findings}");
}

#[test]
fn an_unknown_rule_is_refused_with_what_to_do() {
    for option in ["--rule", "--explain"] {
        let message = clew(&["check", "--example", "edinburgh-2023", option, "nonsense"]).fails();
        assert!(
            message.contains("\"nonsense\"") && message.contains("clew check --list"),
            "{message}"
        );
    }
}
