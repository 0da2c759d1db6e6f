//! Clocks and their rules.

use super::{condition, duplicate, table::Table};
use crate::pack::{
    Allowance, Clock, ClockRule, Due, Extension, Pack, Path, Pause, Standing, Stop, Trigger,
    issue::short,
};

/// Reads a clock with its rules.
pub(super) fn read(pack: &mut Pack, mut table: Table<'_>) {
    let code = table.needed_code("code");
    table.name(format!("the clock \"{}\"", short(&code)));
    let title = table.needed_text("title");
    let trigger = needed_stop(&mut table, "trigger");
    let stop = needed_stop(&mut table, "stop");
    let until = table.table("until").map(read_stop);
    let days = "a whole number of days from 0";
    let clock = Clock {
        title,
        trigger: Trigger {
            form: trigger.form,
            date: trigger.date,
            when: trigger.when,
        },
        stop,
        until,
        calendar: table.text("calendar").unwrap_or_default(),
        pause: table.table("pause").map(read_pause),
        extension: table.table("extension").map(read_extension),
        at_risk_days: table.whole("at_risk_days", days).unwrap_or(0),
        rules: table
            .tables("rule")
            .into_iter()
            .filter_map(read_rule)
            .collect(),
        place: table.place.clone(),
        code: code.clone(),
    };
    if let Some(first) = pack.clocks.get(&code) {
        duplicate(&table, "clock", &code, &first.place);
    } else {
        pack.clocks.insert(code, clock);
    }
    table.finish();
}

fn needed_stop(table: &mut Table<'_>, key: &'static str) -> Stop {
    if !table.has(key) {
        table.issue_at(
            key,
            "missing",
            format!("The clock has no {key}"),
            format!("Add {key} = {{ form = \"…\", date = \"…\" }}"),
        );
    }
    let empty = || Stop {
        form: String::new(),
        date: String::new(),
        when: Vec::new(),
    };
    table.table(key).map_or_else(empty, read_stop)
}

fn read_stop(mut table: Table<'_>) -> Stop {
    let stop = Stop {
        form: table.needed_text("form"),
        date: table.needed_text("date"),
        when: condition::read_list(&mut table, "when"),
    };
    table.finish();
    stop
}

fn read_pause(mut table: Table<'_>) -> Pause {
    let pause = Pause {
        from: table.needed_text("from"),
        to: table.needed_text("to"),
    };
    table.finish();
    pause
}

fn read_extension(mut table: Table<'_>) -> Extension {
    let extension = Extension {
        to: table.needed_text("to"),
        reason: table.needed_text("reason"),
    };
    table.finish();
    extension
}

fn read_rule(mut table: Table<'_>) -> Option<ClockRule> {
    table.name("the rule".to_owned());
    let within = table.parsed::<Allowance>("within").map(Due::Within);
    let on = table.parsed::<Path>("on").map(Due::On);
    if table.has("within") == table.has("on") {
        table.issue_at(
            "within",
            "within-or-on",
            "The rule has to say either how long is allowed or which date is set",
            "Write within = \"28 days\", or on = \"due_on\", and not both",
        );
    }
    if !table.has("standing") {
        table.needed_text("standing");
    }
    let rule = ClockRule {
        effective_from: table.day("effective_from"),
        due: within.or(on).unwrap_or(Due::Within(Allowance::Days(0))),
        then_every: table.parsed("then_every"),
        standing: table.parsed("standing").unwrap_or(Standing::Local),
        source: table.needed_text("source"),
        place: table.place.clone(),
    };
    let says_when = table.has("within") || table.has("on");
    table.finish();
    says_when.then_some(rule)
}
