//! A figure tells its whole story.

#![allow(clippy::unwrap_used, missing_docs)]

use crate::reading::{Council, comment, number, request, target, year};
use clew_plan::{Reliability, Status};
use clew_service::{CycleRequest, ErrorKind, Explanation, FigureRequest, ReturnsOf};

fn explain(council: &Council, measure: &str) -> Explanation {
    council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .explain(&measure.into(), year(), None)
        .unwrap()
}

#[test]
fn a_figure_tells_what_it_is_how_it_is_judged_and_how_it_came_about() {
    let council = Council::new("explain");
    let first = FigureRequest {
        as_at: Some("2022-04-10".parse().unwrap()),
        reliability: Some(Reliability::High),
        evidence: Some("case sample of May".to_owned()),
        ..request("SPCC014", (39, 50))
    };
    council
        .service
        .return_figure(&council.caller(), &first)
        .unwrap();
    council.correct("SPCC014", (40, 50), "one case was missed");
    council.put(target("SPCC014", "90"), Some("committee asked for more"));
    let told = explain(&council, "spcc14");
    assert_eq!(
        (told.code.as_str(), told.title.as_str()),
        ("SPCC014", "Measure SPCC014")
    );
    assert_eq!(told.value.as_deref(), Some("80%"));
    assert_eq!(told.counts.as_deref(), Some("40 of 50"));
    assert_eq!(told.status, Status::Red);
    assert!(
        told.rule
            .starts_with("Higher is better. Green at 90% or above"),
        "{}",
        told.rule
    );
    assert_eq!(told.why, "80% (40 of 50) is below 85.5%");
    assert_eq!(told.tolerance.as_deref(), Some("5%"));
    assert_eq!(
        told.tolerance_from.as_deref(),
        Some("the default, as none is set")
    );
    let figure = told.figure.as_ref().unwrap();
    assert_eq!(
        figure.reliability,
        Some(Reliability::High),
        "a correction keeps what it does not change"
    );
    assert_eq!(figure.evidence.as_deref(), Some("case sample of May"));
    let values: Vec<_> = told
        .history
        .iter()
        .map(|step| (step.gave.as_deref().unwrap(), step.reason.as_deref()))
        .collect();
    assert_eq!(
        values,
        [
            ("78% (39 of 50)", None),
            ("80% (40 of 50)", Some("one case was missed"))
        ]
    );
    assert_eq!(told.recorded().unwrap().by.as_str(), "administrator");
    let target = told.target.as_ref().unwrap();
    assert_eq!(
        (target.shown.as_str(), target.found.as_str()),
        ("90%", "set for 2021-22")
    );
    let goals: Vec<_> = target
        .history
        .iter()
        .map(|step| step.gave.as_deref().unwrap())
        .collect();
    assert_eq!(goals, ["70%", "90%"]);
}

#[test]
fn a_worked_out_figure_shows_its_parts_and_how_many_are_reported() {
    let council = Council::new("formula");
    council
        .service
        .return_figure(&council.caller(), &number("MET", 30))
        .unwrap();
    let part = explain(&council, "RATE").formula.unwrap();
    assert_eq!(part.reported, "1 of 2 parts reported");
    assert_eq!(explain(&council, "RATE").value, None);
    council
        .service
        .return_figure(&council.caller(), &number("ALL", 40))
        .unwrap();
    let told = explain(&council, "RATE");
    assert_eq!(told.value.as_deref(), Some("75%"));
    let formula = told.formula.unwrap();
    assert_eq!(
        (formula.version, formula.text.as_str()),
        (1, "ratio of MET to ALL")
    );
    let parts: Vec<_> = formula
        .parts
        .iter()
        .map(|part| {
            (
                part.code.as_str(),
                part.figure.as_deref(),
                part.history.len(),
            )
        })
        .collect();
    assert_eq!(parts, [("MET", Some("30"), 1), ("ALL", Some("40"), 1)]);
    assert!(
        told.history.is_empty(),
        "it is worked out and never recorded"
    );
}

#[test]
fn comments_the_return_and_every_freeze_are_part_of_the_story() {
    let council = Council::new("shown");
    let cycle = CycleRequest {
        id: None,
        plan: "council".into(),
        period: year(),
        opens: None,
        due: Some("2022-04-20".parse().unwrap()),
    };
    council
        .service
        .open_cycle(&council.caller(), &cycle)
        .unwrap();
    council.give("SPCC014", (39, 50));
    council.put(comment("SPCC014", "manager", "Staff were ill."), None);
    council.put(
        comment("SPCC014", "manager", "Two posts were vacant."),
        None,
    );
    let returns = ReturnsOf {
        plan: "council".into(),
        cycle: "2021-22".to_owned(),
        measures: None,
        seen: None,
    };
    council
        .service
        .sign_off_despite(&council.caller(), &returns, "there is nobody else")
        .unwrap();
    council.freeze("first");
    council.correct("SPCC014", (40, 50), "one case was missed");
    council.freeze("second");
    let told = explain(&council, "SPCC014");
    assert_eq!(told.comments.len(), 1);
    assert_eq!(
        (
            told.comments[0].text.as_str(),
            told.comments[0].history.len()
        ),
        ("Two posts were vacant.", 2)
    );
    let returned = told.returned.unwrap();
    assert_eq!(
        (
            returned.stage.as_str(),
            returned.signed_off_by.unwrap().as_str()
        ),
        ("signed off", "administrator")
    );
    assert_eq!(returned.history.len(), 2, "handed in and signed off");
    let since = returned.corrected_since.unwrap();
    assert_eq!(since.reason.as_deref(), Some("one case was missed"));
    let note = told.figure.unwrap().note.unwrap();
    assert!(note.contains("signed off, and corrected since"), "{note}");
    let shown: Vec<_> = told
        .freezes
        .iter()
        .map(|freeze| (freeze.shown.as_deref().unwrap(), freeze.differs.len()))
        .collect();
    assert_eq!(
        shown,
        [("78%", 2), ("80%", 0)],
        "value and counts differ from the first"
    );
}

#[test]
fn a_figure_that_is_not_there_is_explained_too_and_an_unknown_measure_is_not() {
    let council = Council::new("missing");
    let told = explain(&council, "SPCC014");
    assert_eq!((told.value, told.status), (None, Status::ReportLater));
    assert_eq!(told.why, "there is no value for 2021-22 yet");
    assert!(told.history.is_empty() && told.figure.is_none());
    let unknown = council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .explain(&"NOTHING".into(), year(), None)
        .unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
    let nowhere = council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .explain(&"SPCC014".into(), year(), Some(&"nowhere".into()))
        .unwrap_err();
    assert_eq!(nowhere.kind(), ErrorKind::NotFound);
}

#[test]
fn the_story_is_written_as_json_with_exact_numbers() {
    let council = Council::new("json");
    council.give("SPCC014", (1, 3));
    let written = serde_json::to_value(explain(&council, "SPCC014")).unwrap();
    assert_eq!(written["value"], "33.3%");
    assert_eq!(written["exact"], "33.333333333333333333333333333");
    assert_eq!(written["history"][0]["gave"], "33.3% (1 of 3)");
    assert_eq!(written["period"], "2021-22");
}

#[test]
fn every_figure_of_the_examples_is_explained_and_a_freeze_of_them_is_as_it_was_shown() {
    for name in clew_exchange::examples::names() {
        let council = Council::new(name);
        let book = clew_exchange::examples::load(name).unwrap();
        let plan = book
            .cycles
            .first()
            .map(|cycle| (cycle.plan.clone(), cycle.period));
        council.take_in(book, None);
        let memory = council.service.memory();
        for figure in &memory.book().figures {
            let told = council
                .service
                .reader(&"administrator".into())
                .unwrap()
                .explain(&figure.measure, figure.period, figure.unit.as_ref());
            let told = told.unwrap();
            let given = told.figure.unwrap_or_else(|| panic!("{name}: {figure:?}"));
            assert!(!told.history.is_empty() || given.source == clew_plan::FigureSource::Computed);
        }
        let Some((plan, period)) = plan else { continue };
        let request = clew_service::FreezeRequest {
            id: Some("shown".into()),
            forum: "committee".to_owned(),
            meeting: "2022-06-01".parse().unwrap(),
            plan: Some(plan),
            period: Some(period),
            basis: None,
            reports: Vec::new(),
            despite: Some("the tests check something else".to_owned()),
            despite_unsettled: Some("the tests look at something else".to_owned()),
            seen: None,
        };
        council.service.freeze(&council.caller(), &request).unwrap();
        let difference = council
            .service
            .reader(&"administrator".into())
            .unwrap()
            .difference(&"shown".into(), &clew_service::Against::Now);
        assert!(difference.unwrap().is_none(), "{name}");
    }
}
