//! Questions that are asked of a measure are kept with their answers, and what forums were shown of
//! a figure is told beside what it is now.

#![allow(clippy::unwrap_used, missing_docs)]

use crate::reading::{Council, year};
use clew_journal::{Key, Subject};
use clew_plan::{Kind, Record, Role, ScrutinyQuestion};
use clew_service::{AnswerRequest, AskRequest, Caller, ErrorKind, ServiceError};

fn question(words: &str) -> AskRequest {
    AskRequest {
        measure: "SPCC14".into(),
        period: year(),
        unit: None,
        forum: None,
        asked_on: None,
        by: Some("member of the panel".to_owned()),
        question: words.to_owned(),
    }
}

/// Asks, and gives the entry that the question has its number from.
fn asked(council: &Council, words: &str) -> u64 {
    let done = council
        .service
        .ask(&council.caller(), &question(words))
        .unwrap();
    done.rows[0].sequence
}

fn answer(question: u64, words: &str, seen: Option<u64>) -> AnswerRequest {
    AnswerRequest {
        question,
        answer: words.to_owned(),
        by: None,
        seen,
    }
}

fn kept(council: &Council, number: u64) -> ScrutinyQuestion {
    let subject = Subject::numbered(Kind::ScrutinyQuestion, number);
    match council.service.memory().state().record(&subject) {
        Some(Record::ScrutinyQuestion(kept)) => kept,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_question_is_kept_with_its_answer_and_with_who_and_when() {
    let council = Council::new("scrutiny");
    let number = asked(&council, " Why did it fall? ");
    let open = kept(&council, number);
    assert_eq!(open.question, "Why did it fall?");
    assert_eq!(open.by, "member of the panel");
    assert_eq!(open.asked_on.to_string(), "2026-06-12");
    assert_eq!(open.answer, None);
    council
        .service
        .answer(
            &council.caller(),
            &answer(number, "Two posts were empty.", None),
        )
        .unwrap();
    let answered = kept(&council, number);
    assert_eq!(answered.answer.as_deref(), Some("Two posts were empty."));
    assert_eq!(answered.answered_by.as_deref(), Some("Administrator"));
    assert_eq!(answered.question, open.question);
}

#[test]
fn who_answers_what_somebody_answered_meanwhile_is_told_so() {
    let council = Council::new("scrutiny-conflict");
    let number = asked(&council, "Why did it fall?");
    let seen = council.service.memory().state().head.sequence;
    let first = answer(number, "Posts were empty.", Some(seen));
    council.service.answer(&council.caller(), &first).unwrap();
    let second = answer(number, "The form was too long.", Some(seen));
    let error = council
        .service
        .answer(&council.caller(), &second)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(
        kept(&council, number).answer.as_deref(),
        Some("Posts were empty.")
    );
}

#[test]
fn a_question_without_words_or_about_nothing_is_refused_by_its_field() {
    let council = Council::new("scrutiny-refused");
    let problems = |request: &AskRequest| match council.service.ask(&council.caller(), request) {
        Err(ServiceError::Invalid { problems, .. }) => problems[0].field.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(problems(&question("  ")), "question");
    let tomorrow = AskRequest {
        asked_on: Some("2026-06-13".parse().unwrap()),
        ..question("Why?")
    };
    assert_eq!(problems(&tomorrow), "asked_on");
    let nowhere = AskRequest {
        forum: Some("nowhere".into()),
        ..question("Why?")
    };
    assert_eq!(problems(&nowhere), "forum");
    let unknown = AskRequest {
        measure: "NOPE".into(),
        ..question("Why?")
    };
    let error = council
        .service
        .ask(&council.caller(), &unknown)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn whoever_may_read_may_ask_and_only_who_returns_figures_may_answer() {
    let council = Council::new("scrutiny-roles");
    let viewer = clew_plan::Grant {
        role: Role::Viewer,
        unit: None,
    };
    council
        .service
        .open_account(
            &council.caller(),
            &"member".into(),
            "Panel member",
            &[viewer],
            None,
        )
        .unwrap();
    let member = Caller {
        actor: "member".into(),
        ..council.caller()
    };
    let request = AskRequest {
        by: None,
        ..question("Why did it fall?")
    };
    let number = council.service.ask(&member, &request).unwrap().rows[0].sequence;
    assert_eq!(kept(&council, number).by, "Panel member");
    let member = Caller {
        actor: "member".into(),
        ..council.caller()
    };
    let own = answer(number, "Because.", None);
    let error = council.service.answer(&member, &own).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
}

#[test]
fn what_a_forum_was_shown_stands_beside_the_figure_as_it_was_corrected() {
    let council = Council::new("told");
    council.give("SPCC014", (39, 50));
    council.freeze("first");
    council.correct("SPCC014", (45, 50), "six cases were missed");
    let reader = council.service.reader(&"administrator".into()).unwrap();
    let told = reader.told(&"SPCC14".into()).unwrap();
    let shown: Vec<_> = told.shown(year(), None).collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].shown.as_deref(), Some("78%"));
    let memory = reader.memory();
    let mut figure = memory.book().figures.iter();
    let figure = figure.rfind(|figure| figure.measure.as_str() == "SPCC14");
    let recorded = told.recorded(figure.unwrap()).unwrap();
    assert_eq!(recorded.entries, 2, "the return and the correction");
    assert_eq!(recorded.by.as_str(), "administrator");
    let again = reader.told(&"SPCC14".into()).unwrap();
    assert_eq!(again, told, "what is kept at hand says the same");
}

#[test]
fn a_question_has_a_number_and_not_a_name() {
    let council = Council::new("scrutiny-number");
    let number = asked(&council, "Why?");
    let memory = council.service.memory();
    let subject = memory
        .state()
        .subject_at(Kind::ScrutinyQuestion, 0)
        .unwrap();
    assert_eq!(subject.key, Key::Numbered(number));
    assert_eq!(subject.to_string(), format!("scrutiny-questions/#{number}"));
}
