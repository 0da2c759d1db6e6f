//! Lines: one measure as a forum is shown it.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_journal::{EarlierValue, FrozenDetail, FrozenLine};
use clew_measure::{Judgement, show_against, show_value};
use clew_plan::{Commentary, Measure, MeasureKey, UnitId};
use clew_report::{Request, words};

/// What is said of each measure, found at once.
type Said<'book> = HashMap<&'book MeasureKey, Vec<&'book Commentary>>;

/// Every measure's line, for the whole and for the parts that have a figure.
pub(crate) fn lines(about: &Request<'_>) -> Vec<FrozenLine> {
    let mut said: Said<'_> = HashMap::new();
    for comment in &about.book().commentary {
        if let Some(measure) = &comment.measure {
            said.entry(measure).or_default().push(comment);
        }
    }
    let mut lines = Vec::new();
    for measure in about.index.measures_of(Some(&about.plan.id), about.period) {
        let key = measure.code.key();
        let said = said.get(&key).map_or(&[][..], Vec::as_slice);
        lines.push(with_said(about, measure, None, said));
        let parts = parts(about, &key);
        lines.extend(parts.map(|unit| with_said(about, measure, Some(unit), said)));
    }
    lines
}

/// The parts of the organisation that have a figure for the period.
fn parts<'book>(about: &Request<'book>, key: &MeasureKey) -> impl Iterator<Item = &'book UnitId> {
    let period = about.period;
    let figures = about.index.figures(key).to_vec().into_iter();
    figures
        .filter(move |figure| figure.period == period)
        .filter_map(|figure| figure.unit.as_ref())
}

/// The line of a measure, if it is among those that are shown.
pub(crate) fn line_if_shown(
    about: &Request<'_>,
    key: &MeasureKey,
    unit: Option<&UnitId>,
) -> Option<FrozenLine> {
    let listed = about.index.measures_of(Some(&about.plan.id), about.period);
    let measure = listed
        .into_iter()
        .find(|measure| measure.code.as_key() == key)?;
    let shown = unit.is_none() || parts(about, key).any(|part| Some(part) == unit);
    shown.then(|| line(about, measure, unit))
}

/// A measure's line, for a part of the organisation or (none) the whole.
pub(crate) fn line(about: &Request<'_>, measure: &Measure, unit: Option<&UnitId>) -> FrozenLine {
    let key = measure.code.key();
    let all = about.book().commentary.iter();
    let own: Vec<&Commentary> = all
        .filter(|said| said.measure.as_ref() == Some(&key))
        .collect();
    with_said(about, measure, unit, &own)
}

/// The same, from everything that was ever said of the measure. A line has what was said for its
/// period of the very part that it is of.
fn with_said(
    about: &Request<'_>,
    measure: &Measure,
    unit: Option<&UnitId>,
    said: &[&Commentary],
) -> FrozenLine {
    let judged = about.index.judge(measure, about.period, unit);
    let said: Vec<&Commentary> = said
        .iter()
        .filter(|said| said.period.last() == about.period.last() && said.unit.as_ref() == unit)
        .copied()
        .collect();
    FrozenLine {
        measure: measure.code.key(),
        code: measure.code.written().to_owned(),
        title: measure.title.clone(),
        unit: unit.cloned(),
        value: judged.value,
        shown: shown(measure, &judged),
        numerator: judged.figure.and_then(|figure| figure.numerator),
        denominator: judged.figure.and_then(|figure| figure.denominator),
        target: judged.target,
        status: judged.shown(about.basis),
        rule: judged.rule.clone(),
        comments: said.iter().map(|said| said.text.clone()).collect(),
        owner: measure.owner.clone(),
        definition_version: judged
            .figure
            .and_then(|figure| figure.definition_version)
            .or(measure.version),
        detail: Some(detail(about, measure, unit, (&judged, &said))),
    }
}

fn detail(
    about: &Request<'_>,
    measure: &Measure,
    unit: Option<&UnitId>,
    (judged, said): (&Judgement<'_>, &[&Commentary]),
) -> FrozenDetail {
    let years = about.past_years().into_iter();
    let earlier = years.filter_map(|year| earlier(about, measure, unit, year));
    let trend = about.index.trend(measure, about.period, unit);
    FrozenDetail {
        earlier: earlier.collect(),
        trend: trend.short.map(|short| short.words),
        forecast: forecast(measure, judged),
        state: judged.figure.map(|figure| figure.state),
        as_at: judged.figure.and_then(|figure| figure.as_at),
        doing: said.iter().filter_map(|said| doing(said)).collect(),
        override_reason: judged.overridden.map(|set| set.reason.clone()),
    }
}

fn earlier(
    about: &Request<'_>,
    measure: &Measure,
    unit: Option<&UnitId>,
    year: Period,
) -> Option<EarlierValue> {
    about.index.figure_for(&measure.code.key(), year, unit)?;
    let judged = about.index.judge(measure, year, unit);
    Some(EarlierValue {
        period: year,
        shown: shown(measure, &judged)?,
    })
}

fn forecast(measure: &Measure, judged: &Judgement<'_>) -> Option<String> {
    let forecast = judged.forecast.as_ref()?;
    let value = show_value(forecast.value, measure.unit_of_measure, measure.decimals);
    let on = forecast
        .on
        .map(|day| format!(", as forecast on {}", words::day(day)));
    Some(format!(
        "{value} {}{}",
        forecast.status,
        on.unwrap_or_default()
    ))
}

fn doing(said: &Commentary) -> Option<String> {
    let day = said.by_when.map(|day| format!("by {}", words::day(day)));
    match (&said.doing, day) {
        (Some(doing), Some(day)) => Some(format!("{doing} ({day})")),
        (doing, day) => doing.clone().or(day),
    }
}

fn shown(measure: &Measure, judged: &Judgement<'_>) -> Option<String> {
    let value = judged.value?;
    let bounds = judged.bounds.as_ref();
    Some(show_against(
        value,
        measure.unit_of_measure,
        measure.decimals,
        bounds,
    ))
}
