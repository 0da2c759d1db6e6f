//! The synthetic council of the demonstration: invented people and records, and a plan whose figures are computed from
//! them, so that each can be followed to the records behind it.

use clew_calendar::{Day, Period};
use clew_plan::{AccountId, Book, Kind, UnitId};
use clew_practice::pack::Pack;
use clew_practice::record::Record;
use clew_service::{
    Caller, Comment, CycleRequest, FigureRequest, Incoming, ReturnsOf, Service, local_time,
};
use clew_synth::Size;

use crate::commands::synth::PACK;
use crate::commands::synth::recording::{add_teams, take_over};
use crate::failure::Failure;

/// The part of the organisation that the council's teams belong to.
pub(super) const COUNCIL: &str = "synthetic-council";
/// Its plan, the period that is reported, and the one before it.
pub(super) const PLAN: &str = "synthetic-plan-2022-23";
const PERIOD: &str = "2022-23";
const BEFORE: &str = "2021-22";
/// About so many records of a few hundred people: taken over in a second.
const RECORDS: u64 = 1_500;
const SEED: u64 = 7;
/// The first and the last day of the council, which is the day before the demonstration begins.
const DAYS: [&str; 2] = ["2021-04-01", "2023-06-13"];
/// Who confirms what records give, and who signs it off.
pub(super) const OWNER: &str = "synthetic-manager";
pub(super) const APPROVER: &str = "synthetic-head";
/// The measure whose return is left for the reader to confirm.
const LEFT_OPEN: &str = "SYN5";
/// The measures that are not where they should be, what is said of each, and what is being done.
const SAID: [[&str; 3]; 2] = [
    [
        "SYN2",
        "Council officers were too few in the winter, and inquiries waited for them.",
        "Two more are trained since April, and a senior looks at every open inquiry each week.",
    ],
    [
        "SYN6",
        "Some visits were made and not written up in time.",
        "Whoever visits writes it up on the day, from May on.",
    ],
];

/// The council and its plan. What counts follows from the packs' definitions that the measures name.
const RECORDS_OF_PLAN: [(Kind, &str); 21] = [
    (
        Kind::Unit,
        r#"{"id": "synthetic-council", "name": "Synthetic council (all of it invented)", "kind": "council"}"#,
    ),
    (
        Kind::Plan,
        r#"{"id": "synthetic-plan-2022-23", "title": "Plan of the synthetic council 2022/23",
            "unit": "synthetic-council", "period": "2021-04-01..2023-03-31",
            "purpose": "Invented, to show figures that are computed from records."}"#,
    ),
    (
        Kind::Outcome,
        r#"{"id": "SYN.1", "plan": "synthetic-plan-2022-23", "level": "outcome", "position": 1,
            "title": "Adults who may be harmed are protected without delay"}"#,
    ),
    (
        Kind::Outcome,
        r#"{"id": "SYN.2", "plan": "synthetic-plan-2022-23", "level": "outcome", "position": 2,
            "title": "Help comes while it is still of use"}"#,
    ),
    (
        Kind::Measure,
        r#"{"code": "SYN1", "title": "Adult protection referrals", "kind": "statistical",
            "plan": "synthetic-plan-2022-23", "outcome": "SYN.1", "unit": "synthetic-council",
            "unit_of_measure": "number", "polarity": "contextual", "frequency": "annual",
            "computed_from": "ASP-REFERRALS"}"#,
    ),
    (
        Kind::Measure,
        r#"{"code": "SYN2", "title": "Adult protection inquiries concluded in time", "kind": "statistical",
            "plan": "synthetic-plan-2022-23", "outcome": "SYN.1", "unit": "synthetic-council",
            "unit_of_measure": "%", "polarity": "higher", "frequency": "annual",
            "computed_from": "ASP-CONCLUDED-7WD"}"#,
    ),
    (
        Kind::Measure,
        r#"{"code": "SYN3", "title": "Occupational therapy assessments within six weeks", "kind": "statistical",
            "plan": "synthetic-plan-2022-23", "outcome": "SYN.2", "unit": "synthetic-council",
            "unit_of_measure": "%", "polarity": "higher", "frequency": "annual",
            "computed_from": "OT-ASSESSED-6W"}"#,
    ),
    (
        Kind::Measure,
        r#"{"code": "SYN4", "title": "Alcohol and drug treatment started within three weeks", "kind": "statistical",
            "plan": "synthetic-plan-2022-23", "outcome": "SYN.2", "unit": "synthetic-council",
            "unit_of_measure": "%", "polarity": "higher", "frequency": "annual", "computed_from": "AD-21D"}"#,
    ),
    (
        Kind::Measure,
        r#"{"code": "SYN5", "title": "Unpaid work begun within seven working days", "kind": "statistical",
            "plan": "synthetic-plan-2022-23", "outcome": "SYN.2", "unit": "synthetic-council",
            "unit_of_measure": "%", "polarity": "higher", "frequency": "annual",
            "computed_from": "JUST-UPW-STARTED-7WD"}"#,
    ),
    (
        Kind::Measure,
        r#"{"code": "SYN6", "title": "Guardianship visits in time, the guardian being private", "kind": "statistical",
            "plan": "synthetic-plan-2022-23", "outcome": "SYN.1", "unit": "synthetic-council",
            "unit_of_measure": "%", "polarity": "higher", "frequency": "annual",
            "computed_from": "AWI-VISITS-PRIVATE"}"#,
    ),
    (
        Kind::Measure,
        r#"{"code": "SYN7", "title": "People who wait for occupational therapy", "kind": "statistical",
            "plan": "synthetic-plan-2022-23", "outcome": "SYN.2", "unit": "synthetic-council",
            "unit_of_measure": "number", "polarity": "lower", "frequency": "annual",
            "computed_from": "OT-WAITING"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN2", "period": "2022-23", "goal": "75"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN3", "period": "2022-23", "goal": "60"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN4", "period": "2022-23", "goal": "90"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN5", "period": "2022-23", "goal": "70"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN6", "period": "2022-23", "goal": "95"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN2", "period": "2021-22", "goal": "75"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN4", "period": "2021-22", "goal": "90"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN6", "period": "2021-22", "goal": "95"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN7", "period": "2021-22", "goal": "8"}"#,
    ),
    (
        Kind::Target,
        r#"{"measure": "SYN7", "period": "2022-23", "goal": "6"}"#,
    ),
];

/// Who holds the cases that are open, team by team, in turn; where it is nobody, they wait to be given to somebody.
const HOLDERS: [(&str, &[Option<&str>]); 2] = [
    (
        "adults-north",
        &[
            Some("social-worker"),
            Some("social-worker"),
            Some("adults-north-second"),
            Some("adults-north-third"),
            Some("adults-north-third"),
            Some("adults-north-third"),
            Some("senior-social-worker"),
            None,
        ],
    ),
    (
        "justice-north",
        &[
            Some("justice-social-worker"),
            Some("justice-north-second"),
            Some("justice-north-second"),
            None,
        ],
    ),
];

/// Founds the council: its pack in force, its plan in the Book, and its teams.
///
/// # Errors
/// When the service refuses.
pub(super) fn council(service: &Service, caller: &dyn Fn() -> Caller) -> Result<(), Failure> {
    let files = Pack::built_in_files(PACK)?;
    service.apply_pack(&caller(), &files, None)?;
    let mut book = Book {
        organisation: service.memory().book().organisation.clone(),
        ..Book::default()
    };
    for (kind, text) in RECORDS_OF_PLAN {
        book.push(kind.read(&mut serde_json::Deserializer::from_str(text))?);
    }
    let incoming = Incoming {
        book,
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service.take_in_records(&caller(), &incoming)?;
    add_teams(service, caller, Some(&UnitId::from(COUNCIL)))
}

/// Takes over what is recorded of the council's people.
///
/// # Errors
/// When the service refuses.
pub(super) fn records(service: &Service, caller: &dyn Fn() -> Caller) -> Result<(), Failure> {
    let (pack, _) = Pack::built_in(PACK)?;
    let [first, last] = DAYS.map(str::parse::<Day>);
    let size = Size::of(RECORDS).over(first.map_err(unreadable)?, last.map_err(unreadable)?);
    take_over(service, caller, (&pack, size, SEED), &holder)?;
    Ok(())
}

/// Who holds the case that a record opens.
fn holder(record: &Record) -> Option<AccountId> {
    let (_, holders) = HOLDERS.iter().find(|(team, _)| *team == record.team)?;
    let place = usize::try_from(record.number.0).ok()? % holders.len();
    holders[place].map(AccountId::from)
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::new(error.to_string())
}

/// Opens the plan's round, and has its returns prepared from records, confirmed and signed off; all but one.
///
/// # Errors
/// When the service refuses.
pub(super) fn returns(service: &Service, caller: &dyn Fn() -> Caller) -> Result<(), Failure> {
    let today = local_time::day_of(caller().at);
    let measures = RECORDS_OF_PLAN.iter().filter_map(code_of_measure);
    let measures: Vec<String> = measures.collect();
    let before: Period = BEFORE.parse().map_err(unreadable)?;
    for code in &measures {
        confirm(service, caller, (code, before), today)?;
    }
    let period: Period = PERIOD.parse().map_err(unreadable)?;
    let request = CycleRequest {
        id: None,
        plan: PLAN.into(),
        period,
        opens: Some(today),
        due: Some(today.plus_days(super::served::DUE_IN)),
    };
    service.open_cycle(&caller(), &request)?;
    for code in measures.iter().filter(|code| *code != LEFT_OPEN) {
        confirm(service, caller, (code, period), today)?;
    }
    let confirmed = measures.iter().filter(|code| *code != LEFT_OPEN);
    let of = ReturnsOf {
        plan: PLAN.into(),
        cycle: PERIOD.to_owned(),
        measures: Some(confirmed.map(|code| code.as_str().into()).collect()),
        seen: None,
    };
    let approver = Caller {
        actor: AccountId::from(APPROVER),
        ..caller()
    };
    service.sign_off(&approver, &of)?;
    Ok(())
}

/// The code of a measure among the records of the plan.
fn code_of_measure((kind, text): &(Kind, &str)) -> Option<String> {
    let fields: serde_json::Value = serde_json::from_str(text).ok()?;
    let code = (*kind == Kind::Measure).then(|| fields.get("code"))?;
    code?.as_str().map(str::to_owned)
}

/// The owner confirms what the records give.
fn confirm(
    service: &Service,
    caller: &dyn Fn() -> Caller,
    (code, period): (&str, Period),
    today: Day,
) -> Result<(), Failure> {
    let owner = Caller {
        actor: AccountId::from(OWNER),
        ..caller()
    };
    let prepared = service.prepare_return(&owner.actor, (&code.into(), period, None), today)?;
    let said = SAID.iter().find(|[of, ..]| *of == code);
    let comment = said.map(|[_, text, doing]| Comment {
        text: (*text).to_owned(),
        doing: Some((*doing).to_owned()),
        by_when: None,
    });
    let request = FigureRequest {
        comment,
        ..prepared.request()
    };
    service.confirm_return(&owner, &request, &[])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_plan::FigureSource;
    use clew_service::{FiguresRequest, WalkRequest};

    use super::super::served;
    use super::*;

    #[test]
    fn the_computed_figures_of_the_demonstration_walk_to_the_records_behind_them() {
        let folder = std::env::temp_dir().join(format!("clew-synthetic-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let service = served::new_in(&folder).unwrap();
        let at = service.memory().state().head.recorded_at;
        let at = clew_journal::Moment::from_microseconds(at);
        let today = local_time::day_of(at);
        let period: Period = PERIOD.parse().unwrap();
        for (code, signed_off) in [
            ("SYN1", true),
            ("SYN3", true),
            ("SYN6", true),
            (LEFT_OPEN, false),
        ] {
            let asked = (&code.into(), period, None);
            let prepared = service.prepare_return(&OWNER.into(), asked, today).unwrap();
            let (_, counted) = prepared.counts.share();
            assert!(counted > 4, "{code}: {counted}");
            let walk = WalkRequest {
                figures: FiguresRequest::of(&prepared.definition.code, &[period], today),
                period: 0,
                parts: Vec::new(),
                from: 0,
            };
            let walked = service
                .walk_to_records(&"quality-officer".into(), at, &walk)
                .unwrap();
            let in_it = walked.shown.iter().filter(|one| {
                use clew_measure::evaluate::Outcome::{Met, Missed};
                matches!(one.behind.outcome, Met | Missed)
            });
            assert_eq!(in_it.count() as u64, counted, "{code}");
            let reader = service.reader(&OWNER.into()).unwrap();
            let told = reader.explain(&code.into(), period, None).unwrap();
            let source = told.figure.map(|figure| figure.source);
            assert_eq!(
                source,
                signed_off.then_some(FigureSource::Computed),
                "{code}"
            );
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
