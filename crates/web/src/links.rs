//! Addresses of pages, written in one place.

mod practice;
mod records;

use clew_calendar::Period;
use clew_journal::{Digest, Subject};
use clew_plan::{
    AccountId, ActionId, Book, FindingId, FreezeId, InspectionId, Kind, MeasureKey, OutcomeId,
    PlanId, RiskId, UnitId,
};
use clew_service::{HitKind, HitPage};

pub use practice::*;
pub use records::{edit, history, new_record, records, withdraw};

/// The front page.
pub const HOME: &str = "/";
/// The sign-in page.
pub const SIGN_IN: &str = "/sign-in";
/// The visitor's own account.
pub const ACCOUNT: &str = "/account";
/// Where a second step is set up.
pub const SECOND_STEP: &str = "/account/second-step";
/// Where a second step is begun with the password.
pub const BEGIN_SECOND_STEP: &str = "/account/second-step/begin";
/// Where a second step is taken away with a code of it.
pub const LEAVE_SECOND_STEP: &str = "/account/second-step/leave";
/// The visitor's tokens for programs.
pub const TOKENS: &str = "/account/tokens";
/// Where the address of the visitor's calendar is made.
pub const MY_FEED: &str = "/account/tokens/calendar";
/// What is due from the visitor.
pub const MY_WORK: &str = "/my-work";
/// How a plan stands.
pub const PERFORMANCE: &str = "/performance";
/// Every measure of a plan, a row each.
pub const SCORECARD: &str = "/performance/scorecard";
/// Measures side by side.
pub const COMPARE: &str = "/compare";
/// The plans.
pub const PLANS: &str = "/plans";
/// The actions.
pub const ACTIONS: &str = "/actions";
/// The actions along the days.
pub const ACTIONS_TIMELINE: &str = "/actions/timeline";
/// Inspections, findings and evidence.
pub const IMPROVEMENT: &str = "/improvement";
/// The measures.
pub const MEASURES: &str = "/measures";
/// From every inspection to the evidence.
pub const COVERAGE: &str = "/improvement/coverage";
/// The risk register.
pub const RISKS: &str = "/risks";
/// Risks by likelihood and impact.
pub const HEAT_MAP: &str = "/risks/heat-map";
/// The reporting cycles.
pub const CYCLES: &str = "/cycles";
/// Where a cycle is opened.
pub const OPEN_CYCLE: &str = "/cycles/open";
/// Where a workbook of returns is brought in.
pub const IMPORT_RETURNS: &str = "/returns/import";
/// The workbook of returns to fill in.
pub const RETURNS_WORKBOOK: &str = "/returns/workbook.xlsx";
/// Figures worked out from records.
pub const EXPLORE: &str = "/explore";
/// Where what one post answers for is given to another.
pub const REASSIGN: &str = "/reassign";
/// What is due from the visitor, as a calendar.
pub const MY_CALENDAR: &str = "/my-work/calendar.ics";
/// Reports, cycles and freezes.
pub const REPORTS: &str = "/reports";
/// A report in the page.
pub const PREVIEW: &str = "/reports/preview";
/// What forums were shown.
pub const FREEZES: &str = "/freezes";
/// The form that fixes what a forum is shown.
pub const NEW_FREEZE: &str = "/freezes/new";
/// The checks.
pub const CHECKS: &str = "/checks";
/// Findings that were accepted.
pub const WAIVERS: &str = "/checks/waivers";
/// The form that accepts a finding.
pub const WAIVE: &str = "/checks/waive";
/// The form that takes a waiver back.
pub const WITHDRAW_WAIVER: &str = "/checks/withdraw";
/// Search.
pub const SEARCH: &str = "/search";
/// The journal.
pub const JOURNAL: &str = "/journal";
/// Accounts, outbox, health.
pub const ADMIN: &str = "/admin";
/// The JSON interface.
pub const API: &str = "/api/";

/// Letters that stand in a path as they are; everything else is written by its bytes.
fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// A path of parts, each written so that it is one part.
#[must_use]
pub fn path(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| encoded(part));
    parts.fold(String::new(), |path, part| format!("{path}/{part}"))
}

/// A path with a query behind it, when there is one.
#[must_use]
pub fn with_query(path: &str, query: &str) -> String {
    match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{query}"),
    }
}

/// A query of the pairs that have a value.
#[must_use]
pub fn query(pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(given)
        .finish()
}

/// The sign-in page, and then a page.
#[must_use]
pub fn sign_in_and_back(to: &str) -> String {
    with_query(SIGN_IN, &query(&[("to", to)]))
}

/// Where to go after sign-in: a path of this server and nothing else.
#[must_use]
pub fn local(to: &str) -> &str {
    let rooted = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
    let plain = !to.chars().any(|char| char.is_control() || char == '\\');
    if rooted && plain { to } else { HOME }
}

/// A link of an invitation or a reset on this server, whole, as it stands in a mail.
#[must_use]
pub fn invitation_at(base: &str, token: &str) -> String {
    format!(
        "{}{}",
        base.trim_end_matches('/'),
        path(&["invitation", token])
    )
}

/// An account, for those who manage accounts.
#[must_use]
pub fn managed(id: &AccountId) -> String {
    path(&["admin", "accounts", id.as_str()])
}

/// Who can see or change what belongs to a part of the organisation (none: to the whole), and why.
#[must_use]
pub fn who(unit: Option<&UnitId>) -> String {
    let unit = unit.map_or("", UnitId::as_str);
    with_query("/who", &query(&[("unit", unit)]))
}

/// Names in an address the form that was kept and is sent with it, so that it is forgotten once done.
pub const HELD: &str = "held";

/// Where a form that was kept is sent again.
#[must_use]
pub fn send_held(path: &str, id: &str) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}{}", query(&[(HELD, id)]))
}

/// A form that was kept when its session ended.
#[must_use]
pub fn held(id: &str) -> String {
    path(&["kept", id])
}

/// A measure's page; for a part of the organisation or the whole.
#[must_use]
pub fn measure(key: &MeasureKey, unit: Option<&UnitId>) -> String {
    of_unit(&["measures", key.as_str()], unit)
}

/// A measure's page as it stood in a period, for the whole of the organisation.
#[must_use]
pub fn measure_in(key: &MeasureKey, period: Period) -> String {
    let period = period.to_string();
    with_query(
        &path(&["measures", key.as_str()]),
        &query(&[("period", &period)]),
    )
}

/// A measure's page as it stood in a period, for a part of the organisation.
#[must_use]
pub fn measure_of(key: &MeasureKey, period: Period, unit: &UnitId) -> String {
    let period = period.to_string();
    let query = query(&[("period", &period), ("unit", unit.as_str())]);
    with_query(&path(&["measures", key.as_str()]), &query)
}

/// The whole story of a figure.
#[must_use]
pub fn figure(key: &MeasureKey, period: Period, unit: Option<&UnitId>) -> String {
    of_unit(
        &["measures", key.as_str(), "figures", &period.to_string()],
        unit,
    )
}

/// The records that count otherwise than when a figure was reported.
#[must_use]
pub fn moved(key: &MeasureKey, period: Period, unit: Option<&UnitId>) -> String {
    let period = period.to_string();
    of_unit(
        &["measures", key.as_str(), "figures", &period, "moved"],
        unit,
    )
}

/// The form that returns a figure.
#[must_use]
pub fn return_figure(key: &MeasureKey, period: Period, unit: Option<&UnitId>) -> String {
    of_unit(
        &["measures", key.as_str(), "return", &period.to_string()],
        unit,
    )
}

/// The form that asks about a measure's figure.
#[must_use]
pub fn ask(key: &MeasureKey, period: Period, unit: Option<&UnitId>) -> String {
    let unit = unit.map_or("", UnitId::as_str);
    let query = query(&[("period", &period.to_string()), ("unit", unit)]);
    with_query(
        &path(&["measures", key.as_str(), "questions", "new"]),
        &query,
    )
}

/// A question that was asked of a measure, by the entry that asked it.
#[must_use]
pub fn question(key: &MeasureKey, number: u64) -> String {
    path(&["measures", key.as_str(), "questions", &number.to_string()])
}

fn of_unit(parts: &[&str], unit: Option<&UnitId>) -> String {
    let unit = unit.map_or("", UnitId::as_str);
    with_query(&path(parts), &query(&[("unit", unit)]))
}

/// How a measure is named where measures are compared: for a part of the organisation with the part's
/// id behind it.
#[must_use]
pub fn compared(key: &MeasureKey, unit: Option<&UnitId>) -> String {
    unit.map_or_else(|| key.to_string(), |unit| format!("{key}@{unit}"))
}

/// The whole and parts of the organisation side by side in one measure.
#[must_use]
pub fn compare_parts(key: &MeasureKey, units: &[Option<&UnitId>]) -> String {
    let named: Vec<String> = units.iter().map(|unit| compared(key, *unit)).collect();
    let pairs: Vec<(&str, &str)> = named.iter().map(|name| ("measure", &**name)).collect();
    with_query(COMPARE, &query(&pairs))
}

/// Measures side by side.
#[must_use]
pub fn compare<'key>(keys: impl IntoIterator<Item = &'key MeasureKey>) -> String {
    let keys = keys.into_iter().map(|key| ("measure", key.as_str()));
    with_query(COMPARE, &query(&keys.collect::<Vec<_>>()))
}

/// A plan's page.
#[must_use]
pub fn plan(id: &PlanId) -> String {
    path(&["plans", id.as_str()])
}

/// An outcome within its plan's page.
#[must_use]
pub fn outcome(plan: &PlanId, id: &OutcomeId) -> String {
    path(&["plans", plan.as_str(), "outcomes", id.as_str()])
}

/// An action's page.
#[must_use]
pub fn action(plan: &PlanId, id: &ActionId) -> String {
    path(&["actions", plan.as_str(), id.as_str()])
}

/// The form in which an owner says how an action stands.
#[must_use]
pub fn update_action(plan: &PlanId, id: &ActionId) -> String {
    path(&["actions", plan.as_str(), id.as_str(), "update"])
}

/// The form that moves the end of an action.
#[must_use]
pub fn extend_action(plan: &PlanId, id: &ActionId) -> String {
    path(&["actions", plan.as_str(), id.as_str(), "extend"])
}

/// An inspection's page.
#[must_use]
pub fn inspection(id: &InspectionId) -> String {
    path(&["improvement", id.as_str()])
}

/// A finding within its inspection's page.
#[must_use]
pub fn finding(inspection: &InspectionId, id: &FindingId) -> String {
    format!(
        "{}#finding-{}",
        self::inspection(inspection),
        encoded(id.as_str())
    )
}

/// The form that closes a finding.
#[must_use]
pub fn close_finding(inspection: &InspectionId, id: &FindingId) -> String {
    path(&["improvement", inspection.as_str(), id.as_str(), "close"])
}

/// A risk's page.
#[must_use]
pub fn risk(id: &RiskId) -> String {
    path(&["risks", id.as_str()])
}

/// A risk's page, where registers of several plans may have the same code.
#[must_use]
pub fn risk_of(plan: Option<&PlanId>, id: &RiskId) -> String {
    with_query(
        &risk(id),
        &query(&[("plan", plan.map_or("", PlanId::as_str))]),
    )
}

/// The form in which a review of a risk is recorded.
#[must_use]
pub fn review_risk(plan: Option<&PlanId>, id: &RiskId) -> String {
    let address = path(&["risks", id.as_str(), "review"]);
    with_query(
        &address,
        &query(&[("plan", plan.map_or("", PlanId::as_str))]),
    )
}

/// The cycle board.
#[must_use]
pub fn cycle(plan: &PlanId, id: &str) -> String {
    path(&["cycles", plan.as_str(), id])
}

/// A page about a plan: `picture`, `activities`, `schedules` or `copy`.
#[must_use]
pub fn plan_part(id: &PlanId, part: &str) -> String {
    path(&["plans", id.as_str(), part])
}

/// Every kind of record that the Book holds.
pub const RECORDS: &str = "/records";
/// The editor of the organisation itself.
pub const ORGANISATION: &str = "/organisation";

/// A measure's targets and profile, period by period.
#[must_use]
pub fn targets(key: &MeasureKey, unit: Option<&UnitId>) -> String {
    of_unit(&["measures", key.as_str(), "targets"], unit)
}

/// A report in the page, by the pairs that say which.
#[must_use]
pub fn report(pairs: &[(&str, &str)]) -> String {
    with_query(PREVIEW, &query(pairs))
}

/// What a forum was shown.
#[must_use]
pub fn freeze(id: &FreezeId) -> String {
    path(&["freezes", id.as_str()])
}

/// What is not as a forum was shown it.
#[must_use]
pub fn changes_since(id: &FreezeId) -> String {
    path(&["freezes", id.as_str(), "changes"])
}

/// An entry of the journal.
#[must_use]
pub fn entry(sequence: u64) -> String {
    path(&["journal", &sequence.to_string()])
}

/// The entries about a subject, or about a measure by its code.
#[must_use]
pub fn entries_about(subject: &str) -> String {
    with_query(JOURNAL, &query(&[("subject", subject)]))
}

/// The form that takes a waiver back.
#[must_use]
pub fn withdraw_waiver(waiver: &Subject) -> String {
    with_query(WITHDRAW_WAIVER, &query(&[("waiver", &waiver.to_string())]))
}

/// The page on which what was found stands; none for what has no page of its own.
#[must_use]
pub fn hit(book: &Book, page: &HitPage) -> Option<String> {
    let id = page.id.as_str();
    let HitKind::Record(kind) = page.kind else {
        return Some(with_query(PERFORMANCE, &query(&[("owner", id)])));
    };
    let of_plan = |address: fn(&PlanId, &str) -> String| {
        let plan = page.plan.as_ref()?;
        Some(address(plan, id))
    };
    match kind {
        Kind::Measure => Some(measure(&id.into(), None)),
        Kind::Action => of_plan(|plan, id| action(plan, &id.into())),
        Kind::Outcome => of_plan(|plan, id| outcome(plan, &id.into())),
        Kind::Plan => Some(self::plan(&id.into())),
        Kind::Risk => Some(risk(&id.into())),
        Kind::Inspection => Some(inspection(&id.into())),
        Kind::Finding => {
            let finding = book.findings.iter().find(|found| found.id.as_str() == id)?;
            Some(inspection(&finding.inspection))
        }
        Kind::Unit => Some(with_query(PERFORMANCE, &query(&[("unit", id)]))),
        _ => None,
    }
}

/// A page or an act within the cycle board.
#[must_use]
pub fn of_cycle(plan: &PlanId, id: &str, part: &str) -> String {
    path(&["cycles", plan.as_str(), id, part])
}

/// What the form of a figure says while it is filled in.
#[must_use]
pub fn talk_of_figure(key: &MeasureKey, period: Period, unit: Option<&UnitId>) -> String {
    let period = period.to_string();
    of_unit(&["measures", key.as_str(), "return", &period, "talk"], unit)
}

/// The files that hang on something.
#[must_use]
pub fn evidence(of: &Subject) -> String {
    path(&["evidence", &of.to_string()])
}

/// One file that hangs on something.
#[must_use]
pub fn evidence_file(of: &Subject, digest: &Digest) -> String {
    let (of, digest) = (of.to_string(), digest.to_string());
    path(&["evidence", &of, "files", &digest])
}

/// What tells a browser to keep a file under its name (RFC 6266, with the name also as RFC 8187 has it).
#[must_use]
pub fn as_attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|char| match char {
            ' ' | '-' | '.' | '_' => char,
            char if char.is_ascii_alphanumeric() => char,
            _ => '_',
        })
        .collect();
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        encoded(name)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_in_an_address_as_one_part() {
        let key = MeasureKey::from("cp:spcc014_6b.5/x y");
        assert_eq!(
            measure(&key, Some(&UnitId::from("adults & carers"))),
            "/measures/SPCC14_6B.5%2FX%20Y?unit=adults+%26+carers"
        );
        assert_eq!(measure(&key, None), "/measures/SPCC14_6B.5%2FX%20Y");
    }

    #[test]
    fn after_sign_in_nobody_is_sent_to_another_site() {
        for (to, expected) in [
            ("/performance?plan=a", "/performance?plan=a"),
            ("https://elsewhere.example", "/"),
            ("//elsewhere.example", "/"),
            ("/\\elsewhere.example", "/"),
            ("/a\nb", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(to), expected, "{to:?}");
        }
    }
}
