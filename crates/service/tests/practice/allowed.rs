//! Who may do what: every action by every account, in one table.

use clew_practice::record::{PersonNumber, RecordNumber};
use clew_service::{
    ChronologyChoice, Correction, DraftRequest, ErrorKind, EvidenceFile, HandOverRequest,
    RestrictRequest, Restricted, Service, ServiceError, SupervisionRequest,
};

use crate::common::{ADMINISTRATOR, moment, on_both};
use crate::team::*;

/// Everything that an action is about: made anew for each try.
struct Ground<'a> {
    service: &'a Service,
    person: PersonNumber,
    record: RecordNumber,
}

type Try = fn(&Ground<'_>, &str) -> Result<(), ServiceError>;

/// Each action, and who may do it to what the adults' team holds.
const ACTIONS: &[(&str, &[&str], Try)] = &[
    (
        "enter a person",
        &[WORKER, SENIOR, SECOND],
        |ground, who| {
            let request = somebody("Bea Testperson", "1960-01-01");
            let done = ground
                .service
                .enter_person(&by(who, 100), &"adults".into(), &request);
            done.map(drop)
        },
    ),
    (
        "change a person",
        &[WORKER, SENIOR, SECOND],
        |ground, who| {
            let request = somebody("Ada Changed", "1950-05-01");
            let seen = (ground.person, 1);
            ground
                .service
                .change_person(&by(who, 100), seen, &request)
                .map(drop)
        },
    ),
    ("complete", &[WORKER, SENIOR, SECOND], |ground, who| {
        let request = referral(ground.person);
        ground
            .service
            .complete_record(&by(who, 100), &request)
            .map(drop)
    }),
    ("correct", &[WORKER, SENIOR, SECOND], |ground, who| {
        let correction: Correction = correction(1);
        ground
            .service
            .correct_record(&by(who, 100), ground.record, &correction)
            .map(drop)
    }),
    ("withdraw", &[WORKER, SENIOR, SECOND], |ground, who| {
        let seen = (ground.record, 1);
        ground
            .service
            .withdraw_record(&by(who, 100), seen, "wrong person")
            .map(drop)
    }),
    ("authorise", &[SENIOR, SECOND], |ground, who| {
        let seen = (ground.record, 1);
        ground
            .service
            .authorise_record(&by(who, 100), seen)
            .map(drop)
    }),
    ("send back", &[SENIOR, SECOND], |ground, who| {
        let seen = (ground.record, 1);
        ground
            .service
            .send_record_back(&by(who, 100), seen, "say more")
            .map(drop)
    }),
    ("begin a draft", &[WORKER, SENIOR, SECOND], |ground, who| {
        let of = DraftRequest {
            form: "asp-referral".to_owned(),
            process: None,
            episode: None,
            person: ground.person,
            team: "adults".into(),
            corrects: None,
        };
        ground
            .service
            .begin_draft(&who.into(), moment(100), &of)
            .map(drop)
    }),
    ("attach", &[WORKER, SENIOR, SECOND], |ground, who| {
        let file = EvidenceFile {
            name: "letter.txt".to_owned(),
            bytes: b"a letter".to_vec(),
        };
        ground
            .service
            .attach_to_record(&by(who, 100), ground.record, &file)
            .map(drop)
    }),
    ("hand over", &[WORKER, SENIOR, SECOND], |ground, who| {
        let request = HandOverRequest {
            episode: ground.record,
            to: "justice".into(),
            worker: None,
            reason: "moved".to_owned(),
        };
        ground
            .service
            .offer_hand_over(&by(who, 100), &request)
            .map(drop)
    }),
    ("restrict", &[SENIOR, SECOND], |ground, who| {
        let request = RestrictRequest {
            of: Restricted::Record(ground.record),
            accounts: Vec::new(),
            teams: Vec::new(),
            reason: "related".to_owned(),
        };
        ground.service.restrict(&by(who, 100), &request).map(drop)
    }),
    (
        "break the glass",
        &[WORKER, SENIOR, SECOND, JUSTICE, JUSTICE_SENIOR, QUALITY],
        |ground, who| {
            ground
                .service
                .break_glass(&by(who, 100), ground.person, "an emergency")
                .map(drop)
        },
    ),
    (
        "choose chronology",
        &[WORKER, SENIOR, SECOND],
        |ground, who| {
            let choice = ChronologyChoice {
                record: ground.record,
                left_out: true,
                reason: "routine".to_owned(),
            };
            ground
                .service
                .choose_chronology(&by(who, 100), &choice)
                .map(drop)
        },
    ),
    (
        "take the chronology away",
        &[WORKER, SENIOR, SECOND],
        |ground, who| {
            ground
                .service
                .chronology_report(&who.into(), moment(100), ground.person)
                .map(drop)
        },
    ),
    ("supervise", &[SENIOR, SECOND], |ground, who| {
        let request = SupervisionRequest {
            person: ground.person,
            episode: None,
            worker: WORKER.into(),
            on: "2025-12-31".parse().unwrap(),
            decision: "visit".to_owned(),
            reason: String::new(),
        };
        ground.service.supervise(&by(who, 100), &request).map(drop)
    }),
    ("make a copy", &[SENIOR, SECOND], |ground, who| {
        ground
            .service
            .copy_for_person(&by(who, 100), ground.person, "she asked")
            .map(drop)
    }),
    (
        "look at a person",
        &[WORKER, SENIOR, SECOND, QUALITY],
        |ground, who| {
            ground
                .service
                .look_at_person(&who.into(), moment(100), ground.person)
                .map(drop)
        },
    ),
    (
        "look at a record",
        &[WORKER, SENIOR, SECOND, QUALITY],
        |ground, who| {
            ground
                .service
                .look_at_record(&who.into(), moment(100), ground.record)
                .map(drop)
        },
    ),
    (
        "see cases",
        &[WORKER, SENIOR, SECOND, QUALITY],
        |ground, who| {
            ground
                .service
                .cases_of(&who.into(), moment(100), &"adults".into())
                .map(drop)
        },
    ),
    ("see what waits", &[SENIOR, SECOND], |ground, who| {
        ground
            .service
            .to_authorise(&who.into(), moment(100), &"adults".into())
            .map(drop)
    }),
    ("see who looked", &[SENIOR, SECOND], |ground, who| {
        ground
            .service
            .looks_at(&who.into(), moment(100), ground.person, (5, 0))
            .map(drop)
    }),
    ("see broken glass", &[SENIOR, SECOND], |ground, who| {
        ground
            .service
            .openings_for(&who.into(), moment(100), &"adults".into())
            .map(drop)
    }),
    ("see what is due to go", &[ADMINISTRATOR], |ground, who| {
        let today = "2026-01-01".parse().unwrap();
        ground.service.due_for_erasure(&who.into(), today).map(drop)
    }),
    ("apply a pack", &[ADMINISTRATOR], |ground, who| {
        ground
            .service
            .apply_pack(&by(who, 100), &pack("9.0.0"), None)
            .map(drop)
    }),
];

const EVERYBODY: [&str; 8] = [
    WORKER,
    SENIOR,
    SECOND,
    JUSTICE,
    JUSTICE_SENIOR,
    QUALITY,
    VIEWER,
    ADMINISTRATOR,
];

#[test]
fn each_action_is_done_by_those_who_may_and_refused_to_all_others_without_a_trace() {
    on_both(|place| {
        let service = staffed(place);
        for (action, allowed, attempt) in ACTIONS {
            for who in EVERYBODY {
                let person = ada(&service);
                let ground = Ground {
                    service: &service,
                    person,
                    record: record(&service, person),
                };
                let before = service.store().head().unwrap();
                let tried = attempt(&ground, who);
                let may = allowed.contains(&who);
                assert_eq!(tried.is_ok(), may, "{who} to {action}: {tried:?}");
                if let Err(error) = tried {
                    let told = [ErrorKind::Refused, ErrorKind::NotFound];
                    assert!(told.contains(&error.kind()), "{who} to {action}: {error}");
                    assert_eq!(service.store().head().unwrap(), before, "{who} to {action}");
                }
            }
        }
        assert_sound(&service);
    });
}

#[test]
fn a_pack_is_applied_tried_and_taken_back() {
    on_both(|place| {
        let service = staffed(place);
        let administrator = ADMINISTRATOR.into();
        let change = service.try_pack(&administrator, &pack("1.1.0")).unwrap();
        assert_eq!(change.now.unwrap().version, "1.0.0");
        assert_eq!(change.then.version, "1.1.0");
        let said = change.difference.unwrap().changes;
        assert_eq!(said.len(), 1, "the version alone: {said:?}");
        assert_eq!(service.packs().unwrap()[0].version, "1.0.0", "only tried");
        service
            .apply_pack(&by(ADMINISTRATOR, 50), &pack("1.1.0"), Some("new forms"))
            .unwrap();
        drop(service);
        let service = place.open();
        assert_eq!(service.packs().unwrap()[0].version, "1.1.0");
        service
            .undo_pack(&by(ADMINISTRATOR, 51), "small", "a field was lost")
            .unwrap();
        assert_eq!(service.packs().unwrap()[0].version, "1.0.0");
        let mut broken = pack("1.2.0");
        broken.insert("more.toml".to_owned(), "[[form]]\ncode = 7\n".to_owned());
        let refused = service.apply_pack(&by(ADMINISTRATOR, 52), &broken, None);
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("more.toml:"), "{said}");
    });
}

#[test]
fn a_pack_that_would_lose_what_records_hold_is_refused_and_so_is_going_back_to_one() {
    on_both(|place| {
        let service = staffed(place);
        let without = |version: &str| {
            let mut files = pack(version);
            let forms = files.get_mut("forms.toml").unwrap();
            let field = "\n  [[form.field]]\n  code = \"concern\"\n  title = \"What the concern is\"\n  kind = \"long-text\"\n";
            assert!(forms.contains(field));
            *forms = forms.replace(field, "");
            files
        };
        let apply = |files| service.apply_pack(&by(ADMINISTRATOR, 50), &files, None);
        apply(without("1.1.0")).unwrap();
        apply(pack("1.2.0")).unwrap();
        let ada = ada(&service);
        record(&service, ada);
        let change = service
            .try_pack(&ADMINISTRATOR.into(), &without("1.3.0"))
            .unwrap();
        let difference = change.difference.unwrap();
        let refused: Vec<String> = difference.refused().map(ToString::to_string).collect();
        assert_eq!(refused.len(), 1);
        assert!(refused[0].contains("1 record uses it"), "{refused:?}");
        let said = apply(without("1.3.0")).unwrap_err().to_string();
        assert!(said.contains("asp-referral.concern"), "{said}");
        let back = service
            .try_undo_pack(&ADMINISTRATOR.into(), "small")
            .unwrap();
        assert_eq!(back.then.version, "1.1.0");
        assert_eq!(back.difference.unwrap().refused().count(), 1);
        let undone = service.undo_pack(&by(ADMINISTRATOR, 51), "small", "a mistake");
        assert_eq!(kind(undone), Some(ErrorKind::Invalid));
        assert_eq!(service.packs().unwrap()[0].version, "1.2.0");
    });
}
