//! A checkpoint gives the very state back, or is refused.

use clew_journal::{from_checkpoint, to_checkpoint};
use proptest::prelude::*;

use crate::common::{attempt, state_of};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_checkpoint_gives_the_state_back(attempts in proptest::collection::vec(attempt(), 0..80)) {
        let state = state_of(attempts);
        let bytes = to_checkpoint(&state).unwrap();
        let back = from_checkpoint(&bytes).unwrap();
        prop_assert!(back == state);
        prop_assert_eq!(to_checkpoint(&back).unwrap(), bytes);
    }

    #[test]
    fn the_state_goes_on_from_a_checkpoint_as_it_would_have_gone_on(
        before in proptest::collection::vec(attempt(), 0..40),
        after in proptest::collection::vec(attempt(), 0..20),
    ) {
        let state = state_of(before);
        let mut whole = state.clone();
        let mut back = from_checkpoint(&to_checkpoint(&state).unwrap()).unwrap();
        for (about, change) in after {
            let version = match &about {
                clew_journal::About::Subject(subject) => whole.version(subject),
                clew_journal::About::New(_) => 0,
            };
            let row = crate::common::row(&whole, about, version, change);
            prop_assert_eq!(whole.take(&row), back.take(&row));
            prop_assert!(whole == back);
        }
    }

    #[test]
    fn a_checkpoint_that_is_cut_short_is_refused(
        attempts in proptest::collection::vec(attempt(), 1..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let bytes = to_checkpoint(&state_of(attempts)).unwrap();
        // Without its last line end alone, nothing is missing.
        let cut = cut.index(bytes.len() - 1);
        prop_assert!(from_checkpoint(&bytes[..cut]).is_err(), "{cut} of {}", bytes.len());
    }

    #[test]
    fn a_garbled_checkpoint_never_panics(
        attempts in proptest::collection::vec(attempt(), 1..20),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = to_checkpoint(&state_of(attempts)).unwrap();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = from_checkpoint(&bytes);
    }

    #[test]
    fn no_bytes_at_all_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = from_checkpoint(&bytes);
    }
}

#[test]
fn a_kind_that_is_not_known_and_lines_beyond_those_named_are_refused() {
    let bytes = to_checkpoint(&state_of(Vec::new())).unwrap();
    assert!(from_checkpoint(&bytes).is_ok());
    let text = String::from_utf8(bytes).unwrap();
    for wrong in [
        text.replace(r#""kinds":[]"#, r#""kinds":[["wishes",1]]"#),
        text.replace(
            r#""kinds":[]"#,
            r#""kinds":[["updates",18446744073709551615]]"#,
        ),
        format!("{text}one line more\n"),
    ] {
        assert!(from_checkpoint(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
