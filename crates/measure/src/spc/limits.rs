//! Centre lines and control limits.

use rust_decimal::{Decimal, MathematicalOps};

use super::{Baseline, ChartKind, ChartPoint, Meaning, Observation, Segment, Settings};
use crate::MeasureError;

/// 3 divided by 1.128, the ratio of the mean moving range of two to the standard deviation.
const XMR_LIMIT: Decimal = Decimal::from_parts(266, 0, 0, false, 2);
/// The upper limit of moving ranges of two, as a multiple of their mean.
const OUTLIER: Decimal = Decimal::from_parts(3267, 0, 0, false, 3);
/// Standard deviations from the centre line to the limits of p and u charts.
const SIGMAS: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// A series between breaks with its lines, not yet read.
pub(super) struct Drawn {
    pub(super) segment: Segment,
    pub(super) points: Vec<ChartPoint>,
}

/// Draws one series; none when it has no value at all.
///
/// A series that has only just begun after a break has one point: its lines lie on it, on trial.
pub(super) fn draw(
    observations: &[Observation],
    offset: usize,
    settings: &Settings<'_>,
    is_only_one: bool,
) -> Result<Option<Drawn>, MeasureError> {
    let values = values(observations, settings)?;
    let known: Vec<usize> = (0..values.len())
        .filter(|place| values[*place].is_some())
        .collect();
    let (Some(first), Some(last)) = (observations.first(), observations.last()) else {
        return Ok(None);
    };
    if known.is_empty() {
        return Ok(None);
    }
    let baseline = baseline_places(&known, offset, settings.baseline);
    if baseline.len() < 2 && (is_only_one || known.len() > 1) {
        return Err(MeasureError::ShortBaseline {
            points: baseline.len(),
        });
    }
    let lines = match settings.kind {
        ChartKind::Xmr => xmr(&values, &baseline, settings)?,
        ChartKind::P | ChartKind::U => by_counts(observations, &known, &baseline, settings)?,
    };
    let points = points(observations, &values, &lines);
    let end = &lines.limits[known.last().copied().unwrap_or(0)];
    let segment = Segment {
        from: first.label.clone(),
        to: last.label.clone(),
        drawn_from: baseline.len(),
        trial: baseline.len() < settings.rules.trial_below,
        centre: lines.centre,
        lower: end.lower,
        upper: end.upper,
        mean_moving_range: lines.mean_moving_range,
        screened: lines.screened,
    };
    Ok(Some(Drawn { segment, points }))
}

/// The lines of one series.
struct Lines {
    centre: Decimal,
    /// The limits of each place.
    limits: Vec<Limits>,
    moving_ranges: Vec<Option<Decimal>>,
    mean_moving_range: Option<Decimal>,
    screened: usize,
}

/// The limits of one place.
#[derive(Clone, Copy)]
struct Limits {
    lower: Decimal,
    upper: Decimal,
    /// From the centre line to either limit, before these are cut at 0 or 100.
    reach: Decimal,
}

impl Limits {
    /// So far on both sides of the centre line, and cut; none when too large.
    fn around(centre: Decimal, reach: Decimal, kind: ChartKind) -> Option<Self> {
        let (lower, upper) = (centre.checked_sub(reach)?, centre.checked_add(reach)?);
        let (lower, upper) = match kind {
            ChartKind::Xmr => (lower, upper),
            ChartKind::P => (lower.max(Decimal::ZERO), upper.min(Decimal::ONE_HUNDRED)),
            ChartKind::U => (lower.max(Decimal::ZERO), upper),
        };
        Some(Self {
            lower,
            upper,
            reach,
        })
    }
}

fn points(
    observations: &[Observation],
    values: &[Option<Decimal>],
    lines: &Lines,
) -> Vec<ChartPoint> {
    let point = |place: usize| ChartPoint {
        label: observations[place].label.clone(),
        value: values[place],
        moving_range: lines.moving_ranges[place],
        centre: lines.centre,
        lower: lines.limits[place].lower,
        upper: lines.limits[place].upper,
        reach: lines.limits[place].reach,
        signals: Vec::new(),
        meaning: Meaning::Common,
        series: 0,
    };
    (0..observations.len()).map(point).collect()
}

/// The places the lines are drawn from, among those with a value.
fn baseline_places(known: &[usize], offset: usize, baseline: Baseline) -> Vec<usize> {
    match baseline {
        Baseline::All => known.to_vec(),
        Baseline::First(count) => known.iter().copied().take(count).collect(),
        Baseline::Places(from, to) => {
            let inside = |place: &usize| (from..=to).contains(&(place + offset));
            let chosen: Vec<usize> = known.iter().copied().filter(inside).collect();
            if chosen.is_empty() {
                known.to_vec()
            } else {
                chosen
            }
        }
    }
}

/// The value plotted for each observation.
fn values(
    observations: &[Observation],
    settings: &Settings<'_>,
) -> Result<Vec<Option<Decimal>>, MeasureError> {
    match settings.kind {
        ChartKind::Xmr => Ok(observations.iter().map(|point| point.value).collect()),
        ChartKind::P | ChartKind::U => observations
            .iter()
            .map(|point| share_or_rate(point, settings))
            .collect(),
    }
}

/// Per cent on a p chart, events per [`Settings::per`] on a u chart; none where nothing was counted.
fn share_or_rate(
    point: &Observation,
    settings: &Settings<'_>,
) -> Result<Option<Decimal>, MeasureError> {
    let needs = |needs| MeasureError::CountsNeeded {
        label: point.label.clone(),
        chart: if settings.kind == ChartKind::P {
            "p"
        } else {
            "u"
        },
        needs,
    };
    let (met, all) = match (point.numerator, point.denominator) {
        (None, None) if point.value.is_none() => return Ok(None),
        (Some(met), Some(all)) => (met, all),
        _ => return Err(needs("a numerator and a denominator")),
    };
    if met < Decimal::ZERO || all < Decimal::ZERO {
        return Err(needs("counts of 0 or more"));
    }
    if settings.kind == ChartKind::P && met > all {
        return Err(needs("a numerator no larger than its denominator"));
    }
    if all.is_zero() {
        return Ok(None);
    }
    let value = scale(settings)
        .checked_mul(met)
        .and_then(|product| product.checked_div(all));
    value.map(Some).ok_or_else(|| too_large(&point.label))
}

fn scale(settings: &Settings<'_>) -> Decimal {
    match settings.kind {
        ChartKind::P => Decimal::ONE_HUNDRED,
        ChartKind::U => settings.per.max(Decimal::ONE),
        ChartKind::Xmr => Decimal::ONE,
    }
}

fn too_large(label: &str) -> MeasureError {
    MeasureError::TooLarge {
        label: label.to_owned(),
    }
}

/// Mean of the baseline ± 2.66 times the mean of its moving ranges.
fn xmr(
    values: &[Option<Decimal>],
    baseline: &[usize],
    settings: &Settings<'_>,
) -> Result<Lines, MeasureError> {
    let too_large = || too_large("XmR limits");
    let moving_ranges = moving_ranges(values).ok_or_else(too_large)?;
    let of_baseline: Vec<Decimal> = baseline.iter().filter_map(|place| values[*place]).collect();
    // A baseline's first point has no moving range of its own: it would reach outside it.
    let ranges: Vec<Decimal> = baseline
        .iter()
        .skip(1)
        .filter_map(|place| moving_ranges[*place])
        .collect();
    let centre = mean(&of_baseline).ok_or_else(too_large)?;
    let screen = settings
        .screen_outliers
        .unwrap_or(settings.rules.screen_outliers);
    let (mean_range, screened) = mean_range(&ranges, screen).ok_or_else(too_large)?;
    let reach = XMR_LIMIT.checked_mul(mean_range).ok_or_else(too_large)?;
    let limits = Limits::around(centre, reach, ChartKind::Xmr).ok_or_else(too_large)?;
    Ok(Lines {
        centre,
        limits: vec![limits; values.len()],
        moving_ranges,
        mean_moving_range: Some(mean_range),
        screened,
    })
}

/// The distance of each value from the one before it that is known.
fn moving_ranges(values: &[Option<Decimal>]) -> Option<Vec<Option<Decimal>>> {
    let mut before: Option<Decimal> = None;
    let mut ranges = Vec::with_capacity(values.len());
    for value in values {
        let range = match (before, value) {
            (Some(before), Some(value)) => Some(value.checked_sub(before)?.abs()),
            _ => None,
        };
        ranges.push(range);
        before = value.or(before);
    }
    Some(ranges)
}

/// The mean moving range, after leaving out outliers once where asked; how many were left out.
fn mean_range(ranges: &[Decimal], screen: bool) -> Option<(Decimal, usize)> {
    let all = mean(ranges)?;
    if !screen || all.is_zero() {
        return Some((all, 0));
    }
    let outlier = OUTLIER.checked_mul(all)?;
    let kept: Vec<Decimal> = ranges
        .iter()
        .copied()
        .filter(|range| *range < outlier)
        .collect();
    Some((mean(&kept)?, ranges.len() - kept.len()))
}

/// The mean; 0 for no values. None when the sum is too large.
fn mean(values: &[Decimal]) -> Option<Decimal> {
    let count = Decimal::from(values.len().max(1));
    let sum = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))?;
    sum.checked_div(count)
}

/// The pooled share or rate of the baseline ± 3 standard deviations for each denominator.
fn by_counts(
    observations: &[Observation],
    known: &[usize],
    baseline: &[usize],
    settings: &Settings<'_>,
) -> Result<Lines, MeasureError> {
    let too_large = || too_large("control limits");
    let add = |of: fn(&Observation) -> Option<Decimal>| {
        let counts = baseline
            .iter()
            .filter_map(|place| of(&observations[*place]));
        counts
            .into_iter()
            .try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let met = add(|point| point.numerator).ok_or_else(too_large)?;
    let all = add(|point| point.denominator).ok_or_else(too_large)?;
    let pooled = met.checked_div(all).ok_or_else(too_large)?;
    let scale = scale(settings);
    let centre = scale
        .checked_mul(met)
        .and_then(|product| product.checked_div(all))
        .ok_or_else(too_large)?;
    let on_centre = Limits {
        lower: centre,
        upper: centre,
        reach: Decimal::ZERO,
    };
    let mut limits = vec![on_centre; observations.len()];
    for place in known {
        let denominator = observations[*place].denominator.unwrap_or(Decimal::ONE);
        let reach = deviation(pooled, denominator, settings.kind)
            .and_then(|deviation| deviation.checked_mul(SIGMAS)?.checked_mul(scale))
            .ok_or_else(too_large)?;
        limits[*place] = Limits::around(centre, reach, settings.kind).ok_or_else(too_large)?;
    }
    Ok(Lines {
        centre,
        limits,
        moving_ranges: vec![None; observations.len()],
        mean_moving_range: None,
        screened: 0,
    })
}

/// Standard deviation of a share (binomial) or of a rate (Poisson) for a denominator above 0.
fn deviation(pooled: Decimal, denominator: Decimal, kind: ChartKind) -> Option<Decimal> {
    let variance = match kind {
        ChartKind::P => pooled.checked_mul(Decimal::ONE.checked_sub(pooled)?)?,
        ChartKind::U | ChartKind::Xmr => pooled,
    };
    variance.checked_div(denominator)?.sqrt()
}
