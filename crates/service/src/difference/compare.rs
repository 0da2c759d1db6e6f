//! Comparing two lines of one measure, aspect by aspect.

use std::fmt;

use clew_journal::FrozenLine;
use clew_measure::show_goal;
use clew_plan::Measure;
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
    all.into_iter().filter(|(_, was, now)| was != now).collect()
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
    let only = |line: &FrozenLine, other: &FrozenLine| {
        let own = line
            .comments
            .iter()
            .filter(|said| !other.comments.contains(said));
        let own: Vec<String> = own.map(|said| format!("\u{201c}{said}\u{201d}")).collect();
        if own.is_empty() {
            nothing()
        } else {
            own.join("; ")
        }
    };
    (only(was, now), only(now, was))
}
