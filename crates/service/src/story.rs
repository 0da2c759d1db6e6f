//! Stories: any entry of the journal as one plain sentence.

mod fields;
mod names;
mod practice;
mod step;
mod then;

use clew_journal::{
    Change, Draft, Entry, Evidence, Freeze, Replacement, ReturnKey, changed_fields,
};
use clew_plan::{
    Account, Commentary, Cycle, Figure, Goal, Grant, Measure, Organisation, Record, Target, Waiver,
    WorkGrant,
};
use clew_report::words;

pub(crate) use fields::{changes_in_words, field_heading, field_in_words, shortened};
pub(crate) use names::{capital, code, of_record, of_subject, place};
use practice::{applied, policy, practised};
pub use step::Step;
pub(crate) use then::Then;

use crate::{Memory, local_time};

/// One plain sentence for what an entry did: what changed, from what to what, who, when and why.
///
/// Values are shown in the measure's unit where `memory` knows the measure, and codes as they are
/// written there.
#[must_use]
pub fn sentence(entry: &Entry, memory: &Memory) -> String {
    let what = what_changed(entry, memory);
    let day = words::day(local_time::day_of(entry.recorded_at));
    let origin = entry.origin.as_deref().map(|origin| format!(" ({origin})"));
    let reason = entry.reason.as_deref().map(|why| format!(": {why}"));
    format!(
        "{what} by {} on {day}{}{}",
        entry.actor,
        origin.unwrap_or_default(),
        reason.unwrap_or_default()
    )
}

/// The first part of the sentence: what changed, without who, when and why.
#[must_use]
pub fn what_changed(entry: &Entry, memory: &Memory) -> String {
    let about = || capital(&of_subject(&entry.subject, memory));
    match &entry.change {
        Change::SetOrganisation(set) => organisation(set),
        Change::Create(record) => format!("{} added", capital(&of_record(record, memory))),
        Change::Amend(changes) => {
            let fields = changes_in_words(&entry.subject, changes, memory);
            format!("{} changed: {fields}", about())
        }
        Change::Retire { on } => format!("{} taken out of use from {}", about(), words::day(*on)),
        Change::Withdraw(record) => withdrawn(record, memory),
        Change::SetTarget(set) => target(set, memory),
        Change::ReturnFigure(figure) => returned(figure, memory),
        Change::CorrectFigure(set) => corrected(set, memory),
        Change::Comment(set) => comment(set, memory),
        Change::Waive(waiver) => waived(waiver),
        Change::OpenCycle(cycle) => opened(cycle),
        Change::LockCycle => format!("{} locked", about()),
        Change::UnlockCycle => format!("{} opened again", about()),
        Change::SaveDraft(draft) => drafted(entry, draft, memory),
        Change::Submit => format!("{} handed in", about()),
        Change::SendBack => format!("{} sent back", about()),
        Change::Check => format!("{} checked", about()),
        Change::SignOff => format!("{} signed off", about()),
        Change::Freeze(freeze) => frozen(freeze),
        Change::SetAccount(set) => account(entry, set, memory),
        Change::Attach(file) => format!("{} attached to {}", a_file(file), hangs_on(file, memory)),
        Change::Detach(file) => format!("{} taken off {}", a_file(file), hangs_on(file, memory)),
        Change::Practise(act, _) => practised(*act, &about()),
        Change::ApplyPack(set) => applied(set),
        Change::SetPracticePolicy(set) => policy(&set.now),
    }
}

fn a_file(file: &Evidence) -> String {
    format!("File {:?} ({})", file.name, size_in_words(file.size))
}

fn hangs_on(file: &Evidence, memory: &Memory) -> String {
    of_subject(&file.of, memory)
}

/// A number of bytes as a reader sees it: "812 bytes", "14 kB", "2.5 MB".
#[must_use]
pub fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// A figure's value as a reader sees it: in its unit, with its counts; its status where it has no value.
#[must_use]
pub(crate) fn figure_in_words(figure: &Figure, memory: &Memory) -> String {
    let measure = memory.book().measure(&figure.measure);
    let value = shown_value(figure, measure);
    let counts = counts_in_words(figure);
    match (value, counts, figure.reported_status) {
        (Some(value), Some(counts), _) => format!("{value} ({counts})"),
        (Some(value), None, _) => value,
        (None, Some(counts), _) => counts,
        (None, None, Some(status)) => status.to_string(),
        (None, None, None) => "no value".to_owned(),
    }
}

/// A figure's value in its measure's unit, worked out from its counts where it has them.
#[must_use]
pub(crate) fn shown_value(figure: &Figure, measure: Option<&Measure>) -> Option<String> {
    let unit = measure.and_then(|measure| measure.unit_of_measure);
    let decimals = measure.and_then(|measure| measure.decimals);
    let exact = clew_measure::exact_value(figure, unit)?;
    Some(clew_measure::show_value(exact.to_decimal(), unit, decimals))
}

/// "39 of 50", where the figure has both counts.
#[must_use]
pub(crate) fn counts_in_words(figure: &Figure) -> Option<String> {
    let (met, all) = figure.numerator.zip(figure.denominator)?;
    Some(format!("{} of {}", words::number(met), words::number(all)))
}

/// A goal in the measure's unit.
#[must_use]
pub(crate) fn goal_in_words(goal: Option<Goal>, measure: Option<&Measure>) -> String {
    let unit = measure.and_then(|measure| measure.unit_of_measure);
    let decimals = measure.and_then(|measure| measure.decimals);
    goal.map_or_else(
        || "no number".to_owned(),
        |goal| clew_measure::show_goal(goal, unit, decimals),
    )
}

fn organisation(set: &Replacement<Organisation>) -> String {
    match &set.was {
        None => format!("Organisation set to {}", set.now.name),
        Some(was) if was.name != set.now.name => {
            format!("Organisation changed from {} to {}", was.name, set.now.name)
        }
        Some(_) => format!("Particulars of the organisation {} changed", set.now.name),
    }
}

fn withdrawn(record: &Record, memory: &Memory) -> String {
    let name = capital(&of_record(record, memory));
    match record {
        Record::Figure(figure) => {
            format!(
                "{name} withdrawn; it was {}",
                figure_in_words(figure, memory)
            )
        }
        Record::Target(target) => {
            let measure = memory.book().measure(&target.measure);
            let goal = goal_in_words(target.goal, measure);
            format!("{name} withdrawn; it was {goal}")
        }
        _ => format!("{name} withdrawn"),
    }
}

fn target(set: &Replacement<Target>, memory: &Memory) -> String {
    let now = Record::from(set.now.clone());
    let name = capital(&of_record(&now, memory));
    let measure = memory.book().measure(&set.now.measure);
    let goal = goal_in_words(set.now.goal, measure);
    let Some(was) = &set.was else {
        return format!("{name} set to {goal}");
    };
    let before = Record::from(was.clone());
    let mut changes = changed_fields(&before, &now);
    let moved = was.goal != set.now.goal;
    changes.retain(|change| !(moved && matches!(change.field.as_str(), "goal" | "as_written")));
    let others = fields::listed(&now, &changes, memory);
    match (moved, others.is_empty()) {
        (true, true) => format!(
            "{name} changed from {} to {goal}",
            goal_in_words(was.goal, measure)
        ),
        (true, false) => format!(
            "{name} changed from {} to {goal}, and {others}",
            goal_in_words(was.goal, measure)
        ),
        (false, _) => format!("{name} changed: {others}"),
    }
}

fn returned(figure: &Figure, memory: &Memory) -> String {
    let name = capital(&of_record(&figure.clone().into(), memory));
    let how = match figure.from {
        clew_plan::FigureSource::Imported => "taken in",
        _ => "returned",
    };
    match (figure.value, figure.numerator, figure.reported_status) {
        (None, None, None) => format!("{name} {how} without a value"),
        _ => format!("{name} {how} as {}", figure_in_words(figure, memory)),
    }
}

/// Fields that make up what a figure comes to.
const OF_VALUE: [&str; 4] = ["value", "numerator", "denominator", "as_written"];

fn corrected(set: &Replacement<Figure>, memory: &Memory) -> String {
    let now = Record::from(set.now.clone());
    let name = capital(&of_record(&now, memory));
    let Some(was) = &set.was else {
        return format!("{name} corrected to {}", figure_in_words(&set.now, memory));
    };
    let (before, after) = (
        figure_in_words(was, memory),
        figure_in_words(&set.now, memory),
    );
    let mut changes = changed_fields(&was.clone().into(), &now);
    let moved = before != after;
    changes.retain(|change| !(moved && OF_VALUE.contains(&change.field.as_str())));
    let others = fields::listed(&now, &changes, memory);
    match (moved, others.is_empty()) {
        (true, true) => format!("{name} corrected from {before} to {after}"),
        (true, false) => format!("{name} corrected from {before} to {after}, and {others}"),
        (false, true) => format!("{name} given again as {after}"),
        (false, false) => format!("{name} corrected: {others}"),
    }
}

fn comment(set: &Replacement<Commentary>, memory: &Memory) -> String {
    let now = Record::from(set.now.clone());
    let name = capital(&of_record(&now, memory));
    let Some(was) = &set.was else {
        return format!("{name} made: {}", shortened(&set.now.text));
    };
    let changes = changed_fields(&was.clone().into(), &now);
    format!("{name} changed: {}", fields::listed(&now, &changes, memory))
}

fn waived(waiver: &Waiver) -> String {
    let place = waiver.place.as_deref();
    let place = place.map_or_else(|| "everywhere".to_owned(), |place| format!("at {place}"));
    let until = waiver
        .until
        .map(|day| format!(" until {}", words::day(day)));
    format!(
        "Check {} waived {place}{}, because {}",
        waiver.rule,
        until.unwrap_or_default(),
        shortened(&waiver.reason)
    )
}

fn opened(cycle: &Cycle) -> String {
    let due = cycle
        .due
        .map(|day| format!(", returns due on {}", words::day(day)));
    format!(
        "Cycle {} of plan {} opened for {}{}",
        cycle.id,
        cycle.plan,
        cycle.period,
        due.unwrap_or_default()
    )
}

/// What is in a draft is not told: it is not handed in, and a story is read by everybody.
fn drafted(entry: &Entry, draft: &Draft, memory: &Memory) -> String {
    let about = of_subject(&entry.subject, memory);
    match draft.figure.is_none() && draft.commentary.is_none() {
        true => format!("Draft of the {about} emptied"),
        false => format!("Draft of the {about} saved"),
    }
}

fn frozen(freeze: &Freeze) -> String {
    let reports: Vec<&str> = freeze
        .reports
        .iter()
        .map(|report| report.kind.as_str())
        .collect();
    let with = match reports.is_empty() {
        true => String::new(),
        false => format!(", with the reports {}", reports.join(", ")),
    };
    format!(
        "Freeze {} made of plan {} for {}, for the meeting of {} on {}{with}",
        freeze.id,
        freeze.plan,
        freeze.period,
        freeze.forum,
        words::day(freeze.meeting)
    )
}

fn account(entry: &Entry, set: &Replacement<Account>, memory: &Memory) -> String {
    let about = capital(&of_subject(&entry.subject, memory));
    let roles = roles(&set.now.grants, memory);
    let Some(was) = &set.was else {
        return format!("{about} opened for {} with {roles}", set.now.name);
    };
    let mut changes = Vec::new();
    if was.name != set.now.name {
        changes.push(format!("name from {} to {}", was.name, set.now.name));
    }
    if was.grants != set.now.grants {
        changes.push(format!(
            "from {} to {roles}",
            self::roles(&was.grants, memory)
        ));
    }
    if was.work != set.now.work {
        let (before, now) = (work(&was.work, memory), work(&set.now.work, memory));
        changes.push(format!("work from {before} to {now}"));
    }
    match (was.closed, set.now.closed) {
        (false, true) => changes.push("it is closed".to_owned()),
        (true, false) => changes.push("it is open again".to_owned()),
        _ => {}
    }
    format!("{about} changed: {}", changes.join("; "))
}

fn work(grants: &[WorkGrant], memory: &Memory) -> String {
    let one = |grant: &WorkGrant| {
        let unit = grant.unit.as_ref();
        let part = unit.map(|unit| memory.book().unit_name(unit));
        part.map_or_else(
            || grant.role.clone(),
            |part| format!("{} in {part}", grant.role),
        )
    };
    match grants {
        [] => "none".to_owned(),
        _ => grants.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}

fn roles(grants: &[Grant], memory: &Memory) -> String {
    let role = |grant: &Grant| {
        let part = grant
            .unit
            .as_ref()
            .map(|unit| memory.book().unit_name(unit));
        part.map_or_else(
            || grant.role.to_string(),
            |part| format!("{} in {part}", grant.role),
        )
    };
    let all: Vec<String> = grants.iter().map(role).collect();
    match all.len() {
        0 => "no role".to_owned(),
        1 => format!("the role {}", all.join("")),
        _ => format!("the roles {}", all.join(", ")),
    }
}

/// The measure of a return, as its owner knows it, and the cycle it is for.
pub(crate) fn return_in_words(key: &ReturnKey, memory: &Memory) -> String {
    format!(
        "return of {} in cycle {} of plan {}{}",
        code(&key.measure, memory),
        key.cycle,
        key.plan,
        place(key.unit.as_ref(), memory)
    )
}
