//! The pages, one folder or file an idea.

mod account;
mod actions;
mod admin;
mod budgets;
mod checks;
mod cycles;
mod drafts;
mod evidence;
mod explore;
mod feeds;
mod freezes;
mod import;
mod improvement;
mod journal;
mod kept;
mod measures;
mod my_work;
mod performance;
mod plans;
mod practice;
mod reassigning;
mod records;
mod reports;
mod returning;
mod risks;
mod search;
mod signing_in;
mod standing;

pub(crate) use standing::missing;

use clew_calendar::Day;
use clew_service::Overview;

use crate::routes::{Needs, Routes};
use crate::{App, assets, gallery};

/// What can be said at the top of the page that follows an act: the key in the address, and the words.
pub(crate) const DONE: &[(&str, &str)] = &[
    ("signed-out", "You are signed out."),
    ("password", "Your password is changed."),
    ("second-step", "Your second step is set up."),
    (
        "second-step-left",
        "Your second step is taken away. Set it up anew, so that your password alone is not enough.",
    ),
    ("token", "The token is revoked."),
    (
        "account-opened",
        "The account is open. Invite its holder next.",
    ),
    ("granted", "The role is given."),
    ("e-mail", "The e-mail address is kept."),
    ("revoked", "The role is taken away."),
    (
        "account-closed",
        "The account is closed. It stays in the journal.",
    ),
    (
        "account-reopened",
        "The account is open again. Its holder has to be invited anew.",
    ),
    ("invited", "The invitation is in the outbox."),
    ("reset", "A link to choose a new password is in the outbox."),
    (
        "second-step-cleared",
        "The second step is cleared, and every session ended.",
    ),
    (
        "ended",
        "Every session of the account is ended, and the tokens of its programs are revoked.",
    ),
    ("token-revoked", "The token is revoked."),
    ("erased", "How the account signs in is erased."),
    ("everywhere", "You are signed out everywhere."),
    ("question", "Your question is asked."),
    ("answer", "The question is answered."),
    ("record-saved", "What you changed is saved."),
    ("record-added", "It is added."),
    ("record-withdrawn", "It is withdrawn; its history stays."),
    ("targets-saved", "The targets are saved."),
    (
        "plan-copied",
        "The plan is copied forward. This is the new one.",
    ),
    ("frozen", "It is frozen. What was shown stays as it is."),
    ("waived", "The finding is waived, with its reason."),
    (
        "waiver-withdrawn",
        "The waiver is withdrawn: what it covered shows again.",
    ),
    ("action-updated", "Your update is in."),
    (
        "action-extended",
        "The action has a later end, and keeps the one it had at first.",
    ),
    ("finding-closed", "The finding is closed."),
    ("finding-open", "The finding is open again."),
    ("risk-reviewed", "The review is in the register."),
    ("returned", "The figure is returned."),
    ("corrected", "The figure is corrected."),
    (
        "draft",
        "The draft is saved. Only those who may return or check this figure can see it.",
    ),
    ("forgotten", "What you had typed is forgotten."),
    ("checked", "The returns are checked."),
    (
        "sent-back",
        "The returns are sent back to their owners, with your reason.",
    ),
    ("signed-off", "The returns are signed off."),
    ("opened", "The cycle is open."),
    ("locked", "The cycle is locked."),
    ("unlocked", "The cycle is open again."),
    ("reminded", "The reminders are in the outbox."),
    ("reassigned", "It is reassigned."),
    ("imported", "The figures are returned."),
    ("attached", "The file is attached."),
    (
        "taken-off",
        "The file is taken off. That it was there stays in the journal.",
    ),
    ("person-entered", "The person is added."),
    ("person-changed", "What is known of the person is changed."),
    (
        "glass-broken",
        "The glass is broken for twelve hours. Your reason stands with the person.",
    ),
    (
        "person-erased",
        "Everything that was kept of the person is erased.",
    ),
    (
        "policy-set",
        "What you decided is saved and holds from now on.",
    ),
    ("draft-saved", "The draft is saved. Only you can see it."),
    ("draft-thrown-away", "The draft is thrown away."),
    ("record-completed", "The record is completed."),
    (
        "record-corrected",
        "The record is corrected. The earlier version stays.",
    ),
    ("record-authorised", "The record is authorised."),
    (
        "record-sent-back",
        "The record is sent back, with your reason.",
    ),
    ("chronology-chosen", "The chronology is changed."),
    ("handed-over", "The case is offered to the other team."),
    ("case-accepted", "The case is accepted. You hold it now."),
    (
        "case-refused",
        "The case is refused. The other team goes on holding it.",
    ),
    (
        "offer-withdrawn",
        "The offer is withdrawn. Your team goes on holding the case.",
    ),
    ("supervised", "The decision stands on the record."),
    (
        "people-merged",
        "They are one person now. Whatever was recorded of either is shown with both.",
    ),
    (
        "people-parted",
        "The merge is taken back. Each has what was recorded of it.",
    ),
    ("restricted", "Only those who are named may open it now."),
    (
        "restriction-lifted",
        "The restriction is lifted. The teams that work with the person may open it again.",
    ),
    (
        "practice-record-withdrawn",
        "The record is withdrawn. It counts nowhere, and its history stays.",
    ),
];

/// Makes what people open first, once the journal has stood still: nobody then waits for it.
pub(crate) fn make_ready(app: &App, overview: &Overview, today: Day) {
    performance::make_ready(overview, today);
    plans::make_ready(app, overview, today);
}

/// Every route.
pub(crate) fn routes(app: &App) -> Routes {
    let mut routes = Routes::new(app)
        .get("/assets/{hash}/{name}", Needs::Anyone, assets::serve)
        .get("/health", Needs::Anyone, standing::health);
    if app.settings().gallery {
        routes = routes.get("/gallery", Needs::Anyone, gallery::show);
    }
    let parts: &[fn(Routes) -> Routes] = &[
        standing::routes,
        signing_in::routes,
        account::routes,
        admin::routes,
        crate::api::routes,
        kept::routes,
        performance::routes,
        measures::routes,
        plans::routes,
        budgets::routes,
        records::routes,
        reports::routes,
        freezes::routes,
        checks::routes,
        search::routes,
        journal::routes,
        actions::routes,
        improvement::routes,
        risks::routes,
        my_work::routes,
        returning::routes,
        cycles::routes,
        import::routes,
        evidence::routes,
        feeds::routes,
        reassigning::routes,
        practice::routes,
        explore::routes,
    ];
    parts.iter().fold(routes, |routes, part| part(routes))
}
