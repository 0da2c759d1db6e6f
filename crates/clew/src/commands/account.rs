//! `clew account`: who may act, and what their roles are.

use std::io::Write;

use clew_plan::{AccountId, Grant, PlanError, Role};
use serde_json::json;

use crate::acting::{ActingArgs, Format, ReadingArgs, TellArgs};
use crate::failure::{Failure, Outcome};

/// What to do with accounts.
#[derive(Debug, clap::Args)]
pub struct AccountArgs {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Debug, clap::Subcommand)]
enum AccountCommand {
    /// List the accounts and their roles.
    List(ListArgs),
    /// Open an account.
    Open(OpenArgs),
    /// Give an account a role.
    Grant(RoleArgs),
    /// Take a role away again.
    Revoke(RoleArgs),
    /// Close an account; it stays in the journal.
    Close(CloseArgs),
    /// Open a closed account again, with the roles that it had; it is to be invited anew.
    Reopen(CloseArgs),
    /// Give an account a password for the web application, read from the standard input.
    Password(PasswordArgs),
    /// Erase how an account signs in, its address and what it typed; the journal stays as it is.
    Erase(EraseArgs),
    /// Make a link with which the holder of an account chooses a password, once, within seven days.
    Invite(InviteArgs),
}

#[derive(Debug, clap::Args)]
struct PasswordArgs {
    /// Id of the account.
    #[arg(value_name = "ACCOUNT")]
    holder: String,
    /// E-mail address of its holder.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct InviteArgs {
    /// Id of the account.
    #[arg(value_name = "ACCOUNT")]
    holder: String,
    /// E-mail address of its holder.
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// Address of the web application.
    #[arg(long, default_value = "http://127.0.0.1:8000", value_name = "URL")]
    base_address: String,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct EraseArgs {
    /// Id of the account.
    #[arg(value_name = "ACCOUNT")]
    holder: String,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, clap::Args)]
struct OpenArgs {
    /// Id of the account, for example performance-officer.
    #[arg(value_name = "ACCOUNT")]
    holder: String,
    /// Post that stands in the journal; the id when not given.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Role, or role@unit for a part of the organisation; may be given several times.
    #[arg(long, value_parser = grant, value_name = "ROLE")]
    role: Vec<Grant>,
    #[command(flatten)]
    why: WhyArgs,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct RoleArgs {
    /// Id of the account.
    #[arg(value_name = "ACCOUNT")]
    holder: String,
    /// Role, or role@unit for a part of the organisation.
    #[arg(value_parser = grant, value_name = "ROLE")]
    role: Grant,
    #[command(flatten)]
    why: WhyArgs,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct CloseArgs {
    /// Id of the account.
    #[arg(value_name = "ACCOUNT")]
    holder: String,
    #[command(flatten)]
    why: WhyArgs,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Why an account is changed.
#[derive(Debug, clap::Args)]
struct WhyArgs {
    /// Why, in a sentence that an auditor will read.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl WhyArgs {
    fn reason(&self) -> Option<&str> {
        let reason = self.reason.as_deref().map(str::trim);
        reason.filter(|reason| !reason.is_empty())
    }
}

/// Reads `role` or `role@unit`.
fn grant(text: &str) -> Result<Grant, String> {
    let (role, unit) = text
        .split_once('@')
        .map_or((text, None), |(role, unit)| (role, Some(unit)));
    let role: Role = role.parse().map_err(|error: PlanError| error.to_string())?;
    Ok(Grant {
        role,
        unit: unit.map(Into::into),
    })
}

/// Does it.
///
/// # Errors
/// When there is no such account or part of the organisation, or the caller may not.
pub fn run(args: &AccountArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let id = |name: &str| AccountId::from(name);
    match &args.command {
        AccountCommand::List(args) => list(args, out),
        AccountCommand::Password(args) => password(args, out),
        AccountCommand::Invite(args) => invite(args, out),
        AccountCommand::Erase(args) => erase(args, out),
        AccountCommand::Open(args) => {
            let acting = args.acting.begin(None)?;
            let name = args.name.as_deref().unwrap_or(&args.holder);
            let (holder, why) = (id(&args.holder), args.why.reason());
            let service = &acting.service;
            let done = service.open_account(&acting.caller, &holder, name, &args.role, why)?;
            acting.tell(&done, args.tell, out)
        }
        AccountCommand::Grant(args) => {
            let acting = args.acting.begin(None)?;
            let done = acting.service.grant(
                &acting.caller,
                &id(&args.holder),
                &args.role,
                args.why.reason(),
            )?;
            acting.tell(&done, args.tell, out)
        }
        AccountCommand::Revoke(args) => {
            let acting = args.acting.begin(None)?;
            let done = acting.service.revoke(
                &acting.caller,
                &id(&args.holder),
                &args.role,
                args.why.reason(),
            )?;
            acting.tell(&done, args.tell, out)
        }
        AccountCommand::Close(args) => {
            let acting = args.acting.begin(None)?;
            let done = acting.service.close_account(
                &acting.caller,
                &id(&args.holder),
                args.why.reason(),
            )?;
            acting.tell(&done, args.tell, out)
        }
        AccountCommand::Reopen(args) => {
            let acting = args.acting.begin(None)?;
            let done = acting.service.reopen_account(
                &acting.caller,
                &id(&args.holder),
                args.why.reason(),
            )?;
            acting.tell(&done, args.tell, out)
        }
    }
}

/// Reads a password from the standard input, so that it stands in no history of commands.
fn password(args: &PasswordArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed)?;
    let password = typed.trim_end_matches(['\r', '\n']);
    let holder = AccountId::from(&*args.holder);
    let email = args.email.as_deref();
    acting
        .service
        .give_password(&acting.caller, &holder, email, password)?;
    writeln!(out, "{holder} can now sign in with that password.")?;
    Ok(Outcome::Clean)
}

fn invite(args: &InviteArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let holder = AccountId::from(&*args.holder);
    let token = acting
        .service
        .invite(&acting.caller, &holder, &args.email)?;
    let base = args.base_address.trim_end_matches('/');
    writeln!(out, "{base}/invitation/{token}")?;
    Ok(Outcome::Clean)
}

fn erase(args: &EraseArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let holder = AccountId::from(&*args.holder);
    acting.service.erase_sign_in(&acting.caller, &holder)?;
    writeln!(
        out,
        "How {holder} signs in, its address and what it typed are erased. What it did stays in the journal, and the log of sign-ins for a year."
    )?;
    Ok(Outcome::Clean)
}

fn list(args: &ListArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.reading.begin()?;
    let reader = reading.reader()?;
    let memory = reader.memory();
    let accounts = memory.state().accounts();
    if args.tell.format == Format::Json {
        let all: Vec<_> = accounts
            .map(|(id, account)| json!({ "id": id, "account": account }))
            .collect();
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)?;
        return Ok(Outcome::Clean);
    }
    for (id, account) in accounts {
        let roles: Vec<String> = account.grants.iter().map(shown).collect();
        let roles = if roles.is_empty() {
            "no role".to_owned()
        } else {
            roles.join(", ")
        };
        let closed = if account.closed { " (closed)" } else { "" };
        writeln!(out, "{:<28} {roles}{closed}", id.as_str())?;
    }
    Ok(Outcome::Clean)
}

fn shown(grant: &Grant) -> String {
    match &grant.unit {
        None => grant.role.to_string(),
        Some(unit) => format!("{} in {unit}", grant.role),
    }
}
