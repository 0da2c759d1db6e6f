//! The council itself: day after day, what comes in, is made into episodes and is recorded.

use std::collections::{BTreeMap, VecDeque};

use clew_calendar::{Calendar, Day, Weekday};
use clew_practice::pack::Pack;
use clew_practice::person::Person;
use clew_practice::record::Record;

use crate::episode::Making;
use crate::fill::{self, Version};
use crate::people::{self, Someone};
use crate::random::{Random, mix};
use crate::sketch::Sketch;
use crate::{SynthError, Truth};
use crate::{children, guardianship, justice, plain, protection, size::Size, support};

/// What a council makes.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "they are handed on one by one and never kept in a list"
)]
pub enum Made {
    /// Somebody who has come to notice; or who has moved, with the next version.
    Person(Person),
    /// A record, as it stood when it was recorded.
    Record(Record),
}

/// Work of one kind: how much of it one large council has in a year, when, and how an episode of it is made.
pub(crate) struct Work {
    /// Episodes a year.
    pub(crate) a_year: u32,
    /// True when it comes on any day of the week.
    pub(crate) any_day: bool,
    /// How many are open at the start.
    pub(crate) open_at_start: u32,
    /// For how many days before the start those may have been open.
    pub(crate) days_before: i32,
    /// Makes one episode that opens on a day.
    pub(crate) make: fn(&mut Making, Day, Opening),
}

/// Whether an episode opens in the council's own time, or was brought over open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Opening {
    Now,
    /// It must still be open on this day.
    BroughtOver(Day),
}

/// Something that will be handed on when its day comes.
#[derive(Debug)]
enum Waiting {
    Moved(Someone),
    Recorded(Box<Sketch>, Stand),
}

/// Which version of a record, and up to when things are known.
#[derive(Clone, Copy, Debug)]
struct Stand {
    known: Day,
    recorded: Day,
    version: u32,
}

/// A synthetic council: an iterator of people and records in the order of the days on which they were recorded.
///
/// A person always comes before their records, and the record that opens an episode before the others of it that were
/// recorded on later days. Everything that happened by the last day was also recorded by then, however late.
pub struct Council<'a> {
    pack: &'a Pack,
    size: Size,
    seed: u64,
    scale: u64,
    works: Vec<Work>,
    making: Making,
    today: Day,
    begun: bool,
    waiting: BTreeMap<Day, Vec<Waiting>>,
    ready: VecDeque<Made>,
}

impl<'a> Council<'a> {
    /// A council that works with the forms of a pack.
    ///
    /// # Errors
    /// When the pack lacks forms or fields that are filled here, or the size's days cannot be made.
    pub fn new(pack: &'a Pack, size: Size, seed: u64) -> Result<Council<'a>, SynthError> {
        let size = size.checked()?;
        let built_in = |name| Calendar::built_in(name).map_err(|_| SynthError::Days);
        let calendars = (
            built_in("scotland-statutory")?,
            built_in("scotland-council")?,
        );
        let making = Making::new(seed, size.last, bad_year(size, seed), calendars);
        for form in FORMS {
            if !pack.forms.contains_key(form) {
                return Err(SynthError::NoForm { form });
            }
        }
        Ok(Council {
            pack,
            size,
            seed,
            scale: size.scale(),
            works: works(),
            making,
            today: size.first,
            begun: false,
            waiting: BTreeMap::new(),
            ready: VecDeque::new(),
        })
    }

    /// The true answers so far: the answers of the whole council once the iterator has come to its end.
    #[must_use]
    pub fn truth(&self) -> &Truth {
        &self.making.truth
    }

    /// The year in which more came in, less was done in time and more was recorded late: its first and last day.
    #[must_use]
    pub fn bad_year(&self) -> Option<(Day, Day)> {
        bad_year(self.size, self.seed)
    }

    fn bring_over(&mut self) {
        for place in 0..self.works.len() {
            let Work {
                open_at_start,
                days_before,
                make,
                ..
            } = self.works[place];
            for _ in 0..self.how_many(u64::from(open_at_start) * self.scale) {
                let before = self.making.random.between(1, days_before.max(1));
                let opened = self.size.first.plus_days(-before);
                make(
                    &mut self.making,
                    opened,
                    Opening::BroughtOver(self.size.first),
                );
            }
        }
        self.put_by();
    }

    /// So many millionths as a whole number, up or down by chance.
    fn how_many(&mut self, millionths: u64) -> u64 {
        let part = u32::try_from(millionths % 1_000_000).unwrap_or(0);
        let one_more = self.making.random.below(1_000_000) < part;
        millionths / 1_000_000 + u64::from(one_more)
    }

    fn work_a_day(&mut self) {
        let today = self.today;
        for place in 0..self.works.len() {
            let Work {
                a_year,
                any_day,
                make,
                ..
            } = self.works[place];
            let share = u64::from(share_of_day(today, any_day));
            let busy = if self.making.is_bad(today) { 118 } else { 100 };
            let millionths =
                u64::from(a_year) * self.scale * share * u64::from(season(today)) * busy;
            for _ in 0..self.how_many(millionths / (365 * 1_000_000)) {
                make(&mut self.making, today, Opening::Now);
            }
        }
        self.put_by();
    }

    /// Hands on who is new, and puts by what was made until the day on which it is recorded.
    fn put_by(&mut self) {
        let seed = self.seed;
        for someone in self.making.met.drain(..) {
            self.ready
                .push_back(Made::Person(people::person(someone, seed, false)));
            let moved = people::moves_on(someone).filter(|moved| *moved <= self.size.last);
            if let Some(moved) = moved {
                let day = moved.max(self.today);
                self.waiting
                    .entry(day)
                    .or_default()
                    .push(Waiting::Moved(someone));
            }
        }
        for sketch in std::mem::take(&mut self.making.made) {
            self.put_by_record(sketch);
        }
    }

    fn put_by_record(&mut self, sketch: Sketch) {
        let mut late = Random::new(mix(sketch.number ^ self.seed));
        let bad = self.making.is_bad(sketch.event);
        let mut recorded = |known: Day| {
            let lag = lag(&mut late, bad);
            known.plus_days(lag).min(self.size.last)
        };
        let first = recorded(sketch.event);
        let known = sketch.last_known();
        let later = known > sketch.event;
        let second = recorded(known).max(first);
        let sketch = Box::new(sketch);
        if !later || self.size.versions {
            let stand = Stand {
                known: sketch.event,
                recorded: first,
                version: 1,
            };
            self.wait(first, Waiting::Recorded(sketch.clone(), stand));
        }
        if later {
            let version = if self.size.versions { 2 } else { 1 };
            let stand = Stand {
                known,
                recorded: second,
                version,
            };
            let day = if self.size.versions { second } else { first };
            self.wait(day, Waiting::Recorded(sketch, stand));
        }
    }

    fn wait(&mut self, day: Day, what: Waiting) {
        self.waiting
            .entry(day.max(self.today))
            .or_default()
            .push(what);
    }

    fn hand_on(&mut self) {
        for waiting in self.waiting.remove(&self.today).unwrap_or_default() {
            let made = match waiting {
                Waiting::Moved(someone) => Made::Person(people::person(someone, self.seed, true)),
                Waiting::Recorded(sketch, stand) => self.record(&sketch, stand),
            };
            self.ready.push_back(made);
        }
    }

    fn record(&self, sketch: &Sketch, stand: Stand) -> Made {
        let form = &self.pack.forms[sketch.form];
        let process = self.pack.processes.get(sketch.process);
        let step =
            process.and_then(|process| process.steps.iter().find(|step| step.form == sketch.form));
        let minute = i64::try_from(mix(sketch.number) % (8 * 60)).unwrap_or(0);
        let version = Version {
            known: stand.known,
            recorded_at: seconds(stand.recorded)
                + (9 * 60 + minute) * 60
                + i64::from(stand.version),
            version: stand.version,
            authorised: step.is_some_and(|step| step.authorised_by.is_some())
                && !sketch.unfinished
                && stand.known >= sketch.last_known(),
        };
        Made::Record(fill::record(self.pack, form, sketch, &version))
    }
}

impl Iterator for Council<'_> {
    type Item = Made;

    fn next(&mut self) -> Option<Made> {
        loop {
            if let Some(made) = self.ready.pop_front() {
                return Some(made);
            }
            if self.today > self.size.last {
                return None;
            }
            if !self.begun {
                self.begun = true;
                self.bring_over();
            }
            self.work_a_day();
            self.hand_on();
            self.today = self.today.plus_days(1);
        }
    }
}

/// Every kind of work.
fn works() -> Vec<Work> {
    let mut works = Vec::new();
    works.extend(protection::works());
    works.extend(children::works());
    works.extend(guardianship::works());
    works.extend(justice::works());
    works.extend(support::works());
    works.extend(plain::works());
    works
}

/// Forms that are filled.
const FORMS: [&str; 53] = [
    "closing",
    "asp-advocacy",
    "asp-capacity-request",
    "asp-closure",
    "asp-conference",
    "asp-feedback",
    "asp-inquiry",
    "asp-invitation",
    "asp-ird",
    "asp-ird-sign-off",
    "asp-outcome-conversation",
    "asp-plan-action",
    "asp-power-use",
    "asp-protection-plan",
    "asp-referral",
    "asp-review-conference",
    "asp-risk-assessment",
    "assessment",
    "awi-guardianship",
    "awi-visit",
    "care-package",
    "care-review-due",
    "carer-plan",
    "complaint",
    "court-report",
    "cp-concern",
    "cp-core-group",
    "cp-deregistration",
    "cp-investigation",
    "cp-ird",
    "cp-planning-meeting",
    "cp-registration",
    "cp-review",
    "cpo-order",
    "delayed-discharge",
    "dtto-order",
    "foi-request",
    "lac-end",
    "lac-placement",
    "lac-start",
    "lac-visit",
    "ot-referral",
    "prisoner-contact",
    "reporter-report",
    "sds-choice",
    "sds-outcome",
    "section-23-assessment",
    "subject-access",
    "supervision-decision",
    "supervision-order",
    "telecare",
    "throughcare",
    "treatment-referral",
];

/// The bad year: a financial year that is neither the first nor the last, if there are three.
fn bad_year(size: Size, seed: u64) -> Option<(Day, Day)> {
    let years = u64::try_from(size.last.year() - size.first.year()).unwrap_or(0);
    if years < 3 {
        return None;
    }
    let place = i32::try_from(1 + mix(seed) % (years - 2)).unwrap_or(1);
    let first = Day::new(size.first.year() + place, 4, 1).ok()?;
    Some((first, first.plus_months(12).plus_days(-1)))
}

/// How much of an average day's work comes on a day, in hundredths.
fn share_of_day(day: Day, any_day: bool) -> u32 {
    match (day.weekday(), any_day) {
        (Weekday::Saturday | Weekday::Sunday, true) => 45,
        (Weekday::Saturday | Weekday::Sunday, false) => 0,
        (Weekday::Monday, true) => 130,
        (_, true) => 120,
        (Weekday::Monday, false) => 156,
        (_, false) => 136,
    }
}

/// How much of an average month's work comes in a month, in hundredths: less in summer and at the turn of the year,
/// more in late winter and autumn.
fn season(day: Day) -> u32 {
    const MONTHS: [u32; 12] = [108, 107, 110, 97, 100, 99, 90, 96, 103, 105, 104, 81];
    MONTHS[usize::from(day.month() - 1)]
}

/// How many days later something is recorded: mostly at once, sometimes weeks later, and later in a bad year.
fn lag(random: &mut Random, bad: bool) -> i32 {
    let slow = if bad { 160 } else { 80 };
    match random.below(1_000) {
        drawn if drawn < slow => random.between(8, 60),
        drawn if drawn < 330 => random.between(2, 7),
        drawn if drawn < 600 => 1,
        _ => 0,
    }
}

/// Seconds from 1970 to the beginning of a day, UTC.
fn seconds(day: Day) -> i64 {
    i64::from(day.number()) * 86_400
}
