//! The cycle board: how far each owner and each part of the organisation has got.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use clew_calendar::Day;
use clew_journal::ReturnStage;
use clew_plan::{AccountId, PlanId, UnitId};

use super::overview::Overview;
use super::owners::Owners;
use super::returns::{Answerer, ReturnOwed, answerer};

/// How many returns have got how far.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Progressed {
    /// Nothing has come in.
    pub due: u32,
    /// Begun and not handed in.
    pub drafted: u32,
    /// Handed in.
    pub returned: u32,
    /// Sent back.
    pub sent_back: u32,
    /// Checked.
    pub checked: u32,
    /// Signed off.
    pub signed_off: u32,
    /// How many are still owed after their date.
    pub overdue: u32,
    /// Days by which the latest of these is late; 0 when none is.
    pub overdue_days: i32,
}

impl Progressed {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.due + self.drafted + self.returned + self.sent_back + self.checked + self.signed_off
    }

    fn add(&mut self, owed: &ReturnOwed, today: Day) {
        *match owed.stage {
            ReturnStage::Due => &mut self.due,
            ReturnStage::Draft => &mut self.drafted,
            ReturnStage::Returned => &mut self.returned,
            ReturnStage::SentBack => &mut self.sent_back,
            ReturnStage::Checked => &mut self.checked,
            ReturnStage::SignedOff => &mut self.signed_off,
        } += 1;
        let late = owed.overdue_days(today);
        self.overdue += u32::from(late > 0);
        self.overdue_days = self.overdue_days.max(late);
    }
}

/// One owner's row of a board.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnerProgress {
    /// The owner as the measures name it; none for measures that name none.
    pub owner: Option<String>,
    /// The part of the organisation that answers where the measures name no owner; none where they
    /// name one, or belong to no part.
    pub unit: Option<UnitId>,
    /// The accounts that are asked: that of the owner's name, or those who hold the role of an owner
    /// nearest to the parts of its measures. Empty where nobody is asked.
    pub accounts: BTreeSet<AccountId>,
    /// Whether the owner's name is that of an open account.
    pub has_account: bool,
    /// Whether nothing has ever come in from this owner, in this cycle or one before it.
    pub never_answered: bool,
    /// How far its returns have got.
    pub progress: Progressed,
}

/// One part of the organisation's row of a board.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnitProgress {
    /// The part; none for what belongs to no part.
    pub unit: Option<UnitId>,
    /// How far its returns have got.
    pub progress: Progressed,
}

/// How far a plan's cycle has got.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Board {
    /// One row an owner, or a part where no owner is named: the most overdue first, then by name.
    pub owners: Vec<OwnerProgress>,
    /// One row a part, in the order of the ids.
    pub units: Vec<UnitProgress>,
    /// Everything.
    pub total: Progressed,
}

impl Overview {
    /// How far a plan's cycle has got on a day; empty where there is no such cycle.
    #[must_use]
    pub fn board(&self, plan: &PlanId, cycle: &str, today: Day) -> Board {
        let round = self.round(plan, cycle);
        let owners = Owners::of(self.memory(), self.units());
        let answered = self.owners_who_answered();
        let mut total = Progressed::default();
        let mut units: BTreeMap<Option<UnitId>, Progressed> = BTreeMap::new();
        let mut rows: BTreeMap<Answerer<'_>, OwnerProgress> = BTreeMap::new();
        for owed in &round.returns {
            total.add(owed, today);
            let of_unit = units.entry(owed.unit.clone()).or_default();
            of_unit.add(owed, today);
            let row = rows
                .entry(owed.answerer())
                .or_insert_with(|| OwnerProgress {
                    owner: owed.owner.clone(),
                    unit: owed.answerer().1.cloned(),
                    accounts: BTreeSet::new(),
                    has_account: owed
                        .owner
                        .as_deref()
                        .and_then(|name| owners.named(name))
                        .is_some(),
                    never_answered: !answered.contains(&owed.answerer()),
                    progress: Progressed::default(),
                });
            row.progress.add(owed, today);
            row.accounts
                .extend(owners.of_return(owed).into_iter().cloned());
        }
        let mut owners: Vec<OwnerProgress> = rows.into_values().collect();
        owners.sort_by_key(|row| -row.progress.overdue_days);
        let units = units.into_iter();
        Board {
            owners,
            units: units
                .map(|(unit, progress)| UnitProgress { unit, progress })
                .collect(),
            total,
        }
    }

    /// The owners of measures, and the parts where none is named, from whom a return was ever handed in.
    fn owners_who_answered(&self) -> BTreeSet<Answerer<'_>> {
        let book = self.book();
        let owner_of: HashMap<_, _> = book
            .measures
            .iter()
            .map(|measure| (measure.code.key(), measure))
            .collect();
        let returns = self.memory().state().returns();
        let handed_in = returns
            .filter(|(_, stands)| !matches!(stands.stage, ReturnStage::Due | ReturnStage::Draft));
        handed_in
            .filter_map(|(key, _)| {
                let measure = owner_of.get(&key.measure)?;
                let unit = key.unit.as_ref().or(measure.unit.as_ref());
                Some(answerer(measure.owner.as_deref(), unit))
            })
            .collect()
    }
}
