//! What a reminder says.

use clew_plan::Cycle;
use clew_report::words;

use super::Reminding;
use crate::ReturnOwed;

/// Returns that are named in one letter; of more, how many there are.
const MOST_NAMED: usize = 30;

/// The subject and the text of a letter about these returns: to who owes them, or (escalating) to who
/// manages owners that have never answered.
pub(super) fn written(
    about: &Reminding<'_>,
    cycle: &Cycle,
    name: &str,
    (owed, escalates): (&[ReturnOwed], bool),
) -> (String, String) {
    let period = words::period(cycle.period);
    match escalates {
        false => (
            subject(cycle, owed.len()),
            reminder(about, name, cycle, owed),
        ),
        true => (
            format!("Returns for {period} that nobody answers for"),
            escalation(about, name, cycle, owed),
        ),
    }
}

fn subject(cycle: &Cycle, count: usize) -> String {
    let due = cycle
        .due
        .map_or_else(String::new, |due| format!(", due {}", words::day(due)));
    format!(
        "{} for {}{due}",
        words::count(count, "return"),
        words::period(cycle.period)
    )
}

fn reminder(about: &Reminding<'_>, name: &str, cycle: &Cycle, owed: &[ReturnOwed]) -> String {
    let due = cycle.due.map_or_else(
        || "They are waited for.".to_owned(),
        |due| format!("They are due on {}.", words::day(due)),
    );
    format!(
        "{name}\n\nThese returns for {} have not come in from you. {due}\n\n{}\nEach takes about two minutes. What is due from you: {}\n",
        words::period(cycle.period),
        listed(about, owed),
        about.pages.my_work(),
    )
}

fn escalation(about: &Reminding<'_>, name: &str, cycle: &Cycle, owed: &[ReturnOwed]) -> String {
    let due = cycle
        .due
        .map_or_else(String::new, |due| format!(", due on {},", words::day(due)));
    format!(
        "{name}\n\nThese returns for {}{due} are late, and nothing has ever come in from those who own them. Please see that somebody answers, or tell the performance team who owns them now.\n\n{}\nThe board: {}\n",
        words::period(cycle.period),
        listed(about, owed),
        about.pages.board(&cycle.plan, &cycle.id),
    )
}

fn listed(about: &Reminding<'_>, owed: &[ReturnOwed]) -> String {
    let line = |owed: &ReturnOwed| {
        let owner = owed.owner.as_deref().unwrap_or("no owner");
        format!(
            "- {} {} ({owner})\n  {}\n",
            owed.code,
            owed.title,
            about.pages.return_of(owed)
        )
    };
    let lines: String = owed.iter().take(MOST_NAMED).map(line).collect();
    match owed.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        Some(more) => format!("{lines}- and {more} more\n"),
        None => lines,
    }
}
