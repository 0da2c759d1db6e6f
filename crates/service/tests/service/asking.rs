//! What is asked of a figure before it is taken, and when a figure needs words.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_calendar::Day;
use clew_plan::{FigureState, Kind, Status};
use clew_service::{
    Comment, ErrorKind, FigureRequest, GateKind, Incoming, Question, QuestionKind, ReturnsOf,
    Service, Weight, gate, preview, questions,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::common::{Place, book_of, caller};

const NOW: &str = "2025-26 Q4";

struct Council {
    service: Service,
    calls: std::cell::Cell<i64>,
    _place: Place,
}

impl Council {
    /// The small council with more of a measure, and with its figures of the quarters before.
    fn with(measure: Value, earlier: &[&str]) -> Self {
        let place = Place::sqlite();
        let council = Self {
            service: place.founded(),
            calls: std::cell::Cell::new(10),
            _place: place,
        };
        let mut fields = json!({"code": "X", "title": "Measure X", "kind": "statistical", "plan": "p",
            "outcome": "o", "polarity": "higher", "unit_of_measure": "number"});
        let more = measure.as_object().unwrap().clone();
        fields.as_object_mut().unwrap().extend(more);
        council.set([(Kind::Measure, fields)]);
        let mut period: clew_calendar::Period = NOW.parse().unwrap();
        for value in earlier.iter().rev() {
            period = period.previous().unwrap();
            let mut figure =
                json!({"measure": "X", "period": period, "from": "imported", "state": "final"});
            match value.split_once(" of ") {
                Some((met, all)) => {
                    figure["numerator"] = json!(met);
                    figure["denominator"] = json!(all);
                }
                None => figure["value"] = json!(value),
            }
            council.set([(Kind::Figure, figure)]);
        }
        council
    }

    fn caller(&self) -> clew_service::Caller {
        let call = self.calls.replace(self.calls.get() + 1);
        caller(&format!("call-{call}"), call)
    }

    /// Somebody who signs off what others returned.
    fn approver(&self) -> clew_service::Caller {
        let grant = clew_plan::Grant {
            role: clew_plan::Role::Approver,
            unit: None,
        };
        let there = self.service.memory();
        if there.state().account(&"approver".into()).is_none() {
            self.service
                .open_account(&self.caller(), &"approver".into(), "Post", &[grant], None)
                .unwrap();
        }
        clew_service::Caller {
            actor: "approver".into(),
            ..self.caller()
        }
    }

    fn set(&self, records: impl IntoIterator<Item = (Kind, Value)>) {
        let incoming = Incoming {
            book: book_of(records),
            seen: self.service.memory().state().head.sequence,
            reason: None,
        };
        self.service
            .take_in_records(&self.caller(), &incoming)
            .unwrap();
    }

    fn asks(&self, request: &FigureRequest) -> Vec<Question> {
        let today: Day = "2026-04-10".parse().unwrap();
        questions(&self.service.memory(), request, today)
    }

    fn open(&self, period: &str) {
        let cycle = clew_service::CycleRequest {
            id: None,
            plan: "p".into(),
            period: period.parse().unwrap(),
            opens: None,
            due: None,
        };
        self.service.open_cycle(&self.caller(), &cycle).unwrap();
    }
}

/// A figure of X for the quarter, as a value or as counts.
fn figure(typed: &str) -> FigureRequest {
    let number = |text: &str| text.parse::<Decimal>().unwrap();
    let counts = typed.split_once(" of ");
    FigureRequest {
        measure: "X".into(),
        period: Some(NOW.parse().unwrap()),
        value: counts.is_none().then(|| number(typed)),
        numerator: counts.map(|(met, _)| number(met)),
        denominator: counts.map(|(_, all)| number(all)),
        ..FigureRequest::default()
    }
}

fn words(questions: &[Question]) -> String {
    let asked = questions.iter().filter(|it| it.weight != Weight::Tell);
    let words: Vec<&str> = asked.map(|it| it.id.word()).collect();
    words.join(" ")
}

#[test]
fn each_slip_of_the_pen_is_asked_about_and_what_is_usual_is_not() {
    let percent = json!({"unit_of_measure": "percent"});
    let days = json!({"unit_of_measure": "days"});
    let expected = json!({"expected_low": "100", "expected_high": "200"});
    let number = json!({});
    let cases: &[(&Value, &[&str], &str, &str)] = &[
        (&number, &["712", "754", "730"], "741", ""),
        (&number, &["712", "754", "730"], "7410", "ten-fold"),
        (&number, &["712", "754", "730"], "74.1", "ten-fold"),
        (&number, &["712", "754", "730"], "71", "ten-fold"),
        (&number, &["712", "754", "730"], "0", "ten-fold"),
        (&number, &["712", "754", "730"], "3000", ""),
        (&number, &["2", "4", "3"], "40", ""),
        (&number, &["712", "754", "730"], "730", "unchanged"),
        (&number, &["3", "4", "3"], "3", ""),
        (&number, &["712", "754", "730"], "-700", "never-negative"),
        (&number, &["712", "-754", "730"], "-700", ""),
        (&expected, &[], "99", "unexpected"),
        (&expected, &[], "100", ""),
        (&expected, &[], "201", "unexpected"),
        (&percent, &["80", "82", "81"], "110", "outside-hundred"),
        (&percent, &["80", "130", "81"], "110", ""),
        (&percent, &["91", "93", "92"], "8", "wrong-way-round"),
        (&percent, &["91", "93", "92"], "50", ""),
        (&percent, &["100", "100", "100"], "100", ""),
        (
            &percent,
            &["9 of 10", "8 of 10"],
            "12 of 10",
            "more-than-all",
        ),
        (
            &days,
            &["200 of 100", "300 of 100"],
            "100 of 250",
            "wrong-way-round",
        ),
    ];
    for (measure, earlier, typed, expected) in cases {
        let council = Council::with((*measure).clone(), earlier);
        let asked = council.asks(&figure(typed));
        assert_eq!(
            words(&asked),
            *expected,
            "{measure} {earlier:?} {typed}: {asked:?}"
        );
    }
}

#[test]
fn a_value_that_does_not_follow_from_its_counts_is_refused_whatever_is_answered() {
    let council = Council::with(json!({"unit_of_measure": "percent"}), &[]);
    let both = FigureRequest {
        value: Some(90.into()),
        answers: QuestionKind::ALL.to_vec(),
        ..figure("8 of 10")
    };
    let asked = council.asks(&both);
    assert_eq!(words(&asked), "not-from-counts");
    assert_eq!(asked[0].weight, Weight::Refuse);
    let refused = council.service.return_figure(&council.caller(), &both);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Invalid);
}

#[test]
fn a_figure_outside_the_limits_of_the_figures_before_it_is_asked_about() {
    let usual = [
        "70", "72", "71", "73", "70", "71", "72", "70", "71", "73", "72", "71", "70", "72",
    ];
    let council = Council::with(json!({"frequency": "quarterly"}), &usual);
    assert_eq!(words(&council.asks(&figure("90"))), "outside-limits");
    assert_eq!(words(&council.asks(&figure("73"))), "");
    let few = Council::with(json!({"frequency": "quarterly"}), &usual[..4]);
    assert_eq!(
        words(&few.asks(&figure("90"))),
        "",
        "limits on trial ask nothing"
    );
}

#[test]
fn a_break_in_the_series_begins_anew_and_nothing_is_held_against_what_was_before() {
    let council = Council::with(json!({}), &["712", "754", "730"]);
    let broken = json!({"measure": "X", "from": NOW, "reason": "counted otherwise"});
    council.set([(Kind::SeriesBreak, broken)]);
    assert_eq!(words(&council.asks(&figure("7410"))), "");
}

#[test]
fn the_day_of_the_data_and_the_period_are_asked_about() {
    let council = Council::with(json!({}), &[]);
    let drawn = |day: &str, state| FigureRequest {
        as_at: Some(day.parse().unwrap()),
        state: Some(state),
        ..figure("70")
    };
    let cases = [
        ("2026-04-11", FigureState::Final, "as-at"),
        ("2026-04-10", FigureState::Final, ""),
        ("2026-03-30", FigureState::Final, "as-at"),
        ("2026-03-30", FigureState::Provisional, ""),
    ];
    for (day, state, expected) in cases {
        assert_eq!(
            words(&council.asks(&drawn(day, state))),
            expected,
            "{day} {state}"
        );
    }
    council.open("2025-26 Q3");
    let asked = council.asks(&figure("70"));
    assert_eq!(words(&asked), "unexpected-period");
    assert!(asked[0].text.contains("2025-26 Q3"), "{}", asked[0].text);
    council.open(NOW);
    assert_eq!(words(&council.asks(&figure("70"))), "");
}

#[test]
fn a_missing_target_is_told_and_need_not_be_answered() {
    let council = Council::with(json!({}), &[]);
    let told = council.asks(&figure("70"));
    assert_eq!((told.len(), told[0].weight), (1, Weight::Tell), "{told:?}");
    council
        .service
        .return_figure(&council.caller(), &figure("70"))
        .unwrap();
}

#[test]
fn a_question_stands_in_the_way_until_it_is_confirmed_and_the_journal_keeps_the_answer() {
    let council = Council::with(json!({}), &["712", "754", "730"]);
    let typed = figure("7410");
    let refused = council
        .service
        .return_figure(&council.caller(), &typed)
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Invalid);
    assert!(
        refused
            .to_string()
            .contains("ten-fold: 7,410 is about ten times larger"),
        "{refused}"
    );
    let other = FigureRequest {
        answers: vec![QuestionKind::Unchanged],
        ..typed.clone()
    };
    assert!(
        council
            .service
            .return_figure(&council.caller(), &other)
            .is_err()
    );
    let confirmed = FigureRequest {
        answers: vec![QuestionKind::TenFold],
        ..typed
    };
    let done = council
        .service
        .return_figure(&council.caller(), &confirmed)
        .unwrap();
    let reason = done.entries().unwrap()[0].reason.clone().unwrap();
    assert!(
        reason.starts_with("confirmed: 7,410 is about ten times larger"),
        "{reason}"
    );
    assert_eq!(
        words(&council.asks(&confirmed)),
        "",
        "what stands is not asked about again"
    );
    let corrected = FigureRequest {
        value: Some(74_100.into()),
        ..confirmed
    };
    let done = council
        .service
        .correct_figure(&council.caller(), &corrected, "counted anew")
        .unwrap();
    let reason = done.entries().unwrap()[0].reason.clone().unwrap();
    assert!(
        reason.starts_with("counted anew (confirmed: 74,100 is about a hundred times"),
        "{reason}"
    );
}

fn with_target(earlier: &[&str]) -> Council {
    let council = Council::with(json!({"unit_of_measure": "percent"}), earlier);
    let target = json!({"measure": "X", "period": "2025-26", "goal": "80"});
    council.set([(Kind::Target, target)]);
    council
}

#[test]
fn a_red_or_worsening_figure_needs_words_and_a_steady_green_one_needs_none() {
    let council = with_target(&["85", "88"]);
    let kinds = |typed: &str| -> Vec<GateKind> {
        let reasons = gate(&council.service.memory(), &figure(typed));
        reasons.into_iter().map(|reason| reason.kind).collect()
    };
    assert_eq!(kinds("90"), []);
    assert_eq!(kinds("84"), [GateKind::Worsening]);
    assert_eq!(kinds("60"), [GateKind::Red, GateKind::Worsening]);
}

#[test]
fn a_preview_tells_the_status_before_anything_is_saved() {
    let council = with_target(&["85", "88"]);
    let head = council.service.memory().state().head.sequence;
    let typed = FigureRequest {
        comment: Some(Comment {
            text: "The target has been met.".to_owned(),
            ..Comment::default()
        }),
        ..figure("60")
    };
    let today = "2026-04-10".parse().unwrap();
    let shown = preview(&council.service.memory(), &typed, today).unwrap();
    assert_eq!(
        (shown.status, shown.value.as_deref()),
        (Status::Red, Some("60%"))
    );
    assert!(shown.rule.contains("Green at 80%"), "{}", shown.rule);
    assert_eq!(shown.lacks, ["doing", "by_when"]);
    assert_eq!(shown.length, 24);
    let contradiction = shown.contradiction.unwrap();
    assert!(
        contradiction.contains("The target has been met"),
        "{contradiction}"
    );
    assert_eq!(council.service.memory().state().head.sequence, head);
    let green = preview(&council.service.memory(), &figure("90"), today).unwrap();
    assert_eq!((green.status, green.lacks.len()), (Status::Green, 0));
}

#[test]
fn a_red_figure_is_signed_off_with_words_or_with_a_reason() {
    let council = with_target(&[]);
    council.open(NOW);
    council
        .service
        .return_figure(&council.caller(), &figure("60"))
        .unwrap();
    let these = ReturnsOf {
        plan: "p".into(),
        cycle: NOW.to_owned(),
        measures: Some(vec!["X".into()]),
        seen: None,
    };
    let refused = council
        .service
        .sign_off(&council.approver(), &these)
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("X: it is Red and nothing is said of it"),
        "{refused}"
    );
    let commented = FigureRequest {
        value: None,
        comment: Some(Comment {
            text: "Two workers were ill.".to_owned(),
            ..Comment::default()
        }),
        ..figure("60")
    };
    council
        .service
        .return_figure(&council.caller(), &commented)
        .unwrap();
    council
        .service
        .sign_off(&council.approver(), &these)
        .unwrap();
}

#[test]
fn a_red_figure_of_which_nothing_is_said_is_signed_off_with_a_reason_that_stays() {
    let council = with_target(&[]);
    council.open(NOW);
    council
        .service
        .return_figure(&council.caller(), &figure("60"))
        .unwrap();
    let these = ReturnsOf {
        plan: "p".into(),
        cycle: NOW.to_owned(),
        measures: None,
        seen: None,
    };
    let why = "the owner left; the head of service explains it in the meeting";
    let done = council
        .service
        .sign_off_despite(&council.caller(), &these, why)
        .unwrap();
    let kept = format!("by the same person who returned it, reason: {why}");
    assert_eq!(
        done.entries().unwrap()[0].reason.as_deref(),
        Some(kept.as_str())
    );
}

/// A figure of X as a file brings it.
fn brought_to(council: &Council, period: &str, value: &str) -> Incoming {
    let figure = json!({"measure": "X", "period": period, "value": value, "from": "imported", "state": "final"});
    Incoming {
        book: book_of([(Kind::Figure, figure)]),
        seen: council.service.memory().state().head.sequence,
        reason: None,
    }
}

#[test]
fn a_figure_of_an_open_cycle_is_asked_about_when_a_file_brings_it() {
    let council = Council::with(json!({}), &["70", "72", "74", "71"]);
    council.open(NOW);
    let incoming = brought_to(&council, NOW, "720");
    let memory = council.service.memory();
    let asked = council
        .service
        .questions_of_records(&memory, &council.caller(), &incoming, &[])
        .unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].questions[0].id, QuestionKind::TenFold);
    let before = memory.state().head;
    let refused = council
        .service
        .take_in_records(&council.caller(), &incoming)
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Invalid);
    assert!(refused.to_string().contains("X 2025-26 Q4"), "{refused}");
    assert_eq!(council.service.memory().state().head, before);
    let answers = [QuestionKind::TenFold];
    let done = council
        .service
        .take_in_answered(&council.caller(), &incoming, &answers)
        .unwrap();
    let reason = done.entries().unwrap()[0].reason.clone();
    assert!(reason.unwrap().starts_with("confirmed: "));
}

#[test]
fn history_that_a_file_brings_is_not_asked_about() {
    let council = Council::with(json!({}), &["70", "72", "74", "71"]);
    council.open(NOW);
    for period in ["2023-24 Q1", "2024-25 Q4"] {
        let incoming = brought_to(&council, period, "720");
        council
            .service
            .take_in_records(&council.caller(), &incoming)
            .unwrap();
    }
}

#[test]
fn what_cannot_be_so_is_refused_of_a_file_whatever_is_confirmed() {
    let council = Council::with(json!({"unit_of_measure": "percent"}), &["70", "72"]);
    council.open(NOW);
    let mut incoming = brought_to(&council, NOW, "50");
    incoming.book.figures[0].numerator = Some(Decimal::from(39));
    incoming.book.figures[0].denominator = Some(Decimal::from(50));
    let refused =
        council
            .service
            .take_in_answered(&council.caller(), &incoming, &QuestionKind::ALL);
    let refused = refused.unwrap_err();
    assert!(refused.to_string().contains("not-from-counts"), "{refused}");
}
