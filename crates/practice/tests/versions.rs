//! A pack is written one way, and what is different from one version to another is told in words.
#![allow(clippy::unwrap_used)]

mod common;

use clew_practice::pack::{ItemKind, Pack, PackDifference, Place};
use common::{small, small_files, small_with, written};
use proptest::prelude::*;

/// The pack without where things stand in it, which writing it anew changes.
fn unplaced(pack: &Pack) -> Pack {
    let mut pack = pack.clone();
    let nowhere = Place::default;
    pack.choice_lists
        .values_mut()
        .for_each(|list| list.place = nowhere());
    pack.roles
        .values_mut()
        .for_each(|role| role.place = nowhere());
    pack.dimensions
        .values_mut()
        .for_each(|dimension| dimension.place = nowhere());
    pack.measures
        .values_mut()
        .for_each(|measure| measure.place = nowhere());
    for form in pack.forms.values_mut() {
        form.place = nowhere();
        form.fields
            .iter_mut()
            .for_each(|field| field.place = nowhere());
    }
    for process in pack.processes.values_mut() {
        process.place = nowhere();
        process
            .steps
            .iter_mut()
            .for_each(|step| step.place = nowhere());
    }
    for clock in pack.clocks.values_mut() {
        clock.place = nowhere();
        clock
            .rules
            .iter_mut()
            .for_each(|rule| rule.place = nowhere());
    }
    pack
}

/// The small pack with a calendar of its own, awkward text, and what the small pack does not have.
fn fuller() -> Pack {
    let mut files = small_files();
    files.insert(
        "calendars/ours.toml".to_owned(),
        "name = \"ours\"\ntitle = \"Ours\"\nbased_on = \"scotland-statutory\"\nholidays = [ { date = \"2026-04-06\", name = \"Easter Monday\", source = \"a\" } ]\n[sources]\na = { title = \"Decision\" }\n".to_owned(),
    );
    files.insert(
        "more.toml".to_owned(),
        r#"
[[dimension]]
code = "gender"
title = "Gender"
of = "gender"

[[form]]
code = "call"
title = "A \"quoted\" call, with \\ and\ta tab"
event_date = "on"
help = """
Two
lines"""
  [[form.field]]
  code = "on"
  title = "On"
  kind = "date"
  future = true
  [[form.field]]
  code = "cost"
  title = "Cost"
  kind = "money"
  [[form.field]]
  code = "by"
  title = "By"
  kind = "choice"
  choices = "gender"
  [[form.field]]
  code = "closed"
  title = "Closed on"
  kind = "date"

[[process]]
code = "calls"
title = "Calls"
  [[process.step]]
  form = "call"
  closes_when = []

[[measure]]
code = "CALLS"
title = "Cost of calls"
kind = "on-day sum"
form = "call"
from = "on"
to = "closed"
amount = "cost"
census = "last Thursday"
filter = [ { field = "on", on_or_after = "2020-04-01" }, { field = "by", not_in = ["man", "other"] }, { field = "cost", more_than = 0.50 } ]
exclude = [ { when = [ { field = "by", is = "man" }, { field = "cost", empty = true } ], reason = "no cost" } ]
calendar = "ours"
"#
        .to_owned(),
    );
    let (pack, issues) = Pack::read(&files);
    assert_eq!(written(&issues), "");
    pack
}

#[test]
fn a_pack_that_is_written_and_read_is_the_same_pack_and_is_written_the_same_again() {
    for pack in [small(), &fuller()] {
        let files = pack.files();
        let (read, issues) = Pack::read(&files);
        assert_eq!(written(&issues), "");
        assert_eq!(unplaced(&read), unplaced(pack));
        assert_eq!(read.files(), files);
        assert_eq!(read.canonical(), pack.canonical());
    }
}

#[test]
fn a_clock_is_written_as_people_write_it() {
    let files = small().files();
    assert_eq!(
        files["clocks.toml"],
        r#"[[clock]]
code = "awi-adult-visits"
title = "Visits to the adult under welfare guardianship"
trigger = { form = "awi-guardianship", date = "granted" }
stop = { form = "awi-visit", date = "visited", when = [ { field = "seen", is = "adult" } ] }
until = { form = "awi-guardianship", date = "ended" }
calendar = "scotland-council"
pause = { from = "paused_from", to = "paused_to" }
extension = { to = "extended_to", reason = "extension_reason" }
at_risk_days = 14

  [[clock.rule]]
  within = "3 months"
  then_every = "3 months"
  standing = "statute"
  source = "SSI 2002/95 regulation 2 as made"

  [[clock.rule]]
  effective_from = "2014-06-09"
  within = "3 months"
  then_every = "12 months"
  standing = "statute"
  source = "SSI 2002/95 regulation 2 as amended by SSI 2014/123"
"#
    );
}

fn said(before: &Pack, after: &Pack, in_use: &dyn Fn(&str, &str) -> usize) -> String {
    let difference = PackDifference::between(before, after, in_use);
    let said: Vec<String> = difference.changes.iter().map(ToString::to_string).collect();
    said.join("\n")
}

/// What a change to the small pack is told as, when three records hold a value in every field of DTTO orders.
fn change(file: &str, old: &str, new: &str) -> String {
    let in_use = |form: &str, _: &str| if form == "dtto-order" { 3 } else { 0 };
    said(small(), &small_with(file, old, new).0, &in_use)
}

#[test]
fn nothing_is_different_from_itself() {
    let difference = PackDifference::between(small(), small(), &|_, _| 9);
    assert!(difference.changes.is_empty());
    assert!(difference.is_empty() && !difference.is_later());
}

#[test]
fn each_change_is_told_in_words() {
    let justice = "justice.toml";
    let guardianship = "guardianship.toml";
    for (file, old, new, told) in [
        (
            justice,
            "within = \"2 working days\"",
            "within = \"3 working days\"",
            "The measure “DTTO clients first seen within 2 working days” (JUST-DTTO-2WD): within was 2 working days and is now 3 working days.",
        ),
        (
            justice,
            "  title = \"First seen on\"",
            "  title = \"Seen first on\"",
            "The field “Seen first on” (dtto-order.first_seen): title was “First seen on” and is now “Seen first on”.",
        ),
        (
            justice,
            "standing = \"local\"\n",
            "",
            "The measure “DTTO clients first seen within 2 working days” (JUST-DTTO-2WD): standing is no longer said; it was local.",
        ),
        (
            justice,
            "weight = 120",
            "weight = 200",
            "The process “Drug treatment and testing orders” (dtto): weight was 120 and is now 200.",
        ),
        (
            justice,
            "at_least = 0.5",
            "at_least = 1",
            "The measure “Hours a week of orders” (JUST-DTTO-HOURS): which records was “Hours a week” is at least 0.5 and the person's age is at least 16 and is now “Hours a week” is at least 1 and the person's age is at least 16.",
        ),
        (
            guardianship,
            "within = \"3 months\"\n  then_every = \"12 months\"",
            "within = \"3 months\"\n  then_every = \"6 months\"",
            "The rule “Visits to the adult under welfare guardianship, from 2014-06-09” (awi-adult-visits.2014-06-09): then every was 12 months and is now 6 months.",
        ),
        (
            guardianship,
            "  may = [\"council-officer\"]\n",
            "",
            "The step “Guardianship visit” (guardianship.awi-visit): who may is no longer said; it was council-officer.",
        ),
        (
            "pack.toml",
            "version = \"1.0.0\"",
            "version = \"1.1.0\"",
            "The pack “A small pack for tests” (small): version was 1.0.0 and is now 1.1.0.",
        ),
    ] {
        assert_eq!(change(file, old, new), told);
    }
}

#[test]
fn what_records_use_cannot_be_taken_away() {
    let justice = "justice.toml";
    let code = "  code = \"weekly_hours\"\n  title = \"Hours a week\"\n  kind = \"number\"\n  decimals = 1\n";
    let number = "The field “Hours a week” (dtto-order.weekly_hours): kind was number with 1 decimal place, at least 0, at most 168 and is now ";
    for (old, new, told) in [
        (
            code,
            code.replace("number\"\n  decimals = 1", "money\""),
            format!(
                "{number}money. Refused: 3 records use it; keep its kind, and add another field beside it instead."
            ),
        ),
        (
            code,
            code.replace("decimals = 1", "decimals = 0"),
            format!(
                "{number}number with 0 decimal places, at least 0, at most 168. Refused: 3 records use it; keep its kind, and add another field beside it instead."
            ),
        ),
        (
            code,
            code.replace("decimals = 1", "decimals = 2"),
            format!("{number}number with 2 decimal places, at least 0, at most 168."),
        ),
    ] {
        let told_now = change(justice, old, &new);
        assert_eq!(told_now.lines().next().unwrap(), told);
    }
    let removed = change(justice, "    { code = \"seen\", title = \"Seen\" },\n", "");
    assert_eq!(
        removed,
        "The choice “Seen” (dtto-order.outcome_first_contact.seen) is removed. Refused: 3 records use it; retire it instead, with retired = true."
    );
    let retired = change(
        justice,
        "title = \"Seen\" }",
        "title = \"Seen\", retired = true }",
    );
    assert_eq!(
        retired,
        "The choice “Seen” (dtto-order.outcome_first_contact.seen): retired is now yes; it was not said."
    );
    let event = change(
        justice,
        "event_date = \"imposed\"",
        "event_date = \"first_seen\"",
    );
    assert!(
        event.contains("Refused: 3 records use it; keep the date of the event"),
        "{event}"
    );
}

#[test]
fn a_form_that_comes_or_goes_is_told_once_with_its_fields_left_unsaid() {
    let added = said(small(), &fuller(), &|_, _| 0);
    assert!(added.contains("The form “A \"quoted\" call"), "{added}");
    assert!(!added.contains("call.cost"), "{added}");
    assert!(
        added.contains("The calendar “Ours” (ours) is added."),
        "{added}"
    );
    let in_use = |form: &str, field: &str| usize::from(form == "call" && field == "on");
    let difference = PackDifference::between(&fuller(), small(), &in_use);
    let refused: Vec<String> = difference.refused().map(ToString::to_string).collect();
    assert_eq!(refused.len(), 1);
    assert!(
        refused[0].ends_with(
            "is removed. Refused: 1 record uses it; keep it; leave it out of its process instead."
        ),
        "{refused:?}"
    );
    assert_eq!(
        difference
            .changes
            .iter()
            .filter(|change| change.kind == ItemKind::Field)
            .count(),
        0
    );
}

#[test]
fn a_holiday_of_a_calendar_is_told_by_its_day() {
    let mut with = fuller();
    let text = with.calendar_files.get_mut("ours").unwrap();
    *text = text.replace("2026-04-06", "2026-04-07");
    assert_eq!(
        said(&fuller(), &with, &|_, _| 0),
        "The special day “Easter Monday” (ours.2026-04-06) is removed.\n\
         The special day “Easter Monday” (ours.2026-04-07) is added."
    );
}

#[test]
fn fields_in_another_order_are_told_as_one_change() {
    let mut moved = small().clone();
    moved.forms.get_mut("awi-visit").unwrap().fields.swap(0, 1);
    assert_eq!(
        said(small(), &moved, &|_, _| 0),
        "The form “Guardianship visit” (awi-visit): order was visited, seen, well and is now seen, visited, well."
    );
}

#[test]
fn a_later_version_is_told_by_its_numbers_and_not_by_its_letters() {
    let mut ten = small().clone();
    ten.version = "1.10.0".to_owned();
    let mut nine = small().clone();
    nine.version = "1.9.0".to_owned();
    assert!(PackDifference::between(&nine, &ten, &|_, _| 0).is_later());
    assert!(!PackDifference::between(&ten, &nine, &|_, _| 0).is_later());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_written_so_that_it_reads_the_same(title in ".{1,40}", help in "(.|\\n|\\r|\"){0,40}") {
        let mut pack = small().clone();
        pack.title.clone_from(&title);
        pack.forms.get_mut("awi-visit").unwrap().help = Some(help.clone());
        let (read, _) = Pack::read(&pack.files());
        prop_assert_eq!(read.title, title);
        prop_assert_eq!(&read.forms["awi-visit"].help, &Some(help));
    }
}
