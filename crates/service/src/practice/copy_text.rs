//! A person's copy as plain text, to be read, and blacked out where others are named in it.

use std::fmt::Write as _;
use std::sync::Arc;

use clew_journal::{Moment, PracticeKind};
use clew_practice::pack::Pack;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_report::words;
use clew_store::practice::{KeptRow, LookRow};

use super::checking::form_called;
use super::kept::{Kept, read};
use super::{ThirdParty, account_name, record_in_words};
use crate::{Memory, ServiceError, local_time};

/// What stands in a copy.
pub(super) struct Copied<'c> {
    pub(super) number: PersonNumber,
    pub(super) rows: &'c [KeptRow],
    /// Records that are closed to whoever makes the copy.
    pub(super) left_out: usize,
    pub(super) looks: &'c [LookRow],
    pub(super) third_parties: &'c [ThirdParty],
}

impl Copied<'_> {
    pub(super) fn text(
        &self,
        memory: &Memory,
        packs: &[Arc<Pack>],
    ) -> Result<String, ServiceError> {
        let mut text = match self.left_out {
            0 => format!("Everything that is kept of person {}\n", self.number),
            some => format!(
                "What is kept of person {}, without what is closed to whoever made this copy\n\
                 Records left out: {some}\n",
                self.number
            ),
        };
        for row in self.rows {
            version(row, (memory, packs), &mut text)?;
        }
        let _ = writeln!(text, "\nWho has looked\n");
        for look in self.looks {
            let _ = writeln!(text, "  {}", looked(look, memory));
        }
        let _ = writeln!(text, "\nPeople named here who are not this person\n");
        for party in self.third_parties {
            let _ = writeln!(text, "  {}: {}", party.who, party.places.join("; "));
        }
        Ok(text)
    }
}

fn looked(look: &LookRow, memory: &Memory) -> String {
    let at = local_time::shown(Moment::from_microseconds(look.at));
    let who = account_name(memory, &look.account.as_str().into());
    let record = look.record.map(RecordNumber);
    let record = record.map_or_else(String::new, |record| format!(" {record}"));
    format!(
        "{at}, {who}: {}{record}, by right of {}",
        look.what, look.how
    )
}

/// One version of something: what it is, how it came about, and what it says.
fn version(
    row: &KeptRow,
    (memory, packs): (&Memory, &[Arc<Pack>]),
    text: &mut String,
) -> Result<(), ServiceError> {
    let record = match row.kind == PracticeKind::Record.name() {
        true => read::<Record>(row)?,
        false => None,
    };
    let title = record.as_ref().and_then(|record| {
        let form = form_called(packs, &record.what.form).ok()?.1;
        Some(form.title.clone())
    });
    let spaced = |word: &str| word.replace('-', " ");
    let what = title.unwrap_or_else(|| words::capital(&spaced(&row.kind)));
    let at = local_time::shown(Moment::from_microseconds(row.recorded_at));
    let who = account_name(memory, &row.recorded_by.as_str().into());
    let _ = write!(
        text,
        "\n{what} {}, version {}: {}, {at}, by {who}\n",
        row.number,
        row.version,
        spaced(&row.act)
    );
    let kept = read::<serde_json::Value>(row)?;
    if let Some(reason) = kept.as_ref().and_then(|kept| kept.reason.as_ref()) {
        let _ = writeln!(text, "  reason: {reason}");
    }
    match (record, kept) {
        (Some(record), Some(kept)) => filled(&record, &kept, (memory, packs), text),
        (_, Some(kept)) => lines("", &kept.what, text),
        (_, None) => {}
    }
    Ok(())
}

/// What a record says, by the titles of its form; as it is kept where no pack has its form any more.
fn filled(
    record: &Kept<Record>,
    kept: &Kept<serde_json::Value>,
    (memory, packs): (&Memory, &[Arc<Pack>]),
    text: &mut String,
) {
    if form_called(packs, &record.what.form).is_err() {
        return lines("", &kept.what, text);
    }
    let _ = writeln!(
        text,
        "  Happened on: {}",
        words::day(record.what.event_date)
    );
    for (title, value) in record_in_words(packs, &record.what, memory) {
        let _ = writeln!(text, "  {title}: {value}");
    }
}

/// Every value beneath a place, one a line.
fn lines(place: &str, value: &serde_json::Value, text: &mut String) {
    use serde_json::Value::{Array, Null, Object, String};
    let within = |name: &str| match place.is_empty() {
        true => name.to_owned(),
        false => format!("{place}, {name}"),
    };
    match value {
        Null => {}
        Object(fields) => fields
            .iter()
            .for_each(|(name, value)| lines(&within(name), value, text)),
        Array(values) => values.iter().for_each(|value| lines(place, value, text)),
        String(said) => {
            let _ = writeln!(text, "  {place}: {said}");
        }
        other => {
            let _ = writeln!(text, "  {place}: {other}");
        }
    }
}
