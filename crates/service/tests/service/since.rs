//! Records made some time ago: what others did since is not undone.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_journal::Subject;
use clew_plan::{Book, Grant, Kind, Role};
use clew_service::{Caller, Incoming, Service, ServiceError};
use serde_json::{Value, json};

use crate::common::{Place, book_of, caller};

/// An export of last week: the Book as it was, and the entry it was made at.
struct Export {
    book: Book,
    seen: u64,
}

impl Export {
    fn of(service: &Service) -> Self {
        let memory = service.memory();
        Self {
            book: memory.book().clone(),
            seen: memory.state().head.sequence,
        }
    }

    fn incoming(&self) -> Incoming {
        Incoming {
            book: self.book.clone(),
            seen: self.seen,
            reason: None,
        }
    }
}

/// Another account, which may change the plan, takes one record in.
fn another(service: &Service, id: &str, kind: Kind, fields: Value) {
    let colleague = Caller {
        actor: "colleague".into(),
        ..caller(id, 20)
    };
    if service.memory().state().account(&colleague.actor).is_none() {
        let grants = [Grant {
            role: Role::PerformanceOfficer,
            unit: None,
        }];
        service
            .open_account(
                &caller("open", 10),
                &colleague.actor,
                "Colleague",
                &grants,
                None,
            )
            .unwrap();
    }
    let incoming = Incoming {
        book: book_of([(kind, fields)]),
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service.take_in_records(&colleague, &incoming).unwrap();
}

fn target(goal: &str) -> Value {
    json!({"measure": "M1", "period": "2025-26", "goal": goal})
}

fn outcome(title: &str) -> Value {
    json!({"id": "o", "plan": "p", "level": "priority", "title": title})
}

fn action(code: &str) -> Value {
    json!({"id": code, "plan": "p", "title": format!("Action {code}")})
}

#[test]
fn what_the_file_does_not_change_stays_as_others_made_it() {
    let place = Place::sqlite();
    let service = place.founded();
    let mut export = Export::of(&service);
    another(&service, "title", Kind::Outcome, outcome("Another outcome"));
    another(&service, "goal", Kind::Target, target("80"));
    let gone: Subject = "actions/A1/p".parse().unwrap();
    service
        .withdraw(&caller("gone", 30), &gone, "entered by mistake")
        .unwrap();
    export.book.measures[4].title = "Measure 5, renamed".to_owned();
    let who = caller("import", 40);
    let wishes = service
        .wishes_of(&service.memory(), &who, &export.incoming())
        .unwrap();
    assert_eq!((wishes.actions.len(), wishes.organisation), (0, None));
    let done = service.take_in_records(&who, &export.incoming()).unwrap();
    assert_eq!(done.rows.len(), 1);
    let memory = service.memory();
    let book = memory.book();
    assert_eq!(book.measures[4].title, "Measure 5, renamed");
    assert_eq!(book.outcomes[0].title, "Another outcome");
    assert_eq!(
        serde_json::to_value(&book.targets[0]).unwrap()["goal"],
        "80"
    );
    assert_eq!(book.actions, []);
}

#[test]
fn what_the_file_and_others_change_comes_back_all_together_with_who_and_what() {
    let place = Place::sqlite();
    let service = place.founded();
    let mut export = Export::of(&service);
    another(&service, "title", Kind::Outcome, outcome("Theirs"));
    another(&service, "goal", Kind::Target, target("80"));
    another(&service, "new", Kind::Action, action("A2"));
    export.book.outcomes[0].title = "Ours".to_owned();
    let ours = [
        (Kind::Target, target("90")),
        (
            Kind::Action,
            json!({"id": "A2", "plan": "p", "title": "Ours"}),
        ),
    ];
    export.book.targets.clear();
    export.book.append(&mut book_of(ours));
    let before = service.memory().state().head;
    let who = caller("import", 40);
    let tried = service.no_conflict(&service.memory(), &who, &export.incoming());
    let refused = service
        .take_in_records(&who, &export.incoming())
        .unwrap_err();
    assert_eq!(tried.unwrap_err().to_string(), refused.to_string());
    let words = refused.to_string();
    let ServiceError::Conflicts { conflicts, more: 0 } = refused else {
        panic!("{words}");
    };
    let subjects: Vec<_> = conflicts
        .iter()
        .map(|conflict| conflict.subject.to_string())
        .collect();
    assert_eq!(
        subjects,
        ["outcomes/o", "targets/M1/2025-26", "actions/A2/p"]
    );
    for conflict in &conflicts {
        let by = conflict.by.as_ref().map(|by| by.as_str());
        assert_eq!(by, Some("colleague"), "{words}");
    }
    for said in [
        "title: now Theirs (was Outcome); you wanted Ours",
        "goal: now 80 (was 75); you wanted 90",
        "title: now Action A2; you wanted Ours",
    ] {
        assert!(words.contains(said), "{words}");
    }
    assert_eq!(service.memory().state().head, before, "nothing is written");
}

#[test]
fn at_most_twenty_conflicts_are_listed_and_the_rest_counted() {
    let place = Place::sqlite();
    let service = place.founded();
    let actions = |title: &str| {
        let records = (10..35).map(|number| {
            let fields = json!({"id": format!("A{number}"), "plan": "p", "title": title});
            (Kind::Action, fields)
        });
        Incoming {
            book: book_of(records),
            seen: service.memory().state().head.sequence,
            reason: None,
        }
    };
    let mine = actions("Mine");
    service
        .take_in_records(&caller("theirs", 20), &actions("Theirs"))
        .unwrap();
    let refused = service.take_in_records(&caller("mine", 30), &mine);
    let words = refused.unwrap_err().to_string();
    assert!(
        words.starts_with("25 records were changed meanwhile"),
        "{words}"
    );
    assert!(words.ends_with("and 5 more"), "{words}");
    assert_eq!(words.matches("you wanted Mine").count(), 20, "{words}");
}

#[test]
fn a_record_withdrawn_meanwhile_that_the_file_changes_is_a_conflict_that_says_so() {
    let place = Place::sqlite();
    let service = place.founded();
    let mut export = Export::of(&service);
    let gone: Subject = "actions/A1/p".parse().unwrap();
    service
        .withdraw(&caller("gone", 30), &gone, "entered by mistake")
        .unwrap();
    export.book.actions[0].title = Some("Another title".to_owned());
    let refused = service.take_in_records(&caller("import", 40), &export.incoming());
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("the record: now withdrawn"), "{words}");
}

#[test]
fn the_organisation_is_not_renamed_back() {
    let place = Place::sqlite();
    let service = place.founded();
    let mut export = Export::of(&service);
    let named = |name: &str| serde_json::from_value(json!({"name": name})).unwrap();
    let mut theirs = Incoming {
        seen: export.seen,
        ..Incoming::default()
    };
    theirs.book.organisation = named("Theirs");
    service
        .take_in_records(&caller("theirs", 20), &theirs)
        .unwrap();
    let name = || {
        let memory = service.memory();
        memory.book().organisation.clone().unwrap().name
    };
    service
        .take_in_records(&caller("untouched", 30), &export.incoming())
        .unwrap();
    assert_eq!(name(), "Theirs");
    export.book.organisation = named("Ours");
    let refused = service.take_in_records(&caller("ours", 40), &export.incoming());
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("name: now Theirs (was Council)"), "{words}");
    assert_eq!(name(), "Theirs");
}

#[test]
fn a_file_that_is_imported_again_is_in_no_conflict_with_itself() {
    let place = Place::sqlite();
    let service = place.founded();
    let mut export = Export::of(&service);
    let mut import = |id: &str, title: &str| {
        export.book.outcomes[0].title = title.to_owned();
        let who = Caller {
            origin: Some("import of plan.xlsx".to_owned()),
            ..caller(id, 40)
        };
        service.take_in_records(&who, &export.incoming())
    };
    for (id, title) in [("1", "First"), ("2", "Second"), ("3", "Outcome")] {
        import(id, title).unwrap();
        assert_eq!(service.memory().book().outcomes[0].title, title);
    }
    another(&service, "title", Kind::Outcome, outcome("Theirs"));
    import("4", "Fourth").unwrap_err();
}
