//! Measure definitions as they are written.

use super::{
    condition::{conditions, exclusion},
    lines::Lines,
};
use crate::pack::{Census, Definition, Pack, Within};

/// All definitions.
pub(super) fn measures(pack: &Pack) -> Lines {
    let mut lines = Lines::default();
    for measure in pack.measures.values() {
        write_measure(&mut lines, measure);
    }
    lines
}

fn write_measure(lines: &mut Lines, measure: &Definition) {
    lines.head("measure");
    lines.text("code", &measure.code);
    lines.text("title", &measure.title);
    lines.text("kind", measure.kind.written());
    lines.text("form", &measure.form);
    lines.text("from", &measure.from.to_string());
    if let Some(to) = &measure.to {
        lines.text("to", &to.to_string());
    }
    match &measure.within {
        Some(Within::Allowance(allowance)) => lines.text("within", &allowance.to_string()),
        Some(Within::On(path)) => lines.text("on", &path.to_string()),
        Some(Within::Clock(clock)) => lines.text("clock", clock),
        None => {}
    }
    if !measure.calendar.is_empty() {
        lines.text("calendar", &measure.calendar);
    }
    lines.list("filter", &conditions(&measure.filter));
    lines.list("met", &conditions(&measure.met));
    if let Some(amount) = &measure.amount {
        lines.text("amount", &amount.to_string());
    }
    lines.truth("people", measure.people);
    if measure.census != Census::default() {
        lines.text("census", measure.census.written());
    }
    let exclusions: Vec<String> = measure.exclude.iter().map(exclusion).collect();
    lines.list("exclude", &exclusions);
    lines.texts("split", &measure.split);
    lines.text("unit", &measure.unit);
    lines.text("polarity", &measure.polarity);
    if let Some(standing) = measure.standing {
        lines.text("standing", standing.written());
    }
    lines.maybe("source", measure.source.as_ref());
    lines.raw("version", &measure.version.to_string());
}
