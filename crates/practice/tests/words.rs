//! Definitions, clocks and conditions are written back in plain English.

mod common;

use common::{small, small_with};

fn measure(code: &str) -> String {
    small().measures[code].in_words(small())
}

#[test]
fn a_measure_says_what_it_counts_what_it_leaves_out_and_by_which_date() {
    assert_eq!(
        measure("JUST-DTTO-2WD"),
        "Of records “DTTO order”, those with “First seen on” within 2 working days of “Imposed on”. \
         Left out, by reason: in custody (“Outcome of first contact” is “In custody”). \
         Placed in a period by “Imposed on”. While the time has not run out, a record is not yet due. \
         Working days are counted by the calendar “Bank holidays in Scotland with a council's local holidays (example)”. \
         It can be split by “Team”, “Age” (under 16, 16 to 64, 65 and over) or “Outcome of first contact”."
    );
    assert_eq!(
        measure("JUST-DTTO-HOURS"),
        "The sum of “Hours a week” over records “DTTO order” where “Hours a week” is at least 0.5 and the person's \
         age is at least 16. Placed in a period by “Imposed on”."
    );
    assert_eq!(
        measure("AWI-VISITS"),
        "Of records “Welfare guardianship” where “Guardian” is “The council”, those with “Visited on” of “Guardianship \
         visit” in time by the clock “Visits to the adult under welfare guardianship”. Placed in a period by “Granted \
         on”. While the time has not run out, a record is not yet due."
    );
    assert_eq!(
        measure("AWI-OPEN"),
        "The number of people (each counted once) with “Welfare guardianship” that were open on the last day of the \
         period. Open from “Granted on” until the day before “Ended on”. It can be split by “Guardian”."
    );
}

/// What the measure of guardianships says when it is another kind.
fn instead(kind: &str) -> String {
    let old = "kind = \"on-day count\"\nform = \"awi-guardianship\"\nfrom = \"granted\"\nto = \"ended\"\npeople = true";
    let new = format!("{kind}\nform = \"awi-guardianship\"\nfrom = \"granted\"\nto = \"ended\"");
    let (pack, _) = small_with("guardianship.toml", old, &new);
    let words = pack.measures["AWI-OPEN"].in_words(&pack);
    words.split(". ").next().unwrap_or_default().to_owned()
}

#[test]
fn every_kind_of_measure_has_its_sentence() {
    for (kind, said) in [
        (
            "kind = \"count\"",
            "The number of records “Welfare guardianship”",
        ),
        (
            "kind = \"share\"\nmet = [ { field = \"guardian\", is_not = \"council\" }, { field = \"ended\", before = \"2020-04-01\" } ]",
            "Of records “Welfare guardianship”, those where “Guardian” is not “The council” and “Ended on” is before 1 April 2020",
        ),
        (
            "kind = \"average\"\namount = \"weeks\"",
            "The mean of the weeks from “Granted on” to “Ended on” over records “Welfare guardianship”",
        ),
        (
            "kind = \"median\"\namount = \"working days\"",
            "The median of the working days from “Granted on” to “Ended on” over records “Welfare guardianship”",
        ),
        (
            "kind = \"on-day share\"\ncensus = \"31 July\"\nmet = [ { field = \"extended_to\", empty = false } ]",
            "Of records “Welfare guardianship” that were open on 31 July, those where “Extended to” is filled",
        ),
        (
            "kind = \"timeliness\"\non = \"awi-visit.visited\"",
            "Of records “Welfare guardianship”, those with “Ended on” on or before “Visited on” of “Guardianship visit”",
        ),
    ] {
        assert_eq!(instead(kind), said);
    }
}

#[test]
fn a_clock_says_each_of_its_rules_with_its_days_its_standing_and_its_source() {
    assert_eq!(
        small().clocks["awi-adult-visits"].in_words(small()),
        "It runs from “Granted on” of “Welfare guardianship” to “Visited on” of “Guardianship visit” where “Who was seen” \
         is “The adult”. Before 9 June 2014: within 3 months, then every 3 months (statute: SSI 2002/95 regulation 2 as \
         made). From 9 June 2014: within 3 months, then every 12 months (statute: SSI 2002/95 regulation 2 as amended by \
         SSI 2014/123). It ends, neither met nor missed, with “Ended on” of “Welfare guardianship”. Days from \
         “Clarification asked on” until “Clarification had on” do not count. It may be extended to “Extended to”, for the \
         reason in “Why it was extended”."
    );
}

#[test]
fn a_condition_on_several_choices_or_on_yes_and_no_reads_as_a_sentence_would() {
    let form = &small().forms["awi-visit"];
    let well = form
        .field("well")
        .map(|field| field.when[0].in_words(small(), "awi-visit"));
    assert_eq!(well.as_deref(), Some("“Who was seen” is “The adult”"));
    let (pack, _) = small_with(
        "guardianship.toml",
        "is = \"adult\" } ]",
        "in = [\"adult\", \"guardian\"] }, { field = \"awi-guardianship.granted\", on_or_after = \"2014-06-09\" } ]",
    );
    let when: Vec<String> = pack.forms["awi-visit"]
        .fields
        .iter()
        .flat_map(|field| &field.when)
        .map(|condition| condition.in_words(&pack, "awi-visit"))
        .collect();
    assert_eq!(
        when,
        [
            "“Who was seen” is “The adult” or “The guardian”",
            "“Granted on” of “Welfare guardianship” is on or after 9 June 2014",
        ]
    );
}
