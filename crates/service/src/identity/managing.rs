//! What who manages accounts does about how others sign in: a link to choose a password, and the end of
//! every session.

use clew_plan::AccountId;

use crate::{Act, Caller, Service, ServiceError, authorise};

impl Service {
    /// Mails an account a link to choose another password, and returns the mail's id. Unlike
    /// [`Service::ask_reset`], which answers alike whatever there is, it says when there is nowhere to mail to.
    ///
    /// # Errors
    /// When the caller may not manage accounts, there is no such open account, or it has no e-mail address.
    pub fn send_reset(&self, caller: &Caller, account: &AccountId) -> Result<String, ServiceError> {
        self.may_manage(caller)?;
        self.known_open(account)?;
        let email = self.email_of(account)?.ok_or_else(|| {
            let problem = "it has no e-mail address; invite its holder at one";
            ServiceError::invalid("the new password", "email", problem)
        })?;
        self.queue_mail(&Self::reset_mail(account, email), caller.at)
    }

    /// Gives an account the e-mail address of its holder, to which reminders and links go; nothing is mailed.
    ///
    /// # Errors
    /// When the caller may not manage accounts, there is no such open account, or the address is none or
    /// another account's.
    pub fn set_email(
        &self,
        caller: &Caller,
        account: &AccountId,
        email: &str,
    ) -> Result<(), ServiceError> {
        self.may_manage(caller)?;
        self.known_open(account)?;
        self.give_email(account, email, caller.at).map(|_| ())
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// When the caller may not manage accounts.
    pub fn end_sessions(&self, caller: &Caller, account: &AccountId) -> Result<(), ServiceError> {
        self.may_manage(caller)?;
        self.sign_out_everywhere(account, &caller.actor, caller.at)
    }

    fn may_manage(&self, caller: &Caller) -> Result<(), ServiceError> {
        let memory = self.memory();
        authorise(memory.state(), &caller.actor, Act::ManageAccounts, None)
    }
}
