//! Administration: accounts and their roles, the organisation, the outbox, the journal's health.

mod account;
mod accounts;
mod acts;
mod health;
mod opening;
mod organisation;
mod outbox;
mod roles;
mod sign_ins;
mod who;

use clew_service::Act;
use maud::Markup;

use crate::components::tabs;
use crate::routes::{Needs, Routes};
use crate::{Visit, links};

const MANAGE: Needs = Needs::May(Act::ManageAccounts);

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/admin", MANAGE, accounts::show)
        .get("/admin/open-account", MANAGE, opening::show)
        .post("/admin/open-account", MANAGE, opening::send)
        .get("/admin/accounts/{id}", MANAGE, account::show)
        .post("/admin/accounts/{id}/grant", MANAGE, acts::grant)
        .post("/admin/accounts/{id}/revoke", MANAGE, acts::revoke)
        .post("/admin/accounts/{id}/close", MANAGE, acts::close)
        .post("/admin/accounts/{id}/reopen", MANAGE, acts::reopen)
        .post("/admin/accounts/{id}/e-mail", MANAGE, acts::email)
        .post("/admin/accounts/{id}/invite", MANAGE, acts::invite)
        .post("/admin/accounts/{id}/reset", MANAGE, acts::reset)
        .post(
            "/admin/accounts/{id}/second-step",
            MANAGE,
            acts::clear_second_step,
        )
        .post(
            "/admin/accounts/{id}/end-sessions",
            MANAGE,
            acts::end_sessions,
        )
        .post(
            "/admin/accounts/{id}/revoke-token",
            MANAGE,
            acts::revoke_token,
        )
        .post("/admin/accounts/{id}/erase", MANAGE, acts::erase)
        .get(sign_ins::ADDRESS, MANAGE, sign_ins::show)
        .get("/admin/organisation", MANAGE, organisation::show)
        .get("/admin/outbox", Needs::May(Act::RunCycle), outbox::show)
        .get("/admin/health", Needs::May(Act::Safeguard), health::show)
        .post(
            "/admin/health/verify",
            Needs::May(Act::Safeguard),
            health::verify,
        )
        .get("/who", Needs::SignedIn, who::show)
}

/// The parts of administration that the visitor may see.
pub(super) fn parts(visit: &Visit, current: &str) -> Markup {
    let all = [
        ("Accounts", links::ADMIN, Act::ManageAccounts),
        ("Sign-ins", sign_ins::ADDRESS, Act::ManageAccounts),
        ("Organisation", "/admin/organisation", Act::ManageAccounts),
        ("Outbox", "/admin/outbox", Act::RunCycle),
        (
            "Known to other teams",
            links::PRACTICE_POLICY,
            Act::ApplyPacks,
        ),
        ("Erasing", links::ERASURES, Act::ErasePractice),
        ("Health", "/admin/health", Act::Safeguard),
    ];
    let seen = all.iter().filter(|(_, _, act)| visit.may(*act));
    let entries: Vec<(&str, String, bool)> = seen
        .map(|(title, address, _)| (*title, (*address).to_owned(), *address == current))
        .collect();
    tabs("Administration", &entries)
}
