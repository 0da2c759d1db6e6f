//! The slippage ledger: the date an action had at first, and every move of it with who, when and why.

use clew_calendar::Period;
use clew_plan::Action;
use clew_report::words;
use clew_service::{Slippage, ValueStep, local_time};
use maud::{Markup, html};

use super::words::or_dash;
use crate::components::table;

/// The ledger of an action whose record has not changed since it came in.
pub(super) fn unmoved(action: &Action) -> Markup {
    let moved = action
        .original_end
        .filter(|first| Some(*first) != action.end);
    html! {
        section aria-labelledby="ledger" {
            h2 class="govuk-heading-m" id="ledger" { "How its end moved" }
            @match (moved, action.end) {
                (Some(first), Some(end)) => p class="govuk-body" {
                    "It should have been done by " strong { (words::period(first)) } " at first, and now by "
                    strong { (words::period(end)) } ". The move came in with the plan; who approved it and why is not recorded."
                },
                (_, Some(end)) => p class="govuk-body" { "It has not moved: " (words::period(end)) " since it came in." },
                _ => p class="govuk-body clew-quiet" { "It has no end date." },
            }
        }
    }
}

/// The ledger, the first end on top.
pub(super) fn ledger(action: &Action, found: &Slippage) -> Markup {
    let moves: Vec<&ValueStep<Period>> = moves(found);
    if moves.len() < 2 {
        return unmoved(action);
    }
    let first = moves.first().and_then(|step| step.value);
    let before = found.original.filter(|original| Some(*original) != first);
    let headings = [
        ("End", ""),
        ("Moved by", "end"),
        ("Set on", ""),
        ("By", ""),
        ("Why", ""),
    ];
    let rows = html! {
        @if let Some(original) = before {
            tr { th scope="row" { (words::period(original)) } td class="end" {} td colspan="3" { "As first planned, before it came into Clew" } }
        }
        @for (place, step) in moves.iter().enumerate() {
            @let earlier = place.checked_sub(1).and_then(|place| moves.get(place)).and_then(|step| step.value).or(before);
            (row(step, earlier, place == 0))
        }
    };
    html! {
        section aria-labelledby="ledger" {
            h2 class="govuk-heading-m" id="ledger" { "How its end moved" }
            @if found.moved_by != 0 { p class="govuk-body" { (in_words(found)) } }
            (table("Every end it had, with who set it and why", &headings, &rows))
        }
    }
}

/// The steps in which the end became another.
fn moves(found: &Slippage) -> Vec<&ValueStep<Period>> {
    let mut moves: Vec<&ValueStep<Period>> = Vec::new();
    for step in &found.steps {
        if moves.last().is_none_or(|last| last.value != step.value) {
            moves.push(step);
        }
    }
    moves
}

fn in_words(found: &Slippage) -> String {
    let days = usize::try_from(found.moved_by.unsigned_abs()).unwrap_or(0);
    let way = if found.moved_by > 0 {
        "later"
    } else {
        "earlier"
    };
    let first = found.original.map(words::period).unwrap_or_default();
    let now = found.now.map(words::period).unwrap_or_default();
    format!(
        "It was to be done by {first} and is now to be done by {now}: {} {way}.",
        words::count(days, "day")
    )
}

fn row(step: &ValueStep<Period>, earlier: Option<Period>, first: bool) -> Markup {
    let moved = earlier.zip(step.value);
    let moved = moved.map(|(was, now)| was.last().days_until(now.last()));
    let moved = moved.map(|days| match days {
        days if days > 0 => format!("+{} days", days),
        days => format!("−{} days", days.unsigned_abs()),
    });
    html! {
        tr {
            th scope="row" { (step.value.map_or_else(|| "None".to_owned(), words::period)) }
            td class="end" { (moved.unwrap_or_default()) }
            td class="whole" { (words::day(local_time::day_of(step.at))) }
            td { (step.name) }
            td { @if first && step.reason.is_none() { "As it came in" } @else { (or_dash(step.reason.as_deref())) } }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_journal::Moment;

    use super::*;

    fn step(end: &str, reason: Option<&str>) -> ValueStep<Period> {
        ValueStep {
            at: Moment::from_microseconds(1_750_000_000_000_000),
            by: "approver".into(),
            name: "Head of service".to_owned(),
            value: Some(end.parse().unwrap()),
            reason: reason.map(str::to_owned),
            sequence: 1,
        }
    }

    fn action(end: &str) -> Action {
        let fields = serde_json::json!({"id": "1", "plan": "p", "end": end});
        serde_json::from_value(fields).unwrap()
    }

    #[test]
    fn each_move_says_by_how_much_who_and_why() {
        let found = Slippage {
            original: Some("2026-03-31".parse().unwrap()),
            now: Some("2026-04-30".parse().unwrap()),
            steps: vec![
                step("2026-03-31", None),
                step("2026-03-31", None),
                step("2026-04-30", Some("the post was vacant")),
            ],
            moved_by: 30,
        };
        let shown = ledger(&action("2026-04-30"), &found).into_string();
        for part in [
            "+30 days",
            "the post was vacant",
            "30 days later",
            "Head of service",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert_eq!(shown.matches("31 March 2026</th>").count(), 1, "{shown}");
    }

    #[test]
    fn an_end_that_never_moved_is_said_in_a_sentence() {
        let shown = ledger(&action("2026-03"), &Slippage::default()).into_string();
        assert!(shown.contains("It has not moved: March 2026"), "{shown}");
    }
}
