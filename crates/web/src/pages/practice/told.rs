//! What Practice tells somebody of their own accord: records that were sent back to them, and glass that was broken for
//! people of their teams.

use std::collections::{BTreeMap, BTreeSet};

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_practice::record::PersonNumber;
use clew_service::{Act, Memory, Opening, SentBack, Service, ServiceError};
use maud::{Markup, html};

use super::{Packs, account_name, titled_table};
use crate::components::moment;
use crate::{Visit, WebError, links};

/// For how many days it is told that glass was broken.
const TOLD_FOR: i64 = 28;
const DAY: i64 = 24 * 60 * 60 * 1_000_000;
/// Rows of a list that are shown.
const MOST_SHOWN: usize = 50;

/// What there is to tell, with what people are called.
struct Told {
    back: Vec<SentBack>,
    openings: Vec<Opening>,
    names: BTreeMap<PersonNumber, String>,
}

/// What was sent back to the visitor, and who broke the glass; nothing where there is nothing to tell.
pub(super) async fn shown(
    visit: &Visit,
    packs: &Packs,
    memory: &Memory,
) -> Result<Markup, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let authorises = visit.may(Act::AuthorisePractice);
    let told = visit
        .app
        .blocking(move |service| told(service, (&account, at), authorises))
        .await?;
    Ok(html! {
        (sent_back(&told, packs, memory))
        (openings(&told, memory))
    })
}

fn told(
    service: &Service,
    (account, at): (&AccountId, Moment),
    authorises: bool,
) -> Result<Told, ServiceError> {
    let mut back = service.sent_back_to(account, at)?;
    let since = Moment::from_microseconds(at.microseconds() - TOLD_FOR * DAY);
    let mut openings = match authorises {
        true => service.openings_since(account, at, since)?,
        false => Vec::new(),
    };
    back.truncate(MOST_SHOWN);
    openings.truncate(MOST_SHOWN);
    let of_back = back.iter().map(|one| one.record.person);
    let people: BTreeSet<_> = of_back
        .chain(openings.iter().map(|opening| opening.person))
        .collect();
    let names = service.name_people(account, at, &people)?;
    Ok(Told {
        back,
        openings,
        names,
    })
}

impl Told {
    fn person(&self, number: PersonNumber) -> Markup {
        html! {
            a class="govuk-link" href=(links::person(number)) {
                @if let Some(name) = self.names.get(&number) { (name) " (" (number) ")" } @else { (number) }
            }
        }
    }
}

fn sent_back(told: &Told, packs: &Packs, memory: &Memory) -> Markup {
    let headings = [("Record", ""), ("Person", ""), ("Why", ""), ("By", "")];
    html! {
        @if !told.back.is_empty() {
            (titled_table("Sent back to me", &headings, &html! {
                @for one in &told.back {
                    tr {
                        th scope="row" { a class="govuk-link" href=(links::practice_record(one.record.number)) { (packs.form_title(&one.record.form)) " " (one.record.number) } }
                        td { (told.person(one.record.person)) }
                        td class="clew-typed" { (one.reason) }
                        td { (account_name(memory, &one.by)) ", " (moment(one.at)) }
                    }
                }
            }))
        }
    }
}

fn openings(told: &Told, memory: &Memory) -> Markup {
    let headings = [("Who", ""), ("Person", ""), ("When", ""), ("Why", "")];
    html! {
        @if !told.openings.is_empty() {
            (titled_table("Glass broken for people of my teams in the last four weeks", &headings, &html! {
                @for opening in &told.openings {
                    tr {
                        th scope="row" { (account_name(memory, &opening.account)) }
                        td { (told.person(opening.person)) }
                        td { (moment(opening.from)) }
                        td class="clew-typed" { (opening.reason) }
                    }
                }
            }))
        }
    }
}
