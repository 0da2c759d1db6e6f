//! What was filled, what was done and who somebody is, in words.

use clew_calendar::Day;
use clew_journal::PracticeAct;
use clew_practice::occasion::Timing;
use clew_practice::pack::Standing;
use clew_practice::person::{Birth, Person};
use clew_practice::record::{Record, Stage};
use clew_report::words;
use clew_service::Right;
pub(super) use clew_service::value_in_words as value;
use maud::{Markup, html};

use crate::components::inset;
use crate::links;

/// A problem as a sentence, with a capital first.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// How far a record has come.
pub(super) fn stage(record: &Record) -> &'static str {
    match record.stage {
        Stage::Draft => "Draft",
        Stage::Complete => "Completed",
        Stage::Authorised => "Authorised",
        Stage::Withdrawn => "Withdrawn",
    }
}

/// What was done, of whatever was done to it.
pub(super) fn done(act: PracticeAct) -> &'static str {
    match act {
        PracticeAct::EnterPerson => "added",
        PracticeAct::ChangePerson => "changed",
        PracticeAct::MergePerson => "merged",
        PracticeAct::PartPerson => "parted again",
        PracticeAct::ErasePerson => "erased",
        PracticeAct::CompleteRecord => "completed",
        PracticeAct::CorrectRecord => "corrected",
        PracticeAct::WithdrawRecord => "withdrawn",
        PracticeAct::AuthoriseRecord => "authorised",
        PracticeAct::SendRecordBack => "sent back",
        PracticeAct::MarkRecord => "restricted, or no longer so",
        PracticeAct::OfferHandOver => "offered",
        PracticeAct::AcceptHandOver => "accepted",
        PracticeAct::RefuseHandOver => "refused",
        PracticeAct::WithdrawHandOver => "withdrawn",
        _ => "changed",
    }
}

/// By when something has to be done.
pub(super) fn due(day: Option<Day>) -> String {
    day.map_or_else(
        || "no day yet".to_owned(),
        |day| format!("by {}", words::day(day)),
    )
}

/// How something that is still to be done stands with its clock; nothing where there is time.
pub(super) fn timing(timing: Timing) -> Markup {
    let class = match timing {
        Timing::Overdue => "clew-tag clew-tag--overdue",
        Timing::AtRisk => "clew-tag clew-tag--at-risk",
        Timing::Paused => "clew-tag",
        _ => return html! {},
    };
    html! { span class=(class) { (stands(timing)) } }
}

/// The same in words alone, for tables and files.
pub(super) const fn stands(timing: Timing) -> &'static str {
    match timing {
        Timing::Overdue => "Overdue",
        Timing::AtRisk => "At risk",
        Timing::NotYetDue => "Not yet due",
        Timing::Paused => "Paused",
        _ => "No day",
    }
}

/// What a clock rests on.
pub(super) fn rests_on(standing: Standing) -> &'static str {
    match standing {
        Standing::Statute => "Statute",
        Standing::Guidance => "Guidance",
        Standing::Local => "Local",
    }
}

/// When somebody was born, with the age on a day.
pub(super) fn birth(birth: Option<Birth>, today: Day) -> String {
    let Some(birth) = birth else {
        return "Not known".to_owned();
    };
    let about = if birth.estimated { "about " } else { "" };
    let age = birth.age_on(today);
    let age = age.map(|age| format!(" (aged {about}{age})"));
    format!(
        "{about}{}{}",
        words::day(birth.day),
        age.unwrap_or_default()
    )
}

/// Who a page is about, with warnings before anything else.
pub(super) fn about(person: &Person, today: Day) -> Markup {
    html! {
        p class="govuk-body" {
            a class="govuk-link" href=(links::person(person.number)) { (person.name) }
            " (" (person.number) "), born " (birth(person.birth, today))
        }
        (warnings(person))
    }
}

/// What a visitor must know, where there is anything.
pub(super) fn warnings(person: &Person) -> Markup {
    html! {
        @if !person.warnings.is_empty() {
            div class="clew-warnings" {
                h2 class="govuk-heading-s" { "Warnings" }
                ul class="govuk-list govuk-list--bullet" {
                    @for warning in &person.warnings { li { (warning) } }
                }
            }
        }
    }
}

/// By which right it is shown, where that is not the right of a team.
pub(super) fn right(right: Right) -> Markup {
    match right {
        Right::Team => html! {},
        Right::Named => inset(&html! {
            p class="govuk-body" { "This is restricted. You see it because the restriction names you or your team." }
        }),
        Right::Glass => inset(&html! {
            p class="govuk-body" { "You see this because you broke the glass. You can look and not write, and every look is noted." }
        }),
    }
}
