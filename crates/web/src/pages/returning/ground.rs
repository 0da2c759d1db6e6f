//! What the form of a figure stands on: its measure, how its return stands, and what is known.

use std::sync::Arc;

use clew_calendar::Period;
use clew_plan::{Commentary, Figure, Measure, MeasureKey, MeasureKind, UnitId, UnitOfMeasure};
use clew_service::{Act, HeldFile, Overview, PreparedReturn, ReturnStanding};

use crate::pages::evidence;
use crate::{Fields, Visit, WebError, links};

/// Which figure: its measure, its period, and the part of the organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Place {
    pub(super) measure: MeasureKey,
    pub(super) period: Period,
    pub(super) unit: Option<UnitId>,
}

impl Place {
    pub(super) fn of(key: &str, period: &str, asked: &Fields) -> Result<Self, WebError> {
        let period = period.parse();
        Ok(Self {
            measure: MeasureKey::from(key),
            period: period.map_err(|_| WebError::not_found("There is no such period."))?,
            unit: asked.given("unit").map(UnitId::from),
        })
    }

    /// The address of the form, which is also the place under which what is typed is kept.
    pub(super) fn address(&self) -> String {
        links::return_figure(&self.measure, self.period, self.unit.as_ref())
    }
}

/// What the form stands on.
pub(super) struct Ground {
    pub(super) place: Place,
    pub(super) overview: Arc<Overview>,
    pub(super) measure: Measure,
    pub(super) standing: ReturnStanding,
    /// The figure that stands.
    pub(super) figure: Option<Figure>,
    /// Whether the measure is worked out from others, and so is never returned.
    pub(super) worked_out: bool,
    /// The files that go with the figure when it is sent.
    pub(super) held: Vec<HeldFile>,
    /// What the records give, where the measure is counted from records.
    pub(super) counted: Option<Counted>,
}

/// What records give for a figure that is counted from them.
pub(super) enum Counted {
    /// The return as it can be confirmed.
    Ready(Box<PreparedReturn>),
    /// Why it cannot be counted.
    Cannot(String),
}

impl Ground {
    pub(super) async fn of(visit: &Visit, place: Place) -> Result<Self, WebError> {
        let overview = visit.overview().await?;
        let missing = || WebError::not_found("There is no such measure.");
        let book = overview.book();
        let measure = book.measure(&place.measure).cloned().ok_or_else(missing)?;
        if let Some(unit) = &place.unit
            && !book.units.iter().any(|known| known.id == *unit)
        {
            return Err(WebError::not_found(
                "There is no such part of the organisation.",
            ));
        }
        let memory = overview.memory();
        let standing = memory.return_standing(&measure, place.period, place.unit.as_ref());
        let act = match standing.settled.is_some() {
            true => Act::Correct,
            false => Act::Return,
        };
        memory.authorise_for(visit.account()?, act, &measure, place.unit.as_ref())?;
        let facts = overview.measure_facts(&place.measure);
        let is_it = |figure: &&&Figure| figure.period == place.period && figure.unit == place.unit;
        let figure = facts.figures().iter().find(is_it);
        let figure = figure.map(|figure| (*figure).clone());
        let formulas = &book.formulas;
        let worked_out = formulas
            .iter()
            .any(|formula| formula.measure == place.measure);
        Ok(Self {
            counted: counted(visit, &measure, &place).await?,
            held: evidence::held(visit, &place.address()).await?,
            figure,
            standing,
            measure,
            worked_out,
            place,
            overview,
        })
    }

    /// The return that the records give, where they give one.
    pub(super) fn prepared(&self) -> Option<&PreparedReturn> {
        match &self.counted {
            Some(Counted::Ready(prepared)) => Some(prepared),
            _ => None,
        }
    }

    /// Whether it is a piece of work, whose status its owner says.
    pub(super) fn is_project(&self) -> bool {
        self.measure.kind == MeasureKind::Project
    }

    /// Whether counts are asked for: of a share or rate, and wherever they were given before.
    pub(super) fn has_counts(&self) -> bool {
        let share = matches!(
            self.measure.unit_of_measure,
            Some(UnitOfMeasure::Percent | UnitOfMeasure::Rate)
        );
        let facts = self.overview.measure_facts(&self.place.measure);
        share
            || facts
                .figures()
                .iter()
                .any(|figure| figure.denominator.is_some())
    }

    /// The figures of earlier periods, the latest first: of the same length, or of any length where
    /// there is none of the same.
    pub(super) fn earlier(&self, most: usize) -> Vec<&Figure> {
        let facts = self.overview.measure_facts(&self.place.measure);
        let place = &self.place;
        let before = |figure: &&&Figure| {
            figure.unit == place.unit && figure.period.last() < place.period.last()
        };
        let mut earlier: Vec<&Figure> = facts.figures().iter().filter(before).copied().collect();
        if earlier
            .iter()
            .any(|figure| figure.period.kind() == place.period.kind())
        {
            earlier.retain(|figure| figure.period.kind() == place.period.kind());
        }
        earlier.sort_by_key(|figure| std::cmp::Reverse(figure.period.last()));
        earlier.truncate(most);
        earlier
    }

    /// What is said of the figure's measure for a period.
    pub(super) fn said(&self, period: Period) -> impl Iterator<Item = &Commentary> {
        let all = self.overview.book().commentary.iter();
        all.filter(move |said| {
            said.measure.as_ref() == Some(&self.place.measure)
                && said.period == period
                && said.unit == self.place.unit
        })
    }

    /// The part of the organisation by name.
    pub(super) fn unit_name(&self) -> Option<&str> {
        let unit = self.place.unit.as_ref()?;
        Some(self.overview.book().unit_name(unit))
    }
}

/// What the records give today for a measure that is counted from them.
async fn counted(
    visit: &Visit,
    measure: &Measure,
    place: &Place,
) -> Result<Option<Counted>, WebError> {
    if measure.computed_from.is_none() {
        return Ok(None);
    }
    let (account, today, place) = (visit.account()?.clone(), visit.today(), place.clone());
    let prepared = visit.app.blocking(move |service| {
        let of = (&place.measure, place.period, place.unit.as_ref());
        service.prepare_return(&account, of, today)
    });
    match prepared.await {
        Ok(prepared) => Ok(Some(Counted::Ready(Box::new(prepared)))),
        Err(error) if !error.problems().is_empty() => Ok(Some(Counted::Cannot(
            error
                .problems()
                .iter()
                .map(|it| it.problem.as_str())
                .collect::<Vec<_>>()
                .join("; "),
        ))),
        Err(error) => Err(error),
    }
}
