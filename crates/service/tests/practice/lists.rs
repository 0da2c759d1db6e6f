//! Lists of work follow from records: what is due, who holds it, who waits, and who may be told the names.

use clew_practice::occasion::Timing;
use clew_practice::pack::Standing;
use clew_service::{
    Correction, HandOverRequest, RestrictRequest, Restricted, Service, SupervisionRequest, WorkOf,
};

use crate::common::{moment, on_both};
use crate::steps::{complete, concern, filled, with_steps, works_as};
use crate::team::*;

#[test]
fn what_is_open_is_due_held_and_waited_for_as_the_records_say() {
    on_both(|place| {
        let service = with_steps(place);
        works_as(&service, WORKER, "council-officer", "adults");
        let (ada, bea) = (ada(&service), ada(&service));
        let late = complete(&service, &concern(ada, "inquiry"));
        let begun = complete(&service, &concern(bea, "inquiry"));
        complete(
            &service,
            &filled(bea, "inquiry", Some(begun), ("begun", "2025-12-03")),
        );
        let closed = complete(&service, &concern(bea, "none"));
        let read = |who: &str, of: &WorkOf| {
            service.open_work(&who.into(), moment(40), of, "2025-12-20".parse().unwrap())
        };
        let work = read(WORKER, &WorkOf::default()).unwrap();
        let open: Vec<_> = work.cases.iter().map(|case| case.episode).collect();
        assert_eq!(open, [late, begun], "{closed} is closed");
        let due = work.due(&["inquiry-begun"]);
        assert_eq!(due.len(), 1);
        let (case, item) = due[0];
        assert_eq!((case.episode, item.timing), (late, Timing::Overdue));
        assert_eq!(
            (item.standing, item.due),
            (Standing::Local, "2025-12-11".parse().ok())
        );
        let counts = work.by_clock();
        assert_eq!(
            (counts.len(), counts[0].overdue, counts[0].at_risk),
            (1, 1, 0)
        );
        let waiting = work.waiting();
        assert_eq!((waiting[0].count, waiting[0].longest), (1, 19));
        assert_eq!(
            waiting[0].bands[2].count, 1,
            "15 to 28 days: {:?}",
            waiting[0].bands
        );
        assert_eq!(waiting[0].ages[1], ("65 and over".to_owned(), 1));
        let offered: Vec<_> = work.cases[0]
            .offered
            .iter()
            .map(|step| (step.form.as_str(), step.may))
            .collect();
        assert_eq!(offered, [("inquiry", true)]);
        let load = &work.caseload.workers[0];
        assert_eq!((load.worker.as_str(), load.weight), (WORKER, 200));
        assert_eq!(work.caseloads.len(), 1);
        let mine = WorkOf {
            worker: Some(SENIOR.into()),
            ..WorkOf::default()
        };
        assert!(read(SENIOR, &mine).unwrap().cases.is_empty());
        let others = read(JUSTICE, &WorkOf::default()).unwrap();
        assert!(others.cases.is_empty(), "another team's are not read");
        let refused = read(
            JUSTICE,
            &WorkOf {
                unit: Some("adults".into()),
                worker: None,
            },
        );
        assert!(refused.is_err());
        assert!(read(VIEWER, &WorkOf::default()).is_err());
        let next = service
            .next_steps(&WORKER.into(), moment(41), begun)
            .unwrap();
        let next: Vec<_> = next.iter().map(|step| step.form.as_str()).collect();
        assert_eq!(next, ["contact", "ending"]);
        let opening = service
            .opening_steps(&WORKER.into(), moment(41), &"adults".into())
            .unwrap();
        assert!(
            opening
                .iter()
                .any(|step| step.form == "concern" && step.may)
        );
    });
}

#[test]
fn a_case_is_held_by_who_accepted_it_and_numbers_are_told_where_names_are_not() {
    on_both(|place| {
        let service = with_steps(place);
        works_as(&service, SENIOR, "senior", "adults");
        let ada = ada(&service);
        let case = complete(&service, &concern(ada, "inquiry"));
        let waiting = service.waiting_for(&SENIOR.into(), moment(30)).unwrap();
        assert_eq!(waiting[0].0.number, case);
        assert!(
            service
                .waiting_for(&SECOND.into(), moment(30))
                .unwrap()
                .is_empty()
        );
        let offer = HandOverRequest {
            episode: case,
            to: "justice".into(),
            worker: None,
            reason: "an order was made".to_owned(),
        };
        let offer = service.offer_hand_over(&by(WORKER, 31), &offer).unwrap();
        let mine = service.hand_overs_for(&JUSTICE.into(), moment(32)).unwrap();
        assert_eq!(mine[0].0, number(&offer));
        assert!(
            service
                .hand_overs_for(&WORKER.into(), moment(32))
                .unwrap()
                .is_empty()
        );
        service
            .accept_hand_over(&by(JUSTICE, 33), number(&offer))
            .unwrap();
        let day = "2025-12-20".parse().unwrap();
        let of = WorkOf {
            worker: Some(JUSTICE.into()),
            ..WorkOf::default()
        };
        let work = service
            .open_work(&JUSTICE.into(), moment(34), &of, day)
            .unwrap();
        assert_eq!(
            work.cases[0].team.as_str(),
            "justice",
            "and its records are of another"
        );
        let cases: Vec<_> = work.cases.iter().collect();
        let named = service
            .name_cases(&JUSTICE.into(), moment(35), &cases)
            .unwrap();
        assert_eq!(named[&case].name, "Ada Testperson");
        let only = RestrictRequest {
            of: Restricted::Person(ada),
            accounts: vec![JUSTICE_SENIOR.into()],
            teams: Vec::new(),
            reason: "related to a worker".to_owned(),
        };
        service.restrict(&by(JUSTICE_SENIOR, 36), &only).unwrap();
        let work = service
            .open_work(&JUSTICE.into(), moment(37), &of, day)
            .unwrap();
        assert_eq!(work.cases.len(), 1, "it counts in the load");
        let named = service
            .name_cases(&JUSTICE.into(), moment(38), &cases)
            .unwrap();
        assert!(named.is_empty(), "{named:?}");
    });
}

#[test]
fn a_waiting_list_over_time_counts_who_waited_then_and_not_in_cases_that_were_closed() {
    on_both(|place| {
        let service = with_steps(place);
        works_as(&service, WORKER, "council-officer", "adults");
        let (ada, bea) = (ada(&service), ada(&service));
        complete(&service, &concern(ada, "inquiry"));
        let begun = complete(&service, &concern(bea, "inquiry"));
        complete(
            &service,
            &filled(bea, "inquiry", Some(begun), ("begun", "2025-12-03")),
        );
        complete(
            &service,
            &filled(bea, "ending", Some(begun), ("ended", "2025-12-05")),
        );
        let days = [
            "2025-11-30",
            "2025-12-01",
            "2025-12-02",
            "2025-12-03",
            "2025-12-20",
        ];
        let days = days.map(|day| day.parse().unwrap());
        let read = |who: &str, unit: Option<&str>, clock: &str| {
            let of = WorkOf {
                unit: unit.map(Into::into),
                worker: None,
            };
            service.waiting_over_time(&who.into(), moment(40), (&of, clock), &days)
        };
        let counts = |who: &str| -> Vec<usize> {
            let told = read(who, None, "inquiry-begun").unwrap();
            assert_eq!((told.title.as_str(), told.plan), ("Inquiry begun", None));
            told.days.iter().map(|on| on.count).collect()
        };
        assert_eq!(counts(WORKER), [0, 2, 2, 1, 1]);
        assert_eq!(counts(JUSTICE), [0; 5], "another team's are not counted");
        assert!(read(JUSTICE, Some("adults"), "inquiry-begun").is_err());
        assert!(read(VIEWER, None, "inquiry-begun").is_err());
        assert!(read(WORKER, None, "no-such-clock").is_err());
    });
}

#[test]
fn a_case_is_closed_though_its_closing_is_restricted_and_one_whose_opening_is_restricted_tells_nothing()
 {
    on_both(|place| {
        let service = with_steps(place);
        works_as(&service, WORKER, "council-officer", "adults");
        let ada = ada(&service);
        let case = complete(&service, &concern(ada, "inquiry"));
        complete(
            &service,
            &filled(ada, "inquiry", Some(case), ("begun", "2025-12-02")),
        );
        let ending = complete(
            &service,
            &filled(ada, "ending", Some(case), ("ended", "2025-12-20")),
        );
        let offer = HandOverRequest {
            episode: case,
            to: "justice".into(),
            worker: None,
            reason: "an order was made".to_owned(),
        };
        service.offer_hand_over(&by(WORKER, 30), &offer).unwrap();
        let decided = SupervisionRequest {
            person: ada,
            episode: Some(case),
            worker: WORKER.into(),
            on: "2025-12-30".parse().unwrap(),
            decision: "visit weekly".to_owned(),
            reason: "the risk rose".to_owned(),
        };
        service.supervise(&by(SENIOR, 31), &decided).unwrap();
        let restrict = |number| RestrictRequest {
            of: Restricted::Record(number),
            accounts: Vec::new(),
            teams: Vec::new(),
            reason: "a colleague is related".to_owned(),
        };
        let page = |who: &str| service.look_at_person(&who.into(), moment(40), ada);
        service
            .restrict(&by(SENIOR, 32), &restrict(ending))
            .unwrap();
        let of_worker = page(WORKER).unwrap();
        let standing = &of_worker.standing[&case];
        assert_eq!(standing.closed, "2025-12-20".parse().ok());
        assert!(standing.due.is_empty());
        let told = (of_worker.hand_overs.len(), of_worker.supervision.len());
        assert_eq!((of_worker.cases.len(), told), (1, (1, 1)));
        service.restrict(&by(SENIOR, 33), &restrict(case)).unwrap();
        for (who, expected) in [(WORKER, 0), (SENIOR, 1)] {
            let page = page(who).unwrap();
            let told = (page.hand_overs.len(), page.supervision.len());
            assert_eq!(
                (page.cases.len(), told),
                (expected, (expected, expected)),
                "{who}"
            );
            assert_eq!(page.standing.len(), expected, "{who}");
        }
        assert_eq!(page(WORKER).unwrap().restricted, 2);
    });
}

#[test]
fn what_is_sent_back_comes_to_who_wrote_it_until_it_is_corrected_and_counts_look_at_nobody() {
    on_both(|place| {
        let service = with_steps(place);
        works_as(&service, SENIOR, "senior", "adults");
        let ada = ada(&service);
        let case = complete(&service, &concern(ada, "inquiry"));
        let today = "2025-12-20".parse().unwrap();
        let waiting = |who: &str| service.practice_waiting(&who.into(), moment(40), today);
        let of_senior = waiting(SENIOR).unwrap();
        assert_eq!((of_senior.to_authorise, of_senior.overdue), (1, 0));
        service
            .send_record_back(&by(SENIOR, 30), (case, 1), "say who was told")
            .unwrap();
        let listed = |who: &str| service.sent_back_to(&who.into(), moment(40)).unwrap();
        let before = looks(&service, ada);
        let of_worker = waiting(WORKER).unwrap();
        assert_eq!(
            (of_worker.sent_back, of_worker.overdue, of_worker.offered),
            (1, 1, 0)
        );
        assert!(waiting(VIEWER).is_err());
        assert_eq!(looks(&service, ada), before, "a number shows nobody");
        let back = listed(WORKER);
        assert_eq!((back.len(), back[0].record.number), (1, case));
        assert_eq!(
            (back[0].reason.as_str(), back[0].by.as_str()),
            ("say who was told", SENIOR)
        );
        assert_eq!(looks(&service, ada), before + 1);
        for who in [SENIOR, SECOND, JUSTICE] {
            assert!(listed(who).is_empty(), "{who} did not write it");
        }
        let page = service.look_at_person(&WORKER.into(), moment(41), ada);
        assert!(page.unwrap().sent_back.contains(&case));
        let correction = Correction {
            seen: 2,
            values: concern(ada, "inquiry").values,
            reason: "as asked".to_owned(),
            draft: None,
        };
        service
            .correct_record(&by(WORKER, 42), case, &correction)
            .unwrap();
        assert!(listed(WORKER).is_empty());
        let page = service.look_at_person(&WORKER.into(), moment(43), ada);
        assert!(page.unwrap().sent_back.is_empty());
    });
}

fn looks(service: &Service, of: clew_practice::record::PersonNumber) -> usize {
    let looks = service.looks_at(&SENIOR.into(), moment(50), of, (100, 0));
    looks.unwrap().len()
}
