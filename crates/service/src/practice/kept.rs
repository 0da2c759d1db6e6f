//! What is kept of a version, as text: what was asked, why, and the thing itself. The columns by which a row is
//! found follow from it, so that they can be proven.

use clew_journal::{Digest, PracticeKind};
use clew_practice::person::Person;
use clew_practice::record::{Record, Stage};
use clew_store::practice::KeptRow;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::unreadable;
use crate::ServiceError;

/// The columns by which a row is found.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Columns {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) person: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episode: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) merged_into: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) form: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) process: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_date: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_year: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) standing: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<Digest>,
}

/// What is kept of a version.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept<T> {
    /// The digest of what was asked for, by which a repeat is told.
    pub(crate) asked: String,
    /// Why, where a reason was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// How it is found, where that does not follow from the thing itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) of: Option<Columns>,
    /// The thing itself.
    pub(crate) what: T,
}

/// Reads what is kept in a row; none where it was erased.
pub(crate) fn read<T: DeserializeOwned>(row: &KeptRow) -> Result<Option<Kept<T>>, ServiceError> {
    let read = |content: &String| {
        serde_json::from_str(content).map_err(|error| unreadable(&format!("{row:?}"), &error))
    };
    row.content.as_ref().map(read).transpose()
}

/// The stage in the word that is stored.
pub(crate) const fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "draft",
        Stage::Complete => "complete",
        Stage::Authorised => "authorised",
        Stage::Withdrawn => "withdrawn",
    }
}

/// How a version of a person is found. `team` is the team that entered them.
pub(crate) fn columns_of_person(person: &Person, team: &str) -> Columns {
    Columns {
        person: Some(person.number.0),
        merged_into: person.merged_into.map(|into| into.0),
        team: Some(team.to_owned()),
        ..Columns::default()
    }
}

/// How a version of a record is found.
pub(crate) fn columns_of_record(record: &Record) -> Columns {
    let day = record.event_date;
    let year = if day.month() < 4 {
        day.year() - 1
    } else {
        day.year()
    };
    Columns {
        person: Some(record.person.0),
        episode: Some(record.episode.0),
        form: Some(record.form.clone()),
        process: record.process.clone(),
        team: Some(record.team.clone()),
        event_date: Some(day.number().into()),
        event_year: Some(year.into()),
        standing: Some(stage_word(record.stage).to_owned()),
        ..Columns::default()
    }
}

/// How a row is found, by what is kept in it; none where it was erased.
pub(crate) fn columns_of(row: &KeptRow) -> Result<Option<Columns>, ServiceError> {
    if row.kind == PracticeKind::Record.name() {
        let kept = read::<Record>(row)?;
        return Ok(kept.map(|kept| Columns {
            account: kept.of.and_then(|of| of.account),
            ..columns_of_record(&kept.what)
        }));
    }
    let kept = read::<serde_json::Value>(row)?;
    Ok(kept.map(|kept| kept.of.unwrap_or_default()))
}

impl Columns {
    /// The columns of a row as they stand.
    pub(crate) fn standing_in(row: &KeptRow) -> Self {
        let row = row.clone();
        Self {
            person: row.person,
            record: row.record,
            episode: row.episode,
            merged_into: row.merged_into,
            form: row.form,
            process: row.process,
            team: row.team,
            account: row.account,
            event_date: row.event_date,
            event_year: row.event_year,
            standing: row.standing,
            file: row.file,
        }
    }

    /// Puts them into a row.
    pub(crate) fn put_into(self, row: &mut KeptRow) {
        row.person = self.person;
        row.record = self.record;
        row.episode = self.episode;
        row.merged_into = self.merged_into;
        row.form = self.form;
        row.process = self.process;
        row.team = self.team;
        row.account = self.account;
        row.event_date = self.event_date;
        row.event_year = self.event_year;
        row.standing = self.standing;
        row.file = self.file;
    }
}
