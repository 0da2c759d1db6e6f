//! Links that let somebody choose a password once: invitations, and resets.

use std::fmt;

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_store::identity::LinkRow;

use super::log::from_address;
use super::password::good_enough;
use super::secrets::{digest_of, new_token};
use super::{DAY, HOUR, IdentityEvent, Mail, SignInStep, after, throttle};
use crate::{Act, Caller, Service, ServiceError, authorise};

/// The word for the second half of signing in, which is kept among the links.
pub(super) const CODE: &str = "code";

/// What a link is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// To sign in for the first time; it ends after seven days.
    Invitation,
    /// To choose another password; it ends after an hour.
    Reset,
}

impl Purpose {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// The purpose that a word stands for.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Invitation, Self::Reset]
            .into_iter()
            .find(|purpose| purpose.word() == word)
    }

    const fn lasts(self) -> i64 {
        match self {
            Self::Invitation => 7 * DAY,
            Self::Reset => HOUR,
        }
    }
}

/// What a link that can be used leads to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invitation {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Its e-mail address.
    pub email: Option<String>,
    /// What the link is for.
    pub purpose: Purpose,
}

impl fmt::Display for Purpose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

impl Service {
    /// Invites somebody to sign in to an account, at an e-mail address that becomes the account's: the
    /// token for a link that can be used once, within seven days. Earlier invitations end.
    ///
    /// # Errors
    /// When the caller may not manage accounts, there is no such open account, or the address is none
    /// or another account's.
    pub fn invite(
        &self,
        caller: &Caller,
        account: &AccountId,
        email: &str,
    ) -> Result<String, ServiceError> {
        self.prepare_invitation(caller, account, email)?;
        self.new_link(account, Purpose::Invitation, caller.at)
    }

    /// As [`Service::invite`], by a mail in the outbox: nobody but its reader has the link.
    ///
    /// # Errors
    /// As [`Service::invite`].
    pub fn invite_by_mail(
        &self,
        caller: &Caller,
        account: &AccountId,
        email: &str,
    ) -> Result<String, ServiceError> {
        let (name, email) = self.prepare_invitation(caller, account, email)?;
        let mail = Mail {
            to: Some(account.clone()),
            address: email,
            subject: "Your account in Clew".to_owned(),
            body: format!(
                "You can now sign in to Clew as {name} (account {account}).\n\nChoose a password within seven days:\n\n{{link}}\n"
            ),
            link: Some(Purpose::Invitation),
        };
        self.queue_mail(&mail, caller.at)
    }

    fn prepare_invitation(
        &self,
        caller: &Caller,
        account: &AccountId,
        email: &str,
    ) -> Result<(String, String), ServiceError> {
        authorise(
            self.memory().state(),
            &caller.actor,
            Act::ManageAccounts,
            None,
        )?;
        let open = self.known_open(account)?;
        let email = self.give_email(account, email, caller.at)?;
        self.end_links(account, Some(Purpose::Invitation))?;
        Ok((open.name, email))
    }

    /// Ends the links that an account was given, of one purpose where it is given: those that went, and
    /// those whose mail still waits. The mail goes first, so that no link is made for it afterwards.
    pub(super) fn end_links(
        &self,
        account: &AccountId,
        purpose: Option<Purpose>,
    ) -> Result<(), ServiceError> {
        let word = purpose.map(Purpose::word);
        self.store().drop_link_mail(account.as_str(), word)?;
        Ok(self.store().drop_links(account.as_str(), word)?)
    }

    /// A new link's token.
    pub(super) fn new_link(
        &self,
        account: &AccountId,
        purpose: Purpose,
        at: Moment,
    ) -> Result<String, ServiceError> {
        let token = new_token()?;
        self.store().put_link(&LinkRow {
            token: digest_of(&token),
            account: account.as_str().to_owned(),
            purpose: purpose.word().to_owned(),
            ends: after(at, purpose.lasts()).microseconds(),
            tries: 0,
        })?;
        Ok(token)
    }

    /// What a link leads to; none where it was used, has ended, or its account is closed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn invitation(&self, token: &str, at: Moment) -> Result<Option<Invitation>, ServiceError> {
        let link = self.store().link(&digest_of(token))?;
        let Some(link) = link.filter(|link| link.ends > at.microseconds()) else {
            return Ok(None);
        };
        let account = AccountId::from(link.account.as_str());
        let (Some(purpose), Some(open)) = (Purpose::of(&link.purpose), self.open_one(&account))
        else {
            return Ok(None);
        };
        Ok(Some(Invitation {
            email: self.email_of(&account)?,
            account,
            name: open.name,
            purpose,
        }))
    }

    /// Chooses a password by a link, of either purpose, and signs in with it. Every session there was
    /// and every other link end. An account that has a second step still needs its code: whoever
    /// reads somebody's mail does not get past that.
    ///
    /// # Errors
    /// [`ServiceError::LinkEnded`]; [`ServiceError::Invalid`] when the password is not good enough, and
    /// the link can then be used again.
    pub fn accept_invitation(
        &self,
        token: &str,
        password: &str,
        device: Option<&str>,
        address: &str,
        at: Moment,
    ) -> Result<SignInStep, ServiceError> {
        let invitation = self.invitation(token, at)?.ok_or(ServiceError::LinkEnded)?;
        let account = invitation.account;
        let open = self.known_open(&account)?;
        good_enough(password, &account, &open, invitation.email.as_deref())?;
        let hash = self.hashing.hash(password)?;
        if !self.store().use_link(&digest_of(token))? {
            return Err(ServiceError::LinkEnded);
        }
        self.replace_password(&account, &hash, None, at)?;
        let event = IdentityEvent::PasswordChanged;
        self.note(event, Some(&account), at, from_address(address))?;
        // What was counted while the password was forgotten no longer matters here.
        let mut counted = throttle::of_password(account.as_str(), None, address);
        counted.extend(throttle::of_password(
            account.as_str(),
            device.map(digest_of).as_ref(),
            address,
        ));
        self.forget_failures(&counted)?;
        self.next_step(&account, (device, address), at)
    }

    /// Asks for a link to choose another password, by a mail in the outbox. It answers alike, and does
    /// as much, whether or not there is such an account; more than five times an hour are ignored.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub fn ask_reset(&self, who: &str, at: Moment) -> Result<(), ServiceError> {
        let found = self.account_called(who)?;
        let unknown = format!(" {}", who.trim().to_lowercase());
        let counted = found
            .as_ref()
            .map_or(unknown.as_str(), |row| row.account.as_str());
        if let Err(ServiceError::TooMany { .. }) =
            self.count_try(&[throttle::of_reset(counted)], at)
        {
            return Ok(());
        }
        let Some((account, email)) = found.and_then(|row| Some((row.account, row.email?))) else {
            // The same work as for the mail: one more thing is written.
            let nobody = throttle::of_reset(" nobody");
            return match self.count_try(&[nobody], at) {
                Err(ServiceError::TooMany { .. }) => Ok(()),
                other => other,
            };
        };
        let account = AccountId::from(account.as_str());
        self.queue_mail(&Self::reset_mail(&account, email), at)
            .map(|_| ())
    }

    /// The mail with a link to choose another password.
    pub(super) fn reset_mail(account: &AccountId, email: String) -> Mail {
        Mail {
            to: Some(account.clone()),
            address: email,
            subject: "A new password for Clew".to_owned(),
            body: format!(
                "Somebody, probably you, asked for a new password for the account {account}.\n\nChoose one within an hour:\n\n{{link}}\n\nIf it was not you, do nothing: the password stays as it is.\n"
            ),
            link: Some(Purpose::Reset),
        }
    }
}
