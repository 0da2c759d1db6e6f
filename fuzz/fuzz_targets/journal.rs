//! What the journal's rows hold: subjects, moments, and changes with their bodies.

#![no_main]

use clew_journal::{Change, Moment, Subject};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(moment) = text.parse::<Moment>() {
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
    let mut lines = text.splitn(3, '\n');
    let (subject, name, body) = (lines.next(), lines.next(), lines.next());
    let Some(Ok(subject)) = subject.map(str::parse::<Subject>) else {
        return;
    };
    assert_eq!(subject.to_string().parse().as_ref(), Ok(&subject));
    let _ = subject.parts();
    if let Ok(change) = Change::read(name.unwrap_or_default(), &subject, body.unwrap_or_default()) {
        let written = change.body().expect("what was read can be written");
        assert_eq!(Change::read(change.name(), &subject, &written), Ok(change));
    }
});
