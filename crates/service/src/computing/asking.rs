//! A question made ready: the definition, the dimensions, the calendar and the facts that it is asked of.

use std::fmt::Display;
use std::sync::Arc;

use clew_calendar::{Calendar, Period};
use clew_measure::evaluate::{Figures, Question, evaluate_with, split_of};
use clew_measure::facts::FactStore;
use clew_plan::AccountId;
use clew_practice::pack::{Definition, Of};

use super::answer::LATE_AFTER;
use super::{FiguresAnswer, FiguresRequest, Known, PackFacts};
use crate::authorise::authorise_anywhere;
use crate::naming::not_found;
use crate::{Act, Memory, Service, ServiceError};

/// Fewer records than this are counted by one thread, as others would not be worth their beginning.
const WORTH_THREADS: usize = 500_000;

/// A question made ready.
pub(crate) struct Asked {
    known: Arc<Known>,
    place: usize,
    pub(crate) definition: Definition,
    pub(crate) split: Vec<Of>,
    pub(crate) calendar: Calendar,
    request: FiguresRequest,
    /// The facts, where the definition needs others than those that are held.
    facts: Option<FactStore>,
}

impl Service {
    /// Figures worked out from records. Whoever may read plans may see them: they tell of nobody.
    ///
    /// # Errors
    /// When the account may not read, no pack in force has such a definition, or the question cannot be answered.
    pub fn figures(
        &self,
        actor: &AccountId,
        request: &FiguresRequest,
    ) -> Result<FiguresAnswer, ServiceError> {
        let memory = self.memory();
        authorise_anywhere(memory.state(), actor, Act::Read)?;
        self.computed(&memory, request)?.answer(self)
    }

    /// A question made ready, of what a memory has at the least.
    pub(crate) fn computed(
        &self,
        memory: &Memory,
        request: &FiguresRequest,
    ) -> Result<Asked, ServiceError> {
        let known = match request.known_at {
            Some(at) => self.facts_known_at(at)?,
            None => self.facts(memory)?,
        };
        Asked::of(self, known, request)
    }
}

impl Asked {
    fn of(
        service: &Service,
        known: Arc<Known>,
        request: &FiguresRequest,
    ) -> Result<Asked, ServiceError> {
        let has_it = |pack: &PackFacts| pack.pack.measures.contains_key(&request.definition);
        let place = known.packs.iter().position(has_it).ok_or_else(|| {
            let codes = known
                .packs
                .iter()
                .flat_map(|pack| pack.pack.measures.keys());
            not_found("definition", &request.definition, codes.map(String::as_str))
        })?;
        if request.periods.is_empty() {
            let problem = "say for which periods";
            return Err(ServiceError::invalid(what(request), "periods", problem));
        }
        let held = &known.packs[place];
        let definition = &held.pack.measures[&request.definition];
        let split = split(held, definition, request)?;
        let supposed = request
            .what_if
            .supposed(service, held, definition, request.known_at)?;
        let definition = supposed.definition;
        let of_definition = || held.calendars.get(&definition.calendar).cloned();
        let calendar = supposed.calendar.or_else(of_definition).ok_or_else(|| {
            let problem = format!("its calendar {} cannot be read", definition.calendar);
            ServiceError::invalid(what(request), "calendar", problem)
        })?;
        Ok(Asked {
            place,
            definition,
            split,
            calendar,
            request: request.clone(),
            facts: supposed.facts,
            known,
        })
    }

    pub(crate) fn pack(&self) -> &PackFacts {
        &self.known.packs[self.place]
    }

    /// The last entry that is seen.
    pub(crate) fn entry(&self) -> u64 {
        self.known.entry
    }

    pub(crate) fn facts(&self) -> &FactStore {
        self.facts.as_ref().unwrap_or(&self.pack().facts)
    }

    pub(crate) fn periods(&self) -> &[Period] {
        &self.request.periods
    }

    /// The question as the evaluator takes it.
    pub(crate) fn question(&self) -> Question<'_> {
        let is_large = self.facts().records() >= WORTH_THREADS;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Question {
            definition: &self.definition,
            split: &self.split,
            periods: &self.request.periods,
            as_at: self.request.as_at,
            calendar: &self.calendar,
            recorded_within: Some(self.request.recorded_within.unwrap_or(LATE_AFTER)),
            threads: if is_large { threads } else { 1 },
        }
    }

    /// The figures.
    pub(crate) fn figures(&self, service: &Service) -> Result<Figures, ServiceError> {
        let counted = &service.computing.counted;
        evaluate_with(counted, self.facts(), &self.question())
            .map_err(|error| not_computed(&self.definition.code, &error))
    }

    fn answer(&self, service: &Service) -> Result<FiguresAnswer, ServiceError> {
        let figures = self.figures(service)?;
        let pack = &self.pack().pack;
        Ok(FiguresAnswer {
            definition: self.definition.clone(),
            pack: (pack.code.clone(), pack.version.clone()),
            figures,
            entry: self.entry(),
            known_at: self.request.known_at,
            supposed: !self.request.what_if.is_nothing(),
            unfit: self.pack().unfit.len(),
        })
    }
}

fn split(
    held: &PackFacts,
    definition: &Definition,
    request: &FiguresRequest,
) -> Result<Vec<Of>, ServiceError> {
    let of = |code: &String| {
        split_of(&held.pack, definition, code).ok_or_else(|| {
            let known = held.pack.dimensions.keys().map(String::as_str);
            not_found("dimension", code, known)
        })
    };
    request.split.iter().map(of).collect()
}

fn what(request: &FiguresRequest) -> String {
    format!("the figures of {}", request.definition)
}

/// A question that the facts cannot answer.
pub(super) fn not_computed(code: &str, error: &impl Display) -> ServiceError {
    ServiceError::invalid(format!("{code} cannot be computed"), "", error.to_string())
}
