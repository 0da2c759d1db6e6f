//! The figure that is asked about: as it would be, beside what is known of its measure.

use clew_calendar::{Day, Period};
use clew_measure::{Exact, exact_value, show_value};
use clew_plan::{Book, Figure, Measure};
use rust_decimal::Decimal;

use crate::actions::as_requested;
use crate::{FigureRequest, Memory};

/// A figure as it is typed, with the like figures it can be held against.
pub(super) struct Typed<'memory> {
    pub(super) memory: &'memory Memory,
    pub(super) measure: &'memory Measure,
    /// What stands now; none when there is no figure yet.
    pub(super) before: Option<&'memory Figure>,
    /// The figure as it would be.
    pub(super) figure: Figure,
    pub(super) today: Day,
    /// Values of the other periods of the same length in the same stretch between breaks, oldest
    /// first.
    pub(super) like: Vec<(Period, &'memory Figure, Decimal)>,
}

impl<'memory> Typed<'memory> {
    /// None where the measure is not known, or no period is given.
    pub(super) fn of(memory: &'memory Memory, request: &FigureRequest, today: Day) -> Option<Self> {
        let measure = memory.book().measure(&request.measure)?;
        let (place, figure) = as_requested(memory, measure, request)?;
        let like = like(memory, measure, &figure);
        Some(Self {
            memory,
            measure,
            before: place.and_then(|place| memory.book().figures.get(place)),
            figure,
            today,
            like,
        })
    }

    /// Whether the figure would have another value or other counts than it has.
    pub(super) fn has_another_value(&self) -> bool {
        let parts = |figure: &Figure| (figure.value, figure.numerator, figure.denominator);
        self.before.map(parts) != Some(parts(&self.figure))
    }

    /// The value, worked out from the counts where there are any; to 28 digits.
    pub(super) fn value(&self) -> Option<Decimal> {
        exact_value(&self.figure, self.measure.unit_of_measure).map(Exact::to_decimal)
    }

    pub(super) fn shown(&self, value: Decimal) -> String {
        // A value with more digits than the measure shows keeps those that were typed.
        let measure = self.measure;
        let places = value.normalize().scale();
        let decimals = measure
            .decimals
            .map(u32::from)
            .unwrap_or(1)
            .max(places.min(2));
        let decimals = u8::try_from(decimals).ok().filter(|_| places > 0);
        show_value(value, measure.unit_of_measure, decimals.or(Some(0)))
    }

    /// The lowest and the highest of the like values, with how many there are.
    pub(super) fn spread(&self) -> Option<(Decimal, Decimal, usize)> {
        let values = || self.like.iter().map(|(_, _, value)| *value);
        Some((values().min()?, values().max()?, self.like.len()))
    }

    /// "the 3 other figures lie between 70% and 80%", or the only one there is.
    pub(super) fn others(&self) -> String {
        match (self.like.as_slice(), self.spread()) {
            ([(period, _, value)], _) => format!("that of {period} is {}", self.shown(*value)),
            (_, Some((low, high, count))) if low != high => format!(
                "the {count} other figures lie between {} and {}",
                self.shown(low),
                self.shown(high)
            ),
            (_, Some((low, _, count))) => {
                format!("the {count} other figures are {}", self.shown(low))
            }
            (_, None) => "there are no other figures".to_owned(),
        }
    }

    /// What the Book holds of this measure alone, with the figure as it would be: enough to judge
    /// it by, and small enough to be made at every key stroke.
    pub(super) fn book(&self) -> Book {
        let mut book = self.book_without();
        book.figures.push(self.figure.clone());
        book
    }

    /// The same without the figure.
    pub(super) fn book_without(&self) -> Book {
        let all = self.memory.book();
        let key = self.measure.code.key();
        let figure = &self.figure;
        let other = |row: &&Figure| {
            row.measure == key && !(row.period == figure.period && row.unit == figure.unit)
        };
        let actions = all.actions.iter();
        let actions: Vec<_> = actions
            .filter(|row| row.measures.contains(&key))
            .cloned()
            .collect();
        let of_actions = |row: &&clew_plan::Milestone| {
            let same =
                |action: &clew_plan::Action| action.id == row.action && action.plan == row.plan;
            actions.iter().any(same)
        };
        Book {
            organisation: all.organisation.clone(),
            units: all.units.clone(),
            plans: all.plans.clone(),
            outcomes: all.outcomes.clone(),
            measures: vec![self.measure.clone()],
            cycles: all.cycles.clone(),
            series_breaks: kept(&all.series_breaks, |row| row.measure == key),
            targets: kept(&all.targets, |row| row.measure == key),
            profile: kept(&all.profile, |row| row.measure == key),
            figures: all.figures.iter().filter(other).cloned().collect(),
            milestones: all.milestones.iter().filter(of_actions).cloned().collect(),
            actions,
            ..Book::default()
        }
    }
}

fn kept<T: Clone>(rows: &[T], wanted: impl Fn(&T) -> bool) -> Vec<T> {
    rows.iter().filter(|row| wanted(row)).cloned().collect()
}

fn like<'memory>(
    memory: &'memory Memory,
    measure: &Measure,
    figure: &Figure,
) -> Vec<(Period, &'memory Figure, Decimal)> {
    let book = memory.book();
    let breaks = book.series_breaks.iter();
    let breaks: Vec<Day> = breaks
        .filter(|row| row.measure == figure.measure)
        .map(|row| row.from.first())
        .collect();
    let apart = |other: Period| {
        let (one, two) = (other.first(), figure.period.first());
        let (early, late) = (one.min(two), one.max(two));
        breaks.iter().any(|from| early < *from && *from <= late)
    };
    let is_like = |row: &&Figure| {
        row.measure == figure.measure
            && row.unit == figure.unit
            && row.period.kind() == figure.period.kind()
            && row.period != figure.period
            && !apart(row.period)
    };
    let mut like: Vec<(Period, &Figure, Decimal)> = book
        .figures
        .iter()
        .filter(is_like)
        .filter_map(|row| {
            let value = exact_value(row, measure.unit_of_measure)?.to_decimal();
            Some((row.period, row, value))
        })
        .collect();
    like.sort_by_key(|(period, ..)| period.first());
    like
}
