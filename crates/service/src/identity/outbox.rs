//! The outbox: mail waits here until it is sent, and what became of it can be looked at.
//!
//! A link's secret is no part of a mail as it is kept: it is made when the mail is taken to be
//! sent. So neither the database nor the page that shows the outbox has a link that works.

use std::fmt;

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_store::identity::MailRow;

use super::people::read_email;
use super::secrets::{digest_of, new_id};
use super::{HOUR, MINUTE, Purpose, after};
use crate::authorise::authorise_anywhere;
use crate::naming::not_found;
use crate::{Act, Service, ServiceError, authorise};

/// Mails that are looked through for those that may be shown.
const LOOKED_THROUGH: usize = 2_000;
/// Where the link stands in a mail's text.
const LINK: &str = "{link}";
/// Nobody else tries a mail that was taken for so long.
const TAKEN: i64 = 10 * MINUTE;
/// How often a mail is tried.
const TRIES: i64 = 8;
/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;
/// The longest text, in bytes.
const LONGEST_BODY: usize = 64 << 10;
/// The most of what the mail server said that is kept, in characters.
const LONGEST_FAILURE: usize = 1_000;

/// A mail to be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mail {
    /// The account that it is for.
    pub to: Option<AccountId>,
    /// Where it goes.
    pub address: String,
    /// Its subject, in one line.
    pub subject: String,
    /// Its text; where it carries a link, that stands at `{link}`.
    pub body: String,
    /// What the link is for, that lets the account choose a password.
    pub link: Option<Purpose>,
}

/// A mail that was taken to be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DueMail {
    /// Its id.
    pub id: String,
    /// The mail.
    pub mail: Mail,
    /// The link that it is to carry.
    pub link: Option<MailLink>,
}

/// The link that a mail carries. Debug output hides its token.
#[derive(Clone, Eq, PartialEq)]
pub struct MailLink {
    /// What it is for.
    pub purpose: Purpose,
    /// Its token, to be made an address of.
    pub token: String,
}

impl fmt::Debug for MailLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "link for {} (hidden)", self.purpose)
    }
}

impl DueMail {
    /// Its text, with the address that `address_of` makes of its link.
    #[must_use]
    pub fn text(&self, address_of: impl FnOnce(&MailLink) -> String) -> String {
        match &self.link {
            None => self.mail.body.clone(),
            Some(link) => self.mail.body.replace(LINK, &address_of(link)),
        }
    }
}

/// A mail and what became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SentMail {
    /// Its id.
    pub id: String,
    /// The mail; its link is not in it.
    pub mail: Mail,
    /// When it was put in the outbox.
    pub made: Moment,
    /// When it went.
    pub sent: Option<Moment>,
    /// How often it could not go.
    pub tries: u32,
    /// Why, the last time.
    pub failure: Option<String>,
    /// When it is next tried; none where it went, or is given up.
    pub due: Option<Moment>,
}

impl Service {
    /// Puts a mail in the outbox: its id. It asks nobody who they are: for tests, and for what a caller
    /// has been authorised to do.
    ///
    /// # Errors
    /// When the address is none, the subject is not one line, or it is too long.
    #[doc(hidden)]
    pub fn queue_mail(&self, mail: &Mail, at: Moment) -> Result<String, ServiceError> {
        let id = new_id()?;
        self.queue_once(id.clone(), mail, at)?;
        Ok(id)
    }

    /// Puts a mail in the outbox unless there is, or was, one with this id. Whether it did.
    pub(crate) fn queue_once(
        &self,
        id: String,
        mail: &Mail,
        at: Moment,
    ) -> Result<bool, ServiceError> {
        sound(mail)?;
        let row = MailRow {
            id,
            account: mail.to.as_ref().map(|to| to.as_str().to_owned()),
            address: read_email(&mail.address)?,
            subject: mail.subject.clone(),
            body: mail.body.clone(),
            purpose: mail.link.map(|purpose| purpose.word().to_owned()),
            made: at.microseconds(),
            due: at.microseconds(),
            tries: 0,
            sent: None,
            failure: None,
        };
        Ok(self.store().put_mail(&row)?)
    }

    /// Takes mail that is due, to send it: at most so many. Nobody else is given the same for ten
    /// minutes; say within them what became of each.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub fn mails_due(&self, most: usize, at: Moment) -> Result<Vec<DueMail>, ServiceError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut taken = Vec::new();
        for row in self.store().mails_due(at.microseconds(), TRIES, most)? {
            if self
                .store()
                .take_mail(&row, after(at, TAKEN).microseconds())?
            {
                taken.extend(self.with_link(row, at)?);
            }
        }
        Ok(taken)
    }

    /// The mail with its link; none where it no longer goes to the account's own address, or was taken
    /// back meanwhile.
    fn with_link(&self, row: MailRow, at: Moment) -> Result<Option<DueMail>, ServiceError> {
        let id = row.id.clone();
        let mail = Mail::from(row);
        let (Some(account), Some(purpose)) = (&mail.to, mail.link) else {
            let link = None;
            return Ok(Some(DueMail { id, mail, link }));
        };
        let token = self.new_link(account, purpose, at)?;
        // Looked at once the link is there: whoever takes the mail back afterwards finds the link too.
        let stands = self.store().mail(&id)?.is_some();
        if !stands || self.email_of(account)?.as_ref() != Some(&mail.address) {
            self.store().use_link(&digest_of(&token))?;
            self.store().drop_mail(&id)?;
            return Ok(None);
        }
        let link = Some(MailLink { purpose, token });
        Ok(Some(DueMail { id, mail, link }))
    }

    /// Notes that a mail went.
    ///
    /// # Errors
    /// When there is no such mail that was still to go.
    pub fn mail_sent(&self, id: &str, at: Moment) -> Result<(), ServiceError> {
        there(id, self.store().mail_sent(id, at.microseconds())?)
    }

    /// Notes why a mail could not go. It is tried again, eight times in all and less and less often: after
    /// two minutes, then four, up to four hours.
    ///
    /// # Errors
    /// When there is no such mail that was still to go.
    pub fn mail_failed(&self, id: &str, why: &str, at: Moment) -> Result<(), ServiceError> {
        let tries = self.store().mail(id)?.map_or(0, |mail| mail.tries);
        let pause = ((2 * MINUTE) << tries.clamp(0, 8)).min(4 * HOUR);
        let why: String = why
            .chars()
            .filter(|character| *character != '\0')
            .take(LONGEST_FAILURE)
            .collect();
        there(
            id,
            self.store()
                .mail_failed(id, &why, after(at, pause).microseconds())?,
        )
    }

    /// The latest mail and what became of it: all of it for those who manage accounts, and for those
    /// who run a cycle the reminders about it.
    ///
    /// # Errors
    /// When the account may do neither.
    pub fn outbox(&self, actor: &AccountId, most: usize) -> Result<Vec<SentMail>, ServiceError> {
        let memory = self.memory();
        let all = authorise(memory.state(), actor, Act::ManageAccounts, None).is_ok();
        if !all {
            authorise_anywhere(memory.state(), actor, Act::RunCycle)?;
        }
        let looked_through = if all { most } else { most.max(LOOKED_THROUGH) };
        let rows = self
            .store()
            .mails(i64::try_from(looked_through).unwrap_or(i64::MAX))?
            .into_iter();
        let shown = rows.filter(|row| all || self.may_see_reminder(actor, &row.id));
        Ok(shown.take(most).map(SentMail::from).collect())
    }
}

impl From<MailRow> for Mail {
    fn from(row: MailRow) -> Self {
        Self {
            to: row.account.map(|account| AccountId::from(account.as_str())),
            address: row.address,
            subject: row.subject,
            body: row.body,
            link: row.purpose.and_then(|word| Purpose::of(&word)),
        }
    }
}

impl From<MailRow> for SentMail {
    fn from(row: MailRow) -> Self {
        let open = row.sent.is_none() && row.tries < TRIES;
        Self {
            id: row.id.clone(),
            made: Moment::from_microseconds(row.made),
            sent: row.sent.map(Moment::from_microseconds),
            tries: u32::try_from(row.tries).unwrap_or(0),
            failure: row.failure.clone(),
            due: open.then(|| Moment::from_microseconds(row.due)),
            mail: row.into(),
        }
    }
}

fn there(id: &str, was: bool) -> Result<(), ServiceError> {
    match was {
        true => Ok(()),
        false => Err(not_found("mail to be sent", id, std::iter::empty())),
    }
}

fn sound(mail: &Mail) -> Result<(), ServiceError> {
    let subject = &mail.subject;
    let problem = if subject.is_empty()
        || subject.chars().count() > LONGEST_SUBJECT
        || subject.contains(char::is_control)
    {
        Some(("subject", "write one line of at most 200 characters"))
    } else if mail.body.len() > LONGEST_BODY || mail.body.contains('\0') {
        Some(("body", "write at most 64 kB of text"))
    } else if mail.link.is_some() != mail.body.contains(LINK)
        || (mail.link.is_some() && mail.to.is_none())
    {
        Some((
            "body",
            "a mail with a link is to an account, and says {link} where it stands; no other says so",
        ))
    } else {
        None
    };
    problem.map_or(Ok(()), |(field, problem)| {
        Err(ServiceError::invalid("the mail", field, problem))
    })
}
