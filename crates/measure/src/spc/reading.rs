//! Reading a chart: assurance against the target, and the chart in words.

use clew_plan::{Goal, Polarity};

use super::{Assurance, Chart, ChartPoint, Meaning, Segment, Settings};
use crate::MeasureError;

pub(super) fn read(
    segments: Vec<Segment>,
    points: Vec<ChartPoint>,
    settings: &Settings<'_>,
) -> Result<Chart, MeasureError> {
    let last = segments.last().ok_or(MeasureError::EmptySeries)?;
    let latest = points.iter().rev().find(|point| point.value.is_some());
    let latest = latest.ok_or(MeasureError::EmptySeries)?;
    let assurance = assurance(last, settings);
    let screen = settings
        .screen_outliers
        .unwrap_or(settings.rules.screen_outliers);
    Ok(Chart {
        chart: settings.kind,
        rule_set: settings.rules.name.clone(),
        rule_set_source: settings.rules.source.clone(),
        polarity: settings.polarity,
        target: settings.target,
        screen_outliers: screen && settings.kind == super::ChartKind::Xmr,
        trial: last.trial,
        centre: last.centre,
        lower: last.lower,
        upper: last.upper,
        latest: latest.meaning,
        assurance,
        summary: in_words(latest, last, assurance),
        segments,
        points,
    })
}

/// Whether the last limits lie wholly on or off the target. A limit on the target counts as met,
/// as a value on the boundary does.
fn assurance(last: &Segment, settings: &Settings<'_>) -> Option<Assurance> {
    if last.drawn_from < 2 {
        return None;
    }
    let (low, high) = match settings.target? {
        Goal::Value(value) => (value, value),
        Goal::Range { low, high } => (low, high),
    };
    let (met, missed) = match settings.polarity {
        Polarity::Higher => (last.lower >= low, last.upper < low),
        Polarity::Lower => (last.upper <= high, last.lower > high),
        Polarity::InRange => {
            let met = last.lower >= low && last.upper <= high;
            (met, last.upper < low || last.lower > high)
        }
        Polarity::Contextual => return None,
    };
    Some(match (met, missed) {
        (true, _) => Assurance::ConsistentlyMet,
        (false, true) => Assurance::ConsistentlyMissed,
        (false, false) => Assurance::Inconsistent,
    })
}

fn in_words(latest: &ChartPoint, last: &Segment, assurance: Option<Assurance>) -> String {
    let mut sentences = vec![latest_in_words(latest)];
    sentences.extend(assurance.map(|assurance| {
        match assurance {
            Assurance::ConsistentlyMet => "The process as it stands will keep meeting the target.",
            Assurance::ConsistentlyMissed => {
                "The process as it stands will keep missing the target."
            }
            Assurance::Inconsistent => {
                "The process as it stands will meet the target at some times and miss it at others."
            }
        }
        .to_owned()
    }));
    if last.trial {
        let points = if last.drawn_from == 1 {
            "point"
        } else {
            "points"
        };
        sentences.push(format!(
            "The limits are on trial: they are drawn from {} {points} only.",
            last.drawn_from
        ));
    }
    sentences.join(" ")
}

fn latest_in_words(latest: &ChartPoint) -> String {
    let Some(signal) = latest.signals.first() else {
        return format!("{} shows common variation.", latest.label);
    };
    let meaning = match latest.meaning {
        Meaning::Improvement => "a signal of improvement",
        Meaning::Concern => "a signal of concern",
        Meaning::High => "a signal on the high side",
        Meaning::Low => "a signal on the low side",
        Meaning::Unusual | Meaning::Common => "a signal",
    };
    format!("{} is {meaning}: {}.", latest.label, signal.words())
}
