//! Figures that a forum was shown: another value needs a reason.

use clew_journal::Freeze;
use clew_plan::{Cycle, Figure};

use super::{Asked, FigureRequest, Rounds};
use crate::{Memory, ServiceError};

/// Refuses another value of a figure that a forum was shown, unless a reason is given.
pub(super) fn unless_shown(
    memory: &Memory,
    asked: &Asked<'_>,
    request: &FigureRequest,
) -> Result<(), ServiceError> {
    let given = request.reason.as_deref();
    if given.is_some_and(|reason| !reason.trim().is_empty()) {
        return Ok(());
    }
    let before = asked
        .place
        .and_then(|place| memory.book().figures.get(place));
    let shown = |figure: &Figure| {
        (
            figure.value,
            figure.numerator,
            figure.denominator,
            figure.reported_status,
        )
    };
    if before.is_none_or(|before| shown(before) == shown(&asked.figure)) {
        return Ok(());
    }
    let Some(freeze) = showing(memory, asked) else {
        return Ok(());
    };
    Err(ServiceError::invalid(
        format!("the figure {} cannot be returned", asked.title()),
        "reason",
        format!(
            "{} was shown it in the freeze {}; say why it is another now",
            freeze.forum, freeze.id
        ),
    ))
}

/// The last freeze that shows the figure.
fn showing<'memory>(memory: &'memory Memory, asked: &Asked<'_>) -> Option<&'memory Freeze> {
    let rounds = Rounds::of(memory);
    let holding: Vec<&Cycle> = rounds.holding(asked.measure, asked.figure.period);
    let line = rounds.plans_from(asked.measure);
    let shows = |freeze: &&Freeze| {
        let period = freeze.period == asked.figure.period
            || holding.iter().any(|cycle| cycle.period == freeze.period);
        period && line.contains(&&freeze.plan)
    };
    memory.state().freezes().rev().find(shows)
}
