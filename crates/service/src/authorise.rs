//! Who may do what, and where: roles, scoped to parts of the organisation.

use std::fmt;

use clew_journal::State;
use clew_plan::{Account, AccountId, Book, Grant, Role, UnitId};

use crate::ServiceError;

/// What a caller wants to do.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum Act {
    /// Read.
    Read,
    /// Return figures, explain them, save drafts, update actions.
    Return,
    /// Look returns over and send them back.
    Check,
    /// Sign returns off.
    SignOff,
    /// Correct what is signed off or locked.
    Correct,
    /// Change the plan: records, targets, waivers, imports.
    ChangePlan,
    /// Move the end of an action, with a reason.
    ExtendActions,
    /// Hang files of evidence on figures, actions and findings, and take them off.
    AttachEvidence,
    /// Close findings by their evidence, and open them again.
    CloseFindings,
    /// Open, lock and unlock cycles.
    RunCycle,
    /// Fix what a forum is shown.
    Freeze,
    /// Verify the journal, back it up.
    Safeguard,
    /// Open and close accounts, give and take roles.
    ManageAccounts,
    /// Look at people and what is recorded of them.
    LookAtPractice,
    /// Enter people and record what is done with them.
    RecordPractice,
    /// Authorise what others recorded; restrict it, merge people, hand a person a copy.
    AuthorisePractice,
    /// Apply packs, and say how records are kept.
    ApplyPacks,
    /// Erase what was kept for long enough.
    ErasePractice,
    /// Take people and records over from another system.
    TakeOverPractice,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 19] = [
        Self::Read,
        Self::Return,
        Self::Check,
        Self::SignOff,
        Self::Correct,
        Self::ChangePlan,
        Self::ExtendActions,
        Self::AttachEvidence,
        Self::CloseFindings,
        Self::RunCycle,
        Self::Freeze,
        Self::Safeguard,
        Self::ManageAccounts,
        Self::LookAtPractice,
        Self::RecordPractice,
        Self::AuthorisePractice,
        Self::ApplyPacks,
        Self::ErasePractice,
        Self::TakeOverPractice,
    ];

    /// The roles that may do it, in the part of the organisation for which they are held.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        use Role::{
            Administrator, Approver, Owner, PerformanceOfficer, Practitioner, Quality, Senior,
        };
        match self {
            Self::Read => Role::ALL,
            Self::Return => &[Owner, Approver, PerformanceOfficer, Administrator],
            Self::Check | Self::SignOff | Self::ExtendActions => {
                &[Approver, PerformanceOfficer, Administrator]
            }
            Self::Correct | Self::ChangePlan | Self::RunCycle | Self::Freeze => {
                &[PerformanceOfficer, Administrator]
            }
            Self::AttachEvidence => &[Owner, Approver, PerformanceOfficer, Quality, Administrator],
            Self::CloseFindings => &[PerformanceOfficer, Quality, Administrator],
            Self::Safeguard => &[PerformanceOfficer, Quality, Administrator],
            Self::ManageAccounts | Self::ErasePractice => &[Administrator],
            // Need to know: looking after the program is no reason to read what is recorded of people.
            Self::LookAtPractice => &[Practitioner, Senior, Quality],
            Self::RecordPractice => &[Practitioner, Senior],
            Self::AuthorisePractice => &[Senior],
            Self::ApplyPacks | Self::TakeOverPractice => &[PerformanceOfficer, Administrator],
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Read => "read",
            Self::Return => "return figures",
            Self::Check => "check returns",
            Self::SignOff => "sign returns off",
            Self::Correct => "correct what is settled",
            Self::ChangePlan => "change the plan",
            Self::ExtendActions => "extend actions",
            Self::AttachEvidence => "attach evidence",
            Self::CloseFindings => "close findings",
            Self::RunCycle => "run the cycle",
            Self::Freeze => "freeze what a forum is shown",
            Self::Safeguard => "verify or back up the journal",
            Self::ManageAccounts => "manage accounts",
            Self::LookAtPractice => "look at records of people",
            Self::RecordPractice => "record practice",
            Self::AuthorisePractice => "authorise practice",
            Self::ApplyPacks => "apply packs",
            Self::ErasePractice => "erase records of people",
            Self::TakeOverPractice => "take records of people over",
        })
    }
}

/// Refuses unless the account may do that there; `unit` is none for the whole organisation.
///
/// # Errors
/// When there is no such open account, or none of its roles reaches so far.
pub fn authorise(
    state: &State,
    actor: &AccountId,
    act: Act,
    unit: Option<&UnitId>,
) -> Result<(), ServiceError> {
    let account = open_account(state, actor)?;
    let may = |grant: &Grant| {
        act.roles().contains(&grant.role) && reaches(&state.book, grant.unit.as_ref(), unit)
    };
    if account.grants.iter().any(may) {
        return Ok(());
    }
    Err(ServiceError::Refused {
        actor: actor.clone(),
        act,
        unit: unit.cloned(),
        needs: act.roles().to_vec(),
    })
}

/// Refuses unless the account may do that for some part of the organisation or the whole.
///
/// # Errors
/// When there is no such open account, or none of its roles may.
pub(crate) fn authorise_anywhere(
    state: &State,
    actor: &AccountId,
    act: Act,
) -> Result<(), ServiceError> {
    let account = open_account(state, actor)?;
    let may = |grant: &Grant| act.roles().contains(&grant.role);
    if account.grants.iter().any(may) {
        return Ok(());
    }
    Err(ServiceError::Refused {
        actor: actor.clone(),
        act,
        unit: None,
        needs: act.roles().to_vec(),
    })
}

fn open_account<'state>(
    state: &'state State,
    actor: &AccountId,
) -> Result<&'state Account, ServiceError> {
    let account = state.account(actor).filter(|account| !account.closed);
    account.ok_or_else(|| ServiceError::UnknownActor {
        actor: actor.clone(),
    })
}

/// Whether a role held for one part of the organisation reaches another: the same, or one below it.
pub(crate) fn reaches(book: &Book, held_for: Option<&UnitId>, unit: Option<&UnitId>) -> bool {
    let Some(held_for) = held_for else {
        return true;
    };
    let mut next = unit;
    // A tree that is not sound may come back to itself; it has no more levels than units.
    for _ in 0..=book.units.len() {
        match next {
            None => return false,
            Some(here) if here == held_for => return true,
            Some(here) => {
                let found = book.units.iter().find(|unit| unit.id == *here);
                next = found.and_then(|unit| unit.parent.as_ref());
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use clew_plan::Unit;

    fn unit(id: &str, parent: Option<&str>) -> Unit {
        Unit {
            id: id.into(),
            name: id.to_owned(),
            parent: parent.map(UnitId::from),
            kind: None,
            manager: None,
            source: None,
        }
    }

    #[test]
    fn a_role_reaches_its_own_part_and_those_below_it_and_no_other() {
        let book = Book {
            units: vec![
                unit("adults", None),
                unit("team", Some("adults")),
                unit("justice", None),
                unit("a", Some("b")),
                unit("b", Some("a")),
            ],
            ..Book::default()
        };
        let held = UnitId::from("adults");
        let cases = [
            (Some("adults"), true),
            (Some("team"), true),
            (Some("justice"), false),
            (Some("nowhere"), false),
            (Some("a"), false),
            (None, false),
        ];
        for (unit, expected) in cases {
            let unit = unit.map(UnitId::from);
            assert_eq!(
                reaches(&book, Some(&held), unit.as_ref()),
                expected,
                "{unit:?}"
            );
            assert!(reaches(&book, None, unit.as_ref()));
        }
    }

    #[test]
    fn every_act_but_those_with_records_of_people_is_open_to_an_administrator() {
        let closed: Vec<Act> = Act::ALL
            .into_iter()
            .filter(|act| !act.roles().contains(&Role::Administrator))
            .collect();
        assert_eq!(
            closed,
            [
                Act::LookAtPractice,
                Act::RecordPractice,
                Act::AuthorisePractice
            ]
        );
    }
}
