//! Addresses of practice: people, what is recorded of them, drafts, cases.

use clew_practice::record::{PersonNumber, RecordNumber};

use super::{path, query, with_query};

/// Practice.
pub const PRACTICE: &str = "/practice";
/// Where a person is looked for.
pub const PEOPLE: &str = "/practice/people";
/// The form for another person.
pub const NEW_PERSON: &str = "/practice/people/new";
/// Where a draft is begun.
pub const DRAFTS: &str = "/practice/drafts";

/// Who waits for what in a part of the organisation.
pub const WAITING: &str = "/practice/waiting";
/// Who holds what there.
pub const CASELOADS: &str = "/practice/caseloads";
/// What comes due when there.
pub const SCHEDULES: &str = "/practice/schedules";
/// Who came to conferences and meetings there.
pub const ATTENDANCE: &str = "/practice/attendance";

/// Whose records have been kept for long enough.
pub const ERASURES: &str = "/admin/erasures";
/// What is decided about the keeping of records.
pub const PRACTICE_POLICY: &str = "/admin/practice";

/// Where everything that is kept of a person is erased.
#[must_use]
pub fn erase_person(number: PersonNumber) -> String {
    path(&["admin", "erasures", &number.0.to_string()])
}

/// Who waits for what one clock counts.
#[must_use]
pub fn waiting_for(clock: &str) -> String {
    path(&["practice", "waiting", clock])
}

fn of_person(number: PersonNumber, more: &[&str]) -> String {
    let number = number.0.to_string();
    let mut parts = vec!["practice", "people", number.as_str()];
    parts.extend(more);
    path(&parts)
}

/// A person.
#[must_use]
pub fn person(number: PersonNumber) -> String {
    of_person(number, &[])
}

/// The form that changes what is known of a person.
#[must_use]
pub fn edit_person(number: PersonNumber) -> String {
    of_person(number, &["edit"])
}

/// Where the glass is broken for a person.
#[must_use]
pub fn break_glass(number: PersonNumber) -> String {
    of_person(number, &["break-glass"])
}

/// Where it is chosen what is recorded of a person.
#[must_use]
pub fn choose_form(number: PersonNumber) -> String {
    of_person(number, &["record"])
}

/// Who looked at a person; the first page is 1.
#[must_use]
pub fn looks_at(number: PersonNumber, page: usize) -> String {
    let page = page.to_string();
    let page = if page == "1" { "" } else { &page };
    with_query(&of_person(number, &["looks"]), &query(&[("page", page)]))
}

/// A person's chronology as a file of a format.
#[must_use]
pub fn chronology_file(number: PersonNumber, format: &str) -> String {
    of_person(number, &["chronology", format])
}

/// Where a person's copy of everything that is kept of them is made.
#[must_use]
pub fn copy_for_person(number: PersonNumber) -> String {
    of_person(number, &["copy"])
}

/// People who may be the same as a person, and where they are merged.
#[must_use]
pub fn merge_person(number: PersonNumber) -> String {
    of_person(number, &["merge"])
}

/// Where a merge of a person is taken back.
#[must_use]
pub fn part_person(number: PersonNumber) -> String {
    of_person(number, &["part"])
}

/// Where a person is restricted to those who are named.
#[must_use]
pub fn restrict_person(number: PersonNumber) -> String {
    of_person(number, &["restrict"])
}

/// Where what restricts a person is lifted.
#[must_use]
pub fn lift_from_person(number: PersonNumber) -> String {
    of_person(number, &["lift-restriction"])
}

/// Where a decision of supervision is kept.
#[must_use]
pub fn supervise(number: PersonNumber) -> String {
    of_person(number, &["supervision"])
}

fn of_record(number: RecordNumber, more: &[&str]) -> String {
    let number = number.0.to_string();
    let mut parts = vec!["practice", "records", number.as_str()];
    parts.extend(more);
    path(&parts)
}

/// A record of practice.
#[must_use]
pub fn practice_record(number: RecordNumber) -> String {
    of_record(number, &[])
}

/// Where a senior authorises a record.
#[must_use]
pub fn authorise_record(number: RecordNumber) -> String {
    of_record(number, &["authorise"])
}

/// Where a senior sends a record back.
#[must_use]
pub fn send_record_back(number: RecordNumber) -> String {
    of_record(number, &["send-back"])
}

/// Where a record is restricted to those who are named.
#[must_use]
pub fn restrict_record(number: RecordNumber) -> String {
    of_record(number, &["restrict"])
}

/// Where what restricts a record is lifted.
#[must_use]
pub fn lift_from_record(number: RecordNumber) -> String {
    of_record(number, &["lift-restriction"])
}

/// Where a record that should not be there is withdrawn.
#[must_use]
pub fn withdraw_record(number: RecordNumber) -> String {
    of_record(number, &["withdraw"])
}

/// Where a record is left out of the chronology, or put back.
#[must_use]
pub fn in_chronology(number: RecordNumber) -> String {
    of_record(number, &["chronology"])
}

/// Where a file is attached to a record.
#[must_use]
pub fn record_files(number: RecordNumber) -> String {
    of_record(number, &["files"])
}

/// A file of a record.
#[must_use]
pub fn record_file(number: RecordNumber, digest: &clew_journal::Digest) -> String {
    of_record(number, &["files", &digest.to_string()])
}

/// A draft of the visitor's own.
#[must_use]
pub fn record_draft(id: &str) -> String {
    path(&["practice", "drafts", id])
}

/// Where a script keeps what is typed into a draft.
#[must_use]
pub fn record_draft_typed(id: &str) -> String {
    path(&["practice", "drafts", id, "typed"])
}

/// Where a case is handed over.
#[must_use]
pub fn hand_over(case: RecordNumber) -> String {
    path(&["practice", "cases", &case.0.to_string(), "hand-over"])
}

/// A case that is offered, to be accepted or refused.
#[must_use]
pub fn offered(number: u64) -> String {
    path(&["practice", "hand-overs", &number.to_string()])
}

/// Where an offered case is accepted or refused.
#[must_use]
pub fn answer_offer(number: u64, answer: &str) -> String {
    path(&["practice", "hand-overs", &number.to_string(), answer])
}
