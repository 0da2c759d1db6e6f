//! A pack is read with every issue at once: file, line, rule, what is wrong and what to do.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use clew_practice::pack::{Allowance, Due, Gravity, Pack, Path, Within};
use common::{small, small_files, small_with, written};
use proptest::prelude::*;

#[test]
fn a_sound_pack_is_read_whole_and_without_issues() {
    let pack = small();
    assert_eq!(pack.code, "small");
    assert_eq!(pack.forms.len(), 3);
    let clock = &pack.clocks["awi-adult-visits"];
    assert_eq!(clock.rules[1].due, Due::Within(Allowance::Months(3)));
    assert_eq!(clock.rules[1].then_every, Some(Allowance::Months(12)));
    assert_eq!(clock.calendar, "scotland-council");
    assert_eq!(pack.forms["dtto-order"].place.line, 1);
    assert_eq!(pack.forms["dtto-order"].fields[1].place.line, 14);
}

#[test]
fn what_a_measure_leaves_to_its_clock_or_to_the_choices_is_filled_in() {
    let pack = small();
    let visits = &pack.measures["AWI-VISITS"];
    assert_eq!(visits.form, "awi-guardianship");
    assert_eq!(visits.from, Path::Own("granted".to_owned()));
    assert_eq!(visits.to, Some("awi-visit.visited".parse().unwrap()));
    assert_eq!(
        visits.within,
        Some(Within::Clock("awi-adult-visits".to_owned()))
    );
    assert_eq!(visits.unit, "%");
    let seen = &pack.measures["JUST-DTTO-2WD"];
    assert_eq!(seen.exclude[0].reason, "in custody");
    assert_eq!(seen.calendar, "scotland-council");
}

/// What one change to the small pack makes of its issues.
fn after(file: &str, old: &str, new: &str) -> String {
    written(&small_with(file, old, new).1)
}

#[test]
fn each_mistake_is_told_with_its_line_and_what_to_do() {
    let justice = "justice.toml";
    let guardianship = "guardianship.toml";
    for (file, old, new, said) in [
        (
            justice,
            "help = \"A",
            "halp = \"A",
            "justice.toml:6: error: unknown-key: The form \"dtto-order\" has no \"halp\". Did you mean help? Or else take it out.",
        ),
        (
            justice,
            "event_date = \"imposed\"",
            "event_date = \"imposd\"",
            "justice.toml:4: error: unknown-field: The form \"dtto-order\" has no field \"imposd\". Did you mean \"imposed\"?",
        ),
        (
            justice,
            "event_date = \"imposed\"",
            "event_date = \"weekly_hours\"",
            "justice.toml:4: error: not-a-date: \"weekly_hours\" is a field of the kind number and no date. Name a date field.",
        ),
        (
            justice,
            "kind = \"text\"",
            "kind = \"txt\"",
            "justice.toml:32: error: unknown-kind: There is no kind of field \"txt\". Did you mean \"text\"?",
        ),
        (
            justice,
            "is = \"in-custody\" } ]\n\n",
            "is = \"in custody\" } ]\n\n",
            "justice.toml:34: error: unknown-choice: \"outcome_first_contact\" has no choice \"in custody\". Did you mean \"in-custody\"?",
        ),
        (
            justice,
            "is = \"in-custody\" } ]\n\n",
            "is = \"moved\" } ]\n\n",
            "justice.toml:34: warning: retired-choice: The choice \"moved\" of \"outcome_first_contact\" is retired. New records cannot have it: name the choice that took its place.",
        ),
        (
            justice,
            "is = \"in-custody\" } ]\n\n",
            "at_least = 3 } ]\n\n",
            "justice.toml:34: error: wrong-test: This test does not fit \"outcome_first_contact\". Use is, is_not, in, not_in or empty for a choice.",
        ),
        (
            justice,
            "most = 168",
            "most = -1",
            "justice.toml:41: error: range: No number is at least 0 and at most -1. Put the smaller of the two under least.",
        ),
        (
            justice,
            "within = \"2 working days\"",
            "within = \"two days\"",
            "justice.toml:60: error: not-written-so: \"two days\" is not an allowance. Write \"2 working days\", \"28 days\", \"6 weeks\" or \"3 months\".",
        ),
        (
            justice,
            "kind = \"timeliness\"",
            "kind = \"share\"",
            "justice.toml:56: error: kind-needs: A measure of the kind share needs met. Add met.",
        ),
        (
            justice,
            "people = false",
            "census = \"31 July\"",
            "justice.toml:73: error: no-meaning: census says nothing of a measure of the kind sum. Take it out, or change the kind.",
        ),
        (
            justice,
            "amount = \"weekly_hours\"",
            "amount = \"first_seen\"",
            "justice.toml:72: error: not-a-number: \"first_seen\" cannot be added up. Name a field of the kind number or money.",
        ),
        (
            justice,
            "\"age-band\", ",
            "\"age-bend\", ",
            "justice.toml:62: error: unknown-split: \"JUST-DTTO-2WD\" has neither a dimension nor a field \"age-bend\". Did you mean \"age-band\"?",
        ),
        (
            justice,
            "code = \"JUST-DTTO-HOURS\"",
            "code = \"JUST-DTTO-2WD\"",
            "justice.toml:66: error: duplicate: There is a measure \"JUST-DTTO-2WD\" already, in justice.toml line 53. Give each a code of its own; this one is left out.",
        ),
        (
            guardianship,
            "authorised_by = \"senior\"",
            "authorised_by = \"council-officer\"",
            "guardianship.toml:82: error: not-senior: The role \"council-officer\" is not senior and cannot authorise. Name a role with senior = true.",
        ),
        (
            guardianship,
            "  authorised_by = \"senior\"",
            "  after = [\"awi-visit\"]",
            "guardianship.toml:76: error: no-way-in: Every step of \"guardianship\" waits for another: none opens it. Leave after out of the step that begins an episode.",
        ),
        (
            guardianship,
            "after = [\"awi-guardianship\", \"awi-visit\"]",
            "after = [\"awi-visit\"]",
            "guardianship.toml:87: error: never-reached: The step \"awi-visit\" can never be reached. Let it come after a step that leads on from the opening one.",
        ),
        (
            guardianship,
            "  within = \"3 months\"\n  then_every = \"3 months\"",
            "  effective_from = \"2002-04-01\"\n  within = \"3 months\"\n  then_every = \"3 months\"",
            "guardianship.toml:101: warning: no-rule-at-first: What is triggered before 2002-04-01 has no rule. Add the rule that held before, or leave effective_from out of the first.",
        ),
        (
            guardianship,
            "date = \"ended\" }",
            "date = \"guardian\" }",
            "guardianship.toml:95: error: not-a-date: \"guardian\" is a field of the kind choice and no date. Name a date field.",
        ),
        (
            guardianship,
            "reason = \"extension_reason\"",
            "reason = \"granted\"",
            "guardianship.toml:97: error: no-reason: \"granted\" cannot hold a reason. Name a field of the kind text, long-text or choice.",
        ),
        (
            guardianship,
            "effective_from = \"2014-06-09\"",
            "effective_from = \"2014-06-31\"",
            "guardianship.toml:107: error: wrong-kind: effective_from of the rule is not a day that exists, as in \"2026-04-01\". Write a day that exists, as in \"2026-04-01\".",
        ),
    ] {
        let issues = after(file, old, new);
        assert!(
            issues.lines().any(|line| line == said),
            "{new} said:\n{issues}"
        );
    }
}

#[test]
fn words_that_mean_something_else_and_forms_that_never_meet_are_refused() {
    let amount = after(
        "justice.toml",
        "  code = \"weekly_hours\"",
        "  code = \"weeks\"",
    );
    assert!(
        amount.contains("justice.toml:37: error: reserved: \"weeks\" as an amount"),
        "{amount}"
    );
    let person = after("justice.toml", "code = \"dtto-order\"", "code = \"person\"");
    assert!(
        person.contains("justice.toml:2: error: reserved:"),
        "{person}"
    );
    let apart = after(
        "justice.toml",
        "filter = [ ",
        "filter = [ { field = \"awi-visit.well\", is = \"yes\" }, ",
    );
    assert_eq!(
        apart,
        "justice.toml:74: error: apart: No process has both \"dtto-order\" and \"awi-visit\". \
         They are never in one episode: add the one to the other's process as a step."
    );
}

#[test]
fn skip_rules_that_look_forward_or_at_each_other_are_refused() {
    let forward = after(
        "guardianship.toml",
        "  title = \"Granted on\"",
        "  title = \"Granted on\"\n  when = [ { field = \"guardian\", is = \"council\" } ]",
    );
    assert!(
        forward.contains("\"granted\" depends on \"guardian\", which comes later"),
        "{forward}"
    );
    let circle = after(
        "guardianship.toml",
        "  title = \"Extended to\"",
        "  title = \"Extended to\"\n  when = [ { field = \"extension_reason\", empty = false } ]",
    );
    assert!(
        circle.contains("\"extended_to\" and \"extension_reason\" each wait for the other"),
        "{circle}"
    );
}

#[test]
fn all_issues_of_all_files_come_at_once_and_the_rest_is_still_read() {
    let mut files = small_files();
    files.insert(
        "z.toml".to_owned(),
        "[[form]]\ncode = \"Bad Code\"\n= broken\n[[clock]]\nwithin = 3\n".to_owned(),
    );
    files.insert("calendars/ours.toml".to_owned(), "name = 3".to_owned());
    files.insert("notes.md".to_owned(), "Not TOML at all [".to_owned());
    let (pack, issues) = Pack::read(&files);
    assert_eq!(pack.forms.len(), 4);
    let said = written(&issues);
    for part in [
        "z.toml:3: error: toml:",
        "z.toml:2: error: code: \"Bad Code\" is no code",
        "z.toml:1: error: missing: The form \"Bad Code\" has no title",
        "z.toml:4: error: missing: The clock has no trigger",
        "z.toml:5: error: unknown-key:",
        "calendars/ours.toml:1: error: calendar: The calendar cannot be read",
    ] {
        assert!(said.contains(part), "no {part} in\n{said}");
    }
    assert!(!said.contains("notes.md"));
}

#[test]
fn a_folder_without_a_pack_file_says_so() {
    let (_, issues) = Pack::read(&BTreeMap::new());
    assert_eq!(
        written(&issues),
        "pack.toml:1: error: no-pack-file: There is no file pack.toml. Write one with code, title, version and calendars."
    );
    assert_eq!(issues[0].gravity, Gravity::Error);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,200}", name in "pack.toml|calendars/a.toml|b.toml") {
        let files = BTreeMap::from([(name, text)]);
        let (pack, issues) = Pack::read(&files);
        prop_assert!(!issues.is_empty());
        let _ = pack.check();
    }

    /// Real text with a few of its lines swapped, cut or doubled comes nearer to the corners than random text.
    #[test]
    fn no_garbled_pack_makes_the_reader_panic(
        cuts in prop::collection::vec((0usize..110, 0usize..110, 0usize..60), 1..8)
    ) {
        let mut files = small_files();
        for text in files.values_mut() {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            for (one, other, at) in &cuts {
                let (one, other) = (one % lines.len(), other % lines.len());
                let half: String = lines[one].chars().take(*at).collect();
                lines.swap(one, other);
                lines[one] = half;
            }
            *text = lines.join("\n");
        }
        let (pack, issues) = Pack::read(&files);
        if issues.iter().all(|issue| issue.gravity == Gravity::Warning) {
            let (again, _) = Pack::read(&pack.files());
            prop_assert_eq!(again.canonical(), pack.canonical());
        }
        for measure in pack.measures.values() {
            let _ = measure.in_words(&pack);
        }
        for clock in pack.clocks.values() {
            let _ = clock.in_words(&pack);
        }
    }
}
