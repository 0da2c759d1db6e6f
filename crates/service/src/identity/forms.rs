//! What people typed and have not handed in: saved as they type, and kept when their session has ended.

use std::sync::Arc;

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_store::identity::{HeldFormRow, TypedRow};

use super::secrets::new_id;
use super::{DAY, after};
use crate::{Service, ServiceError};

/// The most that is kept of one form as it is typed, in bytes.
const MOST_TYPED: usize = 128 << 10;
/// The most forms that are kept of one account as they are typed.
const MOST_PLACES: u32 = 200;
/// The longest name of a place, or path, in bytes.
const LONGEST_PLACE: usize = 2_000;
/// The largest body that is held, in bytes.
const MOST_HELD: usize = 256 << 10;
/// The most forms that are held for one account.
const MOST_HELD_FORMS: u32 = 20;

/// What was typed into a form that is not handed in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Typed {
    /// Which form.
    pub place: String,
    /// The fields, as a JSON object.
    pub fields: String,
    /// When it was saved.
    pub at: Moment,
}

/// A form that came after its session had ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeldForm {
    /// Its id.
    pub id: String,
    /// Where it was sent to.
    pub path: String,
    /// What its body is, as the browser said.
    pub content_type: String,
    /// Its body.
    pub body: Vec<u8>,
    /// When it came.
    pub at: Moment,
}

impl From<TypedRow> for Typed {
    fn from(row: TypedRow) -> Self {
        Self {
            place: row.place,
            fields: row.fields,
            at: Moment::from_microseconds(row.saved),
        }
    }
}

impl Service {
    /// Keeps what an account types, in place of what it typed there before: a JSON object of at most
    /// 128 kB. The latest 200 are kept, for ninety days.
    ///
    /// # Errors
    /// When it is no JSON object, or too large.
    pub fn keep_typed(
        &self,
        account: &AccountId,
        place: &str,
        fields: &str,
        at: Moment,
    ) -> Result<(), ServiceError> {
        no_longer("place", place.len(), LONGEST_PLACE)?;
        no_longer("fields", fields.len(), MOST_TYPED)?;
        if serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(fields).is_err() {
            return Err(unfit("fields", "it is no JSON object".to_owned()));
        }
        let row = TypedRow {
            place: place.to_owned(),
            fields: fields.to_owned(),
            saved: at.microseconds(),
        };
        self.store()
            .put_typed(account.as_str(), &row, MOST_PLACES)?;
        self.typed.forget();
        Ok(())
    }

    /// What an account typed somewhere.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn typed(&self, account: &AccountId, place: &str) -> Result<Option<Typed>, ServiceError> {
        Ok(self
            .store()
            .typed(account.as_str(), place)?
            .map(Typed::from))
    }

    /// Everything that an account typed and has not handed in, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all_typed(&self, account: &AccountId) -> Result<Vec<Typed>, ServiceError> {
        self.typed_read(account).map(|typed| typed.to_vec())
    }

    fn typed_read(&self, account: &AccountId) -> Result<Arc<[Typed]>, ServiceError> {
        let before = self.typed.before();
        let rows = self.store().all_typed(account.as_str())?;
        let typed: Arc<[Typed]> = rows.into_iter().map(Typed::from).collect();
        self.typed
            .believe(before, account.clone(), Arc::clone(&typed));
        Ok(typed)
    }

    /// As [`Service::all_typed`], where it was read within the last second: what was typed through this
    /// process since then is never missing. None tells nothing: then that one has to be asked.
    #[must_use]
    pub fn typed_at_hand(&self, account: &AccountId) -> Option<Arc<[Typed]>> {
        self.typed.get(account)
    }

    /// Forgets what an account typed somewhere: it was handed in, or is not wanted.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_typed(&self, account: &AccountId, place: &str) -> Result<(), ServiceError> {
        self.store().forget_typed(account.as_str(), place)?;
        self.typed.forget();
        Ok(())
    }

    /// Holds a form that came after its session had ended, for a day: its id. At most 256 kB, and the
    /// latest twenty of an account.
    ///
    /// # Errors
    /// When it is too large.
    pub fn hold_form(
        &self,
        account: &AccountId,
        path: &str,
        content_type: &str,
        body: &[u8],
        at: Moment,
    ) -> Result<String, ServiceError> {
        no_longer("path", path.len(), LONGEST_PLACE)?;
        no_longer("content type", content_type.len(), LONGEST_PLACE)?;
        no_longer("body", body.len(), MOST_HELD)?;
        let row = HeldFormRow {
            id: new_id()?,
            account: account.as_str().to_owned(),
            path: path.to_owned(),
            content_type: content_type.to_owned(),
            body: body.to_owned(),
            held: at.microseconds(),
        };
        self.store().put_held_form(&row, MOST_HELD_FORMS)?;
        Ok(row.id)
    }

    /// A form that was held for an account; none for another's, or after a day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held_form(
        &self,
        account: &AccountId,
        id: &str,
        at: Moment,
    ) -> Result<Option<HeldForm>, ServiceError> {
        let row = self.store().held_form(account.as_str(), id)?;
        let held = row.map(|row| HeldForm {
            id: row.id,
            path: row.path,
            content_type: row.content_type,
            body: row.body,
            at: Moment::from_microseconds(row.held),
        });
        Ok(held.filter(|held| at < after(held.at, DAY)))
    }

    /// Forgets a form that was held. Whether it was there: of two that send it again, one is told so.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_held_form(&self, account: &AccountId, id: &str) -> Result<bool, ServiceError> {
        Ok(self.store().forget_held_form(account.as_str(), id)?)
    }
}

fn no_longer(field: &str, length: usize, most: usize) -> Result<(), ServiceError> {
    match length > most {
        true => Err(unfit(
            field,
            format!("it has {length} bytes; {most} are the most"),
        )),
        false => Ok(()),
    }
}

fn unfit(field: &str, problem: String) -> ServiceError {
    ServiceError::invalid("what was typed cannot be kept", field, problem)
}
