//! Conditions as they are written.

use super::lines::{quoted, quoted_list};
use crate::pack::{Condition, Exclusion, Stop, Test};

/// `{ field = "outcome", is = "in-custody" }`.
pub(super) fn condition(condition: &Condition) -> String {
    format!("{{ {} }}", inside(condition))
}

/// What stands in the braces.
fn inside(condition: &Condition) -> String {
    let test = match &condition.test {
        Test::OneOf(codes) => match codes.as_slice() {
            [only] => format!("is = {}", quoted(only)),
            several => format!("in = {}", quoted_list(several)),
        },
        Test::NoneOf(codes) => match codes.as_slice() {
            [only] => format!("is_not = {}", quoted(only)),
            several => format!("not_in = {}", quoted_list(several)),
        },
        Test::AtLeast(number) => format!("at_least = {}", number.normalize()),
        Test::MoreThan(number) => format!("more_than = {}", number.normalize()),
        Test::AtMost(number) => format!("at_most = {}", number.normalize()),
        Test::LessThan(number) => format!("less_than = {}", number.normalize()),
        Test::OnOrAfter(day) => format!("on_or_after = \"{day}\""),
        Test::Before(day) => format!("before = \"{day}\""),
        Test::Empty => "empty = true".to_owned(),
        Test::Filled => "empty = false".to_owned(),
    };
    format!("field = {}, {test}", quoted(&condition.field.to_string()))
}

/// Several conditions, as items of a list.
pub(super) fn conditions(all: &[Condition]) -> Vec<String> {
    all.iter().map(condition).collect()
}

/// `{ field = "outcome", is = "in-custody", reason = "in custody" }`.
pub(super) fn exclusion(exclusion: &Exclusion) -> String {
    let reason = quoted(&exclusion.reason);
    match exclusion.when.as_slice() {
        [only] => format!("{{ {}, reason = {reason} }}", inside(only)),
        several => {
            let when = conditions(several).join(", ");
            format!("{{ when = [ {when} ], reason = {reason} }}")
        }
    }
}

/// `{ form = "awi-visit", date = "visited", when = [ … ] }`.
pub(super) fn stop(stop: &Stop) -> String {
    let (form, date) = (quoted(&stop.form), quoted(&stop.date));
    if stop.when.is_empty() {
        return format!("{{ form = {form}, date = {date} }}");
    }
    let when = conditions(&stop.when).join(", ");
    format!("{{ form = {form}, date = {date}, when = [ {when} ] }}")
}
