//! What is due follows from records: open episodes, next steps, caseloads, waiting lists, chronologies.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use clew_practice::{
    chronology::{Inclusion, chronology},
    due::{Clocks, EpisodeWork, WAITING_BANDS, caseload, trajectory, waiting_lists},
    occasion::Occasion,
    record::{PersonNumber, Record, RecordNumber, Stage, Value},
};
use common::{day, record, small};

fn order(number: u64, granted: &str) -> Record {
    record(
        number,
        number,
        "awi-guardianship",
        &[("granted", granted), ("guardian", "council")],
    )
}

fn visit(number: u64, episode: u64, on: &str) -> Record {
    record(
        number,
        episode,
        "awi-visit",
        &[("visited", on), ("seen", "adult")],
    )
}

fn work(records: &[Record], as_at: &str) -> Vec<EpisodeWork<'static>> {
    Clocks::of(small()).due(records, &BTreeMap::new(), day(as_at))
}

fn said(work: &EpisodeWork<'_>) -> String {
    let occasions = work
        .occasions
        .iter()
        .map(|(occasion, timing)| format!("{} {}", occasion.round, timing.in_words()));
    let offered = work.offered.iter().map(|step| step.form.clone());
    format!(
        "{} {} [{}] offers [{}] to authorise {:?} drafts {:?}",
        work.episode,
        work.closed
            .map_or("open".to_owned(), |by| format!("closed by {by}")),
        occasions.collect::<Vec<_>>().join(", "),
        offered.collect::<Vec<_>>().join(", "),
        work.to_authorise
            .iter()
            .map(|number| number.0)
            .collect::<Vec<_>>(),
        work.drafts
            .iter()
            .map(|number| number.0)
            .collect::<Vec<_>>(),
    )
}

#[test]
fn an_episode_shows_its_clocks_its_next_steps_and_what_waits_for_a_senior() {
    let mut authorised = order(1, "2026-01-10");
    authorised.stage = Stage::Authorised;
    let mut draft = visit(3, 1, "2026-05-05");
    draft.stage = Stage::Draft;
    let records = [
        authorised,
        visit(2, 1, "2026-04-11"),
        draft,
        order(4, "2026-03-01"),
    ];
    let work = work(&records, "2026-05-20");
    assert_eq!(
        said(&work[0]),
        "R1 open [2 not yet due, 1 met late] offers [awi-visit] to authorise [] drafts [3]"
    );
    assert_eq!(
        said(&work[1]),
        "R4 open [1 at risk] offers [awi-visit] to authorise [4] drafts []"
    );
}

#[test]
fn a_closed_episode_offers_nothing_and_an_order_that_ended_leaves_nothing_due() {
    let ended = record(
        1,
        1,
        "awi-guardianship",
        &[
            ("granted", "2026-01-10"),
            ("guardian", "council"),
            ("ended", "2026-02-01"),
        ],
    );
    let moved = record(
        2,
        2,
        "dtto-order",
        &[
            ("imposed", "2026-01-10"),
            ("outcome_first_contact", "moved"),
        ],
    );
    let work = work(&[ended, moved], "2026-05-20");
    assert_eq!(
        said(&work[0]),
        "R1 closed by R1 [1 ended] offers [] to authorise [1] drafts []"
    );
    assert_eq!(
        said(&work[1]),
        "R2 closed by R2 [] offers [] to authorise [] drafts []"
    );
}

#[test]
fn an_episode_of_drafts_alone_or_of_what_was_withdrawn_is_no_work() {
    let mut draft = order(1, "2026-01-10");
    draft.stage = Stage::Draft;
    let mut withdrawn = order(2, "2026-01-10");
    withdrawn.stage = Stage::Withdrawn;
    assert!(work(&[draft, withdrawn], "2026-05-20").is_empty());
}

#[test]
fn a_caseload_shows_every_worker_the_idle_and_the_heaviest_and_what_nobody_holds() {
    let dtto = |number| record(number, number, "dtto-order", &[("imposed", "2026-01-10")]);
    let records = [
        order(1, "2026-01-10"),
        dtto(2),
        dtto(3),
        order(4, "2026-02-01"),
    ];
    let work = work(&records, "2026-05-20");
    let holders = [(1, "ash"), (2, "ash"), (3, "birch")];
    let holders = holders
        .into_iter()
        .map(|(number, who)| (RecordNumber(number), who.to_owned()));
    let workers = ["ash", "birch", "cedar"].map(str::to_owned);
    let load = caseload(&work, &holders.collect(), &workers);
    let loads: Vec<(&str, usize, u32)> = load
        .workers
        .iter()
        .map(|load| (load.worker.as_str(), load.cases.len(), load.weight))
        .collect();
    assert_eq!(loads, [("ash", 2, 220), ("birch", 1, 120), ("cedar", 0, 0)]);
    assert_eq!(load.unallocated[0].episode, RecordNumber(4));
    let spread = load.spread.unwrap();
    assert_eq!(spread.median.to_string(), "1.2");
    assert_eq!(
        (spread.least.to_string(), spread.most.to_string()),
        ("0".to_owned(), "2.2".to_owned())
    );
}

#[test]
fn a_waiting_list_counts_days_and_its_trajectory_follows_the_records() {
    let records = [
        order(1, "2026-01-10"),
        order(2, "2026-05-10"),
        order(3, "2026-05-20"),
        visit(4, 3, "2026-05-21"),
    ];
    let work = work(&records, "2026-05-20");
    let occasions: Vec<Occasion<'_>> = work
        .into_iter()
        .flat_map(|work| work.occasions)
        .map(|(occasion, _)| occasion)
        .collect();
    let lists = waiting_lists(&occasions, day("2026-05-20"), &WAITING_BANDS);
    let waiting: Vec<(u64, u32)> = lists[0]
        .waiting
        .iter()
        .map(|one| (one.occasion.trigger.0, one.days))
        .collect();
    assert_eq!(waiting, [(1, 130), (2, 10), (3, 0)]);
    let bands: Vec<usize> = lists[0].bands.iter().map(|band| band.count).collect();
    assert_eq!(bands, [1, 1, 0, 0, 1]);
    let days = [
        "2026-01-09",
        "2026-01-10",
        "2026-05-10",
        "2026-05-20",
        "2026-05-21",
    ]
    .map(day);
    let counts: Vec<usize> = trajectory(&occasions, &days)
        .iter()
        .map(|(_, count)| *count)
        .collect();
    // On 21 May the visit stops a first round and the next begins.
    assert_eq!(counts, [0, 1, 2, 3, 3]);
}

#[test]
fn a_chronology_is_in_order_of_events_and_keeps_what_is_left_out_with_the_reason() {
    let mut draft = visit(5, 1, "2026-02-01");
    draft.stage = Stage::Draft;
    let mut of_another = visit(6, 1, "2026-02-01");
    of_another.person = PersonNumber(2);
    let mut late = visit(2, 1, "2026-03-01");
    late.recorded_at += 5 * 86_400;
    let records = [
        late,
        order(1, "2026-01-10"),
        visit(3, 1, "2026-02-01"),
        visit(4, 1, "2026-02-01"),
        draft,
        of_another,
    ];
    let decisions = BTreeMap::from([(
        RecordNumber(3),
        Inclusion::LeftOut("Recorded twice".to_owned()),
    )]);
    let first = BTreeMap::from([(RecordNumber(1), day("2026-01-12"))]);
    let chronology = chronology(small(), &records, PersonNumber(1), &decisions, &first);
    let events: Vec<String> = chronology
        .events
        .iter()
        .map(|event| {
            let values: Vec<String> = event
                .values
                .iter()
                .map(|(title, value)| format!("{title}: {value}"))
                .collect();
            format!(
                "{} {} ({}) +{}",
                event.day,
                event.title,
                values.join("; "),
                event.recorded_after()
            )
        })
        .collect();
    assert_eq!(
        events,
        [
            "2026-01-10 Welfare guardianship (Guardian: The council) +2",
            "2026-02-01 Guardianship visit (Who was seen: The adult) +0",
            "2026-03-01 Guardianship visit (Who was seen: The adult) +5",
        ]
    );
    assert_eq!(chronology.left_out[0].0.record.number, RecordNumber(3));
    assert_eq!(chronology.left_out[0].1, "Recorded twice");
}

/// What is offered after an order and these records, when the visit's step is written so.
fn offered_when(step: &str, records: &[Record]) -> Vec<String> {
    let (pack, issues) = common::small_with(
        "guardianship.toml",
        "  after = [\"awi-guardianship\", \"awi-visit\"]\n",
        &format!("  after = [\"awi-guardianship\", \"awi-visit\"]\n{step}\n"),
    );
    assert!(issues.is_empty(), "{}", common::written(&issues));
    let mut all = vec![order(1, "2026-01-10")];
    all.extend_from_slice(records);
    let work = Clocks::of(&pack).due(&all, &BTreeMap::new(), day("2026-05-20"));
    work[0]
        .offered
        .iter()
        .map(|step| step.form.clone())
        .collect()
}

#[test]
fn a_step_that_is_taken_once_is_not_offered_again_even_while_it_is_a_draft() {
    let mut draft = visit(2, 1, "2026-02-01");
    draft.stage = Stage::Draft;
    let mut withdrawn = visit(3, 1, "2026-02-01");
    withdrawn.stage = Stage::Withdrawn;
    assert_eq!(offered_when("  once = true", &[]), ["awi-visit"]);
    assert_eq!(offered_when("  once = true", &[withdrawn]), ["awi-visit"]);
    assert!(offered_when("  once = true", &[draft]).is_empty());
    assert!(offered_when("  once = true", &[visit(2, 1, "2026-02-01")]).is_empty());
}

#[test]
fn the_conditions_of_a_step_are_read_from_the_latest_of_the_forms_before_it() {
    let unwell = "  when = [ { field = \"well\", is = \"no\" } ]";
    let mut well = visit(2, 1, "2026-02-01");
    well.values.insert("well".to_owned(), Value::YesNo(true));
    let mut worse = visit(3, 1, "2026-03-01");
    worse.values.insert("well".to_owned(), Value::YesNo(false));
    assert!(offered_when(unwell, &[]).is_empty());
    assert!(offered_when(unwell, std::slice::from_ref(&well)).is_empty());
    assert_eq!(
        offered_when(unwell, &[worse.clone(), well.clone()]),
        ["awi-visit"]
    );
    well.event_date = day("2026-04-01");
    assert!(offered_when(unwell, &[worse, well]).is_empty());
}
