//! Lists of work follow from records: what is due, who holds it, who waits, and who may be told the names.

use clew_practice::occasion::Timing;
use clew_practice::pack::Standing;
use clew_service::{HandOverRequest, RestrictRequest, Restricted, WorkOf};

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
