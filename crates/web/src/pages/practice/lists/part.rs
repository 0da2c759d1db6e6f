//! The part of the organisation that a list is of, as the address says.

use clew_plan::UnitId;
use clew_service::{Act, Memory, WorkOf};
use maud::{Markup, html};

use super::super::{teams, unit_choices, unit_name};
use crate::components::{Choice, select, show_button};
use crate::fields::Fields;
use crate::{Form, Visit, WebError, links};

/// A part of the organisation, or every part in which the visitor may look.
pub(in super::super) struct Part {
    unit: Option<UnitId>,
    /// What people call it.
    pub(in super::super) name: String,
    choices: Vec<Choice>,
    /// Whether the visitor may look at the whole organisation, and no part of it is chosen.
    is_whole: bool,
}

impl Part {
    /// The part that is asked for; the visitor's own where none is, or every part of theirs where they have several.
    pub(in super::super) fn chosen(
        visit: &Visit,
        memory: &Memory,
        asked: &Fields,
    ) -> Result<Self, WebError> {
        let own = own(visit);
        let units = teams(visit, memory, Act::LookAtPractice)?;
        let first = if own.is_none() { EVERY_PART } else { "" };
        let choices = unit_choices(&units, first);
        let unit = asked.given("unit").map(UnitId::from).or(own);
        let known = |id: &UnitId| memory.book().units.iter().any(|unit| unit.id == *id);
        if unit.as_ref().is_some_and(|unit| !known(unit)) {
            let missing = "There is no such part of the organisation.";
            return Err(WebError::not_found(missing));
        }
        let name = unit.as_ref().map(|unit| unit_name(memory, unit.as_str()));
        Ok(Self {
            is_whole: unit.is_none() && visit.may_throughout(Act::LookAtPractice),
            name: name.unwrap_or_else(|| EVERY_PART.to_owned()),
            unit,
            choices,
        })
    }

    /// Whose work it is.
    pub(super) fn of(&self) -> WorkOf {
        WorkOf {
            unit: self.unit.clone(),
            worker: None,
        }
    }

    /// Whose cases can be read as a list: those of the whole organisation are too many.
    pub(in super::super) fn listed(&self) -> Option<WorkOf> {
        (!self.is_whole).then(|| self.of())
    }

    /// The query that asks for it, with more pairs behind.
    pub(super) fn query(&self, more: &[(&str, &str)]) -> String {
        let unit = self.unit.as_ref().map_or("", |unit| unit.as_str());
        let mut pairs = vec![("unit", unit)];
        pairs.extend_from_slice(more);
        links::query(&pairs)
    }

    /// The address of a list of it.
    pub(super) fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        links::with_query(path, &self.query(more))
    }

    /// The form that chooses another part, with more fields; nothing where there is nothing to choose.
    pub(in super::super) fn form(&self, path: &str, more: &Markup) -> Markup {
        let unit = self.unit.as_ref().map_or("", |unit| unit.as_str());
        let form = Form::showing(&[("unit", unit.to_owned())]);
        let several = self.choices.len() > 1;
        html! {
            @if several || !more.0.is_empty() {
                form class="clew-filters" method="get" action=(path) {
                    @if several { (select(&form, "unit", "Part of the organisation", "", &self.choices)) }
                    (more)
                    (show_button())
                }
            }
        }
    }
}

/// What stands for every part.
const EVERY_PART: &str = "Every part in which you may look";

/// The one part in which the visitor may look at practice; none where there are several, or it is the whole.
fn own(visit: &Visit) -> Option<UnitId> {
    let account = visit.known_as()?;
    let looks = Act::LookAtPractice.roles();
    let grants = account.grants.into_iter();
    let mut units: Vec<Option<UnitId>> = grants
        .filter(|grant| looks.contains(&grant.role))
        .map(|grant| grant.unit)
        .collect();
    units.dedup();
    match units.len() {
        1 => units.remove(0),
        _ => None,
    }
}
