//! What if: the same question with another allowance, another calendar, or with others left out.

use std::collections::HashMap;

use clew_calendar::Calendar;
use clew_journal::{Moment, PracticeKind};
use clew_measure::facts::FactStore;
use clew_practice::episode::Episode;
use clew_practice::pack::{
    Allowance, Clock, Condition, Definition, Due, Exclusion, Path, Test, Within,
};
use clew_practice::record::{Record, RecordNumber};
use clew_store::practice::KeptFilter;
use serde::{Deserialize, Serialize};

use super::PackFacts;
use super::timed::with_clock;
use crate::naming::not_found;
use crate::practice::read_kept;
use crate::{Service, ServiceError};

/// What is supposed. Nothing of it is kept.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WhatIf {
    /// Another allowance, for example `3 working days`.
    pub within: Option<String>,
    /// Another calendar, by name.
    pub calendar: Option<String>,
    /// Reasons for which nothing is left out.
    pub kept_in: Vec<String>,
    /// What is left out besides.
    pub left_out: Vec<LeftOut>,
}

/// Records that are left out because a field holds one of some choices.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// The field, as a pack writes it: `field`, `form.field` or `person.gender`.
    pub field: String,
    /// Choices, or `yes` or `no`.
    pub one_of: Vec<String>,
}

/// A question as it is supposed.
pub(super) struct Supposed {
    pub(super) definition: Definition,
    pub(super) calendar: Option<Calendar>,
    /// The facts, where others are needed than those that are held.
    pub(super) facts: Option<FactStore>,
}

impl WhatIf {
    /// Whether anything is supposed at all.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn supposed(
        &self,
        service: &Service,
        held: &PackFacts,
        definition: &Definition,
        known_at: Option<Moment>,
    ) -> Result<Supposed, ServiceError> {
        let mut definition = definition.clone();
        let allowance = self.allowance()?;
        let calendar = self.other_calendar(held, known_at)?;
        if let Some(calendar) = &calendar {
            calendar.name().clone_into(&mut definition.calendar);
        }
        self.leave_out(&mut definition)?;
        let clock = match &definition.within {
            Some(Within::Clock(code)) => held.pack.clocks.get(code),
            _ => None,
        };
        let facts = match (clock, allowance) {
            (Some(clock), _) if allowance.is_some() || calendar.is_some() => {
                let clock = with_allowance(clock, allowance, calendar.as_ref());
                Some(retimed(service, held, &clock, calendar.as_ref(), known_at)?)
            }
            (None, Some(allowance)) if definition.within.is_some() => {
                definition.within = Some(Within::Allowance(allowance));
                None
            }
            (None, Some(_)) => {
                let problem = "nothing of it has to be in time";
                return Err(invalid(&definition.code, "within", problem));
            }
            _ => None,
        };
        let facts = match self.left_out.is_empty() {
            true => facts,
            false => {
                let facts = facts.unwrap_or_else(|| held.facts.clone());
                Some(facts.with_joins_of(&definition))
            }
        };
        Ok(Supposed {
            definition,
            calendar,
            facts,
        })
    }

    fn allowance(&self) -> Result<Option<Allowance>, ServiceError> {
        let read = |written: &String| {
            written.parse().map_err(|_| {
                let problem = "write it like \"3 working days\", \"10 days\" or \"3 months\"";
                invalid(written, "within", problem)
            })
        };
        self.within.as_ref().map(read).transpose()
    }

    fn other_calendar(
        &self,
        held: &PackFacts,
        known_at: Option<Moment>,
    ) -> Result<Option<Calendar>, ServiceError> {
        let read = |name: &String| {
            let known = held.calendars.get(name).cloned();
            let read =
                known.or_else(|| held.pack.calendar(name).ok().map(|read| read.into_owned()));
            read.ok_or_else(|| {
                not_found("calendar", name, held.calendars.keys().map(String::as_str))
            })
        };
        let calendar = self.calendar.as_ref().map(read).transpose()?;
        Ok(calendar.map(|calendar| match known_at {
            Some(at) => calendar.as_known_on(crate::local_time::day_of(at)),
            None => calendar,
        }))
    }

    fn leave_out(&self, definition: &mut Definition) -> Result<(), ServiceError> {
        for reason in &self.kept_in {
            let before = definition.exclude.len();
            definition.exclude.retain(|one| one.reason != *reason);
            if definition.exclude.len() == before {
                let known = definition.exclude.iter().map(|one| one.reason.as_str());
                return Err(not_found("reason for leaving out", reason, known));
            }
        }
        for left_out in &self.left_out {
            let field: Path = left_out.field.parse().map_err(|_| {
                let problem = "write it like \"outcome\" or \"form.field\"";
                invalid(&left_out.field, "left_out", problem)
            })?;
            definition.exclude.push(Exclusion {
                reason: format!("{}: {}", left_out.field, left_out.one_of.join(", ")),
                when: vec![Condition {
                    field,
                    test: Test::OneOf(left_out.one_of.clone()),
                }],
            });
        }
        Ok(())
    }
}

/// The clock with another allowance in all its rules, first and further rounds alike, and another calendar.
fn with_allowance(
    clock: &Clock,
    allowance: Option<Allowance>,
    calendar: Option<&Calendar>,
) -> Clock {
    let mut clock = clock.clone();
    if let Some(allowance) = allowance {
        for rule in &mut clock.rules {
            rule.due = Due::Within(allowance);
            rule.then_every = rule.then_every.map(|_| allowance);
        }
    }
    if let Some(calendar) = calendar {
        calendar.name().clone_into(&mut clock.calendar);
    }
    clock
}

/// The facts with the occasions of a clock worked out anew. The records that clocks read are read from the store.
fn retimed(
    service: &Service,
    held: &PackFacts,
    clock: &Clock,
    calendar: Option<&Calendar>,
    known_at: Option<Moment>,
) -> Result<FactStore, ServiceError> {
    let mut calendars = (*held.calendars).clone();
    calendars.extend(calendar.map(|calendar| (calendar.name().to_owned(), calendar.clone())));
    let mut people = HashMap::new();
    if held.timed.reads_people {
        service.each_person(&mut |person| drop(people.insert(person.number, person)))?;
    }
    let mut records: HashMap<RecordNumber, Record> = HashMap::new();
    for form in held.timed.forms() {
        for row in service.store().kept(&KeptFilter {
            latest: known_at.is_none(),
            kind: Some(PracticeKind::Record.name()),
            form: Some(form.clone()),
            recorded_to: known_at.map(Moment::microseconds),
            ..KeptFilter::default()
        })? {
            let kept = read_kept::<Record>(&row)?;
            let kept = kept.map(|kept| held.timed.trimmed(kept.what));
            records.extend(kept.map(|record| (record.number, record)));
        }
    }
    let records: Vec<Record> = records.into_values().collect();
    let episodes = Episode::all(&records);
    with_clock(held.facts.clone(), clock, &calendars, &episodes, &people)
}

fn invalid(what: &str, field: &str, problem: &str) -> ServiceError {
    ServiceError::invalid(format!("what if, of {what}"), field, problem)
}
