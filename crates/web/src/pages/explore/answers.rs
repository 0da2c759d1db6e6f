//! The answers that a page of Explore shows: the whole, its parts, and what is where something is supposed.

use clew_measure::evaluate::{Cell, Figures, is_small, may_stand_beside, told};
use clew_measure::show_value;
use clew_plan::{AccountId, UnitOfMeasure};
use clew_practice::pack::Definition;
use clew_service::{Act, FiguresAnswer, FiguresRequest, Service, ServiceError, WhatIf};
use rust_decimal::Decimal;

use super::asked::Asked;
use crate::{Visit, WebError};

/// Fewer records than this and one of them moves a share by ten points or more.
const FEW: u64 = 10;

/// What was asked, answered.
pub(super) struct Answers {
    /// Split by nothing; as it is supposed, where something is.
    pub(super) whole: Answer,
    /// By the dimensions, where there are any.
    pub(super) split: Option<Answer>,
    /// The dimensions' codes.
    pub(super) split_by: Vec<String>,
    /// As it is, where something else is supposed.
    pub(super) as_it_is: Option<Answer>,
}

/// One answer, with which of its figures the visitor is told.
pub(super) struct Answer {
    pub(super) answer: FiguresAnswer,
    /// Whether the visitor may look at records throughout the organisation, and so is told everything.
    looks: bool,
    /// In the order of the cells.
    told: Vec<bool>,
}

/// A figure as it is told.
pub(super) struct Shown {
    /// Exactly, where it is told.
    pub(super) value: Option<Decimal>,
    pub(super) words: String,
    /// What a share is made of, for example `39 of 50`.
    pub(super) counts: Option<String>,
    /// Whether it stands on few records.
    pub(super) few: bool,
    /// Whether there is anything behind it that may be walked to.
    pub(super) leads: bool,
}

impl Answers {
    pub(super) async fn of(visit: &Visit, asked: &Asked, code: &str) -> Result<Self, WebError> {
        let account = visit.account()?.clone();
        let looks = visit.may_throughout(Act::LookAtPractice);
        let by_parts = asked.split(code);
        let whole = asked.whole(code);
        let answered = move |service: &Service| -> Result<Self, ServiceError> {
            let answer = |request: &FiguresRequest| Answer::of(service, &account, request, looks);
            let supposed = FiguresRequest {
                what_if: by_parts.what_if.clone(),
                ..whole.clone()
            };
            let mut answers = Self {
                whole: answer(&supposed)?,
                split_by: by_parts.split.clone(),
                split: match by_parts.split.is_empty() {
                    true => None,
                    false => Some(answer(&by_parts)?),
                },
                as_it_is: match supposed.what_if == WhatIf::default() {
                    true => None,
                    false => Some(answer(&whole)?),
                },
            };
            answers.keep_small_differences_back();
            Ok(answers)
        };
        visit.app.blocking(answered).await
    }

    /// What would be tells of few where it differs by few from what is.
    fn keep_small_differences_back(&mut self) {
        let share = self.whole.definition().kind.is_share();
        let Some(as_it_is) = self.as_it_is.as_ref().filter(|answer| !answer.looks) else {
            return;
        };
        let cells = self.whole.answer.figures.cells().map(|(_, _, cell)| cell);
        let beside = cells.zip(as_it_is.figures().cells().map(|(_, _, cell)| cell));
        let told = self.whole.told.iter_mut().zip(&as_it_is.told);
        for ((told, is_told), (supposed, is)) in told.zip(beside) {
            *told = *told && (!is_told || may_stand_beside(supposed, is, share));
        }
    }
}

impl Answer {
    fn of(
        service: &Service,
        account: &AccountId,
        request: &FiguresRequest,
        looks: bool,
    ) -> Result<Self, ServiceError> {
        let answer = service.figures(account, request)?;
        let told = match looks {
            true => vec![true; answer.figures.cells().count()],
            false => told(&answer.figures, answer.definition.kind.is_share()),
        };
        Ok(Self {
            answer,
            looks,
            told,
        })
    }

    pub(super) fn figures(&self) -> &Figures {
        &self.answer.figures
    }

    pub(super) fn definition(&self) -> &Definition {
        &self.answer.definition
    }

    /// Whether some figure is not told.
    pub(super) fn hides(&self) -> bool {
        self.told.iter().any(|told| !told)
    }

    /// Whether a count that stands beside a figure is told: how many are not yet due, say.
    pub(super) fn tells(&self, count: u64) -> bool {
        self.looks || !is_small(count)
    }

    /// The figure of a period and parts, with whether it is told.
    pub(super) fn cell(&self, period: usize, parts: &[usize]) -> Option<(&Cell, bool)> {
        let cell = self.figures().cell(period, parts)?;
        let place = self
            .figures()
            .axes
            .iter()
            .zip(parts)
            .fold(period, |place, (axis, part)| {
                place * axis.parts.len() + part
            });
        Some((cell, self.told.get(place).copied().unwrap_or(false)))
    }

    /// The figure of a period and parts as it is told.
    pub(super) fn shown(&self, period: usize, parts: &[usize]) -> Shown {
        let Some((cell, told)) = self.cell(period, parts) else {
            return nothing();
        };
        let (met, all) = cell.share();
        let definition = self.definition();
        let share = definition.kind.is_share();
        if !told {
            return Shown {
                words: "not told".to_owned(),
                ..nothing()
            };
        }
        let value = value(cell, definition);
        Shown {
            value,
            words: value.map_or_else(|| "–".to_owned(), |value| in_words(value, definition)),
            counts: (share && all > 0).then(|| format!("{met} of {all}")),
            few: share && 0 < all && all < FEW,
            leads: cell.has_records(),
        }
    }
}

fn nothing() -> Shown {
    Shown {
        value: None,
        words: "–".to_owned(),
        counts: None,
        few: false,
        leads: false,
    }
}

/// The value as plan measures write it: a share in per cent.
fn value(cell: &Cell, definition: &Definition) -> Option<Decimal> {
    let value = cell.value?.to_decimal();
    match definition.kind.is_share() {
        true => value.checked_mul(Decimal::ONE_HUNDRED),
        false => Some(value),
    }
}

fn in_words(value: Decimal, definition: &Definition) -> String {
    let unit: Option<UnitOfMeasure> = match definition.kind.is_share() {
        true => Some(UnitOfMeasure::Percent),
        false => definition.unit.parse().ok(),
    };
    let decimals = u8::from(!value.fract().is_zero());
    show_value(value, unit, Some(decimals))
}
