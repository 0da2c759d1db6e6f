//! Parts: nobody adds a part to the measure of another service.

use clew_calendar::Day;
use clew_service::{AnswerRequest, AskRequest};

use super::*;

/// An owner and a performance officer of adults, none of whose roles reaches justice.
fn council() -> Council {
    let council = Council::new();
    council.account("owner", Role::Owner, "adults");
    council.account("officer", Role::PerformanceOfficer, "adults");
    council.account("justice-owner", Role::Owner, "justice");
    council
}

/// A figure that adults would put beside those of justice's measure.
fn strange() -> FigureRequest {
    said(part("M3", "adults", 7), "how adults see it")
}

fn refused_for_justice(result: Result<Done, ServiceError>) {
    let told = refusal(result, ErrorKind::Refused);
    assert!(told.contains("justice"), "{told}");
}

#[test]
fn a_figure_of_another_service_s_measure_for_one_s_own_part_is_refused() {
    let council = council();
    council.open("p", Q4);
    let (service, owner) = (&council.service, || council.caller("owner"));
    refused_for_justice(service.return_figure(&owner(), &strange()));
    let told = refusal(
        service.return_figures(&owner(), &[strange()]),
        ErrorKind::Invalid,
    );
    assert!(told.contains("justice"), "{told}");
    refused_for_justice(service.save_draft(&owner(), &strange()));
    refused_for_justice(service.correct_figure(&council.caller("officer"), &strange(), WHY));
    let memory = service.memory();
    let owed = memory.returns_of(&"p".into(), Q4).unwrap();
    let of_justice = owed
        .iter()
        .filter(|owed| owed.measure.code.key() == "M3".into());
    let units: Vec<_> = of_justice.map(|owed| owed.key.unit.clone()).collect();
    assert_eq!(units, [None], "justice's cycle owes what it owed");
}

#[test]
fn targets_profile_points_and_comments_on_another_service_s_measure_are_refused() {
    let council = council();
    for (kind, fields) in [
        (
            Kind::Target,
            json!({"measure": "M3", "period": YEAR, "goal": "70", "unit": "adults"}),
        ),
        (
            Kind::ProfilePoint,
            json!({"measure": "M3", "period": Q4, "goal": "70", "unit": "adults"}),
        ),
        (
            Kind::Commentary,
            json!({"measure": "M3", "period": Q4, "text": "No", "unit": "adults"}),
        ),
        (
            Kind::Figure,
            json!({"measure": "M3", "period": Q4, "value": "7", "unit": "adults",
            "from": "returned", "state": "final"}),
        ),
    ] {
        let incoming = |fields: &Value| Incoming {
            book: book_of([(kind, fields.clone())]),
            seen: council.seen(),
            reason: None,
        };
        let take = |fields: &Value| {
            let officer = council.caller("officer");
            council.service.take_in_records(&officer, &incoming(fields))
        };
        refused_for_justice(take(&fields));
        let mut own = fields.clone();
        own["measure"] = "M2".into();
        take(&own).unwrap_or_else(|error| panic!("{kind:?} of the own measure: {error}"));
    }
}

#[test]
fn a_part_that_the_plan_gave_a_measure_is_returned_by_who_answers_for_the_part() {
    let council = council();
    let target = json!({"measure": "M3", "period": YEAR, "goal": "70", "unit": "adults"});
    council.set([(Kind::Target, target)], None).unwrap();
    let owner = council.caller("owner");
    council.service.return_figure(&owner, &strange()).unwrap();
}

#[test]
fn a_question_is_of_a_part_that_the_measure_has_and_is_answered_by_its_owner() {
    let council = council();
    let asked_on: Option<Day> = None;
    let question = |unit: Option<&str>| AskRequest {
        measure: "M3".into(),
        period: Q4.parse().unwrap(),
        unit: unit.map(Into::into),
        forum: None,
        asked_on,
        by: None,
        question: "Why?".to_owned(),
    };
    let ask = |unit| {
        council
            .service
            .ask(&council.caller("owner"), &question(unit))
    };
    let told = refusal(ask(Some("adults")), ErrorKind::Invalid);
    assert!(told.contains("not reported for adults"), "{told}");
    let number = ask(None).unwrap().rows[0].sequence;
    let answer = AnswerRequest {
        question: number,
        answer: "So".to_owned(),
        by: None,
        seen: None,
    };
    refused_for_justice(council.service.answer(&council.caller("owner"), &answer));
    let theirs = council.caller("justice-owner");
    council.service.answer(&theirs, &answer).unwrap();
}
