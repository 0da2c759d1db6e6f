//! Lists of work: what is open, due and waiting, who holds it and what comes next. All of it follows from records and
//! packs when it is read, and only open cases are read for it.
//!
//! The numbers are for all who may look at practice in a part of the organisation. Names are given by
//! [`name_cases`](crate::Service::name_cases) alone, to those who may look at the person, and each is noted as a look.

mod attendance;
mod mine;
mod naming;
mod open;
mod over_time;
mod sent_back;

use clew_calendar::Day;
use clew_plan::{AccountId, UnitId};
use clew_practice::due::{Caseload, WAITING_BANDS, WaitingBand};
use clew_practice::occasion::Timing;
use clew_practice::pack::Standing;
use clew_practice::record::{PersonNumber, RecordNumber};

pub use attendance::Attendance;
pub use mine::PracticeWaiting;
pub use naming::NamedCase;
pub(super) use open::due_item;
pub use over_time::{PlannedWaiting, WaitingOn, WaitingOverTime};
pub use sent_back::SentBack;
pub(super) use sent_back::sent_back_by;

/// Whose work is read. What is left out is not looked at.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct WorkOf {
    /// Of a part of the organisation and everything below it; of every part in which the account may look when none.
    pub unit: Option<UnitId>,
    /// Of what this account holds.
    pub worker: Option<AccountId>,
}

/// Something that a clock asks for and that is still to be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DueItem {
    /// The clock, by code.
    pub clock: String,
    /// The clock's title.
    pub title: String,
    /// What the rule in force rests on.
    pub standing: Standing,
    /// The provision or document of that rule.
    pub source: String,
    /// From which day it counts.
    pub from: Day,
    /// The last day in time, if one is known.
    pub due: Option<Day>,
    /// How it stands.
    pub timing: Timing,
    /// Which round it is, counted from 1.
    pub round: u32,
    /// Whether it is due on a day that was set for it, such as that of a review.
    pub on_a_set_day: bool,
    /// The record that started the clock.
    pub trigger: RecordNumber,
}

/// A step that can be taken next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OfferedStep {
    /// The process, by code.
    pub process: String,
    /// The form, by code.
    pub form: String,
    /// The form's title.
    pub title: String,
    /// The kinds of work of which one is needed, by their titles; none where anyone may who may record.
    pub needs: Vec<String>,
    /// Whether whoever asks does one of them in the team that holds the case.
    pub may: bool,
}

/// A case that is open, without whom it is about: see [`name_cases`](crate::Service::name_cases).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpenCase {
    /// The record that opened it.
    pub episode: RecordNumber,
    pub(crate) person: PersonNumber,
    /// Its process, by code, if it is a run of one.
    pub process: Option<String>,
    /// The process's title, or that of the form that opened it.
    pub title: String,
    /// The team that holds it.
    pub team: UnitId,
    /// The account that holds it, if one does.
    pub worker: Option<AccountId>,
    /// The day on which it was opened.
    pub opened: Day,
    /// The day of what was recorded last of it.
    pub last: Day,
    /// How much it weighs, in hundredths of an ordinary case.
    pub weight: u32,
    /// The person's age in years on the day of the list, where it is known.
    pub age: Option<u16>,
    /// What its clocks ask for, the most urgent first.
    pub due: Vec<DueItem>,
    /// The steps that can be taken next.
    pub offered: Vec<OfferedStep>,
    /// Records that a senior has still to authorise.
    pub to_authorise: Vec<RecordNumber>,
}

/// How many stand how with one clock.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClockCount {
    /// The clock, by code.
    pub clock: String,
    /// Its title.
    pub title: String,
    /// How many are overdue.
    pub overdue: usize,
    /// How many are at risk.
    pub at_risk: usize,
    /// How many are to be done, and there is time.
    pub not_yet_due: usize,
    /// How many stand still or have no day.
    pub no_day: usize,
}

/// Who waits for what one clock counts: how many, for how long, and how old they are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// The clock, by code.
    pub clock: String,
    /// Its title.
    pub title: String,
    /// How many wait.
    pub count: usize,
    /// For how many days who waits longest has waited.
    pub longest: u32,
    /// How many wait for how many days.
    pub bands: Vec<WaitingBand>,
    /// How many are how old, by the age bands of the pack; those whose age is not known come last.
    pub ages: Vec<(String, usize)>,
}

/// What is open in a part of the organisation, as at a day.
#[derive(Clone, Debug)]
pub struct OpenWork {
    /// The day.
    pub as_at: Day,
    /// The cases, the first opened first.
    pub cases: Vec<OpenCase>,
    /// Who holds what, over all teams.
    pub caseload: Caseload,
    /// Who holds what, team by team.
    pub caseloads: Vec<(UnitId, Caseload)>,
    ages: Vec<(u16, String)>,
}

impl OpenWork {
    /// What is still to be done of some clocks, or of all when none is named: overdue first, then by the last day in time;
    /// what has no day comes last. A schedule of visits or reviews is that of their clocks.
    #[must_use]
    pub fn due(&self, clocks: &[&str]) -> Vec<(&OpenCase, &DueItem)> {
        let wanted = |item: &DueItem| clocks.is_empty() || clocks.contains(&item.clock.as_str());
        let of_case = |case| due_of(case).filter(|(_, item)| wanted(item));
        let mut all: Vec<_> = self.cases.iter().flat_map(of_case).collect();
        all.sort_by_key(|(case, item)| (item.due.is_none(), item.due, case.episode, item.round));
        all
    }

    /// How many stand how, clock by clock, in order of their codes.
    #[must_use]
    pub fn by_clock(&self) -> Vec<ClockCount> {
        let mut counts: Vec<ClockCount> = Vec::new();
        for (_, item) in self.cases.iter().flat_map(due_of) {
            let place = counts.iter().position(|count| count.clock == item.clock);
            let place = place.unwrap_or_else(|| {
                counts.push(ClockCount {
                    clock: item.clock.clone(),
                    title: item.title.clone(),
                    overdue: 0,
                    at_risk: 0,
                    not_yet_due: 0,
                    no_day: 0,
                });
                counts.len() - 1
            });
            let count = &mut counts[place];
            match item.timing {
                Timing::Overdue => count.overdue += 1,
                Timing::AtRisk => count.at_risk += 1,
                Timing::NotYetDue => count.not_yet_due += 1,
                _ => count.no_day += 1,
            }
        }
        counts.sort_by(|one, other| one.clock.cmp(&other.clock));
        counts
    }

    /// Who waits for what, clock by clock. What is done again and again, such as a visit, is no waiting list after its
    /// first round, and what is due on a day that was set for it is none at all.
    #[must_use]
    pub fn waiting(&self) -> Vec<Waiting> {
        let mut lists = Vec::new();
        for clock in self.by_clock() {
            let waits = self.waiting_for(&clock.clock);
            if waits.is_empty() {
                continue;
            }
            let waited = waits.iter().map(|(_, item)| self.waited(item));
            let days: Vec<u32> = waited.collect();
            lists.push(Waiting {
                clock: clock.clock,
                title: clock.title,
                count: waits.len(),
                longest: days.iter().copied().max().unwrap_or(0),
                bands: bands(&days),
                ages: self.ages_of(waits.iter().map(|(case, _)| case.age)),
            });
        }
        lists
    }

    /// Who waits for what one clock counts, in the order in which it is due.
    #[must_use]
    pub fn waiting_for(&self, clock: &str) -> Vec<(&OpenCase, &DueItem)> {
        let due = self.due(&[clock]).into_iter();
        due.filter(|(_, item)| item.round == 1 && !item.on_a_set_day)
            .collect()
    }

    /// For how many days something has been waited for.
    #[must_use]
    pub fn waited(&self, item: &DueItem) -> u32 {
        u32::try_from(item.from.days_until(self.as_at)).unwrap_or(0)
    }

    /// How many are how old, in the bands of the pack.
    fn ages_of(&self, ages: impl Iterator<Item = Option<u16>>) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = self
            .ages
            .iter()
            .map(|(_, title)| (title.clone(), 0))
            .collect();
        let mut unknown = 0;
        for age in ages {
            let band = age.and_then(|age| self.ages.iter().rposition(|(from, _)| *from <= age));
            match band {
                Some(band) => counts[band].1 += 1,
                None => unknown += 1,
            }
        }
        if unknown > 0 {
            counts.push(("Not known".to_owned(), unknown));
        }
        counts
    }
}

fn due_of(case: &OpenCase) -> impl Iterator<Item = (&OpenCase, &DueItem)> {
    case.due.iter().map(move |item| (case, item))
}

fn bands(days: &[u32]) -> Vec<WaitingBand> {
    let band = |(place, from): (usize, &u16)| {
        let to = WAITING_BANDS.get(place + 1).map(|next| next - 1);
        let within =
            |days: &&u32| **days >= u32::from(*from) && to.is_none_or(|to| **days <= u32::from(to));
        WaitingBand {
            from: *from,
            to,
            count: days.iter().filter(within).count(),
        }
    };
    WAITING_BANDS.iter().enumerate().map(band).collect()
}
