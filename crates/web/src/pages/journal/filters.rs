//! Which entries are listed: about what, by whom, from when to when.

use clew_plan::AccountId;
use clew_service::{LogFilter, LogSubject, Memory, local_time};
use maud::{Markup, html};

use crate::components::{Choice, Input, select, show_button, text_input};
use crate::{Form, links};

/// The fields that stay from page to page.
const NAMES: [&str; 5] = ["subject", "actor", "change", "from", "to"];

/// Reads what is asked for, with one entry more than a page; none when it cannot be.
pub(super) fn read(form: &mut Form, memory: &Memory, a_page: usize) -> Option<LogFilter> {
    let subject = form
        .optional("subject")
        .map(|written| LogSubject::read(&written, memory).map_err(|error| error.to_string()));
    let subject = match subject.transpose() {
        Ok(subject) => subject,
        Err(_) => {
            form.refuse(
                "subject",
                "Enter a measure's code, or a subject such as actions/7/adults",
            );
            None
        }
    };
    let since = form.day("from").map(local_time::start_of);
    let until = form.day("to").map(local_time::end_of);
    if since.zip(until).is_some_and(|(since, until)| until < since) {
        form.refuse("to", "Choose a day that is not before the first");
    }
    let limit = u64::try_from(a_page + 1).ok();
    form.is_sound().then(|| LogFilter {
        subject,
        actor: form.fields.given("actor").map(AccountId::from),
        change: form.optional("change"),
        since,
        until,
        before: form.fields.text("before").parse().ok(),
        limit,
        newest_first: true,
    })
}

/// The query of every entry that answers, whichever page is shown.
pub(super) fn query(form: &Form) -> String {
    let pairs: Vec<(&str, &str)> = NAMES
        .iter()
        .map(|name| (*name, form.fields.text(name)))
        .collect();
    links::query(&pairs)
}

/// The address of the entries before one, or of the newest.
pub(super) fn address(form: &Form, before: Option<u64>) -> String {
    let before = before.map(|before| before.to_string()).unwrap_or_default();
    let mut pairs: Vec<(&str, &str)> = NAMES
        .iter()
        .map(|name| (*name, form.fields.text(name)))
        .collect();
    pairs.push(("before", &before));
    links::with_query(links::JOURNAL, &links::query(&pairs))
}

/// The choices, above the list.
pub(super) fn bar(form: &Form, memory: &Memory) -> Markup {
    let subject = Input {
        name: "subject",
        label: "About",
        kind: "search",
        width: 20,
        ..Input::default()
    };
    let day = |name, label| Input {
        name,
        label,
        kind: "date",
        ..Input::default()
    };
    html! {
        form class="clew-filters" method="get" action=(links::JOURNAL) aria-label="Which entries" {
            (text_input(form, &subject))
            (select(form, "actor", "By", "", &actors(memory)))
            (select(form, "change", "What was done", "", &changes()))
            (text_input(form, &day("from", "From")))
            (text_input(form, &day("to", "To")))
            (show_button())
        }
    }
}

fn actors(memory: &Memory) -> Vec<Choice> {
    let anybody = Choice::new("", "Anybody");
    let accounts = memory.state().accounts();
    let named = accounts.map(|(id, account)| Choice::new(id.as_str(), &account.name));
    let mut named: Vec<Choice> = named.collect();
    named.sort_by(|left, right| left.words.cmp(&right.words));
    std::iter::once(anybody).chain(named).collect()
}

/// What an entry can do, in words.
pub(super) const CHANGES: [(&str, &str); 20] = [
    ("set-organisation", "The organisation is set"),
    ("create", "A record is added"),
    ("amend", "A record is changed"),
    ("retire", "A measure is taken out of use"),
    ("withdraw", "A record is withdrawn"),
    ("set-target", "A target is set"),
    ("return-figure", "A figure is returned"),
    ("correct-figure", "A figure is corrected"),
    ("comment", "Something is said"),
    ("waive", "A finding is waived"),
    ("open-cycle", "A cycle is opened"),
    ("lock-cycle", "A cycle is locked"),
    ("unlock-cycle", "A cycle is opened again"),
    ("save-draft", "A draft is saved"),
    ("submit", "A return is handed in"),
    ("send-back", "A return is sent back"),
    ("check", "A return is checked"),
    ("sign-off", "A return is signed off"),
    ("freeze", "A forum is shown something"),
    ("set-account", "An account is set"),
];

fn changes() -> Vec<Choice> {
    let anything = Choice::new("", "Anything");
    let named = CHANGES
        .into_iter()
        .map(|(name, words)| Choice::new(name, words));
    std::iter::once(anything).chain(named).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::Fields;

    fn form(text: &str) -> Form {
        Form {
            fields: Fields::read(text).unwrap(),
            problems: Vec::new(),
        }
    }

    #[test]
    fn a_day_is_asked_for_from_its_first_moment_to_its_last() {
        let mut form = form("from=2026-06-12&to=2026-06-12&before=40");
        let filter = read(&mut form, &Memory::default(), 50).unwrap();
        let (since, until) = filter.since.zip(filter.until).unwrap();
        assert_eq!(
            until.microseconds() - since.microseconds(),
            86_400_000_000 - 1
        );
        assert_eq!((filter.before, filter.limit), (Some(40), Some(51)));
    }

    #[test]
    fn what_cannot_be_asked_for_is_told_at_its_field() {
        for (text, field) in [
            ("subject=nothing", "subject"),
            ("from=soon", "from"),
            ("from=2026-06-12&to=2026-06-11", "to"),
        ] {
            let mut form = form(text);
            assert!(read(&mut form, &Memory::default(), 50).is_none(), "{text}");
            assert!(form.problem(field).is_some(), "{text}");
        }
    }

    #[test]
    fn the_choice_stays_on_the_next_page() {
        let form = form("subject=SW-001&from=2026-06-12&before=90");
        assert_eq!(
            address(&form, Some(40)),
            "/journal?subject=SW-001&from=2026-06-12&before=40"
        );
        assert_eq!(
            address(&form, None),
            "/journal?subject=SW-001&from=2026-06-12"
        );
    }
}
