//! Sessions: they end after an hour without use, and after twelve hours in any case.

use std::sync::Arc;

use clew_journal::{Digest, Moment};
use clew_plan::AccountId;
use clew_store::identity::SessionRow;

use super::log::done_by;
use super::{DAY, HOUR, IdentityEvent, MINUTE, SessionToken, after};
use crate::{Service, ServiceError};

/// Without use it ends after so long.
const IDLE: i64 = HOUR;
/// In any case it ends after so long.
const LONGEST: i64 = 12 * HOUR;
/// That it was used is written once in so long.
const NOTED_EVERY: i64 = MINUTE;

/// Whether an account has a second step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SecondStep {
    /// It has one, and the session was begun with it.
    Done,
    /// It has none.
    NotSetUp,
}

/// A session that has not ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    /// Whose it is.
    pub account: AccountId,
    /// The account's name, as the journal has it now.
    pub name: String,
    /// When it was made.
    pub made: Moment,
    /// When it ends unless it is used before.
    pub ends: Moment,
    /// Whether the account has a second step.
    pub second_step: SecondStep,
}

/// A session as it was just read, and whether its account has a second step.
#[derive(Clone, Debug)]
pub(crate) struct AsRead {
    row: Arc<SessionRow>,
    second_step: SecondStep,
}

impl Service {
    /// The session with a token, where it was read within the last second: so that a page which asks for
    /// nothing else waits for no database. None tells nothing: then [`Service::session`] has to be asked.
    /// A session that this process ended is not at hand from that moment on. Whether its account is open,
    /// and what it may do, is as the journal is known here.
    #[must_use]
    pub fn session_at_hand(&self, token: &SessionToken, at: Moment) -> Option<Session> {
        let read = self.sessions.get(&token.digest())?;
        let now = at.microseconds();
        let holds = now < read.row.ends && (0..NOTED_EVERY).contains(&(now - read.row.seen));
        self.session_of(holds.then_some(&read)?)
    }

    /// The session with a token, where it has not ended and its account is open. Asking is using: it
    /// moves the session's end, which is written once a minute at the most.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub fn session(
        &self,
        token: &SessionToken,
        at: Moment,
    ) -> Result<Option<Session>, ServiceError> {
        let before = self.sessions.before();
        let Some(row) = self.store().session(&token.digest())? else {
            return Ok(None);
        };
        if row.ends <= at.microseconds() {
            return Ok(None);
        }
        let row = match at.microseconds() - row.seen >= NOTED_EVERY {
            false => row,
            true => match self.used(row, at)? {
                Some(row) => row,
                None => return Ok(None),
            },
        };
        let read = self.as_read(row)?;
        let session = self.session_of(&read);
        self.sessions.believe(before, read.row.token, read);
        Ok(session)
    }

    fn used(&self, row: SessionRow, at: Moment) -> Result<Option<SessionRow>, ServiceError> {
        let row = SessionRow {
            seen: at.microseconds(),
            ends: end(row.made, at).microseconds(),
            ..row
        };
        // None where it was ended between the reading and now.
        let still = self.store().use_session(&row.token, row.seen, row.ends)?;
        Ok(still.then_some(row))
    }

    fn as_read(&self, row: SessionRow) -> Result<AsRead, ServiceError> {
        let sign_in = self.store().sign_in_of(&row.account)?;
        let has_second_step = sign_in.is_some_and(|row| row.second_step.is_some());
        Ok(AsRead {
            row: Arc::new(row),
            second_step: match has_second_step {
                true => SecondStep::Done,
                false => SecondStep::NotSetUp,
            },
        })
    }

    /// None where the account is closed.
    fn session_of(&self, read: &AsRead) -> Option<Session> {
        let account = AccountId::from(read.row.account.as_str());
        let open = self.open_one(&account)?;
        Some(Session {
            account,
            name: open.name,
            made: Moment::from_microseconds(read.row.made),
            ends: Moment::from_microseconds(read.row.ends),
            second_step: read.second_step,
        })
    }

    /// Whose session it was, for a day after its end; also whose it is. For a form that comes with a
    /// session that has ended meanwhile: it tells whom to keep it for, and lets nobody in.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ended_session_account(
        &self,
        token: &SessionToken,
        at: Moment,
    ) -> Result<Option<AccountId>, ServiceError> {
        let row = self.store().session(&token.digest())?;
        let late = |row: &SessionRow| at.microseconds() > row.ends.saturating_add(DAY);
        let account = row
            .filter(|row| !late(row))
            .map(|row| AccountId::from(row.account.as_str()));
        Ok(account.filter(|account| self.open_one(account).is_some()))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn sign_out(&self, token: &SessionToken, at: Moment) -> Result<(), ServiceError> {
        let digest = token.digest();
        let row = self.store().session(&digest)?;
        let ended = self.store().end_session(&digest, at.microseconds());
        // Also where it is not known whether it was written.
        self.sessions.forget();
        ended?;
        // Whoever signs out twice, or after the session's end, ends nothing.
        match row.filter(|row| row.ends > at.microseconds()) {
            None => Ok(()),
            Some(row) => {
                let account = AccountId::from(row.account.as_str());
                self.note(IdentityEvent::SignedOut, Some(&account), at, |_| {})
            }
        }
    }

    /// Ends every session of an account, and forgets them: someone else may have had one. The tokens of its
    /// programs are revoked too: whoever had a session may have made one. `by` is who does it: the account
    /// itself, or an administrator.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn sign_out_everywhere(
        &self,
        account: &AccountId,
        by: &AccountId,
        at: Moment,
    ) -> Result<(), ServiceError> {
        self.revoke_every_token(account, at)?;
        self.drop_sessions(account, None)?;
        let event = IdentityEvent::SignedOutEverywhere;
        self.note(event, Some(account), at, done_by(by))
    }

    /// Ends the sessions of an account, but for one that is saved, and forgets them.
    pub(super) fn drop_sessions(
        &self,
        account: &AccountId,
        save: Option<&SessionToken>,
    ) -> Result<(), ServiceError> {
        let save = save.map(SessionToken::digest);
        let dropped = self.store().drop_sessions(account.as_str(), save.as_ref());
        self.sessions.forget();
        Ok(dropped?)
    }

    /// Begins a session on a device.
    pub(super) fn begin_session(
        &self,
        account: &AccountId,
        device: Digest,
        at: Moment,
    ) -> Result<(SessionToken, Option<Session>), ServiceError> {
        let token = SessionToken::new()?;
        let row = SessionRow {
            token: token.digest(),
            account: account.as_str().to_owned(),
            made: at.microseconds(),
            seen: at.microseconds(),
            ends: end(at.microseconds(), at).microseconds(),
            device,
        };
        self.store().put_session(&row)?;
        let session = self.session_of(&self.as_read(row)?);
        Ok((token, session))
    }
}

/// When a session ends that was made then and is used now.
fn end(made: i64, at: Moment) -> Moment {
    after(Moment::from_microseconds(made), LONGEST).min(after(at, IDLE))
}
