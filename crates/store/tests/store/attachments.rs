//! Attachments are kept by their digest.

use clew_journal::{Digest, Head};
use clew_store::{Appended, Attachment, StoreError};

use crate::common::{assert_sound, on_both, row, sealed};

#[test]
fn an_attachment_comes_with_its_entry_and_putting_it_twice_is_fine() {
    on_both(|place| {
        let store = place.create();
        let minutes = Attachment::new(
            "application/pdf",
            Some("minutes.pdf"),
            vec![0, 159, 146, 150, b'\''],
        );
        let empty = Attachment::new("text/plain", None, Vec::new());
        let both = [minutes.clone(), empty.clone()];
        let first = sealed(&Head::default(), [row("a", "findings/F1", 1)]);
        assert_eq!(
            store.append(&Head::default(), &first, &both).unwrap(),
            Appended::Done
        );
        let head = store.head().unwrap();
        let again = Attachment::new("text/plain", Some("other.txt"), minutes.bytes.clone());
        let second = sealed(&head, [row("b", "findings/F1", 2)]);
        assert_eq!(
            store.append(&head, &second, &[again]).unwrap(),
            Appended::Done
        );
        assert_eq!(
            store.attachment(&minutes.digest).unwrap(),
            Some(minutes.clone()),
            "the first stays"
        );
        assert_eq!(
            store.attachment(&empty.digest).unwrap(),
            Some(empty.clone())
        );
        assert_eq!(store.attachment(&Digest::of(b"other")).unwrap(), None);
        let mut digests = [minutes.digest, empty.digest];
        digests.sort();
        assert_eq!(store.attachment_digests().unwrap(), digests);
        assert_sound(&store);
    });
}

#[test]
fn an_append_that_comes_too_late_leaves_no_attachment() {
    on_both(|place| {
        let store = place.create();
        let wrong = Head {
            sequence: 7,
            ..Head::default()
        };
        let attachment = Attachment::new("text/plain", None, b"evidence".to_vec());
        let rows = sealed(&wrong, [row("a", "findings/F1", 1)]);
        assert_eq!(
            store.append(&wrong, &rows, &[attachment]).unwrap(),
            Appended::Behind
        );
        assert_eq!(store.attachment_digests().unwrap(), []);
    });
}

#[test]
fn altered_bytes_are_found_when_read_and_by_faults() {
    on_both(|place| {
        let store = place.create();
        let attachment = Attachment::new("text/plain", None, b"evidence".to_vec());
        store
            .append(&Head::default(), &[], std::slice::from_ref(&attachment))
            .unwrap();
        place.tamper(if place.is_sqlite() {
            "UPDATE attachments SET bytes = x'00'"
        } else {
            "UPDATE attachments SET bytes = '\\x00'"
        });
        let read = store.attachment(&attachment.digest);
        assert!(
            matches!(read, Err(StoreError::DamagedAttachment { digest }) if digest == attachment.digest)
        );
        let faults = store.faults().unwrap();
        assert_eq!(
            faults,
            [format!(
                "the attachment {} is damaged; restore it from a backup",
                attachment.digest
            )]
        );
    });
}

#[test]
fn bytes_that_do_not_give_the_digest_are_not_taken() {
    on_both(|place| {
        let store = place.create();
        let mut attachment = Attachment::new("text/plain", None, b"evidence".to_vec());
        attachment.bytes.push(b'!');
        let refused = store.append(&Head::default(), &[], &[attachment]);
        assert!(matches!(refused, Err(StoreError::DamagedAttachment { .. })));
    });
}
