//! Comparing two lines of one measure, aspect by aspect.

use std::fmt;

use clew_journal::{FrozenDetail, FrozenLine};
use clew_measure::show_goal;
use clew_plan::{FigureState, Measure};
use clew_report::words;

/// What of a measure a forum is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Its code as written.
    Code,
    /// Its title.
    Title,
    /// Who answers for it.
    Owner,
    /// Its value.
    Value,
    /// How many met of how many.
    Counts,
    /// What it should reach.
    Target,
    /// Its status.
    Status,
    /// The rule that gives the status.
    Rule,
    /// The version of its definition.
    Definition,
    /// What is said about it.
    Comments,
    /// What is being done about it, and by when.
    Doing,
    /// Its values in earlier years.
    Earlier,
    /// Which way it goes.
    Trend,
    /// What is expected at the end of the year.
    Forecast,
    /// Whether its figure may still change.
    State,
    /// The day its data was drawn.
    AsAt,
    /// Why a person set its status.
    Override,
}

impl Aspect {
    /// Every aspect.
    pub const ALL: [Self; 17] = [
        Self::Code,
        Self::Title,
        Self::Owner,
        Self::Value,
        Self::Counts,
        Self::Target,
        Self::Status,
        Self::Rule,
        Self::Definition,
        Self::Comments,
        Self::Doing,
        Self::Earlier,
        Self::Trend,
        Self::Forecast,
        Self::State,
        Self::AsAt,
        Self::Override,
    ];
}

impl fmt::Display for Aspect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Code => "code",
            Self::Title => "title",
            Self::Owner => "owner",
            Self::Value => "value",
            Self::Counts => "counts",
            Self::Target => "target",
            Self::Status => "status",
            Self::Rule => "rule",
            Self::Definition => "definition version",
            Self::Comments => "comments",
            Self::Doing => "being done",
            Self::Earlier => "earlier years",
            Self::Trend => "trend",
            Self::Forecast => "forecast",
            Self::State => "state of the figure",
            Self::AsAt => "data as at",
            Self::Override => "reason of the status set by hand",
        })
    }
}

/// An aspect in which two lines differ, with what each shows.
pub(crate) type Compared = (Aspect, String, String);

/// The aspects in which two lines of one measure differ; `measures` are the measure as each side
/// knows it, in whose units its target is shown.
#[must_use]
pub(crate) fn compared(
    was: &FrozenLine,
    now: &FrozenLine,
    measures: (Option<&Measure>, Option<&Measure>),
) -> Vec<Compared> {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(nothing);
    let version = |line: &FrozenLine| {
        line.definition_version
            .map_or_else(nothing, |version| version.to_string())
    };
    let (value, now_value) = values(was, now);
    let (comments, now_comments) = comments(was, now);
    let all = [
        (Aspect::Code, was.code.clone(), now.code.clone()),
        (Aspect::Title, was.title.clone(), now.title.clone()),
        (Aspect::Owner, text(&was.owner), text(&now.owner)),
        (Aspect::Value, value, now_value),
        (Aspect::Counts, counts(was), counts(now)),
        (
            Aspect::Target,
            target(was, measures.0),
            target(now, measures.1),
        ),
        (
            Aspect::Status,
            was.status.to_string(),
            now.status.to_string(),
        ),
        (Aspect::Rule, was.rule.clone(), now.rule.clone()),
        (Aspect::Definition, version(was), version(now)),
        (Aspect::Comments, comments, now_comments),
    ];
    let details = was.detail.as_ref().zip(now.detail.as_ref());
    // A line of the first version kept no detail, so nothing can be said of it.
    let more = details.map(|(was, now)| of_detail(was, now));
    all.into_iter()
        .chain(more.into_iter().flatten())
        .filter(|(_, was, now)| was != now)
        .collect()
}

fn of_detail(was: &FrozenDetail, now: &FrozenDetail) -> [Compared; 7] {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(nothing);
    let state = |detail: &FrozenDetail| match detail.state {
        None => nothing(),
        Some(FigureState::Provisional) => "provisional".to_owned(),
        Some(FigureState::Final) => "final".to_owned(),
    };
    let day = |detail: &FrozenDetail| detail.as_at.map_or_else(nothing, words::day);
    let said = |own: &FrozenDetail, other: &FrozenDetail| only(&own.doing, &other.doing, quoted);
    let years = |own: &FrozenDetail, other: &FrozenDetail| {
        only(&own.earlier, &other.earlier, |value| {
            format!("{} {}", value.period, value.shown)
        })
    };
    [
        (Aspect::Doing, said(was, now), said(now, was)),
        (Aspect::Earlier, years(was, now), years(now, was)),
        (Aspect::Trend, text(&was.trend), text(&now.trend)),
        (Aspect::Forecast, text(&was.forecast), text(&now.forecast)),
        (Aspect::State, state(was), state(now)),
        (Aspect::AsAt, day(was), day(now)),
        (
            Aspect::Override,
            text(&was.override_reason),
            text(&now.override_reason),
        ),
    ]
}

fn nothing() -> String {
    "nothing".to_owned()
}

/// Both values as shown; exact where they differ and are shown alike.
fn values(was: &FrozenLine, now: &FrozenLine) -> (String, String) {
    if was.shown == now.shown && was.value != now.value {
        let exact = |line: &FrozenLine| {
            line.value
                .map_or_else(nothing, |value| value.normalize().to_string())
        };
        return (exact(was), exact(now));
    }
    let shown = |line: &FrozenLine| line.shown.clone().unwrap_or_else(nothing);
    (shown(was), shown(now))
}

fn counts(line: &FrozenLine) -> String {
    let counts = line.numerator.zip(line.denominator);
    counts.map_or_else(nothing, |(met, all)| {
        format!("{} of {}", words::number(met), words::number(all))
    })
}

fn target(line: &FrozenLine, measure: Option<&Measure>) -> String {
    let unit = measure.and_then(|measure| measure.unit_of_measure);
    let decimals = measure.and_then(|measure| measure.decimals);
    line.target
        .map_or_else(nothing, |goal| show_goal(goal, unit, decimals))
}

/// The comments that are on one side only.
fn comments(was: &FrozenLine, now: &FrozenLine) -> (String, String) {
    (
        only(&was.comments, &now.comments, quoted),
        only(&now.comments, &was.comments, quoted),
    )
}

fn quoted(said: &String) -> String {
    format!("\u{201c}{said}\u{201d}")
}

/// Those of one side that the other has not, in words.
fn only<T: PartialEq>(own: &[T], other: &[T], in_words: impl Fn(&T) -> String) -> String {
    let alone = own.iter().filter(|item| !other.contains(item));
    let alone: Vec<String> = alone.map(in_words).collect();
    match alone.is_empty() {
        true => nothing(),
        false => alone.join("; "),
    }
}
