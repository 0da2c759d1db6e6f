//! Kinds of worker, and processes with their steps.

use super::{condition, duplicate, table::Table};
use crate::pack::{Pack, Process, Step, WorkRole, issue::short};

/// What an ordinary case weighs, in hundredths.
const ORDINARY: u32 = 100;

/// Reads a kind of worker.
pub(super) fn read_role(pack: &mut Pack, mut table: Table<'_>) {
    let code = table.needed_code("code");
    table.name(format!("the role \"{}\"", short(&code)));
    let role = WorkRole {
        title: table.needed_text("title"),
        senior: table.truth("senior").unwrap_or(false),
        place: table.place.clone(),
        code: code.clone(),
    };
    if let Some(first) = pack.roles.get(&code) {
        duplicate(&table, "role", &code, &first.place);
    } else {
        pack.roles.insert(code, role);
    }
    table.finish();
}

/// Reads a process with its steps.
pub(super) fn read(pack: &mut Pack, mut table: Table<'_>) {
    let code = table.needed_code("code");
    table.name(format!("the process \"{}\"", short(&code)));
    let weight = table.whole("weight", "hundredths of an ordinary case, from 0");
    let process = Process {
        title: table.needed_text("title"),
        help: table.text("help"),
        steps: table.tables("step").into_iter().map(read_step).collect(),
        weight: weight.unwrap_or(ORDINARY),
        keep_years: table.whole("keep_years", "a number of years, from 1"),
        source: table.text("source"),
        place: table.place.clone(),
        code: code.clone(),
    };
    if let Some(first) = pack.processes.get(&code) {
        duplicate(&table, "process", &code, &first.place);
    } else {
        pack.processes.insert(code, process);
    }
    table.finish();
}

fn read_step(mut table: Table<'_>) -> Step {
    let form = table.needed_text("form");
    table.name(format!("the step \"{}\"", short(&form)));
    let closes = table.has("closes_when");
    let closes_when = condition::read_list(&mut table, "closes_when");
    let step = Step {
        form,
        after: table.texts("after"),
        when: condition::read_list(&mut table, "when"),
        once: table.truth("once").unwrap_or(false),
        may: table.texts("may"),
        authorised_by: table.text("authorised_by"),
        closes_when: closes.then_some(closes_when),
        place: table.place.clone(),
    };
    table.finish();
    step
}
