//! Every operation, once: its route, what it needs, what it takes and gives, and what it does.

mod table;

use axum::http::Method;
use clew_plan::Kind;
use clew_service::Act;

pub(super) use table::{FILE, Gives, Operation};

use super::{actions, csv, cycles, evidence, figures, freezes, lists, reading, records};
use crate::App;
use crate::routes::{Needs, Routes};
use table::{NONE, PAGED, Table};

/// The routes of every operation.
pub(super) fn routes(routes: Routes) -> Routes {
    table(routes).routes
}

/// Every operation, in the order in which a reader meets them.
pub(super) fn all(app: &App) -> Vec<Operation> {
    table(Routes::new(app)).all
}

fn table(routes: Routes) -> Table {
    let groups: &[fn(Table) -> Table] = &[
        organisation,
        plan,
        figure,
        work,
        evidence_files,
        cycle,
        returns,
        freezing,
        journal,
        records_of_any_kind,
        tables,
    ];
    groups
        .iter()
        .fold(Table::new(routes), |table, group| group(table))
}

fn organisation(table: Table) -> Table {
    table
        .group("Organisation")
        .read(
            "/api/v1/organisation",
            (
                "Whose plans these are, and how far the journal has got.",
                NONE,
                Gives::One("organisation-read"),
            ),
            reading::organisation,
        )
        .list(
            "/api/v1/units",
            Kind::Unit,
            "The parts of the organisation.",
        )
}

fn plan(table: Table) -> Table {
    table
        .group("Plans")
        .list("/api/v1/plans", Kind::Plan, "Plans.")
        .list(
            "/api/v1/outcomes",
            Kind::Outcome,
            "Outcomes at every level.",
        )
        .list(
            "/api/v1/measures",
            Kind::Measure,
            "Measures with their definitions.",
        )
        .read(
            "/api/v1/measures/{code}",
            (
                "One measure, by its code however it is written.",
                NONE,
                Gives::Record(Some(Kind::Measure)),
            ),
            records::measure,
        )
        .list("/api/v1/targets", Kind::Target, "Targets.")
        .list("/api/v1/risks", Kind::Risk, "Risks.")
        .list(
            "/api/v1/findings",
            Kind::Finding,
            "Findings of inspections and audits.",
        )
}

fn figure(table: Table) -> Table {
    table
        .group("Figures")
        .read(
            "/api/v1/figures",
            (
                "Figures, each with how it stands: its status, its target and why.",
                &["measure", "plan", "period", "unit", "from", "state", "limit", "after"],
                Gives::Items("figure-read"),
            ),
            figures::list,
        )
        .read(
            "/api/v1/figures/{measure}/{period}",
            (
                "The whole story of one figure: its rule, where it came from, its history, what was shown.",
                &["unit"],
                Gives::One("explanation"),
            ),
            figures::one,
        )
        .act(
            "/api/v1/figures",
            Act::Return,
            ("Returns a figure, with what is said about it.", "figure-sent", Gives::Made),
            figures::give,
        )
        .act(
            "/api/v1/figures/drafts",
            Act::Return,
            ("Keeps a figure that will be returned later.", "figure-sent", Gives::Made),
            figures::draft,
        )
        .act(
            "/api/v1/figures/corrections",
            Act::Correct,
            ("Corrects a figure that is settled; it needs a reason.", "figure-sent", Gives::Made),
            figures::correct,
        )
        .read(
            "/api/v1/scorecard",
            (
                "Every measure of a plan in a period, as the scorecard shows it.",
                &[
                    "plan", "period", "unit", "owner", "status", "category", "due", "kind", "outcome",
                    "text", "limit", "after",
                ],
                Gives::Items("scorecard-row"),
            ),
            reading::scorecard,
        )
}

fn work(table: Table) -> Table {
    table
        .group("Actions")
        .list("/api/v1/actions", Kind::Action, "Actions.")
        .read(
            "/api/v1/actions/{plan}/{id}",
            ("One action.", NONE, Gives::Record(Some(Kind::Action))),
            records::action,
        )
        .act(
            "/api/v1/actions/{plan}/{id}/updates",
            Act::Return,
            (
                "Says how an action stands, how much is done, what was reached.",
                "action-update",
                Gives::Done,
            ),
            actions::update,
        )
        .act(
            "/api/v1/actions/{plan}/{id}/extensions",
            Act::ExtendActions,
            (
                "Moves the end of an action to a later one; it needs a reason.",
                "action-extension",
                Gives::Done,
            ),
            actions::extend,
        )
}

fn evidence_files(table: Table) -> Table {
    let (path, needs) = ("/api/v1/evidence", Needs::May(Act::AttachEvidence));
    let mut table = table
        .group("Evidence")
        .read(
            path,
            (
                "The files of evidence that hang on a figure, an action, an update or a finding.",
                &["of"],
                Gives::Items("evidence"),
            ),
            evidence::list,
        )
        .read(
            "/api/v1/evidence/{digest}",
            (
                "One file of evidence, as it was attached.",
                &["of"],
                Gives::File,
            ),
            evidence::open,
        );
    table.routes = table.routes.post(path, needs, evidence::attach);
    let does = "Hangs a file on something: its bytes are the body.";
    table.told(
        Method::POST,
        (path, needs),
        (does, &["of", "name"]),
        (Some(FILE), Gives::Made),
    )
}

fn cycle(table: Table) -> Table {
    table
        .group("Cycles")
        .read(
            "/api/v1/cycles",
            (
                "Cycles, with whether each takes returns.",
                &["plan"],
                Gives::Items("cycle-read"),
            ),
            cycles::list,
        )
        .act(
            "/api/v1/cycles",
            Act::RunCycle,
            (
                "Opens a cycle for a plan's period.",
                "cycle-sent",
                Gives::Made,
            ),
            cycles::open,
        )
}

fn returns(table: Table) -> Table {
    table
        .read(
            "/api/v1/cycles/{plan}/{cycle}/returns",
            (
                "The returns of a cycle, and who owes each.",
                &["stage", "limit", "after"],
                Gives::Items("return"),
            ),
            cycles::returns,
        )
        .act(
            "/api/v1/cycles/{plan}/{cycle}/check",
            Act::Check,
            (
                "Marks returns as looked over: those named, or all.",
                "returns-meant",
                Gives::Done,
            ),
            cycles::check,
        )
        .act(
            "/api/v1/cycles/{plan}/{cycle}/send-back",
            Act::Check,
            (
                "Sends returns back to their owners; it needs a reason.",
                "returns-meant",
                Gives::Done,
            ),
            cycles::send_back,
        )
        .act(
            "/api/v1/cycles/{plan}/{cycle}/sign-off",
            Act::SignOff,
            (
                "Signs returns off: those named, or all that were handed in.",
                "returns-meant",
                Gives::Done,
            ),
            cycles::sign_off,
        )
        .act(
            "/api/v1/cycles/{plan}/{cycle}/lock",
            Act::RunCycle,
            (
                "Locks a cycle; with a reason also one whose returns are not settled.",
                "reason",
                Gives::Done,
            ),
            cycles::lock,
        )
        .act(
            "/api/v1/cycles/{plan}/{cycle}/unlock",
            Act::RunCycle,
            (
                "Opens a locked cycle again; it needs a reason.",
                "reason",
                Gives::Done,
            ),
            cycles::unlock,
        )
}

fn freezing(table: Table) -> Table {
    table
        .group("Freezes")
        .read(
            "/api/v1/freezes",
            (
                "What forums were shown, the latest first.",
                NONE,
                Gives::Items("freeze"),
            ),
            freezes::list,
        )
        .act(
            "/api/v1/freezes",
            Act::Freeze,
            ("Fixes what a forum is shown.", "freeze-sent", Gives::Made),
            freezes::fix,
        )
        .read(
            "/api/v1/freezes/{id}",
            ("One freeze.", NONE, Gives::One("freeze")),
            freezes::one,
        )
        .read(
            "/api/v1/freezes/{id}/lines",
            (
                "Every measure as a forum was shown it.",
                NONE,
                Gives::Items("freeze-line"),
            ),
            freezes::lines,
        )
}

fn journal(table: Table) -> Table {
    table
        .group("Checks, search and journal")
        .read(
            "/api/v1/checks",
            (
                "What does not hold together, with what to do.",
                &["severity", "rule", "limit", "after"],
                Gives::Items("check"),
            ),
            reading::checks,
        )
        .read(
            "/api/v1/search",
            (
                "What answers some words best, however they are spelt.",
                &["q", "limit"],
                Gives::Items("hit"),
            ),
            reading::search,
        )
        .read(
            "/api/v1/journal",
            (
                "Everything that was done, the newest first.",
                &[
                    "subject", "actor", "change", "since", "until", "limit", "after",
                ],
                Gives::Items("entry"),
            ),
            reading::journal,
        )
}

/// Records of any kind, by their subjects.
fn records_of_any_kind(table: Table) -> Table {
    let mut table = table
        .group("Records of any kind")
        .read(
            "/api/v1/records",
            (
                "The kinds of record, with how many there are.",
                NONE,
                Gives::Items("kind"),
            ),
            lists::kinds,
        )
        .read(
            "/api/v1/records/{kind}",
            (
                "The records of a kind; any field of theirs is a parameter.",
                PAGED,
                Gives::Records(None),
            ),
            lists::of_kind,
        )
        .act(
            "/api/v1/records/{kind}",
            Act::ChangePlan,
            ("Adds a record.", "record", Gives::Made),
            records::post,
        )
        .read(
            "/api/v1/records/{kind}/{*key}",
            ("One record, with its ETag.", NONE, Gives::Record(None)),
            records::one,
        );
    let (path, needs) = ("/api/v1/records/{kind}/{*key}", Needs::May(Act::ChangePlan));
    table.routes = table.routes.put(path, needs, records::put);
    table.routes = table.routes.delete(path, needs, records::delete);
    let reason: &[&str] = &["reason"];
    let put =
        "Puts a record as it should be in its place (If-Match with its ETag), or adds it there.";
    let delete =
        "Takes a record out (If-Match with its ETag; it needs a reason); its history stays.";
    table
        .told(
            Method::PUT,
            (path, needs),
            (put, reason),
            (Some("record"), Gives::Done),
        )
        .told(
            Method::DELETE,
            (path, needs),
            (delete, reason),
            (None, Gives::Done),
        )
}

fn tables(table: Table) -> Table {
    table
        .group("Tables for spreadsheets")
        .read(
            "/api/v1/figures.csv",
            (
                "Every figure with its status.",
                &["measure", "plan", "period", "unit", "from", "state"],
                Gives::Csv,
            ),
            csv::figures,
        )
        .read(
            "/api/v1/measures.csv",
            ("Every measure.", NONE, Gives::Csv),
            csv::measures,
        )
        .read(
            "/api/v1/actions.csv",
            ("Every action.", NONE, Gives::Csv),
            csv::actions,
        )
        .read(
            "/api/v1/risks.csv",
            ("Every risk.", NONE, Gives::Csv),
            csv::risks,
        )
}
