//! What a frozen report shows besides the lines.

use super::*;

/// The council has shown its committee a progress report with three earlier years.
fn reported() -> Council {
    let council = Council::new("reported");
    council.give("SPCC014", (39, 50));
    for (period, value) in [("2020-21", 61), ("2019-20", 64), ("2018-19", 66)] {
        council.put(earlier(period, value), None);
    }
    council.put(
        row::<clew_plan::Outcome>(
            json!({"id": "safe", "plan": "council", "level": "outcome", "title": "People are safe"}),
        ),
        None,
    );
    council.put(changed("SPCC014", "%", json!({"outcome": "safe"})), None);
    council.freeze_with("first", &[ReportKind::QuarterlyProgress]);
    council
}

fn earlier(period: &str, value: i64) -> clew_plan::Figure {
    row(json!({
        "measure": "SPCC014", "period": period, "value": value.to_string(),
        "from": "returned", "state": "final",
    }))
}

/// What of the reports differs, in short: `place … <- causes`.
fn of_reports(difference: &Difference) -> Vec<String> {
    let short = |cause: &Cause| match cause {
        Cause::Entry(step) => step.sentence.split(" by ").next().unwrap().to_owned(),
        other => other.to_string(),
    };
    let reports = difference.reports.iter();
    reports
        .map(|found| {
            let causes: Vec<String> = found.causes.iter().map(short).collect();
            format!("{found} <- {}", causes.join(" + "))
        })
        .collect()
}

#[test]
fn while_nothing_has_changed_a_frozen_report_is_as_it_was_shown() {
    let council = reported();
    let difference = now(&council);
    assert!(difference.is_none(), "{difference:?}");
}

#[test]
fn a_figure_of_an_earlier_year_that_is_corrected_is_a_restatement_of_what_was_shown_beside_it() {
    let council = reported();
    council.put(earlier("2019-20", 78), Some("a record was found"));
    let difference = now(&council);
    let corrected = "Figure for SPCC014 in 2019-20 corrected from 64% to 78%";
    assert_eq!(
        told(&difference),
        [format!(
            "SPCC014 earlier years from 2019-20 64% to 2019-20 78% <- {corrected}"
        )]
    );
    assert_eq!(
        of_reports(&difference),
        [""; 0],
        "the line says it, the table need not"
    );
}

#[test]
fn what_is_being_done_and_by_when_is_part_of_what_was_shown() {
    let council = shown();
    let mut said = serde_json::to_value(comment("SPCC014", "manager", "Staff were ill.")).unwrap();
    said["doing"] = json!("Cover is arranged");
    said["by_when"] = json!("2022-09-01");
    council.put(row::<clew_plan::Commentary>(said), None);
    let lines = told(&now(&council));
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with(
            "SPCC014 being done from nothing to \u{201c}Cover is arranged (by 1 September 2022)\u{201d} <- "
        ),
        "{}",
        lines[0]
    );
}

#[test]
fn a_forecast_a_state_and_a_day_of_the_data_are_part_of_what_was_shown() {
    let council = shown();
    let request = FigureRequest {
        measure: "SPCC014".into(),
        period: Some(crate::reading::year()),
        as_at: Some("2022-05-01".parse().unwrap()),
        state: Some(clew_plan::FigureState::Provisional),
        forecast: Some((
            rust_decimal::Decimal::from(75),
            "2022-01-31".parse().unwrap(),
        )),
        ..FigureRequest::default()
    };
    let caller = council.caller();
    council
        .service
        .correct_figure(&caller, &request, "it was not yet settled")
        .unwrap();
    let changes: Vec<(Aspect, String, String)> = now(&council).restated[0]
        .changes
        .iter()
        .map(|change| (change.aspect, change.was.clone(), change.now.clone()))
        .collect();
    let expected = [
        (
            Aspect::Forecast,
            "nothing",
            "75% Green, as forecast on 31 January 2022",
        ),
        (Aspect::State, "final", "provisional"),
        (Aspect::AsAt, "nothing", "1 May 2022"),
    ];
    let expected = expected.map(|(aspect, was, now)| (aspect, was.to_owned(), now.to_owned()));
    assert_eq!(changes, expected);
}

#[test]
fn what_is_said_of_a_part_stands_on_its_own_line_only() {
    let council = Council::new("parts");
    council.give("SPCC014", (39, 50));
    let mut north = crate::reading::request("SPCC014", (9, 10));
    north.unit = Some("north".into());
    council
        .service
        .return_figure(&council.caller(), &north)
        .unwrap();
    council.freeze("first");
    let mut said = serde_json::to_value(comment("SPCC014", "manager", "North did well.")).unwrap();
    said["unit"] = json!("north");
    council.put(row::<clew_plan::Commentary>(said), None);
    let difference = now(&council);
    let units: Vec<Option<&str>> = difference
        .restated
        .iter()
        .map(|found| found.unit.as_ref().map(clew_plan::UnitId::as_str))
        .collect();
    assert_eq!(units, [Some("north")], "{difference:#?}");
}

#[test]
fn a_measure_that_went_with_its_outcome_names_the_entry_that_moved_the_outcome() {
    let council = shown();
    let outcome = |plan: &str| {
        row::<clew_plan::Outcome>(
            json!({"id": "safe", "plan": plan, "level": "outcome", "title": "People are safe"}),
        )
    };
    council.put(outcome("council"), None);
    let mut under = measure("MET", "number");
    under["outcome"] = json!("safe");
    under.as_object_mut().unwrap().remove("plan");
    council.put(row::<Measure>(under), None);
    council.freeze("second");
    council.put(
        row::<clew_plan::Plan>(
            json!({"id": "other", "title": "Another plan", "period": "2021-22"}),
        ),
        None,
    );
    council.put(outcome("other"), None);
    let moved = council.service.memory().state().head.sequence;
    council.put(
        row::<clew_plan::Plan>(
            json!({"id": "other", "title": "Another name", "period": "2021-22"}),
        ),
        None,
    );
    let difference = council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .difference(&"second".into(), &Against::Now)
        .unwrap();
    assert_eq!(difference.gone.len(), 1);
    let entries: Vec<u64> = difference.gone[0]
        .causes
        .iter()
        .map(|cause| match cause {
            Cause::Entry(step) => step.entry,
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(entries, [moved]);
}

#[test]
fn an_entry_that_touches_a_line_and_changes_nothing_of_it_is_no_cause() {
    let council = shown();
    let mut definition = measure("SPCC014", "%");
    definition["definition"] = json!("Those seen within two days");
    council.put(row::<Measure>(definition), None);
    assert!(now(&council).is_none());
    council.correct("SPCC014", (30, 50), "nine were counted twice");
    for change in &now(&council).restated[0].changes {
        assert_eq!(change.causes.len(), 1, "{change:?}");
    }
}

#[test]
fn a_project_measure_is_restated_by_the_milestone_of_an_action_that_came_to_serve_it() {
    let council = Council::new("project");
    let mut project = measure("PROJ", "number");
    project["kind"] = json!("project");
    council.put(row::<Measure>(project), None);
    let mut given = serde_json::to_value(crate::reading::figure("PROJ", 1)).unwrap();
    given["reported_status"] = json!("Green");
    council.put(row::<clew_plan::Figure>(given), None);
    council.freeze("first");
    council.put(
        row::<clew_plan::Action>(json!({
            "id": "1", "plan": "council", "title": "Open the new centre", "measures": ["PROJ"],
        })),
        None,
    );
    council.put(
        row::<clew_plan::Milestone>(json!({
            "action": "1", "plan": "council", "title": "Built", "due": "2021-06-30",
        })),
        None,
    );
    let milestone = council.service.memory().state().head.sequence;
    let difference = now(&council);
    let changes = &difference.restated[0].changes;
    for change in changes {
        let Cause::Entry(step) = &change.causes[0] else {
            panic!("{change:?}")
        };
        assert_eq!(
            (change.causes.len(), step.entry),
            (1, milestone),
            "{change:?}"
        );
    }
}

#[test]
fn a_report_that_differs_beside_the_lines_is_never_called_as_shown() {
    let council = reported();
    council.put(
        row::<clew_plan::Outcome>(
            json!({"id": "safe", "plan": "council", "level": "outcome", "title": "People feel safe"}),
        ),
        None,
    );
    let difference = now(&council);
    assert!(difference.restated.is_empty() && !difference.is_none());
    let said = of_reports(&difference);
    assert!(
        said.iter().any(
            |line| line.contains("People are safe then, People feel safe now")
                && line.contains("Outcome safe")
        ),
        "{said:#?}"
    );
}

#[test]
fn counts_of_statuses_follow_from_the_lines_whose_status_is_another() {
    let council = reported();
    council.correct("SPCC014", (30, 50), "nine were counted twice");
    let said = of_reports(&now(&council));
    let corrected = "Figure for SPCC014 in 2021-22 corrected from 78% (39 of 50) to 60% (30 of 50)";
    let counts: Vec<&String> = said
        .iter()
        .filter(|line| line.contains("Green: 1 then") || line.contains("row SPCC014"))
        .collect();
    assert_eq!(counts.len(), 4, "{said:#?}");
    for line in counts {
        assert!(line.ends_with(&format!(" <- {corrected}")), "{line}");
    }
}

/// Puts a freeze beside the first that an earlier version of the program made: with its own way of
/// judging, SPCC014 was Amber.
fn frozen_by_an_earlier_program(council: &Council) {
    let memory = council.service.memory();
    let freeze = memory.state().freeze(&"first".into()).unwrap();
    let reader = council.service.reader(&"administrator".into()).unwrap();
    let mut lines = reader.frozen_lines(&freeze.id).unwrap();
    for line in lines.iter_mut().filter(|line| line.code == "SPCC014") {
        line.status = clew_plan::Status::Amber;
    }
    let bytes = serde_json::to_vec(&lines).unwrap();
    let attachment = clew_store::Attachment::new("application/json", Some("lines"), bytes);
    let earlier = clew_journal::Freeze {
        id: "earlier".into(),
        lines: attachment.digest,
        program: "0.0.9".to_owned(),
        ..freeze.clone()
    };
    let subject = Subject::freeze(&earlier.id);
    let change = clew_journal::Change::Freeze(Box::new(earlier));
    let decision = clew_service::Decision {
        proposals: vec![clew_journal::Proposal::new(subject, 0, change)],
        attachments: vec![attachment],
    };
    let caller = council.caller();
    council
        .service
        .commit(&caller, &|_, _| Ok(decision.clone()))
        .unwrap();
}

#[test]
fn a_status_that_only_the_program_gives_otherwise_is_put_down_to_the_program_whatever_was_entered()
{
    let council = shown();
    frozen_by_an_earlier_program(&council);
    // It touches the measure and changes nothing that is shown.
    let mut definition = measure("SPCC014", "%");
    definition["definition"] = json!("Those seen within two days");
    council.put(row::<Measure>(definition), None);
    let against = |council: &Council| {
        let reader = council.service.reader(&"administrator".into()).unwrap();
        reader.difference(&"earlier".into(), &Against::Now).unwrap()
    };
    let program = format!(
        "the program's rules changed from version 0.0.9 to {}",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(
        told(&against(&council)),
        [format!("SPCC014 status from Amber to Green <- {program}")]
    );
    council.correct("SPCC014", (30, 50), "nine were counted twice");
    let lines = told(&against(&council));
    let status = lines.iter().find(|line| line.contains(" status "));
    assert_eq!(
        status.unwrap(),
        &format!(
            "SPCC014 status from Amber to Red <- Figure for SPCC014 in 2021-22 corrected from 78% (39 of 50) to 60% (30 of 50) + {program}"
        )
    );
}
