//! The ways on from a measure: return or correct its figure, change it, compare it.

use clew_calendar::Period;
use clew_journal::{Subject, SubjectKind};
use clew_plan::{Cycle, Kind, UnitId};
use clew_report::words;
use clew_service::{Act, ReturnStanding, authorise};
use maud::{Markup, html};

use super::drawing::parts_with_figures;
use super::view::View;
use crate::components::link_button;
use crate::{Visit, links};

/// Parts that are compared at once beside the whole.
const MOST_PARTS: usize = 5;

/// Everything that the visitor may do with the measure, the likeliest first.
pub(super) fn ways(visit: &Visit, view: &View<'_>) -> Markup {
    let subject = Subject::named(SubjectKind::Record(Kind::Measure), [view.key.as_str()]);
    let back = links::query(&[("back", &view.address(view.choices))]);
    let changes = may(visit, view, Act::ChangePlan);
    html! {
        div class="clew-actions" {
            @if let Some((words, address)) = figure(visit, view) { (link_button(&words, &address)) }
            @if changes {
                a class="govuk-link" href=(links::targets(view.key, view.unit())) { "Change its targets" }
                a class="govuk-link" href=(links::with_query(&links::edit(&subject), &back)) { "Change the measure" }
            }
            a class="govuk-link" href=(compared(view)) {
                @if parts_with_figures(view).is_empty() { "Compare with others" } @else { "Compare its parts" }
            }
            a class="govuk-link" href=(links::history(&subject)) { "How it was changed" }
            a class="govuk-link" href="#who" { "Who can see or change it" }
        }
    }
}

fn may(visit: &Visit, view: &View<'_>, act: Act) -> bool {
    let unit = view.unit().or(view.measure.unit.as_ref());
    let state = view.overview.memory().state();
    visit
        .account()
        .is_ok_and(|account| authorise(state, account, act, unit).is_ok())
}

/// To the form of the figure that is awaited, else of the period shown: to return it, or to correct it
/// once it is settled. None for a measure that is worked out from others.
fn figure(visit: &Visit, view: &View<'_>) -> Option<(String, String)> {
    let mut formulas = view.book().formulas.iter();
    if formulas.any(|formula| formula.measure == *view.key) {
        return None;
    }
    let (period, standing) = awaited(view).unwrap_or_else(|| {
        let period = shown(view);
        (period, standing(view, period))
    });
    let (act, verb) = match standing.settled {
        Some(_) => (Act::Correct, "Correct"),
        None => (Act::Return, "Return"),
    };
    let words = format!("{verb} the figure for {}", words::period(period));
    may(visit, view, act).then(|| (words, links::return_figure(view.key, period, view.unit())))
}

/// How the figure's return stands.
fn standing(view: &View<'_>, period: Period) -> ReturnStanding {
    let memory = view.overview.memory();
    memory.return_standing(view.measure, period, view.unit())
}

/// The period of the figure that is shown.
fn shown(view: &View<'_>) -> Period {
    view.judged()
        .figure
        .map_or(view.period, |figure| figure.period)
}

/// The period that the latest open cycle asks for, while its figure may still be returned.
fn awaited(view: &View<'_>) -> Option<(Period, ReturnStanding)> {
    let plan = view.plan?;
    let cycles = view.book().cycles.iter();
    let open =
        |cycle: &&Cycle| cycle.plan == plan.id && !cycle.imported && cycle.published.is_none();
    let latest = cycles
        .filter(open)
        .max_by_key(|cycle| cycle.period.last())?;
    let late = view.measure.arrears.unwrap_or(0);
    let period = (0..late).try_fold(latest.period, |period, _| period.previous())?;
    let standing = standing(view, period);
    let open = standing.key.is_some() && standing.settled.is_none();
    open.then_some((period, standing))
}

/// The comparison to begin with: of the whole with its parts, where it has any.
fn compared(view: &View<'_>) -> String {
    let parts = parts_with_figures(view);
    let whole = std::iter::once(None);
    let parts: Vec<Option<&UnitId>> = whole
        .chain(parts.into_iter().take(MOST_PARTS).map(Some))
        .collect();
    links::compare_parts(view.key, &parts)
}
