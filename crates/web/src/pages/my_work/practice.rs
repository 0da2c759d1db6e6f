//! What waits for the visitor in Practice: numbers, each leading there. Nobody is named, so that nobody is looked at.

use clew_service::{Act, PracticeWaiting};
use maud::{Markup, html};

use crate::{Visit, WebError, links};

/// How much waits; none for those who do not look at practice.
pub(super) async fn read(visit: &Visit) -> Result<Option<PracticeWaiting>, WebError> {
    if !visit.may(Act::LookAtPractice) {
        return Ok(None);
    }
    let (account, at, today) = (visit.account()?.clone(), visit.at, visit.today());
    let read = visit
        .app
        .blocking(move |service| service.practice_waiting(&account, at, today));
    read.await.map(Some)
}

/// The numbers that are not nought.
pub(super) fn shown(waits: &PracticeWaiting) -> Markup {
    let all = [
        (waits.sent_back, "sent back to you"),
        (waits.overdue, "overdue in your cases"),
        (waits.at_risk, "at risk in your cases"),
        (waits.to_authorise, "to authorise"),
        (waits.offered, "offered to you or your teams"),
    ];
    html! {
        @if !waits.is_empty() {
            h2 class="govuk-heading-m" { "Practice" }
            ul class="clew-due" {
                @for (count, how) in all.iter().filter(|(count, _)| *count > 0) {
                    li {
                        div class="clew-due__what" {
                            a class="govuk-link" href=(links::PRACTICE) { (count) " " (how) }
                        }
                    }
                }
            }
        }
    }
}
