//! Waiting lists: occasions that are neither stopped nor ended, by how long they have waited.

use std::collections::BTreeMap;

use clew_calendar::Day;

use crate::{occasion::Occasion, pack::PackCode};

/// The first days of the usual bands: up to a week, a fortnight, four weeks, twelve weeks, and longer.
pub const WAITING_BANDS: [u16; 5] = [0, 8, 15, 29, 85];

/// One occasion that waits.
#[derive(Clone, Copy, Debug)]
pub struct WaitingOne<'o, 'p> {
    /// The occasion.
    pub occasion: &'o Occasion<'p>,
    /// For how many days.
    pub days: u32,
}

/// How many wait for so long.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WaitingBand {
    /// From so many days on.
    pub from: u16,
    /// To so many days; without end for the last.
    pub to: Option<u16>,
    /// How many.
    pub count: usize,
}

/// Who waits for what one clock counts.
#[derive(Clone, Debug)]
pub struct WaitingList<'o, 'p> {
    /// The clock.
    pub clock: PackCode,
    /// Who waits, the longest first.
    pub waiting: Vec<WaitingOne<'o, 'p>>,
    /// How many wait for how long.
    pub bands: Vec<WaitingBand>,
}

/// The waiting lists as at a day, by clock. The bands are given by their first days, the lowest first.
#[must_use]
pub fn waiting_lists<'o, 'p>(
    occasions: &'o [Occasion<'p>],
    as_at: Day,
    bands: &[u16],
) -> Vec<WaitingList<'o, 'p>> {
    let mut by_clock: BTreeMap<&str, Vec<WaitingOne<'o, 'p>>> = BTreeMap::new();
    for occasion in occasions
        .iter()
        .filter(|occasion| occasion.is_open_on(as_at))
    {
        let days = occasion.from.day.days_until(as_at);
        let days = u32::try_from(days).unwrap_or(0);
        let list = by_clock.entry(&occasion.clock.code).or_default();
        list.push(WaitingOne { occasion, days });
    }
    let lists = by_clock.into_iter().map(|(clock, mut waiting)| {
        waiting.sort_by_key(|one| (std::cmp::Reverse(one.days), one.occasion.trigger));
        WaitingList {
            clock: clock.to_owned(),
            bands: banded(&waiting, bands),
            waiting,
        }
    });
    lists.collect()
}

fn banded(waiting: &[WaitingOne<'_, '_>], bands: &[u16]) -> Vec<WaitingBand> {
    let band = |(index, from): (usize, &u16)| {
        let to = bands.get(index + 1).map(|next| next.saturating_sub(1));
        let within = |one: &&WaitingOne<'_, '_>| {
            one.days >= u32::from(*from) && to.is_none_or(|to| one.days <= u32::from(to))
        };
        WaitingBand {
            from: *from,
            to,
            count: waiting.iter().filter(within).count(),
        }
    };
    bands.iter().enumerate().map(band).collect()
}

/// How many were waiting on each of the days, to be set against a plan.
#[must_use]
pub fn trajectory(occasions: &[Occasion<'_>], days: &[Day]) -> Vec<(Day, usize)> {
    let on = |day: &Day| {
        let open = occasions
            .iter()
            .filter(|occasion| occasion.is_open_on(*day));
        (*day, open.count())
    };
    days.iter().map(on).collect()
}
