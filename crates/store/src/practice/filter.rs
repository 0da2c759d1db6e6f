//! Which rows to look for, and reading them.

use std::ops::ControlFlow;

use super::row::{COLUMNS, read};
use super::{KeptRow, maybe};
use crate::connection::Value;
use crate::rows::stored;
use crate::{Location, Store, StoreError};

/// Rows read at once while streaming.
const BATCH: u64 = 1_000;

/// Which versions to look for. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KeptFilter {
    /// Only the version that stands of each.
    pub latest: bool,
    /// Of this kind.
    pub kind: Option<&'static str>,
    /// With this number.
    pub number: Option<u64>,
    /// About this person.
    pub person: Option<u64>,
    /// Belonging to this record.
    pub record: Option<u64>,
    /// Of this episode.
    pub episode: Option<u64>,
    /// Merged into this person.
    pub merged_into: Option<u64>,
    /// Of this form.
    pub form: Option<String>,
    /// Of one of these forms; of any when there are none.
    pub forms: Vec<String>,
    /// Of the financial year that begins in this year.
    pub event_year: Option<i64>,
    /// Held by this team.
    pub team: Option<String>,
    /// For this account.
    pub account: Option<String>,
    /// Standing so.
    pub standing: Option<String>,
    /// Recorded at this time or before.
    pub recorded_to: Option<i64>,
    /// Placed in the journal after this entry.
    pub after: Option<u64>,
    /// Placed in the journal at this entry.
    pub sequence: Option<u64>,
    /// At most so many, the earliest first.
    pub limit: Option<u64>,
}

impl Store {
    /// The versions that a filter lets through, in order of their entries.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept(&self, filter: &KeptFilter) -> Result<Vec<KeptRow>, StoreError> {
        let texts = [
            &filter.form,
            &filter.team,
            &filter.account,
            &filter.standing,
        ];
        if texts.into_iter().flatten().any(|text| text.contains('\0')) {
            // No stored text holds it, and PostgreSQL does not even take the question.
            return Ok(Vec::new());
        }
        self.asked(question(filter, FROM))
    }

    fn asked(&self, (sql, values): (String, Vec<Value<'_>>)) -> Result<Vec<KeptRow>, StoreError> {
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// Hands on every version that a filter lets through, in order of their entries, a batch at a time, so
    /// that millions take no room.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_kept(
        &self,
        filter: &KeptFilter,
        each: &mut dyn FnMut(KeptRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut filter = KeptFilter {
            limit: Some(BATCH),
            after: Some(filter.after.unwrap_or(0)),
            ..filter.clone()
        };
        let from = match self.location() {
            Location::File(_) if filter.is_of_many() => FROM_IN_ORDER,
            _ => FROM,
        };
        loop {
            let rows = self.asked(question(&filter, from))?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            filter.after = Some(last.sequence);
            for row in rows {
                if each(row).is_break() {
                    return Ok(());
                }
            }
        }
    }
}

const FROM: &str = "practice_versions";
/// SQLite would look for the kind or the form in an index, and put everything that it finds in order again for each batch:
/// the time would grow with the square of what there is.
const FROM_IN_ORDER: &str = "practice_versions NOT INDEXED";

impl KeptFilter {
    /// Whether it lets through a good part of everything, so that reading all of it in order is as quick as can be.
    fn is_of_many(&self) -> bool {
        let one = [
            self.number,
            self.person,
            self.record,
            self.episode,
            self.merged_into,
            self.sequence,
        ];
        one.iter().all(Option::is_none) && self.account.is_none() && self.team.is_none()
    }
}

fn question<'a>(filter: &'a KeptFilter, from: &str) -> (String, Vec<Value<'a>>) {
    let mut sql = format!("SELECT {COLUMNS} FROM {from}");
    let mut values = Vec::new();
    let number = |number: Option<u64>| number.map(|number| maybe(Some(number)));
    let text = |text: &'_ Option<String>| text.is_some();
    let mut conditions: Vec<(&str, Option<Value<'_>>)> = vec![
        ("kind =", filter.kind.map(|kind| Value::Text(Some(kind)))),
        ("number =", number(filter.number)),
        ("person =", number(filter.person)),
        ("record =", number(filter.record)),
        ("episode =", number(filter.episode)),
        ("merged_into =", number(filter.merged_into)),
        ("event_year =", filter.event_year.map(Value::Integer)),
        ("recorded_at <=", filter.recorded_to.map(Value::Integer)),
        ("sequence >", number(filter.after)),
        ("sequence =", number(filter.sequence)),
    ];
    for (condition, wanted) in [
        ("form =", &filter.form),
        ("team =", &filter.team),
        ("account =", &filter.account),
        ("standing =", &filter.standing),
    ] {
        let value = text(wanted).then_some(Value::Text(wanted.as_deref()));
        conditions.push((condition, value));
    }
    let mut joint = " WHERE";
    // As text and not as a value, so that the indexes of what stands serve.
    if filter.latest {
        sql.push_str(" WHERE latest = 1");
        joint = " AND";
    }
    for (condition, value) in conditions {
        let Some(value) = value else { continue };
        values.push(value);
        sql.push_str(&format!("{joint} {condition} ${}", values.len()));
        joint = " AND";
    }
    if !filter.forms.is_empty() {
        let first = values.len() + 1;
        let places = first..first + filter.forms.len();
        let places: Vec<String> = places.map(|place| format!("${place}")).collect();
        sql.push_str(&format!("{joint} form IN ({})", places.join(", ")));
        values.extend(filter.forms.iter().map(|form| Value::Text(Some(form))));
    }
    sql.push_str(" ORDER BY sequence");
    if let Some(limit) = filter.limit {
        values.push(Value::Integer(stored(limit)));
        sql.push_str(&format!(" LIMIT ${}", values.len()));
    }
    (sql, values)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::connection::Connection;

    #[test]
    fn what_is_asked_on_every_page_is_found_by_an_index() {
        let folder = std::env::temp_dir().join(format!("clew-kept-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let location = Location::File(folder.join("journal.clew"));
        drop(Store::create(&location).unwrap());
        let mut connection = Connection::to(&location).unwrap();
        let latest = || KeptFilter {
            latest: true,
            ..KeptFilter::default()
        };
        let word = || Some("zz".to_owned());
        let table = [
            (
                KeptFilter {
                    person: Some(1),
                    ..latest()
                },
                "practice_versions_person",
            ),
            (
                KeptFilter {
                    form: word(),
                    event_year: Some(2025),
                    ..latest()
                },
                "practice_versions_form",
            ),
            (
                KeptFilter {
                    team: word(),
                    kind: Some("records"),
                    standing: word(),
                    ..latest()
                },
                "practice_versions_team",
            ),
            (
                KeptFilter {
                    kind: Some("records"),
                    number: Some(1),
                    ..KeptFilter::default()
                },
                "practice_versions_one",
            ),
            (
                KeptFilter {
                    episode: Some(1),
                    ..latest()
                },
                "practice_versions_episode",
            ),
        ];
        for (filter, index) in table {
            let (sql, values) = question(&filter, FROM);
            let asked = format!("EXPLAIN QUERY PLAN {sql}");
            let plan = connection.query(&asked, &values, &mut |cells| cells.whole_text(3));
            let plan = plan.unwrap();
            assert!(plan[0].contains(index), "{plan:?}");
        }
        for filter in [
            KeptFilter {
                kind: Some("records"),
                after: Some(1),
                limit: Some(BATCH),
                ..KeptFilter::default()
            },
            KeptFilter {
                form: word(),
                kind: Some("records"),
                after: Some(1),
                limit: Some(BATCH),
                ..latest()
            },
        ] {
            assert!(filter.is_of_many());
            let (sql, values) = question(&filter, FROM_IN_ORDER);
            let asked = format!("EXPLAIN QUERY PLAN {sql}");
            let plan = connection.query(&asked, &values, &mut |cells| cells.whole_text(3));
            let plan = plan.unwrap();
            assert_eq!(plan.len(), 1, "{plan:?}");
            assert!(plan[0].contains("INTEGER PRIMARY KEY"), "{plan:?}");
        }
        drop(connection);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
