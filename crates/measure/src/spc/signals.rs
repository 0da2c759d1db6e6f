//! Finding signals among the points of one series.

use std::cmp::Ordering;

use clew_plan::Polarity;
use rust_decimal::Decimal;

use super::{ChartPoint, Meaning, NearLimit, Settings, Signal, Tie};

/// A point with a value: its place among all points, and where it lies.
struct Placed {
    place: usize,
    value: Decimal,
    centre: Decimal,
    lower: Decimal,
    upper: Decimal,
    /// From the centre line to a limit that is not cut off at 0 or 100.
    reach: Decimal,
}

impl Placed {
    /// Above, on or below the centre line.
    fn side(&self) -> Ordering {
        self.value.cmp(&self.centre)
    }

    /// Above or below the limits, else equal.
    fn outside(&self) -> Ordering {
        if self.value > self.upper {
            Ordering::Greater
        } else if self.value < self.lower {
            Ordering::Less
        } else {
            Ordering::Equal
        }
    }

    /// In the outer third before the upper or lower limit (not beyond it), else equal.
    fn near(&self) -> Ordering {
        let outer_third = self.thrice_off() > self.reach.saturating_add(self.reach);
        if outer_third && self.outside() == Ordering::Equal {
            self.side()
        } else {
            Ordering::Equal
        }
    }

    /// In the inner third around the centre line.
    fn is_inner(&self) -> bool {
        self.thrice_off() < self.reach
    }

    /// Three times the distance from the centre line.
    fn thrice_off(&self) -> Decimal {
        let distance = self.value.saturating_sub(self.centre).abs();
        distance.saturating_mul(Decimal::from(3_u32))
    }
}

/// Marks the points of one series with their signals and what these mean. Every point of a run or
/// trend is marked, not only the one that completes it.
pub(super) fn mark(points: &mut [ChartPoint], settings: &Settings<'_>) {
    let placed: Vec<Placed> = points.iter().enumerate().filter_map(placed).collect();
    let mut found: Vec<Vec<(Signal, Ordering)>> = vec![Vec::new(); points.len()];
    let mut add = |signal: Signal, marks: Vec<(usize, Ordering)>| {
        for (place, side) in marks {
            found[place].push((signal, side));
        }
    };
    let rules = settings.rules;
    add(Signal::Outside, outside(&placed));
    if let Some(length) = rules.trend {
        add(
            Signal::Trend,
            trends(&placed, length, rules.equal_neighbours),
        );
    }
    if let Some(near) = rules.near {
        add(Signal::Near, near_limits(&placed, near));
    }
    if let Some(length) = rules.shift {
        add(Signal::Shift, shifts(&placed, length, rules.on_centre));
    }
    if let Some(length) = rules.inner {
        add(Signal::Inner, inner_runs(&placed, length));
    }
    for (point, mut signals) in points.iter_mut().zip(found) {
        let rank = |signal: Signal| rules.precedence.iter().position(|listed| *listed == signal);
        signals.sort_by_key(|(signal, _)| (rank(*signal).unwrap_or(usize::MAX), *signal));
        signals.dedup_by_key(|(signal, _)| *signal);
        if let Some((_, side)) = signals.first() {
            point.meaning = meaning(*side, settings.polarity);
        }
        point.signals = signals.into_iter().map(|(signal, _)| signal).collect();
    }
}

fn placed((place, point): (usize, &ChartPoint)) -> Option<Placed> {
    Some(Placed {
        place,
        value: point.value?,
        centre: point.centre,
        lower: point.lower,
        upper: point.upper,
        reach: point.reach,
    })
}

fn meaning(side: Ordering, polarity: Polarity) -> Meaning {
    match (side, polarity) {
        (Ordering::Equal, _) => Meaning::Unusual,
        (Ordering::Greater, Polarity::Higher) | (Ordering::Less, Polarity::Lower) => {
            Meaning::Improvement
        }
        (Ordering::Greater, Polarity::Lower) | (Ordering::Less, Polarity::Higher) => {
            Meaning::Concern
        }
        (Ordering::Greater, Polarity::InRange | Polarity::Contextual) => Meaning::High,
        (Ordering::Less, Polarity::InRange | Polarity::Contextual) => Meaning::Low,
    }
}

fn outside(placed: &[Placed]) -> Vec<(usize, Ordering)> {
    placed
        .iter()
        .map(|point| (point.place, point.outside()))
        .filter(|(_, side)| *side != Ordering::Equal)
        .collect()
}

/// Runs of so many points on one side of the centre line.
fn shifts(placed: &[Placed], length: usize, on_centre: Tie) -> Vec<(usize, Ordering)> {
    let mut marks = Vec::new();
    let mut run: Vec<(usize, Ordering)> = Vec::new();
    for point in placed {
        let side = point.side();
        if side == Ordering::Equal && on_centre == Tie::Skipped {
            continue;
        }
        if run.last().is_some_and(|(_, before)| *before != side) {
            keep(&mut marks, &mut run, length);
        }
        if side != Ordering::Equal {
            run.push((point.place, side));
        }
    }
    keep(&mut marks, &mut run, length);
    marks
}

/// Runs of so many points in the inner third.
fn inner_runs(placed: &[Placed], length: usize) -> Vec<(usize, Ordering)> {
    let mut marks = Vec::new();
    let mut run = Vec::new();
    for point in placed {
        if point.is_inner() {
            run.push((point.place, Ordering::Equal));
        } else {
            keep(&mut marks, &mut run, length);
        }
    }
    keep(&mut marks, &mut run, length);
    marks
}

/// Ends a run: its points are marked when it is long enough.
fn keep(marks: &mut Vec<(usize, Ordering)>, run: &mut Vec<(usize, Ordering)>, length: usize) {
    if run.len() >= length {
        marks.append(run);
    }
    run.clear();
}

/// Trends: so many points, each higher (or each lower) than the one before.
fn trends(placed: &[Placed], length: usize, equal: Tie) -> Vec<(usize, Ordering)> {
    let mut marks = Vec::new();
    let mut run: Vec<(usize, Ordering)> = Vec::new();
    let mut before: Option<&Placed> = None;
    let mut way = Ordering::Equal;
    for point in placed {
        let step = before.map_or(Ordering::Equal, |before| point.value.cmp(&before.value));
        if before.is_some() && step == Ordering::Equal && equal == Tie::Skipped {
            continue;
        }
        if step == Ordering::Equal || step != way {
            keep(&mut marks, &mut run, length);
            // A trend that turns begins again at the turning point.
            if let Some(turn) = before.filter(|_| step != Ordering::Equal) {
                run.push((turn.place, step));
            }
            way = step;
        }
        run.push((point.place, step));
        before = Some(point);
    }
    keep(&mut marks, &mut run, length);
    marks
}

/// So many of so many points in a row near one limit; only those near it are marked.
fn near_limits(placed: &[Placed], rule: NearLimit) -> Vec<(usize, Ordering)> {
    let mut marks: Vec<(usize, Ordering)> = Vec::new();
    for window in placed.windows(rule.of.max(1)) {
        for side in [Ordering::Greater, Ordering::Less] {
            let near: Vec<&Placed> = window.iter().filter(|point| point.near() == side).collect();
            let one_side = window.iter().all(|point| point.side() == side);
            if near.len() >= rule.at_least && (one_side || !rule.same_side) {
                marks.extend(near.iter().map(|point| (point.place, side)));
            }
        }
    }
    marks
}
