//! My work, the cycle board, and who can do what.

use clew_journal::ReturnStage;
use clew_plan::{Grant, Kind, Role};
use clew_service::{
    Act, CycleRequest, FigureRequest, Filter, Incoming, Overview, ReturnsOf, Service, who_can,
};
use serde_json::json;

use super::{council, day, period};
use crate::common::{Place, book_of, caller};

fn account(service: &Service, id: &str, name: &str, role: Role, unit: Option<&str>) {
    let grant = Grant {
        role,
        unit: unit.map(Into::into),
    };
    service
        .open_account(
            &caller(&format!("open-{id}"), 2),
            &id.into(),
            name,
            &[grant],
            None,
        )
        .unwrap();
}

/// The council with accounts, an open cycle, an action, a milestone and a risk.
fn at_work() -> (Place, Service) {
    let place = Place::sqlite();
    let service = Service::create(&place.location).unwrap();
    let organisation = serde_json::from_value(json!({"name": "Council"})).unwrap();
    service
        .found(&caller("found", 0), organisation, "Administrator")
        .unwrap();
    let mut book = council();
    book.append(&mut book_of([
        (Kind::Action, json!({"id": "A1", "plan": "p", "title": "Fill the posts", "owner": "Team Manager East", "end": "2026-01-10", "status": "active"})),
        (Kind::Action, json!({"id": "A2", "plan": "p", "title": "Done already", "owner": "Team Manager East", "end": "2025-01-10", "status": "complete"})),
        (Kind::Action, json!({"id": "A3", "plan": "p", "title": "Far away", "owner": "Team Manager East", "end": "2027-01-10", "status": "active"})),
        (Kind::Milestone, json!({"action": "A1", "plan": "p", "title": "Advertise", "due": "2025-12-20"})),
        (Kind::Risk, json!({"code": "R1", "title": "Too few staff", "unit": "justice", "review_due": "2025-12-31"})),
    ]));
    let incoming = Incoming {
        book,
        seen: 2,
        reason: None,
    };
    service
        .take_in_records(&caller("records", 1), &incoming)
        .unwrap();
    account(
        &service,
        "east",
        "Team Manager East",
        Role::Owner,
        Some("east"),
    );
    account(
        &service,
        "justice",
        "Head of Justice",
        Role::Owner,
        Some("justice"),
    );
    account(
        &service,
        "approver",
        "Approver",
        Role::Approver,
        Some("adults"),
    );
    let request = CycleRequest {
        id: Some("q1".into()),
        plan: "p".into(),
        period: period("2025-26 Q1"),
        opens: None,
        due: Some(day("2025-12-22")),
    };
    service.open_cycle(&caller("cycle", 3), &request).unwrap();
    (place, service)
}

fn overview(service: &Service) -> Overview {
    Overview::of(service.memory())
}

fn titles<T>(list: &[T], title: impl Fn(&T) -> &str) -> Vec<&str> {
    list.iter().map(title).collect()
}

#[test]
fn work_comes_to_the_owner_named_or_else_to_who_owns_the_part() {
    let (_place, service) = at_work();
    let today = day("2026-01-01");
    let east = overview(&service).work_of(&"east".into(), today);
    assert_eq!(titles(&east.owed, |owed| &owed.code), ["SW01"]);
    assert_eq!(east.owed[0].overdue_days(today), 10);
    assert_eq!(titles(&east.actions, |due| &due.title), ["Fill the posts"]);
    assert_eq!(east.actions[0].late_by, -9);
    assert_eq!(titles(&east.milestones, |due| &due.title), ["Advertise"]);
    assert_eq!(east.milestones[0].late_by, 12);
    let justice = overview(&service).work_of(&"justice".into(), today);
    assert_eq!(
        titles(&justice.owed, |owed| &owed.code),
        ["CJ10"],
        "nobody is called Justice Manager"
    );
    assert_eq!(justice.reviews[0].late_by, 1);
    assert_eq!(justice.count(), 2);
    assert_eq!(
        overview(&service).work_of(&"nobody".into(), today).count(),
        0
    );
}

#[test]
fn a_return_moves_from_its_owners_work_to_the_approvers_and_back() {
    let (_place, service) = at_work();
    let today = day("2026-01-01");
    let request = FigureRequest {
        measure: "SW01".into(),
        period: Some(period("2025-26 Q1")),
        value: Some(88.into()),
        ..FigureRequest::default()
    };
    let mut by_east = caller("return", 10);
    by_east.actor = "east".into();
    service.return_figure(&by_east, &request).unwrap();
    let now = overview(&service);
    assert!(now.work_of(&"east".into(), today).owed.is_empty());
    let approver = now.work_of(&"approver".into(), today);
    assert_eq!(titles(&approver.to_check, |owed| &owed.code), ["SW01"]);
    assert_eq!(titles(&approver.to_sign_off, |owed| &owed.code), ["SW01"]);
    let returned = Filter::from_pairs([("due", "returned")]).unwrap();
    let rows = now.scorecard(&returned, period("2025-26 Q1"), None, today);
    assert_eq!(rows.len(), 1);
    let returns = ReturnsOf {
        plan: "p".into(),
        cycle: "q1".into(),
        measures: Some(vec!["SW01".into()]),
        seen: None,
    };
    service
        .send_back(&caller("back", 11), &returns, "The count is missing.")
        .unwrap();
    let east = overview(&service).work_of(&"east".into(), today);
    assert_eq!(
        east.sent_back[0].reason.as_deref(),
        Some("The count is missing.")
    );
    assert_eq!(east.sent_back[0].stage, ReturnStage::SentBack);
}

#[test]
fn a_locked_cycle_is_nobodys_work() {
    let (_place, service) = at_work();
    service
        .lock_cycle_despite_unsettled(&caller("lock", 5), &"p".into(), "q1", "closed early")
        .unwrap();
    let work = overview(&service).work_of(&"east".into(), day("2026-01-01"));
    assert!(work.owed.is_empty());
    assert_eq!(work.actions.len(), 1, "actions go on");
}

#[test]
fn the_board_tells_who_is_late_who_never_answered_and_who_has_no_account() {
    let (_place, service) = at_work();
    let board = overview(&service).board(&"p".into(), "q1", day("2026-01-01"));
    assert_eq!((board.total.due, board.total.overdue), (4, 4));
    assert_eq!(board.total.overdue_days, 10);
    let of = |name: &str| {
        let mut rows = board.owners.iter();
        rows.find(|row| row.owner.as_deref() == Some(name)).unwrap()
    };
    assert!(of("Team Manager East").has_account);
    let justice = of("Justice Manager");
    assert!(!justice.has_account && justice.never_answered);
    assert_eq!(justice.accounts.iter().next().unwrap().as_str(), "justice");
    assert!(of("Adults Manager").accounts.is_empty());
    assert_eq!(
        board
            .units
            .iter()
            .map(|row| row.progress.total())
            .sum::<u32>(),
        4
    );
    let none = overview(&service).board(&"p".into(), "other", day("2026-01-01"));
    assert_eq!(none, clew_service::Board::default());
}

#[test]
fn a_part_stands_on_the_board_where_its_measures_name_no_owner() {
    let (_place, service) = at_work();
    let measure = json!({"code": "N1", "title": "Nobody's own", "kind": "statistical", "plan": "p",
        "unit": "justice", "polarity": "higher", "unit_of_measure": "percent"});
    let book = book_of([(Kind::Measure, measure)]);
    let seen = service.memory().state().head.sequence;
    let incoming = Incoming {
        book,
        seen,
        reason: None,
    };
    service
        .take_in_records(&caller("ownerless", 4), &incoming)
        .unwrap();
    let board = overview(&service).board(&"p".into(), "q1", day("2026-01-01"));
    let mut rows = board.owners.iter().filter(|row| row.unit.is_some());
    let row = rows.next().unwrap();
    assert_eq!((&row.owner, &row.unit), (&None, &Some("justice".into())));
    assert_eq!(row.accounts.iter().next().unwrap().as_str(), "justice");
    assert_eq!((row.progress.total(), row.never_answered), (1, true));
    assert!(rows.next().is_none());
}

#[test]
fn who_can_do_what_is_told_with_the_role_and_the_part_it_comes_through() {
    let (_place, service) = at_work();
    let memory = service.memory();
    let east = "east".into();
    let all = who_can(&memory, Some(&east));
    let names = |act: Act| -> Vec<String> {
        let (_, who) = all.iter().find(|(of, _)| *of == act).unwrap();
        who.iter().map(|who| who.account.to_string()).collect()
    };
    assert_eq!(names(Act::Return), ["administrator", "approver", "east"]);
    assert_eq!(names(Act::SignOff), ["administrator", "approver"]);
    assert_eq!(names(Act::Read).len(), 4);
    let (_, sign_off) = all.iter().find(|(of, _)| *of == Act::SignOff).unwrap();
    let approver = sign_off
        .iter()
        .find(|who| who.account.as_str() == "approver")
        .unwrap();
    assert_eq!(approver.through, Some("adults".into()));
    for (act, who) in who_can(&memory, None) {
        for who in who.iter().filter(|_| act != Act::Read) {
            let allowed = clew_service::authorise(memory.state(), &who.account, act, None);
            assert!(allowed.is_ok(), "{act} {}", who.account);
        }
    }
}
