//! What is done about a finding, its evidence, and what it lacks: as cells that pages share.

use clew_report::words;
use clew_service::{Answer, FindingCovered, Uncovered};
use maud::{Markup, html};

use crate::links;
use crate::pages::actions::words::{late_mark, or_dash};

/// What a finding lacks, in words.
pub(super) const fn lack(what: Uncovered) -> &'static str {
    match what {
        Uncovered::NoAnswer => "No action yet",
        Uncovered::NoEvidence => "No evidence yet",
        Uncovered::Late => "Something is late",
    }
}

/// Whether a finding is closed, or what it still lacks.
pub(super) fn standing(finding: &FindingCovered) -> Markup {
    html! {
        @if let Some(day) = finding.closed_on {
            span class="clew-status s-blue" { "Closed" } " " span class="clew-quiet" { (words::day(day)) }
        } @else if finding.uncovered.is_empty() {
            span class="clew-status s-green" { "Covered" }
        } @else {
            @for what in &finding.uncovered { span class="clew-lack" { (lack(*what)) } " " }
        }
    }
}

/// What is done: the action with its link, or the improvement activity.
pub(super) fn what(answer: &Answer) -> Markup {
    html! {
        @match &answer.action {
            Some((plan, id)) => { "Action " (id) ": " a href=(links::action(plan, id)) { (answer.title) } }
            None => (answer.title),
        }
    }
}

/// By when, and how it stands.
pub(super) fn when(answer: &Answer) -> Markup {
    html! {
        (or_dash(answer.due.map(words::day).as_deref()))
        @if answer.done { " " span class="clew-quiet" { "Done" } }
        (late_mark(answer.late_by))
    }
}

/// Its evidence, or that there is none.
pub(super) fn evidence(answer: &Answer) -> Markup {
    html! {
        @match has_evidence(answer) {
            Some(text) => (text),
            None => span class="clew-quiet" { "no evidence yet" },
        }
    }
}

pub(super) fn has_evidence(answer: &Answer) -> Option<&str> {
    let text = answer.evidence.as_deref()?.trim();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(evidence: Option<&str>) -> Answer {
        Answer {
            action: None,
            activity: Some(1),
            title: "Train".to_owned(),
            owner: None,
            due: None,
            done: false,
            late_by: 0,
            evidence: evidence.map(str::to_owned),
        }
    }

    #[test]
    fn evidence_of_spaces_is_none() {
        assert!(
            evidence(&answer(Some("  ")))
                .into_string()
                .contains("no evidence yet")
        );
        assert_eq!(
            evidence(&answer(Some("The audit of May"))).into_string(),
            "The audit of May"
        );
    }
}
