//! Roles as they are shown and chosen.

use clew_plan::{Book, Grant, Role, UnitId};
use clew_service::Act;
use maud::{Markup, html};

use crate::Form;
use crate::components::{Choice, select};

/// What a role may do, for whoever chooses it.
pub(super) fn meaning(role: Role) -> String {
    if role == Role::Administrator {
        return "everything but records of people, and manage accounts".to_owned();
    }
    let acts = Act::ALL.iter().filter(|act| act.roles().contains(&role));
    let acts: Vec<String> = acts.map(ToString::to_string).collect();
    acts.join(", ")
}

/// A role and where it is held, in words.
pub(super) fn words(book: &Book, grant: &Grant) -> String {
    match &grant.unit {
        Some(unit) => format!("{} – {}", grant.role, book.unit_name(unit)),
        None => format!("{} – the whole organisation", grant.role),
    }
}

/// Roles, one a line.
pub(super) fn list(book: &Book, grants: &[Grant]) -> Markup {
    html! {
        @if grants.is_empty() { span class="clew-quiet" { "none yet" } }
        @else {
            ul class="govuk-list" {
                @for grant in grants { li { (words(book, grant)) } }
            }
        }
    }
}

/// Where a role can be held.
pub(super) fn places(book: &Book) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "The whole organisation")];
    let units = book.units.iter();
    choices.extend(units.map(|unit| Choice::new(unit.id.as_str(), unit.name.as_str())));
    choices
}

/// The fields to choose a role and where it is held.
pub(super) fn fields(book: &Book, form: &Form) -> Markup {
    let roles = Role::ALL.iter().map(|role| {
        let words = format!("{role} (may {})", meaning(*role));
        Choice::new(role.word(), words)
    });
    let roles: Vec<Choice> = std::iter::once(Choice::new("", "Choose a role"))
        .chain(roles)
        .collect();
    html! {
        (select(form, "role", "Role", "", &roles))
        (select(form, "unit", "Held for", "With everything below it.", &places(book)))
    }
}

/// The role that a form chose; a problem is noted when it chose none.
pub(super) fn chosen(form: &mut Form) -> Option<Grant> {
    let role: Option<Role> = form.one_of("role", "Choose a role");
    if role.is_none() && form.problem("role").is_none() {
        form.refuse("role", "Choose a role");
    }
    let unit = form.optional("unit").map(UnitId::from);
    role.map(|role| Grant { role, unit })
}
