//! A waiting list over time, and what a plan says that it should be.

use std::collections::BTreeMap;

use clew_calendar::{Day, Period, PeriodKind};
use clew_journal::Moment;
use clew_measure::target_for;
use clew_plan::{AccountId, Book, Goal, Measure, MeasureKey, UnitId};
use clew_practice::due::Clocks;
use clew_practice::episode::Episode;
use clew_practice::occasion::Occasion;
use clew_practice::pack::{Clock, Definition, DefinitionKind, Due, Pack, Path};
use clew_store::practice::OpenOf;
use rust_decimal::Decimal;

use super::WorkOf;
use super::open::{Read, may_look, read};
use crate::naming::not_found;
use crate::practice::Sight;
use crate::practice::looks::looker;
use crate::{Act, Service, ServiceError};

/// How many waited on a day, beside what was planned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WaitingOn {
    /// The day.
    pub day: Day,
    /// How many had begun to wait and were neither seen nor taken off the list.
    pub count: usize,
    /// How many should wait at the most, where a plan says so.
    pub planned: Option<Decimal>,
}

/// The measure of a plan whose targets a waiting list is set against.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlannedWaiting {
    /// The measure.
    pub measure: MeasureKey,
    /// Its title.
    pub title: String,
}

/// A waiting list over time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WaitingOverTime {
    /// The clock's title.
    pub title: String,
    /// Day by day, in the order that was asked for.
    pub days: Vec<WaitingOn>,
    /// Where the plan's numbers come from; none where no plan has any for this list.
    pub plan: Option<PlannedWaiting>,
}

impl Service {
    /// How many waited on each of these days for what a clock counts, by what is recorded now; closed cases are those of
    /// the team that held them last. What a plan says is taken from the targets of a measure that is computed from a
    /// definition of the same: counted on a day, and from and until the dates of the clock.
    ///
    /// # Errors
    /// When the account may look nowhere, or not in the part that is asked for; when no pack in force has such a clock.
    pub fn waiting_over_time(
        &self,
        actor: &AccountId,
        at: Moment,
        (of, clock): (&WorkOf, &str),
        days: &[Day],
    ) -> Result<WaitingOverTime, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        may_look(&sight, of)?;
        let packs = sight.packs()?;
        let with_it = packs.iter().find(|pack| pack.clocks.contains_key(clock));
        let pack = with_it.ok_or_else(|| {
            let codes = packs.iter().flat_map(|pack| pack.clocks.keys());
            not_found("clock", clock, codes.map(String::as_str))
        })?;
        let clock = &pack.clocks[clock];
        let first = days.iter().min().copied().unwrap_or_else(|| sight.today());
        let among = OpenOf {
            form: Some(clock.trigger.form.clone()),
            closed_after: Some(first.number().into()),
            ..OpenOf::default()
        };
        let read = read(&sight, of, among)?;
        let occasions = first_rounds(pack, clock, &read);
        let planned = planned(&sight, pack, clock, of.unit.as_ref());
        let on = |day: &Day| WaitingOn {
            day: *day,
            count: waiting_on(&occasions, &read, *day),
            planned: planned
                .as_ref()
                .and_then(|(measure, unit)| most(memory.book(), measure, *day, *unit)),
        };
        Ok(WaitingOverTime {
            title: clock.title.clone(),
            days: days.iter().map(on).collect(),
            plan: planned.map(|(measure, _)| PlannedWaiting {
                measure: measure.code.key(),
                title: measure.title.clone(),
            }),
        })
    }
}

/// What the clock makes of the cases, without further rounds and what is due on a day that was set: a visit that is made
/// again and again is no waiting list, and neither is a review on its day.
fn first_rounds<'p>(pack: &'p Pack, clock: &Clock, read: &Read) -> Vec<Occasion<'p>> {
    let clocks = Clocks::of(pack);
    let episodes: BTreeMap<_, Episode<'_>> = Episode::all(&read.records);
    let of_episode = |episode: &Episode<'_>| {
        let person = episode.person().and_then(|number| read.people.get(&number));
        clocks.occasions(episode, person)
    };
    let all = episodes.values().flat_map(of_episode);
    let waits = |one: &Occasion<'_>| one.round == 1 && !matches!(one.rule.due, Due::On(_));
    all.filter(|one| one.clock.code == clock.code && waits(one))
        .collect()
}

/// How many waited on a day. Who waited when their case was closed waits no longer.
fn waiting_on(occasions: &[Occasion<'_>], read: &Read, day: Day) -> usize {
    let open = |one: &&Occasion<'_>| {
        let case = read.cases.get(&one.episode.0);
        let closed = case.and_then(|case| case.closed);
        one.is_open_on(day) && closed.is_none_or(|closed| closed > day.number().into())
    };
    occasions.iter().filter(open).count()
}

/// The measure whose targets are those of the list, with the part of the organisation that they are asked for: the
/// whole's where whoever asks looks at the whole, or at all of what the measure is about.
fn planned<'b>(
    sight: &Sight<'b>,
    pack: &Pack,
    clock: &Clock,
    unit: Option<&'b UnitId>,
) -> Option<(&'b Measure, Option<&'b UnitId>)> {
    let book = sight.memory.book();
    let looks_everywhere = || {
        let (state, act) = (sight.memory.state(), Act::LookAtPractice);
        crate::authorise(state, sight.actor(), act, None).is_ok()
    };
    let counts_it = |code: &String| {
        let definition = pack.measures.get(code);
        definition.is_some_and(|definition| counts_the_list(definition, clock))
    };
    let measures = book.measures.iter();
    let mut bound =
        measures.filter(|measure| measure.computed_from.as_ref().is_some_and(counts_it));
    bound.find_map(|measure| match unit {
        None => looks_everywhere().then_some((measure, None)),
        Some(unit) if measure.unit.as_ref() == Some(unit) => Some((measure, None)),
        Some(unit) => {
            let key = measure.code.key();
            let mut targets = book.targets.iter();
            let own = targets.any(|one| one.measure == key && one.unit.as_ref() == Some(unit));
            own.then_some((measure, Some(unit)))
        }
    })
}

/// Whether a definition counts, on a day, those who wait for what the clock counts.
fn counts_the_list(definition: &Definition, clock: &Clock) -> bool {
    let to = match clock.stop.form == clock.trigger.form {
        true => Path::Own(clock.stop.date.clone()),
        false => Path::Episode {
            form: clock.stop.form.clone(),
            field: clock.stop.date.clone(),
        },
    };
    definition.kind == DefinitionKind::OnDayCount
        && definition.form == clock.trigger.form
        && definition.from == Path::Own(clock.trigger.date.clone())
        && definition.to == Some(to)
}

/// How many should wait at the most by the target that holds in the month of a day.
fn most(book: &Book, measure: &Measure, day: Day, unit: Option<&UnitId>) -> Option<Decimal> {
    let month = Period::containing(PeriodKind::Month, day)?;
    match target_for(book, &measure.code.key(), month, unit)?.goal? {
        Goal::Value(value) => Some(value),
        Goal::Range { high, .. } => Some(high),
    }
}
