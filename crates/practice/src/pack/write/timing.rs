//! Processes and clocks as they are written.

use super::{
    condition::{conditions, stop},
    lines::{Lines, quoted},
};
use crate::pack::{Clock, ClockRule, Due, Pack, Step, Stop};

/// All processes.
pub(super) fn processes(pack: &Pack) -> Lines {
    let mut lines = Lines::default();
    for process in pack.processes.values() {
        lines.head("process");
        lines.text("code", &process.code);
        lines.text("title", &process.title);
        lines.raw("weight", &process.weight.to_string());
        if let Some(years) = process.keep_years {
            lines.raw("keep_years", &years.to_string());
        }
        lines.maybe("help", process.help.as_ref());
        lines.maybe("source", process.source.as_ref());
        for step in &process.steps {
            write_step(&mut lines, step);
        }
    }
    lines
}

fn write_step(lines: &mut Lines, step: &Step) {
    lines.head("process.step");
    lines.text("form", &step.form);
    lines.texts("after", &step.after);
    lines.list("when", &conditions(&step.when));
    lines.truth("once", step.once);
    lines.texts("may", &step.may);
    lines.maybe("authorised_by", step.authorised_by.as_ref());
    match step.closes_when.as_deref() {
        None => {}
        Some([]) => lines.raw("closes_when", "[]"),
        Some(closes) => lines.list("closes_when", &conditions(closes)),
    }
}

/// All clocks.
pub(super) fn clocks(pack: &Pack) -> Lines {
    let mut lines = Lines::default();
    for clock in pack.clocks.values() {
        write_clock(&mut lines, clock);
    }
    lines
}

fn write_clock(lines: &mut Lines, clock: &Clock) {
    lines.head("clock");
    lines.text("code", &clock.code);
    lines.text("title", &clock.title);
    let trigger = Stop {
        form: clock.trigger.form.clone(),
        date: clock.trigger.date.clone(),
        when: clock.trigger.when.clone(),
    };
    lines.raw("trigger", &stop(&trigger));
    lines.raw("stop", &stop(&clock.stop));
    if let Some(until) = &clock.until {
        lines.raw("until", &stop(until));
    }
    if !clock.calendar.is_empty() {
        lines.text("calendar", &clock.calendar);
    }
    if let Some(pause) = &clock.pause {
        let (from, to) = (quoted(&pause.from), quoted(&pause.to));
        lines.raw("pause", &format!("{{ from = {from}, to = {to} }}"));
    }
    if let Some(extension) = &clock.extension {
        let (to, reason) = (quoted(&extension.to), quoted(&extension.reason));
        lines.raw("extension", &format!("{{ to = {to}, reason = {reason} }}"));
    }
    if clock.at_risk_days > 0 {
        lines.raw("at_risk_days", &clock.at_risk_days.to_string());
    }
    for rule in &clock.rules {
        write_rule(lines, rule);
    }
}

fn write_rule(lines: &mut Lines, rule: &ClockRule) {
    lines.head("clock.rule");
    if let Some(day) = rule.effective_from {
        lines.text("effective_from", &day.to_string());
    }
    match &rule.due {
        Due::Within(allowance) => lines.text("within", &allowance.to_string()),
        Due::On(path) => lines.text("on", &path.to_string()),
    }
    if let Some(every) = rule.then_every {
        lines.text("then_every", &every.to_string());
    }
    lines.text("standing", rule.standing.written());
    lines.text("source", &rule.source);
}
