//! The steps of a process: which form may be filled next, by whom, and who authorises it.

use std::collections::BTreeMap;

use clew_plan::WorkGrant;
use clew_practice::record::{PersonNumber, RecordNumber, Value};
use clew_service::{Correction, ErrorKind, RecordRequest, Service, ServiceError};

use crate::common::{ADMINISTRATOR, Place, on_both};
use crate::team::*;

const PROCESS: &str = r#"
[[role]]
code = "council-officer"
title = "Council officer"

[[role]]
code = "senior"
title = "Senior social worker"
senior = true

[[form]]
code = "concern"
title = "Concern"
event_date = "received"
field = [
  { code = "received", title = "Received on", kind = "date", needed = "to complete" },
  { code = "decision", title = "Decision", kind = "choice", choices = [ { code = "inquiry", title = "Inquiry" }, { code = "none", title = "Nothing" } ] },
]

[[form]]
code = "inquiry"
title = "Inquiry"
event_date = "begun"
field = [ { code = "begun", title = "Begun on", kind = "date", needed = "to complete" } ]

[[form]]
code = "contact"
title = "Contact"
event_date = "made"
field = [ { code = "made", title = "Made on", kind = "date", needed = "to complete" } ]

[[form]]
code = "ending"
title = "Ending"
event_date = "ended"
field = [ { code = "ended", title = "Ended on", kind = "date", needed = "to complete" } ]

[[process]]
code = "protection"
title = "Protection"
step = [
  { form = "concern", authorised_by = "senior", closes_when = [ { field = "decision", is = "none" } ] },
  { form = "inquiry", after = ["concern"], when = [ { field = "decision", is = "inquiry" } ], once = true, may = ["council-officer"], authorised_by = "senior" },
  { form = "contact", after = ["inquiry"] },
  { form = "ending", after = ["inquiry"], closes_when = [] },
]

[[clock]]
code = "inquiry-begun"
title = "Inquiry begun"
trigger = { form = "concern", date = "received", when = [ { field = "decision", is = "inquiry" } ] }
stop = { form = "inquiry", date = "begun" }
calendar = "scotland-council"
at_risk_days = 2

  [[clock.rule]]
  within = "10 days"
  standing = "local"
  source = "Local procedure"

[[dimension]]
code = "age-band"
title = "Age"
of = "age"
bands = [ { from = 0, title = "Under 65" }, { from = 65, title = "65 and over" } ]
"#;

/// The files of a pack with a process of four steps.
pub fn steps_pack() -> BTreeMap<String, String> {
    let about = "code = \"steps\"\ntitle = \"Steps\"\nversion = \"1.0.0\"\ncalendars = [\"scotland-council\"]\n";
    BTreeMap::from([
        ("pack.toml".to_owned(), about.to_owned()),
        ("process.toml".to_owned(), PROCESS.to_owned()),
    ])
}

pub fn with_steps(place: &Place) -> Service {
    let service = staffed(place);
    service
        .apply_pack(&by(ADMINISTRATOR, 7), &steps_pack(), None)
        .unwrap();
    service
}

pub fn works_as(service: &Service, account: &str, role: &str, unit: &str) {
    let work = [WorkGrant {
        role: role.to_owned(),
        unit: Some(unit.into()),
    }];
    service
        .set_work(
            &by(ADMINISTRATOR, 8),
            &account.into(),
            &work,
            Some("trained"),
        )
        .unwrap();
}

pub fn filled(
    person: PersonNumber,
    form: &str,
    episode: Option<RecordNumber>,
    (field, day): (&str, &str),
) -> RecordRequest {
    RecordRequest {
        form: form.to_owned(),
        process: Some("protection".to_owned()),
        episode,
        person,
        team: "adults".into(),
        values: BTreeMap::from([(field.to_owned(), Value::Day(day.parse().unwrap()))]),
        draft: None,
    }
}

pub fn concern(person: PersonNumber, decision: &str) -> RecordRequest {
    let mut request = filled(person, "concern", None, ("received", "2025-12-01"));
    let decision = Value::Choice(decision.to_owned());
    request.values.insert("decision".to_owned(), decision);
    request
}

pub fn complete(service: &Service, request: &RecordRequest) -> RecordNumber {
    let done = service.complete_record(&by(WORKER, 20), request);
    RecordNumber(number(&done.unwrap()))
}

fn said<T>(result: Result<T, ServiceError>) -> String {
    result.err().unwrap().to_string()
}

#[test]
fn a_step_is_taken_in_its_turn_by_who_does_the_work_and_authorised_by_who_may() {
    on_both(|place| {
        let service = with_steps(place);
        let ada = ada(&service);
        let inquiry = |case| filled(ada, "inquiry", case, ("begun", "2025-12-02"));
        let try_it = |request: &RecordRequest| service.complete_record(&by(WORKER, 21), request);
        let without = said(try_it(&inquiry(None)));
        assert!(without.contains("comes after Concern"), "{without}");
        let mut nowhere = inquiry(None);
        nowhere.process = None;
        let nowhere = said(try_it(&nowhere));
        assert!(nowhere.contains("belongs to Protection"), "{nowhere}");
        let case = complete(&service, &concern(ada, "inquiry"));
        let untrained = try_it(&inquiry(Some(case)));
        assert_eq!(
            untrained.as_ref().err().map(ServiceError::kind),
            Some(ErrorKind::Refused)
        );
        let untrained = said(untrained);
        assert!(untrained.contains("Council officer"), "{untrained}");
        works_as(&service, WORKER, "council-officer", "justice");
        assert_eq!(kind(try_it(&inquiry(Some(case)))), Some(ErrorKind::Refused));
        works_as(&service, WORKER, "council-officer", "adults");
        let taken = complete(&service, &inquiry(Some(case)));
        let twice = said(try_it(&inquiry(Some(case))));
        assert!(twice.contains("only once"), "{twice}");
        let again = filled(ada, "concern", Some(case), ("received", "2025-12-03"));
        let again = said(try_it(&again));
        assert!(again.contains("opens a case"), "{again}");
        let refused = service.authorise_record(&by(SENIOR, 22), (taken, 1));
        let refused = said(refused);
        assert!(refused.contains("Senior social worker"), "{refused}");
        works_as(&service, SENIOR, "senior", "adults");
        service
            .authorise_record(&by(SENIOR, 23), (taken, 1))
            .unwrap();
        let unknown = WorkGrant {
            role: "council-oficer".to_owned(),
            unit: None,
        };
        let unknown = service.set_work(&by(ADMINISTRATOR, 9), &WORKER.into(), &[unknown], None);
        let unknown = said(unknown);
        assert!(unknown.contains("council-officer"), "{unknown}");
        assert_sound(&service);
    });
}

#[test]
fn a_case_is_closed_by_its_last_step_and_open_again_when_that_is_withdrawn() {
    on_both(|place| {
        let service = with_steps(place);
        works_as(&service, WORKER, "council-officer", "adults");
        let ada = ada(&service);
        let case = complete(&service, &concern(ada, "inquiry"));
        let closed = |case: RecordNumber| {
            let row = service.store().episode(case.0).unwrap();
            row.unwrap().closed.is_some()
        };
        complete(
            &service,
            &filled(ada, "inquiry", Some(case), ("begun", "2025-12-02")),
        );
        assert!(!closed(case));
        let ending = complete(
            &service,
            &filled(ada, "ending", Some(case), ("ended", "2025-12-20")),
        );
        assert!(closed(case));
        let contact = |day| filled(ada, "contact", Some(case), ("made", day));
        let late = service.complete_record(&by(WORKER, 24), &contact("2025-12-21"));
        let late = said(late);
        assert!(late.contains("closed the case"), "{late}");
        complete(&service, &contact("2025-12-10"));
        service
            .withdraw_record(&by(WORKER, 25), (ending, 1), "too early")
            .unwrap();
        assert!(!closed(case));
        complete(&service, &contact("2025-12-21"));
        let nothing = complete(&service, &concern(ada, "none"));
        assert!(closed(nothing), "what opens a case may close it");
        let correction = Correction {
            seen: 1,
            values: concern(ada, "inquiry").values,
            reason: "a second thought".to_owned(),
            draft: None,
        };
        service
            .correct_record(&by(WORKER, 26), nothing, &correction)
            .unwrap();
        assert!(!closed(nothing));
        assert_sound(&service);
    });
}

#[test]
fn a_record_is_withdrawn_by_those_alone_who_might_correct_it_and_an_authorised_one_by_a_senior() {
    on_both(|place| {
        let service = with_steps(place);
        works_as(&service, WORKER, "council-officer", "adults");
        let ada = ada(&service);
        let case = complete(&service, &concern(ada, "inquiry"));
        let inquiry = filled(ada, "inquiry", Some(case), ("begun", "2025-12-02"));
        let inquiry = complete(&service, &inquiry);
        let withdrawn = |account: &str, version| {
            let seen = (inquiry, version);
            kind(service.withdraw_record(&by(account, 30), seen, "of another person"))
        };
        let untrained = Some(ErrorKind::Refused);
        assert_eq!(withdrawn(SENIOR, 1), untrained, "no council officer");
        works_as(&service, SECOND, "senior", "adults");
        service
            .authorise_record(&by(SECOND, 31), (inquiry, 1))
            .unwrap();
        assert_eq!(withdrawn(WORKER, 2), Some(ErrorKind::Refused), "no senior");
        assert_eq!(withdrawn(SENIOR, 2), untrained, "no senior social worker");
        assert_eq!(withdrawn(SECOND, 2), None);
        assert_sound(&service);
    });
}
