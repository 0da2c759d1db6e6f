//! Files chosen in a form wait for it to be handed in.

use clew_service::{ErrorKind, EvidenceFile};

use super::given::{DAY, OFFICER, OWNER, id, on_both_signed};
use crate::common::moment;

fn pdf(words: &str) -> EvidenceFile {
    EvidenceFile {
        name: format!("{words}.pdf"),
        bytes: format!("%PDF-1.7 {words}").into_bytes(),
    }
}

#[test]
fn files_wait_in_their_form_for_their_owner_alone() {
    on_both_signed(|_, service| {
        let hold = |place: &str, words: &str, second| {
            service.hold_file(&id(OWNER), place, &pdf(words), moment(second))
        };
        hold("/one", "b", 1).unwrap();
        hold("/one", "a", 2).unwrap();
        hold("/one", "b", 3).unwrap();
        hold("/two", "c", 4).unwrap();
        let names = |who: &str, place: &str| {
            let held = service.held_files(&id(who), place).unwrap();
            let names = held.into_iter().map(|held| held.file.name);
            names.collect::<Vec<String>>()
        };
        assert_eq!(names(OWNER, "/one"), ["b.pdf", "a.pdf"], "one of each");
        assert!(names(OFFICER, "/one").is_empty());
        let first = service.held_files(&id(OWNER), "/one").unwrap().remove(0);
        service
            .forget_held_files(&id(OFFICER), "/one", Some(&first.id))
            .unwrap();
        assert_eq!(names(OWNER, "/one").len(), 2, "not another's to forget");
        service
            .forget_held_files(&id(OWNER), "/one", Some(&first.id))
            .unwrap();
        assert_eq!(names(OWNER, "/one"), ["a.pdf"]);
        service.forget_held_files(&id(OWNER), "/one", None).unwrap();
        assert!(names(OWNER, "/one").is_empty());
        service.forget_expired(moment(4 + 90 * DAY)).unwrap();
        assert!(names(OWNER, "/two").is_empty(), "ninety days at the most");
    });
}

#[test]
fn an_eleventh_file_and_one_of_no_kind_that_is_taken_are_refused() {
    on_both_signed(|_, service| {
        for number in 0..10 {
            let file = pdf(&number.to_string());
            service
                .hold_file(&id(OWNER), "/one", &file, moment(number))
                .unwrap();
        }
        let more = service.hold_file(&id(OWNER), "/one", &pdf("more"), moment(11));
        assert_eq!(more.unwrap_err().kind(), ErrorKind::Invalid);
        let page = EvidenceFile {
            name: "page.html".to_owned(),
            bytes: b"<p>".to_vec(),
        };
        let page = service.hold_file(&id(OWNER), "/two", &page, moment(12));
        assert_eq!(page.unwrap_err().kind(), ErrorKind::Invalid);
    });
}
